"""The index as a process reads it: opened when it is first asked, and again when another process has written."""

import os
import threading
import time
from pathlib import Path

from search import keeping
from search.engine import Engine, Unusable
from search.keeping import Home

_LOOK_EVERY = 0.2  # seconds


class Reader:
    """Holds the open index of a process for all its threads. It looks at the disk five times a second at most."""

    def __init__(self) -> None:
        self._forget()
        os.register_at_fork(after_in_child=self._forget)  # what is open cannot be taken along into a forked worker

    def _forget(self) -> None:
        self._lock = threading.Lock()
        self._engine: Engine | None = None
        self._home: Home | None = None
        self._seen: tuple[Path, int, int] | None = None
        self._looked = float("-inf")

    def engine(self, home: Home, at_once: bool = False) -> Engine | None:
        """The index of `home`, as it was committed at most 0.2 s ago, or just now; None where there is none to read."""
        with self._lock:
            if at_once or home != self._home or time.monotonic() - self._looked > _LOOK_EVERY:
                self._home, self._looked = home, time.monotonic()
                self._look(home)
            return self._engine

    def mark(self, home: Home) -> object:
        """What `engine` reads: a folder, and the time and number of its newest file; None where there is none."""
        self.engine(home)
        return self._seen

    def is_worn(self) -> bool:
        """Whether the index that is open should be made anew, for what its files still hold."""
        return self._seen is not None and (self._seen[0] / keeping.WORN).exists()

    def _look(self, home: Home) -> None:
        """Open or reload the index if it was written to since. One that is swapped meanwhile is looked for again."""
        for _ in range(3):
            folder = home.current()
            if folder is None:
                self._engine, self._seen = None, None
                return
            try:
                self._open(folder)
                return
            except (Unusable, FileNotFoundError):
                self._engine, self._seen = None, None
                if folder == home.current() and keeping.damage(folder):
                    keeping.note(folder, keeping.DAMAGED)

    def _open(self, folder: Path) -> None:
        # Read before the index is: a commit in between is then seen the next time. Each commit writes a new file.
        meta = (folder / "meta.json").stat()
        seen = (folder, meta.st_mtime_ns, meta.st_ino)
        if seen == self._seen:
            return
        if self._engine and self._seen and self._seen[0] == folder:
            self._engine.reload()
        else:
            self._engine = Engine(folder, make=False)
        self._seen = seen
