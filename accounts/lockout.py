"""Guessing is made slow, without a way to lock everybody out.

Attempts are counted for a name together with the network they come from, and for the name alone, whichever place they
come from; never for a place alone, because behind a proxy that is not declared everybody has the same. Beyond the free
attempts each further one must wait, at first a minute, then twice as long each time, and never more than a quarter of
an hour. A passkey needs no name and no password, and is not counted: its owner gets in meanwhile.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts import addresses
from accounts.models import Attempts

FREE_FROM_ONE_PLACE = 5
FREE_FROM_ANYWHERE = 20
FREE_CODES = 5
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=1)
MOST_ROWS = 10_000

Counter = tuple[str, int]  # key, free attempts


def of_password(name: str, address: str | None) -> list[Counter]:
    """What a sign-in with this name from this address counts on."""
    folded = name.strip().casefold()
    return [
        (_key("name and place", folded, addresses.network(address)), FREE_FROM_ONE_PLACE),
        (_key("name", folded), FREE_FROM_ANYWHERE),
    ]


def of_code(account: int) -> list[Counter]:
    """What a code for this account counts on. Whoever tries one has given the password before."""
    return [(_key("code", str(account)), FREE_CODES)]


def wait(counters: Iterable[Counter]) -> timedelta | None:
    """How long it takes until another attempt is heard; None when it is heard at once."""
    now = timezone.now()
    locked = Attempts.objects.filter(key__in=[key for key, _ in counters], locked_until__gt=now)
    until = max((row.locked_until for row in locked if row.locked_until), default=None)
    return until - now if until else None


def count(counters: Iterable[Counter]) -> timedelta | None:
    """Count an attempt before it is looked at, so that many at once are no way around; or say how long to wait.

    Whoever succeeds must `clear` afterwards.
    """
    with transaction.atomic():
        free = dict(counters)
        for key in free:
            Attempts.objects.get_or_create(key=key)
        rows = list(Attempts.objects.select_for_update().filter(key__in=free).order_by("key"))
        if waiting := wait(free.items()):
            return waiting
        now = timezone.now()
        for row in rows:
            row.count = 1 if row.last_at < now - FORGOTTEN_AFTER else row.count + 1
            row.last_at = now
            row.locked_until = now + _cool_off(row.count - free[row.key]) if row.count >= free[row.key] else None
            row.save()
    return None


def clear(counters: Iterable[Counter]) -> None:
    """Forget the attempts: this one has succeeded."""
    Attempts.objects.filter(key__in=[key for key, _ in counters]).delete()


def tidy() -> None:
    """Throw out what is forgotten, and the oldest beyond MOST_ROWS."""
    Attempts.objects.filter(last_at__lt=timezone.now() - FORGOTTEN_AFTER).delete()
    if oldest := Attempts.objects.order_by("-last_at")[MOST_ROWS : MOST_ROWS + 1].first():
        Attempts.objects.filter(last_at__lte=oldest.last_at).delete()


def in_words(waiting: timedelta) -> str:
    """The wait in whole minutes, rounded up."""
    minutes = -(-int(waiting.total_seconds() + 1) // 60)
    return "a minute" if minutes <= 1 else f"{minutes} minutes"


def _cool_off(beyond: int) -> timedelta:
    doubled: int = 2 ** min(beyond, 10)
    return min(FIRST_WAIT * doubled, LONGEST_WAIT)


def _key(*parts: str) -> str:
    return salted_hmac("accounts.lockout", "\0".join(parts), algorithm="sha256").hexdigest()
