"""How forms are drawn: as Django draws them, but without a template for what a page holds by the hundred.

The page of an alert with 56 notes has some 800 fields, and a template for each took half of the time of the page. What
is written here is to the letter what Django's templates write, which tests/test_drawing.py compares.
"""

import html
from collections.abc import Callable, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates

Context = Mapping[str, Any]
_OPTION = "django/forms/widgets/select_option.html"


class Renderer(DjangoTemplates):
    """Django's renderer of forms; the name of a template and what it is given go in, and HTML comes out."""

    def render(self, template_name: str, context: Any, request: Any = None) -> Any:
        drawn = _DRAWN[template_name](context) if template_name in _DRAWN else None
        return super().render(template_name, context, request) if drawn is None else drawn


def _escaped(value: Any) -> str:
    """As django.utils.html.conditional_escape, without the detour by which that keeps lazy texts lazy."""
    made: str = value.__html__() if hasattr(value, "__html__") else html.escape(str(value))
    return made


def _attributes(attributes: Mapping[str, Any]) -> str:
    return "".join(
        f" {_escaped(name)}" if value is True else f' {_escaped(name)}="{_escaped(value)}"'
        for name, value in attributes.items()
        if value is not False
    )


def _input(context: Context) -> str:
    widget = context["widget"]
    value = "" if widget["value"] is None else f' value="{_escaped(widget["value"])}"'
    return f'<input type="{widget["type"]}" name="{_name(widget)}"{value}{_attributes(widget["attrs"])}>'


def _textarea(context: Context) -> str:
    widget = context["widget"]
    text = _escaped(widget["value"] or "")
    return f'<textarea name="{_name(widget)}"{_attributes(widget["attrs"])}>\n{text}</textarea>'


def _select(context: Context) -> str | None:
    """None for a select with groups, or with options that have a template of their own."""
    widget = context["widget"]
    groups = widget["optgroups"]
    if any(name or any(option["template_name"] != _OPTION for option in some) for name, some, _ in groups):
        return None
    options = "".join(f"\n  {_option(option)}\n" for _, some, _ in groups for option in some)
    return f'<select name="{_name(widget)}"{_attributes(widget["attrs"])}>{options}\n</select>'


def _option(option: Context) -> str:
    value, label = _escaped(str(option["value"])), _escaped(option["label"])
    return f'<option value="{value}"{_attributes(option["attrs"])}>{label}</option>'


def _label(context: Context) -> str:
    text = _escaped(context["label"])
    if not context["use_tag"]:
        return text
    return f"<{context['tag']}{_attributes(context['attrs'] or {})}>{text}</{context['tag']}>"


def _errors(context: Context) -> str | None:
    """Most fields have none."""
    return None if context["errors"] else ""


def _name(widget: Context) -> str:
    return _escaped(widget["name"])


_DRAWN: dict[str, Callable[[Context], str | None]] = {
    **{f"django/forms/widgets/{kind}.html": _input for kind in ("checkbox", "hidden", "input", "number", "text")},
    "django/forms/widgets/textarea.html": _textarea,
    "django/forms/widgets/select.html": _select,
    "django/forms/label.html": _label,
    "django/forms/errors/list/default.html": _errors,
    "django/forms/errors/list/ul.html": _errors,
}
