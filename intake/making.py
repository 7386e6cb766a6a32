"""What a curator accepted of the proposals → a draft with all its parts, whole or not at all."""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models, transaction

from alerts import hands
from alerts.models import (
    Alert,
    AlertCountry,
    AlertDate,
    AlertPlace,
    AlertType,
    Assessment,
    Characterization,
    Indicator,
    Measure,
    Note,
    Part,
    Party,
    Recommendation,
    RecommendationAddressee,
    RecommendationTarget,
    Reference,
    Relation,
    Situation,
)
from alerts.situations import tie
from identifiers.folding import fold
from intake.addresses import free_slug
from intake.checked import Accepted, Checked, Made, NotMade, Value
from intake.cited import Cited
from intake.inserting import insert
from organizations.models import Organization
from places.models import Country, Population

_ADDRESS = re.compile(r"<?\bhttps?://\S+")
_LARGEST = 32767  # a number that a part can have on every database


@transaction.atomic
def make(checked: Checked, by: User) -> Made:
    """The draft, with its parts and with the records that it needs. Raises NotMade; then nothing is written."""
    return _Maker(checked, by).make()


class _Maker:
    def __init__(self, checked: Checked, by: User) -> None:
        self.checked, self.by = checked, by
        self.problems: dict[int, list[str]] = defaultdict(list)
        self.of_kind: dict[str, list[Accepted]] = defaultdict(list)
        for one in checked.accepted:
            self.of_kind[one.kind].append(one)
        self.rows: list[tuple[int, models.Model]] = []

    def make(self) -> Made:
        self.cited = Cited(self.checked, self.problems)
        self.alert = alert = self._alert()
        self._dates()
        self._parties()
        self._countries_and_places()
        self._said()
        self._recommendations()
        self._notes()
        self._relations()
        self.situations = [
            self.cited.record(one.place, Situation, one.value["uid"]) for one in self.of_kind["situation"]
        ]
        for document in self.checked.documents:
            document.alert = alert
            self._add(-1, document)
        self._position()
        self._check()
        self._write()
        return Made(alert, self.cited.made)

    def _body(self, place: int, name: str) -> Organization | None:
        if name not in self.cited.bodies:
            self.problems[place].append(f"Who is meant by “{name[:80]}”? Choose a body, create it, or leave it out.")
        return self.cited.bodies.get(name)

    # The alert and its parts ---------------------------------------------------------------------------------------

    def _alert(self) -> Alert:
        alert = Alert(created_by=self.by, **self.checked.fields)
        for one in self.of_kind["title"]:
            alert.title = one.value["text"]
        for one in self.of_kind["issued"]:
            alert.issued, alert.issued_basis = one.value["edtf"], one.value["basis"]
            alert.issued_note = one.value.get("note", "")[:500]
        for one in self.of_kind["language"]:
            alert.language = one.value["tag"]
        for one in self.of_kind["signatory_count"]:
            alert.signatory_count = one.value["count"]
        for one in self.of_kind["type"]:
            alert.type = self._type(one)
        if not alert.title.strip():
            self.problems[-1].append("A draft needs a title: accept or write one.")
        return alert

    def _type(self, one: Accepted) -> AlertType | None:
        if one.value.get("uid"):
            found: AlertType | None = self.cited.record(one.place, AlertType, one.value["uid"])
            return found
        issuers = [self.cited.bodies.get(value["name"]) for value in self.checked.values("issuer")]
        issuer = next(filter(None, issuers), None)
        label, genre = one.value["label"].strip(), one.value["genre"]
        held = AlertType.objects.filter(issuer=issuer, label__iexact=label).first()
        if held or not label:
            return held
        name = f"{issuer.name} {label}" if issuer else label
        made = AlertType(issuer=issuer, label=label, genre=genre, slug=free_slug(AlertType, name))
        made.slug = made.slug or made.uid
        try:
            made.full_clean()
        except ValidationError as error:
            self.problems[one.place] += error.messages
            return None
        made.save()
        self.cited.made.append(made)
        return made

    def _add(self, place: int, part: models.Model) -> None:
        self.rows.append((place, part))

    def _dates(self) -> None:
        for one in (*self.of_kind["not_before"], *self.of_kind["date"]):
            kind = one.value.get("kind", AlertDate.Kind.NOT_BEFORE)
            basis = "inferred" if one.kind == "not_before" else one.value.get("basis", "printed")
            note = one.value.get("note", "")
            self._add(one.place, AlertDate(alert=self.alert, kind=kind, edtf=one.value["edtf"], basis=basis, note=note))

    def _parties(self) -> None:
        for role in ("issuer", "signatory", "addressee"):
            for one in self.of_kind[role]:
                name, body = one.value["name"], self._body(one.place, one.value["name"])
                if body is not None:
                    office = one.value.get("office", "")
                    party = Party(
                        alert=self.alert, role=role, organization=body, as_printed=_other(name, body), office=office
                    )
                    self._add(one.place, party)

    def _countries_and_places(self) -> None:
        for one in self.of_kind["country"]:
            if country := self.cited.record(one.place, Country, one.value["code"]):
                self._add(one.place, AlertCountry(alert=self.alert, country=country, role=one.value["role"]))
        for one in self.of_kind["place"]:
            name = one.value["as_printed"]
            if name not in self.cited.places:
                self.problems[one.place].append(
                    f"Which place is “{name[:80]}”? Choose one, create it, or leave it out."
                )
            elif place := self.cited.places[name]:
                self._add(one.place, AlertPlace(alert=self.alert, place=place, as_printed=_other(name, place)))

    def _said(self) -> None:
        for one in self.of_kind["characterization"]:
            told = {name: one.value.get(name, "") for name in ("crime", "modality", "words")}
            for name, model in (("actor", Organization), ("population", Population)):
                words = one.value.get(name) or ""
                known = self.cited.known(model, words)
                told |= {name: known} if known else {f"{name}_text": words[:300]}
            self._add(one.place, Characterization(alert=self.alert, **told))
        for one in self.of_kind["assessment"]:
            if indicator := self.cited.record(one.place, Indicator, one.value["indicator"]):
                told = {name: one.value.get(name, "") for name in ("as_printed", "note")}
                concluded = bool(one.value.get("concluded"))
                self._add(one.place, Assessment(alert=self.alert, indicator=indicator, concluded=concluded, **told))

    def _recommendations(self) -> None:
        found = self.of_kind["recommendation"]
        numbers = _numbers([one.value.get("number") for one in found])
        for one, number in zip(found, numbers, strict=True):
            value = one.value
            measure = self.cited.record(one.place, Measure, value["measure"]) if value.get("measure") else None
            made = Recommendation(
                alert=self.alert, number=number, text=value["text"], wording=value.get("wording") or "verbatim",
                addressee_basis=value.get("addressee_basis") or "none", measure=measure,
                location=value.get("location", "")[:200],
            )  # fmt: skip
            self._add(one.place, made)
            asked: tuple[tuple[str, Any], ...] = (
                ("addressees", RecommendationAddressee),
                ("targets", RecommendationTarget),
            )
            for key, model in asked:
                for each in value.get(key, ()):
                    if body := self._body(one.place, each["name"]):
                        as_printed = _other(each["name"], body)
                        self._add(one.place, model(recommendation=made, organization=body, as_printed=as_printed))

    def _notes(self) -> None:
        found = self.of_kind["note"]
        for one, number in zip(found, _numbers([one.value.get("number") for one in found]), strict=True):
            made = Note(alert=self.alert, number=number, text=_besides(one.value))
            self._add(one.place, made)
            for reference in one.value.get("references", ()):
                told = {name: reference.get(name, "") for name in ("text", "url", "symbol")}
                sensitive = bool(reference.get("sensitive"))
                self._add(one.place, Reference(note=made, sensitive=sensitive, **told))

    def _relations(self) -> None:
        wanted = list(self.checked.relations)
        for one in self.of_kind["update"]:
            if one.value.get("uid") and (earlier := self.cited.record(one.place, Alert, one.value["uid"])):
                wanted.append((Relation.Kind.UPDATES, earlier))
        for kind, target in dict.fromkeys(wanted):
            self._add(-1, Relation(alert=self.alert, kind=kind, target=target.revises or target))

    # Checking and writing ------------------------------------------------------------------------------------------

    def _position(self) -> None:
        """Parts stand in the order of the proposals, counted from 1 in their whole."""
        counts: dict[tuple[Any, ...], int] = defaultdict(int)
        for _, part in self.rows:
            if isinstance(part, Part):
                whole = id(getattr(part, part.whole))
                role = getattr(part, "role", "") if isinstance(part, Party) else ""
                counts[type(part), whole, role] += 1
                part.position = counts[type(part), whole, role]

    def _check(self) -> None:
        """Hold all rows against their models before one is written; the database would not say which proposal."""
        seen: set[tuple[Any, ...]] = set()
        for place, row in [(-1, self.alert), *self.rows]:
            try:
                row.clean_fields(exclude=_links(row))
            except ValidationError as error:
                for name, texts in error.message_dict.items():
                    self.problems[self._told_by(name) if row is self.alert else place] += [_sentence(name, *texts)]
            for names in _ONCE.get(type(row), ()):
                key = (type(row), *(getattr(row, name) for name in names))
                if key in seen:
                    self.problems[place].append("It stands here twice: drop one of the two.")
                seen.add(key)
        if any(self.problems.values()):
            raise NotMade(self.problems)

    def _told_by(self, name: str) -> int:
        """The place of the proposal that a field of the alert comes from."""
        return next((one.place for one in self.of_kind[name.removesuffix("_basis").removesuffix("_note")]), -1)

    def _write(self) -> None:
        self.alert.save()
        tables: dict[type[models.Model], list[models.Model]] = defaultdict(list)
        for _, row in self.rows:
            tables[type(row)].append(row)
        for model, rows in tables.items():
            for row in rows:  # what is linked has its id by now: a whole comes before its parts
                for link in _links(row):
                    setattr(row, link, getattr(row, link))
            insert(model, rows)
        hands.record(self.alert, self.by)
        for situation in self.situations:
            tie(situation, {*situation.alerts.values_list("id", flat=True), self.alert.pk})


# The fields that, in one draft, stand once.
_ONCE: dict[type[models.Model], tuple[tuple[str, ...], ...]] = {
    AlertCountry: (("country_id", "role"),),
    AlertPlace: (("place_id",),),
    Assessment: (("indicator_id",),),
    Relation: (("kind", "target_id"),),
}


def _links(row: models.Model) -> list[str]:
    return [f.name for f in row._meta.concrete_fields if f.is_relation and f.name in row._state.fields_cache]


def _other(name: str, record: Any) -> str:
    """What is recorded as printed: nothing where the record is called so."""
    return "" if name == record.name else name[:300]


def _besides(note: Value) -> str:
    """What a note says besides what it cites: nothing where all its words are those of its references."""
    text = str(note.get("text") or "")
    cited = " ".join(f"{r.get('text', '')} {r.get('url', '')}" for r in note.get("references", ()))
    words = set(fold(_ADDRESS.sub(" ", text)).split())
    return "" if cited and words <= set(fold(cited).split()) else text


def _numbers(printed: Iterable[Any]) -> list[int]:
    """The printed numbers where most are numbers that stand once, the others after them; else 1 and on."""
    given = [int(n) if str(n).isascii() and str(n).isdigit() and len(str(n)) < 6 else 0 for n in printed]
    first = {n: place for place, n in reversed(list(enumerate(given))) if 0 < n <= _LARGEST - len(given)}
    if 2 * len(first) <= len(given):
        return list(range(1, len(given) + 1))
    after = itertools.count(max(first) + 1)
    return [n if first.get(n) == place else next(after) for place, n in enumerate(given)]


def _sentence(name: str, *texts: str) -> str:
    return f"{name.replace('_', ' ').capitalize()}: {' '.join(texts)}"
