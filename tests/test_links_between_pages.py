"""Whatever a public page leads to is there, in each language of the interface; pages in several languages tell so of
each other."""

from collections.abc import Iterator
from functools import cache
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from lxml import html

from tests.every_page import PAGES, site

__all__ = ["site"]  # a fixture

pytestmark = [pytest.mark.once, pytest.mark.django_db]

PREFIXES = {"en": "", "fr": "/fr", "es": "/es", "ru": "/ru", "hy": "/hy", "ar": "/ar"}
# Pages that are there to say that something is not.
NOT_THERE = {"404": 404, "tombstone": 410}


class Answers:
    """What the site answers, each address asked once."""

    def __init__(self) -> None:
        client = Client(raise_request_exception=False)
        self.at = cache(lambda address: client.get(address, follow=True))
        self.page = cache(lambda address: html.fromstring(self.at(address).content))
        self.ids = cache(lambda address: set(self.page(address).xpath("//@id")))

    def links(self, address: str) -> set[str]:
        """Addresses within the site that the page at `address` leads to or is made with, from the top of the site."""
        found = self.page(address).xpath("//@href | //@src | //@action | //@data-suggest")
        return set(_within(found, address))

    def fault(self, link: str) -> str:
        """What is wrong with a link; "" where nothing is."""
        address, _, place = link.partition("#")
        if address.startswith(settings.STATIC_URL):
            return "" if finders.find(address.removeprefix(settings.STATIC_URL)) else "no such file"
        answer = self.at(address)
        if answer.status_code >= 400 and answer.status_code != 410:
            return str(answer.status_code)
        if place and place not in self.ids(address):
            return f"no {place} on it"
        return ""


def _within(links: list[str], address: str) -> Iterator[str]:
    for link in links:
        whole = urljoin(f"{settings.SITE_URL}{address}", link)
        if whole.startswith(f"{settings.SITE_URL}/"):
            yield whole.removeprefix(settings.SITE_URL)


@pytest.fixture(scope="module")
def answers() -> Answers:
    return Answers()


@pytest.fixture
def addresses(site: dict[str, str]) -> dict[str, str]:
    """The address of each kind of page, from the top of the site."""
    return {name: urlsplit(site[name])._replace(scheme="", netloc="").geturl() for name in PAGES}


def test_every_link_of_every_page_leads_somewhere(addresses: dict[str, str], answers: Answers) -> None:
    faults, links = {}, set()
    for name, address in addresses.items():
        assert answers.at(address).status_code == NOT_THERE.get(name, 200), name
        for link in answers.links(address) - links:
            if name == "404" and link.partition("#")[0].endswith(address):  # the switch of the language
                continue
            if fault := answers.fault(link):
                faults[f"{name}: {link}"] = fault
            links.add(link)
    assert faults == {}
    assert len(links) > 300


@pytest.mark.parametrize("code", ["fr", "ar"])
def test_in_another_language_a_page_leads_to_the_same_in_it(
    addresses: dict[str, str], answers: Answers, code: str
) -> None:
    """So all that was said of the links of the English page holds for it, but for the places in a page."""
    faults = {}
    for name, address in addresses.items():
        translated = f"{PREFIXES[code]}{address}"
        theirs = {_unprefixed(link) for link in answers.links(translated)}
        ours = {_unprefixed(link) for link in answers.links(address)}
        if theirs != ours:
            faults[name] = theirs ^ ours
        for link in answers.links(translated):
            at, _, place = link.partition("#")
            if at == translated and place and place not in answers.ids(translated):
                faults[f"{name}: {link}"] = {place}
    assert faults == {}


def test_what_a_translated_page_leads_to_is_in_its_language(addresses: dict[str, str], answers: Answers) -> None:
    """But for files, which have no language, and what is cited."""
    strays = {}
    for name, address in addresses.items():
        page = answers.page(f"/ar{address}")
        links = page.xpath("//body//a[not(@hreflang)]/@href[starts-with(., '/')] | //form/@action")
        stray = [link for link in links if not link.startswith("/ar/")]
        if stray:
            strays[name] = stray
    assert strays == {}


def test_each_language_of_a_page_names_all_of_them(addresses: dict[str, str], answers: Answers) -> None:
    told_of = {}
    for name, address in addresses.items():
        told = {code: _alternates(answers.page(f"{prefix}{address}")) for code, prefix in PREFIXES.items()}
        assert all(alternates == told["en"] for alternates in told.values()), name
        told_of[name] = told["en"]
        for code, alternate in told["en"].items():
            page = answers.page(alternate.removeprefix(settings.SITE_URL))
            assert page.get("lang") == code, alternate
            assert _alternates(page) == told["en"], alternate
    assert {name for name, told in told_of.items() if told} >= {"home", "alert", "situation", "body", "country"}


def _alternates(page: html.HtmlElement) -> dict[str, str]:
    return {link.get("hreflang"): link.get("href") for link in page.xpath("//head/link[@hreflang]")}


def _unprefixed(link: str) -> str:
    """The link as the English page has it."""
    for prefix in filter(None, PREFIXES.values()):
        if link.startswith(f"{prefix}/"):
            return link.removeprefix(prefix)
    return link
