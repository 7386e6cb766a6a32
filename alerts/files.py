"""Original files: kept byte for byte under DATA_DIR, each under the SHA-256 of its bytes."""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class Kept:
    """A file that is on disk: the SHA-256 of its bytes, hexadecimal, and how many they are."""

    sha256: str
    size: int


def keep(chunks: Iterable[bytes]) -> Kept:
    """Write a file durably: it is whole on disk, under its hash, before this returns. The same bytes are kept once."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    hasher, size = hashlib.sha256(), 0
    descriptor, name = tempfile.mkstemp(dir=folder, prefix=".incoming-")
    try:
        with os.fdopen(descriptor, "wb") as out:
            for chunk in chunks:
                hasher.update(chunk)
                size += out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        target = path(hasher.hexdigest())
        target.parent.mkdir(exist_ok=True)
        os.replace(name, target)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(name)
        raise
    _sync(target.parent)
    return Kept(hasher.hexdigest(), size)


def path(sha256: str) -> Path:
    """Where the file of that hash is, or would be."""
    return _folder() / sha256[:2] / sha256


def erase(sha256: str) -> None:
    """Remove a file for good. One that is not there is no error."""
    file = path(sha256)
    with suppress(FileNotFoundError):
        file.unlink()
        _sync(file.parent)


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "documents"


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
