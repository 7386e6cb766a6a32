"""The one place that takes the database's guards away: the test runner, to empty the tables between tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.test import TransactionTestCase

from alerts import guards


@contextmanager
def guards_lifted() -> Iterator[None]:
    """No guards inside the block; all of them again after it."""
    guards.remove(connection)
    try:
        yield
    finally:
        guards.install(connection)


def empty_tables_without_guards() -> None:
    """Have tests that commit empty their tables with the guards lifted."""
    flush = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def teardown(self: Any) -> None:
        with guards_lifted():
            flush(self)

    TransactionTestCase._fixture_teardown = teardown  # type: ignore[attr-defined]
