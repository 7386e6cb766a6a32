"""An alert with all its parts in one query: the same as one query a table reads."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alerts.models import PARTS, Alert, Relation
from alerts.record import describe, with_parts
from curation.wholes import fetch_parts
from tests import cast
from tests.full_alert import full_draft

pytestmark = pytest.mark.django_db


def test_one_query_reads_the_record_that_one_query_a_table_reads() -> None:
    alert = full_draft("canary")
    Relation.objects.create(alert=alert, kind="updates", target=cast.published())
    full_draft("another")
    expected = describe(with_parts(Alert.objects.all()).get(pk=alert.pk))
    found = Alert.objects.select_related("type__issuer", "type__step__scale", "serial").get(pk=alert.pk)
    assert connection.features.supports_json_field  # asked once of each database, and not of this alert
    with CaptureQueriesContext(connection) as queries:
        fetch_parts(found)
    assert len(queries) == 1
    told = describe(found)
    for key in expected:
        assert told[key] == expected[key], key


def test_each_row_is_as_its_own_table_gives_it() -> None:
    alert = full_draft("canary")
    fetch_parts(alert)
    seen = 0
    for model in PARTS:
        wholes = [alert] if model.whole == "alert" else getattr(alert, f"{model.whole}s").all()
        for whole in wholes:
            accessor = model._meta.get_field(model.whole).remote_field.get_accessor_name()
            for row in getattr(whole, accessor).all():
                stored = model._default_manager.get(pk=row.pk)
                for field in model._meta.concrete_fields:
                    assert getattr(row, field.attname) == getattr(stored, field.attname), (model, field.name)
                seen += 1
    assert seen > 20


def test_an_alert_without_parts_has_none() -> None:
    alert = Alert.objects.create(title="Bare")
    fetch_parts(alert)
    with CaptureQueriesContext(connection) as queries:
        assert not any(getattr(alert, name).all() for name in ("parties", "notes", "recommendations"))
    assert len(queries) == 0
