"""How many pages a second the site gives, to readers who come anew and to those who hold a copy.

    .venv/bin/python benchmarks/throughput.py [--data DIR] [--seconds 10]

Serves an archive as `manage.py serve` does, with two workers, and has `wrk` (Debian: apt-get install wrk) ask for each
page over eight connections: first with no copy, so that the page is made each time, then with the ETag of a copy
(RFC 9110, section 13.1.2), as browsers and caches between do, which is answered by "not modified". Without --data it
loads the catalogue into a scratch archive. Run it on a machine that does nothing else: wrk has a share of its cores.
"""

import argparse
import http.client
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import pages, serving


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--data", type=Path, help="the folder that benchmarks/archive.py filled (default: the catalogue)"
    )
    parser.add_argument("--seconds", type=int, default=10, help="how long each page is asked for")
    options = parser.parse_args()
    if shutil.which("wrk") is None:
        raise SystemExit("This needs wrk (Debian: apt-get install wrk).")
    with tempfile.TemporaryDirectory() as scratch:
        pages.start(str(options.data or scratch), fill=options.data is None)
        report(Path(options.data or scratch), options.seconds)


def addresses() -> dict[str, str]:
    """The pages that are asked for: the path of each."""
    from django.db.models import Count
    from django.urls import reverse

    from alerts.models import Alert, Situation

    alert = Alert.objects.published().annotate(asks=Count("recommendations")).order_by("-asks", "uid")[0]
    situation = Situation.objects.annotate(held=Count("alerts")).order_by("-held", "uid")[0]
    return {
        "home": "/",
        "search, a word": "/search/?q=genocide",
        "alert": alert.get_absolute_url(),
        "situation": reverse("situation", args=[situation.uid, situation.slug]),
    }


def report(data: Path, seconds: int) -> None:
    print("| page | made anew, pages a second | held already, answers a second | ratio |\n| --- | --- | --- | --- |")
    with serving.served(data, WORKERS="2") as site:
        for name, path in addresses().items():
            mark = etag(site.port, path)
            anew = rate(site.port, path, seconds)
            held = rate(site.port, path, seconds, f"If-None-Match: {mark}")
            print(f"| {name} | {anew:,.0f} | {held:,.0f} | {held / anew:.1f} |", flush=True)


def etag(port: int, path: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", path)
    response = connection.getresponse()
    response.read()
    return response.headers["ETag"]


def rate(port: int, path: str, seconds: int, *headers: str) -> float:
    """Answers a second. Ends where one is neither a page nor "not modified"."""
    asked = [option for header in headers for option in ("-H", header)]
    command = ["wrk", "-t2", "-c8", "--timeout=60s", f"-d{seconds}s", *asked, f"http://127.0.0.1:{port}{path}"]
    said = subprocess.run(  # noqa: S603
        command, capture_output=True, text=True, check=True, env=os.environ | {"LC_ALL": "C"}
    ).stdout
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    if not found or "Non-2xx" in said or "Socket errors" in said:
        raise SystemExit(f"{path} was not answered well:\n{said}")
    return float(found[1])


if __name__ == "__main__":
    main()
