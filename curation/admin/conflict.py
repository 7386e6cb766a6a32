"""A save that somebody else's save came before: refused, with what was, what they saved and what was typed."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django import forms
from django.contrib.admin.utils import flatten_fieldsets
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.text import capfirst

from alerts.difference import Piece, words
from curation import filling, history
from curation.admin.choices import is_key, label
from curation.conflicts import BOTH, MERGED, MINE, THEIRS, Difference, differences, merge
from curation.filling import Filled, Words

OPENED, SEEN, CHOOSE = "opened", "seen", "choose:"
_AGAIN = "Somebody has saved once more since this page was shown. Look again, and choose."
_SAY = "Say for each of the marked differences what is to stand."
_SAID = {
    THEIRS: "Theirs", MINE: "Mine", BOTH: "Both", MERGED: "Their changes and mine in one",
}  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """A field in three columns."""

    label: str
    was: str
    theirs: list[Piece]
    mine: list[Piece]


@dataclass(frozen=True)
class Side:
    """A difference as it is shown."""

    difference: Difference
    title: str
    cells: list[Cell]
    options: list[tuple[str, str, bool]]
    is_missing: bool = False


class Guarded:
    """An admin that never lets one person's save overwrite another's unseen.

    The change form carries what it showed when it was opened. Before anything is saved, under the lock that every
    writer takes, that is compared with what is there.
    """

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        record = kwargs.get("obj")
        if request.method == "POST":
            context[OPENED] = request.POST.get(OPENED, "")
        elif record is not None and self.has_change_permission(request, record):  # type: ignore[attr-defined]
            formsets = [one.formset for one in context["inline_admin_formsets"] if one.has_change_permission]
            context[OPENED] = filling.sealed(filling.shown(context["adminform"].form, formsets), name(record))
        return super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]

    def before_change(self, request: HttpRequest, object_id: str) -> HttpResponse | None:
        """The page that refuses a posted change, or None where it may go on: as it was posted, or merged.

        The row stays locked until it is saved, against who takes no other lock.
        """
        admin: Any = self
        if not is_key(object_id) or not _locked(admin.model, object_id):
            return None
        record = admin.get_object(request, object_id)
        if record is None or not admin.has_change_permission(request, record):
            return None
        history.keep_found(record)
        form, formsets = drawn(admin, request, record)
        there, found = filling.shown(form, formsets), filling.opened(request.POST.get(OPENED, ""), name(record))
        base = found[0] if found else None
        if base == there:
            return None
        mine = filling.typed(form, formsets, request.POST, request.FILES)
        differing = differences(base, there, mine)
        posted: Any = request.POST
        chosen = {d.name: posted.get(CHOOSE + d.name, "") for d in differing}
        is_seen = posted.get(SEEN) == _fingerprint(there)
        if any(d.is_by_them for d in differing) and not (is_seen and all(_is_said(d, chosen) for d in differing)):
            saved = history.since(record, found[1])[:5] if found else []
            sides = list(_sides(form, formsets, differing, chosen))
            error = "" if SEEN not in posted else _SAY if is_seen else _AGAIN
            return _page(admin, request, record, there, sides, list(saved), error)
        fill(request, merge(base, there, mine, chosen), there, formsets)
        posted = request.POST
        posted[OPENED] = filling.sealed(there, name(record))
        return None


def fill(request: HttpRequest, filled: Filled, there: Filled, formsets: list[Any]) -> None:
    """Have `request` post what makes the record, which is as `there`, become as `filled`."""
    data: Any = request.POST
    made, uids = filling.posted(filled, there, formsets, data)
    for name in [name for name in made if name == SEEN or name.startswith(CHOOSE)]:
        del made[name]
    files = filling.moved_files(request.FILES, filled, there)
    request.POST = made  # type: ignore[assignment]
    request._files = files  # type: ignore[attr-defined]
    request.part_uids = uids  # type: ignore[attr-defined]


def drawn(admin: Any, request: HttpRequest, record: models.Model) -> tuple[Any, list[Any]]:
    """The form and the formsets of the change page of `record`, as it would be opened at this moment."""
    method, request.method = request.method, "GET"
    try:
        fields = flatten_fieldsets(admin.get_fieldsets(request, record))
        form = admin.get_form(request, record, change=True, fields=fields)(instance=record)
        formsets, inlines = admin._create_formsets(request, record, change=True)
    finally:
        request.method = method
    pairs = zip(formsets, inlines, strict=True)
    return form, [formset for formset, inline in pairs if inline.has_change_permission(request, record)]


def _locked(model: Any, key: str) -> bool:
    return (
        model._base_manager.select_for_update().filter(pk=key).order_by("pk").values_list("pk", flat=True).first()
        is not None
    )


def name(record: models.Model) -> str:
    return f"{record._meta.label_lower}:{record.pk}"


def _fingerprint(filled: Filled) -> str:
    return hashlib.sha256(json.dumps(asdict(filled), sort_keys=True).encode()).hexdigest()


def _is_said(difference: Difference, chosen: dict[str, str]) -> bool:
    return chosen[difference.name] in difference.options


def _page(
    admin: Any,
    request: HttpRequest,
    record: models.Model,
    there: Filled,
    sides: list[Side],
    saved: list[Any],
    error: str,
) -> HttpResponse:
    posted: Any = request.POST
    kept = [(name, text) for name in posted for text in posted.getlist(name) if not _is_own(name)]
    context = admin.admin_site.each_context(request) | {
        "title": "Somebody else saved it meanwhile",
        "subtitle": str(record),
        "original": record,
        "opts": admin.opts,
        "media": admin.media,
        "theirs": [side for side in sides if side.difference.is_by_them],
        "yours": [side for side in sides if not side.difference.is_by_them],
        "saved": saved,
        "kept": kept,
        "files": list(request.FILES),
        "seen": _fingerprint(there),
        "error": error,
    }
    return TemplateResponse(request, "admin/curation/conflict.html", context, status=409)


def _is_own(name: str) -> bool:
    return name in (SEEN, "csrfmiddlewaretoken") or name.startswith(CHOOSE)


def _sides(form: Any, formsets: Iterable[Any], found: list[Difference], chosen: dict[str, str]) -> Iterator[Side]:
    """The differences with the names of fields and of what is chosen in them: one query for each kind of record."""
    drawn_by = {"": form} | {formset.prefix: formset.empty_form for formset in formsets}
    names = _names(drawn_by, found)
    for one in found:
        fields = drawn_by[one.prefix].fields
        cells = list(_cells(fields, one, names))
        said = chosen[one.name] if _is_said(one, chosen) else one.default
        options = [(option, _option(option, one), option == said) for option in one.options]
        yield Side(one, _title(drawn_by[one.prefix], one, cells), cells, options, not said)


def _option(option: str, difference: Difference) -> str:
    if not difference.prefix:
        return _SAID[option]
    gone = difference.theirs if option == THEIRS else difference.mine
    if option in (THEIRS, MINE) and gone is None:
        return f"{_SAID[option]}: without it"
    return _SAID[option]


def _title(form: Any, difference: Difference, cells: list[Cell]) -> str:
    if not difference.prefix:
        return cells[0].label if cells else difference.name
    kind = str(capfirst(form._meta.model._meta.verbose_name))
    held = difference.was or difference.theirs or difference.mine or {}
    number = " ".join(held.get("number", []))
    if difference.was is None and difference.theirs is None:
        return f"{kind} {number}, added by you".replace(" ,", ",")
    if difference.was is None and difference.mine is None:
        return f"{kind} {number}, added by them".replace(" ,", ",")
    return f"{kind} {number}".strip()


def _cells(fields: Any, one: Difference, names: dict[Any, dict[str, str]]) -> Iterator[Cell]:
    for name in one.theirs or one.mine or one.was or {}:
        field = fields.get(name) or fields.get(name.rpartition("_")[0])
        was, theirs, mine = (_text(field, side, name, names) for side in (one.was, one.theirs, one.mine))
        if was == theirs == mine:
            continue
        text = str(capfirst((field.label if field else "") or name.replace("_", " ")))
        yield Cell(text, was, words(was, theirs), words(was, mine))


def _text(field: Any, side: Words | None, name: str, names: dict[Any, dict[str, str]]) -> str:
    values = (side or {}).get(name, [])
    known: dict[str, str] = {}
    if isinstance(field, forms.BooleanField):
        return "" if side is None else "yes" if values else "no"
    if isinstance(field, forms.ModelChoiceField):
        known = names.get(_model(field), {})
    elif isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        known = {str(value): str(text) for value, text in choices}
    return ", ".join(known.get(value, value) for value in values)


def _model(field: Any) -> Any:
    return field.queryset.model


def _names(drawn_by: dict[str, Any], found: list[Difference]) -> dict[Any, dict[str, str]]:
    keys: dict[Any, set[str]] = defaultdict(set)
    for one in found:
        for side in (one.was, one.theirs, one.mine):
            for name, values in (side or {}).items():
                field = drawn_by[one.prefix].fields.get(name)
                if isinstance(field, forms.ModelChoiceField):
                    keys[_model(field)].update(value for value in values if is_key(value))
    return {
        model: {str(record.pk): label(record) for record in model._base_manager.filter(pk__in=some)}
        for model, some in keys.items()
    }
