"""What an autocomplete answers: records by any of their names, what tells them apart, and an offer to create one."""

from typing import Any

from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, JsonResponse

from curation import finding
from curation.admin.choices import is_key, label

PER_PAGE = 20


class RecordAutocomplete(AutocompleteJsonView):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        self.term, self.model_admin, self.source_field, to_field = self.process_request(request)
        if not self.has_perm(request):
            raise PermissionDenied
        offer = _offer(self.model_admin, request, self.term)
        if self.model_admin.model not in finding.FINDABLE or self.source_field.get_limit_choices_to():
            self.object_list = self.get_queryset()
            shown = self.get_context_data()
            results = [self.serialize_result(obj, to_field) for obj in shown["object_list"]]
            return JsonResponse({"results": results, "pagination": {"more": shown["page_obj"].has_next()}} | offer)
        number = request.GET.get("page", "1")
        start = (min(int(number), 1000) - 1) * PER_PAGE if is_key(number) and int(number) else 0
        found = finding.find(self.model_admin.model, self.term, start + PER_PAGE + 1)[start:]
        results = [_result(one) for one in found[:PER_PAGE]]
        return JsonResponse({"results": results, "pagination": {"more": len(found) > PER_PAGE}} | offer)

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        return super().serialize_result(obj, to_field_name) | {"text": label(obj)}


def _result(found: finding.Found) -> dict[str, str]:
    return {"id": str(found.pk), "text": found.name, "matched": found.matched, "detail": found.detail}


def _offer(model_admin: Any, request: HttpRequest, term: str) -> dict[str, str]:
    """The name that could be given to a new record, for who may make one."""
    name = term.strip()[:300]
    may = name and model_admin.model in finding.FINDABLE and model_admin.has_add_permission(request)
    return {"create": name} if may else {}
