"""`migrate`, and then the guards: remaking a table drops its triggers, so they are looked after each time."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.commands import migrate
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from alerts import guards


class Command(migrate.Command):
    help = "Updates the database schema, and installs the guards that keep versions and events as they are."

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        with unhurried(connection):
            super().handle(*args, **options)
            if not options["plan"] and not options["check_unapplied"]:
                guards.install(connection)


@contextmanager
def unhurried(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Without PostgreSQL's statement timeout: an index on a large table takes its time."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
    yield
    if connection.connection is not None:
        with connection.cursor() as cursor:
            cursor.execute("RESET statement_timeout")
