"""What the environment may say, what is made of it, and what is refused by name."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment

SHOWN = """
import json
from django.conf import settings
print(json.dumps({name: getattr(settings, name, None) for name in %r}, default=str))
"""


def settings_with(tmp_path: Path, names: list[str], **variables: str) -> dict[str, Any]:
    """The settings as a fresh process finds them with these variables set."""
    done = run(tmp_path, ["-c", SHOWN % names], **variables)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def run(tmp_path: Path, arguments: list[str], **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    kept |= {"DATA_DIR": str(tmp_path / "data"), "DJANGO_SETTINGS_MODULE": "config.settings"}
    root = Path(__file__).resolve().parent.parent
    return subprocess.run(
        [sys.executable, *arguments], cwd=root, env=kept | variables, capture_output=True, text=True, check=False
    )


class TestReaders:
    @pytest.mark.parametrize(
        ("value", "meant"), [("1", True), ("Yes", True), ("off", False), ("0", False), ("", False)]
    )
    def test_a_flag_is_yes_or_no(self, monkeypatch: pytest.MonkeyPatch, value: str, meant: bool) -> None:
        monkeypatch.setenv("DEBUG", value)
        assert environment.flag("DEBUG") is meant

    def test_an_odd_flag_is_refused_by_name(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("DEBUG", "maybe")
        with pytest.raises(ImproperlyConfigured, match="DEBUG is 'maybe'; it must be 1 or 0"):
            environment.flag("DEBUG")

    @pytest.mark.parametrize("value", ["0", "65536", "-1", "8000.0", "eighty", "٨٠٠٠", "1e3", "9" * 5000])
    def test_an_odd_port_is_refused_by_name(self, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
        monkeypatch.setenv("PORT", value)
        with pytest.raises(ImproperlyConfigured, match=r"^PORT is .* from 1 to 65535"):
            environment.integer("PORT", 8000, 1, 65535)

    def test_a_relative_folder_is_meant_from_the_repository(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("DATA_DIR", "elsewhere")
        assert environment.folder("DATA_DIR", Path("/x"), base=Path("/srv")) == Path("/srv/elsewhere")

    @pytest.mark.parametrize(
        ("value", "origin"),
        [
            ("https://alerts.example.org", "https://alerts.example.org"),
            ("https://alerts.example.org:443/", "https://alerts.example.org"),
            ("HTTPS://Alerts.Example.org:8443", "https://alerts.example.org:8443"),
            ("http://[::1]:8000", "http://[::1]:8000"),
            ("https://bücher.example", "https://xn--bcher-kva.example"),
        ],
    )
    def test_a_site_is_an_origin(self, monkeypatch: pytest.MonkeyPatch, value: str, origin: str) -> None:
        monkeypatch.setenv("SITE_URL", value)
        assert environment.site("SITE_URL", "").origin == origin

    @pytest.mark.parametrize(
        "value",
        [
            "alerts.example.org",
            "ftp://alerts.example.org",
            "https://",
            "https://alerts.example.org/archive",
            "https://alerts.example.org?x=1",
            "https://me@alerts.example.org",
            "https://alerts.example.org:99999",
            "https://*.example.org",
            "https://[::1",
        ],
    )
    def test_an_odd_site_is_refused_by_name(self, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
        monkeypatch.setenv("SITE_URL", value)
        with pytest.raises(ImproperlyConfigured, match=r"^SITE_URL is "):
            environment.site("SITE_URL", "")

    @pytest.mark.parametrize(
        ("value", "meant"),
        [
            ("smtp://me:p%40ss@mail.example.org", ("mail.example.org", 587, "p@ss", True, False)),
            ("smtps://mail.example.org", ("mail.example.org", 465, "", False, True)),
            ("smtp://127.0.0.1:25", ("127.0.0.1", 25, "", False, False)),
        ],
    )
    def test_mail_is_sent_over_tls_but_to_this_machine(
        self, monkeypatch: pytest.MonkeyPatch, value: str, meant: tuple[object, ...]
    ) -> None:
        monkeypatch.setenv("MAIL_URL", value)
        found = environment.mail("MAIL_URL")
        assert tuple(found[key] for key in ("host", "port", "password", "starttls", "tls")) == meant

    @pytest.mark.parametrize(
        "value", ["mail.example.org", "imap://mail.example.org", "smtp://:25", "smtp://x:secret@h/path", "smtp://h:x"]
    )
    def test_odd_mail_is_refused_by_name_without_its_password(
        self, monkeypatch: pytest.MonkeyPatch, value: str
    ) -> None:
        monkeypatch.setenv("MAIL_URL", value)
        with pytest.raises(ImproperlyConfigured, match=r"^MAIL_URL is ") as caught:
            environment.mail("MAIL_URL")
        assert "secret" not in str(caught.value)

    @pytest.mark.parametrize(
        ("value", "loopback"),
        [("http://127.9.9.9", True), ("http://localhost", True), ("http://[::1]", True), ("http://10.0.0.1", False)],
    )
    def test_loopback_is_this_machine_alone(self, monkeypatch: pytest.MonkeyPatch, value: str, loopback: bool) -> None:
        monkeypatch.setenv("SITE_URL", value)
        assert environment.site("SITE_URL", "").is_loopback is loopback


class TestDatabaseUrl:
    def read(self, monkeypatch: pytest.MonkeyPatch, url: str) -> dict[str, Any]:
        monkeypatch.setenv("DATABASE_URL", url)
        return environment.database("DATABASE_URL", Path("/data/archive.sqlite3"), base=Path("/srv"))

    def test_without_one_it_is_sqlite_in_the_data_folder(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert self.read(monkeypatch, "")["NAME"] == "/data/archive.sqlite3"

    def test_sqlite_may_be_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert self.read(monkeypatch, "sqlite:///a%20b.sqlite3")["NAME"] == "/srv/a b.sqlite3"
        assert self.read(monkeypatch, "sqlite:////data/b.sqlite3")["NAME"] == "/data/b.sqlite3"

    def test_postgresql_is_read_part_by_part(self, monkeypatch: pytest.MonkeyPatch) -> None:
        found = self.read(monkeypatch, "postgresql://archive:pass@db.example.org:5433/forewarned")
        wanted = ("forewarned", "archive", "pass", "db.example.org", "5433")
        assert tuple(found[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")) == wanted

    @pytest.mark.parametrize(
        ("written", "password"),
        [("$HOME", "$HOME"), ("$", "$"), ("a%23b", "a#b"), ("a%40%3A%2F", "a@:/"), ("100%25", "100%"), ("a@b", "a@b")],
    )
    def test_a_password_may_hold_any_character(
        self, monkeypatch: pytest.MonkeyPatch, written: str, password: str
    ) -> None:
        assert self.read(monkeypatch, f"postgresql://u:{written}@h/d")["PASSWORD"] == password

    def test_a_socket_folder_is_a_host(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert self.read(monkeypatch, "postgresql://u@%2Fvar%2Frun%2FPg/d")["HOST"] == "/var/run/Pg"

    def test_an_address_may_be_ipv6(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert self.read(monkeypatch, "postgresql://u@[::1]:5433/d")["HOST"] == "::1"

    @pytest.mark.parametrize(
        "url",
        [
            "postgresql://u:sec#ret@h/d",
            "postgresql://u:secret#@h/d",
            "postgresql://u:sec?ret@h/d",
            "postgresql://u:sec/ret@h/d",
            "postgresql://u:1/sec@h/d",
            "postgresql://u:secret@h",
            "postgresql://u:secret@h:port/d",
            "mysql://u:secret@h/d",
            "secret",
        ],
    )
    def test_an_odd_one_is_refused_by_name_and_without_its_password(
        self, monkeypatch: pytest.MonkeyPatch, url: str
    ) -> None:
        with pytest.raises(ImproperlyConfigured, match=r"^DATABASE_URL is ") as refusal:
            self.read(monkeypatch, url)
        assert "sec" not in str(refusal.value)


class TestSecret:
    def test_it_is_made_once_and_for_its_owner_alone(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.delenv("SECRET_KEY", raising=False)
        file = tmp_path / "data" / "secret_key"
        first = environment.secret("SECRET_KEY", file)
        assert len(first) > 50
        assert environment.secret("SECRET_KEY", file) == first
        assert file.stat().st_mode & 0o777 == 0o600
        assert os.listdir(file.parent) == ["secret_key"]

    def test_an_empty_file_is_refused(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.delenv("SECRET_KEY", raising=False)
        (tmp_path / "secret_key").touch()
        with pytest.raises(ImproperlyConfigured, match="is empty; delete it"):
            environment.secret("SECRET_KEY", tmp_path / "secret_key")

    def test_a_folder_that_cannot_be_made_is_named(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.delenv("SECRET_KEY", raising=False)
        (tmp_path / "file").touch()
        with pytest.raises(ImproperlyConfigured, match="DATA_DIR"):
            environment.secret("SECRET_KEY", tmp_path / "file" / "data" / "secret_key")


class TestWhatFollows:
    def test_debug_is_off_unless_asked(self, tmp_path: Path) -> None:
        assert settings_with(tmp_path, ["DEBUG"])["DEBUG"] is False
        assert settings_with(tmp_path, ["DEBUG"], DEBUG="1")["DEBUG"] is True

    def test_https_makes_everything_strict(self, tmp_path: Path) -> None:
        names = ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS"]
        found = settings_with(tmp_path, [*names, "ALLOWED_HOSTS"], SITE_URL="https://alerts.example.org")
        assert all(found[name] for name in names)
        assert found["ALLOWED_HOSTS"] == ["alerts.example.org"]

    def test_loopback_needs_no_https(self, tmp_path: Path) -> None:
        found = settings_with(tmp_path, ["SESSION_COOKIE_SECURE", "ALLOWED_HOSTS", "SITE_URL"], PORT="8123")
        assert found["SITE_URL"] == "http://127.0.0.1:8123"
        assert not found["SESSION_COOKIE_SECURE"]
        assert set(found["ALLOWED_HOSTS"]) == {"127.0.0.1", "localhost", "[::1]"}

    def test_two_instances_do_not_share_cookies(self, tmp_path: Path) -> None:
        names = ["SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME"]
        one, two = (settings_with(tmp_path, names, PORT=port) for port in ("8001", "8002"))
        assert len({*one.values(), *two.values()}) == 4

    def test_postgresql_is_pooled_checked_and_timed(self, tmp_path: Path) -> None:
        url = "postgresql://u:p@h/d"
        found = settings_with(tmp_path, ["DATABASES"], DATABASE_URL=url, STATEMENT_TIMEOUT="7")["DATABASES"]["default"]
        assert found["CONN_HEALTH_CHECKS"]
        assert found["CONN_MAX_AGE"] == 0
        assert found["OPTIONS"]["pool"]["max_size"] == 5
        assert "statement_timeout=7000" in found["OPTIONS"]["options"]

    def test_an_odd_value_ends_in_one_sentence(self, tmp_path: Path) -> None:
        done = run(tmp_path, ["manage.py", "check"], PORT="many")
        assert done.returncode == 1
        assert done.stderr == "Forewarned cannot start: PORT is 'many'; it must be a whole number from 1 to 65535.\n"

    def test_a_secret_is_not_needed_twice(self, tmp_path: Path) -> None:
        first = settings_with(tmp_path, ["SECRET_KEY"])
        assert settings_with(tmp_path, ["SECRET_KEY"]) == first


def test_every_variable_is_in_the_docs(root: Path) -> None:
    source = (root / "config" / "settings.py").read_text()
    read = set(re.findall(r'environment\.\w+\(\s*"([A-Z_]+)"', source))
    assert {"PORT", "DATA_DIR", "DATABASE_URL", "SITE_URL", "SECRET_KEY"} <= read
    described = set(re.findall(r"^\| `([A-Z_]+)` \|", (root / "docs" / "settings.md").read_text(), re.MULTILINE))
    assert read == described
