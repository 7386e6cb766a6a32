"""Folding: the form in which two spellings of one word are equal."""

import re
import unicodedata

# Letters that Unicode does not decompose, each to what a reader without that key would type.
_LETTERS = str.maketrans(
    {"ə": "e", "ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "և": "եւ"}
)
_APOSTROPHES = re.compile("['’‘ʼʻ`´ʹ]")
_NOT_WORD = re.compile(r"[\W_]+")
_DROPPED_OF_ASCII = {code: None for code in (*range(32), 127) if chr(code) not in "\n\t\r"}
# Scripts written without spaces between words: a word of theirs may begin anywhere in a run of letters.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


def fold(text: str) -> str:
    """`text` without case, accents, apostrophes and punctuation, its words parted by single spaces.

    Accents go before case, so that `İstanbul` becomes `istanbul`. Lone surrogates and NUL are dropped.
    """
    if text.isascii():  # most texts, which need not be looked at letter by letter
        return _parted(text.translate(_DROPPED_OF_ASCII).lower())
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(c for c in decomposed if unicodedata.category(c) not in ("Mn", "Cs", "Cc") or c in "\n\t\r")
    return _parted(unicodedata.normalize("NFC", bare.casefold().translate(_LETTERS)))


def _parted(lowered: str) -> str:
    return _NOT_WORD.sub(" ", _APOSTROPHES.sub("", lowered)).strip()


def is_unspaced(word: str) -> bool:
    """Whether `word` is in a script that puts no spaces between words."""
    return bool(_UNSPACED.search(word))
