"""A curator checks a document by the keyboard, in a real browser: quickly, nothing lost, and without a script too."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from alerts.models import Alert
from intake.models import Intake
from organizations.models import Organization
from tests import cast, intakes
from tests.test_admin_in_browser import RULES, Desk, desk
from tests.test_entering_by_hand import ASKS, FROM, ISSUERS, TITLE, Hand, footnotes, vocabulary

__all__ = ["desk"]  # a fixture
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def opened(desk: Any, intake: Intake) -> Desk:
    curator: Desk = desk("curator")
    curator.open(f"/admin/intake/intake/{intake.pk}/change/")
    return curator


def violations(curator: Desk) -> list[Any]:
    """What axe finds; and not the styles of its own, which the page rightly refuses."""
    before = len(curator.complaints)
    found = Axe().run(curator.page, options=RULES).response["violations"]
    del curator.complaints[before:]
    return [(one["id"], [node["html"][:150] for node in one["nodes"]]) for one in found]


def leave(curator: Desk) -> None:
    """Go where nothing is asked for any more when the test is over."""
    curator.open("/admin/intake/intake/")


def test_a_document_is_checked_by_keys_alone(desk: Any) -> None:
    union = cast.organization("European Union", "intergovernmental")
    intake = intakes.taken_in()
    curator = opened(desk, intake)
    page = curator.page
    assert violations(curator) == []
    curator.shoot("checking")
    bar = page.locator(".checking-bar")
    expect(bar).to_contain_text("8 of 11 checked")
    # The first that is unsure has the focus, and its passage is lit.
    expect(page.locator(".row:focus .row-kind")).to_have_text("Addressee")
    expect(page.locator("mark.here").first).to_have_text("European Union")
    page.keyboard.press("a")
    expect(page.locator(".row:focus .row-kind")).to_have_text("Characterization")
    page.keyboard.press("e")
    expect(page.locator("select:focus")).to_have_count(1)
    page.keyboard.press("Escape")
    page.keyboard.press("d")
    expect(page.locator(".row:focus .row-told")).to_have_text("“The Quiet Institute”")
    expect(bar).to_contain_text("10 of 11 checked")
    page.keyboard.press("c")
    expect(bar).to_contain_text("11 of 11 checked")
    expect(page.locator("button:focus")).to_have_text("Make the draft")
    page.keyboard.press("Enter")
    expect(page.locator(".success")).to_contain_text("The draft is made", timeout=30_000)
    alert = Alert.objects.get()
    assert {p.organization for p in alert.parties.all()} == {
        union,
        Organization.objects.get(name="The Quiet Institute"),
    }
    assert not alert.characterizations.exists()
    curator.open(f"/admin/intake/intake/{intake.pk}/change/")
    expect(page.get_by_role("region", name="Proposals")).to_contain_text("dropped")
    assert violations(curator) == []
    curator.shoot("settled")
    leave(curator)
    assert curator.complaints == []


def test_what_is_typed_is_kept_without_a_press_of_save(desk: Any) -> None:
    intake = intakes.taken_in()
    curator = opened(desk, intake)
    page = curator.page
    page.fill("#id_draft-abstract", "Half a sen")
    expect(page.locator("[data-said]")).to_contain_text("Kept", timeout=30_000)
    page.goto("about:blank")
    again = opened(desk, intake)
    expect(again.page.locator("#id_draft-abstract")).to_have_value("Half a sen")
    # Pressing at once after typing is no conflict with what the page has just kept by itself.
    again.page.fill("#id_draft-abstract", "Half a sentence")
    again.page.wait_for_timeout(1190)
    again.press("Save")
    expect(again.page.locator(".success")).to_contain_text("Saved", timeout=30_000)
    assert Intake.objects.get().decisions["posted"]["draft-abstract"] == "Half a sentence"


def test_a_signed_out_curator_is_told_that_nothing_is_kept(desk: Any) -> None:
    curator = opened(desk, intakes.taken_in())
    curator.context.clear_cookies()
    curator.page.fill("#id_draft-abstract", "Typed")
    expect(curator.page.locator("[data-said]")).to_contain_text("Not kept", timeout=30_000)


def test_the_page_is_whole_without_a_script(desk: Any, browser: Any) -> None:
    intake = intakes.taken_in()
    curator: Desk = desk("curator")
    context = browser.new_context(java_script_enabled=False, storage_state=curator.context.storage_state())
    page = context.new_page()
    page.goto(f"{curator.url}/admin/intake/intake/{intake.pk}/change/")
    page.click("a[href='#m-3']")
    for row in page.locator(".rows").first.locator(".row").all():
        for accept in row.locator("[value=accept]").all():
            accept.check()
    for select in page.locator(".draft select[name$=-meant]").all():
        select.select_option("none")
    page.click("text=Make the draft")
    assert Alert.objects.get().title == intake.title
    context.close()


def test_likely_copies_are_decided_by_keys(desk: Any) -> None:
    institute = cast.organization("The Quiet Institute")
    cast.organization("European Union")
    held = cast.published("Red Flag Alert: Nowhere", institute)
    first = intakes.taken_in()
    Intake.objects.filter(pk=first.pk).update(alert=held, state="drafted", checked_at="2022-12-01T00:00Z")
    intake = intakes.taken_in(intakes.TEXT.replace("impose sanctions", "end all trade"))
    curator = opened(desk, intake)
    page = curator.page
    expect(page.locator(".kin .row:focus")).to_have_count(1)
    curator.shoot("kin")
    with page.expect_popup() as popup:
        page.click("text=What differs")
    expect(popup.value.locator(".words ins")).to_have_text("end all trade")
    popup.value.close()
    page.locator(".kin .row").focus()
    for key in ("2", "a", "a"):
        page.keyboard.press(key)
    expect(page.locator("button:focus")).to_have_text("Make the draft")
    page.keyboard.press("Enter")
    expect(page.locator(".success")).to_contain_text("The draft is made", timeout=30_000)
    draft = Alert.objects.get(status="draft")
    assert [(r.kind, r.target) for r in draft.relations.all()] == [("reissues", held)]
    leave(curator)
    assert curator.complaints == []


def document() -> str:
    """A document as it would come: a letterhead, a call with numbered asks, and 56 notes."""
    notes = "\n\n".join(f"[^{note.replace(' ', ']: ', 1)}" for note in footnotes().split("\n\n"))
    marks = " ".join(f"Of this much was written.[^{number}]" for number in range(1, 57))
    asks = " ".join(ASKS.split("\n"))
    for number in range(1, 6):
        asks = asks.replace(f"{number}. ", f"\n{number}. ", 1)
    return (
        f"# {TITLE}\n\nNovember 2022\n\n{FROM}\n\nTO: United Nations Special Adviser on the Prevention of Genocide\n\n"
        "We call attention to Nagorno-Karabakh, where the Armenians of Nagorno-Karabakh face Azerbaijan.\n\n"
        f"{marks}\n\n## Recommendations\n\nThe United Nations should:\n{asks}\n\n{notes}\n"
    )


def test_from_a_file_to_a_checked_draft_takes_about_a_minute(desk: Any, tmp_path: Path, record_property: Any) -> None:
    vocabulary()
    path = tmp_path / "call.md"
    path.write_text(document())
    curator: Desk = desk("curator")
    page = curator.open("/admin/intake/intake/add/")
    assert violations(curator) == []
    curator.shoot("adding")
    hand = Hand(page)
    hand.clicks += 2  # the file dialog, and the file in it
    page.set_input_files("#id_documents", path)
    hand.click("text=Take in")
    page.locator("#checking").wait_for()
    asked = 0
    while page.locator(".row:focus").count():
        row = page.locator(".row:focus")
        hand.press("c" if row.get_attribute("data-who") is not None else "a")
        asked += 1
        assert asked < 40
    expect(page.locator("button:focus")).to_have_text("Make the draft")
    curator.shoot("checked")
    hand.press("Enter")
    expect(page.locator(".success")).to_contain_text("The draft is made", timeout=30_000)
    seconds = time.monotonic() - hand.start
    alert = Alert.objects.get()
    assert (alert.title, alert.issued, alert.language) == (TITLE, "2022-11", "en")
    parties = [(p.role, p.organization.name) for p in alert.parties.select_related("organization")]
    assert [name for role, name in parties if role == "issuer"] == list(ISSUERS)
    assert [r.number for r in alert.recommendations.all()] == [1, 2, 3, 4, 5]
    assert [n.number for n in alert.notes.all()] == list(range(1, 57))
    # A person also reads: three seconds for each that is asked, and twenty to run over the rest.
    told = {"clicks": hand.clicks, "keys": hand.keys, "asked": asked, "seconds of the machine": round(seconds, 1),
            "seconds of a person": round(hand.clicks * 1.5 + hand.keys * 0.3 + asked * 3 + 20 + seconds)}  # fmt: skip
    print(json.dumps(told))
    record_property("from a file", json.dumps(told))
    assert told["clicks"] <= 5
    assert told["keys"] <= 30
    leave(curator)
    assert curator.complaints == []
