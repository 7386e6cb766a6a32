"""Accounts and groups: Django's own pages, but nothing is deleted by the handful."""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User

admin.site.unregister([User, Group])


@admin.register(User)
class AccountAdmin(UserAdmin):  # type: ignore[type-arg]  # generic for the checker only
    actions = None


@admin.register(Group)
class RoleAdmin(GroupAdmin):
    actions = None
