"""Link checks: which addresses public alerts name, whether they answer, and since when one is dead.

Only what is public is asked for: a request for the source of a draft would tell its host what the archive prepares.
What a reference marked sensitive names is never asked for, in no spelling.
"""

import datetime as dt
import hashlib
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from alerts.models import Alert, Reference
from curation import fetching
from curation.models import LinkCheck
from identifiers.addresses import address_key

FAILURES = 3  # in a row, and over at least
DAYS = 14  # days, until an address is called dead
AGAIN_AFTER = dt.timedelta(days=7)
_ALIVE_THOUGH = {401, 402, 403, 407, 429, 451}  # something is there, and keeps us out
_AT_ONCE = 500


@transaction.atomic
def collect() -> int:
    """Have just the addresses of today among the checks, each tied to its alerts; how many."""
    wanted = _addresses()
    held = {check.digest: check.pk for check in LinkCheck.objects.only("digest", "pk")}
    digests = {_digest(address): address for address in wanted}
    gone = [pk for digest, pk in held.items() if digest not in digests]
    for start in range(0, len(gone), _AT_ONCE):
        LinkCheck.objects.filter(pk__in=gone[start : start + _AT_ONCE]).delete()
    new = [LinkCheck(address=a, digest=d) for d, a in digests.items() if d not in held]
    LinkCheck.objects.bulk_create(new, batch_size=_AT_ONCE)
    _tie(wanted)
    return len(wanted)


def check(most: int, delay: float, say: Callable[[str], object], by_hand: bool = False) -> int:
    """Ask for `most` addresses at most, those first that were not looked at for longest; how many were asked for.

    One after the other, host by host, with `delay` seconds between two requests to one host.
    """
    now = timezone.now()
    due = LinkCheck.objects.order_by(F("checked_at").asc(nulls_first=True), "pk")
    waiting = [c for c in due[:most] if by_hand or c.checked_at is None or c.checked_at < now - AGAIN_AFTER]
    by_host: dict[str, list[LinkCheck]] = defaultdict(list)
    for one in waiting:
        by_host[urlsplit(one.address).netloc.lower()].append(one)
    for host, checks in by_host.items():
        rules = _Rules(checks[0].address)
        for one in checks:
            time.sleep(max(delay, rules.delay))
            note(one, *_asked(one.address, rules))
            say(f"{host}: {one.status or one.problem or 'not asked'}")
    return len(waiting)


def note(check: LinkCheck, answer: fetching.Answer, is_failure: bool | None) -> None:
    """Write down what came of it. `is_failure` is None where nothing was learnt."""
    now = timezone.now()
    check.status, check.problem, check.checked_at = answer.status, answer.problem[:200], now
    if is_failure is False:
        check.failures, check.failing_since, check.dead_since = 0, None, None
    elif is_failure:
        check.failures = min(check.failures + 1, 32_000)
        check.failing_since = check.failing_since or now
        long_enough = now - check.failing_since >= dt.timedelta(days=DAYS)
        if check.failures >= FAILURES and long_enough:
            check.dead_since = check.dead_since or now
    check.save()


def _asked(address: str, rules: "_Rules") -> tuple[fetching.Answer, bool | None]:
    if not rules.allow(address):
        return fetching.Answer(None, "Its robots.txt asks not to be asked."), None
    try:
        answer = fetching.ask(address)
    except fetching.RefusedError as error:
        return fetching.Answer(None, str(error)), None
    is_failure = answer.status is None or (answer.status >= 400 and answer.status not in _ALIVE_THOUGH)
    return answer, is_failure


class _Rules:
    """What the robots.txt of a host asks for (RFC 9309)."""

    def __init__(self, address: str) -> None:
        self.delay = 0.0
        self.parser: RobotFileParser | None = None
        parts = urlsplit(address)
        try:
            answer = fetching.ask(f"{parts.scheme}://{parts.netloc}/robots.txt", with_body=True)
        except fetching.RefusedError:
            return
        if answer.status is not None and (answer.status == 200 or answer.status >= 500):
            self.parser = RobotFileParser()
            lines = ["User-agent: *", "Disallow: /"] if answer.status >= 500 else _lines(answer.body)
            self.parser.parse(lines)
            asked = self.parser.crawl_delay(fetching.user_agent())
            self.delay = min(float(asked or 0), 60.0)

    def allow(self, address: str) -> bool:
        return self.parser is None or self.parser.can_fetch(fetching.user_agent(), address)


def _lines(body: bytes) -> list[str]:
    return body.decode(errors="replace").splitlines()


def _addresses() -> dict[str, set[int]]:
    """The addresses that public alerts name, each with the ids of those alerts."""
    forbidden = set()
    for url in Reference.objects.filter(sensitive=True).exclude(url="").values_list("url", flat=True).iterator():
        forbidden |= {url, address_key(url)}
    found: dict[str, set[int]] = defaultdict(set)
    for address, alert in _named():
        key = address_key(address)
        if key and key not in forbidden and address not in forbidden:
            found[address].add(alert)
    return found


def _named() -> Iterator[tuple[str, int]]:
    public = Alert.objects.published()
    yield from public.exclude(source_url="").values_list("source_url", "pk").iterator(chunk_size=2000)
    cited = Reference.objects.filter(sensitive=False, note__alert__in=public.values("pk")).exclude(url="")
    yield from cited.values_list("url", "note__alert").iterator(chunk_size=2000)


def _tie(wanted: dict[str, set[int]]) -> None:
    ties = LinkCheck.alerts.through
    keys = {check.digest: check.pk for check in LinkCheck.objects.only("digest", "pk")}
    today = {(keys[_digest(address)], alert) for address, alerts in wanted.items() for alert in alerts}
    held = {(check, alert): pk for pk, check, alert in ties.objects.values_list("pk", "linkcheck_id", "alert_id")}
    gone = [pk for pair, pk in held.items() if pair not in today]
    for start in range(0, len(gone), _AT_ONCE):
        ties.objects.filter(pk__in=gone[start : start + _AT_ONCE]).delete()
    new = [ties(linkcheck_id=check, alert_id=alert) for check, alert in sorted(today - held.keys())]
    ties.objects.bulk_create(new, batch_size=_AT_ONCE)


def _digest(address: str) -> str:
    return hashlib.sha256(address.encode(errors="replace")).hexdigest()
