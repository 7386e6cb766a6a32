from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError

from alerts.publishing import PublishingError
from intake.account import CATALOGUE
from intake.catalogue import load
from intake.problems import CatalogueError


class Command(BaseCommand):
    help = (
        "Load the catalogue: a folder of CSV files (fixtures/README.md), as a whole or not at all. "
        "Loading again changes nothing, unless you say --update."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=settings.BASE_DIR / "fixtures")
        parser.add_argument(
            "--update", action="store_true",
            help="bring what is held up to date where it differs; public alerts get a new version, which replaces "
            "changes that were made here",
        )  # fmt: skip
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")
        parser.add_argument(
            "--by", metavar="USERNAME",
            help=f"in whose name; by default a service account “{CATALOGUE}” that cannot log in",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> str:
        folder: Path = options["folder"]
        if not folder.is_dir():
            raise CommandError(f"There is no folder {folder}.")
        self.is_quiet = options["verbosity"] == 0
        try:
            summary = load(folder, options["by"], options["update"], options["dry_run"], self.say)
        except (CatalogueError, ValueError, PublishingError) as error:
            raise CommandError(str(error)) from error
        except PermissionDenied as error:
            raise CommandError(f"{error} Nothing was loaded.") from error
        except IntegrityError as error:
            raise CommandError(f"The database refuses the catalogue, and nothing was loaded: {error}") from error
        return f"Tried out, nothing is written: {summary.text()}" if options["dry_run"] else summary.text()

    def say(self, step: str) -> None:
        """One line a step on standard error, so that standard output holds the summary alone."""
        if not self.is_quiet:
            self.stderr.write(f"{step} …", self.style.HTTP_INFO)
            self.stderr.flush()
