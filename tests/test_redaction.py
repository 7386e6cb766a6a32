"""After a redaction the words occur nowhere; the log stays true."""

import io
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.management import call_command

from alerts import files, publishing, redaction
from alerts.models import Alert, Document, Event, EventActor, Note, RedactionRequest, Reference, Version, VersionContent
from tests import cast

# Letters that stand in nothing else the tests write; any case of them is looked for.
WORD = "Zxqvanna Wqkzmother"
TRACE = "xqvanna"


def published_with_the_word() -> Alert:
    """A public alert of two versions and an open working copy, all with the word in many of their fields."""
    alert = cast.draft(
        f"Alert naming {WORD}", abstract=f"The body says that {WORD.upper()} saw it.", issued_note=f"from {WORD}",
        body="Text by Zxqvanna\nWqkzmother.", text_rights="full_text", curator_note=f"ask {WORD}",
        source_url="https://example.org/Zxqvanna%20Wqkzmother",
    )  # fmt: skip
    cast.recommendation(alert, f"Protect {WORD}.", 1, cast.organization())
    note = Note.objects.create(alert=alert, number=1, text=f"Interview with {WORD}")
    Reference.objects.create(note=note, text=f"{WORD}, Memoir", url="https://example.org/zxqvanna-wqkzmother?x=1")
    kept = files.keep([f"statement of {WORD}".encode()])
    Document.objects.create(alert=alert, sha256=kept.sha256, size=kept.size, file_name="Zxqvanna Wqkzmother.txt")
    publishing.publish(alert, cast.reviewer(), private_note=f"asked by {WORD}")
    alert = cast.revised(alert, f"Spells {WORD} right.")
    copy = publishing.revise(alert, cast.reviewer())
    cast.confirm(copy, abstract=f"Once more {WORD}")
    LogEntry.objects.create(
        user=cast.reviewer(), content_type=ContentType.objects.get_for_model(Alert), object_id=str(alert.pk),
        object_repr=alert.title, action_flag=CHANGE, change_message=f"named {WORD}",
    )  # fmt: skip
    RedactionRequest.objects.create(alert=alert, words=[WORD], reason="safety", requested_by=cast.redactor())
    return alert


def redact(alert: Alert, **fields: object) -> publishing.Redacted:
    terms = {"words": [WORD], "reason": "safety", "private_note": f"{WORD} wrote to us"}
    return publishing.redact(alert, cast.redactor(), cast.redactor("second"), **(terms | fields))


def database_text() -> str:
    """All that the tables hold, as text."""
    out = io.StringIO()
    call_command("dumpdata", stdout=out, use_base_manager=True)
    return out.getvalue()


def folder_bytes(folder: Path) -> bytes:
    return b"".join(p.name.encode() + p.read_bytes() for p in folder.rglob("*") if p.is_file())


@pytest.mark.django_db(transaction=True)
def test_the_words_occur_nowhere() -> None:
    alert = published_with_the_word()
    assert TRACE in database_text().casefold()
    assert TRACE.encode() in folder_bytes(settings.DATA_DIR).lower()
    report = redact(alert)
    assert report.elsewhere == []
    assert TRACE not in database_text().casefold()
    assert TRACE.encode() not in folder_bytes(settings.DATA_DIR).lower()


@pytest.mark.django_db
def test_the_public_text_says_where_it_was_redacted() -> None:
    alert = published_with_the_word()
    redact(alert)
    alert.refresh_from_db()
    assert alert.status == "published"
    assert alert.abstract == "The body says that [redacted] saw it."
    assert alert.source_url == ""
    assert alert.record["title"] == "Alert naming [redacted]"
    assert alert.slug == "alert-naming-redacted"


@pytest.mark.django_db
def test_versions_and_their_hashes_stay_and_a_new_one_follows() -> None:
    alert = published_with_the_word()
    before = list(Version.objects.values_list("number", "sha256"))
    report = redact(alert)
    assert list(Version.objects.values_list("number", "sha256"))[:2] == before
    assert (report.versions_erased, report.files_erased) == (2, 1)
    assert [c.version.number for c in VersionContent.objects.all()] == [3]
    assert (report.event.kind, report.event.reason, report.event.version.number) == ("redact", "safety", 3)


@pytest.mark.django_db
def test_a_version_without_the_words_keeps_its_content() -> None:
    alert = cast.revised(cast.published("Clean"), title=f"With {WORD}")
    assert redact(alert).versions_erased == 1
    assert [c.version.number for c in VersionContent.objects.order_by("version__number")] == [1, 3]


@pytest.mark.django_db
def test_a_file_that_was_looked_through_may_stay() -> None:
    alert = published_with_the_word()
    document = alert.documents.get()
    assert redact(alert, keep_files=[document.uid]).files_erased == 0
    assert files.path(document.sha256).exists()


@pytest.mark.django_db
def test_it_tells_where_else_the_words_stand() -> None:
    other = cast.published(f"Another on {WORD}")
    alert = published_with_the_word()
    elsewhere = redact(alert).elsewhere
    assert f"alerts.alert {other.pk} title" in elsewhere
    assert not any(line.startswith(f"alerts.alert {alert.pk} ") for line in elsewhere)


@pytest.mark.django_db
def test_a_withdrawn_alert_is_redacted_without_becoming_public() -> None:
    alert = published_with_the_word()
    publishing.withdraw(alert, cast.reviewer(), "safety")
    event = redact(alert).event
    assert event.version is None
    assert not Alert.objects.published().exists()
    assert TRACE not in database_text().casefold()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"words": []}, "Name the words"),
        ({"words": [" ", "x"]}, "Name the words"),
        ({"reason": "error"}, "right from the list"),
        ({"reason": ""}, "right from the list"),
    ],
)
def test_it_refuses_a_redaction_without_words_or_right(fields: dict[str, object], sentence: str) -> None:
    alert = published_with_the_word()
    with pytest.raises(publishing.PublishingError, match=sentence):
        redact(alert, **fields)
    assert not Event.objects.filter(kind="redact").exists()


@pytest.mark.django_db
def test_it_takes_two_people_with_the_right() -> None:
    alert = published_with_the_word()
    with pytest.raises(publishing.PublishingError, match="second person"):
        publishing.redact(alert, cast.redactor(), cast.redactor(), [WORD], "safety")
    for one, other in [(cast.redactor(), cast.reviewer()), (cast.reviewer(), cast.redactor())]:
        with pytest.raises(PermissionDenied):
            publishing.redact(alert, one, other, [WORD], "safety")
    assert TRACE in database_text().casefold()


@pytest.mark.django_db
def test_who_redacted_is_known_to_the_staff_only() -> None:
    event = redact(published_with_the_word()).event
    actor = EventActor.objects.get(event=event)
    assert (actor.user.username, actor.second.username) == ("redactor", "second")
    assert actor.private_note == "[redacted] wrote to us"


@pytest.mark.django_db(transaction=True)
def test_scrub_can_be_run_by_hand() -> None:
    out = io.StringIO()
    call_command("scrub", stdout=out)
    assert "given up" in out.getvalue()


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("Ana Petrović", "ANA\n  PETROVIĆ"),
        ("Ana Petrović", "Ana Petrovic\u0301"),
        ("Անի", "անի"),
        ("a.b", "a.b"),
    ],
)
def test_words_are_found_in_any_case_spacing_and_composition(word: str, text: str) -> None:
    assert redaction.pattern([word]).search(redaction.plain(text))


def test_a_word_is_no_pattern() -> None:
    assert not redaction.pattern(["a.b"]).search("axb")
