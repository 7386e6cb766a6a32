"""What repeats one ask stands with the record, and each recommendation tells its ask and its folded words."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from identifiers.folding import fold

_UID = django.core.validators.RegexValidator(
    "^[23456789bcdfghjkmnpqrstvwxyz]{10}\\Z", "A uid has 10 characters of 23456789bcdfghjkmnpqrstvwxyz.", code="uid"
)
_AT_ONCE = 1000


def derive(apps, schema_editor):
    """Fill the derived columns of what is or was public, as alerts.changes does."""
    model = apps.get_model("alerts", "Recommendation")
    asks = model.objects.using(schema_editor.connection.alias)
    waiting = []
    public = asks.filter(alert__status__in=["published", "withdrawn"]).only("uid", "text")
    for ask in public.iterator(_AT_ONCE):
        ask.ask, ask.keywords = ask.uid, f" {fold(ask.text)}"
        waiting.append(ask)
    asks.bulk_update(waiting, ["ask", "keywords"], batch_size=200)


class Migration(migrations.Migration):
    dependencies = [
        ("alerts", "0005_hands"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RepeatedAsk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recommendation", models.CharField(max_length=10, unique=True, validators=[_UID])),
                ("ask", models.CharField(max_length=10, validators=[_UID])),
                ("tied_at", models.DateTimeField(auto_now_add=True)),
                (
                    "tied_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["ask", "recommendation"],
                "indexes": [models.Index(fields=["ask"], name="repeatedask_of_ask")],
            },
        ),
        migrations.AddField(
            model_name="recommendation", name="ask", field=models.CharField(blank=True, editable=False, max_length=10)
        ),
        migrations.AddField(
            model_name="recommendation", name="keywords", field=models.TextField(blank=True, editable=False)
        ),
        migrations.RunPython(derive, migrations.RunPython.noop),
        migrations.AddIndex(model_name="recommendation", index=models.Index(fields=["ask"], name="recommendation_ask")),
    ]
