"""A question as value objects. They know nothing of any engine, and nothing of how the question was typed."""

import datetime as dt
from dataclasses import dataclass, field

# The texts of an alert that can be asked for by themselves, as a person writes them before a colon.
TEXTS = ("title", "abstract", "body", "recommends", "cites")
# What an alert can be tied to, each a set of keys: uids, ISO codes, or the value itself.
TIES = (
    "issuer", "signatory", "addressee", "type", "genre", "serial", "country", "place", "situation", "population",
    "measure", "crime", "modality", "indicator", "stage", "language", "uid",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Span:
    """Where in what was typed a clause stands: characters from `start` to before `end`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Everything:
    """Every alert."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word in any of its forms; `distance` letters may differ. `text` is as typed."""

    text: str
    within: str = ""  # one of TEXTS, or anywhere
    distance: int = 0
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Prefix:
    """Words that begin so."""

    text: str
    within: str = ""
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words next to each other, as written: no other forms or names; with `slop`, so many words may lie between."""

    text: str
    within: str = ""
    slop: int = 0
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Tied:
    """Alerts tied to a record: `keys` are the keys that it goes by (any of them will do); see TIES."""

    to: str
    keys: tuple[str, ...]
    label: str = ""
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Named:
    """Alerts tied to a record that goes by this name (`text` as typed): names.resolve makes it a Tied, or a Word."""

    to: str
    text: str
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Issued:
    """Alerts whose date of issue, as far as it is known, overlaps the days from `first` to `last`; None is open."""

    first: dt.date | None
    last: dt.date | None
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class All:
    """Alerts that every part finds."""

    parts: tuple["Question", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Alerts that a part finds."""

    parts: tuple["Question", ...]


@dataclass(frozen=True, slots=True)
class Without:
    """Alerts that `part` does not find."""

    part: "Question"


Question = Everything | Word | Prefix | Phrase | Tied | Named | Issued | All | AnyOf | Without
