"""Lists of the admin: each model has one, each costs the same few queries, and odd questions get an answer."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccountEvent, Invitation
from alerts import publishing
from alerts.models import (
    Alert,
    AlertType,
    AlertTypeName,
    Framework,
    FrameworkName,
    Indicator,
    LogHead,
    Measure,
    MeasureName,
    RedactionRequest,
    RepeatedAsk,
    Scale,
    ScaleStep,
    Serial,
    SerialName,
    Situation,
    SituationName,
)
from curation.models import AlertPair, Hold, LinkCheck, Merge, Release, Submission
from identifiers.models import FormerAddress
from organizations.models import Organization, OrganizationName
from places.models import CountryName, Place, PlaceName, Population, PopulationName
from tests import cast, intakes, staff

pytestmark = pytest.mark.django_db
OURS = ("alerts", "organizations", "places", "identifiers", "intake", "curation")
ROWS = 42
MOST = 12


def archive() -> None:
    """More than 25 rows of every model."""
    user = staff.member("superuser")
    for n in range(ROWS):
        parent = cast.organization(f"Parent {n}")
        body = cast.organization(f"Body {n}", country=cast.country(f"A{chr(65 + n % 26)}{'ZZ' * (n > 25)}", f"C{n}"))
        Organization.objects.filter(pk=body.pk).update(parent=parent)
        place = Place.objects.create(slug=f"p{n}", name=f"Place {n}", part_of=Place.objects.first())
        place.countries.add(body.country)
        people = Population.objects.create(slug=f"q{n}", name=f"People {n}")
        scale = Scale.objects.create(slug=f"s{n}", title=f"Scale {n}", issuer=body)
        step = ScaleStep.objects.create(scale=scale, label="Watch", position=1)
        type_ = AlertType.objects.create(slug=f"t{n}", label=f"Type {n}", genre="alert", issuer=body, step=step)
        serial = Serial.objects.create(slug=f"s{n}", title=f"Serial {n}", issuer=body)
        framework = Framework.objects.create(slug=f"f{n}", title=f"Framework {n}", issuer=body)
        indicator = Indicator.objects.create(framework=framework, position=1, name=f"Indicator {n}")
        measure = Measure.objects.create(slug=f"m{n}", label=f"Measure {n}")
        situation = Situation.objects.create(slug=f"s{n}", title=f"Situation {n}")
        for model, name, of in ((OrganizationName, "organization", body), (CountryName, "country", body.country),
                                (PlaceName, "place", place), (PopulationName, "population", people),
                                (AlertTypeName, "type", type_), (SerialName, "serial", serial),
                                (FrameworkName, "framework", framework), (MeasureName, "measure", measure),
                                (SituationName, "situation", situation)):  # fmt: skip
            model.objects.create(**{name: of}, text=f"Name {n}")
        alert = cast.draft(f"Alert {n}", body, type=type_)
        alert.dates.create(kind="posted", edtf="2022")
        alert.country_links.create(country=body.country)
        alert.place_links.create(place=place)
        alert.population_links.create(population=people)
        alert.characterizations.create(crime="genocide", modality="risk", actor=body, population=people)
        alert.assessments.create(indicator=indicator)
        ask = cast.recommendation(alert, "Stop.", 1, body)
        ask.targets.create(organization=body)
        ask.measure = measure
        ask.save()
        alert.responses.create(organization=body, kind="acts", source_text="x", recommendation=ask)
        alert.notes.create(number=1).references.create(text="Reference")
        if n:
            alert.relations.create(kind="updates", target=Alert.objects.order_by("pk").first())
        alert.documents.create(sha256=f"{n:064x}", size=1)
        if n % 3:
            publishing.publish(alert, cast.reviewer())
        if n % 3 == 2:
            publishing.revise(alert, cast.reviewer())
            publishing.withdraw(alert, cast.reviewer(), "error")
        when = timezone.now()
        alert.hands.create(user=user, at=when)
        Submission.objects.create(alert=alert, submitted_at=when, submitted_by=user)
        Release.objects.create(alert=alert, not_before=when, by=user, approved_at=when)
        RedactionRequest.objects.create(alert=alert, words=["x"], reason="safety", requested_by=user)
        if n:
            AlertPair.objects.create(first=Alert.objects.order_by("pk")[0], second=alert, reasons="x")
        Hold.objects.create(alert=alert, user=cast.curator(), since=timezone.now(), seen=timezone.now())
        LinkCheck.objects.create(address=f"https://example.org/{n}", digest=f"{n:064x}").alerts.add(alert)
        LogHead.objects.get_or_create(name=f"x{n}")
        FormerAddress.objects.create(kind="place", value=f"old-{n}", uid=place.uid)
        invitation = Invitation.objects.create(token_hash=f"{n:064x}", invited_by=user, expires_at=timezone.now())
        invitation.groups.add(*Group.objects.all()[:3])
        AccountEvent.objects.create(kind="signed_in", account=user, name=user.username)
        RepeatedAsk.objects.create(recommendation=ask.uid, ask="bbbbbbbbbb", tied_by=user)
        Merge.objects.create(model="places.place", merged_id=n, merged_name="A", kept_id=n + 1, kept_name="B",
                             at=timezone.now(), by=user)  # fmt: skip
        intakes.taken_in(f"Document {n} has words of its own.")
        User.objects.create(username=f"user {n}").groups.add(Group.objects.get_or_create(name=f"group {n}")[0])


def address(model: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def test_every_model_of_ours_is_registered() -> None:
    ours = {model for label in OURS for model in apps.get_app_config(label).get_models()}
    assert ours <= set(admin.site._registry)


def test_every_list_costs_at_most_12_queries_whatever_its_rows() -> None:
    archive()
    client = staff.client("superuser")
    client.get("/admin/")
    costs = {}
    for model in admin.site._registry:
        assert model._default_manager.count() > 25, model
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address(model))
        assert response.status_code == 200
        assert response.context["cl"].result_count > 25, model
        costs[model.__name__] = len(queries)
    assert {name: cost for name, cost in costs.items() if cost > MOST} == {}


@pytest.mark.parametrize(
    "query",
    [
        "issued_earliest__year=99999999999999999999", "issued_earliest__year=0", "issued_earliest__year=x",
        "issued_earliest__year=2022&issued_earliest__month=99", "p=99999999999999999999", "p=-1", "p=x", "o=99.1",
        "o=x",
        "q=%5C%22%27%25_", "q=" + "9" * 4000, "q=" + "x+" * 500, "state=nothing", "type__genre__exact=x", "id__exact=x",
        "curator_note__contains=x", "created_by__password__startswith=a", "all=1", "_facets=True", "e=1", "q=%E2%80%AE",
    ],
)  # fmt: skip
def test_odd_questions_get_a_page(query: str) -> None:
    cast.published()
    client = staff.client("curator")
    client.raise_request_exception = False
    assert client.get(f"/admin/alerts/alert/?{query}").status_code in (200, 302, 400)


@pytest.mark.parametrize(
    "path",
    [
        "alerts/alert/add/?type=x&serial=99999999999999999999999&retrieved_on=soon&issued=%2F&text_rights=z",
        "alerts/alert/add/?_to_field=password", "alerts/alert/add/?_popup=1&_changelist_filters=%25",
        "organizations/organization/add/?predecessors=x,99999999999999999999999&parent=-1&country=1.5",
        "autocomplete/?app_label=alerts&model_name=party&field_name=organization&term=%25&page=99999999999999999999",
        "autocomplete/?app_label=alerts&model_name=party&field_name=alert", "autocomplete/?app_label=auth&model_name=x",
        "alerts/alert/99999999999999999999999/history/", "alerts/alert/x/change/", "alerts/event/x/change/",
        "alerts/loghead/%F0%9F%94%92/change/", "alerts/version/-1/delete/",
    ],
)  # fmt: skip
def test_odd_addresses_get_an_answer(path: str) -> None:
    client = staff.client("superuser")
    assert client.get(f"/admin/{path}").status_code in (200, 302, 400, 403, 404)


def test_bulk_actions_with_odd_rows_are_refused() -> None:
    client = staff.client("superuser")
    for key in ("9" * 30, "x", "-1"):
        data = {"action": "delete_selected", "_selected_action": key, "post": "yes"}
        assert client.post("/admin/organizations/organization/", data).status_code == 400


class TestAlerts:
    def listed(self, query: str = "") -> list[str]:
        cl = staff.client("curator").get(f"/admin/alerts/alert/?{query}").context["cl"]
        return sorted(alert.title for alert in cl.result_list)

    def test_states_are_told_apart(self) -> None:
        cast.draft("Draft")
        cast.draft("In review", status="in_review")
        public = cast.published("Public")
        withdrawn = cast.published("Withdrawn")
        publishing.withdraw(withdrawn, cast.reviewer(), "error")
        copy = publishing.revise(public, cast.reviewer())
        Alert.objects.filter(pk=copy.pk).update(title="Copy")
        assert self.listed("state=drafts") == ["Copy", "Draft"]
        assert self.listed("state=in_review") == ["In review"]
        assert self.listed("state=published") == ["Public"]
        assert self.listed("state=withdrawn") == ["Withdrawn"]
        assert self.listed("state=copies") == ["Copy"]
        assert self.listed("state=revised") == ["Public"]
        page = staff.client("curator").get("/admin/alerts/alert/").content.decode()
        assert "working copy, draft" in page
        assert "published; its working copy is draft" in page

    def test_drafts_and_public_ones_are_found_by_title_uid_symbol_and_source(self) -> None:
        draft = cast.draft("Ətraf Alert", symbol="A/HRC/51/2", source_url="https://example.org/a-page")
        cast.published("Another")
        for term in ("ətraf", "etraf", "A/HRC/51", draft.uid, "example.org/a-page", "alert 51/2"):
            assert self.listed(f"q={term}") == ["Ətraf Alert"], term
        assert self.listed("q=another") == ["Another"]

    def test_a_working_copy_is_found_by_the_uid_of_the_public_one(self) -> None:
        public = cast.published("Public")
        publishing.revise(public, cast.reviewer())
        assert self.listed(f"q={public.uid}") == ["Public", "Public"]

    def test_the_index_lists_what_is_used_most_first(self) -> None:
        page = staff.client("curator").get("/admin/")
        sections = [section["name"] for section in page.context["app_list"]]
        assert sections == ["Alerts", "Who and where", "Vocabularies", "The log", "Parts of all these, to read"]
        assert page.context["app_list"][0]["models"][0]["object_name"] == "Alert"
        assert "Forewarned" in page.content.decode()
        assert staff.client("curator").get("/admin/alerts/").status_code == 200
