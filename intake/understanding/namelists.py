"""A printed list of bodies or persons → its names, each with the office beside it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from intake.proposals import Passage
from intake.understanding import bodies
from intake.understanding.given import Given
from intake.understanding.names import resolve
from intake.understanding.vocabulary import Vocabulary

_LONGEST = 300  # characters of a name
_JOINED = 4  # a name holds at most so many commas and one
_AND = re.compile(r"^(?:and|&|et|y|e|und|и|ve|və|և|و)\s+(?=\S)|^و(?=\w{3})", re.IGNORECASE)
_BETWEEN_TWO = re.compile(r"\s+(?:and|&|et|y|e|und|и|ve|və|և)\s+(?=[\"“«]?[^\W\d_])")
_OFFICE = re.compile(
    r"^(?:the |la |le |el |o |a |der |die )?(?:(?:un|u\.n\.|united nations|acting|former|deputy|vice|under|"
    r"assistant|her|his|special)[\s-]+)*"
    r"(?:special (?:adviser|advisor|rapporteur|representative|envoy|coordinator)|adviser|secretary|president|"
    r"prime minister|minister|high commissioner|high representative|commissioner|prosecutor|"
    r"chair(?:person|man|woman)?|ambassador|permanent representative|representative|rapporteur|director|"
    r"executive director|speaker|head of|chancellor|king|pope|senator|general secretary|coordinator|"
    r"co-?chairs?|"
    r"conseill[eè]re? spécial|secrétaire|présidente?|premi[eè]re? ministre|ministre|haut[- ]commissaire|"
    r"rapporteu[rs]e?|"
    r"asesor[a]? especial|secretari[oa]|president[ae]|primer[a]? ministr[oa]|ministr[oa]|"
    r"alt[oa] comisionad[oa]|alt[oa] comissári[oa]|assessor[a]? especial|primeir[oa]-ministr[oa]|relator[a]?|"
    r"sonderberater(?:in)?|generalsekretär(?:in)?|präsident(?:in)?|bundeskanzler(?:in)?|minister(?:in)?|"
    r"bundesminister(?:in)?|hochkommissar(?:in)?|"
    r"специальный советник|генеральный секретарь|президент|премьер-министр|министр|верховный комиссар|"
    r"özel danışman|genel sekreter|cumhurbaşkanı|başbakan|bakan|xüsusi müşavir|baş katib|prezident|baş nazir|nazir|"
    r"հատուկ խորհրդական|գլխավոր քարտուղար|նախագահ|վարչապետ|նախարար|المستشار|الأمين العام|الرئيس|رئيس|وزير|المفوض)\b",
    re.IGNORECASE,
)
_HONORIFIC = re.compile(
    r"^(?:h\.?\s?e\.?|his excellency|her excellency|(?:the )?(?:right )?hon(?:ou?rable)?\.?|mr\.?|mrs\.?|ms\.?|"
    r"dr\.?|prof\.?|sir|mme\.?|m\.|monsieur|madame|s\.?\s?e\.?(?: (?:m\.|mme))?|sr\.?a?\.?|sra\.?|señora?|"
    r"excm[oa]\.?|herrn?|frau|г-н|г-жа|господин[у]?|госпож[ае]|sayın|cənab|xanım|պարոն|տիկին|السيدة?|معالي|"
    r"سعادة)\s+(?=\S)",
    re.IGNORECASE,
)
_ROLE_OF_SIGNER = re.compile(r"\s+[–—-]\s+|\s*\(|,\s*")
_HEAD = re.compile(
    r"(?:name|names|organi[sz]ations?|signator(?:y|ies)|signator(?:y|ies) organi[sz]ations?|seat|country|place|"
    r"town|city|title|affiliation|office|no\.?|nom|pays|nombre|organización|país|"
    r"name der .*|land|название|страна|организация|kurum|ülke|ad|təşkilat|ölkə|անուն|երկիր|الاسم|المنظمة|البلد)",
    re.IGNORECASE,
)
_MAIL = re.compile(r"\s*[<(]?\b(?:mailto:)?[\w.+-]+@[\w.-]+\w[>)]?")
_MARK = re.compile(r"^(?:\(?\d{1,3}[.)\]]|[•‣▪◦●*–—-])\s+")


@dataclass(frozen=True)
class Printed:
    """A name as printed, and the office of the person so named."""

    name: str
    office: str = ""

    @property
    def both(self) -> tuple[str, ...]:
        """What the organization may be known by: the office first."""
        return tuple(filter(None, (self.office, self.name)))


@dataclass(frozen=True)
class Found:
    """A name found in a document: where, how sure, by which rule."""

    printed: Printed
    place: Passage | None
    confidence: float
    rule: str


def narrowed(given: Given, place: Passage | None, name: str) -> Passage | None:
    """The place of a name inside a place."""
    if place is None:
        return None
    at = given.plain.find(name, place.start, place.end)
    return Passage(at, at + len(name)) if at >= 0 else place


def names(vocabulary: Vocabulary, lines: list[str]) -> list[Printed]:
    """The names in some lines: one a line, or parted by semicolons, or by commas and a last “and”."""
    found: list[Printed] = []
    for text in filter(None, (_MARK.sub("", cell) for line in lines for cell in _cells(vocabulary, line))):
        found += _line(vocabulary, text, alone=len(lines) > 1)
    return list(dict.fromkeys(one for one in found if one.name and re.search(r"[^\W\d_]", one.name)))


def _cells(vocabulary: Vocabulary, line: str) -> list[str]:
    """A line; of a row of a table the cells that name bodies, or its first with words, unless it is the head."""
    cells = [cell.strip() for cell in line.strip(" |").split("|")]
    if len(cells) == 1:
        return cells
    worded = [cell for cell in cells if re.search(r"[^\W\d_]{2}", cell)]
    if any(_HEAD.fullmatch(cell) for cell in worded):
        return []
    named = [cell for cell in worded if bodies.by_form(cell, "") or _is_body(vocabulary, cell)]
    return named or worded[:1]


def _is_body(vocabulary: Vocabulary, text: str) -> bool:
    known = resolve(vocabulary, text)
    return known.confidence >= 0.9 and known.known is not None and known.known.kind != "state"


def _line(vocabulary: Vocabulary, line: str, alone: bool) -> Iterator[Printed]:
    if len(parts := [part for part in re.split(r"\s+[•·|/]\s+", line) if part.strip()]) > 1:
        for part in parts:
            yield from _one(_trimmed(part))
        return
    line = line.strip().rstrip(".,;") if not re.search(r"\b(?:e\.V|Inc|Ltd)\.$", line.strip()) else line.strip()
    if ";" in line or "؛" in line:
        for part in re.split("[;؛]", line):
            yield from _one(_trimmed(part))
        return
    if resolve(vocabulary, line).confidence >= 0.9 or (alone and not _is_list(line)):
        yield from _one(_trimmed(line))
        return
    pieces = [_trimmed(part) for part in re.split(r",(?!\s*(?:Inc|Ltd|LLC|e\.V)\b)|،", line)]
    yield from _merged(vocabulary, [piece for one in pieces if one for piece in _parted(vocabulary, one)])


def _is_list(line: str) -> bool:
    """Whether a line that stands among others is itself a list of names."""
    return len(re.findall("[,،]", line)) >= 2 and not _OFFICE.search(line.split(",", 1)[-1].strip())


def _trimmed(text: str) -> str:
    return _AND.sub("", _MAIL.sub("", text).strip(" \t,;|"))


def _parted(vocabulary: Vocabulary, piece: str) -> list[str]:
    """A piece of a list at its last “and”, unless that belongs to a name."""
    if resolve(vocabulary, piece).confidence >= 0.9:
        return [piece]
    for match in _BETWEEN_TWO.finditer(piece):
        one, other = piece[: match.start()], piece[match.end() :]
        known = [resolve(vocabulary, part).confidence >= 0.8 for part in (one, other)]
        if any(known) or (_is_name(one) and _is_name(other)):
            return [one, *_parted(vocabulary, other)]
    return [piece]


def _is_name(text: str) -> bool:
    words = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > 3]
    return len(words) >= 2 and all(word[0].isupper() for word in words)


def _merged(vocabulary: Vocabulary, pieces: list[str]) -> Iterator[Printed]:
    """Pieces that only together are a known name as one, and a person with the office that follows."""
    start = 0
    while start < len(pieces):
        end = next(
            (
                end
                for end in range(min(start + _JOINED, len(pieces)), start + 1, -1)
                if resolve(vocabulary, ", ".join(pieces[start:end])).confidence >= 0.9
            ),
            start + 1,
        )
        name = ", ".join(pieces[start:end])
        office = ""
        if end < len(pieces) and _OFFICE.match(pieces[end]) and not _OFFICE.match(name) and _is_person(name):
            office, end = pieces[end], end + 1
        yield Printed(_HONORIFIC.sub("", name)[:_LONGEST] if office else name[:_LONGEST], office[:_LONGEST])
        start = end


def _one(text: str) -> Iterator[Printed]:
    """A line of its own: a body, or a person with an office."""
    if not text:
        return
    name, *rest = _ROLE_OF_SIGNER.split(text, maxsplit=1)
    office = rest[0].strip(" )") if rest else ""
    if office and _OFFICE.match(office) and _is_person(name) and not _OFFICE.match(name):
        yield Printed(_HONORIFIC.sub("", name.strip())[:_LONGEST], office[:_LONGEST])
    else:
        yield Printed(text[:_LONGEST])


def _is_person(name: str) -> bool:
    return len(_HONORIFIC.sub("", name.strip()).split()) <= 5
