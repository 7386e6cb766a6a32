"""The first page: what this is, how much is held, what is newest."""

import re

import pytest
from django.test import Client

from alerts import publishing
from alerts.models import Relation
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
    assert answer["Cache-Control"] == "no-cache"
