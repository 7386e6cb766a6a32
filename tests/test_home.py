"""The first page: what this is, how much is held, what is newest."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from alerts import publishing
from alerts.models import Relation, Situation
from alerts.situations import tie
from pages.home import holdings
from tests import cast
from tests.full_alert import full_published

pytestmark = pytest.mark.django_db


def test_it_says_what_this_is_and_offers_to_search(client: Client) -> None:
    html = client.get("/").text
    assert "open archive" in html
    assert "<title>Forewarned" in html
    assert 'action="/search/"' in html
    assert 'name="q"' in html


def test_an_empty_archive_says_so(client: Client) -> None:
    html = client.get("/").text
    assert "Nothing is published yet" in html
    assert "<dl" not in html


def test_it_counts_what_is_public(client: Client) -> None:
    full_published(issued="2020-05")
    cast.published("Another", issued="2023", type=cast.alert_type())
    cast.draft("A draft", cast.organization("Secret Society"), issued="1950")
    held = holdings()
    assert (held.alerts, held.statements, held.issuers, held.recommendations, held.countries) == (2, 2, 2, 2, 2)
    html = client.get("/").text
    assert "2020–2023" in html
    assert "<dt>alerts</dt><dd>2</dd>" in html


def test_a_translation_is_no_second_statement_and_asks_nothing_anew(client: Client) -> None:
    original = cast.draft("Original", issued="2020")
    cast.recommendation(original)
    publishing.publish(original, cast.reviewer())
    translation = cast.draft("Traducción", issued="2021", language="es")
    cast.recommendation(translation)
    Relation.objects.create(alert=translation, kind="translates", target=original)
    publishing.publish(translation, cast.reviewer())
    held = holdings()
    assert (held.alerts, held.statements, held.recommendations) == (2, 1, 1)
    assert "these are 1 statement" in client.get("/").text


def test_the_newest_come_first_and_lead_to_their_pages(client: Client) -> None:
    older, newer = cast.published("Older", issued="2020"), cast.published("Newer", issued="2021")
    html = client.get("/").text
    assert html.index(newer.get_absolute_url()) < html.index(older.get_absolute_url())


def test_it_leads_to_no_page_that_is_not_there(client: Client) -> None:
    cast.published()
    for address in set(re.findall(r'href="(/[^"#]*)"', client.get("/").text)):
        if not address.startswith("/static/"):
            assert client.get(address).status_code == 200, address


def test_no_cookie_is_set(client: Client) -> None:
    answer = client.get("/")
    assert not answer.cookies
    assert "s-maxage=60" in answer["Cache-Control"]


class TestPulse:
    def test_months_are_counted_by_genre_and_lead_to_their_alerts(self, client: Client) -> None:
        for issued in ("2022-10-07", "2022-10", "2023-01-05", "2022", "1999"):
            cast.published(issued=issued)
        rows = client.get("/?csv=pulse").content.decode("utf-8-sig").splitlines()
        assert rows == ["Month,alert,All", "October 2022,2,2", "January 2023,1,1", '"2022, month not known",1,1']
        html = client.get("/").text
        link = (
            '<a href="/search/?issued_after=2022-10&amp;issued_before=2022-10"><title>October 2022: 2 (alert 2)</title>'
        )
        assert link in html

    def test_all_years_are_shown_on_request(self, client: Client) -> None:
        for issued in ("2022-10-07", "1999"):
            cast.published(issued=issued)
        rows = client.get("/?by=year&csv=pulse").content.decode("utf-8-sig").splitlines()
        assert rows == ["Year,alert,All", "1999,1,1", "2022,1,1"]
        assert 'href="/search/?year=1999"' in client.get("/?by=year").text

    def test_a_translation_is_no_second_warning(self, client: Client) -> None:
        original = cast.published(issued="2022-10-07")
        translation = cast.draft("Traducción", issued="2022-10-08", language="es")
        Relation.objects.create(alert=translation, kind="translates", target=original)
        publishing.publish(translation, cast.reviewer())
        assert client.get("/?csv=pulse").content.decode("utf-8-sig").splitlines()[1:] == ["October 2022,1,1"]

    def test_the_situations_of_most_alerts_come_first(self, client: Client) -> None:
        once, many = (Situation.objects.create(slug=title.lower(), title=title) for title in ("Once", "Many"))
        tie(once, [cast.published("A", issued="2022").pk])
        tie(many, [cast.published(title, issued="2023").pk for title in "BC"])
        old = Situation.objects.create(slug="old", title="Long ago")
        tie(old, [cast.published(str(n), issued="1999").pk for n in range(4)])
        html = client.get("/").text
        assert re.findall(r">(Once|Many|Long ago)</a>", html) == ["Many", "Once"]
        assert re.findall(r">(Once|Many|Long ago)</a>", client.get("/?by=year").text) == ["Long ago", "Many", "Once"]

    def test_what_is_undated_alone_draws_nothing(self, client: Client) -> None:
        cast.published(issued="", issued_basis="unknown")
        assert "<figure" not in client.get("/").text

    def test_it_takes_few_queries(self, client: Client) -> None:
        situation = Situation.objects.create(slug="one", title="One")
        tie(situation, [cast.published(str(n)).pk for n in range(3)])
        with CaptureQueriesContext(connection) as asked:
            client.get("/")
        assert len(asked) <= 10
