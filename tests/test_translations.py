"""The interface in its other languages: every sentence, with all that is filled into it."""

import re
import shutil
from typing import Any

import polib
import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client, override_settings

from tests import cast
from tests.conftest import ROOT, everything_required

pytestmark = pytest.mark.once

LANGUAGES = [tag for tag, _ in settings.LANGUAGES if tag != settings.LANGUAGE_CODE]
FILLED_IN = re.compile(r"%\(\w+\)[sd]|%[sd]|</?\w+[^>]*>")
Key = tuple[str | None, str]


def catalogue(language: str, ending: str = "po") -> Any:
    path = str(ROOT / "locale" / language / f"LC_MESSAGES/django.{ending}")
    return polib.pofile(path) if ending == "po" else polib.mofile(path)


def forms(entry: Any) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def by_key(entries: Any) -> dict[Key, list[str]]:
    return {(entry.msgctxt, entry.msgid): forms(entry) for entry in entries}


@pytest.fixture(scope="module")
def wrapped(tmp_path_factory: pytest.TempPathFactory) -> set[Key]:
    """All that is wrapped for translation in code and templates."""
    if shutil.which("xgettext") is None:
        message = "no gettext on this machine (Debian: apt-get install gettext)"
        pytest.fail(message) if everything_required() else pytest.skip(message)
    # It writes into ./locale if there is one: so it reads the project from elsewhere.
    folder = tmp_path_factory.mktemp("elsewhere")
    for part in (*(path.parent.name for path in ROOT.glob("*/__init__.py")), "templates", "static"):
        if part not in ("tests", "benchmarks"):
            folder.joinpath(part).symlink_to(ROOT / part)
    with override_settings(LOCALE_PATHS=[folder / "locale"]), pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        call_command("makemessages", locale=["fr"], verbosity=0, symlinks=True)
    return {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(folder / "locale/fr/LC_MESSAGES/django.po"))}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated(language: str, wrapped: set[Key]) -> None:
    entries = catalogue(language)
    assert [entry.msgid for entry in entries if entry.fuzzy or not all(forms(entry))] == []
    assert wrapped == set(by_key(entries))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_filled_in_stands_in_the_translation_too(language: str) -> None:
    lost = []
    for entry in catalogue(language):
        original = FILLED_IN.findall(f"{entry.msgid} {entry.msgid_plural}")
        lost += [entry.msgid for form in forms(entry) if set(FILLED_IN.findall(form)) - set(original)]
        if sorted(FILLED_IN.findall(forms(entry)[-1])) != sorted(FILLED_IN.findall(entry.msgid_plural or entry.msgid)):
            lost.append(entry.msgid)
    assert lost == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_read_is_what_was_translated(language: str) -> None:
    assert by_key(catalogue(language, "mo")) == by_key(catalogue(language))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "search"), [("fr", "Recherche"), ("es", "Buscar"), ("ru", "Поиск"), ("hy", "Որոնում"), ("ar", "البحث")]
)
def test_a_page_speaks_the_language_of_its_address(client: Client, language: str, search: str) -> None:
    alert = cast.published("Statement on a valley")
    page = client.get(f"/{language}{alert.get_absolute_url()}").text
    assert search in page
    assert f'lang="{language}"' in page
    assert ('dir="rtl"' in page.partition("<head>")[0]) == (language == "ar")
    assert "Statement on a valley" in page
