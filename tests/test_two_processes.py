"""Real databases on disk and real processes: the log stays gapless in a race, and what is redacted leaves the disk."""

import pytest
from django.db import connection

from tests.instances import Instance, finish
from tests.rounds import rounds

ALERTS = rounds(120, 1000)
RENAMES = rounds(15, 40)

DRAFTS = """
from tests import cast
cast.organization(); cast.reviewer()
for n in range({alerts}):
    cast.draft(f"Alert {{n}}")
"""

PUBLISH = """
from alerts import publishing
from alerts.models import Alert
from tests import cast
by = cast.User.objects.get(username="reviewer")
for alert in Alert.objects.filter(status="draft", pk__iregex=r"[{digits}]$").order_by("?" if {shuffled} else "pk"):
    publishing.publish(alert, by)
"""

RENAME = """
import time
from django.db import transaction
from alerts.changes import altered
from alerts.models import Alert
from tests import cast
body = cast.organization()
for n in range({renames}):
    with transaction.atomic():
        body.name = f"Genocide Watch {{n}}"
        body.save()
        altered(Alert.objects.published().values_list("pk", flat=True)[:100])
    time.sleep(0.1)
"""

LOOK = """
from alerts.models import Alert, Change, Event, Version, VersionContent
from alerts import publishing
n = {alerts}
assert Alert.objects.published().count() == n, Alert.objects.published().count()
assert list(Event.objects.values_list("number", flat=True)) == list(range(1, n + 1))
changes = list(Change.objects.values_list("number", flat=True))
assert changes == list(range(1, len(changes) + 1)) and len(changes) >= n
assert Version.objects.values("alert").distinct().count() == Version.objects.count() == n
for content in VersionContent.objects.select_related("version"):
    assert content.version.sha256 == publishing.digest(content.salt, content.canonical)
print("gapless")
"""

REDACT = """
from alerts import publishing
from tests import cast
alert = cast.draft("About Zxqvanna", abstract="Zxqvanna saw it. " * 200)
cast.recommendation(alert, "Protect Zxqvanna.")
publishing.publish(alert, cast.reviewer())
for n in range(5):
    alert = cast.revised(alert, f"Again Zxqvanna {n}")
print(publishing.redact(alert, cast.redactor(), cast.redactor("second"), ["Zxqvanna"], "safety").elsewhere)
"""


@pytest.mark.slow
def test_processes_publishing_and_renaming_at_once_leave_a_gapless_log(instance: Instance) -> None:
    instance.run(DRAFTS.format(alerts=ALERTS))
    odd = instance.start(PUBLISH.format(digits="13579", shuffled=False))
    even = instance.start(PUBLISH.format(digits="02468", shuffled=True))
    finish(instance.start(RENAME.format(renames=RENAMES)))
    finish(odd)
    finish(even)
    assert "gapless" in instance.run(LOOK.format(alerts=ALERTS))


def test_redacted_words_leave_the_disk(instance: Instance) -> None:
    assert "[]" in instance.run(REDACT)
    on_disk = b"".join(p.read_bytes() for p in instance.folder.rglob("*") if p.is_file())
    assert b"xqvanna" not in on_disk.lower()
    assert b"redacted" in on_disk or connection.vendor == "postgresql"
