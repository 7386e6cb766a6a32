"""Lines of a PDF → blocks of Markdown: headings, paragraphs, lists, tables, notes."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from intake.extraction.joining import Lexicon, goes_on
from intake.extraction.markdown import escaped, heading, paragraph
from intake.extraction.pdfbidi import with_brackets_turned
from intake.extraction.pdfedges import Notes, number_at_start
from intake.extraction.pdflines import Line
from intake.extraction.pdfpages import Word
from intake.extraction.pdftables import is_table, table_of

_BULLET = re.compile(r"(?:[•◦▪‣●○■·§➢►✓\uf000-\uf0ff]|[–—*o-](?=\s))\s*")
_NUMBER = re.compile(r"(?:\d{1,3}[.)]|\(?[a-zA-Z]\)|\([ivxIVX]{1,5}\)|[ivxIVX]{1,5}[.)]|[a-z]\.)\s")
_FIELD = re.compile(r"[^\W\d_][^:\n]{0,24}:\s")
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_RAISED = re.compile(r"[\[(]?(\d{1,3}|[*†‡§]{1,3})[\])]?")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S*$")
_REST_OF_ADDRESS = re.compile(r"[\w%&=?./#~+:@-]*[\d/.=%&_-][\w%&=?./#~+:@-]*$")
_ENDED = (".", "!", "?", ":", ";", "”", '"', "։", "؟", "…")
_LARGER = 1.08  # so much larger than the text is a heading
_LONGEST_HEADING = 250

# From where to where the lines of a column reach, by page and column.
Columns = dict[tuple[int, int], tuple[float, float]]


@dataclass(slots=True)
class _Piece:
    """Words of one look."""

    text: str
    bold: bool
    italic: bool
    link: str
    space: bool
    is_mark: bool = False


class Typesetting:
    """What a document's lines look like in the main."""

    def __init__(self, lines: list[Line], notes: Notes, lexicon: Lexicon) -> None:
        sizes = Counter[float]()
        for line in lines:
            sizes[line.size] += len(line.text)
        self.body = sizes.most_common(1)[0][0] if sizes else 10.0
        larger = sorted({size for size in sizes if size > self.body * _LARGER}, reverse=True)
        self.larger = [size for place, size in enumerate(larger) if not place or larger[place - 1] - size > 0.9]
        self.notes, self.lexicon = notes, lexicon
        gaps = [round(a.base - b.base, 1) for a, b in pairwise(lines) if _are_neighbours(a, b)]
        gaps = [gap for gap in gaps if 0.8 * self.body < gap < 2.5 * self.body]
        often = [gap for gap, times in Counter(gaps).items() if times >= max(2, len(gaps) * 0.08)]
        self.leading = min(often, default=self.body * 1.2)

    def level(self, size: float) -> int:
        """The level of a heading of that size."""
        return 1 + sum(each > size + 0.9 for each in self.larger)


def blocks_of(lines: list[Line], setting: Typesetting, columns: Columns) -> list[str]:
    """The text as blocks; a form feed stands where a page begins."""
    blocks: list[str] = []
    page = 0
    lefts: list[float] = []
    _forget_gaps_in_text(lines)
    for group in _groups(lines, setting, columns):
        marks = "\f" * (group[0].page - page)
        page = max(page, group[-1].page)
        if is_table(group):
            blocks.append(marks + table_of(group, lambda cells: _joined(cells, setting)))
            lefts = []
            continue
        block = _block(group, setting)
        if not block:
            continue
        if not re.match(r"- |\d{1,3}\. ", block):
            lefts = []
            blocks.append(marks + block)
            continue
        lefts = [left for left in lefts if left < group[0].left - 6] + [group[0].left]
        block = "   " * (len(lefts) - 1) + marks + block
        if len(lefts) > 1 or (blocks and re.match(r"\f*(?:- |\d{1,3}\. )", blocks[-1])):
            blocks[-1] += "\n" + block
        else:
            blocks.append(block)
    return blocks


def note_blocks(notes: Notes, setting: Typesetting) -> list[str]:
    blocks = []
    for label, lines in notes.lines.items():
        text = _joined([_without_number(lines[0]), *lines[1:]], setting)
        blocks.append(f"[^{label}]: {text.replace(chr(12), '')}")
    return blocks


def _without_number(line: Line) -> Line:
    if not number_at_start(line):
        return line
    rest = line.words[1:]
    return Line(rest, rest[0].left, line.right, line.base, line.size, line.column, line.page)


def _block(group: list[Line], setting: Typesetting) -> str:
    text = _joined(group, setting)
    plain = text.replace("\f", "").strip()
    if not plain:
        return ""
    if _is_heading(group, plain, setting):
        words = _joined(group, setting, emphasis=False)
        larger = group[0].size > setting.body * _LARGER
        level = setting.level(group[0].size) if larger else max(2, len(setting.larger) + 1)
        return heading(min(level, 4), words)
    if bullet := _BULLET.match(group[0].text):
        rest = text.replace("\\", "", 1) if text.startswith("\\") else text
        rest = re.sub(r"^\**" + _BULLET.pattern, "", rest, count=1)
        return f"- {rest}" if bullet[0].strip() else text
    if re.match(r"\d{1,3}\)\s", plain):
        return re.sub(r"^(\d{1,3})\)", r"\1.", text)
    return paragraph(text)


def _is_heading(group: list[Line], plain: str, setting: Typesetting) -> bool:
    if len(plain) > _LONGEST_HEADING or len(group) > 4 or not any(map(str.isalpha, plain)):
        return False
    if _BULLET.match(group[0].text):
        return False
    if min(line.size for line in group) > setting.body * _LARGER:
        return True
    bold = all(word.bold for line in group for word in line.words if any(map(str.isalnum, word.text)))
    return bold and len(group) < 3 and len(plain) < 140 and not plain.endswith((".", ",", ";"))


def _groups(lines: list[Line], setting: Typesetting, columns: Columns) -> Iterator[list[Line]]:
    """The lines of a paragraph, a heading, an item of a list; or of a table."""
    group: list[Line] = []
    for line in lines:
        if group and _begins(line, group, setting, columns):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _forget_gaps_in_text(lines: list[Line]) -> None:
    """Lines with gaps are rows where they make a table, or name what follows (TO: …); else they are stretched."""
    run: list[Line] = []
    for line in [*lines, None]:
        if line is not None and line.cells and (not run or _are_neighbours(run[-1], line, 3.5)):
            run.append(line)
            continue
        if not is_table(run):
            for each in run:
                each.cells = each.cells if each.cells[0].text.endswith(":") else []
        run = [line] if line is not None and line.cells else []


def _begins(line: Line, group: list[Line], setting: Typesetting, columns: Columns) -> bool:
    """Whether a line begins something new after the lines of `group`."""
    last = group[-1]
    if _is_row(line) or _is_row(last):
        is_field = line.cells and line.cells[0].text.endswith(":")
        return bool(is_field) or not (_is_row(line) and _is_row(last) and _are_neighbours(last, line, 3.5))
    if abs(line.size - last.size) > 0.08 * max(line.size, last.size):
        return True
    if _is_bullet(line, last) or _is_numbered(line) or _begins_raised(line) or _looks_bold(line) != _looks_bold(last):
        return True
    if _FIELD.match(line.text) and line.words[0].text[:1].isupper() and line.text.partition(":")[0].isupper():
        return True
    left, right = columns[last.page, last.column]
    if not _are_neighbours(last, line):
        # Over the end of a column or a page a paragraph goes on, unless it has ended.
        is_torn = not _has_ended(last) and last.right > left + 0.5 * (right - left)
        return not is_torn and not goes_on(line.text)
    gap = last.base - line.base
    leading = _leading(group, setting, line)
    if gap > 1.3 * leading:
        return True
    return _is_short(last, line, right) or _is_indented(line, last, group)


def _is_short(last: Line, line: Line, right: float) -> bool:
    """Whether the line before ended although the first word of the next would have fitted."""
    first = line.words[0]
    room = right - last.right - (first.right - first.left) - 0.4 * last.size
    centred = abs((line.left + line.right) / 2 - (last.left + last.right) / 2) < 3 and line.left - last.left > 6
    if centred or room < 0.5 * last.size:
        return False
    if goes_on(line.text) and not _has_ended(last):
        return False
    if _is_torn_address(last.text.rpartition(" ")[2], line.text.partition(" ")[0]):
        return False
    return room > 3 * last.size if _has_ended(last) else room > 6 * last.size


def _is_indented(line: Line, last: Line, group: list[Line]) -> bool:
    inside = line.left - last.left
    if len(group) > 1 or not 0.8 * line.size < inside < 4 * line.size:
        return len(group) > 1 and 0.8 * line.size < inside < 4 * line.size and _has_ended(last)
    # The second line of an item of a list, or of a note with a hanging number, stands to the right of the first.
    return _has_ended(last) and not (_BULLET.match(last.text) or _NUMBER.match(last.text + " "))


def _is_bullet(line: Line, last: Line) -> bool:
    """Whether an item begins; a dash may also be the middle of a sentence."""
    if not _BULLET.match(line.text):
        return False
    return line.text[0] not in "–—-*" or _has_ended(last) or _BULLET.match(last.text) is not None


def _has_ended(line: Line) -> bool:
    """Whether a line ends a sentence; marks of notes do not count."""
    words = [
        word.text for word in line.words if word.base - line.base <= 0.12 * line.size or word.size >= 0.9 * line.size
    ]
    return bool(words) and words[-1].endswith(_ENDED)


def _is_numbered(line: Line) -> bool:
    return _NUMBER.match(line.text) is not None


def _begins_raised(line: Line) -> bool:
    """Whether a line begins like a note does."""
    first = line.words[0]
    return bool(number_at_start(line)) and first.size < 0.9 * line.size and first.base - line.base > 0.12 * line.size


def _looks_bold(line: Line) -> bool:
    return all(word.bold for word in line.words if any(map(str.isalnum, word.text)))


def _is_row(line: Line) -> bool:
    return len(line.cells) > 1


def _leading(group: list[Line], setting: Typesetting, line: Line) -> float:
    gaps = [above.base - below.base for above, below in pairwise(group[-8:]) if _are_neighbours(above, below)]
    return median(gaps) if gaps else max(setting.leading * line.size / setting.body, line.size)


def _are_neighbours(above: Line, below: Line, most: float = 4.0) -> bool:
    same = (above.page, above.column) == (below.page, below.column)
    return same and 0 < above.base - below.base < most * max(above.size, below.size)


def _joined(lines: Iterable[Line], setting: Typesetting, emphasis: bool = True) -> str:
    """Lines as inline Markdown in one line."""
    pieces: list[_Piece] = []
    page = None
    for line in lines:
        new = [piece for word in line.words if (piece := _piece(word, line, setting))]
        if not new:
            continue
        if pieces:
            _tie(pieces, new, setting.lexicon)
        if page is not None and line.page != page:
            new[0].text = "\f" * (line.page - page) + new[0].text
        page = line.page
        for piece in new:
            if piece.is_mark and pieces and piece is not new[0]:
                pieces[-1].space = False  # a mark stands at the word before it
            pieces.append(piece)
    if not emphasis:
        for piece in pieces:
            piece.bold = piece.italic = False
    return with_brackets_turned(_written(pieces))


def _piece(word: Word, line: Line, setting: Typesetting) -> _Piece:
    raised = _RAISED.fullmatch(word.text)
    if raised is None or word.base - line.base <= 0.12 * line.size or word.size >= 0.9 * line.size:
        return _Piece(word.text, word.bold, word.italic, word.link, word.space)
    label = setting.notes.label(line.page, raised[1]) if word is not line.words[0] else ""
    text = f"[^{label}]" if label else word.text.translate(_SUPERSCRIPT)
    return _Piece(text, False, False, "", word.space, is_mark=True)


def _tie(pieces: list[_Piece], new: list[_Piece], lexicon: Lexicon) -> None:
    """Put the last word of a line and the first of the next together."""
    last = pieces[-1]
    before, after = _word_at_end(pieces), _word_at_start(new)
    last.space = True
    same_link = last.link and last.link == new[0].link and before.endswith((".", "/"))
    if _is_torn_address(before, after) or (same_link and _ADDRESS.search(before)):
        last.space = False
    elif before.endswith(("-", "‐")) and len(before) > 1:
        cut, between = lexicon.seam(before, after)
        last.text, last.space = last.text[: len(last.text) - cut], bool(between)


def _is_torn_address(before: str, after: str) -> bool:
    """Whether the end of a line has parted a web address."""
    if not _ADDRESS.search(before) or before.endswith((".", ",", ";", ")", ">")):
        return False
    return len(after) < 400 and _REST_OF_ADDRESS.match(after) is not None


def _word_at_end(pieces: list[_Piece]) -> str:
    parts: list[str] = []
    for piece in reversed(pieces):
        if parts and piece.space:
            break
        parts.insert(0, piece.text)
    return "".join(parts)


def _word_at_start(pieces: list[_Piece]) -> str:
    parts: list[str] = []
    for piece in pieces:
        parts.append(piece.text)
        if piece.space:
            break
    return "".join(parts)


def _written(pieces: list[_Piece]) -> str:
    out: list[str] = []
    place = 0
    while place < len(pieces):
        look = _look(pieces[place])
        end = place
        while end < len(pieces) and _look(pieces[end]) == look:
            end += 1
        words = "".join(piece.text + " " * piece.space for piece in pieces[place:end])
        out.append(_styled(words, *look))
        place = end
    return re.sub(" {2,}", " ", "".join(out)).strip(" ")


def _look(piece: _Piece) -> tuple[bool, bool, str]:
    return (False, False, "\0") if piece.is_mark else (piece.bold, piece.italic, piece.link)


def _styled(words: str, bold: bool, italic: bool, link: str) -> str:
    if link == "\0":
        return words
    bare = words.strip(" \f")
    before, _, after = words.partition(bare)
    if link:
        plain = bare.replace(" ", "")
        if plain in link or link in plain or plain.startswith(("http://", "https://", "www.")):
            start = plain.find(link)
            tail = plain[start + len(link) :] if start >= 0 else ""
            return f"{before}<{link}>{escaped(tail)}{after}"
        target = f"<{link}>" if re.search(r"[()\s]", link) else link
        return f"{before}[{escaped(bare)}]({target}){after}"
    text = escaped(bare)
    sign = "*" * (italic + 2 * bold)
    if not sign or not any(map(str.isalnum, bare)) or "\f" in bare:
        return before + text + after
    return f"{before}{sign}{text}{sign}{after}"
