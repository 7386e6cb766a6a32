"""The number of an update, and the earlier alert that it goes on from."""

import re

from rapidfuzz import fuzz, process

from identifiers.folding import fold
from intake.proposals import Passage, Proposal
from intake.understanding import dates
from intake.understanding.given import Given
from intake.understanding.vocabulary import KnownAlert

_WORD = (
    r"(?:update|follow[- ]up|mise à jour|actualización|atualização|aktualisierung|update|обновление|дополнение|"
    r"güncelleme|yenilənmə|yeniləmə|թարմացում|լրացում|تحديث)"
)
_NUMBER = r"(?:(?:n\.?[o°º]s?\.?|№|#|nr\.?|num(?:ber|ero)?\.?|número|رقم|say)\s*)*(\d{1,3})"
_NUMBERED = re.compile(rf"(?<![^\W\d_]){_WORD}\W{{0,3}}{_NUMBER}(?!\d|[./-]\d)", re.IGNORECASE)
_NUMBER_FIRST = re.compile(
    rf"(?<!\d)(\d{{1,3}})(?:st|nd|rd|th|\.|[-’']?(?:e|ª|й|е|ci|cı|cu|cü|inci|ıncı|uncu|üncü|"
    rf"րդ))?\s*{_WORD}(?![^\W\d_])",
    re.IGNORECASE,
)
_ORDINALS = {
    word: number
    for number, words in enumerate(
        (
            "first première primera primeira erste первое birinci առաջին",
            "second deuxième segunda zweite второе ikinci երկրորդ",
            "third troisième tercera terceira dritte третье üçüncü երրորդ",
            "fourth quatrième cuarta quarta vierte четвёртое четвертое dördüncü չորրորդ",
            "fifth cinquième quinta fünfte пятое beşinci հինգերորդ",
            "sixth sixième sexta sechste шестое altıncı վեցերորդ",
        ),
        start=1,
    )
    for word in words.split()
}
_ORDINAL = re.compile(rf"\b({'|'.join(_ORDINALS)})\s+{_WORD}", re.IGNORECASE)
_PLAIN = re.compile(
    rf"(?:^|[\s(:–—-]){_WORD}\s*(?:$|[):–—-])|^\W*{_WORD}\s+(?:to|on|à|sur|a la|zu[mr]?|к)\b", re.IGNORECASE
)
# SOS Alert - Gaza - 8, SOS Alert - Artsakh #2, Red Flag Alert 2 for …
_IN_TITLE = re.compile(
    r"(?:\s[–—-]\s*|\s*#\s*)(\d{1,2})\s*$|\b(?:alert|warning|statement)\s+(\d{1,2})\s+(?:for|on)\b", re.IGNORECASE
)
_EARLIER = re.compile(
    r"(?:updat\w+ (?:of |to )?(?:our|its|the|an)|follow\w* (?:up )?(?:on |to )?(?:our|its|the)|our (?:earlier |"
    r"previous |last |first |original )?(?:alert|warning|statement|update|letter)|(?:earlier|previous|first|"
    r"original) (?:alert|warning|statement|update)|since our|further to our|fait suite à|actualiza (?:la|el|"
    r"nuestra)|"
    r"atualiza (?:o|a|nosso|nossa)|aktualisiert (?:unsere|die)|(?:дополняет|обновляет)|"
    r"в дополнение к)\s*(?P<of>[^.;\n]{0,200})",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[“«\"]([^”»\"]{8,200})[”»\"]")
_CLOSE = 78  # of 100: likeness of two titles of one series


def propose(given: Given, title: str, issuers: list[str]) -> list[Proposal]:
    """That it is an update: its number, of what, and the earlier alert that is held."""
    found = _number(given, title)
    if found is None:
        return []
    number, place, confidence, rule = found
    named, named_place = _named(given)
    earlier = _earlier(given, title, number, issuers, named)
    of = named or (earlier.title if earlier else _bare(title))
    value = {"number": number, "of": of, "uid": earlier.uid if earlier else ""}
    passages = tuple(p for p in (place, named_place) if p)
    return [Proposal("update", value, passages, confidence, rule)]


def _number(given: Given, title: str) -> tuple[int | None, Passage | None, float, str] | None:
    serial = any(f" {fold(one)} " in f" {fold(title)} " for one in given.vocabulary.serials)
    lines = [(title, None)] + [
        (given.layout.of(b), Passage(b.start, b.end)) for b in given.head[:8] if b.kind != "item"
    ]
    for text, place in lines:
        for pattern in (_NUMBERED, _NUMBER_FIRST):
            if match := pattern.search(text):
                return int(match[1]), place or _at(given, match[0]), 0.95, "numbered update"
        if match := _ORDINAL.search(text):
            return _ORDINALS[match[1].lower()], place or _at(given, match[0]), 0.9, "update with an ordinal"
    if not serial and (match := _IN_TITLE.search(title)) and not dates.find(title):
        return int(match[1] or match[2]), _at(given, title), 0.8, "number in the title"
    if not serial and any(_PLAIN.search(text) for text, _ in lines[:4]):
        return None, _at(given, title), 0.65, "an update without a number"
    return None


def _at(given: Given, words: str) -> Passage | None:
    at = given.plain.find(words)
    return Passage(at, at + len(words)) if at >= 0 else None


def _named(given: Given) -> tuple[str, Passage | None]:
    """The words in which the text names what it updates: a title in quotation marks, or a sentence's own."""
    for block in (*given.head, *given.body[:4]):
        match = _EARLIER.search(given.plain, block.start, block.end)
        if match:
            near = given.plain[match.start() : match.end()]
            quoted = _QUOTED.search(near)
            words = quoted[1] if quoted else " ".join(near.split())
            return words.strip(" ,"), Passage(match.start(), match.end())
    return "", None


def _bare(title: str) -> str:
    """A title without its number."""
    bare = _NUMBER_FIRST.sub("", _NUMBERED.sub("", title))
    return _IN_TITLE.sub("", bare).strip(" –—-:,()")


def _earlier(given: Given, title: str, number: int | None, issuers: list[str], named: str) -> KnownAlert | None:
    """The held alert of the same issuer with the title that is likest, the one before this number first."""
    ours = [one for one in given.vocabulary.alerts if not issuers or set(issuers) & set(one.issuers)]
    titles = [fold(_bare(one.title)) for one in ours]
    best: list[tuple[float, int]] = []
    for wanted in dict.fromkeys((fold(_bare(title)), fold(named))):
        if len(wanted) > 6:
            rows = process.extract(wanted, titles, scorer=fuzz.token_sort_ratio, score_cutoff=_CLOSE, limit=10)
            best += [(score, index) for _, score, index in rows]
    if not best:
        return None
    top = max(score for score, _ in best)
    rows_near = [ours[index] for score, index in best if score >= top - 5 and fold(ours[index].title) != fold(title)]

    def before(one: KnownAlert) -> tuple[bool, str]:
        match = _NUMBERED.search(one.title) or _IN_TITLE.search(one.title)
        held = int(next(filter(None, match.groups()))) if match else 1
        return (number is not None and held == number - 1, one.issued)

    return max(rows_near, key=before, default=None)
