"""What reading a document gives."""

from dataclasses import dataclass, field

PDF = "application/pdf"
HTML = "text/html"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
RTF = "application/rtf"
EML = "message/rfc822"
MARKDOWN = "text/markdown"
PLAIN = "text/plain"


class Unreadable(Exception):  # noqa: N818  (what it says of the document, not of the program)
    """The document cannot be read; the message is a sentence for a curator: what is wrong, and what would help."""


@dataclass(frozen=True)
class Dated:
    """A date that stands in the document's metadata: EDTF text, and the name of the place where it stood."""

    edtf: str
    where: str


@dataclass(frozen=True)
class Extracted:
    """A document as Markdown (CommonMark with tables; Unicode NFC), and what its metadata says.

    Marks of footnotes are `[^12]`; the notes stand at the end of the text, a paragraph each: `[^12]: …`.
    A line that ends in two spaces ends there (a hard break).
    """

    text: str
    media_type: str  # as found in the bytes, whatever the name or the sender claims
    title: str = ""  # of the metadata: <title>, Subject, document properties
    dated: tuple[Dated, ...] = ()
    language: str = ""  # as declared, a BCP 47 tag
    source_url: str = ""  # canonical or og:url
    pages: tuple[int, ...] = ()  # places in `text` where a page begins, in characters; empty where there are no pages
    warnings: tuple[str, ...] = ()  # sentences for a curator
    readers: dict[str, str] = field(default_factory=dict)  # library or reader → version


@dataclass(frozen=True)
class Derived:
    """A copy that may be made public: without metadata, names of authors, comments, revisions, hidden text."""

    data: bytes
    media_type: str
