"""What a researcher would ask of the catalogue, answered by pressing links and forms that the pages show, counted: from
the first page no question takes more than four."""

from __future__ import annotations

import re
from urllib.parse import urlencode, urljoin

import pytest
from django.test import Client
from lxml import html

from tests.test_catalogue import catalogue

__all__ = ["catalogue"]  # a fixture

pytestmark = [pytest.mark.slow, pytest.mark.once, pytest.mark.django_db]

MOST = 4


class Researcher:
    """Somebody who begins on the first page and uses nothing but what is on it."""

    def __init__(self) -> None:
        self.address, self.clicks = "/", 0
        self._read("/")

    def presses(self, words: str, within: str = "//body") -> Researcher:
        """Follow the first link of these words; one to a place on the same page is a click, too."""
        links = self.page.xpath(f"{within}//a[@href]")
        found = next((link for link in links if words in _words(link)), None)
        assert found is not None, f"no link “{words}” on {self.address}"
        return self._goes(found.get("href"))

    def asks(self, form: str, **values: str) -> Researcher:
        """Fill in the form whose action is this, with values that it offers, and send it."""
        [found] = self.page.xpath(f"//main//form[@action='{form}' or ('{form}' = '' and not(@action))]")
        for name, value in values.items():
            [field] = found.xpath(f".//*[@name='{name}']")
            assert field.tag != "select" or value in field.xpath("option/@value"), value
        return self._goes(f"{form}?{urlencode(values)}")

    def reads(self, *all_of: str, within: str = "//main") -> None:
        """What is looked for is on the page, and it has not taken too long to come here."""
        [part] = self.page.xpath(within)[:1]
        for words in all_of:
            assert words in _words(part), f"“{words}” is not in {within} of {self.address}"
        assert self.clicks <= MOST

    def _goes(self, link: str) -> Researcher:
        self.clicks += 1
        self._read(urljoin(self.address, link))
        return self

    def _read(self, address: str) -> None:
        answer = Client().get(address.partition("#")[0], follow=True)
        assert answer.status_code == 200, address
        self.address, self.page = address, html.fromstring(answer.content)


def _words(node: html.HtmlElement) -> str:
    return re.sub(r"\s+", " ", node.text_content())


@pytest.fixture
def researcher() -> Researcher:
    return Researcher()


def test_what_is_the_earliest_warning_on_darfur_here(researcher: Researcher) -> None:
    researcher.presses("Situations").presses("Darfur, 2003 to 2010")
    researcher.reads("7 April 2004", "Emphasizes Threat of Genocide in Sudan", within="//*[@id='earliest']")
    assert researcher.clicks == 2


def test_when_was_the_security_council_first_asked_for_an_arms_embargo(researcher: Researcher) -> None:
    register = researcher.presses("Recommendations")
    register.asks("/recommendations/", addressee="un-security-council", measure="arms-embargo", sort="date")
    researcher.reads("October 2020", "Genocide Watch", "United Nations Security Council", within="//main//ol/li")
    assert researcher.clicks == 2


def test_which_alerts_found_stage_9(researcher: Researcher) -> None:
    researcher.presses("Frameworks").presses("The Ten Stages of Genocide").presses("Extermination")
    researcher.reads("1 alert found it", "Genocide Emergency Alert: Azerbaijan's Invasion", "concluded")
    assert researcher.clicks == 3


def test_who_warned_of_nagorno_karabakh_before_september_2023(researcher: Researcher) -> None:
    researcher.presses("Situations").presses("Nagorno-Karabakh").asks("", issued_before="2023-08")
    researcher.reads("Genocide Watch", "Lemkin Institute for Genocide Prevention", within="//*[@id='timeline']")
    assert researcher.clicks == 3
    assert "SOS Alert - Artsakh #2" not in _words(researcher.page)


def test_what_was_azerbaijan_asked(researcher: Researcher) -> None:
    researcher.presses("Organizations").asks("/organizations/", q="Azerbaijan").presses("Azerbaijan", "//main")
    researcher.reads("What was asked of it", "Asked of Azerbaijan", within="//*[@id='asked']")
    assert researcher.clicks == 3


def test_what_does_genocide_watch_publish_and_when_did_it_last(researcher: Researcher) -> None:
    researcher.presses("Organizations").asks("/organizations/", q="Genocide Watch")
    researcher.reads("2012–2024", "issued 12", "Genocide Warning", "Genocide Emergency")
    assert researcher.clicks == 2


def test_what_of_atrocity_alert_is_not_held(researcher: Researcher) -> None:
    researcher.presses("Coverage")
    researcher.reads("Atrocity Alert", "Not held", "numbers: 1–", within="//*[h3[.='Atrocity Alert']]")
    assert researcher.clicks == 1


def test_which_alerts_were_withdrawn(researcher: Researcher) -> None:
    researcher.presses("Coverage").presses("Corrections and withdrawals")
    researcher.reads("Nothing was changed or withdrawn so far.")
    assert researcher.clicks == 2


def test_how_did_the_wording_on_gaza_go_from_a_risk_to_what_is_under_way(researcher: Researcher) -> None:
    researcher.presses("Situations").presses("Gaza since October 2023")
    researcher.reads("2 alerts, first 2 November 2023", "1 alert, first 31 August 2025", within="//*[@id='said-to-be']")
    assert researcher.clicks == 2


def test_how_is_an_alert_cited_in_oscola(researcher: Researcher) -> None:
    researcher.asks("/search/", q="Invasion of Nagorno-Karabakh").presses("Genocide Emergency Alert", "//article")
    researcher.presses("Cite")
    researcher.reads("OSCOLA", "Genocide Watch, ‘Genocide Emergency Alert", within="//*[@id='cite']")
    assert researcher.clicks == 3
