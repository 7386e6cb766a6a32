"""Accounts, groups, invitations and the staff log in the admin."""

from typing import TYPE_CHECKING, Any

import allauth.account.admin
import allauth.mfa.admin  # noqa: F401  # both register what is unregistered below
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts import events, factors, invitations, sessions
from accounts.events import Kind
from accounts.forms import InvitingForm
from accounts.models import AccountEvent, Invitation

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
else:
    ModelAdmin = admin.ModelAdmin

admin.site.unregister([User, Group, EmailAddress, Authenticator])  # factors are their owner's alone


class SuperusersAlone:
    """Whoever may change accounts or groups can give themselves every right, so only those who have it may."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_active and request.user.is_superuser)

    has_delete_permission = has_change_permission


@admin.register(User)
class AccountAdmin(SuperusersAlone, UserAdmin):  # type: ignore[type-arg]  # generic for the checker only
    actions = None
    list_display = ("username", "email", "is_active", "is_staff", "is_superuser", "has_factor", "last_login")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        primary = factors.primary(OuterRef("pk"))
        accounts: QuerySet[User] = super().get_queryset(request).annotate(has_factor=Exists(primary))
        return accounts

    @admin.display(boolean=True, description="second factor", ordering="has_factor")
    def has_factor(self, user: User) -> bool:
        return bool(user.has_factor)  # type: ignore[attr-defined]  # annotated above

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # by invitation

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        by = request.user.get_username()
        if "is_active" in form.changed_data:
            events.note(Kind.REACTIVATED if obj.is_active else Kind.DEACTIVATED, obj, request, by=by)
        if {"is_active", "is_staff"} & set(form.changed_data):
            sessions.end_all(obj)
        if others := sorted(set(form.changed_data) - {"is_active"}):
            events.note(Kind.CHANGED, obj, request, ", ".join(others), by=by)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002
        before = User.objects.filter(pk=id).values_list("password", flat=True).first() if id.isdigit() else None
        answer = super().user_change_password(request, id, form_url)
        after = User.objects.filter(pk=id).first() if before is not None else None
        if after and after.password != before:
            events.note(Kind.PASSWORD_CHANGED, after, request, by=request.user.get_username())
        return answer


@admin.register(Group)
class RoleAdmin(SuperusersAlone, GroupAdmin):
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request)


@admin.register(Invitation)
class InvitationAdmin(ModelAdmin):
    actions = None
    list_display = ("__str__", "state", "group_names", "invited_by", "created_at", "expires_at", "account")
    list_select_related = ("invited_by", "account")
    list_per_page = 50
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Invitation]:
        """Superusers see all invitations; who else may invite sees their own."""
        rows: QuerySet[Invitation] = super().get_queryset(request).prefetch_related("groups")
        return rows if request.user.is_superuser else rows.filter(invited_by_id=request.user.pk)

    @admin.display(description="groups")
    def group_names(self, invitation: Invitation) -> str:
        return ", ".join(sorted(group.name for group in invitation.groups.all()))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return isinstance(request.user, User) and invitations.may_invite(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_add_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """To withdraw one that is open; used ones tell who let whom in."""
        return self.has_add_permission(request) and (obj is None or obj.state != "used")

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Choose groups, then see the link, once; it is in no history, no message and no address."""
        by = request.user
        if not isinstance(by, User) or not invitations.may_invite(by):
            raise PermissionDenied
        form = InvitingForm(request.POST or None)
        form.fields["groups"].queryset = invitations.groups_within(by)  # type: ignore[attr-defined]
        context = {**self.admin_site.each_context(request), "opts": self.opts, "form": form, "title": "Invite"}
        if request.method != "POST" or not form.is_valid():
            return render(request, "admin/accounts/invitation/invite.html", context)
        email = form.cleaned_data["email"]
        invitation, link = invitations.invite(by, form.cleaned_data["groups"], email, request)
        context |= {"link": link, "invitation": invitation, "is_sent": invitations.send(invitation, link)}
        return render(request, "admin/accounts/invitation/link.html", context)

    def delete_model(self, request: HttpRequest, obj: Invitation) -> None:
        events.note(Kind.INVITATION_WITHDRAWN, None, request, obj.email, by=request.user.get_username())
        super().delete_model(request, obj)
        messages.info(request, "The link leads nowhere any more.")


@admin.register(AccountEvent)
class AccountEventAdmin(ModelAdmin):
    """To read, for superusers."""

    actions = None
    list_display = ("at", "kind", "name", "by", "address", "detail", "times")
    list_filter = ("kind",)
    search_fields = ("=name", "=address")
    search_help_text = "A name or an address, whole"
    list_per_page = 50
    show_full_result_count = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_active and request.user.is_superuser)

    has_module_permission = has_view_permission

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    has_delete_permission = has_change_permission
