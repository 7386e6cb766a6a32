"""Styles of an OpenDocument text: which paragraphs are headings, how runs are set, how lists are numbered."""

import re
from dataclasses import dataclass, replace

from intake.extraction.building import Look
from intake.extraction.tree import Element

_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_DEEPEST = 20
_LARGER = 1.25
_LONGEST_HEADING = 250


@dataclass(frozen=True)
class Style:
    name: str = ""
    bold: bool = False
    italic: bool = False
    raised: str = ""
    hidden: bool = False
    size: float = 0  # points; 0 where it does not say
    outline: int = 0

    def over(self, look: Look) -> Look:
        return Look(look.bold or self.bold, look.italic or self.italic, self.raised or look.raised, look.link)


@dataclass(frozen=True)
class ListLevel:
    """How the items of a list are numbered; `style` is "" for bullets."""

    style: str = ""
    before: str = ""
    after: str = "."
    start: int = 1


class Styles:
    def __init__(self, *roots: Element | None) -> None:
        self._elements: dict[str, Element] = {}
        self._lists: dict[str, Element] = {}
        self._made: dict[str, Style] = {}
        self.language = ""
        for root in roots:
            for style in root.iter(f"{_STYLE}style") if root is not None else ():
                self._elements[style.get(f"{_STYLE}name", "")] = style
            for style in root.iter(f"{_TEXT}list-style") if root is not None else ():
                self._lists[style.get(f"{_STYLE}name", "")] = style
            for default in root.iter(f"{_STYLE}default-style") if root is not None else ():
                self._take_language(default)
        self._size = self.named("Standard").size or 12.0

    def named(self, name: str, depth: int = 0) -> Style:
        if name not in self._elements or depth > _DEEPEST:
            return Style(name)
        if name not in self._made:
            element = self._elements[name]
            base = self.named(element.get(f"{_STYLE}parent-style-name", ""), depth + 1)
            self._made[name] = _style(element, base)
        return self._made[name]

    def level(self, element: Element, text: str) -> int:
        """The level of the heading that a paragraph is; 0 where it is none."""
        style = self.named(element.get(f"{_TEXT}style-name", ""))
        if element.tag == f"{_TEXT}h":
            level = element.get(f"{_TEXT}outline-level", "1")
            return min(6, int(level)) if re.fullmatch(r"[1-9]\d?", level) else 1
        called = style.name.replace("_20_", " ")
        if called in ("Title", "Subtitle"):
            return 1 if called == "Title" else 2
        if style.outline:
            return style.outline
        is_larger = style.size >= _LARGER * self._size and 0 < len(text.strip()) <= _LONGEST_HEADING
        return (1 if style.size >= 1.5 * self._size else 2) if is_larger else 0

    def list_level(self, name: str, depth: int) -> ListLevel:
        for level in self._lists.get(name, ()):
            if level.get(f"{_TEXT}level") == str(depth + 1) and level.tag == f"{_TEXT}list-level-style-number":
                start = level.get(f"{_TEXT}start-value", "1")
                style = level.get(f"{_STYLE}num-format", "1")
                return ListLevel(
                    style if style in ("a", "A", "i", "I") else "decimal",
                    level.get(f"{_STYLE}num-prefix", ""),
                    level.get(f"{_STYLE}num-suffix", "."),
                    int(start) if re.fullmatch(r"\d{1,6}", start) else 1,
                )
        return ListLevel()

    def is_hidden_section(self, element: Element) -> bool:
        return bool(element.get(f"{_TEXT}display") == "none" or element.get(f"{_TEXT}is-hidden") == "true")

    def _take_language(self, default: Element) -> None:
        properties = default.find(f"{_STYLE}text-properties")
        if properties is None or self.language:
            return
        language, country = properties.get(f"{_FO}language", ""), properties.get(f"{_FO}country", "")
        if language not in ("", "none", "zxx"):
            self.language = f"{language}-{country}" if country not in ("", "none") else language


def _style(element: Element, base: Style) -> Style:
    display = element.get(f"{_STYLE}display-name") or element.get(f"{_STYLE}name", "")
    is_own = element.get(f"{_STYLE}parent-style-name") and re.fullmatch(r"[PT]\d+", display)
    style = replace(base, name=base.name if is_own else display)
    outline = element.get(f"{_STYLE}default-outline-level", "")
    if re.fullmatch(r"[1-9]", outline):
        style = replace(style, outline=min(6, int(outline)))
    properties = element.find(f"{_STYLE}text-properties")
    if properties is None:
        return style
    weight, slant = properties.get(f"{_FO}font-weight"), properties.get(f"{_FO}font-style")
    position = properties.get(f"{_STYLE}text-position", "")
    size = re.fullmatch(r"(\d{1,3}(?:\.\d+)?)(pt|%)", properties.get(f"{_FO}font-size", ""))
    return replace(
        style,
        bold=style.bold if weight is None else weight not in ("normal", "100", "200", "300", "400"),
        italic=style.italic if slant is None else slant in ("italic", "oblique"),
        raised=_raised(position) if position else style.raised,
        hidden=style.hidden or properties.get(f"{_TEXT}display") == "none",
        size=(float(size[1]) if size[2] == "pt" else base.size * float(size[1]) / 100) if size else style.size,
    )


def _raised(position: str) -> str:
    first = position.split()[0] if position.split() else ""
    if first.startswith("super") or re.match(r"[1-9]", first):
        return "sup"
    return "sub" if first.startswith(("sub", "-")) else ""
