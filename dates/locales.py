"""Numbers, and what a locale is to them: how the language that is active now writes them (CLDR, through babel)."""

from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.numbers import format_decimal
from django.conf import settings
from django.utils.translation import get_language


def current() -> Locale:
    """The locale of the language that is active now; of the site's own where babel knows none for it."""
    return _locale(get_language() or settings.LANGUAGE_CODE)


def grouped(number: int) -> str:
    """A whole number with its thousands told apart: 12,345 in English, 12.345 in Spanish."""
    return format_decimal(number, locale=current())


@lru_cache(maxsize=64)
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (ValueError, UnknownLocaleError):
        return Locale.parse(settings.LANGUAGE_CODE, sep="-")
