"""What is pasted or ticked on the page of an alert → rows of its parts, as if each had been typed.

The page's script asks for the rows at once (`read`); what still stands in a box when the page is saved becomes rows
then (`expand`).
"""

import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, JsonResponse, QueryDict

from alerts.models import Party, Recommendation
from curation.admin import references
from curation.admin.choices import label
from curation.entering import dates, footnotes, names, numbered
from intake.understanding.references import Source

LONGEST = 300_000  # characters of one paste
_TICK = re.compile(r"ticked-([1-9][0-9]{0,17})(?:-note|-concluded)?", re.ASCII)
_CITED = re.compile(r"notes-\d+-cited", re.ASCII)
Row = dict[str, Any]


def _recommendations(text: str, wording: str) -> list[Row]:
    wording = wording if wording in Recommendation.Wording.values else Recommendation.Wording.VERBATIM.value
    return [
        {"number": item.number or "", "text": item.text, "wording": wording, "addressee_basis": "stated"}
        for item in numbered.items(text)
    ]


def _notes(text: str, _: str) -> list[Row]:
    return [
        {"number": note.number or "", "text": note.text, "cited": "\n".join(map(_line, note.sources))}
        for note in footnotes.notes(text)
    ]


def _line(source: Source) -> str:
    return str(references.Line(source.text, source.url, source.symbol, source.sensitive))


def _parties(text: str, _: str) -> list[Row]:
    return [
        {
            "role": named.role or Party.Role.ISSUER,
            "organization": named.organization or "",
            "as_printed": "" if named.organization and named.organization.name == named.text else named.text,
        }
        for named in names.parties(text)
    ]


# By the prefix of the formset that the rows belong to: the pasted text, and what is said of it.
READERS: dict[str, Callable[[str, str], list[Row]]] = {
    "parties": _parties,
    "recommendations": _recommendations,
    "notes": _notes,
}


def expand(post: QueryDict) -> QueryDict:
    """`post` with its pasted boxes and its ticks as rows of the formsets. A box that is too long stays as it is."""
    data = post.copy()
    for prefix, reader in READERS.items():
        text = data.get(f"{prefix}-pasted", "")
        if text.strip() and len(text) <= LONGEST:
            data[f"{prefix}-pasted"] = ""
            _append(data, prefix, reader(text, data.get(f"{prefix}-pasted-as", "")))
    _append(data, "assessments", _ticked(data))
    return data


def _ticked(data: QueryDict) -> list[Row]:
    """The indicators that are ticked, or have a note or a conclusion, in the order of the page."""
    keys = list(dict.fromkeys(match[1] for name in data if (match := _TICK.fullmatch(name))))
    rows = []
    for key in keys:
        tick, note, concluded = (data.pop(f"ticked-{key}{end}", [""])[-1] for end in ("", "-note", "-concluded"))
        if tick or note.strip() or concluded:
            rows.append({"indicator": key, "note": note.strip()} | ({"concluded": "on"} if concluded else {}))
    return rows


def _append(data: QueryDict, prefix: str, rows: list[Row]) -> None:
    total = data.get(f"{prefix}-TOTAL_FORMS", "")
    if not (rows and total.isascii() and total.isdigit() and len(total) < 6):
        return
    for index, row in enumerate(rows, int(total)):
        for name, value in row.items():
            data[f"{prefix}-{index}-{name}"] = str(getattr(value, "pk", value))
    data[f"{prefix}-TOTAL_FORMS"] = str(int(total) + len(rows))


def read(request: HttpRequest, prefix: str) -> JsonResponse:
    """The rows that the posted `text` makes under `prefix`, each choice as its key and its label."""
    text = request.POST.get("text", "")
    if len(text) > LONGEST:
        return JsonResponse({"error": f"That is too long: paste at most {LONGEST:,} characters at a time."})
    if prefix == "date":
        return JsonResponse(_date(text))
    if prefix not in READERS:
        raise Http404
    rows = READERS[prefix](text, request.POST.get("as", ""))
    shown = [{name: _shown(value) for name, value in row.items()} for row in rows]
    return JsonResponse({"rows": shown, "said": said(prefix, rows)})


def _date(text: str) -> dict[str, str]:
    if not text.strip():
        return {"understood": ""}
    try:
        found = dates.understand(text)
    except ValueError as error:
        return {"error": str(error)}
    return {"understood": f"{found}", "note": found.note}


def _shown(value: Any) -> Any:
    return {"id": value.pk, "text": label(value)} if hasattr(value, "pk") else value


def said(prefix: str, rows: list[Row]) -> str:
    """A sentence on what was read, and on what a person should look at."""
    count = f"{len(rows)} row{'' if len(rows) == 1 else 's'} added."
    if prefix == "parties" and (unknown := [row["as_printed"] for row in rows if not row["organization"]]):
        return f"{count} Not known by these names, choose or create: {'; '.join(unknown)}."
    if sensitive := sum(row["cited"].count("| sensitive") for row in rows if "cited" in row):
        return f"{count} {sensitive} marked sensitive because of their words: look at them."
    return count


def sensitive_addresses(post: QueryDict) -> list[str]:
    """The addresses that the notes of a posted page mark as sensitive, as far as they can be read."""
    found = []
    for name, value in post.items():
        if _CITED.fullmatch(name):
            with suppress(ValidationError):
                found += [line.url for line in references.parse(str(value)) if line.sensitive]
    return found


def refuse_strangers(model_admin: Any, request: HttpRequest) -> None:
    """Raise PermissionDenied for who can neither add nor change alerts."""
    if not (model_admin.has_add_permission(request) or model_admin.has_change_permission(request)):
        raise PermissionDenied
