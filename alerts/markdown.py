"""Markdown of documents to HTML that is safe to show: no raw HTML, no images, no links but to the web.

markdown-it renders (its js-default, CommonMark with tables and strikethrough), nh3 lets through what is listed here.
"""

from collections.abc import Collection, Sequence
from typing import Any
from urllib.parse import unquote

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

_TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "s", "strong",
    "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start", "type"}, "p": {"id"}}
_SCHEMES = {"http", "https"}
_REL = "nofollow noopener noreferrer"
# The page has an h1, its sections have h2.
_HEADINGS_BELOW = 2

_parser = MarkdownIt("js-default", {"html": False, "linkify": False, "typographer": False})


def to_html(text: str, sensitive: Collection[str] = (), prefix: str = "p") -> SafeString:
    """`text` as HTML, its paragraphs numbered `id="p1"` and on; links to `sensitive` addresses become plain text."""
    tokens = _parser.parse(text)
    _lower_headings(tokens)
    _number_paragraphs(tokens, prefix)
    unwanted = {_bare(url) for url in sensitive if url}
    for token in tokens:
        if token.children is not None:
            token.children = _plain_images(_without_links(token.children, unwanted))
    html: str = _parser.renderer.render(tokens, _parser.options, {})
    clean = nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel=_REL)
    return mark_safe(clean)  # noqa: S308  (nh3 has just let through nothing but the list above)


def _lower_headings(tokens: Sequence[Token]) -> None:
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + _HEADINGS_BELOW)}"


def _number_paragraphs(tokens: Sequence[Token], prefix: str) -> None:
    paragraphs = [t for t in tokens if t.type == "paragraph_open" and not t.hidden]
    for number, token in enumerate(paragraphs, 1):
        token.attrSet("id", f"{prefix}{number}")


def _without_links(tokens: Sequence[Token], unwanted: Collection[str]) -> list[Token]:
    """The inline `tokens`, where a link to an unwanted address is replaced by its text."""
    kept, dropping = [], False
    for token in tokens:
        if token.type == "link_open":
            dropping = _bare(_text(token.attrGet("href"))) in unwanted
        if not (dropping and token.type in ("link_open", "link_close")):
            kept.append(token)
        if token.type == "link_close":
            dropping = False
    return kept


def _plain_images(tokens: Sequence[Token]) -> list[Token]:
    """The inline `tokens`, where an image is replaced by its description."""
    return [Token("text", "", 0, content=t.content) if t.type == "image" else t for t in tokens]


def _bare(url: str) -> str:
    """An address without what two spellings of it may differ in."""
    plain = unquote(url).strip().casefold()
    return plain.partition("://")[2].removeprefix("www.").rstrip("/") or plain


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
