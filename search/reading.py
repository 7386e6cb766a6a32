"""A question → the text that says how it was read."""

import calendar
import datetime as dt
import re

from search.fields import typed_as
from search.question import All, AnyOf, Everything, Issued, Named, Phrase, Prefix, Question, Tied, Without, Word

_BARE_NAME = re.compile(r"\w[\w.'’/-]*")


def render(question: Question) -> str:
    """The canonical text of `question`, such as `genocide AND (Artsakh OR Karabakh) AND NOT issuer:lemkin`.

    Of a question that was parsed it parses to an equal one, as long as it is within the limits of length.
    """
    match question:
        case All(parts) if parts:
            return " AND ".join(_grouped(part, AnyOf) for part in parts)
        case AnyOf(parts) if parts:
            return " OR ".join(render(part) for part in parts)
        case Without(part):
            return f"NOT {_grouped(part, All, AnyOf)}"
        case AnyOf():
            return "NOT *"
        case Everything() | All():
            return "*"
    return _clause(question)


def _grouped(part: Question, *kinds: type) -> str:
    return f"({render(part)})" if isinstance(part, kinds) else render(part)


def _clause(question: Question) -> str:
    match question:
        case Word(text, within, distance):
            return _in(within) + text + (f"~{distance}" if distance else "")
        case Prefix(text, within):
            return f"{_in(within)}{text}*"
        case Phrase(text, within, slop):
            return _in(within) + _quoted(text) + (f"~{slop}" if slop else "")
        case Named(to, text):
            return _in(to) + _name(text)
        case Tied(to, keys, label):
            return _in(to) + _name(label or " ".join(keys))
        case Issued(first, last):
            return f"date:{_days(first, last)}"
    raise TypeError(f"{question!r} is not a question.")


def _in(field: str) -> str:
    return f"{typed_as(field)}:" if field else ""


def _name(text: str) -> str:
    return text if _BARE_NAME.fullmatch(text) else _quoted(text)


def _quoted(text: str) -> str:
    """`text` between quotation marks that it does not hold: the parser never reads a text that holds both kinds."""
    return f"«{text}»" if ('"' in text or "”" in text) else f'"{text}"'


def _days(first: dt.date | None, last: dt.date | None) -> str:
    """One day, month or year where the days are just that; else both ends."""
    if first is None or last is None:
        return f"{first.isoformat() if first else ''}..{last.isoformat() if last else ''}"
    if first == last:
        return first.isoformat()
    if (first, last) == (dt.date(first.year, 1, 1), dt.date(first.year, 12, 31)):
        return f"{first.year:04}"
    if (first.day, last) == (1, first.replace(day=calendar.monthrange(first.year, first.month)[1])):
        return first.isoformat()[:7]
    return f"{first.isoformat()}..{last.isoformat()}"
