"""What is answered where there is no page."""

from django.http import HttpRequest, HttpResponseNotFound
from django.utils.cache import patch_cache_control
from django.views import defaults


def not_found(request: HttpRequest, exception: Exception) -> HttpResponseNotFound:
    """404, which a cache asks about each time: what is not public yet may be in a moment."""
    response = defaults.page_not_found(request, exception)
    patch_cache_control(response, no_cache=True)
    return response
