"""What kind of document some bytes are, told from the bytes. Names and claims decide only between kinds of text."""

import re

from intake.extraction.packed import opened, unpacked
from intake.extraction.results import DOCX, EML, HTML, MARKDOWN, ODT, PDF, PLAIN, RTF, Unreadable

_UNKNOWN = "What it is cannot be told. PDF, HTML, DOCX, ODT, RTF, Markdown, plain text and e-mail (.eml) can be read."
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # [MS-CFB]: Word until 2003, and whatever Office encrypts
# What is often tried, and what would help.
_OTHERS = (
    (_COMPOUND, "It is an old Word file (.doc). Please save it as .docx or PDF."),
    (b"\x89PNG", "It is a picture (PNG). Please type its text, or paste it."),
    (b"\xff\xd8\xff", "It is a picture (JPEG). Please type its text, or paste it."),
    (b"GIF8", "It is a picture (GIF). Please type its text, or paste it."),
    (b"II*\0", "It is a picture (TIFF). Please type its text, or paste it."),
    (b"\x1f\x8b", "It is a packed file (gzip). Please unpack it first."),
    (b"7z\xbc\xaf", "It is a packed file (7z). Please unpack it first."),
    (b"Rar!", "It is a packed file (RAR). Please unpack it first."),
    (b"\x7fELF", "It is a program, and no document."),
    (b"MZ\x90", "It is a program, and no document."),
)
_MAIL_HEADER = re.compile(rb"\A(?:From [^\n]*\n)?(?:[!-9;-~]{1,60}:[^\n]*\n(?:[ \t][^\n]*\n)*){2,}", re.ASCII)
_MAIL_NAMES = re.compile(rb"^(?:from|date|subject|message-id|mime-version|received|return-path):", re.I | re.M)
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|main|div|p|h[1-6]|table|ul|ol|meta|span)\b", re.I)
_MARKDOWN = re.compile(
    r"^#{1,6} \S|^\s{0,3}```|\[[^\]\n]+\]\([^)\s]*\)|(?<!\w)\*\*?[^*\s][^*\n]*\*|^\[\^[^\]]+\]:", re.M
)


def media_type_of(data: bytes, name: str, claimed: str) -> str:
    """One of the types in results.py; text is PLAIN (see `kind_of_text`). Raises Unreadable for all else."""
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n\0")
    if b"%PDF-" in data[:1024]:
        return PDF
    if start.startswith(b"{\\rtf"):
        return RTF
    if data.startswith(b"PK"):
        return _kind_of_zip(data)
    if data.startswith(_COMPOUND) and "EncryptedPackage".encode("utf-16-le") in data:
        raise Unreadable("It is encrypted: a password is needed to read it. Please save it without one.")
    for magic, sentence in _OTHERS:
        if data.startswith(magic):
            raise Unreadable(sentence)
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    beginning = data[:4096].replace(b"\0", b"") if wide else data[:4096]
    if not _looks_like_mail(data) and _looks_like_html(beginning, name, claimed):
        return HTML
    return EML if _looks_like_mail(data) else PLAIN


def kind_of_text(text: str, name: str, claimed: str) -> str:
    """MARKDOWN or PLAIN."""
    if name.casefold().endswith((".md", ".markdown")) or claimed == MARKDOWN or _MARKDOWN.search(text):
        return MARKDOWN
    return PLAIN


def unknown() -> Unreadable:
    return Unreadable(_UNKNOWN)


def _looks_like_html(beginning: bytes, name: str, claimed: str) -> bool:
    start = beginning.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if re.match(
        rb"<(?:!doctype\s+html|html|\?xml[^>]*>\s*(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html))", start, re.I | re.S
    ):
        return True
    if _HTML.search(beginning) is None:
        return False
    claims = name.casefold().endswith((".html", ".htm", ".xhtml")) or claimed in (HTML, "application/xhtml+xml")
    return (
        claims or start.startswith(b"<") or len(re.findall(rb"</(?:p|div|h[1-6]|li|a|span|td)>", beginning, re.I)) > 2
    )


def _looks_like_mail(data: bytes) -> bool:
    header = _MAIL_HEADER.match(data[:65_536].lstrip(b"\xef\xbb\xbf\r\n").replace(b"\r\n", b"\n"))
    return header is not None and len({name.lower() for name in _MAIL_NAMES.findall(header[0])}) > 1


def _kind_of_zip(data: bytes) -> str:
    with opened(data) as archive:
        names = set(archive.namelist())
        if "word/document.xml" in names:
            return DOCX
        if "mimetype" in names and "content.xml" in names:
            if unpacked(archive, "mimetype").strip().startswith(ODT.encode()):
                return ODT
            raise Unreadable("It is an OpenDocument file, but no text (.odt). Please save it as .odt or PDF.")
        if "[Content_Types].xml" in names:
            raise Unreadable("It is an Office file, but no text (.docx). Please save it as .docx or PDF.")
    raise Unreadable("It is a packed folder (zip). Please unpack it, and add the documents that are in it.")
