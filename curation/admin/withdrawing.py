"""Withdrawing: what still points at the alert, and what the tombstone will say, before anything is done."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone

from alerts import heads, publishing
from alerts.models import Alert, Event, LogHead, Recommendation, Relation, Response
from alerts.surroundings import history
from curation.admin.bases import log

_SHOWN = 20


class WithdrawForm(forms.Form):
    reason = forms.ChoiceField(choices=[("", "—"), *Event.Reason.choices], help_text="Public: the tombstone tells it.")
    show_title = forms.BooleanField(
        required=False,
        label="The title is harmless",
        help_text="Only then does the tombstone show it. Leave it unticked if the title itself names a person.",
    )
    private_note = forms.CharField(
        required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), help_text="For the staff only."
    )


@dataclass(frozen=True)
class Pointing:
    """What of one kind points at an alert: how many, and the first of them."""

    tells: str
    count: int
    names: list[str]

    @property
    def more(self) -> int:
        return self.count - len(self.names)


def withdraw(request: HttpRequest, alert: Alert, form: Any) -> tuple[Alert | None, str]:
    cleaned = form.cleaned_data
    publishing.withdraw(alert, request.user, cleaned["reason"], cleaned["show_title"], cleaned["private_note"])
    log([alert], request, f"Withdrawn: {cleaned['reason']}.")
    return alert, "It is withdrawn: its address shows a tombstone."


def context(alert: Alert, form: forms.Form) -> dict[str, Any]:
    """What the page tells before an alert is withdrawn."""
    return {"pointing": pointing(alert), "tombstone": tombstone(alert, form)}


def tombstone(alert: Alert, form: forms.Form) -> dict[str, Any]:
    """What the public template of a tombstone needs, as if it were withdrawn now with what `form` says so far."""
    reason = str(form["reason"].value() or "")
    is_chosen = reason in Event.Reason.values
    last = LogHead.objects.filter(name=heads.EVENTS).values_list("number", flat=True).first() or 0
    withdrawal = Event(
        number=last + 1,
        kind=Event.Kind.WITHDRAW,
        alert=alert,
        at=timezone.now(),
        reason=reason if is_chosen else "…",
    )
    shows_title = bool(form["show_title"].value())
    return {"uid": alert.uid, "title": alert.title if shows_title else "", "withdrawal": withdrawal,
            "events": [withdrawal, *history(alert)], "is_chosen": is_chosen}  # fmt: skip


def pointing(alert: Alert) -> list[Pointing]:
    """What leads to `alert`, or belongs with it, and stays behind when it is gone from the public."""
    others = Alert.objects.filter(revises=None).exclude(pk=alert.pk)
    relations = alert.related_from.filter(alert__revises=None).select_related("alert").order_by("alert_id", "id")
    kin = relations.filter(kind__in=Relation.STATEMENT)
    rest = relations.exclude(kind__in=Relation.STATEMENT)
    series = others.filter(series=alert.series).order_by("issued_earliest", "id")
    answers = Response.objects.filter(alert=alert).select_related("organization")
    asks = Recommendation.objects.filter(alert=alert)
    found = [
        _some("Alerts that relate to it", rest, _relation),
        _some("Its translations, and where it was issued again", kin, _relation),
        _some("Other alerts of its series", series, lambda a: f"“{a.title}” ({a.get_status_display()})"),
        _some("Situations that count it", alert.situations.all(), lambda s: f"“{s.title}”"),
        _some("Its recommendations, which leave every list of what was asked", asks, lambda r: f"{r.number}. {r.text}"),
        _some("Responses that are recorded with it", answers, str),
    ]
    return [kind for kind in found if kind.count]


def _some(tells: str, rows: Any, say: Any) -> Pointing:
    first = [say(row)[:160] for row in rows[: _SHOWN + 1]]
    count = len(first) if len(first) <= _SHOWN else rows.count()
    return Pointing(tells, count, first[:_SHOWN])


def _relation(relation: Relation) -> str:
    return f"“{relation.alert.title}” {relation.get_kind_display()} it ({relation.alert.get_status_display()})"
