"""The history in the admin: each change with who, when and what, by words and names; and an earlier draft restored."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from reversion.models import Version

from alerts import publishing
from alerts.models import Alert, Note, Recommendation
from curation import history, merging
from organizations.models import Organization
from tests import cast, staff
from tests.full_alert import full_draft

pytestmark = pytest.mark.django_db


def save(browser: Any, record: Any, **typed: Any) -> Any:
    names = record._meta
    address = f"/admin/{names.app_label}/{names.model_name}/{record.pk}/change/"
    data = staff.filled(browser.get(address)) | {name.replace("__", "-"): value for name, value in typed.items()}
    response = browser.post(address, data)
    assert response.status_code == 302, staff.errors(response)
    return response


def past(browser: Any, record: Any) -> Any:
    return browser.get(f"/admin/{record._meta.app_label}/{record._meta.model_name}/{record.pk}/history/")


def restore(browser: Any, record: Any, version: Version) -> Any:
    return browser.post(f"/admin/alerts/alert/{record.pk}/history/{version.pk}/restore/")


def row(page: Any, number: int = 0) -> tuple[str, str, str]:
    change = page.context["changes"][number]
    revision = change["version"].revision
    return str(revision.user or ""), revision.comment, change["what"]


class TestTheList:
    def test_it_tells_who_changed_what_of_a_draft(self) -> None:
        alert = full_draft("Q")
        save(staff.client("curator", "curator-a"), alert, title="Another title", recommendations__0__location="page 9")
        page = past(staff.client("reviewer", "curator-b"), alert)
        assert row(page) == ("curator-a", "", "Title; Recommendations: 1 changed")
        assert row(page, 1) == ("", history.FOUND, "")
        one = staff.client("reviewer").get(state_address(alert))
        assert "<ins>Another title</ins>" in one.content.decode() or "<ins>Another" in one.content.decode()
        assert "<ins>page 9</ins>" in one.content.decode() or "<ins>9</ins>" in one.content.decode()

    def test_steps_are_in_it_and_a_working_copy_has_one_history_with_its_alert(self) -> None:
        reviewer, public = staff.client("reviewer", "curator-b"), cast.published()
        copy_address = reviewer.post(staff.page(public, "revise")).url
        copy = public.working_copies.get()
        save(reviewer, copy, title="A corrected title")
        assert str(copy.pk) in copy_address
        page = past(reviewer, public)
        assert row(page) == ("curator-b", "", "Title")
        assert {row(page, 1)[:2], row(page, 2)[:2]} == {("curator-b", "Working copy opened.")}
        assert [c["version"].pk for c in past(reviewer, copy).context["changes"]] == [
            c["version"].pk for c in page.context["changes"]
        ]

    def test_a_name_is_in_the_history_of_its_record(self) -> None:
        body, editor = cast.organization("Genocide Watch"), staff.client("editor", "editor-e")
        address = f"/admin/organizations/organization/{body.pk}/change/"
        data = staff.filled(editor.get(address))
        staff.add_row(data, "names", text="GW", relation="same")
        assert editor.post(address, data).status_code == 302
        user, _, what = row(past(editor, body))
        assert (user, "1 added" in what) == ("editor-e", True)

    def test_a_step_of_a_scale_leads_to_the_history_of_its_scale(self) -> None:
        alert = full_draft("Q")
        step = alert.type.step  # type: ignore[union-attr]
        editor = staff.client("editor")
        assert past(editor, step).url == f"/admin/alerts/scale/{step.scale_id}/history/"  # type: ignore[union-attr]

    def test_who_may_view_may_read_it_and_nobody_else(self) -> None:
        alert = cast.draft()
        history.keep([alert], None)
        state = state_address(alert)
        assert staff.client("redactor").get(state).status_code == 200  # may view
        for page in (state, state.rsplit("/", 2)[0] + "/"):
            assert staff.client("nobody").get(page).status_code == 403
        assert staff.client("redactor").post(state + "restore/").status_code == 403
        assert staff.client("curator").get(state + "restore/").status_code == 405

    def test_a_state_of_another_record_is_not_found(self) -> None:
        alert, other = cast.draft(), cast.draft("Other")
        history.keep([alert, other], None)
        wrong = state_address(other).replace(f"/{other.pk}/history", f"/{alert.pk}/history")
        assert staff.client("curator").get(wrong).status_code == 404
        assert staff.client("curator").get("/admin/alerts/alert/99999/history/").status_code == 404
        assert staff.client("curator").get("/admin/alerts/alert/x/history/").status_code == 404

    def test_it_costs_at_most_15_queries_however_long_it_is(self) -> None:
        reader, alert = staff.client("curator"), full_draft("Q")
        counts = []
        for times in (3, 40):
            for number in range(times):
                Alert.objects.filter(pk=alert.pk).update(title=f"Title {number}")
                history.keep([alert], None)
            with CaptureQueriesContext(connection) as queries:
                assert len(past(reader, alert).context["changes"]) == min(20, Version.objects.count())
            counts.append(len(queries))
        assert counts[0] == counts[1] <= 15
        with CaptureQueriesContext(connection) as queries:
            reader.get(state_address(alert))
        assert len(queries) <= 15


def state_address(alert: Alert) -> str:
    return f"/admin/alerts/alert/{alert.pk}/history/{history.of(alert)[0].pk}/"


class TestRestoring:
    def test_a_draft_becomes_as_it_was_with_every_part_under_its_uid(self) -> None:
        alert, curator = full_draft("Q"), staff.client("curator", "curator-a")
        history.keep([alert], None)
        [before] = history.of(alert)
        uids = parts(alert)
        alert.recommendations.all().delete()
        alert.parties.filter(role="signatory").delete()
        Note.objects.filter(alert=alert).update(text="Other words")
        save(curator, alert, title="Another title", abstract="Another abstract")
        assert restore(curator, alert, before).status_code == 302
        alert.refresh_from_db()
        assert (alert.title, alert.abstract) == ("Red Flag Alert Q", "The institute warns. Q")
        assert parts(alert) == uids
        ask = alert.recommendations.get(number=1)
        assert [str(a) for a in ask.addressees.all()] == ["The Union Q"]
        assert alert.names_checked is False
        user, said, what = row(past(curator, alert))
        assert user == "curator-a"
        assert said.startswith("Restored as it was on ")
        assert "Recommendations: 2 added" in what

    def test_what_does_not_fit_today_is_refused_by_the_form_and_nothing_is_written(self) -> None:
        alert, curator = cast.draft(), staff.client("curator")
        gone = cast.organization("A Body of the Past")
        alert.parties.create(role="signatory", organization=gone, position=2)
        history.keep([alert], None)
        [before] = history.of(alert)
        alert.parties.filter(organization=gone).delete()
        Organization.objects.filter(pk=gone.pk).delete()
        Alert.objects.filter(pk=alert.pk).update(title="Another title")
        page = restore(curator, alert, before)
        assert page.status_code == 200
        assert staff.errors(page)
        assert "Not restored yet" in page.content.decode()
        assert Alert.objects.get(pk=alert.pk).title == "Another title"

    def test_a_public_alert_is_restored_through_a_working_copy(self) -> None:
        reviewer, public = staff.client("reviewer"), cast.published()
        history.keep([public], None)
        [before] = history.of(public)
        assert restore(reviewer, public, before).status_code == 403
        copy = publishing.revise(public, cast.reviewer())
        cast.confirm(copy, title="Another title")
        assert restore(reviewer, copy, before).status_code == 302
        copy.refresh_from_db()
        assert copy.title == public.title == "Genocide Warning: Nowhere"
        assert copy.parties.get().uid == public.parties.get().uid

    def test_files_are_neither_brought_back_nor_thrown_away(self) -> None:
        alert, curator = full_draft("Q"), staff.client("curator")
        history.keep([alert], None)
        [before] = history.of(alert)
        later = alert.documents.create(sha256="cd" * 32, size=1, position=2)
        assert restore(curator, alert, before).status_code == 302
        assert later in alert.documents.all()


def parts(alert: Alert) -> set[tuple[str, str]]:
    """The parts that are on the page as rows of their own."""
    names = ("parties", "dates", "country_links", "place_links", "recommendations", "responses", "notes", "assessments")
    return {(name, part.uid) for name in names for part in getattr(alert, name).all()}


def test_a_deleted_draft_leaves_its_states_behind() -> None:
    alert, curator = cast.draft("To be deleted"), staff.client("curator", "curator-a")
    assert curator.post(staff.page(alert, "delete"), {"post": "yes"}).status_code == 302
    kept = Version.objects.get(object_repr="To be deleted")
    assert (kept.revision.user.username, kept.revision.comment) == ("curator-a", "Deleted.")
    assert not Recommendation.objects.exists()


class TestWhatIsGone:
    def test_the_history_of_what_was_deleted_can_be_read_and_not_restored(self) -> None:
        editor = staff.client("editor")
        body = cast.organization("Briefly There")
        save(editor, body, acronym="BT")
        assert editor.post(f"/admin/organizations/organization/{body.pk}/delete/", {"post": "yes"}).status_code == 302
        listed = editor.get("/admin/organizations/organization/gone/").content.decode()
        assert "Briefly There" in listed
        assert f"/admin/organizations/organization/{body.pk}/history/" in listed
        page = past(editor, body)
        assert "It is no longer there" in page.content.decode()
        assert row(page)[:2] == ("editor-of-the-staff", "Deleted.")
        version = page.context["changes"][-1]["version"]
        address = f"/admin/organizations/organization/{body.pk}/history/{version.pk}/"
        text = editor.get(address + "?whole").content.decode()
        assert "Briefly There" in text
        assert "Restore this state" not in text
        assert editor.post(f"{address}restore/").status_code == 403

    def test_what_is_there_and_what_never_was_are_not_in_it(self) -> None:
        editor = staff.client("editor")
        save(editor, cast.organization("Stays"), acronym="S")
        assert "Nothing was deleted" in editor.get("/admin/organizations/organization/gone/").content.decode()
        for odd in ("99", "x", "9" * 40):
            assert editor.get(f"/admin/organizations/organization/{odd}/history/").status_code in (302, 404)

    def test_a_merged_record_is_in_it_until_that_is_undone(self) -> None:
        editor, (old, kept_one) = staff.client("editor"), [cast.organization(name) for name in ("Genocid", "Genocide")]
        done = merging.merge(old, kept_one, staff.member("editor"))
        listed = editor.get("/admin/organizations/organization/gone/").content.decode()
        assert f"Merged into organization {kept_one.pk}." in listed
        merging.undo(done, staff.member("editor"))
        assert "Nothing was deleted" in editor.get("/admin/organizations/organization/gone/").content.decode()

    def test_only_who_may_view_reads_it(self) -> None:
        assert staff.client("nobody").get("/admin/organizations/organization/gone/").status_code == 403
