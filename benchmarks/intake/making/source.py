"""Reads a source: a header of `key: value` lines, a line of three dashes, then Markdown with marks of what is true.

    {r Addressee; Addressee | measure: text}      a recommendation; what kind and number follows from where it stands
    {a framework number name: note}               an indicator of a framework that the document says is present
    {c crime modality: words}                     a characterization

The marks do not show in the made document. A note's references are parted by "; "; addresses stand in <...>.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_MARK = re.compile(r"\{([rac]) ([^{}:]*):\s*([^{}]*)\}")
_ITEM = re.compile(r"^(\d+[.)]|-) +")
_NOTE = re.compile(r"^\[\^(\d+)\]: ")


@dataclass(frozen=True)
class Block:
    """`kind`: h1, h2, p, quote, numbered, bulleted, table. `number` as printed, of a numbered item."""

    kind: str
    text: str
    number: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass
class Source:
    name: str
    header: dict[str, list[str]]
    blocks: list[Block] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    recommendations: list[dict[str, Any]] = field(default_factory=list)
    assessments: list[dict[str, Any]] = field(default_factory=list)
    characterizations: list[dict[str, Any]] = field(default_factory=list)

    def one(self, key: str, default: str = "") -> str:
        return self.header.get(key, [default])[0]

    @property
    def format(self) -> str:
        return self.one("make").split()[0]

    @property
    def options(self) -> dict[str, str]:
        """The words after the format, `word` or `word=value`."""
        pairs = (word.partition("=") for word in self.one("make").split()[1:])
        return {name: value or "yes" for name, _, value in pairs}

    @property
    def language(self) -> str:
        return self.one("language")


def plain(text: str) -> str:
    """The text without its Markdown: emphasis, links, note marks."""
    text = re.sub(r"\[\^\d+\]", "", text)
    text = re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", text)
    text = re.sub(r"<(https?://[^>]+)>", r"\1", text)
    return re.sub(r"\s+", " ", re.sub(r"\*+", "", text)).strip()


def read(path: Path) -> Source:
    head, _, body = path.read_text(encoding="utf-8").partition("\n---\n")
    header: dict[str, list[str]] = {}
    for line in head.splitlines():
        key, _, value = line.partition(": ")
        header.setdefault(key, []).append(value.strip())
    source = Source(path.stem, header)
    for chunk in re.split(r"\n\s*\n", body.strip()):
        if chunk.startswith("|"):
            _table(source, chunk)
        else:
            for piece in _pieces(chunk):
                _take(source, piece)
    return source


def _pieces(chunk: str) -> list[str]:
    pieces: list[str] = []
    for line in chunk.splitlines():
        if not pieces or _ITEM.match(line) or _NOTE.match(line) or pieces[-1].startswith("#"):
            pieces.append(line)
        else:
            pieces[-1] += ("\n" if line.endswith("\\") or pieces[-1].endswith("\\") else " ") + line
    return [piece.replace("\\\n", "\n") for piece in pieces]


def _take(source: Source, piece: str) -> None:
    if found := _NOTE.match(piece):
        source.notes[found[1]] = piece[found.end() :]
    elif piece.startswith("#"):
        marks, _, text = piece.partition(" ")
        source.blocks.append(Block("h1" if len(marks) == 1 else "h2", _unmark(source, text, "prose", "")))
    elif piece.startswith("> "):
        source.blocks.append(Block("quote", _unmark(source, piece[2:], "prose", "")))
    elif found := _ITEM.match(piece):
        number = "" if found[1] == "-" else found[1].rstrip(".)")
        kind = "numbered" if number else "bulleted"
        source.blocks.append(Block(kind, _unmark(source, piece[found.end() :], kind, number), number))
    else:
        source.blocks.append(Block("p", _unmark(source, piece, "prose", "")))


def _table(source: Source, chunk: str) -> None:
    rows = [line.strip().strip("|").split(" | ") for line in chunk.splitlines() if not set(line) <= set("|-: ")]
    cells = tuple(tuple(_unmark(source, cell.strip(), "bulleted", "") for cell in row) for row in rows)
    source.blocks.append(Block("table", "", rows=cells))


def _unmark(source: Source, text: str, kind: str, number: str) -> str:
    while found := _MARK.search(text):
        _note_down(source, found[1], found[2].strip(), found[3].strip(), (kind, number))
        text = text[: found.start()] + found[3].strip() + text[found.end() :]
    return text


def _note_down(source: Source, mark: str, about: str, text: str, place: tuple[str, str]) -> None:
    kind, number = place
    if mark == "r":
        names, _, measure = about.partition("|")
        addressees = [name.strip() for name in names.split(";") if name.strip()]
        source.recommendations.append(
            {"number": number, "text": plain(text), "addressees": addressees, "measure": measure.strip(), "kind": kind}
        )
    elif mark == "a":
        framework, at, name = about.split(" ", 2)
        source.assessments.append(
            {"framework": framework, "number": "" if at == "-" else at, "name": name, "note": plain(text)}
        )
    else:
        crime, modality = about.split()
        source.characterizations.append({"crime": crime, "modality": modality, "words": plain(text)})
