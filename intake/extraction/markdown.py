"""Blocks of Markdown → the text of a document. In a block, a form feed stands where a page begins."""

import re
from collections.abc import Iterable

from intake.extraction.decoding import clean

_MEANT = re.compile(
    r"""(?P<address><?(?:https?://|www\.)[^\s<>\[\]"]+>?)
    | \\(?=[!-/:-@\[-`{-~]) | [*`] | (?<!\w)_(?=\w) | (?<=\w)_(?!\w) | <(?=[A-Za-z/!?])
    | \[(?=[^\[\]]*\][(:\[]) | \[(?=\^)""",
    re.X,
)
_MAY_BE_MEANT = re.compile(r"[\\*`_<\[]")
_ITEM = re.compile(r"\f*(-|\d{1,3}\.) ")
_MEANT_AT_START = re.compile(r"^(\s*)(#{1,6}(?=\s|$)|>|[-+](?=\s|$)|=+\s*$|-{3,}\s*$|~{3,}|\|)", re.M)


def escaped(text: str) -> str:
    """Words as printed → Markdown that shows them so; addresses stay as they are, so that they can be found.

    Lists and headings at the start of lines: see `paragraph`.
    """
    if not _MAY_BE_MEANT.search(text):
        return text
    return _MEANT.sub(lambda found: found[0] if found["address"] else "\\" + found[0], text)


def paragraph(markdown: str) -> str:
    """Inline Markdown that is to be a paragraph, even where it begins like a heading, a quote or a bullet."""
    return _MEANT_AT_START.sub(r"\1\\\2", markdown)


def heading(level: int, markdown: str) -> str:
    return f"{'#' * min(6, max(1, level))} {' '.join(markdown.split())}"


def document(blocks: Iterable[str]) -> tuple[str, tuple[int, ...]]:
    """The whole text, and where its pages begin."""
    text = clean("\n\n".join(_tight(block for block in map(_trimmed, blocks) if block)))
    if "\f" not in text:
        return text + "\n", ()
    parts = text.split("\f")
    pages, length = [], 0
    for part in parts[:-1]:
        length += len(part)
        pages.append(length)
    return "".join(parts) + "\n", tuple([0, *pages] if parts[0].strip() else pages)


def _tight(blocks: Iterable[str]) -> list[str]:
    """The blocks, where items of one list that are a line each are one block."""
    tight: list[str] = []
    before = ""
    for block in blocks:
        item = _ITEM.match(block)
        kind = "" if item is None or "\n" in block else "-" if item[1] == "-" else "1"
        if kind and kind == before:
            tight[-1] += "\n" + block
        else:
            tight.append(block)
        before = kind
    return tight


def _trimmed(block: str) -> str:
    return block.strip(" \n")
