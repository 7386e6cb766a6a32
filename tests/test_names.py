"""Other names: what finds what, what is told, and that nothing unpublished is."""

import secrets
from unittest.mock import patch

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alerts import publishing
from alerts.models import (
    Alert,
    AlertCountry,
    AlertPlace,
    AlertPopulation,
    Assessment,
    Framework,
    Indicator,
    Measure,
    Party,
    Serial,
    Situation,
)
from identifiers.models import FormerAddress, Kind
from organizations.models import Organization, OrganizationName
from places.models import Country, CountryName, Place, PlaceName, Population, PopulationName
from search.names import MOST_SHOWN, Also, Expanded, expand
from search.question import (
    All,
    AnyOf,
    Everything,
    Issued,
    Named,
    Phrase,
    Prefix,
    Question,
    Span,
    Tied,
    Without,
    Word,
)
from tests import cast

pytestmark = pytest.mark.django_db


def words(text: str) -> Question:
    """What the parser makes of plain words."""
    parts = tuple(Word(word) for word in text.split())
    return parts[0] if len(parts) == 1 else All(parts)


def ask(text: str) -> Expanded:
    return expand(words(text))


def ties(question: Question) -> dict[str, tuple[str, ...]]:
    """What a question is tied to, wherever in it."""
    match question:
        case Tied(to, keys):
            return {to: keys}
        case All(parts) | AnyOf(parts):
            return {to: keys for part in parts for to, keys in ties(part).items()}
        case Without(part):
            return ties(part)
    return {}


def phrases(question: Question) -> list[str]:
    match question:
        case Phrase(text):
            return [text]
        case All(parts) | AnyOf(parts):
            return [text for part in parts for text in phrases(part)]
        case Without(part):
            return phrases(part)
    return []


def others(text: str) -> list[str]:
    return [other for also in ask(text).also for other in also.others]


class Archive:
    """A public alert to which everything below is tied."""

    def __init__(self) -> None:
        self.alert = cast.draft(
            "Warning", cast.organization("Lemkin Institute for Genocide Prevention", acronym="LIGP")
        )

    def place(self, name: str, **names: str) -> Place:
        record = cast.place(name)
        AlertPlace.objects.create(alert=self.alert, place=record)
        for text, relation in names.items():
            PlaceName.objects.create(place=record, text=text, relation=relation)
        return record

    def country(self, code: str, name: str, names: dict[str, str]) -> Country:
        record = cast.country(code, name)
        AlertCountry.objects.create(alert=self.alert, country=record)
        for text, relation in names.items():
            CountryName.objects.create(country=record, text=text, relation=relation)
        return record

    def population(self, name: str, names: dict[str, str]) -> Population:
        record = Population.objects.create(slug=f"people-{Population.objects.count()}", name=name)
        AlertPopulation.objects.create(alert=self.alert, population=record)
        for text, relation in names.items():
            PopulationName.objects.create(population=record, text=text, relation=relation)
        return record

    def body(self, name: str, names: dict[str, str], **fields: str) -> Organization:
        record = cast.organization(name, fields.pop("kind", "un_body"), **fields)
        Party.objects.create(alert=self.alert, role="addressee", organization=record)
        for text, relation in names.items():
            OrganizationName.objects.create(organization=record, text=text, relation=relation)
        return record


KARABAKH = {
    "Artsakh": "same", "Dağlıq Qarabağ": "same", "Արցախ": "same", "Нагорный Карабах": "same", "NKAO": "historical",
    "Karabakh": "broader",
}  # fmt: skip
XANKENDI = {"Xankəndi": "contested", "Ստեփանակերտ": "same"}
UIGHURS = {"Uighurs": "same", "Uighur": "same", "ئۇيغۇر": "same"}
ISLAMIC_STATE = {"IS": "same", "ISIS": "same", "Da'esh": "same"}


@pytest.fixture
def archive() -> Archive:
    """Published with the records that the catalogue's own notes speak of."""
    made = Archive()
    made.place("Nagorno-Karabakh", **KARABAKH)
    made.place("Stepanakert", **XANKENDI)
    made.place("Kashmir", **{"Azad Kashmir": "part", "Indian-occupied Kashmir": "contested"})
    made.country("MM", "Myanmar", {"Burma": "historical", "Birmanie": "same"})
    made.country("CF", "Central African Republic", {"CAR": "same", "Centrafrique": "same"})
    made.country("SD", "Sudan", {})
    made.population("Uyghurs", UIGHURS)
    made.population("Rohingya", {"Rohingyas": "same", "Ruáingga": "same", "Rohignya": "same"})
    made.population("Alawites", {"Nusayris": "pejorative", "Alawis": "same"})
    made.body("United Nations Security Council", {"Security Council": "same"}, acronym="UNSC")
    made.body("Islamic State", ISLAMIC_STATE, kind="armed_group")
    made.body("All States", {"Governments": "same", "States": "same"}, kind="general")
    publishing.publish(made.alert, cast.reviewer())
    return made


class TestPlainWords:
    @pytest.mark.parametrize(
        ("typed", "name"),
        [
            ("Artsakh", "Nagorno-Karabakh"),
            ("nagorno-karabakh", "Artsakh"),
            ("nagorno karabakh", "Artsakh"),
            ("Արցախ", "Artsakh"),
            ("Нагорный Карабах", "Artsakh"),
            ("dagliq qarabag", "Artsakh"),
            ("NKAO", "Nagorno-Karabakh"),
            ("Xankəndi", "Stepanakert"),
            ("xankendi", "Stepanakert"),
            ("Ստեփանակերտ", "Xankəndi"),
            ("Burma", "Myanmar"),
            ("myanmar", "Burma"),
            ("UNSC", "Security Council"),
            ("Security Council", "UNSC"),
            ("UN Security Council", "UNSC"),
            ("United Nations Security Council", "UNSC"),
            ("Uyghur", "Uighur"),
            ("Uighur", "Uyghurs"),
            ("Rohingya", "Ruáingga"),
            ("Rohignya", "Rohingya"),
            ("daesh", "Islamic State"),
        ],
    )
    def test_one_name_finds_the_others(self, archive: Archive, typed: str, name: str) -> None:
        assert name in phrases(ask(typed).question)

    @pytest.mark.parametrize(
        ("typed", "to", "key"),
        [
            ("Artsakh", "place", "nagorno-karabakh"),
            ("Burma", "country", "MM"),
            ("UNSC", "addressee", "united-nations-security-council"),
            ("UNSC", "issuer", "united-nations-security-council"),
            ("UNSC", "signatory", "united-nations-security-council"),
        ],
    )
    def test_a_name_finds_alerts_tied_to_its_record(self, archive: Archive, typed: str, to: str, key: str) -> None:
        [found] = ties(ask(typed).question)[to]
        records = Organization.objects if to != "place" else Place.objects
        assert found == (key if to == "country" else records.get(slug=key).uid)

    def test_it_is_the_words_the_record_or_another_name(self, archive: Archive) -> None:
        place = Place.objects.get(slug="stepanakert")
        assert ask("Xankəndi").question == AnyOf(
            (Word("Xankəndi"), Tied("place", (place.uid,), "Stepanakert"), Phrase("Stepanakert"), Phrase("Ստեփանակերտ"))
        )

    def test_the_words_around_a_name_stay(self, archive: Archive) -> None:
        question = ask("blockade of Nagorno Karabakh 2023").question
        assert isinstance(question, All)
        first, second, name, last = question.parts
        assert (first, second, last) == (Word("blockade"), Word("of"), Word("2023"))
        assert isinstance(name, AnyOf)
        assert name.parts[0] == words("Nagorno Karabakh")

    def test_the_longest_name_is_taken(self, archive: Archive) -> None:
        CountryName.objects.create(country=Country.objects.get(code="SD"), text="Security")
        assert list(ties(ask("Security Council").question)) == ["issuer", "signatory", "addressee"]

    def test_a_country_that_no_alert_speaks_of_hides_no_shorter_name(self, archive: Archive) -> None:
        """South Sudan is another country than Sudan, whether or not an alert is held on it."""
        cast.country("SS", "South Sudan")
        assert ask("South Sudan") == Expanded(words("South Sudan"))
        assert ties(ask("Sudan").question) == {"country": ("SD",)}

    def test_what_is_written_as_typed_keeps_its_place(self, archive: Archive) -> None:
        span = Span(3, 10)
        question = expand(Word("Artsakh", span=span)).question
        assert isinstance(question, AnyOf)
        assert {getattr(part, "span", None) for part in question.parts} == {span}

    @pytest.mark.parametrize("typed", ["Karabakh", "Azad Kashmir"])
    def test_names_of_something_larger_or_of_a_part_are_no_other_names(self, archive: Archive, typed: str) -> None:
        assert "Nagorno-Karabakh" not in phrases(ask(typed).question)
        assert typed not in others("Artsakh") + others("Kashmir")

    def test_a_contested_name_counts(self, archive: Archive) -> None:
        assert ties(ask("indian occupied kashmir").question).keys() == {"place"}

    def test_a_pejorative_name_finds_and_is_never_suggested(self, archive: Archive) -> None:
        assert phrases(ask("Nusayris").question) == ["Alawites", "Alawis"]
        assert phrases(ask("Alawites").question) == ["Alawis"]
        assert others("Alawites") == ["Alawis"]

    @pytest.mark.parametrize("typed", ["IS", "CAR", "UNSC"])
    def test_a_short_acronym_counts_in_capitals(self, archive: Archive, typed: str) -> None:
        assert ties(ask(typed).question)

    @pytest.mark.parametrize("typed", ["is", "car", "unsc", "Car"])
    def test_a_short_acronym_in_small_letters_is_a_word(self, archive: Archive, typed: str) -> None:
        assert ask(typed) == Expanded(Word(typed))

    @pytest.mark.parametrize(("typed", "acronym"), [("Islamic State", "IS"), ("Centrafrique", "CAR")])
    def test_an_acronym_that_is_a_word_is_not_searched_in_a_names_stead(
        self, archive: Archive, typed: str, acronym: str
    ) -> None:
        assert acronym not in phrases(ask(typed).question)

    def test_everyday_words_that_name_a_general_body_bring_no_others(self, archive: Archive) -> None:
        assert phrases(ask("governments").question) == []
        assert ties(ask("governments").question).keys() == {"issuer", "signatory", "addressee"}

    def test_one_word_may_name_several_records(self, archive: Archive) -> None:
        state = archive.body(
            "Myanmar", {"Government of Burma": "historical"}, kind="state", country=Country.objects.get(code="MM")
        )  # type: ignore[arg-type]
        found = ties(ask("Myanmar").question)
        assert found == {"country": ("MM",)} | dict.fromkeys(("issuer", "signatory", "addressee"), (state.uid,))


class TestWhatIsLeftAlone:
    @pytest.mark.parametrize(
        "question",
        [
            Phrase("Artsakh"),
            Prefix("Artsakh"),
            Word("Artsakh", within="title"),
            Word("Artsakh", distance=1),
            Tied("place", ("x",)),
            Issued(None, None),
            Everything(),
            Word("!!!"),
            Word(""),
            Word("\0"),
            Word("\ud800"),
            All(()),
        ],
    )
    def test_it_stays_as_it_is(self, archive: Archive, question: Question) -> None:
        assert expand(question) == Expanded(question)

    def test_what_stands_between_words_parts_them(self, archive: Archive) -> None:
        question = All((Word("Security"), Phrase("x"), Word("Council")))
        assert expand(question) == Expanded(question)

    def test_turned_off_words_are_only_words(self, archive: Archive) -> None:
        question = All((Word("Artsakh"), Without(Word("Burma")), Named("country", "Burma")))
        expanded = expand(question, off=True)
        tied = Tied("country", ("MM",), "Myanmar")
        assert expanded == Expanded(All((Word("Artsakh"), Without(Word("Burma")), tied)))

    def test_either_and_not_are_expanded(self, archive: Archive) -> None:
        assert ties(expand(AnyOf((Word("Artsakh"), Word("x")))).question).keys() == {"place"}
        expanded = expand(All((Word("x"), Without(Word("Burma")))))
        assert "Myanmar" in phrases(expanded.question)


class TestAlso:
    def test_it_tells_what_was_typed_and_the_others_in_order(self, archive: Archive) -> None:
        [also] = ask("artsakh war").also
        assert also == Also("artsakh", ("Nagorno-Karabakh", "Dağlıq Qarabağ", "Արցախ", "Нагорный Карабах", "NKAO"))

    def test_spellings_that_are_found_anyway_are_not_told(self, archive: Archive) -> None:
        place = Place.objects.get(slug="nagorno-karabakh")
        for text in ("Nagorno Karabakh", "Republic of Artsakh"):
            PlaceName.objects.create(place=place, text=text)
        assert not {"Nagorno Karabakh", "Republic of Artsakh"} & set(others("Artsakh"))

    def test_of_many_names_a_few_are_told(self, archive: Archive) -> None:
        place = archive.place("Kyiv", **{f"Name {chr(97 + n)}x": "same" for n in range(20)})
        [also] = ask(place.name).also
        assert (len(also.others), also.more) == (MOST_SHOWN, 12)
        assert len(phrases(ask(place.name).question)) == 20


class TestFields:
    @pytest.fixture
    def fields(self, archive: Archive) -> dict[str, str]:
        alert = Alert.objects.get()
        issuer = alert.parties.get(role="issuer").organization
        ask = cast.recommendation(alert)
        ask.measure = Measure.objects.create(slug="arms-embargo", label="arms embargo")
        ask.save()
        situation = Situation.objects.create(slug="karabakh", title="Karabakh since 2020")
        situation.alerts.add(alert)
        alert.serial = Serial.objects.create(slug="bulletin", issuer=issuer, title="Bulletin")
        alert.save()
        framework = Framework.objects.create(slug="ten-stages-of-genocide", title="The Ten Stages of Genocide")
        stage = Indicator.objects.create(framework=framework, position=9, number=9, name="Extermination")
        Assessment.objects.create(alert=alert, indicator=stage)
        place = Place.objects.get(slug="nagorno-karabakh")
        FormerAddress.objects.create(kind=Kind.ORGANIZATION, value="lemkin-old", uid=issuer.uid)
        FormerAddress.objects.create(kind=Kind.ALERT, value="old-warning", uid=alert.uid)
        return {
            "issuer": issuer.uid, "issuer slug": issuer.slug, "place": place.uid, "measure": ask.measure.uid,
            "situation": situation.uid, "serial": alert.serial.uid, "stage": stage.uid, "alert": alert.uid,
            "type": alert.type.uid, "uighurs": Population.objects.get(name="Uyghurs").uid,
            "council": Organization.objects.get(acronym="UNSC").uid,
        }  # fmt: skip

    @pytest.mark.parametrize(
        ("to", "text", "key"),
        [
            ("issuer", "lemkin", "issuer"),
            ("issuer", "Lemkin Institute for Genocide Prevention", "issuer"),
            ("issuer", "genocide lem", "issuer"),
            ("issuer", "ligp", "issuer"),
            ("issuer", "lemkin-old", "issuer"),
            ("issuer", "lemkin-institute-for-genocide-prevention", "issuer"),
            ("addressee", "unsc", "council"),
            ("to", "security council", "council"),
            ("signatory", "UNSC", "council"),
            ("place", "Արցախ", "place"),
            ("place", "karabakh", "place"),
            ("place", "dagliq", "place"),
            ("population", "uighur", "uighurs"),
            ("situation", "karabakh", "situation"),
            ("situation", "Karabakh since 2020", "situation"),
            ("type", "genocide warning", "type"),
            ("serial", "bulletin", "serial"),
            ("measure", "arms", "measure"),
            ("measure", "arms-embargo", "measure"),
            ("indicator", "extermination", "stage"),
            ("stage", "9", "stage"),
            ("stage", "exterm", "stage"),
            ("id", "old-warning", "alert"),
        ],
    )
    def test_a_record_is_named_in_many_ways(self, fields: dict[str, str], to: str, text: str, key: str) -> None:
        expanded = expand(Named(to, text))
        assert expanded.problems == ()
        assert [*ties(expanded.question).values()] == [(fields[key],)]

    def test_a_uid_names_its_record(self, fields: dict[str, str]) -> None:
        assert ties(expand(Named("place", fields["place"])).question) == {"place": (fields["place"],)}
        assert ties(expand(Named("uid", fields["alert"].upper())).question) == {"uid": (fields["alert"],)}

    @pytest.mark.parametrize(
        ("to", "text", "tied", "keys"),
        [
            ("country", "mm", "country", ("MM",)),
            ("country", "burma", "country", ("MM",)),
            ("genre", "Press release", "genre", ("press_release",)),
            ("genre", "press_release", "genre", ("press_release",)),
            ("crime", "genocide", "crime", ("genocide",)),
            ("crime", "humanity", "crime", ("crimes_against_humanity",)),
            ("modality", "under way", "modality", ("under_way",)),
            ("lang", "hy", "language", ("hy", "hy-AM")),
            ("lang", "Armenian", "language", ("hy",)),
            ("language", "português", "language", ("pt", "pt-BR")),
            ("language", "pt-br", "language", ("pt-BR",)),
            ("language", "mni", "language", ("mni",)),
        ],
    )
    def test_a_value_is_named_in_many_ways(
        self, archive: Archive, to: str, text: str, tied: str, keys: tuple[str, ...]
    ) -> None:
        question = expand(Named(to, text)).question
        assert isinstance(question, Tied)
        assert (question.to, question.keys[:1]) == (tied, keys[:1])

    def test_a_name_may_mean_several_records(self, archive: Archive) -> None:
        one, two = archive.body("Alpha Watch", {}), archive.body("Beta Watch", {})
        question = expand(Named("issuer", "watch")).question
        assert question == Tied("issuer", tuple(sorted([one.uid, two.uid])), "Alpha Watch, Beta Watch")

    def test_a_whole_name_is_preferred_to_a_beginning(self, archive: Archive) -> None:
        one = archive.body("Survival", {})
        archive.body("Survival International", {})
        assert ties(expand(Named("issuer", "survival")).question) == {"issuer": (one.uid,)}

    def test_of_very_many_records_the_first_are_meant(self, archive: Archive) -> None:
        archive.alert = cast.draft("Another", cast.organization("Other"))
        bodies = [archive.body(f"Watch {n}", {}) for n in range(3)]
        cast.organization("Watch unpublished")
        publishing.publish(archive.alert, cast.reviewer())
        with patch("search.lexicon.MOST_BEGUN", 2):
            expanded = expand(Named("issuer", "watch"))
        assert expanded.question == Tied("issuer", tuple(sorted(b.uid for b in bodies[:2])), "Watch 0, Watch 1")
        assert "begins very many names" in expanded.problems[0].message

    def test_what_names_nothing_is_said_and_searched_for_as_words(self, archive: Archive) -> None:
        expanded = expand(Named("issuer", "lemkn", Span(0, 12)))
        assert expanded.question == Word("lemkn")
        [problem] = expanded.problems
        assert problem.message == "No public alert has an issuer called “lemkn”. It was searched for as words."
        assert (problem.start, problem.end) == (0, 12)

    def test_what_is_no_value_is_told_the_values(self, archive: Archive) -> None:
        [problem] = expand(Named("modality", "maybe")).problems
        assert "write risk, imminent, under way, committed, denied" in problem.message

    @pytest.mark.parametrize("text", ["", " ", "\0", "\ud800", "!!!", "a" * 5000, "a " * 1000, "%", "_", "'"])
    @pytest.mark.parametrize("to", ["issuer", "country", "uid", "stage", "lang", "genre", "type"])
    def test_nothing_that_is_typed_breaks_it(self, archive: Archive, to: str, text: str) -> None:
        assert expand(Named(to, text)).question


class TestNamesOfWhatFewExistOf:
    """Situations, serials, types and measures go by other names, as places and organizations do."""

    @pytest.fixture
    def alert(self) -> Alert:
        alert = cast.draft("Something else")
        situation = Situation.objects.create(slug="plains", title="The siege of the plains")
        situation.names.create(text="Hochebenen-Blockade")
        situation.names.create(text="The dirty siege", relation="pejorative")
        situation.names.create(text="All sieges", relation="broader")
        situation.alerts.add(alert)
        alert.serial = Serial.objects.create(slug="watch", title="Crisis Watch", issuer=alert.type.issuer)  # type: ignore[union-attr]
        alert.serial.names.create(text="Bulletin Veille", relation="historical")
        alert.save()
        alert.type.names.create(text="Mise en garde")  # type: ignore[union-attr]
        measure = Measure.objects.create(slug="embargo", label="Ban on weapons")
        measure.names.create(text="arms embargo")
        asked = cast.recommendation(alert, "Send nothing.", 1)
        asked.measure = measure
        asked.save()
        publishing.publish(alert, cast.reviewer())
        return alert

    @pytest.mark.parametrize(
        ("typed", "to"),
        [
            ("the siege of the plains", "situation"),
            ("hochebenen blockade", "situation"),
            ("the dirty siege", "situation"),
            ("crisis watch", "serial"),
            ("bulletin veille", "serial"),
            ("mise en garde", "type"),
            ("arms embargo", "measure"),
            ("ban on weapons", "measure"),
        ],
    )
    def test_any_name_finds_what_is_tied_to_the_record(self, alert: Alert, typed: str, to: str) -> None:
        record = {
            "situation": Situation.objects.get(slug="plains"), "serial": alert.serial, "type": alert.type,
            "measure": Measure.objects.get(slug="embargo"),
        }[to]  # fmt: skip
        assert record
        assert ties(ask(typed).question) == {to: (record.uid,)}
        assert ties(expand(words(typed), head=(1, secrets.token_hex())).question) == {to: (record.uid,)}

    def test_the_others_are_told_but_no_pejorative_one(self, alert: Alert) -> None:
        assert ask("dirty siege").also == ()
        assert ask("the dirty siege").also == (
            Also("the dirty siege", ("The siege of the plains", "Hochebenen-Blockade")),
        )
        assert ask("arms embargo").also == (Also("arms embargo", ("Ban on weapons",)),)

    def test_names_of_something_larger_are_no_other_names(self, alert: Alert) -> None:
        assert ties(ask("all sieges").question) == {}

    @pytest.mark.parametrize(
        ("to", "text"),
        [("situation", "blockade"), ("serial", "veille"), ("type", "mise en garde"), ("measure", "arms")],
    )
    def test_a_field_takes_any_of_them(self, alert: Alert, to: str, text: str) -> None:
        assert list(ties(expand(Named(to, text)).question)) == [to]

    def test_they_can_be_turned_off(self, alert: Alert) -> None:
        assert expand(words("arms embargo"), off=True) == Expanded(words("arms embargo"))

    def test_none_of_a_draft_is_revealed(self) -> None:
        draft = cast.draft("Something else")
        situation = Situation.objects.create(slug="secret", title="The hidden siege")
        situation.names.create(text="Known to nobody")
        situation.alerts.add(draft)
        assert ask("known to nobody") == Expanded(words("known to nobody"))
        assert ask("the hidden siege") == Expanded(words("the hidden siege"))


class TestPrivacy:
    @pytest.fixture
    def secret(self, archive: Archive) -> Organization:
        """A body that a draft alone speaks of."""
        body = cast.organization("Secret Witness Group", acronym="SWITG")
        OrganizationName.objects.create(organization=body, text="Hidden Name")
        cast.draft("Draft", body)
        FormerAddress.objects.create(kind=Kind.ORGANIZATION, value="secret-old", uid=body.uid)
        return body

    @pytest.mark.parametrize("typed", ["Secret Witness Group", "Hidden Name", "SWITG"])
    def test_a_body_of_a_draft_is_never_revealed_by_words(self, secret: Organization, typed: str) -> None:
        assert ask(typed) == Expanded(words(typed))

    @pytest.mark.parametrize("text", ["secret", "Hidden Name", "switg", "secret-old", "secret-witness-group"])
    @pytest.mark.parametrize("to", ["issuer", "signatory", "addressee"])
    def test_a_body_of_a_draft_is_never_revealed_by_a_field(self, secret: Organization, to: str, text: str) -> None:
        expanded = expand(Named(to, text))
        assert (expanded.question, len(expanded.problems)) == (Word(text), 1)

    def test_nor_by_its_uid_nor_the_drafts(self, secret: Organization) -> None:
        draft = Alert.objects.get(title="Draft")
        for named in (Named("issuer", secret.uid), Named("uid", draft.uid), Named("type", "genocide warning secret")):
            assert isinstance(expand(named).question, Word)

    def test_a_withdrawn_alert_takes_its_names_along(self, archive: Archive) -> None:
        assert others("Artsakh")
        publishing.withdraw(Alert.objects.get(), cast.reviewer(), "error", "Was wrong.")
        assert ask("Artsakh") == Expanded(Word("Artsakh"))


class TestToday:
    def test_a_curators_new_name_counts_at_once(self, archive: Archive) -> None:
        assert ask("Qarabag").also == ()
        PlaceName.objects.create(place=Place.objects.get(slug="nagorno-karabakh"), text="Qarabağ")
        assert "Nagorno-Karabakh" in others("Qarabag")

    def test_so_does_a_new_displayed_name_and_acronym(self, archive: Archive) -> None:
        place = Place.objects.get(slug="stepanakert")
        place.name = "Vararakn"
        place.save()
        assert "Xankəndi" in others("vararakn")
        body = Organization.objects.get(acronym="UNSC")
        body.acronym = "UNSECCO"
        body.save()
        assert "Security Council" in others("unsecco")

    def test_a_name_taken_away_no_longer_finds(self, archive: Archive) -> None:
        PlaceName.objects.filter(text="Artsakh").delete()
        assert ask("Artsakh") == Expanded(Word("Artsakh"))


class TestCost:
    @pytest.mark.parametrize(
        ("question", "queries"),
        [
            (Everything(), 0),
            (Named("genre", "alert"), 0),
            (Word("unheard"), 2),
            (Word("Artsakh"), 2),
            (All(tuple(Word(w) for w in ["Artsakh", "Burma", "UNSC", "Uighur", "IS", *map(str, range(60))])), 2),
            (All(tuple(Named(to, "karabakh") for to in ("issuer", "place", "type", "situation", "country", "id"))), 2),
        ],
    )
    def test_an_expansion_takes_two_queries_at_most(self, archive: Archive, question: Question, queries: int) -> None:
        with CaptureQueriesContext(connection) as captured:
            expand(question)
        assert len(captured) <= queries

    def test_what_few_exist_of_is_read_once_while_nothing_changes(self, archive: Archive) -> None:
        head = (1, "a moment of this test")
        expand(Word("first"), head=head)
        with CaptureQueriesContext(connection) as captured:
            expand(Word("unheard"), head=head)
        assert len(captured) == 1

    def test_thousands_of_words_are_no_problem(self, archive: Archive) -> None:
        question = All(tuple(Word(f"w{n}") for n in range(3000)))
        assert expand(question).question == question
