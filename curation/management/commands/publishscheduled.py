"""`publishscheduled`: publish what was approved for a time that has come, once or for ever."""

import os
import signal
import sys
import time
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, connection

from curation import schedule

_LOOK_EVERY = 15.0  # seconds
_BREATH = 1.0


class Command(BaseCommand):
    help = "Publishes what was approved for a time that has come: once, or with --follow as a service that goes on."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--follow", action="store_true", help="go on until stopped (SIGTERM or Ctrl+C)")
        parser.add_argument("--with-parent", action="store_true", help="with --follow: end when the parent has ended")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["follow"]:
            done = schedule.publish_due()
            self.stdout.write("\n".join(done) or "Nothing is due.")
            return
        before = signal.signal(signal.SIGTERM, _stop)
        try:
            self.follow(os.getppid() if options["with_parent"] else None)
        except KeyboardInterrupt:
            pass
        finally:
            signal.signal(signal.SIGTERM, before)

    def follow(self, parent: int | None) -> None:
        """Look every few seconds. What fails is told once, and tried again."""
        failed, looked = "", -_LOOK_EVERY
        while parent is None or os.getppid() == parent:
            if time.monotonic() - looked >= _LOOK_EVERY:
                looked = time.monotonic()
                try:
                    for said in schedule.publish_due():
                        self.stdout.write(said)
                        self.stdout.flush()
                    failed = ""
                except DatabaseError as error:
                    if failed != (failed := " ".join(str(error).split())):
                        self.stderr.write(f"Tried again every {_LOOK_EVERY:.0f} s: {failed}")
                connection.close()
            time.sleep(_BREATH)


def _stop(signum: int, frame: FrameType | None) -> None:
    sys.exit(0)
