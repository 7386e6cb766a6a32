"""How quickly the index is made, how large it is, and how soon what is published is seen by another process."""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from alerts import publishing
from alerts.models import Alert, AlertType, Event, Party
from benchmarks.report import Figures
from benchmarks.serving import ROOT, Site
from benchmarks.vocabulary import Vocabulary
from search import index as upkeep
from search import keeping
from search.engine import Engine
from search.schema import Document, documents

_SAMPLED = 20_000  # documents that are held in memory to time the engine alone
_ROWS = 500  # that are read at once
_TIMES = 5
_PATIENCE = 30.0  # seconds
_THREADS = 2


def index(figures: Figures, keep: bool) -> None:
    """Build the index as an operator does, unless there is one to keep; and a sample of it by the engine alone."""
    if not (keep and not upkeep.look().fault):
        began = time.perf_counter()
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "manage.py", "index", "--rebuild"], cwd=ROOT, check=True, stdout=sys.stderr)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        took = time.perf_counter() - began
        cores = (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / took
        figures.indexed, figures.cores = figures.alerts / took, cores
    sample = _sample()
    letters = sum(_size(d) for d in sample)
    with tempfile.TemporaryDirectory() as folder:
        engine = Engine(Path(folder))
        began = time.perf_counter()
        engine.write(sample, (), 1, _THREADS)
        figures.written = len(sample) / (time.perf_counter() - began)
    figures.text = letters / len(sample)
    if current := keeping.home().current():
        figures.index_size = keeping.size(current)


def _sample() -> list[Document]:
    public = Alert.objects.published()
    keys = list(public.order_by("pk").values_list("pk", flat=True)[:_SAMPLED])
    batches = (keys[start : start + _ROWS] for start in range(0, len(keys), _ROWS))
    return [made for batch in batches for made in documents(public.filter(pk__in=batch))]


def _size(made: Document) -> int:
    """Bytes of the alert's own texts; not of the names that are indexed beside them."""
    return sum(len(text.encode()) for name, text in made.texts.items() if name != "about")


def publish(site: Site, figures: Figures) -> None:
    """Publish an alert, and ask the server for a word of it until it is found. Withdrawn afterwards."""
    maker = Vocabulary().maker
    maker.is_active = maker.is_superuser = True
    maker.save()
    type_ = AlertType.objects.order_by("pk")[0]
    for n in range(_TIMES):
        word = f"zyzzyva{time.time_ns()}"
        made = Alert.objects.create(
            title=f"Published {word}", type=type_, language="en", abstract="Made to be seen.", issued="2026",
            names_checked=True, graphic_checked=True, consent_checked=True,
        )  # fmt: skip
        Party.objects.create(alert=made, role=Party.Role.ISSUER, organization=type_.issuer or Vocabulary().issuers[n])
        began = time.perf_counter()
        publishing.publish(made, maker)
        published = time.perf_counter()
        while site.get(f"/search/?q={word}").total != 1:
            if time.perf_counter() - began > _PATIENCE:
                raise SystemExit(f"What was published was not to be found after {_PATIENCE} s.")
        figures.visible.append((time.perf_counter() - began) * 1000)
        figures.published.append((published - began) * 1000)
        publishing.withdraw(made, maker, Event.Reason.ERROR)
    maker.is_active = maker.is_superuser = False
    maker.save()
