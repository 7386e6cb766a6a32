"""Arabic and Hebrew in a PDF: letters and words stand in the order of the eye here, and are put in that of speech."""

import re
import unicodedata
from itertools import groupby

from intake.extraction.pdfpages import Word, is_right_to_left

_LEADING_STOP = re.compile(r"^([.,:)]+)(\d+)$")
# What stands alone only because PDFium sees a gap before it.
_NO_WORD = re.compile("[\u064b-\u0652]|(?:ل?اً|[.،؛؟!:,])(?:\\W|$)")
_NUMBER = re.compile(r"[\d%.,/:+٠-٩-]*[\d%٠-٩][\d%.,/:+٠-٩-]*")
_PAIRS = {"(": "()", ")": "()", "«": "«»", "»": "«»", "[": "[]", "]": "[]"}


def in_order_of_speech(words: list[Word]) -> list[Word]:
    """The words of a line that runs to the left, as they are read."""
    groups: list[list[Word]] = [[]]
    for word in words:
        groups[-1].append(word)
        if word.space:
            groups.append([])
    groups = [_parts_in_order(group) for group in groups if group]
    if len(groups) > 1 and groups[0][0].right < groups[-1][-1].right:
        groups = _turned(groups)
    ordered: list[Word] = []
    for group in groups:
        for part in group:
            part.space = part is group[-1]
        if ordered and _NO_WORD.match(group[0].text):
            ordered[-1].space = False
        ordered += group
    return ordered


def with_brackets_turned(text: str) -> str:
    """A paragraph whose brackets are told as they are drawn, in a mirror, with brackets as they are meant."""
    if not is_right_to_left(text) or not (first := re.search(r"(?<!\])[()«»](?!https?:)", text)) or first[0] in "(«":
        return text
    is_open = {"()": False, "«»": False, "[]": False}
    parts: list[str] = []
    for letter in text:
        pair = _PAIRS.get(letter, "") if letter not in "[]" else ""
        if not pair:
            parts.append(letter)
            continue
        is_open[pair] = not is_open[pair]
        if is_open[pair]:
            parts += ["" if parts and parts[-1].endswith(" ") else " ", pair[0], "\0"]
        else:
            parts += ["\0", pair[1], "\1"]
    return re.sub(r"\x01(?=\w)", " ", re.sub(r" *\x00 *", "", "".join(parts))).replace("\1", "")


def _parts_in_order(parts: list[Word]) -> list[Word]:
    """The parts of one word, which may be letters by themselves."""
    text = "".join(part.text for part in parts)
    if is_right_to_left(text) or not any(map(str.isalpha, text)):
        parts = sorted(parts, key=lambda part: -part.right)
        runs = [(is_number, list(run)) for is_number, run in groupby(parts, lambda p: bool(_NUMBER.fullmatch(p.text)))]
        parts = [part for is_number, run in runs for part in (reversed(run) if is_number else run)]
    for part in parts:
        part.text = _LEADING_STOP.sub(r"\2\1", part.text)  # the full stop of a number stands to the left of it
    return parts


def _turned(groups: list[list[Word]]) -> list[list[Word]]:
    """Words from the right to the left, those of another script among them the other way round."""
    turned: list[list[Word]] = []
    for is_foreign, run in groupby(reversed(groups), _is_foreign):
        alike = list(run)
        turned += alike[::-1] if is_foreign else alike
    return turned


def _is_foreign(group: list[Word]) -> bool:
    return any(unicodedata.bidirectional(part.text[0]) == "L" for part in group)
