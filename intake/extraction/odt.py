"""OpenDocument text (.odt, OASIS OpenDocument 1.3) → Markdown. Deletions, comments, hidden text are left out."""

import re
import zipfile
from collections.abc import Iterator

import lxml
from lxml import etree

from intake.extraction.building import Builder, Look, Run, fill, formatted, paragraph
from intake.extraction.markdown import document
from intake.extraction.metadata import edtf_of, language_tag
from intake.extraction.odtstyles import Styles
from intake.extraction.packed import opened, part, unpacked
from intake.extraction.results import ODT, Dated, Extracted
from intake.extraction.tree import Element, parsed_xml, text_of
from intake.extraction.writing import Writer

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_LEFT_OUT = {
    *(f"{_TEXT}{name}" for name in ("tracked-changes", "change", "change-start", "change-end", "table-of-content")),
    *(f"{_TEXT}{name}" for name in ("hidden-text", "hidden-paragraph", "ruby-text", "sequence-decls", "forms")),
    f"{_OFFICE}annotation", f"{_OFFICE}annotation-end", f"{_OFFICE}forms",
}  # fmt: skip
READERS = {"lxml": lxml.__version__}


def read(data: bytes, name: str, media_type: str) -> Extracted:
    """Raises Unreadable."""
    with opened(data) as archive:
        text = _Text(archive)
        writer = Writer()
        blocks = writer.blocks(text.builder.body)
        notes = [
            f"[^{label}]: {' '.join(line for each in parts if (line := writer.line(each)))}"
            for label, parts in text.builder.notes.items()
        ]
        markdown, _ = document([*blocks, *notes])
        title, dates, language = _properties(archive)
        language = language_tag(language or text.styles.language)
        return Extracted(markdown, ODT, title=title, dated=tuple(dates), language=language, readers=READERS)


def _properties(archive: zipfile.ZipFile) -> tuple[str, list[Dated], str]:
    meta = part(archive, "meta.xml")
    if meta is None:
        return "", [], ""
    names = {f"{_META}creation-date": "meta:creation-date", f"{_DC}date": "dc:date"}
    dates = [
        Dated(edtf, where)
        for tag, where in names.items()
        for each in meta.iter(tag)
        if (edtf := edtf_of(each.text or ""))
    ]
    title = " ".join(next((each.text or "" for each in meta.iter(f"{_DC}title")), "").split())
    return title[:500], dates, next((each.text or "" for each in meta.iter(f"{_DC}language")), "")


class _Text:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.builder = Builder()
        content = parsed_xml(unpacked(archive, "content.xml"))
        self.styles = Styles(part(archive, "styles.xml"), content)
        self._boxes: list[Element] = []
        self._counts: dict[tuple[str, int], int] = {}
        self._blocks(content.find(f"{_OFFICE}body/{_OFFICE}text"))

    def _blocks(self, parent: Element) -> None:
        for child in parent if parent is not None else ():
            if child.tag in _LEFT_OUT:
                continue
            if child.tag in (f"{_TEXT}p", f"{_TEXT}h"):
                self._paragraph(child)
            elif child.tag == f"{_TEXT}list":
                self._list(child, 0, "")
            elif child.tag == f"{_TABLE}table":
                self.builder.add(self._table(child))
            elif not self.styles.is_hidden_section(child):
                self._blocks(child)

    def _paragraph(self, element: Element) -> None:
        runs = self._read(element)
        boxes, self._boxes = self._boxes, []
        if _has_text(runs):
            level = self.styles.level(element, text_of(element))
            plain = [Run(run.content, Look(raised=run.look.raised)) for run in runs] if level else runs
            self.builder.add(paragraph(plain, f"h{level}" if level else "p"))
        for box in boxes:
            self._blocks(box)

    def _read(self, element: Element) -> list[Run]:
        style = self.styles.named(element.get(f"{_TEXT}style-name", ""))
        return [] if style.hidden else list(self._runs(element, Look(style.bold, style.italic)))

    def _list(self, element: Element, depth: int, style: str) -> None:
        style = element.get(f"{_TEXT}style-name") or style
        number = self.styles.list_level(style, depth)
        if element.get(f"{_TEXT}continue-numbering") != "true" and not element.get(f"{_TEXT}continue-list"):
            self._counts[style, depth] = number.start - 1
        for item in element:
            if item.tag not in (f"{_TEXT}list-item", f"{_TEXT}list-header"):
                continue
            if start := re.fullmatch(r"\d{1,6}", item.get(f"{_TEXT}start-value", "")):
                self._counts[style, depth] = int(start[0]) - 1
            self._item(item, depth, style)

    def _item(self, item: Element, depth: int, style: str) -> None:
        number = self.styles.list_level(style, depth)
        is_first = item.tag == f"{_TEXT}list-item"
        for child in item:
            if child.tag == f"{_TEXT}list":
                self._list(child, depth + 1, style)
            elif child.tag in (f"{_TEXT}p", f"{_TEXT}h") and _has_text(runs := self._read(child)):
                count = self._counts.get((style, depth), number.start - 1) + is_first
                self._counts[style, depth] = count
                shown = f"{number.before}{formatted(count, number.style)}{number.after}" if number.style else "-"
                level = self.styles.level(child, "") if child.tag == f"{_TEXT}h" else 0
                if level:
                    self.builder.add(paragraph([Run(f"{shown} "), *runs] if number.style else runs, f"h{level}"))
                else:
                    self.builder.add_item(depth, shown.strip() if is_first else "", runs)
                is_first = False

    def _table(self, table: Element) -> Element:
        made = etree.Element("table")
        for row in table.iter(f"{_TABLE}table-row"):
            if next(row.iterancestors(f"{_TABLE}table")) is not table:
                continue
            made_row = etree.SubElement(made, "tr")
            for cell in row:
                if cell.tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                    outer, self.builder = self.builder, Builder(etree.SubElement(made_row, "td"), self.builder.notes)
                    self._blocks(cell)
                    self.builder = outer
        return made

    def _runs(self, parent: Element, look: Look) -> Iterator[Run]:
        if parent.text:
            yield Run(parent.text, look)
        for child in parent:
            if child.tag not in _LEFT_OUT:
                yield from self._run(child, look)
            if child.tail:
                yield Run(child.tail, look)

    def _run(self, child: Element, look: Look) -> Iterator[Run]:
        name = etree.QName(child).localname
        if name == "span":
            style = self.styles.named(child.get(f"{_TEXT}style-name", ""))
            if not style.hidden:
                yield from self._runs(child, style.over(look))
        elif name == "a":
            yield from self._runs(child, Look(look.bold, look.italic, look.raised, child.get(_HREF, "")))
        elif name in ("s", "tab"):
            yield Run(" ", look)
        elif name == "line-break":
            yield Run(etree.Element("br"), look)
        elif name == "note":
            yield self._mark(child)
        elif child.tag.startswith(_DRAW):
            self._boxes += child.iter(f"{_DRAW}text-box")
        else:
            yield from self._runs(child, look)

    def _mark(self, note: Element) -> Run:
        citation = " ".join((note.findtext(f"{_TEXT}note-citation") or "").split()) or str(len(self.builder.notes) + 1)
        label = self.builder.unused_label(re.sub(r"[\[\]\s^]", "", citation)[:12] or "1")
        self.builder.notes[label] = []
        body = note.find(f"{_TEXT}note-body")
        for each in body.iter(f"{_TEXT}p") if body is not None else ():
            made = paragraph([])
            fill(made, self._read(each))
            self.builder.notes[label].append(made)
        return Run(etree.Element("note", ref=label))


def _has_text(runs: list[Run]) -> bool:
    return any(not isinstance(run.content, str) or run.content.strip() for run in runs)
