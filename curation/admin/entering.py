"""What helps while an alert is entered: people's words understood, its likes told, its text as readers will see it."""

import re
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language_info
from django.views.decorators.http import require_POST

from alerts import markdown
from alerts.completeness import lacking
from alerts.models import Alert, DateBasis, Indicator
from curation import likeness
from curation.admin import pasting
from curation.admin.bases import ModelForm
from curation.admin.choices import is_key
from curation.admin.dates import HELP, NaturalDateField, told
from curation.entering.dates import UNDATED, understand

_MOST_INDICATORS = 500
_COPY = re.compile(r"[0-9a-f]{16}", re.ASCII)
# Scripts that run from right to left, and the languages that are written in them unless they say otherwise.
_RTL_SCRIPTS = {"arab", "hebr", "syrc", "thaa", "nkoo", "mand", "samr", "adlm", "rohg"}
_RTL = {"ar", "arc", "ckb", "dv", "fa", "he", "khw", "ks", "ps", "sd", "ug", "ur", "yi", "prs", "azb", "pnb"}
_LANGUAGES = "ar az de en es fa fr he hi hy ka my pt ru sw tr uk ur zh-hans".split()  # noqa: SIM905
_WRITTEN_IN_IT = ("title", "body")


def direction(language: str) -> str:
    """rtl or ltr, as the BCP 47 tag `language` is written; auto where it is not known."""
    if not language:
        return "auto"
    first, *rest = language.lower().split("-")
    script = next((part for part in rest if len(part) == 4 and part.isalpha()), "")
    return "rtl" if script in _RTL_SCRIPTS or (not script and first in _RTL) else "ltr"


def language_names() -> dict[str, str]:
    """Common languages, each by its name in English."""
    return {get_language_info(code)["name"]: {"zh-hans": "zh-Hans"}.get(code, code) for code in _LANGUAGES}


class LanguageField(forms.CharField):
    """A language by its tag or by its name in English."""

    def to_python(self, value: Any) -> str:
        text = str(super().to_python(value))
        by_name = {name.casefold(): tag for name, tag in language_names().items()}
        return by_name.get(text.casefold(), text)


class AlertForm(ModelForm):
    language = LanguageField(required=False, max_length=35, help_text="Its name or BCP 47 tag: English, hy, az-Latn")
    issued = NaturalDateField(required=False, undated=True, label="Date of issue", help_text=HELP)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.issued == "" and self.instance.issued_basis == DateBasis.UNKNOWN:
            self.initial["issued"] = UNDATED
        for name in ("type", "serial"):
            if (field := self.fields.get(name)) and hasattr(field, "know"):
                field.know(getattr(self.instance, name))
        if "issued" in self.fields:
            self.fields["issued"].help_text = told(self.instance.issued) or HELP
        if "language" in self.fields:
            self.fields["language"].widget.attrs["list"] = "languages"
        for name in _WRITTEN_IN_IT:
            if name in self.fields:
                attrs = {"lang": self.instance.language, "dir": direction(self.instance.language)}
                self.fields[name].widget.attrs |= {key: value for key, value in attrs.items() if value}

    def clean_issued(self) -> str:
        """What says “undated” has no date, and a basis that says so."""
        issued: str = self.cleaned_data["issued"]
        return "" if issued == UNDATED else issued

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        data = self.cleaned_data
        if data.get("serial_number") and not data.get("serial"):
            self.add_error("serial", "A number needs the serial that it is a number of.")
        says_undated = "issued" in data and not data["issued"] and bool(self["issued"].data)
        if says_undated:
            data["issued_basis"] = DateBasis.UNKNOWN
        elif data.get("issued") and data.get("issued_basis") == DateBasis.UNKNOWN:
            data["issued_basis"] = DateBasis.PRINTED
        return cleaned


class Entering:
    """The addresses that the page of an alert asks while it is filled in, and what stands beside its fields."""

    def get_urls(self) -> list[Any]:
        def at(address: str, view: Any, name: str) -> Any:
            guarded = self.admin_site.admin_view(require_POST(view))  # type: ignore[attr-defined]
            return path(address, guarded, name=f"alerts_alert_{name}")

        own = [
            at("read/<slug:prefix>/", self.read, "read"),
            at("alike/", self.alike, "alike"),
            at("rendered/", self.rendered, "rendered"),
        ]
        return own + super().get_urls()  # type: ignore[misc,no-any-return]

    def read(self, request: HttpRequest, prefix: str) -> HttpResponse:
        pasting.refuse_strangers(self, request)
        return pasting.read(request, prefix)

    def alike(self, request: HttpRequest) -> JsonResponse:
        """The alerts that may be the one whose title, date, source and issuers are posted."""
        pasting.refuse_strangers(self, request)
        return JsonResponse({"alike": [_told(one) for one in likeness.likely(_described(request.POST))]})

    def rendered(self, request: HttpRequest) -> HttpResponse:
        """The posted `body` as the public page will show it: a page, or for the script (`part`) just the text."""
        pasting.refuse_strangers(self, request)
        body = markdown.to_html(request.POST.get("body", ""), pasting.sensitive_addresses(request.POST))
        context = {"body": body, "language": request.POST.get("language", ""), "title": request.POST.get("title", "")}
        if "part" in request.POST:
            return HttpResponse(body)
        return TemplateResponse(request, "admin/alerts/alert/rendered.html", context)

    def response_add(self, request: HttpRequest, obj: Alert, post_url_continue: str | None = None) -> HttpResponse:
        return _saved(request, obj, super().response_add(request, obj, post_url_continue))  # type: ignore[misc]

    def response_change(self, request: HttpRequest, obj: Alert) -> HttpResponse:
        return _saved(request, obj, super().response_change(request, obj))  # type: ignore[misc]

    def beside(self, request: HttpRequest, alert: Alert | None) -> dict[str, Any]:
        """What stands beside the fields of `alert`, or of a new one."""
        user: Any = request.user
        return {
            "lacking": lacking(alert or Alert()),
            "alike": likeness.likely(likeness.described(alert)) if alert and alert.pk else [],
            "languages": language_names(),
            "frameworks": frameworks(alert),
            **{f"{prefix}_pasted": request.POST.get(f"{prefix}-pasted", "") for prefix in pasting.READERS},
            "keeper": salted_hmac("curation.entering", str(user.pk)).hexdigest()[:16],
            "kept_as": f"{alert.pk}" if alert and alert.pk else "new",
        }


def frameworks(alert: Alert | None) -> dict[Any, list[Indicator]]:
    """Each framework with its indicators that `alert` does not have yet."""
    taken = {row.indicator_id for row in alert.assessments.all()} if alert and alert.pk else set()
    rows = Indicator.objects.select_related("framework").order_by("framework__title", "framework", "position")
    found: dict[Any, list[Indicator]] = {}
    for indicator in rows[:_MOST_INDICATORS]:
        if indicator.pk not in taken:
            found.setdefault(indicator.framework, []).append(indicator)
    return found


def _saved(request: HttpRequest, alert: Alert, response: HttpResponse) -> HttpResponse:
    """`response`, which leads on from a save: with the likes told where the page that shows them is left, and with the
    sign at which the browser erases its copy of what was typed."""
    if response.status_code == 302:
        if "_continue" not in request.POST:
            for one in likeness.likely(likeness.described(alert)):
                messages.warning(request, f"Perhaps the same as “{one.alert.title[:100]}”. {' '.join(one.reasons)}")
        if _COPY.fullmatch(copy := request.POST.get("kept_copy", "")):
            response["Location"] += f"#saved={copy}"
    return response


def _told(one: likeness.Likeness) -> dict[str, Any]:
    return {
        "title": one.alert.title, "reasons": one.reasons, "state": one.alert.get_status_display(),
        "address": reverse("admin:alerts_alert_change", args=[one.alert.pk]),
    }  # fmt: skip


def _described(post: Any) -> likeness.Described:
    """What the page posts of an alert, as far as it can be read."""
    try:
        issued = understand(post.get("issued", "")).edtf if post.get("issued", "").strip() else ""
    except ValueError:
        issued = ""
    issuers = tuple(int(key) for key in post.getlist("issuer")[:50] if is_key(key))
    itself = int(post["itself"]) if is_key(post.get("itself", "")) else None
    return likeness.Described(post.get("title", "")[:500], issued, issuers, post.get("source_url", "")[:1000], itself)
