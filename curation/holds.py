"""Who is on what: who has a draft open at this moment. It tells, and keeps nobody out (see conflicts)."""

import datetime as dt
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from alerts.models import Alert
from curation.models import Hold

# An open page says so every half minute; a closed one is forgotten after two minutes.
HEARTBEAT, LASTS = 30, dt.timedelta(minutes=2)


def take(alert: Alert, user: Any) -> list[Hold]:
    """Note that `user` has `alert` open, and tell who else has. In three queries."""
    now = timezone.now()
    Hold.objects.filter(alert=alert, seen__lt=now - LASTS).delete()
    Hold.objects.bulk_create(
        [Hold(alert=alert, user_id=user.pk, since=now, seen=now)],
        update_conflicts=True, unique_fields=["alert", "user"], update_fields=["seen"],
    )  # fmt: skip
    return list(others(alert, user))


def leave(alert_id: int, user: Any) -> None:
    """Note that `user` has closed it."""
    Hold.objects.filter(alert_id=alert_id, user_id=user.pk).delete()


def others(alert: Alert, user: Any) -> QuerySet[Hold]:
    """Who else than `user` has it open."""
    return current().filter(alert=alert).exclude(user_id=user.pk)


def current() -> QuerySet[Hold]:
    return Hold.objects.filter(seen__gte=timezone.now() - LASTS).select_related("user").order_by("since")


def with_holds(alerts: QuerySet[Any]) -> QuerySet[Any]:
    """`alerts`, each with the holds on it as `held`; in one query for all."""
    return alerts.prefetch_related(Prefetch("holds", current(), to_attr="held"))


def said(found: list[Hold]) -> str:
    """In a sentence, who has it open since when; empty where nobody has."""
    return " ".join(f"{hold.user} has this open since {timezone.localtime(hold.since):%H:%M}." for hold in found)
