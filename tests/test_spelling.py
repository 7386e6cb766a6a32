"""Did you mean: what is likely to be a slip is put right with the archive's own words, and nothing else is."""

import csv
import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.asking import Ask
from search.engine import Engine
from search.parser import parse
from search.question import AnyOf, Issued, Question, Span, Tied, Word
from search.spelling import did_you_mean, differing
from tests.engine_contract import doc


@pytest.fixture(scope="module")
def catalogue() -> Engine:
    """The titles and abstracts of the catalogue."""
    engine = Engine()
    with (Path(__file__).parent.parent / "fixtures" / "alerts.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    documents = [doc(r["uid"], r["title"], language=r["language"], abstract=r["abstract"]) for r in rows]
    engine.write(documents, [], 1)
    return engine


def meant(engine: Engine, typed: str, **ask: object) -> str | None:
    asked = Ask(parse(typed, dt.date(2026, 11, 21)).question, **ask)  # type: ignore[arg-type]
    return did_you_mean(typed, asked, engine.search(asked).total, engine)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("genocdie", "genocide"),
        ("gneocide", "genocide"),
        ("enocide", "genocide"),
        ("xgenocide", "genocide"),
        ("Azerbajan", "Azerbaijan"),
        ("zerbaijan", "azerbaijan"),
        ("ROHINGA", "ROHINGYA"),
        ("Karabkh", "Karabakh"),
        ("Nagorno-Karabkh", "Nagorno-Karabakh"),
        ("Myanmmar", "Myanmar"),
        ("Tigary", "Tigray"),
        ("Burundu", "Burundi"),
        ("preventoin of  genocdie", "prevention of  genocide"),
        ("genocdie in Karabkh", "genocide in Karabakh"),
        ("title:genocdie -Sudan", "title:genocide -Sudan"),
        ("(Karabkh OR azerbajan) genocide", "(Karabakh OR azerbaijan) genocide"),
        ('"ethnic clensing"', '"ethnic cleansing"'),
    ],
)
def test_a_slip_is_put_right_where_it_stands(catalogue: Engine, typed: str, expected: str) -> None:
    assert meant(catalogue, typed) == expected


@pytest.mark.parametrize(
    "typed",
    [
        "genocide",
        "Azerbaijan",
        "zzzzqqq",
        "",
        "the",
        "Sud",
        "2o22",
        "-genocdie",
        "genocdi*",
        "genocdie~1",
        "种族灭绝",
        "\0",
    ],
    ids=ascii,
)
def test_nothing_is_put_right_that_is_right_or_beyond_knowing(catalogue: Engine, typed: str) -> None:
    assert meant(catalogue, typed) is None


def test_a_word_that_many_alerts_hold_is_no_slip() -> None:
    engine = Engine()
    engine.write([doc(f"g{n}", "Genocide") for n in range(50)] + [doc(f"h{n}", "Genocides") for n in range(5)], [], 1)
    assert meant(engine, '"genocides"') is None


def test_a_rare_word_gives_way_only_to_a_much_more_frequent_one() -> None:
    engine = Engine()
    documents = [doc(f"a{n}", "Tigray") for n in range(30)] + [
        doc("b", "Tigrai"),
        doc("c", "Lachin"),
        doc("d", "Lachen"),
    ]
    engine.write(documents, [], 1)
    assert meant(engine, "Tigrai") == "Tigray"
    assert meant(engine, "Lachen") is None


def test_what_is_no_longer_public_is_never_suggested() -> None:
    engine = Engine()
    engine.write([doc("a", "Stepanakert"), doc("b", "Xankendi"), doc("c", "arms")], [], 1)
    assert meant(engine, "Stepanakrt") == "Stepanakert"
    assert meant(engine, "Stepanakrt", without=frozenset({"a"})) is None
    engine.write([], ["a"], 2)
    assert meant(engine, "Stepanakrt") is None


def test_a_suggestion_finds_more_under_the_same_filters() -> None:
    engine = Engine()
    engine.write([doc("a", "Karabakh", first="2020-09-27"), doc("b", "arms", first="2023-01-01")], [], 1)
    assert meant(engine, "Karabkh", filters={"": Issued(dt.date(2020, 1, 1), None)}) == "Karabakh"
    assert meant(engine, "Karabkh", filters={"": Issued(dt.date(2021, 1, 1), None)}) is None


def test_a_name_that_the_archive_knows_is_no_slip() -> None:
    engine = Engine()
    engine.write([doc("a", "Bermuda", ties={"country": "MM"}), *(doc(f"u{n}", "Burma") for n in range(50))], [], 1)
    span = Span(0, 5)
    question: Question = AnyOf((Word("Birma", span=span), Tied("country", ("XX",), span=span)))
    assert did_you_mean("Birma", Ask(question), 0, engine) is None
    assert did_you_mean("Birma", Ask(Word("Birma", span=span)), 0, engine) == "Burma"


@given(st.text(max_size=60))
def test_whatever_is_typed_is_answered(typed: str) -> None:
    engine = Engine()
    assert meant(engine, typed) is None


@pytest.mark.parametrize(
    ("one", "other", "letters"),
    [
        ("", "", 0),
        ("a", "", 1),
        ("genocide", "genocdie", 1),
        ("karabakh", "karabkh", 1),
        ("arms", "amrs", 1),
        ("abc", "cab", 2),
    ],
)
def test_letters_differ_by_so_many(one: str, other: str, letters: int) -> None:
    assert differing(one, other) == differing(other, one) == letters
