"""Word files (.docx) → Markdown: ECMA-376, WordprocessingML. Deleted text, comments and hidden text are left out."""

import re
import zipfile
from collections import Counter
from collections.abc import Iterator

import lxml
from lxml import etree

from intake.extraction.building import Builder, Look, Run, fill, formatted, paragraph
from intake.extraction.docxlists import FORMATS, Numbering
from intake.extraction.docxstyles import Style, Styles, W, value
from intake.extraction.markdown import document
from intake.extraction.metadata import edtf_of, language_tag
from intake.extraction.packed import opened, part, unpacked
from intake.extraction.results import DOCX, Dated, Extracted
from intake.extraction.tree import Element, parsed_xml
from intake.extraction.writing import Writer

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"
_LEFT_OUT = {
    f"{W}{name}"
    for name in (
        "del", "moveFrom", "delText", "delInstrText", "commentRangeStart", "commentRangeEnd", "commentReference", "rPr",
        "pPr", "proofErr", "bookmarkStart", "bookmarkEnd", "annotationRef", "footnoteRef", "endnoteRef", "rt", "tblPr",
        "sdtPr", "sectPr",
    )
}  # fmt: skip
_TARGET = re.compile(r'\s*HYPERLINK\s+(?:\\[a-z]\s+)*"([^"]+)"')
_CONTENTS = re.compile(r"toc \d|toc heading|table of figures", re.I)
READERS = {"lxml": lxml.__version__}


def read(data: bytes, name: str, media_type: str) -> Extracted:
    """Raises Unreadable."""
    with opened(data) as archive:
        word = _Document(archive)
        word.build()
        writer = Writer()
        blocks = writer.blocks(word.builder.body)
        notes = [f"[^{label}]: {_line(writer, parts)}" for label, parts in word.builder.notes.items()]
        markdown, _ = document([*blocks, *notes])
        title, dates, language = _properties(archive)
        return Extracted(
            markdown,
            DOCX,
            title=title,
            dated=tuple(dates),
            language=language_tag(word.language() or language),
            readers=READERS,
        )


def _line(writer: Writer, parts: list[Element]) -> str:
    return " ".join(line for each in parts if (line := writer.line(each)))


def _properties(archive: zipfile.ZipFile) -> tuple[str, list[Dated], str]:
    core = part(archive, "docProps/core.xml")
    if core is None:
        return "", [], ""
    dates = [
        Dated(edtf, f"dcterms:{name}")
        for name in ("created", "modified")
        if (edtf := edtf_of(core.findtext(f"{_TERMS}{name}") or ""))
    ]
    title = " ".join((core.findtext(f"{_DC}title") or "").split())
    return title[:500], dates, core.findtext(f"{_DC}language") or ""


class _Document:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.builder = Builder()
        self._archive = archive
        self._styles = Styles(part(archive, "word/styles.xml"))
        self._numbering = Numbering(part(archive, "word/numbering.xml"))
        self._root = parsed_xml(unpacked(archive, "word/document.xml"))
        self._links = self._targets("document")
        settings = part(archive, "word/settings.xml")
        self._notes = {kind: _notes(part(archive, f"word/{kind}s.xml"), kind) for kind in ("footnote", "endnote")}
        self._formats = {kind: _note_format(self._root, settings, kind) for kind in ("footnote", "endnote")}
        self._counted = Counter[str]()
        self._languages = Counter[str]()
        self._fields: list[list[str]] = []  # of each field that is open: its instruction, "" or "shown"
        self._boxes: list[Element] = []  # text boxes that are anchored in the paragraph at hand

    def build(self) -> None:
        body = self._root.find(f"{W}body")
        if body is None:
            return
        for header in self._first_headers(body):
            self._blocks(header)
        self._blocks(body)

    def language(self) -> str:
        """The language in which most is written."""
        return self._languages.most_common(1)[0][0] if self._languages else self._styles.language

    def _first_headers(self, body: Element) -> Iterator[Element]:
        """The head of the first page, where it has one of its own: a letterhead."""
        for section in body.iter(f"{W}sectPr"):
            if section.find(f"{W}titlePg") is None:
                return
            for reference in section.iter(f"{W}headerReference"):
                name = self._links.get(reference.get(f"{_R}id", ""), "")
                if reference.get(f"{W}type") == "first" and (root := part(self._archive, f"word/{name}")) is not None:
                    yield root
            return

    def _targets(self, name: str) -> dict[str, str]:
        relations = part(self._archive, f"word/_rels/{name}.xml.rels")
        return {} if relations is None else {each.get("Id", ""): each.get("Target", "") for each in relations}

    def _blocks(self, parent: Element) -> None:
        for child in parent:
            if child.tag == f"{W}p":
                self._paragraph(child)
            elif child.tag == f"{W}tbl":
                self.builder.add(self._table(child))
            elif child.tag == f"{_MC}AlternateContent":
                self._blocks(child[0] if len(child) else child)
            elif child.tag not in _LEFT_OUT:
                self._blocks(child)

    def _paragraph(self, element: Element) -> None:
        properties = element.find(f"{W}pPr")
        style = self._styles.paragraph(properties)
        if _CONTENTS.match(style.name):
            return
        runs = list(self._runs(element, Look()))
        size = self._styles.size_of(element, style)
        boxes, self._boxes = self._boxes, []
        if any(not isinstance(run.content, str) or run.content.strip() for run in runs):
            self._place(runs, self._styles.level(properties, style, size, runs), properties, style)
        for box in boxes:
            self._blocks(box)

    def _place(self, runs: list[Run], level: int, properties: Element | None, style: Style) -> None:
        if level:
            label = self._numbering.label(properties, style)[1]
            plain = [Run(run.content, Look(raised=run.look.raised)) for run in runs]
            self.builder.add(paragraph([Run(f"{label} "), *plain] if label.strip("-") else plain, f"h{level}"))
            return
        depth, label = self._numbering.label(properties, style)
        if label:
            self.builder.add_item(depth, label, runs)
        elif style.is_quote:
            quote = etree.Element("blockquote")
            quote.append(paragraph(runs))
            self.builder.add(quote)
        else:
            self.builder.add(paragraph(runs))

    def _table(self, table: Element) -> Element:
        made = etree.Element("table")
        for row in table.iter(f"{W}tr"):
            if next(row.iterancestors(f"{W}tbl")) is not table or row.find(f"{W}trPr/{W}del") is not None:
                continue
            made_row = etree.SubElement(made, "tr")
            for cell in row.iter(f"{W}tc"):
                if next(cell.iterancestors(f"{W}tr")) is row:
                    made_row.append(self._cell(cell))
        return made

    def _cell(self, cell: Element) -> Element:
        outer, self.builder = self.builder, Builder(etree.Element("td"), self.builder.notes)
        merged = cell.find(f"{W}tcPr/{W}vMerge")
        if merged is None or value(merged) == "restart":
            self._blocks(cell)
        made, self.builder = self.builder.body, outer
        span = cell.find(f"{W}tcPr/{W}gridSpan")
        if span is not None:
            made.set("colspan", value(span))
        return made

    def _runs(self, parent: Element, look: Look) -> Iterator[Run]:
        for child in parent:
            tag = child.tag
            if tag in _LEFT_OUT:
                continue
            if tag == f"{W}r":
                yield from self._run(child, look)
            elif tag == f"{W}hyperlink":
                target = self._links.get(child.get(f"{_R}id", ""), "")
                yield from self._runs(child, Look(look.bold, look.italic, look.raised, target or look.link))
            elif tag == f"{W}fldSimple":
                link = _TARGET.match(child.get(f"{W}instr", ""))
                yield from self._runs(child, Look(link=link[1]) if link else look)
            elif tag == f"{_MC}AlternateContent":
                yield from self._runs(child[0], look) if len(child) else ()
            else:
                yield from self._runs(child, look)

    def _run(self, run: Element, outer: Look) -> Iterator[Run]:
        properties = run.find(f"{W}rPr")
        if self._styles.is_hidden(properties):
            return
        look = self._styles.look(properties, self._link_of_field() or outer.link)
        language = properties.find(f"{W}lang") if properties is not None else None
        for child in run:
            name = etree.QName(child).localname
            if child.tag in _LEFT_OUT:
                continue
            if name == "fldChar":
                self._field(child.get(f"{W}fldCharType", ""))
            elif name == "instrText" and self._fields:
                self._fields[-1][0] += child.text or ""
            elif self._fields and not self._fields[-1][1]:
                continue
            elif name in ("footnoteReference", "endnoteReference"):
                yield from self._mark(child, name.removesuffix("Reference"))
            elif name in ("drawing", "pict", "AlternateContent", "object"):
                self._boxes += _boxes(child)
            elif text := _TEXTS.get(name, child.text if name in ("t", "oMath") else None):
                if language is not None and language.get(f"{W}val"):
                    self._languages[language.get(f"{W}val")] += len(text)
                yield Run(text, look)
            elif name in ("br", "cr") and child.get(f"{W}type") not in ("page", "column"):
                yield Run(etree.Element("br"), look)

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(["", ""])
        elif kind == "separate" and self._fields:
            self._fields[-1][1] = "shown"
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _link_of_field(self) -> str:
        links = [found[1] for instruction, _ in self._fields if (found := _TARGET.match(instruction))]
        return links[-1] if links else ""

    def _mark(self, reference: Element, kind: str) -> Iterator[Run]:
        parts = self._notes[kind].get(reference.get(f"{W}id", ""))
        if parts is None:
            return
        self._counted[kind] += 1
        label = self.builder.unused_label(formatted(self._counted[kind], self._formats[kind]))
        self.builder.notes[label] = []
        fields, self._fields = self._fields, []
        for each in parts:
            made = paragraph([])
            fill(made, self._runs(each, Look()))
            self.builder.notes[label].append(made)
        self._fields = fields
        yield Run(etree.Element("note", ref=label))


_TEXTS = {"tab": " ", "ptab": " ", "noBreakHyphen": "-"}


def _boxes(drawing: Element) -> Iterator[Element]:
    """The text boxes in a drawing, each once: what older programs are given besides is left out."""
    for box in drawing.iter(f"{W}txbxContent"):
        if not any(True for _ in box.iterancestors(f"{_MC}Fallback")) or drawing.find(f".//{_MC}Choice") is None:
            yield box


def _notes(root: Element | None, kind: str) -> dict[str, list[Element]]:
    if root is None:
        return {}
    notes = {}
    for note in root.iter(f"{W}{kind}"):
        if note.get(f"{W}type", "normal") == "normal":
            notes[note.get(f"{W}id", "")] = list(note.iter(f"{W}p"))
    return notes


def _note_format(root: Element, settings: Element | None, kind: str) -> str:
    for place in (root, settings):
        for properties in place.iter(f"{W}{kind}Pr") if place is not None else ():
            found = properties.find(f"{W}numFmt")
            if found is not None:
                return FORMATS.get(value(found), "decimal")
    return "decimal" if kind == "footnote" else "i"
