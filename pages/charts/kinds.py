"""What marks and bars stand for, told apart by shape or pattern and by colour; of genres each has its own."""

from dataclasses import dataclass

from alerts.models import AlertType

Genre = AlertType.Genre
NO_GENRE = "none"
ASK = "ask"
# Drawn around 0, 0; about 13 pixels across.
SHAPES: dict[str, str] = {
    Genre.ALERT: "M0-7.5 7.5 6H-7.5Z",
    Genre.BULLETIN: "M0 7.5-7.5-6H7.5Z",
    Genre.STATEMENT: "M-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0",
    Genre.PRESS_RELEASE: "M-6.5 0a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0-13 0M-3 0a3 3 0 1 1 6 0a3 3 0 1 1-6 0",
    Genre.LETTER: "M-7.5-5h15v10h-15Z",
    Genre.CALL_TO_ACTION: "M-5.5-7 7.5 0-5.5 7Z",
    Genre.APPEAL: "M0-7.5 7.5 0 0 7.5-7.5 0Z",
    Genre.RESOLUTION: "M0-7 7-2 4.3 6H-4.3L-7-2Z",
    Genre.DECISION: "M-2.5-7h5v4.5H7v5H2.5V7h-5V2.5H-7v-5h4.5Z",
    Genre.REPORT: "M-5-7H5V7H-5Z",
    NO_GENRE: "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0",
    ASK: "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0",
}
# What is drawn over a bar's colour, in a tile of 6 by 6 pixels.
PATTERNS: dict[str, str] = {
    Genre.ALERT: "",
    Genre.BULLETIN: "M0 3H6",
    Genre.STATEMENT: "M0 6 6 0M-1 1 1-1M5 7 7 5",
    Genre.PRESS_RELEASE: "M0 0 6 6M-1 5 1 7M5-1 7 1",
    Genre.LETTER: "M3 0V6",
    Genre.CALL_TO_ACTION: "M3 0V6M0 3H6",
    Genre.APPEAL: "M0 0 6 6M0 6 6 0",
    Genre.RESOLUTION: "M0 1.5H6M0 4.5H6",
    Genre.DECISION: "M1.5 0V6M4.5 0V6",
    Genre.REPORT: "M2 2H4M2 4H4",
    NO_GENRE: "M3 2V4",
    ASK: "",
}


@dataclass(frozen=True)
class Kind:
    """What a mark or a part of a bar can stand for: `key` is one of SHAPES."""

    key: str
    label: str

    @property
    def shape(self) -> str:
        return SHAPES[self.key]

    @property
    def pattern(self) -> str:
        return PATTERNS[self.key]


def genres(no_genre: str) -> list[Kind]:
    """All genres in their order, and last, under the words `no_genre`, none."""
    return [*(Kind(genre.value, str(genre.label)) for genre in Genre), Kind(NO_GENRE, no_genre)]
