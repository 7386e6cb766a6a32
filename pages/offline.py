"""What is shown where a page cannot be fetched: a page in each language, and the script that a browser keeps for it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from alerts.public import public_page
from pages.templatetags.interface import interface_language


@public_page
def offline(request: HttpRequest) -> HttpResponse:
    return render(request, "offline.html")


@require_safe
@cache_control(no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:
    """A service worker (W3C Service Workers, section 4): it must stand at the top, to stand for the whole site."""
    pages = []
    for language, _ in settings.LANGUAGES:
        with translation.override(language):
            pages.append((interface_language(), reverse("offline")))
    context = {"pages": pages, "release": settings.RELEASE}
    return render(request, "offline.js", context, content_type="text/javascript")
