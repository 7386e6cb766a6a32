"""`resetfactors NAME`: for a member of the staff who has lost device and recovery codes."""

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import factors


class Command(BaseCommand):
    help = "Removes all second factors of an account and ends its sessions; the next sign-in sets up new ones."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the name that the account signs in with")

    def handle(self, *args: Any, **options: Any) -> str:
        user = User.objects.filter(username=options["name"]).first()
        if user is None:
            raise CommandError(f"No account is called {options['name']!r}; capitals count.")
        removed = factors.reset(user, by="the command line")
        return (
            f"{removed} factors of {user.username} are removed, its sessions have ended. "
            "Be sure that whoever asked is who they say: the next to sign in with its password sets up new ones."
        )
