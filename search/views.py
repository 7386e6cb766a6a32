"""/search/: a question, its hits, and the questions next to it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from alerts.public import public_page
from search.answer import answer


@public_page
def search(request: HttpRequest) -> HttpResponse:
    found = answer(request.GET, timezone.localdate())
    return render(request, "search/page.html", {
        "answer": found,
        "question": found.asked,
        "page": found.page,
        "section": "search",
    })  # fmt: skip
