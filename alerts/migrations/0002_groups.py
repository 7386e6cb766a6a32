"""The groups that a member of the staff is put into. The right to redact is in none: it is given person by person."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

PARTS = (
    "alertdate", "party", "alertcountry", "alertplace", "alertpopulation", "characterization", "assessment",
    "recommendation", "recommendationaddressee", "recommendationtarget", "response", "note", "reference", "relation",
    "document",
)  # fmt: skip
VOCABULARIES = {
    "alerts": ("alerttype", "framework", "indicator", "measure", "scale", "scalestep", "serial", "situation"),
    "organizations": ("organization", "organizationname"),
    "places": ("country", "countryname", "place", "placename", "population", "populationname"),
}
# New ones are met in every other document.
MET_WHILE_ENTERING = {
    "alerts": ("alerttype",),
    "organizations": ("organization", "organizationname"),
    "places": ("place", "placename", "population", "populationname"),
}
LOG = ("version", "versioncontent", "event", "change")


def rights():
    """The permissions of each group, as (app, codename)."""
    look = {("alerts", f"view_{model}") for model in ("alert", *PARTS, *LOG)}
    look |= {(app, f"view_{model}") for app, models in VOCABULARIES.items() for model in models}
    write = {("alerts", f"{verb}_{model}") for verb in ("add", "change", "delete") for model in PARTS}
    met = {(app, f"add_{model}") for app, models in MET_WHILE_ENTERING.items() for model in models}
    return {
        "Curators": look | write | met | {
            ("alerts", "add_alert"), ("alerts", "change_alert"), ("alerts", "delete_alert"),
            ("alerts", "revise_alert"),
        },
        "Reviewers": look | write | {
            ("alerts", "change_alert"), ("alerts", "revise_alert"), ("alerts", "publish_alert"),
            ("alerts", "withdraw_alert"), ("alerts", "view_eventactor"), ("identifiers", "view_formeraddress"),
        },
        "Vocabulary editors": {right for right in look if right[1] != "view_versioncontent"} | {
            (app, f"{verb}_{model}")
            for verb in ("add", "change", "delete")
            for app, models in VOCABULARIES.items()
            for model in models
        } | {("identifiers", "view_formeraddress")},
    }  # fmt: skip


def make_groups(apps, schema_editor):
    """Make the groups with their rights. A group that is there already keeps what it has besides."""
    database = schema_editor.connection.alias
    # Django makes the permissions after all migrations, which is too late for the groups.
    for label in ("alerts", "organizations", "places", "identifiers"):
        config = apps.get_app_config(label)
        module = getattr(config, "models_module", None)
        config.models_module = module or True
        create_permissions(config, apps=apps, verbosity=0, using=database)
        config.models_module = module
    group = apps.get_model("auth", "Group").objects.using(database)
    permission = apps.get_model("auth", "Permission").objects.using(database)
    for name, wanted in rights().items():
        made, _ = group.get_or_create(name=name)
        found = permission.filter(
            content_type__app_label__in={app for app, _ in wanted}, codename__in={codename for _, codename in wanted}
        ).select_related("content_type")
        made.permissions.add(*(p for p in found if (p.content_type.app_label, p.codename) in wanted))


class Migration(migrations.Migration):
    dependencies = [
        ("alerts", "0001_initial"),
        ("organizations", "0001_initial"),
        ("places", "0001_initial"),
        ("identifiers", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
