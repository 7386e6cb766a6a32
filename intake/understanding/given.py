"""What the rules are given: the text without its notes, in which language it is, what is known, what the file says."""

from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cached_property

from intake.understanding import dates as dating
from intake.understanding.layout import Block, Layout
from intake.understanding.names import Finder, Mention, finder
from intake.understanding.vocabulary import Vocabulary

# Words of a paragraph with which the text proper begins, and of one that ends as sentences do.
_PROSE, _SENTENCE = 25, 12
_STOPS = tuple(".!?…։؟۔")


@dataclass(frozen=True)
class Given:
    """A document as every rule sees it."""

    layout: Layout
    vocabulary: Vocabulary
    language: str = "en"
    title: str = ""  # of the file
    dated: tuple[tuple[str, str], ...] = field(default=())  # EDTF, where the file says so
    source_url: str = ""

    @property
    def plain(self) -> str:
        return self.layout.plain

    @property
    def blocks(self) -> tuple[Block, ...]:
        return self.layout.blocks

    @cached_property
    def finder(self) -> Finder:
        return finder(self.vocabulary, self.language)

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """The known names in the text."""
        return tuple(self.finder.find(self.plain))

    @cached_property
    def dates(self) -> tuple[dating.Found, ...]:
        return tuple(dating.find(self.plain))

    def mentioned(self, start: int, end: int) -> list[Mention]:
        """The names between two places."""
        first, last = (bisect_left(self.mentions, place, key=lambda one: one.start) for place in (start, end))
        return [one for one in self.mentions[first:last] if one.end <= end]

    def dated_in(self, start: int, end: int) -> tuple[dating.Found, ...]:
        """The dates that begin between two places."""
        first, last = (bisect_left(self.dates, place, key=lambda one: one.start) for place in (start, end))
        return self.dates[first:last]

    @cached_property
    def head(self) -> tuple[Block, ...]:
        """The blocks above the text proper: title, date, letterhead."""
        return self.blocks[: self._first_prose]

    @cached_property
    def body(self) -> tuple[Block, ...]:
        return self.blocks[self._first_prose :]

    @cached_property
    def _first_prose(self) -> int:
        for index, block in enumerate(self.blocks):
            if block.kind == "paragraph" and self._is_prose(block):
                return index
        return min(len(self.blocks), 12)

    def _is_prose(self, block: Block) -> bool:
        lines = list(self.layout.lines(block))
        longest = max(len(self.plain[line.start : line.end].split()) for line in lines)
        said = self.plain[block.start : block.end].strip()
        labelled = ":" in said[:40] and said[: said.index(":")].istitle() | said[: said.index(":")].isupper()
        long = longest >= _PROSE or (len(said.split()) >= _PROSE and len(lines) > 3)
        return (long or (longest >= _SENTENCE and said.endswith(_STOPS))) and not labelled
