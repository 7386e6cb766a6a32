"""EDTF (ISO 8601-2:2019), the part of it that dates of documents need: a day, month or year, or an interval of them.

Each may carry `?` (uncertain), `~` (approximate) or `%` (both); an interval may be open (`..`) at one end.
"""

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from time import struct_time

from edtf import EDTFParseException, parse_edtf

_MOMENT = r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-\d{2})?)?[?~%]?"
_SHAPE = re.compile(rf"{_MOMENT}|{_MOMENT}/(?:{_MOMENT}|\.\.)|\.\./{_MOMENT}", re.ASCII)
_PLAIN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
# The longest text that the shape admits: two days, each with a mark, and the slash.
MAX_LENGTH = 23


@dataclass(frozen=True, slots=True)
class Bounds:
    """The first and last day that a date can mean, both included; None where it is open."""

    earliest: dt.date | None
    latest: dt.date | None


@lru_cache(maxsize=4096)
def bounds(text: str) -> Bounds:
    """The days that the EDTF `text` can mean. Raises ValueError, with a sentence for a person, where it is not one."""
    if not _SHAPE.fullmatch(text):
        raise ValueError(f"“{text[:30]}” is not a date: write 2022, 2022-10, 2022-10-07 or 2022-10-07/2022-10-09.")
    try:
        found = _plain(text) or _parsed(text)
    except (EDTFParseException, ValueError) as error:
        raise ValueError(f"“{text}” names a day, month or year that there is not.") from error
    if found.earliest and found.latest and found.latest < found.earliest:
        raise ValueError(f"“{text}” ends before it begins.")
    return found


def _plain(text: str) -> Bounds | None:
    """The days of a day, month or year without a mark, as nearly all dates are: the library takes ten ms for each."""
    if not (match := _PLAIN.fullmatch(text)):
        return None
    year, month, day = int(match[1]), match[2], match[3]
    first = dt.date(year, int(month or 1), int(day or 1))
    last = dt.date(year, int(month or 12), 1)
    return Bounds(first, first if day else last.replace(day=calendar.monthrange(year, last.month)[1]))


def _parsed(text: str) -> Bounds:
    parsed = parse_edtf(text)
    return Bounds(_day(parsed.lower_strict()), _day(parsed.upper_strict()))


def _day(moment: struct_time | float) -> dt.date | None:
    return dt.date(*moment[:3]) if isinstance(moment, struct_time) else None
