"""/search/suggest: suggestions while a question is typed, as JSON."""

from dataclasses import asdict

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext_lazy

from alerts.public import public_page
from search import index
from search.engine import Unusable
from search.suggestions import MOST_TYPED, Suggestion, suggestions


@public_page
def suggest(request: HttpRequest) -> JsonResponse:
    """What `q` may become. There are no suggestions while there is no index, and none fails."""
    typed = request.GET.get("q", "")[:MOST_TYPED]
    found = [asdict(one) | {"said": str(_KINDS[one.kind])} for one in _suggestions(typed)]
    return JsonResponse({"q": typed, "suggestions": found})


_KINDS = {
    "alert": gettext_lazy("alert"), "country": gettext_lazy("country"), "place": gettext_lazy("place"),
    "organization": gettext_lazy("organization"), "situation": gettext_lazy("situation"),
}  # fmt: skip


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
