"""What no page should have to think of: requests that cannot be read as text are refused before any view."""

from collections.abc import Callable, Iterable
from urllib.parse import unquote_to_bytes

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponseBase

Respond = Callable[[HttpRequest], HttpResponseBase]


def refuse_unreadable(get_response: Respond) -> Respond:
    """Raise BadRequest (a 400) where the address, the query or a cookie holds a NUL or bytes that are not UTF-8, or
    where another character set is declared.

    PostgreSQL stores no NUL and no database stores half a surrogate pair: let through, each would end in a 500.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if is_readable(request):
            return get_response(request)
        raise BadRequest("The address, the query or a cookie holds bytes that are not text (UTF-8 without NUL).")

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
