"""Where the index lies on disk, which one is read, and who may write. Files only: nothing here knows an alert.

    DATA_DIR/index/<database>/
        current                             names the folder that is read; replaced in one step
        <schema>-<engine>-<event>-<random>  an index: the one that is read, or one in the making; <event> is the last
                                            entry of the public log before it was begun
        writing.lock, making.lock           flock(2): let go with the process that holds them

Every database has a home of its own, because two that shared one would make each other's index anew for ever.
"""

import fcntl
import hashlib
import json
import os
import re
import secrets
import shutil
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import connection

from search.engine import VERSION, telling
from search.schema import SCHEMA

WRITING, MAKING = "writing", "making"
# Notes on an index, left in its folder, so that they go when it goes.
DAMAGED = "damaged"  # it cannot be read: nobody does, and it is made anew
WORN = "worn"  # it answers rightly, but its files may hold words that were erased: it is made anew beside
_KIND = f"{SCHEMA}-{VERSION}-"
_NAME = re.compile(re.escape(_KIND) + r"\d+-[0-9a-f]{8}")
_CHUNK = 1 << 20
_FOOTER_END = 8  # bytes: the length of the footer and a magic number, each of 32 bits, the lower byte first


@dataclass(frozen=True, slots=True)
class Home:
    """The folder of all that belongs to the index of one database."""

    path: Path

    def current(self) -> Path | None:
        """The index that is read; None where there is none of this schema and engine, or it is damaged."""
        try:
            name = (self.path / "current").read_text()
        except (OSError, UnicodeDecodeError):
            return None
        folder = self.path / name
        if not _NAME.fullmatch(name) or not (folder / "meta.json").exists():
            return None
        return None if (folder / DAMAGED).exists() else folder

    def new(self, event: int) -> Path:
        """A folder for an index to be made in, after this event. Nobody reads it before `install`."""
        folder = self.path / f"{_KIND}{event}-{secrets.token_hex(4)}"
        with telling():
            folder.mkdir(parents=True)
        return folder

    @telling()
    def install(self, folder: Path) -> None:
        """Have `folder` read from now on. Whoever reads the one before goes on, until it looks again."""
        draft = self.path / "current.new"
        with draft.open("w") as file:
            file.write(folder.name)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.path / "current")

    def leftovers(self) -> list[Path]:
        """What is not read: older ones, other schemas, what a killed process left, and one that is being made."""
        current = self.current()
        return [path for path in self.path.iterdir() if path.is_dir() and path != current]

    def clean(self) -> None:
        """Remove the leftovers. For the holder of MAKING."""
        for path in self.leftovers():
            shutil.rmtree(path, ignore_errors=True)

    @contextmanager
    def lock(self, name: str, wait: bool = False) -> Iterator[bool]:
        """Hold the lock `name` (WRITING or MAKING) inside the block; False where another process or thread has it."""
        with telling():
            self.path.mkdir(parents=True, exist_ok=True)
            opened = (self.path / f"{name}.lock").open("w")
        with opened as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
                return
            yield True


def home() -> Home:
    """The home of the index of the database that this process is connected to."""
    database = connection.settings_dict
    parts = [connection.vendor, *(str(database[key]) for key in ("HOST", "PORT", "NAME"))]
    name = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]
    return Home(Path(settings.DATA_DIR) / "index" / name)


def begun_after(folder: Path) -> int:
    """The number of the last event before the index was begun."""
    return int(folder.name.removeprefix(_KIND).partition("-")[0])


def note(folder: Path, what: str) -> None:
    """Leave the note DAMAGED or WORN on an index; nothing where it is gone."""
    with suppress(OSError):  # on a disk that cannot be written it is found again
        if folder.is_dir():
            (folder / what).touch()


def size(folder: Path) -> int:
    """Bytes on disk."""
    return sum(path.stat().st_size for path in folder.iterdir() if path.is_file())


def damage(folder: Path) -> str:
    """What is wrong with the files of an index; "" where nothing is. Reads all of them.

    Every file of a segment ends in a footer with the CRC-32 of what is before it.
    """
    try:
        meta = json.loads((folder / "meta.json").read_text())
        used = {segment["segment_id"].replace("-", "") for segment in meta["segments"]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        return f"meta.json: {error}"
    for path in sorted(folder.iterdir()):
        if path.name.partition(".")[0] in used and not _is_whole(path):
            return f"{path.name}: its content is not what was written"
    return ""


def _is_whole(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            length = file.seek(0, os.SEEK_END)
            file.seek(length - _FOOTER_END)
            footer = int.from_bytes(file.read(4), "little")
            file.seek(length - _FOOTER_END - footer)
            promised = json.loads(file.read(footer))["crc"]
            file.seek(0)
            return bool(_crc(file, length - _FOOTER_END - footer) == promised)
    except FileNotFoundError:  # merged away meanwhile
        return True
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _crc(file: BinaryIO, length: int) -> int:
    crc = 0
    while length > 0 and (chunk := file.read(min(_CHUNK, length))):
        crc = zlib.crc32(chunk, crc)
        length -= len(chunk)
    return crc
