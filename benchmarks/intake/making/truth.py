"""What is true of a made document, as its source says it."""

import csv
import re
import unicodedata
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from making.source import Source, plain

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures"
_TRACKERS = re.compile(r"utm_.*|fbclid|gclid|mc_cid|mc_eid")


def fold(name: str) -> str:
    text = unicodedata.normalize("NFKD", name.casefold())
    text = "".join(sign for sign in text if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[^\w]+", " ", text).removeprefix("the ").split())


def known_organizations() -> dict[str, str]:
    """Folded name, acronym or slug → uid."""
    known: dict[str, str] = {}
    with (FIXTURES / "organizations.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            known |= {fold(name): row["uid"] for name in (row["name"], row["acronym"], row["slug"]) if name}
    with (FIXTURES / "names.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["of"] == "organization":
                known.setdefault(fold(row["text"]), row["record"])
    return known


_KNOWN = known_organizations()


def organization(words: str) -> dict[str, str]:
    """`name` or `name = slug` → the name as printed and the uid (empty where the catalogue has no such body)."""
    name, _, slug = words.partition(" = ")
    uid = _KNOWN.get(fold(slug or name), "")
    if slug and not uid:
        raise SystemExit(f"No organization in the fixtures is called {slug}.")
    return {"name": name.strip(), "uid": uid}


def without_trackers(url: str) -> str:
    parts = urlsplit(url)
    kept = [(name, value) for name, value in parse_qsl(parts.query) if not _TRACKERS.fullmatch(name)]
    return urlunsplit(parts._replace(query=urlencode(kept))) if parts.query else url


def references(text: str, sensitive: list[str]) -> list[dict[str, Any]]:
    found = []
    for piece in re.split(r"; (?=[^;]*)", text):
        urls = [without_trackers(url) for url in re.findall(r"<(https?://[^>]+)>", piece)]
        symbol = re.search(r"\b(?:A|S|E|CERD|CAT)/[A-Z0-9][A-Z0-9/.]*\d\b|\bCRI\(\d{4}\)\d+", piece)
        url = urls[0] if urls else ""
        found.append(
            {
                "text": plain(re.sub(r"\s*<https?://[^>]+>", "", piece)).rstrip(". ") or url,
                "url": url,
                "symbol": symbol[0] if symbol else "",
                "sensitive": url in sensitive,
            }
        )
    return found


def _assessments(source: Source) -> list[dict[str, Any]]:
    concluded = {tuple(words.split(" ", 1)) for words in source.header.get("concluded", [])}
    return [
        {**one, "concluded": (one["framework"], one["number"] or one["name"]) in concluded}
        for one in source.assessments
    ]


def truth(source: Source) -> dict[str, Any]:
    header = source.header
    edtf, _, basis = source.one("issued", " unknown").partition(" ")
    label, _, genre = source.one("type").rpartition(" / ")
    made: dict[str, Any] = {
        "title": source.one("title"),
        "issued": {"edtf": edtf.strip("-"), "basis": basis},
        "issuers": [organization(words) for words in header.get("issuer", [])],
        "addressees": [organization(words) for words in header.get("addressee", [])],
        "signatories": [organization(words) for words in header.get("signatory", [])],
        "type": {"label": label, "genre": genre},
        "language": source.language,
        "update": None,
        "recommendations": [
            {**one, "addressees": [organization(words) for words in one["addressees"]]}
            for one in source.recommendations
        ],
        "assessments": _assessments(source),
        "notes": [
            {"number": number, "text": plain(text), "references": references(text, header.get("sensitive", []))}
            for number, text in source.notes.items()
        ],
    }
    if words := source.one("update"):
        number, _, of = words.partition(" of ")
        made["update"] = {"number": number, "of": of}
    if day := source.one("not_before"):
        made["not_before"] = {"edtf": day}
    if "country" in header:
        made["countries"] = [dict(zip(("code", "role"), words.split(), strict=True)) for words in header["country"]]
    if source.characterizations:
        made["characterizations"] = source.characterizations
    made["persons"] = header.get("person", [])
    if "signatory_count" in header:
        made["signatory_count"] = source.one("signatory_count")
    return made
