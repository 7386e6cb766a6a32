"""A site as `manage.py serve` serves it, with one worker, on loopback: started, asked over HTTP, looked at, stopped."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_STARTS_IN = 120.0  # seconds


@dataclass(frozen=True)
class Page:
    """What came back: the status (0 where nothing did in time), the body, and after how many milliseconds."""

    status: int
    body: bytes
    took: float

    @property
    def total(self) -> int | None:
        """How many alerts the page says there are."""
        _, mark, rest = self.body.partition(b'<data id="total" value="')
        return int(rest.partition(b'"')[0]) if mark else None


@dataclass(frozen=True)
class Site:
    port: int
    master: int

    def get(self, address: str, timeout: float = 60.0) -> Page:
        """Ask for a page over a connection of its own, as curl would."""
        began = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request("GET", address)
            response = connection.getresponse()
            status, body = response.status, response.read()
        except (TimeoutError, ConnectionError, http.client.HTTPException):
            status, body = 0, b""
        finally:
            connection.close()
        return Page(status, body, (time.perf_counter() - began) * 1000)

    def memory(self) -> tuple[int, int]:
        """Of the web worker: resident bytes, and those among them that are its own, and not pages of files."""
        return max(map(_memory, _children(self.master)))


def _memory(process: int) -> tuple[int, int]:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    sizes = {name: int(rest.split()[0]) * 1024 for name, _, rest in (n.partition(":") for n in lines) if "kB" in rest}
    return sizes["VmRSS"], sizes["RssAnon"]


@contextmanager
def served(data: Path, settings: str = "config.settings", **variables: str) -> Iterator[Site]:
    """The archive in `data`, served with those settings until the block ends. Its index and database must be ready."""
    port = _free_port()
    environment = os.environ | {
        "DATA_DIR": str(data.resolve()), "PORT": str(port), "WORKERS": "1", "SITE_URL": "",
        "DJANGO_SETTINGS_MODULE": settings, "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    log = data / "serve.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve"], cwd=ROOT, env=environment | variables, stdout=output, stderr=output
        )
    try:
        site = Site(port, process.pid)
        _wait_for(site, process, log)
        yield site
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def _wait_for(site: Site, process: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + _STARTS_IN
    while time.monotonic() < until and process.poll() is None:
        if site.get("/healthz", 5).status == 200:
            return
        time.sleep(0.2)
    process.kill()
    raise SystemExit(f"The site was not served:\n{log.read_text()[-2000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _children(parent: int) -> list[int]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            after_name = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # gone meanwhile
            continue
        if int(after_name[1]) == parent:
            found.append(int(folder.name))
    return found
