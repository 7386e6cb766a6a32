"""Countries with their roles, places and situations: by how often, how early and in which words they are named."""

import re
from collections import Counter, defaultdict

from dates.edtf import bounds
from intake.proposals import Passage, Proposal
from intake.understanding.given import Given
from intake.understanding.names import Mention
from intake.understanding.vocabulary import Known, KnownSituation

_RESPONSIBLE = re.compile(
    r"\W{0,3}(?:s\b|’s|'s)?\W{0,2}(?:aggression|invasion|attacks?|blockade|genocide|crimes|regime|offensive|"
    r"is (?:committing|attacking|responsible)|has (?:attacked|invaded|committed)|attacked|invaded|launched|"
    r"military (?:attack|operation)s?)",
    re.IGNORECASE,
)
_BY = re.compile(
    r"\b(?:launched|committed|perpetrated|carried out|attacks?|aggression|invasion) by (?:the )?(?:\w+ ){0,3}$",
    re.IGNORECASE,
)
_HOST = re.compile(r"\brefugees? (?:in|to)(?: \w+){0,2}\s+$|fled (?:in)?to (?:\w+ ){0,2}$", re.IGNORECASE)


_ASKED = 0.7


def propose(given: Given, title: str) -> list[Proposal]:
    """The countries, places and situations of the document."""
    mentions = [one for one in given.mentions if one.first("country", "place")]
    places, countries = _places(given, title, mentions), _countries(given, title, mentions)
    return [*countries, *places, *_situations(given, countries, places)]


def _codes(mention: Mention) -> tuple[str, ...]:
    known = mention.first("country")
    return (known.uid,) if known else ()


def _weights(
    given: Given, title: str, mentions: list[Mention]
) -> tuple[Counter[str], dict[str, list[Mention]], set[str]]:
    """How much is made of each country: as many times as it is named, places of one country counting for it by half."""
    weights, by_code, in_title = Counter[str](), defaultdict(list), set[str]()
    for mention in mentions:
        code_of_place = mention.first("place")
        codes = _codes(mention) or (
            code_of_place.countries if code_of_place and len(code_of_place.countries) == 1 else ()
        )
        for code in codes:
            weights[code] += 2 if mention.first("country") else 1
            by_code[code].append(mention)
    for mention in given.finder.find(title):
        place = mention.first("place")
        for code in _codes(mention) or (place.countries[:1] if place and len(place.countries) == 1 else ()):
            in_title.add(code)
    return weights, by_code, in_title


def _countries(given: Given, title: str, mentions: list[Mention]) -> list[Proposal]:
    weights, by_code, in_title = _weights(given, title, mentions)
    for mention in given.mentions:  # a government speaks for a country too, but weighs less
        organization = mention.organization
        if organization and organization.kind == "state" and not mention.first("country"):
            weights[organization.countries[0]] += 1
            by_code[organization.countries[0]].append(mention)
    most = max(weights.values(), default=0)
    proposals = []
    for code, weight in weights.most_common():
        share = weight / most
        if code in in_title or _is_named(weight, share):
            role, place = _role(given, by_code[code])
            confidence = 0.93 if code in in_title else 0.6 + 0.3 * share
            rule = "in the title" if code in in_title else "named often"
            if role != "concerned":  # it reads as an accusation, or as a claim, and is therefore asked
                confidence, rule = min(confidence, _ASKED), f"{rule}; {role} by the words beside it"
            passages = (place,) if place else ()
            proposals.append(Proposal("country", {"code": code, "role": role}, passages, round(confidence, 2), rule))
    return proposals


def _is_named(weight: int, share: float) -> bool:
    """Whether a country is named often enough, by itself and beside the one that is named most."""
    return share == 1 or (weight >= 2 and share > 0.5) or (weight >= 3 and share >= 0.3)


def _role(given: Given, mentions: list[Mention]) -> tuple[str, Passage | None]:
    """Responsible only where the document's words say so more than once; else concerned, which says nothing."""
    accused = [
        one
        for one in mentions
        if _RESPONSIBLE.match(given.plain, one.end) or _BY.search(given.plain[max(0, one.start - 60) : one.start])
    ]
    hosts = [one for one in mentions if _HOST.search(given.plain[max(0, one.start - 40) : one.start])]
    if len(accused) >= 2:
        return "responsible", Passage(accused[0].start, accused[0].end)
    if hosts and len(hosts) == len(mentions):
        return "host", Passage(hosts[0].start, hosts[0].end)
    first = mentions[0] if mentions else None
    return "concerned", Passage(first.start, first.end) if first else None


def _places(given: Given, title: str, mentions: list[Mention]) -> list[Proposal]:
    """Every known place that is named in the title, or more than once, or in the beginning of the text."""
    found: dict[str, list[Mention]] = defaultdict(list)
    known: dict[str, Known] = {}
    for mention in mentions:
        place = mention.first("place")
        if place and not mention.first("country"):
            found[place.uid].append(mention)
            known[place.uid] = place
    in_title = {p.uid for one in given.finder.find(title) if (p := one.first("place"))}
    early = given.body[min(3, len(given.body) - 1)].end if given.body else len(given.plain)
    proposals = []
    for uid, rows in found.items():
        printed = given.layout.words(rows[0].start, rows[0].end)
        confidence = 0.95 if uid in in_title else 0.85 if len(rows) > 2 else 0.75 if rows[0].start < early else 0.6
        value = {"uid": uid, "as_printed": printed}
        proposals.append(Proposal("place", value, (Passage(rows[0].start, rows[0].end),), confidence, "known name"))
    return sorted(proposals, key=lambda one: -one.confidence)[:20]


def _situations(given: Given, countries: list[Proposal], places: list[Proposal]) -> list[Proposal]:
    """Situations whose places or countries, populations and period fit."""
    codes = {one.value["code"] for one in countries if one.confidence >= 0.8}
    uids = {one.value["uid"]: one.confidence for one in places}
    peoples = {p.uid for one in given.mentions if (p := one.first("population"))}
    latest = max((one.last for one in given.dates), default="")
    scored = []
    for situation in given.vocabulary.situations:
        hits = sum(uids.get(uid, 0) for uid in situation.places)
        score = 0.45 * min(hits, 2) + 0.3 * len(peoples & set(situation.populations)) / (
            len(situation.populations) or 1
        )
        if not hits and situation.places and not peoples & set(situation.populations):
            continue
        score += 0.25 if codes & set(situation.countries) else -0.3
        if score > 0.4 and _in_period(situation, latest):
            scored.append((score, situation))
    scored.sort(key=lambda row: -row[0])
    return [
        Proposal(
            "situation",
            {"uid": situation.uid},
            (),
            round(min(0.9, 0.45 + 0.4 * score), 2),
            "its places, peoples and time",
        )
        for score, situation in scored[:2]
    ]


def _in_period(situation: KnownSituation, day: str) -> bool:
    """Whether the latest day that the document speaks of is in the situation's time."""
    if not (situation.period and day):
        return True
    period, said = bounds(situation.period), bounds(day)
    begins = period.earliest is None or said.latest is None or said.latest >= period.earliest
    ends = period.latest is None or said.earliest is None or said.earliest.year <= period.latest.year + 1
    return begins and ends
