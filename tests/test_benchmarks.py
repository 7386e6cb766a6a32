"""The archive that the benchmarks measure is one that the archive itself could have made."""

import pytest
from django.db import connection
from django.http import QueryDict

from alerts.chains import regroup
from alerts.changes import keywords
from alerts.filters import AlertFilter
from alerts.models import PARTS, Alert, Change, Event, LogHead
from alerts.questions import Question as Asked
from alerts.record import describe, with_parts
from benchmarks import archive
from benchmarks.corpus import Maker
from benchmarks.vocabulary import uid
from search import narrowing
from search.asking import Ask
from tests.documents import engine_of_today

SIZE = 80
WORDS = 60
DERIVED = ("slug", "title_key", "series", "statement", "issued_earliest", "issued_latest", "record", "keywords")
QUESTIONS = (
    "", "sort=title", "sort=date", "country=AC", "country=AB&country=AD&sort=-title", "genre=alert", "year=2020",
    "issued_after=2010&issued_before=2015-06", "crime=mass_atrocity&modality=risk", "language=es",
)  # fmt: skip


@pytest.fixture
def loaded(db: None) -> list[Alert]:
    """A small archive, loaded as a large one is."""
    assert list(archive.load(SIZE, WORDS)) == [SIZE]
    return list(with_parts(Alert.objects.order_by("pk")))


def test_the_same_numbers_make_the_same_alerts() -> None:
    one, other = Maker(WORDS), Maker(WORDS)
    assert list(one.block(3, 20)) == list(other.block(3))[:20]
    assert list(one.block(4, 20)) != list(other.block(3))[:20]


def test_every_uid_is_another() -> None:
    assert len({uid(number) for number in range(50_000)}) == 50_000


def test_an_archive_is_as_publishing_would_have_left_it(loaded: list[Alert]) -> None:
    connection.check_constraints()
    the_log_and_the_feed_are_gapless()
    every_part_is_valid()
    assert any(alert.series != alert.uid for alert in loaded)
    assert {len(alert.issued) for alert in loaded} >= {7, 10}
    before = list(Alert.objects.order_by("pk").values_list(*DERIVED))
    for alert in loaded:
        assert alert.record == describe(alert)
        assert alert.keywords == keywords(alert)
        alert.clean_fields()
        alert.save()
        assert not regroup(alert)
    assert list(Alert.objects.order_by("pk").values_list(*DERIVED)) == before


def the_log_and_the_feed_are_gapless() -> None:
    numbers = list(range(1, SIZE + 1))
    assert list(Change.objects.values_list("number", "alert")) == list(zip(numbers, numbers, strict=True))
    assert list(Event.objects.values_list("number", "version__alert")) == list(zip(numbers, numbers, strict=True))
    assert set(LogHead.objects.values_list("name", "number")) == {("events", SIZE), ("changes", SIZE)}


def every_part_is_valid() -> None:
    parts = {model.__name__: list(model._default_manager.all()) for model in PARTS}
    for part in (part for some in parts.values() for part in some):
        part.clean_fields()
    assert {n for n, some in parts.items() if not some} == {"AlertDate", "RecommendationTarget", "Response", "Document"}


def test_index_and_filters_agree_on_it_and_rows_can_follow(loaded: list[Alert]) -> None:
    engine = engine_of_today()
    for query in QUESTIONS:
        data = QueryDict(query)
        asked = Asked(data)
        found = engine.search(Ask(filters=narrowing.filters(asked), order=asked.order, limit=SIZE))
        assert found.uids == [alert.uid for alert in AlertFilter(data).qs], query
        assert found.uids, query
    assert Alert.objects.create(title="The next").pk > SIZE
