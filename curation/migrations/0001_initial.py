import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("alerts", "0003_source_key"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AlertPair",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reasons", models.CharField(help_text="Why they may be one", max_length=300)),
                ("found_at", models.DateTimeField(auto_now_add=True)),
                ("decided_at", models.DateTimeField(editable=False, null=True, verbose_name="said to be different")),
                (
                    "decided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "first",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="alerts.alert"),
                ),
                (
                    "second",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="alerts.alert"),
                ),
            ],
            options={
                "verbose_name": "likely duplicate",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(condition=models.Q(("decided_at", None)), fields=["id"], name="alertpair_undecided")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("first", "second"), name="alertpair_once"),
                    models.CheckConstraint(
                        condition=models.Q(("first__lt", models.F("second"))), name="alertpair_in_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("decided_by", None)),
                            ("decided_at__isnull", False),
                            _connector="OR",
                        ),
                        name="alertpair_decided",
                    ),
                ],
            },
        ),
    ]
