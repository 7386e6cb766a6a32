"""Tables as files: what is written is read back to the letter, and what is odd is told by row."""

import csv
import io
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curation import tables
from curation.tables import TableError

pytestmark = pytest.mark.once
CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)


def refused(data: bytes, kind: str = "csv") -> str:
    with pytest.raises(TableError) as error:
        tables.read(data, kind)
    return str(error.value)


@pytest.mark.parametrize("kind", ["csv", "json"])
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(rows=st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=5))
def test_what_is_written_is_read_back_to_the_letter(kind: str, rows: list[tuple[str, str]]) -> None:
    file = b"".join(tables.written(kind, ["a", "b"], rows))
    assert [tuple(row) for row in tables.read(file, kind)] == rows


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "'=1", "''@x"])
def test_no_cell_of_a_csv_is_a_formula(cell: str) -> None:
    [_, row] = csv.reader(io.StringIO(b"".join(tables.written("csv", ["a"], [[cell]])).decode("utf-8-sig"), newline=""))
    assert row == ["'" + cell]
    assert tables.unguarded(row[0]) == cell


def test_ordinary_apostrophes_stay() -> None:
    assert tables.guarded("'tis") == tables.unguarded("'tis") == "'tis"


def test_an_empty_list_is_written_too() -> None:
    assert b"".join(tables.written("json", ["a"], [])) == b"[]\n"
    assert json.loads(b"".join(tables.written("json", ["a"], [["x"], ["y"]]))) == [{"a": "x"}, {"a": "y"}]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"), (b"\n\n", "empty"), (b"a,a\n1,2\n", "twice: a"),
        (b"a,b\n1,2\n3\n4,5,6\n", "Row 2: it has 1 cells, and the first line names 2"),
        (b"a\nx\n\xff\xfe\n", "Line 3 is not UTF-8"), (b"a\nx\0y\n", "Row 1, column a: it holds a character"),
        (b'a\n"open\n', "not CSV"), (b"a\n" + b"x\n" * 5001, "at most 5,000"),
        (b"x" * (tables.LARGEST + 1), "larger than 3 MB"),
    ],
)  # fmt: skip
def test_what_is_no_csv_is_told(data: bytes, said: str) -> None:
    assert said in refused(data)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "not JSON"), (b"{}", "list of objects"), (b"[1]", "list of objects"), (b"[" * 100_000, "not JSON"),
        (b'[{"a": [1]}]', "Row 1: a value is a list"), (b'[{"a": 1}, {"b": 1}]', "Row 1: it has other columns"),
        (b'[{"a": "\\ud800"}]', "Row 1, column a"), (b'[{"a": "\\u0000"}]', "Row 1, column a"), (b"[]", "empty"),
        (b"[" + b"1" * 5000 + b"]", "not JSON"),
    ],
)  # fmt: skip
def test_what_is_no_table_in_json_is_told(data: bytes, said: str) -> None:
    assert said in refused(data, "json")


def test_a_long_text_is_no_error() -> None:
    long = "x" * 200_000
    assert tables.read(f"a\n{long}\n".encode(), "csv")[0] == (long,)
