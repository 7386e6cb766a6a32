"""Forms that are drawn without templates look to the letter as Django's own."""

from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from curation.drawing import Renderer

HOSTILE = "\"><script>alert('1')</script>&amp; Հայ"
COUNTRIES = (("", "---------"), (1, "Armenia"), ("x&y", HOSTILE))
WIDGETS: tuple[tuple[forms.Widget, Any], ...] = (
    (forms.TextInput(attrs={"class": "vTextField", "aria-label": HOSTILE, "maxlength": 300}), HOSTILE),
    (forms.TextInput(attrs={"required": True, "readonly": False, "title": gettext_lazy("Yes")}), ""),
    (forms.TextInput(), None),
    (forms.TextInput(attrs={HOSTILE: "1"}), mark_safe("<i>safe</i>")),
    (forms.NumberInput(attrs={"min": 0}), 12345),
    (forms.HiddenInput(), 7),
    (forms.CheckboxInput(), True),
    (forms.CheckboxInput(), False),
    (forms.Textarea(attrs={"rows": 3, "lang": "hy"}), f"\nLine\n{HOSTILE}"),
    (forms.Textarea(), None),
    (forms.Select(choices=COUNTRIES), 1),
    (forms.Select(choices=COUNTRIES), None),
    (forms.Select(choices=(("Group", COUNTRIES), ("z", gettext_lazy("Yes")))), "z"),
    (forms.Select(), None),
    (forms.SelectMultiple(choices=COUNTRIES), [1, "x&y"]),
    (forms.RadioSelect(choices=COUNTRIES), 1),
)


@pytest.mark.parametrize(("widget", "value"), WIDGETS)
def test_a_field_is_drawn_as_by_djangos_template(widget: forms.Widget, value: Any) -> None:
    def drawn(renderer: Any) -> str:
        return str(widget.render("a-0-<name>", value, {"id": "id_a"}, renderer))

    assert squeezed(drawn(Renderer())) == squeezed(drawn(DjangoTemplates()))


def test_labels_and_errors_are_drawn_as_by_djangos_templates() -> None:
    class Form(forms.Form):
        title = forms.CharField(label=HOSTILE)
        note = forms.CharField(required=False)

    def drawn(renderer: Any) -> str:
        form = Form({"title": ""}, renderer=renderer)
        parts = (
            form["title"].label_tag(),
            form["note"].label_tag(attrs={"class": "inline"}),
            form["title"].legend_tag(),
        )
        return "".join([*parts, form["title"].errors.as_ul(), str(form["note"].errors), str(form)])

    assert squeezed(drawn(Renderer())) == squeezed(drawn(DjangoTemplates()))
    assert "This field is required." in drawn(Renderer())


def test_forms_are_drawn_so_everywhere(settings: Any) -> None:
    assert isinstance(forms.Form().renderer, Renderer)


def squeezed(html: str) -> list[str]:
    """Line by line without the space around, which templates have from their own lines."""
    return [line.strip() for line in html.splitlines() if line.strip()]
