"""The change feed: the one place that says an alert looks, or is found, differently from now on.

Whatever alters a public alert, or a name that one shows, calls `altered` in the same transaction. The derived columns
are refreshed and the feed is appended to, gapless and in the order of commit; the search index pulls it.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator

from django.db import transaction
from django.utils import timezone

from alerts import heads
from alerts.models import Alert, Change, Recommendation, RepeatedAsk
from alerts.record import describe, with_parts
from identifiers.folding import fold
from identifiers.models import Name

_PUBLIC = (Alert.Status.PUBLISHED, Alert.Status.WITHDRAWN)
_AT_ONCE = 200
_NAMED = ("parties__organization", "country_links__country", "place_links__place", "population_links__population")

# Who is called when a change has been committed. What reads the feed enters itself here when the applications start
# (search/apps.py), because alerts may not import it. It is no signal: one list, called from one place, and only to be
# quicker than the next look at the feed; a call that is lost loses nothing.
_followers: list[Callable[[], object]] = []


def on_altered(follower: Callable[[], object]) -> None:
    """Have `follower` called, once a transaction, after the feed has grown. What it raises is logged, no more."""
    if follower not in _followers:
        _followers.append(follower)


@transaction.atomic
def altered(alert_ids: Iterable[int]) -> int:
    """Refresh what is derived of these alerts, and append them to the feed. Returns how many are or were public.

    Drafts among them are passed over: nothing of theirs is derived, and the feed never speaks of them.
    """
    ids = sorted(Alert.objects.filter(id__in=set(alert_ids), status__in=_PUBLIC).values_list("id", flat=True))
    if not ids:
        return 0
    head = heads.lock(heads.CHANGES)
    for start in range(0, len(ids), _AT_ONCE):
        _refresh(ids[start : start + _AT_ONCE])
    now = timezone.now()
    numbers = heads.take(head, len(ids))
    Change.objects.bulk_create(Change(number=n, alert_id=i, at=now) for n, i in zip(numbers, ids, strict=True))
    _call_when_committed()
    return len(ids)


def _call_when_committed() -> None:
    """Robust: a follower that fails must not look to the curator as if the save had failed."""
    waiting = [entry[1] for entry in transaction.get_connection().run_on_commit]
    for follower in _followers:
        if follower not in waiting:
            transaction.on_commit(follower, robust=True)


def _refresh(ids: list[int]) -> None:
    alerts = list(with_parts(Alert.objects.filter(id__in=ids)).prefetch_related(*(f"{n}__names" for n in _NAMED)))
    for alert in alerts:
        alert.record = describe(alert)
        alert.keywords = keywords(alert)
    Alert.objects.bulk_update(alerts, ["record", "keywords"], batch_size=50)
    _refresh_asks(alerts)


def _refresh_asks(alerts: list[Alert]) -> None:
    asks = [(alert, ask) for alert in alerts for ask in alert.recommendations.all()]
    said = RepeatedAsk.objects.filter(recommendation__in=[ask.uid for _, ask in asks])
    tied = dict(said.values_list("recommendation", "ask"))
    for alert, ask in asks:
        derive(ask, alert, tied.get(ask.uid, ""))
    Recommendation.objects.bulk_update((ask for _, ask in asks), Recommendation.derived, batch_size=100)


def derive(ask: Recommendation, alert: Alert, tied: str = "") -> None:
    """Set the derived columns of `ask`, of `alert`, that repeats the ask `tied`, if any. Not saved."""
    ask.listed = alert.status == Alert.Status.PUBLISHED and alert.statement == alert.uid
    ask.asked_from = alert.issued_earliest or Recommendation.UNDATED
    ask.asked_until = alert.issued_latest or (dt.date.max if alert.issued_earliest else Recommendation.UNDATED)
    ask.ask, ask.keywords = tied, f" {fold(ask.text)}"


def keywords(alert: Alert) -> str:
    """The folded words of an alert (taken from `with_parts`) and of the names of its parties and places.

    It begins with a space, so that " word" finds each word from its beginning.
    """
    return " " + fold("\n".join(part for part in _texts(alert) if part))


def _texts(alert: Alert) -> Iterator[str]:
    yield from (alert.title, alert.abstract, alert.symbol, alert.issuers_note)
    if alert.text_rights != Alert.TextRights.ABSTRACT_ONLY:
        yield alert.body
    for recommendation in alert.recommendations.all():
        yield recommendation.text
        yield from (addressee.as_printed for addressee in recommendation.addressees.all())
        yield from (addressee.organization.name for addressee in recommendation.addressees.all())
    for party in alert.parties.all():
        yield from (party.as_printed, party.office, party.organization.acronym)
        yield from _names(party.organization)
    for country in alert.country_links.all():
        yield country.then_name
        yield from _names(country.country)
    for place in alert.place_links.all():
        yield place.as_printed
        yield from _names(place.place)
    for population in alert.population_links.all():
        yield population.as_printed
        if population.population:
            yield from _names(population.population)


def _names(record: object) -> Iterator[str]:
    yield record.name  # type: ignore[attr-defined]
    for name in record.names.all():  # type: ignore[attr-defined]
        if name.relation in Name.INTERCHANGEABLE:
            yield name.text
