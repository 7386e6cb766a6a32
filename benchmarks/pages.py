"""How long the public pages take, and how that grows with the archive.

    .venv/bin/python benchmarks/pages.py [--times 20]

Loads the catalogue into a scratch archive on SQLite, times each page, copies every alert so that the archive holds
`--times` as many, and times them again. The figures are medians in milliseconds of the view and its template, without
HTTP; compare the ratios, which hold on other machines, and not the milliseconds, which do not.
"""

import argparse
import io
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 15
PAGES = {
    "home": "/",
    "search, all": "/search/",
    "search, a word": "/search/?q=genocide",
    "search, two filters": "/search/?country=SD&issued_after=2004",
    "search, by title": "/search/?sort=title",
    "organizations": "/organizations/",
    "recommendations": "/recommendations/",
    "recommendations, a word": "/recommendations/?q=protect",
    "who is asked": "/recommendations/?by=addressee",
    "countries": "/countries/",
    "coverage": "/coverage/",
    "situations": "/situations/",
    "a situation": "/situations/x7fvm6kf97/nagorno-karabakh/",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=20, help="how many times the catalogue (default 20)")
    times = parser.parse_args().times
    with tempfile.TemporaryDirectory() as folder:
        start(folder)
        small = timed()
        grow(times)
        report(small, timed(), times)


def start(folder: str, *, fill: bool = True) -> None:
    """The archive in `folder`, with the catalogue loaded into it if it is to be filled."""
    root = Path(__file__).resolve().parent.parent
    sys.path.insert(0, str(root))
    os.environ |= {"DATA_DIR": folder, "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "config.settings"}
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    if fill:
        call_command("loadcatalogue", verbosity=0, stdout=io.StringIO())
    call_command("collectstatic", interactive=False, verbosity=0)


def grow(times: int) -> None:
    """Copy each alert and its parts `times` - 1 times, past publishing: what is timed reads rows, not the log."""
    from django.db import transaction

    from alerts.copying import copy_content, copy_parts
    from alerts.models import Alert

    originals = list(Alert.objects.published())
    for _ in range(times - 1):
        with transaction.atomic():
            for original in originals:
                copy = Alert(status=original.status, record=original.record, keywords=original.keywords)
                copy_content(original, copy)
                copy.save()
                copy_parts(original, copy)


def timed() -> dict[str, float]:
    """Median milliseconds of each page, the searches answered by an index of all that is there."""
    from django.test import Client

    from alerts.models import Alert
    from search import index

    index.rebuild()
    client = Client(headers={"host": "127.0.0.1"})
    alert = Alert.objects.published().order_by("uid")[0]
    pages = PAGES | {"an alert": alert.get_absolute_url()}
    return {name: median(client, path) for name, path in pages.items()}


def median(client: object, path: str) -> float:
    taken = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        response = client.get(path)  # type: ignore[attr-defined]
        taken.append((time.perf_counter() - began) * 1000)
        if response.status_code != 200:
            raise SystemExit(f"{path} answered {response.status_code}")
    return statistics.median(taken)


def report(small: dict[str, float], large: dict[str, float], times: int) -> None:
    print(f"{'page':<22}{'catalogue':>12}{f'{times} times':>12}{'ratio':>8}")
    for name, before in small.items():
        print(f"{name:<22}{before:>9.1f} ms{large[name]:>9.1f} ms{large[name] / before:>8.1f}")


if __name__ == "__main__":
    main()
