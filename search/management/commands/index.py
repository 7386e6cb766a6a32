"""`index`: bring the search index to where the archive is, once or for ever."""

import gc
import signal
import sys
import time
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection

from search import index, keeping
from search.engine import Unusable

_LOOK_EVERY = 0.5  # seconds
_AFTER_FAILURE = 5.0


class Command(BaseCommand):
    help = "Brings the search index up to date: once, or with --follow as a service that goes on."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--rebuild", action="store_true", help="make it anew beside the one that is read, then swap")
        what.add_argument("--follow", action="store_true", help="go on until stopped (SIGTERM or Ctrl+C)")
        what.add_argument("--status", action="store_true", help="only say how it stands")

    def handle(self, *args: Any, **options: Any) -> None:
        before = signal.signal(signal.SIGTERM, stop)
        try:
            self.work(**options)
        finally:
            signal.signal(signal.SIGTERM, before)

    def work(self, **options: Any) -> None:
        gc.freeze()  # or what Django is made of is looked through again with every thousand alerts
        if not options["status"]:
            index.examine()
        try:
            if options["follow"]:
                self.follow()
            elif options["status"]:
                self.tell_status()
            else:
                self.once(rebuild=options["rebuild"])
        except KeyboardInterrupt:
            self.stderr.write("\nStopped. The index is as it was committed last.")
        except Unusable as error:
            raise CommandError(f"The index could not be written: {error}") from error

    def once(self, rebuild: bool) -> None:
        progress = Progress(self.stdout)
        done = index.rebuild(progress.tell) if rebuild else index.bring_up(progress.tell)
        progress.end()
        if not done:
            raise CommandError("Another process is making the index at this moment.")
        self.stdout.write(f"The index holds every change up to {index.look().number}.")

    def follow(self) -> None:
        """Look at the feed twice a second. What fails is told once, and tried again."""
        failed = ""
        while True:
            try:
                index.bring_up(Progress(self.stdout).tell)
                failed = ""
            except (DatabaseError, Unusable, OSError) as error:
                if failed != (failed := " ".join(str(error).split())):
                    self.stderr.write(f"Tried again every {_AFTER_FAILURE:.0f} s: {failed}")
                connection.close()
                time.sleep(_AFTER_FAILURE)
            time.sleep(_LOOK_EVERY)

    def tell_status(self) -> None:
        """Raise CommandError where the index cannot be used."""
        state, folder = index.look(), keeping.home().current()
        fault = state.fault or (keeping.damage(folder) if folder else "")
        if fault or folder is None:
            raise CommandError(f"The index cannot be used. {fault} It is made anew by: manage.py index")
        self.stdout.write(
            f"Folder   {folder}\n"
            f"Size     {keeping.size(folder) / 1e6:.1f} MB\n"
            f"Holds    every change up to {state.number} of {state.head}"
            + ("\nWorn     its files may hold words that were erased; it is made anew" if state.worn else "")
        )


def stop(signum: int, frame: FrameType | None) -> None:
    sys.exit(0)


class Progress:
    """How far it is: on a terminal in one line that changes, elsewhere a line for every tenth."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream
        self.begun = time.monotonic()
        self.tenth = 0

    def tell(self, done: int, of: int) -> None:
        seconds = max(time.monotonic() - self.begun, 0.001)
        speed = done / seconds
        left = max(of - done, 0) / speed
        line = f"{done:,} of {of:,} alerts, {speed:,.0f} a second, about {clock(left)} left"
        if self.stream.isatty():
            self.stream.write(f"\r{line:<70}", ending="")
            self.stream.flush()
        elif done * 10 // max(of, 1) > self.tenth:
            self.tenth = done * 10 // max(of, 1)
            self.stream.write(line)

    def end(self) -> None:
        if self.stream.isatty():
            self.stream.write("")


def clock(seconds: float) -> str:
    """Minutes and seconds, as 2:05."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"
