"""One word or phrase of a question, in its field → what it asks for."""

import datetime as dt
import re

from django.utils.translation import gettext as _

from identifiers.folding import fold, is_unspaced
from search.fields import kind_of, typed_as
from search.lexer import Token
from search.people_dates import read
from search.problems import Problems, excerpt
from search.question import Issued, Named, Phrase, Prefix, Question, Span, Word

FEWEST_LETTERS = 3
MOST_DISTANCE = 2
MOST_SLOP = 100
_LIKE = re.compile(r"(.+)~([0-9]*)[.,;:!?]*")


def clause(token: Token, field: str, span: Span, today: dt.date, problems: Problems) -> Question | None:
    """What the word or phrase `token` asks for in `field` (empty: anywhere); None where that is told and left out."""
    kind = kind_of(field)
    if kind == "date":
        return _issued(token, field, span, today, problems)
    if kind == "tie":
        return _named(token, field, span, problems)
    return _phrase(token, field, span, problems) if token.kind == "phrase" else _word(token, field, span, problems)


def _issued(token: Token, field: str, span: Span, today: dt.date, problems: Problems) -> Issued | None:
    try:
        days = read(field, token.text, today)
    except ValueError as error:
        message = _("%(typed)s is passed over: %(reason)s")
        problems.tell(message % {"typed": excerpt(f"{field}:{token.text}"), "reason": error}, span.start, span.end)
        return None
    if days.note:
        problems.tell(f"{excerpt(f'{field}:{token.text}')}: {days.note}", span.start, span.end)
    return Issued(days.first, days.last, span)


def _named(token: Token, field: str, span: Span, problems: Problems) -> Named:
    text = token.text
    if token.kind == "word":
        text, starred, like = _suffixes(text)
        if starred or like is not None:
            message = _("%(field)s takes a name, without * or ~: it is read as %(read)s.")
            problems.tell(message % {"field": f"{typed_as(field)}:", "read": excerpt(text)}, span.start, span.end)
    elif token.slop is not None:
        message = _("%(field)s takes a name: the ~ after it is passed over.")
        problems.tell(message % {"field": f"{typed_as(field)}:"}, span.start, span.end)
    return Named(field, text, span)


def _phrase(token: Token, field: str, span: Span, problems: Problems) -> Phrase:
    if "*" in token.text:
        problems.tell(_("Inside quotation marks * has no meaning: words are found as written."), span.start, span.end)
    slop = 0
    if token.slop == "":
        message = _("After ~ write how many words may lie between these, as in “two words”~10.")
        problems.tell(message, span.start, span.end)
    elif token.slop is not None:
        slop = int(token.slop[:9])
    if slop > MOST_SLOP:
        message = _("At most %(most)s words may lie between: this is read as ~%(most)s.")
        problems.tell(message % {"most": MOST_SLOP}, span.start, span.end)
    return Phrase(token.text, field, min(slop, MOST_SLOP), span)


def _word(token: Token, field: str, span: Span, problems: Problems) -> Word | Prefix:
    text, starred, like = _suffixes(token.text)
    lengths = [len(word) for word in fold(text).split()] or [0]
    if starred:
        if starred == "within":
            message = _("A * stands only at the end of a word: this is read as %(read)s.")
            problems.tell(message % {"read": excerpt(f"{text}*")}, span.start, span.end)
        if is_unspaced(text):  # such a word is found from any of its letters, and to any
            return Word(text, field, 0, span)
        if lengths[-1] >= FEWEST_LETTERS:
            return Prefix(text, field, span)
        message = _("Before * write at least %(fewest)s letters, as in gen*: this is read as %(read)s.")
        problems.tell(message % {"fewest": FEWEST_LETTERS, "read": excerpt(text)}, span.start, span.end)
        return Word(text, field, 0, span)
    return Word(text, field, _distance(text, like, max(lengths), span, problems), span)


def _distance(text: str, like: str | None, letters: int, span: Span, problems: Problems) -> int:
    """How many letters may differ: `like` is what stands after ~, one letter where that is nothing."""
    if like is None:
        return 0
    distance = int(like[:9] or 1)
    if distance and letters < FEWEST_LETTERS:
        message = _("Before ~ write at least %(fewest)s letters, as in Rohingya~: this is read as %(read)s.")
        problems.tell(message % {"fewest": FEWEST_LETTERS, "read": excerpt(text)}, span.start, span.end)
        return 0
    if distance > MOST_DISTANCE:
        message = _("At most %(most)s letters may differ: this is read as %(read)s.")
        shown = {"most": MOST_DISTANCE, "read": excerpt(f"{text}~{MOST_DISTANCE}")}
        problems.tell(message % shown, span.start, span.end)
    return min(distance, MOST_DISTANCE)


def _suffixes(typed: str) -> tuple[str, str, str | None]:
    """A word without its * and ~; where the * stood ("end", "within" or ""); and what stood after the ~, if any."""
    text, star, rest = typed.partition("*")
    starred = ("within" if fold(rest) and not _LIKE.fullmatch("x" + rest) else "end") if star else ""
    like = None
    while (match := _LIKE.fullmatch(text)) and fold(match[1]):
        text, like = match[1], match[2] if like is None else like
    return text, starred, like
