"""The references of a note as lines: `text | URL | symbol | sensitive`, one reference a line."""

import re
from dataclasses import dataclass

from django import forms

from alerts.models import Note, Reference

FORM = (
    "One reference a line: text | URL | symbol | sensitive. Only the text is needed; write “sensitive” in the fourth "
    "place where it leads to footage of killings or to victims’ bodies. A | inside a text is written \\|."
)
_SEPARATOR = re.compile(r"(?<!\\)\|")
_LONGEST = {"URL": 2000, "symbol": 100}


@dataclass(frozen=True)
class Line:
    text: str
    url: str = ""
    symbol: str = ""
    sensitive: bool = False

    def __str__(self) -> str:
        fields = [_escape(self.text), _escape(self.url), _escape(self.symbol), "sensitive" if self.sensitive else ""]
        while not fields[-1]:
            fields.pop()
        return " | ".join(fields)


def parse(text: str) -> list[Line]:
    """The references of `text`. Raises ValidationError with a sentence for each line that is none."""
    lines, errors = [], []
    for number, raw in enumerate(text.splitlines(), 1):
        if not raw.strip():
            continue
        try:
            lines.append(_line(raw))
        except ValueError as error:
            errors.append(f"Line {number}: {error}")
    if errors:
        raise forms.ValidationError(errors)
    return lines


def written(references: list[Reference]) -> str:
    """The lines of `references`, in order."""
    return "\n".join(str(_of(reference)) for reference in references)


def write(note: Note, lines: list[Line]) -> None:
    """Give `note` just these references. One whose line is as before is not touched; a changed one keeps its uid."""
    before = list(note.references.all())
    left = before.copy()
    rows: list[Reference | None] = []
    for line in lines:
        same = next((r for r in left if str(_of(r)) == str(line)), None)
        if same:
            left.remove(same)
        rows.append(same)
    for position, (line, row) in enumerate(zip(lines, rows, strict=True), 1):
        if row is None:
            row = left.pop(0) if left else Reference(note=note)
            row.text, row.url, row.symbol, row.sensitive = line.text, line.url, line.symbol, line.sensitive
        elif row.position == position:
            continue
        row.position = position
        row.save()
    for row in left:
        row.delete()


def _line(raw: str) -> Line:
    fields = [field.strip().replace("\\|", "|") for field in _SEPARATOR.split(raw)]
    if len(fields) > 4:
        raise ValueError("it has more than four fields; write text | URL | symbol | sensitive.")
    text, url, symbol, sensitive = fields + [""] * (4 - len(fields))
    if not text:
        raise ValueError("it has no text before the first |.")
    for name, value in (("URL", url), ("symbol", symbol)):
        if len(value) > _LONGEST[name]:
            raise ValueError(f"its {name} is longer than {_LONGEST[name]} characters.")
    if sensitive.casefold() not in ("", "sensitive"):
        raise ValueError(f"its fourth field is “{sensitive[:40]}”; write “sensitive” or nothing.")
    return Line(text, url, symbol, bool(sensitive))


def _of(reference: Reference) -> Line:
    text = " ".join(reference.text.split("\n"))
    return Line(text.strip(), reference.url.strip(), reference.symbol.strip(), reference.sensitive)


def _escape(field: str) -> str:
    return field.replace("|", "\\|")
