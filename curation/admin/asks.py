"""Who a recommendation asks, and at whom it aims: chosen in order, each perhaps with the name that is printed."""

from collections import defaultdict

from django import forms

from alerts.models import Recommendation, RecommendationAddressee, RecommendationTarget
from organizations.models import Organization

FORM = "Only where the document prints another name. One a line: Name = as printed."
Asked = type[RecommendationAddressee] | type[RecommendationTarget]
_LONGEST = 300


def parse_printed(text: str, chosen: list[Organization]) -> dict[int, list[str]]:
    """The printed names in lines of `text`, by organization. Raises ValidationError naming each line that is odd."""
    by_name = {organization.name.casefold(): organization.pk for organization in chosen}
    printed, errors = defaultdict(list), []
    for number, raw in enumerate(text.splitlines(), 1):
        if not raw.strip():
            continue
        name, equals, words = (part.strip() for part in raw.partition(" = "))
        if not equals or not words:
            errors.append(f"Line {number}: write Name = as printed.")
        elif name.casefold() not in by_name:
            errors.append(f"Line {number}: “{name[:80]}” is not among those chosen.")
        elif len(words) > _LONGEST:
            errors.append(f"Line {number}: the printed name is longer than {_LONGEST} characters.")
        else:
            printed[by_name[name.casefold()]].append(words)
    if errors:
        raise forms.ValidationError(errors)
    return printed


def written_printed(rows: list[RecommendationAddressee] | list[RecommendationTarget]) -> str:
    """The lines of the rows that have a printed name."""
    return "\n".join(f"{row.organization.name} = {row.as_printed}" for row in rows if row.as_printed)


def write(model: Asked, whole: Recommendation, chosen: list[Organization], printed: dict[int, list[str]]) -> None:
    """Have just the `chosen` stand under `whole`, in order. Who stood there before keeps row and uid."""
    before = defaultdict(list)
    for row in model._default_manager.filter(recommendation=whole).order_by("position", "id"):
        before[row.organization_id].append(row)
    position = 0
    for organization in chosen:
        for words in printed.get(organization.pk) or [""]:
            position += 1
            left = before[organization.pk]
            row = left.pop(0) if left else model(recommendation=whole, organization=organization)
            if row.pk is None or (row.position, row.as_printed) != (position, words):
                row.position, row.as_printed = position, words
                row.save()
    for rows in before.values():
        for row in rows:
            row.delete()
