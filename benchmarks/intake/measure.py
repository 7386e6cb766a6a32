"""How much of what is true of the documents in this folder is found by reading them.

    .venv/bin/python benchmarks/intake/measure.py [--half tuned|held_out|both] [--details FIELD] [--json]

Prints precision and recall for each field, pages read in a second of one core, and memory. `--details` prints what was
missed in a field, and no speed, of the tuned half only: single documents of the other are for nobody to look at.
"""

import argparse
import io
import json
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT))

HALVES = ("tuned", "held_out")
# Least precision and least recall, from the issue that asked for reading.
TO_REACH = {
    "title": 0.98,
    "date": 0.97,
    "issuers": 0.95,
    "addressees": 0.90,
    "numbered recommendations": 0.97,
    "prose recommendations": 0.80,
    "notes": 0.97,
    "assessments": 0.95,
    "language": 0.99,
}


def main() -> None:
    options = parsed(sys.argv[1:])
    halves = HALVES if options.half == "both" else (options.half,)
    from benchmarks import archive

    with tempfile.TemporaryDirectory() as folder:
        archive.start(Path(folder))
        vocabulary = catalogue()
        report = {half: measured(half, vocabulary) for half in halves}
        quickness = {} if options.details else speeds(halves)
    if options.json:
        print(json.dumps({**{half: figures(one) for half, one in report.items()}, "speed": quickness}, indent=1))
        return
    for half, tallies in report.items():
        print(table(half, tallies))
    for name, one in quickness.items():
        print(f"{name:28}{one['figure']:9.1f}  to reach: {one['to_reach']:.0f}")
    if options.details:
        print(missed(report["tuned"], options.details))


def missed(tallies: dict[str, Any], name: str) -> str:
    if name not in tallies:
        return f"No field is called “{name}”. There are: {', '.join(tallies)}."
    return "\n".join(tallies[name].misses) or "Nothing was missed."


def parsed(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=(*HALVES, "both"))
    parser.add_argument("--details", metavar="FIELD", help="a field as the table names it")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(words)
    if options.details and options.half not in (None, "tuned"):
        parser.error("--details shows single documents, and those of the held-out half are for nobody to look at.")
    options.half = options.half or ("tuned" if options.details else "both")
    return options


def documents(half: str) -> list[Path]:
    """The documents of a half, each of which has its truth beside it."""
    return sorted(path for path in (HERE / half).iterdir() if not path.name.endswith(".truth.json"))


def truth_of(document: Path) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(document.with_name(f"{document.stem}.truth.json").read_text(encoding="utf-8"))
    return made


def catalogue() -> Any:
    """The vocabulary of a scratch archive that holds the catalogue."""
    from django.core.management import call_command

    quiet = io.StringIO()
    call_command("migrate", verbosity=0, stdout=quiet)
    call_command("loadcatalogue", verbosity=0, stdout=quiet, stderr=quiet)
    return vocabulary_of_today()


def vocabulary_of_today() -> Any:
    from intake.understanding.vocabulary import read_vocabulary

    return read_vocabulary()


def measured(half: str, vocabulary: Any) -> dict[str, Any]:
    """Tallies by field over the documents of a half. What cannot be read is found to say nothing."""
    from benchmarks.intake.judging import Tally, judge
    from intake.extraction import Reader, Unreadable

    whole: dict[str, Tally] = {}
    with Reader() as reader:
        for document in documents(half):
            try:
                extracted = reader.extract(document.read_bytes(), name=document.name)
                proposals = understood(extracted, vocabulary)
            except Unreadable as error:
                print(f"{half}: a {document.suffix} cannot be read: {error}", file=sys.stderr)
                proposals = []
            for name, one in judge(truth_of(document), proposals).items():
                one.misses = [f"{document.name}: {miss}" for miss in one.misses]
                whole.setdefault(name, Tally()).add(one)
    return whole


def understood(extracted: Any, vocabulary: Any) -> list[Any]:
    from intake.understanding import understand

    return understand(extracted, vocabulary)


def figures(tallies: dict[str, Any]) -> dict[str, Any]:
    """Without what was missed."""
    return {
        name: {
            "precision": one.precision,
            "recall": one.recall,
            "right": one.right,
            "proposed": one.proposed,
            "true": one.true,
            "to_reach": TO_REACH.get(name),
        }
        for name, one in tallies.items()
    }


def table(half: str, tallies: dict[str, Any]) -> str:
    def percent(share: float | None) -> str:
        return "–" if share is None else f"{100 * share:.1f} %"

    lines = [f"{half}, {len(documents(half))} documents", f"{'':28}precision   recall  right/proposed/true  to reach"]
    order = [*TO_REACH, *(name for name in tallies if name not in TO_REACH)]
    for name in order:
        one, least = tallies[name], TO_REACH.get(name)
        short = least is not None and min(one.precision or 0, one.recall or 0) < least
        counts = f"{one.right}/{one.proposed}/{one.true}"
        goal = f"{100 * least:.0f} %{'  short' if short else ''}" if least else ""
        lines.append(f"{name:28}{percent(one.precision):>9}{percent(one.recall):>9}  {counts:>19}  {goal}".rstrip())
    return "\n".join(lines) + "\n"


def speeds(halves: Iterable[str]) -> dict[str, dict[str, float]]:
    from benchmarks.intake import speed

    found = speed.measure([document for half in halves for document in documents(half)])
    return {name: {"figure": value, "to_reach": speed.TO_REACH[name]} for name, value in found.items()}


if __name__ == "__main__":
    main()
