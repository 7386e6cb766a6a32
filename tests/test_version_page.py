"""The page of a version: what the archive showed then, marked as such, and what a redaction leaves of it."""

import json

import pytest
from django.test import Client

from alerts import publishing
from alerts.models import Alert, VersionContent
from tests import cast
from tests.full_alert import full_published

pytestmark = [pytest.mark.once, pytest.mark.django_db]


@pytest.fixture
def alert() -> Alert:
    return cast.revised(cast.published("First title"), "Corrects the spelling.", title="Second title")


def test_an_earlier_version_shows_what_was_shown_then_and_says_so(client: Client, alert: Alert) -> None:
    html = client.get(f"/alerts/{alert.uid}/v1/").text
    assert "First title" in html
    assert "This is version 1, an earlier one" in html
    assert f'<a href="{alert.get_absolute_url()}">See the alert as it is today (version 2)</a>' in html
    assert alert.versions.get(number=1).sha256 in html
    assert '<meta name="robots" content="noindex">' in html


def test_the_current_version_says_that_it_is_current_and_what_it_changed(client: Client, alert: Alert) -> None:
    html = client.get(f"/alerts/{alert.uid}/v2/").text
    assert "This is version 2, the current one" in html
    assert "Corrects the spelling." in html


def test_the_page_of_today_lists_its_versions_with_their_notes_and_hashes(client: Client, alert: Alert) -> None:
    html = client.get(alert.get_absolute_url()).text
    for version in alert.versions.all():
        assert f'href="/alerts/{alert.uid}/v{version.number}/"' in html
        assert version.sha256 in html
    assert "Corrects the spelling." in html


def test_names_are_those_of_then_and_lead_nowhere(client: Client) -> None:
    alert = full_published()
    issuer = cast.organization("Lemkin Institute")
    issuer.name = "Raphael Institute"
    issuer.save()
    html = client.get(f"/alerts/{alert.uid}/v1/").text
    assert "Lemkin Institute" in html
    assert "Raphael Institute" not in html
    assert 'href="/organizations/' not in html.partition("<main")[2]


@pytest.mark.parametrize("number", ["0", "3", "99999999999999999999", "9" * 4000])
def test_a_version_that_never_was_is_404(client: Client, alert: Alert, number: str) -> None:
    assert client.get(f"/alerts/{alert.uid}/v{number}/").status_code == 404


def test_versions_of_drafts_and_unknown_alerts_are_404(client: Client, alert: Alert) -> None:
    copy = publishing.revise(alert, cast.reviewer())
    assert client.get(f"/alerts/{copy.uid}/v1/").status_code == 404
    assert client.get("/alerts/zzzzzzzzzz/v1/").status_code == 404


def test_a_version_whose_words_were_redacted_is_gone_but_proven(client: Client, alert: Alert) -> None:
    first = alert.versions.get(number=1)
    publishing.redact(alert, cast.redactor("one"), cast.redactor("two"), ["First"], "court_order")
    answer = client.get(f"/alerts/{alert.uid}/v1/")
    assert answer.status_code == 410
    assert "First title" not in answer.text
    assert first.sha256 in answer.text
    assert "was erased" in answer.text
    today = client.get(alert.get_absolute_url()).text
    assert "its content was erased by a redaction" in today
    assert "First title" not in today


def test_a_version_of_an_older_shape_can_still_be_read(client: Client, alert: Alert) -> None:
    record = json.loads(VersionContent.objects.get(version__number=1).canonical)
    assert record["schema"] == 1
    assert client.get(f"/alerts/{alert.uid}/v1/").status_code == 200
