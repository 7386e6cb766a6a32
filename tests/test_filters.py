"""The public filters: what each finds, what each refuses, and that each is documented."""

from pathlib import Path

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from alerts import publishing
from alerts.filters import MOST_VALUES, SORTS, AlertFilter
from alerts.models import Alert, AlertCountry, AlertPlace, Characterization, Measure, Party, Recommendation, Situation
from identifiers.models import FormerAddress, Kind
from pages.organization import ListsForm, OrganizationsForm
from tests import cast

pytestmark = pytest.mark.django_db


def found(query: str) -> list[str]:
    """The titles that a question finds; the question must be a valid one."""
    question = AlertFilter(QueryDict(query))
    assert question.is_valid(), question.errors
    return [alert.title for alert in question.qs]


def refused(query: str) -> dict[str, str]:
    """What a question is refused for, by filter."""
    question = AlertFilter(QueryDict(query))
    assert not question.qs
    return {name: " ".join(e.messages[0] for e in errors) for name, errors in question.errors.as_data().items()}


class TestRecords:
    @pytest.fixture
    def alerts(self) -> dict[str, Alert]:
        lemkin, watch = cast.organization("Lemkin Institute"), cast.organization("Genocide Watch")
        asked = cast.organization("Security Council", "un_body")
        one = cast.draft("One", lemkin, type=cast.alert_type(lemkin, "Red Flag"), language="en")
        AlertCountry.objects.create(alert=one, country=cast.country("AZ", "Azerbaijan"), role="responsible")
        AlertPlace.objects.create(alert=one, place=cast.place("Artsakh"))
        Party.objects.create(alert=one, role="addressee", organization=asked)
        two = cast.draft(
            "Two", watch, type=cast.alert_type(watch, "Statement", "statement"), language="es", issued="2021-12/2022-01"
        )
        Characterization.objects.create(alert=one, crime="genocide", modality="denied")
        Characterization.objects.create(alert=two, crime="war_crimes", modality="under_way")
        AlertCountry.objects.create(alert=two, country=cast.country("AM", "Armenia"), role="affected")
        ask = cast.recommendation(two, "Stop arms sales.", 1, asked)
        ask.measure = Measure.objects.create(slug="arms-embargo", label="arms embargo")
        ask.save()
        for alert in (one, two):
            publishing.publish(alert, cast.reviewer())
        Situation.objects.create(slug="karabakh", title="Karabakh").alerts.add(one)
        return {"One": one, "Two": two}

    @pytest.mark.parametrize(
        ("query", "titles"),
        [
            ("issuer=lemkin-institute", ["One"]),
            ("issuer=lemkin-institute&issuer=genocide-watch", ["One", "Two"]),
            ("type=genocide-watch-statement", ["Two"]),
            ("genre=statement", ["Two"]),
            ("genre=alert&genre=statement", ["One", "Two"]),
            ("country=AZ", ["One"]),
            ("country=az", ["One"]),
            ("country=AM&country=AZ", ["One", "Two"]),
            ("place=artsakh", ["One"]),
            ("situation=karabakh", ["One"]),
            ("addressee=security-council", ["One", "Two"]),
            ("measure=arms-embargo", ["Two"]),
            ("language=es", ["Two"]),
            ("crime=genocide", ["One"]),
            ("crime=genocide&modality=denied", ["One"]),
            ("modality=under_way&modality=denied", ["One", "Two"]),
            ("year=2021", ["Two"]),
            ("year=2021&year=2022", ["One", "Two"]),
            ("country=AZ&genre=statement", []),
            ("issuer=&q=&sort=&page=&unknown=1", ["One", "Two"]),
            ("issuer=+lemkin-institute+", ["One"]),
        ],
    )
    def test_any_value_of_a_filter_and_all_filters(self, alerts: object, query: str, titles: list[str]) -> None:
        assert sorted(found(query)) == titles

    def test_a_uid_is_as_good_as_a_slug(self, alerts: dict[str, Alert]) -> None:
        issuer = cast.organization("Lemkin Institute")
        assert found(f"issuer={issuer.uid}") == ["One"]

    def test_a_country_answers_to_its_three_letter_code(self, alerts: object) -> None:
        country = cast.country("AZ")
        country.alpha3 = "AZE"
        country.save()
        assert found("country=AZE") == ["One"]

    def test_former_slugs_and_merged_uids_keep_their_meaning(self, alerts: object) -> None:
        uid = cast.organization("Lemkin Institute").uid
        FormerAddress.objects.create(kind=Kind.ORGANIZATION, value="lemkin", uid=uid)
        FormerAddress.objects.create(kind=Kind.ORGANIZATION, value="2222222222", uid=uid)
        assert found("issuer=lemkin") == found("issuer=2222222222") == ["One"]
        assert "issuer" in refused("issuer=lemkins")

    def test_only_what_public_alerts_use_is_known(self, alerts: object) -> None:
        secret = cast.organization("Secret Society")
        cast.draft("Draft", secret, language="hy")
        assert refused("issuer=secret-society").keys() == {"issuer"}
        assert refused(f"addressee={secret.uid}").keys() == {"addressee"}
        assert refused("language=hy").keys() == {"language"}
        shown = {o.label for name in ("issuer", "type", "addressee") for o in AlertFilter(QueryDict()).options.of(name)}
        assert "Secret Society" not in shown

    def test_all_options_are_one_query_and_former_addresses_one_more(
        self, alerts: object, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        with django_assert_num_queries(1):
            assert AlertFilter(QueryDict("issuer=lemkin-institute&country=AZ&measure=arms-embargo")).is_valid()
        with django_assert_num_queries(2):
            AlertFilter(QueryDict("issuer=a&addressee=b&place=c&measure=d&type=e&situation=f")).is_valid()

    def test_a_recommendation_may_speak_of_a_situation_of_its_own(self, alerts: dict[str, Alert]) -> None:
        other = Situation.objects.create(slug="sudan", title="Sudan")
        assert "situation" in refused("situation=sudan")
        Recommendation.objects.filter(alert=alerts["Two"]).update(situation=other)
        assert found("situation=sudan") == ["Two"]

    def test_asking_leaves_recommendations_of_drafts_aside(self, alerts: object) -> None:
        cast.recommendation(cast.draft("Draft"), "Do it.", 1, cast.organization("Hidden Council"))
        assert Recommendation.objects.count() == 2
        assert "addressee" in refused("addressee=hidden-council")


class TestWords:
    @pytest.fixture(autouse=True)
    def alerts(self) -> None:
        cast.published("Sanctions on Ñandú", abstract="The watch warns of Bütöv Azərbaycan.")
        cast.published("Nothing else", abstract="An army’s siege; Darfur.")

    @pytest.mark.parametrize(
        ("q", "titles"),
        [
            ("sanction", ["Sanctions on Ñandú"]),
            ("SANCTIONS nandu", ["Sanctions on Ñandú"]),
            ("azerbaycan", ["Sanctions on Ñandú"]),
            ("anctions", []),
            ("siege sanctions", []),
            ("armys", ["Nothing else"]),
            ("darfur, siege!", ["Nothing else"]),
            ("100%", []),
        ],
    )
    def test_each_word_begins_a_word(self, q: str, titles: list[str]) -> None:
        assert [a.title for a in AlertFilter(_data(q=q)).qs] == titles

    def test_nothing_that_is_typed_is_refused(self) -> None:
        for q in ("!?", "a" * 10_000, " ".join("abcdefghijklmnopqrstuvwxyz"), '"(', "issuer:"):
            assert AlertFilter(_data(q=q)).is_valid()


def _data(**values: str) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update(values)
    return data


class TestDates:
    @pytest.fixture(autouse=True)
    def alerts(self) -> None:
        for title, issued in [("day", "2022-10-07"), ("month", "2022-10"), ("year", "2022"), ("later", "2023-01-01")]:
            cast.published(title, issued=issued)
        cast.published("undated", issued="", issued_basis="unknown")

    @pytest.mark.parametrize(
        ("query", "titles"),
        [
            ("issued_after=2022&issued_before=2022", {"day", "month", "year"}),
            ("issued_after=2022-10-08", {"month", "year", "later"}),
            ("issued_before=2022-10-06", {"month", "year"}),
            ("issued_after=2022-10-07&issued_before=2022-10-07", {"day", "month", "year"}),
            ("issued_after=2022-11&issued_before=2022-11", {"year"}),
            ("issued_before=2022-09", {"year"}),
            ("issued_after=2023", {"later"}),
            ("issued_before=2021", set()),
        ],
    )
    def test_a_filter_matches_when_the_intervals_overlap(self, query: str, titles: set[str]) -> None:
        assert set(found(query)) == titles

    @pytest.mark.parametrize(
        "value", ["2022-13", "2022-02-30", "7 October", "0000", "2022/2023", "20222", "..", "٢٠٢٢", "-1", "9" * 5000]
    )
    def test_what_is_no_date_is_told_with_what_would_be(self, value: str) -> None:
        for name in ("issued_after", "issued_before"):
            assert "2022-10-07" in refused(_data(**{name: value}).urlencode())[name]

    def test_an_end_before_its_beginning_is_told(self) -> None:
        assert refused("issued_after=2023&issued_before=2022").keys() == {"issued_before"}


class TestOrder:
    @pytest.fixture(autouse=True)
    def alerts(self) -> None:
        for title, issued in [("b Älter", "2020"), ("a_b", "2022-10"), ("Zulu", "2021"), ("ab", "2022-10-07")]:
            cast.published(title, issued=issued)
        cast.published("undated", issued="", issued_basis="unknown")

    @pytest.mark.parametrize(
        ("sort", "titles"),
        [
            ("", ["ab", "a_b", "Zulu", "b Älter", "undated"]),
            ("-date", ["ab", "a_b", "Zulu", "b Älter", "undated"]),
            ("date", ["b Älter", "Zulu", "a_b", "ab", "undated"]),
            ("title", ["a_b", "ab", "b Älter", "undated", "Zulu"]),
            ("-title", ["Zulu", "undated", "b Älter", "ab", "a_b"]),
        ],
    )
    def test_undated_come_last_and_titles_are_compared_folded(self, sort: str, titles: list[str]) -> None:
        assert found(f"sort={sort}") == titles

    @pytest.mark.parametrize("sort", ["uid", "-issued", "title; DROP TABLE", "?", "curator_note", "--date"])
    def test_no_other_order_can_be_asked_for(self, sort: str) -> None:
        assert "-date" in refused(f"sort={sort}")["sort"]


@pytest.mark.parametrize("page", ["0", "-1", "1.5", "x", "１", "0x1", "1e3", "²"])
def test_what_is_no_page_is_told(page: str) -> None:
    assert "whole number" in refused(_data(page=page).urlencode())["page"]


@pytest.mark.parametrize("page", ["1", "007", "999999999", "9" * 5000, " 2 "])
def test_any_whole_number_is_a_page(page: str) -> None:
    assert AlertFilter(_data(page=page)).is_valid()


def test_more_values_than_anyone_chooses_are_told() -> None:
    query = "&".join(f"country={n}" for n in range(MOST_VALUES + 1))
    assert str(MOST_VALUES) in refused(query)["country"]


def test_every_filter_is_documented() -> None:
    told = (Path(__file__).parent.parent / "docs" / "searching.md").read_text()
    for name in AlertFilter.base_filters:
        assert f"| `{name}` |" in told, f"docs/searching.md does not tell of {name}"
    for name in (*OrganizationsForm.base_fields, *ListsForm.base_fields):
        assert f"`{name}`" in told.partition("## Organizations")[2], f"docs/searching.md does not tell of {name}"
    for value in SORTS:
        assert f"`{value}`" in told


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted(AlertFilter.base_filters)), st.text(max_size=40))
def test_no_value_whatever_breaks_it(name: str, value: str) -> None:
    question = AlertFilter(_data(**{name: value}))
    question.is_valid()
    assert list(question.qs) == []
