"""Styles of a Word file: which paragraphs are headings, which runs are bold, italic, raised or hidden."""

import re
from collections import Counter
from dataclasses import dataclass

from intake.extraction.building import Look, Run
from intake.extraction.tree import Element, text_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_HEADING = re.compile(r"heading ([1-9])|(title)|(subtitle)", re.I)
_LARGER = 1.25  # so much larger than the text is a heading
_LONGEST_HEADING = 250
_DEEPEST = 20  # styles that rest on styles


@dataclass(frozen=True)
class Style:
    """A style with what it takes over from those that it rests on."""

    name: str = ""
    level: int = 0  # as a heading
    size: float = 0  # half points; 0 where it does not say
    numbering: Element | None = None
    bold: bool | None = None
    italic: bool | None = None
    hidden: bool = False
    raised: str = ""

    @property
    def is_quote(self) -> bool:
        return self.name.casefold() in ("quote", "intense quote", "block text", "quotations", "block quotation")


class Styles:
    def __init__(self, root: Element | None) -> None:
        self._elements = {} if root is None else {each.get(f"{W}styleId"): each for each in root.iter(f"{W}style")}
        self._made: dict[str, Style] = {}
        defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr") if root is not None else None
        self._size = _size(defaults) or 20.0
        language = defaults.find(f"{W}lang") if defaults is not None else None
        self.language = language.get(f"{W}val", "") if language is not None else ""
        normal = next((key for key, each in self._elements.items() if each.get(f"{W}default") in ("1", "true")), "")
        self._normal = self.named(normal)
        self._size = self._normal.size or self._size

    def named(self, key: str, depth: int = 0) -> Style:
        if key not in self._elements or depth > _DEEPEST:
            return Style()
        if key not in self._made:
            element = self._elements[key]
            under = element.find(f"{W}basedOn")
            base = self.named(value(under), depth + 1) if under is not None else Style()
            self._made[key] = _style(element, base)
        return self._made[key]

    def paragraph(self, properties: Element | None) -> Style:
        reference = properties.find(f"{W}pStyle") if properties is not None else None
        return self._normal if reference is None else self.named(value(reference))

    def look(self, properties: Element | None, link: str) -> Look:
        if properties is None:
            return Look(link=link)
        style = self._character(properties)
        bold = _switch(properties, "b", style.bold)
        italic = _switch(properties, "i", style.italic)
        raised = _raised(properties) or style.raised
        return Look(bool(bold), bool(italic), raised, link)

    def is_hidden(self, properties: Element | None) -> bool:
        if properties is None:
            return False
        return bool(_switch(properties, "vanish", self._character(properties).hidden))

    def size_of(self, element: Element, style: Style) -> float:
        """The size of most letters of a paragraph, in half points."""
        sizes = Counter[float]()
        for run in element.iter(f"{W}r"):
            sizes[_size(run.find(f"{W}rPr")) or style.size or self._size] += len(text_of(run))
        return sizes.most_common(1)[0][0] if sizes else self._size

    def level(self, properties: Element | None, style: Style, size: float, runs: list[Run]) -> int:
        """The level of the heading that a paragraph is; 0 where it is none."""
        outline = properties.find(f"{W}outlineLvl") if properties is not None else None
        if outline is not None and value(outline).isdecimal() and int(value(outline)) < 9:
            return min(6, int(value(outline)) + 1)
        if style.level:
            return style.level
        length = sum(len(run.content) for run in runs if isinstance(run.content, str))
        if size < _LARGER * self._size or length > _LONGEST_HEADING:
            return 0
        return 1 if size >= 1.5 * self._size else 2

    def _character(self, properties: Element) -> Style:
        reference = properties.find(f"{W}rStyle")
        return Style() if reference is None else self.named(value(reference))


def value(element: Element) -> str:
    text: str = element.get(f"{W}val", "")
    return text


def is_on(element: Element) -> bool:
    return element.get(f"{W}val", "1") not in ("0", "false", "off", "none")


def _switch(properties: Element | None, name: str, otherwise: bool | None) -> bool | None:
    found = properties.find(f"{W}{name}") if properties is not None else None
    return otherwise if found is None else is_on(found)


def _size(properties: Element | None) -> float:
    found = properties.find(f"{W}sz") if properties is not None else None
    return float(value(found)) if found is not None and re.fullmatch(r"\d{1,4}(\.\d+)?", value(found)) else 0.0


def _raised(properties: Element | None) -> str:
    found = properties.find(f"{W}vertAlign") if properties is not None else None
    return {"superscript": "sup", "subscript": "sub"}.get(value(found), "") if found is not None else ""


def _style(element: Element, base: Style) -> Style:
    name = element.find(f"{W}name")
    called = value(name) if name is not None else ""
    paragraph, run = element.find(f"{W}pPr"), element.find(f"{W}rPr")
    outline = paragraph.find(f"{W}outlineLvl") if paragraph is not None else None
    numbering = paragraph.find(f"{W}numPr") if paragraph is not None else None
    heading = _HEADING.fullmatch(called)
    level = base.level
    if heading:
        level = int(heading[1]) if heading[1] else 1 if heading[2] else 2
    elif outline is not None and value(outline).isdecimal():
        level = int(value(outline)) + 1 if int(value(outline)) < 9 else 0
    return Style(
        called,
        min(6, level),
        _size(run) or base.size,
        numbering if numbering is not None else base.numbering,
        _switch(run, "b", base.bold),
        _switch(run, "i", base.italic),
        bool(_switch(run, "vanish", base.hidden)),
        _raised(run) or base.raised,
    )
