"""The desk: what is to be done, as lists to work through.

A list is a query of rows in the order of their keys, each row leading to a record of the admin. A row leaves its list
when what it lacks is there, and not by being looked at; so its neighbours are found by its key, whether or not it is
still in the list.
"""

import datetime as dt
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from alerts.models import Alert, Event, Recommendation, RecommendationAddressee, Reference
from curation import review
from curation.likeness import entered
from curation.models import AlertPair
from dates.display import in_words
from intake.models import Intake
from places.models import Place

MOST = 1000  # what is counted; beyond, a count reads “1,000+”
FIRST = 5
WEEK = dt.timedelta(days=7)
Person = User | AnonymousUser
Values = Mapping[str, Any]


@dataclass(frozen=True)
class Row:
    """A row of a list: its key, what it is called, what is said of it, and the admin address that it leads to."""

    pk: int
    title: str
    detail: str
    address: str


@dataclass(frozen=True)
class WorkList:
    """A list of the desk, for those who have all its `rights`; `empty` is what it says when there is nothing to do.

    `fields` are what a row needs, by name or path; `title`, `detail` and `record` make of them what is shown.
    """

    slug: str
    name: str
    tells: str
    empty: str
    rights: tuple[str, ...]
    rows: Callable[[Person], QuerySet[Any]]
    fields: tuple[str, ...]
    title: Callable[[Values], str]
    detail: Callable[[Values], str]
    record: Callable[[Values], str]
    is_newest_first: bool = True

    def is_for(self, user: Person) -> bool:
        return user.has_perms(self.rights)

    def read(self, user: Person) -> QuerySet[Any, Any]:
        """The rows in their order, as dictionaries of `fields`."""
        order = "-pk" if self.is_newest_first else "pk"
        return self.rows(user).order_by(order).values("pk", *self.fields)

    def row(self, values: Values) -> Row:
        address = f"{self.record(values)}?list={self.slug}&at={values['pk']}"
        return Row(values["pk"], self.title(values), self.detail(values), address)

    def after(self, rows: QuerySet[Any, Any], pk: int) -> QuerySet[Any, Any]:
        return rows.filter(pk__lt=pk) if self.is_newest_first else rows.filter(pk__gt=pk)

    def before(self, rows: QuerySet[Any, Any], pk: int) -> QuerySet[Any, Any]:
        earlier = rows.filter(pk__gt=pk) if self.is_newest_first else rows.filter(pk__lt=pk)
        return earlier.reverse()


@dataclass(frozen=True)
class Pile:
    """A list as the desk shows it: how much there is, and the first few."""

    list: WorkList
    count: str
    rows: Sequence[Row]

    @property
    def is_long(self) -> bool:
        return self.count != str(len(self.rows))


@dataclass(frozen=True)
class Standing:
    """Where in a list somebody is: the neighbours, and the place in words."""

    list: WorkList
    pk: int
    previous: Row | None
    next: Row | None
    words: str


def piles(user: Person) -> list[Pile]:
    """What `user` finds on the desk: one query a list."""
    found = []
    for work in LISTS:
        if work.is_for(user):
            values = list(work.read(user)[: MOST + 1])
            found.append(Pile(work, counted(len(values)), [work.row(v) for v in values[:FIRST]]))
    return found


def counted(number: int) -> str:
    """57; 1,000+ where there are more than were counted."""
    return f"{MOST:,}+" if number > MOST else f"{number:,}"


def find(slug: str, user: Person) -> WorkList | None:
    """The list of that name, if `user` may work on it."""
    return next((work for work in LISTS if work.slug == slug and work.is_for(user)), None)


def standing(work: WorkList, user: Person, pk: int) -> Standing:
    """Where the row `pk` stands, or stood, in the list: one query; two more beyond the first thousand."""
    rows = work.read(user)
    values = list(rows[: MOST + 1])
    sign = -1 if work.is_newest_first else 1
    keys = [sign * v["pk"] for v in values]
    at = bisect_left(keys, sign * pk)
    if at >= MOST:
        before, after = work.before(rows, pk).first(), work.after(rows, pk).first()
        words = f"beyond the first {MOST:,}"
    else:
        is_there = at < len(keys) and keys[at] == sign * pk
        before = values[at - 1] if at else None
        after = values[at + is_there] if at + is_there < len(values) else None
        words = f"{at + 1:,} of {counted(len(values))}" if is_there else "done: no longer in the list"
    return Standing(work, pk, before and work.row(before), after and work.row(after), words)


# The lists ------------------------------------------------------------------------------------------------------------


def _alerts(user: Person) -> QuerySet[Alert]:
    return entered()


def _open_to_work(user: Person) -> QuerySet[Alert]:
    return _alerts(user).exclude(status=Alert.Status.WITHDRAWN)


def _my_drafts(user: Person) -> QuerySet[Alert]:
    return Alert.objects.filter(created_by=user.pk, status=Alert.Status.DRAFT)


def _sent_back(user: Person) -> QuerySet[Alert]:
    drafts: Any = review.sent_back()  # the checker does not see its annotations
    found: QuerySet[Alert] = drafts.filter(sent_back_to=user.pk)
    return found


def _documents(user: Person) -> QuerySet[Intake]:
    return Intake.objects.to_check()


def _waiting(user: Person) -> QuerySet[Alert]:
    return Alert.objects.filter(status=Alert.Status.IN_REVIEW)


def _published_this_week(user: Person) -> QuerySet[Event]:
    kinds = (Event.Kind.PUBLISH, Event.Kind.REVISE, Event.Kind.REPUBLISH)
    return Event.objects.filter(kind__in=kinds, at__gte=timezone.now() - WEEK)


def _dead_links(user: Person) -> QuerySet[Alert]:
    """Public alerts that still name an address that has died. What a sensitive reference names is never looked at."""
    dead = "link_checks__address"
    cited = Reference.objects.filter(note__alert=OuterRef("pk"), sensitive=False, url=OuterRef(dead))
    found = Alert.objects.published().filter(link_checks__dead_since__isnull=False)
    return found.filter(Q(source_url=F(dead)) | Exists(cited)).distinct()


def _without_abstract(user: Person) -> QuerySet[Alert]:
    return _open_to_work(user).filter(abstract="")


def _without_addressee(user: Person) -> QuerySet[Recommendation]:
    asked = RecommendationAddressee.objects.filter(recommendation=OuterRef("pk"))
    return Recommendation.objects.filter(
        ~Exists(asked), ~Q(addressee_basis=Recommendation.Basis.NONE), ~Q(alert__status=Alert.Status.WITHDRAWN),
        ~Q(alert__revises__isnull=False),
    )  # fmt: skip


def _without_country(user: Person) -> QuerySet[Place]:
    return Place.objects.filter(countries=None)


def _likely_duplicates(user: Person) -> QuerySet[AlertPair]:
    return AlertPair.objects.undecided()


def _change(model: str, key: str = "pk") -> Callable[[Values], str]:
    return lambda values: reverse(f"admin:{model}_change", args=[values[key]])


def _alert_detail(values: Values) -> str:
    status = Alert.Status(values["status"]).label
    state = f"working copy, {status}" if values["revises"] else status
    return f"{in_words(values['issued'])}; {state}"


_ALERT: dict[str, Any] = {
    "fields": ("title", "issued", "status", "revises"),
    "title": lambda values: values["title"],
    "detail": _alert_detail,
    "record": _change("alerts_alert"),
}

LISTS: tuple[WorkList, ...] = (
    WorkList(
        "my-drafts", "My drafts", "Drafts and working copies that you opened and have not sent to review.",
        "You have no drafts. What you begin is kept here until you send it to review.",
        ("alerts.change_alert",), _my_drafts, **_ALERT,
    ),
    WorkList(
        "documents", "Documents to check",
        "What was taken in and waits for somebody to look at what is proposed of it, the longest waiting first.",
        "No document waits to be checked.", ("alerts.add_alert",), _documents, ("title", "unsure", "uid"),
        lambda values: values["title"] or values["uid"], lambda values: f"{values['unsure']} unsure",
        _change("intake_intake"), is_newest_first=False,
    ),
    WorkList(
        "sent-back", "Sent back to me", "What a reviewer sent back, with a note on what is to be done.",
        "Nothing was sent back to you.", ("alerts.change_alert",), _sent_back,
        **(_ALERT | {"fields": ("title", "note"), "detail": lambda values: values["note"]}),
    ),
    WorkList(
        "waiting", "Waiting for review", "What curators have sent to review, the oldest entry first.",
        "Nothing waits for review.", ("alerts.publish_alert",), _waiting, **_ALERT, is_newest_first=False,
    ),
    WorkList(
        "published", "Published this week", "What became public in the last seven days, revisions included.",
        "Nothing was published in the last seven days.", ("alerts.view_alert", "alerts.view_event"),
        _published_this_week, ("kind", "at", "alert", "alert__title"),
        lambda values: values["alert__title"],
        lambda values: f"{Event.Kind(values['kind']).label} on {values['at']:%-d %B}",
        _change("alerts_alert", "alert"),
    ),
    WorkList(
        "dead-links", "Links that have died",
        "Public alerts whose source, or a reference, has not answered for weeks. Give an archived copy, or leave the "
        "address as the document prints it and say so in the curator’s note.",
        "No link is known to have died.", ("alerts.change_alert",), _dead_links, **_ALERT,
    ),
    WorkList(
        "without-abstract", "Alerts without abstract", "What a reader can find but not yet take in at a glance.",
        "Every alert has its abstract.", ("alerts.change_alert",), _without_abstract, **_ALERT,
    ),
    WorkList(
        "without-addressee", "Recommendations without addressee",
        "Who is asked is not recorded. Where the document asks nobody in particular, set the basis to that.",
        "Every recommendation says who is asked, or that nobody in particular is.", ("alerts.change_recommendation",),
        _without_addressee, ("number", "text", "alert", "alert__title"),
        lambda values: f"{values['number']}. {values['text'][:120]}",
        lambda values: values["alert__title"],
        _change("alerts_alert", "alert"),
    ),
    WorkList(
        "without-country", "Places without country", "A place is told from others of its name by its countries.",
        "Every place has a country.", ("places.change_place",), _without_country, ("name", "uid"),
        lambda values: values["name"], lambda values: values["uid"], _change("places_place"),
    ),
    WorkList(
        "duplicates", "Likely duplicates",
        "Two alerts that may be one document. Found by “Look again” and by manage.py findduplicates.",
        "No two alerts look like one document.", ("alerts.change_alert", "curation.view_alertpair"),
        _likely_duplicates, ("first__title", "second__title", "reasons"),
        lambda values: f"{values['first__title']} / {values['second__title']}",
        lambda values: values["reasons"], _change("curation_alertpair"),
    ),
)  # fmt: skip
