"""Other names: what a question names becomes the records of that name, and their other names.

Names of the same thing, former and contested ones are searched for one another; a pejorative one finds, and is never
suggested; names of something larger, of something smaller, or of a part are no other names.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from identifiers.folding import fold
from search import choices, lexicon
from search.entries import Called, Entry, is_short_acronym
from search.lexicon import Lexicon, Wanted
from search.problems import Problem, excerpt
from search.question import All, AnyOf, Named, Phrase, Question, Span, Tied, Without, Word
from search.vocabulary import Head

# Words of the longest name that is looked for: "United Nations Special Adviser on the Prevention of Genocide" has nine.
MOST_WORDS = 12
# Of one name: how many others are searched for, and how many of them are told.
MOST_OTHERS = 30
MOST_SHOWN = 8
# Letters up to which an acronym is not searched for in another name's stead: the index knows no capitals (CAR, car).
_AS_GOOD_AS_A_WORD = 3
_MOST_LABELLED = 3
BODIES = ("issuer", "signatory", "addressee")
_FIRST = {"country": 1, "place": 2, "population": 3, "organization": 4, "situation": 5, "serial": 6, "measure": 7,
          "type": 8}  # fmt: skip
_ALIASES = {"to": "addressee", "id": "uid", "lang": "language"}
# A name is also found by the other form of these words, where it has others besides.
_FORMS = {"un": "united nations", "united nations": "un"}
# What a name that nothing is called was taken for, as "%(noun)s" of the sentences in _problem.
_NOUNS = {
    "issuer": pgettext_lazy("no …", "an issuer"),
    "signatory": pgettext_lazy("no …", "a signatory"),
    "addressee": pgettext_lazy("no …", "an addressee"),
    "type": pgettext_lazy("no …", "a type"),
    "genre": pgettext_lazy("no …", "a genre"),
    "serial": pgettext_lazy("no …", "a serial"),
    "country": pgettext_lazy("no …", "a country"),
    "place": pgettext_lazy("no …", "a place"),
    "situation": pgettext_lazy("no …", "a situation"),
    "population": pgettext_lazy("no …", "a population"),
    "measure": pgettext_lazy("no …", "a measure"),
    "crime": pgettext_lazy("no …", "a crime"),
    "modality": pgettext_lazy("no …", "a modality"),
    "indicator": pgettext_lazy("no …", "an indicator"),
    "stage": pgettext_lazy("no …", "a stage"),
    "language": pgettext_lazy("no …", "a language"),
    "uid": pgettext_lazy("no …", "an id"),
}


@dataclass(frozen=True, slots=True)
class Also:
    """What was searched for besides `typed`: its `others`, as far as they are told, and how many `more` there are."""

    typed: str
    others: tuple[str, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Expanded:
    """A question without Named, what was searched for besides what was typed, and what names nothing."""

    question: Question
    also: tuple[Also, ...] = ()
    problems: tuple[Problem, ...] = ()


def expand(question: Question, off: bool = False, head: Head | None = None) -> Expanded:
    """`question` with each Named made a Tied, and words that are names made AnyOf them, the records, their other names.

    With `off`, only Named is resolved. A Named that names nothing public becomes a Word, with a problem that says so.
    It costs at most two database queries, whatever is asked. `head` is as in Lexicon.read.
    """
    expansion = _Expansion(Lexicon.read(_wanted(question, off), head), off)
    expanded = expansion.of(question)
    return Expanded(expanded, tuple(dict.fromkeys(expansion.also)), tuple(expansion.problems))


class _Expansion:
    """One question being expanded with what the lexicon says."""

    def __init__(self, known: Lexicon, off: bool) -> None:
        self.lexicon = known
        self.off = off
        self.also: list[Also] = []
        self.problems: list[Problem] = []

    def of(self, question: Question) -> Question:
        match question:
            case Named():
                return self._named(question)
            case Without(part):
                return Without(self.of(part))
            case AnyOf(parts):
                return AnyOf(tuple(self.of(part) for part in parts))
            case All(parts):
                return _all(self._all(parts))
            case Word() if _is_plain(question) and not self.off:
                return _all(self._words([question]))
        return question

    def _all(self, parts: Sequence[Question]) -> list[Question]:
        found: list[Question] = []
        for stretch in _stretches(parts):
            if isinstance(stretch, list):
                found += stretch if self.off else self._words(stretch)
            else:
                found.append(self.of(stretch))
        return found

    def _words(self, words: list[Word]) -> list[Question]:
        """Words that stand next to each other, with every run of them that is a name expanded: the longest first."""
        found: list[Question] = []
        at = 0
        while at < len(words):
            for run in _runs_from(words, at):
                if entries := self._called(run):
                    found += self._expanded(
                        run, sorted((e for e in entries if e.is_used), key=lambda e: _FIRST[e.kind])
                    )
                    at += len(run)
                    break
            else:
                found.append(words[at])
                at += 1
        return found

    def _called(self, run: list[Word]) -> list[Entry]:
        typed, folded = _typed(run), _folded(run)
        exactly = self.lexicon.of_words(folded, typed)
        if exactly or not folded:
            return exactly
        peoples = [e for form in _numbers(folded) for e in self.lexicon.of_words(form, typed) if e.kind == "population"]
        return peoples or [entry for form in _forms(folded) for entry in self.lexicon.of_words(form, typed)]

    def _expanded(self, run: list[Word], entries: list[Entry]) -> list[Question]:
        """The words; the records that they name; and the other names of these: any of them will do."""
        if not entries:
            return list(run)
        span = _span(run)
        others = _others(entries, _folded(run))[:MOST_OTHERS]
        if others:
            shown = tuple(others[:MOST_SHOWN])
            self.also.append(Also(_typed(run), shown, len(others) - len(shown)))
        ties = [Tied(to, keys, label, span) for to, keys, label in _ties(entries)]
        return [AnyOf((_all(run), *ties, *(Phrase(name, span=span) for name in others)))]

    def _named(self, named: Named) -> Question:
        to = _ALIASES.get(named.to, named.to)
        kind = _kind(to)
        if kind in choices.KINDS:
            keys, label = choices.resolve(kind, named.text)
        else:
            entries = self.lexicon.named(kind, named.text)
            keys, label = tuple(sorted({entry.key for entry in entries})), _label(entries)
            if len(entries) >= lexicon.MOST_BEGUN:
                message = _("%(name)s begins very many names, of which only some were searched for: write more of it.")
                self._tell(message % {"name": _excerpt(named)}, named)
        if keys:
            return Tied(to, keys, label, named.span)
        self._problem(to, named)
        return Word(named.text, span=named.span)

    def _problem(self, to: str, named: Named) -> None:
        noun = _NOUNS[to]
        name = _excerpt(named)
        if to in choices.KINDS:
            message = _("%(name)s is not %(noun)s: %(advice)s. It was searched for as words.")
            self._tell(message % {"name": name, "noun": noun, "advice": choices.advice(to)}, named)
        else:
            message = _("No public alert has %(noun)s called %(name)s. It was searched for as words.")
            self._tell(message % {"name": name, "noun": noun}, named)

    def _tell(self, message: str, named: Named) -> None:
        span = named.span or Span(0, 0)
        self.problems.append(Problem(message, span.start, span.end))


def _excerpt(named: Named) -> str:
    return excerpt("".join(filter(str.isprintable, named.text)))


def _wanted(question: Question, off: bool) -> Wanted:
    """What the lexicon is asked for."""
    named: dict[str, dict[str, None]] = {}
    words: dict[str, None] = {}
    for part in _nameable(question):
        if isinstance(part, Named):
            named.setdefault(_kind(_ALIASES.get(part.to, part.to)), {})[part.text] = None
        elif not off:
            folded = (_folded(run) for at in range(len(part)) for run in _runs_from(part, at))
            words |= dict.fromkeys(form for name in folded for form in (name, *_numbers(name), *_forms(name)) if form)
    return Wanted(tuple(words), {kind: tuple(texts) for kind, texts in named.items() if kind not in choices.KINDS})


def _nameable(question: Question) -> Iterator[Named | list[Word]]:
    """Every Named of a question, and all plain words, those that stand next to each other together."""
    match question:
        case Named():
            yield question
        case Without(part):
            yield from _nameable(part)
        case AnyOf(parts):
            for part in parts:
                yield from _nameable(part)
        case All(parts):
            for stretch in _stretches(parts):
                yield from ([stretch] if isinstance(stretch, list) else _nameable(stretch))
        case Word() if _is_plain(question):
            yield [question]


def _stretches(parts: Iterable[Question]) -> list[Question | list[Word]]:
    """`parts` in order, the plain words that stand next to each other taken together."""
    found: list[Question | list[Word]] = []
    for part in parts:
        if not (isinstance(part, Word) and _is_plain(part)):
            found.append(part)
        elif found and isinstance(found[-1], list):
            found[-1].append(part)
        else:
            found.append([part])
    return found


def _is_plain(word: Word) -> bool:
    return not word.within and not word.distance


def _runs_from(words: list[Word], at: int) -> Iterator[list[Word]]:
    """The runs that begin with that word, the longest first."""
    return (words[at : at + length] for length in range(min(MOST_WORDS, len(words) - at), 0, -1))


def _kind(to: str) -> str:
    return "organization" if to in BODIES else to


def _typed(run: list[Word]) -> str:
    return " ".join(word.text for word in run)


def _folded(run: list[Word]) -> str:
    return fold(_typed(run))[:300]


def _numbers(name: str) -> tuple[str, ...]:
    """A people is called by one of them, too: Uyghur, Uyghurs."""
    return (f"{name}s", name.removesuffix("s")) if name.endswith("s") else (f"{name}s",)


def _forms(name: str) -> tuple[str, ...]:
    """The other form of a name that begins with an abbreviation: UN Security Council."""
    return tuple(long + name[len(short) :] for short, long in _FORMS.items() if name.startswith(f"{short} "))


def _all(parts: Sequence[Question]) -> Question:
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def _span(run: list[Word]) -> Span | None:
    first, last = run[0].span, run[-1].span
    return Span(first.start, last.end) if first and last else None


def _ties(entries: list[Entry]) -> Iterator[tuple[str, tuple[str, ...], str]]:
    for kind in dict.fromkeys(entry.kind for entry in entries):
        records = [entry for entry in entries if entry.kind == kind]
        keys = tuple(sorted(entry.key for entry in records))
        for to in BODIES if kind == "organization" else (kind,):
            yield to, keys, _label(records)


def _label(entries: list[Entry]) -> str:
    labels = list(dict.fromkeys(entry.label for entry in entries))
    more = f" and {len(labels) - _MOST_LABELLED} more" if len(labels) > _MOST_LABELLED else ""
    return ", ".join(labels[:_MOST_LABELLED]) + more


def _others(entries: list[Entry], typed: str) -> list[str]:
    """The interchangeable names of `entries` that neither the words as typed nor one another find, each once."""
    found: dict[str, str] = {}
    for entry in entries:
        for name in entry.names if not entry.is_general else ():
            if name.is_interchangeable and not _is_as_good_as_a_word(name) and not _holds(name.folded, typed):
                found.setdefault(name.folded, name.text)
    displayed = {entry.label for entry in entries}
    return [
        text
        for folded, text in found.items()
        if text in displayed or not any(f" {other} " in f" {folded} " for other in found if other != folded)
    ]


def _is_as_good_as_a_word(name: Called) -> bool:
    letters = name.folded.replace(" ", "")
    return not letters or (is_short_acronym(name.text) and len(letters) <= _AS_GOOD_AS_A_WORD)


def _holds(name: str, typed: str) -> bool:
    """Whether every text with `name` in it has the words as typed, in one number or the other."""
    words = {word.removesuffix("s") for word in name.split()}
    return all(word.removesuffix("s") in words for word in typed.split())
