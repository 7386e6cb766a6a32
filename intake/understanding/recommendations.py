"""Recommendations: from numbered and bulleted lists, and from prose, each with whom it asks, of whom, and for what."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from identifiers.folding import fold
from intake.proposals import Passage, Proposal
from intake.understanding import asked, asking, measures
from intake.understanding.asked import Asked
from intake.understanding.given import Given
from intake.understanding.layout import Block

_ENDS = re.compile(r"[\s;,،؛]+(?:and|et|y|e|und|и|ve|və|և|or)?$", re.IGNORECASE)
_PRONOUN = re.compile(
    r"\W*(?:it|they|he|she|il|elle|ils|elles|er|sie|es|он|она|оно|они|ele|ela|eles|o|onlar)\s+", re.IGNORECASE
)
_INFINITIVE = re.compile(r"\bto [a-z]")
_AND_TO = re.compile(r",?\s+and (?:also |further |therefore )?to (?=[a-z])(?!do so\b|see to it\b)")
# What is shorter belongs to the ask before it: “to leave and to stay away”.
_NEXT = re.compile(rf"(?:{_AND_TO.pattern}|;\s+(?:and )?(?:\w+ly,? )?to (?=[a-z]))(?=(?:[^\s.;]+\s+){{6}})")
_LEAD_END = re.compile(r"[:：]\s*$")
_QUESTIONED = 0.5  # share of the items of a list that ask, where nothing above the list says so


@dataclass
class _Item:
    """An item of a list with all that stands below it."""

    block: Block
    parts: list[Block] = field(default_factory=list)


@dataclass(frozen=True)
class _Ask:
    text: str
    places: tuple[Passage, ...]
    number: int | None
    asked: Asked
    confidence: float
    rule: str
    location: str


def propose(given: Given, taken: tuple[Passage, ...] = (), addressed: tuple[Proposal, ...] = ()) -> list[Proposal]:
    """The recommendations, in their order. `taken`: places that other rules account for; "
    "`addressed`: of the document."""
    asks = [ask for ask in _asks(given) if not _overlaps(ask.places, taken)]
    numbers = [ask.number for ask in asks]
    printed = all(numbers) and len(set(numbers)) == len(numbers)
    proposals = []
    for index, ask in enumerate(asks, 1):
        number = ask.number if printed and ask.number else index
        proposals.append(_proposal(given, ask, number, addressed))
    return proposals


def _overlaps(places: tuple[Passage, ...], taken: tuple[Passage, ...]) -> bool:
    return any(one.start < other.end and other.start < one.end for one in places for other in taken)


def _proposal(given: Given, ask: _Ask, number: int, addressed: tuple[Proposal, ...]) -> Proposal:
    addressees = [{"name": name, "uid": uid or _meant(name, addressed)} for name, uid in ask.asked.addressees]
    basis = "stated" if addressees else "none"
    if not addressees and addressed and ask.asked.nobody is False:
        addressees = [{"name": one.value["name"], "uid": one.value["uid"]} for one in addressed]
        basis = "implied"
    measure = measures.guess(ask.text, given.vocabulary.measures)
    targets = asked.targets(given, ask.places, measure, [row["uid"] for row in addressees])
    value = {
        "number": number,
        "text": ask.text,
        "wording": "verbatim",
        "addressees": addressees,
        "addressee_basis": basis,
        "targets": [{"name": name, "uid": uid} for name, uid in targets],
        "measure": measure,
        "location": ask.location,
    }
    return Proposal("recommendation", value, ask.places, ask.confidence, ask.rule)


def _meant(name: str, addressed: tuple[Proposal, ...]) -> str:
    """The uid of the one addressee of the document that is shortly called so: “the Special Adviser”."""
    words = set(fold(name).split())
    found = {
        one.value["uid"]
        for one in addressed
        if words <= set(fold(f"{one.value['name']} {one.value['office']}").split())
    }
    return found.pop() if len(found) == 1 and words else ""


def _asks(given: Given) -> Iterator[_Ask]:
    blocks = given.blocks
    index, section, elsewhere, whom = 0, "", False, Asked()
    while index < len(blocks):
        block = blocks[index]
        if block.kind == "heading" or (block.kind == "paragraph" and _as_heading(given, block)):
            text = given.layout.of(block)
            section, elsewhere, whom = _section(given, text, section, whom)
            index += 1
            continue
        if block.kind == "item":
            group, index = _group(given, index)
            if not elsewhere:
                yield from _listed(given, group, section, whom)
            continue
        if block.kind == "paragraph" and not elsewhere:
            is_lead = index + 1 < len(blocks) and blocks[index + 1].kind == "item" and _is_lead(given, block)
            if section and _is_label(given, block):
                whom = asked.of_label(given, given.layout.of(block), block) or whom
            elif not is_lead:
                yield from _in_prose(given, block, section, whom)
        index += 1


def _section(given: Given, text: str, section: str, whom: Asked) -> tuple[str, bool, Asked]:
    """What a heading begins: the name of a part with recommendations, another part, or one addressee’s own."""
    if asking.ELSEWHERE.match(text):
        return "", True, Asked()
    if asking.HEADING.match(text):
        return text.strip(" :"), False, asked.of_lead(given, text)
    if section and (match := asking.TO_WHOM.match(text)):
        return section, False, asked.of_names(given, match["to"])
    if section and (found := asked.of_label(given, text)):
        return section, False, found
    if asking.ASKS.search(text) and _LEAD_END.search(text):
        return text.strip(" :"), False, asked.of_lead(given, text)
    return "", False, Asked()


def _is_label(given: Given, block: Block) -> bool:
    """Whether a paragraph only names whom the lines below it ask: “To the Government of Sudan:”."""
    text = given.layout.of(block)
    return bool(_LEAD_END.search(text)) and len(text.split()) <= 16 and not asking.DUTY.search(text)


def _is_lead(given: Given, block: Block) -> bool:
    """Whether the last sentence of a paragraph leads to a list of asks."""
    last = list(given.layout.sentences(block.start, block.end))[-1]
    said = given.plain[last.start : last.end]
    signs = (asking.ASKS, asking.DUTY, asking.WEAK, asking.LIST)
    return bool(_LEAD_END.search(said)) and any(sign.search(said) for sign in signs)


def _group(given: Given, index: int) -> tuple[list[_Item], int]:
    """The items of the list that begins at `index`, and where it ends. What is set in deeper belongs to its item."""
    blocks = given.blocks
    base = blocks[index]
    items: list[_Item] = []
    while index < len(blocks):
        block = blocks[index]
        if block.kind == "item" and ((block.level <= base.level + 1 and _same_sign(base, block)) or not items):
            items.append(_Item(block, [block]))
        elif (block.kind == "item" and items) or (
            block.kind == "paragraph" and items and _goes_on(given, block, index)
        ):
            items[-1].parts.append(block)
        else:
            break
        index += 1
    return items, index


def _same_sign(one: Block, other: Block) -> bool:
    return _sign(one.marker) == _sign(other.marker)


def _sign(marker: str) -> str:
    if re.search(r"\d", marker):
        return "number"
    return "letter" if re.search(r"[a-zA-Z]", marker) else "bullet"


def _goes_on(given: Given, block: Block, index: int) -> bool:
    """Whether a paragraph belongs to the item above it: it is set in, or the numbers go on behind it."""
    if given.layout.text[block.start : block.start + 2] in ("  ", "\t "):
        return True
    last, following = given.blocks[index - 1], given.blocks[index + 1] if index + 1 < len(given.blocks) else None
    if following is None or following.kind != "item" or last.kind != "item":
        return False
    numbers = [re.sub(r"\D", "", one.marker) for one in (last, following)]
    text = given.layout.of(block)
    return all(numbers) and int(numbers[1]) == int(numbers[0]) + 1 and not _LEAD_END.search(text)


def _listed(given: Given, group: list[_Item], section: str, whom: Asked) -> Iterator[_Ask]:
    """The asks of one list: its items, where a heading, a lead-in or their own words say that they are such."""
    start = given.blocks.index(group[0].block)
    lead = _lead(given, start)
    leading = asked.of_lead(given, given.layout.of(lead), lead) if lead else Asked()
    asks = sum(_item_asks(given, item) for item in group)
    named = bool(lead and _is_lead(given, lead)) or bool(lead and section and _is_label(given, lead))
    if not (section or named) and not (len(group) > 1 and asks / len(group) > _QUESTIONED and _has_duty(given, group)):
        return
    location = section or (given.layout.of(lead).strip(" :")[-80:] if lead and named else "")
    operative = any(asking.STATES.match(given.layout.of(item.block)) for item in group) and not named and asks > 1
    for item in group:
        if not (operative and asking.STATES.match(given.layout.of(item.block))):
            yield from _of_item(given, item, leading or whom, location, 0.95 if section or named else 0.8)


def _lead(given: Given, start: int) -> Block | None:
    """The paragraph or heading right above a list."""
    before = given.blocks[start - 1] if start else None
    return before if before and before.kind in ("paragraph", "heading") else None


def _item_asks(given: Given, item: _Item) -> bool:
    text = given.layout.of(item.block)
    first = " ".join(text.split()[:40])
    return bool(
        asking.DUTY.search(first) or asking.ASKS.search(first) or asking.IMPERATIVE.match(first)
    ) and not asking.NO_ASK.search(first)


def _has_duty(given: Given, group: list[_Item]) -> bool:
    """Whether a list without a lead-in asks in words of duty or of asking, and not in what only looks imperative."""
    texts = [given.layout.of(item.block) for item in group]
    return sum(bool(asking.DUTY.search(text) or asking.ASKS.search(text)) for text in texts) / len(texts) > _QUESTIONED


def _of_item(given: Given, item: _Item, whom: Asked, location: str, confidence: float) -> Iterator[_Ask]:
    """An item; where it only names whom the items below it ask, those."""
    first = given.layout.of(item.block)
    below = [part for part in item.parts[1:] if part.kind == "item"]
    label = _LEAD_END.search(first) and below and len(first.split()) <= 16
    if label and (found := asked.of_label(given, first, item.block) or asked.of_lead(given, first, item.block)):
        for part in below:
            yield _ask(given, [part], None, found, location, confidence)
        return
    digits = re.sub(r"\D", "", item.block.marker)
    yield _ask(given, item.parts, int(digits) if digits else None, whom, location, confidence)


def _ask(given: Given, parts: list[Block], number: int | None, whom: Asked, location: str, confidence: float) -> _Ask:
    text = "\n".join(given.layout.of(part) for part in parts)
    places = tuple(Passage(part.start, part.end) for part in parts)
    own = asked.of_item(given, given.layout.of(parts[0]))
    where = f"{location}, {parts[0].marker}".strip(", ") if number else location
    rule = "numbered item" if number else "item of a list"
    return _Ask(
        _ENDS.sub("", text),
        places,
        number,
        own if own.addressees or own.nobody else whom,
        confidence,
        rule,
        where[:200],
    )


def _in_prose(given: Given, block: Block, section: str, whom: Asked) -> Iterator[_Ask]:
    last = Asked()
    for place in given.layout.sentences(block.start, block.end):
        said = given.plain[place.start : place.end]
        if said.rstrip().endswith(":") and len(said.split()) < 8:
            continue
        found = _spoken(given, place, said, bool(section)) or _of_the_same(said, last)
        last = found[2] if found else Asked()
        if found:
            confidence, rule, who = found
            who = who if who.addressees or who.nobody else whom or who
            for part in _parts(given, place, said):
                text = _ENDS.sub("", given.layout.words(part.start, part.end))
                yield _Ask(text, (part,), None, who, confidence, rule, section)


def _of_the_same(said: str, last: Asked) -> tuple[float, str, Asked] | None:
    """A sentence that goes on asking those whom the one before it asked: “It should also …”."""
    if last.addressees and (match := _PRONOUN.match(said)) and asking.DUTY.match(said, match.end()):
        return 0.76, "duty of the same", last
    return None


def _parts(given: Given, place: Passage, said: str) -> list[Passage]:
    """A sentence that asks several things, at each “and to”, “on B to”, “; that”, and clause of its own duty."""
    cuts = sorted({*_cuts_of_asking(said), *_cuts_of_duty(given, said)})
    cuts = [cut for cut in cuts if len(said[: cut[0]].split()) > 3]
    starts = [place.start, *(place.start + end for _, end in cuts)]
    ends = [*(place.start + start for start, _ in cuts), place.end]
    return [Passage(start, end) for start, end in zip(starts, ends, strict=True) if start < end]


def _cuts_of_asking(said: str) -> Iterator[tuple[int, int]]:
    """Where what one verb of asking governs ends, and the next thing begins."""
    verb = asking.ASKS.search(said)
    if not verb:
        return
    if first := _INFINITIVE.search(said, verb.end()):
        for match in _NEXT.finditer(said, first.end()):
            if len(said[: match.start()].split()) > 6:
                yield match.span()
    for match in asking.NEXT_ASKED.finditer(said, verb.end()):
        if len(said[verb.end() : match.start()].split()) > 4:
            yield match.start(), match.end()
    if asking.THAT.search(said, verb.end(), verb.end() + 60):
        for match in asking.NEXT_THAT.finditer(said, verb.end()):
            yield match.span()


def _cuts_of_duty(given: Given, said: str) -> Iterator[tuple[int, int]]:
    """Where a clause ends that asks, and one begins that asks too: “A must stop, and B should speak.”"""
    asks = [*asking.DUTY.finditer(said), *asking.ASKS.finditer(said)]
    for match in asking.CLAUSE.finditer(said):
        before = any(one.end() <= match.start() for one in asks)
        duty = asking.DUTY.search(said, match.end())
        after = said[match.end() : duty.start()].split() if duty else []
        own = asking.ASKS.match(said, match.end()) or (
            0 < len(after) <= 9 and asked.can_be_asked(given, " ".join(after)) and not asking.RELATIVE.match(after[0])
        )
        if before and own:
            yield match.span()


def _spoken(given: Given, place: Passage, said: str, in_section: bool) -> tuple[float, str, Asked] | None:
    """Whether a sentence asks, how sure that is, by which rule, and whom."""
    if asking.NO_ASK.search(said) or said.rstrip().endswith("?"):
        return None
    match = asking.ASKS.search(said)
    if match and asked.speaks(given, place, place.start + match.start()):
        return 0.85, "verb of asking", asked.of_lead(given, said, place)
    if asking.LET.match(said):
        return 0.72, "let it be done", asked.of_subject_text(given, said, asking.ANY_VERB) or Asked((), True)
    if (match := asking.DUTY.search(said)) and not asking.REPORTED.search(said, 0, match.start()):
        if asking.PRIVATE.match(said) and not asking.GRANTED.search(said, match.start()):
            return None
        who = asked.of_subject(given, place.start, place.end)
        if who.addressees:
            return 0.8, "duty of somebody", who
        if who.nobody and not asked.is_quoted(said, match.start()):
            return (0.78 if in_section else 0.66), "duty of nobody in particular", who
    return _indirectly(given, place, said, in_section)


def _indirectly(given: Given, place: Passage, said: str, in_section: bool) -> tuple[float, str, Asked] | None:
    """The like for a sentence without a verb of asking or of duty."""
    if match := asking.IMPERSONAL.search(said):
        who = asked.of_subject_text(given, said[match.end() :], asking.ANY_VERB)
        if not who.addressees and asked.can_be_asked(given, " ".join(said[match.end() :].split()[:8])):
            return 0.68, "it is said to be essential", Asked((), True)
        if who.addressees or in_section or asking.PASSIVE.search(said, match.end()):
            return 0.68, "it is said to be essential", who if who.addressees else Asked((), True)
    if asking.ACTS.search(said):
        who = asked.of_subject(given, place.start, place.end, asking.ACTS)
        if who.addressees or in_section:
            return 0.6, "it is said what can be done", who
    if in_section and asking.WEAK.search(said):
        who = asked.of_subject(given, place.start, place.end, asking.COULD)
        return 0.62, "a weak ask in a part of asks", who if who.addressees else Asked((), True)
    return None


def _as_heading(given: Given, block: Block) -> bool:
    """Whether a paragraph is a heading that was not marked as one: one short line that ends no sentence."""
    text = given.plain[block.start : block.end].strip()
    return (
        "\n" not in text
        and len(text.split()) <= 14
        and bool(re.search(r"[^.,;!?։]$", text))
        and (bool(asking.HEADING.match(text) or asking.ELSEWHERE.match(text)) or not _LEAD_END.search(text))
    )
