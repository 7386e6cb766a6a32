"""Apart from the rows that 0002 writes: PostgreSQL makes no index on a table in the transaction that wrote to it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("places", "0002_folded_names")]

    operations = [
        migrations.AddIndex("country", models.Index(fields=["folded"], name="country_folded")),
        migrations.AddIndex("place", models.Index(fields=["folded"], name="place_folded")),
        migrations.AddIndex("population", models.Index(fields=["folded"], name="population_folded")),
    ]
