"""The Markdown of a document → its blocks, and the same text without marks, each character in its old place."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from intake.proposals import Passage

_HEADING = re.compile(r"(#{1,6})[ \t]+")
_BOLD_LINE = re.compile(r"(\*\*|__)(?=\S)[^\n]{1,200}(?<=\S)\1[ \t\\]*")
_UNDERLINE = re.compile(r"(?:={3,}|-{3,})\s*")
_PAGE_NUMBER = re.compile(r"\s*[-–—]\s*\d{1,4}\s*[-–—]\s*")
_ITEM = re.compile(
    r"([ \t]*)([-*+•‣▪◦●○■□–—·]|\(?\d{1,3}[.)\]]|\d{1,3}\\?[.)]|\(?[a-z][.)]|\([A-Z]\)|\(?(?:[ivx]{2,5}|"
    r"[IVX]{1,5})[.)])[ \t]+(?=\S)"
)
_QUOTE = re.compile(r"[ \t]*>[ \t]?")
_ROW = re.compile(r"[ \t]*\|")
# What is no word of the document: marks of emphasis, of links, of footnotes, of headings; addresses behind words.
_MARKS = re.compile(
    r"\]\(\s*<?[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*>?(?:\s+\"[^\"\n]*\")?\s*\)"  # ](address)
    r"|!?\[(?=[^\[\]\n]*\]\()"  # [ of a link
    r"|\[\^[^\]\s]{1,20}\]"  # [^12]
    r"|\*{1,3}|(?<![^\W_])_{1,3}(?=\S)|(?<=\S)_{1,3}(?![^\W_])|`"
    r"|(?m:^[ \t]*#{1,6}(?=[ \t]))"
    r"|\\(?=[\\`*_{}\[\]()#+.!<>~|\n-])"
    r"|<(?=https?://)|(?<=[\w/=])>(?=[\s.,;)]|$)"
    r"|(?<=[^\s\d][.,;:)”\"’»a-zа-яա-ֆ])[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}(?:[,–-][⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})*"
)
_STOP = re.compile(r"(?:[.!?։؟。]|:(?=\s+[Ա-Ֆ]))+[\"”’»)\]]*(?=\s)")
_ABBREVIATIONS = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|St|No|Nos|vs|cf|Art|para|paras|Gen|Col|Lt|Sr|Sra|Dra|Mme|M|Hr|Fr|bzw|ca|"
    r"Nr|núm|n|"
    r"ст|г|гг|др|им|тыс|тов|т|թ|թթ|e\.g|i\.e|z\.B|d\.h|U\.N|U\.S|U\.K|E\.U|p|pp|vol|ed|eds|Inc|Ltd|approx|Jan|"
    r"Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)"
    r"|\b(?:[A-Z]\.)+[A-Z])\.$"
)
_AFTER_MARK = re.compile(r"(?<=\S)[^\S\n]{2,}(?=[:;!?»])")  # where a mark stood; French puts one space there itself
_BEFORE_PUNCTUATION = re.compile(r"\s+(?=[.,)\]”](?:\s|$))")


@dataclass(frozen=True)
class Block:
    """A heading, paragraph, item, quote or row of a table: the place of its words, without the mark before them."""

    kind: str
    start: int
    end: int
    level: int = 0  # of a heading 1–7 (7: a line all in bold); of an item, by how many columns it is set in
    marker: str = ""  # of an item, as printed


@dataclass(frozen=True)
class Layout:
    """A text with its blocks. `plain` is as long as `text`, with spaces for all that is no word of the document."""

    text: str
    plain: str
    blocks: tuple[Block, ...]

    def words(self, start: int, end: int) -> str:
        """The words from `start` to `end`, on one line."""
        said = _AFTER_MARK.sub("", self.plain[start:end])
        return _BEFORE_PUNCTUATION.sub("", " ".join(said.split()))

    def of(self, block: Block) -> str:
        return self.words(block.start, block.end)

    @cached_property
    def headings(self) -> tuple[Block, ...]:
        return tuple(b for b in self.blocks if b.kind == "heading")

    def lines(self, block: Block) -> Iterator[Passage]:
        """The printed lines of a block."""
        at = block.start
        for line in self.plain[block.start : block.end].splitlines(keepends=True):
            if line.strip():
                start = at + len(line) - len(line.lstrip())
                yield Passage(start, at + len(line.rstrip()))
            at += len(line)

    def columns(self, line: Passage) -> Iterator[Passage]:
        """The parts of a line that stand wide apart, as names of bodies do that are set beside one another."""
        for part in re.finditer(r"\S(?:.(?!\s{3}))*(?:.(?=\s{3}))?", self.text[line.start : line.end]):
            yield from self._trimmed(line.start + part.start(), line.start + part.end())

    def sentences(self, start: int, end: int) -> Iterator[Passage]:
        """The sentences between two places."""
        begin = start
        for stop in _STOP.finditer(self.plain, start, end):
            after = self.plain[stop.end() : min(stop.end() + 4, end)].lstrip()
            before = self.plain[max(begin, stop.start() - 8) : stop.start() + 1]
            if (after and after[0].islower()) or (stop[0] == "." and _ABBREVIATIONS.search(before)):
                continue
            yield from self._trimmed(begin, stop.end())
            begin = stop.end()
        yield from self._trimmed(begin, end)

    def _trimmed(self, start: int, end: int) -> Iterator[Passage]:
        piece = self.plain[start:end]
        if piece.strip():
            yield Passage(start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip()))


def read(text: str, without: Iterable[Passage] = ()) -> Layout:
    """The blocks of `text`, in order. What stands at the places `without` is taken for empty."""
    left = list(text)
    for place in without:
        left[place.start : place.end] = [c if c == "\n" else " " for c in text[place.start : place.end]]
    bare = "".join(left)
    return Layout(text, masked(bare), tuple(_blocks(bare)))


def masked(text: str) -> str:
    """`text` with spaces in the place of its marks."""
    return _MARKS.sub(lambda mark: re.sub(r"[^\n]", " ", mark[0]), text)


def _blocks(text: str) -> Iterator[Block]:
    current: Block | None = None
    for start, end in _line_places(text):
        line = text[start:end]
        if not line.strip() or _UNDERLINE.fullmatch(line) or _PAGE_NUMBER.fullmatch(line):
            if (
                current
                and _UNDERLINE.fullmatch(line)
                and current.kind == "paragraph"
                and "\n" not in text[current.start : current.end]
            ):
                current = Block("heading", current.start, current.end, 1 if "=" in line else 2)
            if current:
                yield current
            current = None
            continue
        block = _begun(line, start, end, current)
        if block is None and current is not None:
            current = Block(current.kind, current.start, end, current.level, current.marker)
            continue
        if current:
            yield current
        current = block or Block("paragraph", start, end)
        if current.kind == "heading":
            yield current
            current = None
    if current:
        yield current


def _begun(line: str, start: int, end: int, current: Block | None) -> Block | None:
    """The block that a line begins; None for one that goes on with the block before, or begins a paragraph."""
    if match := _HEADING.match(line):
        return Block("heading", start + match.end(), end, len(match[1]))
    if _BOLD_LINE.fullmatch(line) and not (current and current.kind == "item"):
        return Block("heading", start, end, 7)
    if match := _ITEM.match(line):
        return Block("item", start + match.end(), end, len(match[1].expandtabs(4)), match[2].replace("\\", ""))
    if match := _QUOTE.match(line):
        return None if current and current.kind == "quote" else Block("quote", start + match.end(), end)
    if match := _ROW.match(line):
        return Block("row", start, end)
    if current and current.kind in ("quote", "row"):
        return Block("paragraph", start, end)
    return None


def _line_places(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for line in text.split("\n"):
        yield at, at + len(line.rstrip("\r"))
        at += len(line) + 1
