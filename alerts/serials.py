"""Which numbers of a serial are held, and which are not."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Run:
    """Numbers that follow one another, held or not held."""

    first: int
    last: int

    @property
    def count(self) -> int:
        return self.last - self.first + 1

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"


def runs(numbers: Iterable[int]) -> tuple[list[Run], list[Run]]:
    """Of numbers that are held: the runs that are held, and those that are not, from 1 to the highest that is."""
    held: list[Run] = []
    for number in sorted(set(numbers)):
        if held and number == held[-1].last + 1:
            held[-1] = Run(held[-1].first, number)
        else:
            held.append(Run(number, number))
    ends = [0, *(run.last for run in held)]
    between = [Run(end + 1, run.first - 1) for end, run in zip(ends, held, strict=False) if run.first > end + 1]
    return held, between
