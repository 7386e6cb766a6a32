"""Who is on what: who has a draft open is told on its page and in the list; it keeps nobody out, and is forgotten."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from alerts.models import Alert
from curation import holds
from curation.models import Hold
from tests import cast, staff

pytestmark = pytest.mark.django_db


def hold(browser: Any, alert: Alert, **said: str) -> Any:
    return browser.post(f"/admin/alerts/alert/{alert.pk}/hold/", said)


def test_the_page_and_the_list_tell_who_else_has_it_open() -> None:
    alert = cast.draft()
    alpha, beta = staff.client("curator", "curator-a"), staff.client("curator", "curator-b")
    assert alpha.get(staff.page(alert)).context["holders"] == ""
    assert "curator-a has this open since" in beta.get(staff.page(alert)).content.decode()
    assert "curator-b has this open since" in hold(alpha, alert).json()["said"]
    assert "curator-a, curator-b" in alpha.get("/admin/alerts/alert/").content.decode()


def test_it_is_forgotten_when_the_page_is_closed_or_falls_silent() -> None:
    alert = cast.draft()
    alpha, beta = staff.client("curator", "curator-a"), staff.client("curator", "curator-b")
    hold(alpha, alert)
    hold(beta, alert)
    hold(alpha, alert, leave="1")
    assert hold(beta, alert).json() == {"said": ""}
    Hold.objects.update(seen=timezone.now() - holds.LASTS - dt.timedelta(seconds=1))
    assert hold(alpha, alert).json() == {"said": ""}
    assert Hold.objects.count() == 1


def test_only_who_may_change_it_takes_one_and_only_by_posting() -> None:
    draft, public = cast.draft(), cast.published("Public")
    for role in ("nobody", "redactor"):
        assert hold(staff.client(role), draft).status_code == 403
    curator = staff.client("curator")
    assert hold(curator, public).status_code == 403
    assert curator.get(f"/admin/alerts/alert/{draft.pk}/hold/").status_code == 405
    Alert.objects.filter(pk=draft.pk).delete()
    assert "no longer there" in hold(curator, draft).json()["said"]
    assert not Hold.objects.exists()


def test_what_is_open_can_be_deleted_and_published_all_the_same() -> None:
    alert = cast.draft()
    hold(staff.client("curator", "curator-a"), alert)
    assert staff.client("curator", "curator-b").post(staff.page(alert, "delete"), {"post": "yes"}).status_code == 302
    assert not Alert.objects.filter(pk=alert.pk).exists()
