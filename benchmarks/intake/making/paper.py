"""PDF pages: running heads, page numbers, columns, words parted at line ends, notes at the foot that go on overleaf."""

import io
import re
import shutil
from dataclasses import dataclass, field

from reportlab.lib.pagesizes import A4, A5
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from making.inline import runs
from making.source import Block, Source

_MARGIN = 64
_DEJAVU = {"": "DejaVuSerif", "b": "DejaVuSerif-Bold", "i": "DejaVuSerif-Italic"}
_STANDARD = {
    "serif": {"": "Times-Roman", "b": "Times-Bold", "i": "Times-Italic"},
    "sans": {"": "Helvetica", "b": "Helvetica-Bold", "i": "Helvetica-Oblique"},
}
_VOWELS = "aeiouyáéíóúàèêâôûäöüãõ"


@dataclass
class Piece:
    """A word or a part of one, in one style. `glued`: no space before it."""

    text: str
    style: str
    url: str
    glued: bool


@dataclass
class Line:
    pieces: list[Piece]
    size: float
    indent: float = 0
    before: float = 0
    bold: bool = False
    centred: bool = False
    label: str = ""
    marks: list[str] = field(default_factory=list)
    cells: list[tuple[float, "Line"]] = field(default_factory=list)


def _pieces(text: str) -> list[Piece]:
    made: list[Piece] = []
    glued = True
    for run in runs(text):
        for word in re.split(r"( +|\n)", run.text):
            if word == "\n":
                made.append(Piece("\n", "", "", True))
                glued = True
            elif not word.strip():
                glued = glued and not word
            else:
                made.append(Piece(word, run.style, run.url, glued))
                glued = True
        if run.text.endswith(" "):
            glued = False
    return made


class Printer:
    def __init__(self, source: Source) -> None:
        options = source.options
        self.source, self.columns = source, 2 if "two_columns" in options else 1
        self.fonts = _DEJAVU if options.get("font") == "dejavu" else _STANDARD[options.get("font", "serif")]
        if self.fonts is _DEJAVU:
            for name in _DEJAVU.values():
                pdfmetrics.registerFont(TTFont(name, f"/usr/share/fonts/truetype/dejavu/{name}.ttf"))
        self.size = float(options.get("size", "10.5"))
        self.parting = "hyphens" in options
        self.wide_page, self.high = A5 if options.get("page") == "a5" else A4
        gap = 22
        self.width = (self.wide_page - 2 * _MARGIN - gap * (self.columns - 1)) / self.columns
        self.lefts = [_MARGIN + at * (self.width + gap) for at in range(self.columns)]
        self.out = io.BytesIO()
        self.canvas = Canvas(self.out, pagesize=(self.wide_page, self.high), invariant=1)
        self.page = 0
        self.pending: list[Line] = []

    def wide(self, piece: Piece, size: float, bold: bool) -> float:
        style = "b" if bold else piece.style
        if piece.style == "sup":
            return float(pdfmetrics.stringWidth(piece.text, self.fonts[""], size * 0.62))
        return float(pdfmetrics.stringWidth(piece.text, self.fonts[style], size))

    def lines(self, text: str, size: float, width: float, *, bold: bool = False, parting: bool = False) -> list[Line]:
        """Fill lines; where `parting`, a long word that does not fit is parted with a hyphen."""
        space = float(pdfmetrics.stringWidth(" ", self.fonts[""], size))
        made, room = [Line([], size, bold=bold)], width
        for piece in _pieces(text):
            if piece.text == "\n":
                made.append(Line([], size, bold=bold))
                room = width
                continue
            need = self.wide(piece, size, bold) + (0 if piece.glued or not made[-1].pieces else space)
            if need > room and made[-1].pieces and piece.style != "sup":
                head = self._part(piece, size, bold, room - space) if parting and not piece.glued else None
                if head:
                    made[-1].pieces.append(Piece(head + "-", piece.style, piece.url, False))
                    piece = Piece(piece.text[len(head) :], piece.style, piece.url, False)
                made.append(Line([], size, bold=bold))
                room, need = width, self.wide(piece, size, bold)
            made[-1].pieces.append(piece)
            room -= need
            if piece.style == "sup":
                made[-1].marks.append(piece.text)
        return made

    def _part(self, piece: Piece, size: float, bold: bool, room: float) -> str | None:
        word = piece.text
        if len(word) < 8 or not word.isalpha() or piece.url:
            return None
        for at in range(len(word) - 3, 3, -1):
            sound = word[at - 1].lower() in _VOWELS and word[at].lower() not in _VOWELS
            head = Piece(word[:at] + "-", piece.style, "", False)
            if sound and self.wide(head, size, bold) <= room:
                return word[:at]
        return None

    def block(self, block: Block) -> list[Line]:
        size, indent, bold = self.size, 0.0, False
        if block.kind == "table":
            return self.table(block)
        if block.kind in ("h1", "h2"):
            size, bold = (self.size + 5.5 if block.kind == "h1" else self.size + 1.5), True
        if block.kind in ("numbered", "bulleted", "quote"):
            indent = 18
        parting = self.parting and not bold
        made = self.lines(block.text, size, self.width - indent, bold=bold, parting=parting)
        for line in made:
            line.indent = indent
            line.centred = block.kind == "h1" and "centred" in self.source.options
        made[0].label = f"{block.number}." if block.number else "•" if block.kind == "bulleted" else ""
        made[0].before = 12 if bold else 6
        return made

    def table(self, block: Block) -> list[Line]:
        made, count = [], len(block.rows[0])
        wide = self.width / count
        for row in block.rows:
            cells = [self.lines(cell, self.size - 1, wide - 8) for cell in row]
            for at in range(max(len(cell) for cell in cells)):
                line = Line([], self.size - 1, before=5 if at == 0 else 0)
                line.cells = [(n * wide, cell[at]) for n, cell in enumerate(cells) if at < len(cell)]
                made.append(line)
        return made

    def notes_of(self, line: Line) -> list[Line]:
        made = []
        for number in line.marks:
            text = self.source.notes[number]
            lines = self.lines(f"[^{number}] {text}", self.size - 2.3, self.width, parting=self.parting)
            for one in lines:
                one.marks = []
            lines[0].before = 2
            made += lines
        return made

    def draw(self, line: Line, x: float, y: float) -> None:
        canvas, at = self.canvas, x + line.indent
        if line.cells:
            for offset, cell in line.cells:
                self.draw(cell, x + offset, y)
            return
        if line.label:
            canvas.setFont(self.fonts[""], line.size)
            canvas.drawString(x, y, line.label)
        space = float(pdfmetrics.stringWidth(" ", self.fonts[""], line.size))
        if line.centred:
            whole = sum(self.wide(p, line.size, line.bold) + (0 if p.glued else space) for p in line.pieces)
            at = x + (self.width - whole) / 2
        for number, piece in enumerate(line.pieces):
            if number and not piece.glued:
                canvas.setFont(self.fonts[""], line.size)
                canvas.drawString(at, y, " ")
                at += space
            wide = self.wide(piece, line.size, line.bold)
            if piece.style == "sup":
                canvas.setFont(self.fonts[""], line.size * 0.62)
                canvas.drawString(at, y + line.size * 0.36, piece.text)
            else:
                canvas.setFont(self.fonts["b" if line.bold else piece.style], line.size)
                canvas.drawString(at, y, piece.text)
            if piece.url:
                canvas.linkURL(piece.url, (at, y - 2, at + wide, y + line.size), relative=0)
            at += wide

    def furniture(self) -> None:
        canvas, source = self.canvas, self.source
        canvas.setFont(self.fonts[""], 8)
        head, foot = source.one("head"), source.one("foot", "{}")
        if head and (self.page > 1 or "head_first" in source.options):
            canvas.drawString(_MARGIN, self.high - 40, head)
            canvas.line(_MARGIN, self.high - 44, self.wide_page - _MARGIN, self.high - 44)
        if "unnumbered" not in source.options:
            canvas.drawCentredString(self.wide_page / 2, 34, foot.replace("{}", str(self.page)))

    def letterhead(self) -> float:
        y = self.high - 62
        for number, line in enumerate(self.source.header.get("letterhead", [])):
            size = 13 if number == 0 else 8.5
            self.canvas.setFont(self.fonts["b" if number == 0 else ""], size)
            self.canvas.drawString(_MARGIN, y, line)
            y -= size + 4
        return y - 8

    def run(self) -> bytes:
        flow = [line for block in self.source.blocks for line in self.block(block)]
        title = self.source.one("page_title", self.source.one("title"))
        if title != "-":
            self.canvas.setTitle(title)
        self.canvas.setAuthor("Office of publications")
        while flow or self.pending:
            self.page += 1
            self.furniture()
            top = self.letterhead() if self.page == 1 else self.high - 66
            for left in self.lefts:
                self.column(flow, left, top)
            self.canvas.showPage()
        self.canvas.save()
        return self.out.getvalue()

    def column(self, flow: list[Line], left: float, top: float) -> None:
        """Fill one column; notes stand at its foot, and what does not fit of them goes on in the next."""
        y, bottom = top, 58.0
        notes, self.pending = self.pending, []
        high = sum(note.size * 1.2 + note.before for note in notes)
        while flow:
            line = flow[0]
            need = line.size * 1.28 + line.before
            more = self.notes_of(line)
            # A note may begin when one line of it fits; the rest is carried over.
            least = sum(note.size * 1.2 + note.before for note in more[:1])
            if y - need - (high + least + 8 if notes or more else 0) < bottom:
                break
            flow.pop(0)
            y -= need
            self.draw(line, left, y)
            notes += more
            high += sum(note.size * 1.2 + note.before for note in more)
            room = y - bottom - 8
            kept, used = [], 0.0
            for note in notes:
                used += note.size * 1.2 + note.before
                if used > room:
                    break
                kept.append(note)
            high = min(high, room)
            if len(kept) < len(notes):
                self.pending, notes = notes[len(kept) :], kept
                break
        if notes:
            self.foot(notes, left)

    def foot(self, notes: list[Line], left: float) -> None:
        high = sum(note.size * 1.2 + note.before for note in notes)
        y = 58 + high
        self.canvas.line(left, y + 3, left + 110, y + 3)
        for note in notes:
            y -= note.size * 1.2 + note.before
            self.draw(note, left, y + 3)


def pdf(source: Source) -> bytes:
    return Printer(source).run()


def printed(source: Source, page: str) -> bytes:
    """The page as a browser prints it: for scripts that need shaping."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        tab = browser.new_page()
        tab.set_content(page)
        made = tab.pdf(format="A4", margin=dict.fromkeys(("top", "bottom", "left", "right"), "20mm"))
        browser.close()
    return made
