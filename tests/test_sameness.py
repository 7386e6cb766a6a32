"""The index and the database are one archive: for any filters, and for orders by date and title, the same alerts in the
same order. The filter set, run on the database, is the oracle."""

import random

import pytest
from django.db import transaction
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alerts import publishing
from alerts.filters import AlertFilter
from alerts.models import (
    Alert,
    AlertCountry,
    AlertPlace,
    Characterization,
    Measure,
    Party,
    Recommendation,
    RecommendationAddressee,
    Situation,
)
from alerts.questions import Question as Asked
from search import narrowing
from search.asking import Ask
from search.engine import Engine
from tests import cast
from tests.documents import engine_of_today

pytestmark = pytest.mark.django_db

BODIES = ("Lemkin Institute", "Genocide Watch", "Security Council", "Famine Network")
COUNTRIES = {"AZ": "Azerbaijan", "AM": "Armenia", "SD": "Sudan", "MM": "Myanmar"}
PLACES = ("Artsakh", "Darfur", "Rakhine")
SITUATIONS = ("karabakh", "sudan", "rohingya")
MEASURES = ("arms-embargo", "sanctions")
CRIMES = ("genocide", "war_crimes", "aggression")
MODALITIES = ("risk", "under_way", "denied")
LANGUAGES = ("en", "es", "pt-BR", "zh-Hant")
DATES = (
    "2022-10-07", "2022-10", "2022", "2021-12/2022-01", "2022-12-31", "2023-01-01", "2020-02-29", "2020/..", "../2021",
    "1994-04-07/1994-07-15", "2019/2021", "0987", "2022~", "2022-10?", "",
)  # fmt: skip
TITLES = (
    "Warning", "warning", "Wárning", "WARNING!", "Warning a", "Warning_a", "a", "b Älter", "Élan", "Ещё", "Еще", "警告",
    "🕊️ peace", "\U0001f54a", "Zulu", "ａｂｃ", "abc", "ab", "x" * 200, "x" * 201, "x" * 199 + " y", "Արցախ", "İstanbul",
)  # fmt: skip
SORTS = ("", "date", "-date", "title", "-title", "relevance")


def archive(seed: int, size: int) -> None:
    """So many public alerts, each with parts picked by chance."""
    pick = random.Random(seed)
    for n in range(size):
        issuer = cast.organization(pick.choice(BODIES))
        label, genre = pick.choice((("Warning", "alert"), ("Word", "letter")))
        alert = cast.draft(
            pick.choice(TITLES), issuer, issued=pick.choice(DATES), issued_basis="unknown", issued_note="By chance",
            language=pick.choice(LANGUAGES), type=cast.alert_type(issuer, label, genre),
        )  # fmt: skip
        _parts(alert, pick)
        publishing.publish(alert, cast.reviewer())
        if pick.random() < 0.4:
            _situation(pick).alerts.add(alert)
        if pick.random() < 0.1 and n:
            publishing.withdraw(alert, cast.reviewer(), "error")


def _parts(alert: Alert, pick: random.Random) -> None:
    for code in pick.sample(sorted(COUNTRIES), pick.randrange(3)):
        AlertCountry.objects.create(alert=alert, country=cast.country(code, COUNTRIES[code]))
    for place in pick.sample(PLACES, pick.randrange(2)):
        AlertPlace.objects.create(alert=alert, place=cast.place(place))
    for crime in pick.sample(CRIMES, pick.randrange(3)):
        Characterization.objects.create(alert=alert, crime=crime, modality=pick.choice(MODALITIES))
    for role in pick.sample(("signatory", "addressee"), pick.randrange(3)):
        Party.objects.create(alert=alert, role=role, organization=cast.organization(pick.choice(BODIES)))
    for number in range(pick.randrange(3)):
        measure, _ = Measure.objects.get_or_create(slug=(slug := pick.choice(MEASURES)), defaults={"label": slug})
        ask = Recommendation.objects.create(
            alert=alert, number=number + 1, text="Act.", measure=pick.choice((measure, None)),
            situation=pick.choice((_situation(pick), None, None)),
        )  # fmt: skip
        RecommendationAddressee.objects.create(recommendation=ask, organization=cast.organization(pick.choice(BODIES)))


def _situation(pick: random.Random) -> Situation:
    slug = pick.choice(SITUATIONS)
    return Situation.objects.get_or_create(slug=slug, defaults={"title": slug})[0]


def any_of(*values: str) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), max_size=2, unique=True)


TYPES = tuple(f"{body.lower().replace(' ', '-')}-{label}" for body in BODIES for label in ("warning", "word"))
SLUGS = tuple(body.lower().replace(" ", "-") for body in BODIES)
DAYS = ("2022", "2022-10", "2022-10-07", "2020-02-29", "1994-06", "2021", "9999", "0001")
ORDERS = {"sort": st.sampled_from(SORTS).map(lambda sort: [sort])}
NARROWING = {
    "issuer": any_of(*SLUGS),
    "type": any_of(*TYPES),
    "genre": any_of("alert", "letter"),
    "issued_after": st.sampled_from(DAYS).map(lambda day: [day]),
    "issued_before": st.sampled_from(DAYS).map(lambda day: [day]),
    "country": any_of(*COUNTRIES),
    "place": any_of("artsakh", "darfur", "rakhine"),
    "situation": any_of(*SITUATIONS),
    "addressee": any_of(*SLUGS),
    "measure": any_of(*MEASURES),
    "language": any_of(*LANGUAGES),
    "year": any_of("2022", "2021", "2020", "1994", "2010", "0987", "987"),
    "crime": any_of(*CRIMES),
    "modality": any_of(*MODALITIES),
}
FILTERS = st.fixed_dictionaries(ORDERS, optional=NARROWING)


def query(filters: dict[str, list[str]]) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, values in filters.items():
        data.setlist(name, values)
    return data


def by_database(data: QueryDict) -> list[str]:
    return [alert.uid for alert in AlertFilter(data).qs]


def by_index(engine: Engine, data: QueryDict) -> list[str] | None:
    asked = Asked(data)
    if not asked.is_valid:
        return []
    found = engine.search(Ask(filters=narrowing.filters(asked), order=asked.order, limit=1000))
    assert found.total == len(found.uids)
    return found.uids


def test_every_filter_of_the_page_is_asked_here() -> None:
    assert ORDERS.keys() | NARROWING.keys() == set(AlertFilter.base_filters) - {"q", "names", "page"}


@pytest.fixture
def engine() -> Engine:
    """Of an archive that all examples of a test ask."""
    archive(seed=3, size=50)
    return engine_of_today()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(filters=FILTERS)
def test_any_filters_and_orders_find_the_same(engine: Engine, filters: dict[str, list[str]]) -> None:
    data = query(filters)
    assert by_index(engine, data) == by_database(data)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6), size=st.integers(1, 5), questions=st.lists(FILTERS, min_size=5, max_size=20))
def test_so_do_they_in_any_archive(seed: int, size: int, questions: list[dict[str, list[str]]]) -> None:
    with transaction.atomic():
        archive(seed, size)
        engine = engine_of_today()
        for filters in [*({"sort": [sort]} for sort in SORTS), *questions]:
            data = query(filters)
            assert by_index(engine, data) == by_database(data), filters
        transaction.set_rollback(True)
