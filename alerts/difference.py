"""The difference between two records (alerts.record.describe), for people: text by words, lists by items.

It takes any two: what is public and what would be, two versions, two states of a draft. Old versions keep the shape of
their time: a field that one lacks reads as empty.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Literal

from diff_match_patch import diff_match_patch
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alerts.facts import Fact, Facts, Item, of_its_parts, of_the_alert, titles_in
from alerts.record import Data

Kind = Literal["same", "gone", "new", "cut"]
_KINDS: dict[int, Kind] = {-1: "gone", 0: "same", 1: "new"}
_SECONDS = 1.0  # after which a difference of two texts is told more coarsely
_ALIKE = 0.5  # part of the words that parts of two alerts share, from which one is taken for the other
_MOST_PAIRED = 40
_AROUND = 25  # words that stay to be read on either side of a change
# A word is what stands between spaces and punctuation; in scripts without spaces, a letter is one.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_MARKS = "!-/:-@\\[-`{-~«»‐-‧‹›。、"
_TOKENS = re.compile(f"\\s+|[{_UNSPACED}]|[{_MARKS}]|[^\\s{_MARKS}{_UNSPACED}]+")
_FIRST_CODE, _SURROGATES, _SURROGATE_COUNT = 0x100, 0xD800, 0x800


@dataclass(frozen=True)
class Piece:
    """A run of words that stayed, is gone or is new. Where it is "cut", `text` counts the words left out between."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Line:
    """A fact that differs. `pieces` is the one text in which both can be read; a list has a piece for each item."""

    label: str
    pieces: list[Piece]
    is_list: bool = False


@dataclass(frozen=True)
class Part:
    """A part that is gone, new or changed, by its name, with its facts where it is new or changed."""

    kind: Kind
    name: str
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class Section:
    """What differs under one heading: facts of the alert, or parts; and, where it changed, the parts in their order."""

    heading: str
    lines: list[Line] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    order: Line | None = None


def compare(before: Data, after: Data, are_two: bool = False) -> list[Section]:
    """What differs, section by section; empty where nothing that a reader could see does. At most one query.

    `are_two`: the records are of two alerts, so that parts are known again by their words and not by their uids.
    """
    titles = titles_in((before, after))
    old, new = of_its_parts(before, titles), of_its_parts(after, titles)
    if are_two:
        old = {heading: _as_in(new.get(heading, []), items) for heading, items in old.items()}
    return between(_("The alert"), of_the_alert(before), of_the_alert(after), old, new)


def between(
    heading: str, before: Facts, after: Facts, old: dict[str, list[Item]], new: dict[str, list[Item]]
) -> list[Section]:
    """What differs between the facts of two records, and between their parts, which stand by their headings."""
    own = Section(heading, _lines(before, after))
    parts = [_section(name, old.get(name, []), new.get(name, [])) for name in dict.fromkeys([*new, *old])]
    return [s for s in [own, *parts] if s.lines or s.parts or s.order]


def words(before: str, after: str) -> list[Piece]:
    """Both texts as one, word by word, long runs that stayed cut out of the middle."""
    matcher = diff_match_patch()
    matcher.Diff_Timeout = _SECONDS
    codes: dict[str, str] = {}
    diffs = matcher.diff_main(_encoded(before, codes), _encoded(after, codes), False)
    matcher.diff_cleanupSemantic(diffs)
    tokens = {code: token for token, code in codes.items()}
    runs = [(_KINDS[kind], [tokens[code] for code in run]) for kind, run in diffs]
    return [piece for place, run in enumerate(runs) for piece in _shortened(*run, place == 0, place == len(runs) - 1)]


def _section(heading: str, old: list[Item], new: list[Item]) -> Section:
    pairs = _paired(old, new)
    parts = [part for before, after in pairs if (part := _part(before, after))]
    renumbered = [part for part in parts if [line.label for line in part.lines] == [_("Number")]]
    lines = []
    if renumbered and len(renumbered) > 1:  # one that is added at the front would else drag all others along
        parts = [part for part in parts if part not in renumbered]
        lines = [
            Line(_("Other number, else the same"), [Piece("same", part.name) for part in renumbered], is_list=True)
        ]
    return Section(heading, lines, parts, _order(old, new, pairs))


def _order(old: list[Item], new: list[Item], pairs: list[tuple[Item | None, Item | None]]) -> Line | None:
    kept = [before.uid for before, after in pairs if before and after]
    if [item.uid for item in old if item.uid in set(kept)] == kept:
        return None
    return Line(_("Order"), _items([item.name for item in old], [item.name for item in new]), is_list=True)


def _paired(old: list[Item], new: list[Item]) -> list[tuple[Item | None, Item | None]]:
    """Each part with what it was: by its uid; else by saying the same, because one that was entered anew has another.

    In the order of `new`; what is gone comes last.
    """
    by_uid, stayed = {item.uid: item for item in old}, {item.uid for item in new}
    left = [item for item in old if item.uid not in stayed]
    pairs: list[tuple[Item | None, Item | None]] = []
    for item in new:
        before = by_uid.get(item.uid) or next((o for o in left if o.facts == item.facts), None)
        left = [other for other in left if other is not before]
        pairs.append((before, item))
    return pairs + [(item, None) for item in left]


def _as_in(new: list[Item], old: list[Item]) -> list[Item]:
    """`old`, each part under the uid of the one of `new` whose words are most like its own, where they are alike."""
    words = {id(item): _TOKENS.findall(" ".join(map(str, item.facts.values())).casefold()) for item in [*old, *new]}
    likeness = sorted(
        (
            (SequenceMatcher(None, words[id(before)], words[id(after)], False).ratio(), -n, -m)
            for n, before in enumerate(old[:_MOST_PAIRED])
            for m, after in enumerate(new[:_MOST_PAIRED])
        ),
        reverse=True,
    )
    uids: dict[int, str] = {}
    for ratio, n, m in likeness:
        if ratio >= _ALIKE and -n not in uids and new[-m].uid not in uids.values():
            uids[-n] = new[-m].uid
    return [Item(uids.get(n, item.uid), item.name, item.facts) for n, item in enumerate(old)]


def _part(before: Item | None, after: Item | None) -> Part | None:
    if before and after:
        lines = _lines(before.facts, after.facts)
        return Part("same", after.name, lines) if lines else None
    if after:
        return Part("new", after.name, _lines({}, after.facts))
    return Part("gone", before.name, _lines(before.facts, {})) if before else None


def _lines(before: Facts, after: Facts) -> list[Line]:
    labels = dict.fromkeys([*after, *before])
    return [
        line for label in labels if (line := _line(label, before.get(label) or "", after.get(label) or "")) is not None
    ]


def _line(label: str, before: Fact, after: Fact) -> Line | None:
    if before == after:
        return None
    if isinstance(before, list) or isinstance(after, list):
        return Line(label, _items(list(before), list(after)), is_list=True)
    return Line(label, words(before, after))


def _items(before: list[str], after: list[str]) -> list[Piece]:
    pieces: list[Piece] = []
    for tag, old_from, old_to, new_from, new_to in SequenceMatcher(None, before, after, False).get_opcodes():
        if tag == "equal":
            pieces += [Piece("same", item) for item in before[old_from:old_to]]
        else:
            pieces += [Piece("gone", item) for item in before[old_from:old_to]]
            pieces += [Piece("new", item) for item in after[new_from:new_to]]
    return pieces


def _encoded(text: str, codes: dict[str, str]) -> str:
    """`text` with a character for each word, so that words are compared and not letters."""
    return "".join(codes.setdefault(token, _code(len(codes))) for token in _TOKENS.findall(text))


def _code(number: int) -> str:
    code = _FIRST_CODE + number
    return chr(code if code < _SURROGATES else code + _SURROGATE_COUNT)


def _shortened(kind: Kind, tokens: list[str], is_first: bool, is_last: bool) -> Iterator[Piece]:
    """A run of words as pieces. What stayed is cut where nothing near it changed."""
    before, after = (0 if is_first else 2 * _AROUND), (0 if is_last else 2 * _AROUND)
    if kind != "same" or len(tokens) <= before + after + _AROUND:
        yield Piece(kind, "".join(tokens))
        return
    cut = tokens[before : len(tokens) - after]
    if before:
        yield Piece(kind, "".join(tokens[:before]))
    count = sum(token[0].isalnum() for token in cut)
    yield Piece(
        "cut",
        ngettext("%(count)s word", "%(count)s words", count) % {"count": number_format(count, force_grouping=True)},
    )
    if after:
        yield Piece(kind, "".join(tokens[len(tokens) - after :]))
