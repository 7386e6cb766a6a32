"""The desk at work, in a real browser: a list from end to end by keyboard, a bulk change, a table out and in again."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from alerts.models import Alert
from curation import duplicates
from places.models import Place
from tests import cast, staff
from tests.test_admin_in_browser import desk, sound  # noqa: F401  (a fixture)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_desk_at_work(desk: Any, tmp_path: Path) -> None:  # noqa: F811
    user = staff.member("superuser")
    cast.country()
    for n in range(3):
        cast.place(f"Place {n}")
        cast.draft(f"Draft {n}", created_by=user, source_url="https://example.org/1")
    cast.published("A public alert")
    duplicates.find()
    curator = desk("superuser")

    page = curator.open("/admin/")
    expect(page.locator(".pile", has_text="Places without country").locator(".pile-count")).to_have_text("3")
    sound(curator, ".desk")
    curator.shoot("desk")
    page.get_by_role("link", name="Places without country").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/without-country/")
    curator.shoot("desk-list")
    sound(curator, ".work-list")
    page.get_by_role("link", name="Start with the first").press("Enter")
    for n in range(3):
        expect(page.locator(".work-place")).to_have_text(f"1 of {3 - n}")
        curator.choose("#id_countries", "Azerbaijan")
        if n == 0:
            sound(curator, ".work-bar")
            curator.shoot("desk-record")
        curator.press("Save")
    expect(page.locator(".work-list")).to_contain_text("Every place has a country.")
    assert not Place.objects.filter(countries=None).exists()

    page = curator.open("/admin/desk/duplicates/")
    page.get_by_role("link", name="Start with the first").click()
    page.wait_for_url("**/alertpair/**")
    sound(curator, "#content-main")
    curator.shoot("desk-pair")
    curator.press("Not duplicates")
    expect(page.locator(".success")).to_contain_text("not shown again")
    expect(page.locator(".work-place")).to_have_text("1 of 2")

    page = curator.open("/admin/alerts/alert/?state=drafts")
    page.check("#action-toggle")
    page.select_option("[name=action]", "bulk_language")
    curator.press("Go")
    page.fill("#id_language", "fr")
    curator.press("Show what would change")
    expect(page.locator("h2", has_text="3 would change, 0 would stay")).to_be_visible()
    sound(curator, "#content-main")
    curator.shoot("desk-bulk")
    curator.press("Do it: change 3")
    expect(page.locator(".success")).to_contain_text("3 changed")
    assert Alert.objects.filter(language="fr").count() == 3

    with page.expect_download() as download:
        page.get_by_role("link", name="Export as CSV").click()
    file = tmp_path / "alerts.csv"
    file.write_text(
        Path(download.value.path()).read_text("utf-8").replace("A public alert", "A corrected alert"), "utf-8"
    )
    page.get_by_role("link", name="Import …").click()
    page.set_input_files("#id_file", file)
    curator.press("Preview")
    expect(page.locator("ins")).to_have_text("corrected")
    sound(curator, "#content-main")
    curator.shoot("desk-import")
    curator.press("Import")
    expect(page.locator(".success")).to_contain_text("1 changed")
    assert Alert.objects.get(revises__isnull=False).title == "A corrected alert"
    assert curator.complaints == []
