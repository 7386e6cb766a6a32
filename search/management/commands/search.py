"""`manage.py search QUESTION`: the answer of the results page, on the command line."""

import json
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser
from django.http import QueryDict
from django.utils import timezone

from alerts.filters import AlertFilter
from dates.display import in_words
from search.answer import Answer, answer
from search.hits import Hit
from search.marking import Part

_SHOWN = 5  # values of a facet


class Command(BaseCommand):
    help = "Answer a question as /search/ does: the same hits, counts and reading of the question."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("question", nargs="?", default="", help="as it is typed into the search box")
        parser.add_argument(
            "--filter", action="append", default=[], metavar="NAME=VALUE", dest="filters",
            help="a parameter of the page, such as country=AZ, sort=-date or page=2; may be repeated",
        )  # fmt: skip
        parser.add_argument("--json", action="store_true", help="print the answer for programs")
        parser.add_argument("--explain", action="store_true", help="tell how the question was read and asked")

    def handle(self, question: str, filters: list[str], **options: Any) -> None:
        found = answer(_data(question, filters), timezone.localdate())
        problems = [f"{p.filter}, “{p.value}”: {p.says}" for p in found.asked.problems]
        if problems:
            raise CommandError("\n".join(problems))
        if options["json"]:
            self.stdout.write(json.dumps(_plain(found, explain=options["explain"]), ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(_lines(found, explain=options["explain"])))


def _data(question: str, filters: list[str]) -> QueryDict:
    data = QueryDict(mutable=True)
    data["q"] = question.encode("utf-8", "replace").decode()
    for pair in filters:
        name, is_pair, value = pair.partition("=")
        if not is_pair or name not in AlertFilter.base_filters:
            known = ", ".join(AlertFilter.base_filters)
            raise CommandError(f"--filter {pair}: write NAME=VALUE, where NAME is one of {known}.")
        data.appendlist(name, value) if name != "q" else None
    return data


def _plain(found: Answer, explain: bool) -> dict[str, Any]:
    """The answer as plain data."""
    told: dict[str, Any] = {
        "question": found.asked.typed,
        "reading": found.typed.reading,
        "problems": [problem.as_dict() for problem in found.typed.problems],
        "also": [{"typed": also.typed, "others": list(also.others), "more": also.more} for also in found.typed.also],
        "did_you_mean": found.meant,
        "notice": found.notice,
        "total": found.page.total,
        "page": found.page.number,
        "hits": [_hit(hit) for hit in found.page.rows],
        "facets": {
            group.name: [{"value": c.value, "label": c.label, "count": c.count} for c in group.choices]
            for group in found.groups
        },
    }
    if found.histogram:
        told["histogram"] = {
            "unit": found.histogram.unit,
            "bars": [{"label": bar.label, "count": bar.count} for bar in found.histogram.bars],
            "beside": [{"year": year, "count": count} for year, count in found.histogram.beside],
        }
    return told | ({"explained": _explained(found)} if explain else {})


def _hit(hit: Hit) -> dict[str, Any]:
    passage = hit.passage
    return {
        "uid": hit.alert.uid,
        "title": hit.alert.title,
        "issued": hit.reading.record["issued"]["edtf"],
        "issued_by": hit.reading.issued_by,
        "address": hit.alert.get_absolute_url(),
        "where": passage.where if passage else "",
        "passage": _marked(passage.parts) if passage else "",
        "names": [{"where": where, "name": name} for where, name in hit.names],
    }


def _explained(found: Answer) -> dict[str, Any]:
    return {
        "read": repr(found.typed.read),
        "with_names": repr(found.typed.question),
        "filters": {name: repr(question) for name, question in found.narrowed.items()},
        "order": found.asked.order,
    }


def _lines(found: Answer, explain: bool) -> list[str]:
    """The answer for a terminal."""
    lines = [f"Read as: {found.typed.reading}"] if found.asked.typed else []
    lines += [f"At character {p.start + 1}: {p.message}" for p in found.typed.problems]
    lines += [f"Also searched for {also.typed}: {', '.join(also.others)}" for also in found.typed.also]
    lines += [f"Did you mean: {found.meant}"] if found.meant else []
    lines += [found.notice] if found.notice else []
    if explain:
        lines += [f"{name}: {value}" for name, value in _explained(found).items()]
    lines.append(f"{found.page.total:,} {'alert' if found.page.total == 1 else 'alerts'}")
    for number, hit in enumerate(found.page.rows, found.page.first_row):
        lines += ["", *_hit_lines(number, hit)]
    lines.append("")
    for group in found.groups:
        counted = [f"{c.label} ({c.count:,})" for c in group.choices if c.count is not None]
        if counted:
            more = ["…"] if len(counted) > _SHOWN else []
            lines += [
                *([""] if group is found.groups[0] else []),
                f"{group.label}: {', '.join(counted[:_SHOWN] + more)}",
            ]
    return lines


def _hit_lines(number: int, hit: Hit) -> list[str]:
    told = _hit(hit)
    lines = [f"{number}. {_marked(hit.title)}", f"   {in_words(told['issued'])} · {told['issued_by']} · {told['uid']}"]
    lines += [f"   {named['where']}: {named['name']}" for named in told["names"]]
    if told["passage"]:
        where = f"{told['where'].capitalize()}: " if told["where"] else ""
        lines.append(f"   {where}{' '.join(told['passage'].split())}")
    return lines


def _marked(parts: list[Part]) -> str:
    """A text with what matched between asterisks."""
    return "".join(f"*{part}*" if is_match else part for part, is_match in parts)
