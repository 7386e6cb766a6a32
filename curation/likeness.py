"""Likeness: which alerts may be one document entered twice. It only asks; people decide.

What is compared: the source address, the issuer with the date of issue, and the words of the title. Working copies are
never compared (they are their alert), nor what is tied already: translations, reissues and other relations.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q, QuerySet

from alerts.models import Alert, Party
from dates.edtf import bounds
from identifiers.addresses import address_key
from identifiers.folding import fold

SIMILAR = 0.75  # of the words that two titles have between them, those in both
_ENOUGH = 2000  # titles that share a telling word and are read to be compared
_SHOWN = 10


@dataclass(frozen=True)
class Described:
    """What is known of an alert, perhaps while it is typed. `issuers` are ids of organizations; `issued` is EDTF."""

    title: str = ""
    issued: str = ""
    issuers: Collection[int] = ()
    source_url: str = ""
    pk: int | None = None


@dataclass
class Likeness:
    """An alert that may be the same document, and why: sentences that begin with a capital."""

    alert: Alert
    reasons: list[str] = field(default_factory=list)


def described(alert: Alert) -> Described:
    """What is known of a saved alert. One query, if its parties are not prefetched."""
    issuers = tuple(p.organization_id for p in alert.parties.all() if p.role == Party.Role.ISSUER)
    return Described(alert.title, alert.issued, issuers, alert.source_url, alert.revises_id or alert.pk)


def likely(this: Described) -> list[Likeness]:
    """The alerts, whatever their status, that may be the same document as `this`: at most 10, the likeliest first.

    Four queries at most, and none for what is not known yet. Raises nothing: an odd date or address is like no other.
    """
    found: dict[int, Likeness] = {}
    for alerts, reason in (
        (same_source(this.source_url), "It has the same source address."),
        (same_issuer_and_date(this.issuers, this.issued), "It has the same issuer and the same date."),
        (similar_titles(this.title), "Its title is very similar."),
    ):
        for alert in alerts.exclude(pk=this.pk or 0).order_by("-pk")[:_SHOWN]:
            found.setdefault(alert.pk, Likeness(alert)).reasons.append(reason)
    return sorted(found.values(), key=lambda like: -len(like.reasons))[:_SHOWN]


def entered() -> QuerySet[Alert]:
    """What is compared: alerts themselves, drafts and withdrawn ones among them."""
    # Put so that SQLite, which guesses without statistics, does not take the index of what is nearly all rows.
    return Alert.objects.exclude(revises__isnull=False)


def same_source(url: str) -> QuerySet[Alert]:
    """Alerts with this source address, however it is written."""
    key = address_key(url)
    return entered().filter(source_key=key) if key else entered().none()


def same_issuer_and_date(issuers: Collection[int], issued: str) -> QuerySet[Alert]:
    """Alerts that one of `issuers` issued on the very day or in the very month or year `issued` (EDTF)."""
    try:
        days = bounds(issued) if issued else None
    except ValueError:
        days = None
    if not issuers or days is None or days.earliest is None:
        return entered().none()
    # All statuses: the index begins with it.
    that_day = entered().filter(
        status__in=Alert.Status.values, issued_earliest=days.earliest, issued_latest=days.latest
    )
    issuing = Party.objects.filter(alert=OuterRef("pk"), role=Party.Role.ISSUER, organization__in=issuers)
    return that_day.filter(Exists(issuing))


def similar_titles(title: str) -> QuerySet[Alert]:
    """Alerts whose titles share three quarters of their words with `title`."""
    words = fold(title)[:200].split()
    if len(words) < 2:
        of_one_word = entered().filter(status__in=Alert.Status.values, title_key=" ".join(words))
        return of_one_word if words else entered().none()
    # Whatever is so similar has one at least of the telling words: the longest are the rarest.
    distinct = sorted(set(words), key=lambda word: (-len(word), word))
    telling = distinct[: int(len(distinct) * (1 - SIMILAR)) + 1]
    shares = Q()
    for word in telling:
        shares |= Q(title_key__contains=word)
    # Nothing but what one index holds: whole rows would bring the texts with them.
    titles = Alert.objects.filter(shares, status__in=Alert.Status.values).values_list("pk", "title_key")[:_ENOUGH]
    close = [pk for pk, other in titles if overlap(words, other.split()) >= SIMILAR]
    return entered().filter(pk__in=close)


def overlap(words: Iterable[str], others: Iterable[str]) -> float:
    """How much two titles have in common: shared words by all words, 0 to 1."""
    one, other = set(words), set(others)
    return len(one & other) / len(one | other) if one and other else 0.0
