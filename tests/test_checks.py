"""Each misconfiguration has an id and a way out, and keeps the site from being served."""

from pathlib import Path

import pytest
from django.conf import settings as django_settings
from pytest_django import Settings

from config.checks import check_configuration
from config.environment import Site
from tests.test_settings import run

PUBLIC = Site("http", "alerts.example.org", "http://alerts.example.org")


def found() -> list[str]:
    problems = check_configuration()
    assert all(problem.hint for problem in problems)
    return [str(problem.id) for problem in problems]


def test_the_defaults_are_sound() -> None:
    assert found() == []


def test_http_beyond_loopback_is_refused(settings: Settings) -> None:
    settings.SITE = PUBLIC
    assert found() == ["forewarned.E001"]


def test_debug_beyond_loopback_is_refused(settings: Settings) -> None:
    settings.SITE = Site("https", "alerts.example.org", "https://alerts.example.org")
    settings.DEBUG = True
    assert found() == ["forewarned.E002"]


def test_a_data_folder_below_a_file_is_refused(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    settings.DATA_DIR = tmp_path / "file" / "data"
    assert found() == ["forewarned.E003"]


def test_a_data_folder_that_can_be_made_is_sound(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "one" / "two"
    assert found() == []


@pytest.mark.parametrize("key", ["short", "ab" * 40])
def test_a_weak_secret_is_refused(settings: Settings, key: str) -> None:
    settings.SECRET_KEY = key
    assert found() == ["forewarned.E004"]


def test_a_secret_that_others_can_read_is_refused(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    (tmp_path / "secret_key").write_text("secret")
    (tmp_path / "secret_key").chmod(0o644)
    assert found() == ["forewarned.E005"]


def test_every_id_is_in_the_docs(root: Path) -> None:
    source = (root / "config" / "checks.py").read_text()
    docs = (root / "docs" / "settings.md").read_text()
    ids = [f"forewarned.E00{number}" for number in range(1, 6)]
    assert all(name in source and f"`{name}`" in docs for name in ids)
    assert "forewarned.E006" not in source


def test_a_public_site_passes_the_checks_for_deployment(tmp_path: Path) -> None:
    done = run(tmp_path, ["manage.py", "check", "--deploy", "--fail-level=INFO"], SITE_URL="https://alerts.example.org")
    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout


def test_the_checks_speak_without_a_traceback(tmp_path: Path) -> None:
    done = run(tmp_path, ["manage.py", "check"], SITE_URL="http://alerts.example.org")
    assert done.returncode == 1
    assert "forewarned.E001" in done.stderr
    assert "Traceback" not in done.stderr


def test_no_server_serves_a_misconfigured_site(tmp_path: Path) -> None:
    done = run(tmp_path, ["-c", "import config.wsgi"], SITE_URL="http://alerts.example.org")
    assert done.returncode == 1
    assert "forewarned.E001" in done.stderr


def test_the_data_folder_of_the_suite_is_not_the_archives(root: Path) -> None:
    assert root not in Path(django_settings.DATA_DIR).parents
