"""The title of a document: what stands above its text and is neither letterhead, date, label nor address."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import fuzz

from identifiers.folding import fold
from intake.proposals import Passage, Proposal
from intake.understanding import bodies, dates, kinds, labels
from intake.understanding.given import Given
from intake.understanding.layout import Block
from intake.understanding.names import resolve

_SITE = re.compile(r"\s+[|–—·»:-]+\s+")
_CONTACT = re.compile(
    r"@|https?://|www\.|\b(?:tel|phone|fax|p\.?\s?o\.? ?box|e-?mail|tél|телефон|тел|հեռ|هاتف)\b[.:]|"
    r"^\W*\+?\d[\d ()-]{6,}$|^\s*(?:page|seite|стр\.?) \d+|^\W*\d+\W*$",
    re.IGNORECASE,
)
_FURNITURE = re.compile(
    r"^\W*(?:for immediate release|embargoed\b.*|not for publication.*|confidential|translation.*|"
    r"original\s*:.*|unofficial translation|draft|home|menu|skip to.*|share.*|"
    r"print|donate.*|ref(?:erence)?\b.*|our ref\b.*|distr\b.*|general|contents?|pour diffusion immédiate|"
    r"para (?:su )?(?:publicación|divulgación) inmediata|zur sofortigen veröffentlichung|"
    r"для немедленного распространения)\W*$",
    re.IGNORECASE,
)
_ENDS_SENTENCE = re.compile(r"[^.]\.[\"”»]?$|[։۔]$")
_LONGEST = 45  # words
_BESIDE_DATE = 3  # words on a line that is rather a date than a title
_CLOSE = 88  # of 100: likeness of a heading and the title that the file gives


@dataclass(frozen=True)
class _Candidate:
    text: str
    start: int
    end: int
    score: float
    rule: str


def propose(given: Given) -> list[Proposal]:
    """The title, from a line of subject, the headings, the first line, or what the file says."""
    given_title = _of_file(given)
    candidates = sorted(_candidates(given, given_title), key=lambda one: -one.score)
    if not candidates:
        if given_title:
            return [Proposal("title", {"text": given_title}, (), 0.7, "title of the file")]
        return [Proposal("title", {"text": ""}, (), 0.0, "none found")]
    best = candidates[0]
    return [Proposal("title", {"text": best.text}, (Passage(best.start, best.end),), min(best.score, 0.98), best.rule)]


def _of_file(given: Given) -> str:
    """The title that the file gives, without the name of its site or of its file."""
    title = " ".join(given.title.split())
    if re.fullmatch(
        r"(?i)(?:microsoft word - .*|untitled.*|document\d*|.*\.(?:docx?|pdf|odt|rtf|html?|txt|md|eml))", title
    ):
        return ""
    pieces = _SITE.split(title)
    while len(pieces) > 1 and (resolve(given.vocabulary, pieces[-1]).confidence >= 0.9 or _is_site(given, pieces[-1])):
        title = title[: title.rindex(pieces.pop())].rstrip(" |–—·»:-")
    while len(pieces) > 1 and resolve(given.vocabulary, pieces[0]).known and "|" in title:
        title = title[len(pieces.pop(0)) :].lstrip(" |–—·»:-")
    return re.sub(r"^(?:(?:fwd?|re|aw|tr|rv|enc)\s*:\s*)+", "", title, flags=re.IGNORECASE)


def _is_site(given: Given, piece: str) -> bool:
    host = re.sub(r"^https?://(?:www\.)?|/.*", "", given.source_url)
    return len(fold(piece)) > 2 and fold(piece).replace(" ", "") in fold(host).replace(" ", "")


def _candidates(given: Given, given_title: str) -> Iterator[_Candidate]:
    head = given.head or given.blocks[:3]
    for index, block in enumerate(head):
        for line in _lines(given, block):
            text = given.layout.words(line.start, line.end)
            if subject := labels.SUBJECT.match(text):
                words = text[subject.end() :]
                if words:
                    yield _Candidate(words, line.end - len(words), line.end, 0.96, "line of subject")
                continue
            if not _may_be_title(given, text):
                continue
            yield _scored(given, given_title, head, index, line, text)
            break
    yield from _labels_alone(given, head)


def _lines(given: Given, block: Block) -> Iterator[Passage]:
    """The lines of a block; a heading, or a paragraph that is one short title on several lines, as one."""
    lines = list(given.layout.lines(block))
    whole = given.layout.of(block)
    if block.kind == "heading" or (
        len(lines) > 1
        and len(whole.split()) <= 25
        and not any(_is_apart(given, given.layout.words(line.start, line.end)) for line in lines)
    ):
        yield Passage(lines[0].start, lines[-1].end)
    else:
        yield from lines


def _is_apart(given: Given, text: str) -> bool:
    """Whether a line is of its own: a date, a label, an address, the name of a body."""
    return bool(not _may_be_title(given, text) or labels.SUBJECT.match(text) or labels.ANY.match(text))


def _may_be_title(given: Given, text: str) -> bool:
    bare = text.strip(" *_|#–—-")
    if len(bare.split()) > 18 and _ENDS_SENTENCE.search(bare):
        return False
    if (
        not bare
        or len(bare.split()) > _LONGEST
        or _CONTACT.search(bare)
        or _FURNITURE.match(bare)
        or labels.ANY.match(bare)
    ):
        return False
    if kinds.genre_of(bare) or _is_date(bare) or labels.SALUTATION.match(bare):
        return False
    resolved = resolve(given.vocabulary, bare, given.language)
    return not (resolved.known and resolved.confidence >= 0.9) and len(bodies.run(given, bare)) < 2


def _is_date(text: str) -> bool:
    """Whether a line holds hardly more than a date: “Released 3 December 2022”, “Yerevan, 3 December 2022”."""
    found = dates.find(text)
    if not found:
        return bool(re.fullmatch(r"\W*(?:19|20)\d\d\W*", text))
    rest = text
    for one in reversed(found):
        rest = rest[: one.start] + " " + rest[one.end :]
    return len(re.findall(r"[^\W\d_]{2,}", rest)) <= _BESIDE_DATE


def _scored(
    given: Given, given_title: str, head: tuple[Block, ...], index: int, line: Passage, text: str
) -> _Candidate:
    block = head[index]
    score, rule = 0.62, "first line above the text"
    if index == 0 and block.kind == "paragraph" and len(text.split()) > 3:
        score = 0.8
    if block.kind == "heading":
        score, rule = {1: 0.93, 2: 0.9, 7: 0.8}.get(block.level, 0.86), "heading"
    elif block.kind != "paragraph":
        score = 0.4
    if given_title and fuzz.ratio(fold(text), fold(given_title)) >= _CLOSE:
        score, rule = 0.97, f"{rule}, and title of the file"
    if text.isupper() and block.kind == "paragraph":
        score += 0.1
    if _ENDS_SENTENCE.search(text):
        score -= 0.12
    if len(text.split()) < 3:
        score -= 0.15
    if _looks_like_body(given, text):
        score -= 0.35
    earlier = sum(1 for other in head[:index] if other.kind == block.kind)
    return _Candidate(text, line.start, line.end, score - 0.02 * min(earlier, 8), rule)


def _looks_like_body(given: Given, text: str) -> bool:
    """Whether a line is rather the name of a body that is not known, as letterheads have."""
    return (
        bool(bodies.NOUN.search(text))
        and len(text.split()) <= 9
        and not re.search(r"[:?!]|\b(?:on|to|in|of the situation)\b", text)
    )


def _labels_alone(given: Given, head: tuple[Block, ...]) -> Iterator[_Candidate]:
    """A known label as heading with the place below it: “Red Flag Alert for Genocide”, “Azerbaijan”."""
    headings = [block for block in head if block.kind == "heading"]
    for first, second in pairwise(headings):
        label, below = given.layout.of(first), given.layout.of(second)
        known = any(fold(label) == fold(name) for one in given.vocabulary.types for name in one.names)
        named = [one for one in given.mentioned(second.start, second.end) if one.first("country", "place")]
        if (known or kinds.genre_of(label)) and named and len(below.split()) <= 4 and not kinds.genre_of(below):
            yield _Candidate(f"{label}: {below}", first.start, second.end, 0.95, "label and place as headings")
    for block in head:
        text = given.layout.of(block)
        if kinds.genre_of(text) and len(text.split()) > 1:
            yield _Candidate(text, block.start, block.end, 0.3, "a label and no other title")
