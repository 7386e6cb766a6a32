"""docs/record.md says of every model and field what it is, and draws how they hang together."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

PAGE = (Path(settings.BASE_DIR) / "docs" / "record.md").read_text()
PACKAGES = ("alerts", "identifiers", "organizations", "places")
MODELS = {m.__name__: m for package in PACKAGES for m in apps.get_app_config(package).get_models()}


def sections() -> dict[str, str]:
    """The text under each model's heading; a heading may name several."""
    parts = re.split(r"^### (.+)$", PAGE, flags=re.MULTILINE)[1:]
    texts = zip(parts[::2], parts[1::2], strict=True)
    return {name: text.split("\n## ")[0] for names, text in texts for name in names.split(", ")}


def fields(model: type[models.Model]) -> set[str]:
    own = [f for f in model._meta.get_fields() if not f.auto_created and f.concrete]
    return {f.name for f in own} - {"id"}


def drawn() -> set[tuple[str, str, str]]:
    return set(re.findall(r"^    (\w+) \S+ (\w+) : (\w+)$", PAGE, flags=re.MULTILINE))


def test_every_model_has_its_section_and_no_other_has() -> None:
    assert sections().keys() == MODELS.keys()


@pytest.mark.parametrize("name", sorted(MODELS))
def test_every_field_is_told_and_no_other_is(name: str) -> None:
    told = set(re.findall(r"`([a-z_0-9]+)`", sections()[name]))
    named = {"organization", "country", "place", "population", "situation", "type", "serial", "framework", "measure"}
    together = named if name.endswith("Name") else set()
    assert fields(MODELS[name]) - told == set()
    assert told - fields(MODELS[name]) - together == set()


def test_the_diagram_draws_every_tie_between_records() -> None:
    ties = {
        (name, field.related_model.__name__, field.name)
        for name, model in MODELS.items()
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model.__name__ in MODELS
    }
    assert drawn() == ties
