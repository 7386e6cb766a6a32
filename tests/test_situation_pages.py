"""Pages of situations: who warned when, what was said, who was asked; every number is the database's."""

import gzip
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from alerts import publishing
from alerts.models import (
    Alert,
    AlertCountry,
    AlertType,
    Characterization,
    Measure,
    Recommendation,
    Relation,
    RepeatedAsk,
    Scale,
    ScaleStep,
    Situation,
    SituationName,
)
from alerts.situations import tie
from identifiers.models import FormerAddress
from places.models import PlaceName
from tests import cast

pytestmark = pytest.mark.django_db


def crisis(*alerts: Alert, title: str = "Darfur", **fields: Any) -> Situation:
    made = Situation.objects.create(slug=title.lower().replace(" ", "-"), title=title, **fields)
    tie(made, [alert.pk for alert in alerts])
    return made


def page(client: Client, situation: Situation, query: str = "") -> str:
    answer = client.get(f"/situations/{situation.uid}/{situation.slug}/{query}")
    assert answer.status_code == 200
    return answer.text


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def figure(html: str, name: str) -> str:
    found = re.search(rf'<figure class="chart[^"]*" id="{name}" .*?</figure>', html, re.S)
    assert found, f"no chart {name}"
    return found[0]


def lanes(html: str, name: str) -> dict[str, list[str]]:
    """The marks of each lane of a chart, by their names."""
    found = re.findall(r'<g role="group" aria-label="([^"]*)">(.*?)</g>', figure(html, name), re.S)
    return {label: re.findall(r'<a href="[^"]*"><title>([^<]*)</title><[ru]', marks) for label, marks in found}


def table(client: Client, situation: Situation, name: str, query: str = "") -> list[list[str]]:
    answer = client.get(f"/situations/{situation.uid}/{situation.slug}/?csv={name}{query}")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    return [line.split(",") for line in answer.content.decode("utf-8-sig").splitlines()]


def asking(title: str, measure: str, *bodies: Any, issued: str = "2022", issuer: Any = None) -> Alert:
    draft = cast.draft(title, issuer, issued=issued)
    made = Measure.objects.get_or_create(slug=measure, defaults={"label": measure.replace("-", " ")})[0]
    cast.recommendation(draft, "Do it.", 1, *bodies)
    Recommendation.objects.filter(alert=draft).update(measure=made)
    publishing.publish(draft, cast.reviewer())
    return Alert.objects.get(pk=draft.pk)


def translated(alert: Alert, title: str = "Traducción", issued: str = "2023") -> Alert:
    draft = cast.draft(title, issued=issued, language="es")
    Relation.objects.create(alert=draft, kind="translates", target=alert)
    for ask in alert.recommendations.all():
        made = cast.recommendation(draft, ask.text, ask.number, *(a.organization for a in ask.addressees.all()))
        Recommendation.objects.filter(pk=made.pk).update(measure=ask.measure)
    publishing.publish(draft, cast.reviewer())
    return Alert.objects.get(pk=draft.pk)


class TestAddresses:
    def test_each_has_one_and_the_others_lead_to_it(self, client: Client) -> None:
        found = crisis(cast.published())
        FormerAddress.objects.create(kind="situation", value="old-darfur", uid=found.uid)
        FormerAddress.objects.create(kind="situation", value="brmw222222", uid=found.uid)
        for address in ("", "wrong/"):
            assert client.get(f"/situations/{found.uid}/{address}")["Location"].endswith(f"/{found.uid}/darfur/")
        for former in ("old-darfur", "brmw222222", "darfur"):
            answer = client.get(f"/situations/{former}/")
            assert (answer.status_code, answer["Location"]) == (301, f"/situations/{found.uid}/darfur/")

    def test_one_that_only_drafts_speak_of_is_as_unknown_as_any(self, client: Client) -> None:
        hidden = crisis(cast.draft(), title="Secret")
        assert client.get(f"/situations/{hidden.uid}/").status_code == 404
        assert client.get("/situations/secret/").status_code == 404
        assert client.get("/situations/nothing/").status_code == 404
        assert "Secret" not in client.get("/situations/").text

    def test_one_that_a_recommendation_alone_speaks_of_has_a_page(self, client: Client) -> None:
        found = crisis()
        draft = cast.draft("Of several")
        cast.recommendation(draft, "Act.", 1)
        Recommendation.objects.filter(alert=draft).update(situation=found)
        publishing.publish(draft, cast.reviewer())
        assert "Of several" in page(client, found)
        assert "1 alert" in plain(client.get("/situations/").text)


class TestFacts:
    def test_the_earliest_is_the_earliest_in_this_archive(self, client: Client) -> None:
        found = crisis(cast.published("Late", issued="2020"), cast.published("Early", issued="2004-03-23"))
        words = plain(page(client, found))
        assert "The earliest in this archive 23 March 2004 , Genocide Watch: Early" in words
        assert "others may have warned before" in words
        assert "2 alerts of 1 issuer" in words

    def test_where_a_date_is_not_exact_enough_both_are_told(self, client: Client) -> None:
        found = crisis(cast.published("Of that year", issued="2004"), cast.published("Of a day", issued="2004-04-01"))
        words = plain(page(client, found))
        assert "1 April 2004 , Genocide Watch: Of a day or, of a less exact date, 2004: Of that year" in words

    def test_undated_alerts_are_told_and_never_the_earliest(self, client: Client) -> None:
        found = crisis(cast.published("No day", issued="", issued_basis="unknown"))
        html = page(client, found)
        assert "The earliest in this archive" not in plain(html).split("Recommendations")[0]
        assert "1 alert" in plain(html)
        assert "No day" in html

    def test_translations_and_reissues_count_once(self, client: Client) -> None:
        original = asking("Original", "embargo", cast.organization("Council"))
        found = crisis(original, translated(original))
        html = page(client, found)
        assert "2 alerts – 1 statement" in plain(html)
        assert lanes(html, "timeline") == {"Genocide Watch": ["2022: Original"]}
        assert table(client, found, "timeline")[1][-1] == "1"
        assert table(client, found, "asked-of")[1:] == [["Council", "1", "2022", "2022"]]

    def test_places_bear_their_names_and_who_uses_them_but_no_pejorative_one(self, client: Client) -> None:
        found = crisis(cast.published(), period="2003/2010")
        found.places.add(cast.place("Stepanakert"))
        for text, relation in [("Khankendi", "contested"), ("Slur", "pejorative")]:
            PlaceName.objects.create(place=cast.place("Stepanakert"), text=text, relation=relation, used_by="Some")
        SituationName.objects.create(situation=found, text="Dar Fur")
        words = plain(page(client, found))
        assert "Khankendi contested name, used by Some" in words
        assert "Dar Fur" in words
        assert "2003 – 2010" in words
        assert "Slur" not in words


class TestTimeline:
    def test_each_issuer_has_a_lane_in_the_order_in_which_they_spoke(self, client: Client) -> None:
        other = cast.organization("Other Watch")
        found = crisis(
            cast.published("B", issued="2021-05"), cast.published("A", other, issued="2020-01-02"),
            cast.published("C", other, issued="2022"),
        )  # fmt: skip
        html = page(client, found)
        assert list(lanes(html, "timeline").items()) == [
            ("Other Watch", ["2 January 2020: A", "2022: C"]),
            ("Genocide Watch", ["May 2021: B"]),
        ]
        assert figure(html, "timeline").count('class="span ') == 2  # the month and the year, not the day

    def test_a_series_is_joined_and_can_be_compared(self, client: Client) -> None:
        first = cast.published("First", issued="2020")
        update = cast.draft("Second", issued="2021")
        Relation.objects.create(alert=update, kind="updates", target=first)
        publishing.publish(update, cast.reviewer())
        html = page(client, crisis(first, update, cast.published("Alone", issued="2022")))
        assert figure(html, "timeline").count('class="chain"') == 1
        assert f'href="/alerts/{first.uid}/against/{update.uid}/"' in html

    def test_a_long_silence_is_told_as_one_of_the_archive(self, client: Client) -> None:
        found = crisis(cast.published(issued="2010"), cast.published(issued="2013"), cast.published(issued="2013-05"))
        words = plain(page(client, found))
        assert "The longest time without an alert held here: 2 years, from 2010 to 2013." in words
        assert "What is not held here may still have been said." in words

    def test_years_count_every_alert(self, client: Client) -> None:
        found = crisis(*(cast.published(issued=issued) for issued in ("2020", "2020-05", "2022", "2021/2023")))
        assert table(client, found, "alerts-by-year") == [
            ["Year", "alert", "All"], ["2020", "2", "2"], ["2022", "1", "1"], ["Year not known for certain", "1", "1"],
        ]  # fmt: skip


class TestWhatIsSaid:
    def test_risk_imminent_and_under_way_are_told_apart(self, client: Client) -> None:
        alerts = []
        for issued, modality in [("2020", "risk"), ("2021", "imminent"), ("2022", "under_way"), ("2023", "risk")]:
            draft = cast.draft(issued, issued=issued)
            Characterization.objects.create(alert=draft, crime="genocide", modality=modality, words="as printed")
            publishing.publish(draft, cast.reviewer())
            alerts.append(draft)
        html = page(client, crisis(*alerts))
        found = lanes(html, "said-to-be")
        assert list(found) == [
            "risk, 2 alerts, first 2020",
            "imminent, 1 alert, first 2021",
            "under way, 1 alert, first 2022",
        ]
        assert found["imminent, 1 alert, first 2021"] == ["2021: genocide: 2021"]
        narrowed = lanes(page(client, Situation.objects.get(), "?modality=imminent"), "said-to-be")
        assert list(narrowed) == ["imminent, 1 alert, first 2021"]

    def test_labels_rise_only_where_the_issuer_publishes_their_order(self, client: Client) -> None:
        watch, other = cast.organization(), cast.organization("Other Watch")
        scale = Scale.objects.create(slug="levels", title="Levels", issuer=watch)
        alerts = []
        for position, label in enumerate(("Watch", "Warning"), 1):
            step = ScaleStep.objects.create(scale=scale, label=label, position=position)
            for issuer, its_step in ((watch, step), (other, None)):
                kind = AlertType.objects.create(
                    slug=f"{issuer.slug}-{label}".lower(), issuer=issuer, label=label, genre="alert", step=its_step
                )
                alerts.append(cast.published(f"{label}", issuer, type=kind, issued=f"202{position}"))
        html = page(client, crisis(*alerts))
        rising, flat = figure(html, "labels-genocide-watch"), figure(html, "labels-other-watch")
        assert list(lanes(html, "labels-genocide-watch")) == [
            "Warning, step 2",
            "Watch, step 1",
        ]
        assert 'class="chain"' in rising
        assert "publishes an order of these labels, “Levels”" in rising
        assert 'class="chain"' not in flat
        assert "No order of them is recorded for Other Watch" in flat

    def test_a_lone_label_is_no_chart(self, client: Client) -> None:
        assert "labels-genocide-watch" not in page(client, crisis(cast.published()))


class TestWhatIsAsked:
    def test_it_is_known_who_was_first_asked_for_what(self, client: Client) -> None:
        council, union = cast.organization("Security Council", "un_body"), cast.organization("Union")
        first = asking("First", "arms-embargo", council, issued="2004-03")
        found = crisis(
            first, asking("Second", "arms-embargo", council, union, issued="2005"),
            asking("Third", "aid", union, issued="2006"),
        )  # fmt: skip
        assert table(client, found, "first-asked") == [
            ["Addressee and measure", "Times", "First", "Last"],
            ["Security Council: arms embargo", "2", "2004-03", "2005"],
            ["Union: aid", "1", "2006", "2006"],
            ["Union: arms embargo", "1", "2005", "2005"],
        ]
        ask = Recommendation.objects.get(alert=first)
        row = figure(page(client, found), "first-asked")
        assert f'<a href="/alerts/{first.uid}/#recommendation-{ask.uid}">Security Council: arms embargo</a>' in row
        register = "/recommendations/?situation=darfur&addressee=union"
        assert f'href="{register.replace("&", "&amp;")}"' in page(client, found, "?addressee=union")
        assert client.get(register).status_code == 200
        assert table(client, found, "asked-for", "&addressee=union")[1:] == [
            ["aid", "1", "2006", "2006"], ["arms embargo", "1", "2005", "2005"],
        ]  # fmt: skip

    def test_what_curators_tied_as_one_ask_counts_once(self, client: Client) -> None:
        alerts = [asking(str(year), "aid", cast.organization("Union"), issued=str(year)) for year in (2004, 2005)]
        for ask in Recommendation.objects.all():
            RepeatedAsk.objects.create(recommendation=ask.uid, ask="rcsk222222", tied_by=cast.curator())
        found = crisis(*alerts)
        assert table(client, found, "asked-of")[1:] == [["Union", "1", "2004", "2005"]]
        assert len(lanes(page(client, found), "asked-of")["Union, 1 recommendation"]) == 2

    def test_of_an_alert_on_several_situations_only_its_own_asks_are_shown(self, client: Client) -> None:
        both = asking("Both", "aid", cast.organization("Union"))
        found, other = crisis(both), crisis(both, title="Elsewhere")
        Recommendation.objects.filter(alert=both).update(situation=other)
        assert "asked-of" not in page(client, found)
        assert "asked-of" in page(client, other)


class TestFilters:
    def test_charts_and_list_obey_them(self, client: Client) -> None:
        other = cast.organization("Other Watch")
        found = crisis(cast.published("Ours", issued="2020"), cast.published("Theirs", other, issued="2021"))
        html = page(client, found, "?issuer=other-watch")
        assert list(lanes(html, "timeline")) == ["Other Watch"]
        assert [row[0] for row in table(client, found, "alerts-by-year", "&issuer=other-watch")] == ["Year", "2021"]
        assert re.findall(r'data-alert="(\w+)"', html) == [Alert.objects.get(title="Theirs").uid]
        assert "/search/?situation=darfur&amp;issuer=other-watch" in html
        assert "2 alerts of 2 issuers" in plain(html)  # the situation is what it was
        assert "Theirs" not in page(client, found, "?issued_before=2020")

    def test_what_the_situation_does_not_have_is_told_in_a_sentence(self, client: Client) -> None:
        cast.published("Elsewhere", cast.organization("Other Watch"))
        found = crisis(cast.published("Ours"))
        for query in ("?issuer=other-watch", "?issued_after=never", "?year=99999", "?page=x"):
            assert "This question cannot be answered as it stands" in page(client, found, query)
        assert client.get(f"/situations/{found.uid}/darfur/?csv=nothing").status_code == 404

    def test_a_filter_in_use_can_be_taken_away(self, client: Client) -> None:
        html = page(client, crisis(cast.published()), "?issuer=genocide-watch&issued_after=2020")
        assert '<a href="?issued_after=2020"><span class="hidden">Remove the filter' in html


class TestCost:
    def many(self, number: int) -> Situation:
        bodies = [cast.organization(f"Body {n}") for n in range(7)]
        draft = cast.draft("Model")
        cast.recommendation(draft, "Act.", 1, *bodies[:2])
        publishing.publish(draft, cast.reviewer())
        alerts = []
        for n in range(number):
            made = cast.draft(f"Alert {n}", bodies[n % 7], issued=f"20{n % 25:02}-0{n % 9 + 1}")
            cast.recommendation(made, f"Act on {n}.", 1, bodies[(n + 1) % 7])
            Characterization.objects.create(alert=made, crime="genocide", modality="risk")
            Alert.objects.filter(pk=made.pk).update(status="published", record={"issued": {"edtf": ""}, "parties": []})
            alerts.append(made)
        return crisis(draft, *alerts)

    def test_a_hundred_alerts_take_as_many_queries_as_one(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        found = self.many(99)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            html = page(client, found)
        assert len(asked) <= 10
        assert sum(len(marks) for marks in lanes(html, "timeline").values()) == 100
        assert len(gzip.compress(html.encode())) < 40_000
        monkeypatch.setattr("pages.situation_reading.MOST", 20)
        with CaptureQueriesContext(connection) as asked:
            html = page(client, found, "?issued_after=2001")
        assert len(asked) <= 10
        assert "More alerts speak of this situation than can be drawn at once" in html
        rows = table(client, found, "alerts-by-year")
        assert sum(int(row[-1]) for row in rows[1:]) == 100

    def test_the_list_asks_few_questions(self, client: Client) -> None:
        for n in range(5):
            crisis(cast.published(str(n)), title=f"Crisis {n}")
        with CaptureQueriesContext(connection) as asked:
            client.get("/situations/?country=AZ&q=crisis&issued_after=2000")
        assert len(asked) <= 10


class TestList:
    def test_the_most_active_come_first_with_their_numbers(self, client: Client) -> None:
        crisis(cast.published(issued="2019"), title="Few")
        crisis(cast.published(issued="2020"), cast.published(issued="2022-05"), title="Many")
        html = client.get("/situations/").text
        assert re.findall(r'lang="en" dir="auto">(Few|Many)</a>', html) == ["Many", "Few"]
        assert "2 alerts 2020–2022" in plain(html)
        assert 'aria-label="By year: 2020: 1, 2022: 1"' in html
        answer = client.get("/situations/?csv=situations").content.decode("utf-8-sig").splitlines()
        assert answer[1] == "Many,2,2,2020-01-01,2022-05-31,"

    def test_it_is_narrowed_by_words_country_and_time(self, client: Client) -> None:
        here, there = cast.draft("Here", issued="2005"), cast.draft("There", issued="2015")
        AlertCountry.objects.create(alert=here, country=cast.country())
        for alert in (here, there):
            publishing.publish(alert, cast.reviewer())
        SituationName.objects.create(situation=crisis(here, title="Karabakh"), text="Artsakh")
        crisis(there, title="Xinjiang", summary="Detention.")

        def found(query: str) -> list[str]:
            return re.findall(r'lang="en" dir="auto">(Karabakh|Xinjiang)</a>', client.get(f"/situations/?{query}").text)

        assert found("q=artsakh") == found("country=AZ") == found("issued_before=2010") == ["Karabakh"]
        assert found("q=detention") == found("issued_after=2010") == ["Xinjiang"]
        assert found("q=nothing") == []

    def test_a_bad_question_gets_a_sentence(self, client: Client) -> None:
        crisis(cast.published())
        for query in ("country=XX", "issued_after=x", "issued_after=2010&issued_before=2000", "page=-1"):
            assert "This question cannot be answered as it stands" in client.get(f"/situations/?{query}").text

    def test_an_empty_archive_says_so(self, client: Client) -> None:
        assert "No situation is recorded yet." in client.get("/situations/").text


class TestTwoSideBySide:
    def series(self) -> tuple[Alert, Alert]:
        first = asking("Warning", "aid", cast.organization("Union"), issued="2020")
        draft = cast.draft("Warning, worse", issued="2021", abstract="The body warns of a great risk.")
        cast.recommendation(draft, "Do it now.", 1, cast.organization("Union"))
        Recommendation.objects.filter(alert=draft).update(measure=Measure.objects.get())
        Relation.objects.create(alert=draft, kind="updates", target=first)
        publishing.publish(draft, cast.reviewer())
        return Alert.objects.get(pk=first.pk), Alert.objects.get(pk=draft.pk)

    def test_what_differs_is_marked_on_its_side(self, client: Client) -> None:
        first, second = self.series()
        html = client.get(f"/alerts/{first.uid}/against/{second.uid}/").text
        assert "<ins>, worse</ins>" in html
        assert "<ins>great </ins>" in html
        assert "<del>2020</del>" in html
        # The ask is known again by its words, and is neither gone nor new.
        assert "<ins> now</ins>" in html
        assert "Only in the" not in html
        assert "Genocide Watch (issuer)" not in html

    def test_what_only_one_has_stands_on_its_side_alone(self, client: Client) -> None:
        first, second = self.series()
        Alert.objects.filter(pk=second.pk).update(record=second.record | {"recommendations": []})
        html = client.get(f"/alerts/{first.uid}/against/{second.uid}/").text
        assert "<del>No. 1: Do it.</del>" in html
        html = client.get(f"/alerts/{second.uid}/against/{first.uid}/").text
        assert "<ins>No. 1: Do it.</ins>" in html

    def test_each_alert_of_a_series_leads_there_the_earlier_one_at_the_left(self, client: Client) -> None:
        first, second = self.series()
        for alert in (first, second):
            assert f'href="/alerts/{first.uid}/against/{second.uid}/"' in client.get(alert.get_absolute_url()).text

    def test_only_public_alerts_of_one_series_stand_side_by_side(self, client: Client) -> None:
        first, second = self.series()
        other, draft = cast.published("Other"), cast.draft("Draft")
        for uid in (other.uid, draft.uid, "brmw222222", first.uid):
            assert client.get(f"/alerts/{first.uid}/against/{uid}/").status_code == 404
        FormerAddress.objects.create(kind="alert", value="brmw222222", uid=second.uid)
        answer = client.get(f"/alerts/{first.uid}/against/brmw222222/")
        assert answer["Location"] == f"/alerts/{first.uid}/against/{second.uid}/"

    def test_it_asks_few_questions(self, client: Client) -> None:
        first, second = self.series()
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/alerts/{first.uid}/against/{second.uid}/")
        assert len(asked) <= 4


def test_drafts_add_nothing(client: Client) -> None:
    found = crisis(cast.published())
    before = [page(client, found), client.get("/situations/").text]
    tie(found, [*found.alerts.values_list("pk", flat=True), cast.draft("Hidden").pk])
    assert [page(client, found), client.get("/situations/").text] == before


@override_settings(
    CACHES={n: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"} for n in ("default", "pages")}
)
def test_what_is_withdrawn_is_gone_at_once_though_figures_are_kept(client: Client) -> None:
    stays, goes = cast.published("Stays", issued="2022"), cast.published("Goes", issued="2021")
    found = crisis(stays, goes)
    addresses = (f"/situations/{found.uid}/{found.slug}/", "/situations/", "/")
    assert all("2 alerts" in plain(client.get(address).text) for address in addresses[:2])
    publishing.withdraw(goes, cast.reviewer(), "error")
    for address in addresses:
        html = client.get(address).text
        assert "2 alerts" not in plain(html)
        assert "Goes" not in html
    publishing.withdraw(stays, cast.reviewer(), "error")
    assert client.get(addresses[0]).status_code == 404
