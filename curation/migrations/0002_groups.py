"""What the groups of the staff may do besides: with the records of this app, and by its rights."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

OTHER_NAMES = ("alerttypename", "frameworkname", "measurename", "serialname", "situationname")
SEE_NAMES = {("alerts", f"view_{name}") for name in OTHER_NAMES}
DESK = {("curation", "view_alertpair"), ("curation", "view_linkcheck")}
# group → permissions, as (app, codename)
RIGHTS: dict[str, set[tuple[str, str]]] = {
    "Curators": DESK | SEE_NAMES | {("alerts", "add_alerttypename")},
    "Reviewers": DESK | SEE_NAMES | {("curation", "view_submission"), ("curation", "view_release")},
    "Vocabulary editors": {
        *DESK,
        ("curation", "view_merge"),
        *(("alerts", f"{verb}_{name}") for verb in ("view", "add", "change", "delete") for name in OTHER_NAMES),
    },
}


def extend_groups(apps, schema_editor):
    """Give the groups these rights, and let them keep what they have."""
    if not any(RIGHTS.values()):
        return
    database = schema_editor.connection.alias
    # Django makes the permissions after all migrations, which is too late for the groups.
    for label in sorted({app for wanted in RIGHTS.values() for app, _ in wanted}):
        config = apps.get_app_config(label)
        module = getattr(config, "models_module", None)
        config.models_module = module or True
        create_permissions(config, apps=apps, verbosity=0, using=database)
        config.models_module = module
    group = apps.get_model("auth", "Group").objects.using(database)
    permission = apps.get_model("auth", "Permission").objects.using(database)
    for name, wanted in RIGHTS.items():
        made, _ = group.get_or_create(name=name)
        for app, codename in sorted(wanted):
            made.permissions.add(permission.get(content_type__app_label=app, codename=codename))


class Migration(migrations.Migration):
    dependencies = [("curation", "0001_initial")]

    operations = [migrations.RunPython(extend_groups, migrations.RunPython.noop)]
