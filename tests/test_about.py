"""About and the pages below it, and the sitemap: everything is reached from them, and nothing that is not public."""

import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from alerts import publishing
from alerts.models import AlertCountry, Measure, Recommendation, Situation
from pages import sitemaps
from tests import cast
from tests.full_alert import full_draft, full_published

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["", "searching/", "accessibility/"])
def test_its_links_lead_somewhere(client: Client, path: str) -> None:
    full_published()
    html = client.get(f"/about/{path}").text
    links = set(re.findall(r'href="(/[^"#]*)', html.partition("<main")[2].partition("</main")[0]))
    assert links
    for link in links:
        assert client.get(link.replace("&amp;", "&")).status_code == 200, link
    for anchor in re.findall(r'href="#([^"]+)"', html):
        assert f'id="{anchor}"' in html


def test_examples_of_searching_are_understood(client: Client) -> None:
    full_published()
    alert = cast.draft()
    sanctions = Measure.objects.create(slug="sanctions", label="sanctions")
    Recommendation.objects.create(alert=alert, number=1, text="Sanction them.", measure=sanctions)
    publishing.publish(alert, cast.reviewer())
    html = client.get("/about/searching/").text
    examples = re.findall(r'href="(/search/\?q=[^"]+)"', html)
    assert len(examples) > 8
    for example in examples:
        assert 'id="typed"' not in client.get(example.replace("&amp;", "&")).text, example


def addresses(answer: Any) -> list[str]:
    assert answer["Content-Type"].startswith("application/xml")
    return re.findall(r"<loc>([^<]+)</loc>", answer.text)


def test_the_sitemap_names_all_public_pages_and_each_is_there(client: Client) -> None:
    public = full_published()
    full_draft("quagga")
    withdrawn = cast.published("Aurochs")
    publishing.withdraw(withdrawn, cast.reviewer(), "error")
    AlertCountry.objects.create(alert=cast.draft("Draft"), country=cast.country("TD", "Chad"))
    Situation.objects.create(slug="empty", title="Empty")
    files = addresses(client.get("/sitemap.xml"))
    assert len(files) == len(sitemaps.SECTIONS)
    found = [address for file in files for address in addresses(client.get(file))]
    assert len(set(found)) == len(found)
    assert f"http://127.0.0.1:8000{public.get_absolute_url()}" in found
    assert "http://127.0.0.1:8000/countries/AZ/" in found
    assert "http://127.0.0.1:8000/frameworks/ten-stages/" in found
    for address in found:
        assert not re.search(r"quagga|aurochs|draft|/TD/|empty", address), address
        assert client.get(address).status_code == 200, address


def test_the_sitemap_names_the_site_and_no_language_whatever_is_asked(client: Client) -> None:
    full_published()
    answer = client.get("/sitemap-alerts.xml", headers={"host": "localhost", "accept-language": "fr"})
    assert all(re.match(r"http://127\.0\.0\.1:8000/alerts/", address) for address in addresses(answer))
    assert b"<lastmod>" in answer.content


@pytest.mark.parametrize("path", ["/sitemap-nothing.xml", "/sitemap-alerts.xml?p=2", "/sitemap-alerts.xml?p=x"])
def test_a_file_that_is_not_there_is_not_found(client: Client, path: str) -> None:
    cast.published()
    assert client.get(path).status_code == 404


def test_a_file_holds_no_more_than_a_sitemap_may(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert sitemaps.Alerts.limit <= 50_000
    monkeypatch.setattr(sitemaps.Alerts, "limit", 2)
    for number in range(3):
        cast.published(f"Alert {number}")
    alerts = [file for file in addresses(client.get("/sitemap.xml")) if "alerts" in file]
    assert alerts == ["http://127.0.0.1:8000/sitemap-alerts.xml", "http://127.0.0.1:8000/sitemap-alerts.xml?p=2"]
    assert [len(addresses(client.get(file))) for file in alerts] == [2, 1]


def test_robots_are_told_of_the_sitemap(client: Client) -> None:
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in client.get("/robots.txt").text


def test_no_file_asks_more_than_ten_times(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    full_published()
    for address in ("/sitemap.xml", *(f"/sitemap-{name}.xml" for name in sitemaps.SECTIONS), "/about/"):
        with django_assert_max_num_queries(10, info=address):
            assert client.get(address).status_code == 200
