"""What a document is to those that are held, and where in its text a proposal stands."""

from typing import Any

import pytest

from alerts.models import Alert
from curation.checking.marking import pieces
from intake.models import Intake
from intake.proposals import Passage, Proposal
from organizations.models import Organization
from tests import cast, intakes, staff
from tests.test_intake_checking import address, made, union

__all__ = ["union"]  # a fixture
pytestmark = pytest.mark.django_db


class TestKin:
    def held(self, text: str = intakes.TEXT, **fields: Any) -> Alert:
        """An alert that was made of a document."""
        institute = cast.organization("The Quiet Institute")
        alert = cast.published("Red Flag Alert: Nowhere", institute, **fields)
        Intake.objects.filter(pk=intakes.taken_in(text).pk).update(
            alert=alert, state="drafted", checked_at="2022-12-01T00:00Z"
        )
        return alert

    def kin(self, text: str, name: str = "copy.txt") -> tuple[Intake, Any]:
        intake = intakes.taken_in(text, name=name)
        return intake, staff.client("curator").get(address(intake)).context["kin"]

    def test_the_same_text_in_other_bytes_is_recognised(self, union: Organization) -> None:
        alert = self.held()
        intake, [kin] = self.kin(intakes.TEXT.replace("\n\n", "\n\n\n"))
        assert (kin.alert, kin.seems, kin.said) == (alert, "same", "")
        assert "The text is the same." in kin.reasons
        answer = made(intake)
        assert "Say what the document is to this alert." in answer.content.decode()
        assert Alert.objects.count() == 1

    def test_a_reworded_text_is_shown_with_what_differs(self, union: Organization) -> None:
        alert = self.held()
        intake, [kin] = self.kin(
            intakes.TEXT.replace("impose sanctions", "end all trade") + "\nOne thing more is said."
        )
        assert kin.seems == "version"
        page = staff.client("curator").get(address(intake, "beside", alert.pk)).content.decode()
        assert "<del>impose sanctions</del><ins>end all trade</ins>" in page
        assert staff.client("curator").get(address(intake, "beside", alert.pk + 1)).status_code == 404

    def test_another_language_of_the_same_day_seems_a_translation(self, union: Organization) -> None:
        alert = self.held()
        intake = intakes.taken_in("Un texte tout autre.", name="fr.txt", made=[
            p if p.kind != "language" else Proposal("language", {"tag": "fr"}) for p in intakes.proposals()
        ])  # fmt: skip
        [kin] = staff.client("curator").get(address(intake)).context["kin"]
        assert (kin.alert, kin.seems) == (alert, "translation")

    def test_an_alert_without_a_text_of_the_very_title_and_day_seems_the_same(self, union: Organization) -> None:
        institute = cast.organization("The Quiet Institute")
        alert = cast.published("Red flag alert: Nowhere", institute, issued="2022-10-07")
        _, [kin] = self.kin(intakes.TEXT)
        assert (kin.alert, kin.seems) == (alert, "same")

    def test_an_update_says_so_itself(self, union: Organization) -> None:
        earlier = cast.published("Red Flag Alert 1: Elsewhere")
        update = Proposal("update", {"number": "2", "of": "Alert 1", "uid": earlier.uid}, confidence=0.9)
        intake = intakes.taken_in(made=[*intakes.proposals(), update])
        [kin] = staff.client("curator").get(address(intake)).context["kin"]
        assert (kin.alert, kin.seems) == (earlier, "update")

    @pytest.mark.parametrize(
        ("said", "relation"),
        [("version", "reissues"), ("update", "updates"), ("translation", "translates"), ("unrelated", None)],
    )
    def test_what_a_curator_says_ties_the_draft(self, union: Organization, said: str, relation: str | None) -> None:
        alert = self.held()
        intake, _ = self.kin(f"{intakes.TEXT}\nMore.")
        made(intake, **{f"k-{alert.pk}": said})
        draft = Alert.objects.exclude(pk=alert.pk).get()
        assert [(r.kind, r.target) for r in draft.relations.all()] == ([(relation, alert)] if relation else [])
        intake.refresh_from_db()
        assert [(one["alert"], one["said"]) for one in intake.alike] == [(alert.uid, said)]

    def test_the_same_document_makes_no_draft(self, union: Organization) -> None:
        alert = self.held()
        intake, _ = self.kin(f"{intakes.TEXT}\nMore.")
        answer = made(intake, **{f"k-{alert.pk}": "same"})
        assert "No draft was made" in staff.said(answer)
        intake.refresh_from_db()
        assert (intake.state, intake.alert, Alert.objects.count()) == ("held", alert, 1)

    def test_one_that_waits_too_is_named(self, union: Organization) -> None:
        other = intakes.taken_in()
        intake = intakes.taken_in(f"{intakes.TEXT}\nMore.")
        answer = staff.client("curator").get(address(intake))
        assert [one.intake for one in answer.context["waiting"]] == [other]


class TestMarking:
    def test_overlapping_passages_are_all_marked_and_no_letter_is_lost(self) -> None:
        text = "abcdefghij"
        made = [Proposal("x", {}, (Passage(1, 5), Passage(7, 8))), Proposal("y", {}, (Passage(3, 7),))]
        found = list(pieces(text, made))
        assert [(one.text, one.places, one.begins) for one in found] == [
            ("a", (), ()), ("bc", (0,), (0,)), ("de", (0, 1), (1,)), ("fg", (1,), ()), ("h", (0,), ()), ("ij", (), ()),
        ]  # fmt: skip

    @pytest.mark.parametrize(("start", "end"), [(-5, 2), (8, 99), (5, 5), (7, 3), (50, 60)])
    def test_passages_outside_of_the_text_do_no_harm(self, start: int, end: int) -> None:
        found = list(pieces("abcdefghij", [Proposal("x", {}, (Passage(start, end),))]))
        assert "".join(one.text for one in found) == "abcdefghij"

    def test_an_empty_text_has_no_pieces(self) -> None:
        assert list(pieces("", [Proposal("x", {}, (Passage(0, 1),))])) == []
