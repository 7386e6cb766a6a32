"""What the index gives a results page: counts, marks, names, bars, and never what is not public."""

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.http import QueryDict
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from alerts import publishing
from alerts.models import Alert, AlertCountry, AlertPlace, Characterization, Note, Party, Reference, Situation
from places.models import CountryName
from search import index, plainly
from search.answer import REBUILDING, TOO_LONG, Answer, answer
from search.engine import Unusable
from tests import cast
from tests.full_alert import full_published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("indexed")]
TODAY = dt.date(2026, 1, 1)


def ask(query: str = "") -> Answer:
    return answer(QueryDict(query), TODAY)


def titles(found: Answer) -> list[str]:
    return [hit.alert.title for hit in found.page.rows]


def counts(found: Answer, name: str) -> dict[str, int | None]:
    group = next(group for group in found.groups if group.name == name)
    return {choice.label: choice.count for choice in group.choices}


def marked(parts: Any) -> str:
    return "".join(f"[{part}]" if is_match else part for part, is_match in parts)


class TestFacets:
    @pytest.fixture(autouse=True)
    def alerts(self) -> None:
        lemkin, watch = cast.organization("Lemkin Institute"), cast.organization("Genocide Watch")
        for number, issuer, code, year in [(1, lemkin, "AZ", 2022), (2, watch, "AZ", 2022), (3, watch, "SD", 2004)]:
            alert = cast.draft(f"Warning {number}", issuer, issued=str(year))
            AlertCountry.objects.create(
                alert=alert, country=cast.country(code, {"AZ": "Azerbaijan"}.get(code, "Sudan"))
            )
            Characterization.objects.create(alert=alert, crime="genocide", modality="risk" if number == 1 else "denied")
            publishing.publish(alert, cast.reviewer())

    def test_each_value_says_how_many_it_would_find(self) -> None:
        found = ask()
        assert counts(found, "issuer") == {"Genocide Watch": 2, "Lemkin Institute": 1}
        assert counts(found, "country") == {"Azerbaijan": 2, "Sudan": 1}
        assert counts(found, "year") == {"2022": 2, "2004": 1}
        assert counts(found, "crime") == {"Genocide": 3}
        assert counts(found, "modality") == {"Denied": 2, "Risk": 1}
        assert counts(found, "language") == {"English": 3}

    def test_what_is_chosen_of_a_filter_counts_for_the_others_only(self) -> None:
        found = ask("issuer=lemkin-institute")
        assert counts(found, "issuer") == {"Lemkin Institute": 1, "Genocide Watch": 2}
        assert counts(found, "country") == {"Azerbaijan": 1}

    def test_several_values_of_a_filter_add_up(self) -> None:
        assert ask("issuer=lemkin-institute&issuer=genocide-watch").page.total == 3
        assert ask("country=AZ&country=SD&year=2004").page.total == 1

    def test_what_is_chosen_stands_first_whatever_it_would_find(self) -> None:
        group = next(g for g in ask("issuer=lemkin-institute&year=2004").groups if g.name == "issuer")
        assert [(c.label, c.chosen, c.count) for c in group.choices] == [
            ("Lemkin Institute", True, 0),
            ("Genocide Watch", False, 1),
        ]

    def test_the_commonest_are_shown_at_once_and_the_others_on_a_click(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("alerts.questions.SHOWN_AT_ONCE", 1)
        html = client.get("/search/").text
        assert re.search(r"Genocide Watch</span>.*<summary>1 more</summary>.*Lemkin Institute</span>", html, re.DOTALL)

    def test_words_narrow_the_counts(self) -> None:
        cast.published("Famine", cast.organization("Famine Network"))
        assert counts(ask("q=famine"), "issuer") == {"Famine Network": 1}


class TestWords:
    def test_every_form_of_a_word_is_found_and_marked(self) -> None:
        cast.published("Massacres <b>feared</b>", abstract="The body fears a massacre.")
        hit = ask("q=massacre").page.rows[0]
        assert marked(hit.title) == "[Massacres] <b>feared</b>"
        assert marked(hit.passage.parts) == "The body fears a [massacre]."

    def test_marks_are_put_around_escaped_text(self, client: Client) -> None:
        cast.published("Massacre <b>feared</b>", abstract="A <script>massacre</script> & more.")
        html = client.get("/search/?q=massacre").text
        assert "<mark>Massacre</mark> &lt;b&gt;feared&lt;/b&gt;" in html
        assert "A &lt;script&gt;<mark>massacre</mark>&lt;/script&gt; &amp; more." in html

    def test_a_match_outside_the_text_says_where_it_is(self, client: Client) -> None:
        alert = cast.draft("One")
        cast.recommendation(alert, "Nothing.", 1)
        cast.recommendation(alert, "Freeze all assets.", 2)
        note = Note.objects.create(alert=alert, number=12, text="See also")
        Reference.objects.create(note=note, text="Yearbook of blockades")
        publishing.publish(alert, cast.reviewer())
        assert "In recommendation 2:</span> Freeze all <mark>assets</mark>." in client.get("/search/?q=asset").text
        assert "In note 12:</span> Yearbook of <mark>blockades</mark>" in client.get("/search/?q=blockade").text

    def test_the_body_is_shown_where_it_holds_more_than_the_abstract(self) -> None:
        cast.published(
            "One", abstract="The body warns of famine.", body="Famine follows a siege.", text_rights="full_text"
        )
        assert marked(ask("q=famine siege").page.rows[0].passage.parts) == "[Famine] follows a [siege]."

    def test_a_passage_of_the_text_is_shown_without_its_markdown(self) -> None:
        body = "## A **siege**\n\n> of [the town](https://example.org/town_of_x), `now`\n\n* snake_case"
        cast.published("One", body=body, text_rights="full_text")
        parts = ask("q=siege").page.rows[0].passage.parts
        assert " ".join(marked(parts).split()) == "A [siege] of the town, now snake_case"

    def test_a_match_by_name_alone_says_which(self) -> None:
        alert = cast.draft("One")
        AlertCountry.objects.create(alert=alert, country=cast.country("MM", "Myanmar"))
        AlertPlace.objects.create(alert=alert, place=cast.place("Rakhine State"))
        Party.objects.create(alert=alert, role="addressee", organization=cast.organization("Security Council"))
        publishing.publish(alert, cast.reviewer())
        situation = Situation.objects.create(slug="dry", title="The dry years")
        situation.names.create(text="Annees seches")
        situation.alerts.add(Alert.objects.published().get())
        assert ask("q=annees seches").page.rows[0].names == [("Situation", "The dry years")]
        assert ask("q=country:Myanmar").page.rows[0].names == [("Country", "Myanmar")]
        assert ask("q=to:security-council").page.rows[0].names == [("Addressee", "Security Council")]

    def test_the_best_match_is_first_unless_another_order_is_chosen(self) -> None:
        cast.published("Famine and famine", issued="2001")
        cast.published("Other", abstract="The body names a famine.", issued="2020")
        assert titles(ask("q=famine")) == ["Famine and famine", "Other"]
        assert titles(ask("q=famine&sort=-date")) == ["Other", "Famine and famine"]
        assert ask("q=famine&sort=-date").asked.address() == "/search/?q=famine&sort=-date"
        assert ask("q=famine&sort=relevance").asked.address() == "/search/?q=famine"

    def test_what_is_wrong_is_told_with_its_place_and_the_closest_reading_answered(self, client: Client) -> None:
        cast.published("Peace <now>")
        html = client.get('/search/?q=<now> "peace').text
        assert "One thing in these words could not be read" in html
        assert "&lt;now&gt; <mark>&quot;</mark>peace" in html
        assert "answers the closest reading" in html
        assert '<data id="total" value="1">' in html

    def test_a_misspelling_is_asked_after(self, client: Client) -> None:
        for number in range(12):
            cast.published(f"Genocide {number}")
        html = client.get("/search/?q=genocdie&sort=date").text
        assert 'Did you mean <a href="/search/?q=genocide&amp;sort=date">genocide</a>?' in html

    @pytest.mark.parametrize("q", ['"' * 3000, "((((" * 900, "AND", "*", "а" * 9000, "‮title:‮", "🕊️ -🕊️", "\ufffe"])
    def test_nothing_typed_breaks_it(self, client: Client, q: str) -> None:
        cast.published("One")
        response = client.get("/search/", {"q": q})
        assert response.status_code == 200
        assert len(response.content) < 200_000


class TestNames:
    @pytest.fixture(autouse=True)
    def alerts(self) -> None:
        CountryName.objects.create(country=cast.country("MM", "Myanmar"), text="Burma", relation="historical")
        alert = cast.draft("On a village")
        AlertCountry.objects.create(alert=alert, country=cast.country("MM"))
        publishing.publish(alert, cast.reviewer())
        cast.published("Myanmar", issued="2001")
        cast.published("Burma", issued="2002")

    def test_other_names_are_searched_for_and_told(self, client: Client) -> None:
        assert set(titles(ask("q=burma"))) == {"On a village", "Myanmar", "Burma"}
        html = client.get("/search/?q=burma").text
        assert "Also searched: Myanmar" in html
        assert 'href="/search/?q=burma&amp;names=off">search only for the words as typed' in html

    def test_they_can_be_switched_off_and_on_again(self, client: Client) -> None:
        assert titles(ask("q=burma&names=off")) == ["Burma"]
        html = client.get("/search/?q=burma&names=off").text
        assert 'href="/search/?q=burma">search for other names, too' in html
        assert '<input form="ask" type="hidden" name="names" value="off">' in html

    def test_they_are_off_inside_quotes(self) -> None:
        assert titles(ask('q="burma"')) == ["Burma"]


class TestHistogram:
    def test_bars_by_month_lead_to_their_alerts_and_years_are_counted_beside(self, client: Client) -> None:
        for issued in ("2022-10-07", "2022-10", "2022-12-01", "2022", "2022"):
            cast.published("Warning", issued=issued)
        chart = ask().histogram
        assert chart
        assert [(bar.label, bar.count, bar.address) for bar in chart.bars] == [
            ("October 2022", 2, "/search/?issued_after=2022-10&issued_before=2022-10"),
            ("December 2022", 1, "/search/?issued_after=2022-12&issued_before=2022-12"),
        ]
        assert chart.beside == [(2022, 2)]
        html = client.get("/search/").text
        assert "and 2 alerts dated to a year only" in html
        assert '<th scope="row">2022, month not known</th><td>2</td>' in html

    def test_a_longer_time_is_drawn_by_year(self) -> None:
        for issued in ("1994-04", "1994", "2004-07-01", "2022-10-07"):
            cast.published("Warning", issued=issued)
        chart = ask().histogram
        assert chart
        assert [(bar.label, bar.count, bar.address) for bar in chart.bars] == [
            ("1994", 2, "/search/?year=1994"),
            ("2004", 1, "/search/?year=2004"),
            ("2022", 1, "/search/?year=2022"),
        ]
        for bar in chart.bars:
            assert ask(bar.address.partition("?")[2]).page.total == bar.count

    def test_one_bar_and_none_are_not_drawn(self) -> None:
        assert ask().histogram is None
        cast.published("Warning", issued="2022-10-07")
        cast.published("Warning", issued="", issued_basis="unknown")
        assert ask().histogram is None


class TestNothingFound:
    def test_it_says_what_each_part_left_out_would_find(self, client: Client) -> None:
        for number in range(3):
            cast.published(f"Famine {number}", issued=f"200{number}")
        cast.published("Siege", cast.organization("Lemkin Institute"))
        found = ask("q=famine&issuer=lemkin-institute&issued_after=2000&issued_before=2010")
        assert [(r.label, r.total, r.address) for r in found.removals] == [
            ("Issuer: Lemkin Institute", 3, "/search/?q=famine&issued_after=2000&issued_before=2010")
        ]
        html = client.get("/search/?q=famine&issuer=lemkin-institute").text
        assert 'Without “Words: famine”: <a href="/search/?issuer=lemkin-institute">1 alert</a>' in html
        for removal in ask("q=famine&issuer=lemkin-institute").removals:
            assert ask(removal.address.partition("?")[2]).page.total == removal.total

    def test_a_single_filter_has_nothing_to_leave_out(self) -> None:
        cast.published("Siege")
        assert ask("q=nothingness").removals == []


class TestOnlyThePublic:
    """With an index that is behind: its hits are read again, and what changed since is left out of all counts."""

    @pytest.fixture(autouse=True)
    def late(self, indexed: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Any) -> None:
        monkeypatch.undo()  # the real index, in a folder of its own
        settings.DATA_DIR = tmp_path

    def test_what_was_withdrawn_since_is_in_no_hit_total_or_count(self) -> None:
        cast.published("Famine stays")
        gone = cast.published("Famine goes", cast.organization("Famine Network"))
        index.rebuild()
        publishing.withdraw(gone, cast.reviewer(), "error")
        found = ask("q=famine")
        assert found.notice == ""
        assert titles(found) == ["Famine stays"]
        assert found.page.total == 1
        assert counts(found, "issuer") == {"Genocide Watch": 1}
        assert not ask("issuer=famine-network").asked.is_valid

    def test_a_hit_of_an_index_that_does_not_know_it_is_behind_is_dropped(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        gone = cast.published("Famine goes")
        index.rebuild()
        publishing.withdraw(gone, cast.reviewer(), "error")
        monkeypatch.setattr(index, "pending", lambda engine: index.Pending(frozenset(), (0, "of today")))
        assert titles(ask("q=famine")) == []

    def test_what_was_redacted_since_is_not_found_by_what_it_said(self) -> None:
        alert = cast.published("Testimony", abstract="The body says that Zuleikha saw it.")
        index.rebuild()
        assert ask("q=zuleikha").page.total == 1
        publishing.redact(alert, cast.redactor(), cast.redactor("second"), ["Zuleikha"], "safety")
        found = ask("q=zuleikha")
        assert (found.page.total, found.page.rows, found.meant) == (0, [], "")

    def test_it_costs_few_queries(self, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
        full_published()
        index.rebuild()
        cast.published("After the index")
        for query in (
            "",
            "q=institute",
            "q=lemkin issuer:lemkin country:Azerbaijan un -place:valley&issuer=lemkin-institute&country=AZ&type=old",
            "issuer=nobody&type=none&place=nowhere&situation=no&measure=no&addressee=no",
            "q=nothingness&country=AZ&issuer=lemkin-institute",
        ):
            with django_assert_max_num_queries(8, info=query):
                ask(query)


class TestWithoutAnIndex:
    @pytest.fixture(autouse=True)
    def none(self, monkeypatch: pytest.MonkeyPatch, indexed: None) -> None:
        monkeypatch.setattr(index, "searcher", lambda: None)

    def test_filters_and_orders_hold_and_a_notice_says_why_words_are_plain(self, client: Client) -> None:
        cast.published("Famine", cast.organization("Lemkin Institute"), issued="2001")
        cast.published("Famines", cast.organization("Lemkin Institute"), issued="2002")
        found = ask("q=famine&issuer=lemkin-institute&sort=date")
        assert titles(found) == ["Famine", "Famines"]
        assert found.notice == REBUILDING
        assert str(REBUILDING) in client.get("/search/").text

    @pytest.mark.parametrize(
        ("q", "expected"),
        [
            ("famine OR siege", {"Famine", "Siege"}),
            ("famine -siege", {"Famine"}),
            ("NOT famine", {"Siege"}),
            ('"famine in the north"', {"Famine"}),
            ("issuer:lemkin-institute", {"Siege"}),
            ("date:2001", {"Famine"}),
            ("fami*", {"Famine"}),
            ("*", {"Famine", "Siege"}),
        ],
    )
    def test_operators_keep_their_meaning(self, q: str, expected: set[str]) -> None:
        cast.published("Famine", abstract="The body speaks of famine in the north.", issued="2001")
        cast.published("Siege", cast.organization("Lemkin Institute"), issued="2002")
        assert set(titles(ask(f"q={q}"))) == expected

    def test_words_that_take_too_long_are_given_up(self, monkeypatch: pytest.MonkeyPatch) -> None:
        cast.published("Famine")
        monkeypatch.setattr("search.plainly.search", lambda asked: None)
        found = ask("q=famine")
        assert (found.notice, found.page.total) == (TOO_LONG, 0)

    def test_a_question_to_the_database_ends_in_time(self) -> None:
        slow = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000000) SELECT max(i) FROM n"
        with pytest.raises(OperationalError), plainly._at_most(0.05), connection.cursor() as cursor:
            cursor.execute(slow)
        cast.published("Famine")
        assert titles(ask("q=famine")) == ["Famine"]

    def test_an_index_that_breaks_is_reported_and_gone_around(self, monkeypatch: pytest.MonkeyPatch) -> None:
        class Broken:
            def search(self, ask: object) -> None:
                raise Unusable("no such file")

        reported: list[Unusable] = []
        monkeypatch.setattr(index, "searcher", Broken)
        monkeypatch.setattr(index, "found_damaged", reported.append)
        cast.published("Famine")
        assert titles(ask("q=famine")) == ["Famine"]
        assert len(reported) == 1
