"""Footnotes as they are printed, in superscript digits or brackets → marks `[^1]` and notes at the end of the text."""

import re

from intake.extraction.joining import Lexicon, goes_on, is_unfinished

_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_DIGITS = str.maketrans(_SUPERSCRIPTS, "0123456789")
_NOTE = re.compile(rf"(\f?)(?:([{_SUPERSCRIPTS}]{{1,3}}) ?|\\?\[(\d{{1,3}})\] )(?=\S)(.*)", re.S)
_MARK = re.compile(
    rf"(?<=[^\s{_SUPERSCRIPTS}])([{_SUPERSCRIPTS}]{{1,3}})(?![{_SUPERSCRIPTS}])|\\?\[(\d{{1,3}})\](?!\()"
)
_UNIT = re.compile(r"(?:\b[kcm]?m|\bft)$")
_HEADING = re.compile(
    r"(?:#{1,6} )?\**(?:foot ?|end ?)?(?:notes?|notas|сноски|примечания|anmerkungen|dipnotlar):?\**", re.I
)
_NUMBERED = re.compile(r"(\f*)(\d{1,3})\\?[.)]? +(\S.*)")
_URL_AT_START = re.compile(r"\f?(?:<|\[)?(?:https?://|www\.)")
# Between two notes, one at most is missing.
_LARGEST_GAP = 2


def gathered(blocks: list[str], lexicon: Lexicon) -> list[str]:
    """The blocks with marks and notes as Markdown has them, the notes last; body text they interrupted is joined."""
    blocks = _with_section_taken_apart(blocks)
    body: list[str] = []
    notes: dict[str, str] = {}
    last, among_notes = "", False
    for block in blocks:
        number, text = _note(block, last)
        if number:
            notes[number], last, among_notes = text, number, True
        elif among_notes and _continues(block, notes[last], body):
            notes[last] = lexicon.joined(notes[last], block)
        elif among_notes and body and _was_interrupted(body[-1], block):
            body[-1], among_notes = lexicon.joined(body[-1], block), False
        else:
            body.append(block)
            among_notes = False
    text = "".join(body)
    if not notes or not any(_number(mark) in notes for mark in _MARK.finditer(text)):
        return blocks
    while body and _HEADING.fullmatch(body[-1].strip("\f")):
        body.pop()
    marked = [_with_marks(block, notes) for block in body]
    return marked + [f"[^{number}]: {text}" for number, text in notes.items()]


def _with_section_taken_apart(blocks: list[str]) -> list[str]:
    """The blocks, where the numbered list below a heading "Notes" is a note each, if the text has marks."""
    place = next((at for at, block in enumerate(blocks) if _HEADING.fullmatch(block.strip("\f"))), len(blocks))
    marks = {_number(mark) for block in blocks[:place] for mark in _MARK.finditer(block)}
    lines = [line for block in blocks[place + 1 :] for line in block.split("\n")]
    numbered = [found for line in lines if (found := _NUMBERED.fullmatch(line))]
    if not marks or not numbered or not marks.intersection(found[2] for found in numbered):
        return blocks
    if [int(found[2]) for found in numbered] != list(range(1, len(numbered) + 1)):
        return blocks
    return [*blocks[: place + 1], *(_NUMBERED.sub(r"\1[\2] \3", line) for line in lines if line.strip())]


def _note(block: str, last: str) -> tuple[str, str]:
    """The number of the note that the block is, and its text; or "", ""."""
    note = _NOTE.match(block)
    if note is None:
        return "", ""
    number = int((note[2] or note[3]).translate(_DIGITS))
    if not (int(last or 0) < number <= int(last or 0) + _LARGEST_GAP):
        return "", ""
    return str(number), note[1] + note[4]


def _continues(block: str, note: str, body: list[str]) -> bool:
    if _URL_AT_START.match(block):
        return True
    torn = not note.rstrip().endswith((".", "!", "?", ">", ")", "”", '"'))
    return torn and goes_on(block) and not (body and is_unfinished(body[-1]))


def _was_interrupted(before: str, after: str) -> bool:
    if not is_unfinished(before) or after.startswith(("#", "|", "- ", ">")):
        return False
    return goes_on(after) or not before.rstrip().endswith(",")


def _with_marks(block: str, notes: dict[str, str]) -> str:
    def mark(found: re.Match[str]) -> str:
        if _number(found) not in notes or (found[1] and _UNIT.search(block[max(0, found.start() - 4) : found.start()])):
            return found[0]
        return f"[^{_number(found)}]"

    return _MARK.sub(mark, block)


def _number(mark: re.Match[str]) -> str:
    return (mark[1] or mark[2]).translate(_DIGITS).lstrip("0")
