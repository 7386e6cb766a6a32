"""The staff log: one line for all that happens to accounts, kept for a bounded time."""

from datetime import timedelta

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts import addresses
from accounts.models import AccountEvent

Kind = AccountEvent.Kind
KEPT = timedelta(days=400)
MOST_REFUSALS = 20_000
_REFUSALS = (Kind.REFUSED, Kind.LOCKED_OUT)


def note(
    kind: AccountEvent.Kind,
    account: AbstractBaseUser | AnonymousUser | None,
    request: HttpRequest | None = None,
    detail: str = "",
    by: str = "",
) -> AccountEvent:
    """Write one line about `account`."""
    known = account if isinstance(account, User) else None
    return AccountEvent.objects.create(
        kind=kind,
        account=known,
        name=known.username if known else "",
        by=by[:150],
        address=addresses.of(request) if request else None,
        detail=detail[:200],
    )


def note_refusal(kind: AccountEvent.Kind, typed: str, request: HttpRequest, detail: str) -> None:
    """Write that somebody who typed this name was refused.

    People type passwords into the field for the name: what is no account's name is kept as a keyed hash. The same
    refusal within an hour only counts up, so that an attack does not bury the rest.
    """
    account = User.objects.filter(username=typed).first()
    line = {
        "kind": kind,
        "account": account,
        "name": account.username if account else f"unknown {fingerprint(typed)}",
        "address": addresses.of(request),
        "detail": detail[:200],
    }
    now = timezone.now()
    same = AccountEvent.objects.filter(**line, at__gt=now - timedelta(hours=1))
    if not same.update(times=F("times") + 1, at=now):
        AccountEvent.objects.create(**line)
        tidy()


def fingerprint(typed: str) -> str:
    """Twelve characters that are the same for the same text on this archive, and tell nothing of it."""
    return salted_hmac("accounts.unknown-name", typed, algorithm="sha256").hexdigest()[:12]


def tidy() -> None:
    """Throw out what is older than KEPT, and the oldest refusals beyond MOST_REFUSALS."""
    AccountEvent.objects.filter(at__lt=timezone.now() - KEPT).delete()
    refusals = AccountEvent.objects.filter(kind__in=_REFUSALS)
    if oldest := refusals.order_by("-at", "-pk")[MOST_REFUSALS : MOST_REFUSALS + 1].first():
        refusals.filter(at__lte=oldest.at).delete()
