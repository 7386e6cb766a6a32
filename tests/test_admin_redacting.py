"""Redacting in the admin: one person asks, another confirms, and the words go nowhere else."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry

from alerts import files, publishing
from alerts.models import Alert, Document, Event, EventActor, Note, RedactionRequest, VersionContent
from tests import cast, staff

pytestmark = pytest.mark.django_db
WORD = "Zaphira Quell"
ASKED = {"action": "ask", "words": f"{WORD}\n\n second  word ", "reason": "safety", "private_note": "By letter."}


@pytest.fixture
def alert() -> Alert:
    made = cast.draft(abstract=f"A witness, {WORD.upper()}, is named.")
    made.notes.create(number=1, text=f"Interview with {WORD}")
    publishing.publish(made, cast.reviewer())
    return Alert.objects.get(pk=made.pk)


@pytest.fixture
def first() -> Any:
    return staff.client("redactor", "first")


@pytest.fixture
def second() -> Any:
    return staff.client("redactor", "second")


def confirmation(alert: Alert, *keep: str) -> dict[str, Any]:
    return {"action": "confirm", "request": RedactionRequest.objects.get(alert=alert).pk, "keep": keep}


def test_two_people_redact(alert: Alert, first: Any, second: Any) -> None:
    assert "Another person" in staff.said(first.post(staff.page(alert, "redact"), ASKED, follow=True))
    shown = second.get(staff.page(alert, "redact")).content.decode()
    assert WORD in shown
    assert "asked for by first" in shown.lower()
    assert "alerts.note" in shown
    response = second.post(staff.page(alert, "redact"), confirmation(alert), follow=True)
    assert "Erased for good: 1 version, 0 files." in staff.said(response)
    alert.refresh_from_db()
    assert alert.abstract == "A witness, [redacted], is named."
    assert Note.objects.get().text == "Interview with [redacted]"
    assert not VersionContent.objects.filter(version__number=1).exists()
    event = Event.objects.last()
    assert (event.kind, event.reason) == ("redact", "safety")
    actor = EventActor.objects.get(event=event)
    assert (actor.user.username, actor.second.username, actor.private_note) == ("first", "second", "By letter.")
    assert not RedactionRequest.objects.exists()


def test_nobody_confirms_what_they_asked_for(alert: Alert, first: Any) -> None:
    first.post(staff.page(alert, "redact"), ASKED)
    assert "Another person" in first.get(staff.page(alert, "redact")).content.decode()
    assert first.post(staff.page(alert, "redact"), confirmation(alert)).status_code == 403
    alert.refresh_from_db()
    assert WORD.upper() in alert.abstract


def test_a_superuser_needs_a_second_person_too(alert: Alert) -> None:
    alone = staff.client("superuser")
    alone.post(staff.page(alert, "redact"), ASKED)
    assert alone.post(staff.page(alert, "redact"), confirmation(alert)).status_code == 403


def test_who_has_lost_the_right_meanwhile_redacts_nothing(alert: Alert, first: Any, second: Any) -> None:
    first.post(staff.page(alert, "redact"), ASKED)
    staff.member("redactor", "first").user_permissions.clear()
    assert second.post(staff.page(alert, "redact"), confirmation(alert)).status_code == 403
    assert not Event.objects.filter(kind="redact").exists()


def test_the_second_person_confirms_the_request_that_was_read(alert: Alert, first: Any, second: Any) -> None:
    first.post(staff.page(alert, "redact"), ASKED)
    read = confirmation(alert)
    first.post(staff.page(alert, "redact"), {"action": "reject"})
    said = staff.said(second.post(staff.page(alert, "redact"), read, follow=True))
    assert "There is no redaction waiting" in said
    first.post(staff.page(alert, "redact"), ASKED | {"words": "other words"})
    answer = second.post(staff.page(alert, "redact"), read | {"request": read["request"] + 7})
    assert "another request" in answer.content.decode()
    assert not Event.objects.filter(kind="redact").exists()


@pytest.mark.parametrize("action", ["", "ask", "preview", "CONFIRM"])
def test_only_a_confirmation_confirms(alert: Alert, first: Any, second: Any, action: str) -> None:
    first.post(staff.page(alert, "redact"), ASKED)
    second.post(staff.page(alert, "redact"), ASKED | confirmation(alert) | {"action": action})
    assert not Event.objects.filter(kind="redact").exists()
    assert RedactionRequest.objects.get().requested_by.username == "first"


def test_a_request_is_refused_or_taken_back(alert: Alert, first: Any, second: Any) -> None:
    for person in (first, second):
        first.post(staff.page(alert, "redact"), ASKED)
        person.post(staff.page(alert, "redact"), {"action": "reject"})
        assert not RedactionRequest.objects.exists()
    assert not Event.objects.filter(kind="redact").exists()


def test_where_the_words_stand_is_shown_before_anybody_is_asked(alert: Alert, first: Any) -> None:
    answer = first.post(staff.page(alert, "redact"), ASKED | {"action": "preview"})
    shown = answer.content.decode()
    assert f"alerts.alert {alert.pk} abstract" in shown
    assert "alerts.versioncontent" in shown
    assert not RedactionRequest.objects.exists()


def test_the_words_stand_in_no_message_and_no_history(alert: Alert, first: Any, second: Any) -> None:
    said = staff.said(first.post(staff.page(alert, "redact"), ASKED, follow=True))
    said += staff.said(second.post(staff.page(alert, "redact"), confirmation(alert), follow=True))
    entries = " ".join(f"{e.change_message} {e.object_repr}" for e in LogEntry.objects.all())
    assert "Redacted." in entries
    assert WORD.lower() not in (said + entries).lower()
    assert "second" not in said + entries


def test_what_waits_is_listed_without_its_words_for_who_may_redact(alert: Alert, first: Any) -> None:
    first.post(staff.page(alert, "redact"), ASKED)
    listed = first.get("/admin/alerts/redactionrequest/").content.decode()
    assert alert.title in listed
    assert WORD not in listed
    assert staff.client("reviewer").get("/admin/alerts/redactionrequest/").status_code == 403
    waiting = RedactionRequest.objects.get()
    assert staff.client("curator").get(f"/admin/alerts/redactionrequest/{waiting.pk}/change/").status_code == 403


def test_files_are_erased_but_for_those_that_were_looked_through(alert: Alert, first: Any, second: Any) -> None:
    rows = {}
    for content in (b"holds the word", b"is clean"):
        kept = files.keep([content])
        rows[content] = Document.objects.create(alert=alert, sha256=kept.sha256, size=kept.size, file_name="a.txt")
    first.post(staff.page(alert, "redact"), ASKED)
    second.post(staff.page(alert, "redact"), confirmation(alert, rows[b"is clean"].uid))
    assert {d.sha256: d.erased for d in Document.objects.all()} == {
        rows[b"holds the word"].sha256: True, rows[b"is clean"].sha256: False,
    }  # fmt: skip


@pytest.mark.parametrize(
    "wrong", [{"words": ""}, {"words": "a"}, {"words": "\n \n"}, {"words": "x\0y"}, {"words": "w" * 20_001},
              {"reason": "scope"}, {"reason": ""}],
)  # fmt: skip
def test_a_request_needs_words_and_a_right(alert: Alert, first: Any, wrong: dict[str, str]) -> None:
    answer = first.post(staff.page(alert, "redact"), ASKED | wrong)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not RedactionRequest.objects.exists()


def test_a_draft_is_edited_and_not_redacted(first: Any) -> None:
    draft = cast.draft()
    assert "simply edited" in staff.said(first.post(staff.page(draft, "redact"), ASKED, follow=True))
    assert not RedactionRequest.objects.exists()
