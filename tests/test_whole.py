"""An alert read in three queries is the alert that its tables hold."""

import pytest
from django.db import models
from pytest_django import DjangoAssertNumQueries

from alerts.models import PARTS, Alert, AlertPopulation, Assessment, Document, Relation
from alerts.record import describe, with_parts
from alerts.whole import read
from tests import cast
from tests.full_alert import full_draft

pytestmark = pytest.mark.django_db


def test_it_says_what_all_its_tables_say(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    alert = full_draft("ბაღი “quoted” \\ back")
    other = cast.published("Other")
    Relation.objects.create(alert=alert, kind="updates", target=other)
    AlertPopulation.objects.create(alert=alert, as_printed="people of no name")
    for number in (3, 5, 4):
        cast.recommendation(alert, f"Ask {number}", number, cast.organization("Asked"), cast.organization("Also"))
    with django_assert_num_queries(3):
        found = read(Alert.objects.all(), alert.pk)
        assert found is not None
        record = describe(found)
    assert record == describe(with_parts(Alert.objects.all()).get(pk=alert.pk))


@pytest.mark.parametrize("model", PARTS, ids=lambda m: m.__name__)
def test_each_part_is_as_its_table_holds_it(model: type[models.Model]) -> None:
    alert = full_draft()
    Relation.objects.create(alert=alert, kind="updates", target=cast.published("Other"))
    Document.objects.update(obtained_on="2022-10-07", public=False)
    Assessment.objects.update(concluded=True)
    found = read(Alert.objects.all(), alert.pk)
    name = model._meta.get_field(model.whole).remote_field.get_accessor_name()
    wholes = [found] if model.whole == "alert" else list(getattr(found, f"{model.whole}s").all())
    held = [part for whole in wholes for part in getattr(whole, name).all()]
    fields = [field.attname for field in model._meta.concrete_fields]
    there = [{f: getattr(part, f) for f in fields} for part in held]
    assert there == list(model._default_manager.filter(pk__in=[p.pk for p in held]).values(*fields))
    assert there


def test_what_is_not_there_is_none() -> None:
    assert read(Alert.objects.all(), 1) is None
