"""What the results page repeats most, drawn quickly: choices of a filter, and texts in which words are marked.

All that comes from a record or a reader is escaped, and only then put between tags.
"""

from collections.abc import Iterable

from django import template
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from alerts.questions import Choice
from search.marking import Part

register = template.Library()

_CHOICE = '<li><label><input form="ask" type="checkbox" name="{}" value="{}"{}><span>{}{}</span>{}</label></li>\n'
_COUNT = '<span class="count"><span class="hidden">: </span>{}<span class="hidden"> alerts</span></span>'
_CHECKED = mark_safe(" checked")
_NOTHING = mark_safe("")


@register.simple_tag
def marked(parts: Iterable[Part]) -> SafeString:
    """A text in parts, those that match between <mark> and </mark>."""
    escaped = (f"<mark>{escape(part)}</mark>" if is_match else escape(part) for part, is_match in parts)
    return mark_safe("".join(escaped))  # noqa: S308  # each part was escaped


@register.simple_tag
def choices(name: str, drawn: Iterable[Choice]) -> SafeString:
    """The options of the filter `name` as items of a list, each a box to check."""
    return format_html_join("", _CHOICE, (
        (name, c.value, _CHECKED if c.chosen else _NOTHING, c.label, _detail(c), _count(c)) for c in drawn
    ))  # fmt: skip


def _detail(choice: Choice) -> SafeString:
    return format_html(" <i>{}</i>", choice.detail) if choice.detail else _NOTHING


def _count(choice: Choice) -> SafeString:
    return _NOTHING if choice.count is None else format_html(_COUNT, f"{choice.count:,}")
