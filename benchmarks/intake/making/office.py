"""DOCX, ODT and RTF, with real notes, real lists and real tables."""

import datetime
import io
from xml.sax.saxutils import escape

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from odf import style, table, teletype
from odf import text as odt
from odf.opendocument import OpenDocumentText

from making.inline import runs
from making.source import Source, plain

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MADE = datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC)


def _docx_runs(paragraph: object, text: str) -> None:
    for run in runs(text):
        if run.style == "sup":
            made = paragraph.add_run()  # type: ignore[attr-defined]
            made.font.superscript = True
            mark = OxmlElement("w:footnoteReference")
            mark.set(qn("w:id"), str(int(run.text) + 1))
            made._r.append(mark)
        else:
            made = paragraph.add_run(run.text)  # type: ignore[attr-defined]
            made.bold, made.italic = run.style == "b" or None, run.style == "i" or None


def _docx_notes(document: object, source: Source) -> None:
    notes = "".join(
        f'<w:footnote w:id="{int(number) + 1}"><w:p><w:r><w:footnoteRef/></w:r>'
        f'<w:r><w:t xml:space="preserve"> {escape(plain(text))}</w:t></w:r></w:p></w:footnote>'
        for number, text in source.notes.items()
    )
    fixed = "".join(
        f'<w:footnote w:type="{kind}" w:id="{at}"><w:p/></w:footnote>'
        for at, kind in enumerate(("separator", "continuationSeparator"))
    )
    blob = f'<?xml version="1.0" encoding="UTF-8"?><w:footnotes xmlns:w="{_W}">{fixed}{notes}</w:footnotes>'
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, blob.encode(), document.part.package)  # type: ignore[attr-defined]
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)  # type: ignore[attr-defined]


def word(source: Source) -> bytes:
    document = docx.Document()
    if head := source.one("head"):
        document.sections[0].header.paragraphs[0].text = head
        document.sections[0].footer.paragraphs[0].text = source.one("foot", "").replace("{}", "1")
    for line in source.header.get("letterhead", []):
        document.add_paragraph(line)
    styles = {
        "h1": "Title" if "title_style" in source.options else "Heading 1",
        "h2": "Heading 2",
        "quote": "Quote",
        "numbered": "List Number",
        "bulleted": "List Bullet",
    }
    for block in source.blocks:
        if block.kind == "table":
            grid = document.add_table(len(block.rows), len(block.rows[0]))
            for row, cells in zip(block.rows, grid.rows, strict=True):
                for words, cell in zip(row, cells.cells, strict=True):
                    _docx_runs(cell.paragraphs[0], words)
        elif block.kind == "numbered" and "typed" in source.options:
            _docx_runs(document.add_paragraph(), f"{block.number}. {block.text}")
        else:
            _docx_runs(document.add_paragraph(style=styles.get(block.kind)), block.text)
    if source.notes:
        _docx_notes(document, source)
    about = document.core_properties
    about.created = about.modified = _MADE
    about.author, about.title = "Office of publications", source.one("page_title", "")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def writer(source: Source) -> bytes:
    document = OpenDocumentText()
    bold = style.Style(name="Strong", family="text")
    bold.addElement(style.TextProperties(fontweight="bold"))
    slanted = style.Style(name="Emphasis", family="text")
    slanted.addElement(style.TextProperties(fontstyle="italic"))
    document.styles.addElement(bold)
    document.styles.addElement(slanted)
    for line in source.header.get("letterhead", []):
        document.text.addElement(odt.P(text=line))
    lists: odt.List | None = None
    styled: set[str] = set()
    for block in source.blocks:
        if block.kind not in ("numbered", "bulleted") or "typed" in source.options:
            lists = None
        if block.kind == "table":
            document.text.addElement(_grid(source, block.rows))
        elif block.kind in ("numbered", "bulleted") and "typed" not in source.options:
            if lists is None:
                name = f"L{block.kind}"
                if name not in styled:
                    styled.add(name)
                    document.automaticstyles.addElement(_list_style(name, block.kind))
                lists = odt.List(stylename=name)
                document.text.addElement(lists)
            item = odt.ListItem()
            item.addElement(_filled(source, odt.P(), block.text))
            lists.addElement(item)
        else:
            label = f"{block.number}. " if block.number else "• " if block.kind == "bulleted" else ""
            holder = odt.H(outlinelevel=1 if block.kind == "h1" else 2) if block.kind[0] == "h" else odt.P()
            document.text.addElement(_filled(source, holder, label + block.text))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _list_style(name: str, kind: str) -> odt.ListStyle:
    made = odt.ListStyle(name=name)
    if kind == "numbered":
        made.addElement(odt.ListLevelStyleNumber(level=1, numformat="1", numsuffix="."))
    else:
        made.addElement(odt.ListLevelStyleBullet(level=1, bulletchar="•"))
    return made


def _grid(source: Source, rows: tuple[tuple[str, ...], ...]) -> table.Table:
    made = table.Table()
    made.addElement(table.TableColumn(numbercolumnsrepeated=len(rows[0])))
    for row in rows:
        line = table.TableRow()
        for words in row:
            cell = table.TableCell()
            cell.addElement(_filled(source, odt.P(), words))
            line.addElement(cell)
        made.addElement(line)
    return made


def _filled(source: Source, holder: object, text: str) -> object:
    for run in runs(text):
        if run.style == "sup":
            note = odt.Note(id=f"ftn{run.text}", noteclass="footnote")
            note.addElement(odt.NoteCitation(text=run.text))
            body = odt.NoteBody()
            body.addElement(odt.P(text=plain(source.notes[run.text])))
            note.addElement(body)
            holder.addElement(note)  # type: ignore[attr-defined]
        elif run.style:
            span = odt.Span(stylename="Strong" if run.style == "b" else "Emphasis")
            teletype.addTextToElement(span, run.text)
            holder.addElement(span)  # type: ignore[attr-defined]
        else:
            teletype.addTextToElement(holder, run.text)
    return holder


def _rtf_text(text: str, encoding: str) -> str:
    made = ""
    for sign in text:
        if sign in "\\{}":
            made += "\\" + sign
        elif sign == "\n":
            made += "\\line "
        elif ord(sign) < 128:
            made += sign
        else:
            try:
                made += "".join(f"\\'{byte:02x}" for byte in sign.encode(encoding))
            except UnicodeEncodeError:
                made += f"\\u{ord(sign) if ord(sign) < 32768 else ord(sign) - 65536}?"
    return made


def rich(source: Source) -> bytes:
    encoding = source.options.get("encoding", "cp1252")
    page = encoding.removeprefix("cp")

    def shown(text: str) -> str:
        made = ""
        for run in runs(text):
            words = _rtf_text(run.text, encoding)
            if run.style == "sup":
                note = _rtf_text(plain(source.notes[run.text]), encoding)
                made += f"{{\\super\\chftn}}{{\\footnote\\pard\\plain\\fs18 {{\\super\\chftn}} {note}}}"
            elif run.style:
                made += f"{{\\{run.style} {words}}}"
            elif run.url and run.url != run.text:
                made += f'{{\\field{{\\*\\fldinst HYPERLINK "{run.url}"}}{{\\fldrslt {words}}}}}'
            else:
                made += words
        return made

    parts = [f"{{\\pard\\qc\\b {_rtf_text(line, encoding)}\\par}}" for line in source.header.get("letterhead", [])]
    for block in source.blocks:
        if block.kind == "table":
            for row in block.rows:
                ends = "".join(f"\\cellx{4000 * (at + 1)}" for at in range(len(row)))
                parts.append(
                    f"\\trowd{ends} " + "".join(f"\\pard\\intbl {shown(cell)}\\cell " for cell in row) + "\\row"
                )
        elif block.kind in ("h1", "h2"):
            parts.append(f"{{\\pard\\b\\fs{36 if block.kind == 'h1' else 28} {shown(block.text)}\\par}}")
        else:
            label = f"{block.number}.\\tab " if block.number else "\\bullet\\tab " if block.kind == "bulleted" else ""
            parts.append(f"{{\\pard {label}{shown(block.text)}\\par}}")
    about = "{\\info{\\author Office of publications}{\\operator Office of publications}}"
    fonts = "{\\fonttbl{\\f0\\froman Times New Roman;}}"
    return (f"{{\\rtf1\\ansi\\ansicpg{page}\\deff0{fonts}{about}\n" + "\n".join(parts) + "\n}").encode("ascii")
