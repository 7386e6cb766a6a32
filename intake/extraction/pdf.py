"""PDF → Markdown, read with PDFium."""

import ctypes
import re
from collections import Counter

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from pypdfium2.version import PYPDFIUM_INFO

from intake.extraction import limits
from intake.extraction.joining import Lexicon
from intake.extraction.markdown import document
from intake.extraction.metadata import edtf_of, language_tag
from intake.extraction.notes import gathered
from intake.extraction.pdfedges import parted_notes, without_running_heads
from intake.extraction.pdflines import Line, lines_of
from intake.extraction.pdfpages import page_of
from intake.extraction.pdftext import Typesetting, blocks_of, note_blocks
from intake.extraction.results import PDF, Dated, Extracted, Unreadable

READERS = {"pypdfium2": str(PYPDFIUM_INFO.version)}
_SCANNED = "There is no text in it; it seems to be scanned. Please type its text, or have it recognised (OCR) first."
_NAME_OF_FILE = re.compile(
    r"microsoft word\s*-\s*.*|.*\.(?:docx?|pdf|odt|rtf|indd|tmp)|untitled.*|about:blank|document\d*", re.I
)
_DATE = re.compile(r"(?:D:)?(\d{4})(\d\d)?(\d\d)?")


def read(data: bytes, name: str, media_type: str) -> Extracted:
    """Raises Unreadable."""
    with opened(data) as pdf:
        pages, warnings = _pages(pdf)
        lines = [line for page in pages for line in page]
        lexicon = Lexicon(" ".join(line.text for line in lines))
        body = Typesetting(lines, parted_notes([], 0)[1], lexicon).body
        pages, notes = parted_notes(pages, body)
        lines = [line for page in pages for line in page]
        setting = Typesetting(lines, notes, lexicon)
        blocks = blocks_of(lines, setting, _columns(lines)) or [""]
        last = max((line.page for line in lines), default=0)
        blocks[0] = "\f" + blocks[0]
        blocks[-1] += "\f" * (len(pages) - 1 - last)
        blocks = blocks + note_blocks(notes, setting) if notes.lines else gathered(blocks, lexicon)
        markdown, starts = document(blocks)
        return Extracted(
            markdown,
            PDF,
            title=_title(pdf),
            dated=tuple(_dates(pdf)),
            language=_language(pdf),
            pages=starts,
            warnings=tuple(warnings),
            readers=READERS,
        )


def opened(data: bytes) -> pdfium.PdfDocument:
    """Raises Unreadable where it cannot be opened, or has too many pages."""
    try:
        pdf = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        code = raw.FPDF_GetLastError()
        if code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY) or "password" in str(error).casefold():
            raise Unreadable("It is encrypted: a password is needed to read it. Please save it without one.") from error
        raise Unreadable("It is damaged: it begins like a PDF, but cannot be opened as one.") from error
    if len(pdf) > limits.MOST_PAGES:
        pages = len(pdf)
        pdf.close()
        raise Unreadable(f"It has {pages:,} pages; at most {limits.MOST_PAGES:,} are read. Please split it.")
    if not len(pdf):
        pdf.close()
        raise Unreadable("It is damaged: it has no pages.")
    return pdf


def _pages(pdf: pdfium.PdfDocument) -> tuple[list[list[Line]], list[str]]:
    pages: list[list[Line]] = []
    heights: list[float] = []
    pictures: list[int] = []
    unread: list[int] = []
    length = 0
    for number in range(len(pdf)):
        try:
            opened_page = pdf[number]
        except pdfium.PdfiumError:
            unread.append(number + 1)
            pages.append([])
            heights.append(0)
            continue
        page = page_of(opened_page)
        opened_page.close()
        lines = lines_of(page)
        for line in lines:
            line.page = number
        pages.append(lines)
        heights.append(page.height)
        length += sum(len(word.text) + 1 for word in page.words)
        if length > limits.LONGEST_TEXT:
            raise Unreadable(f"Its text is longer than {limits.LONGEST_TEXT:,} characters. Please split it.")
        if page.has_pictures:
            pictures.append(number + 1)
    if not any(pages):
        raise Unreadable(_SCANNED if pictures else "There is no text in it.")
    warnings = [f"There is no text on {_named(pictures)}, but a picture. Is it scanned?"] if pictures else []
    warnings += [f"The file is damaged: nothing could be read of {_named(unread)}."] if unread else []
    return without_running_heads(pages, heights), warnings


def _named(pages: list[int]) -> str:
    if len(pages) == 1:
        return f"page {pages[0]}"
    return f"pages {', '.join(map(str, pages[:20]))}{' and more' if len(pages) > 20 else ''}"


def _columns(lines: list[Line]) -> dict[tuple[int, int], tuple[float, float]]:
    """From where to where the lines of each column of each page reach."""
    columns: dict[tuple[int, int], tuple[float, float]] = {}
    for line in lines:
        left, right = columns.get((line.page, line.column), (line.left, line.right))
        columns[line.page, line.column] = min(left, line.left), max(right, line.right)
    # A page of one column is as wide as the others, even where all of its lines are short.
    alone = {page for page, count in Counter(page for page, _ in columns).items() if count == 1}
    widest = max((right for (page, _), (_, right) in columns.items() if page in alone), default=0.0)
    return {key: (left, max(right, widest) if key[0] in alone else right) for key, (left, right) in columns.items()}


def _title(pdf: pdfium.PdfDocument) -> str:
    title = " ".join(pdf.get_metadata_value("Title").split())
    return "" if _NAME_OF_FILE.fullmatch(title) else title[:500]


def _dates(pdf: pdfium.PdfDocument) -> list[Dated]:
    dates = []
    for key in ("CreationDate", "ModDate"):
        found = _DATE.match(pdf.get_metadata_value(key).strip())
        if found and (edtf := edtf_of("-".join(part for part in found.groups() if part))):
            dates.append(Dated(edtf, key))
    return dates


def _language(pdf: pdfium.PdfDocument) -> str:
    buffer = (ctypes.c_ushort * 64)()
    length = raw.FPDFCatalog_GetLanguage(pdf.raw, buffer, ctypes.sizeof(buffer))
    return language_tag(bytes(buffer)[: min(length, ctypes.sizeof(buffer))].decode("utf-16-le", "replace").strip("\0 "))
