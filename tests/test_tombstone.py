"""What the archive withdrew: its address says so for ever, and tells no more than is harmless."""

import re

import pytest
from django.test import Client

from alerts import publishing
from alerts.models import Alert, Event
from identifiers.models import FormerAddress, Kind
from tests import cast

pytestmark = [pytest.mark.once, pytest.mark.django_db]


def withdrawn(title: str = "Zebra alert", reason: str = "privacy", show_title: bool = False) -> Alert:
    alert = cast.revised(cast.published(title), "A note of zebra.", abstract="Zebra words.")
    publishing.withdraw(alert, cast.reviewer(), reason, show_title, private_note="zebra was named")
    return Alert.objects.get(pk=alert.pk)


@pytest.mark.parametrize("rest", ["", "zebra-alert/", "anything/", "v1/", "v2/", "v99/"])
def test_each_of_its_addresses_answers_410_with_dates_reason_and_hashes(client: Client, rest: str) -> None:
    alert = withdrawn()
    answer = client.get(f"/alerts/{alert.uid}/{rest}")
    assert answer.status_code == 410
    assert "privacy of a person" in answer.text
    assert re.search(r"withdrew it on <strong>\d+ \w+ \d{4}</strong>", answer.text)
    for version in alert.versions.all():
        assert version.sha256 in answer.text


@pytest.mark.parametrize("rest", ["", "anything/", "v1/"])
def test_nothing_of_its_words_is_told(client: Client, rest: str) -> None:
    assert "zebra" not in client.get(f"/alerts/{withdrawn().uid}/{rest}").text.casefold()


def test_the_title_is_told_where_it_is_harmless(client: Client) -> None:
    html = client.get(f"/alerts/{withdrawn(reason='duplicate', show_title=True).uid}/").text
    assert "<h1>Zebra alert</h1>" in html
    assert "held twice in this archive" in html
    assert "Zebra words" not in html


def test_no_redirect_tells_the_title_in_its_slug(client: Client) -> None:
    alert = withdrawn()
    FormerAddress.objects.create(kind=Kind.ALERT, value="old", uid=alert.uid)
    assert client.get("/alerts/old/")["Location"] == f"/alerts/{alert.uid}/"
    assert "Location" not in client.get(f"/alerts/{alert.uid}/")


def test_a_working_copy_of_it_changes_nothing(client: Client) -> None:
    alert = withdrawn()
    cast.confirm(publishing.revise(alert, cast.curator()), title="Giraffe")
    html = client.get(f"/alerts/{alert.uid}/").text
    assert "Giraffe" not in html


def test_published_again_it_is_there_again(client: Client) -> None:
    alert = withdrawn(reason="error")
    publishing.publish(cast.confirm(publishing.revise(alert, cast.curator()), title="Mended"), cast.reviewer())
    answer = client.get(f"/alerts/{alert.uid}/mended/")
    assert answer.status_code == 200
    assert "published again" in answer.text
    assert Event.objects.filter(kind="withdraw").exists()


def test_who_did_it_is_not_told(client: Client) -> None:
    assert "reviewer" not in client.get(f"/alerts/{withdrawn().uid}/").text
