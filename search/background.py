"""Upkeep outside the request: one thread, one work at a time, in each process."""

import atexit
import logging
import os
import threading
import time
from collections.abc import Callable

from django.conf import settings
from django.db import connections

logger = logging.getLogger(__name__)

_AFTER_FAILURE = 30.0  # seconds; a disk that is full is not asked with every search
_AT_EXIT = 10.0  # seconds; what takes longer is done by the next process that finds it undone


class _Background:
    def __init__(self) -> None:
        self._forget()
        os.register_at_fork(after_in_child=self._forget)  # a forked worker has no threads

    def _forget(self) -> None:
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._rest_until = float("-inf")

    def start(self, work: Callable[[], object]) -> None:
        with self._lock:
            if (self._thread and self._thread.is_alive()) or time.monotonic() < self._rest_until:
                return
            self._thread = threading.Thread(target=self._run, args=[work], name="search index", daemon=True)
            self._thread.start()

    def _run(self, work: Callable[[], object]) -> None:
        try:
            work()
        except Exception:
            logger.exception("The upkeep of the search index failed; it is tried again")
            self._rest_until = time.monotonic() + _AFTER_FAILURE
        finally:
            connections.close_all()  # those of this thread

    def wait(self, seconds: float | None = None) -> None:
        if self._thread:
            self._thread.join(seconds)


_background = _Background()
atexit.register(_background.wait, _AT_EXIT)


def in_background(work: Callable[[], object]) -> None:
    """Have `work` done by a thread of this process, unless it is busy: who finds it undone then, asks again."""
    if settings.INDEX_IN_BACKGROUND:
        _background.start(work)


def wait() -> None:
    """Until what was started is done."""
    _background.wait()
