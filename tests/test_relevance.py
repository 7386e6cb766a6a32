"""The measure of relevance itself, and the judged questions: these are the ruler that answers are held to."""

import csv
import math
from pathlib import Path

import pytest

from search.relevance import Score, mean, measure, ndcg, read

HERE = Path(__file__).resolve().parent
FIXTURES = HERE.parent / "fixtures"


class TestMeasure:
    def test_the_best_order_is_one(self) -> None:
        assert ndcg(["a", "b", "c"], {"a": 3, "b": 2, "c": 1}) == 1

    def test_alerts_of_one_grade_may_stand_in_any_order(self) -> None:
        assert ndcg(["b", "a"], {"a": 3, "b": 3}) == 1

    def test_nothing_found_is_nought(self) -> None:
        assert ndcg([], {"a": 3}) == 0
        assert ndcg(["x", "y"], {"a": 3}) == 0

    def test_it_agrees_with_what_was_worked_out_by_hand(self) -> None:
        """Found c, x, a, b of a=3 b=2 c=1: 1/1 + 0 + 7/2 + 3/log2(5); best 7/1 + 3/log2(3) + 1/2."""
        found = 1 + 0 + 7 / 2 + 3 / 2.321928094887362
        best = 7 + 3 / 1.584962500721156 + 1 / 2
        assert ndcg(["c", "x", "a", "b"], {"a": 3, "b": 2, "c": 1}) == pytest.approx(found / best)
        assert found / best == pytest.approx(0.616646, abs=1e-6)

    def test_a_hit_at_the_second_rank_loses_what_the_logarithm_says(self) -> None:
        assert ndcg(["x", "a"], {"a": 1}) == pytest.approx(1 / math.log2(3))

    def test_only_the_first_ten_count(self) -> None:
        judged = {f"a{n}": 1 for n in range(12)}
        assert ndcg(list(judged), judged) == 1
        assert ndcg([*"0123456789", "a0"], judged) == 0
        assert ndcg(["x", "a0"], judged, k=1) == 0

    def test_the_same_alert_twice_counts_once(self) -> None:
        assert ndcg(["a", "a"], {"a": 3, "b": 3}) == ndcg(["a"], {"a": 3, "b": 3})

    def test_a_question_without_anything_relevant_has_no_measure(self) -> None:
        with pytest.raises(ValueError, match="Nothing"):
            ndcg(["a"], {"a": 0})

    def test_every_question_counts_the_same(self) -> None:
        judged = {"one": {"a": 3}, "two": {"b": 3, "c": 1}}
        scores = measure(lambda question: {"one": ["a"], "two": []}[question], judged)
        assert scores == [Score("one", 1.0, ()), Score("two", 0.0, ("b",))]
        assert mean(scores) == 0.5


class TestReading:
    @pytest.mark.parametrize(
        ("rows", "message"),
        [
            ("q,a,4", "row 2: “4” is no grade"),
            ("q,a,", "row 2: “” is no grade"),
            ("q,a,3\nq,a,2", "row 3: a is judged twice"),
            ("q,a,0", "“q”: nothing is judged"),
        ],
    )
    def test_a_bad_row_is_told(self, tmp_path: Path, rows: str, message: str) -> None:
        path = tmp_path / "judged.csv"
        path.write_text(f"question,alert,grade\n{rows}\n", encoding="utf-8")
        with pytest.raises(ValueError, match=message):
            read(path)


class TestJudgedQuestions:
    def test_there_are_enough_of_many_kinds(self) -> None:
        questions = list(read(HERE / "relevance.csv"))
        assert len(questions) >= 60
        assert sum(":" in question for question in questions) >= 15
        assert sum(not question.isascii() for question in questions) >= 8

    def test_every_judged_alert_is_in_the_catalogue(self) -> None:
        with (FIXTURES / "alerts.csv").open(encoding="utf-8", newline="") as file:
            held = {row["uid"] for row in csv.DictReader(file)}
        judged = {uid for alerts in read(HERE / "relevance.csv").values() for uid in alerts}
        assert judged <= held
