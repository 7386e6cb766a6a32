"""What no page should have to think of: requests that cannot be read as text are refused before any view."""

import re
from collections.abc import Callable, Iterable
from urllib.parse import unquote_to_bytes

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponseBase

Respond = Callable[[HttpRequest], HttpResponseBase]


# No key, version number or page reaches 19 digits, and no database's 64-bit integer holds them all.
HUGE_NUMBER = re.compile(r"/[-+]?[\d_]{19,}(/|$)")


def refuse_unreadable(get_response: Respond) -> Respond:
    """Raise BadRequest (a 400) where the address, the query or a cookie holds a NUL or bytes that are not UTF-8, or
    where another character set is declared.

    PostgreSQL stores no NUL and no database stores half a surrogate pair: let through, each would end in a 500. So
    would a number in the address that is too large for a key, which is not found (404).
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not is_readable(request):
            raise BadRequest("The address, the query or a cookie holds bytes that are not text (UTF-8 without NUL).")
        if HUGE_NUMBER.search(request.path_info):
            raise Http404("No record has a number this large.")
        return get_response(request)

    return middleware


def is_readable(request: HttpRequest) -> bool:
    charset = (request.content_params or {}).get("charset", "utf-8")
    return (
        charset.lower().replace("_", "-") in ("utf-8", "utf8", "us-ascii")
        and is_clean(
            [request.path_info]
        )  # Django has decoded it; what is not UTF-8 stays percent-encoded, and finds nothing
        and is_text(unquote_to_bytes(request.META.get("QUERY_STRING", "").encode("latin-1", "replace")))
        and all(is_clean(pair) for pair in request.COOKIES.items())
    )


def is_text(raw: bytes) -> bool:
    """UTF-8 (so no surrogate, RFC 3629 section 3) without NUL."""
    try:
        return "\0" not in raw.decode("utf-8")
    except UnicodeDecodeError:
        return False


def is_clean(words: Iterable[str]) -> bool:
    return not any("\0" in word or any("\ud800" <= character <= "\udfff" for character in word) for word in words)
