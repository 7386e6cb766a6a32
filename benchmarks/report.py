"""The figures of a run as Markdown, and their place in docs/performance.md."""

import os
import platform
import re
import sqlite3
import statistics
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
OURS = "Forewarned"
_BEFORE = "## The pages"


@dataclass
class Figures:
    """What was measured: milliseconds of each question by class, and what else the names say."""

    alerts: int
    words: int
    rounds: int
    cap: float
    machine: str = ""
    pages: dict[str, dict[str, list[float]]] = field(default_factory=dict)  # by class and side
    totals: dict[str, dict[str, int | None]] = field(default_factory=dict)
    parts: dict[str, dict[str, list[float]]] = field(default_factory=dict)  # by class and part
    queries: dict[str, int] = field(default_factory=dict)
    built: dict[str, float] = field(default_factory=dict)  # alerts a second
    indexed: float = 0.0  # alerts a second, by manage.py index --rebuild
    cores: float = 0.0  # that it kept busy
    written: float = 0.0  # alerts a second, by the engine alone
    text: float = 0.0  # bytes of an alert
    index_size: int = 0
    resident: int = 0
    anonymous: int = 0
    visible: list[float] = field(default_factory=list)
    published: list[float] = field(default_factory=list)


def machine(postgresql: str) -> str:
    """The processor, how many cores, and the versions of what is measured."""
    names = re.findall(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    versions = [f"{platform.python_implementation()} {platform.python_version()}"]
    versions += [f"{name} {version(name)}" for name in ("django", "tantivy", "gunicorn")]
    versions.append(f"SQLite {sqlite3.sqlite_version}")
    if postgresql:
        import psycopg

        with psycopg.connect(postgresql) as connection:
            number = connection.info.server_version
        versions.append(f"PostgreSQL {number // 10000}.{number % 10000}")
    processor = f"{names[0] if names else platform.machine()}, {os.cpu_count()} cores, {gigabytes:.0f} GB"
    return f"{processor}; {', '.join(versions)}"


def text(figures: Figures) -> str:
    """The figures as a section of docs/performance.md."""
    title = f"## The results page: {figures.alerts:,} alerts of {figures.words} words"
    return "\n\n".join([
        title,
        f"{figures.machine}. Load of the machine at the end: {os.getloadavg()[0]:.1f}.",
        _pages(figures),
        _inside(figures),
        "\n".join(_facts(figures)),
    ])  # fmt: skip


def write(section: str, figures: Figures) -> None:
    """Put the section in the place of the one of the same size, or before what is said of other pages."""
    begin, end = (f"<!-- {word} of {figures.alerts} x {figures.words} -->" for word in ("figures", "end"))
    whole = DOCUMENT.read_text()
    marked = f"{begin}\n{section}\n{end}"
    if begin in whole:
        head, _, rest = whole.partition(begin)
        whole = head + marked + rest.partition(end)[2]
    else:
        head, found, rest = whole.partition(_BEFORE)
        whole = f"{head}{marked}\n\n{found}{rest}"
    DOCUMENT.write_text(whole)


def _pages(figures: Figures) -> str:
    sides = list(next(iter(figures.pages.values())))
    others = [side for side in sides if side != OURS]
    said = (
        "HTTP request to HTML, one worker; milliseconds, median / 95th percentile"
        f" of {figures.rounds} questions, each with other words. In brackets: how many alerts were found; ×: how many "
        f"times {OURS}’s median. A baseline that was left after {figures.cap:.0f} s of a class has fewer questions "
        "(n); a page that it did not draw in that time was given up."
    )
    rows = [
        f"| {name} | " + " | ".join(_cell(figures, name, side) for side in [OURS, *others]) + " |"
        for name in figures.pages
    ]
    return f"{said}\n\n" + _table(["question", OURS, *others], rows)


def _cell(figures: Figures, name: str, side: str) -> str:
    taken = figures.pages[name].get(side, [])
    ours = figures.pages[name].get(OURS)
    if not taken:
        at_least = f", ×{figures.cap * 1000 / statistics.median(ours):.0f} or more" if ours else ""
        return f"> {figures.cap:.0f} s{at_least}"
    total = figures.totals.get(name, {}).get(side)
    ratio = f", ×{statistics.median(taken) / statistics.median(ours):.1f}" if ours and side != OURS else ""
    fewer = f", n={len(taken)}" if len(taken) < figures.rounds else ""
    found = f" ({total:,})" if total is not None else ""
    return f"{_both(taken)}{ratio}{fewer}{found}"


def _inside(figures: Figures) -> str:
    said = (
        f"What {OURS}’s page is made of: the engine’s part, which is Engine.search (hits, total, facets, months) and "
        "the hits, read and marked; the whole answer in one process, names and labels included; what the page took "
        "besides the engine’s part; its database queries."
    )
    rows = []
    for name, parts in figures.parts.items():
        engine = [a + b for a, b in zip(parts["engine"], parts["marking"], strict=True)]
        around = statistics.median(figures.pages[name][OURS]) - statistics.median(engine)
        cells = [_both(engine), *(_both(parts[part]) for part in ("engine", "marking", "answer")), f"{around:.1f}"]
        rows.append(f"| {name} | {' | '.join(cells)} | {figures.queries[name]} |")
    return f"{said}\n\n" + _table(["question", "engine’s part", "search", "hits", "answer", "around", "queries"], rows)


def _facts(figures: Figures) -> list[str]:
    whole = figures.text * figures.alerts
    facts = [
        f"- Text: {figures.text / 1000:.1f} kB an alert. Index: {figures.index_size / 1e6:,.0f} MB,"
        f" {figures.index_size / whole:.2f} of the text.",
        f"- Engine alone: {figures.written:,.0f} alerts a second (2 threads).",
        f"- Web worker after all classes: {figures.resident / 1e6:,.0f} MB resident,"
        f" {figures.anonymous / 1e6:,.0f} MB of them its own, the others pages of files.",
        f"- From publishing to a page of another process that shows it: {_both(figures.visible)} ms;"
        f" publishing itself, with the index: {_both(figures.published)} ms.",
    ]
    if figures.indexed:
        facts.insert(
            1, f"- `manage.py index --rebuild`: {figures.indexed:,.0f} alerts a second on {figures.cores:.1f} cores."
        )
    facts += [f"- {name}: built at {rate:,.0f} alerts a second." for name, rate in figures.built.items() if rate]
    return facts


def _both(taken: list[float]) -> str:
    ordered = sorted(taken)
    last = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    return f"{statistics.median(ordered):,.1f} / {last:,.1f}"


def _table(names: list[str], rows: list[str]) -> str:
    return "\n".join([f"| {' | '.join(names)} |", "| --- |" + " ---: |" * (len(names) - 1), *rows])
