"""The results page on a baseline: the same address, template and features, answered by SQL (benchmarks/baselines.py).

Settings and addresses of a site that is served beside Forewarned's own, on the same archive. BASELINE_URL names the
database of the copy; without it that is an SQLite file in DATA_DIR.
"""

import os
import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from alerts.filters import AlertFilter
from alerts.models import Alert
from alerts.options import Options
from alerts.paging import PER_PAGE, Page
from alerts.public import public_page
from alerts.questions import Question as Asked
from alerts.reading import Reading
from benchmarks import baselines
from config.urls import urlpatterns as others
from search.answer import Answer, Typed
from search.facets import groups
from search.histogram import histogram
from search.hits import Hit, Passage
from search.marking import Part
from search.question import Everything

_MARKED = re.compile("\x02([^\x02\x03]*)\x03")


@public_page
def search(request: HttpRequest) -> HttpResponse:
    asked = Asked(request.GET, Options.asked(AlertFilter.values(request.GET), lambda name, key: True))
    found = baselines.answer(_asked(asked), float(os.environ.get("BASELINE_SECONDS", "60")))
    if found is None:
        return HttpResponse("Given up.", status=504)
    page = Page(_hits(found.hits), asked.page, found.total, PER_PAGE, asked.address)
    typed = Typed(Everything(), Everything(), [], [], [])
    drawn = histogram(asked, found.months, found.years_only)
    answer = Answer(asked, typed, page, groups(asked, found.facets), drawn)
    return render(request, "search/page.html", {
        "answer": answer, "question": asked, "page": page, "section": "search",
    })  # fmt: skip


def _asked(asked: Asked) -> baselines.Asked:
    names = (*baselines.COLUMNS, *baselines.TIES)
    return baselines.Asked(
        asked.typed,
        {name: [option.key for option in chosen] for name in names if (chosen := asked.chosen(name))},
        asked.day("issued_after"),
        asked.day("issued_before"),
        asked.order == "-date",
        (asked.page - 1) * PER_PAGE,
    )


def _hits(found: list[tuple[str, str]]) -> list[Hit]:
    read = Alert.objects.published().filter(uid__in=[uid for uid, _ in found]).only("uid", "slug", "title", "record")
    alerts: dict[str, Any] = {alert.uid: alert for alert in read}
    return [
        Hit(alerts[uid], Reading(alerts[uid].record), [(alerts[uid].title, False)], Passage(_parts(text)), [])
        for uid, text in found
    ]


def _parts(text: str) -> list[Part]:
    """Between what is marked, what is not."""
    return [(part, n % 2 == 1) for n, part in enumerate(_MARKED.split(text)) if part]


urlpatterns = [path("search/", search, name="search"), *others]
