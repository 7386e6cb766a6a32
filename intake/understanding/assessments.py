"""Indicators of known frameworks that a document says are present, each with its note, and those it concludes with."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from identifiers.folding import fold
from intake.proposals import Passage, Proposal
from intake.understanding.given import Given
from intake.understanding.layout import Block
from intake.understanding.vocabulary import KnownFramework, KnownIndicator

# The word before the number of a stage, in the languages that are read.
_STAGE = (
    r"(?:stages?|étapes?|stades?|etapas?|fases?|estadios?|estágios?|stufen?|stadien|stadium|phasen?|стади\w+|"
    r"этап\w*|aşama\w*|evre\w*|mərhələ\w*|փուլ\w*|المرحلة|مرحلة|المرحلتين|المراحل)"
)
_FACTOR = (
    r"(?:(?:common |specific )?risk factors?|factors?|indicators?|facteurs?(?: de risque)?|"
    r"factor(?:es)?(?: de riesgo)?|fator(?:es)?(?: de risco)?|risikofaktor(?:en)?|фактор\w*(?: риска)?|"
    r"risk faktör\w*|risk amil\w*|ռիսկի գործոն\w*|عامل(?: الخطر)?|عوامل الخطر)"
)
_NUMBER = r"(?:n[o°º]\.?\s*|№\s*|#)?(\d{1,2})"
_NUMBERED = {
    word: re.compile(rf"(?<!\w){word}(?:[’'-]?\w{{0,4}})?\s+{_NUMBER}(?!\d)", re.IGNORECASE)
    for word in (_STAGE, _FACTOR)
}
_ORDINAL_FIRST = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:\.|[-’']?(?:th|st|nd|rd|e|ème|ª|º|[-’']?(?:ci|cı|cu|cü|inci|ıncı|uncu|üncü|й|я|ю|"
    rf"ой|րդ)))\s+{_STAGE}",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"\s*(?:,? and|[,/]|&|et|y|e|und|и|ve|və|և|و)\s*(?:(?:stage|étape|etapa|stufe|стадия|"
    r"фаза)s?\s+)?(\d{1,2})(?!\d)",
    re.IGNORECASE,
)
_CONCLUDES = re.compile(
    r"\b(?:consider(?:s|ed)?|conclud\w+|assess\w*|plac(?:e|es|ed|ing)|is (?:now |currently |already )?(?:at|"
    r"in)|are (?:now |currently |already )?(?:at|in)|has (?:now )?reached|have (?:now )?reached|finds?|"
    r"determin\w+|classif\w+|ranks?|rates?|estimat\w+|judg\w+|"
    r"considèr\w+|estim\w+|conclu\w+|situ\w+|se trouve\w*|a atteint|considera\w*|concluy\w+|ubica\w*|sitúa\w*|"
    r"se encuentra\w*|avalia\w*|coloca\w*|encontra\w*|atingiu|"
    r"stuft|sieht|befinde\w+|hat .{0,40}erreicht|bewert\w+|считает|относит|находит\w*|достиг\w+|оценива\w+|"
    r"değerlendir\w*|bulun\w*|ulaş\w+|hesab ed\w*|qiymətləndir\w*|çat\w+|hesabl\w+|համարում|գնահատում|գտնվում|"
    r"հասել|تعتبر|يعتبر|تضع|وصلت|بلغت|تصنف)",
    re.IGNORECASE,
)
_ALL = re.compile(
    r"\ball (?:of the )?(?:(?P<count>\d{1,2}|six|seven|eight|nine|ten|twelve|"
    r"fourteen) )?(?:of the )?(?:\w+ ){0,3}(?:risk factors|stages|indicators)\b",
    re.IGNORECASE,
)
_WORDS_OF_NUMBER = {"six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12, "fourteen": 14}
# Other wordings of indicators, by the stem of a word of the indicator’s own name.
_ALIKE = {
    "upheaval": r"armed conflict|upheaval|instabilit|coup|civil war|war\b|regime change|conflit armé|conflicto armado|"
    r"вооруж|çatışma|münaqişə|հակամարտ|نزاع",
    "impunity": r"impunity|past genocid|prior genocid|previous genocid|massacres? .*follow|earlier massacres|impunit|"
    r"impunidad|безнаказ|cezasız|cəzasız|անպատժ|الإفلات",
    "past": r"past genocid|prior genocid|previous genocid|earlier massacres|history of genocid|impunity",
    "minority": r"minority .*rule|ethnic minority|minority (?:elite|government|regime)|minorité|minoría|меньшинств|"
    r"azınlı[kğ]|azlı[qğ]|փոքրամասնութ|أقلية",
    "ethnic": r"ethnic (?:elite|ruling|character)|ruling elite .*ethnic|one (?:ethnic )?group rules",
    "exclusionary": r"exclusionary|supremac|ultranational|ideolog|idéologie|ideología|идеолог|ideoloji|ideologiya|"
    r"գաղափարախոս|أيديولوج",
    "autocra": r"autocra|authoritarian|dictator|military rule|one-party|without (?:legal )?restraint|autorit|диктат|"
    r"авторитар|otoriter|avtoritar|ավտորիտար|استبداد",
    "borders": r"closed border|cut[- ]?off|cut off|isolat|trade|blockade|internet|media access|frontières fermées|"
    r"fronteras cerradas|закрыт|kapalı sınır|bağlı sərhəd|փակ սահման|مغلقة",
    "openness": r"trade openness|low trade|closed border|cut[- ]?off|isolat|trade",
    "violations": r"(?:massive|grave|gross|serious|systematic|widespread) (?:\w+ ){0,2}(?:violations|abuses)|"
    r"human rights|violations|violaciones|наруш|ihlal|pozuntu|խախտում|انتهاكات",
}
_LINE = re.compile(r"\s*(?::|[–—-]\s|\.\s)\s*")
_CLOSE = 88  # of 100
_FAMILY = 8  # letters of the slug that the parts of one framework share


@dataclass
class _Seen:
    """An indicator that the document speaks of."""

    framework: KnownFramework
    indicator: KnownIndicator
    place: Passage
    as_printed: str
    note: str
    confidence: float
    rule: str


def propose(given: Given) -> list[Proposal]:
    """The indicators, those of each framework in its order, and whether the document concludes with them."""
    seen: dict[str, _Seen] = {}
    listed = list(_listed(given))
    for one in (*listed, *_lines(given, {one.place for one in listed}), *_all_of(given)):
        seen.setdefault(one.indicator.uid, one)
    concluded = _concluded(given, seen)
    for uid, (one, _) in concluded.items():
        seen.setdefault(uid, one)
    order = {
        indicator.uid: n for n, indicator in enumerate(i for f in given.vocabulary.frameworks for i in f.indicators)
    }
    proposals = []
    for uid in sorted(seen, key=lambda uid: (_first(seen, seen[uid].framework), order[uid])):
        one = seen[uid]
        value = {
            "framework": one.framework.slug,
            "indicator": uid,
            "number": one.indicator.number,
            "name": one.indicator.name,
            "note": one.note,
            "as_printed": one.as_printed[:300],
            "concluded": uid in concluded,
        }
        passages = (
            (one.place, concluded[uid][1]) if uid in concluded and concluded[uid][1] != one.place else (one.place,)
        )
        proposals.append(Proposal("assessment", value, passages, one.confidence, one.rule))
    return proposals


def places(proposals: list[Proposal]) -> tuple[Passage, ...]:
    """Where assessments stand in lists, which are therefore no recommendations."""
    return tuple(one.passages[0] for one in proposals if "line" in one.rule or "list" in one.rule)


def _first(seen: dict[str, _Seen], framework: KnownFramework) -> int:
    return min(one.place.start for one in seen.values() if one.framework is framework)


def _lines(given: Given, taken: set[Passage]) -> Iterator[_Seen]:
    """Blocks that begin with an indicator’s name or number: `Classification: …`, `Stage 3: …`, `| 4 | …`."""
    hits = [
        (index, framework, hit)
        for index, block in enumerate(given.blocks)
        if Passage(block.start, block.end) not in taken
        for text in (given.layout.of(block).strip(" |"),)
        for framework in given.vocabulary.frameworks
        if (hit := _of_line(framework, text, block))
    ]
    company = Counter(framework.slug[:_FAMILY] for _, framework, _ in hits)
    starts = {index for index, *_ in hits}
    for index in sorted(starts):
        # Of two frameworks with an indicator of that name, the one of which more is seen.
        rows = [(framework, hit) for at, framework, hit in hits if at == index]
        framework, (indicator, printed, rest, sure) = max(rows, key=lambda row: company[row[0].slug[:_FAMILY]])
        many = company[framework.slug[:_FAMILY]] >= 3
        if sure or many:
            place = Passage(given.blocks[index].start, given.blocks[index].end)
            note = _note(given, index, rest, starts)
            yield _Seen(framework, indicator, place, printed, note, 0.95 if many else 0.8, "line of an indicator")


def _of_line(framework: KnownFramework, text: str, block: Block) -> tuple[KnownIndicator, str, str, bool] | None:
    """The indicator with which a line begins, its name as printed, what follows, and whether that alone is proof."""
    word = _STAGE if all(i.number for i in framework.indicators) and "stage" in framework.slug else _FACTOR
    numbered = re.match(rf"\W*{word}\s+{_NUMBER}\b[\s:.)–—|-]*", text, re.IGNORECASE)
    number = int(numbered[1]) if numbered else int(re.sub(r"\D", "", block.marker) or 0)
    bare = text[numbered.end() :] if numbered else re.sub(r"^\W*\d{1,2}\s*[|.):]\s*", "", text)
    for indicator in framework.indicators:
        length = len(indicator.name.split())
        words = bare.split()
        for size in (length, length - 1, length + 1):
            piece = " ".join(words[:size]) if 0 < size <= len(words) else ""
            alike = piece and fuzz.ratio(_folded(piece), _folded(indicator.name)) >= (_CLOSE if length > 2 else 90)
            if alike and (size == length or length > 3):
                rest = bare[len(piece) :]
                if length == 1 and not (not rest or re.match(r"\s*[:–—.|(-]", rest) or piece[-1] in ":."):
                    continue
                return (
                    indicator,
                    piece.strip(" :.|*"),
                    re.sub(r"^[\s:.–—|-]+", "", rest).strip(" |"),
                    bool(numbered) or length > 3,
                )
    if (
        numbered
        and (named := next((i for i in framework.indicators if i.number == number), None))
        and framework.indicators
    ):
        parts = _LINE.split(bare, maxsplit=1)
        if re.search(r"[:.–—|]\s*$", numbered[0]) and block.kind != "heading" and len(bare.split()) > 6:
            return named, numbered[0].strip(" :.–—|*"), bare.strip(" |"), False
        if block.kind in ("heading", "item", "row") or len(parts) > 1 or len(bare.split()) <= 6:
            return named, parts[0].strip(" |"), (parts[1] if len(parts) > 1 else "").strip(" |"), False
    return None


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    return fold(text)


def _note(given: Given, index: int, rest: str, starts: set[int]) -> str:
    """What follows an indicator’s name: on its line, and in the paragraphs below it that do not begin another part."""
    notes = [rest] if rest else []
    heading = given.blocks[index].kind == "heading"
    for number in range(index + 1, min(index + 6, len(given.blocks))):
        block = given.blocks[number]
        text = given.layout.of(block)
        if number in starts or block.kind == "heading" or re.search(r"[:：]$", text):
            break
        closed = any(later in starts for later in range(number + 1, number + 4))
        if not (closed or (heading and not notes)) or (
            _CONCLUDES.search(text) and re.search(_STAGE, text, re.IGNORECASE)
        ):
            break
        notes.append(text)
    return " ".join(notes)


def _listed(given: Given) -> Iterator[_Seen]:
    """Lists below a sentence that names a framework by its author: each item the indicator that it is most like."""
    blocks = given.blocks
    for index, block in enumerate(blocks[:-1]):
        if block.kind not in ("paragraph", "heading") or blocks[index + 1].kind != "item":
            continue
        framework = _named(given, given.layout.of(block))
        if framework is None:
            continue
        items = []
        for item in blocks[index + 1 :]:
            if item.kind != "item":
                break
            if item.level <= blocks[index + 1].level:
                items.append(item)
        yield from _matched(given, framework, items)


def _named(given: Given, text: str) -> KnownFramework | None:
    """The framework of which a lead-in speaks; of two that share a name the one that its issuer uses."""
    form = fold(text)
    if not re.search(rf"{_FACTOR}|{_STAGE}|early warnings?|warning signs", text, re.IGNORECASE):
        return None
    rows = []
    for framework in given.vocabulary.frameworks:
        words = {word for word in fold(framework.title).split() if len(word) > 4} - {
            "original",
            "factors",
            "genocide",
            "watch",
            "analysis",
        }
        named = [word for word in words if f" {word}" in f" {form}"]
        if "harff" in named or len(named) >= 2 or (named and len(words) == 1):
            rows.append((len(named), framework))
    return max(rows, key=lambda row: (row[0], "used" in row[1].slug), default=(0, None))[1] if rows else None


def _matched(given: Given, framework: KnownFramework, items: list[Block]) -> Iterator[_Seen]:
    """Each item with one indicator: the likeliest pairs first, and what is left over by its place."""
    pairs = []
    for item in items:
        text = given.layout.of(item)
        pairs += [(_likeness(text, indicator), item, indicator) for indicator in framework.indicators]
    left_items, left = list(items), list(framework.indicators)
    for score, item, indicator in sorted(pairs, key=lambda row: -row[0]):
        if item in left_items and indicator in left and (score >= 0.3 or (len(left_items) == 1 == len(left))):
            left_items.remove(item)
            left.remove(indicator)
            yield _of_item(given, framework, indicator, item, score)


def _of_item(given: Given, framework: KnownFramework, indicator: KnownIndicator, item: Block, score: float) -> _Seen:
    text = given.layout.of(item)
    link = re.match(r"\[([^\]\n]{3,120})\]\(", given.layout.text[item.start : item.end])
    printed = link[1] if link else _LINE.split(text, maxsplit=1)[0]
    printed = printed if len(printed.split()) <= 12 else " ".join(printed.split()[:12])
    confidence = 0.9 if score >= 0.6 else 0.76 if score >= 0.3 else 0.6
    return _Seen(framework, indicator, Passage(item.start, item.end), printed, text, confidence, "item of a list")


def _likeness(text: str, indicator: KnownIndicator) -> float:
    name, form = fold(indicator.name), fold(text)
    own = {word for word in name.split() if len(word) > 3}
    shared = sum(1 for word in own if word[:6] in form) / (len(own) or 1)
    score = 0.6 * shared + 0.2 * fuzz.partial_ratio(name, form) / 100
    if name in form:
        score += 0.5
    for stem, words in _ALIKE.items():
        if stem in name and re.search(words, text, re.IGNORECASE):
            score += 0.35
    return score


def _all_of(given: Given) -> Iterator[_Seen]:
    """`All fourteen risk factors are present`: every indicator of the framework, or of its parts."""
    for block in given.blocks:
        for match in _ALL.finditer(given.plain, block.start, block.end):
            said = (match["count"] or "").lower()
            count = _WORDS_OF_NUMBER.get(said) or (int(said) if said.isdigit() else 0)
            sentence = next(
                s for s in given.layout.sentences(block.start, block.end) if s.start <= match.start() < s.end
            )
            for framework in _counted(given, count, given.layout.words(sentence.start, sentence.end)):
                for indicator in framework.indicators:
                    note = given.layout.words(sentence.start, sentence.end)
                    yield _Seen(framework, indicator, sentence, "", note, 0.8, "all of them are said to be present")


def _counted(given: Given, count: int, said: str) -> list[KnownFramework]:
    frameworks = given.vocabulary.frameworks
    if count == 14 or (not count and re.search(r"united nations|\bUN\b|framework of analysis", said, re.IGNORECASE)):
        return [one for one in frameworks if one.slug.startswith("un-framework")]
    word = "stage" if "stage" in said.lower() else "factor"
    return [
        one
        for one in frameworks
        if count and len(one.indicators) == count and ("stage" in one.slug) == (word == "stage")
    ][:1]


def _concluded(given: Given, seen: dict[str, _Seen]) -> dict[str, tuple[_Seen, Passage]]:
    """The indicators of a sentence that concludes: `considers X to be at Stage 9: Extermination and Stage 10: "
    "Denial`."""
    found: dict[str, tuple[_Seen, Passage]] = {}
    for block in given.blocks:
        if not re.search(rf"{_STAGE}|{_FACTOR}", given.plain[block.start : block.end], re.IGNORECASE):
            continue
        for place in given.layout.sentences(block.start, block.end):
            said = given.layout.words(place.start, place.end)
            if not _CONCLUDES.search(said):
                continue
            for framework in given.vocabulary.frameworks:
                for indicator in _in_sentence(framework, said):
                    one = seen.get(indicator.uid) or _Seen(
                        framework, indicator, place, "", "", 0.85, "a sentence that concludes"
                    )
                    found.setdefault(indicator.uid, (one, place))
    return found


def _in_sentence(framework: KnownFramework, said: str) -> list[KnownIndicator]:
    """The indicators that a sentence names by their numbers, or by stage and name."""
    stages = "stage" in framework.slug
    numbers = set[int]()
    if stages or framework.slug.startswith("un-framework"):
        ordinals = _ORDINAL_FIRST.finditer(said) if stages else ()
        for match in (*_NUMBERED[_STAGE if stages else _FACTOR].finditer(said), *ordinals):
            numbers.add(int(match[1]))
            at = match.end()
            while more := _MORE.match(said, at):
                numbers.add(int(more[1]))
                at = more.end()
            for earlier in re.finditer(
                r"(\d{1,2})(?=\s*(?:,|and|et|y|e|und|и|ve|və|և|و)\s*\d{1,2}\W*\w{0,4}\s+\w)", said[: match.start() + 3]
            ):
                numbers.add(int(earlier[1]))
    named = {
        i.number
        for i in framework.indicators
        if stages and re.search(rf"\b{re.escape(i.name)}\b", said) and re.search(_STAGE, said, re.IGNORECASE)
    }
    return [one for one in framework.indicators if one.number in numbers | named and one.number]
