"""Guards: triggers by which the database itself refuses to alter or delete the proof of what was published.

A migration that remakes a table on SQLite drops its triggers, so `migrate` installs them anew each time it has run, and
a system check looks whether they are there.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper

from alerts.models import Event, Version, VersionContent

_FUNCTION = "forewarned_refuse"


@dataclass(frozen=True)
class Guard:
    """A trigger that refuses one kind of statement on one table."""

    table: str
    action: str

    @property
    def name(self) -> str:
        return f"guard_{self.table}_{self.action.lower()}"


def guards(vendor: str) -> list[Guard]:
    """The guards that a database of `vendor` needs. Only a version's content may be deleted, by a redaction."""
    refused = {Version: ["UPDATE", "DELETE"], Event: ["UPDATE", "DELETE"], VersionContent: ["UPDATE"]}
    truncate = ["TRUNCATE"] if vendor == "postgresql" else []
    return [Guard(m._meta.db_table, action) for m, actions in refused.items() for action in [*actions, *truncate]]


def install(connection: BaseDatabaseWrapper) -> None:
    """Make the guards that are missing; none whose table is not there yet. Safe to repeat."""
    tables = set(connection.introspection.table_names())
    wanted = [g for g in missing(connection) if g.table in tables]
    with connection.cursor() as cursor:
        if wanted and connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL_FUNCTION)
        for guard in wanted:
            cursor.execute(_create(guard, connection.vendor))


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the guards away. For the test runner alone, which must empty tables between tests."""
    there = _installed(connection)
    with connection.cursor() as cursor:
        for guard in guards(connection.vendor):
            if guard.name in there:
                on = f' ON "{guard.table}"' if connection.vendor == "postgresql" else ""
                cursor.execute(f'DROP TRIGGER "{guard.name}"{on}')


def missing(connection: BaseDatabaseWrapper) -> list[Guard]:
    """The guards that the database lacks, or that were switched off."""
    there = _installed(connection)
    return [g for g in guards(connection.vendor) if g.name not in there]


def _installed(connection: BaseDatabaseWrapper) -> set[str]:
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        rows: Iterable[tuple[str]] = cursor.fetchall()
    return {name for (name,) in rows}


_POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % is refused: the log is never altered', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def _create(guard: Guard, vendor: str) -> str:
    if vendor == "postgresql":
        return (
            f'CREATE TRIGGER "{guard.name}" BEFORE {guard.action} ON "{guard.table}" '
            f"FOR EACH STATEMENT EXECUTE FUNCTION {_FUNCTION}()"
        )
    return (
        f'CREATE TRIGGER "{guard.name}" BEFORE {guard.action} ON "{guard.table}" BEGIN '
        f"SELECT RAISE(ABORT, '{guard.action} of {guard.table} is refused: the log is never altered'); END"
    )
