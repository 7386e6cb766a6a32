"""The desk: what is to be done, who sees it, and the way through each list."""

import datetime as dt
import hashlib
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape

from alerts import publishing
from alerts.models import Alert
from curation import desk, duplicates, review
from curation.models import AlertPair, LinkCheck
from places.models import Place
from tests import cast, intakes, staff
from tests.guards_lifted import guards_lifted

pytestmark = pytest.mark.django_db
MOST_QUERIES = 16


def piles(role: str = "superuser", name: str = "") -> dict[str, desk.Pile]:
    return {pile.list.slug: pile for pile in desk.piles(staff.member(role, name))}


def titles(slug: str, role: str = "superuser", name: str = "") -> list[str]:
    return [row.title for row in piles(role, name)[slug].rows]


def link(address: str, *alerts: Alert, **fields: Any) -> LinkCheck:
    made = LinkCheck.objects.create(address=address, digest=hashlib.sha256(address.encode()).hexdigest(), **fields)
    made.alerts.set(alerts)
    return made


class TestLists:
    def test_my_drafts_are_mine_and_not_in_review(self) -> None:
        alpha, beta = staff.member("curator", "alpha"), staff.member("curator", "beta")
        cast.draft("Alpha's", created_by=alpha)
        cast.draft("Alpha's, in review", created_by=alpha, status="in_review")
        cast.draft("Beta's", created_by=beta)
        public = cast.published("Public")
        Alert.objects.filter(pk=publishing.revise(public, cast.reviewer()).pk).update(created_by=alpha, title="A copy")
        assert titles("my-drafts", "curator", "alpha") == ["A copy", "Alpha's"]
        assert titles("my-drafts", "curator", "beta") == ["Beta's"]

    def test_what_was_sent_back_to_me_until_i_send_it_again(self) -> None:
        alpha, reviewer = staff.member("curator", "alpha"), staff.member("reviewer")
        draft = cast.draft("Draft", created_by=alpha)
        review.submit(draft, alpha)
        assert titles("sent-back", "curator", "alpha") == []
        review.send_back(draft, reviewer, "Give the date.")
        [row] = piles("curator", "alpha")["sent-back"].rows
        assert (row.title, row.detail) == ("Draft", "Give the date.")
        assert titles("sent-back", "curator", "beta") == []
        review.submit(Alert.objects.get(pk=draft.pk), alpha)
        assert titles("sent-back", "curator", "alpha") == []

    def test_what_waits_for_review_stands_in_the_order_of_entry(self) -> None:
        cast.draft("First", status="in_review")
        cast.draft("Second", status="in_review")
        cast.draft("Draft")
        assert titles("waiting", "reviewer") == ["First", "Second"]

    def test_what_was_published_this_week(self) -> None:
        old = cast.published("Old")
        with connection.cursor() as cursor, guards_lifted():
            cursor.execute("UPDATE alerts_event SET at = %s", [timezone.now() - dt.timedelta(days=8)])
        cast.published("New")
        cast.revised(old, title="Old, revised")
        rows = piles("curator")["published"].rows
        assert [row.title for row in rows] == ["Old, revised", "New"]
        assert rows[0].detail.startswith("revised on ")

    def test_links_that_have_died_until_they_are_mended(self) -> None:
        now = timezone.now()
        source = cast.published("By its source", source_url="https://example.org/gone")
        noted = cast.published("By a note")
        noted.notes.create(number=1).references.create(text="x", url="https://example.org/cited")
        hidden = cast.published("Sensitive")
        hidden.notes.create(number=1).references.create(text="x", url="https://example.org/video", sensitive=True)
        mended = cast.published("Mended", source_url="https://archive.example.org/gone")
        link("https://example.org/gone", source, mended, dead_since=now)
        link("https://example.org/cited", noted, dead_since=now)
        link("https://example.org/video", hidden, dead_since=now)
        link("https://example.org/well-and-up", source, failures=1)
        assert titles("dead-links", "curator") == ["By a note", "By its source"]

    def test_alerts_without_abstract(self) -> None:
        cast.draft("With")
        cast.draft("Without", abstract="")
        public = cast.published("Public without", abstract="", body="Text.")
        publishing.revise(public, cast.reviewer())
        gone = cast.published("Withdrawn", abstract="", body="Text.")
        publishing.withdraw(gone, cast.reviewer(), "error")
        assert titles("without-abstract", "curator") == ["Public without", "Without"]

    def test_recommendations_without_addressee(self) -> None:
        alert = cast.draft("Alert")
        cast.recommendation(alert, "Asked of somebody.", 1, cast.organization())
        cast.recommendation(alert, "Asked of nobody recorded.", 2)
        nobody = cast.recommendation(alert, "Of nobody in particular.", 3)
        nobody.addressee_basis = "none"
        nobody.save()
        [row] = piles("curator")["without-addressee"].rows
        assert (row.title, row.detail) == ("2. Asked of nobody recorded.", "Alert")
        assert row.address.startswith(f"/admin/alerts/alert/{alert.pk}/change/?list=without-addressee")

    def test_places_without_country(self) -> None:
        cast.place("Nowhere")
        cast.place("Somewhere").countries.add(cast.country())
        assert titles("without-country", "editor") == ["Nowhere"]

    def test_likely_duplicates(self) -> None:
        cast.draft("One", source_url="https://example.org/1")
        cast.draft("Two", source_url="https://example.org/1")
        duplicates.find()
        assert titles("duplicates", "curator") == ["One / Two"]


class TestWhoSeesWhat:
    def test_each_role_finds_what_it_can_work_on(self) -> None:
        assert list(piles("curator")) == [
            "my-drafts", "documents", "sent-back", "published", "dead-links", "without-abstract", "without-addressee",
            "duplicates",
        ]  # fmt: skip
        assert list(piles("editor")) == ["published", "without-country"]
        assert "waiting" in piles("reviewer")
        assert piles("nobody") == {}
        assert len(piles()) == len(desk.LISTS)

    def test_a_list_is_not_there_for_others(self) -> None:
        Place.objects.create(slug="x", name="Nowhere")
        assert staff.client("editor").get("/admin/desk/without-country/").status_code == 200
        for role in ("curator", "nobody"):
            assert staff.client(role).get("/admin/desk/without-country/").status_code == 404
        answer = staff.client("superuser").get("/admin/desk/no-such/")
        assert answer.status_code == 404

    def test_a_stranger_is_asked_to_log_in(self, client: Any) -> None:
        assert client.get("/admin/desk/waiting/").status_code == 302

    def test_the_desk_of_who_has_no_right_is_the_plain_index(self) -> None:
        answer = staff.client("nobody").get("/admin/")
        assert answer.status_code == 200
        assert "pile" not in answer.content.decode()


class TestPages:
    def test_an_empty_desk_says_so_in_words(self) -> None:
        page = staff.client("superuser").get("/admin/").content.decode()
        for work in desk.LISTS:
            assert work.empty in page.replace("&#x27;", "'")
        assert (
            "No two alerts look like one document."
            in staff.client("curator").get("/admin/desk/duplicates/").content.decode()
        )

    def test_counts_are_exact_until_they_are_dear(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for n in range(7):
            cast.place(f"Place {n}")
        assert piles()["without-country"].count == "7"
        monkeypatch.setattr(desk, "MOST", 6)
        assert piles()["without-country"].count == "6+"
        assert desk.counted(1001) == "6+"

    def test_the_whole_desk_costs_at_most_16_queries(self) -> None:
        full()
        client = staff.client("superuser")
        client.get("/admin/")
        with CaptureQueriesContext(connection) as queries:
            answer = client.get("/admin/")
        assert all(pile.rows for pile in answer.context["piles"])
        assert len(queries) <= MOST_QUERIES

    @pytest.mark.parametrize("work", desk.LISTS, ids=lambda work: work.slug)
    def test_each_list_and_its_first_record_cost_few(self, work: desk.WorkList) -> None:
        full()
        client = staff.client("superuser")
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(f"/admin/desk/{work.slug}/")
        [first, *_] = answer.context["rows"]
        assert len(queries) <= 8
        bare = first.address.partition("?")[0]
        client.get(bare)
        with CaptureQueriesContext(connection) as without:
            client.get(bare)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(first.address)
        assert answer.context["standing"].words.startswith("1 of ")
        assert len(queries) <= len(without) + 1

    def test_long_lists_have_pages(self) -> None:
        for n in range(60):
            cast.place(f"Place {n}")
        client = staff.client("superuser")
        page = client.get("/admin/desk/without-country/?page=2")
        assert len(page.context["rows"]) == 10
        assert "Page 2 of 2" in page.content.decode()
        for odd in ("x", "-1", "9" * 40):
            assert client.get(f"/admin/desk/without-country/?page={odd}").status_code == 200


class TestWorkingThrough:
    def places(self) -> list[Place]:
        """In the order of the list."""
        return [Place.objects.create(slug=f"p{n}", name=f"Place {n}") for n in (3, 2, 1)][::-1]

    def address(self, place: Place) -> str:
        return f"/admin/places/place/{place.pk}/change/?list=without-country&at={place.pk}"

    def test_the_bar_leads_on_and_back(self) -> None:
        first, second, third = self.places()
        page = staff.client("editor").get(self.address(second))
        standing = page.context["standing"]
        assert standing.words == "2 of 3"
        assert standing.previous.address == self.address(first)
        assert standing.next.address == self.address(third)
        text = page.content.decode()
        assert 'rel="next"' in text
        assert 'href="/admin/desk/without-country/"' in text

    def test_the_ends_say_so(self) -> None:
        first, _, third = self.places()
        client = staff.client("editor")
        assert client.get(self.address(first)).context["standing"].previous is None
        page = client.get(self.address(third))
        assert page.context["standing"].next is None
        assert "This is the last." in page.content.decode()

    def save(self, place: Place, **more: Any) -> Any:
        client, country = staff.client("editor"), cast.country()
        data = staff.filled(client.get(self.address(place))) | {"countries": [country.pk]}
        return client.post(self.address(place), data | more)

    def test_saving_leads_to_the_next_although_the_record_left_the_list(self) -> None:
        first, second, third = self.places()
        assert self.save(first).headers["Location"] == self.address(second)
        assert self.save(second).headers["Location"] == self.address(third)
        assert self.save(third).headers["Location"] == "/admin/desk/without-country/"
        assert titles("without-country") == []

    def test_saving_and_going_on_stays_in_the_list(self) -> None:
        first, second, _ = self.places()
        address = self.save(first, _continue="1").headers["Location"]
        assert address == self.address(first)
        standing = staff.client("editor").get(address).context["standing"]
        assert standing.words == "done: no longer in the list"
        assert standing.next.address == self.address(second)

    def test_the_steps_of_an_alert_and_its_pages_stay_in_the_list(self) -> None:
        first, second = cast.draft("First"), cast.draft("Second")
        Alert.objects.update(abstract="")
        place, client = f"?list=without-abstract&at={second.pk}", staff.client("curator")
        for step in ("change", "review"):
            page = client.get(staff.page(second, step) + place)
            assert page.context["standing"].next.pk == first.pk
        assert f'name="at" value="{second.pk}"' in client.get(staff.page(second) + place).content.decode()
        for step in ("review", "preview"):
            text = client.get(staff.page(second, step) + place).content.decode()
            assert f'href="{staff.page(second)}{escape(place)}"' in text
        answer = client.post(staff.page(second, "submit"), {"list": "without-abstract", "at": second.pk})
        assert answer.headers["Location"] == staff.page(second) + place
        for odd in ({"list": "none", "at": "1"}, {"list": "without-abstract", "at": "<x>"}, {}):
            answer = client.post(staff.page(first, "submit"), odd)
            assert answer.headers["Location"] == staff.page(first)

    def test_beyond_the_first_thousand_it_leads_on_too(self, monkeypatch: pytest.MonkeyPatch) -> None:
        first, second, third = self.places()
        monkeypatch.setattr(desk, "MOST", 1)
        standing = desk.standing(desk.LISTS[-2], staff.member("editor"), second.pk)
        assert standing.words == "beyond the first 1"
        assert standing.previous
        assert standing.next
        assert (standing.previous.pk, standing.next.pk) == (first.pk, third.pk)

    @pytest.mark.parametrize("query", ["list=x&at=1", "list=waiting&at=1", "list=without-country&at=x", "at=1",
                                       "list=without-country", "list=without-country&at=" + "9" * 30])  # fmt: skip
    def test_a_page_opened_from_no_list_of_theirs_has_no_bar(self, query: str) -> None:
        first, *_ = self.places()
        page = staff.client("editor").get(f"/admin/places/place/{first.pk}/change/?{query}")
        assert page.status_code == 200
        assert page.context["standing"] is None

    def test_the_name_of_a_list_is_escaped(self) -> None:
        first, *_ = self.places()
        page = staff.client("editor").get(f"/admin/places/place/{first.pk}/change/?list=<script>&at=1")
        assert "<script>&" not in page.content.decode()


class TestPairs:
    def pair(self) -> AlertPair:
        cast.draft("One", source_url="https://example.org/1")
        cast.draft("Two", source_url="https://example.org/1")
        duplicates.find()
        return AlertPair.objects.get()

    def test_two_alerts_are_shown_side_by_side(self) -> None:
        pair = self.pair()
        page = staff.client("curator").get(f"/admin/curation/alertpair/{pair.pk}/change/").content.decode()
        assert page.count("https://example.org/1") == 2
        assert "Not duplicates" in page
        assert (
            "Not duplicates"
            not in staff.client("editor").get(f"/admin/curation/alertpair/{pair.pk}/change/").content.decode()
        )

    def test_telling_them_apart_leads_on_and_is_logged(self) -> None:
        pair = self.pair()
        client = staff.client("curator")
        answer = client.post(f"/admin/curation/alertpair/{pair.pk}/apart/?list=duplicates&at={pair.pk}", follow=True)
        assert answer.redirect_chain == [("/admin/desk/duplicates/", 302)]
        assert "not shown again" in staff.said(answer)
        assert titles("duplicates") == []
        page = client.get(f"/admin/curation/alertpair/{pair.pk}/change/").content.decode()
        assert "Take that back" in page
        assert "curator-of-the-staff" not in page.partition('id="content"')[2]
        client.post(f"/admin/curation/alertpair/{pair.pk}/again/")
        assert titles("duplicates") == ["One / Two"]

    def test_looking_again_finds_what_came_since(self) -> None:
        self.pair()
        cast.draft("Three", source_url="https://example.org/1")
        answer = staff.client("curator").post("/admin/curation/alertpair/find/", follow=True)
        assert "3 to look at" in staff.said(answer)

    def test_only_who_may_and_only_by_post(self) -> None:
        pair = self.pair()
        for step in (f"{pair.pk}/apart", f"{pair.pk}/again", "find"):
            address = f"/admin/curation/alertpair/{step}/"
            assert staff.client("curator").get(address).status_code == 405
            for role in ("editor", "nobody"):
                assert staff.client(role).post(address).status_code == 403
        assert staff.client("curator").post("/admin/curation/alertpair/99999999999999999999/apart/").status_code == 404
        assert AlertPair.objects.undecided().count() == 1


def full() -> None:
    """Something in every list."""
    user = staff.member("superuser")
    for n in range(3):
        cast.draft(f"Draft {n}", created_by=user, abstract="", source_url="https://example.org/1")
        cast.draft(f"Waiting {n}", status="in_review")
        public = cast.published(f"Public {n}", source_url="https://example.org/gone")
        cast.recommendation(public, "Stop.", 1)
        cast.place(f"Place {n}")
    sent = cast.draft("Sent back")
    review.submit(sent, user)
    review.send_back(sent, staff.member("reviewer"), "Give the date.")
    intakes.taken_in()
    link("https://example.org/gone", *Alert.objects.published(), dead_since=timezone.now())
    duplicates.find()
