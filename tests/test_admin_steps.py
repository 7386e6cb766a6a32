"""The steps of an alert in the admin: each with its button, its right, and nothing by a forged request."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from alerts import publishing
from alerts.models import (
    PARTS,
    Alert,
    AlertDate,
    Change,
    Event,
    EventActor,
    Hand,
    Party,
    Relation,
    Situation,
    Version,
)
from curation.models import Release, Submission
from tests import cast, staff

pytestmark = pytest.mark.django_db
ROLES = ("curator", "reviewer", "editor", "redactor", "nobody")
MAY = {
    "submit": {"curator", "reviewer"},
    "publish": {"reviewer"},
    "take_back": {"reviewer"},
    "send_back": {"reviewer"},
    "discard": {"curator", "reviewer"},
    "revise": {"curator", "reviewer"},
    "withdraw": {"reviewer"},
    "redact": {"redactor"},
}
REASON = {"reason": "error", "private_note": ""}


def status(alert: Alert) -> str:
    return Alert.objects.values_list("status", flat=True).get(pk=alert.pk)


def everything() -> list[Any]:
    """All that a step could write, to see that one has not."""
    models = (Alert, *PARTS, Version, Event, EventActor, Change, Hand, Release, Submission)
    return [list(model.objects.order_by("pk").values()) for model in models]


class TestTheWay:
    """A curator's path: enter, review, publish, revise, publish, withdraw, publish again."""

    def test_a_draft_goes_to_review_and_back_and_is_published(self) -> None:
        alert, curator, reviewer = cast.draft(), staff.client("curator"), staff.client("reviewer")
        assert "review" in staff.said(curator.post(staff.page(alert, "submit"), follow=True))
        assert status(alert) == "in_review"
        reviewer.post(staff.page(alert, "send_back"), {"note": "Give the date."})
        assert status(alert) == "draft"
        curator.post(staff.page(alert, "submit"))
        assert "Nothing is missing" in reviewer.get(staff.page(alert, "publish")).content.decode()
        response = reviewer.post(staff.page(alert, "publish"), {"private_note": "Looked at twice."}, follow=True)
        assert "version 1" in staff.said(response)
        assert status(alert) == "published"
        assert EventActor.objects.get().private_note == "Looked at twice."

    def test_what_is_missing_is_listed_and_nothing_is_published(self) -> None:
        alert, reviewer = cast.draft(language="", names_checked=False), staff.client("reviewer")
        for response in (reviewer.get(staff.page(alert, "publish")), reviewer.post(staff.page(alert, "publish"), {})):
            assert "It has no language." in response.content.decode()
            assert "names of victims" in response.content.decode()
        assert status(alert) == "draft"
        assert "Missing for publication: 2" in reviewer.get(staff.page(alert)).content.decode()

    def test_a_revision_needs_its_note(self) -> None:
        public, curator, reviewer = cast.published(), staff.client("curator"), staff.client("reviewer")
        response = curator.post(staff.page(public, "revise"))
        copy = Alert.objects.get(revises=public)
        assert response.url == staff.page(copy)
        data = staff.filled(curator.get(staff.page(copy))) | dict.fromkeys(Alert.DO_NO_HARM, "on") | {"title": "New"}
        curator.post(staff.page(copy), data)
        response = reviewer.post(staff.page(copy, "publish"), {})
        assert "The revision has no note" in response.content.decode()
        curator.post(staff.page(copy), data | {"revision_note": "Corrects the title."})
        reviewer.post(staff.page(copy, "publish"), {})
        public.refresh_from_db()
        assert (public.title, public.status) == ("New", "published")
        assert not Alert.objects.filter(revises=public).exists()

    def test_revising_twice_leads_to_the_one_working_copy(self) -> None:
        public, curator = cast.published(), staff.client("curator")
        first = curator.post(staff.page(public, "revise")).url
        assert staff.client("reviewer").post(staff.page(public, "revise")).url == first
        assert LogEntry.objects.filter(change_message__contains="opened").count() == 1

    def test_a_working_copy_is_discarded_after_asking(self) -> None:
        public, curator = cast.published(), staff.client("curator")
        copy = publishing.revise(public, cast.curator())
        assert "stays as it is" in curator.get(staff.page(copy, "discard")).content.decode()
        assert curator.post(staff.page(copy, "discard")).url == staff.page(public)
        assert not Alert.objects.filter(pk=copy.pk).exists()

    def test_a_withdrawal_needs_a_reason_and_shows_what_leads_there(self) -> None:
        public, reviewer = cast.published("Old"), staff.client("reviewer")
        newer = cast.draft("Newer")
        Relation.objects.create(alert=newer, kind="updates", target=public)
        Situation.objects.create(slug="s", title="A situation").alerts.add(public)
        shown = reviewer.get(staff.page(public, "withdraw")).content.decode()
        assert "Newer" in shown
        assert "A situation" in shown
        assert "required" in reviewer.post(staff.page(public, "withdraw"), {"reason": ""}).content.decode()
        assert status(public) == "published"
        reviewer.post(staff.page(public, "withdraw"), REASON | {"show_title": "on"})
        event = Event.objects.last()
        assert (event.kind, event.reason, event.title_withheld) == ("withdraw", "error", False)
        reviewer.post(staff.page(public, "publish"), {})
        assert status(public) == "published"

    def test_the_history_tells_the_steps_and_none_of_the_notes(self) -> None:
        alert, reviewer = cast.draft(), staff.client("reviewer")
        reviewer.post(staff.page(alert, "publish"), {"private_note": "canary"})
        reviewer.post(staff.page(alert, "withdraw"), {"reason": "privacy", "private_note": "canary"})
        messages = " ".join(LogEntry.objects.values_list("change_message", flat=True))
        assert "Published version 1" in messages
        assert "Withdrawn: privacy" in messages
        assert "canary" not in messages

    def test_a_step_that_came_too_late_gets_a_sentence(self) -> None:
        alert, reviewer = cast.draft(), staff.client("reviewer")
        said = staff.said(reviewer.post(staff.page(alert, "send_back"), {"note": "No."}, follow=True))
        assert said == "Only what is in review can be sent back."
        assert "no step" in staff.said(reviewer.get(staff.page(alert, "withdraw"), follow=True))
        reviewer.post(staff.page(alert, "publish"), {})
        assert "public already" in staff.said(reviewer.post(staff.page(alert, "publish"), follow=True))


class TestButtons:
    @pytest.mark.parametrize(
        ("role", "draft", "review", "public", "copy"),
        [
            ("curator", {"Send to review"}, set(), {"Revise", "Versions"}, {"Send to review", "Discard"}),
            (
                "reviewer", {"Send to review", "Publish"}, {"Publish", "Send back"}, {"Revise", "Withdraw", "Versions"},
                {"Send to review", "Publish", "Discard"},
            ),
            ("editor", set(), set(), set(), set()),
            ("redactor", set(), set(), {"Redact"}, set()),
        ],
    )  # fmt: skip
    def test_each_sees_the_buttons_of_its_rights(
        self, role: str, draft: set[str], review: set[str], public: set[str], copy: set[str]
    ) -> None:
        client = staff.client(role)
        in_review, published = cast.draft("In review", status="in_review"), cast.published()
        found = []
        for alert in (cast.draft("Draft"), in_review, published):
            found.append({b.label for b in client.get(staff.page(alert)).context.get("steps", [])} - {"Review"})
        working_copy = publishing.revise(published, cast.curator())
        found.append({b.label for b in client.get(staff.page(working_copy)).context.get("steps", [])} - {"Review"})
        assert found == [draft, review, public, copy]

    def test_a_step_is_posted_with_a_token(self) -> None:
        strict = Client(enforce_csrf_checks=True)
        staff.sign_in(strict, staff.member("reviewer"))
        alert = cast.draft()
        assert strict.post(staff.page(alert, "publish"), {}).status_code == 403
        assert status(alert) == "draft"

    def test_a_look_takes_no_step(self) -> None:
        alert, reviewer = cast.draft(), staff.client("superuser")
        before = everything()
        for name in (*MAY, "review", "versions"):
            reviewer.get(staff.page(alert, name))
        assert everything() == before


class TestPreview:
    def test_a_draft_is_seen_as_the_public_will(self) -> None:
        alert = cast.draft(abstract="The body warns of a risk here.")
        cast.recommendation(alert, "Stop arms sales.", 1, cast.organization("European Union"))
        shown = staff.client("curator").get(staff.page(alert, "preview")).content.decode()
        assert "not public" in shown
        assert "The body warns of a risk here." in shown
        assert "Stop arms sales." in shown

    def test_nobody_else_sees_it(self, client: Any) -> None:
        alert = cast.draft()
        assert client.get(staff.page(alert, "preview")).status_code == 302
        assert staff.client("nobody").get(staff.page(alert, "preview")).status_code == 403

    def test_what_is_public_has_no_preview(self) -> None:
        alert = cast.published()
        assert staff.client("curator").get(staff.page(alert, "preview")).url == staff.page(alert)


class TestForgedRequests:
    """Nobody without the right publishes, revises, withdraws or redacts, by whatever request."""

    @pytest.mark.parametrize(
        ("step", "role"), [(step, role) for step, may in MAY.items() for role in ROLES if role not in may]
    )
    def test_a_role_without_the_right_gets_403_and_changes_nothing(self, role: str, step: str) -> None:
        alerts = [cast.draft("Draft"), cast.draft("In review", status="in_review"), cast.published()]
        alerts.append(publishing.revise(alerts[-1], cast.curator()))
        client, before = staff.client(role), everything()
        data = REASON | {"note": "x", "words": "word", "action": "ask", "confirm": "on"}
        for alert in alerts:
            assert client.post(staff.page(alert, step), data).status_code == 403
            assert client.get(staff.page(alert, step)).status_code in (403, 405)
        assert everything() == before

    def test_strangers_are_led_to_the_login(self, client: Any) -> None:
        alert, before = cast.published(), None
        before = everything()
        for step in MAY:
            assert "/admin/login/" in client.post(staff.page(alert, step), REASON).url
        assert everything() == before

    @pytest.mark.parametrize("role", ["curator", "reviewer", "superuser"])
    @pytest.mark.parametrize("state", ["published", "withdrawn"])
    def test_what_was_public_is_changed_by_nobody(self, role: str, state: str) -> None:
        alert = cast.published()
        note = alert.notes.create(number=1, text="as it was")
        note.references.create(text="reference")
        if state == "withdrawn":
            publishing.withdraw(alert, cast.reviewer(), "error")
        client, before = staff.client(role), everything()
        forged = posted_alert(alert) | {"title": "Forged"}
        assert client.post(staff.page(alert), forged).status_code == 403
        assert client.post(f"/admin/alerts/alert/{alert.pk}/delete/", {"post": "yes"}).status_code == 403
        for action in ("delete_selected", "publish"):
            client.post("/admin/alerts/alert/", {"action": action, "_selected_action": alert.pk, "post": "yes"})
        assert everything() == before
        shown = client.get(staff.page(alert)).content.decode()
        assert 'name="_save"' not in shown
        assert 'name="title"' not in shown
        assert "as it was" in shown

    @pytest.mark.parametrize("role", ["curator", "superuser"])
    def test_forged_fields_of_a_draft_are_passed_over(self, role: str) -> None:
        public, alert, client = cast.published("Public"), cast.draft("Draft"), staff.client(role)
        part = public.parties.get()
        before = Alert.objects.filter(pk=public.pk).values().get(), list(Party.objects.filter(alert=public).values())
        data = staff.filled(client.get(staff.page(alert)))
        forged = data | {
            "status": "published", "revises": public.pk, "record": "{}", "uid": "bbbbbbbbbb", "series": "x",
            "created_by": 1, "id": public.pk, "pk": public.pk, "slug": "forged", "keywords": "forged",
            "issued_earliest": "1900-01-01", "parties-0-uid": part.uid, "parties-0-alert": alert.pk,
        }  # fmt: skip
        assert client.post(staff.page(alert), forged).status_code == 302
        after = Alert.objects.get(pk=alert.pk)
        assert (after.status, after.revises, after.record, after.uid) == ("draft", None, None, alert.uid)
        assert after.created_by is None
        assert after.parties.get().uid == alert.parties.get().uid
        assert before == (
            Alert.objects.filter(pk=public.pk).values().get(),
            list(Party.objects.filter(alert=public).values()),
        )

    def test_parts_of_a_public_alert_are_not_reached_through_a_draft(self) -> None:
        public, alert, client = cast.published("Public"), cast.draft("Draft"), staff.client("curator")
        part, before = public.parties.get(), list(Party.objects.filter(alert=public).values())
        data = staff.filled(client.get(staff.page(alert)))
        other = cast.organization("Other").pk
        for forged in (
            data | {"parties-0-id": part.pk, "parties-0-organization": other},
            data | {"parties-0-id": part.pk, "parties-0-DELETE": "on"},
            data | {"parties-0-alert": public.pk, "parties-0-organization": other},
            data | {"parties-TOTAL_FORMS": 2, "parties-1-id": part.pk, "parties-1-alert": public.pk,
                    "parties-1-role": "issuer", "parties-1-organization": other},
        ):  # fmt: skip
            assert client.post(staff.page(alert), forged).status_code in (200, 302)
            assert list(Party.objects.filter(alert=public).values()) == before

    @pytest.mark.parametrize("model", PARTS, ids=lambda m: m.__name__)
    def test_parts_are_not_written_on_pages_of_their_own(self, model: Any) -> None:
        AlertDate.objects.create(alert=cast.published(), kind="posted", edtf="2022")
        client, before = staff.client("superuser"), everything()
        root = f"/admin/alerts/{model._meta.model_name}/"
        row = model.objects.first()
        key = row.pk if row else 1
        answers = [client.post(f"{root}add/", {"alert": 1}), client.post(f"{root}{key}/change/", {"alert": 1})]
        answers.append(client.post(f"{root}{key}/delete/", {"post": "yes"}))
        assert {a.status_code for a in answers} <= {403, 302, 404}
        client.post(root, {"action": "delete_selected", "_selected_action": key, "post": "yes"})
        assert everything() == before

    @pytest.mark.parametrize("model", ["version", "versioncontent", "event", "eventactor", "change", "loghead"])
    def test_the_log_is_written_by_no_superuser(self, model: str) -> None:
        cast.published()
        client, before = staff.client("superuser"), everything()
        root = f"/admin/alerts/{model}/"
        key = {"change": Change, "loghead": None}.get(model, Version)
        pk = key.objects.first().pk if key else "events"
        if model in ("event", "eventactor"):
            pk = Event.objects.first().pk
        assert client.get(f"{root}{pk}/change/").status_code == 200
        assert client.post(f"{root}add/", {"number": 9}).status_code == 403
        assert client.post(f"{root}{pk}/change/", {"number": 9}).status_code == 403
        assert client.post(f"{root}{pk}/delete/", {"post": "yes"}).status_code == 403
        client.post(root, {"action": "delete_selected", "_selected_action": pk, "post": "yes"})
        assert everything() == before

    def test_odd_addresses_are_not_found(self) -> None:
        client = staff.client("superuser")
        for pk in ("0", "9" * 30):
            for step in ("publish", "redact"):
                assert client.post(f"/admin/alerts/alert/{pk}/{step}/").status_code == 404
        assert client.get(f"/admin/alerts/alert/{'9' * 30}/change/").status_code in (302, 404)


class TestDrafts:
    def test_a_draft_is_deleted_with_its_parts(self) -> None:
        alert, curator = cast.draft(), staff.client("curator")
        assert curator.post(f"/admin/alerts/alert/{alert.pk}/delete/", {"post": "yes"}).status_code == 302
        assert not Party.objects.exists()

    def test_a_draft_that_others_point_at_stays(self) -> None:
        alert, curator = cast.draft("Pointed at"), staff.client("curator")
        Relation.objects.create(alert=cast.draft("Pointing"), kind="updates", target=alert)
        response = curator.post(f"/admin/alerts/alert/{alert.pk}/delete/", {"post": "yes"}, follow=True)
        assert staff.said(response) == "Pointed at cannot be deleted: 1 alert points at it: “Pointing”."
        assert Alert.objects.filter(pk=alert.pk).exists()

    def test_a_working_copy_is_not_deleted_but_discarded(self) -> None:
        copy = publishing.revise(cast.published(), cast.curator())
        answer = staff.client("superuser").post(f"/admin/alerts/alert/{copy.pk}/delete/", {"post": "yes"})
        assert answer.status_code == 403


def posted_alert(alert: Alert) -> dict[str, Any]:
    """What the form of a draft like `alert` would post, with its own parts in it."""
    data: dict[str, Any] = {"title": alert.title, "type": alert.type_id, "language": "en", "text_rights": "full_text"}
    for prefix in ("dates", "parties", "country_links", "place_links", "population_links", "characterizations",
                   "assessments", "recommendations", "responses", "notes", "relations", "documents"):  # fmt: skip
        data |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    note = alert.notes.get()
    return data | {
        "notes-TOTAL_FORMS": 1, "notes-INITIAL_FORMS": 1, "notes-0-id": note.pk, "notes-0-alert": alert.pk,
        "notes-0-number": 1, "notes-0-text": "Forged", "notes-0-cited": "Forged",
    }  # fmt: skip
