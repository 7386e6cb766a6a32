"""The records that the accepted proposals cite: read by uid, code or slug, and made where a curator said so."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from alerts.models import Alert, AlertType, Indicator, Measure, Situation
from identifiers.models import FormerAddress
from intake.addresses import free_slug
from intake.checked import Checked, Meant, New, Value
from intake.known import KINDS
from organizations.models import Organization
from places.models import Country, Place, Population

Model = type[models.Model]
# What a proposal of that kind cites: the model, the key by which it does, and the name of the key in the value.
_CITES: dict[str, tuple[Model, str, str]] = {
    "type": (AlertType, "uid", "uid"),
    "situation": (Situation, "uid", "uid"),
    "assessment": (Indicator, "uid", "indicator"),
    "update": (Alert, "uid", "uid"),
    "country": (Country, "code", "code"),
    "recommendation": (Measure, "slug", "measure"),
}


class Cited:
    """The records, by model and key; `bodies` and `places` by printed name, None where nobody is recorded.

    What is wrong goes to `problems`, by the place of the proposal; -1 for what none of them is to blame for.
    """

    def __init__(self, checked: Checked, problems: dict[int, list[str]]) -> None:
        self.problems = problems
        self._records: dict[tuple[Model, str], Any] = {}
        self.made: list[models.Model] = []
        names = _names(checked)
        shown = {v["as_printed"]: v.get("uid", "") for v in checked.values("place")}
        self._read(checked, names, shown)
        self.bodies = self._meant(Organization, names, checked.organizations)
        self.places = self._meant(Place, shown, checked.places)

    def record(self, place: int, model: Model, key: str) -> Any:
        """The record of that key; None, and a problem, where there is none."""
        record = self._records.get((model, key))
        if record is None:
            self.problems[place].append(f"There is no {model._meta.verbose_name} “{key[:60]}” any more.")
        return record

    def known(self, model: Model, words: str) -> Any:
        """The record whose uid `words` are; None where they are words of the document."""
        return self._records.get((model, words))

    def _read(self, checked: Checked, names: Mapping[str, str], places: Mapping[str, str]) -> None:
        wanted: dict[tuple[Model, str], set[str]] = defaultdict(set)
        for kind, (model, key, name) in _CITES.items():
            wanted[model, key] |= {value.get(name) or "" for value in checked.values(kind)}
        meant: tuple[tuple[Model, Mapping[str, str], Mapping[str, Meant]], ...] = (
            (Organization, names, checked.organizations), (Place, places, checked.places),
        )  # fmt: skip
        for model, proposed, said in meant:
            wanted[model, "uid"] |= {uid for uid in (*proposed.values(), *said.values()) if isinstance(uid, str)}
        for claim in checked.values("characterization"):
            wanted[Organization, "uid"].add(claim.get("actor") or "")
            wanted[Population, "uid"].add(claim.get("population") or "")
        for (model, key), values in wanted.items():
            self._load(model, key, values - {""})

    def _load(self, model: Model, key: str, values: set[str]) -> None:
        if not values:
            return
        former = FormerAddress.objects.today(KINDS[model], values) if model in KINDS else {}
        today = values | set(former.values())
        by_key = {getattr(r, key): r for r in model._default_manager.filter(**{f"{key}__in": today})}
        for value in values:
            record = by_key.get(value) or by_key.get(former.get(value, ""))
            if record is not None:
                self._records[model, value] = record

    def _meant(self, model: Model, names: Mapping[str, str], said: Mapping[str, Meant]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, uid in names.items():
            meant = said.get(name, uid)
            if isinstance(meant, New):
                found[name] = self._made(model, meant)
            elif meant:
                found[name] = self.record(-1, model, meant)
            elif meant is None:
                found[name] = None
        return found

    def _made(self, model: Model, new: New) -> Any:
        key = (model, f"new {new.kind} {new.name}")
        if key not in self._records:
            kind = {"kind": new.kind} if model is Organization else {}
            record: Any = model(name=new.name, slug=free_slug(model, new.name), **kind)
            record.slug = record.slug or record.uid
            try:
                record.full_clean()
            except ValidationError as error:
                self.problems[-1].append(f"“{new.name[:80]}” cannot be created: {' '.join(error.messages)}")
                return None
            record.save()
            self.made.append(record)
            self._records[key] = record
        return self._records[key]


def _names(checked: Checked) -> dict[str, str]:
    """The printed names of bodies, each with the uid that is proposed for it."""
    found: dict[str, str] = {}

    def take(one: Value) -> None:
        found[one["name"]] = found.get(one["name"]) or one.get("uid", "")

    for kind in ("issuer", "addressee", "signatory"):
        for value in checked.values(kind):
            take(value)
    for value in checked.values("recommendation"):
        for asked in (*value.get("addressees", ()), *value.get("targets", ())):
            take(asked)
    return found
