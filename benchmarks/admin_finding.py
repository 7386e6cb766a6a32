"""How long an autocomplete of the admin, and the pages of a much used organization, take in a large archive.

    .venv/bin/python benchmarks/admin_finding.py [--organizations 20000] [--alerts 100000]

Makes the archive on the database of `DATABASE_URL`, or on a scratch SQLite file, past publishing: what is timed reads
rows, not the log. On PostgreSQL give an empty database. The figures are the median and the longest of the rounds in
milliseconds, of the view and its template without HTTP; the median time of the processor in this process, which on
SQLite is all there is and does not depend on what else the machine does; and the queries of one.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROUNDS = 11
TERMS = ("a", "un", "kar", "karo", "ինստ", "committee for", "body 1999", "watch kar", "zzz", "no such body anywhere")
_AT_ONCE = 5000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--organizations", type=int, default=20_000)
    parser.add_argument("--alerts", type=int, default=100_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        start(folder)
        fill(asked.organizations, asked.alerts)
        report()


def start(folder: str) -> None:
    root = Path(__file__).resolve().parent.parent
    sys.path.insert(0, str(root))
    os.environ |= {"DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "config.settings"}
    os.environ.setdefault("DATABASE_URL", "")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def fill(organizations: int, alerts: int) -> None:
    """Organizations with two other names each, one in another script, and alerts with two parties each."""
    from alerts.models import Alert, Party
    from benchmarks.corpus import term
    from identifiers.folding import fold
    from organizations.models import Organization, OrganizationName

    kinds = ("Committee for", "Institute of", "Union of", "Watch", "Council of", "Body")
    bodies, names = [], []
    for n in range(organizations):
        name = f"{kinds[n % len(kinds)]} {term(n % 997).title()} {term(n).title()} {n}"
        acronym = "".join(word[0] for word in name.split())
        bodies.append(Organization(slug=f"body-{n}", name=name, folded=fold(name), acronym=acronym, kind="ngo",
                                   folded_acronym=fold(acronym)))  # fmt: skip
    Organization.objects.bulk_create(bodies, batch_size=_AT_ONCE)
    for n, body in enumerate(bodies):
        for text in (f"Ինստիտուտ {term(n)} {n}", f"Institut {term(n + 1).title()} {n}"):
            names.append(OrganizationName(organization=body, text=text, folded=fold(text)))
    OrganizationName.objects.bulk_create(names, batch_size=_AT_ONCE)
    rows = [Alert(title=f"Alert {n}", title_key=f"alert {n}", keywords=" alert") for n in range(alerts)]
    Alert.objects.bulk_create(rows, batch_size=_AT_ONCE)
    parties = []
    for n, alert in enumerate(rows):
        for position, body in enumerate((bodies[0 if n % 5 == 0 else n % 40], bodies[n % len(bodies)]), 1):
            role = "issuer" if position == 1 else "addressee"
            parties.append(Party(alert=alert, role=role, organization=body, position=position))
    Party.objects.bulk_create(parties, batch_size=_AT_ONCE)


def report() -> None:
    from django.db import connection

    from organizations.models import Organization

    client = signed_in()
    field = {"app_label": "alerts", "model_name": "party", "field_name": "organization"}
    body, other = Organization.objects.order_by("pk")[:2]
    record = f"/admin/organizations/organization/{body.pk}"
    asked: list[tuple[str, str, dict[str, Any]]] = [
        (f"autocomplete “{term}”", "/admin/autocomplete/", field | {"term": term}) for term in TERMS
    ]
    asked += [
        ("a much used record", f"{record}/change/", {}),
        ("where it is used", f"{record}/uses/", {}),
        ("what to merge it into", f"{record}/merge/", {}),
        ("preview of its merge", f"{record}/merge/", {"into": other.pk}),
        ("moving its uses", f"{record}/move/", {"to": other.pk}),
    ]
    print(f"{connection.vendor}\n{'':<40}{'median':>10}{'longest':>10}{'processor':>12}{'queries':>9}")
    for name, address, query in asked:
        median, longest, processor, queries, _ = timed(client, address, query)
        print(f"{name:<40}{median:>7.1f} ms{longest:>7.1f} ms{processor:>9.1f} ms{queries:>9}", flush=True)


def signed_in() -> Any:
    """A browser of a superuser."""
    from django.contrib.auth.models import User
    from django.test import Client

    from accounts import sessions

    client = Client(headers={"host": "127.0.0.1"})
    user = User.objects.create_superuser("measuring")
    client.force_login(user)
    session = client.session
    sessions.begin(session, user, second_factor=True)
    session.save()
    return client


def timed(
    client: Any, address: str, query: dict[str, Any], rounds: int = ROUNDS
) -> tuple[float, float, float, int, int]:
    """Milliseconds: the median and the longest, and the median of the processor; queries and bytes of one answer."""
    client.get(address, query)
    with counted() as queries:
        response = client.get(address, query)
    if response.status_code != 200:
        raise SystemExit(f"{address} answered {response.status_code}")
    taken, worked = [], []
    for _ in range(rounds):
        began, busy = time.perf_counter(), time.process_time()
        client.get(address, query)
        taken.append((time.perf_counter() - began) * 1000)
        worked.append((time.process_time() - busy) * 1000)
    return statistics.median(taken), max(taken), statistics.median(worked), len(queries), len(response.content)


@contextmanager
def counted() -> Iterator[list[str]]:
    """The queries that are asked meanwhile."""
    from django.db import connection

    queries: list[str] = []

    def count(execute: Any, sql: str, *rest: Any) -> Any:
        queries.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(count):
        yield queries


if __name__ == "__main__":
    main()
