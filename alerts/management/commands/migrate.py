from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from alerts import guards


class Command(migrate.Command):
    help = f"{migrate.Command.help} Afterwards the guards of the log are in place."

    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        guards.install(connections[options["database"]])
