"""/about/ and the pages below it: what this is, how it is made and searched, and who can use it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from alerts.public import public_page


@public_page
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "about/page.html", {"section": "about"})


@public_page
def searching(request: HttpRequest) -> HttpResponse:
    return render(request, "about/searching.html", {"section": "about"})


@public_page
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "about/accessibility.html", {"section": "about"})
