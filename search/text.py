"""Text → tokens: how letters become the words that are compared. The same for documents and for questions.

A token is a word folded (no case, no accents, no apostrophes); its stem is one of a language. In scripts that put no
spaces between words, each pair of neighbouring letters is a token.
"""

import re
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import Stemmer

from identifiers.folding import fold, is_unspaced

# Languages (the primary subtag of BCP 47) for which a good stemmer exists. Others are found word for word.
_ALGORITHMS = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish",
    "eu": "basque", "fi": "finnish", "fr": "french", "hi": "hindi", "hu": "hungarian", "hy": "armenian",
    "id": "indonesian", "ga": "irish", "it": "italian", "lt": "lithuanian", "ne": "nepali", "nl": "dutch",
    "no": "norwegian", "nb": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian",
    "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
# The cases of nouns in -ություն, which the stemmer takes for different words: genocide is one of them.
_ARMENIAN_NOUN = re.compile(r"ությ(?:ուն|ան|ամբ)\w*\Z")


def _marks() -> str:
    """A character class of the marks that stand inside words (vowel signs, accents) and that `\\w` leaves out."""
    ranges: list[list[int]] = []
    for code in range(0x300, 0x10000):
        if unicodedata.category(chr(code)) in ("Mn", "Mc"):
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return "".join(f"{chr(a)}-{chr(b)}" if a != b else chr(a) for a, b in ranges)


# The underscore is let in here and parts words in fold: one class of characters is much the faster to look for.
_LETTERS = rf"[\w{_marks()}]+"
_WORD = re.compile(rf"{_LETTERS}(?:['’ʼ]{_LETTERS})*")
_ASCII_WORD = re.compile(r"\w+(?:'\w+)*", re.ASCII)


# Articles, prepositions and the like of the languages that the archive has most of, folded. “no” and “not” do mean
# something.
_SMALL_WORDS = """
a about an and are as at be by for from has have in into is it its of on or over that the their this to was
were what when which who whom will with
al con de del el en la las lo los para por que se sobre su un una y
au aux ce des du et la le les ou par pour qui sur un une
ao da das do dos em na nas nos o os
am auf das dem den der des die ein eine fur im in ist mit und vom von vor zu zum zur
"""
_SMALL = frozenset((word,) for word in _SMALL_WORDS.split())


@dataclass(frozen=True, slots=True)
class Token:
    """A folded word and where it stands: characters from `start` to before `end` of the text."""

    text: str
    start: int
    end: int


def tokens(text: str) -> Iterator[Token]:
    """The tokens of `text` in order. Any text will do."""
    for match in _WORD.finditer(text):
        for word in folded(match[0]):
            yield Token(word, match.start(), match.end())


def raw_words(text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
    """The words of `text` as written, with their places; of its part from `start` to before `end`."""
    return (_ASCII_WORD if text.isascii() else _WORD).finditer(text, start, end)


def words(text: str) -> list[str]:
    """The tokens of `text` without their places."""
    return [word for raw in _raw(text) for word in folded(raw)]


def analysed(text: str, language: str) -> tuple[str, str]:
    """The tokens of a document's text, parted by spaces: as they are, and their stems in its language."""
    exact, stemmed = analyses(language)
    if (tokens := _plain(text)) is not None:
        return " ".join(tokens), " ".join(map(stemmed.__getitem__, tokens))
    raw = _raw(text)
    return " ".join([exact[word] for word in raw]), " ".join([stemmed[word] for word in raw])


def _plain(text: str) -> list[str] | None:
    """The tokens of a text in which all letters are ASCII's, as most are: many times faster than word by word."""
    if not text.isascii():
        text = text.translate(_TYPOGRAPHY)
        if not text.isascii():
            return None
    if "'" in text:
        text = _INSIDE.sub("", text)
    return text.translate(_TO_WORDS).split()


# What typesetters use besides ASCII: the apostrophe, and signs that part words.
_TYPOGRAPHY = {ord(sign): " " for sign in "“”„«»‘–—…•·§\xa0\u2002\u2003\u2009"} | {ord("’"): "'"}
_INSIDE = re.compile(r"(?<=\w)'(?=\w)", re.ASCII)
_TO_WORDS = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}


def _raw(text: str) -> list[str]:
    return (_ASCII_WORD if text.isascii() else _WORD).findall(text)


class Analyses(dict[str, str]):
    """What a word as written becomes (its tokens, parted by spaces), worked out once: most words of a text have been
    seen in another."""

    MOST = 500_000

    def __init__(self, language: str | None) -> None:
        super().__init__()
        self.language = language

    def __missing__(self, raw: str) -> str:
        if len(self) >= self.MOST:
            self.clear()
        found = folded(raw)
        value = " ".join(found if self.language is None else (stem(word, self.language) for word in found))
        self[raw] = value
        return value


def analyses(language: str) -> tuple[Analyses, Analyses]:
    """Words as written → their tokens as they are, and stemmed in `language` (BCP 47)."""
    return _exact, _stemmed(language.partition("-")[0].lower())


@lru_cache
def _stemmed(language: str) -> Analyses:
    return Analyses(language)


_exact = Analyses(None)


@lru_cache(maxsize=200_000)
def folded(raw: str) -> tuple[str, ...]:
    """The tokens of one word as written: mostly one; none where it holds no letter or figure."""
    found: list[str] = []
    for word in fold(raw).split():
        found += _pairs(word) if is_unspaced(word) else [sys.intern(word)]
    return tuple(found)


def is_run(text: str) -> bool:
    """Whether `text` is in a script without spaces, so that its tokens only mean something next to each other."""
    return is_unspaced(fold(text))


def is_small(typed: str) -> bool:
    """Whether `typed` is one of the words that nearly every text of its language holds."""
    return folded(typed) in _SMALL


def stem(word: str, language: str) -> str:
    """The stem of a folded word in a language (BCP 47); the word itself where there is no stemmer for it."""
    return _stem(word, language.partition("-")[0].lower())


def stems(word: str, languages: tuple[str, ...]) -> list[str]:
    """The stems that a folded word may have in any of `languages`, and the word itself, each once."""
    return list(dict.fromkeys([word, *(stem(word, language) for language in languages)]))


@lru_cache(maxsize=400_000)
def _stem(word: str, language: str) -> str:
    algorithm = _ALGORITHMS.get(language)
    if algorithm == "armenian":
        word = _ARMENIAN_NOUN.sub("", word) or word
    return sys.intern(_stemmer(algorithm).stemWord(word)) if algorithm else word


@lru_cache
def _stemmer(algorithm: str) -> Any:
    return Stemmer.Stemmer(algorithm, 0)


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]
