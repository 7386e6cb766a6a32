"""What the public filters can be set to: the records that published alerts use, and nothing else.

One query reads all options of all filters, so that a page costs the same however many filters there are.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Self

from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.translation import get_language_info

from alerts.models import Alert, AlertType, Measure, Situation
from identifiers.folding import fold
from identifiers.models import FormerAddress, Kind
from organizations.models import Organization
from places.models import Country, Place

# What a former address of an option would be filed under; a genre, language or country never moves.
KINDS: dict[str, str] = {
    "issuer": Kind.ORGANIZATION,
    "type": Kind.ALERT_TYPE,
    "place": Kind.PLACE,
    "situation": Kind.SITUATION,
    "addressee": Kind.ORGANIZATION,
    "measure": Kind.MEASURE,
}


@dataclass(frozen=True)
class Option:
    """A value of a filter: `key` finds the record (uid, ISO code, or the value itself), `value` stands in addresses."""

    key: str
    value: str
    label: str
    detail: str = ""


class Options:
    """The options of every filter, each found by its uid, slug or code, and by the addresses that it used to have."""

    def __init__(self, rows: Iterable[tuple[str, str, str, str, str]]) -> None:
        self._by_name: dict[str, list[Option]] = defaultdict(list)
        self._found: dict[tuple[str, str], Option] = {}
        for name, uid, slug, label, detail in rows:
            self._add(name, uid, slug, label, detail)
        for options in self._by_name.values():
            options.sort(key=lambda o: (fold(o.label), o.detail))

    @classmethod
    def read(cls) -> Self:
        """All options of today, in one query."""
        first, *others = _queries()
        return cls(first.union(*others))

    def of(self, name: str) -> list[Option]:
        """The options of a filter in alphabetical order."""
        return self._by_name.get(name, [])

    def find(self, name: str, value: str) -> Option | None:
        """The option that `value` (uid, slug, ISO code) means, if there is one."""
        return self._found.get((name, value)) or self._found.get((name, value.casefold()))

    def learn(self, given: Mapping[str, Iterable[str]]) -> None:
        """Look up the values that mean no option by themselves among the former addresses: one query, or none."""
        asked = ((name, value) for name in KINDS for value in given.get(name, []))
        unknown = [pair for pair in asked if _may_be_an_address(pair[1]) and not self.find(*pair)]
        if not unknown:
            return
        rows = FormerAddress.objects.filter(value__in={value for _, value in unknown}).values_list(
            "kind", "value", "uid"
        )
        today = {(kind, value): uid for kind, value, uid in rows}
        for name, value in unknown:
            option = self._found.get((name, today.get((KINDS[name], value), "")))
            if option:
                self._found[name, value] = option

    def _add(self, name: str, uid: str, slug: str, label: str, detail: str) -> None:
        option = _plain(name, slug) if name in ("genre", "language") else Option(uid, slug, label, detail)
        if name == "country":
            option = Option(slug, slug, label)
        self._by_name[name].append(option)
        for key in filter(None, (uid, slug, slug.casefold(), uid.casefold())):
            self._found.setdefault((name, key), option)


def language_name(tag: str) -> str:
    """The English name of a BCP 47 language; the tag itself where none is known."""
    for code in (tag.lower(), tag.lower().partition("-")[0]):
        with suppress(KeyError):
            return str(get_language_info(code)["name"])
    return tag


def _may_be_an_address(value: str) -> bool:
    """Whether a former address can look like that: a database need not be asked for NUL or half a surrogate pair."""
    return 0 < len(value) <= 200 and value.isprintable()


def _plain(name: str, value: str) -> Option:
    label = language_name(value) if name == "language" else dict(AlertType.Genre.choices).get(value, value)
    return Option(value, value, label[:1].upper() + label[1:])


def _queries() -> "list[QuerySet[Any, Any]]":
    """One query a source of options; columns: filter, uid (of a country alpha-3), slug or code, label, detail."""
    public = Alert.objects.published()
    used = public.values("id")
    organizations = Organization.objects.order_by()
    named = ("uid", "slug", "name")
    titled = ("uid", "slug", "title")
    issuer = Coalesce("issuer__name", Value(""))
    return [
        _rows("issuer", organizations.filter(parties__role="issuer", parties__alert__in=used), *named, "acronym"),
        _rows("addressee", organizations.filter(parties__role="addressee", parties__alert__in=used), *named, "acronym"),
        _rows("addressee", organizations.filter(asks__recommendation__alert__in=used), *named, "acronym"),
        _rows("type", AlertType.objects.filter(alerts__in=used), "uid", "slug", "label", issuer),
        _rows("genre", public.filter(type__isnull=False), "type__genre", "type__genre", Value(""), Value("")),
        _rows("language", public, "language", "language", Value(""), Value("")),
        _rows("country", Country.objects.filter(alert_links__alert__in=used), "alpha3", "code", "name", Value("")),
        _rows("place", Place.objects.filter(alert_links__alert__in=used), *named, Value("")),
        _rows("situation", Situation.objects.filter(alerts__in=used), *titled, Value("")),
        _rows("situation", Situation.objects.filter(recommendations__alert__in=used), *titled, Value("")),
        _rows("measure", Measure.objects.filter(recommendations__alert__in=used), "uid", "slug", "label", Value("")),
    ]  # fmt: skip


def _rows(name: str, records: "QuerySet[Any]", *columns: Any) -> "QuerySet[Any, Any]":
    return records.order_by().values_list(Value(name), *columns)
