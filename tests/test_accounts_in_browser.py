"""Signing in, in a real browser: invited, with an app's codes, with a passkey, and locked out."""

import os
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import Group
from django.test import RequestFactory
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts import factors, invitations, lockout
from accounts.models import AccountEvent, Member
from alerts.models import Alert
from tests import cast, staff
from tests.codes import code

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("SCREENSHOTS", "")
PASSWORD = "seven quiet herons"


@pytest.fixture
def complaints(page: Page) -> list[str]:
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


def look(page: Page, name: str, complaints: list[str]) -> None:
    """Nothing that the browser or axe complains of; and pictures for people, where SCREENSHOTS names a folder."""
    assert complaints == [], name
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found] == [], name
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (name, width)
        for scheme in ("light", "dark") if SHOTS else ():
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            page.screenshot(path=Path(SHOTS) / f"{name}-{width}-{scheme}.png", full_page=True)
    page.emulate_media(color_scheme="light")
    complaints.clear()  # axe and the pictures bring styles of their own


def press(page: Page, label: str) -> None:
    page.get_by_role("button", name=label, exact=True).click()


def sign_in(page: Page, name: str, password: str = PASSWORD) -> None:
    page.fill("#id_login", name)
    page.fill("#id_password", password)
    press(page, "Sign In")


def test_whoever_is_invited_sets_up_an_app_and_signs_in_with_its_codes(
    page: Page, live_server: LiveServer, complaints: list[str]
) -> None:
    inviter = staff.member("superuser")
    staff.groups()
    groups = Group.objects.filter(name="Curators")
    _, link = invitations.invite(inviter, groups, "", RequestFactory().get("/"))
    alert = cast.draft("A draft")

    page.goto(live_server.url + link.partition("/accounts/")[1] + link.partition("/accounts/")[2])
    look(page, "invitation", complaints)
    page.fill("#id_username", "anahit")
    page.fill("#id_password", PASSWORD)
    page.fill("#id_again", PASSWORD)
    press(page, "Make the account")
    expect(page.locator("h1")).to_have_text("Sign-in and security")
    look(page, "enrolment", complaints)

    page.goto(f"{live_server.url}{staff.page(alert)}")
    expect(page.locator("h1")).to_have_text("Sign-in and security")
    page.get_by_role("link", name="Set up an app").click()
    look(page, "app", complaints)
    secret = page.locator("code.key").inner_text()
    page.fill("#id_code", "000000")
    press(page, "Activate")
    expect(page.locator(".errorlist")).to_contain_text("Incorrect")
    page.fill("#id_code", code(secret))
    press(page, "Activate")
    expect(page.locator("h1")).to_have_text("Recovery Codes")
    look(page, "recovery-codes", complaints)
    recovery = page.locator(".codes code").all_inner_texts()
    assert len(recovery) == 10
    page.get_by_role("link", name="I have kept them: go on").click()
    expect(page).to_have_url(f"{live_server.url}{staff.page(alert)}")

    press(page, "Log out")
    page.goto(f"{live_server.url}{staff.page(alert)}")
    look(page, "sign-in", complaints)
    sign_in(page, "anahit")
    look(page, "second-factor", complaints)
    digits = code(secret)
    page.fill("#id_code", digits)
    press(page, "Sign In")
    expect(page).to_have_url(f"{live_server.url}{staff.page(alert)}")
    assert Alert.objects.get(pk=alert.pk).title in page.title()

    press(page, "Log out")
    sign_in(page, "anahit")
    page.fill("#id_code", digits)
    press(page, "Sign In")
    expect(page.locator(".errorlist")).to_contain_text(re.compile("Incorrect code|used already"))
    page.fill("#id_code", recovery[3])
    press(page, "Sign In")
    expect(page).to_have_url(f"{live_server.url}/admin/")
    assert complaints == []


def test_a_passkey_gets_its_owner_in_while_the_name_is_locked(
    page: Page, live_server: LiveServer, complaints: list[str]
) -> None:
    reviewer = staff.member("reviewer")
    reviewer.set_password(PASSWORD)
    reviewer.save()
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    device = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options = device | {"isUserVerified": True, "automaticPresenceSimulation": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    page.goto(f"{live_server.url}/admin/")
    sign_in(page, reviewer.username)
    page.get_by_role("link", name="Add a passkey").click()
    look(page, "add-passkey", complaints)
    page.fill("#id_name", "Phone")
    press(page, "Add a passkey")
    expect(page.locator("h1")).to_have_text("Recovery Codes")
    page.goto(f"{live_server.url}/accounts/factors/")
    look(page, "security", complaints)
    page.get_by_role("link", name="Rename or remove").click()
    expect(page.locator("h2")).to_contain_text("Phone")
    look(page, "passkeys", complaints)
    page.get_by_role("link", name="Remove").click()
    press(page, "Remove")
    expect(page.locator(".errornote, .messagelist .error")).to_contain_text("last second factor")
    assert factors.primary(reviewer).count() == 1

    press(page, "Log out")
    for _ in range(lockout.FREE_FROM_ONE_PLACE + 1):
        sign_in(page, reviewer.username, "a wrong guess")
        page.wait_for_load_state()
    expect(page.locator(".errorlist")).to_contain_text("Try again in a minute, or sign in with a passkey")
    look(page, "locked-out", complaints)
    sign_in(page, reviewer.username)
    expect(page.locator(".errorlist")).to_contain_text("Too many attempts")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(f"{live_server.url}/admin/")
    kinds = set(AccountEvent.objects.filter(account=reviewer).values_list("kind", flat=True))
    assert kinds == {"signed_in", "signed_out", "refused", "locked_out", "factor_added"}
    assert complaints == []


def test_the_admin_speaks_the_language_that_was_chosen(
    page: Page, live_server: LiveServer, complaints: list[str]
) -> None:
    first = staff.member("superuser")
    first.set_password(PASSWORD)
    first.save()
    Member.objects.create(user=first, password_alone=True)
    page.goto(f"{live_server.url}/admin/")
    sign_in(page, first.username)
    expect(page.locator(".factor-due")).to_contain_text("A second factor is due")
    page.get_by_role("link", name="Language").click()
    look(page, "language", complaints)
    page.select_option("#language", "ar")
    press(page, "Save")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    look(page, "arabic", complaints)
    page.goto(f"{live_server.url}/admin/accounts/invitation/add/")
    look(page, "invite-arabic", complaints)
    page.goto(f"{live_server.url}/")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert complaints == []
