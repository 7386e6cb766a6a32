"""The answers to judged questions over the catalogue are as good as they were promised to be."""

import pytest
from django.conf import settings

from intake.catalogue import load
from search import index
from search.management.commands.relevance import JUDGED, first_page
from search.relevance import mean, measure, read
from tests.documents import engine_of_today

# `manage.py relevance` printed 0.96 when the weights were last set; a change that costs more than this is seen.
PROMISED = 0.94


@pytest.mark.once
@pytest.mark.django_db
def test_judged_questions_are_answered_well(monkeypatch: pytest.MonkeyPatch) -> None:
    load(settings.BASE_DIR / "fixtures")
    engine = engine_of_today()
    monkeypatch.setattr(index, "searcher", lambda: engine)
    monkeypatch.setattr(index, "pending", lambda engine: frozenset())
    scores = measure(first_page, read(JUDGED))
    assert len(scores) >= 60
    assert mean(scores) >= PROMISED, [(s.question, s.value) for s in sorted(scores, key=lambda s: s.value)[:10]]
