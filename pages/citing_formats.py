"""A citation as a file that reference managers read: BibTeX, RIS, CSL-JSON.

Sources: BibTeX (btxdoc, Patashnik 1988), the RIS format as Reference Manager 2011 tells it, CSL-JSON 1.0.2.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pages.citing import ARCHIVE, Cited

_MACROS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905
_ESCAPED = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


@dataclass(frozen=True)
class Format:
    """A kind of file: how people call it, its media type, who writes it."""

    name: str
    media_type: str
    write: Callable[[Cited], str]


def bibtex(work: Cited) -> str:
    """One @misc entry in UTF-8. What bodies are called is braced, so that no name is taken apart or loses a capital."""
    fields = {
        "author": " and ".join(f"{{{_escaped(name)}}}" for name in work.authors),
        "title": f"{{{_escaped(work.title)}}}",
        "howpublished": _escaped(f"{ARCHIVE}, version {work.version} of {work.published.iso}"),
        "type": _escaped(work.kind),
        "number": _escaped(work.symbol),
        "language": _escaped(work.language),
        "url": work.address,
        "urldate": work.published.iso,
        "note": _escaped(_doubt(work)),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    if work.dates:
        lines.append(f"  year = {{{work.dates[0].year}}}")
        lines += [f"  month = {_MACROS[work.dates[0].month - 1]}"] if work.dates[0].month else []
        lines += [f"  day = {{{work.dates[0].day}}}"] if work.dates[0].day else []
    body = ",\n".join(lines)
    return f"@misc{{{work.identifier},\n{body}\n}}\n"


def ris(work: Cited) -> str:
    """One RPRT entry; lines end as the format has it."""
    first = work.dates[0] if work.dates else None
    fields = [
        ("TY", "RPRT"),
        *(("AU", name) for name in work.authors),
        ("TI", work.title),
        ("PY", str(first.year) if first else ""),
        ("DA", work.issued.replace("-", "/")),
        ("M3", work.kind),
        ("SN", work.symbol),
        ("AB", work.abstract),
        ("LA", work.language),
        ("DB", ARCHIVE),
        ("ET", f"version {work.version} of {work.published.iso}"),
        ("N1", _doubt(work)),
        ("UR", work.address),
        ("ID", work.identifier),
    ]
    lines = [f"{tag}  - {_one_line(value)}" for tag, value in fields if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def csl(work: Cited) -> str:
    """A list of one item of the type "report"."""
    item: dict[str, Any] = {
        "id": work.identifier,
        "type": "report",
        "title": work.title,
        "author": [{"literal": name} for name in work.authors],
        "issued": _issued(work),
        "genre": work.kind,
        "number": work.symbol,
        "language": work.language,
        "abstract": work.abstract,
        "archive": ARCHIVE,
        "version": str(work.version),
        "accessed": {"date-parts": [work.published.parts]},
        "note": _doubt(work),
        "URL": work.address,
    }
    return json.dumps([{name: value for name, value in item.items() if value}], ensure_ascii=False, indent=1) + "\n"


FORMATS: dict[str, Format] = {
    "bib": Format("BibTeX", "application/x-bibtex", bibtex),
    "ris": Format("RIS", "application/x-research-info-systems", ris),
    "json": Format("CSL-JSON", "application/vnd.citationstyles.csl+json", csl),
}


def structured(work: Cited, permanent: str) -> dict[str, Any]:
    """The alert for search engines and reference managers: JSON-LD of schema.org. `permanent` is its own address."""
    return {
        "@context": "https://schema.org",
        "@type": "Report",
        "@id": permanent,
        "url": permanent,
        "name": work.title,
        "headline": work.title,
        "author": [{"@type": "Organization", "name": name} for name in work.authors],
        "datePublished": work.issued or None,
        "inLanguage": work.language or None,
        "genre": work.kind or None,
        "reportNumber": work.symbol or None,
        "abstract": work.abstract or None,
        "version": str(work.version),
        "archivedAt": work.address,
        "isPartOf": {"@type": "ArchiveComponent", "name": ARCHIVE},
    }


def _issued(work: Cited) -> dict[str, Any]:
    if not work.dates:
        return {}
    told: dict[str, Any] = {"date-parts": [day.parts for day in work.dates]}
    return told | {"circa": True} if any(day.is_about for day in work.dates) else told


def _doubt(work: Cited) -> str:
    return "The date of issue is inferred by the archive." if work.is_inferred and work.dates else ""


def _escaped(text: str) -> str:
    return "".join(_ESCAPED.get(character, character) for character in _one_line(text))


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
