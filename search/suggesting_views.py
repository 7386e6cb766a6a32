"""/search/suggest: suggestions while a question is typed, as JSON."""

from dataclasses import asdict

from django.http import HttpRequest, JsonResponse

from alerts.public import public_page
from search import index
from search.engine import Unusable
from search.suggestions import MOST_TYPED, Suggestion, suggestions


@public_page
def suggest(request: HttpRequest) -> JsonResponse:
    """What `q` may become. There are no suggestions while there is no index, and none fails."""
    typed = request.GET.get("q", "")[:MOST_TYPED]
    return JsonResponse({"q": typed, "suggestions": [asdict(found) for found in _suggestions(typed)]})


def _suggestions(typed: str) -> list[Suggestion]:
    engine = index.searcher()
    pending = index.pending(engine) if engine else None
    if engine is None or pending is None:
        return []
    try:
        return suggestions(typed, engine, pending.uids)
    except Unusable as error:
        index.found_damaged(error)
        return []
