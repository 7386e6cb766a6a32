"""What a person typed in the search box → a question. It never fails: what is wrong is told, the closest answered.

Words mean AND. NOT binds closest, then AND, then OR, in any case of letters. docs/searching.md tells readers the same;
tests/test_parser.py holds the two together.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dates.locales import grouped
from identifiers.folding import fold
from search.clauses import clause
from search.fields import typed_as
from search.lexer import Token, lex, seen
from search.problems import Problem, Problems, mark
from search.question import All, AnyOf, Everything, Phrase, Prefix, Question, Span, Without, Word
from search.reading import render

__all__ = ["Parsed", "Problem", "mark", "parse", "render"]

MOST_CHARACTERS = 2000
MOST_CLAUSES = 64
MOST_DEPTH = 20
MOST_EFFORT = 24
# Words that nearly every alert in English holds: by themselves they ask for nothing.
_STOPWORDS = {
    "a",
    "an",
    "as",
    "at",
    "be",
    "by",
    "for",
    "from",
    "in",
    "is",
    "it",
    "of",
    "on",
    "that",
    "the",
    "this",
    "to",
    "was",
}


@dataclass(frozen=True, slots=True)
class Parsed:
    """A question, and what was wrong with how it was typed, by place."""

    question: Question
    problems: tuple[Problem, ...]


def parse(typed: str, today: dt.date) -> Parsed:
    """The question that `typed` asks, whatever it holds; `today` is the day on which `last:90d` ends."""
    problems = Problems()
    text = _within_limit(typed, problems)
    whole = len(text) == len(typed)
    found = _Parser(lex(text, problems, whole), problems, today, whole).question()
    place = len(text) - len(text.lstrip()), len(text.rstrip())
    if found is None and not problems and text.strip().strip("*"):
        problems.tell(_("This holds no letter and no figure to search for; write a word, such as Darfur."), *place)
    if found is not None and _only_stopwords(found):
        problems.tell(_("These words are in nearly every alert; write another one, or put them in quotes."), *place)
        found = None
    return Parsed(found or Everything(), problems.in_order())


def _within_limit(typed: str, problems: Problems) -> str:
    """The characters that are read: at most so many, cut between words where there is a gap."""
    text = seen(typed[: MOST_CHARACTERS + 1])
    if len(typed) <= MOST_CHARACTERS:
        return text
    kept = text[:MOST_CHARACTERS]
    if not text[MOST_CHARACTERS].isspace():
        gap = max(at for at in range(-1, MOST_CHARACTERS) if at < 0 or kept[at].isspace())
        kept = kept[: gap + 1] if gap > 0 else kept
    message = _("At most %(most)s characters are read; these are %(number)s; shorten the question.")
    numbers = {"most": grouped(MOST_CHARACTERS), "number": grouped(len(typed))}
    problems.tell(message % numbers, len(kept), len(typed))
    return kept


def _only_stopwords(question: Question) -> bool:
    parts = question.parts if isinstance(question, All) else (question,)
    return all(
        isinstance(part, Word)
        and not part.within
        and part.text.lower() in _STOPWORDS
        and (len(part.text) == 1 or not part.text.isupper())  # IT and AS may be acronyms
        for part in parts
    )


class _Parser:
    """Recursive descent, one level for each parenthesis: MOST_DEPTH levels at most."""

    def __init__(self, tokens: list[Token], problems: Problems, today: dt.date, whole: bool) -> None:
        self.tokens = tokens
        self.problems = problems
        self.today = today
        self.whole = whole  # False once something was cut off, so that what misses its end is not told as well
        self.at = 0
        self.clauses = 0
        self.effort = 0
        self.passed_over = 0  # parentheses that were opened too deep, and not yet closed

    def question(self) -> Question | None:
        return self._any_of("", 0)

    def _next(self) -> Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def _take(self) -> Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def _tell(self, message: str, token: Token) -> None:
        self.problems.tell(message, token.start, token.end)

    def _any_of(self, field: str, depth: int) -> Question | None:
        """Groups with OR between them, of parts with AND or nothing between them, up to the end or a parenthesis."""
        groups: list[list[Question]] = [[]]
        waiting: Token | None = None  # an AND or OR with nothing after it as yet
        while (token := self._next()) and not (token.kind == "close" and depth and not self.passed_over):
            if token.kind == "close":
                self._stray(self._take())
            elif token.kind in ("and", "or"):
                self._take()
                if waiting:
                    self._nothing_after(waiting)
                elif not groups[-1]:
                    message = _("Nothing stands before %(typed)s, which is passed over; write a word before it.")
                    self._tell(message % {"typed": token.text}, token)
                waiting = token if groups[-1] else None
            else:
                part = self._unary(field, depth)
                if part is not None and waiting and waiting.kind == "or":
                    groups.append([])
                groups[-1] += [part] if part is not None else []
                waiting = None
        if waiting:
            self._nothing_after(waiting)
        found = [all_of(group) for group in groups if group]
        return any_of(found) if found else None

    def _stray(self, closing: Token) -> None:
        if self.passed_over:
            self.passed_over -= 1
        else:
            self._tell(_("This parenthesis closes none, and is passed over; open one before the first word."), closing)

    def _nothing_after(self, token: Token) -> None:
        if self.whole:
            name = f"{typed_as(token.text)}:" if token.kind == "field" else token.text
            message = _("Nothing stands after %(typed)s, which is passed over; write a word after it.")
            self._tell(message % {"typed": name}, token)

    def _unary(self, field: str, depth: int) -> Question | None:
        negated, last = False, None
        while (token := self._next()) and token.kind == "not":
            last, negated = self._take(), not negated
        part = self._operand(field, depth, last)
        return without(part) if part is not None and negated else part

    def _operand(self, field: str, depth: int, before: Token | None) -> Question | None:
        """What stands next: a word, phrase or group, in its field. `before` is the operator or field before it."""
        while (token := self._next()) and token.kind == "open" and depth >= MOST_DEPTH:
            message = _("At most %(most)s parentheses are read within each other; this one is passed over.")
            self._tell(message % {"most": MOST_DEPTH}, token)
            self.passed_over += 1
            self._take()
        if token is None or token.kind not in ("word", "phrase", "open", "field"):
            if before:
                self._nothing_after(before)
            return None
        if token.kind == "field":
            return self._in_field(depth)
        if token.kind == "open":
            return self._group(field, depth)
        return self._clause(field, before)

    def _in_field(self, depth: int) -> Question | None:
        name = self._take()
        while (token := self._next()) and token.kind == "field":
            self._nothing_after(name)
            name = self._take()
        negated = token is not None and token.kind == "not" and token.start == name.end
        if negated:
            self._take()
        part = self._operand(name.text, depth, name) if not self._is_field() else None
        return without(part) if part is not None and negated else part

    def _is_field(self) -> bool:
        token = self._next()
        return token is not None and token.kind == "field"

    def _group(self, field: str, depth: int) -> Question | None:
        opening = self._take()
        token = self._next()
        if token and token.kind == "close":
            self._tell(
                _("Between these parentheses stands nothing, so they are passed over."),
                Token("open", "(", opening.start, token.end),
            )
        part = self._any_of(field, depth + 1)
        if self._next():
            self._take()
        elif self.whole:
            self._tell(_("This parenthesis is not closed, and is read to the end; write another one."), opening)
        return part

    def _clause(self, field: str, before: Token | None) -> Question | None:
        token = self._take()
        start = before.start if before and before.kind == "field" else token.start
        if self.clauses == MOST_CLAUSES:
            message = _("At most %(most)s words and phrases are read; from here on they are left out.")
            self.problems.tell(message % {"most": MOST_CLAUSES}, start, self.tokens[-1].end)
            self.at, self.whole = len(self.tokens), False
            return None
        self.clauses += 1
        return self._affordable(clause(token, field, Span(start, token.end), self.today, self.problems))

    def _affordable(self, part: Question | None) -> Question | None:
        """`part`, or what it is read as where too much has been asked for that takes the engine long."""
        self.effort += (effort := effort_of(part))
        if not effort or self.effort <= MOST_EFFORT or not isinstance(part, Word | Prefix | Phrase):
            return part
        span = part.span or Span(0, 0)
        message = _(
            "Phrases, beginnings (*) and likenesses (~) take long to look for: from here on they are read as words."
        )
        self.problems.tell(message, span.start, self.tokens[-1].end)
        return Word(part.text, part.within, 0, part.span)


def effort_of(part: Question | None) -> int:
    """How much it takes to look for a clause: about so many times 30 ms among 100,000 alerts, at worst."""
    match part:
        case Prefix(text):
            return max(1, 7 - len(fold(text)))
        case Phrase(_, _, slop):
            return 2 if slop else 1
        case Word(_, _, distance):
            return (0, 1, 3)[distance]
    return 0


def all_of(parts: Iterable[Question]) -> Question:
    """What all of `parts`, at least one, find: none of them an All itself."""
    flat = tuple(p for part in parts for p in (part.parts if isinstance(part, All) else (part,)))
    return flat[0] if len(flat) == 1 else All(flat)


def any_of(parts: Iterable[Question]) -> Question:
    """What any of `parts`, at least one, finds: none of them an AnyOf itself."""
    flat = tuple(p for part in parts for p in (part.parts if isinstance(part, AnyOf) else (part,)))
    return flat[0] if len(flat) == 1 else AnyOf(flat)


def without(part: Question) -> Question:
    """What `part` does not find."""
    return part.part if isinstance(part, Without) else Without(part)
