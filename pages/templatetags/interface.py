"""The languages of the interface: which one a page is in, and the same page in the others.

English stands at the bare address, each other language under its own prefix (/fr/, /hy/). A reader follows a plain
link to another language; no header and no cookie decides it, so that a cache between may keep each page.
"""

from dataclasses import dataclass

from django import template
from django.conf import settings
from django.utils.translation import get_language, get_language_info

register = template.Library()
# Characters of a query that the links keep: a page has two of them for each language, and no question is longer.
_LONGEST_QUERY = 12_000


@dataclass(frozen=True)
class Translation:
    """A page in one language of the interface: `code` is BCP 47 as in `lang` and `hreflang`, `name` is its own name."""

    code: str
    name: str
    path: str
    address: str
    is_current: bool


@register.simple_tag
def interface_language() -> str:
    """The BCP 47 code of the language that the page around is in."""
    return _short(get_language() or settings.LANGUAGE_CODE)


@register.simple_tag(takes_context=True)
def translations(context: template.Context) -> list[Translation]:
    """The page around in each language of the interface, the query kept; nothing where no request is known."""
    request = context.get("request")
    if request is None:
        return []
    bare, query = _bare(request.path), request.META.get("QUERY_STRING", "")
    query = query if len(query) <= _LONGEST_QUERY else ""
    return [_translation(language, f"{bare}?{query}" if query else bare) for language, _ in settings.LANGUAGES]


def _translation(language: str, bare: str) -> Translation:
    path = bare if language == settings.LANGUAGE_CODE else f"/{language}{bare}"
    name = get_language_info(_short(language))["name_local"]
    name = name[:1].upper() + name[1:]
    return Translation(_short(language), name, path, f"{settings.SITE_URL}{path}", language == get_language())


def _bare(path: str) -> str:
    """`path` without the prefix of a language."""
    first, slash, rest = path.removeprefix("/").partition("/")
    prefixed = slash and first != settings.LANGUAGE_CODE and first in dict(settings.LANGUAGES)
    return f"/{rest}" if prefixed else path


def _short(language: str) -> str:
    """`en-gb` is English to whoever chooses a language."""
    return "en" if language == settings.LANGUAGE_CODE else language
