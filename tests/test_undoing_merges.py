"""A merge undone within a day: all is as it was, unless something later stands in the way."""

import datetime as dt
import random
from typing import Any

import pytest

from alerts import publishing
from alerts.models import (
    AlertType,
    Framework,
    Indicator,
    Measure,
    Party,
    Recommendation,
    Serial,
    Situation,
)
from curation import merging
from curation.merging import MergingError
from curation.models import Merge
from organizations.models import Organization, OrganizationName
from places.models import Place, Population
from tests import cast, staff
from tests.snapshot import snapshot

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Any:
    return staff.member("editor")


def pair() -> tuple[Organization, Organization]:
    return cast.organization("Genocid Watch"), cast.organization("Genocide Watch")


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
