"""How pages say things: dates in words, kinds and roles by their labels, addresses that may become links."""

import datetime as dt
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.template.defaultfilters import truncatechars
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from alerts.models import Alert, DateBasis, Document, Event, Party, Relation, Response
from alerts.models.alert import AlertDate
from alerts.options import language_name as name_of_language
from alerts.record import Data
from dates.display import day_in_words
from dates.display import in_words as words_of
from identifiers.folding import fold
from identifiers.models import Name
from organizations.models import Organization

register = template.Library()

# How each relation reads from the other alert's side.
_FROM_THE_OTHER_SIDE = {
    Relation.Kind.UPDATES: "updated by",
    Relation.Kind.CORRECTS: "corrected by",
    Relation.Kind.RETRACTS: "retracted by",
    Relation.Kind.TRANSLATES: "translated as",
    Relation.Kind.REISSUES: "issued again as",
    Relation.Kind.RESPONDS_TO: "answered by",
}
_SOURCES = {
    Alert.SourceKind.ISSUER: "from the issuer",
    Alert.SourceKind.MIRROR: "from a mirror",
    Alert.SourceKind.PRESS_REPORT: "from a press report",
    Alert.SourceKind.UNKNOWN: "of unknown kind",
}
_LABELS: dict[str, dict[Any, Any]] = {
    "basis": dict(DateBasis.choices),
    "date": dict(AlertDate.Kind.choices),
    "document": dict(Document.Role.choices),
    "event": dict(Event.Kind.choices),
    "name": dict(Name.Relation.choices),
    "organization": dict(Organization.Kind.choices),
    "party": dict(Party.Role.choices),
    "reason": dict(Event.Reason.choices),
    "relation": dict(Relation.Kind.choices),
    "relation_from": _FROM_THE_OTHER_SIDE,
    "response": dict(Response.Kind.choices),
    "rights": dict(Alert.TextRights.choices),
    "source": _SOURCES,
}


@register.filter
def label(value: str, choices: str) -> str:
    """The label of a value of the record: `{{ "acts"|label:"response" }}`; the value itself where it is unknown."""
    return str(_LABELS[choices].get(value, value))


@register.filter
def in_words(edtf: str) -> str:
    """An EDTF date in words; as it stands where it is none, because an old version is shown as it was."""
    try:
        return words_of(edtf)
    except ValueError:
        return edtf


@register.filter
def day(value: dt.date | str) -> str:
    """A day, or the day of a moment, in words: 7 October 2022."""
    if isinstance(value, str):
        return in_words(value)
    return day_in_words(value)


@register.filter
def web_address(url: str) -> str:
    """`url` where it is an http or https address with a host, else nothing: only such ones may become links."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    return url.strip() if parts.scheme in ("http", "https") and parts.hostname else ""


@register.filter
def language_name(tag: str) -> str:
    return name_of_language(tag)


@register.filter
def in_brief(text: str) -> str:
    """About two lines of a text."""
    return truncatechars(" ".join(text.split()), 240)


@register.filter
def counted(number: int | str, noun: str) -> str:
    """A number with its noun: `{{ 1|counted:"country,countries" }}`, `{{ 2|counted:"alert" }}`."""
    one, _, many = noun.partition(",")
    return f"{int(number):,} {one if int(number) == 1 else many or f'{one}s'}"


@register.filter
def grouped(number: int) -> str:
    """A number with its thousands told apart: 12,345."""
    return f"{number:,}"


@register.filter
def differs(printed: str, name: str) -> bool:
    """Whether the words as printed say another thing than the name: more than a capital or a mark apart."""
    return bool(printed) and fold(printed).removeprefix("the ") != fold(name).removeprefix("the ")


@register.simple_tag(takes_context=True)
def named(context: template.Context, body: Data, printed: str = "", office: str = "") -> SafeString:
    """An organization by its name, a link where the page is of today; then the office and what the document printed,
    where they say something else. `body` is the organization's part of a record."""
    marked = {"lang": context["record"]["language"]}
    shown = format_html("{}", body["name"])
    if context["linked"]:
        shown = format_html('<a href="{}">{}</a>', reverse("organization", args=[body["uid"], body["slug"]]), shown)
    if office and office != body["name"]:
        shown = format_html('{}, <span lang="{lang}" dir="auto">{}</span>', shown, office, **marked)
    if differs(printed, body["name"]):
        words = format_html('“<span lang="{lang}" dir="auto">{}</span>”', printed, **marked)
        shown = format_html('{} <span class="printed">printed: {}</span>', shown, words)
    return shown


@register.inclusion_tag("parts/issued.html")
def issued(edtf: str, basis: str, note: str) -> dict[str, str]:
    """A date in words; where it is inferred or from the title, that it is; and the reason or doubt at hand."""
    marked: dict[str, str] = {DateBasis.INFERRED: "inferred", DateBasis.FROM_TITLE: "from the title"}
    return {"edtf": edtf, "note": note, "mark": marked.get(basis, "") if edtf else ""}
