"""Publishing at once, at a set time, or after the embargo that the document itself names."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone

from alerts.models import Alert
from curation import schedule
from curation.admin.bases import log

NOW, AT, EMBARGO = "now", "at", "embargo"
_MOMENT = "%-d %B %Y, %H:%M UTC"


class PublishForm(forms.Form):
    """When, and a note. Only what is in review is approved for later; `seen` is what the reviewer has read."""

    when = forms.ChoiceField(widget=forms.RadioSelect, required=False, label="When")
    at = forms.DateTimeField(
        required=False,
        label="Time",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text="For “at a set time”, in UTC: 2026-12-01 06:00.",
    )
    private_note = forms.CharField(
        required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), help_text="For the staff only."
    )
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, alert: Alert, data: Any = None) -> None:
        self.embargo = schedule.embargo(alert)
        super().__init__(data, initial={"when": EMBARGO if self.embargo else NOW})
        if alert.status != Alert.Status.IN_REVIEW:
            del self.fields["when"], self.fields["at"]
            return
        choices = [(NOW, "now"), (AT, "at a set time")]
        if self.embargo:
            choices.append((EMBARGO, f"after its embargo: {self.embargo.strftime(_MOMENT)}"))
        self.fields["when"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        if cleaned.get("when") == AT and "at" not in self.errors:
            if not cleaned.get("at"):
                self.add_error("at", "Give the day and the time, such as 2026-12-01 06:00.")
            elif cleaned["at"] <= timezone.now():
                self.add_error("at", "That time has passed: give a later one, or choose “now”.")
        return cleaned


def publish(request: HttpRequest, alert: Alert, form: Any) -> tuple[Alert | None, str]:
    """Publish `alert`, or approve it for the time that was chosen."""
    cleaned = form.cleaned_data
    times = {AT: cleaned.get("at"), EMBARGO: form.embargo}
    not_before = times.get(cleaned.get("when", NOW))
    if not_before is not None:
        schedule.approve(alert, request.user, not_before, cleaned["private_note"], cleaned["seen"])
        moment = not_before.strftime(_MOMENT)
        log([alert], request, f"Approved, to be published {moment}.")
        return alert, f"It is approved, and will be published {moment}. A change before that cancels the approval."
    version = schedule.publish(alert, request.user, cleaned["private_note"], cleaned["seen"])
    log([version.alert], request, f"Published version {version.number}.")
    return version.alert, f"It is public now, as version {version.number}."
