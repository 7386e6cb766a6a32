"""Files and folders of documents: taken in one by one, each once, however often the run is begun again."""

import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from intake.extraction import Unreadable
from intake.models import Intake, as_json
from intake.proposals import Proposal
from intake.taking import Read, Taken, Taker

Say = Callable[[str], None]
LARGEST = 50 * 1024 * 1024  # bytes; a larger file is not read at all
_SAID_EVERY = 5.0  # seconds
TAKEN, KNOWN, REFUSED = "taken", "known", "refused"


@dataclass
class Report:
    """What became of each file, as JSON: an object a document, or one a refused file."""

    documents: list[dict[str, Any]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, document: dict[str, Any]) -> None:
        self.documents.append(document)
        self.counts[document["outcome"]] += 1

    def text(self) -> str:
        """A sentence, and a line for each file that was refused."""
        counts = self.counts
        told = f"{counts[TAKEN]:,} taken in, {counts[KNOWN]:,} held already, {counts[REFUSED]:,} refused."
        refused = [d for d in self.documents if d["outcome"] == REFUSED]
        return "\n".join([told, *(f"{d['file']}: {d['reason']}" for d in refused)])


def found(paths: Iterable[Path]) -> list[Path]:
    """The files that `paths` name, and those in the folders among them, however deep, in a fixed order.

    Hidden ones, links and whatever is no plain file are left out of folders. Raises FileNotFoundError.
    """
    files: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            files |= dict.fromkeys(_within(path))
        elif path.is_file():
            files[path] = None
        else:
            raise FileNotFoundError(f"There is no file or folder {path}.")
    return list(files)


def take_all(files: list[Path], taker: Taker, say: Say, source_url: str = "") -> Iterator[dict[str, Any]]:
    """Take the files in; what became of each document, as soon as it is done."""
    started = said = time.monotonic()
    for number, path in enumerate(files, 1):
        yield from _taken(path, taker, source_url)
        if time.monotonic() - said > _SAID_EVERY or number == len(files):
            said = time.monotonic()
            say(f"{number:,} of {len(files):,} files, {number / max(said - started, 0.001):.0f} a second")


def look_at_all(files: list[Path], taker: Taker) -> Iterator[dict[str, Any]]:
    """What would be proposed of each document; nothing is written."""
    for path in files:
        try:
            for document in taker.read(_bytes(path), path.name):
                yield looked_at(path, document)
        except Unreadable as error:
            yield _refused(path, str(error))


def looked_at(path: Path, document: Read) -> dict[str, Any]:
    """A document that was read, with all proposals and the words of their passages."""
    text = document.extracted.text
    return {
        "file": str(path), "document": document.name, "media_type": document.extracted.media_type,
        "readers": document.extracted.readers, "warnings": list(document.extracted.warnings), "text": text,
        "proposals": [_with_words(proposal, text) for proposal in document.proposals],
    }  # fmt: skip


def _with_words(proposal: Proposal, text: str) -> dict[str, Any]:
    passages = [{"start": p.start, "end": p.end, "text": text[p.start : p.end]} for p in proposal.passages]
    return as_json(proposal) | {"passages": passages}


def _within(folder: Path) -> Iterator[Path]:
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(where, name)
            if not name.startswith(".") and not path.is_symlink() and path.is_file():
                yield path


def _taken(path: Path, taker: Taker, source_url: str) -> list[dict[str, Any]]:
    try:
        return [_told(path, one) for one in taker.take(_bytes(path), path.name, source_url)]
    except Unreadable as error:
        return [_refused(path, str(error))]


def _bytes(path: Path) -> bytes:
    with suppress(OSError):
        if path.stat().st_size > LARGEST:
            raise Unreadable(f"It is larger than {LARGEST // 1024 // 1024} MB.")
    try:
        return path.read_bytes()
    except OSError as error:
        raise Unreadable(f"It cannot be read ({error.strerror}).") from error


def _told(path: Path, taken: Taken) -> dict[str, Any]:
    intake = taken.intake
    return {
        "file": str(path), "outcome": TAKEN if taken.is_new else KNOWN, "intake": intake.uid, "sha256": intake.sha256,
        "title": intake.title, "state": intake.state, "alert": intake.alert.uid if intake.alert else None,
        "unsure": intake.unsure, "same_text_as": _same_text(intake) if taken.is_new else [],
    }  # fmt: skip


def _same_text(intake: Intake) -> list[str]:
    same = Intake.objects.filter(text_key=intake.text_key).exclude(pk=intake.pk)
    return list(same.values_list("uid", flat=True)[:10])


def _refused(path: Path, reason: str) -> dict[str, Any]:
    return {"file": str(path), "outcome": REFUSED, "reason": reason}
