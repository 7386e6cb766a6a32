"""Markdown of documents to HTML that is safe to show: no raw HTML, no images, no links but to the web.

markdown-it renders (its js-default, CommonMark with tables and strikethrough), nh3 lets through what is listed here.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from urllib.parse import unquote

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

_TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "s", "strong",
    "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_HEADINGS = ("h3", "h4", "h5", "h6")
_ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href", "title", "id", "class", "aria-label"}, "ol": {"start", "type"}, "p": {"id"},
} | {name: {"id"} for name in _HEADINGS}  # fmt: skip
_SCHEMES = {"http", "https"}
_REL = "nofollow noopener noreferrer"
# The page has an h1, its sections have h2.
_HEADINGS_BELOW = 2
_MARK = re.compile(r"\[\^(\d{1,5})\]")
# A note as a paragraph of its own, which the page shows among the alert's notes.
_NOTE = re.compile(r"^[ ]{0,3}\[\^(\d{1,5})\]:.*(?:\n(?![ ]{0,3}\[\^\d)[^\n]*\S[^\n]*)*\n?", re.MULTILINE)


@dataclass(frozen=True)
class Heading:
    """A heading of a document: its level below the document (1 to 4), its words, the id that it has on the page."""

    level: int
    words: str
    id: str


@dataclass(frozen=True)
class Document:
    """A document as HTML, its headings in order, and the notes that a mark in its text leads to."""

    html: SafeString
    headings: tuple[Heading, ...]
    marked: frozenset[int]


def to_html(text: str, sensitive: Collection[str] = (), prefix: str = "p") -> SafeString:
    """`text` as HTML, its paragraphs numbered `id="p1"` and on; links to `sensitive` addresses become plain text."""
    tokens = _parsed(text, sensitive, {})
    _number_paragraphs(tokens, prefix)
    return _drawn(tokens)


def to_document(text: str, sensitive: Collection[str] = (), notes: Collection[int] = ()) -> Document:
    """`text` as `to_html` makes it, with more to point at: each paragraph has a link to itself, each heading an id, and
    a mark such as [^12] leads to the note of that number (`id="note-12"`) where it is one of `notes`."""
    marked: dict[int, int] = {}
    tokens = _parsed(_without_notes(text, notes), sensitive, {"notes": frozenset(notes), "marked": marked})
    headings = _named_headings(tokens)
    for number, paragraph in _number_paragraphs(tokens, "p"):
        paragraph.children = [*_link_to_itself(number), *(paragraph.children or [])]
    return Document(_drawn(tokens), headings, frozenset(marked))


def _parsed(text: str, sensitive: Collection[str], env: dict[str, Any]) -> list[Token]:
    tokens = _parser.parse(text, env)
    _lower_headings(tokens)
    unwanted = {_bare(url) for url in sensitive if url}
    for token in tokens:
        if token.children is not None:
            token.children = _plain_images(_without_links(token.children, unwanted))
    return tokens


def _drawn(tokens: Sequence[Token]) -> SafeString:
    html: str = _parser.renderer.render(tokens, _parser.options, {})
    clean = nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel=_REL)
    return mark_safe(clean)  # noqa: S308  (nh3 has just let through nothing but the list above)


def _lower_headings(tokens: Sequence[Token]) -> None:
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + _HEADINGS_BELOW)}"


def _named_headings(tokens: Sequence[Token]) -> tuple[Heading, ...]:
    found: list[Heading] = []
    for token, inside in pairwise(tokens):
        if token.type == "heading_open":
            words = "".join(t.content for t in inside.children or [] if t.type in ("text", "code_inline"))
            found.append(Heading(int(token.tag[1]) - _HEADINGS_BELOW, words, f"part{len(found) + 1}"))
            token.attrSet("id", found[-1].id)
    return tuple(found)


def _number_paragraphs(tokens: Sequence[Token], prefix: str) -> list[tuple[int, Token]]:
    """Give each paragraph its id. Returns their numbers, each with the token of what stands inside."""
    paragraphs = [(t, inside) for t, inside in pairwise(tokens) if _is_paragraph(t)]
    for number, (token, _) in enumerate(paragraphs, 1):
        token.attrSet("id", f"{prefix}{number}")
    return [(number, inside) for number, (_, inside) in enumerate(paragraphs, 1)]


def _is_paragraph(token: Token) -> bool:
    return token.type == "paragraph_open" and not token.hidden


def _link_to_itself(number: int) -> list[Token]:
    # What it shows comes from the stylesheet, so that it is not copied with the text.
    attributes: dict[str, str | int | float] = {"class": "pin", "href": f"#p{number}", "aria-label": f"¶ {number}"}
    return [Token("link_open", "a", 1, attrs=attributes), Token("link_close", "a", -1)]


def _without_notes(text: str, notes: Collection[int]) -> str:
    """`text` without the notes that the page shows by themselves."""
    return _NOTE.sub(lambda found: "" if int(found[1]) in notes else found[0], text)


def _mark_of_note(state: StateInline, silent: bool) -> bool:
    """A rule of markdown-it: [^12] where the alert has a note 12."""
    found = _MARK.match(state.src, state.pos, state.posMax)
    if not found or int(found[1]) not in state.env.get("notes", ()):
        return False
    if not silent:
        number = int(found[1])
        again = state.env["marked"][number] = state.env["marked"].get(number, 0) + 1
        state.push("sup_open", "sup", 1)
        link = state.push("link_open", "a", 1)
        link.attrs = {"class": "mark-of-note", "href": f"#note-{number}"}
        link.attrs["id"] = f"mark-{number}" if again == 1 else f"mark-{number}-{again}"
        state.push("text", "", 0).content = str(number)
        state.push("link_close", "a", -1)
        state.push("sup_close", "sup", -1)
    state.pos = found.end()
    return True


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


_parser = MarkdownIt("js-default", {"html": False, "linkify": False, "typographer": False})
_parser.inline.ruler.before("link", "mark_of_note", _mark_of_note)
