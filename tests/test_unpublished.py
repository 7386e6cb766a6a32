"""What is not public is nowhere: 60 addresses read by a stranger while drafts, working copies, withdrawn alerts and
redacted words hold canary words.
"""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db.models import Model
from django.test import Client

from alerts import publishing
from alerts.models import (
    Alert,
    AlertType,
    Framework,
    Indicator,
    Measure,
    Party,
    Relation,
    Scale,
    ScaleStep,
    Serial,
    Situation,
    VersionContent,
)
from organizations.models import Organization, OrganizationName
from places.models import Place, Population
from tests import cast, staff
from tests.full_alert import full_draft, full_published

pytestmark = pytest.mark.django_db

# One word for each way of not being public.
DRAFT, REVIEW, COPY, WITHDRAWN, REDACTED, STAFF = "quagga", "thylacine", "dodo", "aurochs", "moa", "solenodon"
RENAMED: dict[type[Model], tuple[str, ...]] = {
    Organization: ("name", "slug", "description", "acronym"),
    OrganizationName: ("text",),
    Place: ("name", "slug"),
    Population: ("name", "slug"),
    AlertType: ("label", "slug"),
    Framework: ("title", "slug", "source"),
    Indicator: ("name",),
    Measure: ("label", "slug"),
    Serial: ("title", "slug"),
    Situation: ("title", "slug", "summary"),
    Scale: ("title", "slug"),
    ScaleStep: ("label",),
}
CANARIES = (DRAFT, REVIEW, COPY, WITHDRAWN, REDACTED, STAFF)


@pytest.fixture
def hidden() -> dict[str, Alert]:
    """An archive in which each canary word is held by something that no stranger may see."""
    public = full_published(curator_note=f"{STAFF} for staff")
    draft = full_draft(DRAFT)
    Relation.objects.create(alert=draft, kind="retracts", target=public)
    Party.objects.create(alert=draft, role="addressee", organization=public.parties.all()[0].organization, position=9)
    review = full_draft(REVIEW)
    publishing.submit(review, cast.curator())
    copy = publishing.revise(public, cast.reviewer())
    cast.confirm(copy, title=f"Copy of {COPY}", abstract=COPY, body=COPY, issuers_note=COPY)
    copy.recommendations.update(text=COPY)
    copy.characterizations.update(words=COPY)
    copy.relations.create(kind="updates", target=public, note=COPY)
    withdrawn = full_published(WITHDRAWN)
    publishing.withdraw(withdrawn, cast.reviewer(), "safety", private_note=STAFF)
    redacted = full_published(REDACTED, curator_note=STAFF)
    _redact_everything(redacted)
    return {
        "public": public,
        "draft": draft,
        "review": review,
        "copy": copy,
        "withdrawn": withdrawn,
        "redacted": redacted,
    }


def _redact_everything(alert: Alert) -> None:
    """Redact the word in the alert; the records that it alone used are renamed, as the redaction's report asks."""
    for model, fields in RENAMED.items():
        for record in model._default_manager.all():
            if any(REDACTED in str(getattr(record, name)).lower() for name in fields):
                for name in fields:
                    setattr(record, name, str(getattr(record, name)).replace(REDACTED, "x"))
                record.save()
    publishing.redact(
        alert, cast.redactor("one"), cast.redactor("two"), [REDACTED], "court_order", private_note=REDACTED
    )


def addresses(hidden: dict[str, Alert]) -> list[str]:
    """Every kind of address, of what is public and of what is not."""
    found = [
        "/",
        "/search/",
        "/organizations/",
        "/about/",
        "/coverage/",
        "/coverage/?csv=coverage",
        "/coverage/corrections/",
        "/frameworks/",
        "/frameworks/ten-stages/",
        "/sitemap.xml",
        "/sitemap-alerts.xml",
        "/sitemap-organizations.xml",
        "/countries/",
        "/countries/AZ/",
        "/recommendations/",
        "/recommendations/register.csv",
        "/situations/",
        "/situations/?q=crisis",
        "/robots.txt",
        "/healthz",
        "/nothing",
        "/search/?sort=title",
    ]
    for alert in hidden.values():
        found += [f"/alerts/{alert.uid}/{rest}" for rest in ("", f"{alert.slug}/", "v1/", "v2/")]
    for word in (DRAFT, WITHDRAWN, COPY, REDACTED):
        found += [f"/search/?q={word}", f"/search/?issuer=lemkin-institute-{word}", f"/search/?place=valley-{word}"]
        found += [
            f"/organizations/lemkin-institute-{word}/",
            f"/organizations/?q={word}",
            f"/recommendations/?q={word}",
            f"/recommendations/?by=measure&measure=embargo-{word}",
            f"/alerts/red-flag-alert-{word}/",
        ]
    for situation in Situation.objects.all():
        found += [f"/situations/{situation.uid}/", f"/situations/{situation.slug}/"]
    for organization in Organization.objects.all():
        found.append(f"/organizations/{organization.uid}/")
    return found


def test_the_canary_words_occur_nowhere(client: Client, hidden: dict[str, Alert]) -> None:
    read = addresses(hidden)
    assert len(read) >= 60
    for address in read:
        asked = address.casefold()
        answer = client.get(address, follow=True)
        shown = _all_of(answer)
        for canary in CANARIES:
            # What a stranger typed may be said back; beyond that, nothing.
            said_back = _said_back(client, asked, canary) if canary in asked else 0
            assert shown.count(canary) <= said_back, f"{address} tells {canary}"


def _said_back(client: Client, address: str, canary: str) -> int:
    """How often a page says a word back that nobody ever held, asked in the same way."""
    stand_in = "z" * len(canary)
    answer = client.get(address.replace(canary, stand_in), follow=True)
    return _all_of(answer).count(stand_in)


def _all_of(answer: Any) -> str:
    return f"{answer.getvalue().decode()} {dict(answer.headers)} {answer.redirect_chain}".casefold()


def test_a_question_for_a_canary_word_finds_nothing(client: Client, hidden: dict[str, Alert]) -> None:
    for canary in CANARIES:
        assert '<data id="total" value="0">' in client.get(f"/search/?q={canary}").text, canary


@pytest.mark.parametrize("who", [cast.curator, cast.reviewer])
def test_the_public_pages_tell_the_staff_no_more(
    client: Client, hidden: dict[str, Alert], who: Callable[[], User]
) -> None:
    staff.sign_in(client, who())
    for address in ("/", "/search/", f"/alerts/{hidden['public'].uid}/", f"/alerts/{hidden['draft'].uid}/"):
        html = client.get(address, follow=True).text.casefold()
        assert not [canary for canary in CANARIES if canary in html and canary not in address]


def test_a_version_is_no_way_round(client: Client, hidden: dict[str, Alert]) -> None:
    contents = VersionContent.objects.filter(version__alert=hidden["redacted"])
    assert all(REDACTED not in json.dumps(c.canonical) for c in contents)
    assert client.get(f"/alerts/{hidden['redacted'].uid}/v1/").status_code == 410
