"""Related alerts on the page of an alert: alerts/ knows nothing of search, but its templates may show what it finds."""

from typing import Any

from django import template

from alerts.models import Alert
from alerts.surroundings import Surroundings
from search import index
from search.engine import Unusable
from search.related import related

register = template.Library()


@register.inclusion_tag("alert/parts/alike.html")
def alike(alert: Alert, around: Surroundings) -> dict[str, Any]:
    """A list of alerts like this one. Nothing where none is, or where there is no index: a page never waits for it."""
    engine = index.searcher()
    if engine is None:
        return {}
    shown = {other.uid for other in around.series}
    shown |= {r.alert.uid for r in (*around.relations, *around.related_from) if r.alert}
    try:
        return {"alerts": related(alert, engine, [s.uid for s in around.situations], shown)}
    except Unusable as error:
        index.found_damaged(error)
        return {}
