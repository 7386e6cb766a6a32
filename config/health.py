"""Small answers for machines."""

from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.templatetags.static import static
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

Respond = Callable[[HttpRequest], HttpResponseBase]
ROBOTS = "User-agent: *\nDisallow: /admin/\nDisallow: /accounts/\nDisallow: /healthz\n"


def answer_healthz(get_response: Respond) -> Respond:
    """Answer /healthz whatever the Host: who watches the server asks it directly, on 127.0.0.1."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        return healthz(request) if request.path_info == "/healthz" else get_response(request)

    return middleware


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 "ok" when the database answers, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("the database does not answer\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """RFC 9309, and where the sitemap is."""
    return HttpResponse(f"{ROBOTS}Sitemap: {settings.SITE_URL}/sitemap.xml\n", content_type="text/plain")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """For the pages that name no icon, such as the admin's: browsers ask for this address by themselves."""
    return HttpResponseRedirect(static("favicon.svg"))
