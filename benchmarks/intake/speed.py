"""How fast documents are read, and how much memory the process that reads them takes at most.

Seconds are those of the processor, in this process and in the one that reads: one core, whatever else the machine does.
"""

import os
import resource
import threading
import time
from collections.abc import Callable
from pathlib import Path

from intake.extraction import Reader

_SECONDS = 4.0  # of reading, at least, for one figure
PDF, HTML, MEMORY = "PDF pages/s", "HTML pages/s", "peak memory, MiB"
TO_REACH = {PDF: 50.0, HTML: 200.0, MEMORY: 512.0}  # of memory: not to exceed


def measure(documents: list[Path]) -> dict[str, float]:
    """Pages of PDF and pages of HTML read in a second by one core, and the peak memory of the reading process."""
    figures: dict[str, float] = {}
    peak = 0.0
    with Reader() as reader:
        for kind, suffix in ((PDF, ".pdf"), (HTML, ".html")):
            files = [(path.name, path.read_bytes()) for path in documents if path.suffix == suffix]
            figures[kind] = _rate(reader, files)
            peak = max(peak, *_of_children(_high_water))
    return figures | {MEMORY: peak}


def _rate(reader: Reader, files: list[tuple[str, bytes]]) -> float:
    for name, data in files:  # once unmeasured: modules are imported on first use
        reader.extract(data, name=name)
    pages, begun = 0, _processor()
    while (taken := _processor() - begun) < _SECONDS:
        for name, data in files:
            pages += max(len(reader.extract(data, name=name).pages), 1)
    return pages / taken


def _processor() -> float:
    """Seconds spent by this process, by those it has started and that have ended, and by those that still run."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime + sum(_of_children(_spent))


def _of_children(measure_one: Callable[[Path], float]) -> list[float]:
    tasks = Path(f"/proc/self/task/{threading.get_native_id()}/children")
    return [measure_one(Path(f"/proc/{pid}")) for pid in tasks.read_text(encoding="ascii").split()]


def _spent(process: Path) -> float:
    fields = (process / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _high_water(process: Path) -> float:
    status = (process / "status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM"))
