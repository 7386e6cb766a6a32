"""A date in words, as precisely as it is known, in the language that is active."""

import datetime as dt

from babel.dates import format_date, format_skeleton
from django.utils.translation import gettext, gettext_lazy

from dates import locales
from dates.edtf import bounds

_MARKS = {
    "?": gettext_lazy("%(date)s (uncertain)"),
    "~": gettext_lazy("about %(date)s"),
    "%": gettext_lazy("about %(date)s (uncertain)"),
}


def in_words(edtf: str) -> str:
    """`2022-10-07` → `7 October 2022`, `2022-10` → `October 2022`, empty → `undated`. Raises ValueError as bounds()."""
    if not edtf:
        return gettext("undated")
    bounds(edtf)
    start, slash, end = edtf.partition("/")
    if not slash:
        return _moment(start)
    if start == "..":
        return gettext("until %(date)s") % {"date": _moment(end)}
    if end == "..":
        return gettext("since %(date)s") % {"date": _moment(start)}
    return f"{_moment(start)} – {_moment(end)}"


def day_in_words(day: dt.date) -> str:
    """7 October 2022."""
    return format_date(day, "long", locale=locales.current())


def _moment(text: str) -> str:
    mark = text[-1] if text[-1] in _MARKS else ""
    plain = _plain(text.rstrip("?~%"))
    return str(_MARKS[mark]) % {"date": plain} if mark else plain


def _plain(text: str) -> str:
    if len(text) == len("2022-10-07"):
        return day_in_words(dt.date.fromisoformat(text))
    if len(text) == len("2022-10"):
        return format_skeleton("yMMMM", dt.date.fromisoformat(f"{text}-01"), locale=locales.current())
    return text
