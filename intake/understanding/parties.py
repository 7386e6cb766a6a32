"""Who speaks, who signs, who is asked: from lists, letterheads, signatures, and sentences that say so."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from identifiers.folding import fold
from intake.proposals import Passage, Proposal
from intake.understanding import asked, asking, bodies, issuers, kinds, labels, namelists
from intake.understanding.given import Given
from intake.understanding.layout import Block
from intake.understanding.namelists import Found, Printed, narrowed
from intake.understanding.names import resolve

_LISTED = 14  # words of a line of a list, at most
_OPEN_LETTER = re.compile(
    r"(?:(?:joint )?(?:open )?letter|appeal|call|message|memorandum|petition|lettre ouverte|appel|"
    r"carta abierta|carta aberta|llamamiento|apelo|offener brief|appell|открытое письмо|обращение|призыв|"
    r"müraciət|açık mektup|açıq məktub)"
    r"\s+(?:by .{3,80}? )?(?:addressed )?(?:to|à|al?|ao|aux?|an(?: die| den| das)?|"
    r"к)\s+(?P<to>[^:;–—\n]{4,160}?)(?=\s+(?:on|regarding|concerning|about|to (?:act|protect|prevent|end|stop)|"
    r"for|sur|sobre|zur?|über|о|об|calling|urging)\s|[:;–—\n.]|$)",
    re.IGNORECASE,
)
_ADDRESSES = re.compile(
    r"\b(?:address(?:es)?|direct(?:s)?|submit(?:s)?|adress\w+|dirig\w+|richten|направл\w+|обраща\w+)\s+(?:it|"
    r"this|these|the following|our|its|ce|cette|ces|nos|esta|este|estas|estos|diese\w*|эти|"
    r"это)\s?(?:\w+ ){0,3}(?:to|à|aux?|al?|ao|an|к)\s+(?P<to>[^.:;]{3,160}?)(?=[.:;]|,? (?:who|which|qui|que|"
    r"die)\b|$)",
    re.IGNORECASE,
)
_OURS = re.compile(
    r"\b(?:we|nous|nosotr\w+|wir|мы|biz|մենք|نحن|institute|organi[sz]ations|undersigned|appel\w+ons|demandons|"
    r"pedimos|instamos|exigimos|llamamos|apelamos|fordern|призываем|çağırıyoruz|çağırırıq|կոչ ենք)\b|ندعو|"
    r"نطالب|نناشد",
    re.IGNORECASE,
)
# To whom newsletters are sent.
_EVERYBODY = re.compile(
    r"\W*(?:(?:our |all |dear )*(?:subscribers?|members|friends|supporters|readers|list|undisclosed.*|"
    r"recipients.*|newsletter.*|"
    r"abonn\w+|suscriptores|assinantes|подписчик\w*|aboneler|abunəçilər|բաժանորդներ\w*|المشترك\w*)|.*@.*)\W*$",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"(?P<count>\d{1,3}(?:[ ,.]\d{3})*\+?|\d+)\s+(?:other |more |civil society |human rights |"
    r"non-?governmental |local |international |national |regional |humanitarian |women’s )*(?:organi[sz]ations|"
    r"ngos|groups|signatories|signatures|scholars|individuals|"
    r"bodies|associations|organisations|signataires|organizaciones|firmantes|organizações|signatários|"
    r"organisationen|unterzeichner|организаци\w+|подписавших\w*|kuruluş\w*|örgüt\w*|imza\w*|təşkilat\w*|"
    r"կազմակերպություն\w*|ստորագր\w*|منظمة|منظمات|جمعية)",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"sign|undersign|endors|joined by|firm|suscri|unterz|подпис|imza|ստորագր|موقع|وقّ?ع", re.IGNORECASE)


def propose(given: Given, title: str) -> list[Proposal]:
    """The issuers, signatories with their count, and those addressed by name. Others are asked in recommendations."""
    lists = list(_lists(given))
    if not any(role == "signatory" for role, _ in lists):
        lists += list(_signed_by(given)) or _last_list(given)
    signatories = [one for role, one in lists if role == "signatory"]
    named = [one for role, one in lists if role == "issuer"] or _who_sign(signatories)
    if len(named) == 1 and (known := resolve(given.vocabulary, named[0].printed.name, given.language).known):
        named = [*named, *issuers.joined(given, {known.uid})]
    named = named or issuers.find(given, title, {fold(one.printed.name) for _, one in lists})
    listed = [one for role, one in lists if role == "addressee" and not _EVERYBODY.match(one.printed.name)]
    addressed = listed or list(_addressed(given, title))
    proposals = [_proposal(given, "issuer", one) for one in named]
    proposals += [_proposal(given, "signatory", one) for one in signatories]
    proposals += [_proposal(given, "addressee", one) for one in addressed]
    return [*_once(proposals), *_count(given, len(signatories))]


def _who_sign(signatories: list[Found]) -> list[Found]:
    """Those who sign together, as the issuers of what they sign."""
    return [replace(one, confidence=0.85, rule="those who sign") for one in signatories] if len(signatories) > 1 else []


def _proposal(given: Given, role: str, found: Found) -> Proposal:
    tries = [resolve(given.vocabulary, text, given.language) for text in found.printed.both]
    best = next((one for one in tries if one.known), tries[0])
    value = {"name": found.printed.name, "office": found.printed.office, "uid": best.uid}
    passages = (found.place,) if found.place else ()
    confidence = found.confidence if best.known or not best.candidates else min(found.confidence, 0.7)
    return Proposal(role, value, passages, round(confidence, 2), found.rule, best.candidates)


def _once(proposals: list[Proposal]) -> list[Proposal]:
    seen: dict[tuple[str, str], Proposal] = {}
    for one in proposals:
        seen.setdefault((one.kind, one.value["uid"] or fold(one.value["name"])), one)
    return list(seen.values())


def _lists(given: Given) -> Iterator[tuple[str, Found]]:
    """`FROM:`, `TO:` and `Signed by:` with the names behind and below them."""
    signs = (("issuer", labels.FROM), ("addressee", labels.TO), ("signatory", labels.SIGNED))
    blocks = given.blocks
    for index, block in enumerate(blocks):
        said = given.layout.of(block)
        heading = _is_heading(block, said) and _is_above_signatures(said, index, len(blocks))
        if heading or (index >= len(blocks) // 2 and _leads_to_signatures(said) and not labels.SIGNED.match(said)):
            yield from _of_list(given, "signatory", [], blocks[index + 1 :])
            continue
        if block.kind == "heading" and index <= len(given.head) and (role := _heads(said)):
            yield from _of_list(given, role, [], blocks[index + 1 :])
            continue
        lines = list(given.layout.lines(block))
        for at, line in enumerate(lines):
            text = given.plain[line.start : line.end]
            for role, sign in signs:
                match = sign.match(text)
                if not match or (role != "signatory" and index > len(given.head) + 1) or _is_prose(text[match.end() :]):
                    continue
                rest = [Passage(line.start + match.end(), line.end)] if text[match.end() :].strip(" |") else []
                for more in lines[at + 1 :]:
                    said = given.plain[more.start : more.end]
                    if labels.ANY.match(said) or labels.SUBJECT.match(said) or len(said.split()) > 3 * _LISTED:
                        break
                    rest.append(more)
                below = blocks[index + 1 :] if at + len(rest) >= len(lines) - 1 else ()
                yield from _of_list(given, role, rest, below)
                break


def _heads(text: str) -> str:
    """The role of those who are listed below a heading that is only “From” or “To”."""
    return "issuer" if labels.FROM_HEADING.match(text) else "addressee" if labels.TO_HEADING.match(text) else ""


def _is_heading(block: Block, text: str) -> bool:
    """Whether a block is a heading, or a line that is nothing but “Signatories” and was not marked as one."""
    return block.kind == "heading" or (block.kind == "paragraph" and bool(labels.SIGNED_HEADING.match(text)))


def _leads_to_signatures(text: str) -> bool:
    """Whether a line leads to those who sign: “The following organizations support this appeal:”."""
    short = text.rstrip().endswith(":") and len(text.split()) <= 14
    return bool(
        labels.SIGNED_LINE.match(text) or (short and labels.SIGNS.search(text) and not asking.ASKS.search(text))
    )


def _is_above_signatures(text: str, index: int, count: int) -> bool:
    """Whether a heading stands above those who sign."""
    late = index >= count // 2 and len(text.split()) <= 6 and not kinds.genre_of(text)
    return bool(labels.SIGNED_HEADING.match(text) or (late and labels.SIGNS.search(text)))


def _signed_by(given: Given) -> Iterator[tuple[str, Found]]:
    """Those of whom a sentence says that they sign: “endorsed by A, B and C.”"""
    for block in (*given.body[:1], *given.blocks[-6:]):
        for match in labels.SIGNED_BY.finditer(given.plain, block.start, block.end):
            place = Passage(match.start(), match.end())
            said = match["names"] or match["named"]
            for end in (one.start() for one in re.finditer(r"\.(?:\s|$)|$", said)):
                if len(names := bodies.run(given, " ".join(said[:end].split()))) > 1:
                    yield from (
                        ("signatory", Found(Printed(name), narrowed(given, place, name), 0.86, "it is said to sign"))
                        for name in names
                    )
                    return


def _last_list(given: Given) -> list[tuple[str, Found]]:
    """A list with which the text ends, and most of whose items are known bodies: those who sign."""
    items: list[Block] = []
    for block in reversed(given.blocks[-200:]):
        if block.kind != "item":
            break
        items.insert(0, block)
    found = [
        Found(one, narrowed(given, Passage(item.start, item.end), one.name), 0.8, "list of bodies at the end")
        for item in items
        for one in namelists.names(given.vocabulary, [given.layout.of(item)])[:1]
    ]
    known = [
        one
        for one in found
        if resolve(given.vocabulary, one.printed.name, given.language).known
        or bodies.by_form(one.printed.name, given.language)
    ]
    return [("signatory", one) for one in found] if len(known) > 1 and len(known) * 2 >= len(items) else []


def _is_prose(text: str) -> bool:
    return bool(
        re.search(r"[.!?]\s+[A-ZА-Я]", re.sub(r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|H\.E)\.", "", text))
        and len(text.split()) > 40
    )


def _of_list(given: Given, role: str, rest: list[Passage], below: tuple[Block, ...]) -> Iterator[tuple[str, Found]]:
    taken = list(rest)
    for block in below:
        text = given.layout.of(block)
        if block.kind == "row" and re.fullmatch(r"[\s|:-]*", text):
            continue
        open_ended = bool(taken) and given.plain[taken[-1].start : taken[-1].end].rstrip().endswith(
            (",", ";", "،", "؛")
        )
        listed = block.kind in ("item", "row") or not rest or open_ended
        if not listed or not _may_be_listed(given, block, text, bool(taken)):
            break
        taken += [part for line in given.layout.lines(block) for part in given.layout.columns(line)]
    places = {given.layout.words(place.start, place.end): place for place in taken}
    for one in namelists.names(given.vocabulary, list(places)):
        place = next((p for text, p in places.items() if one.name in text), taken[0] if taken else None)
        if role != "signatory" or len(one.name.split()) <= _LISTED:
            yield role, Found(one, narrowed(given, place, one.name), 0.96, f"list of {role}s")


def _may_be_listed(given: Given, block: Block, text: str, begun: bool) -> bool:
    if block.kind == "heading" or labels.ANY.match(text) or labels.SUBJECT.match(text) or labels.SALUTATION.match(text):
        return False
    if block.kind == "row":
        return True
    lines = [given.plain[line.start : line.end].split() for line in given.layout.lines(block)]
    return (all(len(words) <= _LISTED for words in lines) and not re.search(r"[.!?։]$", text.strip())) or (
        text.count(",") >= 3 and not begun and len(text.split()) < 400 and not re.search(r"[.!?]\s+\w", text)
    )


def _addressed(given: Given, title: str) -> Iterator[Found]:
    """Whom a letter names: in its title, in the lines above the salutation, in the salutation."""
    yield from _directed(given)
    at = given.plain.find(title[:30]) if title else -1
    if (match := _OPEN_LETTER.search(title)) and asked.can_be_asked(given, match["to"]):
        for one in namelists.names(given.vocabulary, [match["to"]]):
            place = narrowed(given, Passage(max(at, 0), max(at, 0) + len(title) + 10), one.name)
            yield Found(one, place, 0.88, "title of a letter")
    yield from _to_lines(given, title)
    for index, block in enumerate(given.blocks[:16]):
        text = given.layout.of(block)
        if match := labels.SALUTATION.match(text):
            yield from _above(given, given.blocks[:index])
            yield from _saluted(given, block)
            return


def _to_lines(given: Given, title: str) -> Iterator[Found]:
    """Lines above the text that begin with “To the …”, without a colon."""
    for block in given.head[:10]:
        for line in given.layout.lines(block):
            text = given.layout.words(line.start, line.end)
            match = labels.TO_LINE.match(text)
            if match and text not in title and asked.can_be_asked(given, match["to"]):
                for one in namelists.names(given.vocabulary, [match["to"]]):
                    yield Found(one, narrowed(given, line, one.name), 0.9, "a line that says to whom")


def _directed(given: Given) -> Iterator[Found]:
    """“We address this to …”, and whom the sentence above a list of asks calls on."""
    for index, block in enumerate(given.blocks):
        for match in _ADDRESSES.finditer(given.plain, block.start, block.end):
            words = " ".join(match["to"].split())
            for one in asked.of_names(
                given, re.sub(r"\b(and|et|y|e|und) (?:to|à|aux?|al?|ao|an)\s", r"\1 ", words)
            ).addressees:
                yield Found(
                    Printed(one[0]), Passage(match.start("to"), match.end("to")), 0.85, "it is addressed to them"
                )
        following = given.blocks[index + 1].kind if index + 1 < len(given.blocks) else ""
        if block.kind == "paragraph" and following == "item":
            last = list(given.layout.sentences(block.start, block.end))[-1]
            text = given.layout.words(last.start, last.end)
            if text.endswith(":") and asking.ASKS.search(text) and _OURS.search(text):
                for name, _ in asked.of_lead(given, text, last).addressees:
                    yield Found(Printed(name), narrowed(given, last, name), 0.76, "called on above a list of asks")


def _above(given: Given, blocks: tuple[Block, ...]) -> Iterator[Found]:
    """The address above a salutation: the block of lines in which a known office or body stands."""
    for block in reversed(blocks[-4:]):
        lines = list(given.layout.lines(block))
        for line in lines:
            text = given.layout.words(line.start, line.end)
            if labels.ANY.match(text) or labels.SUBJECT.match(text):
                continue
            for one in namelists.names(given.vocabulary, [text]):
                known = [resolve(given.vocabulary, part, given.language) for part in one.both]
                if any(r.known for r in known):
                    yield Found(one, line, 0.85, "address above the salutation")


def _saluted(given: Given, block: Block) -> Iterator[Found]:
    line = next(given.layout.lines(block))
    text = given.layout.words(line.start, line.end)
    words = labels.SALUTATION.sub("", text).strip(" ,:!—–-")
    mentions = [one for one in given.mentioned(line.start, line.end) if one.organization]
    for mention in mentions:
        yield Found(
            Printed(given.layout.words(mention.start, mention.end)),
            Passage(mention.start, mention.end),
            0.85,
            "salutation",
        )
    if not mentions and (resolved := resolve(given.vocabulary, words, given.language)).known:
        yield Found(Printed(words), line, 0.8, resolved.known.kind and "salutation")


def _count(given: Given, listed: int) -> list[Proposal]:
    """How many signed, where not all are listed: “and 50 other organizations”, “signed by 271 groups”."""
    for block in (*given.head, *given.body[:3], *given.blocks[-10:]):
        for match in _COUNT.finditer(given.plain, block.start, block.end):
            around = given.plain[max(block.start, match.start() - 120) : min(block.end, match.end() + 120)]
            count = re.sub(r"[ ,.]", "", match["count"])
            if _SIGNS.search(around) and int(count.rstrip("+")) > 2 and not re.fullmatch(r"(?:19|20)\d\d", count):
                place = Passage(match.start(), match.end())
                return [Proposal("signatory_count", {"count": count}, (place,), 0.85, "a number of those who sign")]
    if listed > 2:
        return [Proposal("signatory_count", {"count": str(listed)}, (), 0.7, "as many as are listed")]
    return []


def addressees_asked(asks: list[Proposal]) -> list[Proposal]:
    """Those whom the recommendations ask, as addressees of a document that names none of its own."""
    found: dict[str, Proposal] = {}
    for ask in asks:
        for one in ask.value["addressees"]:
            value: dict[str, Any] = {"name": one["name"], "office": "", "uid": one["uid"]}
            key = one["uid"] or fold(one["name"])
            found.setdefault(key, Proposal("addressee", value, ask.passages[:1], 0.5, "it is asked to act"))
    return list(found.values())
