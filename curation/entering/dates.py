"""Dates as a curator types or pastes them → EDTF."""

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from dates.display import in_words
from dates.edtf import bounds
from search import people_dates

UNDATED = "undated"
_UNDATED = {UNDATED, "no date", "without date", "n.d.", "n. d.", "nd", "s.d.", "s. d."}
_ABOUT = re.compile(r"(?:c\.|ca\.?|circa|about|around|approximately)\s*", re.IGNORECASE)
_PERHAPS = re.compile(r"(?:perhaps|possibly|probably)\s+|\s*(?:\?|\(\?\)|\(uncertain\))$", re.IGNORECASE)
_SINCE = re.compile(r"(?:since|from)\s+(.+)|(.+?)\s*(?:onwards?|–|—|-|…|\.\.)", re.IGNORECASE)
_UNTIL = re.compile(r"(?:until|till|up to)\s+(.+)|(?:–|—|…|\.\.)\s*(.+)", re.IGNORECASE)
_BETWEEN = re.compile(r"(?:between|from)\s+(.+?)\s+(?:and|to|until|till)\s+(.+)", re.IGNORECASE)
_DASH = re.compile(r"\s*(?:–|—|…|\.{2,}|/)\s*|\s+(?:-|to|until|till|through)\s+", re.IGNORECASE)
_LETTERS = r"[^\W\d_]+"
# A hyphen that stands between two days of a month, two months or two years.
_SHORT_RANGES = (
    re.compile(rf"^(\d{{1,2}})-(\d{{1,2}}\s+{_LETTERS})"),
    re.compile(rf"^({_LETTERS}\s+\d{{1,2}})-(\d{{1,2}},?\s+\d{{4}}$)"),
    re.compile(rf"^({_LETTERS})-({_LETTERS})"),
    re.compile(r"^(\d{4})-(\d{4})$"),
)
_DAYS_AFTER_MONTH = re.compile(rf"({_LETTERS})\s+(\d{{1,2}})\s*[–—]\s*(\d{{1,2}}),?\s+(\d{{4}})")
_BARE_DAY = re.compile(r"\d{1,2}(?:st|nd|rd|th)?", re.ASCII)
_HAS_YEAR = re.compile(r"\d{4}", re.ASCII)
_RIGHT = "write “3 December 2022”, “November 2022”, 2022-11, “21–25 September 2023” or “undated”"
LONGEST = 100


@dataclass(frozen=True)
class Understood:
    """A date as EDTF, empty for one that is said to be undated; `note` where the reading is a guess."""

    edtf: str
    note: str = ""

    def __str__(self) -> str:
        return f"{in_words(self.edtf)} ({self.edtf})" if self.edtf else UNDATED


def understand(text: str) -> Understood:
    """The date that `text` (not empty) says. Raises ValueError, with a sentence for a person, where it says none."""
    text = " ".join(text.split())
    if text.casefold() in _UNDATED:
        return Understood("")
    if len(text) > LONGEST:
        raise ValueError(f"A date is no longer than {LONGEST} characters: {_RIGHT}.")
    try:
        bounds(text)
    except ValueError:
        return _checked(text, _spoken(text))
    return Understood(text)


def _checked(text: str, found: Understood) -> Understood:
    try:
        bounds(found.edtf)
    except ValueError as error:
        raise ValueError(f"“{text}” is not understood: {str(error)[0].lower()}{str(error)[1:]}") from error
    return found


def _spoken(text: str) -> Understood:
    for pattern in _SHORT_RANGES:
        text = pattern.sub(r"\1–\2", text)
    if match := _DAYS_AFTER_MONTH.fullmatch(text):
        month, first, last, year = match.groups()
        text = f"{first} – {last} {month} {year}"
    ends = _ends(text)
    try:
        if ends is None or ".." not in ends:
            return _one(text)
    except ValueError as error:
        if ends is None:
            raise ValueError(f"“{text}” is not understood: {str(error).rstrip('.')}.") from error
    return _interval(text, *ends)


def _ends(text: str) -> tuple[str, str] | None:
    """The two ends of a range, `..` for an open one."""
    if match := _BETWEEN.fullmatch(text):
        return match[1], match[2]
    parts = [part for part in _DASH.split(text) if part]
    if len(parts) == 2:
        return parts[0], parts[1]
    if match := _SINCE.fullmatch(text):
        return match[1] or match[2], ".."
    if match := _UNTIL.fullmatch(text):
        return "..", match[1] or match[2]
    return None


def _interval(text: str, first: str, last: str) -> Understood:
    try:
        end = Understood("..") if last == ".." else _one(last)
        start = Understood("..") if first == ".." else _one(_filled(first, end.edtf))
    except ValueError as error:
        raise ValueError(f"“{text}” is not understood: {str(error).rstrip('.')}.") from error
    return Understood(f"{start.edtf}/{end.edtf}", start.note or end.note)


def _filled(first: str, end: str) -> str:
    """The first end of a range with the year, and where it is a bare day the month, of the last."""
    if _HAS_YEAR.search(first) or end == "..":
        return first
    year, *rest = end.rstrip("?~%").split("-")
    if _BARE_DAY.fullmatch(first) and rest:
        return f"{first} {calendar.month_name[int(rest[0])]} {year}"
    return f"{first} {year}"


def _one(text: str) -> Understood:
    """A day, month or year, perhaps about or perhaps then."""
    bare, doubts = _PERHAPS.subn("", text)
    bare, abouts = _ABOUT.subn("", bare, count=1) if _ABOUT.match(bare) else (bare, 0)
    mark = "%" if doubts and abouts else "?" if doubts else "~" if abouts else ""
    days = people_dates.moment(bare)
    return Understood(_edtf(days.first, days.last) + mark, days.note)


def _edtf(first: dt.date | None, last: dt.date | None) -> str:
    assert first is not None  # noqa: S101  (a moment has both ends)
    assert last is not None  # noqa: S101
    if first == last:
        return first.isoformat()
    return first.isoformat()[:7] if first.month == last.month else first.isoformat()[:4]
