"""Members of the staff in their groups, at work in the admin: forms filled in as a browser would."""

from importlib import import_module
from types import SimpleNamespace
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group, Permission, User
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts import sessions
from alerts.models import Alert

_groups = import_module("alerts.migrations.0002_groups")
_more_rights = import_module("curation.migrations.0002_groups")
_asks = import_module("curation.migrations.0003_repeated_asks_move")
# What a browser fills in of the page of an account: Django asks for it in two fields.
JOINED = {"date_joined_0": "2026-01-31", "date_joined_1": "12:00:00"}
ROLES = {
    "curator": "Curators",
    "reviewer": "Reviewers",
    "editor": "Vocabulary editors",
}


def groups() -> None:
    """The groups as the migration makes them; a test that commits empties the tables, and they go with them."""
    if Group.objects.count() < len(ROLES):
        _groups.make_groups(apps, SimpleNamespace(connection=connection))
        _more_rights.extend_groups(apps, SimpleNamespace(connection=connection))
        _asks.move_rights(apps, SimpleNamespace(connection=connection))


def member(role: str, name: str = "") -> User:
    """A curator, a reviewer, an editor of vocabularies; "redactor"; "nobody" of the staff; or a "superuser"."""
    user, made = User.objects.get_or_create(username=name or f"{role}-of-the-staff", defaults={"is_staff": True})
    if made and role in ROLES:
        groups()
        user.groups.add(Group.objects.get(name=ROLES[role]))
    if made and role == "redactor":
        rights = ("view_alert", "redact_alert")
        user.user_permissions.set(Permission.objects.filter(content_type__app_label="alerts", codename__in=rights))
    if made and role == "superuser":
        user.is_superuser = True
        user.save()
    return User.objects.get(pk=user.pk)


def client(role: str, name: str = "") -> Client:
    """A browser in which that member has logged in. CSRF is checked elsewhere."""
    browser = Client()
    sign_in(browser, member(role, name))
    return browser


def sign_in(browser: Client, user: User, second_factor: bool = True) -> None:
    """The session that the sign-in page would have begun."""
    browser.force_login(user)
    session = browser.session
    sessions.begin(session, user, second_factor)
    session.save()


def page(alert: Alert, step: str = "change") -> str:
    return reverse(f"admin:alerts_alert_{step}", args=[alert.pk])


def filled(response: Any) -> dict[str, Any]:
    """What a browser would post of the change form in `response`, unchanged."""
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        formset = inline.formset
        forms += [formset.management_form, *formset.forms]
    data: dict[str, Any] = {}
    for form in forms:
        for field in form:
            value = field.value()
            if value is None or value is False or field.field.disabled:
                continue
            data[field.html_name] = "on" if value is True else value
    if response.context.get("opened"):
        data["opened"] = response.context["opened"]
    return data


def add_row(data: dict[str, Any], prefix: str, **fields: Any) -> int:
    """One more row of an inline, as “Add another” makes it; its index."""
    index = int(data[f"{prefix}-TOTAL_FORMS"])
    data[f"{prefix}-TOTAL_FORMS"] = index + 1
    data |= {f"{prefix}-{index}-{name}": value for name, value in fields.items()}
    return index


def errors(response: Any) -> list[Any]:
    """All that the form in `response` complains of."""
    if response.context is None or "adminform" not in response.context:
        return []
    found = [response.context["adminform"].form.errors]
    for inline in response.context["inline_admin_formsets"]:
        found += [inline.formset.non_form_errors(), *inline.formset.errors]
    return [error for error in found if error]


def said(response: Any) -> str:
    """The messages on the page that was led to."""
    return " ".join(str(message) for message in response.context["messages"])
