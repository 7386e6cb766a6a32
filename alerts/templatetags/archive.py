"""How pages say things: dates in words, kinds and roles by their labels, addresses that may become links."""

import datetime as dt
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.template.defaultfilters import truncatechars
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext_lazy, pgettext_lazy

from alerts.models import Alert, DateBasis, Document, Event, Party, Relation, Response
from alerts.models.alert import AlertDate
from alerts.options import language_name as name_of_language
from alerts.record import Data
from dates.display import day_in_words
from dates.display import in_words as words_of
from dates.locales import grouped as with_thousands_apart
from identifiers.folding import fold
from identifiers.models import Name
from organizations.models import Organization

register = template.Library()

# How each relation reads from the other alert's side.
_FROM_THE_OTHER_SIDE = {
    Relation.Kind.UPDATES: pgettext_lazy("relation of alerts", "updated by"),
    Relation.Kind.CORRECTS: pgettext_lazy("relation of alerts", "corrected by"),
    Relation.Kind.RETRACTS: pgettext_lazy("relation of alerts", "retracted by"),
    Relation.Kind.TRANSLATES: pgettext_lazy("relation of alerts", "translated as"),
    Relation.Kind.REISSUES: pgettext_lazy("relation of alerts", "issued again as"),
    Relation.Kind.RESPONDS_TO: pgettext_lazy("relation of alerts", "answered by"),
}
_SOURCES = {
    Alert.SourceKind.ISSUER: pgettext_lazy("kind of source", "from the issuer"),
    Alert.SourceKind.MIRROR: pgettext_lazy("kind of source", "from a mirror"),
    Alert.SourceKind.PRESS_REPORT: pgettext_lazy("kind of source", "from a press report"),
    Alert.SourceKind.UNKNOWN: pgettext_lazy("kind of source", "of unknown kind"),
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
# A number with what it counts: each noun that pages count, because its forms are a matter of the language.
_COUNTED = {
    "alert": ngettext_lazy("%(count)s alert", "%(count)s alerts", "number"),
    "country": ngettext_lazy("%(count)s country", "%(count)s countries", "number"),
    "draft": ngettext_lazy("%(count)s draft", "%(count)s drafts", "number"),
    "framework": ngettext_lazy("%(count)s framework", "%(count)s frameworks", "number"),
    "indicator": ngettext_lazy("%(count)s indicator", "%(count)s indicators", "number"),
    "issuer": ngettext_lazy("%(count)s issuer", "%(count)s issuers", "number"),
    "note": ngettext_lazy("%(count)s note", "%(count)s notes", "number"),
    "organization": ngettext_lazy("%(count)s organization", "%(count)s organizations", "number"),
    "place": ngettext_lazy("%(count)s place", "%(count)s places", "number"),
    "recommendation": ngettext_lazy("%(count)s recommendation", "%(count)s recommendations", "number"),
    "response": ngettext_lazy("%(count)s response", "%(count)s responses", "number"),
    "signatory": ngettext_lazy("%(count)s signatory", "%(count)s signatories", "number"),
    "situation": ngettext_lazy("%(count)s situation", "%(count)s situations", "number"),
    "statement": ngettext_lazy("%(count)s statement", "%(count)s statements", "number"),
    "time": ngettext_lazy("%(count)s time", "%(count)s times", "number"),
    "year": ngettext_lazy("%(count)s year", "%(count)s years", "number"),
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
    """A number with its noun, one of _COUNTED: `{{ 2|counted:"alert" }}`."""
    return _COUNTED[noun] % {"number": int(number), "count": with_thousands_apart(int(number))}


@register.filter
def grouped(number: int) -> str:
    """A number with its thousands told apart: 12,345."""
    return with_thousands_apart(number)


@register.filter
def differs(printed: str, name: str) -> bool:
    """Whether the words as printed say another thing than the name: more than a capital or a mark apart."""
    return bool(printed) and fold(printed).removeprefix("the ") != fold(name).removeprefix("the ")


@register.simple_tag(takes_context=True)
def printed(context: template.Context, words: str) -> SafeString:
    """What the document printed, marked as being in its language."""
    return _printed(context, words)


def _printed(context: template.Context, words: str) -> SafeString:
    language = context["record"]["language"]
    marked = format_html('<span lang="{}" dir="auto">{}</span>', language, words)
    return format_html(gettext("printed: “{words}”"), words=marked)


@register.simple_tag(takes_context=True)
def bodies(context: template.Context, parts: list[Data]) -> SafeString:
    """Organizations that are asked, as `named` has them, one after the other."""
    shown = ((named(context, part["organization"], part["as_printed"]),) for part in parts)
    return format_html_join(", ", "<strong>{}</strong>", shown)


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
        shown = format_html('{} <span class="printed">{}</span>', shown, _printed(context, printed))
    return shown


@register.inclusion_tag("parts/issued.html")
def issued(edtf: str, basis: str, note: str) -> dict[str, str]:
    """A date in words; where it is inferred or from the title, that it is; and the reason or doubt at hand."""
    marked: dict[str, str] = {
        DateBasis.INFERRED: str(DateBasis.INFERRED.label),
        DateBasis.FROM_TITLE: str(DateBasis.FROM_TITLE.label),
    }
    return {"edtf": edtf, "note": note, "mark": marked.get(basis, "") if edtf else ""}
