"""What all public pages have in common."""

import hashlib
from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import condition, conditional_page, require_safe

from alerts import heads

View = Callable[..., HttpResponse]

# What a shared cache may keep it for. A browser asks each time, which costs one query where nothing has changed.
KEPT_FOR = 60  # seconds

# What else public pages are made of, besides the database: what tells whether it changed enters itself here when the
# applications start (search/apps.py), because alerts may not import it.
_sources: list[Callable[[], object]] = []

_number: ContextVar[int] = ContextVar("number of the change feed")


def feed_number() -> int:
    """The last number of the change feed: on a public page as it was when the page began, which is asked once."""
    number = _number.get(None)
    return heads.latest(heads.CHANGES) if number is None else number


def shown_from(source: Callable[[], object]) -> None:
    """Have public pages count as changed whenever what `source` returns does."""
    if source not in _sources:
        _sources.append(source)


def public_page(view: View) -> View:
    """Answers GET and HEAD only. A cache between may keep the page for a minute, so that what is withdrawn or redacted
    is gone everywhere by then; a browser, and whoever holds an older copy, asks whether it is still the same.

    It is the same while the change feed is: all that alters what the public sees is in it. So the process, too, makes
    it once. For whoever is signed in, the page is made anew each time and kept by nobody.
    """
    # A program that is being worked on changes without the feed.
    checked: Any = conditional_page(view) if settings.DEBUG else condition(etag_func=_mark)(_made_once(gzip_page(view)))

    @wraps(view)
    def page(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        is_signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES
        number = _number.set(heads.latest(heads.CHANGES))
        try:
            response: HttpResponse = (view if is_signed_in else checked)(request, *args, **kwargs)
        finally:
            _number.reset(number)
        if is_signed_in:
            patch_cache_control(response, private=True, no_store=True)
        else:
            patch_cache_control(response, public=True, max_age=0, s_maxage=KEPT_FOR, must_revalidate=True)
            patch_vary_headers(response, ["Accept-Encoding"])
        return response

    return require_safe(page)


def address_of(name: str, *args: object) -> str:
    """An absolute address for citing: of the site as the operator named it, whatever host the request was sent to, and
    without the prefix of a language."""
    with translation.override(settings.LANGUAGE_CODE):
        return f"{settings.SITE_URL}{reverse(name, args=args)}"


def _made_once(view: View) -> View:
    """The page as this process made it within the last minute, if it would still be the same; plain and compressed are
    kept apart."""

    @wraps(view)
    def page(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        pages, mark = caches["pages"], f"{_mark(request)}{'gzip' in request.headers.get('Accept-Encoding', '')}"
        found: HttpResponse | None = pages.get(mark) if request.method == "GET" else None
        if found is not None:
            return found
        made = view(request, *args, **kwargs)
        if request.method == "GET" and made.status_code == 200 and not made.streaming and not made.cookies:
            pages.set(mark, made, KEPT_FOR)
        return made

    return page


def _mark(request: HttpRequest, *args: object, **kwargs: object) -> str:
    """A mark (ETag, RFC 9110 section 8.8.3) of all that the page is made of: its address, which tells the language; the
    program; what is public; the hour, so that no page outlives a day by more."""
    made_of = (
        request.get_full_path(),
        settings.SITE_URL,
        settings.RELEASE,
        feed_number(),
        f"{timezone.now():%Y-%m-%dT%H}",
        *(source() for source in _sources),
    )
    return f'W/"{hashlib.blake2b(repr(made_of).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()}"'
