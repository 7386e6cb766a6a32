"""What a person typed → tokens with their places. Nothing here fails: what cannot be read is told and passed over."""

import re
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from django.utils.translation import gettext as _

from identifiers.folding import fold
from search.fields import ALIASES, FIELDS, SCHEMES, field_of, kind_of
from search.people_dates import SPOKEN
from search.problems import Problems, excerpt

Kind = Literal["word", "phrase", "field", "open", "close", "and", "or", "not"]
_OPERATORS: dict[str, Kind] = {"and": "and", "or": "or", "not": "not", "|": "or", "||": "or", "&&": "and"}
# A quotation mark → those that close what it opens: as typewriters, English, German, Swedish, French and Finnish do.
QUOTES = {'"': '"”', "“": '”"', "”": '”"', "„": '“”"', "«": "»", "»": "«»"}
_MINUS = "-−"
_ANY_QUOTE = "".join(QUOTES)
_BREAKS = "()" + _ANY_QUOTE
# A typewriter's quote between two letters is part of the word, as in Hebrew acronyms.
_BARE = re.compile(rf'(?:[^\s{_BREAKS}]|(?<=\w)"(?=\w))+')
_FIELD = re.compile(r"([^\W\d_](?:[^\W\d]|-)+):(?!//)")
_SLOP = re.compile(r"~(\d*)", re.ASCII)
# Marks that set the direction of writing, or the place where a line may break.
_UNSEEN = frozenset("\u200b\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the question. `text` is as typed, but of a field what it means; `slop` follows a phrase's ~."""

    kind: Kind
    text: str
    start: int
    end: int
    slop: str | None = None


def seen(text: str) -> str:
    """`text` with a space for each character that has no shape: controls, marks of direction, lone surrogates."""
    return "".join(" " if c in _UNSEEN or unicodedata.category(c) in ("Cc", "Cs") else c for c in text)


def lex(text: str, problems: Problems, whole: bool = True) -> list[Token]:
    """The tokens of `text`, which holds seen characters only; `whole` is False where its end was cut off."""
    lexer = _Lexer(text, problems, whole)
    while lexer.at < len(text):
        lexer.step()
    return lexer.found


class _Lexer:
    def __init__(self, text: str, problems: Problems, whole: bool) -> None:
        self.text = text
        self.tell = problems.tell
        self.whole = whole
        self.at = 0
        self.found: list[Token] = []

    def step(self) -> None:
        """Read on by one token, or by something that is none."""
        char = self.text[self.at]
        if char.isspace():
            self.at += 1
        elif char == "(":
            self._add("open", char, self.at + 1)
        elif char == ")":
            self._add("close", char, self.at + 1)
        elif char in QUOTES:
            self._phrase(char)
        elif char in _MINUS:
            self._minus()
        elif not self._stars():
            self._word()

    def _add(self, kind: Kind, text: str, end: int, slop: str | None = None) -> None:
        self.found.append(Token(kind, text, self.at, end, slop))
        self.at = end

    def _ends(self, at: int) -> bool:
        """Whether nothing that belongs to what stands before begins at `at`."""
        return at >= len(self.text) or self.text[at].isspace() or self.text[at] == ")"

    def _touches(self, *kinds: str) -> bool:
        """Whether a token of one of `kinds` ends just here."""
        return bool(self.found) and self.found[-1].end == self.at and self.found[-1].kind in kinds

    def _minus(self) -> None:
        end = self.at
        while end < len(self.text) and self.text[end] in _MINUS:
            end += 1
        if self._ends(end) or self._touches("word", "phrase", "close"):
            self.at = end
        else:
            self._add("not", "-", end)

    def _stars(self) -> bool:
        """Pass over a * that no letter stands before, with the signs around it; False where there is none."""
        start = end = self.at
        while not self._ends(end) and self.text[end] not in _BREAKS and not fold(self.text[end]):
            end += 1
        stars = self.text.rfind("*", start, end) + 1
        if not stars:
            return False
        alone = start == 0 or self.text[start - 1].isspace() or self.text[start - 1] == "("
        if not (alone and self._ends(end)):
            self.tell(_("A * stands at the end of a word of at least 3 letters, as in genocid*."), start, stars)
        self.at = stars
        return True

    def _phrase(self, opening: str) -> None:
        start, attached = self.at, self._touches("word")
        closing = [at for at in (self.text.find(c, start + 1) for c in QUOTES[opening]) if at >= 0]
        inner_end = min(closing, default=len(self.text))
        inner = self.text[start + 1 : inner_end]
        if (attached and (self._ends(start + 1) or not closing)) or not (closing or fold(inner)):
            self.tell(
                _("This quotation mark has no partner and is passed over; exact words stand between two."),
                start,
                start + 1,
            )
            self.at = start + 1
            return
        if not closing and self.whole:
            self.tell(
                _("This quotation mark is not closed, and is read to the end; write another one."), start, start + 1
            )
        end = inner_end + (1 if closing else 0)
        slop = _SLOP.match(self.text, end)
        end = slop.end() if slop else end
        if fold(inner):
            self._add("phrase", " ".join(inner.split()), end, slop[1] if slop else None)
        else:
            self.tell(_("Between these quotation marks stands no word, so they are passed over."), start, end)
            self.at = end

    def _word(self) -> None:
        """Read a field and its colon, or else a word."""
        match = _FIELD.match(self.text, self.at)
        name = match[1] if match else ""
        if match and (meant := field_of(name)):
            self._add("field", meant, match.end())
            if kind_of(meant) == "date":
                self._spoken_date()
        elif match and not (self._ends(match.end()) or self._touches("field") or name.lower() in SCHEMES):
            self.tell(_no_field(name), self.at, match.end())
            self._plain(self.at + len(name))
            self.at = match.end()
        else:
            bare = _BARE.match(self.text, self.at)
            self._plain(bare.end() if bare else self.at + 1)

    def _spoken_date(self) -> None:
        begin = self.at
        while begin < len(self.text) and self.text[begin].isspace():
            begin += 1
        if match := SPOKEN.match(self.text, begin):
            self.at = begin
            self._add("word", match[0], match.end())

    def _plain(self, end: int) -> None:
        """A word or an operator; just after a field, `or` is a word. What holds no letter or figure is none."""
        text = self.text[self.at : end]
        operator = _OPERATORS.get(text.lower())
        if operator and not self._touches("field"):
            self._add(operator, text, end)
        elif fold(text):
            self._add("word", text, end)
        self.at = end


def _no_field(name: str) -> str:
    near = get_close_matches(name.lower(), [*FIELDS, *ALIASES], n=1, cutoff=0.75)
    if near:
        message = _("There is no field %(typed)s, so these are read as words; write %(near)s: if you mean it.")
        return message % {"typed": excerpt(f"{name}:"), "near": near[0]}
    message = _(
        "There is no field %(typed)s, so these are read as words; write one that the help names, such as title:."
    )
    return message % {"typed": excerpt(f"{name}:")}
