"""Footnotes: each mark in the text with its note, and each note with the sources that it cites."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from itertools import zip_longest
from typing import Any

from identifiers.folding import fold
from intake.proposals import Passage, Proposal
from intake.understanding import references

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_WRITTEN = re.compile(r"(?m)^[ \t]{0,3}\[\^([^\]\s]{1,20})\]:[ \t]*")
# ¹ text and [1] text begin a note anywhere; 1. text, 1) text, (1) text and 1 Text only below a heading of notes.
_PRINTED = re.compile(
    r"(?m)^[ \t]{0,3}(?:\\?\[(\d{1,3})\\?\]:?|([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})|(\*{1,3}|†|‡)(?=[A-Z“\"]))[ \t]*(?=\S)"
)
_LISTED = re.compile(
    r"(?m)^[ \t]{0,3}(?:\\?\[(\d{1,3})\\?\]:?|\(?(\d{1,3})\\?[.)]|([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})|"
    r"(\d{1,3})(?=\s+\S))[ \t]+(?=\S)"
)
_HEADING = re.compile(
    r"(?im)^[ \t]*(?:#{1,6}[ \t]*)?\**_*(?:end ?notes?|foot ?notes?|notes?(?: and (?:sources|references))?|"
    r"references|sources(?: and notes)?|citations"
    r"|notes? de bas de page|références|notas?(?: (?:al pie|de rodapé|finales|finais))?|referencias|"
    r"referências|fuentes|fontes"
    r"|fu(?:ß|ss)noten|anmerkungen|quellen|endnoten|примечания|сноски|источники|ссылки|dipnotlar|notlar|"
    r"kaynaklar|kaynakça"
    r"|qeydlər|mənbələr|istinadlar|ծանոթագրություններ|ծանոթագրություն|հղումներ|աղբյուրներ|الهوامش|هوامش|"
    r"المراجع|المصادر|الحواشي)[ \t:]*\**_*[ \t]*$"
)
_MARK = re.compile(
    r"\[\^([^\]\s]{1,20})\](?!:)|(?<=\S)([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})(?![⁰¹²³⁴⁵⁶⁷⁸⁹])|"
    r"(?<=\S)[ \t]?\\?\[(\d{1,3})\\?\](?![(:\d])|(?<=[^\s\d(])\((\d{1,3})\)"
)
_ADDRESS = re.compile(r"\s*<?(?:https?://|www\.)")
_ENDED = re.compile(r"(?:[.!?։؟>”»)]|https?://\S+)[*_]*\s*$")
_SHORT = 24  # words of a short citation, at most
_SAME = re.compile(
    r"(?:ibid|ibidem|id|idem|там же|ebd|ebenda|a\.g\.e|yenə orada|նույն տեղում|المرجع نفسه|المصدر نفسه)\b",
    re.IGNORECASE,
)
_NOTE_NAMED = re.compile(
    r"(?:supra|above|op\. ?cit)[^\d]{0,30}\b(?:note|n\.|nota|fn\.?)\s*(\d{1,3})|(?:note|"
    r"nota)\s*(\d{1,3})\s+(?:above|supra)",
    re.IGNORECASE,
)
_PAGES = re.compile(r"\b(?:pp?|pages?|S|с|para(?:graph)?s?|§)\.?\s*\d+(?:\s*[–-]\s*\d+)?", re.IGNORECASE)


@dataclass
class Note:
    """A note: its number as printed, where its words stand, and where its marks do."""

    number: str
    start: int  # of the words
    begin: int  # of all of it
    end: int
    marks: list[Passage] = field(default_factory=list)


@dataclass(frozen=True)
class Notes:
    notes: tuple[Note, ...]
    # Whole notes, with the headings above them, and marks: what is no part of the text itself.
    spans: tuple[Passage, ...]


def find(text: str) -> Notes:
    """The notes of `text`, as the reader wrote them or as they are printed."""
    written = _written(text)
    heading, printed = (None, []) if written else _printed(text)
    notes = written or printed
    numbers = defaultdict(list)
    for note in notes:
        numbers[note.number].append(note)
    spans = [Passage(note.begin, note.end) for note in notes] + ([heading] if heading else [])
    within = sorted((note.begin, note.end) for note in notes)
    for mark in _MARK.finditer(text):
        number = next(filter(None, mark.groups())).translate(_SUPERSCRIPTS)
        if number in numbers and not any(start <= mark.start() < end for start, end in within):
            place = Passage(mark.start(), mark.end())
            numbers[number][0].marks.append(place)
            spans.append(place)
    return Notes(tuple(notes), tuple(sorted(spans, key=lambda span: span.start)))


def _written(text: str) -> list[Note]:
    """Notes that the reader marked: `[^12]: words`, with the lines and the set-in paragraphs that go on with it."""
    starts = list(_WRITTEN.finditer(text))
    notes = []
    for match, following in zip_longest(starts, starts[1:]):
        limit = following.start() if following else len(text)
        end = _end_of_paragraph(text, match.end(), limit)
        while (more := re.compile(r"\n\s*\n(?: {2,}|\t)(?=\S)").match(text, end)) and more.end() < limit:
            end = _end_of_paragraph(text, more.end(), limit)
        notes.append(Note(match[1].translate(_SUPERSCRIPTS), match.end(), match.start(), end))
    return notes


def _end_of_paragraph(text: str, start: int, limit: int) -> int:
    blank = re.compile(r"\n[ \t]*\n").search(text, start, limit)
    return len(text[: blank.start() if blank else limit].rstrip())


def _printed(text: str) -> tuple[Passage | None, list[Note]]:
    """Notes as printed: below a heading of their own, or paragraphs that begin with raised or bracketed numbers."""
    for heading in reversed(list(_HEADING.finditer(text))):
        notes = list(_followed(text, _LISTED, heading.end()))
        if len(notes) > 1 or (notes and any(_marked(text, note, heading.start()) for note in notes)):
            return Passage(heading.start(), heading.end()), notes
    notes = [note for note in _followed(text, _PRINTED, 0) if _marked(text, note, note.begin)]
    return None, notes


def _marked(text: str, note: Note, limit: int) -> bool:
    """Whether a mark of the note stands in the text before `limit`."""
    return any(
        next(filter(None, mark.groups())).translate(_SUPERSCRIPTS) == note.number
        for mark in _MARK.finditer(text, 0, limit)
    )


def _followed(text: str, sign: re.Pattern[str], start: int) -> Iterator[Note]:
    """Notes whose numbers follow one another, each with the paragraphs that go on with it over a page break."""
    begun: list[tuple[str, re.Match[str]]] = []
    for match in sign.finditer(text, start):
        number = next(filter(None, match.groups())).translate(_SUPERSCRIPTS)
        last = begun[-1][0] if begun else "0"
        if not number.isdigit() or (last.isdigit() and int(last) < int(number) <= int(last) + 3):
            begun.append((number, match))
    for (number, match), following in zip_longest(begun, begun[1:]):
        limit = following[1].start() if following else len(text)
        end = _end_of_paragraph(text, match.end(), limit)
        while end < limit and (gap := re.compile(r"\s*").match(text, end)) and gap.end() < limit:
            if not _ADDRESS.match(text, gap.end()) and (_ENDED.search(text[match.end() : end]) or start == 0):
                break
            end = _end_of_paragraph(text, gap.end(), limit)
        yield Note(number, match.end(), match.start(), end)


def propose(text: str, found: Notes) -> list[Proposal]:
    """A proposal for each note, its words whole and its sources apart; a short citation is tied to the full one."""
    full: dict[str, str] = {}
    proposals: list[Proposal] = []
    for note in found.notes:
        words = references.plain(text[note.start : note.end])
        _, sources = references.read(words)
        rows = _rows(words, sources, full, proposals)
        for row in rows:
            if not row["short_for"]:
                full.setdefault(fold(row["text"]), note.number)
        passages = (*note.marks[:1], Passage(note.start, note.end))
        rule = "mark and note" if note.marks else "a note without a mark"
        value = {"number": note.number, "text": words, "references": rows}
        proposals.append(Proposal("note", value, passages, 0.97 if note.marks else 0.7, rule))
    return proposals


def _rows(
    words: str, sources: tuple[references.Source, ...], full: dict[str, str], before: list[Proposal]
) -> list[dict[str, Any]]:
    """The references of a note. One without address and year is one only where it is short for an earlier one."""
    if not sources:
        meant = before[-1].value["number"] if before and _SAME.match(words) else _full(words, "", full)
        sources = (references.Source(words),) if meant else ()
        return [_row(source, meant) for source in sources]
    rows = []
    for source in sources:
        text = references.without_signal(source.text)
        rows.append(_row(replace(source, text=text), _full(text, source.url, full)))
    return rows


def _row(source: references.Source, short_for: str) -> dict[str, Any]:
    return asdict(source) | {"short_for": short_for}


def _full(text: str, url: str, full: dict[str, str]) -> str:
    """The number of the earlier note that cites the same source in full; empty for none."""
    if match := _NOTE_NAMED.search(text):
        number = match[1] or match[2]
        return number if number in full.values() else ""
    words = fold(_PAGES.sub("", text)).split()
    if url or not 2 <= len(words) <= _SHORT:
        return ""
    for longer, number in full.items():
        rest = iter(longer.split())
        if len(longer.split()) > len(words) and all(word in rest for word in words):
            return number
    return ""
