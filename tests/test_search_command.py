"""manage.py search: the answer of the page, on the command line."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from alerts import publishing
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("indexed")]


def told(*arguments: str) -> str:
    out = StringIO()
    call_command("search", *arguments, stdout=out)
    return out.getvalue()


def plain(*arguments: str) -> Any:
    return json.loads(told(*arguments, "--json"))


@pytest.fixture(autouse=True)
def alerts() -> None:
    alert = cast.draft("Famine feared", issued="2004-07")
    cast.recommendation(alert, "Open the roads.", 3)
    publishing.publish(alert, cast.reviewer())
    cast.published("Famine again", cast.organization("Lemkin Institute"), issued="2005")
    cast.published("Siege", issued="2006")


def test_it_tells_hits_counts_and_how_the_question_was_read() -> None:
    lines = told("famine OR roads")
    assert "Read as: famine OR roads" in lines
    assert "2 alerts" in lines
    assert "*Famine* feared" in lines
    assert "July 2004 · Genocide Watch" in lines
    assert "Issuer: Genocide Watch (1), Lemkin Institute (1)" in lines


def test_programs_get_the_same() -> None:
    found = plain("roads")
    assert found["total"] == 1
    assert found["reading"] == "roads"
    assert found["hits"][0]["title"] == "Famine feared"
    assert (found["hits"][0]["where"], found["hits"][0]["passage"]) == ("in recommendation 3", "Open the *roads*.")
    assert found["facets"]["issuer"] == [{"value": "genocide-watch", "label": "Genocide Watch", "count": 1}]


def test_filters_orders_and_pages_are_those_of_the_page() -> None:
    found = plain("famine", "--filter", "issuer=lemkin-institute")
    assert [hit["title"] for hit in found["hits"]] == ["Famine again"]
    found = plain("--filter", "sort=date", "--filter", "year=2004", "--filter", "year=2006")
    assert [hit["title"] for hit in found["hits"]] == ["Famine feared", "Siege"]
    assert plain("--filter", "page=7")["hits"] == []


def test_what_is_wrong_is_told_with_its_place() -> None:
    assert plain('"famine')["problems"][0]["start"] == 0
    assert "At character 1: " in told('"famine')


def test_it_explains_what_was_asked() -> None:
    explained = plain("famine", "--filter", "country=", "--filter", "issued_after=2004", "--explain")["explained"]
    assert explained["order"] == "relevance"
    assert "Word(text='famine'" in explained["read"]
    assert "2004, 1, 1" in explained["filters"]["issued"]
    assert "read: Word(text='famine'" in told("famine", "--explain")


@pytest.mark.parametrize("bad", ["nothing", "nothing=1", "sort=best", "issuer=nobody", "page=x"])
def test_a_bad_filter_is_named(bad: str) -> None:
    with pytest.raises(CommandError, match=r"(?i)" + bad.split("=")[0]):
        told("famine", "--filter", bad)
