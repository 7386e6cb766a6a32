"""System checks of the configuration: each setting is right by itself, but may be wrong for a public site."""

import os
import stat
from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security)
def check_configuration(app_configs: Sequence[AppConfig] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """forewarned.E001 to E006; see docs/settings.md for each."""
    return [*check_site(), *check_data_folder(), *check_secret()]


def check_site() -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if not settings.SITE.is_secure and not settings.SITE.is_loopback:
        found.append(
            Error(
                f"SITE_URL is {settings.SITE_URL!r}: passwords would cross the network in clear.",
                hint="Set SITE_URL to an https:// address; http:// is for 127.0.0.1 and localhost only.",
                id="forewarned.E001",
            )
        )
    if settings.DEBUG and not settings.SITE.is_loopback:
        found.append(
            Error(
                f"DEBUG is on while SITE_URL is {settings.SITE_URL!r}: error pages would show the server's insides.",
                hint="Unset DEBUG, or set SITE_URL to a loopback address.",
                id="forewarned.E002",
            )
        )
    return found


def check_data_folder() -> list[CheckMessage]:
    """DATA_DIR is a folder, or can become one, and this user may write in it."""
    folder = settings.DATA_DIR
    nearest = next(path for path in (folder, *folder.parents) if path.exists())
    if not nearest.is_dir() or not os.access(nearest, os.W_OK | os.X_OK):
        return [
            Error(
                f"DATA_DIR is {str(folder)!r}, and this user cannot write there.",
                hint="Set DATA_DIR to a folder that this user may write, or change the owner of this one.",
                id="forewarned.E003",
            )
        ]
    return []


def check_secret() -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if len(settings.SECRET_KEY) < 50 or len(set(settings.SECRET_KEY)) < 5:
        found.append(
            Error(
                "SECRET_KEY is shorter than 50 characters or hardly varied: sessions could be forged.",
                hint="Unset SECRET_KEY to have one made in DATA_DIR, or set it to a long random text.",
                id="forewarned.E004",
            )
        )
    file = settings.DATA_DIR / "secret_key"
    if file.exists() and stat.S_IMODE(file.stat().st_mode) & 0o077:
        found.append(
            Error(
                f"{file} can be read by other users of this machine.",
                hint=f"chmod 600 '{file}'",
                id="forewarned.E005",
            )
        )
    return found
