"""How good answers are: what is found for judged questions, compared with what people judged relevant.

The measure is nDCG (Järvelin and Kekäläinen 2002) with the exponential gain of Burges et al. 2005: a hit of grade g at
rank r adds (2^g - 1) / log2(r + 1); the sum is divided by that of the best order there can be.
"""

import csv
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

# What readers see without scrolling far, and what is reported everywhere else.
DEPTH = 10
# 3: what is asked for; 2: it speaks of it at length, or of it among other things; 1: in passing; 0: only looks like it.
GRADES = range(4)

# The alerts judged for each question, by uid: those that are not in it have grade 0.
Judged = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Score:
    """How good an answer is, from 0 to 1, and the alerts of the highest grade given that are not among its first."""

    question: str
    value: float
    missed: tuple[str, ...]


def read(path: Path) -> dict[str, dict[str, int]]:
    """The judged questions of a CSV file with the columns question, alert, grade.

    Raises ValueError, with the row, where a grade is none or a pair is judged twice; and where a question has nothing
    that is relevant.
    """
    judged: dict[str, dict[str, int]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), 2):
            grade = int(row["grade"]) if row["grade"].isdigit() else -1
            if grade not in GRADES:
                raise ValueError(f"row {number}: “{row['grade']}” is no grade: write 0, 1, 2 or 3.")
            alerts = judged.setdefault(row["question"], {})
            if row["alert"] in alerts:
                raise ValueError(f"row {number}: {row['alert']} is judged twice for “{row['question']}”.")
            alerts[row["alert"]] = grade
    for question, alerts in judged.items():
        if not any(alerts.values()):
            raise ValueError(f"“{question}”: nothing is judged to be relevant.")
    return judged


def ndcg(ranked: Sequence[str], judgements: Mapping[str, int], k: int = DEPTH) -> float:
    """How good the first `k` of `ranked` (uids, best first) are by `judgements` (grades by uid): 0 to 1.

    A uid that comes a second time adds nothing. Raises ValueError where nothing is judged to be relevant.
    """
    best = _gain(sorted(judgements.values(), reverse=True)[:k])
    if not best:
        raise ValueError("Nothing is judged to be relevant.")
    first = list(ranked)[:k]
    grades = [judgements.get(uid, 0) if uid not in first[:at] else 0 for at, uid in enumerate(first)]
    return _gain(grades) / best


def measure(answer: Callable[[str], Sequence[str]], judged: Judged, k: int = DEPTH) -> list[Score]:
    """How good what `answer` gives (a question as typed → uids, best first) is for each judged question."""
    return [_score(question, answer(question), alerts, k) for question, alerts in judged.items()]


def mean(scores: Iterable[Score]) -> float:
    """The mean of `scores`: every question counts the same. Raises ZeroDivisionError where there are none."""
    values = [score.value for score in scores]
    return math.fsum(values) / len(values)


def _score(question: str, ranked: Sequence[str], judgements: Mapping[str, int], k: int) -> Score:
    highest = max(judgements.values())
    best = [uid for uid, grade in judgements.items() if grade == highest]
    missed = tuple(uid for uid in best if uid not in list(ranked)[:k]) if len(best) <= k else ()
    return Score(question, ndcg(ranked, judgements, k), missed)


def _gain(grades: Sequence[int]) -> float:
    return math.fsum((2**grade - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades, 1))
