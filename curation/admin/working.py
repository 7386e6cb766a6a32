"""Working through a list of the desk: on the page of each of its records, the way to the next one."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from curation.admin.choices import is_key
from curation.desk import Standing, find, standing


def where(request: HttpRequest) -> Standing | None:
    """Where the record on this page stands in the list that its address names; None where it names none."""
    slug, at = _named(request)
    work = find(slug, request.user) if is_key(at) else None
    return standing(work, request.user, int(at)) if work else None


def onward(request: HttpRequest) -> str:
    """The query by which the next page, too, is one of the list that is worked through; empty outside of a list."""
    slug, at = _named(request)
    return f"?list={slug}&at={at}" if is_key(at) and find(slug, request.user) else ""


def _named(request: HttpRequest) -> tuple[str, str]:
    """The list and the place in it: of the address, or of a button that posts them."""
    told = request.GET if "list" in request.GET else request.POST
    return told.get("list", ""), told.get("at", "")


def list_address(slug: str) -> str:
    return reverse("admin:desk", args=[slug])


class WorkedThrough:
    """An admin whose pages lead on through the list that they were opened from, and so does saving."""

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        context |= {"standing": where(request), "onward": onward(request)}
        return super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]

    def response_post_save_change(self, request: HttpRequest, obj: Any) -> Any:
        """To the next of the list; back to the list after the last."""
        place = where(request)
        if place is None:
            return super().response_post_save_change(request, obj)  # type: ignore[misc]
        return HttpResponseRedirect(place.next.address if place.next else list_address(place.list.slug))

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Who goes on editing stays in the list."""
        response: HttpResponse = super().response_change(request, obj)  # type: ignore[misc]
        if response.headers.get("Location", "").partition("?")[0] == request.path and where(request):
            response.headers["Location"] = request.get_full_path()
        return response
