"""Known names in a text, all in one pass over its words; and for one printed name, the record that it means."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from babel import Locale
from rapidfuzz import fuzz, process

from identifiers.folding import fold
from intake.understanding.vocabulary import Known, Vocabulary

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’ʼ][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’ʼ]s?$")
_ELISION = re.compile(r"^(?:l|d|qu|n|s|j|c|m|dell|all|nell|un)['’]", re.IGNORECASE)  # l’Arménie
_SHORT = 6  # letters of an acronym, which counts only as it is written
_LIKELY, _POSSIBLE = 93, 68  # of 100: likeness of two names
_CANDIDATES = 5
# Languages that decline names: the last word of a name may go on, or end otherwise, by so many letters.
_ENDINGS = {"ru": 3, "uk": 3, "hy": 5, "tr": 5, "az": 5, "de": 1, "ka": 3}
_CUT = {"ru": "аяеийоуыьюэ", "uk": "аяеийоуыьюіїє", "hy": "", "tr": "", "az": "", "de": "", "ka": "ი"}
_PREFIXES = ("و", "ف", "ب", "ل", "ك", "وب", "ول", "فل")  # of Arabic: and, by, to
_UN = {"un": "united nations", "onu": "naciones unidas", "оон": "организации объединенных наций"}
_SMALL = frozenset(
    (
        *("the", "of", "on", "for", "and", "to", "in", "a", "an", "at", "by", "ngo"),
        *("de", "la", "le", "les", "du", "des", "del", "el", "los", "las", "y", "et", "e", "do", "da", "dos", "das"),
        *("der", "die", "für", "und", "von", "zu"),
    )
)
_GOVERNMENT = re.compile(
    r"\b(?:(?:the )?(?:government|authorities|regime)(?: of)?|(?:gouvernement|autorites)(?: de| du| d)?(?: la| l)?"
    r"|(?:gobierno|autoridades)(?: de| del)?|governo(?: do| da| de)?|regierung(?: von| der)?|behorden(?: in)?"
    r"|правительств\w+|власт\w+|hukumeti|yetkilileri|makamlari|hokumeti|hakimiyyeti|կառավարությ\w+|իշխանությ\w+"
    r"|حكومه|حكومة|سلطات|republic of|republique d\w*|republica de)\b"
)


@dataclass(frozen=True)
class Mention:
    """A known name in a text, and the records that bear it."""

    start: int
    end: int
    known: tuple[Known, ...]

    def first(self, *models: str) -> Known | None:
        return next((one for model in models for one in self.known if one.model == model), None)

    @property
    def organization(self) -> Known | None:
        return self.first("organization")


@dataclass
class _Step:
    """A place in the tree of names: the words that may follow, and the names that end here."""

    then: dict[str, "_Step"] = field(default_factory=dict)
    ends: dict[tuple[str, str], tuple[Known, str]] = field(default_factory=dict)


class Finder:
    """The names of a vocabulary, with those of its countries in one language besides."""

    def __init__(self, vocabulary: Vocabulary, language: str) -> None:
        self.language = language
        self._root = _Step()
        self._stems = _Step()
        for known in (*vocabulary.organizations, *vocabulary.places, *vocabulary.populations, *vocabulary.countries):
            for name in known.names:
                self._add(known, name)
        self._add_countries(vocabulary)

    def find(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Mention]:
        """The names in a stretch of the text, the longest where several begin at one place."""
        words = [(m.start(), m.end(), m[0]) for m in _WORD.finditer(text, start, len(text) if end is None else end)]
        folded = [_folded(word, self.language) for *_, word in words]
        at = 0
        while at < len(words):
            mention, at = self._at(words, folded, at)
            if mention:
                yield mention

    def _at(self, words: list[tuple[int, int, str]], folded: list[str], at: int) -> tuple[Mention | None, int]:
        step, best, reach = self._root, None, at + 1
        for index in range(at, len(words)):
            if best_here := self._ended(step, words, folded, at, index):
                best, reach = best_here, index + 1
            following = self._next(step, folded[index], first=index == at)
            if following is None:
                break
            step = following
        if best is None:
            return None, at + 1
        return Mention(words[at][0], words[reach - 1][1], best), reach

    def _next(self, step: _Step, word: str, first: bool) -> _Step | None:
        """The step to which a word inside a name leads, declined or behind a conjunction as it may be."""
        if word in step.then:
            return step.then[word]
        for spelling in self._spellings(word, first):
            if (following := step.then.get(spelling)) and following.then:
                return following
        return None

    def _ended(
        self, step: _Step, words: list[tuple[int, int, str]], folded: list[str], at: int, index: int
    ) -> tuple[Known, ...] | None:
        """The records with a name that ends with the word at `index`, of which the words before led to `step`."""
        for word in self._spellings(folded[index], first=index == at):
            following = step.then.get(word)
            if following and following.ends:
                printed = " ".join(row[2] for row in words[at : index + 1])
                found = [k for k, exact in following.ends.values() if not exact or exact == printed.replace(".", "")]
                if found:
                    return tuple(found)
        return None

    def _spellings(self, word: str, first: bool = True) -> Iterator[str]:
        yield word
        if first and self.language == "ar":
            yield from (word[cut:] for cut in (1, 2) if len(word) > cut + 3 and word[:cut] in _PREFIXES)
            yield from ("ال" + word[2:] for _ in (0,) if word.startswith("لل"))
        for cut in range(_ENDINGS.get(self.language, 0) + 1):
            stem = word[: len(word) - cut]
            if len(stem) >= 4:
                yield stem + "~"

    def _add(self, known: Known, name: str) -> None:
        exact = name.replace(".", "") if len(name) <= _SHORT and not name.istitle() else ""
        words = [_folded(word, self.language) for word in _WORD.findall(name)]
        for variant in _variants(words):
            step = self._root
            for word in variant[:-1]:
                inner = step.then.setdefault(word, _Step())
                if self.language in _CUT and len(word) >= 4:
                    step.then.setdefault(self._stem(word), inner)
                step = inner
            self._end(step, variant[-1], known, exact)
            if self.language in _CUT and not exact and len(variant[-1]) >= 4:
                self._end(step, self._stem(variant[-1]), known, exact)

    def _stem(self, word: str) -> str:
        return (word.rstrip(_CUT[self.language]) or word) + "~"

    @staticmethod
    def _end(step: _Step, word: str, known: Known, exact: str) -> None:
        ends = step.then.setdefault(word, _Step()).ends
        ends.setdefault((known.model, known.uid), (known, exact))

    def _add_countries(self, vocabulary: Vocabulary) -> None:
        states = {org.countries[0]: org for org in vocabulary.organizations if org.kind == "state" and org.countries}
        territories = _territories(self.language)
        for country in vocabulary.countries:
            for name in territories.get(country.uid, ()):
                self._add(country, name)
                if country.uid in states:
                    self._add(states[country.uid], name)


def _territories(language: str) -> dict[str, tuple[str, ...]]:
    """The names of countries in English and in `language`, from the Unicode CLDR."""
    found: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for tag in dict.fromkeys(("en", language)):
        try:
            locale = Locale.parse(tag)
        except (ValueError, LookupError):
            continue
        for code, name in locale.territories.items():
            if len(code) == 2 and len(name) > 3:
                found[code] += (name,)
    return found


def _folded(word: str, language: str) -> str:
    if "." in word:
        word = word.replace(".", "")
    elif language in ("tr", "az"):
        word = re.split("['’ʼ]", word)[0]
    else:
        word = _POSSESSIVE.sub("", _ELISION.sub("", word) if language in ("fr", "it", "ca") else word)
    return fold(word).replace(" ", "")


def _variants(words: list[str]) -> Iterator[list[str]]:
    """A name, and the same with `UN` for `United Nations` or the other way round, without its article."""
    if not words:
        return
    # An article before a name is no part of it in a text: a longer name may begin behind it.
    rows = [words[1:] if words[0] == "the" and len(words) > 1 else words]
    for row in list(rows):
        if row[:2] == ["united", "nations"]:
            rows.append(["un", *row[2:]])
        elif row[0] == "un" and len(row) > 1:
            rows.append(["united", "nations", *row[1:]])
    yield from rows


@lru_cache(maxsize=32)
def finder(vocabulary: Vocabulary, language: str) -> Finder:
    """The finder of that vocabulary for texts in that language."""
    return Finder(vocabulary, language)


@dataclass(frozen=True)
class Resolved:
    """What a printed name means: an organization, how sure that is from 0 to 1, and which others may be meant."""

    known: Known | None
    confidence: float
    candidates: tuple[dict[str, Any], ...] = ()

    @property
    def uid(self) -> str:
        return self.known.uid if self.known else ""


class _Directory:
    """The organizations of a vocabulary by what they are called."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.by_form: dict[str, list[Known]] = defaultdict(list)
        self.by_words: dict[frozenset[str], list[Known]] = defaultdict(list)
        self.names: list[str] = []
        self.bearers: list[Known] = []
        for known in vocabulary.organizations:
            for name in known.names:
                self._add(known, name)
        self.states = {o.countries[0]: o for o in vocabulary.organizations if o.kind == "state" and o.countries}

    def _add(self, known: Known, name: str) -> None:
        for form in _forms(name):
            if known not in self.by_form[form]:
                self.by_form[form].append(known)
        words = _content(name)
        if len(words) > 1 and known not in self.by_words[words]:
            self.by_words[words].append(known)
        self.names.append(fold(name))
        self.bearers.append(known)


@lru_cache(maxsize=8)
def _directory(vocabulary: Vocabulary) -> _Directory:
    return _Directory(vocabulary)


def resolve(vocabulary: Vocabulary, printed: str, language: str = "en") -> Resolved:
    """The organization that goes by a printed name. Candidates are given where it is not certain."""
    directory = _directory(vocabulary)
    for found in (
        *(directory.by_form.get(form, []) for form in _forms(printed)),
        directory.by_words.get(_content(printed), []),
    ):
        if len(found) == 1:
            return Resolved(found[0], 0.97)
    if state := _state(directory, vocabulary, printed, language):
        return Resolved(state, 0.9)
    return _alike(directory, printed)


def _state(directory: _Directory, vocabulary: Vocabulary, printed: str, language: str) -> Known | None:
    """The state that `Government of …` and its like mean."""
    mentions = list(finder(vocabulary, language).find(printed))
    countries = {one.uid for mention in mentions if (one := mention.first("country"))}
    if len(countries) != 1:
        return None
    rest = printed
    for mention in reversed(mentions):
        rest = rest[: mention.start] + " " + rest[mention.end :]
    left = _GOVERNMENT.sub(" ", fold(re.sub("['’]", " ", rest))).split()
    return directory.states.get(countries.pop()) if not set(left) - _SMALL else None


def _alike(directory: _Directory, printed: str) -> Resolved:
    form = fold(printed)
    if len(form) < 4:
        return Resolved(None, 0.0)
    scored = process.extract(form, directory.names, scorer=fuzz.token_sort_ratio, score_cutoff=_POSSIBLE, limit=20)
    best: dict[str, tuple[float, Known]] = {}
    for _, score, index in scored:
        known = directory.bearers[index]
        best.setdefault(known.uid, (score, known))
    ranked = sorted(best.values(), key=lambda pair: -pair[0])[:_CANDIDATES]
    candidates = tuple(
        {"model": "organization", "uid": known.uid, "name": known.name, "score": round(score / 100, 2)}
        for score, known in ranked
    )
    if ranked and ranked[0][0] >= _LIKELY and not (len(ranked) > 1 and ranked[1][0] >= _LIKELY):
        return Resolved(ranked[0][1], 0.8, candidates)
    return Resolved(None, 0.5, candidates)


_ACRONYM_BEHIND = re.compile(r"(?<=\w)\s*\([^()]{2,15}\)\s*$")
_LEGAL_FORM = re.compile(r" (?:ngo|inc|ltd|e v|cso|ong|foundation inc)$")


def _forms(name: str) -> list[str]:
    """A name as it is looked for: as it stands, without its article, without what only tells its legal form."""
    name = _ACRONYM_BEHIND.sub("", name)
    whole = fold(re.sub(r"\b((?:[^\W\d_]\.){2,})", lambda m: m[1].replace(".", ""), name))
    bare = whole.removeprefix("the ")
    rows = [whole, bare, _LEGAL_FORM.sub("", bare)]
    rows += [re.sub(r"^un ", "united nations ", row) for row in rows]
    return [row for row in dict.fromkeys(rows) if len(row) > 1]


def _content(name: str) -> frozenset[str]:
    words: Iterable[str] = _forms(name)[-1].split() if _forms(name) else ()
    return frozenset(words) - _SMALL - {"united", "nations"}
