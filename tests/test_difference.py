"""The difference between two records: text by words, lists by items, dates and parties by name."""

import json
import time
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from alerts import publishing
from alerts.difference import Line, Part, Section, compare, words
from alerts.models import Alert, AlertDate, Party, Recommendation, RecommendationAddressee, Relation, Version
from alerts.record import Data, describe, with_parts
from tests import cast
from tests.full_alert import full_draft

TEXTS = st.text(st.sampled_from("ab ნი.,’\n民族"), max_size=60) | st.text(max_size=60)


def record(alert: Alert) -> Data:
    """As a version keeps it: plain JSON."""
    return json.loads(json.dumps(describe(with_parts(Alert.objects).get(pk=alert.pk))))  # type: ignore[no-any-return]


def said(line: Line) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text) for piece in line.pieces]


def section(sections: list[Section], heading: str) -> Section:
    return next(s for s in sections if s.heading == heading)


def part(found: Section, kind: str) -> Part:
    return next(p for p in found.parts if p.kind == kind)


@pytest.mark.once
class TestWords:
    @pytest.mark.parametrize(
        ("before", "after", "pieces"),
        [
            ("", "New words.", [("new", "New words.")]),
            ("Gone.", "", [("gone", "Gone.")]),
            (
                "A risk of genocide here.", "A serious risk of genocide here.",
                [("same", "A "), ("new", "serious "), ("same", "risk of genocide here.")],
            ),
            ("121,000 people", "120,000 people", [("gone", "121"), ("new", "120"), ("same", ",000 people")]),
            ("灭绝种族警报", "灭绝民族警报", [("same", "灭绝"), ("gone", "种"), ("new", "民"), ("same", "族警报")]),
            ("नरसंहार की चेतावनी", "नरसंहार का चेतावनी",
             [("same", "नरसंहार "), ("gone", "की"), ("new", "का"), ("same", " चेतावनी")]),
        ],
    )  # fmt: skip
    def test_it_tells_whole_words(self, before: str, after: str, pieces: list[tuple[str, str]]) -> None:
        assert [(p.kind, p.text) for p in words(before, after)] == pieces

    @given(TEXTS, TEXTS)
    def test_nothing_is_lost_of_either_text(self, before: str, after: str) -> None:
        pieces = words(before, after)
        assume(not any(piece.kind == "cut" for piece in pieces))  # what stayed and is far from a change
        assert "".join(p.text for p in pieces if p.kind in ("same", "gone")) == before
        assert "".join(p.text for p in pieces if p.kind in ("same", "new")) == after

    def test_what_stayed_far_from_a_change_is_counted_and_not_repeated(self) -> None:
        same = "word " * 1000
        pieces = words(f"{same}old {same}", f"{same}new {same}")
        assert [p.kind for p in pieces] == ["cut", "same", "gone", "new", "same", "cut"]
        assert pieces[0].text == "975 words"
        assert len(pieces[1].text.split()) == 25

    def test_two_long_texts_with_nothing_in_common_are_told_in_seconds(self) -> None:
        before = " ".join(f"a{n}" for n in range(30_000))
        after = " ".join(f"b{n * 7919 % 30_011}" for n in range(30_000))
        began = time.monotonic()
        words(before, after)
        assert time.monotonic() - began < 5


@pytest.mark.django_db
class TestCompare:
    def test_equal_records_have_no_difference(self) -> None:
        alert = full_draft("word")
        assert compare(record(alert), record(alert)) == []

    def test_each_fact_of_a_record_is_compared(self) -> None:
        """Whatever a version holds can differ, and is then told. A new field of the record fails here."""
        whole = record(full_draft("word"))
        seen = 0
        for path in leaves(whole):
            if path[-1] in NOT_SHOWN or any(of <= set(path) for of in OF_OTHERS) or value_at(whole, path) is None:
                continue
            changed = json.loads(json.dumps(whole))
            holder = changed
            for step in path[:-1]:
                holder = holder[step]
            holder[path[-1]] = changed_value(holder[path[-1]])
            assert compare(whole, changed), path
            seen += 1
        assert seen > 80

    def test_text_and_dates_read_as_a_person_says_them(self) -> None:
        public = cast.published(issued="2022-10", abstract="The body warns of a risk.")
        copy = publishing.revise(public, cast.curator())
        cast.confirm(copy, issued="2022-10-07", abstract="The body warns of a grave risk.", title=public.title)
        lines = {line.label: said(line) for line in section(compare(record(public), record(copy)), "The alert").lines}
        assert lines == {
            "Date of issue": [("new", "7 "), ("same", "October 2022")],
            "Abstract": [("same", "The body warns of a "), ("new", "grave "), ("same", "risk.")],
        }

    def test_parties_are_added_and_removed_by_name(self) -> None:
        public = cast.published()
        Party.objects.create(alert=public, role="signatory", organization=cast.organization("Left Society"), position=2)
        copy = publishing.revise(public, cast.curator())
        copy.parties.filter(role="signatory").delete()
        Party.objects.create(alert=copy, role="addressee", organization=cast.organization("Asked Council"), position=2)
        found = section(compare(record(public), record(copy)), "Parties")
        assert [(p.kind, p.name) for p in found.parts] == [
            ("new", "Asked Council (addressee)"), ("gone", "Left Society (signatory)")
        ]  # fmt: skip

    def test_a_recommendation_tells_which_addressees_came_and_went(self) -> None:
        public = cast.published()
        bodies = [cast.organization(name) for name in ("The Council", "The Union", "The State")]
        ask = cast.recommendation(public, "Stop arms sales.", 1, *bodies[:2])
        copy = publishing.revise(public, cast.curator())
        copied = Recommendation.objects.get(alert=copy, uid=ask.uid)
        copied.addressees.filter(organization=bodies[1]).delete()
        RecommendationAddressee.objects.create(recommendation=copied, organization=bodies[2], position=2)
        [line] = part(section(compare(record(public), record(copy)), "Recommendations"), "same").lines
        assert (line.label, line.is_list) == ("Addressees", True)
        assert said(line) == [("same", "The Council"), ("gone", "The Union"), ("new", "The State")]

    def test_one_more_at_the_front_does_not_drag_all_others_along(self) -> None:
        public = cast.published()
        for number in (1, 2, 3):
            cast.recommendation(public, f"Ask {number}.", number)
        copy = publishing.revise(public, cast.curator())
        for ask in copy.recommendations.order_by("-number"):
            Recommendation.objects.filter(pk=ask.pk).update(number=ask.number + 1)
        cast.recommendation(copy, "A new one.", 1)
        found = section(compare(record(public), record(copy)), "Recommendations")
        assert [(p.kind, p.name) for p in found.parts] == [("new", "No. 1: A new one.")]
        assert said(found.lines[0]) == [("same", f"No. {n + 1}: Ask {n}.") for n in (1, 2, 3)]

    def test_another_order_is_told(self) -> None:
        public = cast.published()
        for place, edtf in enumerate(("2022-10-08", "2022-10-09"), 1):
            AlertDate.objects.create(alert=public, kind="posted", edtf=edtf, position=place)
        copy = publishing.revise(public, cast.curator())
        for date in copy.dates.all():
            AlertDate.objects.filter(pk=date.pk).update(position=3 - date.position)
        found = section(compare(record(public), record(copy)), "Other dates")
        assert found.parts == []
        assert found.order is not None

    def test_a_part_that_was_entered_anew_is_no_change(self) -> None:
        public = cast.published()
        copy = publishing.revise(public, cast.curator())
        copy.parties.all().delete()
        Party.objects.create(alert=copy, role="issuer", organization=cast.organization())
        assert compare(record(public), record(copy)) == []

    def test_a_related_alert_is_called_by_its_title(self) -> None:
        older, public = cast.published("The older one"), cast.published("The newer one")
        copy = publishing.revise(public, cast.curator())
        Relation.objects.create(alert=copy, kind="updates", target=older)
        found = section(compare(record(public), record(copy)), "Relations")
        assert found.parts[0].name == "updates “The older one”"

    def test_versions_of_an_older_shape_are_compared(self) -> None:
        alert = cast.revised(cast.published(), title="Other")
        first, second = (json.loads(v.content.canonical) for v in Version.objects.filter(alert=alert))
        bare = {"uid": first["uid"], "title": first["title"], "notes": [{"uid": "a" * 10, "number": 1}]}
        assert [line.label for line in section(compare(first, second), "The alert").lines] == ["Title"]
        assert section(compare(bare, second), "Notes").parts[0].kind == "gone"

    def test_it_asks_at_most_once(self, django_assert_max_num_queries: Any) -> None:
        first, second = record(full_draft("one")), record(full_draft("two"))
        with django_assert_max_num_queries(1):
            compare(first, second)


# Addresses and orders that no reader sees by themselves: the name beside them is what a difference tells.
NOT_SHOWN = {"uid", "slug", "code", "position"}
# What a record says of the records that it links, besides their names.
OF_OTHERS: tuple[set[Any], ...] = (
    {"schema"}, {"steps"}, {"scale", "position"}, {"organization", "kind"}, {"issuer", "kind"}, {"actor", "kind"},
    {"framework", "source"}, {"framework", "issuer"},
)  # fmt: skip


def value_at(value: Any, path: list[Any]) -> Any:
    for step in path:
        value = value[step]
    return value


def leaves(value: Any, path: tuple[Any, ...] = ()) -> list[list[Any]]:
    """The paths to all plain values of a record."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if inside is None:
        return [list(path)]
    return [leaf for key, inner in inside for leaf in leaves(inner, (*path, key))]


def changed_value(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    return value + 1 if isinstance(value, int) else f"{value or ''} changed"
