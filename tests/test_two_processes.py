"""Real databases on disk and real processes: the log stays gapless in a race, and what is redacted leaves the disk."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection

ALERTS = 1000

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
for n in range(40):
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


class Instance:
    """An archive of its own, with its data folder and its database, driven by `manage.py shell`."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.folder = folder
        self.environment = os.environ | {"DATA_DIR": str(folder), "DATABASE_URL": database_url}
        self.environment["DJANGO_SETTINGS_MODULE"] = "config.settings"

    def start(self, code: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-W", "ignore", "manage.py", "shell", "--no-imports", "-c", code]
        return subprocess.Popen(
            command, cwd=settings.BASE_DIR, env=self.environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def run(self, code: str) -> str:
        return finish(self.start(code))


def finish(process: "subprocess.Popen[str]") -> str:
    output, _ = process.communicate(timeout=600)
    assert process.returncode == 0, output
    return output


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[Instance]:
    """A migrated archive on the database that the suite runs on."""
    if connection.vendor == "sqlite":
        made = Instance(tmp_path, "")
        migrate(made)
        yield made
        return
    name = f"forewarned_{os.getpid()}"
    server = connection.settings_dict
    where = {"host": server["HOST"], "port": server["PORT"], "user": server["USER"], "password": server["PASSWORD"]}
    with psycopg.connect(**where, dbname="postgres", autocommit=True) as postgres:
        postgres.execute(f'CREATE DATABASE "{name}"')
        try:
            login = f"{where['user']}:{where['password']}".rstrip(":")
            made = Instance(tmp_path, f"postgres://{login}@{where['host']}:{where['port'] or 5432}/{name}")
            migrate(made)
            yield made
        finally:
            postgres.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def migrate(instance: Instance) -> None:
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "-v0"], cwd=settings.BASE_DIR, env=instance.environment, check=True
    )


@pytest.mark.slow
def test_processes_publishing_and_renaming_at_once_leave_a_gapless_log(instance: Instance) -> None:
    instance.run(DRAFTS.format(alerts=ALERTS))
    odd = instance.start(PUBLISH.format(digits="13579", shuffled=False))
    even = instance.start(PUBLISH.format(digits="02468", shuffled=True))
    finish(instance.start(RENAME.format()))
    finish(odd)
    finish(even)
    assert "gapless" in instance.run(LOOK.format(alerts=ALERTS))


def test_redacted_words_leave_the_disk(instance: Instance) -> None:
    assert "[]" in instance.run(REDACT)
    on_disk = b"".join(p.read_bytes() for p in instance.folder.rglob("*") if p.is_file())
    assert b"xqvanna" not in on_disk.lower()
    assert b"redacted" in on_disk or connection.vendor == "postgresql"
