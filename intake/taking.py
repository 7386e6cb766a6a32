"""A document comes in: it is read, kept byte for byte, and waits with its proposals for a curator. Each one once.

The bytes are whole on disk before the database says so, and the database knows a document by their hash: a run that is
killed loses nothing, and takes nothing twice when it is run again.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from django.contrib.auth.models import User
from django.db import transaction

from alerts import files, heads
from intake import formats
from intake.extraction import Extracted, Reader
from intake.models import Arrival, Intake, as_json
from intake.proposals import UNSURE, Proposal
from intake.resemblance import key_of, remember
from intake.understanding import understand
from intake.understanding.vocabulary import Vocabulary, read_vocabulary

_LONGEST_NAME = 255
# What the fields of a format tell is not guessed from its text besides.
_TOLD_ONCE = frozenset({"title", "issued", "issuer", "language"})


@dataclass(frozen=True)
class Read:
    """A document as it was read: its own bytes, what it says, and what is proposed."""

    data: bytes
    name: str
    extracted: Extracted
    proposals: tuple[Proposal, ...]
    source_url: str = ""
    # The bytes of the whole file, where the document is one record of it.
    container: bytes = b""

    @property
    def title(self) -> str:
        """What to call it in lists, before anybody has looked at it."""
        proposed = next((str(p.value["text"]) for p in self.proposals if p.kind == "title"), "")
        return (proposed or self.extracted.title or self.name)[:500]


@dataclass(frozen=True)
class Taken:
    """What became of a document: the record of it, and whether that is new."""

    intake: Intake
    is_new: bool


class Taker:
    """Takes in one document after the other: the vocabulary is read once, and one process reads the files.

    `by` is in whose name; whoever only reads needs none.
    """

    def __init__(self, by: User | None = None) -> None:
        self.by = by
        self._reader = Reader()
        self._vocabulary: Vocabulary | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._reader.close()

    def read(self, data: bytes, name: str, source_url: str = "") -> Iterator[Read]:
        """The document, or documents, in `data`; nothing is written. Raises Unreadable with a sentence."""
        records = formats.records(data)
        if records is None:
            extracted = self._reader.extract(data, name=name)
            yield self._understood(data, name, extracted, source_url)
            return
        for record in records:
            url = record.extracted.source_url or source_url
            whole = data if len(records) > 1 else b""
            own = record.data if whole else data
            yield self._understood(own, f"{name} {record.name}".strip(), record.extracted, url, record.proposals, whole)

    def read_pasted(self, text: str, source_url: str = "") -> Read:
        """Text or HTML that somebody pasted; nothing is written. Raises Unreadable."""
        extracted = self._reader.extract_pasted(text)
        return self._understood(text.encode("utf-8", "replace"), "", extracted, source_url)

    def take(self, data: bytes, name: str, source_url: str = "") -> list[Taken]:
        """Take a file in; one that is held already is only noted. Raises Unreadable; then nothing is kept."""
        if held := _held(data):
            return [self._again(intake, name, source_url) for intake in held]
        return self.keep(self.read(data, name, source_url))

    def take_pasted(self, text: str, source_url: str = "") -> Taken:
        """As `take`, for what was pasted."""
        if held := _held(text.encode("utf-8", "replace")):
            return self._again(held[0], "", source_url)
        return self.keep([self.read_pasted(text, source_url)])[0]

    def keep(self, documents: Iterable[Read]) -> list[Taken]:
        """Keep what was read: first the bytes, then what is known of them."""
        found = list(documents)  # all of a file is read, or nothing of it kept
        _keep_bytes(found)
        with transaction.atomic():
            heads.lock(heads.EVENTS)  # whoever erases files that nothing stands on waits, or has done so
            _keep_bytes(found, only_missing=True)
            return [self._record(document) for document in found]

    def _understood(
        self, data: bytes, name: str, extracted: Extracted, url: str, told: Iterable[Proposal] = (), whole: bytes = b""
    ) -> Read:
        """With what the text says besides what the format itself tells."""
        if self._vocabulary is None:
            self._vocabulary = read_vocabulary()
        url = url or extracted.source_url
        proposals = list(told)
        kinds = _TOLD_ONCE & {proposal.kind for proposal in proposals}
        for one in understand(extracted, self._vocabulary, source_url=url):
            if one.kind not in kinds and all((one.kind, one.value) != (p.kind, p.value) for p in proposals):
                proposals.append(one)
        return Read(data, name, extracted, tuple(proposals), url, whole)

    def _record(self, document: Read) -> Taken:
        columns = _columns(document)
        intake, is_new = Intake.objects.get_or_create(sha256=_hash(document.data), defaults=columns)
        if is_new:
            remember(intake)
        self._arrive(intake, document.name, document.source_url)
        return Taken(intake, is_new)

    def _again(self, intake: Intake, name: str, source_url: str) -> Taken:
        self._arrive(intake, name, source_url)
        return Taken(intake, False)

    def _arrive(self, intake: Intake, name: str, source_url: str) -> None:
        name, source_url = name[-_LONGEST_NAME:], source_url[:1000]
        Arrival.objects.get_or_create(intake=intake, name=name, source_url=source_url, by=self.by)


def read_again(intake: Intake) -> None:
    """Read a document anew, with the rules and the vocabulary of today; what was decided is forgotten.

    Raises Unreadable, and FileNotFoundError where a redaction has erased the file.
    """
    arrival = intake.arrivals.first()
    name, url = (arrival.name, arrival.source_url) if arrival else ("", "")
    data = files.path(intake.sha256).read_bytes()
    with Taker(intake.arrivals.select_related("by")[0].by) as taker:
        document = next(iter(taker.read(data, name, url))) if name else taker.read_pasted(data.decode(), url)
    for column, value in _columns(document).items():
        if column != "container":
            setattr(intake, column, value)
    intake.decisions = {}
    intake.save()
    remember(intake)


def _keep_bytes(documents: Iterable[Read], only_missing: bool = False) -> None:
    for data in {data for one in documents for data in (one.container, one.data) if data}:
        if not (only_missing and files.path(_hash(data)).is_file()):
            files.keep([data])


def _columns(document: Read) -> dict[str, Any]:
    extracted = document.extracted
    return {
        "size": len(document.data),
        "container": _hash(document.container) if document.container else "",
        "media_type": extracted.media_type[:100],
        "text": extracted.text,
        "text_key": key_of(extracted.text),
        "title": document.title,
        "warnings": list(extracted.warnings),
        "readers": extracted.readers,
        "proposals": [as_json(proposal) for proposal in document.proposals],
        "unsure": sum(proposal.confidence < UNSURE for proposal in document.proposals),
    }


def _held(data: bytes) -> list[Intake]:
    """The document of these bytes, or all those that came as records of them."""
    sha256 = _hash(data)
    found = Intake.objects.without_texts().select_related("alert")
    return list(found.filter(sha256=sha256)) or list(found.filter(container=sha256).order_by("pk"))


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
