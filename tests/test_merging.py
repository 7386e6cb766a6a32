"""Two records made one: everything points at the one that is kept, nothing said is lost, and it can be undone."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from alerts import publishing
from alerts.models import (
    Alert,
    AlertType,
    Change,
    Framework,
    Indicator,
    Party,
    Scale,
    Situation,
    Version,
    VersionContent,
)
from curation import merging
from curation.merging import MergingError
from curation.pointing import ways
from identifiers.models import FormerAddress
from organizations.models import Organization, OrganizationName
from tests import cast, staff
from tests.instances import Instance, finish
from tests.snapshot import snapshot

pytestmark = pytest.mark.django_db
RACES = 40


@pytest.fixture
def editor() -> Any:
    return staff.member("editor")


def pair() -> tuple[Organization, Organization]:
    return cast.organization("Genocid Watch"), cast.organization("Genocide Watch")


def scale(slug: str, labels: tuple[str, ...]) -> Scale:
    made = Scale.objects.create(slug=slug, title="Orders", issuer=cast.organization("Genocide Watch"))
    for position, label in enumerate(labels, 1):
        made.steps.create(position=position, label=label)
    return made


class TestWhatPointsAtIt:
    def test_points_at_the_kept_one_whatever_it_is(self, editor: Any) -> None:
        merged, kept = pair()
        alert = cast.draft(issuer=merged)
        asked = cast.recommendation(alert, "Stop.", 1, merged)
        child = cast.organization("Child", parent=merged)
        child.predecessors.add(merged)
        publishing.publish(alert, cast.reviewer())
        merging.merge(merged, kept, editor)
        assert not Organization.objects.filter(pk=merged.pk).exists()
        assert list(Alert.objects.issued_by([kept])) == [alert]
        assert [a.organization for a in asked.addressees.all()] == [kept]
        child.refresh_from_db()
        assert (child.parent, list(child.predecessors.all())) == (kept, [kept])
        assert AlertType.objects.get().issuer == kept

    def test_no_way_of_pointing_is_forgotten(self) -> None:
        for model in merging.MERGEABLE:
            related = {
                r.field.name for r in model._meta.get_fields(include_hidden=True) if r.auto_created and r.one_to_many
            }
            assert {way.field for way in ways(model)} >= related - {None}, model

    def test_both_issuers_of_one_alert_become_one_with_both_printed_names(self, editor: Any) -> None:
        merged, kept = pair()
        alert = cast.draft(issuer=kept)
        alert.parties.update(as_printed="GW")
        Party.objects.create(
            alert=alert, role="issuer", organization=merged, as_printed="Genocid W.", office="The head"
        )
        Party.objects.create(alert=alert, role="signatory", organization=merged)
        merging.merge(merged, kept, editor)
        assert list(alert.parties.values_list("role", "organization", "as_printed", "office").order_by("role")) == [
            ("issuer", kept.pk, "GW; Genocid W.", "The head"),
            ("signatory", kept.pk, "", ""),
        ]

    def test_types_of_one_label_fall_together_with_all_that_has_them(self, editor: Any) -> None:
        merged, kept = pair()
        alert, other = cast.draft(issuer=merged), cast.draft("Other", issuer=kept)
        old = alert.type
        merging.merge(merged, kept, editor)
        alert.refresh_from_db()
        assert alert.type == other.type
        assert FormerAddress.objects.today("type", [old.uid, old.slug]) == dict.fromkeys(
            [old.uid, old.slug], other.type.uid
        )

    def test_types_of_one_label_and_two_genres_are_told_and_nothing_is_done(self, editor: Any) -> None:
        merged, kept = pair()
        cast.alert_type(merged, genre="letter")
        cast.alert_type(kept)
        before = snapshot()
        with pytest.raises(MergingError, match="with another genre each: “alert” and “letter”"):
            merging.merge(merged, kept, editor)
        assert snapshot() == before

    def test_a_place_twice_on_one_alert_stands_once(self, editor: Any) -> None:
        merged, kept = cast.place("Shusha"), cast.place("Shushi")
        alert = cast.draft()
        alert.place_links.create(place=merged, as_printed="Shusha")
        alert.place_links.create(place=kept)
        Situation.objects.create(slug="s", title="S").places.add(merged, kept)
        merging.merge(merged, kept, editor)
        assert [(link.place, link.as_printed) for link in alert.place_links.all()] == [(kept, "Shusha")]
        assert list(Situation.objects.get().places.all()) == [kept]

    def test_two_printed_names_too_long_for_one_are_told(self, editor: Any) -> None:
        merged, kept = cast.place("A"), cast.place("B")
        alert = cast.draft("The long one")
        alert.place_links.create(place=merged, as_printed="x" * 200)
        alert.place_links.create(place=kept, as_printed="y" * 200)
        with pytest.raises(MergingError, match="The long one"):
            merging.merge(merged, kept, editor)

    def test_indicators_of_one_name_fall_together_and_others_come_after(self, editor: Any) -> None:
        merged, kept = (Framework.objects.create(slug=s, title=s) for s in ("stages", "ten-stages"))
        for position, name in enumerate(("Denial", "Polarization"), 1):
            Indicator.objects.create(framework=merged, position=position, name=name)
        stays = Indicator.objects.create(framework=kept, position=1, name="Denial")
        alert = cast.draft()
        alert.assessments.create(indicator=merged.indicators.get(name="Denial"), note="One.")
        alert.assessments.create(indicator=stays, note="Two.", concluded=True)
        merging.merge(merged, kept, editor)
        assert list(kept.indicators.values_list("position", "name")) == [(1, "Denial"), (2, "Polarization")]
        [left] = alert.assessments.all()
        assert (left.indicator, left.note, left.concluded) == (stays, "Two.\n\nOne.", True)
        assert [n.text for n in kept.names.all()] == ["stages"]

    def test_scales_fall_together_step_by_step_and_types_stand_on_the_kept_ones(self, editor: Any) -> None:
        merged, kept = scale("orders-2", ("Watch", "Warning", "Emergency")), scale("orders", ("Watch", "Warning"))
        kind = cast.alert_type(cast.organization("Genocide Watch"), "Genocide Warning")
        AlertType.objects.filter(pk=kind.pk).update(step=merged.steps.get(label="Warning"))
        done = merging.merge(merged, kept, editor)
        kind.refresh_from_db()
        assert kind.step == kept.steps.get(label="Warning")
        assert list(kept.steps.order_by("position").values_list("label", flat=True)) == [
            "Watch",
            "Warning",
            "Emergency",
        ]
        merging.undo(done, editor)
        kind.refresh_from_db()
        assert kind.step
        assert (kind.step.scale_id, kept.steps.count()) == (done.merged_id, 2)

    def test_scales_with_other_words_at_one_place_are_told_and_nothing_is_done(self, editor: Any) -> None:
        merged, kept = scale("orders-2", ("Alert",)), scale("orders", ("Watch",))
        with pytest.raises(MergingError, match="“Watch” and “Alert”"):
            merging.merge(merged, kept, editor)
        assert merged.steps.get().label == "Alert"

    def test_a_working_copy_is_re_pointed_with_its_alert_and_published_after(self, editor: Any) -> None:
        merged, kept = pair()
        copy = publishing.revise(cast.published(issuer=merged), cast.person("curator", "revise_alert"))
        merging.merge(merged, kept, editor)
        publishing.publish(cast.confirm(Alert.objects.get(pk=copy.pk)), cast.reviewer())
        assert [p.organization for p in Alert.objects.get().parties.all()] == [kept]

    def test_a_record_never_stands_above_itself(self, editor: Any) -> None:
        merged, kept = pair()
        Organization.objects.filter(pk=kept.pk).update(parent=merged)
        kept.predecessors.add(merged)
        merging.merge(merged, kept, editor)
        kept.refresh_from_db()
        assert (kept.parent, list(kept.predecessors.all())) == (None, [])

    def test_one_between_the_two_is_told(self, editor: Any) -> None:
        merged, kept = pair()
        between = cast.organization("Between", parent=merged)
        Organization.objects.filter(pk=kept.pk).update(parent=between)
        with pytest.raises(MergingError, match="“Between” between them"):
            merging.merge(merged, kept, editor)


class TestNamesAndAddresses:
    def test_old_name_acronym_and_names_are_kept(self, editor: Any) -> None:
        merged = cast.organization("Genocid Watch", acronym="GdW")
        kept = cast.organization("Genocide Watch", acronym="GW")
        for body, text in ((merged, "Հայ"), (merged, "Both"), (kept, "Both")):
            OrganizationName.objects.create(organization=body, text=text, language="hy" if body is merged else "")
        merging.merge(merged, kept, editor)
        assert set(kept.names.values_list("text", "language")) == {
            ("Genocid Watch", ""), ("GdW", ""), ("Հայ", "hy"), ("Both", "hy"),
        }  # fmt: skip

    def test_what_the_kept_one_lacks_it_takes_over(self, editor: Any) -> None:
        merged = cast.organization("A", acronym="AAA", country=cast.country(), description="It warns.")
        kept = cast.organization("B", description="It is quiet.")
        merging.merge(merged, kept, editor)
        kept.refresh_from_db()
        assert (kept.acronym, kept.folded_acronym, kept.country, kept.description) == (
            "AAA", "aaa", cast.country(), "It is quiet.",
        )  # fmt: skip

    def test_the_old_address_and_uid_lead_to_the_kept_one_in_paths_and_filters(self, editor: Any) -> None:
        merged, kept = pair()
        cast.published(issuer=merged)
        FormerAddress.objects.lead("organization", "gw-old", merged.uid)
        merging.merge(merged, kept, editor)
        visitor = Client()
        for value in (merged.uid, merged.slug, "gw-old"):
            assert FormerAddress.objects.today("organization", [value]) == {value: kept.uid}
        answer = visitor.get(f"/organizations/{merged.uid}/", follow=True)
        assert answer.redirect_chain[-1][0] == f"/organizations/{kept.uid}/genocide-watch/"
        for value in (merged.uid, merged.slug):
            assert "Genocide Warning: Nowhere" in visitor.get(f"/search/?issuer={value}", follow=True).content.decode()

    def test_versions_stay_and_the_feed_is_told(self, editor: Any) -> None:
        merged, kept = pair()
        alert = cast.published(issuer=merged)
        before = [list(m.objects.values()) for m in (Version, VersionContent)]
        last = Change.objects.count()
        merging.merge(merged, kept, editor)
        assert [list(m.objects.values()) for m in (Version, VersionContent)] == before
        assert Change.objects.count() == last + 1
        alert.refresh_from_db()
        assert kept.uid in str(alert.record)
        assert "genocid watch" in alert.keywords


class TestWhoAndWhat:
    def test_only_who_may_change_and_delete_merges(self) -> None:
        merged, kept = pair()
        for role in ("curator", "reviewer", "nobody"):
            with pytest.raises(PermissionDenied):
                merging.merge(merged, kept, staff.member(role))

    def test_a_record_with_itself_and_records_of_two_kinds_are_refused(self, editor: Any) -> None:
        merged, _ = pair()
        for other in (merged, cast.place()):
            with pytest.raises(MergingError):
                merging.merge(merged, other, editor)
        with pytest.raises(MergingError, match="Countries are not merged"):
            merging.merge(cast.country(), cast.country("AM", "Armenia"), editor)

    def test_what_was_merged_a_moment_ago_is_told(self, editor: Any) -> None:
        merged, kept = pair()
        merging.merge(merged, kept, editor)
        with pytest.raises(MergingError, match="no longer there"):
            merging.merge(Organization(pk=merged.pk), kept, editor)


MERGE = """
from curation import merging
from tests import cast, staff
by = staff.member("superuser")
for n in range({pairs}):
    merging.merge(cast.organization(f"Old {{n}}"), cast.organization(f"New {{n}}"), by)
"""
PUBLISH = """
from alerts import publishing
from alerts.models import Alert
from tests import cast
by = cast.reviewer()
for alert in Alert.objects.filter(status="draft").order_by("pk"):
    publishing.publish(alert, by)
"""
ENTER = """
from django.db import IntegrityError, transaction
from alerts import heads
from alerts.models import Alert, Party
from organizations.models import Organization
for n in range({pairs}):
    body = Organization.objects.filter(name=f"Old {{n}}").first()
    if body is None:
        continue
    try:
        with transaction.atomic():
            heads.lock(heads.EVENTS)
            Party.objects.create(alert=Alert.objects.get(title="Kept"), role="signatory", organization=body)
    except IntegrityError:
        pass
"""
LOOK = """
from alerts.models import Alert, Change, Event, Party
from organizations.models import Organization
n = {pairs}
assert not Organization.objects.filter(name__startswith="Old").exists()
assert Party.objects.filter(organization__name__startswith="New", role="issuer").count() == n
assert list(Event.objects.values_list("number", flat=True)) == list(range(1, n + 1))
changes = list(Change.objects.values_list("number", flat=True))
assert changes == list(range(1, len(changes) + 1))
for alert in Alert.objects.published():
    [party] = [p for p in alert.record["parties"] if p["role"] == "issuer"]
    assert party["organization"]["name"].startswith("New"), party
from django.db import connection
connection.check_constraints()
print("whole")
"""


@pytest.mark.slow
def test_merging_publishing_and_entering_at_once_leave_nothing_pointing_at_what_is_gone(instance: Instance) -> None:
    instance.run(
        "from tests import cast\ncast.reviewer()\n"
        f"for n in range({RACES}):\n"
        "    cast.organization(f'New {n}')\n"
        "    cast.draft(f'Alert {n}', cast.organization(f'Old {n}'))\n"
        "cast.Alert.objects.create(title='Kept', status='in_review')"
    )
    racing = [instance.start(code.format(pairs=RACES)) for code in (MERGE, PUBLISH, ENTER)]
    for process in racing:
        finish(process)
    assert "whole" in instance.run(LOOK.format(pairs=RACES))
