"""Second factors: passkeys and codes of an authenticator app, with recovery codes for when both are lost.

django-allauth keeps and checks them. Here is what the archive adds: they lie encrypted in the database, passkeys are
bound to the site's own name, the last factor cannot be removed, and each change is in the staff log.
"""

import base64
import hashlib
import secrets
from io import BytesIO
from typing import Any

import qrcode
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest
from qrcode.image.svg import SvgPathImage

from accounts import events, sessions
from accounts.models import Member

TYPE = Authenticator.Type


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # the library is untyped
    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": "This is your last second factor. Set up another one first."
    }

    def get_totp_issuer(self) -> str:
        return f"Forewarned ({settings.SITE.host})"

    def build_totp_svg(self, url: str) -> str:
        """An <svg> to stand in the page itself: the content policy takes no data: addresses."""
        out = BytesIO()
        qrcode.make(url, image_factory=SvgPathImage, border=2).save(out)
        return out.getvalue().decode("utf-8").partition("?>")[2].strip()

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """With another SECRET_KEY than it was encrypted with: a secret that no code fits."""
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return base64.b32encode(secrets.token_bytes(20)).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return bool(primary(authenticator.user).exclude(pk=authenticator.pk).exists())

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return entity if settings.SITE.is_loopback else entity | {"id": settings.SITE.host}

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002  # the library's name
        return f"Passkey {Authenticator.objects.filter(user=user, type=type).count() + 1}"

    def _get_site_name(self) -> str:
        return "Forewarned"


def primary(user: Any) -> Any:
    """The factors of a user (or an outer reference to one) to sign in with; recovery codes only stand in for them."""
    return Authenticator.objects.filter(user=user, type__in=[TYPE.TOTP, TYPE.WEBAUTHN])


def reset(user: User, by: str) -> int:
    """Remove all factors of the account, so that the next sign-in sets up new ones. How many there were."""
    removed: int
    removed, _ = Authenticator.objects.filter(user=user).delete()
    sessions.end_all(user)
    events.note(events.Kind.FACTORS_RESET, user, by=by)
    return removed


def listen() -> None:
    """The library tells of changes by signals alone."""
    authenticator_added.connect(_on_added, dispatch_uid="accounts")
    authenticator_removed.connect(_on_removed, dispatch_uid="accounts")
    authenticator_reset.connect(_on_reset, dispatch_uid="accounts")


def _on_added(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    events.note(events.Kind.FACTOR_ADDED, user, request, authenticator.get_type_display())
    if authenticator.type != TYPE.RECOVERY_CODES:
        Member.objects.filter(user=user).update(password_alone=False)
        sessions.keep_only(request.session, user, second_factor=True)


def _on_removed(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    events.note(events.Kind.FACTOR_REMOVED, user, request, authenticator.get_type_display())
    sessions.keep_only(request.session, user, second_factor=primary(user).exists())


def _on_reset(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    events.note(events.Kind.CODES_RENEWED, user, request)


def _cipher() -> Fernet:
    key = hashlib.sha256(b"accounts.factors\0" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
