"""A curator's path in the real admin, in a real browser: enter, review, publish, revise, withdraw, redact by two."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from alerts.models import Alert, Framework, Indicator, Measure
from organizations.models import OrganizationName
from places.models import Place, Population
from tests import cast, staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
SHOTS = os.environ.get("SCREENSHOTS", "")


class Desk:
    """The browser of one member of the staff."""

    def __init__(self, browser: Browser, url: str, role: str, name: str = "") -> None:
        self.url, self.complaints = url, list[str]()
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        client: Client = staff.client(role, name)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": url}])
        self.context, self.page = context, context.new_page()
        self.page.on("console", lambda m: self.complaints.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, path: str) -> Page:
        self.page.goto(self.url + path)
        return self.page

    def press(self, label: str) -> None:
        self.page.get_by_role("button", name=label, exact=True).click()

    def add(self, prefix: str) -> str:
        """Press “Add another” of an inline; the beginning of the new row's ids."""
        total = int(self.page.input_value(f"#id_{prefix}-TOTAL_FORMS"))
        self.page.locator(f"#{prefix}-group .add-row a").click()
        return f"#id_{prefix}-{total}"

    def choose(self, field: str, *terms: str) -> None:
        """Type into an autocomplete and take what it finds."""
        for term in terms:
            self.page.locator(f"{field} + .select2").click()
            self.page.locator(".select2-container--open .select2-search__field").fill(term)
            self.page.locator(".select2-results__option--highlighted", has_text=term).click()

    def shoot(self, name: str) -> None:
        """Pictures for people, where SCREENSHOTS names a folder."""
        if not SHOTS:
            return
        for width in (390, 1280):
            for scheme in ("light", "dark"):
                self.page.set_viewport_size({"width": width, "height": 900})
                self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                self.page.screenshot(path=Path(SHOTS) / f"{name}-{width}-{scheme}.png", full_page=True)
        self.page.set_viewport_size({"width": 1280, "height": 900})
        self.page.emulate_media(color_scheme="light")


@pytest.fixture
def desk(browser: Browser, live_server: LiveServer) -> Iterator[Any]:
    made: list[Desk] = []

    def sit(role: str, name: str = "") -> Desk:
        made.append(Desk(browser, live_server.url, role, name))
        return made[-1]

    yield sit
    for one in made:
        one.context.close()


def vocabulary(issuer: Any) -> None:
    OrganizationName.objects.create(organization=cast.organization("Armenia", "ngo"), text="Հայաստան")
    cast.organization("European Union", "intergovernmental")
    cast.alert_type(issuer)
    cast.country()
    Place.objects.create(slug="lachin", name="Lachin corridor")
    Population.objects.create(slug="armenians", name="Armenians")
    framework = Framework.objects.create(slug="stages", title="Ten Stages")
    Indicator.objects.create(framework=framework, position=9, number=9, name="Extermination")
    Measure.objects.create(slug="sanctions", label="Sanctions")
    cast.published("An earlier alert", issuer)


def enter(curator: Desk, document: Path) -> None:
    """Fill in the page of a new alert with a part of each kind, as a person does."""
    page = curator.open("/admin/alerts/alert/add/")
    page.fill("#id_title", "Red Flag Alert")
    curator.choose("#id_type", "Genocide Warning")
    page.fill("#id_language", "en")
    page.fill("#id_issued", "2022-11")
    page.fill("#id_abstract", "The body warns; it names Zaphira Quell.")
    for check in Alert.DO_NO_HARM:
        page.check(f"#id_{check}")
    row = curator.add("dates")
    page.select_option(f"{row}-kind", "posted")
    page.fill(f"{row}-edtf", "2022-11-09")
    row = curator.add("parties")
    page.select_option(f"{row}-role", "issuer")
    curator.choose(f"{row}-organization", "Genocide Watch")
    row = curator.add("parties")
    page.select_option(f"{row}-role", "signatory")
    with page.expect_popup() as popup:
        page.click(row.replace("#id_", "#add_id_") + "-organization")
    popup.value.fill("#id_name", "A Body Met Just Now")
    popup.value.select_option("#id_kind", "ngo")
    with popup.value.expect_event("close"):
        popup.value.click("[name=_save]")
    curator.choose(f"{curator.add('country_links')}-country", "Azerbaijan")
    curator.choose(f"{curator.add('place_links')}-place", "Lachin")
    curator.choose(f"{curator.add('population_links')}-population", "Armenians")
    row = curator.add("characterizations")
    page.select_option(f"{row}-crime", "genocide")
    page.select_option(f"{row}-modality", "risk")
    curator.choose(f"{curator.add('assessments')}-indicator", "Extermination")
    row = curator.add("recommendations")
    page.fill(f"{row}-text", "Impose sanctions.")
    curator.choose(f"{row}-measure", "Sanctions")
    curator.choose(f"{row}-asked", "European Union", "Armenia")
    page.fill(f"{row}-asked_as_printed", "European Union = the EU")
    row = curator.add("notes")
    page.fill(
        f"{row}-cited", "A report | https://example.org/report | A/1\nA video | https://example.org/v | | sensitive"
    )
    row = curator.add("relations")
    page.select_option(f"{row}-kind", "updates")
    curator.choose(f"{row}-target", "An earlier alert")
    row = curator.add("documents")
    page.set_input_files(f"{row}-file", document)
    curator.press("Save and continue editing")
    expect(page.locator(".success")).to_contain_text("added successfully")


def test_an_alert_goes_all_the_way(desk: Any, tmp_path: Path, live_server: LiveServer, page: Page) -> None:
    issuer = cast.organization()
    vocabulary(issuer)
    document = tmp_path / "seed.txt"
    document.write_text("the document")
    curator, reviewer = desk("curator"), desk("reviewer")

    enter(curator, document)
    alert = Alert.objects.get(title="Red Flag Alert")
    [ask] = alert.recommendations.all()
    assert [(a.organization.name, a.as_printed) for a in ask.addressees.all()] == [
        ("European Union", "the EU"), ("Armenia", ""),
    ]  # fmt: skip
    assert alert.documents.get().file_name == "seed.txt"
    assert [p.organization.slug for p in alert.parties.all()] == ["genocide-watch", "a-body-met-just-now"]
    curator.shoot("draft")
    curator.press("Send to review")
    expect(curator.page.locator(".success")).to_contain_text("in review")

    reviewer.open(f"/admin/alerts/alert/{alert.pk}/change/")
    reviewer.press("Publish …")
    reviewer.shoot("publish")
    reviewer.press("Publish")
    expect(reviewer.page.locator(".success")).to_contain_text("version 1")
    reviewer.shoot("published")
    answer = page.goto(f"{live_server.url}/alerts/{alert.uid}/")
    assert answer is not None
    assert answer.status == 200
    expect(page.locator("h1")).to_contain_text("Red Flag Alert")

    revise(curator, reviewer, alert)
    page.reload()
    expect(page.locator("h1")).to_contain_text("corrected")

    redact(desk, alert)
    page.reload()
    expect(page.locator("body")).to_contain_text("[redacted]")

    reviewer.open(f"/admin/alerts/alert/{alert.pk}/change/")
    reviewer.press("Withdraw …")
    reviewer.page.select_option("#id_reason", "error")
    reviewer.press("Show what the tombstone will say")
    expect(reviewer.page.locator(".tombstone")).to_contain_text("entered in error")
    sound(reviewer, "#content-main")
    reviewer.shoot("withdraw")
    reviewer.press("Withdraw")
    expect(reviewer.page.locator(".success")).to_contain_text("tombstone")
    answer = page.goto(f"{live_server.url}/alerts/{alert.uid}/")
    assert answer is not None
    assert answer.status == 410
    reviewer.press("Publish …")
    reviewer.press("Publish")
    expect(reviewer.page.locator(".success")).to_contain_text("version 4")
    answer = page.reload()
    assert answer is not None
    assert answer.status == 200
    reviewer.press("Versions …")
    reviewer.page.select_option("#id_a", "2")
    reviewer.press("Compare")
    sound(reviewer, ".review")
    reviewer.shoot("versions")
    for path, name in (("/admin/", "index"), ("/admin/alerts/alert/", "list")):
        curator.open(path)
        curator.shoot(name)
    assert curator.complaints == []
    assert reviewer.complaints == []


def revise(curator: Desk, reviewer: Desk, alert: Alert) -> None:
    """The curator revises; the reviewer sends it back with a note, sees the difference, and publishes it."""
    curator.open(f"/admin/alerts/alert/{alert.pk}/change/")
    curator.press("Revise")
    curator.page.fill("#id_title", "Red Flag Alert, corrected")
    curator.press("Save and continue editing")
    curator.press("Send to review")

    reviewer.open("/admin/alerts/alert/review/")
    expect(reviewer.page.locator(".queue")).to_contain_text("Revision of a public alert")
    sound(reviewer, ".review")
    reviewer.shoot("queue")
    reviewer.page.get_by_role("link", name="Red Flag Alert, corrected").click()
    expect(reviewer.page.locator(".difference ins").first).to_have_text(", corrected")
    expect(reviewer.page.locator(".as-public h1")).to_have_text("Red Flag Alert, corrected")
    expect(reviewer.page.locator(".missing")).to_contain_text("The revision has no note")
    sound(reviewer, ".review")
    reviewer.shoot("review")
    reviewer.press("Send back …")
    reviewer.page.fill("#id_note", "Write the public note.")
    reviewer.press("Send back")
    expect(reviewer.page.locator(".success")).to_contain_text("a draft again")

    curator.page.reload()
    expect(curator.page.locator(".sent-back")).to_contain_text("Write the public note.")
    curator.shoot("sent-back")
    curator.page.fill("#id_revision_note", "Corrects the title.")
    for check in Alert.DO_NO_HARM:
        curator.page.check(f"#id_{check}")
    curator.press("Save and continue editing")
    curator.press("Send to review")

    reviewer.open("/admin/alerts/alert/review/")
    reviewer.page.get_by_role("link", name="Red Flag Alert, corrected").click()
    reviewer.press("Publish …")
    reviewer.shoot("publish-review")
    reviewer.press("Publish")
    expect(reviewer.page.locator(".success")).to_contain_text("version 2")


def sound(someone: Desk, within: str) -> None:
    """What we add has no fault that axe finds, and fits a narrow screen. What axe does to the page is none."""
    page, heard = someone.page, list(someone.complaints)
    found = Axe().run(page, context=within, options=RULES)
    assert found.response["violations"] == [], found.generate_report()
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate(f"document.querySelector('{within}').scrollWidth <= innerWidth")
    page.set_viewport_size({"width": 1280, "height": 900})
    someone.complaints[:] = heard


def redact(desk: Any, alert: Alert) -> None:
    first, second = desk("redactor", "first"), desk("redactor", "second")
    first.open(f"/admin/alerts/alert/{alert.pk}/change/")
    first.press("Redact …")
    first.page.fill("#id_words", "Zaphira Quell")
    first.page.select_option("#id_reason", "safety")
    first.press("Show where they stand")
    expect(first.page.locator(".places")).to_contain_text("abstract")
    first.shoot("redact")
    first.press("Ask for it")
    expect(first.page.locator(".success")).to_contain_text("Another person")
    second.open("/admin/alerts/redactionrequest/")
    second.page.get_by_role("link", name="look").click()
    second.shoot("confirm")
    second.press("Redact for good")
    expect(second.page.locator(".success")).to_contain_text("Redacted")
    assert first.complaints == []
    assert second.complaints == []
