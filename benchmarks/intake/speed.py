"""How fast documents are read, and how much memory the process that reads them takes at most."""

import threading
import time
from pathlib import Path

from intake.extraction import Reader

_SECONDS = 4.0  # of reading, at least, for one figure
_TO_REACH = {"PDF pages/s": 50.0, "HTML pages/s": 200.0}


def measure(documents: list[Path]) -> dict[str, float]:
    """Pages of PDF and pages of HTML read in a second by one process (one core), and its peak memory in MiB."""
    figures: dict[str, float] = {}
    with Reader() as reader:
        for kind, suffix in (("PDF pages/s", ".pdf"), ("HTML pages/s", ".html")):
            files = [(path.name, path.read_bytes()) for path in documents if path.suffix == suffix]
            if files:
                figures[kind] = _rate(reader, files)
        figures["peak memory, MiB"] = _peak()
    return figures


def short_of(figures: dict[str, float]) -> list[str]:
    """The figures that are not reached, as sentences."""
    slow = [
        f"{name}: {figures[name]:.0f}, to reach: {least:.0f}"
        for name, least in _TO_REACH.items()
        if name in figures and figures[name] < least
    ]
    return slow + (
        [f"peak memory {figures['peak memory, MiB']:.0f} MiB, at most 512"] if figures["peak memory, MiB"] > 512 else []
    )


def _rate(reader: Reader, files: list[tuple[str, bytes]]) -> float:
    for name, data in files:  # once unmeasured: modules are imported on first use
        reader.extract(data, name=name)
    pages, begun = 0, time.perf_counter()
    while (taken := time.perf_counter() - begun) < _SECONDS:
        for name, data in files:
            pages += max(len(reader.extract(data, name=name).pages), 1)
    return pages / taken


def _peak() -> float:
    """The high-water mark of the largest process that this one has started and that still runs; 0 where unknown."""
    tasks = Path(f"/proc/self/task/{threading.get_native_id()}/children")
    if not tasks.exists():
        return 0.0
    marks = [_high_water(int(pid)) for pid in tasks.read_text(encoding="ascii").split()]
    return max(marks, default=0.0)


def _high_water(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next((int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM")), 0.0)
