"""Bytes of text → characters that may stand in Markdown."""

import re
import unicodedata

from charset_normalizer import __version__, from_bytes

from intake.extraction.sniffing import unknown

READERS = {"charset-normalizer": __version__}
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# The encodings in which the archive's languages were written before UTF-8.
_OLD = [
    *("cp1252", "cp1251", "cp1256", "cp1254", "cp1250", "cp1253", "cp1255", "cp1257", "iso8859_2", "iso8859_5"),
    *("iso8859_6", "iso8859_9", "iso8859_15", "koi8_r", "cp866", "cp437", "cp850", "cp932", "gb18030", "big5"),
]
_WESTERN = frozenset(
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜßàáâãäåæçèéêëìíîïñòóôõöøùúûüÿœŒĞİŞğışšž‘’“”„‚–—…•€«»‹›°§·¡¿ºª©®™£±×²³¹½†‡\xa0\xad"
)
_TURKISH = frozenset((0xD0, 0xDD, 0xDE, 0xF0, 0xFD, 0xFE))  # Ğ İ Ş ğ ı ş; Icelandic letters elsewhere
# Control characters, and what is not seen: soft hyphens, zero-width spaces, marks that turn the direction of text
# (which can make a reader see another order than is stored), byte order marks, lone surrogates, non-characters.
_UNSEEN = re.compile(
    "[\0-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufff9-\ufffb"
    "\ufffe\uffff\ud800-\udfff]"
)
_SPACES = re.compile("[\t\xa0\u2000-\u200a\u202f\u205f\u3000]")
_LINE_ENDS = re.compile("\r\n?|[\x0b\x85\u2028\u2029]")


def decode(data: bytes, declared: str = "") -> str:
    """The text of `data`: by its byte order mark, else UTF-8, else as `declared`, else by what is likeliest.

    Raises Unreadable where it is no text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    if b"\0" in data:
        return _wide(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if len(data) > 1000 and data.count(b"\n") and _nearly_utf8(data):
            return data.decode("utf-8", "replace")
        if declared:
            try:
                return data.decode(declared)
            except (LookupError, UnicodeError, ValueError):
                pass
        if western := _western(data):
            return data.decode(western, "replace")
        found = from_bytes(data[:200_000], cp_isolation=_OLD).best()
        if found is None:
            raise unknown() from error
        return data.decode(found.encoding, "replace")


def clean(text: str) -> str:
    """The text in NFC, with plain spaces and line feeds, without what cannot be seen; form feeds stay."""
    text = _SPACES.sub(" ", _LINE_ENDS.sub("\n", text))
    return unicodedata.normalize("NFC", _UNSEEN.sub("", text))


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: nearly every other byte of western text is NUL."""
    even, odd = data[0:4000:2].count(0), data[1:4000:2].count(0)
    if max(even, odd) * 3 > min(len(data), 4000) // 2 > 0 and min(even, odd) * 10 < max(even, odd):
        return data.decode("utf-16-le" if odd > even else "utf-16-be", "replace")
    if data.count(b"\0") * 100 < len(data):  # a stray NUL in text
        return decode(data.replace(b"\0", b""))
    raise unknown()


def _western(data: bytes) -> str:
    """The encoding of text in Latin letters, most of them without an accent; "" where it is other text."""
    accented = [byte for byte in data if byte > 127]
    letters = len(re.findall(rb"[A-Za-z]", data))
    if len(accented) * 3 > letters:
        return ""
    encoding = "cp1254" if _TURKISH.intersection(accented) else "cp1252"
    shown = set(bytes(set(accented)).decode(encoding, "replace"))
    return encoding if shown <= _WESTERN else ""


def _nearly_utf8(data: bytes) -> bool:
    """Whether a byte here and there has been lost of what is UTF-8 otherwise."""
    wrong = data.decode("utf-8", "replace").count("�")
    right = len(re.findall(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}", data))
    return wrong * 20 < right
