"""Archives of their own, on disk and driven by real processes, for what one process cannot show."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
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


@pytest.fixture(scope="session")
def migrated(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """An archive that holds what `migrate` makes, on the kind of database that the suite runs on: to be copied."""
    folder = tmp_path_factory.mktemp("migrated")
    if connection.vendor == "sqlite":
        yield migrate(Instance(folder, ""))
        return
    with database(f"forewarned_{os.getpid()}_migrated") as url:
        yield migrate(Instance(folder, url))


@pytest.fixture
def instance(migrated: Instance, tmp_path: Path) -> Iterator[Instance]:
    """A migrated archive of the test's own."""
    folder = Path(shutil.copytree(migrated.folder, tmp_path / "data"))
    if connection.vendor == "sqlite":
        yield Instance(folder, "")
        return
    with database(f"forewarned_{os.getpid()}", copied_from=migrated) as url:
        yield Instance(folder, url)


@contextmanager
def database(name: str, copied_from: Instance | None = None) -> Iterator[str]:
    """The address of a PostgreSQL database that lives as long as the block, beside the suite's own."""
    server = connection.settings_dict
    where = {"host": server["HOST"], "port": server["PORT"], "user": server["USER"], "password": server["PASSWORD"]}
    login = f"{where['user']}:{where['password']}".rstrip(":")
    template = copied_from.environment["DATABASE_URL"].rpartition("/")[2] if copied_from else "template1"
    with psycopg.connect(**where, dbname="postgres", autocommit=True) as postgres:
        postgres.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        try:
            yield f"postgres://{login}@{where['host']}:{where['port'] or 5432}/{name}"
        finally:
            postgres.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def migrate(instance: Instance) -> Instance:
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "-v0"], cwd=settings.BASE_DIR, env=instance.environment, check=True
    )
    return instance
