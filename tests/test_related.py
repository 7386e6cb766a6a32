"""Alerts like this one, on the page of an alert: by rare words and what they share; public, and never its own kin."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from alerts import publishing
from alerts.models import Alert, Relation, Situation
from search import index
from search.engine import Unusable
from search.related import MOST, related
from tests import cast
from tests.documents import engine_of_today
from tests.full_alert import full_published

pytestmark = pytest.mark.django_db

BLOCKADE = "The blockade of the Lachin corridor cuts Artsakh off from food, gas and medicine."


@pytest.fixture(scope="module", autouse=True)
def others(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """An archive in which most speak of something else."""
    with django_db_blocker.unblock(), transaction.atomic():
        for number in range(30):
            cast.published(f"Genocide Warning: Country {number}", abstract="The body warns of a risk of genocide.")
        yield
        transaction.set_rollback(True)


def blockade(title: str = "Blockade of Artsakh", abstract: str = BLOCKADE, **fields: str) -> Alert:
    return cast.published(title, abstract=abstract, **fields)


def titles(alert: Alert, *situations: str, without: tuple[str, ...] = ()) -> list[str]:
    return [other.title for other in related(alert, engine_of_today(), situations, without)]


def test_alerts_with_the_same_rare_words_are_related_and_others_are_not() -> None:
    alert = blockade()
    blockade("Artsakh: the corridor is closed", "Nothing passes the corridor of Lachin; gas is cut.")
    assert titles(alert) == ["Artsakh: the corridor is closed"]
    assert titles(Alert.objects.get(title="Genocide Warning: Country 1")) == []


def test_the_most_alike_comes_first_and_there_are_five_at_most() -> None:
    alert = blockade()
    blockade("Gas cut in Artsakh", "Gas is cut in the blockade.")
    blockade("Blockade of Artsakh again")
    for number in range(6):
        blockade(f"Blockade of Artsakh, day {number}", "The corridor is closed.")
    found = titles(alert)
    assert found[0] == "Blockade of Artsakh again"
    assert len(found) == MOST


def test_a_shared_situation_place_or_people_makes_alike_what_words_alone_would_not() -> None:
    alert = blockade()
    far = cast.draft(
        "Hunger spreads", abstract="Medicine is short, the envoy of the bishops reports from the mountains."
    )
    far.place_links.create(place=cast.place())
    publishing.publish(far, cast.reviewer())
    assert titles(alert) == []
    situation = Situation.objects.create(title="Nagorno-Karabakh", slug="nk")
    situation.alerts.add(far)
    assert titles(alert, situation.uid) == ["Hunger spreads"]
    tied = cast.draft("Blockade of Artsakh 2", abstract=BLOCKADE)
    tied.place_links.create(place=cast.place())
    publishing.publish(tied, cast.reviewer())
    assert titles(Alert.objects.get(pk=tied.pk)) == ["Blockade of Artsakh", "Hunger spreads"]


def test_never_itself_its_series_or_its_translations() -> None:
    alert = blockade()
    for kind in ("updates", "translates", "reissues"):
        kin = cast.draft(f"Blockade of Artsakh, which {kind}", abstract=BLOCKADE)
        Relation.objects.create(alert=kin, kind=kind, target=alert)
        publishing.publish(kin, cast.reviewer())
    assert titles(Alert.objects.get(pk=alert.pk)) == []


def test_of_a_statement_in_several_languages_one_is_shown() -> None:
    alert = blockade()
    original = blockade("Artsakh blockade: an appeal")
    translation = cast.draft("Artsakh blockade: un appel", abstract=BLOCKADE, language="fr")
    Relation.objects.create(alert=translation, kind="translates", target=original)
    publishing.publish(translation, cast.reviewer())
    assert len(titles(alert)) == 1


def test_only_what_is_public_at_this_moment() -> None:
    alert, other = blockade(), blockade("Artsakh under blockade")
    cast.draft("A draft on the blockade of Artsakh", abstract=BLOCKADE)
    engine = engine_of_today()
    assert [a.title for a in related(alert, engine)] == ["Artsakh under blockade"]
    assert related(alert, engine, without=[other.uid]) == []
    publishing.withdraw(other, cast.reviewer(), "error")
    assert related(alert, engine) == []


def test_it_costs_one_question_to_the_database(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    alert, engine = blockade(), engine_of_today()
    blockade("Artsakh under blockade")
    engine = engine_of_today()
    with django_assert_max_num_queries(1):
        assert related(alert, engine)


@pytest.mark.parametrize("words", ["🕊️ 🕊️", "blockade " * 2000, "封锁阿尔察赫", "1 2 3"])
def test_any_text_will_do(words: str) -> None:
    assert titles(blockade("?", words)) == []


class TestPage:
    @pytest.mark.usefixtures("indexed")
    def test_it_shows_them_with_links_and_dates(self, client: Client) -> None:
        alert = blockade()
        other = blockade("Artsakh <under> blockade", issued="2022-12")
        html = client.get(alert.get_absolute_url()).content.decode()
        assert "Alerts like this one" in html
        assert f'<a href="{other.get_absolute_url()}" lang="en" dir="auto">Artsakh &lt;under&gt; blockade</a>' in html
        assert "December 2022" in html

    def test_it_costs_at_most_ten_queries(
        self, client: Client, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        alert = full_published()
        other = cast.draft(alert.title, abstract=alert.abstract)
        publishing.publish(other, cast.reviewer())
        engine = engine_of_today()
        monkeypatch.setattr(index, "searcher", lambda: engine)
        with django_assert_max_num_queries(10):
            html = client.get(alert.get_absolute_url()).content.decode()
        assert 'id="alike"' in html

    def test_a_version_page_has_none(self, client: Client, indexed: None) -> None:
        alert = blockade()
        blockade("Artsakh under blockade")
        assert 'id="alike"' not in client.get(f"/alerts/{alert.uid}/v1/").content.decode()

    @pytest.mark.parametrize("state", ["none", "damaged"])
    def test_without_an_index_the_page_is_whole_and_has_no_such_part(
        self, client: Client, monkeypatch: pytest.MonkeyPatch, state: str
    ) -> None:
        alert = blockade()
        blockade("Artsakh under blockade")
        engine = engine_of_today()

        def fails(ask: object) -> None:
            raise Unusable("damaged")

        monkeypatch.setattr(engine, "search", fails)
        monkeypatch.setattr(index, "searcher", lambda: None if state == "none" else engine)
        monkeypatch.setattr(index, "found_damaged", lambda error: None)
        response = client.get(alert.get_absolute_url())
        assert response.status_code == 200
        assert 'id="alike"' not in response.content.decode()
