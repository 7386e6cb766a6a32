"""A vocabulary editor merges two organizations in the browser, looks where they are used, and undoes it."""

from typing import Any

import pytest
from playwright.sync_api import expect

from alerts.models import Serial, Situation
from organizations.models import Organization, OrganizationName
from tests import cast
from tests.test_admin_in_browser import Desk, desk

__all__ = ["desk"]  # a fixture
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


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
    page.get_by_role("link", name="parties 1").click()
    expect(page.locator(".uses")).to_contain_text("Warning: both")
    editor.shoot("uses")
    page.go_back()
    page.get_by_role("link", name="Merge into another …").click()
    expect(page.locator(".uses")).to_contain_text("GW · NGO · United States")
    editor.shoot("merge")
    page.get_by_role("link", name="Genocide Watch").click()
    expect(page.locator("#content-main")).to_contain_text("“Genocid Watch” is kept as a name.")
    editor.shoot("merge-preview")
    editor.press("Merge")
    expect(page.locator(".success")).to_contain_text("is merged into this one")
    assert alert.parties.get().organization == kept
    editor.shoot("merged")
    editor.press("Undo the merge of “Genocid Watch”")
    expect(page.locator(".success")).to_contain_text("are two again")
    assert alert.parties.get().organization == merged
    page.get_by_role("link", name="Split …").click()
    page.fill("#id_name", "Another Watch")
    editor.shoot("split")
    editor.press("Split, and choose uses")
    page.get_by_label("All on this page").check()
    editor.shoot("move")
    editor.press("Move the ticked ones")
    expect(page.locator(".success")).to_contain_text("Moved to “Another Watch”: 1.")

    situation = Situation.objects.create(slug="s", title="Somewhere")
    page = editor.open(f"/admin/alerts/situation/{situation.pk}/assign/?q=warning&among=public")
    page.get_by_label("Warning: both").check()
    editor.shoot("assign")
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
