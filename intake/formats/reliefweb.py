"""Reports as the API of ReliefWeb answers with them (version 1 and 2): one, or a list of them."""

import json
import re
from collections.abc import Iterator
from typing import Any

from intake.extraction import Extracted, Unreadable
from intake.formats.composing import Composer, Record
from places.models import Country

MEDIA_TYPE = "application/vnd.reliefweb+json"
LARGEST = 50_000_000  # bytes
_LOOKED_AT = 10_000
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TAG = re.compile(r"[a-z]{2,3}", re.ASCII)
_SURE, _UNSURE = 0.97, 0.5


def is_meant(data: bytes) -> bool:
    """A JSON object whose first part names what each answer of the API has."""
    head = data[:_LOOKED_AT].lstrip(b"\xef\xbb\xbf \t\r\n")
    return head[:1] == b"{" and b'"fields"' in head and (b'"data"' in head or b'"id"' in head)


def read(data: bytes) -> tuple[Record, ...]:
    """The reports of an answer, in its order. Raises Unreadable with a sentence."""
    if len(data) > LARGEST:
        raise Unreadable(f"It is too large: at most {LARGEST // 1_000_000} MB of an answer are read.")
    try:
        answer = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"It is no whole JSON: {error}.") from error
    items = answer.get("data", [answer])
    if not isinstance(items, list) or not all(isinstance(i, dict) and isinstance(i.get("fields"), dict) for i in items):
        raise Unreadable("It looks like an answer of ReliefWeb, but its “data” is no list of records with “fields”.")
    if not items:
        raise Unreadable("It is an answer of ReliefWeb that found nothing.")
    codes = {(alpha3 or "").lower(): code for alpha3, code in Country.objects.values_list("alpha3", "code")}
    return tuple(_record(item, codes) for item in items)


def _record(item: dict[str, Any], codes: dict[str, str]) -> Record:
    fields = item["fields"]
    made = Composer("ReliefWeb API")
    title = " ".join(_words(fields.get("title")).split())
    made.propose("title", made.write(title, "# "), _SURE if title else _UNSURE, text=title[:500])
    for source in _list(fields, "source"):
        if name := _words(source.get("name")):
            made.propose("issuer", made.write(name, "Source: "), _SURE, name=name[:300], office="", uid="")
    _propose_dates(made, fields)
    for format_ in _list(fields, "format")[:1]:
        if label := _words(format_.get("name")):
            passage = made.write(label, "Format: ")
            made.propose("type", passage, _UNSURE, label=label[:200], genre="report", uid="")
    tags = [tag for one in _list(fields, "language") if _TAG.fullmatch(tag := _words(one.get("code")).lower())]
    if tags:
        made.propose("language", None, _SURE, tag=tags[0])
    for country in _list(fields, "country") or _list(fields, "primary_country"):
        iso3 = _words(country.get("iso3")).lower()
        if iso3 and (code := codes.get(iso3)):
            passage = made.write(_words(country.get("name")) or code, "Country: ")
            made.propose("country", passage, _SURE, code=code, role="concerned")
    made.write(_words(fields.get("body")) or "(The record has no text.)")
    extracted = Extracted(
        made.text, MEDIA_TYPE, title, language=tags[0] if tags else "", source_url=_address(fields),
        warnings=tuple(_warnings(fields)), readers={"reliefweb": "1"},
    )  # fmt: skip
    data = json.dumps(item, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return Record(data, f"#{str(item.get('id', ''))[:40]}", extracted, tuple(made.proposals))


def _propose_dates(made: Composer, fields: dict[str, Any]) -> None:
    """`date.original` is that of the document, `date.created` that of its posting on ReliefWeb."""
    dates = fields.get("date")
    if not isinstance(dates, dict):
        return
    if day := _DAY.match(_words(dates.get("original"))):
        made.propose("issued", made.write(day[0], "Date: "), _SURE, edtf=day[0], basis="printed", note="")
    if day := _DAY.match(_words(dates.get("created"))):
        made.propose("date", made.write(day[0], "Posted on ReliefWeb: "), _SURE, kind="posted", edtf=day[0])


def _address(fields: dict[str, Any]) -> str:
    """Where the source itself published it, else the page of ReliefWeb."""
    for name in ("origin", "url_alias", "url"):
        address = _words(fields.get(name))
        if address.startswith(("http://", "https://")) and len(address) <= 1000:
            return address
    return ""


def _warnings(fields: dict[str, Any]) -> Iterator[str]:
    if not _words(fields.get("body")):
        yield "The record holds no text: take in the document itself too."
    if files := _list(fields, "file"):
        names = ", ".join(_words(one.get("filename"))[:80] for one in files[:5])
        yield f"It names {len(files)} attached file{'s' if len(files) > 1 else ''}, not taken in: {names}."


def _list(fields: dict[str, Any], name: str) -> list[dict[str, Any]]:
    value = fields.get(name)
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, dict)]


def _words(value: Any) -> str:
    """The text of a field, without what no database holds: NUL, halves of characters."""
    if not isinstance(value, str):
        return ""
    return value.replace("\0", "").encode("utf-8", "replace").decode().strip()
