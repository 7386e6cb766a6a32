"""Two curators with one draft open, in two real browsers: each sees the other, and neither overwrites the other."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from alerts.models import Alert
from tests import cast, staff
from tests.test_admin_in_browser import desk

__all__ = ["desk"]  # a fixture
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_later_of_two_curators_is_asked_and_both_changes_are_kept(desk: Any) -> None:
    alert = cast.draft("As it was", body="One.\n\nTwo.\n\nThree.")
    cast.recommendation(alert, "Stop arms sales.", 1)
    alpha, beta = desk("curator", "curator-a"), desk("curator", "curator-b")
    first, second = alpha.open(staff.page(alert)), beta.open(staff.page(alert))
    expect(second.locator("[data-hold]")).to_contain_text("curator-a has this open since")
    first.fill("#id_title", "What Alpha saved")
    first.fill("#id_recommendations-0-text", "Stop all sales.")
    first.fill("#id_body", "One, said Alpha.\n\nTwo.\n\nThree.")
    first.click("[name=_save]")
    second.fill("#id_title", "What Beta typed")
    second.fill("#id_symbol", "B/2")
    second.fill("#id_recommendations-0-text", "Stop arms transfers.")
    second.fill("#id_body", "One.\n\nTwo.\n\nThree, said Beta.")
    second.click("[name=_save]")
    expect(second.get_by_role("heading", name="Somebody else saved it meanwhile")).to_be_visible()
    expect(second.locator("#content-main")).to_contain_text("curator-a saved it on")
    assert Alert.objects.get(pk=alert.pk).title == "What Alpha saved"
    assert [c for c in beta.complaints + alpha.complaints if "409" not in c] == []  # axe brings styles of its own
    beta.shoot("conflict")
    assert [v["id"] for v in Axe().run(second, context="#content").response["violations"]] == []
    second.locator("fieldset.side", has_text="What Beta typed").get_by_label("Mine").check()
    second.locator("fieldset.side", has_text="transfers").get_by_label("Both").check()
    beta.press("Save what is chosen")
    expect(second.locator(".success")).to_be_visible()
    alert.refresh_from_db()
    assert (alert.title, alert.symbol) == ("What Beta typed", "B/2")
    assert alert.body.replace("\r", "") == "One, said Alpha.\n\nTwo.\n\nThree, said Beta."
    texts = [ask.text for ask in alert.recommendations.order_by("number")]
    assert texts == ["Stop all sales.", "Stop arms transfers."]
    second.goto(f"{beta.url}{staff.page(alert, 'history')}")
    expect(second.locator("#content-main tbody tr")).to_have_count(3)
    beta.shoot("history")
    assert [v["id"] for v in Axe().run(second, context="#content").response["violations"]] == []
    second.locator("#content-main tbody tr").first.get_by_role("link").click()
    expect(second.locator(".difference")).to_contain_text("Beta typed")
    beta.shoot("state")
    assert [v["id"] for v in Axe().run(second, context="#content").response["violations"]] == []
    second.goto(f"{beta.url}/admin/alerts/alert/")
    beta.shoot("list")
