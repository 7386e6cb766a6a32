"""/search/: hits, chips, pages, and honest answers to questions that cannot be answered.

All of it holds whether the index answers or, while there is none, the database; tests/test_answer.py has what the index
alone gives.
"""

import re
from urllib.parse import quote

import pytest
from django.test import Client

from alerts import paging, publishing
from alerts.models import Alert
from identifiers.models import FormerAddress, Kind
from tests import cast

pytestmark = [pytest.mark.once, pytest.mark.django_db]


@pytest.fixture(params=["index", "database"], autouse=True)
def answered_by(request: pytest.FixtureRequest) -> str:
    if request.param == "index":
        request.getfixturevalue("indexed")
    return str(request.param)


def total(html: str) -> int:
    found = re.search(r'<data id="total" value="(\d+)">', html)
    assert found
    return int(found[1])


def hits(html: str) -> list[str]:
    return re.findall(r'<article class="hit" data-alert="(\w+)">', html)


def ask(client: Client, query: str = "") -> str:
    answer = client.get(f"/search/?{query}")
    assert answer.status_code == 200
    return answer.text


@pytest.fixture
def alerts() -> dict[str, Alert]:
    return {
        "sanctions": cast.published("Sanctions now", issued="2022-10-07"),
        "darfur": cast.published(
            "Darfur <b>burns</b>", issued="2004", issued_basis="inferred", issued_note="The text speaks of the rains"
        ),
        "undated": cast.published("No day", cast.organization("Lemkin Institute"), issued="", issued_basis="unknown"),
    }


class TestHits:
    def test_all_public_alerts_the_newest_first(self, client: Client, alerts: dict[str, Alert]) -> None:
        html = ask(client)
        assert total(html) == 3
        assert hits(html) == [alerts["sanctions"].uid, alerts["darfur"].uid, alerts["undated"].uid]

    def test_a_hit_tells_what_it_is(self, client: Client, alerts: dict[str, Alert]) -> None:
        html = ask(client, "q=sanctions")
        assert hits(html) == [alerts["sanctions"].uid]
        for words in ("7 October 2022", "Genocide Watch", "Genocide Warning", "The body warns of a risk."):
            assert words in html
        assert f'href="{alerts["sanctions"].get_absolute_url()}"' in html

    def test_an_inferred_date_says_so_with_its_reason(self, client: Client, alerts: object) -> None:
        html = ask(client, "q=darfur")
        shown = r"2004</span><details[^>]*><summary>inferred</summary><span[^>]*>The text speaks of the rains"
        assert re.search(shown, html)

    def test_undated_is_said_in_words(self, client: Client, alerts: object) -> None:
        assert ">undated<" in ask(client, "issuer=lemkin-institute")

    def test_titles_are_escaped(self, client: Client, alerts: object) -> None:
        html = ask(client)
        assert "Darfur &lt;b&gt;burns&lt;/b&gt;" in html
        assert "<b>burns" not in html

    def test_drafts_working_copies_and_withdrawn_alerts_are_no_hits(self, client: Client, alerts: object) -> None:
        cast.draft("Draft")
        publishing.revise(cast.published("Revised"), cast.reviewer())
        publishing.withdraw(cast.published("Withdrawn"), cast.reviewer(), "error")
        assert total(ask(client)) == 4


class TestChips:
    def test_every_filter_in_use_can_be_removed(self, client: Client, alerts: object) -> None:
        html = ask(client, "q=warns&issuer=genocide-watch&issued_after=2022-10&sort=title")
        for words in ("warns", "Genocide Watch", "October 2022"):
            assert re.search(rf"Remove the filter </span><span[^>]*>[\w ]+:</span> {words} ", html)
        assert 'href="/search/?q=warns&amp;issued_after=2022-10&amp;sort=title"' in html
        assert 'href="/search/?issuer=genocide-watch&amp;issued_after=2022-10&amp;sort=title"' in html
        assert '<a class="clear" href="/search/">' in html

    def test_a_former_slug_becomes_the_one_of_today(self, client: Client, alerts: object) -> None:
        FormerAddress.objects.create(kind=Kind.ORGANIZATION, value="old", uid=cast.organization().uid)
        html = ask(client, "issuer=old&q=darfur")
        assert 'href="/search/?issuer=genocide-watch"' in html

    def test_what_is_chosen_is_checked_and_open(self, client: Client, alerts: object) -> None:
        html = ask(client, "issuer=genocide-watch")
        assert 'name="issuer" value="genocide-watch" checked' in html
        assert 'name="issuer" value="lemkin-institute">' in html
        assert html.index('value="genocide-watch"') < html.index('value="lemkin-institute"')
        other = ask(client, "issuer=lemkin-institute")
        assert other.index('value="lemkin-institute"') < other.index('value="genocide-watch"')
        assert '<details class="group" id="group-issuer" open>\n<summary>Issuer <span class="number">1</span>' in html

    def test_a_list_too_long_to_draw_says_so_and_keeps_what_is_chosen(
        self, client: Client, alerts: object, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("alerts.questions.MOST_DRAWN", 1)
        html = ask(client, "issuer=lemkin-institute")
        assert 'value="lemkin-institute" checked' in html
        assert "Not listed here: 1 more." in ask(client)


class TestPages:
    @pytest.fixture(autouse=True)
    def many(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("search.answer.PER_PAGE", 2)
        for number in range(5):
            cast.published(f"Alert {number}", issued=f"202{number}")

    def test_pages_hold_all_hits_once(self, client: Client) -> None:
        found = [uid for page in (1, 2, 3) for uid in hits(ask(client, f"page={page}"))]
        assert len(found) == len(set(found)) == 5

    def test_a_page_leads_to_the_others_and_keeps_the_question(self, client: Client) -> None:
        html = ask(client, "q=alert&page=2")
        assert 'href="/search/?q=alert" rel="prev"' in html
        assert 'href="/search/?q=alert&amp;page=3" rel="next"' in html
        assert 'aria-label="Page 2" aria-current="page"' in html
        assert total(html) == 5

    @pytest.mark.parametrize("page", ["4", "999999999999", "9" * 5000])
    def test_beyond_the_last_page_it_says_so_and_leads_back(self, client: Client, page: str) -> None:
        html = ask(client, f"page={page}")
        assert "There is no page" in html
        assert 'href="/search/?page=3">Go to page 3' in html
        assert total(html) == 5
        assert hits(html) == []

    def test_deep_paging_ends_and_says_so(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(paging, "MOST_ROWS", 4)
        assert "first 4 alerts can be paged through" in ask(client)
        html = ask(client, "page=3")
        assert hits(html) == []
        assert total(html) == 5


class TestHonesty:
    def test_nothing_found_is_said_with_a_way_on(self, client: Client, alerts: object) -> None:
        html = ask(client, "q=sanctions&issuer=lemkin-institute&issued_after=1900")
        assert total(html) == 0
        for words in ("No public alert answers this question", "remove one above", "Undated alerts are left out"):
            assert words in html

    def test_an_empty_archive_is_said_to_be_empty(self, client: Client) -> None:
        html = ask(client)
        assert total(html) == 0
        assert "Nothing is published in this archive yet" in html

    @pytest.mark.parametrize(
        ("query", "name", "value"),
        [
            ("issuer=nobody", "Issuer", "nobody"),
            ("country=ZZ", "Country", "ZZ"),
            ("issued_after=yesterday", "Issued from", "yesterday"),
            ("sort=best", "Sort", "best"),
            ("page=x", "Page", "x"),
            ("names=on", "Other names", "on"),
            ("year=1066", "Year", "1066"),
            ("genre=%3Cscript%3E", "Genre", "&lt;script&gt;"),
        ],
    )
    def test_a_bad_value_is_named_and_no_hit_is_shown(
        self, client: Client, alerts: object, query: str, name: str, value: str
    ) -> None:
        html = ask(client, f"{query}&language=en")
        assert f"<strong>{name}</strong>, “{value}”:" in html
        assert total(html) == 0
        assert hits(html) == []
        assert 'href="/search/?language=en">Ask without it' in html

    def test_of_several_values_only_the_bad_one_is_left_out(self, client: Client, alerts: object) -> None:
        html = ask(client, "issuer=genocide-watch&issuer=nobody")
        assert 'href="/search/?issuer=genocide-watch">Ask without it' in html

    def test_a_value_that_only_a_draft_has_is_as_unknown_as_any(self, client: Client, alerts: object) -> None:
        cast.draft("Draft", cast.organization("Secret Society"))
        known, unknown = ask(client, "issuer=secret-society"), ask(client, "issuer=secret-nothing")
        assert known.replace("secret-society", "x") == unknown.replace("secret-nothing", "x")

    @pytest.mark.parametrize(
        "value", ["\0", "\ud800", "9" * 5000, "%", "\r\nSet-Cookie: a=b", "{{7*7}}", "' OR 1=1 --", "١٢"]
    )
    @pytest.mark.parametrize("name", ["q", "issuer", "country", "issued_after", "sort", "page", "place", "nothing"])
    def test_no_value_whatever_breaks_it(self, client: Client, alerts: object, name: str, value: str) -> None:
        answer = client.get(f"/search/?{name}={quote(value.encode('utf-8', 'surrogatepass'))}")
        assert answer.status_code in (200, 400)

    def test_ten_thousand_values_are_no_burden(self, client: Client, alerts: object) -> None:
        html = ask(client, "&".join(f"place={n}" for n in range(10_000)))
        assert total(html) == 0
        assert len(html) < 50_000


class TestForm:
    def test_it_works_without_a_script_and_sets_no_cookie(self, client: Client, alerts: object) -> None:
        answer = client.get("/search/")
        assert 'action="/search/"' in answer.text
        assert not answer.cookies
        assert "Cookie" not in answer.get("Vary", "")

    def test_a_cache_asks_whether_the_page_is_still_the_same(self, client: Client, alerts: object) -> None:
        answer = client.get("/search/")
        assert "s-maxage=60" in answer["Cache-Control"]
        again = client.get("/search/", headers={"if-none-match": answer["ETag"]})
        assert again.status_code == 304

    def test_it_answers_reading_only(self, client: Client) -> None:
        assert client.post("/search/").status_code == 405
