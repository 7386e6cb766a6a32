"""Typed readers of environment variables. Each returns a value that is right, or raises
`ImproperlyConfigured` with a sentence that names the variable, what it holds and what would be right.
"""

import os
import re
import secrets
import tempfile
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off"}


def refuse(name: str, value: str, wanted: str) -> ImproperlyConfigured:
    """The error for an odd value. A value that may hold a password must be passed masked."""
    return ImproperlyConfigured(f"{name} is {value!r}; it must be {wanted}.")


def text(name: str, default: str = "") -> str:
    """The variable without outer white space; `default` when it is unset or empty."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool = False) -> bool:
    """1, true, yes, on or 0, false, no, off, in any case."""
    value = text(name)
    if not value:
        return default
    if value.lower() in YES:
        return True
    if value.lower() in NO:
        return False
    raise refuse(name, value, "1 or 0")


def integer(name: str, default: int, low: int, high: int) -> int:
    """A whole number from `low` to `high`, in ASCII digits."""
    value = text(name)
    if not value:
        return default
    if not (value.isascii() and value.isdigit() and len(value) <= 18 and low <= int(value) <= high):
        raise refuse(name, value, f"a whole number from {low} to {high}")
    return int(value)


def folder(name: str, default: Path, base: Path) -> Path:
    """An absolute path. "~" is the home folder; a relative one is meant from `base`."""
    value = text(name)
    if "\0" in value:
        raise refuse(name, value, "the path of a folder")
    try:
        return (base / Path(value).expanduser()).resolve() if value else default
    except (OSError, RuntimeError) as error:
        raise refuse(name, value, "the path of a folder") from error


@dataclass(frozen=True)
class Site:
    """Where the public finds the archive: scheme, host, and `origin` ("https://example.org:8443")."""

    scheme: str
    host: str
    origin: str

    @property
    def is_secure(self) -> bool:
        return self.scheme == "https"

    @property
    def is_loopback(self) -> bool:
        """Only this machine can reach it (RFC 6761 "localhost", 127.0.0.0/8, ::1)."""
        if self.host == "localhost" or self.host.endswith(".localhost"):
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False


def site(name: str, default: str) -> Site:
    """The origin of the site: http or https, a host, perhaps a port, and nothing after it."""
    value = text(name, default)
    wanted = "an address like https://alerts.example.org, with no path after the host"
    try:
        parts = urlsplit(value)
        port, host = parts.port, (parts.hostname or "").encode("idna").decode("ascii")
    except ValueError as error:
        raise refuse(name, value, wanted) from error
    odd = parts.path not in ("", "/") or parts.query or parts.fragment or "@" in parts.netloc or set(host) & set(" *,")
    if parts.scheme not in ("http", "https") or not host or odd:
        raise refuse(name, value, wanted)
    shown = f"[{host}]" if ":" in host else host
    is_default_port = port is None or port == {"http": 80, "https": 443}[parts.scheme]
    return Site(parts.scheme, host, f"{parts.scheme}://{shown}" + ("" if is_default_port else f":{port}"))


def database(name: str, default: Path, base: Path) -> dict[str, Any]:
    """Django's ENGINE, NAME, USER, PASSWORD, HOST and PORT of `postgresql://user:password@host:port/name` or
    `sqlite:///relative/path` or `sqlite:////absolute/path`; SQLite at `default` when the variable is unset.

    Percent-encoding is undone in every part (RFC 3986), so a password may hold any character; "$" stands for itself.
    """
    value = text(name)
    if not value:
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(default)}
    scheme = value.partition(":")[0]
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError as error:
        raise refuse(name, masked(value), "a URL whose user and password have / ? # @ % : written as %XX") from error
    if parts.fragment or parts.query or value.endswith("#"):
        raise refuse(name, masked(value), "a URL with each # or ? in the password written as %23 or %3F")
    if scheme == "sqlite" and not parts.netloc and len(parts.path) > 1:
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(base / unquote(parts.path[1:]))}
    if scheme in ("postgres", "postgresql") and len(parts.path) > 1 and not set(parts.path[1:]) & set("/@"):
        return postgresql(parts, port)
    raise refuse(name, masked(value), "postgresql://user:password@host:5432/name or sqlite:///path/of/file")


def postgresql(parts: SplitResult, port: int | None) -> dict[str, Any]:
    """A host that begins with "/" (written %2F) is the folder of a Unix socket, whose capitals count."""
    host = re.sub(r":\d*$", "", parts.netloc.rpartition("@")[2]).strip("[]")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(host),
        "PORT": str(port or ""),
    }


def mail(name: str) -> dict[str, Any]:
    """host, port, user, password, starttls, tls of `smtp://user:password@host:587` or `smtps://…:465`; {} when unset.

    smtp begins in clear and must go over to TLS (STARTTLS), except to this machine itself; smtps is TLS from the start.
    """
    value = text(name)
    if not value:
        return {}
    wanted = "smtp://user:password@host:587 or smtps://user:password@host:465, with / ? # @ % : written as %XX"
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError as error:
        raise refuse(name, masked(value), wanted) from error
    host = parts.hostname or ""
    odd = parts.path not in ("", "/") or parts.query or parts.fragment
    if parts.scheme not in ("smtp", "smtps") or not host or odd:
        raise refuse(name, masked(value), wanted)
    is_plain = parts.scheme == "smtp"
    return {
        "host": host,
        "port": port or (587 if is_plain else 465),
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "starttls": is_plain and not Site("smtp", host, "").is_loopback,
        "tls": not is_plain,
    }


def masked(url: str) -> str:
    """The URL without what may be its password: nothing between the scheme and the last "@" is kept."""
    scheme, separator, rest = url.partition("://")
    if not separator:
        return "***"
    return f"{scheme}://***@{rest.rpartition('@')[2]}" if "@" in rest else f"{scheme}://***"


def secret(name: str, file: Path) -> str:
    """The secret from the environment; else from `file`, which is made once, with mode 0600.

    Two processes that start together agree: a file is linked into place whole, and the first one wins.
    """
    value = text(name)
    if value:
        return value
    try:
        if not file.exists():
            make_secret(file)
        value = file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(
            f"{name} is not set and the file {file} cannot be read or made ({reason(error)}); "
            f"set {name}, or set DATA_DIR to a folder that this user may write."
        ) from error
    if not value:
        raise ImproperlyConfigured(f"{file} is empty; delete it to have a new secret made, or set {name}.")
    return value


def make_secret(file: Path) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-")
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as out:
            out.write(secrets.token_urlsafe(64) + "\n")
            out.flush()
            os.fsync(out.fileno())
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        os.unlink(draft)


def reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()
