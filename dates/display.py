"""A date in words, as precisely as it is known."""

import datetime as dt

from dates.edtf import bounds

_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
_MARKS = {"?": "{} (uncertain)", "~": "about {}", "%": "about {} (uncertain)"}


def in_words(edtf: str) -> str:
    """`2022-10-07` → `7 October 2022`, `2022-10` → `October 2022`, empty → `undated`. Raises ValueError as bounds()."""
    if not edtf:
        return "undated"
    bounds(edtf)
    start, slash, end = edtf.partition("/")
    if not slash:
        return _moment(start)
    if start == "..":
        return f"until {_moment(end)}"
    if end == "..":
        return f"since {_moment(start)}"
    return f"{_moment(start)} – {_moment(end)}"


def day_in_words(day: dt.date) -> str:
    """7 October 2022."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _moment(text: str) -> str:
    mark = text[-1] if text[-1] in _MARKS else ""
    year, *rest = text.rstrip("?~%").split("-")
    words = [year]
    if rest:
        words.insert(0, _MONTHS[int(rest[0]) - 1])
    if len(rest) == 2:
        words.insert(0, str(int(rest[1])))
    plain = " ".join(words)
    return _MARKS[mark].format(plain) if mark else plain
