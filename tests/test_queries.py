"""No page asks the database more than ten times, however many rows there are."""

import pytest
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from alerts import publishing
from alerts.models import Alert, Note, Party, Recommendation, RecommendationAddressee, Reference, Relation
from identifiers.models import FormerAddress, Kind
from tests import cast
from tests.full_alert import full_draft

pytestmark = pytest.mark.django_db
MOST = 10


def archive(size: int) -> Alert:
    """A public alert with `size` of everything around and in it."""
    council = cast.organization("Council")
    draft = full_draft()
    for number in range(size):
        body = cast.organization(f"Body {number}", parent=council)
        Party.objects.create(alert=draft, role="issuer", organization=body, position=number + 10)
        Party.objects.create(alert=draft, role="signatory", organization=body, position=number + 100)
        ask = cast.recommendation(draft, f"Ask {number}", number + 10, council, body)
        assert ask.pk
        note = Note.objects.create(alert=draft, number=number + 20)
        Reference.objects.create(note=note, text="A source", url="https://example.org/")
    publishing.publish(draft, cast.reviewer())
    before = draft
    for number in range(size):
        update = cast.draft(f"Update {number}", council, issued=f"2022-11-{number + 1:02}")
        update.serial, update.serial_number = draft.serial, 8 + number
        update.save()
        Relation.objects.create(alert=update, kind="updates", target=before)
        Relation.objects.create(alert=update, kind="responds_to", target=draft)
        publishing.publish(update, cast.reviewer())
        draft.situations.first().alerts.add(update)  # type: ignore[union-attr]
        before = update
    FormerAddress.objects.create(kind=Kind.ALERT, value="old", uid=draft.uid)
    return Alert.objects.get(pk=draft.pk)


@pytest.mark.parametrize("size", [1, 12])
def test_no_page_asks_more_than_ten_times(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, size: int
) -> None:
    alert = archive(size)
    council = cast.organization("Council")
    for address in (
        "/",
        "/search/",
        "/search/?q=warns&issuer=council&country=AZ&sort=title&issued_after=2020",
        "/search/?issuer=nobody&type=none&place=nowhere&situation=no&measure=no&addressee=no",
        "/search/?page=99",
        alert.get_absolute_url(),
        f"/alerts/{alert.uid}/",
        f"/alerts/{alert.uid}/v1/",
        "/alerts/old/",
        "/alerts/zzzzzzzzzz/",
        "/organizations/",
        "/organizations/?q=body&kind=ngo",
        f"/organizations/{council.uid}/council/",
        f"/organizations/{council.uid}/",
        "/organizations/zzzzzzzzzz/",
    ):
        with django_assert_max_num_queries(MOST, info=address):
            answer = client.get(address)
        assert answer.status_code < 500
    publishing.withdraw(alert, cast.reviewer(), "error")
    with django_assert_max_num_queries(MOST):
        assert client.get(f"/alerts/{alert.uid}/").status_code == 410


def test_a_page_of_hits_costs_the_same_with_one_alert_and_with_many(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    # Without an index the database is asked in a limited time; PostgreSQL is told so in a transaction of its own.
    # One more asks for the number of the change feed, by which a page is known to be the same.
    cost = 5 if connection.vendor == "sqlite" else 9
    cast.published()
    with django_assert_num_queries(cost):
        client.get("/search/")
    archive(12)
    with django_assert_num_queries(cost):
        client.get("/search/")
    assert Recommendation.objects.count() == 14
    assert RecommendationAddressee.objects.count() > 24
