"""What the results page repeats most, drawn quickly: choices of a filter, bars of a chart, texts with words marked.

All that comes from a record or a reader is escaped, and only then put between tags.
"""

from collections.abc import Iterable
from functools import lru_cache
from html import escape  # Django's does the same in three times the time

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from alerts.questions import Choice
from alerts.templatetags.archive import counted, grouped
from search.histogram import Histogram
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
    language = get_language()
    return mark_safe("".join([_item(name, choice, language) for choice in drawn]))  # noqa: S308  # of escaped parts


def _item(name: str, choice: Choice, language: str | None) -> str:
    before, after = _box(name, choice.value, choice.label, choice.detail)
    count = "" if choice.count is None else _count(choice.count, language)
    return f"{before}{' checked' if choice.chosen else ''}{after}{count}</label></li>\n"


@lru_cache(maxsize=10_000)
def _box(name: str, value: str, label: str, detail: str) -> tuple[str, str]:
    """What of an item is the same on every page: before and after it is checked, or not."""
    more = f" <i>{escape(detail)}</i>" if detail else ""
    box = f'<li><label><input form="ask" type="checkbox" name="{escape(name)}" value="{escape(value)}"'
    return box, f"><span>{escape(label)}{more}</span>"


@lru_cache(maxsize=10_000)
def _count(number: int, language: str | None) -> str:
    """A count to be seen, and in words to be heard."""
    shown, said = _grouped(number, language), escape(_alerts(number, language))
    return f'<span class="count" aria-hidden="true">{shown}</span><span class="hidden">: {said}</span>'


@lru_cache(maxsize=10_000)
def _alerts(number: int, language: str | None) -> str:
    return counted(number, "alert")


@lru_cache(maxsize=10_000)
def _grouped(number: int, language: str | None) -> str:
    return grouped(number)


@register.simple_tag
def bars(chart: Histogram) -> SafeString:
    """The bars of a chart, each a link to the question of its time."""
    language = get_language()
    reach = f'y="0" width="{chart.bar_width}" height="{chart.height}"/>'
    drawn = [
        f'<a href="{escape(bar.address)}" tabindex="-1" aria-hidden="true">'
        f"<title>{escape(bar.label)}: {escape(_alerts(bar.count, language))}</title>"
        f'<rect class="reach" x="{bar.left}" {reach}'
        f'<rect class="bar" x="{bar.left}" y="{bar.top}" width="{chart.bar_width}" height="{bar.height}"/></a>'
        for bar in chart.bars
    ]
    return mark_safe("".join(drawn))  # noqa: S308  # numbers, and escaped parts


@register.simple_tag
def numbers(chart: Histogram) -> SafeString:
    """The numbers of a chart as the rows of a table."""
    language = get_language()
    rows = [
        f'<tr><th scope="row"><a href="{escape(bar.address)}">{escape(bar.label)}</a></th>'
        f"<td>{_grouped(bar.count, language)}</td></tr>"
        for bar in chart.bars
    ]
    for year, count in chart.beside:
        beside = escape(gettext("%(year)s, month not known") % {"year": year})
        rows.append(f'<tr><th scope="row">{beside}</th><td>{_grouped(count, language)}</td></tr>')
    return mark_safe("\n".join(rows))  # noqa: S308  # numbers, and escaped parts
