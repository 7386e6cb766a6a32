"""The scheduler as a process: what was approved is published once, by however many of them run, and late if need be."""

import pytest

from tests.instances import Instance, finish

pytestmark = [pytest.mark.slow]
APPROVED = """
from datetime import timedelta
from django.utils import timezone
from curation import review, schedule
from curation.models import Release
from tests import cast
for number in range(6):
    alert = cast.draft(f"Alert {number}")
    review.submit(alert, cast.curator())
    schedule.approve(alert, cast.reviewer(), timezone.now() + timedelta(hours=1))
Release.objects.update(not_before=timezone.now() - timedelta(days=1))
"""
COUNTED = """
from alerts.models import Event, Version
from curation.models import Release
print(Event.objects.count(), Version.objects.count(), Release.objects.count())
"""


def test_two_at_once_publish_what_is_overdue_and_nothing_twice(instance: Instance) -> None:
    instance.run(APPROVED)
    both = [instance.command("publishscheduled") for _ in range(2)]
    said = "".join(finish(process) for process in both)
    assert said.count("is public, as version 1.") == 6
    assert instance.run(COUNTED).split()[-3:] == ["6", "6", "0"]
