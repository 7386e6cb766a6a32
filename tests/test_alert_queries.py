"""The questions that have a name: what the public may see, and what was issued when, by whom, to whom."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from alerts import publishing
from alerts.changes import altered
from alerts.models import Alert, Change, Party
from identifiers.folding import fold
from places.models import PlaceName
from tests import cast

pytestmark = pytest.mark.django_db


def titles(alerts: object) -> list[str]:
    return [a.title for a in alerts]  # type: ignore[attr-defined]


def test_the_public_sees_published_alerts_and_nothing_else() -> None:
    shown = cast.published("Shown")
    cast.draft("Draft")
    publishing.submit(cast.draft("In review"), cast.curator())
    publishing.revise(shown, cast.curator())
    publishing.withdraw(cast.published("Withdrawn"), cast.reviewer(), "error")
    assert titles(Alert.objects.published()) == ["Shown"]


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        ("2022-10-07", "2022-10-07", ["day", "month", "year"]),
        ("2022-10-08", None, ["month", "year", "later"]),
        (None, "2022-09-30", ["year"]),
        ("2022-12-31", "2022-12-31", ["year"]),
        ("2023-01-01", None, ["later"]),
        (None, None, ["day", "month", "year", "later", "undated"]),
    ],
)
def test_a_range_finds_what_may_lie_in_it(first: str | None, last: str | None, found: list[str]) -> None:
    for title, issued in [("day", "2022-10-07"), ("month", "2022-10"), ("year", "2022"), ("later", "2023-05")]:
        cast.draft(title, issued=issued)
    cast.draft("undated", issued="", issued_basis="unknown")
    ends = [dt.date.fromisoformat(end) if end else None for end in (first, last)]
    assert titles(Alert.objects.issued_between(*ends).order_by("id")) == found


def test_undated_alerts_sort_last_both_ways() -> None:
    for title, issued in [("undated", ""), ("old", "1999"), ("new", "2022-11"), ("newer", "2022-11-14")]:
        cast.draft(title, issued=issued)
    assert titles(Alert.objects.newest_first()) == ["newer", "new", "old", "undated"]
    assert titles(Alert.objects.oldest_first()) == ["old", "new", "newer", "undated"]


def test_who_was_asked_counts_the_alert_and_its_recommendations() -> None:
    council, leaders = cast.organization("Security Council", "un_body"), cast.organization("World leaders", "general")
    in_part, as_whole = cast.draft("in a recommendation"), cast.draft("as a whole")
    cast.recommendation(in_part, "Impose an embargo.", 1, council)
    Party.objects.create(alert=as_whole, role="addressee", organization=council)
    cast.recommendation(cast.draft("of others"), "Speak out.", 1, leaders)
    assert set(titles(Alert.objects.asked_of([council]))) == {"in a recommendation", "as a whole"}
    assert titles(Alert.objects.issued_by([council])) == []


def test_each_word_begins_a_word_of_the_text_or_of_a_name() -> None:
    alert = cast.draft("Emergency in Xankəndi", abstract="Says that massacres resumed.")
    place = cast.place("Stepanakert")
    PlaceName.objects.create(place=place, text="Khankendi", relation="contested")
    PlaceName.objects.create(place=place, text="Slur", relation="pejorative")
    alert.place_links.create(place=place)
    publishing.publish(alert, cast.reviewer())

    def finds(question: str) -> bool:
        return Alert.objects.mentioning(fold(question).split()).exists()

    assert finds("xankendi MASSACRE")
    assert finds("khankendi stepanakert")
    assert finds("genocide watch")
    assert not finds("massacre absent")
    assert not finds("ssacre")
    assert not finds("slur")


class TestChangeFeed:
    def test_a_renamed_body_is_shown_by_its_new_name_and_told_to_the_feed(self) -> None:
        alert = cast.published()
        body = cast.organization()
        body.name = "Genocide Watch International"
        body.save()
        assert altered([alert.pk]) == 1
        alert.refresh_from_db()
        assert alert.record["parties"][0]["organization"]["name"] == "Genocide Watch International"
        assert "international" in alert.keywords
        assert [c.number for c in Change.objects.all()] == [1, 2]

    def test_drafts_are_never_in_it(self) -> None:
        assert altered([cast.draft().pk]) == 0
        assert not Change.objects.exists()


class TestTheDatabaseKeeps:
    def refuses(self, **fields: object) -> bool:
        alert = cast.published()
        with pytest.raises(IntegrityError), transaction.atomic():
            Alert.objects.filter(pk=alert.pk).update(**fields)
        return True

    def test_a_published_alert_with_its_record(self) -> None:
        assert self.refuses(record=None)

    def test_a_working_copy_from_being_public(self) -> None:
        assert self.refuses(revises=cast.draft("Other"))

    def test_an_undated_alert_from_having_days(self) -> None:
        assert self.refuses(issued="")

    def test_days_in_order(self) -> None:
        assert self.refuses(issued_latest="1900-01-01")

    def test_a_number_with_its_serial(self) -> None:
        assert self.refuses(serial_number=5)

    def test_what_was_published_from_deletion(self) -> None:
        with pytest.raises(ProtectedError):
            cast.published().delete()

    def test_a_body_that_an_alert_names_from_deletion(self) -> None:
        cast.draft()
        with pytest.raises(ProtectedError):
            cast.organization().delete()
