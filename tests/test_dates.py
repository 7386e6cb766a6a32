"""A date is kept, found and shown as precisely as it is known."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from dates.display import day_in_words, in_words
from dates.edtf import MAX_LENGTH, Bounds, bounds
from dates.fields import validate_edtf


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "words"),
    [
        ("2022-10-07", "2022-10-07", "2022-10-07", "7 October 2022"),
        ("2022-11", "2022-11-01", "2022-11-30", "November 2022"),
        ("2024-02", "2024-02-01", "2024-02-29", "February 2024"),
        ("2022", "2022-01-01", "2022-12-31", "2022"),
        ("2023-09-21/2023-09-25", "2023-09-21", "2023-09-25", "21 September 2023 – 25 September 2023"),
        ("1994-04/1994-07", "1994-04-01", "1994-07-31", "April 1994 – July 1994"),
        ("2022~", "2022-01-01", "2022-12-31", "about 2022"),
        ("2022-10?", "2022-10-01", "2022-10-31", "October 2022 (uncertain)"),
        ("2022-10-07%", "2022-10-07", "2022-10-07", "about 7 October 2022 (uncertain)"),
    ],
)
def test_a_date_has_its_days_and_its_words(text: str, earliest: str, latest: str, words: str) -> None:
    assert bounds(text) == Bounds(day(earliest), day(latest))
    assert in_words(text) == words


def test_an_interval_may_be_open() -> None:
    assert bounds("2020-09/..") == Bounds(day("2020-09-01"), None)
    assert bounds("../2020-09") == Bounds(None, day("2020-09-30"))
    assert (in_words("2020-09/.."), in_words("../2020-09")) == ("since September 2020", "until September 2020")


def test_no_date_reads_undated() -> None:
    assert in_words("") == "undated"
    assert day_in_words(day("2022-10-07")) == "7 October 2022"


@pytest.mark.parametrize(
    "text",
    ["", "2022-13", "2022-02-30", "22", "2022-1", "yesterday", "2022/2021", "../..", "2022-10-07T10:00", "٢٠٢٢", "0000",
     "2022-10-07\n", "2022\x00", "9" * 5000, "2022-21",
     "[2022,2023]", "2022-00", "2022-01-00", "2022-01-32", "1900-02-29"],
)  # fmt: skip
def test_what_is_no_date_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"(?s)“.*”.*\.$"):
        bounds(text)
    with pytest.raises(ValidationError):
        validate_edtf(text)


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_is_refused(text: str) -> None:
    try:
        found = bounds(text)
    except ValueError:
        return
    assert len(text) <= MAX_LENGTH
    assert found.earliest or found.latest
    assert in_words(text)


@given(st.dates(min_value=dt.date(1, 1, 1)), st.dates(min_value=dt.date(1, 1, 1)))
def test_an_interval_holds_both_its_ends(one: dt.date, other: dt.date) -> None:
    first, last = sorted((one, other))
    assert bounds(f"{first}/{last}") == Bounds(first, last)


@settings(deadline=None)
@given(st.dates(min_value=dt.date(1, 1, 1)), st.sampled_from((4, 7, 10)))
def test_a_mark_of_doubt_alters_no_day(date: dt.date, precision: int) -> None:
    text = date.isoformat()[:precision]
    assert bounds(text) == bounds(f"{text}?")
