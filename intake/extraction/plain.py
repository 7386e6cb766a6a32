"""Plain text and Markdown → Markdown in which a paragraph is a line."""

import re
from collections import Counter

from intake.extraction import sniffing
from intake.extraction.decoding import READERS, clean, decode
from intake.extraction.furniture import is_furniture
from intake.extraction.joining import Lexicon, mended
from intake.extraction.markdown import document, escaped, heading, paragraph
from intake.extraction.notes import gathered
from intake.extraction.results import MARKDOWN, Dated, Extracted

_BULLET = re.compile(r"^\s*(?:[•◦▪‣●○■–—·]|[-*+])\s+(?=\S)")
_LIST_ITEM = re.compile(r"^\s*(?:[•◦▪‣●○■–—·*+-]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)])\s+\S", re.I)
_KEPT_AS_IS = re.compile(r"^\s*(?:\||```|~~~|>|#{1,6}\s|\[\^)")
_RULE = re.compile(r"^\s*([=-])\1{2,}\s*$")
_BARE_RULE = re.compile(r"^\s*([=*_~#-])(?:\s*\1){2,}\s*$")
_FRONT_MATTER = re.compile(r"\A---\n((?:[\w-]+:[^\n]*\n(?:[ \t-][^\n]*\n)*)+)(?:---|\.\.\.)\n")
_EDTF = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_WRAPPED_AT = range(40, 130)  # columns at which people and programs wrap lines
_PAGE_NUMBER = re.compile(
    r"^\s*(?:page|seite|p\.|стр\.?|página)?\s*[-–—]?\s*\d{1,4}\s*[-–—]?\s*(?:(?:of|/|de|von|из|sur)\s*\d{1,4})?\s*$",
    re.I,
)


def read(data: bytes, name: str, media_type: str) -> Extracted:
    """Raises Unreadable where it is no text."""
    text = clean(decode(data)).strip("\n \f")
    if _share_of_letters(text) < 0.3:
        raise sniffing.unknown()
    kind = sniffing.kind_of_text(text, name, media_type)
    properties: dict[str, str] = {}
    if kind == MARKDOWN and (front := _FRONT_MATTER.match(text)):
        properties, text = _properties(front[1]), text[front.end() :]
    markdown, pages = document(blocks_of(text, kind == MARKDOWN))
    return Extracted(
        markdown,
        kind,
        title=properties.get("title", ""),
        dated=tuple(
            Dated(value[0], key) for key in ("date", "published") if (value := _EDTF.match(properties.get(key, "")))
        ),
        language=properties.get("lang", properties.get("language", "")),
        pages=pages,
        readers=READERS,
    )


def blocks_of(text: str, is_markdown: bool = False) -> list[str]:
    """Clean text as blocks of Markdown, its notes last."""
    lexicon = Lexicon(text)
    return mended(gathered(_blocks(text, lexicon, is_markdown), lexicon), lexicon)


def _share_of_letters(text: str) -> float:
    seen = text[:20_000]
    dense = len(seen) - seen.count(" ") - seen.count("\n")
    return sum(map(str.isalnum, seen)) / dense if dense else 0.0


def _properties(front: str) -> dict[str, str]:
    pairs = (line.partition(":") for line in front.splitlines() if ":" in line and not line.startswith((" ", "-")))
    return {key.strip().casefold(): value.strip().strip("\"'") for key, _, value in pairs}


def _blocks(text: str, lexicon: Lexicon, is_markdown: bool) -> list[str]:
    lines = _without_furniture(text)
    width = _width([line.lstrip("\f") for line in lines])
    blocks: list[str] = []
    group: list[str] = []
    fenced = False
    for line in [*lines, ""]:
        fence = is_markdown and line.lstrip().startswith(("```", "~~~"))
        if line.strip(" \f") or fenced:
            group.append(line)
            fenced ^= fence
        elif group:
            blocks += _group(group, width, lexicon, is_markdown)
            group = ["\f"] if "\f" in line else []
        elif "\f" in line:
            group = ["\f"]
    return [block for block in blocks if not is_furniture(block)]


def _group(lines: list[str], width: int, lexicon: Lexicon, is_markdown: bool) -> list[str]:
    """The blocks that are made by lines between two empty ones."""
    page = "\f" if lines[0] == "\f" else ""
    lines = lines[1:] if page else lines
    if not lines:
        return []
    if is_markdown and any(map(_KEPT_AS_IS.match, lines)):
        return _kept(page, lines)
    if not is_markdown and all(line.startswith(">") for line in lines):
        inner = _blocks("\n".join(re.sub("^> ?", "", line) for line in lines), lexicon, False)
        return [page + "> " + "\n>\n".join(inner).replace("\n", "\n> ").replace("\n> >\n", "\n>\n")] if inner else []
    if len(lines) > 1 and (rule := _RULE.match(lines[1])):
        first = heading(1 if rule[1] == "=" else 2, _inline(lines[0].strip(), is_markdown))
        return [page + first, *(_group(lines[2:], width, lexicon, is_markdown) if lines[2:] else [])]
    lines = [line for line in lines if is_markdown or not _BARE_RULE.match(line)]
    parts: list[str] = []
    joined: list[str] = []
    for line in lines:
        line = _inline(line if is_markdown and not joined else line.strip(" "), is_markdown)
        if joined and not _LIST_ITEM.match(line) and _is_forced(joined[-1], line, width):
            joined.append(line)
            continue
        if joined:
            parts += [lexicon.paragraph(joined), "\n" if _LIST_ITEM.match(line) else "  \n"]
        joined = [line]
    return [page + _with_bullets("".join([*parts, lexicon.paragraph(joined)]), is_markdown)] if joined else []


def _kept(page: str, lines: list[str]) -> list[str]:
    """Headings stand alone, whatever is above or below them."""
    blocks, current = [], [page] if page else []
    current = []
    for line in lines:
        if re.match(r"#{1,6}\s", line):
            blocks += ["\n".join(current)] if current else []
            blocks.append(line)
            current = []
        else:
            current.append(line)
    blocks += ["\n".join(current)] if current else []
    blocks[0] = page + blocks[0]
    return blocks


def _inline(line: str, is_markdown: bool) -> str:
    return line if is_markdown else paragraph(escaped(line)) if not _BULLET.match(line) else line


def _with_bullets(block: str, is_markdown: bool) -> str:
    if is_markdown:
        return block
    lines = [_BULLET.sub("- ", line) for line in block.split("\n")]
    alone = lines[0] if len(lines) == 1 else ""
    if (
        alone
        and len(alone) < 100
        and alone.isupper()
        and not alone.endswith((".", ":", ","))
        and len(alone.split()) > 1
    ):
        return heading(2, alone)
    return "\n".join(lines)


def _width(lines: list[str]) -> int:
    """The column at which the lines are wrapped; 0 where they are not."""
    lengths = sorted(len(line.rstrip()) for line in lines if line.strip())
    if not lengths:
        return 0
    width = lengths[int(len(lengths) * 0.95)]
    return width if width in _WRAPPED_AT else 0


def _is_forced(line: str, following: str, width: int) -> bool:
    """Whether a line ended because the first word of the next did not fit."""
    if not width:
        return False
    first = following.split(" ", 1)[0] if following.strip() else ""
    full = len(line.rstrip()) + 1 + len(first) > width - 4
    return full or (following[:1].islower() and (len(line) > width * 0.6 or line.endswith("-")))


def _without_furniture(text: str) -> list[str]:
    """The lines, but for those at the head and foot of pages that come again and again, and the pages' numbers."""
    if "\f" not in text:
        return text.split("\n")
    pages = [page.strip("\n").split("\n") for page in text.split("\f")]
    edges = Counter(edge for page in pages for edge in {_edge(line) for line in (*page[:2], *page[-2:])} if edge)
    repeated = {edge for edge, times in edges.items() if times > max(2, len(pages) * 0.4)}
    lines: list[str] = []
    for number, page in enumerate(pages):
        kept = list(page)
        for end in (0, -1):
            while kept and (not kept[end].strip() or _edge(kept[end]) in repeated or _PAGE_NUMBER.match(kept[end])):
                kept.pop(end)
        lines += [*(["", "\f"] if number else []), *kept]
    return lines


def _edge(line: str) -> str:
    """A running head without what changes from page to page."""
    return re.sub(r"\d+", "#", " ".join(line.split())).casefold()
