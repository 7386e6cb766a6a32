"""The source addresses of alerts in the form in which they are compared; an index of what lacks an abstract."""

from django.db import migrations, models

from identifiers.addresses import address_key

AT_ONCE = 500


def fill(apps, schema_editor):
    alerts = apps.get_model("alerts", "Alert").objects.using(schema_editor.connection.alias)
    last = 0
    while rows := list(
        alerts.filter(pk__gt=last).exclude(source_url="").order_by("pk").only("pk", "source_url")[:AT_ONCE]
    ):
        last = rows[-1].pk
        for row in rows:
            row.source_key = address_key(row.source_url)
        alerts.bulk_update(rows, ["source_key"])


class Migration(migrations.Migration):
    dependencies = [("alerts", "0002_groups")]

    operations = [
        migrations.AddField("alert", "source_key", models.CharField(blank=True, editable=False, max_length=200)),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex("alert", models.Index(fields=["source_key"], name="alert_source")),
        migrations.AddIndex(
            "alert", models.Index(condition=models.Q(abstract=""), fields=["id"], name="alert_without_abstract")
        ),
    ]
