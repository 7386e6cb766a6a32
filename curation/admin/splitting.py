"""Splitting in the admin: which names go to a new record, and then, a page at a time, which uses."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from curation import pointing, splitting
from curation.admin import uses
from curation.admin.bases import log
from curation.admin.choices import is_key
from curation.finding import find
from curation.merging import name_field
from curation.models import Merge
from curation.splitting import SplittingError
from intake.addresses import free_slug

_SHOWN = 20


class SplitForm(forms.Form):
    """What the new record is called. `names` are keys of names that go with it."""

    name = forms.CharField(help_text="What the new record is called. It may be one of the names below.")
    names = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, label="Names that go to the new record"
    )

    def __init__(self, record: Any, *args: Any) -> None:
        super().__init__(*args)
        longest = name_field(type(record)).max_length
        self.fields["name"] = forms.CharField(max_length=longest, help_text=self.fields["name"].help_text)
        held = record.names.order_by("text", "pk")
        self.fields["names"].choices = [(str(n.pk), f"{n.text} ({n.get_relation_display()})") for n in held]  # type: ignore[attr-defined]
        if not held:
            del self.fields["names"]


def page(model_admin: Any, request: HttpRequest, pk: str) -> HttpResponse:
    """Name the new record and choose the names that go with it; the uses are moved on the page that follows."""
    record = uses.found(model_admin, pk)
    if not splitting.may_split(request.user, model_admin.model):
        raise PermissionDenied
    form = SplitForm(record, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and (made := _split(request, record, form)):
        messages.success(request, f"“{made}” is a record of its own. Now choose which uses go to it.")
        return HttpResponseRedirect(f"{_address(record)}?{urlencode({'to': made.pk})}")
    counts = pointing.counts(record)
    return uses.respond(
        model_admin, request, record, "Split", "split", form=form,
        counts=[(way.label, count) for way, count in counts.items()],
        merges=Merge.objects.undoable().into(record).defer("journal")[:10],
    )  # fmt: skip


def _split(request: HttpRequest, record: Any, form: SplitForm) -> Any:
    name = form.cleaned_data["name"]
    ids = [int(pk) for pk in form.cleaned_data.get("names", [])]
    slug = free_slug(type(record), name) or free_slug(type(record), f"{record.slug} 2")
    try:
        made = splitting.split(record, name, slug, ids, request.user)
    except ValidationError as error:
        for sentence in error.messages:
            form.add_error(None, sentence)
        return None
    log([record, made], request, f"Split: {made._meta.verbose_name} {made.pk} made of {record.pk}.")
    return made


def move_page(model_admin: Any, request: HttpRequest, pk: str) -> HttpResponse:
    """Tick uses of a record, and move them to another: the new one, or any that is found by name."""
    record = uses.found(model_admin, pk)
    if not splitting.may_split(request.user, model_admin.model):
        raise PermissionDenied
    asked = request.POST if request.method == "POST" else request.GET
    if not asked.get("to"):
        typed = request.GET.get("q", "").strip()[:200]
        results = [one for one in find(model_admin.model, typed, _SHOWN + 1) if one.pk != record.pk] if typed else []
        return uses.respond(model_admin, request, record, "Move uses", "move_choose", q=typed, results=results)
    to = uses.found(model_admin, asked["to"])
    if to.pk == record.pk:
        messages.error(request, "Uses are moved to another record.")
        return HttpResponseRedirect(_address(record))
    if request.method == "POST":
        _move(request, record, to)
        where = urlencode({"to": to.pk, "of": request.POST.get("of", ""), "p": request.POST.get("p", "")})
        return HttpResponseRedirect(f"{_address(record)}?{where}")
    listed = uses.listing(record, request.GET.get("of", ""), request.GET.get("p", ""))
    there = sum(pointing.counts(to).values())
    return uses.respond(
        model_admin, request, record, "Move uses", "move", to=to, to_address=uses.address(to), there=there, **listed
    )


def _move(request: HttpRequest, record: Any, to: Any) -> None:
    way = pointing.way(type(record), request.POST.get("of", ""))
    ids = [int(pk) for pk in request.POST.getlist("use") if is_key(pk)]
    if way is None or not ids:
        messages.error(request, "Nothing was moved: tick the uses that go to the other record.")
        return
    try:
        moved = splitting.move(record, to, way, ids, request.user)
    except SplittingError as error:
        messages.error(request, str(error))
        return
    log([record, to], request, f"Moved {moved.count} {way.label} from {record.pk} to {to.pk}.")
    messages.success(request, f"Moved to “{to}”: {moved.count}.")
    if moved.stay:
        messages.warning(request, f"{len(moved.stay)} stay: “{to}” stands there already.")


def _address(record: Any) -> str:
    names = record._meta
    return reverse(f"admin:{names.app_label}_{names.model_name}_move", args=[record.pk])
