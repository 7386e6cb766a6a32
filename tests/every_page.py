"""An archive that holds something of everything, served: the address of each type of public page in it."""

from collections.abc import Iterator
from typing import Any

import pytest
from pytest_django.live_server_helper import LiveServer

from alerts import publishing
from alerts.models import Alert, Indicator, Relation, Situation
from alerts.situations import tie
from search import index
from tests import cast
from tests.documents import engine_of_today
from tests.full_alert import full_published
from tests.guards_lifted import empty_tables

PAGES = (
    "home",
    "search",
    "bad question",
    "nothing found",
    "question with mistakes",
    "months",
    "alert",
    "version",
    "tombstone",
    "about",
    "searching",
    "accessibility",
    "coverage",
    "corrections",
    "frameworks",
    "framework",
    "indicator",
    "countries",
    "country",
    "recommendations",
    "asked",
    "years",
    "organizations",
    "body",
    "situations",
    "situation",
    "situation narrowed",
    "two side by side",
    "404",
)


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, str]]:
    """The address of each kind of page, of an archive that holds something of everything and that no test alters."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        server = LiveServer("localhost")
        addresses = {name: f"{server.url}{path}" for name, path in something_of_everything().items()}
        engine = engine_of_today()
        patch.setattr(index, "searcher", lambda: engine)
        patch.setattr(index, "pending", lambda engine: index.Pending(frozenset(), (0, "of today")))
        yield addresses
        server.stop()
        empty_tables()


def something_of_everything() -> dict[str, str]:
    """The path of each kind of page."""
    alert = full_published(
        body=f"# Heading\n\nA word.[^12]\n\n{'longword' * 30}\n\n| a | b |\n| --- | --- |\n| {'x' * 80} | 2 |"
    )
    for number in range(22):
        cast.published(f"Statement {number} on a valley with a long name", issued=f"20{number:02}")
    update = cast.draft(
        "Update 2", issued="2023", issued_basis="inferred", issued_note="It speaks of the year as past."
    )
    Relation.objects.create(alert=update, kind="updates", target=alert)
    publishing.publish(update, cast.reviewer())
    withdrawn = cast.published("Withdrawn")
    publishing.withdraw(withdrawn, cast.reviewer(), "duplicate", show_title=True)
    cast.revised(Alert.objects.get(title="Statement 1 on a valley with a long name"))
    council = cast.organization("Lemkin Institute")
    stage = Indicator.objects.get(number=9)
    crisis = Situation.objects.get()
    tie(crisis, Alert.objects.published().values_list("pk", flat=True))
    return {
        "home": "/",
        "search": "/search/?issuer=genocide-watch&q=valley&issued_after=2001",
        "bad question": "/search/?issuer=nobody&sort=best",
        "nothing found": "/search/?q=zzz&issuer=genocide-watch",
        "question with mistakes": '/search/?q=valley OR "stateless (&names=off&country=AZ',
        "months": "/search/?q=valey&issued_after=2022&sort=date",
        "alert": alert.get_absolute_url(),
        "version": f"/alerts/{alert.uid}/v1/",
        "tombstone": f"/alerts/{withdrawn.uid}/",
        "about": "/about/",
        "searching": "/about/searching/",
        "accessibility": "/about/accessibility/",
        "coverage": "/coverage/",
        "corrections": "/coverage/corrections/",
        "frameworks": "/frameworks/",
        "framework": "/frameworks/ten-stages/",
        "indicator": f"/frameworks/ten-stages/{stage.uid}/",
        "countries": "/countries/",
        "country": "/countries/AZ/",
        "recommendations": "/recommendations/?addressee=asked-union&q=stop",
        "asked": "/recommendations/?by=addressee",
        "years": "/recommendations/?by=year",
        "organizations": "/organizations/",
        "body": f"/organizations/{council.uid}/{council.slug}/",
        "situations": "/situations/?country=AZ",
        "situation": f"/situations/{crisis.uid}/{crisis.slug}/",
        "situation narrowed": f"/situations/{crisis.uid}/{crisis.slug}/?issuer=lemkin-institute&issued_before=never",
        "two side by side": f"/alerts/{alert.uid}/against/{update.uid}/",
        "404": "/nothing/here",
    }
