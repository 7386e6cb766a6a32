"""/search/: a question, its hits, and the questions next to it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from alerts.paging import page_of
from alerts.questions import Question
from alerts.reading import readings
from alerts.views.public import public_page


@public_page
def search(request: HttpRequest) -> HttpResponse:
    question = Question(request.GET)
    alerts = question.alerts
    total = alerts.count() if question.is_valid else 0
    hits = alerts.only("uid", "slug", "title", "record")
    page = page_of(hits, total, question.page, question.address)
    return render(request, "search/page.html", {
        "question": question,
        "page": page,
        "hits": readings(page.rows),
        "section": "search",
    })  # fmt: skip
