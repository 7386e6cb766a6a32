"""Archives of their own, on disk and driven by real processes, for what one process cannot show."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection


class Instance:
    """An archive of its own, with its data folder and its database, driven by `manage.py shell`."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.folder = folder
        self.environment = os.environ | {"DATA_DIR": str(folder), "DATABASE_URL": database_url}
        self.environment["DJANGO_SETTINGS_MODULE"] = "config.settings"

    def start(self, code: str) -> "subprocess.Popen[str]":
        return self.command("shell", "--no-imports", "-c", code)

    def command(self, *words: str) -> "subprocess.Popen[str]":
        """Start a command of `manage.py`."""
        return subprocess.Popen(
            [sys.executable, "-W", "ignore", "manage.py", *words], cwd=settings.BASE_DIR, env=self.environment,
            text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
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
