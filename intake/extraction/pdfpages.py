"""Pages of a PDF → words with their places, as PDFium tells them. Lengths are in points, y goes upwards."""

import ctypes
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from math import hypot
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

_FORMS = re.compile("[\ufb00-\ufb4f\ufb50-\ufdff\ufe70-\ufefc]+")  # ligatures, and Arabic letters as they are joined
_MARKS_BEFORE = re.compile("[\u064b-\u065f\u0670\u0591-\u05c7]+")  # vowels, which follow their letter
_FROM_THE_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_HYPHENS = (0x02, 0xAD, 0xFFFE)  # as PDFium tells a hyphen at the end of a line
_WHITE = (0x20, 0x0D, 0x0A, 0x09, 0xA0, 0)
_BOLD_NAME = re.compile(r"bold|black|heavy|semibold|demi(?!ng)|[-,]bd|medi(?:um)?\b", re.I)
_ITALIC_NAME = re.compile(r"italic|oblique|[-,](?:it|ital)\b|slanted", re.I)
_INVISIBLE = 3  # text render mode
_SMALLEST = 1.5  # points; smaller is not meant to be read
# Asked for each letter of a page: declared anew with plain numbers, which takes a third of the time of pointer objects.
_unicode_of = ctypes.PYFUNCTYPE(ctypes.c_uint, ctypes.c_void_p, ctypes.c_int)(
    ctypes.cast(raw.FPDFText_GetUnicode, ctypes.c_void_p).value or 0
)
_object_of = ctypes.PYFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)(
    ctypes.cast(raw.FPDFText_GetTextObject, ctypes.c_void_p).value or 0
)
_FORCE_BOLD, _ITALIC = 1 << 18, 1 << 6
_MOST_DRAWN = 2_000  # lines and shapes of a page
_SLANTED = 4  # no quarter turn: a watermark


@dataclass(slots=True)
class Word:
    """Letters of one font without a space."""

    text: str
    left: float
    right: float
    base: float  # y of the base line
    size: float
    bold: bool
    italic: bool
    space: bool  # whether a space follows, or the line ends
    low: float
    high: float
    turn: int  # quarter turns of the direction of reading, to the left
    link: str = ""


@dataclass(frozen=True, slots=True)
class _Font:
    bold: bool
    italic: bool
    is_seen: bool


@dataclass(slots=True)
class Page:
    words: list[Word]
    width: float
    height: float
    has_pictures: bool


def is_right_to_left(text: str) -> bool:
    if not _FROM_THE_RIGHT.search(text):
        return False
    kinds = [unicodedata.bidirectional(letter) for letter in text]
    return sum(kind in ("R", "AL") for kind in kinds) > kinds.count("L")


def page_of(page: pdfium.PdfPage) -> Page:
    """The words of a page, in the order in which the file has them."""
    width, height = page.get_size()
    handle = raw.FPDFText_LoadPage(page.raw)
    if not handle:
        return Page([], width, height, has_pictures=False)
    try:
        words = list(_words(handle, {}))
    finally:
        raw.FPDFText_ClosePage(handle)
    left, bottom, right, top = page.get_cropbox()
    words = [w for w in words if left - 1 <= (w.left + w.right) / 2 <= right + 1 and bottom - 1 <= w.low <= top + 1]
    _tell_links(page, words)
    _add_dots(page, words)
    pictures = not words and any(True for _ in page.get_objects([raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))
    return Page(_upright(words, (left, bottom, right, top)), width, height, pictures)


def _add_dots(page: pdfium.PdfPage, words: list[Word]) -> None:
    """Put in the bullets that are drawn, and not set from a font."""
    for drawn in islice(page.get_objects([raw.FPDF_PAGEOBJ_PATH], max_depth=3), _MOST_DRAWN):
        left, low, right, high = drawn.get_bounds()
        if not (1 < right - left < 8 and abs((right - left) - (high - low)) < 0.5):
            continue
        middle = (low + high) / 2
        beside = [
            (place, word) for place, word in enumerate(words) if word.left > right and word.low <= middle <= word.high
        ]
        place, first = min(beside, key=lambda each: each[1].left, default=(0, None))
        if first is not None and 0 < first.left - right < 3 * first.size:
            words.insert(place, Word("•", left, right, first.base, first.size, False, False, True, low, high, 0))


def _words(handle: Any, fonts: dict[tuple[int, bool], _Font]) -> Iterator[Word]:
    pieces: list[tuple[int, int, int, bool]] = []  # first and last character, object, whether a space follows
    letters: list[str] = []
    first, previous = -1, 0
    address = ctypes.cast(handle, ctypes.c_void_p).value
    count = max(0, raw.FPDFText_CountChars(handle))
    texts: list[str] = []

    def finish(last: int, space: bool) -> None:
        if letters:
            pieces.append((first, last, previous, space))
            texts.append("".join(letters))
            letters.clear()

    for index in range(count):
        code = _unicode_of(address, index)
        if code in _WHITE:
            finish(index - 1, True)
            continue
        owner = _object_of(address, index) or 0
        if letters and owner != previous:
            finish(index - 1, False)
        if not letters:
            first, previous = index, owner
        letters.append("-" if code in _HYPHENS else chr(code) if code < 0x110000 else "\ufffd")
        if code in _HYPHENS[::2]:
            finish(index, True)
    finish(count - 1, True)
    yield from _placed(handle, pieces, texts, fonts)


class _Letters:
    """Where the letters of a page stand."""

    def __init__(self, handle: Any) -> None:
        self._handle = handle
        self._left, self._right, self._low, self._high = (ctypes.c_double() for _ in range(4))
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._matrix = raw.FS_MATRIX()

    def box(self, index: int) -> tuple[float, float, float, float] | None:
        """Left, right, low, high."""
        known = raw.FPDFText_GetCharBox(self._handle, index, self._left, self._right, self._low, self._high)
        return (self._left.value, self._right.value, self._low.value, self._high.value) if known else None

    def origin(self, index: int) -> tuple[float, float]:
        raw.FPDFText_GetCharOrigin(self._handle, index, self._x, self._y)
        return self._x.value, self._y.value

    def size_and_turn(self, index: int) -> tuple[float, int]:
        raw.FPDFText_GetMatrix(self._handle, index, self._matrix)
        a, b, c, d = self._matrix.a, self._matrix.b, self._matrix.c, self._matrix.d
        size = raw.FPDFText_GetFontSize(self._handle, index) * (hypot(c, d) or 1.0)
        if min(abs(a), abs(b)) > 0.2 * max(abs(a), abs(b)):
            return size, _SLANTED
        return size, (0 if a >= 0 else 2) if abs(a) >= abs(b) else (1 if b > 0 else 3)


def _placed(
    handle: Any, pieces: list[tuple[int, int, int, bool]], texts: list[str], fonts: dict[tuple[int, bool], _Font]
) -> Iterator[Word]:
    letters = _Letters(handle)
    owner, size, font, turn = -1, 0.0, _Font(False, False, True), 0
    for (first, last, piece_owner, space), text in zip(pieces, texts, strict=True):
        if piece_owner != owner or not piece_owner:
            owner = piece_owner
            size, turn = letters.size_and_turn(first)
            font = _font(raw.FPDFText_GetTextObject(handle, first), fonts)
        if not font.is_seen or size < _SMALLEST:
            continue
        from_right = is_right_to_left(text)
        # The letters of Arabic may stand in any order; of others the first and the last tell where the word is.
        boxes = [
            box for each in (range(first, last + 1) if from_right else {first, last}) if (box := letters.box(each))
        ]
        if not boxes:
            continue
        x, y = letters.origin(first)
        if from_right:
            y = min(letters.origin(each)[1] for each in range(first, last + 1))  # vowels stand higher than letters
            text = _in_order(text, reverse=boxes[0][0] < boxes[-1][0])
        left, right = min(box[0] for box in boxes), max(box[1] for box in boxes)
        low, high = min(box[2] for box in boxes), max(box[3] for box in boxes)
        left = x if not turn and not from_right and abs(x - left) < size / 2 else left
        plain = _FORMS.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
        base = x if turn in (1, 3) else y
        yield Word(plain, left, right, base, size, font.bold, font.italic, space, low, high, turn)


def _in_order(text: str, reverse: bool) -> str:
    """The letters as they are spoken; a file may have them in the order of the eye."""
    text = text[::-1] if reverse else text
    marks = _MARKS_BEFORE.match(text)
    return text[marks.end() :] + marks[0] if marks else text


def _font(text_object: Any, fonts: dict[tuple[int, bool], _Font]) -> _Font:
    if not text_object:
        return _Font(False, False, True)
    is_seen = raw.FPDFTextObj_GetTextRenderMode(text_object) != _INVISIBLE
    font = raw.FPDFTextObj_GetFont(text_object)
    key = ctypes.cast(font, ctypes.c_void_p).value or 0, is_seen
    if key not in fonts:
        fonts[key] = _look(font, is_seen)
    return fonts[key]


def _look(font: Any, is_seen: bool) -> _Font:
    if not font:
        return _Font(False, False, is_seen)
    name = _named(raw.FPDFFont_GetBaseFontName, font)
    flags = max(0, raw.FPDFFont_GetFlags(font))
    angle = ctypes.c_int()
    slanted = bool(raw.FPDFFont_GetItalicAngle(font, angle) and angle.value)
    bold = bool(_BOLD_NAME.search(name) or flags & _FORCE_BOLD)
    return _Font(bold, bool(_ITALIC_NAME.search(name) or slanted or flags & _ITALIC), is_seen)


def _named(function: Any, handle: Any) -> str:
    buffer = ctypes.create_string_buffer(256)
    length = function(handle, buffer, 256)
    return buffer.raw[: max(0, min(length, 256) - 1)].decode("utf-8", "replace")


def _tell_links(page: pdfium.PdfPage, words: list[Word]) -> None:
    """Give the words that lie in a link its address."""
    position, link, box = ctypes.c_int(0), raw.FPDF_LINK(), raw.FS_RECTF()
    buffer = ctypes.create_string_buffer(4096)
    for _ in range(2_000):
        if not raw.FPDFLink_Enumerate(page.raw, position, link):
            return
        action = raw.FPDFLink_GetAction(link)
        if not action or not raw.FPDFLink_GetAnnotRect(link, box):
            continue
        length = raw.FPDFAction_GetURIPath(page.pdf.raw, action, buffer, 4096)
        address = buffer.raw[: max(0, min(length, 4096) - 1)].decode("utf-8", "replace").strip()
        if not address.startswith(("http://", "https://")):
            continue
        bottom, top = min(box.bottom, box.top), max(box.bottom, box.top)
        for word in words:
            x, y = (word.left + word.right) / 2, (word.low + word.high) / 2
            if not word.link and bottom <= y <= top and box.left - 1 <= x <= box.right + 1:
                word.link = address


def _upright(words: list[Word], box: tuple[float, float, float, float]) -> list[Word]:
    """The words that run in the direction of most, measured from the lower left corner of the page held that way.

    What runs otherwise is a watermark, or stands at the side.
    """
    letters = Counter[int]()
    for word in words:
        letters[word.turn] += len(word.text)
    if not letters:
        return []
    turn = letters.most_common(1)[0][0] % _SLANTED
    kept = [word for word in words if word.turn == turn]
    left, bottom, right, top = box
    for word in kept:
        if turn == 0:
            word.left, word.right, word.base = word.left - left, word.right - left, word.base - bottom
        elif turn == 1:
            word.left, word.right, word.base = word.low - bottom, word.high - bottom, right - word.base
        elif turn == 2:
            word.left, word.right, word.base = right - word.right, right - word.left, top - word.base
        else:
            word.left, word.right, word.base = top - word.high, top - word.low, word.base - left
    return kept
