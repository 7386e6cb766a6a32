"""How long the pages of the admin take in a large archive: lists, the desk, the review of an alert with 56 notes and
its page, opened and saved, vocabularies and autocompletes.

    .venv/bin/python benchmarks/archive.py --alerts 100000 --words 700 --data DIR
    .venv/bin/python benchmarks/admin_pages.py --data DIR [--organizations 20000] [--rounds 11] [--database postgres://…]

Works in one transaction that is taken back at the end, so that the archive stays as it was. The figures are those of
admin_finding.py: the median and the longest of the rounds, and the median time of the processor in this process, in
milliseconds, of the view and its template without HTTP; and the queries and the size in kB of one. What is beyond its
aim (300 ms a page, 100 ms an autocomplete) is marked, by its median.
"""

import argparse
import statistics
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import admin_finding, archive

_PAGE, _AUTOCOMPLETE = 300, 100  # ms, what is aimed at
_NOTES = 56
_LISTS = (
    "alerts/alert", "alerts/alert/review", "alerts/recommendation", "organizations/organization", "places/country",
    "places/place", "places/population", "alerts/alerttype", "alerts/serial", "alerts/measure", "alerts/framework",
    "alerts/situation", "alerts/version", "alerts/event", "curation/hold", "curation/merge", "curation/alertpair",
)  # fmt: skip
Asked = tuple[str, str, dict[str, Any]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder of an archive made by archive.py")
    parser.add_argument("--database", default="", help="its PostgreSQL database instead of SQLite in that folder")
    parser.add_argument("--organizations", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=11)
    asked = parser.parse_args()
    archive.start(asked.data, asked.database)
    if not (asked.data / archive.STAMP).exists():
        raise SystemExit(f"There is no archive in {asked.data}: make it with benchmarks/archive.py.")
    from django.core.management import call_command
    from django.db import transaction

    call_command("collectstatic", interactive=False, verbosity=0)
    with transaction.atomic():
        admin_finding.fill(asked.organizations, 0)
        _know_tables()
        report(asked.rounds)
        transaction.set_rollback(True)


def _know_tables() -> None:
    """Have the planner know what was just written."""
    from django.db import connection

    with connection.cursor() as cursor:
        for table in ("organizations_organization", "organizations_organizationname"):
            cursor.execute(f'ANALYZE "{table}"')


def report(rounds: int) -> None:
    from django.db import connection

    from alerts.models import Alert
    from organizations.models import Organization

    client = admin_finding.signed_in()
    alert = draft()
    print(f"{connection.vendor}, {Alert.objects.count():,} alerts, {Organization.objects.count():,} organizations")
    heads = f"{'median':>10}{'longest':>10}{'processor':>12}{'queries':>9}{'size':>8}"
    print(f"{'':<44}{heads}")
    pages = asked_for(alert)
    for name, address, query in pages:
        aim = _AUTOCOMPLETE if name.startswith("autocomplete") else _PAGE
        _tell(name, aim, admin_finding.timed(client, address, query, rounds))
    _tell("an alert with 56 notes, saved", _PAGE, saved(client, alert, rounds))


def asked_for(alert: Any) -> list[Asked]:
    """The pages, each with its name, address and query."""
    from django.urls import reverse

    from alerts.models import Alert
    from curation.desk import LISTS
    from organizations.models import Organization

    public, body = Alert.objects.published().order_by("-pk")[0], Organization.objects.order_by("pk")[0]
    of_alert = [
        ("an alert with 56 notes", "change", alert), ("its review", "review", alert), ("its preview", "preview", alert),
        ("its history", "history", alert), ("a public alert, to read", "change", public),
        ("versions of a public alert", "versions", public),
    ]  # fmt: skip
    pages: list[Asked] = [("the desk", "/admin/", {}), ("a new alert", "/admin/alerts/alert/add/", {})]
    pages += [(name, reverse(f"admin:alerts_alert_{view}", args=[of.pk]), {}) for name, view, of in of_alert]
    pages += [(f"list {path}", f"/admin/{path}/", {}) for path in _LISTS]
    pages += [
        ("alerts found by words", "/admin/alerts/alert/", {"q": "warning of"}),
        ("alerts of a state", "/admin/alerts/alert/", {"state": "drafts"}),
        ("organizations found by a word", "/admin/organizations/organization/", {"q": "watch"}),
        ("an organization", reverse("admin:organizations_organization_change", args=[body.pk]), {}),
        ("where it is used", reverse("admin:organizations_organization_uses", args=[body.pk]), {}),
    ]
    pages += [(f"desk: {work.slug}", reverse("admin:desk", args=[work.slug]), {}) for work in LISTS]
    field = {"app_label": "alerts", "model_name": "party", "field_name": "organization"}
    target = {"app_label": "alerts", "model_name": "relation", "field_name": "target"}
    pages += [(f"autocomplete “{t}”", "/admin/autocomplete/", field | {"term": t}) for t in admin_finding.TERMS]
    pages += [("autocomplete of alerts", "/admin/autocomplete/", target | {"term": "warning"})]
    return pages


def draft() -> Any:
    """A draft with 56 notes of two references each, 20 recommendations and five parties."""
    from alerts.models import Alert, Note, Recommendation, RecommendationAddressee, Reference
    from organizations.models import Organization

    alert = Alert.objects.create(title="A draft to be measured", issued="2022-11", language="en", body="Words. " * 900)
    bodies = list(Organization.objects.order_by("-pk")[:20])
    for position, body in enumerate(bodies[:5], 1):
        alert.parties.create(role="issuer" if position == 1 else "addressee", organization=body, position=position)
    for number in range(1, _NOTES + 1):
        note = Note.objects.create(alert=alert, number=number, text=f"What note {number} says, in some words.")
        for position in (1, 2):
            url = f"https://example.org/{number}/{position}"
            Reference.objects.create(note=note, text=f"Report {number}.{position}", url=url, position=position)
    for number, body in enumerate(bodies, 1):
        ask = Recommendation.objects.create(alert=alert, number=number, text=f"Do what number {number} asks.")
        RecommendationAddressee.objects.create(recommendation=ask, organization=body)
    return alert


def saved(client: Any, alert: Any, rounds: int) -> tuple[float, float, float, int, int]:
    """As admin_finding.timed, of a save that changes one note, each time another text."""
    from django.urls import reverse

    from tests.staff import filled

    address = reverse("admin:alerts_alert_change", args=[alert.pk])
    taken, worked, queries = [], [], 0
    for number in range(rounds):
        page = SimpleNamespace(context=client.get(address).context_data)
        data = filled(page) | {"notes-0-text": f"Another text {number}", "_continue": "1"}
        began, busy = time.perf_counter(), time.process_time()
        with admin_finding.counted() as asked:
            response = client.post(address, data)
        taken.append((time.perf_counter() - began) * 1000)
        worked.append((time.process_time() - busy) * 1000)
        queries = len(asked)
        if response.status_code != 302:
            raise SystemExit(f"The save was answered with {response.status_code}.")
    return statistics.median(taken), max(taken), statistics.median(worked), queries, 0


def _tell(name: str, aim: int, figures: tuple[float, float, float, int, int]) -> None:
    median, longest, processor, queries, size = figures
    mark = "  beyond its aim" if median > aim else ""
    print(
        f"{name:<44}{median:>7.0f} ms{longest:>7.0f} ms{processor:>9.0f} ms{queries:>9}{size / 1000:>8.0f}{mark}",
        flush=True,
    )


if __name__ == "__main__":
    main()
