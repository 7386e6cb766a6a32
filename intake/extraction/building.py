"""Paragraphs, lists and notes of word processors → the tree of HTML elements that writing.py writes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from lxml import etree

from intake.extraction.tree import Element


@dataclass(frozen=True)
class Look:
    """How a run of letters is set."""

    bold: bool = False
    italic: bool = False
    raised: str = ""  # "sup", "sub"
    link: str = ""


@dataclass(frozen=True)
class Run:
    """Letters of one look, or an element (`br`, `note`) among them."""

    content: "str | Element"
    look: Look = Look()


@dataclass
class Builder:
    """A document in the making: paragraphs one after the other, lists within lists, notes for the end."""

    body: Element = field(default_factory=lambda: etree.Element("body"))
    notes: dict[str, list[Element]] = field(default_factory=dict)
    _lists: list[tuple[int, Element]] = field(default_factory=list)

    def add(self, element: Element) -> None:
        """A block that is in no list."""
        self._lists = []
        self.body.append(element)

    def add_item(self, level: int, label: str, runs: Iterable[Run]) -> None:
        """An item of a list; `label` is "-", a number ("3."), or what else is printed before it ("(a)", "1.2")."""
        while self._lists and self._lists[-1][0] > level:
            self._lists.pop()
        number = label[:-1] if label[:-1].isdecimal() and label[-1:] in ".)" else ""
        kind = "ul" if label == "-" else "ol" if number else ""
        if not kind:
            self._parent(level).append(paragraph([Run(f"{label} "), *runs]))
            return
        if not self._lists or self._lists[-1][0] < level or self._lists[-1][1].tag != kind:
            parent = self._parent(level)
            if self._lists and self._lists[-1][0] == level:
                self._lists.pop()
            self._lists.append((level, etree.SubElement(parent, kind)))
        item = etree.SubElement(self._lists[-1][1], "li")
        if number:
            item.set("value", number[:6])
        fill(item, runs)

    def _parent(self, level: int) -> Element:
        """What an item of that level stands in: the last item of the list around it, or the text."""
        around = [made for depth, made in self._lists if depth < level and len(made)]
        return around[-1][-1] if around else self.body

    def unused_label(self, label: str) -> str:
        if label not in self.notes:
            return label
        return next(name for again in range(2, len(self.notes) + 3) if (name := f"{label}.{again}") not in self.notes)


def paragraph(runs: Iterable[Run], tag: str = "p") -> Element:
    element = etree.Element(tag)
    fill(element, runs)
    return element


def fill(element: Element, runs: Iterable[Run]) -> None:
    """Put runs into an element, those of one look together."""
    for link, linked in groupby(runs, lambda run: run.look.link):
        target = etree.SubElement(element, "a", href=_fit(link)) if link else element
        for look, alike in groupby(linked, lambda run: run.look):
            inner = target
            for tag in _tags(look):
                inner = etree.SubElement(inner, tag)
            for run in alike:
                if isinstance(run.content, str):
                    append_text(inner, run.content)
                else:
                    inner.append(run.content)


def append_text(element: Element, text: str) -> None:
    text = _fit(text)
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _tags(look: Look) -> Iterator[str]:
    if look.bold:
        yield "strong"
    if look.italic:
        yield "em"
    if look.raised:
        yield look.raised


def _fit(text: str) -> str:
    """What may stand in XML."""
    return "".join(
        c for c in text if c >= " " or c in "\t\n" if not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff"
    )


def roman(number: int) -> str:
    signs = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
    text = ""
    for value, sign in (*signs, (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        text += sign * (number // value)
        number %= value
    return text


def formatted(number: int, style: str) -> str:
    """A number as it is printed; `style` is one of "decimal", "a", "A", "i", "I"."""
    if style in ("a", "A") and number > 0:
        letter = "abcdefghijklmnopqrstuvwxyz"[(number - 1) % 26] * min(5, (number - 1) // 26 + 1)
        return letter if style == "a" else letter.upper()
    if style in ("i", "I") and 0 < number < 4000:
        return roman(number) if style == "i" else roman(number).upper()
    return str(number)
