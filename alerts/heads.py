"""Gapless sequences: the heads of the event log and of the change feed."""

from django.db import transaction

from alerts.models import LogHead

EVENTS = "events"
CHANGES = "changes"


def lock(name: str) -> LogHead:
    """The head of a sequence, locked until the transaction ends. Take `EVENTS` before `CHANGES`, never after.

    A sequence of the database would leave gaps after a rollback, and its numbers would not follow the order of commit.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A head is locked inside a transaction, or not at all.")
    LogHead.objects.get_or_create(name=name)
    return LogHead.objects.select_for_update().get(name=name)


def latest(name: str) -> int:
    """The last number of a sequence. What is derived of public alerts is as it was while that of CHANGES is."""
    return LogHead.objects.filter(name=name).values_list("number", flat=True).first() or 0


def take(head: LogHead, count: int = 1) -> range:
    """The next `count` numbers after a locked head."""
    first = head.number + 1
    head.number += count
    head.save(update_fields=["number"])
    return range(first, head.number + 1)
