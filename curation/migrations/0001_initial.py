import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("alerts", "0005_hands"),
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
            name="Hold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField()),
                ("seen", models.DateTimeField()),
                (
                    "alert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="holds", to="alerts.alert"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("alert", "user"), name="hold_once")],
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
        migrations.CreateModel(
            name="Merge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("model", models.CharField(help_text="What was merged: organizations.organization", max_length=60)),
                ("merged_id", models.PositiveBigIntegerField()),
                ("merged_name", models.CharField(max_length=300)),
                ("kept_id", models.PositiveBigIntegerField()),
                ("kept_name", models.CharField(max_length=300)),
                ("at", models.DateTimeField()),
                ("journal", models.JSONField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "indexes": [models.Index(fields=["model", "kept_id", "at"], name="merge_kept")],
            },
        ),
        migrations.CreateModel(
            name="Release",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("not_before", models.DateTimeField()),
                ("approved_at", models.DateTimeField()),
                ("private_note", models.TextField(blank=True, help_text="For the staff only")),
                (
                    "fingerprint",
                    models.CharField(help_text="Of what was approved: a change makes it another", max_length=64),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting for its time"),
                            ("failed", "could not be published"),
                            ("cancelled", "approval lost"),
                        ],
                        default="waiting",
                        max_length=9,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("last_error", models.TextField(blank=True)),
                (
                    "alert",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="release", to="alerts.alert"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["state", "not_before"], name="release_due")],
            },
        ),
        migrations.CreateModel(
            name="RepeatedAsk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recommendation",
                    models.CharField(
                        max_length=10,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[23456789bcdfghjkmnpqrstvwxyz]{10}\\Z",
                                "A uid has 10 characters of 23456789bcdfghjkmnpqrstvwxyz.",
                                code="uid",
                            )
                        ],
                    ),
                ),
                (
                    "ask",
                    models.CharField(
                        max_length=10,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[23456789bcdfghjkmnpqrstvwxyz]{10}\\Z",
                                "A uid has 10 characters of 23456789bcdfghjkmnpqrstvwxyz.",
                                code="uid",
                            )
                        ],
                    ),
                ),
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
                "indexes": [models.Index(fields=["ask"], name="repeatedask_ask")],
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("submitted_at", models.DateTimeField()),
                ("sent_back_at", models.DateTimeField(null=True)),
                (
                    "note",
                    models.TextField(blank=True, help_text="What the reviewer asks of the curator; for the staff only"),
                ),
                (
                    "alert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="submissions", to="alerts.alert"
                    ),
                ),
                (
                    "sent_back_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("sent_back_at", None)), fields=("alert",), name="submission_one_at_a_time"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_back_at", None), ("sent_back_by", None)),
                            models.Q(
                                ("sent_back_at__isnull", False),
                                ("sent_back_by__isnull", False),
                                models.Q(("note", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="submission_sent_back_with_a_note",
                    ),
                ],
            },
        ),
    ]
