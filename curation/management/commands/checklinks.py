from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from curation import links
from curation.models import LinkCheck


class Command(BaseCommand):
    help = "Ask whether the web addresses that public alerts name still answer. Off unless LINK_CHECKS is 1."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once-by-hand", action="store_true", help="do it now although LINK_CHECKS is off")
        parser.add_argument("--most", type=int, default=500, help="addresses to ask for (default 500)")
        parser.add_argument(
            "--delay", type=float, default=5.0, help="seconds between two requests to a host (default 5)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        by_hand = options["once_by_hand"]
        if options["most"] < 1 or options["delay"] < 0:
            raise CommandError("--most is a number from 1, --delay a number of seconds from 0.")
        if not settings.LINK_CHECKS and not by_hand:
            self.stdout.write("Link checks are off: nothing was asked for. Set LINK_CHECKS=1, or pass --once-by-hand.")
            return
        total = links.collect()
        asked = links.check(options["most"], options["delay"], self.stdout.write, by_hand)
        dead = LinkCheck.objects.dead().count()
        self.stdout.write(f"{asked:,} of {total:,} addresses were asked for; {dead:,} are dead.")
