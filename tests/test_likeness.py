"""Likely duplicates: found while typing, found in the whole archive, and laid to rest by people."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from alerts import publishing
from alerts.models import Relation
from curation import duplicates, likeness
from curation.likeness import Described
from curation.models import AlertPair
from identifiers.addresses import LENGTH, address_key
from tests import cast, staff

TITLE = "Genocide Warning: Sudan and the siege of El Fasher"


@pytest.mark.once
class TestAddresses:
    @pytest.mark.parametrize(
        "other",
        [
            "http://www.example.org/a/page",
            "https://EXAMPLE.org:443/a/page/",
            "https://example.org/a/page#part-2",
            "https://example.org/a/page?utm_source=x&fbclid=1",
            "https://example.org/a/page/index.html",
            " https://example.org/a/p%61ge ",
        ],
    )
    def test_spellings_of_one_page_are_equal(self, other: str) -> None:
        assert address_key(other) == address_key("https://example.org/a/page") == "example.org/a/page"

    @pytest.mark.parametrize(
        "other", ["https://example.org/a", "https://example.org/a/page?id=2", "https://b.example.org/a/page"]
    )
    def test_other_pages_are_not(self, other: str) -> None:
        assert address_key(other) != address_key("https://example.org/a/page")

    def test_the_order_of_a_query_makes_no_difference(self) -> None:
        assert address_key("https://example.org/?b=2&a=1") == address_key("https://example.org?a=1&b=2")

    @pytest.mark.parametrize("odd", ["", "mailto:a@example.org", "javascript:alert(1)", "http://[::1", "//x", "page"])
    def test_what_is_no_address_has_no_key(self, odd: str) -> None:
        assert address_key(odd) == ""

    def test_a_long_address_keeps_what_tells_it_apart(self) -> None:
        long = "https://example.org/" + "x" * 900
        assert len(address_key(long + "1")) == LENGTH
        assert address_key(long + "1") != address_key(long + "2")

    @given(st.text(max_size=300))
    def test_any_text_has_a_key_that_fits(self, text: str) -> None:
        key = address_key("https://example.org/" + text)
        assert len(key) <= LENGTH
        assert "\0" not in key
        key.encode()


@pytest.mark.django_db
class TestWhileTyping:
    def found(self, **known: object) -> list[tuple[str, list[str]]]:
        return [(like.alert.title, like.reasons) for like in likeness.likely(Described(**known))]  # type: ignore[arg-type]

    def test_the_same_address_is_noticed_however_it_is_written(self) -> None:
        cast.draft("Held", source_url="https://www.example.org/page/?utm_source=x")
        assert self.found(source_url="http://example.org/page") == [("Held", ["It has the same source address."])]
        assert self.found(source_url="http://example.org/other") == []

    def test_the_same_issuer_and_date_are_noticed(self) -> None:
        cast.draft("Held", issued="2022-10-07")
        cast.draft("Of the month", issued="2022-10")
        ours, another = cast.organization().pk, cast.organization("Another").pk
        reason = ["It has the same issuer and the same date."]
        assert self.found(issuers=[ours], issued="2022-10-07") == [("Held", reason)]
        assert self.found(issuers=[ours], issued="2022-10") == [("Of the month", reason)]
        assert self.found(issuers=[another], issued="2022-10-07") == []
        assert self.found(issuers=[ours], issued="") == self.found(issuers=[ours], issued="soon") == []

    def test_a_very_similar_title_is_noticed(self) -> None:
        cast.draft(TITLE, issued="")
        for similar in (TITLE.upper(), TITLE + "!", "Genocide warning – Sudan, the siege of El-Fasher"):
            assert self.found(title=similar) == [(TITLE, ["Its title is very similar."])], similar
        for other in ("Genocide Warning: Sudan", "The siege of Sarajevo: a warning", "", "%", "_ _"):
            assert self.found(title=other) == [], other

    def test_what_agrees_in_most_comes_first(self) -> None:
        cast.draft(TITLE, issued="", source_url="https://example.org/1")
        cast.draft("Another", source_url="https://example.org/1")
        cast.draft(TITLE + ".", issued="")
        [first, *others] = self.found(title=TITLE, source_url="https://example.org/1")
        assert first == (TITLE, ["It has the same source address.", "Its title is very similar."])
        assert len(others) == 2

    def test_an_alert_is_not_like_itself_nor_its_working_copy(self) -> None:
        public = cast.published(TITLE, source_url="https://example.org/1")
        copy = publishing.revise(public, cast.reviewer())
        assert likeness.likely(likeness.described(public)) == []
        assert likeness.likely(likeness.described(copy)) == []

    def test_it_costs_four_queries(self, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
        for n in range(12):
            cast.draft(TITLE, source_url="https://example.org/1", issued=f"2022-10-{n + 1:02}")
        known = Described(TITLE, "2022-10-07", [cast.organization().pk], "https://example.org/1")
        with django_assert_num_queries(4):  # the titles are read, then those that are alike
            assert len(likeness.likely(known)) == 10


@pytest.mark.django_db
class TestOfTheWholeArchive:
    def pairs(self) -> list[tuple[str, str, str]]:
        duplicates.find()
        return [(p.first.title, p.second.title, p.reasons) for p in AlertPair.objects.undecided()]

    def test_one_page_entered_twice(self) -> None:
        cast.draft("One", source_url="https://example.org/1", issued="")
        cast.draft("Two", source_url="http://www.example.org/1/", issued="")
        assert self.pairs() == [("One", "Two", "The same source address")]

    def test_an_address_that_many_share_says_nothing(self) -> None:
        for n in range(10):
            cast.draft(f"Number {n}", source_url="https://example.org/", issued="")
        assert self.pairs() == []

    def test_a_title_of_about_the_same_time(self) -> None:
        cast.draft(TITLE, issued="2022-10-07")
        cast.draft(TITLE + "!", cast.organization("Another"), issued="2022-10-20")
        assert self.pairs() == [(TITLE, TITLE + "!", "A very similar title at about the same time")]

    def test_numbers_of_a_serial_with_one_title_are_no_duplicates(self) -> None:
        for month in range(1, 13):
            cast.draft("CrisisWatch: trends of the month", issued=f"2022-{month:02}-01")
        assert [p for p in self.pairs() if "time" not in p[2]] == []
        for year in range(2000, 2010):
            cast.draft("Yearly warning of the body", issued=f"{year}-05-01")
        assert not [p for p in self.pairs() if "Yearly" in p[0]]

    def test_the_undated_is_compared_with_all(self) -> None:
        cast.draft(TITLE, issued="1999-01-01")
        cast.draft(TITLE, issued="")
        assert len(self.pairs()) == 1

    def test_one_issuer_and_date_with_a_similar_title(self) -> None:
        cast.draft("Statement on Sudan and Chad", issued="2022-10-07")
        cast.draft("Statement on Sudan and Chad, full text", issued="2022-10-07")
        cast.draft("Appeal for Myanmar", issued="2022-10-07")
        assert self.pairs() == [
            ("Statement on Sudan and Chad", "Statement on Sudan and Chad, full text",
             "The same issuer and date, a similar title"),
        ]  # fmt: skip

    def test_what_is_tied_already_is_left_alone(self) -> None:
        one = cast.draft(TITLE, source_url="https://example.org/1")
        two = cast.draft(TITLE, source_url="https://example.org/1")
        Relation.objects.create(alert=two, target=one, kind="corrects")
        assert self.pairs() == []

    def test_what_was_told_apart_stays_apart_and_can_be_taken_back(self) -> None:
        cast.draft(TITLE, source_url="https://example.org/1")
        cast.draft(TITLE, source_url="https://example.org/1")
        assert len(self.pairs()) == 1
        curator = staff.member("curator")
        duplicates.tell_apart(AlertPair.objects.get(), curator)
        assert self.pairs() == []
        assert AlertPair.objects.get().decided_by == curator
        duplicates.take_back(AlertPair.objects.get(), curator)
        assert len(self.pairs()) == 1

    def test_what_is_alike_no_more_goes_by_itself(self) -> None:
        cast.draft("One", source_url="https://example.org/1", issued="")
        two = cast.draft("Two", source_url="https://example.org/1", issued="")
        assert len(self.pairs()) == 1
        two.source_url = "https://example.org/2"
        two.save()
        assert self.pairs() == []

    def test_only_who_may_change_alerts_decides(self) -> None:
        cast.draft(TITLE, source_url="https://example.org/1")
        cast.draft(TITLE, source_url="https://example.org/1")
        duplicates.find()
        for role in ("editor", "nobody"):
            with pytest.raises(PermissionDenied):
                duplicates.tell_apart(AlertPair.objects.get(), staff.member(role))
            with pytest.raises(PermissionDenied):
                duplicates.take_back(AlertPair.objects.get(), staff.member(role))

    def test_the_command_says_how_many(self, capsys: pytest.CaptureFixture[str]) -> None:
        cast.draft(TITLE)
        cast.draft(TITLE)
        call_command("findduplicates")
        assert capsys.readouterr().out == "1 likely duplicate to look at.\n"
