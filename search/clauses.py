"""One word or phrase of a question, in its field → what it asks for."""

import datetime as dt
import re

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
        problems.tell(f"{excerpt(f'{field}:{token.text}')} is passed over: {error}", span.start, span.end)
        return None
    if days.note:
        problems.tell(f"{excerpt(f'{field}:{token.text}')}: {days.note}", span.start, span.end)
    return Issued(days.first, days.last, span)


def _named(token: Token, field: str, span: Span, problems: Problems) -> Named:
    text = token.text
    if token.kind == "word":
        text, starred, like = _suffixes(text)
        if starred or like is not None:
            message = f"{typed_as(field)}: takes a name, without * or ~: it is read as {excerpt(text)}."
            problems.tell(message, span.start, span.end)
    elif token.slop is not None:
        problems.tell(f"{typed_as(field)}: takes a name: the ~ after it is passed over.", span.start, span.end)
    return Named(field, text, span)


def _phrase(token: Token, field: str, span: Span, problems: Problems) -> Phrase:
    if "*" in token.text:
        problems.tell("Inside quotation marks * has no meaning: words are found as written.", span.start, span.end)
    slop = 0
    if token.slop == "":
        message = "After ~ write how many words may lie between these, as in “two words”~10."
        problems.tell(message, span.start, span.end)
    elif token.slop is not None:
        slop = int(token.slop[:9])
    if slop > MOST_SLOP:
        problems.tell(f"At most {MOST_SLOP} words may lie between: this is read as ~{MOST_SLOP}.", span.start, span.end)
    return Phrase(token.text, field, min(slop, MOST_SLOP), span)


def _word(token: Token, field: str, span: Span, problems: Problems) -> Word | Prefix:
    text, starred, like = _suffixes(token.text)
    lengths = [len(word) for word in fold(text).split()] or [0]
    if starred:
        if starred == "within":
            message = f"A * stands only at the end of a word: this is read as {excerpt(text + '*')}."
            problems.tell(message, span.start, span.end)
        if is_unspaced(text):  # such a word is found from any of its letters, and to any
            return Word(text, field, 0, span)
        if lengths[-1] >= FEWEST_LETTERS:
            return Prefix(text, field, span)
        message = f"Before * write at least {FEWEST_LETTERS} letters, as in gen*: this is read as {excerpt(text)}."
        problems.tell(message, span.start, span.end)
        return Word(text, field, 0, span)
    return Word(text, field, _distance(text, like, max(lengths), span, problems), span)


def _distance(text: str, like: str | None, letters: int, span: Span, problems: Problems) -> int:
    """How many letters may differ: `like` is what stands after ~, one letter where that is nothing."""
    if like is None:
        return 0
    distance = int(like[:9] or 1)
    if distance and letters < FEWEST_LETTERS:
        message = f"Before ~ write at least {FEWEST_LETTERS} letters, as in Rohingya~: this is read as {excerpt(text)}."
        problems.tell(message, span.start, span.end)
        return 0
    if distance > MOST_DISTANCE:
        message = f"At most {MOST_DISTANCE} letters may differ: this is read as {excerpt(f'{text}~{MOST_DISTANCE}')}."
        problems.tell(message, span.start, span.end)
    return min(distance, MOST_DISTANCE)


def _suffixes(typed: str) -> tuple[str, str, str | None]:
    """A word without its * and ~; where the * stood ("end", "within" or ""); and what stood after the ~, if any."""
    text, star, rest = typed.partition("*")
    starred = ("within" if fold(rest) and not _LIKE.fullmatch("x" + rest) else "end") if star else ""
    like = None
    while (match := _LIKE.fullmatch(text)) and fold(match[1]):
        text, like = match[1], match[2] if like is None else like
    return text, starred, like
