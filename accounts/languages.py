"""The public pages are in the language that their address names; the staff's pages in that of who reads them."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from accounts.sessions import PAGES

Respond = Callable[[HttpRequest], HttpResponseBase]


def speak(get_response: Respond) -> Respond:
    """A public page: the language of its prefix, else English, whatever the browser prefers, so that what the public
    reads depends on no header and can be cached. A page of the staff: the language chosen by cookie, else the
    browser's, else English.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith((PAGES, reverse("admin:index"))):
            return _as_chosen(request, get_response)
        language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        with translation.override(language):
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return middleware


def _as_chosen(request: HttpRequest, get_response: Respond) -> HttpResponseBase:
    language = translation.get_language_from_request(request)
    # Django's "en" writes dates as in the United States.
    with translation.override(settings.LANGUAGE_CODE if language == "en" else language):
        response = get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
    patch_vary_headers(response, ["Accept-Language"])
    return response
