"""All that the archive's own tables hold, to be compared before and after."""

from typing import Any

from django.apps import apps

# What grows whenever something is done, and tells of it.
GROWS = {"alerts.change", "alerts.loghead", "curation.merge"}
OURS = ("alerts", "organizations", "places", "identifiers", "curation")


def snapshot() -> dict[str, list[Any]]:
    """All tables, but for those that tell of what was done."""
    models = [m for label in OURS for m in apps.get_app_config(label).get_models(include_auto_created=True)]
    models = [m for m in models if m._meta.label_lower not in GROWS]
    return {m._meta.label: list(m._base_manager.order_by("pk").values()) for m in models}
