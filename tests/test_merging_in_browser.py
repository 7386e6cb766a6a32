"""A vocabulary editor merges two organizations in the browser, looks where they are used, and undoes it."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from alerts.models import Serial, Situation
from organizations.models import Organization, OrganizationName
from tests import cast
from tests.test_admin_in_browser import Desk, desk

__all__ = ["desk"]  # a fixture
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def assert_accessible(desk: Desk, part: str = "#content") -> None:
    """Nothing in that part of the page that axe complains of."""
    found = Axe().run(desk.page, part).response["violations"]
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found] == []
    desk.complaints.clear()  # axe brings styles of its own


def test_two_organizations_are_merged_and_parted_again(desk: Any) -> None:
    kept = cast.organization("Genocide Watch", acronym="GW", country=cast.country("US", "United States"))
    merged = cast.organization("Genocid Watch")
    OrganizationName.objects.create(organization=kept, text="Ցեղասպանության դիտարան")
    alert = cast.published("Warning: both", merged)
    Serial.objects.create(slug="s", title="Alert", issuer=merged)
    editor: Desk = desk("editor")

    page = editor.open(f"/admin/organizations/organization/{merged.pk}/change/")
    expect(page.locator("#care ~ .kinds")).to_contain_text("parties 1")
    editor.shoot("record")
    assert_accessible(editor, ".steps-note")
    page.get_by_role("link", name="parties 1").click()
    expect(page.locator(".uses")).to_contain_text("Warning: both")
    editor.shoot("uses")
    assert_accessible(editor)
    page.go_back()
    page.get_by_role("link", name="Merge into another …").click()
    expect(page.locator(".uses")).to_contain_text("GW · NGO · United States")
    editor.shoot("merge")
    assert_accessible(editor)
    page.get_by_role("link", name="Genocide Watch").click()
    expect(page.locator("#content-main")).to_contain_text("“Genocid Watch” is kept as a name.")
    editor.shoot("merge-preview")
    assert_accessible(editor)
    editor.press("Merge")
    expect(page.locator(".success")).to_contain_text("is merged into this one")
    assert alert.parties.get().organization == kept
    editor.shoot("merged")
    assert_accessible(editor, ".steps-note")
    editor.press("Undo the merge of “Genocid Watch”")
    expect(page.locator(".success")).to_contain_text("are two again")
    assert alert.parties.get().organization == merged
    page.get_by_role("link", name="Split …").click()
    page.fill("#id_name", "Another Watch")
    editor.shoot("split")
    assert_accessible(editor)
    editor.press("Split, and choose uses")
    page.get_by_label("All on this page").check()
    editor.shoot("move")
    assert_accessible(editor)
    editor.press("Move the ticked ones")
    expect(page.locator(".success")).to_contain_text("Moved to “Another Watch”: 1.")

    situation = Situation.objects.create(slug="s", title="Somewhere")
    page = editor.open(f"/admin/alerts/situation/{situation.pk}/assign/?q=warning&among=public")
    page.get_by_label("Warning: both").check()
    editor.shoot("assign")
    assert_accessible(editor)
    editor.press("Look at what would change")
    editor.shoot("assign-look")
    editor.press("Tie 1 alert")
    expect(page.locator(".success")).to_contain_text("1 alert counted from now on")
    assert editor.complaints == []


def test_an_autocomplete_says_by_which_name_and_offers_to_create(desk: Any) -> None:
    body = cast.organization("Genocide Watch", acronym="GW", country=cast.country("US", "United States"))
    OrganizationName.objects.create(organization=body, text="Ցեղասպանության դիտարան")
    curator: Desk = desk("curator")
    page = curator.open("/admin/alerts/alert/add/")
    row = curator.add("parties")
    page.select_option(f"{row}-role", "issuer")
    page.locator(f"{row}-organization + .select2").click()
    page.locator(".select2-container--open .select2-search__field").fill("ցեղաս")
    hit = page.locator(".select2-results__option--highlighted")
    expect(hit).to_contain_text("Genocide Watch")
    expect(hit).to_contain_text("“Ցեղասպանության դիտարան” · GW · NGO · United States")
    curator.shoot("autocomplete")
    page.locator(".select2-container--open .select2-search__field").fill("Genocide Wach")
    offer = page.locator(".select2-results__option", has_text="Create “Genocide Wach” …")
    with page.expect_popup() as popup:
        offer.click()
    expect(popup.value.locator("#id_name")).to_have_value("Genocide Wach")
    expect(popup.value.locator("#id_slug")).to_have_value("genocide-wach")
    with popup.value.expect_event("close"):
        popup.value.get_by_role("link", name="Take “Genocide Watch”").click()
    expect(page.locator(f"{row}-organization + .select2")).to_contain_text("Genocide Watch")
    page.locator(f"{row}-organization + .select2").click()
    page.locator(".select2-container--open .select2-search__field").fill("Brand new")
    with page.expect_popup() as popup:
        page.locator(".select2-results__option", has_text="Create “Brand new” …").click()
    popup.value.select_option("#id_kind", "ngo")
    with popup.value.expect_event("close"):
        popup.value.click("[name=_save]")
    expect(page.locator(f"{row}-organization + .select2")).to_contain_text("Brand new")
    assert Organization.objects.filter(name="Brand new", slug="brand-new").exists()
    assert curator.complaints == []


def test_asks_that_repeat_are_tied_and_a_response_is_recorded(desk: Any) -> None:
    texts = ("Impose targeted sanctions on commanders.", "Impose targeted sanctions on the commanders now.")
    asks = [cast.recommendation(cast.draft(f"Alert {n}"), text) for n, text in enumerate(texts)]
    cast.organization("Security Council", "un_body")
    editor, curator = desk("editor"), desk("curator")
    page = editor.open(f"/admin/alerts/recommendation/repeats/?issuer={cast.organization().pk}")
    for ask in asks:
        page.check(f"#ask-{ask.uid}")
    editor.shoot("repeats")
    assert_accessible(editor)
    editor.press("Tie the ticked ones")
    expect(page.locator(".success")).to_contain_text("2 recommendations repeat one ask")
    page = curator.open("/admin/alerts/recommendation/")
    page.get_by_role("link", name="record a response").first.click()
    curator.choose("#id_organization", "Security")
    page.select_option("#id_kind", "acts")
    page.fill("#id_source_text", "S/RES/1")
    curator.shoot("respond")
    curator.press("Record")
    expect(page.locator(".success")).to_contain_text("The response is recorded.")
    assert [*editor.complaints, *curator.complaints] == []
