"""HTML → Markdown, without what is hidden or stands around the text; title, dates and address come from the head."""

import re

import lxml
from lxml import etree

from intake.extraction import maincontent
from intake.extraction.anchors import marks_of, notes_of
from intake.extraction.decoding import clean, decode
from intake.extraction.joining import Lexicon
from intake.extraction.markdown import document
from intake.extraction.metadata import head_of
from intake.extraction.notes import gathered
from intake.extraction.results import HTML, Extracted, Unreadable
from intake.extraction.tree import Element
from intake.extraction.writing import Writer, contain_blocks

_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}charset\s*=\s*["']?([\w-]{2,40})|^\s*<\?xml[^>]*encoding=["']([\w-]{2,40})""", re.I
)
READERS = {"lxml": lxml.__version__}


def read(data: bytes, name: str, media_type: str) -> Extracted:
    """Raises Unreadable where there is no page in it."""
    charset = _CHARSET.search(data[:4096])
    source = decode(data, (charset[1] or charset[2]).decode() if charset else "")
    root = tree_of(source)
    head = head_of(root, source)
    markdown, _ = document(blocks_of(root, head.base))
    return Extracted(
        markdown,
        HTML,
        title=head.title,
        dated=head.dated,
        language=head.language,
        source_url=head.source_url,
        readers=READERS,
    )


def tree_of(source: str) -> Element:
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    root = etree.fromstring(clean(source).replace("\f", " ").encode("utf-8", "replace"), parser)
    if root is None:
        raise Unreadable("There is no text in it.")
    return root


def blocks_of(root: Element, base: str = "") -> list[str]:
    """The text of a page as blocks, its notes last."""
    maincontent.drop_unseen(root)
    notes = notes_of(marks_of(root), base)
    contain_blocks(root)
    main = maincontent.main_of(root)
    blocks = maincontent.without_furniture(Writer(base).blocks(main))
    if notes:
        while blocks and re.fullmatch(r"#{0,6} ?\**(?:foot|end)?notes?:?\**|#{1,6} ?\w+", blocks[-1], re.I):
            blocks.pop()
        return blocks + notes
    return gathered(blocks, Lexicon(""))
