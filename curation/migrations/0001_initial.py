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
        migrations.CreateModel(
            name="LinkCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.TextField()),
                ("digest", models.CharField(editable=False, max_length=64, unique=True, verbose_name="SHA-256")),
                (
                    "status",
                    models.PositiveSmallIntegerField(
                        help_text="Of the last answer, if there was one", null=True, verbose_name="HTTP status"
                    ),
                ),
                ("problem", models.CharField(blank=True, help_text="Why there was no good answer", max_length=200)),
                ("checked_at", models.DateTimeField(null=True)),
                ("failures", models.PositiveSmallIntegerField(default=0, help_text="In a row")),
                ("failing_since", models.DateTimeField(null=True)),
                (
                    "dead_since",
                    models.DateTimeField(
                        help_text="When it had failed often and long enough to be called dead", null=True
                    ),
                ),
                ("alerts", models.ManyToManyField(related_name="link_checks", to="alerts.alert")),
            ],
            options={
                "verbose_name": "checked link",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("dead_since__isnull", False)), fields=["id"], name="linkcheck_dead"
                    ),
                    models.Index(fields=["checked_at"], name="linkcheck_checked"),
                ],
            },
        ),
    ]
