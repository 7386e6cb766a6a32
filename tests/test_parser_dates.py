"""Dates in a question are read as people write them; what is not certain is said."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.filters import DayField, LastDayField
from dates.edtf import bounds
from search.fields import DATES
from search.parser import Parsed, parse, render
from search.people_dates import read
from search.question import All, AnyOf, Everything, Issued, Question, Without, Word

TODAY = dt.date(2026, 11, 21)


def asked(typed: str) -> Question:
    parsed = parse(typed, TODAY)
    assert parsed.problems == ()
    return parsed.question


def day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def issued(first: str, last: str) -> Issued:
    return Issued(day(first), day(last))


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2022", "2022-01-01", "2022-12-31"),
        ("2022-09", "2022-09-01", "2022-09-30"),
        ("2022-9", "2022-09-01", "2022-09-30"),
        ("2022/09", "2022-09-01", "2022-09-30"),
        ("09/2022", "2022-09-01", "2022-09-30"),
        ("9.2022", "2022-09-01", "2022-09-30"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2022-12-03", "2022-12-03", "2022-12-03"),
        ("2022/12/03", "2022-12-03", "2022-12-03"),
        ("2022/12/3", "2022-12-03", "2022-12-03"),
        ("2022.12.03", "2022-12-03", "2022-12-03"),
        ("3.12.2022", "2022-12-03", "2022-12-03"),
        ("03.12.2022", "2022-12-03", "2022-12-03"),
        ("25/12/2022", "2022-12-25", "2022-12-25"),
        ("12/25/2022", "2022-12-25", "2022-12-25"),
        ("25-12-2022", "2022-12-25", "2022-12-25"),
        ("3/3/2022", "2022-03-03", "2022-03-03"),
        ('"3 December 2022"', "2022-12-03", "2022-12-03"),
        ('"December 3, 2022"', "2022-12-03", "2022-12-03"),
        ('"Dec 3 2022"', "2022-12-03", "2022-12-03"),
        ('"dec. 3rd, 2022"', "2022-12-03", "2022-12-03"),
        ('"3rd of December 2022"', "2022-12-03", "2022-12-03"),
        ('"Saturday, 3 December 2022"', "2022-12-03", "2022-12-03"),
        ('"2022 December 3"', "2022-12-03", "2022-12-03"),
        ('"3-Dec-2022"', "2022-12-03", "2022-12-03"),
        ('"Dec 2022"', "2022-12-01", "2022-12-31"),
        ('"DECEMBER 2022"', "2022-12-01", "2022-12-31"),
        ('"Sept 2022"', "2022-09-01", "2022-09-30"),
        ("3-Dec-2022", "2022-12-03", "2022-12-03"),
        ("Dec-2022", "2022-12-01", "2022-12-31"),
        ("December2022", "2022-12-01", "2022-12-31"),
        ("2022-10?", "2022-10-01", "2022-10-31"),
        ("2022~", "2022-01-01", "2022-12-31"),
        ("2022,", "2022-01-01", "2022-12-31"),
        (" 2022", "2022-01-01", "2022-12-31"),
        # Between two
        ("2020-09-27..2020-11-10", "2020-09-27", "2020-11-10"),
        ("2020-09..2020-11", "2020-09-01", "2020-11-30"),
        ("2020..2022", "2020-01-01", "2022-12-31"),
        ("2020…2022", "2020-01-01", "2022-12-31"),
        ("2020–2022", "2020-01-01", "2022-12-31"),
        ("2020-2022", "2020-01-01", "2022-12-31"),
        ("2020-09-27/2020-11-10", "2020-09-27", "2020-11-10"),
        ("2020/2022", "2020-01-01", "2022-12-31"),
        ('"27 September 2020..10 November 2020"', "2020-09-27", "2020-11-10"),
        ('"27 Sep 2020 to 10 Nov 2020"', "2020-09-27", "2020-11-10"),
        ('"27.9.2020 - 10.11.2020"', "2020-09-27", "2020-11-10"),
        ("27.9.2020..10.11.2020", "2020-09-27", "2020-11-10"),
        ("2022..", "2022-01-01", ""),
        ("..2022", "", "2022-12-31"),
        ("2022/..", "2022-01-01", ""),
        ("../2022", "", "2022-12-31"),
    ],
)
def test_a_date_is_read_as_people_write_it(typed: str, first: str, last: str) -> None:
    assert asked(f"date:{typed}") == issued(first, last)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("before:3 December 2022", issued("", "2022-12-03")),
        ("before: 3 December 2022", issued("", "2022-12-03")),
        ("after:Dec 3rd, 2022", issued("2022-12-03", "")),
        ("date:December 2022", issued("2022-12-01", "2022-12-31")),
        ("date:27 September 2020..10 November 2020", issued("2020-09-27", "2020-11-10")),
        ("date:27 September 2020 to 10 November 2020", issued("2020-09-27", "2020-11-10")),
        ("date:27 Sep 2020 – Nov 2020", issued("2020-09-27", "2020-11-30")),
        ("date:2020-09-27 .. 2020-11-10", issued("2020-09-27", "2020-11-10")),
        ("date:2020 to 2022", issued("2020-01-01", "2022-12-31")),
        ("date:2020 - 2022", issued("2020-01-01", "2022-12-31")),
        ("date:December 2022..", issued("2022-12-01", "")),
        ("date:..December 2022", issued("", "2022-12-31")),
        ("last:90 days", issued("2026-08-23", "2026-11-21")),
    ],
)
def test_a_date_of_several_words_needs_no_quotes(typed: str, meant: Issued) -> None:
    assert asked(f"{typed} famine") == All((meant, Word("famine")))


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("after:2022", "2022-01-01", ""),
        ("after:2022-10", "2022-10-01", ""),
        ("after:2022-10-07", "2022-10-07", ""),
        ("since:2022", "2022-01-01", ""),
        ("before:2022", "", "2022-12-31"),
        ("before:2022-10", "", "2022-10-31"),
        ('before:"3 December 2022"', "", "2022-12-03"),
        ("until:2022", "", "2022-12-31"),
        ("AFTER:2020..2022", "2020-01-01", ""),
        ("before:2020..2022", "", "2022-12-31"),
        ("year:2022", "2022-01-01", "2022-12-31"),
        ("issued:2022-10", "2022-10-01", "2022-10-31"),
    ],
)
def test_after_and_before_include_what_they_name(typed: str, first: str, last: str) -> None:
    assert asked(typed) == issued(first, last)


@pytest.mark.parametrize("typed", ["1994", "2022", "2022-10", "2024-02", "2022-10-07"])
def test_after_and_before_mean_what_the_filters_of_the_page_mean(typed: str) -> None:
    assert asked(f"after:{typed}") == Issued(DayField().clean(typed), None)
    assert asked(f"before:{typed}") == Issued(None, LastDayField().clean(typed))


@pytest.mark.parametrize(
    ("typed", "today", "first"),
    [
        ("90d", "2026-11-21", "2026-08-23"),
        ("1d", "2026-01-01", "2025-12-31"),
        ("0d", "2026-01-01", "2026-01-01"),
        ("2w", "2026-11-21", "2026-11-07"),
        ("6m", "2026-11-21", "2026-05-21"),
        ("1m", "2026-03-31", "2026-02-28"),
        ("12m", "2024-02-29", "2023-02-28"),
        ("2y", "2026-11-21", "2024-11-21"),
        ("4y", "2024-02-29", "2020-02-29"),
        ("2Y", "2026-11-21", "2024-11-21"),
        ('"90 days"', "2026-11-21", "2026-08-23"),
        ('"2 weeks"', "2026-11-21", "2026-11-07"),
        ("year", "2026-11-21", "2025-11-21"),
    ],
)
def test_last_reaches_back_from_today(typed: str, today: str, first: str) -> None:
    now = dt.date.fromisoformat(today)
    assert parse(f"last:{typed}", now) == Parsed(Issued(day(first), now), ())


def test_a_number_after_a_date_is_a_word() -> None:
    assert asked("date:2022 2023") == All((issued("2022-01-01", "2022-12-31"), Word("2023")))
    assert asked("date:2022 -famine") == All((issued("2022-01-01", "2022-12-31"), Without(Word("famine"))))


def test_dates_stand_in_operators_and_parentheses_as_anything_does() -> None:
    assert asked("-date:2022") == Without(issued("2022-01-01", "2022-12-31"))
    assert asked("date:(2020 OR 2022)") == AnyOf(
        (issued("2020-01-01", "2020-12-31"), issued("2022-01-01", "2022-12-31"))
    )
    assert asked("after:2022 before:2022") == All((issued("2022-01-01", ""), issued("", "2022-12-31")))


@pytest.mark.parametrize(
    ("typed", "meant", "words"),
    [
        ("date:3/12/2022", issued("2022-12-03", "2022-12-03"), "read as 3 December 2022; write 2022-12-03"),
        ("date:2022..2020", issued("2020-01-01", "2022-12-31"), "ends before it begins"),
        ("last:90", issued("2026-08-23", "2026-11-21"), "read as 90 days; write last:90d"),
        ("date:soon", Everything(), "not a date; write 2022"),
        ("date:2022-13", Everything(), "no such day, month or year"),
        ("date:2022-02-30", Everything(), "no such day"),
        ("date:31.4.2022", Everything(), "no such day"),
        ("date:0000", Everything(), "no such day"),
        ("date:20222", Everything(), "not a date"),
        ("date:2022..soon", Everything(), "not a date"),
        ('date:"3 4 December 2022"', Everything(), "not a date"),
        ('date:"December"', Everything(), "not a date"),
        ("after:..2022", Everything(), "names no day"),
        ("before:2022..", Everything(), "names no day"),
        ("last:soon", Everything(), "not a length of time; write last:90d"),
        ("last:9999y", Everything(), "before the year 1"),
        ("last:999999d", Everything(), "before the year 1"),
        ("last:2022-10", Everything(), "not a length of time"),
        ("date:2022*", Everything(), "not a date"),
    ],
)
def test_it_says_what_is_wrong_with_a_date_and_answers_the_rest(typed: str, meant: Question, words: str) -> None:
    parsed = parse(f"{typed} famine", TODAY)
    assert parsed.question == (All((meant, Word("famine"))) if isinstance(meant, Issued) else Word("famine"))
    (problem,) = parsed.problems
    assert words in problem.message
    assert (problem.start, problem.end) == (0, len(typed))


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        ("2022-01-01", "2022-12-31", "date:2022"),
        ("2024-02-01", "2024-02-29", "date:2024-02"),
        ("2022-10-07", "2022-10-07", "date:2022-10-07"),
        ("2020-09-27", "2020-11-10", "date:2020-09-27..2020-11-10"),
        ("2022-01-01", "", "date:2022-01-01.."),
        ("", "2022-12-31", "date:..2022-12-31"),
        ("0001-01-01", "0001-12-31", "date:0001"),
    ],
)
def test_dates_are_shown_as_short_as_they_are_exact(first: str, last: str, shown: str) -> None:
    assert render(issued(first, last)) == shown
    assert asked(shown) == issued(first, last)


@given(st.sampled_from(DATES), st.text(st.sampled_from("0123456789-/.. ~?dmywstonDecMay,…–"), max_size=30))
def test_a_date_is_read_or_refused_with_a_sentence(field: str, text: str) -> None:
    refused = ""
    try:
        days = read(field, text, TODAY)
    except ValueError as error:
        refused = str(error)
    if refused:
        assert refused.endswith(".")
        return
    assert days.first or days.last
    assert days.first is None or days.last is None or days.first <= days.last


@given(
    st.dates(),
    st.sampled_from(["{0:%d %B} {0.year:04}", "{0:%B} {0.day}, {0.year:04}", "{0.day}.{0.month}.{0.year:04}", "{0}"]),
)
def test_every_day_is_read_in_every_way_of_writing(when: dt.date, written: str) -> None:
    assert asked(f'date:"{written.format(when)}"') == Issued(when, when)


@given(st.dates(), st.sampled_from([4, 7, 10]))
def test_a_date_means_the_days_that_it_means_on_an_alert(when: dt.date, length: int) -> None:
    written = when.isoformat()[:length]
    days = bounds(written)
    assert asked(f"date:{written}") == Issued(days.earliest, days.latest)
