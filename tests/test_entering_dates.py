"""The date of issue as people type it."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.entering.dates import understand
from dates.display import in_words
from dates.edtf import bounds

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("typed", "edtf"),
    [
        ("November 2022", "2022-11"), ("nov. 2022", "2022-11"), ("2022-11", "2022-11"), ("11/2022", "2022-11"),
        ("3 December 2022", "2022-12-03"), ("December 3rd, 2022", "2022-12-03"), ("Sat, 3 Dec 2022", "2022-12-03"),
        ("2022-12-03", "2022-12-03"), ("2022/12/3", "2022-12-03"), ("03.12.2022", "2022-12-03"), ("2022", "2022"),
        ("undated", ""), ("n.d.", ""), ("  No  date ", ""),
        ("21–25 September 2023", "2023-09-21/2023-09-25"), ("21-25 September 2023", "2023-09-21/2023-09-25"),
        ("September 21–25, 2023", "2023-09-21/2023-09-25"), ("September 21-25, 2023", "2023-09-21/2023-09-25"),
        ("28 September – 3 October 2023", "2023-09-28/2023-10-03"),
        ("September–October 2023", "2023-09/2023-10"), ("Sept-Oct 2023", "2023-09/2023-10"),
        ("7 October 2022 to 9 October 2022", "2022-10-07/2022-10-09"),
        ("2022-10-07/2022-10-09", "2022-10-07/2022-10-09"),
        ("between May 2021 and June 2022", "2021-05/2022-06"), ("2021–2022", "2021/2022"), ("2021-2022", "2021/2022"),
        ("from 2021 to 2022", "2021/2022"), ("since May 2021", "2021-05/.."), ("May 2021 –", "2021-05/.."),
        ("until 2022", "../2022"), ("c. November 2022", "2022-11~"), ("about 2022", "2022~"), ("2022?", "2022?"),
        ("probably November 2022", "2022-11?"), ("about November 2022?", "2022-11%"),
    ],
)  # fmt: skip
def test_what_is_typed_is_understood(typed: str, edtf: str) -> None:
    assert understand(typed).edtf == edtf


@pytest.mark.parametrize(
    "typed", ["soon", "30 February 2022", "2022-13", "13/13/2022", "9" * 5000, "May", "25–21 September 2023", "–", "/"]
)
def test_what_is_not_understood_is_told_with_what_would_be_right(typed: str) -> None:
    with pytest.raises(ValueError, match=r"(?i)write|day, month or year|ends before") as told:
        understand(typed)
    assert str(told.value)[0] in "“A"


def test_a_guess_says_so() -> None:
    assert "3 December 2022" in str(understand("3/12/2022"))
    assert "to be sure" in understand("3/12/2022").note


@given(st.text(max_size=120))
def test_no_text_gets_anything_but_a_date_or_a_sentence(text: str) -> None:
    with suppress(ValueError):
        edtf = understand(text).edtf
        assert not edtf or bounds(edtf)


@given(st.dates(), st.sampled_from(["{:%Y-%m-%d}", "{:%Y-%m}", "{:%Y}"]))
def test_words_of_a_date_are_read_back_as_it(day: object, form: str) -> None:
    edtf = form.format(day).rjust(len(form.format(day)), "0")
    if len(edtf.split("-")[0]) == 4:
        assert understand(in_words(edtf)).edtf == edtf
