"""Rich Text Format (.rtf, 1.9.1) → Markdown. Deleted and hidden text, comments, heads and feet are left out."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from intake.extraction.building import Builder, Look, Run, fill, paragraph
from intake.extraction.markdown import document
from intake.extraction.metadata import edtf_of
from intake.extraction.results import RTF, Dated, Extracted, Unreadable
from intake.extraction.rtfwords import CHARSETS, LEFT_OUT, SIGNS, Group
from intake.extraction.tree import Element
from intake.extraction.writing import Writer

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z\r\n])|([{}])|([^\\{}\r\n]+)|\\?[\r\n]+|\\"
)
_TARGET = re.compile(r'\s*HYPERLINK\s+(?:\\[a-z]\s+)*"([^"]+)"')
_HEADING = re.compile(r"heading (\d)|(title)|(subtitle)", re.I)
_LARGER = 1.25
_LONGEST_HEADING = 250
_MOST_GROUPS = 2_000  # within each other


def read(data: bytes, name: str, media_type: str) -> Extracted:
    """Raises Unreadable."""
    text = Text(data)
    writer = Writer()
    blocks = writer.blocks(text.finished())
    notes = [
        f"[^{label}]: {' '.join(line for each in parts if (line := writer.line(each)))}"
        for label, parts in text.builder.notes.items()
    ]
    markdown, _ = document([*blocks, *notes])
    return Extracted(
        markdown, RTF, title=text.title(), dated=tuple(text.dated()), readers={"intake.extraction.rtf": "1"}
    )


@dataclass
class _Paragraph:
    runs: list[Run]
    level: int
    size: float
    label: str
    depth: int
    is_cell: bool


class Text:
    """Reads the tokens once, with a stack of groups."""

    def __init__(self, data: bytes) -> None:
        self.builder = Builder()
        self._group = Group()
        self._stack: list[Group] = []
        self._encoding = "cp1252"
        self._fonts: dict[int, str] = {}
        self._styles: dict[int, str] = {}
        self._bytes = bytearray()
        self._skipped = 0
        self._info: dict[str, str] = {}
        self._runs: list[Run] = []
        self._paragraphs: list[_Paragraph | Element] = []
        self._row: list[list[_Paragraph]] = []
        self._rows: list[list[list[_Paragraph]]] = []
        self._cell: list[_Paragraph] = []
        self._read(data)

    def _read(self, data: bytes) -> None:
        place = 0
        while found := _TOKEN.match(data, place):
            place = found.end()
            word, number, code, sign, brace, letters = found.groups()
            if code:
                self._letter(int(code, 16))
                continue
            if letters:
                self._plain(letters)
                continue
            self._flush()
            if brace == b"{":
                if len(self._stack) > _MOST_GROUPS:
                    raise Unreadable("It is damaged: its groups lie within each other too deeply.")
                self._stack.append(self._group)
                self._group = self._group.inner()
            elif brace == b"}":
                self._close()
            elif sign:
                self._sign(sign)
            elif word == b"bin":
                place += max(0, int(number or 0))
            elif word:
                self._word(word.decode(), None if number is None else int(number))
        self._flush()
        self._end_paragraph()
        self._end_table()

    # Letters

    def _letter(self, code: int) -> None:
        if self._skipped:
            self._skipped -= 1
        else:
            self._bytes.append(code)

    def _plain(self, letters: bytes) -> None:
        skipped = min(self._skipped, len(letters))
        self._skipped -= skipped
        self._bytes += letters[skipped:]

    def _flush(self) -> None:
        if self._bytes:
            encoding = self._fonts.get(self._group.font, self._encoding)
            text = bytes(self._bytes).decode(encoding, "replace")
            self._bytes.clear()
            self._put(text)

    def _put(self, text: str) -> None:
        group = self._group
        if group.collects:
            group.collected.append(text)
        elif not group.is_left_out and not group.hidden:
            self._runs.append(Run(text, Look(group.bold, group.italic, group.raised, group.link)))
            if text.strip():
                group.sizes[group.size] += len(text)

    # Groups and control words

    def _close(self) -> None:
        if not self._stack:
            return
        closed, self._group = self._group, self._stack.pop()
        text = "".join(closed.collected)
        if closed.is_end_of(self._group):
            self._take(closed, text)

    def _take(self, closed: Group, text: str) -> None:
        """What a destination has gathered goes where it belongs."""
        kind = closed.destination
        if kind == "font":
            if closed.charset in CHARSETS:  # 0 is what the document as a whole declares
                self._fonts[closed.font] = CHARSETS[closed.charset]
        elif kind == "style":
            self._styles[closed.style] = text.strip().rstrip(";")
        elif kind in ("title", "creatim", "revtim"):
            self._info[kind] = text.strip() or closed.time
        elif kind == "label":
            self._group.label = " ".join(text.split()) or "-"
        elif kind == "instruction":
            target = _TARGET.match(text)
            self._group.link = target[1] if target else self._group.link
        elif kind == "note":
            self._end_note(closed)

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._group.is_optional = True
        elif sign in b"\\{}":
            self._put(sign.decode())
        elif sign in b"~_":
            self._put(" " if sign == b"~" else "-")

    def _word(self, word: str, number: int | None) -> None:
        group = self._group
        if word in SIGNS:
            self._put(SIGNS[word])
        elif word == "u" and number is not None:
            self._unicode(number)
        elif word in _DESTINATIONS:
            _DESTINATIONS[word](self, group)
        elif word in LEFT_OUT or group.is_optional:
            group.leave_out()
        elif word in ("par", "sect", "cell", "nestcell", "row", "nestrow", "line", "chftn"):
            self._structure(word)
        elif word == "ansicpg" and number:
            self._encoding = f"cp{number}" if _is_known(f"cp{number}") else self._encoding
        else:
            group.set(word, number)
            if word == "s":
                group.level = self._level_of_style(number or 0)
            if word == "pard":
                group.reset_paragraph()
        group.is_optional = False

    def _unicode(self, number: int) -> None:
        code = number % 65_536
        if 0xD800 <= code < 0xDC00:
            self._group.high = code
        elif 0xDC00 <= code < 0xE000:
            if self._group.high:
                self._put(chr(0x10000 + ((self._group.high - 0xD800) << 10) + code - 0xDC00))
        else:
            self._put(chr(code))
        self._skipped = self._group.skip

    def _level_of_style(self, number: int) -> int:
        found = _HEADING.match(self._styles.get(number, ""))
        if not found:
            return 0
        return min(6, int(found[1])) if found[1] else 1 if found[2] else 2

    # Paragraphs, tables, notes

    def _structure(self, word: str) -> None:
        if self._group.is_left_out or self._group.collects:
            return
        if word == "line":
            self._runs.append(Run(etree.Element("br")))
        elif word in ("par", "sect"):
            self._end_paragraph()
        elif word in ("cell", "nestcell"):
            self._end_paragraph(is_cell=True)
            self._row.append(self._cell)
            self._cell = []
        elif word in ("row", "nestrow"):
            self._rows.append(self._row)
            self._row = []

    def _end_paragraph(self, is_cell: bool = False) -> None:
        group = self._group
        sizes, runs = group.sizes, self._runs
        self._runs = []
        size = sizes.most_common(1)[0][0] if sizes else 0.0
        made = _Paragraph(runs, group.level, size, group.label, group.depth, is_cell or group.in_table)
        sizes.clear()
        group.label = ""
        if not any(not isinstance(run.content, str) or run.content.strip() for run in runs):
            return
        if made.is_cell:
            self._cell.append(made)
            return
        self._end_table()
        self._paragraphs.append(made)

    def _end_table(self) -> None:
        rows = [*self._rows, *([self._row] if self._row else []), *([[self._cell]] if self._cell else [])]
        self._rows, self._row, self._cell = [], [], []
        if not rows:
            return
        table = etree.Element("table")
        for row in rows:
            made = etree.SubElement(table, "tr")
            for cell in row:
                inner = etree.SubElement(made, "td")
                for each in cell:
                    inner.append(paragraph(each.runs))
        self._paragraphs.append(table)

    def begin_note(self, group: Group) -> None:
        group.begin("note")
        group.outer_runs, self._runs = self._runs, []

    def _end_note(self, closed: Group) -> None:
        runs, self._runs = self._runs, closed.outer_runs or []
        label = self.builder.unused_label(str(len(self.builder.notes) + 1))
        made = paragraph([])
        fill(made, runs)
        self.builder.notes[label] = [made]
        self._runs.append(Run(etree.Element("note", ref=label)))

    def finished(self) -> Element:
        sizes = Counter[float]()
        for each in self._paragraphs:
            if isinstance(each, _Paragraph):
                sizes[each.size] += sum(len(run.content) for run in each.runs if isinstance(run.content, str))
        usual = sizes.most_common(1)[0][0] if sizes else 0.0
        for each in self._paragraphs:
            if isinstance(each, _Paragraph):
                self._place(each, usual)
            else:
                self.builder.add(each)
        return self.builder.body

    def _place(self, made: _Paragraph, usual: float) -> None:
        length = sum(len(run.content) for run in made.runs if isinstance(run.content, str))
        level = made.level
        if not level and usual and made.size >= _LARGER * usual and length <= _LONGEST_HEADING:
            level = 1 if made.size >= 1.5 * usual else 2
        if level:
            plain = [Run(run.content, Look(raised=run.look.raised)) for run in made.runs]
            label = f"{made.label} " if made.label.strip("-") else ""
            self.builder.add(paragraph([Run(label), *plain], f"h{level}"))
        elif made.label:
            label = "-" if not any(map(str.isalnum, made.label)) else made.label
            self.builder.add_item(made.depth, label, made.runs)
        else:
            self.builder.add(paragraph(made.runs))

    def title(self) -> str:
        return " ".join(self._info.get("title", "").split())[:500]

    def dated(self) -> Iterator[Dated]:
        for kind in ("creatim", "revtim"):
            if edtf := edtf_of(self._info.get(kind, "")):
                yield Dated(edtf, kind)


def _is_known(encoding: str) -> bool:
    try:
        "".encode(encoding)
    except LookupError:
        return False
    return True


def _beginning(kind: str) -> Callable[[Text, Group], None]:
    return lambda text, group: group.begin(kind)


_DESTINATIONS: dict[str, Callable[[Text, Group], None]] = {
    "fonttbl": _beginning("fonts"),
    "stylesheet": _beginning("styles"),
    "title": _beginning("title"),
    "creatim": _beginning("creatim"),
    "revtim": _beginning("revtim"),
    "listtext": _beginning("label"),
    "pntext": _beginning("label"),
    "fldinst": _beginning("instruction"),
    "footnote": Text.begin_note,
    "shptxt": lambda text, group: group.show(),
    "shpinst": lambda text, group: group.leave_out(),
}
