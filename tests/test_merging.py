"""Two records made one: everything points at the one that is kept, nothing said is lost, and it can be undone."""

import datetime as dt
import random
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.test import Client

from alerts import publishing
from alerts.models import (
    Alert,
    AlertType,
    Change,
    Framework,
    Indicator,
    Measure,
    Party,
    Recommendation,
    Serial,
    Situation,
    Version,
    VersionContent,
)
from curation import merging
from curation.merging import MergingError
from curation.models import Merge
from curation.pointing import ways
from identifiers.models import FormerAddress
from organizations.models import Organization, OrganizationName
from places.models import Place, Population
from tests import cast, staff
from tests.instances import Instance, finish

pytestmark = pytest.mark.django_db
# What grows whenever something is done, and tells of it.
GROWS = {"alerts.change", "alerts.loghead", "curation.merge"}
RACES = 40
OURS = ("alerts", "organizations", "places", "identifiers", "curation")


@pytest.fixture
def editor() -> Any:
    return staff.member("editor")


def snapshot() -> dict[str, list[Any]]:
    """All tables, but for those that tell of what was done."""
    models = [m for label in OURS for m in apps.get_app_config(label).get_models(include_auto_created=True)]
    models = [m for m in models if m._meta.label_lower not in GROWS]
    return {m._meta.label: list(m._base_manager.order_by("pk").values()) for m in models}


def pair() -> tuple[Organization, Organization]:
    return cast.organization("Genocid Watch"), cast.organization("Genocide Watch")


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


class TestUndoing:
    def test_a_published_revision_stands_in_the_way_and_is_named(self, editor: Any) -> None:
        merged, kept = pair()
        alert = cast.published("Named", issuer=merged)
        done = merging.merge(merged, kept, editor)
        cast.revised(alert)
        before = snapshot()
        with pytest.raises(MergingError, match=r"1 (party|alert type) changed since.*Published since: “Named”"):
            merging.undo(done, editor)
        assert snapshot() == before

    def test_a_later_merge_stands_in_the_way_until_it_is_undone(self, editor: Any) -> None:
        merged, kept = pair()
        third = cast.organization("Third")
        first = merging.merge(merged, kept, editor)
        second = merging.merge(kept, third, editor)
        with pytest.raises(MergingError, match=r"was itself merged into Third\. Undo that first\."):
            merging.undo(first, editor)
        merging.undo(second, editor)
        assert merging.undo(first, editor) == merged

    def test_a_name_that_was_edited_stands_in_the_way(self, editor: Any) -> None:
        merged, kept = pair()
        done = merging.merge(merged, kept, editor)
        kept.names.update(language="en")
        with pytest.raises(MergingError, match="organization name “Genocid Watch” changed since"):
            merging.undo(done, editor)

    def test_an_address_that_was_taken_stands_in_the_way(self, editor: Any) -> None:
        merged, kept = pair()
        done = merging.merge(merged, kept, editor)
        Organization.objects.create(slug="genocid-watch", name="Taker", kind="ngo")
        with pytest.raises(MergingError, match="made again meanwhile"):
            merging.undo(done, editor)

    def test_after_a_day_it_stays_and_its_journal_goes_with_the_next(self, editor: Any) -> None:
        merged, kept = pair()
        done = merging.merge(merged, kept, editor)
        Merge.objects.update(at=done.at - dt.timedelta(days=1, minutes=1))
        with pytest.raises(MergingError, match="for a day"):
            merging.undo(done, editor)
        merging.merge(cast.place("A"), cast.place("B"), editor)
        assert Merge.objects.get(pk=done.pk).journal is None

    def test_twice_is_refused(self, editor: Any) -> None:
        done = merging.merge(*pair(), editor)
        merging.undo(done, editor)
        with pytest.raises(MergingError, match="undone before"):
            merging.undo(done, editor)

    def test_redacted_words_leave_the_journal_and_it_can_still_be_undone(self, editor: Any) -> None:
        merged, kept = pair()
        alert = cast.draft(issuer=kept)
        Party.objects.create(alert=alert, role="issuer", organization=merged, as_printed="Zaphira Quell")
        publishing.publish(alert, cast.reviewer())
        done = merging.merge(merged, kept, editor)
        publishing.redact(alert, cast.redactor(), cast.redactor("second"), ["Zaphira Quell"], "safety")
        assert "Zaphira" not in str(Merge.objects.get().journal)
        merging.undo(done, editor)
        assert set(alert.parties.values_list("as_printed", flat=True)) == {"", "[redacted]"}

    def test_what_came_to_point_at_the_kept_one_since_stays_with_it(self, editor: Any) -> None:
        merged, kept = pair()
        done = merging.merge(merged, kept, editor)
        alert = cast.draft(issuer=kept)
        merging.undo(done, editor)
        assert [p.organization for p in alert.parties.all()] == [kept]


@pytest.mark.parametrize("seed", range(3))
def test_after_undoing_all_tables_hold_what_they_held(editor: Any, seed: int) -> None:
    chance = random.Random(seed)
    records = a_knotted_archive(chance)
    undone = 0
    for model, some in records.items():
        merged, kept = chance.sample(some, 2)
        before = snapshot()
        try:
            done = merging.merge(merged, kept, editor)
        except MergingError:
            assert snapshot() == before, "a refused merge changes nothing"
            continue
        assert not model._base_manager.filter(pk=merged.pk).exists()
        assert snapshot() != before
        merging.undo(done, editor)
        assert snapshot() == before, model
        undone += 1
    assert undone >= 4, "most of them are merged"


def a_knotted_archive(chance: random.Random) -> dict[Any, list[Any]]:
    """Alerts that point at few records of each kind in every way, so that most merges find duplicates."""
    bodies = [cast.organization(f"Body {n}", acronym=chance.choice(("", f"B{n}"))) for n in range(4)]
    places, peoples = [cast.place(f"P{n}") for n in range(3)], []
    for n in range(3):
        peoples.append(Population.objects.create(slug=f"q{n}", name=f"People {n}"))
    situations = [Situation.objects.create(slug=f"s{n}", title=f"S{n}") for n in range(3)]
    measures = [Measure.objects.create(slug=f"m{n}", label=f"M{n}") for n in range(3)]
    types = [cast.alert_type(b, chance.choice(("A", "B")), chance.choice(("alert", "letter"))) for b in bodies * 2]
    serials = [Serial.objects.create(slug=f"r{n}", title=f"R{n % 2}", issuer=b) for n, b in enumerate(bodies)]
    frameworks = [Framework.objects.create(slug=f"f{n}", title=f"F{n}", issuer=chance.choice(bodies)) for n in range(3)]
    for n, framework in enumerate(frameworks * 2):
        name = chance.choice(("One", "Two", f"Own {n}"))
        Indicator.objects.get_or_create(framework=framework, name=name, defaults={"position": n})
    indicators = list(Indicator.objects.all())
    for body in bodies:
        OrganizationName.objects.create(organization=body, text=chance.choice(("Same", "Other")))
        body.predecessors.add(*(b for b in chance.sample(bodies, 2) if b != body))
    Organization.objects.filter(pk=bodies[0].pk).update(parent=chance.choice(bodies[1:]))
    for place in places[1:]:
        Place.objects.filter(pk=place.pk).update(part_of=places[0])
        place.countries.add(cast.country())
    for situation in situations:
        situation.places.set(chance.sample(places, 2))
    for n in range(6):
        alert = cast.draft(
            f"Alert {n}", chance.choice(bodies), type=chance.choice(types), serial=chance.choice(serials)
        )
        for role in ("issuer", "signatory", "addressee"):
            for body in chance.sample(bodies, 2):
                Party.objects.create(
                    alert=alert, role=role, organization=body, as_printed=chance.choice(("", f"As {n}"))
                )
        for place in chance.sample(places, 2):
            alert.place_links.create(place=place, as_printed=chance.choice(("", "There")))
        for people in chance.sample(peoples, 2):
            alert.population_links.create(population=people)
            alert.characterizations.create(
                crime="genocide", modality="risk", population=people, actor=chance.choice(bodies)
            )
        for indicator in chance.sample(indicators, 2):
            alert.assessments.create(indicator=indicator, note=chance.choice(("", "Present.")))
        ask = cast.recommendation(alert, "Stop.", 1, *chance.sample(bodies, 2))
        ask.measure, ask.situation = chance.choice(measures), chance.choice(situations)
        ask.save()
        ask.targets.create(organization=chance.choice(bodies))
        alert.responses.create(organization=chance.choice(bodies), recommendation=ask, kind="acts", source_text="x")
        situations[n % 3].alerts.add(alert)
        if n % 2:
            publishing.publish(alert, cast.reviewer())
        if n == 5:
            publishing.revise(alert, cast.reviewer())
    assert Recommendation.objects.count() > 6
    return {
        Organization: bodies, Place: places, Population: peoples, Situation: situations, Measure: measures,
        AlertType: list(set(types)), Serial: serials, Framework: frameworks,
    }  # fmt: skip


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
