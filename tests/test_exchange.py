"""Lists out of the admin and in again: what they hold, who may, and what an import would change."""

import csv
import io
import json
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from alerts import publishing
from alerts.models import Alert, Change, Measure
from identifiers.models import FormerAddress
from organizations.models import Organization
from places.models import Country, Place
from tests import cast, staff

pytestmark = pytest.mark.django_db
ALERTS, BODIES, PLACES = "/admin/alerts/alert/", "/admin/organizations/organization/", "/admin/places/place/"


def exported(path: str, role: str = "curator", query: str = "") -> list[dict[str, str]]:
    answer = staff.client(role).get(f"{path}export/csv/{query}")
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(content(answer).decode("utf-8-sig"), newline="")))


def content(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def table(*rows: dict[str, str]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def sent(path: str, data: bytes, role: str, name: str = "", file: str = "x.csv") -> Any:
    """The page after a file was chosen."""
    return staff.client(role, name).post(f"{path}import/", {"file": SimpleUploadedFile(file, data)})


def confirmed(page: Any, path: str, role: str, name: str = "") -> Any:
    data = {"confirmed": page.context["digest"], "kind": page.context["kind"], "data": page.context["data"]}
    return staff.client(role, name).post(f"{path}import/", data, follow=True)


def imported(path: str, data: bytes, role: str, name: str = "") -> str:
    """What is said after the file was chosen and its preview confirmed."""
    page = sent(path, data, role, name)
    assert "digest" in page.context, page.context.get("sentences")
    return staff.said(confirmed(page, path, role, name))


def refused(path: str, data: bytes, role: str, name: str = "") -> str:
    page = sent(path, data, role, name)
    assert page.status_code == 200
    return " ".join(page.context["sentences"])


class TestOut:
    def test_the_list_of_alerts(self) -> None:
        alert = cast.published("Ətraf", symbol="=A1", abstract="Two\nlines", issued="2022-10")
        [row] = exported(ALERTS)
        assert (row["uid"], row["title"], row["status"], row["issued"]) == (alert.uid, "Ətraf", "published", "2022-10")
        assert (row["symbol"], row["abstract"]) == ("'=A1", "Two\nlines")
        assert row["issuers"] == cast.organization().uid
        assert row["type"] == cast.alert_type().uid
        assert not {"created_by", "record", "keywords", "names_checked", "id"} & set(row)

    def test_what_is_filtered_is_exported_and_nothing_else(self) -> None:
        cast.draft("A draft")
        cast.published("Public")
        assert [row["title"] for row in exported(ALERTS, query="?state=drafts")] == ["A draft"]
        assert [row["title"] for row in exported(ALERTS, query="?q=public")] == ["Public"]

    def test_every_list_that_may_leave_does(self) -> None:
        public = cast.published()
        cast.place().countries.add(cast.country())
        cast.recommendation(public, "Stop.", 1, cast.organization())
        client = staff.client("superuser")
        seen = 0
        for model, of in admin.site._registry.items():
            for kind in ("csv", "json"):
                address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/export/{kind}/"
                answer = client.get(address)
                if not getattr(of, "is_exported", False):
                    assert answer.status_code in (302, 404), model
                    continue
                seen += 1
                body = content(answer)
                assert answer.status_code == 200, model
                assert "superuser-of-the-staff" not in body.decode()
                if kind == "json":
                    assert len(json.loads(body)) == model._default_manager.count()
        assert seen > 60

    @pytest.mark.parametrize("model", ["eventactor", "versioncontent", "redactionrequest"])
    def test_names_of_staff_and_what_is_erasable_never_leave(self, model: str) -> None:
        assert staff.client("superuser").get(f"/admin/alerts/{model}/export/csv/").status_code in (302, 404)

    def test_only_who_may_see_a_list_exports_it(self) -> None:
        assert staff.client("nobody").get(f"{ALERTS}export/csv/").status_code == 403
        assert staff.client("curator").get("/admin/alerts/eventactor/export/csv/").status_code in (302, 403, 404)
        assert staff.client("curator").get(f"{ALERTS}export/xlsx/").status_code == 404
        assert staff.client("curator").get(f"{ALERTS}export/csv/?issued_earliest__year=x").status_code in (
            200,
            302,
            400,
        )

    def test_the_list_offers_what_one_may(self) -> None:
        page = staff.client("curator").get(BODIES).content.decode()
        assert "Export as CSV" in page
        assert "Import" not in page
        assert "Import …" in staff.client("editor").get(BODIES).content.decode()


class TestVocabularies:
    def test_an_exported_file_changes_nothing(self) -> None:
        cast.organization("Ətraf", website="https://example.org/", parent=cast.organization("Parent"))
        cast.place().countries.add(cast.country())
        Measure.objects.create(slug="m", label="=Measure")
        for path in (BODIES, PLACES, "/admin/alerts/measure/", "/admin/alerts/alerttype/", "/admin/places/country/"):
            answer = staff.client("editor").get(f"{path}export/csv/")
            page = sent(path, content(answer), "editor")
            assert page.context["is_empty"], (path, page.context.get("sentences"), page.context["rows"])

    def test_what_would_change_is_shown_and_only_then_done(self) -> None:
        body = cast.organization("Old Name", country=cast.country())
        page = sent(BODIES, table({"uid": body.uid, "name": "New Name"}, {"uid": "", "name": "<b>Born</b>"}), "editor")
        # the second row lacks its kind
        assert page.context["sentences"] == ["Row 2, column kind: This field cannot be blank."]
        rows = table(
            {"uid": body.uid, "name": "New Name", "kind": "ngo"}, {"uid": "", "name": "<b>Born</b>", "kind": "court"}
        )
        page = sent(BODIES, rows, "editor")
        text = page.content.decode()
        assert page.context["totals"] == "1 new, 1 changed, 0 as they were"
        assert "<del>Old</del><ins>New</ins>" in text
        assert "<b>" not in text
        assert Organization.objects.get().name == "Old Name"
        answer = confirmed(page, BODIES, "editor")
        assert "1 new, 1 changed" in staff.said(answer)
        assert set(Organization.objects.values_list("name", flat=True)) == {"New Name", "<b>Born</b>"}
        assert Organization.objects.get(kind="court").slug == "b-born-b"
        assert LogEntry.objects.filter(change_message="Imported from a file.").count() == 2

    def test_a_former_slug_leads_on_and_the_feed_is_told(self) -> None:
        public = cast.published()
        before = Change.objects.count()
        body = cast.organization()
        imported(BODIES, table({"uid": body.uid, "slug": "gw", "name": "Renamed"}), "editor")
        assert FormerAddress.objects.get(kind="organization", value="genocide-watch").uid == body.uid
        assert Change.objects.count() == before + 1
        assert "Renamed" in str(Alert.objects.get(pk=public.pk).record)

    def test_places_get_their_countries(self) -> None:
        place = cast.place()
        cast.country()
        cast.country("AM", "Armenia")
        assert "1 changed" in imported(PLACES, table({"uid": place.uid, "countries": "AZ; AM"}), "editor")
        assert {c.code for c in place.countries.all()} == {"AZ", "AM"}

    def test_countries_are_known_by_their_code(self) -> None:
        cast.country()
        rows = table(
            {"code": "AZ", "name": "Azerbaijan", "until_year": ""}, {"code": "AM", "name": "Armenia", "until_year": ""}
        )
        assert "1 new, 0 changed, 1 as they were" in imported("/admin/places/country/", rows, "editor")
        assert Country.objects.count() == 2

    def test_what_cannot_be_is_told_by_row_and_nothing_is_written(self) -> None:
        parent = cast.organization("Parent")
        child = cast.organization("Child", parent=parent)
        FormerAddress.objects.create(kind="organization", value="old", uid="zzzzzzzzzz")
        good = {
            "uid": child.uid,
            "name": "Changed",
            "kind": "ngo",
            "slug": "child",
            "parent": parent.uid,
            "country": "",
        }
        for row, said in (
            (good | {"uid": "2222222222"}, "Row 2, column uid: There is none with the uid “2222222222”"),
            (good | {"uid": child.uid}, "Row 2, column uid: “" + child.uid + "” stands in the file twice."),
            (
                good | {"uid": parent.uid, "parent": child.uid, "slug": "parent"},
                "Row 2, column parent: It would stand above",
            ),
            (good | {"uid": parent.uid, "parent": "", "slug": "old"}, "Row 2, column slug: It is the former address"),
            (good | {"uid": parent.uid, "parent": "", "slug": "child"}, "Row 2, column slug"),
            (
                good | {"uid": parent.uid, "parent": "x", "slug": "p"},
                "Row 2, column parent: There is no organization “x”",
            ),
            (good | {"uid": parent.uid, "parent": "", "slug": "p", "kind": "band"}, "Row 2, column kind"),
            (good | {"uid": parent.uid, "parent": "", "slug": "p", "kind": "state"}, "Row 2"),
            (good | {"uid": parent.uid, "parent": "", "slug": "p", "name": "x" * 400}, "Row 2, column name"),
        ):
            assert said in refused(BODIES, table(good, row), "editor"), row
        assert Organization.objects.get(pk=child.pk).name == "Child"

    def test_odd_files_are_told(self) -> None:
        for data, said in (
            (b"", "submitted file is empty"), (b"colour\nred\n", "There is no column “colour” here."),
            (b"uid\n2222222222\n", "none of the columns"), (b"uid,name\n1\n", "Row 1: it has 1 cells"),
            (b"name\n\xff\n", "not UTF-8"), (b"name\na\0b\n", "Row 1, column name"),
        ):  # fmt: skip
            page = sent(BODIES, data, "editor")
            assert said in page.content.decode(), said
        assert "ends in .csv or .json" in sent(BODIES, b"x", "editor", file="x.xlsx").content.decode()
        assert staff.client("editor").post(f"{BODIES}import/").status_code == 200

    def test_a_forged_confirmation_is_no_way_around_the_preview(self) -> None:
        client = staff.client("editor")
        for data in ("%", "AAAA", ""):
            answer = client.post(f"{BODIES}import/", {"confirmed": "x", "kind": "csv", "data": data})
            assert answer.status_code == 200
            assert answer.context["sentences"]
        answer = client.post(f"{BODIES}import/", {"confirmed": "x", "kind": "csv", "data": "bmFtZSxraW5kCngsbmdvCg=="})
        assert "Something changed meanwhile" in staff.said(answer)
        assert not Organization.objects.exists()

    def test_what_changed_meanwhile_is_shown_before_anything_is_done(self) -> None:
        body = cast.organization("Old Name")
        page = sent(BODIES, table({"uid": body.uid, "name": "New Name"}), "editor")
        Organization.objects.filter(pk=body.pk).update(name="Somebody else's")
        answer = confirmed(page, BODIES, "editor")
        assert "Something changed meanwhile" in staff.said(answer)
        assert "<del>" in answer.content.decode()
        assert Organization.objects.get().name == "Somebody else's"

    def test_each_list_asks_for_its_own_right(self) -> None:
        for role in ("curator", "reviewer", "nobody"):
            assert staff.client(role).get(f"{BODIES}import/").status_code == 403
            assert staff.client(role).post(f"{BODIES}import/", {"confirmed": "x"}).status_code == 403
        assert staff.client("editor").get(f"{ALERTS}import/").status_code == 403
        for path in ("auth/user", "auth/group", "alerts/event", "alerts/version", "alerts/party", "alerts/eventactor"):
            assert staff.client("superuser").get(f"/admin/{path}/import/").status_code in (302, 404), path

    def test_who_may_change_but_not_add_adds_nothing(self) -> None:
        user = staff.member("curator", "changer")
        from django.contrib.auth.models import Permission

        user.groups.clear()
        user.user_permissions.set(Permission.objects.filter(codename__in=["change_place", "view_place"]))
        assert "You may not add places" in refused(PLACES, table({"name": "New"}), "curator", "changer")
        assert not Place.objects.exists()


class TestAlerts:
    def test_a_row_without_uid_is_a_new_draft(self) -> None:
        type_ = cast.alert_type()
        row = {"title": "New", "type": type_.uid, "issued": "2022-11", "language": "en", "retrieved_on": "2024-05-01"}
        assert "1 new" in imported(ALERTS, table(row), "curator")
        alert = Alert.objects.get()
        assert (alert.title, alert.status, alert.type, alert.issued) == ("New", "draft", type_, "2022-11")
        assert alert.created_by == staff.member("curator")

    def test_a_draft_is_changed_in_place_and_looked_through_anew(self) -> None:
        draft = cast.draft("Draft", issued="2022-10-07")
        imported(ALERTS, table({"uid": draft.uid, "symbol": "A/1", "issued": ""}), "curator")
        draft.refresh_from_db()
        assert (draft.symbol, draft.issued, draft.issued_earliest, draft.names_checked) == ("A/1", "", None, True)
        imported(ALERTS, table({"uid": draft.uid, "abstract": "It names a witness."}), "curator")
        draft.refresh_from_db()
        assert not draft.names_checked

    def test_a_public_alert_is_changed_through_its_working_copy(self) -> None:
        public = cast.published("Public")
        page = sent(ALERTS, table({"uid": public.uid, "title": "Corrected"}), "curator")
        assert not public.working_copies.exists()
        confirmed(page, ALERTS, "curator")
        assert Alert.objects.get(pk=public.pk).title == "Public"
        [copy] = public.working_copies.all()
        assert (copy.title, copy.status, copy.created_by) == ("Corrected", "draft", staff.member("curator"))
        assert copy.parties.count() == 1
        imported(ALERTS, table({"uid": public.uid, "symbol": "A/2"}), "curator")
        copy.refresh_from_db()
        assert (copy.title, copy.symbol) == ("Corrected", "A/2")

    def test_an_unchanged_row_opens_no_working_copy(self) -> None:
        public = cast.published("Public")
        answer = staff.client("curator").get(f"{ALERTS}export/csv/")
        assert sent(ALERTS, content(answer), "curator").context["is_empty"]
        assert not public.working_copies.exists()

    def test_what_others_have_in_hand_is_left_alone(self) -> None:
        waiting = cast.draft("Waiting", status="in_review")
        public = cast.published("Public")
        copy = publishing.revise(public, staff.member("curator", "alpha"))
        change = {"title": "Changed"}
        assert "in review" in refused(ALERTS, table({"uid": waiting.uid} | change), "curator", "beta")
        assert "Somebody else" in refused(ALERTS, table({"uid": public.uid} | change), "curator", "beta")
        publishing.submit(copy, staff.member("curator", "alpha"))
        assert "working copy is in review" in refused(ALERTS, table({"uid": public.uid} | change), "curator", "alpha")

    def test_bad_cells_are_told_by_row_and_column(self) -> None:
        draft = cast.draft("Draft")
        for change, said in (
            ({"issued": "7 October"}, "Row 1, column issued"), ({"language": "English!"}, "Row 1, column language"),
            ({"source_url": "javascript:alert(1)"}, "Row 1, column source_url"),
            ({"serial_number": "1e9999"}, "Row 1, column serial_number"), ({"serial_number": "9" * 30}, "Row 1"),
            ({"retrieved_on": "soon"}, "Row 1, column retrieved_on"), ({"title": ""}, "Row 1, column title"),
            ({"serial_number": "3"}, "Row 1, column serial: A number needs the serial"),
            ({"text_rights": "all"}, "Row 1, column text_rights"),
        ):  # fmt: skip
            assert said in refused(ALERTS, table({"uid": draft.uid} | change), "curator"), change
        assert "There is no column" in refused(ALERTS, table({"uid": draft.uid, "created_by": "1"}), "curator")

    def test_told_columns_are_not_taken(self) -> None:
        draft = cast.draft("Draft")
        page = sent(ALERTS, table({"uid": draft.uid, "title": "Draft", "status": "published"}), "curator")
        assert page.context["is_empty"]

    def test_reviewers_change_and_add_nothing(self) -> None:
        assert "You may not add alerts" in refused(ALERTS, table({"title": "New"}), "reviewer")


def test_the_address_of_each_import_is_that_of_its_list() -> None:
    assert reverse("admin:alerts_alert_import") == f"{ALERTS}import/"
