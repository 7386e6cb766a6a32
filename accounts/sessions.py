"""Sessions that end, and that are good for nothing without a second factor.

What is told of a session lies in it under KEY: when it began, when its owner last did something, the generation of the
account's sessions that it belongs to, and whether a second factor was shown.
"""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.middleware import get_user
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.sessions.backends.base import SessionBase
from django.db.models import F
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import SimpleLazyObject

from accounts import addresses, events
from accounts.models import Member

KEY = "staff"
PAGES = "/accounts/"  # where a password without a second factor leads, and nowhere else
LONGEST = 12 * 60 * 60  # seconds
LONGEST_IDLE = 30 * 60  # of those who may change what the public sees
LONGEST_ENROLMENT = 30 * 60
FRESH = 10 * 60  # a sign-in this new need not be confirmed by another one
NOTED_EVERY = 60  # an open page is not a write a request
BACKGROUND = "x-background"  # set by scripts that ask by themselves: that nobody is there

Respond = Callable[[HttpRequest], HttpResponseBase]


def begin(session: SessionBase, user: AbstractBaseUser, second_factor: bool) -> None:
    """Mark a session in which `user` has just signed in."""
    now = int(time.time())
    session[KEY] = {"began": now, "seen": now, "generation": _generation(user), "second_factor": second_factor}
    session.set_expiry(LONGEST)


def end_all(user: AbstractBaseUser) -> None:
    """End every session of this account, at once and for good."""
    Member.objects.get_or_create(user_id=user.pk)
    Member.objects.filter(pk=user.pk).update(generation=F("generation") + 1)


def keep_only(session: SessionBase, user: AbstractBaseUser, second_factor: bool) -> None:
    """End every session of this account but this one, whose second factor is now shown or gone."""
    end_all(user)
    if state := session.get(KEY):
        generation = Member.objects.get(pk=user.pk).generation
        session[KEY] = state | {"second_factor": second_factor, "generation": generation}


def admit(get_response: Respond) -> Respond:
    """Make of `request.user` a stranger where the session has ended, and outside PAGES where it lacks a second factor.

    So no view has to think of it, and none can forget it. A page that asks for no user is not touched.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        request.user = SimpleLazyObject(lambda: _admitted(request))  # type: ignore[assignment]
        return get_response(request)

    return middleware


def is_proven(request: HttpRequest, user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether this session may work in the admin."""
    state = request.session.get(KEY, {})
    return bool(state.get("second_factor")) or password_suffices(request, user)


def password_suffices(request: HttpRequest, user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether this is the first account, asked for from this machine, on a site that only this machine can reach."""
    member: Member | None = getattr(user, "member", None)
    served_here = settings.SITE.is_loopback and not settings.SITE.is_secure
    return member is not None and member.password_alone and served_here and addresses.is_this_machine(request)


def is_fresh(request: HttpRequest) -> bool:
    """Whether the sign-in is so new that a change to the account need not be confirmed."""
    return bool(time.time() - request.session.get(KEY, {}).get("began", 0) < FRESH)


def _admitted(request: HttpRequest) -> User | AnonymousUser:
    user = get_user(request)
    if not isinstance(user, User):
        return AnonymousUser()
    state: dict[str, Any] = request.session.get(KEY, {})
    if ended := _why_ended(state, request, user):
        request.session.flush()
        events.note(events.Kind.SESSION_ENDED, user, request, ended)
        text = f"Your session has ended ({ended}). Sign in to go on where you were."
        messages.info(request, text, fail_silently=True)
        return AnonymousUser()
    now = int(time.time())
    if now - state["seen"] >= NOTED_EVERY and BACKGROUND not in request.headers:
        request.session[KEY] = state | {"seen": now}
    if request.path_info.startswith(PAGES) or is_proven(request, user):
        return user
    return AnonymousUser()


def _why_ended(state: dict[str, Any], request: HttpRequest, user: User) -> str:
    """Why the session is no more, in a few words; "" while it lives."""
    if not state:
        return "it was not begun by signing in"
    now = time.time()
    if state["generation"] != _generation(user):
        return "sign-in or rights of the account have changed"
    if now - state["began"] >= LONGEST:
        return "it lasted 12 hours"
    if now - state["began"] >= LONGEST_ENROLMENT and not is_proven(request, user):
        return "no second factor was set up within 30 minutes"
    if now - state["seen"] >= LONGEST_IDLE and any(user.has_perm(right) for right in settings.RIGHTS_THAT_END_IDLE):
        return "nothing was done for 30 minutes"
    return ""


def _generation(user: AbstractBaseUser) -> int:
    member: Member | None = getattr(user, "member", None)
    return member.generation if member else 0
