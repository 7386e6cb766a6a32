"""Bytes of a document → clean Markdown, read in a process of its own with limits on time and memory.

`extract` and `derive` start that process for one document; a `Reader` keeps it for many.
"""

from intake.extraction.process import Reader
from intake.extraction.results import Dated, Derived, Extracted, Unreadable

__all__ = ["Dated", "Derived", "Extracted", "Reader", "Unreadable", "derive", "extract", "extract_pasted"]


def extract(data: bytes, *, name: str = "", media_type: str = "") -> Extracted:
    """The document as Markdown; see Reader.extract. Raises Unreadable."""
    with Reader() as reader:
        return reader.extract(data, name=name, media_type=media_type)


def extract_pasted(text: str) -> Extracted:
    """Text or HTML that somebody has pasted, told apart by itself. Raises Unreadable."""
    with Reader() as reader:
        return reader.extract_pasted(text)


def derive(data: bytes, *, name: str = "", media_type: str = "") -> Derived:
    """The copy that may be made public; see Reader.derive. Raises Unreadable."""
    with Reader() as reader:
        return reader.derive(data, name=name, media_type=media_type)
