"""What a record (alerts.record.describe) says, as facts with names: what a difference between two records compares."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.template.defaultfilters import truncatechars
from django.utils.translation import gettext as _

from alerts.models import (
    Alert,
    AlertCountry,
    AlertDate,
    AlertType,
    Characterization,
    DateBasis,
    Document,
    Party,
    Recommendation,
    Relation,
    Response,
)
from alerts.options import language_name
from alerts.record import Data
from dates.display import in_words

# A fact is words, or several things in order.
Fact = str | list[str]
Facts = dict[str, Fact]
Titles = Mapping[str, str]
_IN_A_NAME = 60  # characters of a text


@dataclass(frozen=True)
class Item:
    """A part of a record: its uid, what it is called, and its facts by their names."""

    uid: str
    name: str
    facts: Facts


def of_the_alert(record: Data) -> Facts:
    """The alert's own facts. A field that an old record lacks reads as empty."""
    source, issued = record.get("source") or {}, record.get("issued") or {}
    return {
        _("Title"): _text(record, "title"),
        _("Type"): _type(record.get("type")),
        _("Language"): language_name(_text(record, "language")),
        _("Symbol"): _text(record, "symbol"),
        _("Serial"): _serial(record.get("serial")),
        _("Source"): _text(source, "url"),
        _("Kind of source"): _label(Alert.SourceKind, _text(source, "kind")),
        _("Retrieved on"): _date(_text(source, "retrieved_on")),
        _("Date of issue"): _date(_text(issued, "edtf")) or _("undated"),
        _("Basis of the date"): _label(DateBasis, _text(issued, "basis")),
        _("Note on the date"): _text(issued, "note"),
        _("Issuers’ note"): _text(record, "issuers_note"),
        _("Number of signatories"): _text(record, "signatory_count"),
        _("Abstract"): _text(record, "abstract"),
        _("Rights in the text"): _label(Alert.TextRights, _text(record, "text_rights")),
        _("Text"): _text(record, "body"),
    }


def of_its_parts(record: Data, titles: Titles) -> dict[str, list[Item]]:
    """The parts by the heading under which they are shown. `titles`: those of related alerts, by uid."""
    numbers = {r["uid"]: str(r.get("number", "")) for r in record.get("recommendations") or []}
    lay_out: dict[str, tuple[str, Callable[[Data], tuple[str, Facts]]]] = {
        _("Other dates"): ("dates", _other_date),
        _("Parties"): ("parties", _party),
        _("Countries"): ("countries", _country),
        _("Places"): ("places", _place),
        _("Populations"): ("populations", _population),
        _("What it says is the case"): ("characterizations", _characterization),
        _("Assessments"): ("assessments", _assessment),
        _("Recommendations"): ("recommendations", _recommendation),
        _("Responses"): ("responses", lambda r: _response(r, numbers)),
        _("Notes"): ("notes", _note),
        _("Relations"): ("relations", lambda r: _relation(r, titles)),
        _("Documents"): ("documents", _document),
    }
    return {
        heading: [Item(part["uid"], *say(part)) for part in record.get(key) or []]
        for heading, (key, say) in lay_out.items()
    }


def titles_in(records: Iterable[Data]) -> dict[str, str]:
    """The titles, as they are today, of the alerts that `records` relate to. For the staff: some may be withdrawn."""
    uids = {relation["alert"] for record in records for relation in record.get("relations") or []}
    return dict(Alert.objects.filter(uid__in=uids).values_list("uid", "title")) if uids else {}


def _other_date(date: Data) -> tuple[str, Facts]:
    kind = _label(AlertDate.Kind, _text(date, "kind"))
    return kind, {
        _("Kind"): kind,
        _("Date"): _date(_text(date, "edtf")),
        _("Basis"): _label(DateBasis, _text(date, "basis")),
        _("Note"): _text(date, "note"),
    }


def _party(party: Data) -> tuple[str, Facts]:
    name, role = _name(party.get("organization")), _label(Party.Role, _text(party, "role"))
    return f"{name} ({role})", {
        _("Organization"): name,
        _("Role"): role,
        _("As printed"): _text(party, "as_printed"),
        _("Person or office"): _text(party, "office"),
    }


def _country(country: Data) -> tuple[str, Facts]:
    name, role = _text(country, "name"), _label(AlertCountry.Role, _text(country, "role"))
    return f"{name} ({role})", {
        _("Country"): name,
        _("Role"): role,
        _("Name of that time"): _text(country, "then_name"),
    }


def _place(place: Data) -> tuple[str, Facts]:
    name = _name(place.get("place"))
    return name, {_("Place"): name, _("As printed"): _text(place, "as_printed")}


def _population(population: Data) -> tuple[str, Facts]:
    name, printed = _name(population.get("population")), _text(population, "as_printed")
    return name or f"“{printed}”", {_("Population"): name, _("As printed"): printed}


def _characterization(said: Data) -> tuple[str, Facts]:
    crime = _label(Characterization.Crime, _text(said, "crime"))
    modality = _label(Characterization.Modality, _text(said, "modality"))
    return f"{crime}: {modality}", {
        _("Crime"): crime,
        _("Modality"): modality,
        _("Words"): _text(said, "words"),
        _("Alleged actor"): _name(said.get("actor")),
        _("Alleged actor, as printed"): _text(said, "actor_text"),
        _("Population"): _name(said.get("population")),
        _("Population, as printed"): _text(said, "population_text"),
    }


def _assessment(assessment: Data) -> tuple[str, Facts]:
    indicator, framework = assessment.get("indicator") or {}, assessment.get("framework") or {}
    number = f"{indicator['number']}. " if indicator.get("number") else ""
    name = f"{number}{_text(indicator, 'name')}"
    return f"{name} ({_text(framework, 'title')})", {
        _("Indicator"): name,
        _("Framework"): _text(framework, "title"),
        _("As printed"): _text(assessment, "as_printed"),
        _("Note"): _text(assessment, "note"),
        _("The alert concludes with it"): _yes(assessment.get("concluded")),
    }


def _recommendation(asked: Data) -> tuple[str, Facts]:
    return _numbered(_("No. %(number)s: %(text)s"), asked, _text(asked, "text")), {
        _("Number"): _text(asked, "number"),
        _("Text"): _text(asked, "text"),
        _("Wording"): _label(Recommendation.Wording, _text(asked, "wording")),
        _("Addressees"): [_asked(a) for a in asked.get("addressees") or []],
        _("Basis of the addressees"): _label(Recommendation.Basis, _text(asked, "addressee_basis")),
        _("Targets"): [_asked(t) for t in asked.get("targets") or []],
        _("Measure"): _text(asked.get("measure") or {}, "label"),
        _("Place in the document"): _text(asked, "location"),
        _("Situation"): _text(asked.get("situation") or {}, "title"),
    }


def _response(response: Data, numbers: Mapping[str, str]) -> tuple[str, Facts]:
    who, kind = _name(response.get("organization")), _label(Response.Kind, _text(response, "kind"))
    recommendation = _text(response, "recommendation")
    return f"{who} {kind}", {
        _("Organization"): who,
        _("Kind"): kind,
        _("Answers"): _answered(numbers.get(recommendation, "")) if recommendation else _("the alert"),
        _("Date"): _date(_text(response, "edtf")),
        _("Text"): _text(response, "text"),
        _("Source"): _text(response, "source_text"),
        _("Address of the source"): _text(response, "source_url"),
    }


def _answered(number: str) -> str:
    return _("recommendation %(number)s") % {"number": number} if number else _("a recommendation")


def _note(note: Data) -> tuple[str, Facts]:
    said = [_text(note, "text"), *(_text(reference, "text") for reference in note.get("references") or [])]
    return _numbered(_("Note %(number)s: %(text)s"), note, " ".join(filter(None, said))), {
        _("Number"): _text(note, "number"),
        _("Text"): _text(note, "text"),
        _("References"): [_reference(r) for r in note.get("references") or []],
    }


def _relation(relation: Data, titles: Titles) -> tuple[str, Facts]:
    kind, uid = _label(Relation.Kind, _text(relation, "kind")), _text(relation, "alert")
    other = f"“{titles[uid]}”" if uid in titles else uid
    return f"{kind} {other}", {_("Kind"): kind, _("Alert"): other, _("Note"): _text(relation, "note")}


def _document(document: Data) -> tuple[str, Facts]:
    role, sha256 = _label(Document.Role, _text(document, "role")), _text(document, "sha256")
    return f"{role} {sha256[:12]}", {
        _("Role"): role,
        _("SHA-256"): sha256,
        _("Size in bytes"): _text(document, "size"),
        _("Media type"): _text(document, "media_type"),
        _("Language"): language_name(_text(document, "language")),
        _("Rights"): _text(document, "rights"),
        _("Public"): _yes(document.get("public")),
        _("Obtained from"): _text(document, "obtained_from"),
        _("Obtained on"): _date(_text(document, "obtained_on")),
        _("Erased by a redaction"): _yes(document.get("erased")),
    }


def _numbered(words: str, part: Data, text: str) -> str:
    return words % {"number": _text(part, "number"), "text": truncatechars(text, _IN_A_NAME)}


def _text(data: Data, key: str) -> str:
    value = data.get(key)
    return "" if value is None else str(value)


def _yes(value: Any) -> str:
    return _("yes") if value else _("no")


def _name(linked: Data | None) -> str:
    return _text(linked, "name") if linked else ""


def _asked(part: Data) -> str:
    name, printed = _name(part.get("organization")), _text(part, "as_printed")
    return f"{name} = {printed}" if printed and printed != name else name


def _reference(reference: Data) -> str:
    said = [_text(reference, key) for key in ("text", "url", "symbol")]
    return " | ".join(filter(None, [*said, _("sensitive") if reference.get("sensitive") else ""]))


def _type(type_: Data | None) -> str:
    if not type_:
        return ""
    said = [_text(type_, "label"), _label(AlertType.Genre, _text(type_, "genre")), _name(type_.get("issuer"))]
    scale = type_.get("scale")
    return ", ".join(filter(None, [*said, f"{scale['step']} of {scale['title']}" if scale else ""]))


def _serial(serial: Data | None) -> str:
    if not serial:
        return ""
    number = _text(serial, "number")
    return f"{_text(serial, 'title')}, No. {number}" if number else _text(serial, "title")


def _date(edtf: str) -> str:
    """In words; as it stands where it is no date, because an old version is compared as it was."""
    try:
        return in_words(edtf) if edtf else ""
    except ValueError:
        return edtf


def _label(choices: Any, value: str) -> str:
    return str(dict(choices.choices).get(value, value))
