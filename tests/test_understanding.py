"""What a document seems to say of itself: title, dates, language, kind, series; each with its place in the text."""

from typing import Any

import pytest

from intake.extraction import Extracted
from intake.proposals import UNSURE, Proposal
from intake.understanding import dates, language, understand
from intake.understanding.vocabulary import read_vocabulary
from tests import cast
from tests.vocabulary import VOCABULARY

pytestmark = pytest.mark.once
PROSE = (
    "Since the spring the people of the valley have not been able to reach their fields, and those who tried have been "
    "turned back by armed men whom nobody has called to account so far."
)


def extracted(text: str, title: str = "", **more: Any) -> Extracted:
    return Extracted(text=text, media_type="text/markdown", title=title, **more)


def found(text: str, kind: str, **more: Any) -> list[Proposal]:
    url = more.pop("source_url", "")
    return [p for p in understand(extracted(text, **more), VOCABULARY, source_url=url) if p.kind == kind]


def values(text: str, kind: str, *keys: str, **more: Any) -> list[Any]:
    rows = [tuple(p.value[key] for key in keys) for p in found(text, kind, **more)]
    return [row[0] for row in rows] if len(keys) == 1 else rows


class TestTitle:
    @pytest.mark.parametrize(
        ("text", "title"),
        [
            ("# Warning for the valley\n\n3 May 2021", "Warning for the valley"),
            ("## Human Rights Watch\n\n# Warning for the valley\n\n3 May 2021", "Warning for the valley"),
            ("PRESS RELEASE\n\nNo way out of the valley\n\n3 May 2021", "No way out of the valley"),
            ("## Red Flag Alert for Genocide\n\n### Sudan\n\n3 May 2021", "Red Flag Alert for Genocide: Sudan"),
            ("TO: United Nations\nFROM: Human Rights Watch\nSubject: The valley is cut off", "The valley is cut off"),
            ("**No way out of the valley**\n\nGeneva, 3 May 2021", "No way out of the valley"),
            ("# The **valley** [is cut off](https://e.org/x)[^1]\n\n[^1]: Note.", "The valley is cut off"),
        ],
    )
    def test_it_is_what_stands_above_the_text_and_is_nothing_else(self, text: str, title: str) -> None:
        assert values(f"{text}\n\n{PROSE}", "title", "text") == [title]

    def test_the_name_of_the_site_is_no_part_of_it(self) -> None:
        assert values(PROSE, "title", "text", title="The valley is cut off | Human Rights Watch") == [
            "The valley is cut off"
        ]

    def test_none_is_told_with_no_confidence(self) -> None:
        [title] = found(PROSE, "title")
        assert (title.value["text"], title.confidence < UNSURE) == ("", True)


class TestDatesInWords:
    @pytest.mark.parametrize(
        ("text", "edtf"),
        [
            ("Released 3 December 2022", "2022-12-03"), ("Friday, October 7, 2022", "2022-10-07"),
            ("November 2022", "2022-11"), ("Dec. 3rd, 2022", "2022-12-03"), ("2022-12-03", "2022-12-03"),
            ("03.12.2022", "2022-12-03"), ("13/12/2022", "2022-12-13"), ("12/13/2022", "2022-12-13"),
            ("21–25 September 2023", "2023-09-21/2023-09-25"), ("September 21-25, 2023", "2023-09-21/2023-09-25"),
            ("le 1er mars 2021", "2021-03-01"), ("5 févr. 2021", "2021-02-05"), ("14 de marzo de 2014", "2014-03-14"),
            ("1º de março de 2020", "2020-03-01"), ("3. März 2021", "2021-03-03"), ("noviembre de 2022", "2022-11"),
            ("3 декабря 2022 года", "2022-12-03"), ("в ноябре 2022 г.", "2022-11"), ("ноябрь 2022", "2022-11"),
            ("2022 թ. դեկտեմբերի 3", "2022-12-03"), ("2022 թվականի նոյեմբերի 14-ին", "2022-11-14"),
            ("Մայիս 2021", "2021-05"), ("3 Aralık 2022", "2022-12-03"), ("3 Kasım 2022’de", "2022-11-03"),
            ("ARALIK 2022", "2022-12"), ("2022-ci il dekabrın 3-ü", "2022-12-03"), ("12 İyul 2023-cü il", "2023-07-12"),
            ("2022-ci ilin noyabrı", "2022-11"), ("٣ ديسمبر ٢٠٢٢", "2022-12-03"), ("نوفمبر 2022", "2022-11"),
            ("3 كانون الأول/ديسمبر 2022", "2022-12-03"),
        ],
    )  # fmt: skip
    def test_ten_languages_are_read_as_precisely_as_they_are(self, text: str, edtf: str) -> None:
        assert [one.edtf for one in dates.find(text)] == [edtf]

    @pytest.mark.parametrize("text", ["31 February 2022", "A/77/100", "12 marchers 2022", "in 2022", "ref. 2022-13-45"])
    def test_what_is_no_date_is_none(self, text: str) -> None:
        assert dates.find(text) == []

    def test_a_day_that_may_be_a_month_is_a_guess(self) -> None:
        assert [one.guessed for one in dates.find("01/02/2022")] == [True]


class TestIssued:
    @pytest.mark.parametrize(
        ("text", "edtf", "basis"),
        [
            (f"# A warning\n\n*Released 3 December 2022*\n\n{PROSE}", "2022-12-03", "printed"),
            (f"# A warning\n\nNovember 2022\n\n{PROSE}", "2022-11", "printed"),
            (f"# A warning\n\nGENEVA (3 December 2022) – {PROSE}", "2022-12-03", "printed"),
            (f"# A warning\n\nParis, le 27 janvier 2016. – {PROSE}", "2016-01-27", "printed"),
            (f"# A warning\n\n{PROSE}\n\nYerevan, 3 December 2022", "2022-12-03", "printed"),
            (f"# A warning for the valley, October 2020\n\n{PROSE}", "2020-10", "from_title"),
            (f"# A warning\n\n{PROSE} It began on 3 December 2022.", "", "unknown"),
        ],
    )
    def test_the_date_is_found_where_documents_print_it(self, text: str, edtf: str, basis: str) -> None:
        assert values(text, "issued", "edtf", "basis") == [(edtf, basis)]

    def test_its_passage_is_the_date(self) -> None:
        text = f"# A warning\n\nReleased 3 December 2022\n\n{PROSE}"
        [issued] = found(text, "issued")
        assert [text[p.start : p.end] for p in issued.passages] == ["3 December 2022"]

    def test_the_latest_past_day_is_offered_for_an_undated_document(self) -> None:
        text = (
            f"# A warning\n\n{PROSE} It began on 2 May 2021. On 9 May 2021 it went on. Talks will be held on 1 "
            f"June 2021."
        )
        assert values(text, "not_before", "edtf") == ["2021-05-09"]

    def test_a_dated_document_has_no_such_offer(self) -> None:
        assert found(f"# A warning\n\n3 June 2021\n\n{PROSE} It began on 2 May 2021.", "not_before") == []

    def test_dates_of_updating_and_adopting_are_others(self) -> None:
        text = f"# A warning\n\n3 June 2021\n\nLast updated: 5 June 2021\n\n{PROSE}"
        assert values(text, "issued", "edtf") == ["2021-06-03"]
        assert values(text, "date", "kind", "edtf") == [("updated", "2021-06-05")]


class TestLanguage:
    @pytest.mark.parametrize(
        ("text", "tag"),
        [
            ("The government must let aid into the valley.", "en"),
            ("Le gouvernement doit laisser entrer l’aide dans la vallée.", "fr"),
            ("El gobierno debe dejar entrar la ayuda en el valle.", "es"),
            ("O governo deve deixar a ajuda entrar no vale, e não pode mais esperar.", "pt"),
            ("Die Regierung muss die Hilfe in das Tal lassen.", "de"),
            ("Правительство должно пропустить помощь в долину и не медлить.", "ru"),
            ("Уряд має пропустити допомогу в долину, і це не може чекати.", "uk"),
            ("Կառավարությունը պետք է թույլ տա օգնության մուտքը։", "hy"),
            ("Hükümet vadiye yardımın girmesine izin vermelidir ve bu bekleyemez.", "tr"),
            ("Hökumət vadiyə yardımın buraxılmasına icazə verməlidir.", "az"),
            ("يجب على الحكومة أن تسمح بدخول المساعدات إلى الوادي.", "ar"),
            ("دولت باید اجازه دهد که کمک به این دره برسد.", "fa"),
        ],
    )
    def test_a_sentence_is_enough(self, text: str, tag: str) -> None:
        assert language.guess(text).tag == tag

    def test_what_the_file_says_decides_where_words_do_not(self) -> None:
        assert language.guess("Stepanakert 2022", "hy-AM").tag == "hy"

    def test_no_words_are_no_language(self) -> None:
        assert language.guess("1234 – 5") == language.Guess("und", 0.0, "no words")


class TestKindAndSeries:
    @pytest.mark.parametrize(
        ("head", "label", "genre"),
        [
            ("# Genocide Emergency: Sudan", "Genocide Emergency", "alert"),
            ("Press release\n\n# The valley is cut off", "Press release", "press_release"),
            ("# Offener Brief zur Lage im Tal", "Offener Brief", "letter"),
            ("# Birgə bəyanat: vadi bağlıdır", "Birgə bəyanat", "statement"),
            ("# Early Warning Report: The valley", "Early Warning Report", "report"),
            ("# Бюллетень раннего предупреждения: долина", "Бюллетень раннего предупреждения", "bulletin"),
        ],
    )
    def test_the_label_is_as_printed(self, head: str, label: str, genre: str) -> None:
        assert values(f"{head}\n\n{PROSE}", "type", "label", "genre") == [(label, genre)]

    def test_a_known_label_of_the_issuer_is_its_type(self) -> None:
        text = f"# Genocide Emergency: Sudan\n\nGenocide Watch is issuing a Genocide Emergency for Sudan. {PROSE}"
        [kind] = found(text, "type")
        assert kind.value["uid"] == "t-emergency"
        assert kind.confidence > UNSURE

    @pytest.mark.parametrize(
        ("title", "number"),
        [
            ("Genocide Emergency: Sudan - Update 3", 3), ("Update No. 3: Sudan", 3), ("Third Update on Sudan", 3),
            ("SOS Alert - Gaza - 8", 8), ("SOS Alert – Artsakh #2", 2), ("Actualización n.º 4: Sudán", 4),
            ("Обновление № 2: Судан", 2),
        ],
    )  # fmt: skip
    def test_the_number_of_an_update(self, title: str, number: int) -> None:
        assert values(f"# {title}\n\n{PROSE}", "update", "number") == [number]

    @pytest.mark.parametrize("title", ["Atrocity Alert No. 73", "Warning for 2022", "Sudan: 3 million displaced"])
    def test_other_numbers_are_no_updates(self, title: str) -> None:
        assert found(f"# {title}\n\n{PROSE}", "update") == []

    def test_the_earlier_alert_of_the_series_is_the_one_before(self) -> None:
        text = f"# Genocide Emergency: Sudan - Update 3\n\nGenocide Watch is issuing an update. {PROSE}"
        assert values(text, "update", "uid") == ["a2"]


class TestWhere:
    TEXT = f"# Genocide Emergency: Darfur\n\n3 May 2023\n\nIn Darfur, Sudan, the Masalit flee to Chad. {PROSE}"

    def test_countries_are_concerned_unless_the_words_accuse_them(self) -> None:
        assert values(self.TEXT, "country", "code", "role") == [("SD", "concerned")]

    def test_places_and_situations_are_known_ones(self) -> None:
        assert values(self.TEXT, "place", "uid", "as_printed") == [("darfur", "Darfur")]
        assert values(self.TEXT, "situation", "uid") == ["s-darfur"]

    def test_declined_names_are_found(self) -> None:
        text = (
            "# Заявление\n\n3 мая 2023\n\nВ Азербайджане и Армении, а также в Судане люди не могут больше ждать помощи."
        )
        codes = {m.first("country").uid for m in _mentions(text, "ru")}  # type: ignore[union-attr]
        assert codes == {"AZ", "AM", "SD"}


def _mentions(text: str, tag: str) -> list[Any]:
    from intake.understanding.names import finder

    return [m for m in finder(VOCABULARY, tag).find(text) if m.first("country")]


class TestPersons:
    def test_a_private_person_is_pointed_out(self) -> None:
        text = f"# A warning\n\n{PROSE} Farmer Quillon Madeupname, 54, was beaten on the road."
        assert values(text, "person", "name") == ["Quillon Madeupname"]

    @pytest.mark.parametrize(
        "sentence", ["President Quillon Madeupname spoke.", "Human Rights Watch told us.", "The Red River rose."]
    )
    def test_offices_bodies_and_rivers_are_not(self, sentence: str) -> None:
        assert found(f"# A warning\n\n{PROSE} {sentence}", "person") == []


class TestWhatIsSaid:
    @pytest.mark.parametrize(
        ("sentence", "crime", "modality"),
        [
            ("There are red flags of genocide in the valley.", "genocide", "risk"),
            ("The scenario of ethnic cleansing could become a reality.", "ethnic_cleansing", "risk"),
            ("The army is committing war crimes.", "war_crimes", "under_way"),
            ("Genocide is imminent in the valley.", "genocide", "imminent"),
            ("War crimes were committed in the valley.", "war_crimes", "committed"),
            ("The government denies the genocide.", "genocide", "denied"),
            ("Il existe un risque de génocide.", "genocide", "risk"),
            ("Существует опасность этнической чистки.", "ethnic_cleansing", "risk"),
        ],
    )
    def test_risk_and_fact_are_told_apart(self, sentence: str, crime: str, modality: str) -> None:
        assert (crime, modality) in values(f"# A paper\n\n{sentence}", "characterization", "crime", "modality")

    def test_names_of_bodies_say_nothing_of_a_crime(self) -> None:
        text = "# A paper\n\nThe Special Adviser on the Prevention of Genocide could come. Genocide Watch may write."
        assert found(text, "characterization") == []


@pytest.mark.django_db
class TestVocabulary:
    def test_it_is_read_from_the_archive_in_few_queries(self, django_assert_max_num_queries: Any) -> None:
        issuer = cast.organization("Genocide Watch", acronym="GW")
        cast.published("Genocide Warning: Somewhere", issuer)
        with django_assert_max_num_queries(24):
            vocabulary = read_vocabulary()
        [known] = [one for one in vocabulary.organizations if one.uid == issuer.uid]
        assert known.names == ("Genocide Watch", "GW")
        assert [(a.title, a.issuers) for a in vocabulary.alerts] == [("Genocide Warning: Somewhere", (issuer.uid,))]


class TestHardText:
    @pytest.mark.parametrize(
        "unit", ["[", "“;", "*a", "# ", "1. ", "<https://a", "TO: ", "(", "–", "3 May 2021 ", "\n- "]
    )
    def test_a_long_odd_text_is_understood_in_moments(self, unit: str) -> None:
        assert understand(extracted(unit * 3_000), VOCABULARY)

    def test_an_empty_text_says_nothing_but_that(self) -> None:
        kinds = [p.kind for p in understand(extracted(""), VOCABULARY)]
        assert kinds == ["title", "issued", "type", "language"]
