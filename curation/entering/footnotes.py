"""Pasted footnotes → notes, each with the sources that it cites."""

import re
from dataclasses import dataclass

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
# ¹ text, [1] text, [^1]: text, (1) text, 1. text, 1) text, 1 Text
_START = re.compile(
    r"(?:\[\^?(\d{1,4})\]:?|\((\d{1,4})\)|([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,4})|(\d{1,4})[.)](?=\s)|(\d{1,4})(?=\s+\D))\s*"
)
_MARKDOWN_LINK = re.compile(r"\[([^\[\]]{0,500})\]\(\s*<?(https?://[^\s)>]+)>?\s*\)")
_EMPHASIS = re.compile(r"(?<![\w*])\*{1,2}(?=\S)([^*]{1,500})(?<=\S)\*{1,2}(?![\w*])")
_URL = re.compile(r"<?\b(https?://[^\s<>\[\]]+)>?")
# What may stand between two sources, and the quotation marks inside which it parts nothing.
_MARKS = re.compile(r"[“”]|;\s+")
_YEAR = re.compile(r"\b(?:1[89]|20)\d{2}\b")
_SYMBOLS = re.compile(
    r"\b(?:[AES]|CERD|CAT|CCPR|CEDAW|CRC|CED|HRI|ICC|ST)/[A-Z0-9][\w./()-]{0,90}\d\b"  # the United Nations
    r"|\b[A-Z]{3} \d{2}/\d{3,5}/\d{4}\b"  # Amnesty International's index
    r"|\b[A-Z]{2,}\(\d{4}\)\d+\b"  # the Council of Europe
)
_FOOTAGE = re.compile(r"\b(?:video|footage|photo(?:graph)?s?|images?)\b", re.IGNORECASE)
_KILLING = re.compile(
    r"execut|behead|corpse|\bbod(?:y|ies)\b|mutilat|desecrat|kill|tortur|murder|massacre", re.IGNORECASE
)
_CHANNELS = re.compile(r"https?://(?:www\.)?t\.me/", re.IGNORECASE)
_LONGEST = {"url": 2000, "symbol": 100}


@dataclass(frozen=True)
class Source:
    """What a note cites. `sensitive` as a precaution, where it seems to lead to footage of killings or of bodies."""

    text: str
    url: str = ""
    symbol: str = ""
    sensitive: bool = False


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
    return [_note(number, " ".join(lines)) for number, lines in found]


def _number(match: re.Match[str]) -> int:
    return int(next(filter(None, match.groups())).translate(_SUPERSCRIPTS))


def _follows(number: int, before: list[int | None]) -> bool:
    """Whether a line that begins with `number` begins a note, and is no line that goes on with a year or a page."""
    last = next((n for n in reversed(before) if n is not None), None)
    return last is None or last < number <= last + 20


def _note(number: int | None, text: str) -> Footnote:
    text = " ".join(_EMPHASIS.sub(r"\1", _MARKDOWN_LINK.sub(r"\1 <\2>", text)).split())
    if not (_URL.search(text) or _SYMBOLS.search(text) or _YEAR.search(text)):
        return Footnote(number, text, ())
    return Footnote(number, "", tuple(_source(part) for part in _parts(text)))


def _parts(text: str) -> list[str]:
    """The sources that a note names. A part with neither an address nor a year goes on with the one before."""
    parts: list[str] = []
    for part in filter(None, map(str.strip, _split(text))):
        if parts and not (_URL.search(part) or _YEAR.search(part)):
            parts[-1] += f"; {part}"
        else:
            parts.append(part)
    return parts


def _split(text: str) -> list[str]:
    """`text` at its semicolons, but for those in quotation marks."""
    found, start, quoted = [], 0, False
    for mark in _MARKS.finditer(text):
        if mark[0] in "“”":
            quoted = mark[0] == "“"
        elif not quoted:
            found.append(text[start : mark.start()])
            start = mark.end()
    return [*found, text[start:]]


def _source(part: str) -> Source:
    """A source: its first address apart, the others left in its text."""
    address = _URL.search(part)
    url = address[1].rstrip(".,;:)”\"'*_") if address else ""
    if len(url) > _LONGEST["url"]:
        address, url = None, ""
    text = part.replace(address[0], " ", 1) if address else part
    text = re.sub(r"\s+([.,;:)])", r"\1", " ".join(text.split())).strip(" ,;")
    text = re.sub(r"([.,])[.,]+$", r"\1", text).rstrip(",")
    symbol = _SYMBOLS.search(text)
    return Source(text or url, url, symbol[0][: _LONGEST["symbol"]] if symbol else "", _is_sensitive(text, url))


def _is_sensitive(text: str, url: str) -> bool:
    said = f"{text} {url.replace('-', ' ')}"
    return bool(_CHANNELS.match(url) or (_FOOTAGE.search(said) and _KILLING.search(said)))
