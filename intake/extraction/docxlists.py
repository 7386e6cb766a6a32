"""Numbers of lists in a Word file, as they are printed."""

import re
from dataclasses import dataclass

from intake.extraction.building import formatted
from intake.extraction.docxstyles import Style, W, value
from intake.extraction.tree import Element

FORMATS = {"lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}


@dataclass(frozen=True)
class _Level:
    start: int
    style: str
    text: str  # "%1.", "(%2)"


class Numbering:
    def __init__(self, root: Element | None) -> None:
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, tuple[str, dict[int, _Level]]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._restarted: set[str] = set()
        if root is None:
            return
        for abstract in root.iter(f"{W}abstractNum"):
            self._abstract[abstract.get(f"{W}abstractNumId", "")] = _levels(abstract)
        for number in root.iter(f"{W}num"):
            reference = number.find(f"{W}abstractNumId")
            key = value(reference) if reference is not None else ""
            self._lists[number.get(f"{W}numId", "")] = key, _overridden(number, self._abstract.get(key, {}))

    def label(self, properties: Element | None, style: Style) -> tuple[int, str]:
        """The depth of a paragraph in lists, and what is printed before it: "-" for a bullet, "" in no list."""
        own = properties.find(f"{W}numPr") if properties is not None else None
        found = own if own is not None and own.find(f"{W}numId") is not None else style.numbering
        if found is None:
            return 0, ""
        number, depth = found.find(f"{W}numId"), found.find(f"{W}ilvl")
        if own is not None and own.find(f"{W}ilvl") is not None:
            depth = own.find(f"{W}ilvl")
        key = value(number) if number is not None else "0"
        at = int(value(depth)) if depth is not None and re.fullmatch(r"[0-8]", value(depth)) else 0
        if key not in self._lists or at not in self._lists[key][1]:
            return 0, ""
        return at, self._next(key, at)

    def _next(self, key: str, at: int) -> str:
        abstract, levels = self._lists[key]
        counts = self._counts.setdefault(abstract, {})
        if key not in self._restarted and levels is not self._abstract.get(abstract):
            counts.clear()  # a list that begins anew
        self._restarted.add(key)
        level = levels[at]
        counts[at] = counts.get(at, level.start - 1) + 1
        for deeper in [depth for depth in counts if depth > at]:
            del counts[deeper]
        if level.style == "bullet":
            return "-"
        if level.style == "none":
            return level.text.strip() if "%" not in level.text else ""

        def shown(found: re.Match[str]) -> str:
            depth = int(found[1]) - 1
            other = levels.get(depth, level)
            return formatted(counts.get(depth, other.start), other.style)

        return re.sub(r"%([1-9])", shown, level.text).strip()


def _levels(element: Element) -> dict[int, _Level]:
    levels = {}
    for level in element.iter(f"{W}lvl"):
        at = level.get(f"{W}ilvl", "")
        if not re.fullmatch(r"[0-8]", at):
            continue
        found = {name: level.find(f"{W}{name}") for name in ("start", "numFmt", "lvlText")}
        start, style, text = (value(each) if each is not None else "" for each in found.values())
        style = style if style in ("bullet", "none") else FORMATS.get(style, "decimal")
        levels[int(at)] = _Level(int(start) if re.fullmatch(r"\d{1,6}", start) else 1, style, text)
    return levels


def _overridden(number: Element, levels: dict[int, _Level]) -> dict[int, _Level]:
    own = dict(levels)
    changed = False
    for override in number.iter(f"{W}lvlOverride"):
        at = override.get(f"{W}ilvl", "")
        own |= _levels(override)
        start = override.find(f"{W}startOverride")
        changed = True
        if (
            start is not None
            and re.fullmatch(r"[0-8]", at)
            and int(at) in own
            and re.fullmatch(r"\d{1,6}", value(start))
        ):
            level = own[int(at)]
            own[int(at)] = _Level(int(value(start)), level.style, level.text)
    return own if changed else levels
