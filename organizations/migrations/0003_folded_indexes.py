"""Apart from the rows that 0002 writes: PostgreSQL makes no index on a table in the transaction that wrote to it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organizations", "0002_folded_names")]

    operations = [
        migrations.AddIndex("organization", models.Index(fields=["folded"], name="organization_folded")),
        migrations.AddIndex(
            "organization", models.Index(fields=["folded_acronym"], name="organization_folded_acronym")
        ),
    ]
