"""Which reader a document needs. Runs in the process of child.py; nothing here opens a file."""

import unicodedata

from intake.extraction import docx, limits, mail, odt, pdf, plain, rtf, sniffing, webpage
from intake.extraction.markdown import document
from intake.extraction.results import DOCX, EML, HTML, MARKDOWN, ODT, PDF, PLAIN, RTF, Derived, Extracted, Unreadable

_READERS = {
    DOCX: docx.read,
    EML: mail.read,
    ODT: odt.read,
    RTF: rtf.read,
    PLAIN: plain.read,
    HTML: webpage.read,
    PDF: pdf.read,
}


def read(data: bytes, name: str, media_type: str) -> Extracted:
    """The document as Markdown. Raises Unreadable."""
    found = sniffing.media_type_of(data, name, media_type)
    if found not in _READERS:
        raise sniffing.unknown()
    return _checked(_READERS[found](data, name, media_type))


def read_pasted(data: bytes) -> Extracted:
    """Pasted text or HTML, in UTF-8. Raises Unreadable."""
    return read(data, "", "")


def derive(data: bytes, name: str, media_type: str) -> Derived:
    """The copy that may be made public: the text alone. Raises Unreadable.

    What is built anew from the text cannot hold what the text does not: properties, authors, comments, revisions,
    layers, pictures and what these know of a place or a camera. Markdown, because its links do nothing by themselves.
    """
    extracted = read(data, name, media_type)
    if extracted.media_type != EML:
        return Derived(extracted.text.encode(), MARKDOWN)
    text, _ = document(mail.body_of(data))  # without the head, which names who wrote to whom
    return Derived(text.encode(), MARKDOWN)


def _checked(extracted: Extracted) -> Extracted:
    if not extracted.text.strip():
        raise Unreadable("There is no text in it.")
    if len(extracted.text) > limits.LONGEST_TEXT:
        raise Unreadable(f"Its text is longer than {limits.LONGEST_TEXT:,} characters. Please split it.")
    if not unicodedata.is_normalized("NFC", extracted.text):
        raise AssertionError("a reader gave text that is not NFC")
    return extracted
