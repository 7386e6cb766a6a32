"""A curator enters a document by hand: all of it, in minutes, on one page, with nothing lost."""

import csv
import json
import time
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from alerts.completeness import missing
from alerts.models import Alert, Framework, Indicator
from places.models import Population
from tests import cast
from tests.test_admin_in_browser import Desk, desk

__all__ = ["desk"]  # a fixture
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "Call for Action: Decisive Measures Needed for Preventing Ethnic Cleansing or Worse in Nagorno-Karabakh"
ISSUERS = (
    "For Equal Rights NGO",
    "Helsinki Citizens' Assembly – Vanadzor",
    "Law Development and Protection Foundation",
    "Open Society Foundations – Armenia",
    "Protection of Rights without Borders NGO",
    "Transparency International Anti-Corruption Center",
)
# The heading of the document as it prints it.
FROM = (
    "FROM: “For Equal Rights” NGO, Helsinki Citizens’ Assembly – Vanadzor NGO, Law Development and Protection "
    "Foundation, Open Society Foundations – Armenia, Protection of Rights without Borders NGO, Transparency "
    "International Anti-Corruption Center"
)
ABSTRACT = (
    "Six Armenian civil society organisations tell the UN Special Adviser that ethnic cleansing of Nagorno-Karabakh's "
    "Armenians is a probable scenario, and say what international bodies could do."
)
ASKS = """1. Give these events, and the risk of ethnic cleansing, proper attention.
2. Press for the civilian monitoring mission in Armenia to be prolonged
   and consider joining efforts with it.
3. Make clear to Baku that it must give up the use of force and intimidation.
4. Open direct negotiations with Nagorno-Karabakh.
5. Press Baku to allow humanitarian access, especially for the United Nations."""


def facts(table: str) -> list[dict[str, str]]:
    with (settings.BASE_DIR / "fixtures" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def footnotes() -> str:
    """The 56 notes of the document as a page would print them, from what the catalogue holds of them."""
    cited: dict[str, list[str]] = {}
    for reference in facts("references"):
        url = f" <{reference['url']}>" if reference["url"] else ""
        cited.setdefault(reference["note"], []).append(reference["text"].replace(";", ",") + url)
    notes = sorted(facts("notes"), key=lambda note: int(note["number"]))
    return "\n\n".join(f"{note['number']} {'; '.join(cited.get(note['uid'], [note['text']]))}" for note in notes)


def vocabulary() -> None:
    bodies = [cast.organization(name) for name in ISSUERS]
    cast.organization("United Nations", "un_body", acronym="UN")
    cast.organization("United Nations Special Adviser on the Prevention of Genocide", "office")
    cast.organization("Azerbaijani forces", "other")
    cast.alert_type(bodies[0], "Call for Action", "call_to_action")
    cast.country()
    cast.country("AM", "Armenia")
    cast.place()
    Population.objects.create(slug="armenians-nk", name="Armenians of Nagorno-Karabakh")
    framework = Framework.objects.create(slug="stages", title="Ten Stages")
    for number, name in enumerate(("Classification", "Symbolization", "Discrimination"), 1):
        Indicator.objects.create(framework=framework, position=number, number=number, name=name)


class Hand:
    """A hand on mouse and keyboard, which counts: a paste is two keys, a word typed is its letters."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks, self.keys, self.start = page, 0, 0, time.monotonic()

    def click(self, what: str) -> None:
        self.clicks += 1
        self.page.locator(what).first.click()

    def type(self, words: str) -> None:
        self.keys += len(words)
        self.page.keyboard.type(words)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.keys += 1
            self.page.keyboard.press(key)

    def paste(self, text: str) -> None:
        self.keys += 2
        self.page.keyboard.insert_text(text)

    def choose(self, words: str) -> None:
        """In an autocomplete that has the focus: open, type, take."""
        self.press("Enter")
        self.type(words)
        self.page.locator(".select2-results__option--highlighted", has_text=words).wait_for()
        self.press("Enter")

    def pasted(self, prefix: str, text: str) -> None:
        self.click(f"details[data-prefix={prefix}] summary")
        expect(self.page.locator(f"details[data-prefix={prefix}] textarea")).to_be_focused()
        self.paste(text)
        self.click(f"details[data-prefix={prefix}] [data-add]")
        expect(self.page.locator(f"details[data-prefix={prefix}] [data-said]")).to_contain_text("added")

    def add(self, prefix: str) -> str:
        total = int(self.page.input_value(f"#id_{prefix}-TOTAL_FORMS"))
        self.click(f"#{prefix}-group .add-row a")
        return f"#id_{prefix}-{total}"

    def into(self, field: str, words: str) -> None:
        self.click(f"{field} + .select2")
        self.type(words)
        self.page.locator(".select2-results__option--highlighted", has_text=words).wait_for()
        self.press("Enter")


def enter(hand: Hand) -> None:
    page = hand.page
    hand.paste(TITLE)
    hand.press("Tab")
    hand.choose("Call for Action")
    hand.click("#id_language")
    hand.type("English")
    hand.click("#id_issued")
    hand.type("November 2022")
    expect(page.locator("#id_issued_helptext")).to_contain_text("Understood as November 2022")
    hand.pasted("parties", FROM)
    row = hand.add("parties")
    page.select_option(f"{row}-role", "addressee")
    hand.keys += 2
    hand.into(f"{row}-organization", "Special Adviser")
    hand.into(f"{hand.add('country_links')}-country", "Azerbaijan")
    hand.into(f"{hand.add('country_links')}-country", "Armenia")
    hand.into(f"{hand.add('place_links')}-place", "Nagorno")
    hand.into(f"{hand.add('population_links')}-population", "Armenians")
    hand.click("#id_abstract")
    hand.paste(ABSTRACT)
    row = hand.add("characterizations")
    for field, value in (("crime", "ethnic_cleansing"), ("modality", "risk")):
        page.select_option(f"{row}-{field}", value)
        hand.keys += 2
    hand.click(".ticks summary")
    hand.click("[data-indicator*=Discrimination]")
    hand.press("Tab")
    hand.type("says hatred is taught")
    hand.pasted("recommendations", ASKS)
    hand.into("#id_recommendations-0-asked", "United Nations")
    hand.pasted("notes", footnotes())
    for check in Alert.DO_NO_HARM:
        hand.click(f"#id_{check}")
    hand.press("Control+s")
    expect(page.locator(".success")).to_contain_text("added successfully", timeout=30_000)


def test_document_4_is_entered_by_hand_in_under_five_minutes(desk: Any, record_property: Any) -> None:
    vocabulary()
    curator: Desk = desk("curator")
    page = curator.open("/admin/alerts/alert/add/")
    hand = Hand(page)
    enter(hand)
    seconds = time.monotonic() - hand.start
    alert = Alert.objects.get()
    assert (alert.title, alert.language, alert.issued, alert.issued_basis) == (TITLE, "en", "2022-11", "printed")
    parties = [(p.role, p.organization.name) for p in alert.parties.select_related("organization")]
    assert [name for role, name in parties if role == "issuer"] == list(ISSUERS)
    assert [name for role, name in parties if role == "addressee"] == [
        "United Nations Special Adviser on the Prevention of Genocide"
    ]
    assert [r.number for r in alert.recommendations.all()] == [1, 2, 3, 4, 5]
    assert "prolonged and consider" in alert.recommendations.get(number=2).text
    assert [n.number for n in alert.notes.all()] == list(range(1, 57))
    assert sum(n.references.count() for n in alert.notes.all()) >= 56
    assert [(a.indicator.name, a.note) for a in alert.assessments.all()] == [
        ("Discrimination", "says hatred is taught")
    ]
    assert missing(alert) == []
    expect(page.locator(".beside h2").first).to_contain_text("Nothing is missing")
    # A person needs 0.2 s a key (40 words a minute is 0.3 s a letter, a shortcut less) and 1.5 s a click to aim.
    told = {"clicks": hand.clicks, "keys": hand.keys, "seconds of the machine": round(seconds, 1),
            "seconds of a person": round(hand.clicks * 1.5 + hand.keys * 0.3 + seconds)}  # fmt: skip
    print(json.dumps(told))
    record_property("by hand", json.dumps(told))
    assert told["seconds of a person"] < 300
    assert curator.complaints == []
    curator.shoot("entered")
