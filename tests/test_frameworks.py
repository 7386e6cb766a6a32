"""Frameworks: which alerts found which indicator, and what they concluded."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from alerts import publishing
from alerts.models import Alert, Assessment, Framework, Indicator, Relation
from identifiers.models import FormerAddress, Kind
from tests import cast
from tests.test_alert_page import plain

pytestmark = pytest.mark.django_db


def stage(number: int) -> Indicator:
    made, _ = Framework.objects.get_or_create(slug="ten-stages", defaults={"title": "Ten Stages", "source": "A book"})
    return Indicator.objects.get_or_create(framework=made, position=number, number=number, name=f"Stage {number}")[0]


def finding(title: str, *numbers: int, concluded: int = 0, **fields: Any) -> Alert:
    alert = cast.draft(title, **fields)
    for position, number in enumerate(numbers, 1):
        ends = number == concluded
        Assessment.objects.create(
            alert=alert, indicator=stage(number), position=position, note=f"Seen {number}.", concluded=ends
        )
    publishing.publish(alert, cast.reviewer())
    return Alert.objects.get(pk=alert.pk)


def test_the_list_holds_frameworks_that_public_alerts_use(client: Client) -> None:
    finding("Public", 8, 9)
    Framework.objects.create(slug="secret", title="Secret list")
    hidden = Framework.objects.create(slug="hidden", title="Hidden list")
    of_a_draft = Indicator.objects.create(framework=hidden, position=1, name="Hidden sign")
    Assessment.objects.create(alert=cast.draft("Draft"), indicator=of_a_draft)
    words = plain(client.get("/frameworks/").text)
    assert "Ten Stages A book used in 1 alert 2 indicators" in words
    assert "Secret" not in words
    assert "Hidden" not in words
    for address in ("/frameworks/hidden/", "/frameworks/secret/", f"/frameworks/hidden/{of_a_draft.uid}/"):
        assert client.get(address).status_code == 404


def test_a_framework_tells_how_many_alerts_found_each_and_what_was_concluded(client: Client) -> None:
    stage(10)
    finding("First", 8, 9, concluded=9, issued="2020")
    finding("Second", 9, issued="2022")
    words = plain(client.get("/frameworks/ten-stages/").text)
    assert "8. Stage 8 1 0 2020 2020 9. Stage 9 2 1 2020 2022 10. Stage 10 0 0 – –" in words
    assert "What alerts concluded" in words
    assert "2020 Genocide Watch First 9. Stage 9 Seen 9." in words
    assert "Second" not in words
    assert "9. Stage 9,2,1,2020,2022" in client.get("/frameworks/ten-stages/?csv=indicators").text


def test_all_alerts_that_found_stage_nine(client: Client) -> None:
    first = finding("First", 8, 9, concluded=9, issued="2020")
    finding("Second", 9, issued="2022")
    finding("Other", 8)
    nine = stage(9)
    assert f'href="/frameworks/ten-stages/{nine.uid}/"' in client.get("/frameworks/ten-stages/").text
    html = client.get(f"/frameworks/ten-stages/{nine.uid}/").text
    words = plain(html)
    assert "2 alerts found it" in words
    assert words.index("Second") < words.index("First")
    assert "Other" not in words
    assert "concluded: the alert places the situation here" in words
    place = first.assessments.get(indicator=nine).uid
    assert f'href="{first.get_absolute_url()}#assessment-{place}"' in html
    assert f'id="assessment-{place}"' in client.get(first.get_absolute_url()).text


def test_former_addresses_of_an_indicator_lead_to_it(client: Client) -> None:
    finding("First", 9)
    nine = stage(9)
    FormerAddress.objects.create(kind=Kind.INDICATOR, value="zzzzzzzzzz", uid=nine.uid)
    for address in ("/frameworks/ten-stages/zzzzzzzzzz/", f"/frameworks/other/{nine.uid}/"):
        answer = client.get(address)
        assert (answer.status_code, answer["Location"]) == (301, f"/frameworks/ten-stages/{nine.uid}/")
    assert client.get("/frameworks/ten-stages/bbbbbbbbbb/").status_code == 404


def test_what_is_withdrawn_or_told_again_counts_no_more(client: Client) -> None:
    first = finding("First", 9, concluded=9)
    second = finding("Again", 9, concluded=9, issued="2023")
    copy = publishing.revise(second, cast.curator())
    Relation.objects.create(alert=copy, kind="reissues", target=first)
    publishing.publish(cast.confirm(copy), cast.reviewer())
    assert "9. Stage 9 1 1 2022 2022" in plain(client.get("/frameworks/ten-stages/").text)
    publishing.withdraw(first, cast.reviewer(), "error")
    assert "9. Stage 9 1 1 2023 2023" in plain(client.get("/frameworks/ten-stages/").text)
    publishing.withdraw(Alert.objects.get(pk=second.pk), cast.reviewer(), "error")
    assert client.get("/frameworks/ten-stages/").status_code == 404
    assert "No alert of this archive names indicators" in client.get("/frameworks/").text


def test_no_page_asks_more_than_ten_times(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(27):
        finding(f"Alert {number}", 8, 9, concluded=9, issued=f"20{number:02}")
    nine = stage(9)
    for address in (
        "",
        "ten-stages/",
        "ten-stages/?page=2",
        f"ten-stages/{nine.uid}/",
        f"ten-stages/{nine.uid}/?page=9",
    ):
        with django_assert_max_num_queries(10, info=address):
            assert client.get(f"/frameworks/{address}").status_code == 200
    assert "There is no page 9" in client.get(f"/frameworks/ten-stages/{nine.uid}/?page=9").text
