"""The admin and the pages of accounts speak the reader's language; the public pages are English, and say so."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from accounts.sessions import PAGES

Respond = Callable[[HttpRequest], HttpResponseBase]


def speak(get_response: Respond) -> Respond:
    """The language chosen by cookie, else the browser's, else English; for the staff's pages only, so that what the
    public reads depends on no header and can be cached.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith((PAGES, reverse("admin:index"))):
            with translation.override(settings.LANGUAGE_CODE):
                return get_response(request)
        language = translation.get_language_from_request(request)
        # Django's "en" writes dates as in the United States.
        with translation.override(settings.LANGUAGE_CODE if language == "en" else language):
            response = get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        patch_vary_headers(response, ["Accept-Language"])
        return response

    return middleware
