"""Two alerts of a series side by side, with what differs between them marked."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from alerts.difference import Line, Part, Piece, compare
from alerts.models import Alert
from alerts.public import public_page
from alerts.reading import Reading
from alerts.record import Data
from identifiers.models import FormerAddress, Kind

# What the archive keeps of a document, and not what the document says.
_OF_THE_ARCHIVE: Data = {
    "source": {}, "text_rights": "", "documents": [], "relations": [], "responses": [],
}  # fmt: skip


@dataclass(frozen=True)
class Sides:
    """A fact of both alerts; what only one of them says is "gone" on the left and "new" on the right."""

    label: str
    left: list[Piece]
    right: list[Piece]
    is_list: bool


@dataclass(frozen=True)
class Pair:
    """A part of one alert or of both; "gone" and "new": only the first, only the second has it."""

    kind: str
    name: str
    lines: list[Sides]


@dataclass(frozen=True)
class Compared:
    heading: str
    lines: list[Sides]
    pairs: list[Pair]


@public_page
def against(request: HttpRequest, uid: str, other: str) -> HttpResponse:
    """What differs between two public alerts of one series or statement, in the order of the address."""
    found = {a.uid: a for a in Alert.objects.published().filter(uid__in=[uid, other]).defer("keywords", "body")}
    if len(found) < 2:
        return _moved(uid, other)
    first, second = found[uid], found[other]
    if first.series != second.series and first.statement != second.statement:
        raise Http404("These two alerts belong to no one series.")
    readings = [Reading(alert.record or {}) for alert in (first, second)]
    one, two = (reading.record | _OF_THE_ARCHIVE for reading in readings)
    sections = [
        Compared(s.heading, _sides(s.lines), [_pair(part) for part in s.parts])
        for s in compare(one, two, are_two=True)
        if s.lines or s.parts
    ]
    return render(request, "situation/against.html", {
        "first": first, "second": second, "readings": readings, "sections": sections, "section": "situations",
    })  # fmt: skip


def _moved(*uids: str) -> HttpResponse:
    """To the addresses of today of alerts that have moved. Raises Http404 where one is not public."""
    today = FormerAddress.objects.today(Kind.ALERT, uids)
    now = [today.get(uid, uid) for uid in uids]
    if now == list(uids) or len(set(now)) < 2:
        raise Http404("There are no two such alerts.")
    return redirect("against", *now, permanent=True)


def _pair(part: Part) -> Pair:
    """A part that only one alert has is told by its name, and by what that does not say already."""
    lines = part.lines if part.kind == "same" else [line for line in part.lines if not _is_in(line, part.name)]
    return Pair(part.kind, part.name, _sides(lines))


def _is_in(line: Line, name: str) -> bool:
    return "".join(piece.text for piece in line.pieces).casefold() in name.casefold()


def _sides(lines: list[Line]) -> list[Sides]:
    return [
        Sides(
            line.label,
            [piece for piece in line.pieces if piece.kind != "new"],
            [piece for piece in line.pieces if piece.kind != "gone"],
            line.is_list,
        )
        for line in lines
    ]
