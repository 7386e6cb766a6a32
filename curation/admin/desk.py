"""The lists of the desk, each at an address of its own that can be sent to somebody."""

from typing import Any

from django.contrib.admin import AdminSite
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.functional import cached_property

from curation.desk import MOST, counted, find

_A_PAGE = 50


class BoundedPaginator(Paginator):  # type: ignore[type-arg]
    """Pages through all rows, and counts no further than is told: the database would read them all."""

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return len(rows.values_list("pk")[: MOST + 1])


def urls(site: AdminSite) -> list[Any]:
    def show(request: HttpRequest, slug: str) -> HttpResponse:
        return work_list(site, request, slug)

    return [path("desk/<slug:slug>/", site.admin_view(show), name="desk")]


def work_list(site: AdminSite, request: HttpRequest, slug: str) -> HttpResponse:
    """A list of the desk, 50 rows a page, the first thousand of them. 404 for who may not work on it."""
    work = find(slug, request.user)
    if work is None:
        raise Http404("There is no such list, or it is not for you.")
    page = BoundedPaginator(work.read(request.user), _A_PAGE).get_page(request.GET.get("page"))
    context = site.each_context(request) | {
        "title": work.name,
        "work": work,
        "count": counted(page.paginator.count),
        "is_longer": page.paginator.count > MOST,
        "page": page,
        "rows": [work.row(values) for values in page.object_list],
    }
    return TemplateResponse(request, "admin/desk/list.html", context)
