"""Footnotes of web pages: a link to a place further down, whose words are the note's number."""

import re

from lxml import etree

from intake.extraction.tree import Element, drop, text_of
from intake.extraction.writing import Writer

_LABEL = re.compile(r"[\[(]?\s*(\d{1,4}|[*†‡§]{1,3}|[ivxlc]{1,6}|[a-z])\s*[\])]?\.?")
_BACK = re.compile(r"[\s↩↑^⤴⬆︎\[\]()«‹]*(?:back|return|jump up|top)?[\s↩↑^⤴⬆︎\[\]()0-9.]*", re.I)
_CONTAINERS = ("li", "p", "div", "aside", "dd", "tr", "section", "td")
_LONGEST_NOTE = 6_000


def marks_of(root: Element) -> dict[str, Element]:
    """Replace links to notes by `note` elements. Returns the elements that hold the notes, by label, in their order."""
    order = {element: place for place, element in enumerate(root.iter(etree.Element))}
    targets = {name: each for each in order for name in (each.get("id"), each.get("name")) if name}
    holders: dict[Element, str] = {}
    held: dict[Element, Element | None] = {}
    references: list[tuple[Element, str]] = []
    for link in root.iter("a"):
        target = targets.get((link.get("href") or "").partition("#")[2]) if "#" in (link.get("href") or "") else None
        label = _LABEL.fullmatch(text_of(link).strip())
        if target is None or label is None or order[target] < order[link]:
            continue
        if target not in held:
            held[target] = _holder(target)
        holder = held[target]
        if holder is None or holder in link.iterancestors():
            continue
        references.append((link, holders.setdefault(holder, _unused(label[1], holders))))
    for link, number in references:
        _replace(link, number)
    return {label: holder for holder, label in sorted(holders.items(), key=lambda each: order[each[0]])}


def notes_of(holders: dict[str, Element], base: str) -> list[str]:
    """The notes as blocks; their elements are taken out of the page."""
    notes = []
    for label, holder in holders.items():
        for link in list(holder.iter("a")):
            if (link.get("href") or "").startswith("#") and _BACK.fullmatch(text_of(link)[:60]):
                drop(link)
        text = re.sub(
            rf"^\\?[\[(]?{re.escape(label)}\\?[\])]?[.:]?\s+|^\W*[⁰¹²³\u2074-\u2079]+\s*", "", Writer(base).line(holder)
        )
        notes.append(f"[^{label}]: {text.strip()}")
        drop(holder)
    return notes


def _holder(target: Element) -> Element | None:
    """The element that holds the note which begins at `target`."""
    holder: Element | None = target
    while holder is not None and holder.tag not in _CONTAINERS:
        holder = holder.getparent()
    if holder is None or len(text_of(holder)) > _LONGEST_NOTE:
        return None
    return holder


def _unused(label: str, holders: dict[Element, str]) -> str:
    """Where the notes of several texts are numbered from 1 each: 1, 1.2, 1.3."""
    taken = set(holders.values())
    if label not in taken:
        return label
    return next(f"{label}.{again}" for again in range(2, len(taken) + 3) if f"{label}.{again}" not in taken)


def _replace(link: Element, label: str) -> None:
    """Put the mark where the link was, or the superscript that holds nothing else."""
    parent = link.getparent()
    if parent is not None and parent.tag == "sup" and len(parent) == 1:
        link, parent = parent, parent.getparent()
    if parent is None:
        return
    mark = etree.Element("note", ref=label)
    mark.tail = link.tail
    parent.replace(link, mark)
