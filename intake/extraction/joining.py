"""Lines → paragraphs, and the parts of a paragraph that a page break has torn apart → one."""

import re

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_HYPHEN_AT_END = re.compile(r"([^\W\d_]+)[-‐]$")
_WORD_AT_START = re.compile(r"\f?([^\W\d_]+)")
# First parts after which a hyphen is likelier to be meant than to come from the end of the line.
_OFTEN_HYPHENATED = {
    "anti", "all", "co", "cross", "ex", "far", "half", "high", "inter", "long", "low", "mid", "multi", "non", "north",
    "post", "pre", "pro", "quasi", "self", "semi", "short", "so", "south", "state", "sub", "twenty", "thirty",
    "forty", "fifty", "two", "three", "four", "five", "ultra", "well", "un", "vice", "year", "arrière", "avant",
    "demi", "nord", "sud", "est", "ouest", "mi", "ainsi", "celui", "celle", "eux", "lui", "elle", "sous", "contre",
    "mal", "bien", "северо", "юго", "военно", "социально", "общественно",
}  # fmt: skip
_OFTEN_CLOSED = frozenset(
    {
        "with",
        "some",
        "under",
        "over",
        "there",
        "where",
        "what",
        "when",
        "after",
        "every",
        "here",
        "home",
        "land",
        "thereby",
    }
)
_PARTED = re.compile(r"\w+[-‐] ?[\n ]\s*\w+")
_RANGE_AT_END = re.compile(r"\w*\d[-–]$")
_LONGEST_WORD = 80
_MARKS_AT_END = re.compile(r"(?:\[\^[^\]]{1,12}\]|[⁰¹²³⁴-⁹*_ ])+$")
_ENDED = tuple('.!?:;…”"»)]።։؟।。')


class Lexicon:
    """The words of a document, to tell a hyphen that is meant from one that stands at the end of a line."""

    def __init__(self, text: str) -> None:
        # The halves of a word that a line end has parted are no words.
        self._words = {word.casefold() for word in _WORD.findall(_PARTED.sub(" ", text))}

    def joined(self, before: str, after: str) -> str:
        """Two lines of one paragraph as one."""
        return self.paragraph([before, after])

    def paragraph(self, lines: list[str]) -> str:
        """Lines of one paragraph as one."""
        parts = [lines[0].rstrip(" ")]
        for line in lines[1:]:
            after = line.lstrip(" ")
            cut, between = self.seam(parts[-1][-_LONGEST_WORD:], after[:_LONGEST_WORD])
            parts[-1] = parts[-1][: len(parts[-1]) - cut] + between
            parts.append(after.rstrip(" "))
        return "".join(parts)

    def seam(self, before: str, after: str) -> tuple[int, str]:
        """How many characters go from the end of a line, and what stands between it and the next."""
        hyphen, word = _HYPHEN_AT_END.search(before), _WORD_AT_START.match(after)
        if _RANGE_AT_END.search(before) and after[:1].isalnum():
            return 0, ""
        if not hyphen or not word:
            glued = before.endswith(("/", "—", "–")) and not before.endswith((" –", " —"))
            return 0, "" if glued else " "
        return 0 if self._is_meant(hyphen[1], word[1], before) else 1, ""

    def _is_meant(self, first: str, second: str, before: str) -> bool:
        first, lower = first.casefold(), second.casefold()
        if second != lower or re.search(r"\w-\w+-$", before):
            return True
        if f"{first}{lower}" in self._words:
            return False
        if f"{first}-{lower}" in self._words or first in _OFTEN_HYPHENATED:
            return True
        are_words = first in self._words and lower in self._words
        return are_words and min(len(first), len(lower)) > 3 and first not in _OFTEN_CLOSED


def is_unfinished(block: str) -> bool:
    """Whether a block breaks off within a sentence."""
    end = _MARKS_AT_END.sub("", block[-80:])
    return len(block) > 60 and not block.startswith(("#", "|")) and not end.endswith(_ENDED)


def goes_on(block: str) -> bool:
    """Whether a block begins like the middle of a sentence."""
    first = block.lstrip("\f *_“\"'(«")[:1]
    return first.islower()


def mended(blocks: list[str], lexicon: Lexicon) -> list[str]:
    """The blocks, where what was torn apart within a sentence is one again."""
    whole: list[str] = []
    for block in blocks:
        if whole and is_unfinished(whole[-1]) and goes_on(block):
            whole[-1] = lexicon.joined(whole[-1], block)
        else:
            whole.append(block)
    return whole
