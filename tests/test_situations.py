"""What tying alerts to a situation promises."""

import pytest

from alerts.models import Change, Situation
from alerts.situations import tie
from tests import cast

pytestmark = pytest.mark.django_db


def test_just_those_alerts_belong_to_it_and_the_feed_tells_of_those_that_came_or_went() -> None:
    stays, goes, comes = (cast.published(title) for title in ("Stays", "Goes", "Comes"))
    situation = Situation.objects.create(slug="somewhere", title="Somewhere")
    tie(situation, [stays.id, goes.id])
    last = Change.objects.count()
    assert tie(situation, [stays.id, comes.id]) == {goes.id, comes.id}
    assert set(situation.alerts.all()) == {stays, comes}
    assert {change.alert for change in Change.objects.filter(number__gt=last)} == {goes, comes}


def test_the_same_ties_again_tell_nothing() -> None:
    alert = cast.published()
    situation = Situation.objects.create(slug="somewhere", title="Somewhere")
    tie(situation, [alert.id])
    last = Change.objects.count()
    assert tie(situation, [alert.id]) == set()
    assert Change.objects.count() == last


def test_a_draft_may_be_tied_and_the_feed_is_silent_on_it() -> None:
    draft = cast.draft()
    situation = Situation.objects.create(slug="somewhere", title="Somewhere")
    assert tie(situation, [draft.id]) == {draft.id}
    assert not Change.objects.exists()
