"""The one place that takes the database's guards away: the test runner, to empty the tables between tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test import TransactionTestCase

from alerts import guards

MADE_BY_MIGRATIONS = (ContentType, Permission, Group, Group.permissions.through)


@contextmanager
def guards_lifted() -> Iterator[None]:
    """No guards inside the block; all of them again after it."""
    guards.remove(connection)
    try:
        yield
    finally:
        guards.install(connection)


def empty_tables_without_guards() -> None:
    """Have tests that commit empty the tables that hold something: to truncate all of them takes many times longer."""

    def teardown(self: Any) -> None:
        empty_tables()

    TransactionTestCase._fixture_teardown = teardown  # type: ignore[attr-defined]


def empty_tables() -> None:
    """Leave what migrations made, as a database has it before the first test."""
    models = [m for m in apps.get_models(include_auto_created=True) if m._meta.managed]
    tables = sorted({m._meta.db_table for m in models} - {m._meta.db_table for m in MADE_BY_MIGRATIONS})
    holds_something = [f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM \"{table}\")" for table in tables]  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(holds_something))
        written = [table for (table,) in cursor.fetchall()]
    if written:
        with guards_lifted(), transaction.atomic(), connection.cursor() as cursor:
            for table in written:
                cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608
