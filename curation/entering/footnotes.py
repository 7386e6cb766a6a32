"""Pasted footnotes → notes, each with the sources that it cites."""

import re
from dataclasses import dataclass

from intake.understanding import references
from intake.understanding.references import Source

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
# ¹ text, [1] text, [^1]: text, (1) text, 1. text, 1) text, 1 Text
_START = re.compile(
    r"(?:\[\^?(\d{1,4})\]:?|\((\d{1,4})\)|([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,4})|(\d{1,4})[.)](?=\s)|(\d{1,4})(?=\s+\D))\s*"
)


@dataclass(frozen=True)
class Footnote:
    """A note as printed: its number, what it says itself, and what it cites."""

    number: int | None
    text: str
    sources: tuple[Source, ...]


def notes(text: str) -> list[Footnote]:
    """The footnotes of `text`. Lines that go on, over a page break too, belong to the note before them.

    A note that names no address, no symbol and no year says something itself; any other is what it cites, part by part.
    """
    found: list[tuple[int | None, list[str]]] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        match = _START.match(line)
        number = _number(match) if match else None
        if match and number is not None and _follows(number, [n for n, _ in found]):
            found.append((number, [line[match.end() :]]))
        elif found:
            found[-1][1].append(line)
        else:
            found.append((None, [line]))
    return [Footnote(number, *references.read(" ".join(lines))) for number, lines in found]


def _number(match: re.Match[str]) -> int:
    return int(next(filter(None, match.groups())).translate(_SUPERSCRIPTS))


def _follows(number: int, before: list[int | None]) -> bool:
    """Whether a line that begins with `number` begins a note, and is no line that goes on with a year or a page."""
    last = next((n for n in reversed(before) if n is not None), None)
    return last is None or last < number <= last + 20
