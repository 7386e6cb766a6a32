"""What the results page repeats most, drawn quickly: choices of a filter, and texts in which words are marked.

All that comes from a record or a reader is escaped, and only then put between tags.
"""

from collections.abc import Iterable
from html import escape  # Django's does the same in three times the time

from django import template
from django.utils.safestring import SafeString, mark_safe

from alerts.questions import Choice
from search.marking import Part

register = template.Library()


@register.simple_tag
def marked(parts: Iterable[Part]) -> SafeString:
    """A text in parts, those that match between <mark> and </mark>."""
    escaped = (f"<mark>{escape(part)}</mark>" if is_match else escape(part) for part, is_match in parts)
    return mark_safe("".join(escaped))  # noqa: S308  # each part was escaped


@register.simple_tag
def choices(name: str, drawn: Iterable[Choice]) -> SafeString:
    """The options of the filter `name` as items of a list, each a box to check. A page has hundreds of them."""
    return mark_safe("".join(_item(escape(name), choice) for choice in drawn))  # noqa: S308  # of escaped parts


def _item(name: str, choice: Choice) -> str:
    checked = " checked" if choice.chosen else ""
    detail = f" <i>{escape(choice.detail)}</i>" if choice.detail else ""
    count = "" if choice.count is None else _COUNT.format(choice.count)
    return (
        f'<li><label><input form="ask" type="checkbox" name="{name}" value="{escape(choice.value)}"{checked}>'
        f"<span>{escape(choice.label)}{detail}</span>{count}</label></li>\n"
    )


_COUNT = '<span class="count"><span class="hidden">: </span>{:,}<span class="hidden"> alerts</span></span>'
