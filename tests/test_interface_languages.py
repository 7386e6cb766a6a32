"""The languages of the interface: a prefix of the address decides, and nothing else does."""

import re

import pytest
from django.test import Client

from alerts.public import address_of
from tests import cast, staff

pytestmark = [pytest.mark.once, pytest.mark.django_db]

PREFIXES = {"en": "", "fr": "/fr", "es": "/es", "ru": "/ru", "hy": "/hy", "ar": "/ar"}


@pytest.mark.parametrize("code", PREFIXES)
def test_the_address_says_which_language_a_page_is_in(client: Client, code: str) -> None:
    answer = client.get(f"{PREFIXES[code]}/search/", headers={"accept-language": "de, ru"})
    assert f'<html lang="{code}" dir="{"rtl" if code == "ar" else "ltr"}">' in answer.text
    assert answer["Content-Language"].startswith(code)
    assert answer["Vary"] == "Accept-Encoding"
    assert not answer.cookies


@pytest.mark.parametrize("path", ["/de/", "/en/", "/en-gb/", "/fr-ca/", "/fr/admin/", "/fr", "/xx/search/"])
def test_no_other_prefix_is_a_page(client: Client, path: str) -> None:
    assert client.get(path, follow=True).status_code in (404, 200 if path == "/fr" else 404)


def test_links_to_the_other_languages_keep_the_page_and_the_question(client: Client) -> None:
    html = client.get("/fr/search/?q=valley&country=AZ").text
    switch = html.partition('class="below languages"')[2]
    for code, prefix in PREFIXES.items():
        assert f'href="{prefix}/search/?q=valley&amp;country=AZ" hreflang="{code}" lang="{code}"' in switch
    assert re.findall(r'hreflang="(\w+)" lang="\w+" aria-current="true"', switch) == ["fr"]


def test_machines_are_told_of_the_page_in_each_language(client: Client) -> None:
    told = dict(
        re.findall(r'<link rel="alternate" hreflang="(\w+)" href="([^"]+)">', client.get("/organizations/").text)
    )
    assert told == {code: f"http://127.0.0.1:8000{prefix}/organizations/" for code, prefix in PREFIXES.items()}


def test_a_page_leads_on_in_its_language_and_is_cited_without_one(client: Client) -> None:
    alert = cast.published("Statement")
    html = client.get(f"/ru/alerts/{alert.uid}/", follow=True).text
    permanent = address_of("alert_uid", alert.uid)
    assert f'<link rel="canonical" href="{permanent}">' in html
    assert f"/ru/alerts/{alert.uid}" not in permanent
    assert 'href="/ru/organizations/' in html
    inside = [a for a in re.findall(r"<main.*</main>", html, re.S)[0].split('href="/')[1:] if not a.startswith("ru/")]
    assert inside == []


def test_what_is_not_there_is_said_in_the_language_that_was_asked(client: Client) -> None:
    answer = client.get("/ar/nothing/here/")
    assert answer.status_code == 404
    assert '<html lang="ar" dir="rtl">' in answer.text


def test_who_works_here_reads_the_public_pages_as_all_do() -> None:
    answer = staff.client("curator").get("/", headers={"accept-language": "ar"})
    assert '<html lang="en" dir="ltr">' in answer.text
