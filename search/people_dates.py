"""Dates as people write them → the days that are meant."""

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_NO_DATE = gettext_lazy("it is not a date; write 2022, 2022-12, 2022-12-03 or “3 December 2022”.")
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name[:3]: number for name, number in _MONTHS.items()} | {"sept": 9}
_PASSED_OVER = {"of", "the", *(day.lower() for day in calendar.day_name), *(day.lower() for day in calendar.day_abbr)}
_YEAR_FIRST = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?[?~%]?", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})", re.ASCII)
_MONTH_AND_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})", re.ASCII)
_IN_WORDS = re.compile(r"(\d+)(?:st|nd|rd|th)?(?![^\W\d_])|([^\W\d_]+)", re.ASCII)
_BETWEEN = re.compile(r"\s*(?:\.{2,}|…|–|—|\s-\s|\s(?:to|until)\s)\s*", re.IGNORECASE)
_ISO = r"\d{4}(?:-\d{2}(?:-\d{2})?)?"
_ISO_INTERVAL = re.compile(rf"({_ISO})/({_ISO}|\.\.)|(\.\.)/({_ISO})|(\d{{4}})-(\d{{4}})", re.ASCII)
_BACK = re.compile(r"(\d{0,6})\s*(d|w|m|y|days?|weeks?|months?|years?|)", re.ASCII | re.IGNORECASE)

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_MOMENT = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?{_MONTH}(?:\s+\d{{1,2}}(?:st|nd|rd|th)?)?,?\s+\d{{4}}"
# A date of several words, or two with spaces between them, that stand after a field without quotes around them.
_AGO = r"\d{1,6}\s+(?:day|week|month|year)s?"
_ANY = rf"(?:{_MOMENT}|\d+(?:[-/.]\d+)*)"
_TO = r"(?:\s*(?:\.\.|…|–|—)\s*|\s(?:to|until|-)\s)"
SPOKEN = re.compile(
    rf"(?:{_ANY}{_TO}{_ANY}|{_MOMENT}(?:\.\.|…)?|(?:\.\.|…){_MOMENT}|{_AGO})(?![^\W_]|[-/.]\d)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Days:
    """The days from `first` to `last`, both included, None where open; `note` says so where the reading is a guess."""

    first: dt.date | None
    last: dt.date | None
    note: str = ""


def read(field: str, text: str, today: dt.date) -> Days:
    """The days that `field` (date, after, before, last) followed by `text` asks for.

    A year or month means its first day in `after` and its last in `before`, both included, as in the filters
    issued_after and issued_before: `after:2022` is from 1 January 2022, `before:2022` is until 31 December 2022.
    `last` ends today. Raises ValueError, with the rest of a sentence for a person, where `text` is no date.
    """
    text = " ".join(text.split()).rstrip(",;")
    if field == "last":
        return _back(text, today)
    days = _period(text)
    if field == "after" and days.first:
        return Days(days.first, None, days.note)
    if field == "before" and days.last:
        return Days(None, days.last, days.note)
    if field != "date" or days == Days(None, None):
        raise ValueError(_("it names no day; write 2022, 2022-12, 2022-12-03 or “3 December 2022”."))
    return days


def _period(text: str) -> Days:
    """One date, or two with `..` between them, of which one may be left out."""
    interval = _ISO_INTERVAL.fullmatch(text)
    ends = [end for end in interval.groups() if end] if interval else _BETWEEN.split(text, maxsplit=1)
    if len(ends) == 1:
        return moment(ends[0])
    first, last = (Days(None, None) if end in ("", "..") else moment(end) for end in ends)
    note = first.note or last.note
    if first.first and last.last and last.last < first.first:
        first, last = last, first
        note = note or _("it ends before it begins, and is read the other way round; write the earlier date first.")
    return Days(first.first, last.last, note)


def moment(text: str) -> Days:
    """The days of one day, month or year, both ends given. Raises ValueError, with the rest of a sentence."""
    text = text.strip(" ,")
    if match := _YEAR_FIRST.fullmatch(text):
        return _days(int(match[1]), *(int(n) for n in match.groups()[1:] if n))
    if match := _YEAR_LAST.fullmatch(text):
        return _day_and_month(int(match[1]), int(match[3]), int(match[4]), match[2])
    if match := _MONTH_AND_YEAR.fullmatch(text):
        return _days(int(match[2]), int(match[1]))
    return _days(*_in_words(text))


def _day_and_month(one: int, other: int, year: int, between: str) -> Days:
    """Two numbers and a year: the day first, as most of the world writes it, unless only the other order is a date."""
    if other > 12 >= one:
        return _days(year, one, other)
    days = _days(year, other, one)
    if between == "." or one == other or one > 12:
        return days
    read_as = {"date": f"{one} {calendar.month_name[other]} {year}", "sure": days.first}
    return Days(days.first, days.last, _("it is read as %(date)s; write %(sure)s to be sure.") % read_as)


def _in_words(text: str) -> tuple[int, int, int | None]:
    """Year, month and day of "3 December 2022", "Dec 3rd, 2022", "December 2022"."""
    numbers: list[str] = []
    months: list[int] = []
    for number, word in _IN_WORDS.findall(text[:100]):
        if number:
            numbers.append(number)
        elif word.lower() in _MONTHS:
            months.append(_MONTHS[word.lower()])
        elif word.lower() not in _PASSED_OVER:
            raise ValueError(_NO_DATE)
    years = [int(n) for n in numbers if len(n) == 4]
    days = [int(n) for n in numbers if len(n) <= 2]
    if len(months) != 1 or len(years) != 1 or len(days) > 1 or len(numbers) != len(years) + len(days):
        raise ValueError(_NO_DATE)
    return years[0], months[0], days[0] if days else None


def _days(year: int, month: int | None = None, day: int | None = None) -> Days:
    """The days of that day, month or year. (dates.edtf reads the same, a hundred times slower.)"""
    try:
        first = dt.date(year, 1 if month is None else month, 1 if day is None else day)
        if day is not None:
            return Days(first, first)
        last_month = first.month if month is not None else 12
        return Days(first, dt.date(year, last_month, calendar.monthrange(year, last_month)[1]))
    except ValueError as error:
        raise ValueError(
            _("there is no such day, month or year; write 2022, 2022-12, 2022-12-03 or “3 December 2022”.")
        ) from error


def _back(text: str, today: dt.date) -> Days:
    """From so many days, weeks, months or years ago until today."""
    match = _BACK.fullmatch(text)
    if not match or not text:
        raise ValueError(_("it is not a length of time; write last:90d, last:6m or last:2y."))
    count, unit = int(match[1] or 1), match[2][:1].lower()
    as_days = _("it is read as %(count)s days; write last:%(count)sd, last:%(count)sm or last:%(count)sy.")
    note = "" if unit else as_days % {"count": count}
    try:
        if unit in ("m", "y"):
            return Days(_months_before(today, count * (12 if unit == "y" else 1)), today)
        return Days(today - dt.timedelta(days=count * (7 if unit == "w" else 1)), today, note)
    except (ValueError, OverflowError) as error:
        raise ValueError(_("it reaches back before the year 1; write last:90d, last:6m or last:2y.")) from error


def _months_before(day: dt.date, months: int) -> dt.date:
    """The same day of the month so many months earlier, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
