"""What is wrong with a batch, collected before anything is refused, so that a person mends it all at once."""

from dataclasses import dataclass, field

# More than this at once helps nobody; the rest is counted.
SHOWN = 50


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, and where: the file, the line in it (from 1), the column."""

    file: str
    line: int | None
    column: str | None
    text: str

    def __str__(self) -> str:
        where = self.file
        if self.line:
            where += f", line {self.line}"
        if self.column:
            where += f", column {self.column}"
        return f"{where}: {self.text}"


@dataclass
class Problems:
    """The problems found so far."""

    found: list[Problem] = field(default_factory=list)

    def add(self, file: str, line: int | None, column: str | None, text: str) -> None:
        self.found.append(Problem(file, line, column, text))

    def stop(self, what: str = "The catalogue") -> None:
        """Raise CatalogueError if there are any; `what` has them."""
        if self.found:
            raise CatalogueError(self.found, what)


class CatalogueError(Exception):
    """A catalogue that cannot be loaded. Nothing of it was written. Its text is for a person."""

    def __init__(self, problems: list[Problem], what: str = "The catalogue") -> None:
        self.problems = sorted(dict.fromkeys(problems), key=lambda p: (p.file, p.line or 0))
        lines = [str(p) for p in self.problems[:SHOWN]]
        if len(self.problems) > SHOWN:
            lines.append(f"… and {len(self.problems) - SHOWN} more.")
        count = "1 problem" if len(self.problems) == 1 else f"{len(self.problems)} problems"
        super().__init__("\n".join([f"{what} has {count}; nothing of it was loaded.", *lines]))
