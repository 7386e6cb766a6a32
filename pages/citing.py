"""How an alert is cited: what a citation says, and that in five styles.

What is cited is the version that was read, with the day on which this archive published it and its own address, which
shows the same words for ever. The styles' own rules (English names of months, their order and marks) hold in every
language of the interface. Sources: APA 7 (10.4, 9.8-9.14), Chicago 17 (14.233), MLA 9 (5.23-5.107), OSCOLA 4 (3.4.8),
Bluebook 21 (rule 18.2).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from alerts.record import Data

ARCHIVE = "Forewarned"
_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
# MLA 9 (appendix 1) and Bluebook 21 (table 12) shorten months alike.
_SHORT = "Jan. Feb. Mar. Apr. May June July Aug. Sept. Oct. Nov. Dec.".split()  # noqa: SIM905
_MOST_IN_APA = 20


@dataclass(frozen=True)
class Day:
    """A year, or a month or day of it; `is_about` where the record is not sure."""

    year: int
    month: int = 0
    day: int = 0
    is_about: bool = False

    @property
    def parts(self) -> list[int]:
        return [part for part in (self.year, self.month, self.day) if part]

    @property
    def iso(self) -> str:
        return "-".join([f"{self.year:04}", *(f"{part:02}" for part in self.parts[1:])])


@dataclass(frozen=True)
class Cited:
    """What citations say of a version of an alert. `address` is the version's own; `dates` are none where the alert is
    undated, two where it is dated to a span; `identifier` is made of the alert's uid and the version's number."""

    identifier: str
    title: str
    authors: tuple[str, ...]
    dates: tuple[Day, ...]
    is_inferred: bool
    kind: str
    symbol: str
    language: str
    abstract: str
    address: str
    version: int
    published: Day

    @property
    def issued(self) -> str:
        """The day, month or year of issue as ISO 8601 has it, of a span the first; "" where undated."""
        return self.dates[0].iso if self.dates else ""


def cited(record: Data, version: int, published_on: str, address: str) -> Cited:
    """What is cited of a version of an alert. `published_on` is an ISO day."""
    issuers = [p["organization"]["name"] for p in record["parties"] if p["role"] == "issuer"]
    return Cited(
        identifier=f"forewarned-{record['uid']}-v{version}",
        title=" ".join(record["title"].split()),
        authors=tuple(issuers or filter(None, [record["issuers_note"]])),
        dates=tuple(_days(record["issued"]["edtf"])),
        is_inferred=record["issued"]["basis"] == "inferred",
        kind=(record["type"] or {}).get("label", ""),
        symbol=record["symbol"],
        language=record["language"],
        abstract=record["abstract"],
        address=address,
        version=version,
        published=_day(published_on),
    )


def in_styles(work: Cited) -> list[tuple[str, str]]:
    """The names of the styles, each with the citation as plain text."""
    return [(name, write(work)) for name, write in _STYLES.items()]


def apa(work: Cited) -> str:
    date = _spelled(work, _year_first) or "n.d."
    number = f" ({work.symbol})" if work.symbol else ""
    about = "; ".join(filter(None, [work.kind, f"version {work.version}, archived {_american(work.published)}"]))
    author, title = _all(work.authors, ", & ", " & "), f"{work.title}{number} [{about}]"
    # A work without an author begins with its title (9.12).
    begins = f"{_stopped(author)} ({date}). {title}" if author else f"{title}. ({date})"
    return f"{begins}. {ARCHIVE}. {work.address}"


def chicago(work: Cited) -> str:
    about = ", ".join(filter(None, [work.kind, work.symbol, _spelled(work, _american) or "n.d."]))
    title = f"“{_stopped(_inside(work.title))}”"
    kept = f"{ARCHIVE}, version {work.version}, {_american(work.published)}"
    return " ".join(
        [*_begins(_all(work.authors, ", and ", " and ")), title, f"{_first_up(about)}.", f"{kept}.", f"{work.address}."]
    )


def mla(work: Cited) -> str:
    names = f"{work.authors[0]}, et al" if len(work.authors) > 2 else " and ".join(work.authors)
    date = _spelled(work, _short)
    facts = ", ".join(filter(None, [work.symbol, date]))
    kept = f"{ARCHIVE}, version {work.version}, {_short(work.published)}, {work.address}."
    return " ".join(
        [*_begins(names), f"“{_stopped(_inside(work.title))}”", *([f"{_first_up(facts)}."] if facts else []), kept]
    )


def oscola(work: Cited) -> str:
    names = f"{work.authors[0]} and others" if len(work.authors) > 3 else _all(work.authors, " and ", " and ")
    title = re.sub("‘([^‘’]*)’", r"“\1”", work.title)
    facts = ", ".join(filter(None, [work.symbol, _spelled(work, _british) or "undated"]))
    kept = f"({ARCHIVE}, version {work.version}, {_british(work.published)})"
    return f"{names}, ‘{title}’ ({facts}) {kept} <{work.address}>".removeprefix(", ")


def bluebook(work: Cited) -> str:
    names = f"{work.authors[0]} et al." if len(work.authors) > 2 else " & ".join(work.authors)
    date = _spelled(work, _american_short) or "undated"
    parts = [names, work.title, f"{work.symbol} ({date})" if work.symbol else ""]
    kept = f"{ARCHIVE} (version {work.version}, {_american_short(work.published)}), {work.address}."
    begins = ", ".join(filter(None, parts))
    return f"{begins}, {kept}" if work.symbol else f"{begins} ({date}), {kept}"


_STYLES: dict[str, Callable[[Cited], str]] = {
    "APA": apa,
    "Chicago": chicago,
    "MLA": mla,
    "OSCOLA": oscola,
    "Bluebook": bluebook,
}


# Names ----------------------------------------------------------------------------------------------------------------


def _all(names: tuple[str, ...], last: str, of_two: str) -> str:
    """All names as one; of more than twenty the first nineteen and the last (APA 9.8)."""
    if len(names) > _MOST_IN_APA:
        return f"{', '.join(names[: _MOST_IN_APA - 1])}, … {names[-1]}"
    if len(names) <= 2:
        return of_two.join(names)
    return f"{', '.join(names[:-1])}{last}{names[-1]}"


def _begins(names: str) -> list[str]:
    return [_stopped(names)] if names else []


def _stopped(text: str) -> str:
    """`text` with a stop at its end, if it does not end a sentence by itself."""
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."


def _first_up(text: str) -> str:
    return text[:1].upper() + text[1:]


def _inside(title: str) -> str:
    """A title as it stands between double marks: its own become single ones."""
    return title.replace("“", "‘").replace("”", "’")


# Dates ----------------------------------------------------------------------------------------------------------------


def _days(edtf: str) -> list[Day]:
    return [_day(end) for end in edtf.split("/") if end not in ("", "..")]


def _day(text: str) -> Day:
    plain = text.rstrip("?~%")
    year, month, day = ([int(part) for part in plain.split("-")] + [0, 0])[:3]
    return Day(year, month, day, is_about=plain != text)


def _spelled(work: Cited, write: Callable[[Day], str]) -> str:
    """The date of issue; between brackets where it is inferred, "ca." where it is not sure; "" where there is none."""
    text = "–".join(f"ca. {write(day)}" if day.is_about else write(day) for day in work.dates)
    return f"[{text}]" if text and work.is_inferred else text


def _year_first(day: Day) -> str:
    return f"{day.year}, {_month_day(day, _MONTHS)}" if day.month else str(day.year)


def _american(day: Day) -> str:
    return _before_year(day, _MONTHS)


def _american_short(day: Day) -> str:
    return _before_year(day, _SHORT)


def _british(day: Day) -> str:
    return _after_day(day, _MONTHS)


def _short(day: Day) -> str:
    return _after_day(day, _SHORT)


def _month_day(day: Day, months: list[str]) -> str:
    return f"{months[day.month - 1]} {day.day}" if day.day else months[day.month - 1]


def _before_year(day: Day, months: list[str]) -> str:
    if not day.month:
        return str(day.year)
    return f"{_month_day(day, months)}{',' if day.day else ''} {day.year}"


def _after_day(day: Day, months: list[str]) -> str:
    parts = [str(day.day) if day.day else "", months[day.month - 1] if day.month else "", str(day.year)]
    return " ".join(filter(None, parts))
