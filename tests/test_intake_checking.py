"""Checking a document in the admin: nothing is taken for granted that is unsure, and nothing that is typed is lost."""

from typing import Any

import pytest
from django.urls import reverse

from alerts import files
from alerts.models import Alert
from curation import history
from intake.models import Intake
from organizations.models import Organization
from tests import cast, intakes, staff

pytestmark = pytest.mark.django_db


def address(intake: Intake, name: str = "change", *more: Any) -> str:
    return reverse(f"admin:intake_intake_{name}", args=[intake.pk, *more])


def posted(answer: Any, **changed: Any) -> dict[str, Any]:
    """What a browser would post of the page in `answer`, with `changed` decided by hand (None: nothing is sent)."""
    proposed, data = answer.context["proposed"], {"saved": answer.context["saved"]}
    for row in proposed.rows:
        data |= {f"p-{row.place}-do": row.do} if row.do else {}
        data |= {field.key: field.value for field in row.fields if field.input.widget != "tick" or field.value}
    for who in proposed.who:
        told = {name: getattr(who, name) for name in ("name", "model", "meant", "other", "kind")}
        data |= {f"w-{who.index}-{name}": value for name, value in told.items()}
    for field in answer.context["form"]:
        if (value := field.value()) not in (None, False):
            data[field.html_name] = value
    data |= changed
    return {key: value for key, value in data.items() if value is not None}


def place(intake: Intake, kind: str) -> int:
    return [one["kind"] for one in intake.proposals].index(kind)


def who(answer: Any, name: str) -> int:
    return next(one.index for one in answer.context["proposed"].who if one.name == name)


def decided(intake: Intake, answer: Any, **changed: Any) -> dict[str, Any]:
    """All that is unsure accepted, and the unknown issuer created."""
    unsure = {f"p-{place(intake, kind)}-do": "accept" for kind in ("addressee", "characterization")}
    new = f"w-{who(answer, 'The Quiet Institute')}"
    return posted(answer, **unsure | {f"{new}-meant": "new", f"{new}-kind": "academic"} | changed)


def made(intake: Intake, role: str = "curator", **changed: Any) -> Any:
    client = staff.client(role)
    answer = client.get(address(intake))
    return client.post(address(intake), decided(intake, answer, **{"make": ""} | changed), follow=True)


@pytest.fixture
def union() -> Organization:
    return cast.organization("European Union", "intergovernmental")


class TestThePage:
    def test_it_asks_for_what_is_unsure_first_and_counts_the_rest_as_taken(self, union: Organization) -> None:
        intake = intakes.taken_in()
        answer = staff.client("curator").get(address(intake))
        assert [row.proposal.kind for row in answer.context["asked"]] == ["addressee", "characterization"]
        assert [row.do for row in answer.context["asked"]] == ["", ""]
        assert [one.name for one in answer.context["asked_names"]] == ["The Quiet Institute"]
        assert [(one.name, one.meant) for one in answer.context["known_names"]] == [("European Union", union.uid)]
        # 9 proposals and 2 names; unsure are 2 and unknown 1
        assert (answer.context["proposed"].decided, answer.context["proposed"].total) == (8, 11)
        assert (
            "<strong><span data-decided>8</span> of <span data-total>11</span> checked</strong>"
            in answer.content.decode()
        )

    def test_the_text_is_escaped_and_its_passages_marked(self) -> None:
        page = staff.client("curator").get(address(intakes.taken_in())).content.decode()
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
        assert "<script>alert(1)" not in page
        assert '<span id="m-1" class="mark-begin"></span><mark data-rests="1">7 October 2022</mark>' in page
        assert 'href="#m-1"' in page

    def test_private_persons_are_pointed_out_and_are_no_part_of_the_draft(self, union: Organization) -> None:
        text = f"{intakes.TEXT}\nSo says Zaphira Quell."
        person = intakes.proposal(text, "person", "Zaphira Quell", 0.5, name="Zaphira Quell")
        intake = intakes.taken_in(text, [*intakes.proposals(text), person])
        answer = staff.client("curator").get(address(intake))
        assert [row.told for row in answer.context["persons"]] == ["Zaphira Quell"]
        assert "made" in staff.said(made(intake))

    def test_likely_bodies_come_first_for_a_name_that_is_not_known(self) -> None:
        known = cast.organization("The Quite Institute")
        answer = staff.client("curator").get(address(intakes.taken_in()))
        [asked] = [one for one in answer.context["asked_names"] if one.name == "The Quiet Institute"]
        assert [uid for uid, _ in asked.options] == [known.uid]

    def test_it_asks_the_database_as_often_for_sixty_notes_as_for_one(
        self, union: Organization, django_assert_max_num_queries: Any
    ) -> None:
        more = [intakes.proposal("", "note", number=str(n), text=f"Note {n}", references=[]) for n in range(2, 61)]
        intake = intakes.taken_in(made=[*intakes.proposals(), *more])
        client = staff.client("curator")
        with django_assert_max_num_queries(34):
            assert client.get(address(intake)).status_code == 200

    @pytest.mark.parametrize(("role", "status"), [("nobody", 403), ("reviewer", 200), ("curator", 200)])
    def test_who_may_see_it(self, role: str, status: int) -> None:
        intake = intakes.taken_in()
        for name in ("change", "original"):
            answer = staff.client(role).get(address(intake, name))
            assert answer.status_code == status
            assert not answer.streaming or b"".join(answer.streaming_content)  # a file is closed at its end

    def test_a_reviewer_reads_and_decides_nothing(self) -> None:
        intake = intakes.taken_in()
        assert staff.client("reviewer").post(address(intake), {"make": "", "saved": 0}).status_code == 403

    def test_the_original_is_given_byte_for_byte_to_be_saved(self) -> None:
        answer = staff.client("curator").get(address(intakes.taken_in(), "original"))
        assert b"".join(answer.streaming_content) == intakes.TEXT.encode()
        assert answer["Content-Disposition"] == 'attachment; filename="alert.txt"'
        assert answer["X-Content-Type-Options"] == "nosniff"

    @pytest.mark.parametrize("pk", ["0", "x", "9" * 30, "-1"])
    def test_what_is_not_there_is_told(self, pk: str) -> None:
        assert staff.client("curator").get(f"/admin/intake/intake/{pk}/change/").status_code == 404


class TestMaking:
    def test_a_draft_with_all_that_was_accepted_and_its_original(self, union: Organization) -> None:
        intake = intakes.taken_in()
        answer = made(intake, **{"draft-abstract": "The institute warns."})
        assert "The draft is made" in staff.said(answer)
        alert = Alert.objects.get()
        assert answer.redirect_chain[-1][0] == staff.page(alert)
        assert (alert.title, alert.issued, alert.abstract) == (intake.title, "2022-10-07", "The institute warns.")
        assert (alert.body, alert.text_rights, alert.source_url) == (
            intake.text, "abstract_only", "https://example.org/alert",
        )  # fmt: skip
        institute = Organization.objects.get(name="The Quiet Institute")
        assert institute.kind == "academic"
        assert {(p.role, p.organization) for p in alert.parties.all()} == {("issuer", institute), ("addressee", union)}
        [document] = alert.documents.all()
        assert (document.role, document.sha256, document.public) == ("original", intake.sha256, False)
        assert files.path(document.sha256).read_bytes() == intakes.TEXT.encode()
        assert [version.revision.comment for version in history.of(alert)] == ["Made from a document."]
        intake.refresh_from_db()
        assert (intake.state, intake.alert, intake.checked_by) == ("drafted", alert, staff.member("curator"))

    def test_it_is_on_record_what_was_accepted_changed_and_dropped(self, union: Organization) -> None:
        intake = intakes.taken_in()
        note, title = place(intake, "note"), place(intake, "title")
        made(intake, **{f"p-{note}-do": "drop", f"p-{title}-text": "Another title"})
        intake.refresh_from_db()
        did = {one["proposal"]: one for one in intake.decisions["outcome"]}
        assert did[note] == {"proposal": note, "did": "dropped"}
        assert did[title] == {"proposal": title, "did": "changed", "to": {"text": "Another title"}}
        assert did[place(intake, "language")]["did"] == "accepted"
        assert Alert.objects.get().title == "Another title"
        assert not Alert.objects.get().notes.exists()
        shown = staff.client("reviewer").get(address(intake)).content.decode()
        assert "dropped" in shown
        assert 'changed to <span dir="auto">Another title</span>' in shown

    def test_what_is_undecided_is_told_where_it_stands_and_nothing_is_made_or_lost(self, union: Organization) -> None:
        intake = intakes.taken_in()
        client = staff.client("curator")
        data = posted(client.get(address(intake)), make="", **{"draft-abstract": "Typed."})
        answer = client.post(address(intake), data)
        wrong = {row.proposal.kind: row.problems for row in answer.context["proposed"].rows if row.problems}
        assert wrong == {kind: ["Accept, change or drop it."] for kind in ("addressee", "characterization")}
        [institute] = [one for one in answer.context["proposed"].who if one.problems]
        assert institute.problems == ["Say who is meant: choose, create, or leave it out."]
        assert not Alert.objects.exists()
        again = client.get(address(intake))
        assert again.context["form"]["abstract"].value() == "Typed."

    @pytest.mark.parametrize(
        ("kind", "field", "typed", "told"),
        [
            ("issued", "edtf", "the 40th of May", "is not understood"),
            ("recommendation", "text", " ", "Write what is asked"),
            ("note", "references", "| https://example.org", "it has no text before the first |"),
            ("language", "tag", "Klingonish!", "BCP 47"),
            ("title", "text", "", "Title"),
        ],
    )
    def test_what_is_typed_wrong_is_told_at_its_proposal_and_stays(
        self, union: Organization, kind: str, field: str, typed: str, told: str
    ) -> None:
        intake = intakes.taken_in()
        key = f"p-{place(intake, kind)}-{field}"
        answer = made(intake, **{key: typed})
        [row] = [row for row in answer.context["proposed"].rows if row.proposal.kind == kind]
        assert told in " ".join(row.problems)
        assert next(one.value for one in row.fields if one.key == key) == typed
        assert not Alert.objects.exists()
        assert not Organization.objects.filter(name="The Quiet Institute").exists()

    def test_a_changed_date_is_understood_in_words(self, union: Organization) -> None:
        intake = intakes.taken_in()
        made(intake, **{f"p-{place(intake, 'issued')}-edtf": "November 2022"})
        assert Alert.objects.get().issued == "2022-11"

    def test_a_name_can_stand_for_another_body_that_is_typed(self, union: Organization) -> None:
        other = cast.organization("Institute of Quiet", acronym="IQ")
        intake = intakes.taken_in()
        index = who(staff.client("curator").get(address(intake)), "The Quiet Institute")
        made(intake, **{f"w-{index}-meant": "", f"w-{index}-other": "IQ"})
        issuer = Alert.objects.get().parties.get(role="issuer")
        assert (issuer.organization, issuer.as_printed) == (other, "The Quiet Institute")

    def test_a_body_that_does_not_exist_is_told_with_likely_ones(self, union: Organization) -> None:
        cast.organization("Institute of Quiet")
        intake = intakes.taken_in()
        index = who(staff.client("curator").get(address(intake)), "The Quiet Institute")
        answer = made(intake, **{f"w-{index}-meant": "", f"w-{index}-other": "Institute of Quit"})
        [institute] = [one for one in answer.context["proposed"].who if one.problems]
        assert institute.problems == ["There is none that goes by “Institute of Quit”. Perhaps: Institute of Quiet."]
        assert institute.other == "Institute of Quit"

    def test_text_whose_rights_forbid_it_is_kept_and_neither_shown_nor_found(
        self, union: Organization, client: Any, indexed: None
    ) -> None:
        from alerts import publishing

        intake = intakes.taken_in()
        made(intake, **{"draft-abstract": "The institute warns."})
        alert = cast.confirm(Alert.objects.get(), "")
        publishing.publish(alert, cast.reviewer())
        assert "The institute sees" not in client.get(alert.get_absolute_url()).content.decode()
        assert alert.title in client.get("/search/?q=institute").content.decode()
        assert alert.title not in client.get("/search/?q=karabakh").content.decode()
        alert.refresh_from_db()
        assert "karabakh" not in alert.keywords.split()
        assert "The institute sees" in alert.body

    def test_a_cleaned_copy_is_made_public_only_where_the_text_may_be_shown(self, union: Organization) -> None:
        intake = intakes.taken_in()
        answer = made(intake, **{"draft-publish_copy": "on"})
        assert "only where the full text may be shown" in " ".join(answer.context["proposed"].problems)
        assert not Alert.objects.exists()
        made(intake, **{"draft-publish_copy": "on", "draft-text_rights": "full_text"})
        copy = Alert.objects.get().documents.get(role="derivative")
        assert copy.public
        assert files.path(copy.sha256).is_file()
        assert copy.file_name == ""


class TestKeeping:
    def test_decisions_are_kept_and_stand_there_again(self, union: Organization) -> None:
        intake = intakes.taken_in()
        client = staff.client("curator")
        note = place(intake, "note")
        changed = {f"p-{note}-do": "drop", f"p-{note}-text": "Mine", "draft-abstract": "So far."}
        answer = client.post(address(intake), posted(client.get(address(intake)), save="", **changed), follow=True)
        assert "Saved" in staff.said(answer)
        [row] = [row for row in answer.context["proposed"].rows if row.place == note]
        assert (row.do, row.fields[1].value) == ("drop", "Mine")
        assert answer.context["form"]["abstract"].value() == "So far."

    def test_the_script_keeps_them_without_a_page(self) -> None:
        intake = intakes.taken_in()
        client = staff.client("curator")
        data = posted(client.get(address(intake)))
        told = client.post(address(intake), data, headers={"accept": "application/json"})
        assert told.json() == {"saved": 1}
        stale = client.post(address(intake), data, headers={"accept": "application/json"})
        assert stale.status_code == 409
        assert "Somebody else has saved" in stale.json()["error"]

    @pytest.mark.parametrize("press", ["save", "make", "aside"])
    def test_of_two_who_check_at_once_the_second_is_told_and_loses_nothing(
        self, union: Organization, press: str
    ) -> None:
        intake = intakes.taken_in()
        one, other = staff.client("curator"), staff.client("curator", "another-curator")
        seen = other.get(address(intake))
        one.post(address(intake), posted(one.get(address(intake)), save=""))
        data = decided(intake, seen, **{press: "", "draft-abstract": "Theirs."})
        answer = other.post(address(intake), data)
        assert "Somebody else has saved" in " ".join(answer.context["proposed"].problems)
        assert answer.context["form"]["abstract"].value() == "Theirs."
        assert not Alert.objects.exists()
        again = other.post(address(intake), data | {"saved": answer.context["saved"]}, follow=True)
        assert staff.said(again)

    def test_what_is_settled_is_not_settled_again(self, union: Organization) -> None:
        intake = intakes.taken_in()
        client = staff.client("curator")
        data = decided(intake, client.get(address(intake)), make="")
        client.post(address(intake), data)
        answer = client.post(address(intake), data)
        assert "It has been settled meanwhile" in staff.said(answer)
        assert Alert.objects.count() == 1

    def test_it_can_be_set_aside_and_taken_up_again(self) -> None:
        intake = intakes.taken_in()
        client = staff.client("curator")
        client.post(address(intake), posted(client.get(address(intake)), aside=""))
        intake.refresh_from_db()
        assert (intake.state, intake.checked_by) == ("set_aside", staff.member("curator"))
        client.post(address(intake), {"take_up": ""})
        intake.refresh_from_db()
        assert (intake.state, intake.checked_by) == ("to_check", None)

    def test_the_original_outlives_the_draft_which_can_be_made_again(
        self, union: Organization, django_capture_on_commit_callbacks: Any
    ) -> None:
        intake = intakes.taken_in()
        made(intake)
        alert = Alert.objects.get()
        client = staff.client("curator")
        with django_capture_on_commit_callbacks(execute=True):
            client.post(reverse("admin:alerts_alert_delete", args=[alert.pk]), {"post": "yes"})
        assert not Alert.objects.exists()
        assert files.path(intake.sha256).is_file()
        assert "its draft was deleted" in client.get("/admin/intake/intake/").content.decode()
        client.post(address(intake), {"take_up": ""})
        answer = client.get(address(intake))
        # The institute that was created is known by now, and all that was decided stands there.
        assert answer.context["proposed"].decided == answer.context["proposed"].total

    @pytest.mark.parametrize(
        "data",
        [
            {}, {"saved": "x"}, {"saved": "-1"}, {"saved": "9" * 40}, {"p-0-do": "\0"}, {"p-99999-do": "accept"},
            {"w-0-name": "x"}, {"w-0-name": "The Quiet Institute", "w-0-model": "organization", "w-0-meant": "<b>"},
            {"k-1": "same"}, {"draft-text_rights": "all", "make": ""}, {"draft-source_url": "javascript:x", "make": ""},
            {"p-0-text": "x" * 10_000, "make": ""}, {"p-1-basis": "nonsense", "make": ""}, {"p-5-tag": "\0"},
        ],
    )  # fmt: skip
    def test_no_forged_page_is_a_server_error(self, data: dict[str, str]) -> None:
        intake = intakes.taken_in()
        client = staff.client("curator")
        whole = posted(client.get(address(intake)))
        for body in (data, {"saved": "0"} | data, whole | data):
            assert client.post(address(intake), body).status_code in (200, 302, 409)
        assert not Alert.objects.exists()
