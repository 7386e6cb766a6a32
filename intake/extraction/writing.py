"""A tree of HTML elements → blocks of Markdown.

Readers of other formats build such a tree too. Besides HTML's elements it may hold `note` (attribute `ref`: the mark of
a footnote stands here) and `page` (a page begins here).
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

from lxml import etree

from intake.extraction.markdown import escaped, heading, paragraph
from intake.extraction.tree import Element, text_of

_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hgroup", "hr", "html", "legend", "li", "main", "menu", "ol", "p", "pre", "section", "summary", "table", "tbody",
    "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
_UNWRITTEN = {
    "applet", "area", "audio", "base", "button", "canvas", "datalist", "embed", "figcaption", "frame", "frameset",
    "head", "iframe", "img", "input", "link", "map", "math", "meta", "noembed", "noframes", "noscript", "object",
    "optgroup", "option", "param", "picture", "script", "select", "source", "style", "svg", "template", "textarea",
    "title", "track", "video",
}  # fmt: skip
_EMPHASIS = {"em": "*", "i": "*", "cite": "*", "dfn": "*", "strong": "**", "b": "**"}
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_WHITE = re.compile(r"[ \t\n\r\xa0]+")
_BULLET = re.compile(r"[•◦▪‣●○■·§]\s+(?=\S)|[–—]\s+(?=\S)")
_LETTERED = {"a": "abcdefghijklmnopqrstuvwxyz", "A": "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
_ROMAN = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi"]
# A cell with more than that is part of the page's layout.
_LONGEST_CELL = 1_500


class Writer:
    """Writes a tree; links are made absolute by `base`, or lose their address where that is not possible."""

    def __init__(self, base: str = "") -> None:
        self._base = base
        self._emphasis: set[str] = set()

    def blocks(self, element: Element) -> list[str]:
        """What an element holds, a block each."""
        out: list[str] = []
        run = [_text(element.text)]
        for child in element:
            if _is_block(child):
                out += [*_paragraphs("".join(run)), *self._block(child)]
                run = []
            else:
                run.append(self._inline(child))
            run.append(_text(child.tail))
        return out + _paragraphs("".join(run))

    def line(self, element: Element) -> str:
        """What an element holds, in one line."""
        return " ".join(" ".join(self.blocks(element)).split())

    def _block(self, element: Element) -> list[str]:
        tag = element.tag
        if tag in _UNWRITTEN or tag == "hr":
            return []
        if len(tag) == 2 and tag[0] == "h":
            words = _without_marks(self.line(element))
            return [heading(int(tag[1]), words)] if words.strip("* ") else []
        if tag in ("ul", "ol", "menu"):
            return self._list(element)
        if tag == "table":
            return self._table(element)
        if tag == "blockquote":
            return _quoted(self.blocks(element))
        if tag == "dt":
            return [f"**{words}**" for words in [_without_marks(self.line(element))] if words]
        if tag == "pre":
            lines = text_of(element).strip("\n").split("\n")
            return _paragraphs("\n".join(escaped(line.strip()) for line in lines))
        return self.blocks(element)

    def _inline(self, element: Element) -> str:
        tag = element.tag
        if tag == "br":
            return "\n"
        if tag == "page":
            return "\f"
        if tag == "note":
            return f"[^{element.get('ref')}]"
        if tag in _UNWRITTEN or not isinstance(tag, str):
            return ""
        sign = _EMPHASIS.get(tag) or (_sign_of_style(element.get("style", "")) if tag == "span" else "")
        if sign:
            return self._emphasized(element, sign)
        inner = self._inlines(element)
        if tag == "a":
            return self._link(element, inner)
        if tag == "sup" and inner.strip().isdecimal() and inner.isascii():
            return inner.strip().translate(_SUPERSCRIPT)
        if tag == "q":
            return f"“{inner}”"
        return inner

    def _inlines(self, element: Element) -> str:
        if not len(element):
            return _text(element.text)
        parts = [_text(element.text)]
        for child in element:
            parts += [self._inline(child), _text(child.tail)]
        return "".join(parts)

    def _emphasized(self, element: Element, sign: str) -> str:
        if sign in self._emphasis:
            return self._inlines(element)
        self._emphasis.add(sign)
        inner = self._inlines(element)
        self._emphasis.discard(sign)
        bare = inner.strip(" \n\f")
        if not bare or "\n" in bare or not any(map(str.isalnum, bare)):
            return inner
        before, _, after = inner.partition(bare)
        return f"{before}{sign}{bare}{sign}{after}"

    def _link(self, element: Element, inner: str) -> str:
        address = _absolute(self._base, element.get("href", ""))
        words = inner.strip(" \n")
        if not address or not words:
            return inner
        before, _, after = inner.partition(words)
        if words.replace("\\", "") in (address, address.removesuffix("/")):
            return f"{before}<{address}>{after}"
        if "](" in words or words.startswith("<http"):
            return inner
        words = words.replace("\n", " ")
        target = f"<{address}>" if re.search(r"[()]", address) else address
        return f"{before}[{words}]({target}){after}"

    def _list(self, element: Element) -> list[str]:
        style = (element.get("style") or "").replace(" ", "").casefold()
        if "list-style:none" in style or "list-style-type:none" in style:
            return self.blocks(element)
        out: list[str] = []
        items: list[str] = []
        is_loose = False
        for label, item in _labelled(element, style):
            blocks = self.blocks(item) if item.tag == "li" else self._block(item)
            if not blocks:
                continue
            if not label:
                items += [_indented(block, "  ") for block in blocks]
            elif label[0].isalpha():
                out += [f"{label} {blocks[0]}", *blocks[1:]]
            else:
                is_loose |= len(blocks) > 1 and not all(map(_is_list, blocks[1:]))
                items.append(_item(label, blocks))
        return [*out, ("\n\n" if is_loose else "\n").join(items)] if items else out

    def _table(self, element: Element) -> list[str]:
        rows = [_cells(row) for row in _rows(element)]
        rows = [row for row in rows if row]
        width = max(map(len, rows), default=0)
        nested = element.find(".//table") is not None
        longest = max((len(text_of(cell)) for row in rows for cell in row), default=0)
        if width < 2 or len(rows) < 2 or nested or longest > _LONGEST_CELL:
            return [block for row in rows for cell in row for block in self.blocks(cell)]
        if width == 2 and all(text_of(row[0]).strip().endswith((":", "՝")) for row in rows):  # TO: …, FROM: …
            return [" ".join(filter(None, map(self.line, row))) for row in rows]
        lines = []
        for row in rows:
            cells = [self.line(cell).replace("\\|", "|").replace("|", "\\|") for cell in row]
            lines.append("| " + " | ".join([*cells, *[""] * (width - len(cells))]) + " |")
        caption = [words for each in element.findall("caption") if (words := self.line(each))]
        return [*caption, "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])]


def contain_blocks(root: Element) -> None:
    """Turn inline elements that hold blocks (a link around a heading, say) into blocks, so that none is lost."""
    for element in root.iter(*_BLOCKS):
        parent = element.getparent()
        while parent is not None and parent.tag not in _BLOCKS and parent.tag not in _UNWRITTEN:
            parent.tag = "div"
            parent = parent.getparent()


def _is_block(element: Element) -> bool:
    return element.tag in _BLOCKS


def _sign_of_style(style: str) -> str:
    if re.search(r"font-weight\s*:\s*(?:bold|[6-9]00)", style):
        return "**"
    return "*" if re.search(r"font-style\s*:\s*italic", style) else ""


def _text(text: str | None) -> str:
    return escaped(_WHITE.sub(" ", text)) if text else ""


def _paragraphs(run: str) -> list[str]:
    """Inline Markdown in which a line feed is a line break; two of them part paragraphs, as pages without <p> do."""
    if not run.strip(" \n"):
        return ["\f"] if "\f" in run else []
    run = run.replace("****", "")
    if "\n" not in run:
        return [_paragraph(_WHITE.sub(" ", run).strip(" "))]
    lines = [_WHITE.sub(" ", line).strip(" ") for line in run.split("\n")]
    parts = "\n".join(lines).split("\n\n")
    return [_paragraph(part.strip("\n")) for part in parts if part.strip("\n")]


def _paragraph(text: str) -> str:
    if _BULLET.match(text):
        return _BULLET.sub("- ", text, count=1)
    return paragraph(text).replace("\n", "  \n")


def _without_marks(words: str) -> str:
    """Headings are bold by themselves."""
    bare = words.removeprefix("**").removesuffix("**")
    return bare if words == f"**{bare}**" and "**" not in bare else words


def _quoted(blocks: Iterable[str]) -> list[str]:
    lines = "\n\n".join(blocks).split("\n")
    return (
        ["\n".join(f"> {line}".rstrip(" ") if not line.endswith("  ") else f"> {line}" for line in lines)]
        if any(lines)
        else []
    )


def _item(label: str, blocks: list[str]) -> str:
    indent = " " * (len(label) + 1)
    parts = [f"{label} {_indented(blocks[0], indent).lstrip(' ')}"]
    for block in blocks[1:]:
        parts.append(("\n" if _is_list(block) else "\n\n") + _indented(block, indent))
    return "".join(parts)


def _indented(block: str, indent: str) -> str:
    return "\n".join(indent + line if line else line for line in block.split("\n"))


def _is_list(block: str) -> bool:
    return re.match(r"(?:-|\d{1,9}\.) ", block) is not None


def _labelled(element: Element, style: str) -> Iterator[tuple[str, Element]]:
    """The items of a list, each with the label that it is printed with."""
    number = _integer(element.get("start"), 1)
    kind = element.get("type", "")
    for name, letter in (("alpha", "a"), ("latin", "a"), ("roman", "i")):
        for case in ("lower", "upper"):
            if f"{case}-{name}" in style:
                kind = letter if case == "lower" else letter.upper()
    for item in element:
        if item.tag != "li":
            if _is_block(item):
                yield "", item
            continue
        number = _integer(item.get("value"), number)
        yield (_label(kind, number) if element.tag == "ol" else "-"), item
        number += 1


def _label(kind: str, number: int) -> str:
    letters = _LETTERED.get(kind) or _ROMAN
    if kind and kind in "aAiI" and 0 < number <= len(letters):
        return f"{letters[number - 1].upper() if kind == 'I' else letters[number - 1]}."
    return f"{number}."


def _integer(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"\d{1,6}", text, re.ASCII) else default


def _rows(table: Element) -> Iterator[Element]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from child.iterchildren("tr")


def _cells(row: Element) -> list[Element]:
    cells: list[Element] = []
    for cell in row.iterchildren("td", "th"):
        cells.append(cell)
        cells += [etree.Element("td") for _ in range(min(20, _integer(cell.get("colspan"), 1)) - 1)]
    return cells if any(text_of(cell).strip() for cell in cells) else []


@lru_cache(1000)
def _absolute(base: str, address: str) -> str:
    """An address of the web; "" where it is none."""
    address = re.sub(r"[\t\n\r]", "", address).strip()
    if not address or (address.startswith("#") and address != "#"):
        return ""
    try:
        whole = urljoin(base, address) if base else address
        parts = urlsplit(whole)
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return ""
    return re.sub(r"[ <>\\\[\]^`{|}\"]", lambda sign: f"%{ord(sign[0]):02X}", whole)
