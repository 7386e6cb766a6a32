"""How many pages a second the site gives, to readers who come anew and to those who hold a copy.

    .venv/bin/python benchmarks/throughput.py [--data DIR] [--seconds 10]

Serves an archive as `manage.py serve` does, with two workers, and has `wrk` (Debian: apt-get install wrk) ask for each
page over eight connections: first by ever other addresses, so that it is made each time; then by one, so that a process
sends what it made; then with the ETag of a copy (RFC 9110, section 13.1.2), as browsers and caches between do, which is
answered by "not modified". Without --data it
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
    print("A second:\n\n| page | made each time | kept by the process | held by the reader | ratio |")
    print("| --- | --- | --- | --- | --- |")
    with serving.served(data, WORKERS="2") as site:
        for name, path in addresses().items():
            mark = etag(site.port, path)
            anew = rate(site.port, path, seconds, changing=True)
            kept = rate(site.port, path, seconds)
            held = rate(site.port, path, seconds, f"If-None-Match: {mark}")
            print(f"| {name} | {anew:,.0f} | {kept:,.0f} | {held:,.0f} | {kept / anew:.1f} |", flush=True)


def etag(port: int, path: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", path)
    response = connection.getresponse()
    response.read()
    return response.headers["ETag"]


# A page takes no notice of what it does not know in its address.
_CHANGING = 'local n = 0 request = function() n = n + 1 return wrk.format(nil, wrk.path .. "%sn=" .. n) end'


def rate(port: int, path: str, seconds: int, *headers: str, changing: bool = False) -> float:
    """Answers a second. Ends where one is neither a page nor "not modified"."""
    asked = [option for header in headers for option in ("-H", header)]
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        if changing:
            script.write(_CHANGING % ("&" if "?" in path else "?"))
            script.flush()
            asked += ["-s", script.name]
        return _rate(port, path, seconds, asked)


def _rate(port: int, path: str, seconds: int, asked: list[str]) -> float:
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
