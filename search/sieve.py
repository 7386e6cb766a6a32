"""A sieve for the words of a text that may match a question: one look at the letters, before any word is stemmed.

It reads plain text only, and serves languages whose stemmer leaves the beginning of a word as it is. Whatever it does
not serve is read word by word (search/marking.py).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from identifiers.folding import fold

# Languages of which a stem begins as each of its words does, but for its last letter, and but for i that was y.
_ENDINGS_ONLY = frozenset(
    ("en", "es", "fr", "pt", "de", "it", "ca", "da", "fi", "hu", "nb", "no", "ro", "sv")
)  # fmt: skip
_LETTERS_READ = 3
_REST_OF_WORD = r"\w*(?:'\w+)*"
_APART = r"\W+"
_END_OF_WORD = r"(?!'?\w)"  # an apostrophe between letters parts no words
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_NOT_WITHIN = r"(?<!\w.)(?<!\w'.)"  # after the first letter of a word
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sieve:
    """Words that begin as one that is looked for, and words in a row as they are."""

    words: "re.Pattern[str] | None"
    rows: "tuple[re.Pattern[str], ...]"

    def places(self, shown: str, start: int, end: int) -> "tuple[list[re.Match[str]], list[Span]]":
        """The words of plain text that may match, and the places of those that stand in a row as asked for."""
        likely = list(self.words.finditer(shown, start, end)) if self.words else []
        return likely, [span for row in self.rows for m in row.finditer(shown, start, end) for span in m.regs[1:]]


@lru_cache(maxsize=4)
def plain(shown: str) -> str | None:
    """`shown` in ASCII, letter for letter, its words as they are when folded; None where that cannot be."""
    for sign in set(_NOT_ASCII.findall(shown)):
        if not (instead := _in_ascii(sign)):
            return None
        shown = shown.replace(sign, instead)
    return shown.replace("_", " ")


@lru_cache
def _in_ascii(sign: str) -> str:
    """The letter, space or apostrophe that `sign` is as good as; "" for none."""
    if sign in "’ʼ":
        return "'"
    if unicodedata.category(sign)[0] in "PSZ":
        return "" if fold(f"a{sign}b") == "ab" else " "
    letter = fold(sign)
    return letter if len(letter) == 1 and letter.isascii() else ""


def made_for(language: str, sought: Iterable[str], rows: Iterable[list[str]]) -> Sieve | None:
    """A sieve for folded words, stems and beginnings, and for rows of folded words; None where it cannot serve."""
    words, rows = set(sought), list(rows)
    if language.partition("-")[0].lower() not in _ENDINGS_ONLY:
        return None
    if not all(word.isascii() and word.isalnum() for word in (*words, *(word for row in rows for word in row))):
        return None
    return Sieve(_begun(words) if words else None, tuple(map(_row, rows)))


def _begun(words: set[str]) -> "re.Pattern[str]":
    """Words of which the first letters are those of one of `words`, apostrophes aside."""
    beginnings = sorted({word[: min(_LETTERS_READ, max(1, len(word) - 1))] for word in words})
    first = "".join(sorted({letter for b in beginnings for letter in _either(b[0])}))
    rest = "|".join(f"(?<=[{_either(b[0])}]){''.join(_letters(b[1:]))}" for b in beginnings)
    return re.compile(f"[{first}]{_NOT_WITHIN}(?:{rest}){_REST_OF_WORD}", re.ASCII)


def _letters(word: str) -> Iterator[str]:
    return (f"'?[{_either(letter)}]" for letter in word)


def _either(letter: str) -> str:
    """A letter in both cases; i, which a stem may have for y, with that."""
    letters = "iy" if letter in "iy" else letter
    return letters + letters.upper() if letters.isalpha() else letters


def _row(words: list[str]) -> "re.Pattern[str]":
    """Words in a row, each a group. It matches without moving on, so that one row may begin within another."""
    groups = (f"({_exactly(word)}){_END_OF_WORD}" for word in words)
    return re.compile(rf"\b(?<!\w')(?={_APART.join(groups)})", re.ASCII)


def _exactly(word: str) -> str:
    return "'?".join(f"[{letter}{letter.upper()}]" for letter in word)
