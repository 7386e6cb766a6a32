"""A pasted list → its items, with the numbers that it prints."""

import re
from dataclasses import dataclass

_DIGITS = re.compile(r"\(?(\d{1,3})(?:[.)\]]|\.\))\s+(?=\S)")
_LETTER = re.compile(r"\(?([a-z])[.)]\s+(?=\S)", re.IGNORECASE)
_ROMAN = re.compile(r"\(?([ivx]{1,5})[.)]\s+(?=\S)", re.IGNORECASE)
_BULLET = re.compile(r"[•‣▪◦●○■□–—*·-]\s+(?=\S)")


@dataclass(frozen=True)
class Item:
    """One item of a list; without a `number` where none is printed, or the same was printed before."""

    text: str
    number: int | None = None


def items(text: str) -> list[Item]:
    """The items of `text`: numbered ones, else bullets, else paragraphs. Lines that go on are joined.

    In a list with numbers, what stands below a number (letters, bullets, further paragraphs) belongs to its item, and
    what stands before the first number is an introduction, which is left out.
    """
    lines = text.splitlines()
    starts = {sign: [bool(sign.match(line.strip())) for line in lines] for sign in (_DIGITS, _LETTER, _ROMAN, _BULLET)}
    for sign, found in starts.items():
        if sum(found) > 1:
            return _numbered(lines, sign)
    for sign, found in starts.items():
        if sum(found) == 1 and found[_first(lines)]:
            return _numbered(lines, sign)
    return [Item(_joined(paragraph)) for paragraph in _paragraphs(lines)]


def _numbered(lines: list[str], sign: re.Pattern[str]) -> list[Item]:
    found: list[tuple[int | None, list[str]]] = []
    for line in map(str.strip, lines):
        if match := sign.match(line):
            number = int(match[1]) if sign is _DIGITS else None
            found.append((number, [line[match.end() :]]))
        elif found:
            found[-1][1].append(line)
    seen = set[int]()
    result = []
    for number, rows in found:
        result.append(Item(_laid_out(rows), None if number in seen else number))
        seen.add(number or 0)
    return result


def _laid_out(rows: list[str]) -> str:
    """The text of an item: its lines joined, its sub-items each on a line of its own."""
    paragraphs: list[list[str]] = [[]]
    for row in rows:
        if not row or any(sign.match(row) for sign in (_LETTER, _ROMAN, _BULLET)):
            paragraphs.append([])
        paragraphs[-1].append(row)
    return "\n".join(joined for paragraph in paragraphs if (joined := _joined(paragraph)))


def _joined(rows: list[str]) -> str:
    """The lines of a paragraph as one; a word that was divided at a line's end stays divided by its hyphen."""
    return re.sub(r"(?<=\w)- (?=[a-z])", "-", " ".join(row.strip() for row in rows if row.strip()))


def _paragraphs(lines: list[str]) -> list[list[str]]:
    if any(not line.strip() for line in lines):
        found: list[list[str]] = [[]]
        for line in lines:
            if line.strip():
                found[-1].append(line)
            elif found[-1]:
                found.append([])
        return [paragraph for paragraph in found if paragraph]
    return [[line] for line in lines]


def _first(lines: list[str]) -> int:
    return next((index for index, line in enumerate(lines) if line.strip()), 0)
