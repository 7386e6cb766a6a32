"""Suggestions while typing: titles, organizations, places and situations of what is public, by any of their names."""

import json
import re
import time
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django import DjangoAssertNumQueries
from pytest_django.live_server_helper import LiveServer

from alerts import publishing
from alerts.models import Alert, Party, Situation
from organizations.models import OrganizationName
from places.models import CountryName, PlaceName
from search import index
from search.suggestions import suggestions
from tests import cast
from tests.documents import engine_of_today


def suggested(client: Client, typed: str) -> list[dict[str, Any]]:
    response = client.get("/search/suggest", {"q": typed})
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    found: list[dict[str, Any]] = json.loads(response.content)["suggestions"]
    return found


def labels(client: Client, typed: str) -> list[str]:
    return [found["label"] for found in suggested(client, typed)]


def karabakh(title: str = "Genocide Warning: Nagorno-Karabakh", **fields: Any) -> Alert:
    """A draft of an alert tied to a country, a place, two organizations and a situation, each with another name."""
    made = cast.draft(title, **fields)
    country, place, council = cast.country(), cast.place(), cast.organization("United Nations", "un_body", acronym="UN")
    PlaceName.objects.get_or_create(place=place, text="Dağlıq Qarabağ", relation="contested")
    PlaceName.objects.get_or_create(place=place, text="Blackgarden", relation="pejorative")
    PlaceName.objects.get_or_create(place=place, text="Caucasus", relation="broader")
    CountryName.objects.get_or_create(country=country, text="Azərbaycan", relation="same")
    OrganizationName.objects.get_or_create(organization=council, text="Organisation des Nations unies", relation="same")
    made.country_links.create(country=country)
    made.place_links.create(place=place)
    Party.objects.create(alert=made, role="addressee", organization=council)
    situation, _ = Situation.objects.get_or_create(slug="karabakh", title="The dispute over Karabakh")
    situation.names.get_or_create(text="Streit um Bergkarabach", relation="same")
    situation.names.get_or_create(text="Blackhills quarrel", relation="pejorative")
    situation.alerts.add(made)
    return made


@pytest.mark.django_db
@pytest.mark.usefixtures("indexed")
class TestSuggestions:
    @pytest.fixture(autouse=True)
    def held(self) -> Alert:
        alert = karabakh()
        publishing.publish(alert, cast.reviewer())
        return alert

    @pytest.mark.parametrize("typed", ["karab", "KARABAKH", "Nagorno-Kar", "karabakh nag", "  karab "])
    def test_a_word_is_enough_from_its_beginning(self, client: Client, typed: str) -> None:
        found = labels(client, typed)
        assert "Nagorno-Karabakh" in found
        assert "Genocide Warning: Nagorno-Karabakh" in found
        assert ("The dispute over Karabakh" in found) == ("nag" not in typed.lower())

    @pytest.mark.parametrize(
        ("typed", "kind", "label", "detail"),
        [
            ("daglıq", "place", "Nagorno-Karabakh", "Dağlıq Qarabağ"),
            ("qarabag", "place", "Nagorno-Karabakh", "Dağlıq Qarabağ"),
            ("azerbay", "country", "Azerbaijan", "Azərbaycan"),
            ("azerbai", "country", "Azerbaijan", ""),
            ("nations unies", "organization", "United Nations", "Organisation des Nations unies"),
            ("un", "organization", "United Nations", "UN"),
            ("streit", "situation", "The dispute over Karabakh", "Streit um Bergkarabach"),
            ("genocide wat", "organization", "Genocide Watch", ""),
        ],
    )
    def test_any_of_its_names_will_do(self, client: Client, typed: str, kind: str, label: str, detail: str) -> None:
        first = suggested(client, typed)[0]
        assert (first["kind"], first["label"], first["detail"]) == (kind, label, detail)

    @pytest.mark.parametrize("typed", ["blackg", "blackh", "caucas", "arabakh", "k", "", "(((", "x" * 5000, "🕊️"])
    def test_what_names_nothing_suggests_nothing(self, client: Client, typed: str) -> None:
        assert suggested(client, typed) == []

    def test_each_leads_to_its_page_or_to_its_alerts(self, client: Client, held: Alert) -> None:
        addresses = {found["kind"]: found["address"] for found in suggested(client, "karab") + suggested(client, "un")}
        assert addresses["alert"] == held.get_absolute_url()
        assert addresses["place"] == "/search/?place=nagorno-karabakh"
        assert addresses["situation"] == "/search/?situation=karabakh"
        for address in addresses.values():
            assert client.get(address).status_code == 200, address

    def test_at_most_eight_and_some_of_them_titles(self, client: Client) -> None:
        for number in range(12):
            body = cast.organization(f"Karabakh Committee {number}")
            cast.published(f"Karabakh: letter {number}", body)
        kinds = [found["kind"] for found in suggested(client, "karab")]
        assert len(kinds) == 8
        assert kinds.count("alert") == 3

    def test_they_cost_three_questions_to_the_database(
        self, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        engine = engine_of_today()
        with django_assert_max_num_queries(3):
            assert suggestions("karab", engine)

    def test_they_take_less_than_20_milliseconds(self) -> None:
        engine = engine_of_today()
        took = []
        for typed in ("karab", "un", "genocide w", "az", "dag", "karab"):
            start = time.process_time()
            suggestions(typed, engine)
            took.append(time.process_time() - start)
        assert sorted(took)[2] < 0.020

    def test_an_index_that_is_behind_is_not_believed(self, held: Alert) -> None:
        engine = engine_of_today()
        assert suggestions("karab", engine, frozenset({held.uid})) == []
        publishing.withdraw(held, cast.reviewer(), "error")
        assert "alert" not in {found.kind for found in suggestions("karab", engine)}


@pytest.mark.django_db
@pytest.mark.usefixtures("indexed")
def test_nothing_of_a_draft_or_a_withdrawn_alert_is_suggested(client: Client) -> None:
    alert = karabakh(issuer=cast.organization("Lemkin Institute"))
    typed = ("karab", "azer", "united", "lemkin", "genocide")
    assert all(not suggested(client, word) for word in typed)
    publishing.publish(alert, cast.reviewer())
    assert all(suggested(client, word) for word in typed)
    publishing.withdraw(Alert.objects.get(pk=alert.pk), cast.reviewer(), "error")
    assert all(not suggested(client, word) for word in typed)


@pytest.mark.django_db
def test_without_an_index_there_are_none(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    cast.published("Karabakh")
    monkeypatch.setattr(index, "searcher", lambda: None)
    assert suggested(client, "karab") == []
    assert client.post("/search/suggest").status_code == 405


def test_the_script_is_small(root: Path) -> None:
    assert (root / "static" / "suggest.js").stat().st_size < 3200


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("indexed")
class TestInTheBrowser:
    @pytest.fixture(params=["/", "/search/"])
    def start(self, request: pytest.FixtureRequest, live_server: LiveServer, page: Page) -> Page:
        publishing.publish(karabakh(), cast.reviewer())
        problems: list[str] = []
        page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
        page.goto(f"{live_server.url}{request.param}")
        assert not problems  # nothing that the policy on content forbids
        return page

    def test_by_keyboard_alone(self, start: Page) -> None:
        box = start.get_by_role("combobox", name=re.compile("Search the archive|Words"))
        expect(box).to_have_attribute("aria-expanded", "false")
        box.press_sequentially("karab")
        options = start.locator(".suggesting [role=option]")
        expect(options).to_have_count(3)
        expect(box).to_have_attribute("aria-expanded", "true")
        box.press("ArrowUp")
        expect(options.last).to_have_attribute("aria-selected", "true")
        assert box.get_attribute("aria-activedescendant") == options.last.get_attribute("id")
        box.press("ArrowDown")
        expect(start.locator(".suggesting [aria-selected=true]")).to_have_count(0)
        box.press("ArrowDown")
        box.press("Escape")
        expect(start.get_by_role("listbox")).to_have_count(0)
        expect(box).to_have_value("karab")
        box.press("a")
        expect(box).to_have_attribute("aria-expanded", "true")
        box.press("ArrowDown")
        box.press("ArrowDown")
        box.press("Enter")
        start.wait_for_url(re.compile(r"\?(place|situation)="))

    def test_by_pointer_and_never_in_the_way_of_asking(self, start: Page) -> None:
        box = start.locator("#q")
        box.press_sequentially("karab")
        start.get_by_role("option", name=re.compile("Genocide Warning")).click()
        start.wait_for_url(re.compile("/alerts/"))
        start.go_back()
        box.fill("")
        box.press_sequentially("karabakh")
        expect(start.locator(".suggesting [role=option]")).to_have_count(3)
        box.press("Enter")
        start.wait_for_url(re.compile("q=karabakh"))
