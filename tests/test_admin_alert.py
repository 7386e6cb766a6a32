"""The page of an alert in the admin: all its parts at once, in order, under uids that stay."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from alerts import files, publishing
from alerts.models import (
    Alert,
    AlertCountry,
    Document,
    Framework,
    Indicator,
    Note,
    Recommendation,
    RecommendationAddressee,
    Reference,
    Response,
)
from organizations.models import Organization
from places.models import Place, Population
from tests import cast, staff

pytestmark = pytest.mark.django_db
ADD = "/admin/alerts/alert/add/"


@pytest.fixture
def curator() -> Any:
    return staff.client("curator")


def opened(client: Any, alert: Alert) -> dict[str, Any]:
    return staff.filled(client.get(staff.page(alert)))


def save(client: Any, alert: Alert, data: dict[str, Any]) -> Any:
    response = client.post(staff.page(alert), data)
    assert response.status_code == 302, staff.errors(response)
    return response


def test_an_alert_is_entered_with_all_its_parts_at_once(curator: Any) -> None:
    issuer, asked = cast.organization(), cast.organization("European Union", "intergovernmental")
    framework = Framework.objects.create(slug="stages", title="Ten Stages")
    stage = Indicator.objects.create(framework=framework, position=9, number=9, name="Extermination")
    place = Place.objects.create(slug="artsakh", name="Artsakh")
    people = Population.objects.create(slug="armenians", name="Armenians")
    earlier = cast.draft("An earlier one")
    data = staff.filled(curator.get(ADD)) | {
        "title": "Alert", "type": cast.alert_type(issuer).pk, "language": "en", "abstract": "It warns.",
        "issued": "2022-11", "source_url": "example.org/alert",
    }  # fmt: skip
    staff.add_row(data, "dates", kind="posted", edtf="2022-11-09", basis="printed")
    staff.add_row(data, "parties", role="issuer", organization=issuer.pk, as_printed="Genocide Watch, Inc.")
    staff.add_row(data, "country_links", country=cast.country().pk, role="concerned")
    staff.add_row(data, "place_links", place=place.pk)
    staff.add_row(data, "population_links", population=people.pk)
    staff.add_row(data, "characterizations", crime="genocide", modality="risk", words="risk of genocide")
    staff.add_row(data, "assessments", indicator=stage.pk, concluded="on")
    staff.add_row(
        data, "recommendations", text="Stop arms sales.", wording="restated", addressee_basis="stated",
        asked=[asked.pk, issuer.pk], asked_as_printed="European Union = the EU", aimed_at=[asked.pk],
    )  # fmt: skip
    staff.add_row(data, "responses", organization=asked.pk, kind="acts", source_text="Council conclusions")
    staff.add_row(data, "notes", text="", cited="First | https://example.org | A/1 | sensitive\nSecond")
    staff.add_row(data, "relations", kind="updates", target=earlier.pk)
    staff.add_row(data, "documents", role="original", file=SimpleUploadedFile("seed.txt", b"words of the document"))
    response = curator.post(ADD, data)
    assert response.status_code == 302, staff.errors(response)
    alert = Alert.objects.get(title="Alert")
    assert (alert.status, alert.revises, alert.created_by) == ("draft", None, staff.member("curator"))
    assert alert.source_url == "https://example.org/alert"
    [ask] = alert.recommendations.all()
    assert ask.number == 1
    assert [(a.organization.name, a.as_printed, a.position) for a in ask.addressees.all()] == [
        ("European Union", "the EU", 1), ("Genocide Watch", "", 2),
    ]  # fmt: skip
    assert [t.organization for t in ask.targets.all()] == [asked]
    [note] = alert.notes.all()
    assert [(r.text, r.url, r.symbol, r.sensitive) for r in note.references.all()] == [
        ("First", "https://example.org", "A/1", True), ("Second", "", "", False),
    ]  # fmt: skip
    [document] = alert.documents.all()
    assert (document.size, document.media_type, document.file_name) == (21, "text/plain", "seed.txt")
    assert files.path(document.sha256).read_bytes() == b"words of the document"
    for name in ("dates", "parties", "country_links", "place_links", "population_links", "characterizations",
                 "assessments", "responses", "relations"):  # fmt: skip
        assert getattr(alert, name).count() == 1, name


class TestOrder:
    def test_parts_are_numbered_from_one_and_a_moved_one_goes_before_what_was_there(self, curator: Any) -> None:
        alert = cast.draft()
        for position, name in enumerate(("B", "C", "D"), 2):
            alert.parties.create(role="signatory", organization=cast.organization(name), position=position)
        data = opened(curator, alert)
        data["parties-3-position"] = 2
        staff.add_row(data, "parties", role="signatory", organization=cast.organization("E").pk, position="")
        save(curator, alert, data)
        rows = alert.parties.select_related("organization")
        assert [(p.position, p.organization.name) for p in rows] == [
            (1, "Genocide Watch"), (2, "D"), (3, "B"), (4, "C"), (5, "E"),
        ]  # fmt: skip

    def test_two_numbers_can_be_swapped(self, curator: Any) -> None:
        alert = cast.draft()
        first, second = cast.recommendation(alert, "One", 1), cast.recommendation(alert, "Two", 2)
        data = opened(curator, alert) | {"recommendations-0-number": 2, "recommendations-1-number": 1}
        save(curator, alert, data)
        first.refresh_from_db()
        second.refresh_from_db()
        assert (first.number, second.number) == (2, 1)

    def test_two_countries_can_be_swapped_and_keep_their_uids(self, curator: Any) -> None:
        alert, az, am = cast.draft(), cast.country(), cast.country("AM", "Armenia")
        uids = [AlertCountry.objects.create(alert=alert, country=c, position=i).uid for i, c in enumerate((az, am), 1)]
        data = opened(curator, alert) | {"country_links-0-country": am.pk, "country_links-1-country": az.pk}
        save(curator, alert, data)
        assert [(c.uid, c.country.code) for c in alert.country_links.all()] == [(uids[0], "AM"), (uids[1], "AZ")]

    def test_a_deleted_part_makes_room_for_another_of_its_number(self, curator: Any) -> None:
        alert = cast.draft()
        cast.recommendation(alert, "One", 1)
        data = opened(curator, alert) | {"recommendations-0-DELETE": "on"}
        staff.add_row(data, "recommendations", number=1, text="New", wording="restated", addressee_basis="none")
        save(curator, alert, data)
        assert [r.text for r in alert.recommendations.all()] == ["New"]

    def test_the_same_number_twice_is_told(self, curator: Any) -> None:
        alert = cast.draft()
        cast.recommendation(alert, "One", 1)
        data = opened(curator, alert)
        staff.add_row(data, "recommendations", number=1, text="New", wording="restated", addressee_basis="none")
        response = curator.post(staff.page(alert), data)
        assert response.status_code == 200
        assert "number" in str(staff.errors(response))


class TestUids:
    def test_who_was_asked_keeps_uid_and_printed_name_when_another_is_added(self, curator: Any) -> None:
        alert, eu, un = cast.draft(), cast.organization("EU"), cast.organization("UN")
        ask = cast.recommendation(alert, "One", 1, eu)
        RecommendationAddressee.objects.update(as_printed="the Union")
        uid = ask.addressees.get().uid
        data = opened(curator, alert) | {"recommendations-0-asked": [un.pk, eu.pk]}
        save(curator, alert, data)
        rows = [(a.organization.name, a.as_printed) for a in ask.addressees.all()]
        assert rows == [("UN", ""), ("EU", "the Union")]
        assert ask.addressees.get(organization=eu).uid == uid

    def test_a_changed_reference_keeps_its_uid_and_the_others_are_not_touched(self, curator: Any) -> None:
        alert = cast.draft()
        note = Note.objects.create(alert=alert, number=1)
        made = [Reference.objects.create(note=note, text=t, position=i) for i, t in enumerate("abc", 1)]
        data = opened(curator, alert) | {"notes-0-cited": "a\nb | https://example.org\nc\nd"}
        save(curator, alert, data)
        rows = list(note.references.all())
        assert [(r.text, r.url) for r in rows] == [("a", ""), ("b", "https://example.org"), ("c", ""), ("d", "")]
        assert [r.uid for r in rows[:3]] == [r.uid for r in made]

    def test_nothing_changes_when_a_page_is_saved_as_it_was_opened(self, curator: Any) -> None:
        alert = full_draft(notes=3)
        before = {m: list(m.objects.order_by("pk").values()) for m in (Note, Reference, Recommendation, Response)}
        save(curator, alert, opened(curator, alert))
        assert {m: list(m.objects.order_by("pk").values()) for m in before} == before

    def test_parts_keep_their_uids_from_the_working_copy_to_the_public(self, curator: Any) -> None:
        alert = full_draft(notes=2)
        publishing.publish(alert, cast.reviewer())
        before = set(Reference.objects.values_list("uid", flat=True))
        copy = publishing.revise(alert, cast.curator())
        data = opened(curator, copy) | dict.fromkeys(Alert.DO_NO_HARM, "on") | {"revision_note": "A note."}
        data["notes-0-text"] = "changed"
        save(curator, copy, data)
        publishing.publish(copy, cast.reviewer())
        assert set(Reference.objects.filter(note__alert=alert).values_list("uid", flat=True)) == before


@pytest.fixture(scope="class")
def form(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Any, Alert, dict[str, Any]]]:
    """A curator, an alert with every part, and what its page holds: opened once for all that is tried on it."""
    with django_db_blocker.unblock(), transaction.atomic():
        client, alert = staff.client("curator"), full_draft(notes=1)
        yield client, alert, opened(client, alert)
        transaction.set_rollback(True)


class TestOddInput:
    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("title", "a\0b"), ("title", "x" * 501), ("issued", "2022-13"), ("issued", "9" * 5000), ("language", "!"),
            ("type", "9" * 5000), ("type", "\0"), ("signatory_count", "many"), ("serial_number", "9" * 400),
            ("serial_number", "3"), ("retrieved_on", "2022-99-99"), ("source_url", "javascript:alert(1)"),
            ("parties-0-position", "-1"), ("parties-0-position", "99999999999999999999"),
            ("parties-0-organization", "99999999999999999999999"), ("parties-TOTAL_FORMS", "x"),
            ("parties-0-id", "9" * 30), ("recommendations-0-number", "70000"),
            ("recommendations-0-asked", ["x"]), ("recommendations-0-asked", ["9" * 30]),
            ("recommendations-0-asked_as_printed", "Nobody = x"), ("recommendations-0-asked_as_printed", "no sign"),
            ("responses-0-recommendation", "999"), ("responses-0-edtf", "soon"), ("notes-0-cited", "a | b | c | d"),
            ("notes-0-cited", "| https://example.org"), ("notes-0-cited", "a | b | c | | e"),
            ("notes-0-cited", "a | " + "u" * 2001), ("dates-0-edtf", "2022-02-30"), ("revises", "x\0"),
        ],
    )  # fmt: skip
    def test_odd_input_gets_a_sentence_and_never_a_server_error(self, form: Any, field: str, value: Any) -> None:
        client, alert, data = form
        before = Alert.objects.filter(pk=alert.pk).values("title", "issued", "type").get()
        response = client.post(staff.page(alert), data | {field: value})
        assert response.status_code in (200, 302, 400)
        if field not in ("revises", "parties-TOTAL_FORMS", "parties-0-id"):
            assert staff.errors(response), field
            assert Alert.objects.filter(pk=alert.pk).values("title", "issued", "type").get() == before

    @pytest.mark.once  # it shows a thousand rows
    def test_a_claim_of_countless_rows_is_no_server_error(self, form: Any) -> None:
        client, alert, data = form
        assert client.post(staff.page(alert), data | {"parties-TOTAL_FORMS": "99999999999"}).status_code == 200


class TestWhatIsRefused:
    def test_the_line_of_a_reference_is_named(self, curator: Any) -> None:
        alert = full_draft(notes=1)
        data = opened(curator, alert) | {"notes-0-cited": "good\nbad | u | s | yes"}
        found = str(staff.errors(curator.post(staff.page(alert), data)))
        assert "Line 2" in found
        assert "“yes”" in found

    def test_an_alert_is_not_related_to_itself_nor_to_what_it_revises(self, curator: Any) -> None:
        public = cast.published()
        copy = publishing.revise(public, cast.curator())
        for alert in (copy, cast.draft("Another")):
            target = public if alert.revises_id else alert
            data = opened(curator, alert)
            staff.add_row(data, "relations", kind="updates", target=target.pk)
            assert "itself" in str(staff.errors(curator.post(staff.page(alert), data)))

    def test_a_recommendation_with_a_response_is_not_deleted(self, curator: Any) -> None:
        alert = full_draft(notes=1)
        ask = alert.recommendations.first()
        Response.objects.update(recommendation=ask)
        data = opened(curator, alert) | {"recommendations-0-DELETE": "on"}
        assert "a response answers it" in str(staff.errors(curator.post(staff.page(alert), data)))

    def test_an_original_is_not_made_public(self, curator: Any) -> None:
        alert = full_draft(notes=1)
        data = opened(curator, alert)
        staff.add_row(data, "documents", role="original", public="on", file=SimpleUploadedFile("a.txt", b"a"))
        assert "cleaned derivative" in str(staff.errors(curator.post(staff.page(alert), data)))

    def test_a_file_over_the_limit_is_told(self, curator: Any, monkeypatch: Any) -> None:
        monkeypatch.setattr("curation.admin.documents.LARGEST", 3)
        alert = cast.draft()
        data = opened(curator, alert)
        staff.add_row(data, "documents", role="original", file=SimpleUploadedFile("a.txt", b"abcd"))
        assert "at most" in str(staff.errors(curator.post(staff.page(alert), data)))


class TestHistory:
    def test_what_changed_is_noted_without_its_words(self, curator: Any) -> None:
        alert = full_draft(notes=1)
        data = opened(curator, alert) | {"abstract": "Canary abstract", "notes-0-text": "Canary note"}
        staff.add_row(data, "recommendations", text="Canary ask", wording="restated", addressee_basis="none")
        save(curator, alert, data)
        entry = LogEntry.objects.get()
        assert "Canary" not in entry.change_message + entry.object_repr
        assert "abstract" in entry.change_message
        assert curator.get(f"/admin/alerts/alert/{alert.pk}/history/").status_code == 200

    def test_who_entered_it_stays_when_another_edits_it(self, curator: Any) -> None:
        curator.post(ADD, staff.filled(curator.get(ADD)) | {"title": "New"})
        alert = Alert.objects.get()
        other = staff.client("reviewer")
        save(other, alert, opened(other, alert) | {"title": "Newer"})
        alert.refresh_from_db()
        assert (alert.title, alert.created_by) == ("Newer", staff.member("curator"))


class TestFilesOfDrafts:
    """What was taken in by mistake does not stay on the disk; what was published does."""

    def test_a_file_goes_with_the_last_document_on_it(
        self, curator: Any, django_capture_on_commit_callbacks: Any
    ) -> None:
        first, second = kept_document(b"same bytes"), kept_document(b"same bytes")
        file = files.path(first.sha256)
        with django_capture_on_commit_callbacks(execute=True):
            save(curator, first.alert, opened(curator, first.alert) | {"documents-0-DELETE": "on"})
        assert file.exists()
        with django_capture_on_commit_callbacks(execute=True):
            curator.post(f"/admin/alerts/alert/{second.alert.pk}/delete/", {"post": "yes"})
        assert not file.exists()

    def test_a_file_of_a_version_stays_when_its_document_leaves_the_alert(
        self, curator: Any, django_capture_on_commit_callbacks: Any
    ) -> None:
        document = kept_document(b"published")
        publishing.publish(document.alert, cast.reviewer())
        copy = publishing.revise(document.alert, cast.curator())
        with django_capture_on_commit_callbacks(execute=True):
            save(curator, copy, opened(curator, copy) | {"documents-0-DELETE": "on"})
            curator.post(staff.page(copy, "discard"), {})
        assert files.path(document.sha256).exists()


class TestDownloads:
    def test_the_staff_gets_a_file_to_save_and_never_to_show(self, curator: Any) -> None:
        document = kept_document(b"<script>alert(1)</script>", "a\u202eb.html")
        response = curator.get(reverse("admin:alerts_document_download", args=[document.pk]))
        assert b"".join(response.streaming_content) == b"<script>alert(1)</script>"
        assert response["Content-Disposition"].startswith("attachment")
        assert response["Content-Type"] == "application/octet-stream"
        assert response["X-Content-Type-Options"] == "nosniff"

    def test_nobody_gets_it_without_the_right(self, client: Any) -> None:
        address = reverse("admin:alerts_document_download", args=[kept_document(b"x").pk])
        assert client.get(address).status_code == 302
        assert staff.client("nobody").get(address).status_code == 403
        assert staff.client("redactor").get(address).status_code == 403

    def test_an_erased_or_missing_file_is_said_to_be_so(self, curator: Any) -> None:
        document = kept_document(b"x")
        Document.objects.update(erased=True)
        assert curator.get(reverse("admin:alerts_document_download", args=[document.pk])).status_code == 410
        assert curator.get("/admin/alerts/document/99999999999999999999999/download/").status_code == 404
        Document.objects.update(erased=False, sha256="0" * 64)
        assert curator.get(reverse("admin:alerts_document_download", args=[document.pk])).status_code == 404


def test_the_page_costs_the_same_queries_for_56_notes_as_for_3(curator: Any) -> None:
    ContentType.objects.get_for_model(Alert)  # read once a process
    counts = []
    for notes in (3, 56):
        alert = full_draft(notes=notes, title=f"Alert with {notes}")
        with CaptureQueriesContext(connection) as queries:
            page = curator.get(staff.page(alert))
        with CaptureQueriesContext(connection) as saving:
            save(curator, alert, staff.filled(page))
        counts.append((len(queries), len(saving)))
    (open_few, save_few), (open_many, save_many) = counts
    assert open_many <= open_few <= 15
    assert save_many <= save_few <= 50


def test_a_public_alert_is_read_with_the_same_queries_whatever_its_notes() -> None:
    reader = staff.client("superuser")
    counts = []
    for notes in (3, 56):
        alert = full_draft(notes=notes, title=f"Alert with {notes}")
        publishing.publish(alert, cast.reviewer())
        with CaptureQueriesContext(connection) as queries:
            response = reader.get(staff.page(alert))
        assert "Reference 1 of note 2" in response.content.decode()
        counts.append(len(queries))
    assert counts[1] <= counts[0] <= 12


def full_draft(notes: int, title: str = "Alert") -> Alert:
    """A draft with several parts of each kind, `notes` notes among them."""
    alert = cast.draft(title)
    bodies = [cast.organization(f"Body {i}") for i in range(5)]
    alert.dates.create(kind="posted", edtf="2022-11-09")
    alert.country_links.create(country=cast.country())
    alert.population_links.create(as_printed="the people")
    for number, body in enumerate(bodies[: 2 if notes < 10 else 5], 1):
        alert.parties.create(role="signatory", organization=body, position=number + 1)
        alert.characterizations.create(crime="genocide", modality="risk", actor=body, position=number)
        cast.recommendation(alert, f"Ask {number}", number, body, bodies[0] if body != bodies[0] else bodies[1])
        alert.responses.create(
            organization=body, kind="acts", source_text="Source", position=number,
            recommendation=alert.recommendations.get(number=number),
        )  # fmt: skip
    for number in range(1, notes + 1):
        note = alert.notes.create(number=number, text=f"Note {number}")
        for position in (1, 2):
            note.references.create(
                text=f"Reference {position} of note {number}", url="https://e.org", position=position
            )
    assert Organization.objects.exists()
    return alert


def kept_document(content: bytes, name: str = "a.txt") -> Document:
    kept = files.keep([content])
    return Document.objects.create(alert=cast.draft(), sha256=kept.sha256, size=kept.size, file_name=name)
