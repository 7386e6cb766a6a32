"""How much of what is true of a document was proposed, and how much of what was proposed is true: field by field.

Kinds and value shapes are those of docs/intake.md; the shape of a truth is told in README.md.
"""

import csv
import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from identifiers.folding import fold
from intake.proposals import Proposal

_FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
_LABEL = re.compile(r"^\W*(?:\d{1,2}|[a-z])[.)]\s+")
_MARKUP = re.compile(r"\[\^[^\]]+\]|[*_`\\]")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)|<(https?://[^>\s]+)>")
_BEFORE_SIGN = re.compile(r" (?=[:;!?])")  # as French sets them, with a space that is not always kept
_SIGNS = str.maketrans("’‘“”«»–—‑", '\'\'""""---')
SAME_NOTE = 0.9
SAME_PROSE = 0.8
LONGEST_PROSE = 2.5  # times as many words as the truth: a sentence may bring the words that introduce what it asks
KINDS = ("numbered", "bulleted", "prose")

Values = list[dict[str, Any]]
Same = Callable[[dict[str, Any], dict[str, Any]], bool]


@dataclass
class Tally:
    """`right` of the `proposed` are among the `true`. `misses`: what was not found, and what was wrongly found."""

    right: int = 0
    proposed: int = 0
    true: int = 0
    misses: list[str] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        self.right += other.right
        self.proposed += other.proposed
        self.true += other.true
        self.misses += other.misses

    @property
    def precision(self) -> float | None:
        return self.right / self.proposed if self.proposed else None

    @property
    def recall(self) -> float | None:
        return self.right / self.true if self.true else None


def even(text: str) -> str:
    """The text without Markdown, case, kinds of quotes and dashes, the label of an item and what ends it."""
    bare = _MARKUP.sub("", _LINK.sub(r"\1\2", unicodedata.normalize("NFKC", text))).translate(_SIGNS).casefold()
    return _BEFORE_SIGN.sub("", _LABEL.sub("", " ".join(bare.split()))).strip(" .;:,։۔")


def matched(true: Values, proposed: Values, same: Same) -> list[tuple[int, int]]:
    """Pairs of places (true, proposed); each is used once."""
    pairs, left = [], list(range(len(proposed)))
    for at, one in enumerate(true):
        found = next((other for other in left if same(one, proposed[other])), None)
        if found is not None:
            left.remove(found)
            pairs.append((at, found))
    return pairs


def tally(true: Values, proposed: Values, same: Same, shown: Callable[[dict[str, Any]], str]) -> Tally:
    pairs = matched(true, proposed, same)
    found, good = {at for at, _ in pairs}, {at for _, at in pairs}
    misses = [f"not found: {shown(one)}" for at, one in enumerate(true) if at not in found]
    misses += [f"not true: {shown(one)}" for at, one in enumerate(proposed) if at not in good]
    return Tally(len(pairs), len(proposed), len(true), misses)


def same_body(true: dict[str, Any], proposed: dict[str, Any]) -> bool:
    if true["uid"] and true["uid"] == proposed.get("uid"):
        return True
    return fold(true["name"]).removeprefix("the ") == fold(proposed["name"]).removeprefix("the ")


def same_text(true: dict[str, Any], proposed: dict[str, Any]) -> bool:
    return even(true["text"]) == even(proposed["text"])


def same_prose(true: dict[str, Any], proposed: dict[str, Any]) -> bool:
    return overlap(true, proposed) >= SAME_PROSE


def overlap(true: dict[str, Any], proposed: dict[str, Any]) -> float:
    """The share of the true words that were proposed; 0 where far more than them was proposed."""
    words, others = (Counter(fold(one["text"]).split()) for one in (true, proposed))
    if not words or others.total() > max(LONGEST_PROSE * words.total(), words.total() + 12):
        return 0.0
    return (words & others).total() / words.total()


def same_note(true: dict[str, Any], proposed: dict[str, Any]) -> bool:
    if unicodedata.normalize("NFKC", str(proposed["number"])).strip("[]().") != true["number"]:
        return False
    likeness = difflib.SequenceMatcher(None, even(true["text"]), even(proposed["text"]), autojunk=False).ratio()
    return likeness >= SAME_NOTE and _urls(true) == _urls(proposed)


def _urls(note: dict[str, Any]) -> set[str]:
    return {reference["url"].rstrip("/") for reference in note["references"] if reference["url"]}


@cache
def _indicators() -> dict[tuple[str, str], str]:
    """Framework and number, and framework and name → uid of the indicator."""
    known: dict[tuple[str, str], str] = {}
    with (_FIXTURES / "frameworks.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            known[row["slug"], fold(row["indicator"])] = row["uid"]
            if row["number"]:
                known[row["slug"], row["number"]] = row["uid"]
    return known


def _indicator(true: dict[str, Any]) -> str:
    return _indicators()[true["framework"], true["number"] or fold(true["name"])]


def same_assessment(true: dict[str, Any], proposed: dict[str, Any]) -> bool:
    return proposed["indicator"] == _indicator(true) and bool(proposed["concluded"]) == true["concluded"]


def judge(truth: dict[str, Any], proposals: Iterable[Proposal]) -> dict[str, Tally]:
    """Tallies by field, of the fields that the truth speaks of."""
    given: dict[str, Values] = {}
    for proposal in proposals:
        given.setdefault(proposal.kind, []).append(proposal.value)
    made = _single(truth, given)
    for name, kind in (("issuers", "issuer"), ("signatories", "signatory")):
        if truth.get(name) is not None:
            made[name] = tally(truth[name], given.get(kind, []), same_body, _name)
    made |= _addressees(truth, given)
    made |= _recommendations(truth["recommendations"], given.get("recommendation", []))
    made["notes"] = tally(truth["notes"], given.get("note", []), same_note, _numbered)
    made["assessments"] = tally(truth["assessments"], given.get("assessment", []), same_assessment, _assessed)
    made |= _others(truth, given)
    return made


def _name(value: dict[str, Any]) -> str:
    return str(value["name"])


def _numbered(value: dict[str, Any]) -> str:
    urls = " ".join(sorted(_urls(value)))
    return f"[{value['number']}] {value['text']} <{urls}>"


def _assessed(value: dict[str, Any]) -> str:
    return f"{value['framework']} {value['number']} {value['name']}{' (concluded)' if value['concluded'] else ''}"


def _equal(true: str, proposed: list[str], as_seen: Callable[[str], str] = str) -> Tally:
    """Of a field with one value. Empty is a value too: that the document has none."""
    found = proposed[0] if proposed else ""
    right = as_seen(true) == as_seen(found)
    stated = 1 if proposed or right else 0
    return Tally(int(right), stated, 1, [] if right else [f"true: {true or '–'} | proposed: {found or '–'}"])


def _single(truth: dict[str, Any], given: dict[str, Values]) -> dict[str, Tally]:
    def values(kind: str, key: str) -> list[str]:
        return [str(value.get(key) or "") for value in given.get(kind, [])]

    made = {
        "title": _equal(truth["title"], values("title", "text"), even),
        "date": _equal(truth["issued"]["edtf"], values("issued", "edtf")),
        "basis of the date": _equal(truth["issued"]["basis"], values("issued", "basis") or ["unknown"]),
        "language": _equal(truth["language"], values("language", "tag"), lambda tag: tag.partition("-")[0]),
        "genre": _equal(truth["type"]["genre"], values("type", "genre")),
        "label of the type": _equal(truth["type"]["label"], values("type", "label"), fold),
        "update": _equal((truth["update"] or {}).get("number", ""), values("update", "number")),
    }
    if "not_before" in truth:
        made["not before"] = _equal(truth["not_before"]["edtf"], values("not_before", "edtf"))
    if "signatory_count" in truth:
        made["count of signatories"] = _equal(truth["signatory_count"], values("signatory_count", "count"))
    return made


def _addressees(truth: dict[str, Any], given: dict[str, Values]) -> dict[str, Tally]:
    """Those the document is addressed to, and all who are addressed by it or asked in its recommendations.

    Who is only asked is neither right nor wrong as one that the document is addressed to.
    """
    asked = [body for one in truth["recommendations"] for body in one["addressees"]]
    proposed, named = given.get("addressee", []), truth["addressees"]
    asked_too = [body for one in given.get("recommendation", []) for body in one.get("addressees", [])]
    judged = [one for one in proposed if _among(named, one) or not (_among(asked, one) or _among(asked_too, one))]
    return {
        "addressees": tally(named, judged, same_body, _name),
        "all addressed or asked": tally(_once(named + asked), _once(proposed + asked_too), same_body, _name),
    }


def _among(bodies: Values, one: dict[str, Any]) -> bool:
    return any(same_body(body, one) for body in bodies)


def _once(bodies: Values) -> Values:
    kept: Values = []
    for body in bodies:
        if not _among(kept, body):
            kept.append(body)
    return kept


def _recommendations(true: Values, proposed: Values) -> dict[str, Tally]:
    """By kind. A proposal that matches nothing counts against the kind whose words it has most of."""
    made, left = {kind: Tally() for kind in KINDS}, list(proposed)
    pairs: list[tuple[dict[str, Any], dict[str, Any]]] = []
    missed: Values = []
    for kind in KINDS:
        of_kind = [one for one in true if one["kind"] == kind]
        found = matched(of_kind, left, same_prose if kind == "prose" else same_text)
        pairs += [(of_kind[at], left[other]) for at, other in found]
        made[kind].true, made[kind].right, made[kind].proposed = len(of_kind), len(found), len(found)
        missed += [one for at, one in enumerate(of_kind) if at not in {place for place, _ in found}]
        left = [one for at, one in enumerate(left) if at not in {place for _, place in found}]
    for one in missed:
        made[one["kind"]].misses.append(f"not found: {one['text']}")
    for one in left:
        kind = _likeliest(true, one)
        made[kind].proposed += 1
        made[kind].misses.append(f"not true: {one['text']}")
    named = {f"{kind} recommendations": made[kind] for kind in KINDS}
    return named | {"who is asked": _asked(pairs), "measure": _measures(pairs)}


def _likeliest(true: Values, one: dict[str, Any]) -> str:
    words = set(fold(one["text"]).split())
    shared = dict.fromkeys(KINDS, 0)
    for other in true:
        shared[other["kind"]] = max(shared[other["kind"]], len(words & set(fold(other["text"]).split())))
    best = max(KINDS, key=lambda kind: shared[kind])
    return best if shared[best] > len(words) / 3 else "prose"


def _asked(pairs: list[tuple[dict[str, Any], dict[str, Any]]]) -> Tally:
    whole = Tally()
    for true, proposed in pairs:
        whole.add(tally(true["addressees"], proposed.get("addressees", []), same_body, _name))
    return whole


def _measures(pairs: list[tuple[dict[str, Any], dict[str, Any]]]) -> Tally:
    whole = Tally()
    for true, proposed in pairs:
        whole.add(_equal(true["measure"], [proposed["measure"]] if proposed.get("measure") else []))
    return whole


def _others(truth: dict[str, Any], given: dict[str, Values]) -> dict[str, Tally]:
    made = {}
    if "countries" in truth:
        made["countries"] = tally(
            truth["countries"], given.get("country", []), lambda a, b: a["code"] == b["code"], lambda one: one["code"]
        )
    if "characterizations" in truth:
        made["characterizations"] = tally(
            truth["characterizations"],
            given.get("characterization", []),
            lambda a, b: (a["crime"], a["modality"]) == (b["crime"], b["modality"]),
            lambda one: f"{one['crime']} {one['modality']}: {one['words']}",
        )
    if "persons" in truth:
        true = [{"name": name} for name in truth["persons"]]
        made["persons"] = tally(true, given.get("person", []), lambda a, b: fold(a["name"]) == fold(b["name"]), _name)
    return made
