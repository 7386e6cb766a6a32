"""Who is meant by the printed names of a document: asked once a name, wherever in the document it stands."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from curation.entering.names import known_by
from curation.finding import details, find
from identifiers.folding import fold
from identifiers.uid import PATTERN
from intake.checked import Meant, New
from intake.proposals import Proposal
from organizations.models import Organization
from places.models import Place, PlaceName

NEW, NOBODY = "new", "none"
_LIKELY = 5
_MOST_LOOKED_FOR = 15  # names for which others that are spelt alike are looked for
_UID = re.compile(PATTERN)
_MODELS: dict[str, Any] = {"organization": Organization, "place": Place}


@dataclass
class Who:
    """A printed name and whom it may mean; what a curator chose, as it was posted."""

    model: str  # organization or place
    name: str
    options: list[tuple[str, str]]  # uid and label, the likeliest first
    proposed: str = ""  # uid
    meant: str = ""  # a uid, NEW, NOBODY, or nothing yet
    other: str = ""  # the name of another record; of a new one, how it is to be called
    kind: str = "ngo"  # of a new organization
    index: int = 0
    place: int = 0  # of the first proposal that holds the name
    problems: list[str] = field(default_factory=list)

    @property
    def is_asked(self) -> bool:
        """Whether nobody is proposed, so that a curator must say who is meant."""
        return not self.proposed

    @property
    def is_decided(self) -> bool:
        return bool(self.meant or self.other.strip())


def asked(values: Iterable[tuple[int, str, Mapping[str, Any]]], proposals: Iterable[Proposal]) -> list[Who]:
    """The names in `values` (place, kind and value of each proposal), those first of whom nothing is known."""
    names: dict[str, dict[str, str]] = {"organization": {}, "place": {}}
    places: dict[tuple[str, str], int] = {}
    for place, kind, value in values:
        for model, name, uid in _named(kind, value):
            if name:
                names[model][name] = names[model].get(name) or uid
                places.setdefault((model, name), place)
    candidates = _candidates(proposals)
    found: list[Who] = []
    for model, known in names.items():
        resolved = known | _resolved(model, [name for name, uid in known.items() if not uid])
        found += _who(model, resolved, candidates)
    found.sort(key=lambda who: not who.is_asked)
    for index, who in enumerate(found):
        who.index, who.place = index, places[who.model, who.name]
        who.meant = who.proposed
    return found


def meant(who: Who) -> Meant | str:
    """What a curator said of a name: `intake.checked` tells the shapes. Raises ValueError with a sentence."""
    other = " ".join(who.other.split())
    if who.meant == NEW:
        return New(other or who.name, who.kind if who.model == "organization" else "")
    if other and who.meant != NOBODY:
        return _other(who.model, other)
    return None if who.meant == NOBODY else who.meant


def _named(kind: str, value: Mapping[str, Any]) -> Iterable[tuple[str, str, str]]:
    if kind in ("issuer", "addressee", "signatory"):
        yield "organization", str(value.get("name", "")), str(value.get("uid") or "")
    if kind == "place":
        yield "place", str(value.get("as_printed", "")), str(value.get("uid") or "")
    for key in ("addressees", "targets") if kind == "recommendation" else ():
        for one in value.get(key, ()):
            yield "organization", str(one["name"]), str(one.get("uid") or "")


def _candidates(proposals: Iterable[Proposal]) -> dict[tuple[str, str], list[str]]:
    """The uids that the rules held for likely, by kind of record and printed name."""
    found: dict[tuple[str, str], list[str]] = {}
    for proposal in proposals:
        for model, name, _ in _named(proposal.kind, proposal.value):
            mine = [str(c["uid"]) for c in proposal.candidates if c.get("model", model) == model and c.get("uid")]
            found.setdefault((model, name), []).extend(mine)
    return found


def _resolved(model: str, names: list[str]) -> dict[str, str]:
    """The uid of each of `names` that one record alone goes by."""
    if not names:
        return {}
    if model == "organization":
        return {name: body.uid for name, body in known_by(set(names)).items()}
    folded = {name: fold(name)[:300] for name in names}
    uids: dict[str, set[str]] = {}
    for form, uid in (
        *Place.objects.filter(folded__in=folded.values()).values_list("folded", "uid"),
        *PlaceName.objects.filter(folded__in=folded.values()).values_list("folded", "place__uid"),
    ):
        uids.setdefault(form, set()).add(uid)
    return {name: min(uids[form]) for name, form in folded.items() if len(uids.get(form, ())) == 1}


def _who(model: str, names: dict[str, str], candidates: dict[tuple[str, str], list[str]]) -> list[Who]:
    likely = {name: candidates.get((model, name), []) for name in names}
    alike: dict[str, list[tuple[str, str]]] = {}
    for name in [name for name, uid in names.items() if not uid][:_MOST_LOOKED_FOR]:
        alike[name] = _alike(model, name)
    labels = _labels(model, {uid for name, uid in names.items() if uid} | {u for row in likely.values() for u in row})
    found = []
    for name, uid in names.items():
        uid = uid if uid in labels else ""
        uids = dict.fromkeys(u for u in (uid, *likely[name]) if u in labels)
        options = [(u, labels[u]) for u in uids]
        options += [(u, label) for u, label in alike.get(name, ()) if u not in uids]
        found.append(Who(model, name, options[:_LIKELY], uid))
    return found


def _alike(model: str, name: str) -> list[tuple[str, str]]:
    found = find(_MODELS[model], name, _LIKELY, loosely=True)
    uids = dict(_MODELS[model].objects.filter(pk__in=[one.pk for one in found]).values_list("pk", "uid"))
    return [(uids[one.pk], " · ".join(filter(None, (one.name, one.matched, one.detail)))) for one in found]


def _labels(model: str, uids: set[str]) -> dict[str, str]:
    rows = _MODELS[model].objects.filter(uid__in=uids)
    if model == "organization":
        return {r.uid: f"{r.name} · {details(r)}" for r in rows.select_related("country", "parent")}
    return {
        r.uid: " · ".join(filter(None, (r.name, details(r)))) for r in rows.prefetch_related("countries", "part_of")
    }


def _other(model: str, typed: str) -> str:
    """The uid of the one record that goes by what was typed: a name, an acronym, a uid."""
    kind = _MODELS[model]
    if _UID.fullmatch(typed) and kind.objects.filter(uid=typed).exists():
        return typed
    exact = [one for one in find(kind, typed, _LIKELY) if one.rank == 0]
    if len(exact) == 1:
        return str(kind.objects.get(pk=exact[0].pk).uid)
    if exact:
        raise ValueError(f"“{typed[:60]}” is the name of several: write the uid of the one that is meant.")
    likely = "; ".join(one.name for one in find(kind, typed, 3, loosely=True))
    hint = f" Perhaps: {likely}." if likely else ""
    raise ValueError(f"There is none that goes by “{typed[:60]}”.{hint}")
