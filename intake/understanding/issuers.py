"""Who issues a document that says it nowhere in so many words: by letterhead, address, label, sentence, signature."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from identifiers.folding import fold
from intake.proposals import Passage
from intake.understanding import bodies, kinds, labels, namelists, voices
from intake.understanding.given import Given
from intake.understanding.layout import Block
from intake.understanding.namelists import Found, Printed, narrowed
from intake.understanding.names import Mention, resolve

_STATES = ("state", "general", "armed_group")
_MOST = 40  # issuers of one document
_ISSUES = re.compile(
    r"\W{0,3}(?:\([^()]{1,40}\)\W*)?(?:[^.,;:!?]{0,80}?,[^.,;:!?]{0,60},)?\s*(?:today|hereby|therefore|has|"
    r"have|is|are|jointly|again|also|strongly|deeply|on \w+day|aujourd’hui|hoy|heute|сегодня|bugün|այսօր|اليوم|"
    r"alarmed|gravely)?[\s,]*"
    r"(?:issu|warn|call|urg|express|condemn|declar|releas|publish|alarm|announc|reiterat|remind|rais|demand|"
    r"appeal|join|strongly|deeply|gravely|said|says|stat|welcom|renew|believ|consider|recommend|"
    r"xatırlad|hatırlat|напомина|recuerd|rappell|erinner|հիշեցն|يذكّر|تذكّر|s[’']alarm|s[’']inquièt|avert|"
    r"appell|exprim|condamn|lanc|alert|publi|demand|rappel|advier|llam|expres|"
    r"conden|emit|inst|alert|manifiest|exhort|adverte|apela|manifest|warnt|ruft|fordert|veröffentlich|"
    r"appelliert|zeigt|"
    r"предупре|призыва|выража|осужда|заявля|публику|выпуска|обраща|бьет|uyar|çağır|kına|endişe|ilan|yayım|"
    r"xəbərdar|çağırış|narahat|qınayır|bəyan|müraciət|զգուշացն|կոչ|դատապարտ|մտահոգ|հայտար|հրապարակ|"
    r"يحذر|تحذر|يدعو|تدعو|يعرب|تعرب|تدين|يدين|تصدر|يصدر|تعلن)",
    re.IGNORECASE,
)
_JOINS = re.compile(
    r"\s*(?:\([^()]{1,30}\)\s*)?(?:,|and|,? ?&|,\s*and|et|y|e|und|и|ve|və|և|و)?(?:\s*(?:the|la|le|les|el|o|a|"
    r"die|der|das|also))?\s*(?:et|and)?\s*",
    re.IGNORECASE,
)
_SMALL_BEFORE = re.compile(
    r"(?i)\b(?:we|nous|nosotr[oa]s|nós|wir|мы|biz|մենք|نحن|undersigned|the|la|le|les|el|los|las|die|der|das|o|"
    r"a|os|as|today|on \w+day)\b|,"
)
_SEVERAL = re.compile(r",\s|\s(?:and|&|et|y|e|und|и|ve|və|և)\s|\sو")
_BEHIND = re.compile(
    r"\b(?:of|to|by|from|with|for|in|at|on|de|du|des|à|aux?|par|avec|del?|al?|por|con|do|da|pelo|pela|von|vom|"
    r"der|des|mit|an|"
    r"für|в|к|от|с|из|о|по)\s+(?:the|la|le|les|el|los|las|den|dem)?\s*$",
    re.IGNORECASE,
)
# “Statement by A and B”, “addressed to C by D”
_BY_LINE = re.compile(
    r"(?:^|\s)(?:by|par|por|von|от имени)\s+(?:the\s+)?(?P<by>[^.:;\d]{3,200}?)(?=,?\s+(?:on\s+)?\d|\s*$|"
    r",?\s+(?:on|about|regarding|concerning|sur|sobre|zu[mr]?|über|о|об)\s)"
)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:\d{4}(?:[–-]\d{4})?)?[\s,]*(?P<name>[^.|\n©]{3,80})", re.IGNORECASE
)
_ABOUT = re.compile(r"^\W*about (?:the )?(?P<name>[A-Z][^\n.:]{3,80})$")


def find(given: Given, title: str, listed: set[str]) -> list[Found]:
    """Who seems to issue it. `listed`: folded names of those in its lists, which are no letterhead."""
    scores: dict[str, Found] = {}
    together = list(voices.groups(given, title))
    for one in hints(given, title, listed, together):
        key = _key(given, one)
        old = scores.get(key)
        if old is None or one.confidence > old.confidence:
            scores[key] = one
        if old is not None and old.rule != one.rule:
            scores[key] = replace(scores[key], confidence=min(0.97, max(one.confidence, old.confidence) + 0.03))
    ranked = sorted(scores.values(), key=lambda one: -one.confidence)
    if not ranked:
        return []
    ranked = _without_parents(given, ranked)
    best = ranked[0]
    keys = [[_key(given, one) for one in group] for group in together]
    beside = dict.fromkeys(key for group in keys if _key(given, best) in group for key in group)
    kept = [
        one
        for one in ranked
        if one.confidence >= max(0.55, best.confidence - 0.04)
        or (one.rule.startswith("letterhead") and best.rule.startswith("letterhead"))
        or _key(given, one) in beside
    ]
    printed = list(beside)
    return sorted(kept, key=lambda one: printed.index(key) if (key := _key(given, one)) in beside else -1)[:_MOST]


def _key(given: Given, found: Found) -> str:
    """The uid of a body that is known, or its folded name."""
    tries = (resolve(given.vocabulary, text, given.language).known for text in found.printed.both)
    known = next(filter(None, tries), None)
    return known.uid if known else fold(found.printed.name)


def _without_parents(given: Given, found: list[Found]) -> list[Found]:
    """Those found, but for a body of which another one found is part: the letterhead of the whole."""
    parents = {one.uid: one.parent for one in given.vocabulary.organizations}
    uids = [_key(given, one) for one in found]
    above = set[str]()
    for uid, one in zip(uids, found, strict=True):
        while one.confidence >= 0.8 and (uid := parents.get(uid, "")):
            above.add(uid)
    return [one for one, uid in zip(found, uids, strict=True) if uid not in above]


def hints(given: Given, title: str, listed: set[str], together: list[list[Found]]) -> Iterator[Found]:
    """Every sign of an issuer, with how much it says."""
    yield from _letterhead(given, title, listed)
    yield from _by_line(given, title)
    yield from _site(given)
    yield from _label(given, title)
    yield from _speakers(given)
    yield from _below(given)
    for group in together:
        yield from group


def _letterhead(given: Given, title: str, listed: set[str]) -> Iterator[Found]:
    """Lines above the title or the text that are nothing but the name of a body."""
    for block in given.head[:10]:
        for line in (part for row in given.layout.lines(block) for part in given.layout.columns(row)):
            text = given.layout.words(line.start, line.end).strip(" |–—-")
            if (
                not text
                or fold(text) in listed
                or fold(text) == fold(title)
                or len(text.split()) > 14
                or labels.ANY.match(text)
                or labels.TO_LINE.match(text)
                or labels.SALUTATION.match(text)
            ):
                continue
            for part in _joint(given, text):
                resolved = resolve(given.vocabulary, part, given.language)
                if resolved.known and resolved.known.kind not in _STATES and resolved.confidence >= 0.8:
                    yield Found(Printed(part), narrowed(given, line, part), 0.93, "letterhead")
                elif (
                    not kinds.genre_of(part)
                    and bodies.NOUN.search(part)
                    and not re.search(r"[:?!]|[^V]\.$|\d{3}", part)
                ):
                    yield Found(
                        Printed(part), narrowed(given, line, part), 0.78, "letterhead of a body that is not known"
                    )


def _by_line(given: Given, title: str) -> Iterator[Found]:
    """Lines above the text that say by whom it is."""
    for block in given.head[:10]:
        for line in given.layout.lines(block):
            text = given.layout.words(line.start, line.end)
            if (match := _BY_LINE.search(text)) and len(text.split()) <= 40:
                for one in namelists.names(given.vocabulary, [match["by"]]):
                    tries = (resolve(given.vocabulary, said, given.language).known for said in one.both)
                    known = next(filter(None, tries), None)
                    if known and known.kind not in _STATES:
                        yield Found(one, narrowed(given, line, one.name), 0.92, "line that says by whom")


def _joint(given: Given, text: str) -> list[str]:
    """A line of several bodies: parted by bars, dots, commas."""
    if resolve(given.vocabulary, text, given.language).confidence >= 0.9:
        return [text]
    parts = [part.strip() for part in re.split(r"\s+[|•·/–—]\s+", text) if part.strip()]
    if len(parts) == 1 and _SEVERAL.search(text):
        split = [one.name for one in namelists.names(given.vocabulary, [text])]
        if all(resolve(given.vocabulary, one).known for one in split):
            return split
    return parts


def _site(given: Given) -> Iterator[Found]:
    """The body whose site the address is of, or whose name ends the title of the file."""
    host = _host(given.source_url)
    for known in given.vocabulary.organizations:
        if host and known.website and (host == (site := _host(known.website)) or host.endswith(f".{site}")):
            yield Found(Printed(known.name), None, 0.85, "address of its site")
    for piece in re.split(r"\s+[|–—·-]\s+", given.title)[1:]:
        resolved = resolve(given.vocabulary, piece, given.language)
        if resolved.known and resolved.known.kind not in _STATES:
            yield Found(Printed(piece), None, 0.8, "title of the file")


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _label(given: Given, title: str) -> Iterator[Found]:
    """The one body that labels its documents as this one is labelled."""
    head = " ".join([fold(title), *(fold(given.layout.of(block)) for block in given.head[:8])])
    found = Counter[str]()
    for known in given.vocabulary.types:
        if (
            known.issuer
            and len(known.label.split()) > 1
            and not kinds.genre_of(known.label)
            and f" {fold(known.label)} " in f" {head} "
        ):
            found[known.issuer] = max(found[known.issuer], len(known.label.split()))
    owners = {uid for uid, length in found.items() if length == max(found.values())}
    if len(owners) == 1 and max(found.values()) > 1:
        [uid] = owners
        known_one = next((one for one in given.vocabulary.organizations if one.uid == uid), None)
        if known_one:
            yield Found(Printed(known_one.name), None, 0.72, "a label that is its own")


def _speakers(given: Given) -> Iterator[Found]:
    """Bodies that are the subject of “warns”, “is issuing”, “calls on”, or with which the text begins."""
    counts = Counter[str]()
    for number, block in enumerate((*given.body[:6], *given.body[-3:])):
        for group in _groups(given, block):
            begins = _begins(given, group[0].start)
            said = bool(_ISSUES.match(given.plain, group[-1].end))
            if not said and not (number == 0 and (begins or _may_speak(given, block, group))):
                continue
            for mention in group:
                known = mention.organization
                assert known is not None  # noqa: S101  (groups are of organizations)
                counts[known.uid] += 1
                base = 0.86 if begins and said and number < 2 else 0.82 if number < 3 and (said or begins) else 0.7
                printed = Printed(given.layout.words(mention.start, mention.end))
                confidence = base + 0.01 * min(counts[known.uid], 4)
                yield Found(printed, Passage(mention.start, mention.end), confidence, "it is said to issue this")


def joined(given: Given, uids: set[str]) -> Iterator[Found]:
    """Bodies that the text lets speak together with one of `uids`: “A and B issue this warning”."""
    for block in given.body[:2]:
        for group in _groups(given, block):
            own = {one.organization.uid for one in group if one.organization}
            if own & uids and _begins(given, group[0].start) and _ISSUES.match(given.plain, group[-1].end):
                for one in group:
                    if one.organization and one.organization.uid not in uids:
                        place = Passage(one.start, one.end)
                        yield Found(Printed(given.layout.words(one.start, one.end)), place, 0.85, "it speaks with them")


def _may_speak(given: Given, block: Block, group: list[Mention]) -> bool:
    """Whether bodies in the first sentence may be its subject: a verb may follow, and no preposition stands before."""
    first = next(given.layout.sentences(block.start, block.end))
    before, after = given.plain[first.start : group[0].start], given.plain[group[-1].end : group[-1].end + 12]
    return group[-1].end <= first.end and not _BEHIND.search(before) and bool(re.match(r"\s+[^\W\d_A-Z]", after))


def _groups(given: Given, block: Block) -> Iterator[list[Mention]]:
    """The bodies that are named in a block, those joined as in “A, B and C” together."""
    group: list[Mention] = []
    for mention in given.mentioned(block.start, block.end):
        known = mention.organization
        if known is None or known.kind in _STATES:
            continue
        if group and not _JOINS.fullmatch(given.plain[group[-1].end : mention.start]):
            yield group
            group = []
        group.append(mention)
    if group:
        yield group


def _begins(given: Given, at: int) -> bool:
    """Whether a sentence begins with what stands there, or in Arabic with its verb."""
    before = _SMALL_BEFORE.sub("", given.plain[_sentence(given, at) : at])
    return len(re.findall(r"\w+", before)) <= (1 if given.language == "ar" else 0)


def _sentence(given: Given, at: int) -> int:
    """Where the sentence of a place begins, behind a dateline."""
    before = given.plain[max(0, at - 300) : at]
    ends = [m.end() for m in re.finditer(r"[.!?]\s|\n\s*\n|\)\s*[–—-]+\s|[^\W\d_]\s+[–—]\s", before)]
    return max(0, at - 300) + (ends[-1] if ends else 0)


def _below(given: Given) -> Iterator[Found]:
    """Signatures, copyright lines and “About” below the text."""
    for block in given.blocks[-12:]:
        for line in given.layout.lines(block):
            text = given.layout.words(line.start, line.end).strip(" –—-|")
            for sign, confidence in ((_COPYRIGHT, 0.7), (_ABOUT, 0.75)):
                if match := sign.search(text):
                    resolved = resolve(given.vocabulary, match["name"].strip(" ,"), given.language)
                    if resolved.known:
                        yield Found(Printed(match["name"].strip(" ,")), line, confidence, "line below the text")
            if len(text.split()) > 14 or block.kind == "item" or text.endswith(":"):
                continue
            for part in _joint(given, text):
                resolved = resolve(given.vocabulary, part, given.language)
                if resolved.known and resolved.known.kind not in _STATES:
                    yield Found(Printed(part), narrowed(given, line, part), 0.84, "signature")
