"""Alerts in the Common Alerting Protocol, version 1.2 (OASIS Standard, 1 July 2010); 1.1 is read too."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from intake.extraction import Extracted, Unreadable
from intake.formats.composing import Composer, Record

MEDIA_TYPE = "application/cap+xml"
LARGEST = 5_000_000  # bytes
_NAMESPACE = re.compile(rb"urn:oasis:names:tc:emergency:cap:1\.[12]")
_LOOKED_AT = 4000  # bytes, within which the namespace stands
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})T", re.ASCII)
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", re.ASCII)
_MEANT_FOR_NOBODY = {
    "Exercise": "an exercise", "System": "a message between systems", "Test": "a test", "Draft": "a draft",
}  # fmt: skip
_SURE, _UNSURE = 0.97, 0.5


def is_meant(data: bytes) -> bool:
    return data.lstrip()[:1] in (b"<", b"\xef") and bool(_NAMESPACE.search(data[:_LOOKED_AT]))


def read(data: bytes) -> tuple[Record, ...]:
    """The one alert that a file holds. Raises Unreadable with a sentence."""
    if len(data) > LARGEST:
        raise Unreadable(f"It is too large for a CAP alert: at most {LARGEST // 1_000_000} MB are read.")
    try:
        alert = fromstring(data)
    except DefusedXmlException as error:
        raise Unreadable("It declares entities or a document type, which a CAP alert has no need of.") from error
    except (ParseError, ValueError, LookupError) as error:
        raise Unreadable(f"It is no whole XML: {error}.") from error
    if _name(alert) != "alert":
        raise Unreadable(f"It is CAP, but its first element is “{_name(alert)[:40]}”, not “alert”.")
    infos = list(_all(alert, "info"))
    if not infos:
        raise Unreadable("It is a CAP alert without an “info”: it says nothing to take in.")
    return (_record(data, alert, infos),)


def _record(data: bytes, alert: Element, infos: list[Element]) -> Record:
    made = Composer("Common Alerting Protocol")
    first, *others = infos
    tag = _text(first, "language") or "en-US"  # the default of the standard
    title = _text(first, "headline") or _text(first, "event")
    made.propose("title", made.write(title, "# "), _SURE if title else _UNSURE, text=" ".join(title.split())[:500])
    sender = _text(first, "senderName") or _text(alert, "sender")
    if sender:
        made.propose("issuer", made.write(sender, "From: "), _SURE, name=sender[:300], office="", uid="")
    _propose_dates(made, alert)
    if event := _text(first, "event"):
        passage = made.write(event, "Event: ")
        made.propose("type", passage, _UNSURE, label=event[:200], genre="alert", uid="")
    if _TAG.fullmatch(tag):
        head, *rest = tag.split("-")
        made.propose("language", None, _SURE, tag="-".join([head.lower(), *rest]))
    _propose_earlier(made, alert)
    _write_info(made, first)
    for info in others:
        made.write(_text(info, "headline") or _text(info, "event") or _text(info, "language"), "## ")
        _write_info(made, info)
    warnings = tuple(_warnings(alert, infos))
    extracted = Extracted(
        made.text, MEDIA_TYPE, title, language=tag, source_url=_web(first), warnings=warnings, readers={"cap": "1.2"}
    )
    return Record(data, "", extracted, tuple(made.proposals))


def _propose_dates(made: Composer, alert: Element) -> None:
    sent = _text(alert, "sent")
    if match := _DAY.match(sent):
        made.propose("issued", made.write(sent, "Sent: "), _SURE, edtf=match[1], basis="printed", note="")


def _propose_earlier(made: Composer, alert: Element) -> None:
    """`references` names earlier messages: sender,identifier,sent, parted by spaces (3.2.1)."""
    earlier = [parts[1] for one in _text(alert, "references").split() if len(parts := one.split(",")) == 3]
    if earlier and _text(alert, "msgType") in ("Update", "Cancel"):
        passage = made.write(" ".join(earlier), "Earlier: ")
        made.propose("update", passage, _UNSURE, number="", of=earlier[-1][:300], uid="")


def _write_info(made: Composer, info: Element) -> None:
    for name, heading in (("description", ""), ("instruction", "Instruction")):
        if text := _text(info, name):
            if heading:
                made.write(heading, "## ")
            made.write(text)
    for area in _all(info, "area"):
        if name := _text(area, "areaDesc"):
            passage = made.write(name, "Area: ")
            made.propose("place", passage, _UNSURE, uid="", as_printed=name[:300])
    for resource in _all(info, "resource"):
        if uri := _text(resource, "uri"):
            made.write(f"{_text(resource, 'resourceDesc')}: {uri}", "Resource: ")


def _warnings(alert: Element, infos: list[Element]) -> Iterator[str]:
    status = _text(alert, "status")
    if status in _MEANT_FOR_NOBODY:
        yield f"Its status is “{status}”: it is {_MEANT_FOR_NOBODY[status]}, and warns of nothing."
    if (scope := _text(alert, "scope")) in ("Restricted", "Private"):
        yield f"Its scope is “{scope}”: it was not sent to the public."
    if _text(alert, "msgType") == "Cancel":
        yield "It cancels an earlier alert."
    if len(infos) > 1:
        languages = ", ".join(filter(None, (_text(info, "language") for info in infos)))
        yield f"It has {len(infos)} parts ({languages}): what is proposed is taken from the first."


def _web(info: Element) -> str:
    web = _text(info, "web")
    return web if web.startswith(("http://", "https://")) and len(web) <= 1000 else ""


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _all(parent: Element, name: str) -> Iterator[Element]:
    return (child for child in parent if _name(child) == name)


def _text(parent: Element, name: str) -> str:
    """The text of the first child of that name, as it stands; CAP allows no markup in it."""
    child = next(_all(parent, name), None)
    return (child.text or "").strip() if child is not None else ""
