"""Vocabularies in the admin: a name that changes reaches every alert that shows it; what is used is not deleted."""

from typing import Any

import pytest
from django.db import IntegrityError

from alerts import publishing, uses
from alerts.models import Alert, AlertType, Change, Framework, Indicator, Measure, Scale, ScaleStep, Serial, Situation
from identifiers.models import FormerAddress
from organizations.models import Organization, OrganizationName
from places.models import Country, Place, Population
from tests import cast, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Any:
    return staff.client("editor")


def path(record: Any, page: str = "change") -> str:
    return f"/admin/{record._meta.app_label}/{record._meta.model_name}/{record.pk}/{page}/"


def change(client: Any, record: Any, **fields: Any) -> Any:
    data = staff.filled(client.get(path(record))) | fields
    data = {name: [v.pk for v in value] if is_rows(value) else value for name, value in data.items()}
    response = client.post(path(record), data)
    assert response.status_code == 302, staff.errors(response)
    return response


def is_rows(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and hasattr(value[0], "pk")


def everything_shown() -> tuple[Alert, list[Any]]:
    """A public alert, and each record that it shows."""
    issuer = cast.organization()
    scale = Scale.objects.create(slug="scale", title="Scale", issuer=issuer)
    step = ScaleStep.objects.create(scale=scale, label="Watch", position=1)
    type_ = AlertType.objects.create(slug="type", label="Watch", genre="alert", issuer=issuer, step=step)
    serial = Serial.objects.create(slug="serial", title="Serial", issuer=issuer)
    framework = Framework.objects.create(slug="framework", title="Framework")
    indicator = Indicator.objects.create(framework=framework, position=1, name="Indicator")
    measure = Measure.objects.create(slug="measure", label="Measure")
    situation = Situation.objects.create(slug="situation", title="Situation")
    place, people = Place.objects.create(slug="p", name="Place"), Population.objects.create(slug="q", name="People")
    asked, actor = cast.organization("Asked"), cast.organization("Actor", "armed_group")
    alert = cast.draft(type=type_, serial=serial, serial_number=3)
    alert.country_links.create(country=cast.country())
    alert.place_links.create(place=place)
    alert.characterizations.create(crime="genocide", modality="risk", actor=actor, population=people)
    alert.assessments.create(indicator=indicator)
    ask = cast.recommendation(alert, "Stop.", 1, asked)
    ask.measure, ask.situation = measure, situation
    ask.save()
    publishing.publish(alert, cast.reviewer())
    records = [issuer, asked, actor, cast.country(), place, people, scale, step, type_, serial, framework, indicator]
    return Alert.objects.get(pk=alert.pk), [*records, measure, situation]


def test_every_record_that_an_alert_shows_tells_the_feed_when_it_changes(editor: Any) -> None:
    alert, records = everything_shown()
    for record in records:
        field = next(f for f in ("name", "title", "label") if hasattr(record, f))
        before = Change.objects.count()
        change(editor, record, **{field: f"New {record._meta.model_name} {record.pk}"})
        assert Change.objects.count() == before + 1, record._meta.model_name
        assert f"New {record._meta.model_name} {record.pk}" in str(Alert.objects.get(pk=alert.pk).record), field


def test_a_new_name_of_an_organization_finds_its_alerts(editor: Any) -> None:
    alert = cast.published()
    body = cast.organization()
    data = staff.filled(editor.get(path(body)))
    staff.add_row(data, "names", text="Génocide Veille", relation="same")
    assert editor.post(path(body), data).status_code == 302
    assert "genocide veille" in Alert.objects.get(pk=alert.pk).keywords


def test_saving_without_a_change_tells_nobody(editor: Any) -> None:
    cast.published()
    before = Change.objects.count()
    change(editor, cast.organization())
    assert Change.objects.count() == before


def test_tying_and_untying_a_situation_tells_the_feed(editor: Any) -> None:
    alert, situation = cast.published(), Situation.objects.create(slug="s", title="S")
    before = Change.objects.count()
    for among in ("public", "tied"):
        editor.post(path(situation, "assign"), {"among": among, "alert": alert.pk, "apply": "1"})
    assert Change.objects.count() == before + 2


class TestAddresses:
    @pytest.mark.parametrize("name", ["organization", "place", "population", "type", "measure", "serial", "situation"])
    def test_a_former_slug_leads_to_the_record_for_ever(self, editor: Any, name: str) -> None:
        _, records = everything_shown()
        models = {"type": "alerttype"}
        record = next(r for r in records if r._meta.model_name == models.get(name, name))
        former = record.slug
        change(editor, record, slug="another")
        change(editor, record, slug="a-third")
        assert FormerAddress.objects.today(name, [former, "another"]) == {former: record.uid, "another": record.uid}

    def test_a_record_can_take_its_own_former_slug_back(self, editor: Any) -> None:
        body = cast.organization()
        change(editor, body, slug="another")
        change(editor, body, slug="genocide-watch")
        assert FormerAddress.objects.today("organization", ["another", "genocide-watch"]) == {"another": body.uid}

    def test_no_other_record_takes_a_former_slug(self, editor: Any) -> None:
        body = cast.organization()
        change(editor, body, slug="another")
        data = staff.filled(editor.get("/admin/organizations/organization/add/"))
        data |= {"name": "Usurper", "slug": "genocide-watch", "kind": "ngo"}
        answer = editor.post("/admin/organizations/organization/add/", data)
        assert "former address" in str(staff.errors(answer))


class TestDeleting:
    def test_what_alerts_show_is_not_deleted_and_the_sentence_names_them(self, editor: Any) -> None:
        _, records = everything_shown()
        for record in records:
            said = staff.said(editor.post(path(record, "delete"), {"post": "yes"}, follow=True))
            assert "cannot be deleted" in said, record
            assert type(record)._default_manager.filter(pk=record.pk).exists()

    def test_the_sentence_counts_each_kind_of_user(self) -> None:
        body = cast.organization()
        for number in range(3):
            cast.draft(f"Alert {number}")
        Serial.objects.create(slug="s", title="Serial", issuer=body)
        assert uses.refusal(body) == (
            "Genocide Watch cannot be deleted: 3 alerts, 1 alert type and 1 serial point at it: "
            "“Alert 0”, “Alert 1”, “Alert 2” and 2 more."
        )

    def test_the_bulk_action_deletes_none_of_the_batch(self, editor: Any) -> None:
        used, free = cast.organization(), cast.organization("Free")
        cast.draft()
        data = {"action": "delete_selected", "_selected_action": [used.pk, free.pk], "post": "yes"}
        said = staff.said(editor.post("/admin/organizations/organization/", data, follow=True))
        assert "Genocide Watch cannot be deleted" in said
        assert Organization.objects.filter(pk=free.pk).exists()
        editor.post("/admin/organizations/organization/", data | {"_selected_action": [free.pk]})
        assert not Organization.objects.filter(pk=free.pk).exists()

    def test_code_is_refused_as_people_are(self) -> None:
        cast.draft()
        with pytest.raises(uses.StillUsedError, match="Genocide Watch cannot be deleted: "):
            uses.delete(cast.organization())
        free = cast.organization("Free")
        OrganizationName.objects.create(organization=free, text="Frei")
        uses.delete(free)
        assert not OrganizationName.objects.exists()

    def test_a_step_of_a_scale_that_a_type_uses_is_not_deleted_with_it(self, editor: Any) -> None:
        _, records = everything_shown()
        scale = next(r for r in records if isinstance(r, Scale))
        data = staff.filled(editor.get(path(scale))) | {"steps-0-DELETE": "on"}
        answer = editor.post(path(scale), data)
        assert "Watch" in str(staff.errors(answer))
        assert ScaleStep.objects.exists()

    def test_a_place_in_a_situation_and_a_predecessor_are_kept(self, editor: Any) -> None:
        place = Place.objects.create(slug="p", name="Place")
        Situation.objects.create(slug="s", title="S").places.add(place)
        old, new = cast.organization("Old"), cast.organization("New")
        new.predecessors.add(old)
        assert uses.refusal(place) == "Place cannot be deleted: 1 situation points at it: “S”."
        assert uses.refusal(old) == "Old cannot be deleted: 1 organization points at it: “New”."

    def test_a_working_copy_counts_as_the_alert_that_it_revises(self) -> None:
        publishing.revise(cast.published(), cast.reviewer())
        assert uses.refusal(cast.country()) == ""
        assert "1 alert and 1 alert type point at it" in uses.refusal(cast.organization())

    def test_deleting_a_situation_tells_the_feed(self, editor: Any) -> None:
        situation = Situation.objects.create(slug="s", title="S")
        situation.alerts.add(cast.published())
        before = Change.objects.count()
        editor.post(path(situation, "delete"), {"post": "yes"})
        assert (Situation.objects.count(), Change.objects.count()) == (0, before + 1)


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("model", "fields", "sentence"),
        [
            ("organizations/organization", {"name": "S", "slug": "s", "kind": "state"}, "tied to its country"),
            ("organizations/organization", {"name": "S\0", "slug": "s", "kind": "ngo"}, "Null"),
            ("organizations/organization", {"name": "S", "slug": "s", "kind": "ngo", "country": "9" * 99}, "country"),
            (
                "organizations/organization",
                {"name": "S", "slug": "s", "kind": "ngo", "predecessors": ["9" * 99]},
                "pre",
            ),
            ("places/place", {"name": "P", "slug": "not a slug"}, "slug"),
            ("places/country", {"name": "C", "code": "abc"}, "code"),
            ("places/country", {"name": "C", "code": "XX", "from_year": "9" * 30}, "from_year"),
            ("alerts/situation", {"title": "S", "slug": "s", "period": "long ago"}, "not a date"),
            ("alerts/indicator", {"framework": "1", "position": "-1", "name": "x"}, "position"),
        ],
    )
    def test_odd_input_gets_a_sentence(self, model: str, fields: dict[str, Any], sentence: str) -> None:
        client = staff.client("superuser")
        address = f"/admin/{model}/add/"
        answer = client.post(address, staff.filled(client.get(address)) | fields)
        assert answer.status_code == 200
        assert sentence in str(staff.errors(answer))

    def test_two_states_of_one_country_and_circles_are_told(self, editor: Any) -> None:
        az = cast.country()
        cast.organization("Azerbaijan", "state", country=az)
        other = cast.organization("Other", "ngo")
        data = staff.filled(editor.get(path(other))) | {"kind": "state", "country": az.pk}
        assert "is here already: Azerbaijan" in str(staff.errors(editor.post(path(other), data)))
        child = cast.organization("Child", parent=other)
        for parent in (other, child):
            data = staff.filled(editor.get(path(other))) | {"parent": parent.pk}
            assert "above itself" in str(staff.errors(editor.post(path(other), data)))


def test_what_only_the_database_refuses_is_told_and_not_saved(editor: Any, monkeypatch: Any) -> None:
    def quicker(self: Any, *args: Any) -> None:
        raise IntegrityError

    body = cast.organization()
    data = staff.filled(editor.get(path(body))) | {"name": "New"}
    monkeypatch.setattr("curation.admin.vocabulary.VocabularyAdmin.save_related", quicker)
    answer = editor.post(path(body), data, follow=True)
    assert "Not saved" in staff.said(answer)
    assert Organization.objects.get().name == "Genocide Watch"


class TestAutocomplete:
    @pytest.mark.parametrize("term", ["Genocide", "watch geno", "ՀԱՅԱՍՏԱՆ", "հայ", "GW", "genocíde"])
    def test_an_organization_is_found_by_any_name_in_any_script(self, term: str) -> None:
        body = cast.organization(acronym="GW")
        OrganizationName.objects.create(organization=body, text="Հայաստան")
        cast.organization("Other")
        found = ask(staff.client("curator"), term, "alerts", "party", "organization")
        assert [r["text"] for r in found] == ["Genocide Watch"]

    def test_an_indicator_says_of_which_framework_it_is(self) -> None:
        framework = Framework.objects.create(slug="f", title="Ten Stages")
        Indicator.objects.create(framework=framework, position=1, number=1, name="Classification")
        found = ask(staff.client("curator"), "ten class", "alerts", "assessment", "indicator")
        assert [r["text"] for r in found] == ["Ten Stages: 1. Classification"]

    def test_working_copies_are_no_targets_of_relations(self) -> None:
        publishing.revise(cast.published("Public"), cast.reviewer())
        found = ask(staff.client("curator"), "public", "alerts", "relation", "target")
        assert len(found) == 1
        assert "published" in found[0]["text"]

    def test_who_may_not_see_gets_nothing(self) -> None:
        query = {"term": "", "app_label": "alerts", "model_name": "party", "field_name": "organization"}
        assert staff.client("nobody").get("/admin/autocomplete/", query).status_code == 403


def ask(client: Any, term: str, app: str, model: str, field: str) -> list[dict[str, str]]:
    query = {"term": term, "app_label": app, "model_name": model, "field_name": field}
    found: list[dict[str, str]] = client.get("/admin/autocomplete/", query).json()["results"]
    return found


def test_curators_add_bodies_and_places_and_change_none() -> None:
    curator = staff.client("curator")
    data = staff.filled(curator.get("/admin/organizations/organization/add/"))
    data |= {"name": "New body", "slug": "new-body", "kind": "ngo"}
    staff.add_row(data, "names", text="Nouveau", relation="same")
    assert curator.post("/admin/organizations/organization/add/", data).status_code == 302
    made = Organization.objects.get(name="New body")
    assert made.names.count() == 1
    assert curator.post(path(made), data).status_code == 403
    assert curator.get("/admin/alerts/measure/add/").status_code == 403


def test_the_code_of_a_country_stays(editor: Any) -> None:
    country = cast.country()
    change(editor, country, code="XX", name="New")
    assert Country.objects.values_list("code", "name").get() == ("AZ", "New")
