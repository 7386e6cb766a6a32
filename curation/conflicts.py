"""Two at once: what was opened, what somebody else saved meanwhile and what was typed, made into one again.

All three are filled forms (curation.filling). Where only one of the two changed something, that stands unless the
person says otherwise; where both did, the person says what stands.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import pairwise

from curation.filling import Filled, Row, Words

THEIRS, MINE, BOTH, MERGED = "theirs", "mine", "both", "merged"
# The place in the order is put right by every save, and is no reason to ask anybody anything.
_PLACE = "position"
_NUMBER = "number"


@dataclass(frozen=True)
class Difference:
    """Something that was changed since it was opened. `was`, `theirs` and `mine` hold the words of its fields, None
    where it is not there; `was` also where nobody knows."""

    name: str
    prefix: str
    was: Words | None
    theirs: Words | None
    mine: Words | None
    options: tuple[str, ...]
    default: str  # empty where the person must say

    @property
    def is_by_them(self) -> bool:
        return self.was != self.theirs

    @property
    def is_by_me(self) -> bool:
        return self.was != self.mine


def differences(base: Filled | None, theirs: Filled, mine: Filled) -> list[Difference]:
    """What one of the two, or both, changed; without what both changed alike. `base` is None where it is not known."""
    return [
        *_of_fields(base, theirs, mine),
        *(d for prefix in theirs.rows for d in _of_rows(prefix, base, theirs, mine)),
    ]


def merge(base: Filled | None, theirs: Filled, mine: Filled, chosen: Mapping[str, str]) -> Filled:
    """The three made into one. `chosen` says for each difference, by its name, which of its options stands."""
    words = {}
    for name, value in theirs.words.items():
        difference = _of_field(name, base, theirs, mine)
        words[name] = value if difference is None else _stands(difference, chosen)[name]
    rows = {prefix: list(_rows(prefix, base, theirs, mine, chosen)) for prefix in theirs.rows}
    return Filled(words, rows)


def joined(was: str, theirs: str, mine: str) -> str | None:
    """A text with the changes of both, where they changed different paragraphs; else None."""
    lines = was.splitlines()
    spans = sorted([*_spans(lines, theirs), *_spans(lines, mine)])
    if any(first[1] >= second[0] for first, second in pairwise(spans)):
        return None
    for start, end, new in reversed(spans):
        lines[start:end] = new
    return "\n".join(lines)


def _spans(lines: list[str], text: str) -> Iterator[tuple[int, int, list[str]]]:
    new = text.splitlines()
    for tag, start, end, new_start, new_end in SequenceMatcher(None, lines, new, False).get_opcodes():
        if tag != "equal":
            yield start, end, new[new_start:new_end]


def _of_fields(base: Filled | None, theirs: Filled, mine: Filled) -> Iterator[Difference]:
    for name in theirs.words:
        if difference := _of_field(name, base, theirs, mine):
            yield difference


def _of_field(name: str, base: Filled | None, theirs: Filled, mine: Filled) -> Difference | None:
    their, my = theirs.words[name], mine.words.get(name, [])
    was = base.words.get(name) if base else None
    if their == my:
        return None
    held = None if was is None else {name: was}
    sides = (held, {name: their}, {name: my})
    if was is None or was not in (their, my):
        both = was is not None and _joined(was, their, my) is not None
        return Difference(name, "", *sides, (THEIRS, MINE, *([BOTH] if both else [])), BOTH if both else "")
    return Difference(name, "", *sides, (THEIRS, MINE), THEIRS if was == my else MINE)


def _joined(was: list[str], theirs: list[str], mine: list[str]) -> list[str] | None:
    if not all(len(side) == 1 and "\n" in side[0] for side in (was, theirs, mine)):
        return None
    text = joined(was[0], theirs[0], mine[0])
    return None if text is None else [text]


def _stands(difference: Difference, chosen: Mapping[str, str]) -> Words:
    option = chosen.get(difference.name) or difference.default
    theirs, mine = difference.theirs or {}, difference.mine or {}
    if option in (BOTH, MERGED) and difference.was is not None:
        return {name: _joined(difference.was[name], theirs[name], mine[name]) or theirs[name] for name in theirs}
    return mine if option == MINE else theirs


def _of_rows(prefix: str, base: Filled | None, theirs: Filled, mine: Filled) -> Iterator[Difference]:
    was, their, my = (side.by_key(prefix) if side else {} for side in (base, theirs, mine))
    for key in dict.fromkeys([*was, *their, *my]):
        sides = (was.get(key), their.get(key), my.get(key))
        if difference := _of_row(f"{prefix}:{key}", prefix, *sides, is_known=base is not None):
            yield difference
    for row in _added(prefix, base, theirs, mine):
        yield Difference(f"{prefix}:new{row.index}", prefix, None, None, _plain(row), (THEIRS, MINE), MINE)


def _of_row(
    name: str, prefix: str, was: Row | None, theirs: Row | None, mine: Row | None, is_known: bool
) -> Difference | None:
    before, their, my = _plain(was), _plain(theirs), _plain(mine)
    if their == my:
        return None
    sides = (before, their, my)
    two = (THEIRS, MINE)
    if not is_known:
        return Difference(name, prefix, *sides, (*two, BOTH) if their and my else two, "")
    if before in (their, my):
        return Difference(name, prefix, *sides, two, THEIRS if before == my else MINE)
    if before is None or their is None or my is None:
        return Difference(name, prefix, *sides, two, "")
    clash = [
        field
        for field in their
        if their[field] != my.get(field) and before.get(field) not in (their[field], my.get(field))
    ]
    if clash:
        return Difference(name, prefix, *sides, (*two, BOTH), "")
    return Difference(name, prefix, *sides, (MERGED, *two, BOTH), MERGED)


def _rows(prefix: str, base: Filled | None, theirs: Filled, mine: Filled, chosen: Mapping[str, str]) -> Iterator[Row]:
    was, their, my = (side.by_key(prefix) if side else {} for side in (base, theirs, mine))
    new = []
    for key in dict.fromkeys([*their, *my]):
        sides = (was.get(key), their.get(key), my.get(key))
        difference = _of_row(f"{prefix}:{key}", prefix, *sides, is_known=base is not None)
        option = (chosen.get(difference.name) or difference.default) if difference else MERGED
        stays = _row(option, *sides)
        if stays is not None:
            yield stays
        if option == BOTH and key in my:
            new.append(replace(my[key], key="", uid=""))
    for row in _added(prefix, base, theirs, mine):
        if chosen.get(f"{prefix}:new{row.index}", MINE) == MINE:
            new.append(row)
    taken = [row.words.get(_NUMBER) for row in theirs.rows.get(prefix, [])]
    for row in new:  # two that have one number: the later takes the next that is free
        is_taken = _NUMBER in row.words and row.words[_NUMBER] in taken
        yield replace(row, words=row.words | {_NUMBER: []}) if is_taken else row


def _row(option: str, was: Row | None, theirs: Row | None, mine: Row | None) -> Row | None:
    if option == MINE or (option == MERGED and theirs is None):
        return replace(mine, uid=was.uid) if mine and was else mine  # one that they deleted comes back under its uid
    if theirs is None or mine is None or was is None or option != MERGED:
        return theirs
    words = {
        name: theirs.words[name] if mine.words.get(name) == was.words.get(name) else mine.words.get(name, [])
        for name in theirs.words
    }
    return replace(theirs, words=words)


def _added(prefix: str, base: Filled | None, theirs: Filled, mine: Filled) -> Iterator[Row]:
    """The rows that were typed anew, but for those that the other has entered too."""
    was = base.by_key(prefix) if base else {}
    entered = [_unnumbered(row) for row in theirs.rows.get(prefix, []) if row.key not in was]
    for row in mine.rows.get(prefix, []):
        if not row.key and _unnumbered(row) not in entered:
            yield row


def _plain(row: Row | None) -> Words | None:
    return None if row is None else {name: words for name, words in row.words.items() if name != _PLACE}


def _unnumbered(row: Row) -> Words:
    return {name: words for name, words in row.words.items() if name not in (_PLACE, _NUMBER)}
