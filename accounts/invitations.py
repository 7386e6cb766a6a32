"""Accounts come about by invitation: whoever may invite chooses the groups, and nobody gives more than they have."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import Group, Permission, User
from django.core.exceptions import PermissionDenied
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts import events
from accounts.events import Kind
from accounts.models import Invitation

LASTS = timedelta(days=7)
KEPT = timedelta(days=400)
RIGHT = "accounts.add_invitation"


class Refused(Exception):  # noqa: N818  # it is no error of the program
    """Why a link leads nowhere; the message is for whoever followed it."""


def may_invite(user: User) -> bool:
    return user.is_active and user.is_staff and user.has_perm(RIGHT)


def groups_within(user: User) -> QuerySet[Group]:
    """The groups that hold no right which this user lacks."""
    if user.is_superuser:
        return Group.objects.order_by("name")
    held = user.get_all_permissions()
    beyond = [
        permission.pk
        for permission in Permission.objects.select_related("content_type")
        if f"{permission.content_type.app_label}.{permission.codename}" not in held
    ]
    return Group.objects.exclude(permissions__in=beyond).order_by("name")


def invite(by: User, groups: Iterable[Group], email: str, request: HttpRequest) -> tuple[Invitation, str]:
    """Make an invitation; itself, and the address of its link, which is told only now.

    Raises PermissionDenied where `by` may not invite, or one of the groups holds a right that `by` lacks.
    """
    groups = list(groups)
    if not may_invite(by) or not groups or not set(groups) <= set(groups_within(by)):
        raise PermissionDenied("Nobody invites without the right to, or to rights they lack.")
    Invitation.objects.filter(expires_at__lt=timezone.now() - KEPT).delete()
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        made = Invitation.objects.create(
            token_hash=_hash(token), email=email, invited_by=by, expires_at=timezone.now() + LASTS
        )
        made.groups.set(groups)
        names = ", ".join(group.name for group in groups)
        events.note(Kind.INVITED, None, request, f"{email or 'by link'}: {names}", by=by.username)
    return made, settings.SITE_URL + reverse("accounts_invitation", args=[token])


def send(invitation: Invitation, link: str) -> bool:
    """Send the link where mail is configured and an address is known; whether it went out."""
    if not (settings.MAIL_IS_CONFIGURED and invitation.email):
        return False
    words = render_to_string(
        "accounts/invitation.txt", {"link": link, "site": settings.SITE_URL, "until": invitation.expires_at}
    )
    try:
        send_mail("Your invitation to Forewarned", words, None, [invitation.email])
    except OSError:  # smtplib's errors are of this kind, too
        return False
    return True


def find(token: str, lock: bool = False) -> Invitation:
    """The open invitation of this link. Raises Refused, with the reason."""
    rows = Invitation.objects.select_for_update() if lock else Invitation.objects.all()
    found = rows.filter(token_hash=_hash(token)).first()
    if found is None:
        raise Refused("This link is not known. It may have been withdrawn, or was not copied whole.")
    if found.used_at:
        raise Refused("This link was used already. Whoever did has an account, and can sign in.")
    if found.expires_at <= timezone.now():
        raise Refused("This link has expired: it is good for 7 days. Ask for another one.")
    inviter = found.invited_by
    if inviter is None or not may_invite(inviter) or not set(found.groups.all()) <= set(groups_within(inviter)):
        raise Refused("Whoever sent this link may no longer give the rights it promised. Ask for another one.")
    return found


def accept(token: str, username: str, password: str, request: HttpRequest) -> User:
    """Make the account that the link promises. Raises Refused; of two at once, one gets it."""
    try:
        with transaction.atomic():
            invitation = find(token, lock=True)
            user = User.objects.create_user(username, invitation.email, password, is_staff=True)
            user.groups.set(invitation.groups.all())
            invitation.used_at, invitation.account = timezone.now(), user
            invitation.save(update_fields=["used_at", "account"])
            by = invitation.invited_by.username if invitation.invited_by else ""
            events.note(Kind.INVITATION_USED, user, request, f"invited by {by}")
    except IntegrityError as error:
        raise Refused("Somebody took this name meanwhile. Follow the link again and choose another.") from error
    return user


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
