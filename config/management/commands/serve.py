"""`serve`: bring the archive to where it can be served, then become the web server."""

import errno
import fcntl
import hashlib
import os
import secrets
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django import get_version
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection, connections
from django.db.migrations.executor import MigrationExecutor

from accounts.models import Member
from alerts import guards
from alerts.models import Alert, Event
from identifiers.uid import ALPHABET
from search import index
from search.engine import Unusable

# Alerts whose index is made in a few seconds.
MOST_INDEXED_FIRST = 5_000


class Command(BaseCommand):
    help = "Prepares the archive (database, static files, catalogue, first account) and serves it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--prepare", action="store_true", help="prepare only; serve nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["prepare"]:
            self.find_port_free()
        self.make_data_folder()
        with self.turn():
            self.reach_database()
            self.migrate()
            self.collect_static_files()
            self.load_catalogue()
            self.bring_up_index()
            self.make_first_account()
        connections.close_all()
        if not options["prepare"]:
            self.become_server()

    def say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()

    def find_port_free(self) -> None:
        """Raise CommandError when the port cannot be had."""
        another = "stop what uses it, or choose another, for example: PORT=8123 make run"
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", settings.PORT))
            except PermissionError as error:
                message = f"Port {settings.PORT} is for the system's services; take one above 1023: PORT=8123 make run"
                raise CommandError(message) from error
            except OSError as error:
                if error.errno != errno.EADDRINUSE:
                    raise CommandError(f"Port {settings.PORT} cannot be used ({error.strerror}); {another}") from error
                raise CommandError(f"Port {settings.PORT} is taken; {another}") from error

    def make_data_folder(self) -> None:
        """Raise CommandError when DATA_DIR cannot be made or written to."""
        try:
            settings.DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
            probe = settings.DATA_DIR / f".probe-{os.getpid()}"
            probe.touch()
            probe.unlink()
        except OSError as error:
            raise CommandError(
                f"DATA_DIR is {str(settings.DATA_DIR)!r}, and it cannot be written to ({error.strerror}); "
                "set DATA_DIR to a folder that this user may write."
            ) from error

    @contextmanager
    def turn(self) -> Iterator[None]:
        """One process at a time prepares a data folder."""
        with (settings.DATA_DIR / "serve.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def reach_database(self) -> None:
        """Raise CommandError when the database does not answer at once."""
        try:
            if settings.IS_POSTGRESQL:
                connect_past_the_pool()
            connection.ensure_connection()
        except (DatabaseError, psycopg.Error) as error:
            where = "DATABASE_URL" if settings.IS_POSTGRESQL else settings.DATABASE["NAME"]
            raise CommandError(
                f"The database ({where}) does not answer: {' '.join(str(error).split())} "
                "Start it, or set DATABASE_URL to one that answers."
            ) from error

    def migrate(self) -> None:
        """Apply what is not applied, and see that the log's guards are there."""
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if pending or guards.missing(connection):
            self.say(f"Preparing the database ({len(pending)} steps) ...")
            call_command("migrate", interactive=False, verbosity=0)

    def collect_static_files(self) -> None:
        """Hash and compress the static files when one has changed. The stamp is written last."""
        stamp = settings.DATA_DIR / "static.stamp"
        fingerprint = self.fingerprint_of_static_files()
        if stamp.exists() and stamp.read_text() == fingerprint and settings.STATIC_ROOT.is_dir():
            return
        self.say("Preparing style sheets and scripts ...")
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(fingerprint)

    def fingerprint_of_static_files(self) -> str:
        """Names, sizes and times of all sources, and what is made of them."""
        lines = [get_version(), str(settings.STORAGES["staticfiles"])]
        for finder in get_finders():
            for name, storage in finder.list([]):
                status = Path(storage.path(name)).stat()
                lines.append(f"{name} {status.st_size} {status.st_mtime_ns}")
        return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()

    def load_catalogue(self) -> None:
        """Fill an archive that never held anything."""
        if Alert.objects.exists() or Event.objects.exists():
            return
        self.say("Loading the catalogue (once) ...")
        call_command("loadcatalogue", stdout=self.stdout)

    def bring_up_index(self) -> None:
        """Have the search index ready, unless that would take long: then it is made while the site is served."""
        if Alert.objects.published().count() > MOST_INDEXED_FIRST and index.look().fault:
            self.say("The search index is made while the site is served; until then words are looked for without it.")
            return
        try:
            index.examine()
            index.bring_up()
        except Unusable as error:
            self.say(f"The search index cannot be made, and words are looked for without it: {error}")

    def make_first_account(self) -> None:
        """Where nobody can log in, make "curator" and print the password, which is kept nowhere in clear."""
        users = get_user_model()
        if any(user.has_usable_password() for user in users.objects.filter(is_staff=True, is_active=True)):
            return
        if is_journal(self.stdout):
            self.say("Nobody can log in yet. Make an account: .venv/bin/python manage.py createsuperuser")
            return
        name = "curator"
        while users.objects.filter(username=name).exists():
            name += "_"
        password = "-".join("".join(secrets.choice(ALPHABET) for _ in range(5)) for _ in range(4))
        user = users.objects.create_superuser(username=name, password=password)
        if settings.SITE.is_loopback and not settings.SITE.is_secure:
            Member.objects.create(user=user, password_alone=True)
        self.say(f"\nFirst account, shown only now:  user {name}  password {password}\n")

    def become_server(self) -> None:
        self.say(f"Site   {settings.SITE_URL}/\nAdmin  {settings.SITE_URL}/admin/\n(Ctrl+C stops it.)")
        os.chdir(settings.BASE_DIR)
        subprocess.Popen([sys.executable, "manage.py", "publishscheduled", "--follow", "--with-parent"])
        os.execv(sys.executable, [sys.executable, "-m", "gunicorn", *gunicorn_options(), "config.wsgi"])


def connect_past_the_pool() -> None:
    """Raise psycopg.OperationalError with PostgreSQL's own reason; the pool would only say that it waited."""
    parts = {"HOST": "host", "PORT": "port", "NAME": "dbname", "USER": "user", "PASSWORD": "password"}
    known = {name: settings.DATABASE[key] for key, name in parts.items() if settings.DATABASE[key]}
    psycopg.connect(**known, connect_timeout=5).close()


def gunicorn_options() -> list[str]:
    """The same server here as in production. No control socket: it would lie in the home folder."""
    return [
        f"--bind=127.0.0.1:{settings.PORT}",
        f"--workers={settings.WORKERS}",
        f"--threads={settings.THREADS}",
        "--no-control-socket",
        "--log-level=warning",
    ]


def is_journal(stream: Any) -> bool:
    """Whether what is written here ends in systemd's journal (systemd.exec(5), $JOURNAL_STREAM)."""
    try:
        status = os.fstat(stream.fileno())
    except (OSError, ValueError, AttributeError):
        return False
    return os.environ.get("JOURNAL_STREAM") == f"{status.st_dev}:{status.st_ino}"
