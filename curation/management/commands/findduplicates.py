from typing import Any

from django.core.management.base import BaseCommand

from curation import duplicates


class Command(BaseCommand):
    help = "Look for alerts that may be one document entered twice. The desk lists them; run it once a day, say."

    def handle(self, *args: Any, **options: Any) -> None:
        count = duplicates.find()
        self.stdout.write(f"{count} likely duplicate{'' if count == 1 else 's'} to look at.")
