"""A pasted line of names → the names, each with the organization that is known by it."""

import re
from dataclasses import dataclass

from django.db.models import Q

from identifiers.folding import fold
from organizations.models import Organization, OrganizationName

_LONGEST = 300  # characters of a name, as the record holds them
_MOST = 300  # names of one paste
_JOINED = 4  # a name holds at most so many commas and one
_ROLES = (
    ("addressee", re.compile(r"(?:to|attn|attention|addressed to|cc)\s*:\s*", re.IGNORECASE)),
    ("issuer", re.compile(r"(?:from|by|issued by)\s*:\s*", re.IGNORECASE)),
    ("signatory", re.compile(r"(?:signed(?: by)?|signatories|signatures|co-signed by)\s*:\s*", re.IGNORECASE)),
)
_SIGN = re.compile(r"(?:\(?\d{1,3}[.)]|[•‣▪◦●*–—-])\s+")
_AFTER_NAME = re.compile(r"\s+(?:ngo|inc|ltd|e v|cso|foundation inc)$")


@dataclass(frozen=True)
class Named:
    """A name as printed, the organization that is known by it (if there is just one), and its role if it is told."""

    text: str
    organization: Organization | None = None
    role: str = ""


def parties(text: str) -> list[Named]:
    """The names in `text`: one a line, or parted by semicolons or commas, `FROM:` or `TO:` before them or not."""
    lines = [_role(line.strip()) for line in text.splitlines() if line.strip()]
    pieces = [(role, _pieces(rest)) for role, rest in _carried(lines)]
    known = known_by({joined for _, row in pieces for joined in _candidates(row)})
    found: list[Named] = []
    for role, row in pieces:
        found += [Named(name[:_LONGEST], known.get(name), role) for name in _longest_known(row, known)]
    return found[:_MOST]


def _role(line: str) -> tuple[str, str]:
    for role, sign in _ROLES:
        if match := sign.match(line):
            return role, line[match.end() :]
    return "", _SIGN.sub("", line, count=1)


def _carried(lines: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """A role that a line tells holds for the lines below it."""
    carried, role = [], ""
    for told, rest in lines:
        role = told or role
        if rest:
            carried.append((role, rest))
    return carried


def _pieces(line: str) -> list[str]:
    if ";" in line:
        return [part.strip() for part in line.split(";") if part.strip()]
    parts = [part.strip() for part in line.split(",") if part.strip()]
    return [re.sub(r"^(?:and|&)\s+", "", part) for part in parts][:_MOST]


def _candidates(row: list[str]) -> set[str]:
    return {", ".join(row[i:j]) for i in range(len(row)) for j in range(i + 1, min(i + _JOINED, len(row)) + 1)}


def _longest_known(row: list[str], known: dict[str, Organization]) -> list[str]:
    """The pieces of a line, those that only together are a known name as one."""
    names, start = [], 0
    while start < len(row):
        ends = range(min(start + _JOINED, len(row)), start, -1)
        end = next((end for end in ends if ", ".join(row[start:end]) in known), start + 1)
        names.append(", ".join(row[start:end]))
        start = end
    return names


def known_by(names: set[str]) -> dict[str, Organization]:
    """Each of `names` that one organization alone goes by: its name, another name of it, its acronym."""
    folded = {name: _forms(name) for name in names}
    forms = {form for row in folded.values() for form in row}
    by_form: dict[str, dict[int, Organization]] = {}
    for organization in Organization.objects.filter(Q(folded__in=forms) | Q(folded_acronym__in=forms)):
        for form in {organization.folded, organization.folded_acronym} & forms:
            by_form.setdefault(form, {})[organization.pk] = organization
    for other in OrganizationName.objects.filter(folded__in=forms).select_related("organization"):
        by_form.setdefault(other.folded, {})[other.organization_id] = other.organization
    found = {}
    for name, row in folded.items():
        those = next((by_form[form] for form in row if by_form.get(form)), {})
        if len(those) == 1:
            [found[name]] = those.values()
    return found


def _forms(name: str) -> list[str]:
    """A name as it is looked for: as it stands, without its article, without what only tells its legal form."""
    whole = fold(name)
    bare = whole.removeprefix("the ")
    short = _AFTER_NAME.sub("", bare)
    return [form for form in dict.fromkeys((whole, bare, f"the {bare}", short, f"the {short}")) if len(form) > 1]
