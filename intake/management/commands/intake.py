import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError

from intake import ready
from intake.account import INTAKE, taker
from intake.folder import Report, found, look_at_all, take_all
from intake.problems import CatalogueError
from intake.taking import Taker
from intake.upserting import total


class Command(BaseCommand):
    help = (
        "Take documents in: they are read, kept, and wait with what is proposed of them in the admin (docs/intake.md). "
        "Each is taken once, so that a run that was broken off is simply begun again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="*", type=Path, metavar="FILE|FOLDER")
        parser.add_argument(
            "--records", type=Path, metavar="FILE",
            help="instead of documents: a .csv or .jsonl of ready records in the form of fixtures/README.md, "
            "as drafts; all rows or none, unless --bad-rows is given",
        )  # fmt: skip
        parser.add_argument(
            "--bad-rows",
            type=Path,
            metavar="FILE",
            help="of --records, take the good rows and write the others into this file, with a column that says why",
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would be proposed, and write nothing")
        parser.add_argument(
            "--json", action="store_true", help="one JSON object a document on standard output, as each is done"
        )
        parser.add_argument("--source-url", default="", metavar="URL", help="where the one document was got")
        parser.add_argument(
            "--by", metavar="USERNAME",
            help=f"in whose name; by default a service account “{INTAKE}” that cannot log in",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> str | None:
        self.is_quiet = options["verbosity"] == 0
        if bool(options["paths"]) == bool(options["records"]):
            raise CommandError("Name files or folders of documents, or --records with one file.")
        if options["records"]:
            return self.load(options)
        try:
            files = found(options["paths"])
            by = None if options["dry_run"] else taker(options["by"])
        except (FileNotFoundError, ValueError) as error:
            raise CommandError(str(error)) from error
        if not files:
            raise CommandError("There is no file to take in.")
        if (url := options["source_url"]) and len(files) > 1:
            raise CommandError("--source-url is that of one document: name one file.")
        with Taker(by) as reading:
            if by is not None:
                return self.take(files, reading, url, options["json"])
            self.look(files, reading, options["json"])
        return None

    def load(self, options: dict[str, Any]) -> str | None:
        """Take ready records in; a line a row that differs, then the summary."""
        path, bad = options["records"], options["bad_rows"]
        try:
            outcome = ready.load(path, taker(options["by"]), options["dry_run"], only_good=bad is not None)
            if bad is not None and outcome.problems:
                ready.write_bad(path, outcome, bad)
        except (CatalogueError, ValueError, OSError) as error:
            raise CommandError(str(error)) from error
        except IntegrityError as error:
            raise CommandError(f"The database refuses the records, and nothing was written: {error}") from error
        if options["json"]:
            for one in outcome.written:
                self.put(asdict(one))
            for line, why in outcome.bad.items():
                self.put({"line": line, "does": "refused", "why": why})
        else:
            for told in ready.in_words(outcome):
                self.stdout.write(told)
        said = f"{total(outcome.written)}, {len(outcome.bad):,} not taken."
        self.say(f"Tried out, nothing is written: {said}" if options["dry_run"] else said)
        return None

    def take(self, files: list[Path], reading: Taker, url: str, as_json: bool) -> str | None:
        """Take them in; the summary, or with `as_json` nothing besides the objects."""
        report = Report()
        for document in take_all(files, reading, self.say, url):
            report.add(document)
            if as_json:
                self.put(document)
        if not as_json:
            return report.text()
        self.say(report.text())
        return None

    def look(self, files: list[Path], reading: Taker, as_json: bool) -> None:
        for document in look_at_all(files, reading):
            self.put(document) if as_json else self.stdout.write(_in_words(document))

    def put(self, document: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(document, ensure_ascii=False))
        self.stdout.flush()

    def say(self, step: str) -> None:
        """On standard error, so that standard output holds the objects or the summary alone."""
        if not self.is_quiet:
            self.stderr.write(step, self.style.HTTP_INFO)
            self.stderr.flush()


def _in_words(document: dict[str, Any]) -> str:
    if "reason" in document:
        return f"{document['file']}: {document['reason']}"
    lines = [f"{document['file']} {document['document']}".strip()]
    for proposal in document["proposals"]:
        said = "; ".join(f"{key} {value}" for key, value in proposal["value"].items() if value not in ("", [], None))
        lines.append(f"  {proposal['confidence']:.2f}  {proposal['kind']}: {said[:300]}")
    return "\n".join(lines)
