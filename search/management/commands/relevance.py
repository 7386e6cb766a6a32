"""`relevance`: how good the answers to judged questions are."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.http import QueryDict
from django.utils import timezone

from search.relevance import DEPTH, Score, mean, measure, read

JUDGED = Path(settings.BASE_DIR) / "tests" / "relevance.csv"


def first_page(question: str) -> Sequence[str]:
    """The uids on the first page of what the search box answers, best first."""
    from search.answer import answer  # it opens the index

    data = QueryDict(mutable=True)
    data["q"] = question
    return [hit.alert.uid for hit in answer(data, timezone.localdate()).page.rows]


class Command(BaseCommand):
    help = "Prints how good the answers to judged questions are (nDCG@10, 0 to 1), the worst first, and their mean."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", nargs="?", type=Path, default=JUDGED, help="CSV: question, alert (uid), grade (0–3)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            judged = read(options["file"])
        except (OSError, ValueError, KeyError) as error:
            raise CommandError(f"{options['file']}: {error}") from error
        if not judged:
            raise CommandError(f"{options['file']}: it holds no questions.")
        scores = measure(first_page, judged)
        for score in sorted(scores, key=lambda score: score.value):
            self.stdout.write(line(score))
        self.stdout.write(f"{mean(scores):.3f}  mean nDCG@{DEPTH} of {len(scores)} questions")


def line(score: Score) -> str:
    missed = f"  (not among the first: {' '.join(score.missed)})" if score.missed else ""
    return f"{score.value:.3f}  {score.question}{missed}"
