"""Coverage: what is held of whom by year, which numbers are not, and what was corrected or withdrawn."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from alerts import publishing
from alerts.models import Alert, Relation, Serial
from alerts.serials import Run, runs
from tests import cast
from tests.test_alert_page import plain

pytestmark = pytest.mark.django_db


class TestRuns:
    def test_numbers_that_follow_are_one_run_and_what_lies_between_is_not_held(self) -> None:
        assert runs([7, 3, 4, 4, 9]) == ([Run(3, 4), Run(7, 7), Run(9, 9)], [Run(1, 2), Run(5, 6), Run(8, 8)])
        assert [str(run) for run in runs([1, 2, 5])[0]] == ["1–2", "5"]
        assert runs([1, 2]) == ([Run(1, 2)], [])
        assert runs([]) == ([], [])


class TestHoldings:
    def test_each_issuer_is_told_with_its_years(self, client: Client) -> None:
        watch, institute = cast.organization(), cast.organization("Institute")
        for issued in ("1994", "2004", "2004-05"):
            cast.published(f"Of {issued}", watch, issued=issued)
        cast.published("Undated", watch, issued="", issued_basis="unknown")
        cast.published("Other", institute, issued="2020")
        cast.draft("Draft", cast.organization("Secret"))
        words = plain(client.get("/coverage/").text)
        assert "Genocide Watch 4 (1 undated) 1994 2004 By year: 1994: 1, 2004: 2" in words
        assert "Institute 1 2020 2020" in words
        assert "Secret" not in words
        assert "Silence here is no silence there" in words
        assert '<data id="total" value="4">' in client.get("/search/?issuer=genocide-watch").text

    def test_its_numbers_leave_as_csv(self, client: Client) -> None:
        cast.published("One", issued="1994")
        cast.published("Two", issued="", issued_basis="unknown")
        assert client.get("/coverage/?csv=coverage").text.splitlines()[1:] == [
            "Genocide Watch,undated,1", "Genocide Watch,1994,1",
        ]  # fmt: skip

    def test_of_a_serial_the_numbers_that_are_not_held_are_told(self, client: Client) -> None:
        serial = Serial.objects.create(slug="bulletin", title="Bulletin", issuer=cast.organization())
        Serial.objects.create(slug="secret", title="Secret", issuer=cast.organization())
        for number in (2, 3, 9):
            cast.published(f"No. {number}", serial=serial, serial_number=number)
        words = plain(client.get("/coverage/").text)
        assert "Held 3 numbers: 2–3, 9 Not held 6 numbers: 1, 4–8" in words
        assert "Secret" not in words

    def test_an_empty_archive_says_so(self, client: Client) -> None:
        assert "Nothing is published yet" in client.get("/coverage/").text


class TestCorrections:
    def test_revisions_and_withdrawals_are_told_the_newest_first(self, client: Client) -> None:
        revised = cast.revised(cast.published("Revised"), "Mends the date.")
        shown, hidden = cast.published("Held twice"), cast.published("Names somebody")
        publishing.withdraw(shown, cast.reviewer(), "duplicate", show_title=True)
        publishing.withdraw(hidden, cast.reviewer(), "privacy", private_note="for us")
        html = client.get("/coverage/corrections/").text
        words = plain(html)
        assert words.index("An alert that is no longer public") < words.index("Held twice") < words.index("Revised")
        assert "privacy of a person" in words
        assert "Mends the date." in words
        for never in ("Names somebody", "names-somebody", "for us"):
            assert never not in html
        for alert in (shown, hidden):
            assert f'href="/alerts/{alert.uid}/"' in html
        assert f'href="{revised.get_absolute_url()}"' in html

    def test_what_was_noted_on_an_alert_goes_with_it(self, client: Client) -> None:
        alert = cast.revised(cast.published("Revised"), "Takes a name out.")
        publishing.withdraw(alert, cast.reviewer(), "privacy")
        html = client.get("/coverage/corrections/").text
        assert "Takes a name out." not in html
        assert "Revised</span>" not in html

    def test_one_that_is_public_again_shows_its_title(self, client: Client) -> None:
        alert = cast.published("Back again")
        publishing.withdraw(alert, cast.reviewer(), "error")
        publishing.publish(cast.confirm(publishing.revise(alert, cast.curator())), cast.reviewer())
        html = client.get("/coverage/corrections/").text
        assert html.count("Back again") == 2

    def test_what_issuers_retracted_is_told(self, client: Client) -> None:
        first = cast.published("Warning")
        second = cast.draft("Retraction", issued="2023")
        Relation.objects.create(alert=second, kind="retracts", target=first)
        Relation.objects.create(alert=cast.draft("Secret draft"), kind="retracts", target=first)
        publishing.publish(second, cast.reviewer())
        words = plain(client.get("/coverage/corrections/").text)
        assert "2023: Retraction retracts Warning" in words
        assert "Secret" not in words

    def test_a_first_publication_is_no_correction(self, client: Client) -> None:
        cast.published("New")
        assert "Nothing was changed or withdrawn so far" in client.get("/coverage/corrections/").text


def test_no_page_asks_more_than_ten_times(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        serial = Serial.objects.create(slug=f"s{number}", title=f"S {number}", issuer=cast.organization())
        alert = cast.published(f"A {number}", cast.organization(f"B {number}"), serial=serial, serial_number=number)
        if number % 2:
            publishing.withdraw(alert, cast.reviewer(), "error")
        else:
            cast.revised(alert)
    assert Alert.objects.published().count() == 6
    for address in ("", "corrections/", "?page=7", "corrections/?page=7", "corrections/?page=x"):
        with django_assert_max_num_queries(10, info=address):
            assert client.get(f"/coverage/{address}").status_code == 200
