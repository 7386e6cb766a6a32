from django.http import HttpRequest, HttpResponse


def _soon(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse(status=501)


home = search = alert_uid = alert = version = organizations = organization_uid = organization = _soon
