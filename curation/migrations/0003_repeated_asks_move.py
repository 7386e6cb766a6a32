"""What repeats one ask moves to the record (alerts), with the right to say so."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

VERBS = ("view", "add", "delete")


def move(apps, schema_editor):
    """Take the rows along, and tell the recommendations of them."""
    database = schema_editor.connection.alias
    moved = apps.get_model("alerts", "RepeatedAsk").objects.using(database)
    asks = apps.get_model("alerts", "Recommendation").objects.using(database)
    for row in apps.get_model("curation", "RepeatedAsk").objects.using(database).iterator():
        made = moved.create(recommendation=row.recommendation, ask=row.ask, tied_by_id=row.tied_by_id)
        moved.filter(pk=made.pk).update(tied_at=row.tied_at)
        asks.filter(uid=row.recommendation).exclude(ask="").update(ask=row.ask)


def move_rights(apps, schema_editor):
    """Vocabulary editors may tie recommendations, and so may whoever might before."""
    database = schema_editor.connection.alias
    # Django makes the permissions after all migrations, which is too late for the groups.
    config = apps.get_app_config("alerts")
    module = getattr(config, "models_module", None)
    config.models_module = module or True
    create_permissions(config, apps=apps, verbosity=0, using=database)
    config.models_module = module
    permission = apps.get_model("auth", "Permission").objects.using(database)
    editors, _ = apps.get_model("auth", "Group").objects.using(database).get_or_create(name="Vocabulary editors")
    for verb in VERBS:
        new = permission.get(content_type__app_label="alerts", codename=f"{verb}_repeatedask")
        editors.permissions.add(new)
        for old in permission.filter(content_type__app_label="curation", codename=f"{verb}_repeatedask"):
            new.group_set.add(*old.group_set.all())
            new.user_set.add(*old.user_set.all())
    permission.filter(content_type__app_label="curation", content_type__model="repeatedask").delete()
    types = apps.get_model("contenttypes", "ContentType").objects.using(database)
    types.filter(app_label="curation", model="repeatedask").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("alerts", "0006_asks"),
        ("curation", "0002_groups"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunPython(move, migrations.RunPython.noop),
        migrations.RunPython(move_rights, migrations.RunPython.noop),
        migrations.DeleteModel("RepeatedAsk"),
    ]
