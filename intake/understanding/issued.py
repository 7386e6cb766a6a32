"""When a document was issued, as precisely as it says; and the other dates that it gives of itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from intake.proposals import Passage, Proposal
from intake.understanding import dates, labels
from intake.understanding.given import Given
from intake.understanding.layout import Block

_RELEASED = re.compile(
    r"(?:released|issued|published|dated|publi[ée]e?|diffusé|publicad[oa]|emitid[oa]|veröffentlicht|"
    r"herausgegeben|опубликован\w*|выпущен\w*|yayı[nm]lan\w*|yayın tarihi|dərc (?:olun|edil)\w*|yayımlan\w*|"
    r"հրապարակ\w*|صدر|نُ?شر)\W*(?:on|le|el|em|am|the|în|في|بتاريخ)?\W*$",
    re.IGNORECASE,
)
_KINDS = {
    "posted": re.compile(
        r"(?:posted|uploaded|mise? en ligne|subido|postado|online gestellt|размещен\w*|yüklən\w*)(?:\s+(?:on|"
        r"le|el|em|am))?\W*$",
        re.IGNORECASE,
    ),
    "updated": re.compile(
        r"(?:(?:last )?(?:updated|modified|revised)|mise? à jour|modifié|actualizad[oa]|última actualización|"
        r"atualizad[oa]|aktualisiert|обновлен\w*|güncellen\w*|güncelleme(?: tarihi)?|yenilən\w*|թարմացվ\w*|"
        r"آخر تحديث|تحديث)(?:\s+(?:on|le|el|em|am|в|:))?\W*$",
        re.IGNORECASE,
    ),
    "adopted": re.compile(
        r"(?:adopted|adoptée?|aprobad[oa]|adoptad[oa]|adotad[oa]|aprovad[oa]|angenommen|verabschiedet|"
        r"принят\w*|kabul edil\w*|qəbul (?:edil|olun)\w*|ընդունվ\w*|اعتُ?مد\w*)(?:\s+(?:on|le|el|em|"
        r"am))?[^.\d]{0,140}$",
        re.IGNORECASE,
    ),
}
_PERIOD = re.compile(
    r"(?:reporting period|period covered|covering(?: the period)?|période(?: couverte)?|período(?: cubierto)?|"
    r"berichtszeitraum|отчетный период|за период|dönem|dövr|ժամանակաշրջան|الفترة)\W*(?:from|du|de|del|vom|с|"
    r":)?\W*$",
    re.IGNORECASE,
)
# A date behind such a word is still to come.
_TO_COME = re.compile(
    r"\b(?:by|until|till|before|will|shall|scheduled|upcoming|due|planned|expected|deadline|no later than|next|"
    r"forthcoming|d[’']ici|avant|prévu\w*|jusqu\w*|antes del?|hasta|previst[oa]|próxim[oa]|até|"
    r"bis|spätestens|geplant\w*|vor dem|до|к|не позднее|запланирован\w*|kadar|önce|planlanan|qədər|əvvəl|մինչև|"
    r"նախատեսված|قبل|حتى|المقبل|القادم)\b[^.!?]{0,60}$",
    re.IGNORECASE,
)
_DATELINE = re.compile(r"^\W*[^\W\d_][\w .,’'/-]{1,60}[,(/–—-]?\s*[(]?\s*(?:(?:on|le|el|em|den|am)\s+)?$")
_AFTER_LINE = re.compile(r"^[^\S\n]*(?:года|г\.|թ\.)?[^\S\n]*[)]?[^\S\n]*(?:$|\n|[|–—:.-])")
# Metadata that tells when a document was issued, and not when its file was made.
_PUBLISHED = re.compile(r"publi|issued|^date$|pubdate|dc\.date$", re.IGNORECASE)
_LINE = 200  # characters of a line that may hold a date of issue
_HEAD_BLOCKS = 14


@dataclass(frozen=True)
class _Candidate:
    found: dates.Found
    score: float
    rule: str
    basis: str = "printed"


def propose(given: Given, title: str) -> list[Proposal]:
    """The date of issue, the others that are told, and for an undated one the day before which it was not issued."""
    others = dict(_told(given))
    candidates = sorted(_candidates(given, title, others), key=lambda one: (-one.score, one.found.start))
    proposals = [_issued(candidates, title)]
    for kind, found in others.items():
        place = Passage(found.start, found.end)
        proposals.append(Proposal("date", {"kind": kind, "edtf": found.edtf}, (place,), 0.9, f"“{kind}” before it"))
    if not candidates or candidates[0].basis == "inferred" or candidates[0].found.precision < 3:
        limit = candidates[0].found.edtf if candidates and candidates[0].basis != "inferred" else ""
        proposals += _not_before(given, limit)
    return proposals


def _issued(candidates: list[_Candidate], title: str) -> Proposal:
    if not candidates:
        return Proposal("issued", {"edtf": "", "basis": "unknown", "note": ""}, (), 0.6, "no date of issue found")
    best = candidates[0]
    rivals = [
        one for one in candidates[1:] if not _agree(one.found.edtf, best.found.edtf) and one.score > best.score - 0.05
    ]
    confidence = best.score - (0.2 if rivals else 0) - (0.25 if best.found.guessed else 0)
    note = {"from_title": "It stands in the title.", "inferred": f"So says the file: {best.rule}."}.get(best.basis, "")
    if best.found.guessed:
        note = "Day and month could be read the other way round."
    in_text = best.basis != "inferred" and best.found.start >= 0
    passages = (Passage(best.found.start, best.found.end),) if in_text else ()
    value = {"edtf": best.found.edtf, "basis": best.basis, "note": note}
    return Proposal("issued", value, passages, max(0.3, min(confidence, 0.98)), best.rule)


def _agree(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _candidates(given: Given, title: str, others: dict[str, dates.Found]) -> Iterator[_Candidate]:
    yield from _in_head(given, others, title)
    yield from _in_dateline(given)
    yield from _in_tail(given, title)
    yield from _in_title(given, title)
    if (posted := others.get("posted")) is not None:
        yield _Candidate(posted, 0.7, "the day on which it was posted")
    if (adopted := others.get("adopted")) is not None:
        yield _Candidate(adopted, 0.6, "the day on which it was adopted")
    for edtf, where in given.dated:
        if _PUBLISHED.search(where):
            printed = where.lower() == "date"  # the header of an e-mail, which its reader sees
            yield _Candidate(
                dates.Found(-1, -1, edtf), 0.75 if printed else 0.5, where, "printed" if printed else "inferred"
            )


def _in_head(given: Given, others: dict[str, dates.Found], title: str) -> Iterator[_Candidate]:
    """Dates above the text: behind a word that says so, alone on a line, or with little beside them."""
    told = {found.start for found in others.values()}
    for block in given.head[:_HEAD_BLOCKS]:
        for line in given.layout.lines(block):
            if line.end - line.start > _LINE or given.layout.words(line.start, line.end) in title:
                continue
            for found in given.dated_in(line.start, line.end):
                if found.start not in told:
                    yield from _of_line(given, block, line, found)


def _of_line(given: Given, block: Block, line: Passage, found: dates.Found) -> Iterator[_Candidate]:
    before, after = given.plain[line.start : found.start], given.plain[found.end : line.end]
    rest = len(re.findall(r"[^\W\d_]{2,}", before + after))
    if _PERIOD.search(before):
        return
    if labels.DATE.match(before) or _RELEASED.search(before):
        yield _Candidate(found, 0.97, "behind a word of issue")
    elif not rest:
        yield _Candidate(found, 0.95, "alone on a line")
    elif rest <= 6 and block.kind != "heading" and not labels.SUBJECT.match(before):
        yield _Candidate(found, 0.9, "on a line above the text")
    elif block.kind == "heading" and rest <= 3:
        yield _Candidate(found, 0.85, "in a short heading")


def _in_dateline(given: Given) -> Iterator[_Candidate]:
    """`GENEVA (3 December 2022) –` and its like, at the beginning of the text."""
    for block in (*given.head[-2:], *given.body[:3]):
        if block.kind == "heading":
            continue
        start = block.start
        for found in given.dated_in(start, min(start + 90, block.end))[:1]:
            before, after = given.plain[start : found.start], given.plain[found.end : found.end + 12]
            if (_DATELINE.match(before) or not before.strip()) and _AFTER_LINE.match(after):
                yield _Candidate(found, 0.94, "dateline")
            elif _RELEASED.search(before):
                yield _Candidate(found, 0.9, "behind a word of issue")


def _in_tail(given: Given, title: str) -> Iterator[_Candidate]:
    """Dates below the text: `Yerevan, 3 December 2022` above or below the signatures."""
    for block in given.blocks[-12:]:
        for line in given.layout.lines(block):
            if line.end - line.start > _LINE or given.layout.words(line.start, line.end) in title:
                continue
            for found in given.dated_in(line.start, line.end):
                if found.precision > 1:
                    before, after = given.plain[line.start : found.start], given.plain[found.end : line.end]
                    rest = len(re.findall(r"[^\W\d_]{2,}", before + after))
                    if labels.DATE.match(before) or (_RELEASED.search(before) and rest <= 6):
                        yield _Candidate(found, 0.9, "behind a word of issue, below the text")
                    elif rest <= 3 and block.kind != "heading" and not labels.COPY.match(before):
                        yield _Candidate(found, 0.86, "on a line below the text")


def _in_title(given: Given, title: str) -> Iterator[_Candidate]:
    within = dates.find(title)
    at = given.plain.find(title[:40]) if title else -1
    for found in within[-1:]:
        start = given.plain.find(title[found.start : found.end])
        place = dates.Found(start, start + found.end - found.start, found.edtf, found.guessed) if start >= 0 else found
        yield _Candidate(place, 0.8, "in the title", "from_title")
    if not within and title:
        for found in dates.years(title)[-1:]:
            start = at + found.start if at >= 0 else -1
            yield _Candidate(dates.Found(start, start + 4, found.edtf), 0.6, "year in the title", "from_title")


def _told(given: Given) -> Iterator[tuple[str, dates.Found]]:
    """Dates that the document says are those of its posting, updating, adoption, or of the period it speaks of."""
    seen: set[str] = set()
    blocks = (*given.blocks[:_HEAD_BLOCKS], *given.blocks[-8:])
    for found in given.dates:
        block = next((one for one in blocks if one.start <= found.start < one.end), None)
        if block is None:
            continue
        before = given.plain[max(block.start, found.start - 180) : found.start]
        short = len(given.plain[block.start : block.end].split()) <= 25
        for kind, sign in (*_KINDS.items(), ("period", _PERIOD)):
            if kind not in seen and sign.search(before) and (short or kind == "period"):
                seen.add(kind)
                yield kind, found


def _not_before(given: Given, limit: str) -> list[Proposal]:
    """The latest day that the text speaks of as past; within the month or year of issue, where that is known."""
    best: dates.Found | None = None
    for found in dates.find(given.layout.text):
        before = given.plain[max(0, found.start - 80) : found.start]
        if (limit and not found.last.startswith(limit)) or found.precision < 2 or _TO_COME.search(before):
            continue
        if limit and found.precision <= dates.Found(0, 0, limit).precision:
            continue
        if best is None or found.last > best.last:
            best = found
    if best is None:
        return []
    place = Passage(best.start, best.end)
    return [Proposal("not_before", {"edtf": best.last}, (place,), 0.7, "the latest day that is spoken of as past")]
