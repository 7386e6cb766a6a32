"""The groups of the staff: what each may do, and that nobody may redact by a group."""

import pytest
from django.contrib.auth.models import Group, Permission

from alerts.models import PARTS
from tests import staff

pytestmark = pytest.mark.django_db


def rights(group: str) -> set[str]:
    found = Permission.objects.filter(group__name=group).values_list("content_type__app_label", "codename")
    return {f"{app}.{codename}" for app, codename in found}


def test_the_migration_makes_the_three_groups() -> None:
    assert set(Group.objects.values_list("name", flat=True)) == set(staff.ROLES.values())


def test_curators_write_drafts_and_publish_nothing() -> None:
    found = rights("Curators")
    assert {"alerts.add_alert", "alerts.change_alert", "alerts.delete_alert", "alerts.revise_alert"} <= found
    assert {
        f"alerts.{verb}_{m._meta.model_name}" for verb in ("add", "change", "delete", "view") for m in PARTS
    } <= found
    assert not {"alerts.publish_alert", "alerts.withdraw_alert", "alerts.redact_alert"} & found
    assert {
        "organizations.add_organization",
        "places.add_place",
        "alerts.add_alerttype",
        "alerts.view_measure",
    } <= found
    assert not {"organizations.change_organization", "alerts.add_measure", "alerts.change_situation"} & found


def test_reviewers_publish_and_withdraw() -> None:
    found = rights("Reviewers")
    assert {"alerts.publish_alert", "alerts.withdraw_alert", "alerts.revise_alert", "alerts.change_alert"} <= found
    assert {right for right in rights("Curators") if ".view_" in right} <= found
    assert "alerts.add_alert" not in found


def test_editors_write_vocabularies_and_no_alert() -> None:
    found = rights("Vocabulary editors")
    assert {"alerts.delete_measure", "organizations.change_organization", "places.add_countryname"} <= found
    assert not {right for right in found if right.endswith(("_alert", "_party")) and ".view_" not in right}


@pytest.mark.parametrize("group", list(staff.ROLES.values()))
def test_no_group_redacts_nor_writes_the_log(group: str) -> None:
    log = ("version", "versioncontent", "event", "eventactor", "change", "loghead", "redactionrequest")
    forbidden = {f"alerts.{verb}_{model}" for verb in ("add", "change", "delete") for model in log}
    assert not (forbidden | {"alerts.redact_alert"}) & rights(group)


def test_making_the_groups_again_keeps_what_was_added_by_hand() -> None:
    group = Group.objects.get(name="Curators")
    group.permissions.add(Permission.objects.get(codename="add_measure"))
    Group.objects.get(name="Reviewers").delete()
    staff.groups()
    assert "alerts.add_measure" in rights("Curators")
    assert "alerts.publish_alert" in rights("Reviewers")
