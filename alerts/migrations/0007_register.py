"""What the register of recommendations reads stands with each of them."""

import datetime as dt

from django.db import migrations, models
from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

_UNDATED = dt.date(1, 1, 1)


def derive(apps, schema_editor):
    """Fill the derived columns of what is public, as alerts.changes does."""
    database = schema_editor.connection.alias
    asks = apps.get_model("alerts", "Recommendation").objects.using(database)
    asks.filter(ask=F("uid")).update(ask="")
    public = apps.get_model("alerts", "Alert").objects.using(database).filter(status="published", statement=F("uid"))
    own = public.filter(pk=OuterRef("alert_id"))
    first, last = Subquery(own.values("issued_earliest")), Subquery(own.values("issued_latest"))
    dated = asks.filter(alert__in=public.filter(issued_earliest__isnull=False).values("pk"))
    asks.filter(alert__in=public.values("pk")).update(listed=True)
    dated.update(asked_from=first, asked_until=Coalesce(last, Value(dt.date.max)))


class Migration(migrations.Migration):
    dependencies = [("alerts", "0006_asks")]

    operations = [
        migrations.AddField("recommendation", "listed", models.BooleanField(default=False, editable=False)),
        migrations.AddField("recommendation", "asked_from", models.DateField(default=_UNDATED, editable=False)),
        migrations.AddField("recommendation", "asked_until", models.DateField(default=_UNDATED, editable=False)),
        migrations.RunPython(derive, migrations.RunPython.noop),
        migrations.AddIndex(
            "recommendation",
            models.Index(
                fields=["-asked_from", "alert", "number"], condition=Q(listed=True), name="recommendation_newest"
            ),
        ),
        migrations.AddIndex(
            "recommendation",
            models.Index(fields=["ask", "asked_from"], condition=Q(listed=True), name="recommendation_listed"),
        ),
    ]
