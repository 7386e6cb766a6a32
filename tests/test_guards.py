"""The database itself keeps the log: no statement alters or deletes it, and a missing guard is noticed."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from alerts import guards
from alerts.checks import check_guards
from alerts.models import Event, Version, VersionContent
from tests import cast
from tests.guards_lifted import guards_lifted

pytestmark = pytest.mark.django_db


def refused(statement: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as error:
        return "never altered" in str(error)
    return False


@pytest.mark.parametrize("model", [Version, Event])
@pytest.mark.parametrize("statement", ["UPDATE {} SET number = 9", "DELETE FROM {}"])
def test_the_log_is_neither_altered_nor_deleted(model: type, statement: str) -> None:
    cast.published()
    assert refused(statement.format(model._meta.db_table))
    assert model.objects.get().number == 1


def test_the_content_of_a_version_is_never_altered() -> None:
    cast.published()
    assert refused("UPDATE alerts_versioncontent SET canonical = '{}'")
    assert VersionContent.objects.get().canonical != "{}"


@pytest.mark.parametrize("model", [Version, Event])
def test_the_log_is_not_emptied_at_once(model: type) -> None:
    cast.published()
    connection.check_constraints()  # PostgreSQL truncates no table whose deferred constraints are still to be checked
    emptying = {"postgresql": "TRUNCATE {} CASCADE", "sqlite": "DELETE FROM {}"}[connection.vendor]
    assert refused(emptying.format(model._meta.db_table))
    assert model.objects.exists()


def test_a_missing_guard_is_noticed() -> None:
    assert guards.missing(connection) == []
    with guards_lifted():
        lost = guards.missing(connection)
        assert lost == guards.guards(connection.vendor)
        problems = check_guards(databases=["default"])
        assert [p.id for p in problems] == ["forewarned.E020"] * len(lost)
        assert all("migrate" in str(p.hint) for p in problems)
    assert check_guards(databases=["default"]) == []


@pytest.mark.django_db(transaction=True)
def test_guards_outlive_a_migration_that_remakes_the_tables() -> None:
    call_command("migrate", "alerts", "zero", verbosity=0)
    call_command("migrate", verbosity=0)
    assert guards.missing(connection) == []
    cast.published()
    assert refused("UPDATE alerts_event SET number = 9")
