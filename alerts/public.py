"""What all public pages have in common."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

View = Callable[..., HttpResponse]


def public_page(view: View) -> View:
    """Answers GET and HEAD only. A cache may keep the page, but asks each time whether it is still the same (ETag), so
    that what is withdrawn or redacted is gone everywhere at once."""
    decorated: Any = require_safe(cache_control(no_cache=True)(conditional_page(view)))
    return decorated  # type: ignore[no-any-return]


def address_of(name: str, *args: object) -> str:
    """An absolute address for citing: of the site as the operator named it, whatever host the request was sent to, and
    without the prefix of a language."""
    with translation.override(settings.LANGUAGE_CODE):
        return f"{settings.SITE_URL}{reverse(name, args=args)}"
