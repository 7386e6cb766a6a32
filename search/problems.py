"""What is wrong with a question as typed, told in a sentence with its place; the closest reading is answered."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.utils.translation import gettext


@dataclass(frozen=True, slots=True)
class Problem:
    """`message` says what is wrong and what would be right; it stands at characters `start` to before `end`."""

    message: str
    start: int
    end: int

    def as_dict(self) -> dict[str, str | int]:
        """The same as plain data, for programs: {"message", "start", "end"}."""
        return asdict(self)


class Problems:
    """Collects problems while a question is read, the same sentence only once: where it is first true."""

    def __init__(self) -> None:
        self._told: dict[str, Problem] = {}

    def __bool__(self) -> bool:
        return bool(self._told)

    def tell(self, message: str, start: int, end: int) -> None:
        if message not in self._told or start < self._told[message].start:
            self._told[message] = Problem(message, start, end)

    def in_order(self) -> tuple[Problem, ...]:
        """Those told, by their place."""
        return tuple(sorted(self._told.values(), key=lambda p: (p.start, p.end)))


def mark(typed: str, problems: Iterable[Problem]) -> list[tuple[str, bool]]:
    """`typed` in parts, each with whether a problem stands there; in sequence, the parts are the whole text.

    The parts are plain text, to be escaped by whoever shows them. Lone surrogates, which cannot be sent, become U+FFFD.
    """
    shown = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in typed)
    parts: list[tuple[str, bool]] = []
    at = 0
    for start, end in _merged((max(p.start, 0), min(p.end, len(shown))) for p in problems):
        parts += [(shown[at:start], False), (shown[start:end], True)]
        at = end
    parts.append((shown[at:], False))
    return [part for part in parts if part[0]]


def _merged(places: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Places in order, those that overlap or touch made one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(place for place in places if place[0] < place[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def excerpt(text: str) -> str:
    """The beginning of `text` in quotes, short enough for a sentence."""
    return gettext("“%(words)s”") % {"words": text if len(text) <= 30 else f"{text[:29]}…"}
