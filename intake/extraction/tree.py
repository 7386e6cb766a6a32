"""Elements of a tree that lxml has read. Trees come from readers that resolve no entities and open nothing."""

from typing import Any

from lxml import etree

from intake.extraction.results import Unreadable

Element = Any  # lxml brings no types


_length: Any = etree.XPath("string-length(normalize-space())")
_text: Any = etree.XPath("string()", smart_strings=False)


def text_of(element: Element) -> str:
    text: str = _text(element)
    return text


def length_of(element: Element) -> int:
    """The length of an element's text, runs of white space counted once."""
    return int(_length(element))


def drop(element: Element) -> None:
    """Take an element out; the text after it stays."""
    parent = element.getparent()
    if parent is None or element.tag in ("html", "body"):
        return
    if element.tail:
        previous = element.getprevious()
        if previous is not None:
            previous.tail = (previous.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def parsed_xml(data: bytes) -> Element:
    """The root of an XML document, as packed files hold them. Raises Unreadable where it is none, or has a DTD."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("It is damaged: the XML in it cannot be read.") from error
    if root.getroottree().docinfo.doctype:
        raise Unreadable("It declares XML entities, as attacks do and documents of this kind do not; it is not read.")
    return root
