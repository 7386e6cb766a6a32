"""Inline Markdown as a list of runs."""

import re
from typing import NamedTuple

_TOKEN = re.compile(r"\*\*(.+?)\*\*|\*(.+?)\*|\[\^(\d+)\]|\[([^\]^]+)\]\(([^)]+)\)|<(https?://[^>]+)>")


class Run(NamedTuple):
    """`style`: "", b, i, or sup for a note's mark; `url` of a link."""

    text: str
    style: str = ""
    url: str = ""


def runs(text: str) -> list[Run]:
    made: list[Run] = []
    at = 0
    for found in _TOKEN.finditer(text):
        if found.start() > at:
            made.append(Run(text[at : found.start()]))
        bold, italic, note, words, url, bare = found.groups()
        if bold:
            made.append(Run(bold, "b"))
        elif italic:
            made.append(Run(italic, "i"))
        elif note:
            made.append(Run(note, "sup"))
        elif words:
            made.append(Run(words, "", url))
        else:
            made.append(Run(bare, "", bare))
        at = found.end()
    if at < len(text):
        made.append(Run(text[at:]))
    return made
