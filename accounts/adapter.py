"""What the archive has django-allauth do otherwise: nobody signs up, guessing is slow, and all of it is logged."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse

from accounts import addresses, events, lockout, sessions
from accounts.events import Kind


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library is untyped
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return addresses.of(request) or ""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("admin:index")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_login")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index")

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Raise ValidationError while this name has to wait."""
        name = str(credentials.get("username", ""))
        counters = lockout.of_password(name, addresses.of(request))
        if waiting := lockout.count(counters):
            events.note_refusal(Kind.REFUSED, name, request, "still locked out")
            raise ValidationError(
                f"Too many attempts for this name. Try again in {lockout.in_words(waiting)}, or sign in with a passkey."
            )

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if user:
            lockout.clear(lockout.of_password(str(credentials.get("username", "")), addresses.of(request)))
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        name = str(credentials.get("username", ""))
        events.note_refusal(Kind.REFUSED, name, request, "wrong name or password")
        if waiting := lockout.wait(lockout.of_password(name, addresses.of(request))):
            events.note_refusal(Kind.LOCKED_OUT, name, request, f"for {lockout.in_words(waiting)}")
            lockout.tidy()

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        used = [record.get("type") or record["method"] for record in get_authentication_records(request, user)]
        factors = [record for record in get_authentication_records(request, user) if record["method"] == "mfa"]
        sessions.begin(request.session, user, second_factor=bool(factors))
        events.note(Kind.SIGNED_IN, user, request, " + ".join(used) or "invitation")
        type(request.session).clear_expired()

    def logout(self, request: HttpRequest) -> None:
        events.note(Kind.SIGNED_OUT, request.user, request)
        super().logout(request)

    def set_password(self, user: User, password: str) -> None:
        super().set_password(user, password)
        events.note(Kind.PASSWORD_CHANGED, user, self.request)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        return not sessions.is_fresh(self.request)
