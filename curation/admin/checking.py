"""The page on which a document is checked: its text at one side, what is proposed of it at the other."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from alerts.models import Alert, Party
from curation.admin.entering import direction
from curation.admin.working import where
from curation.checking import kin as kinship
from curation.checking import settling
from curation.checking.kin import Kin, Kinship, Waiting
from curation.checking.kinds import KINDS
from curation.checking.marking import MOST, pieces
from curation.checking.names import NEW, NOBODY
from curation.checking.proposed import DROP, Proposed, Row
from curation.checking.settling import NotSettled
from intake.checked import NotMade
from intake.extraction import Unreadable
from intake.models import Intake
from intake.taking import read_again
from organizations.models import Organization

_HEADINGS = {
    "title": "The document", "issued": "Dates", "issuer": "Who", "country": "Where and what about",
    "characterization": "What it says is the case", "assessment": "Assessments", "recommendation": "Recommendations",
    "note": "Notes",
}  # fmt: skip


class DraftForm(forms.Form):
    """What a draft needs besides the proposals."""

    abstract = forms.CharField(
        required=False, max_length=100_000, widget=forms.Textarea(attrs={"rows": 4, "cols": 80}),
        help_text="The archive’s own words, every allegation attributed. It can be written later.",
    )  # fmt: skip
    text_rights = forms.ChoiceField(
        label="Rights", choices=Alert.TextRights.choices, initial=Alert.TextRights.ABSTRACT_ONLY,
        help_text="How much of the text may be shown. “Abstract only”: the text is kept, neither shown nor found.",
    )  # fmt: skip
    source_url = forms.URLField(required=False, assume_scheme="https", max_length=1000, label="Source address")
    source_kind = forms.ChoiceField(
        label="Source is", choices=Alert.SourceKind.choices, initial=Alert.SourceKind.UNKNOWN
    )
    publish_copy = forms.BooleanField(
        required=False, label="Add a cleaned copy of the file, to be public with the alert",
        help_text="Without authors, comments, revisions and hidden text. Only where the full text may be shown.",
    )  # fmt: skip


@dataclass
class Group:
    """Rows under one heading."""

    heading: str
    rows: list[Row] = field(default_factory=list)


@dataclass
class Checking:
    """One request's view of a document that is checked."""

    page: Proposed
    form: DraftForm
    kin: list[Kin]
    waiting: list[Waiting]


def page(model_admin: Any, request: HttpRequest, intake: Intake) -> HttpResponse:
    """Check a document, or see what became of it."""
    if request.method == "POST":
        if not model_admin.has_add_permission(request):
            raise PermissionDenied
        if "take_up" in request.POST or "read_again" in request.POST:
            return _begin_anew(request, intake)
    if intake.state != Intake.State.TO_CHECK or not model_admin.has_add_permission(request):
        if request.method == "POST":
            messages.error(request, "It has been settled meanwhile, by you or somebody else. Nothing was changed.")
        return _settled(model_admin, request, intake)
    if request.method != "POST":
        return _page(model_admin, request, _checking(intake))
    seen = request.POST.get("saved", "")
    checking = _checking(intake, request.POST, int(seen) if seen.isdecimal() and len(seen) < 9 else -1)
    if request.headers.get("accept") == "application/json":
        return _save_quietly(checking)
    return _act(model_admin, request, checking)


def beside(model_admin: Any, request: HttpRequest, intake: Intake, alert: int) -> HttpResponse:
    """A document and an alert that it may be kin to: what they say of themselves, and their texts as one."""
    kin = next((one for one in _checking(intake).kin if one.alert.pk == alert), None)
    if kin is None:
        raise Http404("It is not like that alert, or no longer.")
    context = {"kin": kin, "pieces": kin.difference(intake.text), "sides": _sides(intake, kin.alert)}
    return _respond(model_admin, request, intake, "beside", "What differs", **context)


def _checking(intake: Intake, post: Any = None, seen: int | None = None) -> Checking:
    posted = None if post is None else {key: post[key] for key in post}
    proposed = Proposed(intake, posted, seen)
    held = {name: proposed.posted.get(f"draft-{name}") for name in DraftForm.base_fields}
    arrival = intake.arrivals.first()
    initial = {"source_url": arrival.source_url if arrival else ""} | {k: v for k, v in held.items() if v is not None}
    form = DraftForm(proposed.posted if post is not None else None, prefix="draft", initial=initial)
    kin, waiting = _kin(intake, proposed, initial["source_url"])
    for one in kin:
        said = proposed.posted.get(f"k-{one.alert.pk}", "")
        one.said = said if said in Kinship.values else ""
    return Checking(proposed, form, kin, waiting)


def _kin(intake: Intake, proposed: Proposed, source_url: str) -> tuple[list[Kin], list[Waiting]]:
    values: dict[str, Any] = {}
    for row in proposed.rows:
        if row.do != DROP:
            values.setdefault(row.proposal.kind, proposed.values[row.place])
    uids = {who.meant for who in proposed.who if who.model == "organization"}
    names = {proposed.values[row.place].get("name") for row in proposed.rows if row.proposal.kind == Party.Role.ISSUER}
    uids &= {who.meant for who in proposed.who if who.name in names}
    issuers = list(Organization.objects.filter(uid__in=uids).values_list("pk", flat=True)) if uids else []
    return kinship.of(
        intake, values.get("title", {}).get("text", ""), values.get("issued", {}).get("edtf", ""), issuers, source_url,
        values.get("language", {}).get("tag", ""), values.get("update", {}).get("uid", ""),
    )  # fmt: skip


# What is done ---------------------------------------------------------------------------------------------------------


def _begin_anew(request: HttpRequest, intake: Intake) -> HttpResponse:
    try:
        if "take_up" in request.POST:
            settling.take_up(intake)
        elif intake.state == Intake.State.TO_CHECK:
            read_again(intake)
            messages.success(request, "It was read again, with the rules and names of today.")
    except NotSettled as error:
        messages.error(request, str(error))
    except (Unreadable, OSError) as error:
        messages.error(request, f"It cannot be read again: {error}")
    return _here(request)


def _save_quietly(checking: Checking) -> HttpResponse:
    """What the page's script sends now and then, so that nothing that was typed is lost."""
    try:
        settling.save(checking.page)
    except NotSettled as error:
        return JsonResponse({"error": str(error)}, status=409)
    return JsonResponse({"saved": checking.page.seen})


def _act(model_admin: Any, request: HttpRequest, checking: Checking) -> HttpResponse:
    intake, user = checking.page.intake, request.user
    try:
        if "aside" in request.POST:
            settling.set_aside(checking.page, user)  # type: ignore[arg-type]
            messages.success(request, "It is set aside; what you decided is kept.")
            return HttpResponseRedirect(reverse("admin:intake_intake_changelist"))
        if same := next((one for one in checking.kin if one.said == Kinship.SAME), None):
            if "make" in request.POST:
                settling.hold(checking.page, same.alert, checking.kin, user)  # type: ignore[arg-type]
                messages.success(request, "It is on record as a copy of this alert’s document. No draft was made.")
                return HttpResponseRedirect(reverse("admin:alerts_alert_change", args=[same.alert.pk]))
        elif "make" in request.POST:
            return _make(model_admin, request, checking)
        settling.save(checking.page)
    except NotSettled as error:
        checking.page.problems.append(f"{error} What you typed stands below; look, and press again to have it saved.")
        checking.page.seen = Intake.objects.values_list("saved", flat=True).get(pk=intake.pk)
        return _page(model_admin, request, checking)
    messages.success(request, "Saved. You can go on later.")
    return _here(request)


def _make(model_admin: Any, request: HttpRequest, checking: Checking) -> HttpResponse:
    for one in checking.kin:
        if not one.said:
            one.problem = "Say what the document is to this alert."
    checked = checking.page.checked()
    if checked is None or not checking.form.is_valid() or any(one.problem for one in checking.kin):
        _keep(checking)
        return _page(model_admin, request, checking)
    try:
        fields = dict(checking.form.cleaned_data)
        fields["retrieved_on"] = _arrived_on(checking.page.intake) if fields["source_url"] else None
        alert = settling.make_draft(checking.page, checked, fields, checking.kin, request.user)  # type: ignore[arg-type]
    except NotMade as error:
        checking.page.tell(error.problems)
        _keep(checking)
        return _page(model_admin, request, checking)
    messages.success(request, "The draft is made. Look through it, and send it to review.")
    return HttpResponseRedirect(reverse("admin:alerts_alert_change", args=[alert.pk]))


def _keep(checking: Checking) -> None:
    """Keep what was typed, though no draft can be made of it yet; who else has saved is told at the next press."""
    settling.save(checking.page)


def _arrived_on(intake: Intake) -> Any:
    return intake.arrivals.values_list("at", flat=True)[0].date()


def _here(request: HttpRequest) -> HttpResponse:
    """The page again, in the list that it was opened from."""
    return HttpResponseRedirect(request.get_full_path())


# What is shown --------------------------------------------------------------------------------------------------------


def _page(model_admin: Any, request: HttpRequest, checking: Checking) -> HttpResponse:
    proposed, intake = checking.page, checking.page.intake
    counted = proposed.counted
    language = next((proposed.values[r.place].get("tag", "") for r in counted if r.proposal.kind == "language"), "")
    context = {
        "proposed": proposed, "form": checking.form, "kin": checking.kin, "waiting": checking.waiting,
        "kinships": Kinship.choices, "saved": proposed.seen, "pieces": list(pieces(intake.text, proposed.proposals)),
        "is_cut": len(intake.text) > MOST, "asked": [row for row in counted if row.is_unsure],
        "groups": list(_groups(row for row in counted if not row.is_unsure)),
        "persons": [row for row in proposed.rows if row.is_pointed_out],
        "asked_names": [who for who in proposed.who if who.is_asked],
        "known_names": [who for who in proposed.who if not who.is_asked],
        "organization_kinds": Organization.Kind.choices, "NEW": NEW, "NOBODY": NOBODY,
        "language": language, "direction": direction(language),
    }  # fmt: skip
    return _respond(model_admin, request, intake, "check", "Check a document", standing=where(request), **context)


def _groups(rows: Any) -> Iterator[Group]:
    by_kind: dict[str, list[Row]] = {name: [] for name in KINDS}
    for row in rows:
        by_kind[row.proposal.kind].append(row)
    group = Group("")
    for name, found in by_kind.items():
        if name in _HEADINGS:
            if group.rows:
                yield group
            group = Group(_HEADINGS[name])
        group.rows += found
    if group.rows:
        yield group


def _settled(model_admin: Any, request: HttpRequest, intake: Intake) -> HttpResponse:
    outcome = {one["proposal"]: one for one in intake.decisions.get("outcome", [])}
    proposed = Proposed(intake, {})
    rows = []
    for row in proposed.rows:
        became = outcome.get(row.place, {})
        to = row.kind.told(became["to"], proposed.labels) if "to" in became else ""
        rows.append((row, became.get("did", ""), to))
    context = {
        "rows": rows, "arrivals": intake.arrivals.select_related("by"), "can_take_up": _can_take_up(intake),
        "may_add": model_admin.has_add_permission(request),
    }  # fmt: skip
    return _respond(model_admin, request, intake, "settled", "A document", standing=where(request), **context)


def _can_take_up(intake: Intake) -> bool:
    return intake.alert_id is None and intake.state != Intake.State.TO_CHECK


def _sides(intake: Intake, alert: Alert) -> list[tuple[str, str, str]]:
    said = {row.kind.label: row.told for row in reversed(Proposed(intake, {}).rows)}
    issuers = alert.parties.filter(role=Party.Role.ISSUER).select_related("organization")
    arrival = intake.arrivals.first()
    return [
        ("Title", said.get("Title", ""), alert.title),
        ("Issued", said.get("Date of issue", ""), alert.issued_in_words),
        ("Issued by", said.get("Issuer", ""), ", ".join(p.organization.name for p in issuers)),
        ("Language", said.get("Language", ""), alert.language),
        ("Source", arrival.source_url if arrival else "", alert.source_url),
    ]


def _respond(
    model_admin: Any, request: HttpRequest, intake: Intake, template: str, title: str, **more: Any
) -> HttpResponse:
    context = model_admin.admin_site.each_context(request) | {
        "title": title, "subtitle": str(intake), "opts": model_admin.opts, "intake": intake, **more,
    }  # fmt: skip
    return TemplateResponse(request, f"admin/intake/{template}.html", context)
