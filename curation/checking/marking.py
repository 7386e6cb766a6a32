"""A text with the passages that proposals rest on, cut into pieces that can be shown one after the other."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from intake.proposals import Proposal

MOST = 400_000  # characters of a text that a page shows


@dataclass(frozen=True)
class Piece:
    """A run of the text: the places of the proposals that rest on it, and of those that begin with it."""

    text: str
    places: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()

    @property
    def rests(self) -> str:
        """The places as an attribute holds them: "3 17"."""
        return " ".join(map(str, self.places))


def pieces(text: str, proposals: Iterable[Proposal]) -> Iterator[Piece]:
    """`text` whole, in order. Passages may overlap; what lies outside of the text is passed over."""
    text = text[:MOST]
    spans = [
        (max(0, passage.start), min(len(text), passage.end), place)
        for place, proposal in enumerate(proposals)
        for passage in proposal.passages
    ]
    spans = [span for span in spans if span[0] < span[1]]
    first: dict[int, int] = {}
    for start, _, place in sorted(spans):
        first.setdefault(place, start)
    edges = sorted({0, len(text), *(edge for start, end, _ in spans for edge in (start, end))})
    opening, closing = _by_edge(spans)
    here: dict[int, int] = {}
    for start, end in pairwise(edges):
        for place in closing.get(start, ()):
            here[place] -= 1
        for place in opening.get(start, ()):
            here[place] = here.get(place, 0) + 1
        places = tuple(sorted(place for place, count in here.items() if count))
        yield Piece(text[start:end], places, tuple(p for p in places if first[p] == start))


def _by_edge(spans: list[tuple[int, int, int]]) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    opening: dict[int, list[int]] = {}
    closing: dict[int, list[int]] = {}
    for start, end, place in spans:
        opening.setdefault(start, []).append(place)
        closing.setdefault(end, []).append(place)
    return opening, closing
