"""The kinds of proposals as a form: their fields in the words of a page, and what is posted of them as a value."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from alerts.models import AlertCountry, AlertDate, AlertType, Characterization, DateBasis, Recommendation
from curation.admin import references
from curation.admin.entering import LanguageField
from curation.checking.labels import Labels, Options
from curation.entering.dates import understand
from dates.display import in_words
from intake.proposals import Proposal

Value = dict[str, Any]
Words = Mapping[str, str]


@dataclass(frozen=True)
class Input:
    """A field of a kind. `options` of a choice are fixed, or depend on the proposal."""

    name: str
    label: str
    widget: str = "line"  # line, area, choice, tick
    options: Callable[[Labels, Proposal], Options] | None = None


def _fixed(choices: Any) -> Callable[[Labels, Proposal], Options]:
    return lambda labels, proposal: [(str(value), str(label)) for value, label in choices]


def _plainly(value: Value, inputs: tuple[Input, ...]) -> dict[str, str]:
    said = {one.name: value.get(one.name) for one in inputs}
    return {name: "on" if v is True else "" if v in (None, False) else str(v) for name, v in said.items()}


@dataclass(frozen=True)
class Kind:
    """`show` makes the words of the fields of a value; `read` the value of posted words, or raises ValueError."""

    label: str
    inputs: tuple[Input, ...] = ()
    shown: Callable[[Value, Labels], dict[str, str]] | None = None
    understood: Callable[[Words, Value, Labels], Value] | None = None
    # In a line, for who only runs over the page.
    told: Callable[[Value, Labels], str] = lambda value, labels: str(next(iter(value.values()), ""))

    def show(self, value: Value, labels: Labels) -> dict[str, str]:
        return _plainly(value, self.inputs) | (self.shown(value, labels) if self.shown else {})

    def read(self, words: Words, value: Value, labels: Labels) -> Value:
        plain = {one.name: words[one.name] == "on" if one.widget == "tick" else words[one.name] for one in self.inputs}
        return value | plain | (self.understood(words, value, labels) if self.understood else {})


def _called(names: Mapping[str, str], key: str) -> str:
    return names.get(key) or key


def _date(words: Words, value: Value, labels: Labels) -> Value:
    if not words["edtf"].strip():
        raise ValueError("Write a date, or drop this.")
    return {"edtf": understand(words["edtf"]).edtf}


def _issued(words: Words, value: Value, labels: Labels) -> Value:
    edtf = understand(words["edtf"]).edtf if words["edtf"].strip() else ""
    basis = words["basis"] if edtf else DateBasis.UNKNOWN.value
    if edtf and basis == DateBasis.UNKNOWN:
        basis = DateBasis.PRINTED.value
    return {"edtf": edtf, "basis": basis}


def _told_date(value: Value, labels: Labels) -> str:
    try:
        return str(in_words(value["edtf"]))
    except ValueError:
        return str(value["edtf"])


def _name(words: Words, value: Value, labels: Labels) -> Value:
    """Another name is another body, of which nothing is proposed yet."""
    if not words["name"].strip():
        raise ValueError("Write the name as it is printed, or drop this.")
    return {"name": words["name"].strip(), "uid": value.get("uid", "") if words["name"] == value["name"] else ""}


def _language(words: Words, value: Value, labels: Labels) -> Value:
    return {"tag": LanguageField(required=False).to_python(words["tag"])}


def _country(words: Words, value: Value, labels: Labels) -> Value:
    return {"code": labels.country(words["code"])}


def _place(words: Words, value: Value, labels: Labels) -> Value:
    same = words["as_printed"] == value.get("as_printed")
    return {"as_printed": words["as_printed"].strip(), "uid": value.get("uid", "") if same else ""}


def _show_recommendation(value: Value, labels: Labels) -> dict[str, str]:
    return {key: "\n".join(one["name"] for one in value.get(key, ())) for key in ("addressees", "targets")}


def _recommendation(words: Words, value: Value, labels: Labels) -> Value:
    if not words["text"].strip():
        raise ValueError("Write what is asked, or drop this.")
    read: Value = {}
    for key in ("addressees", "targets"):
        known = {one["name"]: one.get("uid", "") for one in value.get(key, ())}
        names = dict.fromkeys(filter(None, map(str.strip, words[key].splitlines())))
        read[key] = [{"name": name, "uid": known.get(name, "")} for name in names]
    return read


def _show_note(value: Value, labels: Labels) -> dict[str, str]:
    lines = [
        references.Line(
            r.get("text") or r.get("url", ""), r.get("url", ""), r.get("symbol", ""), bool(r.get("sensitive"))
        )
        for r in value.get("references", ())
    ]
    return {"references": "\n".join(map(str, lines))}


def _note(words: Words, value: Value, labels: Labels) -> Value:
    try:
        lines = references.parse(words["references"])
    except ValidationError as error:
        raise ValueError(" ".join(error.messages)) from error
    return {"references": [{"text": x.text, "url": x.url, "symbol": x.symbol, "sensitive": x.sensitive} for x in lines]}


def _told_note(value: Value, labels: Labels) -> str:
    cited = "; ".join(str(r.get("text") or r.get("url", "")) for r in value.get("references", ()))
    return f"{value.get('number', '')}. {value.get('text', '')} {cited}".strip()


def _told_ask(value: Value, labels: Labels) -> str:
    asked = ", ".join(one["name"] for one in value.get("addressees", ()))
    return f"{value.get('number', '')}. {value['text']}{f' → {asked}' if asked else ''}"


def _show_claim(value: Value, labels: Labels) -> dict[str, str]:
    return {key: _called(labels.actors, value.get(key) or "") for key in ("actor", "population")}


def _claim(words: Words, value: Value, labels: Labels) -> Value:
    """Words that were not changed still mean the record."""
    shown = _show_claim(value, labels)
    return {key: value.get(key, "") if words[key] == said else words[key].strip() for key, said in shown.items()}


def _told_claim(value: Value, labels: Labels) -> str:
    return f"{value.get('crime', '')}, {value.get('modality', '')}: “{value.get('words', '')}”".replace("_", " ")


_NAME = (Input("name", "As printed"), Input("office", "Person or office"))
_EDTF = Input("edtf", "Date")

# In the order in which a page shows them.
KINDS: dict[str, Kind] = {
    "title": Kind("Title", (Input("text", "Title", "area"),)),
    "issued": Kind(
        "Date of issue",
        (_EDTF, Input("basis", "Basis", "choice", _fixed(DateBasis.choices)), Input("note", "Reason")),
        understood=_issued, told=_told_date,
    ),
    "not_before": Kind("Not before", (_EDTF,), understood=_date, told=_told_date),
    "date": Kind(
        "Other date", (Input("kind", "Kind", "choice", _fixed(AlertDate.Kind.choices)), _EDTF), understood=_date,
        told=_told_date,
    ),
    "issuer": Kind("Issuer", _NAME, understood=_name),
    "addressee": Kind("Addressee", _NAME, understood=_name),
    "signatory": Kind("Signatory", _NAME, understood=_name),
    "signatory_count": Kind("Number of signatories", (Input("count", "Number"),)),
    "type": Kind(
        "Type",
        (
            Input("uid", "Type", "choice", lambda labels, proposal: labels.type_options(proposal)),
            Input("label", "Label"), Input("genre", "Genre", "choice", _fixed(AlertType.Genre.choices)),
        ),
        told=lambda value, labels: str(value.get("label", "")),
    ),
    "language": Kind("Language", (Input("tag", "Name or tag"),), understood=_language),
    "update": Kind(
        "Update of", (Input("uid", "Alert", "choice", lambda labels, proposal: labels.alert_options(proposal)),),
        told=lambda value, labels: f"{value.get('of', '')} {value.get('number', '')}".strip(),
    ),
    "country": Kind(
        "Country", (Input("code", "Country"), Input("role", "Role", "choice", _fixed(AlertCountry.Role.choices))),
        shown=lambda value, labels: {"code": _called(labels.countries, value["code"])}, understood=_country,
        told=lambda value, labels: _called(labels.countries, value["code"]),
    ),
    "place": Kind("Place", (Input("as_printed", "As printed"),), understood=_place,
                  told=lambda value, labels: str(value.get("as_printed", ""))),
    "situation": Kind("Situation", told=lambda value, labels: _called(labels.situations, value["uid"])),
    "characterization": Kind(
        "Characterization",
        (
            Input("crime", "Crime", "choice", _fixed(Characterization.Crime.choices)),
            Input("modality", "Modality", "choice", _fixed(Characterization.Modality.choices)),
            Input("words", "Words as printed"), Input("actor", "Alleged actor"), Input("population", "Population"),
        ),
        shown=_show_claim, understood=_claim, told=_told_claim,
    ),
    "assessment": Kind(
        "Assessment",
        (
            Input("note", "Note", "area"), Input("as_printed", "As printed"),
            Input("concluded", "The document concludes with it", "tick"),
        ),
        told=lambda value, labels: _called(labels.indicators, value["indicator"]),
    ),
    "recommendation": Kind(
        "Recommendation",
        (
            Input("number", "Number"), Input("text", "Text", "area"),
            Input("wording", "Wording", "choice", _fixed(Recommendation.Wording.choices)),
            Input("addressees", "Who is asked, one a line", "area"),
            Input("addressee_basis", "Basis", "choice", _fixed(Recommendation.Basis.choices)),
            Input("targets", "At whom it is aimed, one a line", "area"),
            Input("measure", "Measure", "choice", lambda labels, proposal: labels.measures),
            Input("location", "Where in the document"),
        ),
        shown=_show_recommendation, understood=_recommendation, told=_told_ask,
    ),
    "note": Kind(
        "Note",
        (
            Input("number", "Number"), Input("text", "Text", "area"),
            Input("references", "One reference a line: text | URL | symbol | sensitive", "area"),
        ),
        shown=_show_note, understood=_note, told=_told_note,
    ),
    "person": Kind("Person named"),
}  # fmt: skip
