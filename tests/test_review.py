"""Review: a queue, one look at a draft, notes sent back, four eyes, and publishing when the time has come."""

import datetime as dt
from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from alerts import publishing
from alerts.models import Alert, Event, EventActor, Hand
from alerts.publishing import PublishingError
from curation import bulk, review, schedule
from curation.models import Release, Submission
from tests import cast, staff
from tests.full_alert import full_draft

pytestmark = pytest.mark.django_db
QUEUE = "/admin/alerts/alert/review/"
MOST = 15


def in_review(title: str = "In review", **fields: Any) -> Alert:
    alert = cast.draft(title, **fields)
    review.submit(alert, cast.curator())
    return Alert.objects.get(pk=alert.pk)


def soon(**ahead: int) -> dt.datetime:
    return timezone.now() + dt.timedelta(**(ahead or {"hours": 1}))


def approved(alert: Alert | None = None) -> Alert:
    """Approved, and its time has come."""
    alert = alert or in_review()
    schedule.approve(alert, cast.reviewer(), soon())
    Release.objects.filter(alert=alert).update(not_before=timezone.now() - dt.timedelta(seconds=1))
    return alert


def status(alert: Alert) -> str:
    return Alert.objects.values_list("status", flat=True).get(pk=alert.pk)


class TestFourEyes:
    def test_whoever_made_changed_or_submitted_a_draft_does_not_publish_it(self) -> None:
        made, changed, submitted = (cast.reviewer() for _ in range(3))
        for name, user in (("made", made), ("changed", changed), ("submitted", submitted)):
            alert = cast.draft(name, created_by=made if name == "made" else None)
            if name == "changed":
                Hand.objects.create(alert=alert, user=user, at=timezone.now())
            if name == "submitted":
                review.submit(alert, user)
            with pytest.raises(PublishingError, match="worked on it yourself"):
                publishing.publish(alert, user)
            assert publishing.publish(alert, cast.person("another", *cast.REVIEWER_RIGHTS)).number == 1

    def test_a_superuser_neither(self) -> None:
        root = staff.member("superuser")
        with pytest.raises(PublishingError, match="worked on it yourself"):
            publishing.publish(cast.draft(created_by=root), root)

    def test_whoever_opened_a_working_copy_does_not_publish_it(self) -> None:
        copy = cast.confirm(publishing.revise(cast.published(), cast.reviewer()))
        with pytest.raises(PublishingError, match="worked on it yourself"):
            publishing.publish(copy, cast.reviewer())

    def test_saving_in_the_admin_is_working_on_it_and_saving_nothing_is_not(self) -> None:
        alert, browser = cast.draft(), staff.client("reviewer")
        data = staff.filled(browser.get(staff.page(alert)))
        browser.post(staff.page(alert), data)
        assert not Hand.objects.exists()
        browser.post(staff.page(alert), data | {"title": "Changed"})
        assert Hand.objects.get().user == staff.member("reviewer")
        answer = browser.post(staff.page(alert, "publish"), {"private_note": "typed"})
        assert "worked on it yourself" in answer.content.decode()
        assert "typed" in answer.content.decode()
        assert status(alert) == "draft"

    def test_adding_a_country_to_many_at_once_is_working_on_them(self) -> None:
        alert = cast.draft()
        bulk._add_country([alert], {"country": cast.country(), "role": "concerned"}, cast.reviewer())
        with pytest.raises(PublishingError, match="worked on it yourself"):
            publishing.publish(alert, cast.reviewer())

    def test_it_begins_anew_with_each_publication(self) -> None:
        alert = cast.draft(created_by=cast.reviewer())
        publishing.publish(alert, cast.person("another", *cast.REVIEWER_RIGHTS))
        publishing.withdraw(alert, cast.reviewer(), "error")
        assert publishing.publish(alert, cast.reviewer()).number == 2
        assert not Hand.objects.exists()

    def test_an_archive_of_one_person_switches_it_off(self, settings: Any) -> None:
        settings.FOUR_EYES = False
        assert publishing.publish(cast.draft(created_by=cast.reviewer()), cast.reviewer()).number == 1

    def test_where_nobody_else_is_the_way_out_is_told(self) -> None:
        browser = staff.client("superuser")
        alert = cast.draft(created_by=staff.member("superuser"))
        assert "FOUR_EYES=0" in browser.get(staff.page(alert, "publish")).content.decode()
        cast.reviewer()
        shown = browser.get(staff.page(alert, "publish")).content.decode()
        assert "FOUR_EYES=0" not in shown
        assert "worked on it yourself" in shown


class TestSendingBack:
    def test_the_curator_reads_the_note_on_the_draft_until_it_is_sent_again(self) -> None:
        alert, curator, reviewer = cast.draft(), staff.client("curator"), staff.client("reviewer")
        curator.post(staff.page(alert, "submit"))
        reviewer.post(staff.page(alert, "send_back"), {"note": "Name the <issuer>."})
        assert status(alert) == "draft"
        assert "Name the &lt;issuer&gt;." in curator.get(staff.page(alert)).content.decode()
        assert [(a.pk, a.sent_back_to, a.note) for a in review.sent_back()] == [
            (alert.pk, staff.member("curator").pk, "Name the <issuer>.")
        ]
        curator.post(staff.page(alert, "submit"))
        assert "Name the" not in curator.get(staff.page(alert)).content.decode()
        assert not review.sent_back().exists()
        assert Submission.objects.count() == 2

    @pytest.mark.parametrize("note", ["", "  \n "])
    def test_nothing_is_sent_back_without_a_note(self, note: str) -> None:
        alert = in_review()
        answer = staff.client("reviewer").post(staff.page(alert, "send_back"), {"note": note})
        assert "required" in answer.content.decode()
        assert status(alert) == "in_review"
        with pytest.raises(PublishingError, match="note"):
            review.send_back(alert, cast.reviewer(), note)

    def test_an_approval_does_not_outlive_it(self) -> None:
        alert = approved()
        review.send_back(alert, cast.reviewer(), "Not yet.")
        assert schedule.publish_due() == []
        assert status(alert) == "draft"

    def test_a_redaction_reaches_the_notes(self) -> None:
        public = cast.published("Zaphira Quell")
        copy = cast.confirm(publishing.revise(public, cast.curator()), title="Other")
        review.submit(copy, cast.curator())
        review.send_back(copy, cast.reviewer(), "Leave zaphira  quell out.")
        review.submit(copy, cast.curator())
        schedule.approve(copy, cast.reviewer(), soon(), private_note="For Zaphira Quell.")
        publishing.redact(public, cast.redactor("one"), cast.redactor("two"), ["Zaphira Quell"], "safety")
        assert Submission.objects.get(note__gt="").note == "Leave [redacted] out."
        assert Release.objects.get().private_note == "For [redacted]."


class TestQueue:
    def test_the_longest_waiting_comes_first(self) -> None:
        first, second = in_review("First sent"), in_review("Second sent")
        Submission.objects.filter(alert=second).update(submitted_at=timezone.now() - dt.timedelta(days=2))
        rows = staff.client("reviewer").get(QUEUE).context["rows"]
        assert [row["alert"] for row in rows] == [second, first]

    def test_what_could_not_be_published_is_told_first_and_what_waits_approved_last(self) -> None:
        waiting, plain, failed = in_review("Waiting"), in_review("Plain"), in_review("Failed", names_checked=True)
        schedule.approve(waiting, cast.reviewer(), soon())
        approved(failed)
        reviewer = cast.reviewer()
        reviewer.user_permissions.clear()
        schedule.publish_due()
        answer = staff.client("reviewer", "other").get(QUEUE)
        assert [row["alert"] for row in answer.context["rows"]] == [failed, plain, waiting]
        assert "may no longer publish" in answer.content.decode()

    def test_an_overdue_release_asks_whether_the_scheduler_runs(self) -> None:
        alert = approved()
        Release.objects.filter(alert=alert).update(not_before=timezone.now() - dt.timedelta(minutes=6))
        for address in (QUEUE, staff.page(alert, "review")):
            assert "publishscheduled" in staff.client("reviewer").get(address).content.decode()

    def test_it_says_that_nothing_waits(self) -> None:
        assert "Nothing waits" in staff.client("reviewer").get(QUEUE).content.decode()

    @pytest.mark.parametrize(
        ("role", "code"), [("curator", 403), ("reviewer", 200), ("editor", 403), ("redactor", 403), ("nobody", 403)]
    )
    def test_it_is_for_reviewers(self, role: str, code: int) -> None:
        browser = staff.client(role)
        assert browser.get(QUEUE).status_code == code
        assert browser.post(QUEUE, {"page": "x"}).status_code in (code, 405)

    def test_it_costs_few_however_many_wait(self, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
        for number in range(30):
            alert = in_review(f"Alert {number}")
            if number % 2:
                schedule.approve(alert, cast.reviewer(), soon())
        browser = staff.client("reviewer")
        for page in ("", "?page=2", "?page=x", f"?page={'9' * 40}"):
            with django_assert_max_num_queries(MOST):
                assert browser.get(QUEUE + page).status_code == 200


class TestLook:
    def test_it_shows_checklist_difference_preview_and_source(self) -> None:
        public = cast.published(abstract="The body warns of a risk.", source_url="https://example.org/source")
        copy = publishing.revise(public, cast.curator())
        copy.documents.create(sha256="ab" * 32, size=10, file_name="scan.pdf")
        cast.confirm(copy, abstract="The body warns of a grave risk.", body="As entered", consent_checked=False)
        shown = staff.client("reviewer").get(staff.page(copy, "review")).content.decode()
        assert "Not confirmed: consent." in shown
        assert "<ins>grave </ins>" in shown
        assert "The body warns of a grave risk." in shown
        assert 'href="https://example.org/source"' in shown
        assert "ab" * 32 in shown
        assert "scan.pdf" in shown
        assert "As entered" in shown

    def test_only_a_web_address_becomes_a_link(self) -> None:
        alert = in_review(source_url="javascript:alert(1)")
        assert 'href="javascript' not in staff.client("reviewer").get(staff.page(alert, "review")).content.decode()

    def test_what_was_changed_while_it_was_read_is_not_published(self) -> None:
        alert, browser = in_review(), staff.client("reviewer")
        seen = browser.get(staff.page(alert, "review")).context["seen"]
        Alert.objects.filter(pk=alert.pk).update(abstract="Changed meanwhile.")
        answer = browser.post(staff.page(alert, "publish"), {"when": "now", "seen": seen})
        assert "changed while you read it" in answer.content.decode()
        assert status(alert) == "in_review"
        seen = browser.get(staff.page(alert, "review")).context["seen"]
        browser.post(staff.page(alert, "publish"), {"when": "now", "seen": seen})
        assert status(alert) == "published"

    def test_the_publishing_page_carries_on_what_was_read(self) -> None:
        alert, browser = in_review(), staff.client("reviewer")
        seen = browser.get(staff.page(alert, "review")).context["seen"]
        assert f'value="{seen}"' in browser.get(staff.page(alert, "publish"), {"seen": seen}).content.decode()

    @pytest.mark.parametrize(
        ("role", "code"), [("curator", 200), ("reviewer", 200), ("editor", 200), ("redactor", 200), ("nobody", 403)]
    )
    def test_who_may_see_a_draft_may_look(self, role: str, code: int) -> None:
        assert staff.client(role).get(staff.page(in_review(), "review")).status_code == code

    def test_strangers_are_led_to_the_login(self, client: Client) -> None:
        for address in (QUEUE, staff.page(in_review(), "review"), staff.page(cast.published(), "versions")):
            assert "login" in client.get(address).url  # type: ignore[attr-defined]

    def test_it_costs_few_queries(self, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
        public = full_draft("word")
        publishing.publish(public, cast.reviewer())
        copy = publishing.revise(public, cast.curator())
        review.submit(copy, cast.curator())
        browser = staff.client("reviewer")
        for page in ("review", "preview", "publish", "send_back"):
            with django_assert_max_num_queries(MOST, info=page):
                assert browser.get(staff.page(copy, page)).status_code == 200


class TestSchedule:
    def test_it_is_published_once_when_its_time_has_come(self) -> None:
        alert = in_review()
        reviewer = staff.client("reviewer")
        at = soon(days=2).strftime("%Y-%m-%dT%H:%M")
        data = {"when": "at", "at": at, "private_note": "Looked at twice."}
        assert "will be published" in staff.said(reviewer.post(staff.page(alert, "publish"), data, follow=True))
        assert schedule.publish_due() == []
        Release.objects.update(not_before=timezone.now())
        assert schedule.publish_due() == [f"{alert.uid} is public, as version 1."]
        assert schedule.publish_due() == []
        assert status(alert) == "published"
        actor = EventActor.objects.get()
        assert (actor.user, actor.private_note) == (staff.member("reviewer"), "Looked at twice.")
        assert not Release.objects.exists()

    def test_a_working_copy_too(self) -> None:
        public = cast.published()
        copy = cast.confirm(publishing.revise(public, cast.curator()), title="Mended")
        review.submit(copy, cast.curator())
        approved(copy)
        schedule.publish_due()
        public.refresh_from_db()
        assert public.title == "Mended"
        assert not Release.objects.exists()

    def test_an_embargo_of_the_document_is_offered_and_kept(self) -> None:
        day = (timezone.now() + dt.timedelta(days=3)).date()
        alert = cast.draft()
        alert.dates.create(kind="not_before", edtf=day.isoformat(), earliest=day, latest=day)
        review.submit(alert, cast.curator())
        browser = staff.client("reviewer")
        assert "after its embargo" in browser.get(staff.page(alert, "publish")).content.decode()
        browser.post(staff.page(alert, "publish"), {"when": "embargo"})
        assert Release.objects.get().not_before == dt.datetime.combine(day, dt.time(), dt.UTC)

    @pytest.mark.parametrize(
        ("data", "says"),
        [
            ({"when": "at"}, "Give the day"),
            ({"when": "at", "at": "2001-01-01T00:00"}, "has passed"),
            ({"when": "at", "at": "0001-01-01T00:00"}, "has passed"),
            ({"when": "at", "at": "soon"}, "valid date"),
            ({"when": "embargo"}, "valid choice"),
            ({"when": "x"}, "valid choice"),
        ],
    )
    def test_an_odd_time_gets_a_sentence(self, data: dict[str, str], says: str) -> None:
        alert = in_review()
        assert says in staff.client("reviewer").post(staff.page(alert, "publish"), data).content.decode()
        assert (status(alert), Release.objects.count()) == ("in_review", 0)

    def test_a_change_cancels_the_approval_and_says_so(self) -> None:
        alert, browser = in_review(), staff.client("curator")
        schedule.approve(alert, cast.reviewer(), soon())
        data = staff.filled(browser.get(staff.page(alert)))
        browser.post(staff.page(alert), data)
        assert Release.objects.get().state == "waiting"
        said = staff.said(browser.post(staff.page(alert), data | {"title": "Changed"}, follow=True))
        assert "changed after it was approved" in said
        assert Release.objects.get().state == "cancelled"
        assert "changed after it was approved" in staff.client("reviewer").get(QUEUE).content.decode()

    @pytest.mark.parametrize("change", ["title", "note", "part"])
    def test_a_change_by_any_other_way_is_found_out_when_the_time_has_come(self, change: str) -> None:
        alert = approved()
        if change == "title":
            Alert.objects.filter(pk=alert.pk).update(title="Changed")
        elif change == "note":
            alert.notes.create(number=1, text="New")
        else:
            alert.relations.create(kind="updates", target=cast.draft("Other"))
        assert "approval" in "".join(schedule.publish_due()) or Release.objects.get().state == "cancelled"
        assert status(alert) == "in_review"
        assert schedule.publish_due() == []

    def test_what_a_related_alert_does_meanwhile_cancels_nothing(self) -> None:
        first, second = in_review("First"), cast.draft("Second")
        second.relations.create(kind="updates", target=first)
        review.submit(second, cast.curator())
        approved(first)
        approved(second)
        assert len(schedule.publish_due()) == 2
        assert status(second) == "published"

    def test_completeness_and_four_eyes_are_asked_again(self) -> None:
        alert = approved()
        Hand.objects.create(alert=alert, user=cast.reviewer(), at=timezone.now())
        schedule.publish_due()
        assert "worked on it yourself" in Release.objects.get().last_error
        assert (status(alert), Release.objects.get().state) == ("in_review", "failed")

    def test_one_that_fails_does_not_hold_the_others_up(self) -> None:
        bad, good = approved(in_review("Bad")), approved(in_review("Good"))
        Alert.objects.filter(pk=bad.pk).update(language="")
        Release.objects.filter(alert=bad).update(fingerprint=schedule.fingerprint(Alert.objects.get(pk=bad.pk)))
        schedule.publish_due()
        assert (status(bad), status(good)) == ("in_review", "published")
        assert "It has no language." in Release.objects.get(alert=bad).last_error

    def test_it_is_published_at_once_instead_and_then_not_again(self) -> None:
        alert = approved()
        publishing.publish(alert, cast.reviewer())
        assert schedule.publish_due() == []
        assert Event.objects.count() == 1
        assert not Release.objects.exists()

    def test_an_approval_is_taken_back(self) -> None:
        alert, browser = in_review(), staff.client("reviewer")
        schedule.approve(alert, cast.reviewer(), soon())
        browser.post(staff.page(alert, "take_back"))
        assert not Release.objects.exists()
        assert "nothing to take back" in staff.said(browser.post(staff.page(alert, "take_back"), follow=True))

    def test_only_who_may_publish_approves_or_takes_back(self) -> None:
        alert = in_review()
        with pytest.raises(PermissionDenied):
            schedule.approve(alert, cast.curator(), soon())
        approved(alert)
        with pytest.raises(PermissionDenied):
            schedule.take_back(alert, cast.curator())

    def test_the_command_tells_what_it_did_and_no_word_of_the_content(self) -> None:
        alert, said = approved(in_review("A canary in the title")), StringIO()
        call_command("publishscheduled", stdout=said)
        assert said.getvalue().strip() == f"{alert.uid} is public, as version 1."
        call_command("publishscheduled", stdout=said)
        assert "Nothing is due." in said.getvalue()
