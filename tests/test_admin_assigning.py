"""A situation counts many alerts at once, as a search finds them; nothing changes before it has been looked at."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alerts.models import Alert, Change, Situation
from search import index
from tests import cast, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def situation() -> Situation:
    return Situation.objects.create(slug="s", title="Nagorno-Karabakh")


def page(situation: Situation) -> str:
    return f"/admin/alerts/situation/{situation.pk}/assign/"


def archive() -> list[Alert]:
    found = [cast.published(f"Blockade, part {n}") for n in range(3)]
    cast.published("Something else")
    cast.draft("Blockade, a draft")
    return found


@pytest.mark.parametrize("question", ["blockade", "title:blockade NOT title:else"])
def test_what_a_search_finds_is_tied_after_a_look(situation: Situation, indexed: None, question: str) -> None:
    found, editor = archive(), staff.client("editor")
    assert editor.get(page(situation), {"q": question}).context["hits"].total == 3
    changes = Change.objects.count()
    look = editor.post(page(situation), {"q": question, "all": "1"})
    assert "would count 3 more alerts, 3 of them public" in look.content.decode()
    assert situation.alerts.count() == 0
    answer = editor.post(page(situation), {"q": question, "all": "1", "apply": "1"}, follow=True)
    assert "3 alerts counted from now on" in staff.said(answer)
    assert set(situation.alerts.all()) == set(found)
    assert Change.objects.count() == changes + 3


def test_only_the_ticked_ones_are_tied_and_untied(situation: Situation) -> None:
    first, second, third = archive()
    editor = staff.client("editor")
    situation.alerts.add(first)
    editor.post(page(situation), {"alert": [first.pk, second.pk, third.pk], "apply": "1"})
    assert situation.alerts.count() == 3
    editor.post(page(situation), {"among": "tied", "alert": [first.pk], "apply": "1"})
    assert set(situation.alerts.all()) == {second, third}


def test_drafts_are_found_by_title_and_working_copies_never(situation: Situation) -> None:
    archive()
    copy = Alert.objects.create(revises=Alert.objects.published()[0], title="Blockade, copy")
    editor = staff.client("editor")
    found = editor.get(page(situation), {"q": "blockade", "among": "drafts"}).context["rows"]
    assert [alert.title for alert, _ in found] == ["Blockade, a draft"]
    editor.post(page(situation), {"alert": [copy.pk], "apply": "1"})
    assert situation.alerts.count() == 0


def test_nothing_ticked_and_odd_questions_get_an_answer(situation: Situation) -> None:
    editor = staff.client("editor")
    assert "Nothing is ticked" in staff.said(editor.post(page(situation), {"apply": "1"}, follow=True))
    for odd in ({"p": "9" * 30}, {"p": "x", "among": "x"}, {"q": "(((" * 50}, {"q": "x" * 9000}):
        assert editor.get(page(situation), odd).status_code == 200
        assert editor.post(page(situation), odd | {"alert": "9" * 30}).status_code == 302


def test_only_who_may_change_situations_gets_there(situation: Situation) -> None:
    alert = cast.published()
    for role in ("curator", "reviewer", "nobody"):
        client = staff.client(role)
        assert client.get(page(situation)).status_code == 403
        assert client.post(page(situation), {"alert": alert.pk, "apply": "1"}).status_code == 403
    assert situation.alerts.count() == 0


def test_the_page_costs_at_most_15_queries(
    situation: Situation, indexed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive()
    engine = index.searcher()
    monkeypatch.setattr(index, "searcher", lambda: engine)
    editor = staff.client("editor")
    editor.get("/admin/")
    with CaptureQueriesContext(connection) as queries:
        assert editor.get(page(situation), {"q": "blockade"}).status_code == 200
    assert len(queries) <= 15
