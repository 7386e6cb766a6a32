"""Nothing that was typed is lost: a closed tab, a lost session, a save that is refused; and rows are put in order."""

from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from alerts.models import Alert
from tests import cast, staff
from tests.test_admin_in_browser import Desk, desk

__all__ = ["desk"]  # a fixture
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ADD = "/admin/alerts/alert/add/"
KEPT = "Object.keys(localStorage).filter((key) => key.startsWith('forewarned:')).length"


def type_something(curator: Desk, page: Page) -> None:
    page.fill("#id_title", "A title typed by hand")
    curator.choose("#id_type", "Genocide Warning")
    row = curator.add("parties")
    page.select_option(f"{row}-role", "issuer")
    curator.choose(f"{row}-organization", "Genocide Watch")
    row = curator.add("recommendations")
    page.fill(f"{row}-text", "Stop the sale of arms.")
    curator.choose(f"{row}-asked", "European Union", "Genocide Watch")
    page.check("#id_names_checked")
    is_kept(page)


def is_kept(page: Page) -> None:
    """The pause in typing after which the copy is written."""
    page.wait_for_timeout(800)
    assert page.evaluate(KEPT) == 1


def is_back(page: Page) -> None:
    expect(page.locator("#id_title")).to_have_value("A title typed by hand")
    expect(page.locator("#id_names_checked")).to_be_checked()
    expect(page.locator("#id_parties-0-organization option:checked")).to_have_text("Genocide Watch")
    expect(page.locator("#id_recommendations-0-text")).to_have_value("Stop the sale of arms.")
    expect(page.locator("#id_recommendations-0-asked option:checked")).to_have_text(
        ["European Union", "Genocide Watch"]
    )


def sign_in_again(curator: Desk) -> None:
    session = staff.client("curator").cookies[settings.SESSION_COOKIE_NAME].value
    curator.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": curator.url}])


def test_what_was_typed_outlives_a_closed_tab_a_lost_session_and_a_refused_save(desk: Any) -> None:
    cast.alert_type(cast.organization())
    cast.organization("European Union", "intergovernmental")
    curator: Desk = desk("curator")
    type_something(curator, curator.open(ADD))

    curator.page.close()
    page = curator.page = curator.context.new_page()
    page.goto(curator.url + ADD)
    offered = page.locator(".kept-copy")
    expect(offered).to_contain_text("A title typed by hand")
    curator.shoot("offered-back")
    offered.get_by_role("button", name="Put it back").click()
    is_back(page)

    curator.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    curator.press("Save and continue editing")
    page.wait_for_url("**/login/**")
    sign_in_again(curator)
    page.goto(curator.url + ADD)
    expect(offered).to_contain_text("It is not known that your save")
    is_back(page)

    page.fill("#id_title", "")
    curator.press("Save and continue editing")
    expect(page.locator(".errornote")).to_be_visible()
    page.fill("#id_title", "A title typed by hand")
    curator.press("Save and continue editing")
    expect(page.locator(".success")).to_contain_text("added successfully")
    alert = Alert.objects.get()
    assert [a.organization.name for a in alert.recommendations.get().addressees.all()] == [
        "European Union", "Genocide Watch",
    ]  # fmt: skip
    assert page.evaluate(KEPT) == 0
    assert "#saved" not in page.url

    page.fill("#id_abstract", "Words not saved")
    is_kept(page)
    page.reload()
    expect(offered).to_contain_text("Words not saved")
    page.locator("#logout-form button").click()
    page.wait_for_load_state()
    assert page.evaluate(KEPT) == 0


def test_rows_are_put_in_order_by_keyboard_and_by_drag(desk: Any) -> None:
    alert = cast.draft()
    for number, text in enumerate(("One", "Two", "Three"), 1):
        cast.recommendation(alert, text, number)
    for position, name in enumerate(("B", "C"), 2):
        alert.parties.create(role="signatory", organization=cast.organization(name), position=position)
    curator: Desk = desk("curator")
    page = curator.open(staff.page(alert))
    page.focus("#id_recommendations-2-text")
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Alt+ArrowUp")
    page.locator("#parties-0 .grip").drag_to(page.locator("#parties-2 .grip"))
    page.locator("#parties-1").get_by_role("button", name="Move down").press("Enter")
    curator.shoot("order")
    curator.press("Save and continue editing")
    expect(page.locator(".success")).to_be_visible()
    assert [(r.number, r.text) for r in alert.recommendations.all()] == [(1, "Three"), (2, "One"), (3, "Two")]
    names = [p.organization.name for p in alert.parties.select_related("organization")]
    assert names == ["C", "B", "Genocide Watch"]
    assert curator.complaints == []
