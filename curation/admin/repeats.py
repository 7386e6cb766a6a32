"""Recommendations in the admin: to read, to tie where they repeat one ask, and to answer with a response."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html

from alerts.models import Alert, Party, Recommendation, RecommendationAddressee, RepeatedAsk, Response, Situation
from alerts.publishing import PublishingError
from curation import repeats, responding
from curation.admin.bases import ModelForm, ReadOnlyAdmin, log
from curation.admin.choices import KnownAutocomplete, is_key
from curation.admin.publication import PartAdmin
from curation.repeats import TyingError
from organizations.models import Organization

_GROUPS = 40


class ScopeForm(forms.Form):
    """Where repeats are looked for."""

    situation = forms.ModelChoiceField(Situation.objects.all(), required=False)
    issuer = forms.ModelChoiceField(Organization.objects.all(), required=False)
    addressee = forms.ModelChoiceField(Organization.objects.all(), required=False)

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        ways = {"situation": (Recommendation, "situation"), "issuer": (Party, "organization"),
                "addressee": (RecommendationAddressee, "organization")}  # fmt: skip
        for name, (model, way) in ways.items():
            field: Any = self.fields[name]
            field.widget = KnownAutocomplete(model._meta.get_field(way), admin.site)
            field.widget.choices = field.choices

    def scope(self) -> repeats.Scope:
        return repeats.Scope(**self.cleaned_data) if self.is_valid() else repeats.Scope()


class ResponseForm(ModelForm):
    """A response, short enough to be written while the answer is at hand."""

    answers = forms.ChoiceField(required=False, label="Answers")
    field_order = ("answers", "organization", "kind", "edtf", "text", "source_text", "source_url")

    class Meta:
        model = Response
        fields = ("organization", "kind", "edtf", "text", "source_text", "source_url")
        labels = {"edtf": "Date", "source_text": "Source", "source_url": "Source URL"}
        help_texts = {"edtf": "EDTF: 2022-10-07, 2022-10, 2022; empty if undated"}
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, alert: Alert, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asks = [(ask.uid, str(ask)) for ask in alert.recommendations.all()]
        self.fields["answers"].choices = [("", "the alert as a whole"), *asks]  # type: ignore[attr-defined]
        field: Any = self.fields["organization"]
        field.widget = KnownAutocomplete(Response._meta.get_field("organization"), admin.site)
        field.widget.choices = field.choices
        self.order_fields(self.field_order)


class RecommendationAdmin(PartAdmin):
    list_display = ("__str__", "of", "uid", "answer")  # type: ignore[assignment]
    search_fields = ("uid", "text")  # type: ignore[assignment]
    change_list_template = "admin/vocabulary/recommendations.html"

    def get_urls(self) -> list[Any]:
        pages = [
            path("repeats/", self.admin_site.admin_view(self.repeats), name="alerts_recommendation_repeats"),
            path("respond/", self.admin_site.admin_view(self.respond), name="alerts_recommendation_respond"),
        ]
        return [*pages, *super().get_urls()]

    @admin.display(description="")
    def answer(self, ask: Recommendation) -> str:
        address = reverse("admin:alerts_recommendation_respond")
        return format_html('<a href="{}?recommendation={}">record a response</a>', address, ask.pk)

    # Repeated asks -------------------------------------------------------------------------------------------------

    def repeats(self, request: HttpRequest) -> HttpResponse:
        """Likely repeats in a scope; posted, those that are ticked are tied or untied."""
        if not repeats.may_tie(request.user):
            raise PermissionDenied
        if request.method == "POST":
            self._tie(request)
            return HttpResponseRedirect(request.get_full_path())
        form = ScopeForm(request.GET or None)
        scope = form.scope()
        found = [] if scope.is_empty else repeats.asks(scope)
        groups = repeats.likely(found)
        return self._plain(
            request, "Asks that repeat", "repeats", form=form, groups=groups[:_GROUPS], is_empty=scope.is_empty,
            found=len(found), more=max(0, len(groups) - _GROUPS), most=repeats.MOST,
        )  # fmt: skip

    def _tie(self, request: HttpRequest) -> None:
        uids = request.POST.getlist("ask")
        try:
            if "untie" in request.POST:
                messages.success(request, f"Untied: {repeats.untie(uids, request.user)}.")
            else:
                messages.success(request, f"{repeats.tie(uids, request.user)} recommendations repeat one ask.")
        except TyingError as error:
            messages.error(request, str(error))
            return
        log(list(Recommendation.objects.filter(uid__in=uids)[:100]), request, "Tied or untied as a repeated ask.")

    # Responses -----------------------------------------------------------------------------------------------------

    def respond(self, request: HttpRequest) -> HttpResponse:
        """A short form for one response to `?alert=` or `?recommendation=`."""
        if not responding.may_respond(request.user):
            raise PermissionDenied
        alert, answered = _answered(request)
        if alert is None:
            messages.error(request, "Choose the recommendation, or the alert, that the response answers.")
            return HttpResponseRedirect(reverse("admin:alerts_recommendation_changelist"))
        form = ResponseForm(alert, request.POST or None, initial={"answers": answered})
        if request.method == "POST" and form.is_valid() and (where := self._record(request, alert, form)):
            return HttpResponseRedirect(where)
        return self._plain(request, "Record a response", "respond", form=form, alert=alert)

    def _record(self, request: HttpRequest, alert: Alert, form: ResponseForm) -> str:
        answers = form.cleaned_data["answers"]
        try:
            draft = responding.record(alert, form.save(commit=False), answers, request.user)
        except PublishingError as error:
            form.add_error(None, str(error))
            return ""
        except Recommendation.DoesNotExist:
            form.add_error("answers", "The working copy no longer has that recommendation.")
            return ""
        log([draft], request, "Response recorded.")
        copy = " It stands on the working copy, until that is published." if draft.revises_id else ""
        messages.success(request, f"The response is recorded.{copy}")
        if "again" in request.POST:
            return request.get_full_path()
        return reverse("admin:alerts_alert_change", args=[draft.pk])

    def _plain(self, request: HttpRequest, title: str, template: str, form: Any, **more: Any) -> HttpResponse:
        context = self.admin_site.each_context(request) | {
            "title": title, "opts": self.opts, "form": form, "media": self.media + form.media,
            "list_address": reverse("admin:alerts_recommendation_changelist"), **more,
        }  # fmt: skip
        return TemplateResponse(request, f"admin/vocabulary/{template}.html", context)


def _answered(request: HttpRequest) -> tuple[Alert | None, str]:
    """The alert that is answered, itself where a working copy was named and is gone, and the uid of the ask."""
    ask, alert = request.GET.get("recommendation", ""), request.GET.get("alert", "")
    if is_key(ask) and (row := Recommendation.objects.select_related("alert").filter(pk=ask).first()):
        return row.alert, row.uid
    return (Alert.objects.filter(pk=alert).first() if is_key(alert) else None), ""


admin.site.unregister(Recommendation)
admin.site.register(Recommendation, RecommendationAdmin)


@admin.register(RepeatedAsk)
class RepeatedAskAdmin(ReadOnlyAdmin):
    list_display = ("recommendation", "ask", "tied_at", "tied_by")
    list_select_related = ("tied_by",)
    search_fields = ("recommendation", "ask")
