"""Which alerts belong to a situation: the archive's own finding aid, outside the versions of the alerts."""

from collections.abc import Iterable

from django.db import transaction

from alerts.changes import altered
from alerts.models import Situation


@transaction.atomic
def tie(situation: Situation, alert_ids: Iterable[int]) -> set[int]:
    """Have just these alerts belong to the situation. Returns those that came or went; the feed tells of them."""
    wanted = set(alert_ids)
    held = set(situation.alerts.values_list("id", flat=True))
    moved = wanted ^ held
    situation.alerts.remove(*held - wanted)
    situation.alerts.add(*wanted - held)
    altered(moved)
    return moved
