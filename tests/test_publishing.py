"""What publishing promises: who may do it, what it writes, and that the past stays provable."""

import json

import pytest
import rfc8785
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied

from alerts import publishing
from alerts.models import PARTS, Alert, Change, Event, EventActor, Note, Reference, Relation, Response, Version
from alerts.models import VersionContent as Content
from tests import cast

pytestmark = pytest.mark.django_db


def numbers(model: type) -> list[int]:
    return list(model.objects.order_by("number").values_list("number", flat=True))


class TestPublish:
    def test_a_draft_becomes_public_with_its_version_event_and_change(self) -> None:
        alert = cast.draft()
        version = publishing.publish(alert, cast.reviewer())
        alert.refresh_from_db()
        assert Alert.objects.published().get() == alert
        assert version.number == 1
        event = Event.objects.get()
        assert (event.kind, event.version, event.alert) == ("publish", version, alert)
        assert EventActor.objects.get(event=event).user == cast.reviewer()
        assert Change.objects.get().alert == alert

    def test_the_hash_is_of_salt_and_canonical_json(self) -> None:
        version = publishing.publish(cast.draft("Bütöv Azərbaycan"), cast.reviewer())
        content = Content.objects.get(version=version)
        assert version.sha256 == publishing.digest(content.salt, content.canonical)
        assert rfc8785.dumps(json.loads(content.canonical)).decode() == content.canonical
        assert json.loads(content.canonical)["title"] == "Bütöv Azərbaycan"

    def test_two_versions_of_the_same_text_have_different_salts(self) -> None:
        alert = cast.revised(cast.published())
        salts = set(Content.objects.filter(version__alert=alert).values_list("salt", flat=True))
        assert len(salts) == 2

    @pytest.mark.parametrize("user", ["curator", "nobody", "anonymous", "inactive"])
    def test_nobody_publishes_without_the_right(self, user: str) -> None:
        alert = cast.draft()
        inactive = cast.reviewer()
        inactive.is_active = False
        users = {
            "curator": cast.curator(), "nobody": cast.person("nobody"), "anonymous": AnonymousUser(),
            "inactive": inactive,
        }  # fmt: skip
        with pytest.raises(PermissionDenied):
            publishing.publish(alert, users[user])
        assert not Version.objects.exists()
        assert not Alert.objects.published().exists()

    def test_a_public_alert_is_not_published_twice(self) -> None:
        alert = cast.published()
        with pytest.raises(publishing.PublishingError, match="public already"):
            publishing.publish(alert, cast.reviewer())
        assert numbers(Event) == [1]

    def test_a_refused_step_leaves_no_gap(self) -> None:
        cast.published("One")
        with pytest.raises(publishing.NotReady):
            publishing.publish(cast.draft("Two", language=""), cast.reviewer())
        cast.published("Three")
        assert numbers(Event) == [1, 2]
        assert numbers(Change) == [1, 2]


class TestCompleteness:
    @pytest.mark.parametrize(
        ("fields", "sentence"),
        [
            ({"title": " "}, "no title"),
            ({"type": None}, "no type"),
            ({"issued": ""}, "no date of issue"),
            ({"abstract": " "}, "neither an abstract nor a body"),
            ({"language": ""}, "no language"),
            ({"names_checked": False}, "victims, witnesses, detainees"),
            ({"graphic_checked": False}, "graphic content"),
            ({"consent_checked": False}, "consent"),
            ({"issued": "2022-10", "issued_basis": "inferred"}, "give the reason"),
        ],
    )
    def test_it_refuses_a_draft_and_says_what_is_missing(self, fields: dict[str, object], sentence: str) -> None:
        with pytest.raises(publishing.NotReady) as refusal:
            publishing.publish(cast.draft(**fields), cast.reviewer())
        assert len(refusal.value.missing) == 1
        assert sentence in refusal.value.missing[0]

    def test_it_refuses_a_draft_without_issuer(self) -> None:
        alert = cast.draft()
        alert.parties.all().delete()
        with pytest.raises(publishing.NotReady, match="no issuer"):
            publishing.publish(alert, cast.reviewer())

    @pytest.mark.parametrize(
        "fields",
        [
            {"issued": "", "issued_basis": "unknown"},
            {"issued": "2023", "issued_basis": "inferred"},
            {"issued": "2023-09-22", "issued_basis": "inferred", "issued_note": "speaks of 21 September as past"},
            {"abstract": "", "body": "The text.", "text_rights": "full_text"},
        ],
    )
    def test_it_takes_what_is_honest(self, fields: dict[str, object]) -> None:
        assert cast.published(**fields).status == "published"

    def test_an_alert_of_nobody_in_particular_may_say_so(self) -> None:
        alert = cast.draft(issuers_note="Poets from 88 countries", signatory_count="271")
        alert.parties.all().delete()
        assert publishing.publish(alert, cast.reviewer()).number == 1


def with_every_part(alert: Alert) -> Alert:
    """Give `alert` a part of each kind, and parts of parts."""
    state = cast.organization("Azerbaijan", "state", country=cast.country())
    ask = cast.recommendation(alert, "Stop arms sales.", 1, state)
    ask.targets.create(organization=state)
    Response.objects.create(alert=alert, recommendation=ask, organization=state, kind="rejects", source_text="A letter")
    note = Note.objects.create(alert=alert, number=1)
    Reference.objects.create(note=note, text="A report", url="https://example.org/report")
    alert.dates.create(kind="posted", edtf="2022-10-08")
    alert.country_links.create(country=cast.country(), role="concerned")
    alert.population_links.create(as_printed="Civilians")
    alert.characterizations.create(crime="genocide", modality="risk")
    alert.documents.create(sha256="0" * 64, size=3)
    return alert


def part_uids(alert: Alert) -> dict[str, list[str]]:
    found = {}
    for model in PARTS:
        path = "alert" if model.whole == "alert" else f"{model.whole}__alert"
        found[model.__name__] = sorted(model._default_manager.filter(**{path: alert}).values_list("uid", flat=True))
    return found


class TestRevise:
    def test_the_public_sees_nothing_of_a_working_copy(self) -> None:
        alert = cast.published("As it was")
        copy = publishing.revise(alert, cast.curator())
        cast.confirm(copy, title="As it will be")
        assert [a.title for a in Alert.objects.published()] == ["As it was"]
        assert Alert.objects.published().get().record["title"] == "As it was"

    def test_publishing_the_copy_swaps_its_content_in(self) -> None:
        alert = cast.revised(cast.published("As it was"), "Corrects the title.", title="As it is")
        assert (alert.title, alert.record["title"]) == ("As it is", "As it is")
        assert not Alert.objects.working_copies().exists()
        assert [v.number for v in alert.versions.all()] == [1, 2]
        assert Content.objects.get(version__number=2).note == "Corrects the title."

    def test_the_alert_keeps_its_uid_and_row(self) -> None:
        before = cast.published()
        after = cast.revised(before, title="Other")
        assert (before.pk, before.uid) == (after.pk, after.uid)

    def test_parts_and_their_parts_keep_their_uids(self) -> None:
        alert = with_every_part(cast.draft())
        publishing.publish(alert, cast.reviewer())
        before = part_uids(alert)
        copy = publishing.revise(alert, cast.curator())
        assert part_uids(copy) == before
        publishing.publish(cast.confirm(copy), cast.reviewer())
        assert part_uids(alert) == before
        assert Response.objects.get().recommendation is not None
        assert Response.objects.get().recommendation.alert == alert

    def test_every_field_of_every_part_is_copied(self) -> None:
        alert = with_every_part(cast.draft())
        publishing.publish(alert, cast.reviewer())
        alert.refresh_from_db()
        first = alert.record
        copy = publishing.revise(alert, cast.curator())
        publishing.publish(cast.confirm(copy), cast.reviewer())
        alert.refresh_from_db()
        assert alert.record == first

    def test_removing_a_part_in_the_copy_removes_it_for_the_public(self) -> None:
        alert = with_every_part(cast.draft())
        publishing.publish(alert, cast.reviewer())
        copy = publishing.revise(alert, cast.curator())
        copy.recommendations.all().delete()
        publishing.publish(cast.confirm(copy), cast.reviewer())
        assert not alert.recommendations.exists()
        assert not Alert.objects.get(pk=alert.pk).record["recommendations"]

    def test_there_is_one_working_copy(self) -> None:
        alert = cast.published()
        assert publishing.revise(alert, cast.curator()) == publishing.revise(alert, cast.reviewer())

    def test_a_revision_needs_its_note_and_a_new_do_no_harm_check(self) -> None:
        copy = publishing.revise(cast.published(), cast.curator())
        with pytest.raises(publishing.NotReady) as refusal:
            publishing.publish(copy, cast.reviewer())
        assert len(refusal.value.missing) == 4

    def test_a_draft_is_not_revised(self) -> None:
        with pytest.raises(publishing.PublishingError, match="simply edited"):
            publishing.revise(cast.draft(), cast.curator())

    def test_nobody_revises_without_the_right(self) -> None:
        alert = cast.published()
        with pytest.raises(PermissionDenied):
            publishing.revise(alert, cast.person("reader", "view_alert"))
        assert not Alert.objects.working_copies().exists()

    def test_a_copy_can_be_thrown_away(self) -> None:
        alert = cast.published()
        publishing.discard(publishing.revise(alert, cast.curator()), cast.reviewer())
        assert Alert.objects.get() == alert

    def test_a_public_alert_is_never_discarded(self) -> None:
        alert = cast.published()
        with pytest.raises(publishing.PublishingError):
            publishing.discard(alert, cast.reviewer())
        assert Alert.objects.published().get() == alert

    def test_a_copy_published_meanwhile_is_told_so(self) -> None:
        copy = cast.confirm(publishing.revise(cast.published(), cast.curator()))
        publishing.publish(Alert.objects.get(pk=copy.pk), cast.reviewer())
        with pytest.raises(publishing.PublishingError, match="no longer there"):
            publishing.publish(copy, cast.reviewer())


class TestReview:
    def test_a_curator_sends_a_draft_to_review_and_a_reviewer_sends_it_back(self) -> None:
        alert = cast.draft()
        publishing.submit(alert, cast.curator())
        alert.refresh_from_db()
        assert alert.status == "in_review"
        with pytest.raises(PermissionDenied):
            publishing.send_back(alert, cast.curator())
        publishing.send_back(alert, cast.reviewer())
        alert.refresh_from_db()
        assert alert.status == "draft"

    def test_what_is_public_is_neither_submitted_nor_sent_back(self) -> None:
        alert = cast.published()
        for step in (publishing.submit, publishing.send_back):
            with pytest.raises(publishing.PublishingError):
                step(alert, cast.reviewer())
        assert Alert.objects.published().exists()


class TestWithdraw:
    def test_it_leaves_the_public_and_keeps_its_versions(self) -> None:
        alert = cast.published()
        event = publishing.withdraw(alert, cast.reviewer(), "error", private_note="see ticket")
        assert not Alert.objects.published().exists()
        assert (event.kind, event.reason, event.title_withheld) == ("withdraw", "error", True)
        assert alert.versions.count() == 1
        assert numbers(Change) == [1, 2]

    def test_it_needs_a_reason_of_the_list(self) -> None:
        alert = cast.published()
        with pytest.raises(publishing.PublishingError, match="reason"):
            publishing.withdraw(alert, cast.reviewer(), "because")
        assert Alert.objects.published().exists()

    def test_nobody_withdraws_without_the_right(self) -> None:
        alert = cast.published()
        with pytest.raises(PermissionDenied):
            publishing.withdraw(alert, cast.curator(), "error")
        assert Alert.objects.published().exists()

    def test_it_can_be_published_again_as_a_further_version(self) -> None:
        alert = cast.published()
        publishing.withdraw(alert, cast.reviewer(), "error")
        version = publishing.publish(alert, cast.reviewer())
        assert version.number == 2
        assert [e.kind for e in Event.objects.all()] == ["publish", "withdraw", "republish"]


class TestChains:
    def update(self, title: str, of: Alert, issued: str, kind: str = "updates") -> Alert:
        alert = cast.draft(title, issued=issued)
        Relation.objects.create(alert=alert, kind=kind, target=of)
        publishing.publish(alert, cast.reviewer())
        return Alert.objects.get(pk=alert.pk)

    def test_a_series_is_told_in_order_of_issue(self) -> None:
        first = cast.published("First", issued="2022-08-15")
        third = self.update("Third", first, "2022-10-07")
        second = self.update("Second", first, "2022-09")
        assert list(Alert.objects.published().in_series(second)) == [first, second, third]

    def test_a_translation_counts_once(self) -> None:
        first = cast.published("First")
        self.update("La primera", first, "2022-10-08", "translates")
        cast.published("Other")
        assert Alert.objects.published().count() == 3
        assert Alert.objects.published().statement_count() == 2

    def test_a_draft_joins_no_series(self) -> None:
        first = cast.published("First")
        alert = cast.draft("Second")
        Relation.objects.create(alert=alert, kind="updates", target=first)
        assert list(Alert.objects.in_series(first)) == [first]

    def test_withdrawing_the_middle_parts_the_series(self) -> None:
        first = cast.published("First", issued="2022-01")
        second = self.update("Second", first, "2022-02")
        third = self.update("Third", second, "2022-03")
        publishing.withdraw(second, cast.reviewer(), "error")
        first.refresh_from_db()
        third.refresh_from_db()
        assert first.series != third.series

    def test_the_record_never_names_a_draft(self) -> None:
        hidden = cast.draft("Hidden")
        alert = self.update("Shown", hidden, "2022-10")
        assert alert.record["relations"] == []
        publishing.publish(hidden, cast.reviewer())
        alert.refresh_from_db()
        assert [r["alert"] for r in alert.record["relations"]] == [hidden.uid]


def test_the_staff_is_in_no_version_and_no_event() -> None:
    user = User.objects.create_superuser("canary-person", "canary@example.org", None)
    publishing.publish(cast.draft(), user, private_note="canary-note")
    public = [*Content.objects.values(), *Version.objects.values(), *Event.objects.values(), *Change.objects.values()]
    assert "canary" not in str(public)
