"""The upkeep of the index: it follows the change feed, is made anew beside itself, and is read by every process.

The index is derived and disposable. It holds the feed up to a number, committed with its documents, and the mark of the
entry of that number, so that an index of another history (another archive, a backup that was restored) is known and
made anew. docs/search.md tells an operator of it.
"""

import datetime as dt
import logging
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone

from alerts.models import Alert, Change, Event
from search import keeping
from search.background import in_background
from search.engine import Busy, Engine, Unusable
from search.reader import Reader
from search.schema import Document, documents

logger = logging.getLogger(__name__)
Tell = Callable[[int, int], object]

MOST_CHANGES = 1000  # in one commit
MOST_PENDING = 5000  # as many alerts a query can leave out; an index further behind is not asked
_ROWS = 500
_THREADS = min(4, os.cpu_count() or 1)
_LATE = dt.timedelta(seconds=1)

_reader = Reader()


@dataclass(frozen=True, slots=True)
class State:
    """How the index stands to the archive. `fault` says why it cannot be used; "" where it can."""

    number: int
    head: int
    fault: str
    worn: bool


# Reading --------------------------------------------------------------------------------------------------------------


def searcher() -> Engine | None:
    """The index as it was committed at most 0.2 s ago; None where there is none: one is then made in the background.

    Ask `pending` before it is asked anything.
    """
    engine = _reader.engine(keeping.home())
    if engine is None or _reader.is_worn():
        in_background(rebuild)
    return engine


@dataclass(frozen=True, slots=True)
class Pending:
    """The uids that each query must leave out (Ask.without): alerts that changed after what the index holds; and the
    number and the mark of the feed's last entry, which tell this moment of the archive from all others."""

    uids: frozenset[str]
    head: tuple[int, str]


def mark() -> object:
    """What changes whenever `searcher` would answer otherwise, and is cheap to ask."""
    return _reader.mark(keeping.home())


def pending(engine: Engine) -> Pending | None:
    """What happened after what `engine` holds.

    None where it must not be asked at all: it is too far behind, or of another archive. What is late is then caught up
    in the background. One database query.
    """
    try:
        number, entry = engine.held
    except Unusable as error:
        found_damaged(error)
        return None
    rows = _entries(number - 1, MOST_PENDING + 2)
    if number:
        if not rows or _mark(rows[0]) != (number, entry):
            in_background(rebuild)
            return None
        del rows[0]
    if rows and rows[0][2] < timezone.now() - _LATE:
        in_background(catch_up)
    if len(rows) > MOST_PENDING:
        return None
    return Pending(frozenset(uid for _, uid, _, _ in rows), _mark(rows[-1]) if rows else (number, entry))


def found_damaged(error: Unusable) -> None:
    """To be called where asking the index raised `error`: its files are looked into, and made anew if need be."""
    logger.error("The search index could not be used: %s", error)
    if examine():
        in_background(rebuild)


def examine() -> str:
    """Read all files of the index, a second or so for each gigabyte. What is damaged nobody reads again, and it is said
    what it is; "" where nothing is. Worth it at a start, for the sake of the machine's last stop.
    """
    folder = keeping.home().current()
    if not folder or not (fault := keeping.damage(folder)):
        return ""
    logger.error("The search index is damaged and is made anew: %s", fault)
    keeping.note(folder, keeping.DAMAGED)
    return fault


# Following the feed ---------------------------------------------------------------------------------------------------


def after_change() -> None:
    """Called when a change has been committed: the next click of who made it finds it. Never raises for the index.

    Where there is no index, a command or a save makes none; and many changes at once are not waited for.
    """
    state = look()
    if state.fault:
        return
    if state.head - state.number > MOST_CHANGES:
        in_background(catch_up)
        return
    try:
        catch_up()
    except Unusable as error:
        found_damaged(error)
    if look().worn:
        in_background(rebuild)


def look() -> State:
    """How the index stands at this moment. Two small queries and two looks at the disk."""
    head = Change.objects.order_by("-number").values_list("number", flat=True).first() or 0
    engine = _reader.engine(keeping.home(), at_once=True)
    if engine is None:
        return State(0, head, "There is none, or it is damaged, or of another version.", False)
    try:
        number, entry = engine.held
    except Unusable as error:
        return State(0, head, str(error), False)
    fault = "" if _continues(number, entry) else "It is of another archive, or of an archive before a backup came back."
    return State(number, head, fault, _reader.is_worn())


def catch_up() -> bool:
    """Bring the index to the head of the feed. False where there is none that could be brought there.

    One process writes at a time. Another one that finds it writing goes away at once, because whoever writes looks at
    the feed again after it has let go: a change that was committed meanwhile is found then. Raises Unusable.
    """
    home = keeping.home()
    while True:
        state = look()
        if state.fault:
            return False
        if state.number >= state.head:
            return True
        with home.lock(keeping.WRITING) as mine:
            if not mine:
                return True
            if folder := home.current():
                try:
                    _follow(folder)
                except Busy:
                    return True


def _follow(folder: Path) -> None:
    """Write what the feed holds beyond the index in `folder`. For the holder of WRITING, or for who makes the index.

    The alerts are read after the entries, so what is written is at least as new as the number says.
    """
    engine = Engine(folder, make=False)
    number, entry = engine.held
    if not _continues(number, entry):
        return
    while rows := _entries(number, MOST_CHANGES):
        number, entry = _mark(rows[-1])
        ids = {pk for _, _, _, pk in rows}
        if _were_redacted(ids, keeping.begun_after(folder)):
            keeping.note(folder, keeping.WORN)
        engine.write(_documents(ids), {uid for _, uid, _, _ in rows}, number, entry=entry)


def _entries(after: int, limit: int) -> list[tuple[int, str, dt.datetime, int]]:
    later = Change.objects.filter(number__gt=after).order_by("number")
    return list(later.values_list("number", "alert__uid", "at", "alert_id")[:limit])


def _mark(row: tuple[int, str, dt.datetime, int]) -> tuple[int, str]:
    """A number of the feed, and what tells its entry from one of that number in another archive."""
    number, uid, at, _ = row
    return number, f"{uid} {at.astimezone(dt.UTC).isoformat()}"


def _continues(number: int, entry: str) -> bool:
    """Whether the feed of this archive holds that entry under that number: what follows is then all that is missing."""
    if number == 0:
        return True
    rows = _entries(number - 1, 1)
    return bool(rows) and _mark(rows[0]) == (number, entry)


def _were_redacted(alert_ids: set[int], event: int) -> bool:
    """Whether one of them had words erased after `event`. The engine drops their documents, but keeps their words in
    its files until it merges them away; an index made anew never held them.
    """
    return Event.objects.filter(kind=Event.Kind.REDACT, number__gt=event, alert_id__in=alert_ids).exists()


def _documents(ids: Iterable[int]) -> Iterator[Document]:
    """The documents of those that are public."""
    ordered = sorted(ids)
    for start in range(0, len(ordered), _ROWS):
        yield from documents(Alert.objects.published().filter(pk__in=ordered[start : start + _ROWS]))


# Making it anew -------------------------------------------------------------------------------------------------------


def bring_up(tell: Tell | None = None) -> bool:
    """Make the index where there is none that can be used, else bring it to the head of the feed. What a service calls
    again and again, and what may be called before the archive is served. False where another process is at it.

    `tell` is called with how many alerts are written, and of how many. Raises Unusable.
    """
    state = look()
    if state.fault or state.worn:
        return rebuild(tell)
    _remove_leftovers()
    return catch_up()


def _remove_leftovers() -> None:
    home = keeping.home()
    if home.leftovers():
        with home.lock(keeping.MAKING) as mine:
            if mine:
                home.clean()


def rebuild(tell: Tell | None = None) -> bool:
    """Make the index anew beside the one that is read, and put it in its place. False where another process does so.

    The one that is read goes on to follow the feed meanwhile. Killed at any moment, this leaves what was read before.
    Raises Unusable.
    """
    home = keeping.home()
    with home.lock(keeping.MAKING) as mine:
        if not mine:
            return False
        home.clean()
        event = Event.objects.order_by("-number").values_list("number", flat=True).first() or 0
        folder = home.new(event)
        try:
            _fill(folder, tell or (lambda done, of: None))
            _follow(folder)
            with home.lock(keeping.WRITING, wait=True):
                _follow(folder)
                home.install(folder)
                home.clean()
        finally:
            if home.current() != folder:
                shutil.rmtree(folder, ignore_errors=True)
    catch_up()  # what was committed while nobody but this process might write
    return True


def _fill(folder: Path, tell: Tell) -> None:
    """Write all that is public into a new index. The feed's head is read before the first alert is."""
    last = Change.objects.order_by("-number").values_list("number", "alert__uid", "at", "alert_id").first()
    number, entry = _mark(last) if last else (0, "")
    Engine(folder).write(_all(tell), (), number, _THREADS, entry)


def _all(tell: Tell) -> Iterator[Document]:
    """In batches by key, each a short query of its own: no transaction is held open for as long as it takes."""
    public = Alert.objects.published().order_by("pk").values_list("pk", flat=True)
    total = public.count()
    done = last = 0
    while ids := list(public.filter(pk__gt=last)[:_ROWS]):
        yield from _documents(ids)
        done, last = done + len(ids), ids[-1]
        tell(done, total)
