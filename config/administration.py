"""The admin site: what it is called, and in which order its index lists what there is."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

_SECTIONS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Alerts", "alerts", ("Alert", "Intake", "Situation", "RedactionRequest", "AlertPair", "LinkCheck")),
    ("Who and where", "names", ("Organization", "Country", "Place", "Population")),
    (
        "Vocabularies",
        "vocabularies",
        ("AlertType", "Scale", "ScaleStep", "Serial", "Framework", "Indicator", "Measure", "Merge"),
    ),
    (
        "The log",
        "log",
        (
            "Event",
            "EventActor",
            "Version",
            "VersionContent",
            "Change",
            "LogHead",
            "FormerAddress",
            "Submission",
            "Release",
            "Hand",
        ),
    ),
    ("Accounts", "accounts", ("User", "Invitation", "Group", "AccountEvent")),
)
_REST = "Parts of all these, to read"


class ArchiveAdminSite(AdminSite):
    site_header = site_title = "Forewarned"
    index_title = "The desk"

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Whoever is not signed in goes to the page that also asks for the second factor."""
        from allauth.account.decorators import secure_admin_login  # the library needs the apps first

        return secure_admin_login(super().login)(request, extra_context)

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        from allauth.account.views import logout

        return logout(request)

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return redirect("account_change_password")

    password_change_done = password_change

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        from accounts import sessions

        return super().each_context(request) | {"factor_due": sessions.password_suffices(request, request.user)}

    def autocomplete_view(self, request: HttpRequest) -> Any:
        from curation.admin.autocomplete import RecordAutocomplete  # the admin modules need the site first

        return RecordAutocomplete.as_view(admin_site=self)(request)

    def get_urls(self) -> list[Any]:
        from curation.admin import desk  # the admin modules need the site first

        return [*desk.urls(self), *super().get_urls()]

    def index(self, request: HttpRequest, extra_context: Any = None) -> TemplateResponse:
        from curation.desk import piles

        return super().index(request, (extra_context or {}) | {"piles": piles(request.user)})

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The index in sections by use; an app's own page as Django makes it."""
        apps = super().get_app_list(request, app_label)
        if app_label is not None:
            return apps
        models = {model["object_name"]: model for app in apps for model in app["models"]}
        sections = [
            _section(title, slug, [models.pop(name) for name in names if name in models])
            for title, slug, names in _SECTIONS
        ]
        for model in models.values():
            if model["object_name"].startswith("Alert"):  # "Countries" stand in two sections
                model["name"] = f"{model['name']} of alerts"
        sections.append(_section(_REST, "parts", list(models.values())))
        return [section for section in sections if section["models"]]


class ArchiveAdminConfig(AdminConfig):
    default_site = "config.administration.ArchiveAdminSite"


def _section(title: str, slug: str, models: list[Any]) -> dict[str, Any]:
    return {
        "name": title,
        "app_label": slug,
        "app_url": f"{reverse('admin:index')}#{slug}",
        "has_module_perms": True,
        "models": models,
    }
