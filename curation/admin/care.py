"""The pages beside the page of a record of a vocabulary: where it is used, merging, splitting; and likely matches."""

import json
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path

from curation import finding, merging, pointing, splitting, tying
from curation.admin import merging as merging_pages
from curation.admin import splitting as splitting_pages
from curation.admin import uses as uses_pages
from curation.models import Merge
from intake.addresses import free_slug

_MOST_ALIKE = 6


class Care:
    """Adds those pages to the admin of a vocabulary, and leads to them from the page of each record."""

    # Pages that one vocabulary alone has: name in the address → view.
    pages: ClassVar[dict[str, Any]] = {}
    change_form_template: Any = "admin/vocabulary/change_form.html"

    def get_urls(self) -> list[Any]:
        me: Any = self
        pages = {"uses": uses_pages.page, "choose": choose, **self.pages}
        if me.model in merging.MERGEABLE:
            pages |= {"merge": merging_pages.page, "move": splitting_pages.move_page}
        if _is_split(me.model):
            pages["split"] = splitting_pages.page
        own = [
            path(
                f"<int:pk>/{name}/",
                me.admin_site.admin_view(_bound(me, view)),
                name=f"{me.opts.app_label}_{me.opts.model_name}_{name}",
            )
            for name, view in pages.items()
        ]
        return [*own, *super().get_urls()]  # type: ignore[misc]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        me: Any = self
        record = kwargs.get("obj")
        if record is not None:
            may = me.model in merging.MERGEABLE and merging.may_merge(request.user, me.model)
            counts = pointing.counts(record)
            context["care"] = {
                "used": sum(counts.values()),
                "uses": [(way.label, way.key, count) for way, count in counts.items()],
                "may_assign": "assign" in self.pages and tying.may_tie(request.user),
                "may_merge": may,
                "may_split": may and _is_split(me.model) and splitting.may_split(request.user, me.model),
                "merges": Merge.objects.undoable().into(record).defer("journal")[:10] if may else [],
            }
        elif name := _name_typed(request):
            context["alike"] = finding.find(me.model, name, _MOST_ALIKE, loosely=True)
            context["name_typed"] = name
        return super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]

    def get_changeform_initial_data(self, request: HttpRequest) -> Any:
        """The name that was typed into an autocomplete, and an address made of it."""
        me: Any = self
        initial: dict[str, Any] = super().get_changeform_initial_data(request)  # type: ignore[misc]
        if name := _name_typed(request):
            initial[merging.name_field(me.model).name] = name
            if any(f.name == "slug" for f in me.model._meta.concrete_fields):
                initial["slug"] = free_slug(me.model, name)
        return initial


def choose(model_admin: Any, request: HttpRequest, pk: str) -> HttpResponse:
    """Into the field from which this window was opened: the record that is there already, not a new one."""
    record = uses_pages.found(model_admin, pk)
    if not model_admin.has_view_permission(request, record):
        raise PermissionDenied
    data = {"value": str(record.pk), "obj": str(record)}
    context = {"popup_response_data": json.dumps(data)}
    return TemplateResponse(request, "admin/popup_response.html", context)


def _is_split(model: Any) -> bool:
    """Whether a record may have been merged from two: then one of its other names is made a record again."""
    return model in merging.MERGEABLE and merging.names_of(model) is not None


def _name_typed(request: HttpRequest) -> str:
    return "".join(c for c in request.GET.get("name", "") if c.isprintable()).strip()[:300]


def _bound(model_admin: Any, view: Any) -> Any:
    def page(request: HttpRequest, pk: int) -> HttpResponse:
        response: HttpResponse = view(model_admin, request, str(pk))
        return response

    return page
