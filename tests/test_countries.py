"""Countries: a map and a table whose numbers are the archive's, and a page of each that says what its role is."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from alerts import publishing
from alerts.models import Alert, AlertCountry, Relation, Situation
from places.models import Country, CountryName
from tests import cast
from tests.test_alert_page import plain

pytestmark = pytest.mark.django_db
SUDAN = ("SD", "Sudan")


def concerning(title: str, issued: str = "2004", *countries: tuple[str, str], role: str = "concerned") -> Alert:
    alert = cast.draft(title, issued=issued)
    for code, name in countries or (SUDAN,):
        AlertCountry.objects.create(alert=alert, country=cast.country(code, name), role=role)
    publishing.publish(alert, cast.reviewer())
    return Alert.objects.get(pk=alert.pk)


def circles(html: str) -> dict[str, float]:
    found = re.findall(r'aria-label="([^"]+)"><title>[^<]+</title><circle cx="\d+" cy="\d+" r="([\d.]+)"', html)
    return {label: float(radius) for label, radius in found}


class TestMap:
    def test_it_tells_by_how_many_alerts_each_is_concerned_in_map_and_table(self, client: Client) -> None:
        for number in range(4):
            concerning(f"Sudan {number}", f"200{number}")
        concerning("Chad", "2010", ("TD", "Chad"))
        html = client.get("/countries/").text
        assert circles(html) == {"Sudan: 4 alerts": 30.0, "Chad: 1 alert": 15.0}
        assert "Sudan 4 2000 2003 Chad 1 2010 2010" in plain(html)
        assert html.count('href="/countries/SD/"') == 2

    def test_what_is_not_public_counts_nowhere(self, client: Client) -> None:
        concerning("Public")
        draft = cast.draft("Draft")
        AlertCountry.objects.create(alert=draft, country=cast.country("TD", "Chad"))
        publishing.withdraw(concerning("Withdrawn"), cast.reviewer(), "error")
        assert circles(client.get("/countries/").text) == {"Sudan: 1 alert": 30.0}
        assert client.get("/countries/TD/").status_code == 404

    def test_a_statement_in_two_languages_counts_once_and_a_country_in_two_roles_once(self, client: Client) -> None:
        first, other = concerning("One"), concerning("Uno")
        AlertCountry.objects.create(alert=first, country=cast.country(*SUDAN), role="location", position=2)
        copy = publishing.revise(other, cast.curator())
        Relation.objects.create(alert=copy, kind="translates", target=first)
        publishing.publish(cast.confirm(copy), cast.reviewer())
        assert list(circles(client.get("/countries/").text)) == ["Sudan: 1 alert"]

    def test_it_obeys_the_years_and_so_does_its_csv(self, client: Client) -> None:
        concerning("Then", "1994", ("RW", "Rwanda"))
        concerning("Later")
        assert list(circles(client.get("/countries/?issued_after=2000").text)) == ["Sudan: 1 alert"]
        rows = client.get("/countries/?issued_before=1999&csv=countries").text.splitlines()
        assert rows[1:] == ["Rwanda,1,1994,1994"]
        assert "No alert in this archive is of these years" in client.get("/countries/?issued_after=2020").text

    @pytest.mark.parametrize("query", ["issued_after=x", "issued_after=2020&issued_before=2019"])
    def test_a_bad_year_is_told(self, client: Client, query: str) -> None:
        concerning("Public")
        answer = client.get(f"/countries/?{query}")
        assert answer.status_code == 200
        assert "cannot be answered" in answer.text
        assert not circles(answer.text)

    def test_a_country_that_the_map_has_no_place_for_stands_in_the_table(self, client: Client) -> None:
        concerning("Then", "1993", ("YUCS", "Yugoslavia"))
        html = client.get("/countries/").text
        assert not circles(html)
        assert "has no place for them: Yugoslavia" in plain(html)
        assert "Yugoslavia 1 1993 1993" in plain(html)

    def test_it_accuses_nobody_and_draws_no_boundary(self, client: Client) -> None:
        concerning("Said", role="responsible")
        words = plain(client.get("/countries/").text)
        assert "this is no list of the accused" in words
        assert "no boundaries" in words


class TestPage:
    def test_it_tells_roles_issuers_situations_and_recommendations(self, client: Client) -> None:
        alert = cast.draft("Warning on Sudan")
        for role in ("concerned", "location"):
            AlertCountry.objects.create(alert=alert, country=cast.country(*SUDAN), role=role)
        cast.recommendation(alert, "Act.", 1, cast.organization("Council"))
        publishing.publish(alert, cast.reviewer())
        CountryName.objects.create(country=cast.country(*SUDAN), text="السودان", language="ar")
        Situation.objects.create(slug="darfur", title="Darfur").alerts.add(alert)
        html = client.get("/countries/SD/").text
        words = plain(html)
        for told in ("concerned: 1", "where it happens: 1", "1 recommendation in these alerts", "Darfur",
                     "Warning on Sudan", "Genocide Watch 1 2022", "no statement on sovereignty"):  # fmt: skip
            assert told in words
        assert '<span lang="ar" dir="auto">السودان</span>' in html
        assert 'href="/recommendations/?country=SD"' in html

    def test_its_numbers_agree_with_the_search_they_lead_to(self, client: Client) -> None:
        for year in (2003, 2004, 2004):
            concerning(f"Of {year}", str(year))
        assert "2004,2,2" in client.get("/countries/SD/?csv=years").text
        assert "2004: 2 (alert 2)" in client.get("/countries/SD/").text
        found = client.get("/search/?country=SD&issued_after=2004&issued_before=2004").text
        assert '<data id="total" value="2">' in found

    @pytest.mark.parametrize("code", ["sd", "SDN", "sdn"])
    def test_other_spellings_of_the_code_lead_to_it(self, client: Client, code: str) -> None:
        concerning("Public")
        Country.objects.filter(code="SD").update(alpha3="SDN")
        answer = client.get(f"/countries/{code}/")
        assert (answer.status_code, answer["Location"]) == (301, "/countries/SD/")

    @pytest.mark.parametrize("code", ["XX", "sudan", "%00", "A" * 300])
    def test_an_unknown_one_is_not_found(self, client: Client, code: str) -> None:
        concerning("Public")
        assert client.get(f"/countries/{code}/").status_code in (400, 404)


def test_no_page_asks_more_than_ten_times(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        alert = concerning(f"Alert {number}", f"20{number:02}")
        Situation.objects.create(slug=f"s-{number}", title=f"S {number}").alerts.add(alert)
    for address in ("/countries/", "/countries/?issued_after=2002", "/countries/SD/"):
        with django_assert_max_num_queries(10, info=address):
            assert client.get(address).status_code == 200
