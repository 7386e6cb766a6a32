"""`manage.py serve`: from an empty folder to a site that answers, and back again without losing anything."""

import fcntl
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import CommandError
from django.test import override_settings

from accounts.models import Member
from config.environment import Site
from config.management.commands import serve

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parent.parent
User = get_user_model()


def environment(data: Path, **variables: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {"DATA_DIR": str(data)} | variables


def manage(data: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environment(data, **variables), capture_output=True, text=True, check=False
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(data: Path, port: int, **variables: str) -> Iterator[str]:
    """The site, as a process that has answered once. Yields its address."""
    command = [sys.executable, "manage.py", "serve"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, cwd=ROOT, env=environment(data, PORT=str(port), **variables), **quiet)
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert process.poll() is None, "the server ended"
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"{address} does not answer")


def read(address: str) -> str:
    with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310
        return str(answer.read().decode())


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A data folder as the first run leaves it, and what was said. Tests copy it; processes of one run share it."""
    own = tmp_path_factory.getbasetemp()
    shared = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "prepared"
    shared.mkdir(exist_ok=True)
    data, said = shared / "data", shared / "said.txt"
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not said.exists():
            done = manage(data, "serve", "--prepare")
            assert done.returncode == 0, done.stderr
            said.write_text(done.stdout)
    return data, said.read_text()


@pytest.fixture
def data(prepared: tuple[Path, str], tmp_path: Path) -> Path:
    return Path(shutil.copytree(prepared[0], tmp_path / "data"))


def rows(data: Path, query: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(data / "archive.sqlite3")
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


@pytest.mark.once
class TestFirstRun:
    def test_the_archive_is_loaded(self, prepared: tuple[Path, str]) -> None:
        assert rows(prepared[0], "SELECT count(*) FROM alerts_alert WHERE status = 'published'") == [(126,)]

    def test_the_first_account_is_printed_and_kept_nowhere_in_clear(self, prepared: tuple[Path, str]) -> None:
        data, said = prepared
        password = said.split("password ")[1].split()[0]
        assert len(password) > 20
        assert said.count(password) == 1
        files = [path for path in data.rglob("*") if path.is_file()]
        assert not [path for path in files if password.encode() in path.read_bytes()]
        assert rows(data, "SELECT is_superuser FROM auth_user WHERE username = 'curator'") == [(1,)]

    def test_the_data_folder_is_for_its_owner_alone(self, prepared: tuple[Path, str]) -> None:
        assert prepared[0].stat().st_mode & 0o777 == 0o700

    def test_the_database_is_as_the_design_says(self, data: Path) -> None:
        script = (
            "from django.db import connection as c; u = c.cursor(); "
            "print([u.execute('PRAGMA ' + p).fetchone()[0] "
            "for p in ('journal_mode', 'synchronous', 'secure_delete', 'foreign_keys', 'busy_timeout')])"
        )
        assert manage(data, "shell", "-v0", "-c", script).stdout == "['wal', 2, 1, 1, 60000]\n"


@pytest.mark.once
class TestAgain:
    def test_it_prepares_nothing_twice(self, data: Path) -> None:
        before = rows(data, "SELECT count(*) FROM alerts_event")
        done = manage(data, "serve", "--prepare")
        assert (done.returncode, done.stdout) == (0, "")
        assert rows(data, "SELECT count(*) FROM alerts_event") == before

    def test_a_restart_loses_nothing(self, data: Path) -> None:
        port = free_port()
        key = (data / "secret_key").read_text()
        with serving(data, port) as site:
            first = read(f"{site}/search/")
        with serving(data, port) as site:
            assert read(f"{site}/search/") == first
        assert (data / "secret_key").read_text() == key
        assert len(rows(data, "SELECT 1 FROM auth_user WHERE is_superuser")) == 1

    def test_an_interrupted_preparation_is_finished(self, data: Path) -> None:
        (data / "static.stamp").unlink()
        shutil.rmtree(data / "static")
        done = manage(data, "serve", "--prepare")
        assert done.returncode == 0
        assert (data / "static" / "staticfiles.json").exists()

    def test_guards_that_went_missing_come_back(self, data: Path) -> None:
        names = rows(data, "SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
        connection = sqlite3.connect(data / "archive.sqlite3")
        connection.execute(f'DROP TRIGGER "{names[0][0]}"')
        connection.close()
        manage(data, "serve", "--prepare")
        assert rows(data, "SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name") == names


@pytest.mark.once
class TestServing:
    def test_pages_and_files_come_hashed_and_compressed(self, data: Path) -> None:
        with serving(data, free_port()) as site:
            page = read(f"{site}/")
            sheet = page.split('<link rel="stylesheet" href="')[1].split('"')[0]
            request = urllib.request.Request(site + sheet, headers={"Accept-Encoding": "br"})  # noqa: S310
            with urllib.request.urlopen(request) as answer:  # noqa: S310
                assert answer.headers["Content-Encoding"] == "br"
                assert "immutable" in answer.headers["Cache-Control"]

    def test_two_serve_side_by_side(self, data: Path, tmp_path: Path) -> None:
        other = Path(shutil.copytree(data, tmp_path / "other"))
        with serving(data, free_port()) as one, serving(other, free_port()) as two:
            assert read(f"{one}/healthz") == read(f"{two}/healthz") == "ok\n"

    def test_an_https_site_redirects_and_answers_its_proxy(self, data: Path) -> None:
        with serving(data, free_port(), SITE_URL="https://alerts.example.org", WORKERS="1") as site:
            headers = {"Host": "alerts.example.org", "X-Forwarded-Proto": "https"}
            request = urllib.request.Request(f"{site}/", headers=headers)  # noqa: S310
            with urllib.request.urlopen(request) as answer:  # noqa: S310
                assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"


@pytest.mark.once
class TestRefusals:
    def refusal(self, done: subprocess.CompletedProcess[str]) -> str:
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        return done.stderr

    def test_a_taken_port_is_named_with_a_way_out(self, data: Path) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = str(taken.getsockname()[1])
            message = self.refusal(manage(data, "serve", PORT=port))
        assert f"Port {port} is taken" in message
        assert "PORT=8123 make run" in message

    @pytest.mark.parametrize("key", ["", "k3y-" * 20 + "abcdefgh"])
    def test_a_folder_that_cannot_be_made_is_named_with_a_way_out(self, tmp_path: Path, key: str) -> None:
        (tmp_path / "file").touch()
        message = self.refusal(manage(tmp_path / "file" / "data", "serve", "--prepare", SECRET_KEY=key))
        assert str(tmp_path / "file" / "data") in message
        assert "DATA_DIR" in message

    def test_a_database_that_does_not_answer_is_named_with_a_way_out(self, data: Path) -> None:
        url = f"postgresql://u:hidden@127.0.0.1:{free_port()}/d"
        message = self.refusal(manage(data, "serve", "--prepare", DATABASE_URL=url))
        assert "The database (DATABASE_URL) does not answer" in message
        assert "hidden" not in message

    def test_a_public_site_without_https_is_refused(self, data: Path) -> None:
        message = self.refusal(manage(data, "serve", SITE_URL="http://alerts.example.org"))
        assert "forewarned.E001" in message


@pytest.mark.django_db
class TestSteps:
    def command(self) -> tuple[serve.Command, StringIO]:
        out = StringIO()
        return serve.Command(stdout=out), out

    def test_an_account_that_can_log_in_is_enough(self) -> None:
        User.objects.create_user("someone", password="a long enough one", is_staff=True)
        command, out = self.command()
        command.make_first_account()
        assert out.getvalue() == ""

    def test_an_account_that_cannot_log_in_is_not(self) -> None:
        User.objects.create_user("service", is_staff=True)
        User.objects.create_user("curator")
        command, out = self.command()
        command.make_first_account()
        assert "user curator_ " in out.getvalue()
        assert User.objects.get(username="curator_").is_superuser

    @pytest.mark.parametrize(
        ("scheme", "host", "alone"),
        [("http", "127.0.0.1", True), ("https", "localhost", False), ("https", "alerts.example.org", False)],
    )
    def test_the_first_account_needs_no_second_factor_on_this_machine_alone(
        self, scheme: str, host: str, alone: bool
    ) -> None:
        with override_settings(SITE=Site(scheme, host, f"{scheme}://{host}")):
            self.command()[0].make_first_account()
        assert Member.objects.filter(user__username="curator", password_alone=True).exists() is alone

    def test_no_password_goes_into_the_journal(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        with (tmp_path / "journal").open("w") as journal:
            status = os.fstat(journal.fileno())
            monkeypatch.setenv("JOURNAL_STREAM", f"{status.st_dev}:{status.st_ino}")
            serve.Command(stdout=journal).make_first_account()  # type: ignore[arg-type]
        assert "createsuperuser" in (tmp_path / "journal").read_text()
        assert not User.objects.filter(is_superuser=True).exists()

    def test_a_system_port_is_refused_in_words(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def refused(*args: object) -> None:
            raise PermissionError

        monkeypatch.setattr(socket.socket, "bind", refused)
        with pytest.raises(CommandError, match="take one above 1023"):
            self.command()[0].find_port_free()


@pytest.fixture
def empty_postgresql() -> Iterator[str]:
    """The address of an empty database beside the suite's own."""
    server, name = os.environ["DATABASE_URL"].rpartition("/")[0], f"test_forewarned_serve_{os.getpid()}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield f"{server}/{name}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.skipif(not settings.IS_POSTGRESQL, reason="PostgreSQL's own run looks at this")
def test_it_serves_from_postgresql(empty_postgresql: str, tmp_path: Path) -> None:
    with serving(tmp_path / "data", free_port(), DATABASE_URL=empty_postgresql) as site:
        assert "126" in read(f"{site}/search/")
    assert not (tmp_path / "data" / "archive.sqlite3").exists()
