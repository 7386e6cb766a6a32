"""Records are found by their own names folded, as by their other names."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from identifiers.folding import fold


def fold_names(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    organizations = apps.get_model("organizations", "Organization").objects.using(editor.connection.alias)
    for record in organizations.iterator():
        folded, acronym = fold(record.name)[:300], fold(record.acronym)[:80]
        organizations.filter(pk=record.pk).update(folded=folded, folded_acronym=acronym)


class Migration(migrations.Migration):
    dependencies = [("organizations", "0001_initial")]

    operations = [
        migrations.AddField(
            "organization", "folded", models.CharField(default="", editable=False, max_length=300), False
        ),
        migrations.AddField(
            "organization",
            "folded_acronym",
            models.CharField(blank=True, default="", editable=False, max_length=80),
            False,
        ),
        migrations.RunPython(fold_names, migrations.RunPython.noop, elidable=True),
    ]
