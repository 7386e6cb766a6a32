from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error
from django.db import connections

from alerts import guards
from alerts.models import Version


def check_guards(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """forewarned.E020: the triggers that keep the log from being altered are in place, where its tables are."""
    found: list[CheckMessage] = []
    for alias in databases or []:
        connection = connections[alias]
        if Version._meta.db_table not in connection.introspection.table_names():
            continue
        found += [
            Error(
                f"The trigger {guard.name} is missing: {guard.action} of {guard.table} would not be refused.",
                hint="Run “manage.py migrate”, which installs it, and find out who removed it.",
                id="forewarned.E020",
            )
            for guard in guards.missing(connection)
        ]
    return found
