"""What the head of a web page says of it: title, dates, language, address."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from intake.extraction.decoding import clean
from intake.extraction.results import Dated
from intake.extraction.tree import Element, text_of

_DATE = re.compile(r"\s*(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?![\d/])")
_DATED = (
    "article:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "dcterms.date", "dcterms.issued",
    "dcterms.created", "pubdate", "publishdate", "publish_date", "citation_publication_date", "citation_date",
    "article:modified_time", "og:updated_time", "last-modified", "datemodified",
)  # fmt: skip
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(https?://\S+)\s*-->")
_MOST = 20


@dataclass(frozen=True)
class Head:
    title: str = ""
    dated: tuple[Dated, ...] = ()
    language: str = ""
    source_url: str = ""
    base: str = ""


def head_of(root: Element, source: str) -> Head:
    """`source` is the page as text, in which a browser that saved it may have noted its address."""
    metas = _metas(root)
    linked = [dict(_linked_data(data)) for data in _scripts(root)]
    titles = [metas.get("og:title", ""), *(each.get("headline", "") for each in linked), _title(root)]
    canonical = next(
        (link.get("href", "") for link in root.iter("link") if link.get("rel", "").lower() == "canonical"), ""
    )
    saved = _SAVED_FROM.search(source[:2000])
    addresses = [canonical, metas.get("og:url", ""), saved[1] if saved else ""]
    url = next((address.strip() for address in addresses if re.match(r"\s*https?://[^\s<>]+\s*$", address)), "")
    base = next((each.get("href", "") for each in root.iter("base") if each.get("href", "").startswith("http")), url)
    languages = [root.get("lang", ""), root.get("{http://www.w3.org/XML/1998/namespace}lang", "")]
    languages += [metas.get("content-language", ""), metas.get("og:locale", "")]
    language = next((tag for each in languages if (tag := language_tag(each))), "")
    title = next((found for each in titles if (found := " ".join(clean(each).split()))), "")
    return Head(title[:500], tuple(_dates(root, metas, linked))[:_MOST], language, url, base)


def language_tag(declared: str) -> str:
    """A BCP 47 tag as far as its form goes; "" where it is none."""
    declared = declared.strip().replace("_", "-")
    return declared if _LANGUAGE.fullmatch(declared) else ""


def edtf_of(text: str) -> str:
    """The day, month or year with which an ISO 8601 date begins; "" where it is none."""
    found = _DATE.match(text)
    if found is None:
        return ""
    year, month, day = found[1], found[2], found[3]
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return ""
    return "-".join(part for part in (year, month, day) if part)


def _metas(root: Element) -> dict[str, str]:
    metas: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv") or ""
        if meta.get("content"):
            metas.setdefault(name.casefold(), meta.get("content", ""))
    return metas


def _title(root: Element) -> str:
    title = root.find("head/title")
    return text_of(title) if title is not None else ""


def _dates(root: Element, metas: dict[str, str], linked: list[dict[str, str]]) -> Iterator[Dated]:
    for name in _DATED:
        if edtf := edtf_of(metas.get(name, "")):
            yield Dated(edtf, name)
    for each in linked:
        for name in ("datePublished", "dateModified"):
            if edtf := edtf_of(each.get(name, "")):
                yield Dated(edtf, f"JSON-LD {name}")
    for time in root.iter("time"):
        if edtf := edtf_of(time.get("datetime", "")):
            yield Dated(edtf, f"<time {time.get('itemprop')}>" if time.get("itemprop") else "<time>")


def _scripts(root: Element) -> Iterator[Any]:
    for script in root.iter("script"):
        if script.get("type", "").strip().casefold() == "application/ld+json":
            try:
                yield json.loads(script.text or "")
            except (ValueError, RecursionError):
                continue


def _linked_data(data: Any, depth: int = 0) -> Iterator[tuple[str, str]]:
    """The texts at the top of JSON-LD, and of each record in its lists and graphs."""
    if depth > 3:
        return
    for each in (data if isinstance(data, list) else [data])[:_MOST]:
        if isinstance(each, dict):
            yield from _linked_data(each.get("@graph", []), depth + 1)
            yield from ((key, value) for key, value in each.items() if isinstance(value, str))
