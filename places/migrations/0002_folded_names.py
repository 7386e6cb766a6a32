"""Records are found by their own names folded, as by their other names."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from identifiers.folding import fold


def fold_names(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    for name in ("Country", "Place", "Population"):
        model = apps.get_model("places", name)
        for record in model.objects.using(editor.connection.alias).iterator():
            model.objects.using(editor.connection.alias).filter(pk=record.pk).update(folded=fold(record.name)[:300])


class Migration(migrations.Migration):
    dependencies = [("places", "0001_initial")]

    operations = [
        migrations.AddField("country", "folded", models.CharField(default="", editable=False, max_length=300), False),
        migrations.AddField("place", "folded", models.CharField(default="", editable=False, max_length=300), False),
        migrations.AddField(
            "population", "folded", models.CharField(default="", editable=False, max_length=300), False
        ),
        migrations.RunPython(fold_names, migrations.RunPython.noop, elidable=True),
    ]
