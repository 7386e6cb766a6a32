"""Files that are packed folders (zip): opened with care, for what they unpack to is not known before."""

import io
import re
import zipfile
import zlib

from intake.extraction import limits
from intake.extraction.results import Unreadable
from intake.extraction.tree import Element, parsed_xml

_WHAT_UNPACKING_RAISES = (
    zipfile.BadZipFile, zlib.error, ValueError, EOFError, OSError, RuntimeError, NotImplementedError, KeyError,
)  # fmt: skip


def opened(data: bytes) -> zipfile.ZipFile:
    """A zip file whose members may be unpacked. Raises Unreadable where they are too many, too large or misnamed."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeDecodeError) as error:
        raise Unreadable("It is damaged: the zip file that it is made of cannot be opened.") from error
    members = archive.infolist()
    if len(members) > limits.MOST_MEMBERS:
        raise Unreadable(f"It is made of {len(members)} files; at most {limits.MOST_MEMBERS} are read.")
    if sum(member.file_size for member in members) > limits.LARGEST_UNPACKED:
        most = limits.LARGEST_UNPACKED // limits.MEGABYTE
        raise Unreadable(f"It would unpack to more than {most} MB (a zip bomb?), and is not read.")
    for member in members:
        if member.file_size > limits.MEGABYTE and member.file_size > limits.HIGHEST_RATIO * member.compress_size:
            raise Unreadable("It is packed so tightly that it looks like a zip bomb, and is not read.")
        if member.filename.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", member.filename):
            raise Unreadable("It holds a file whose name leads out of it (zip slip), and is not read.")
        if member.flag_bits & 1:
            raise Unreadable("It is encrypted. Please save it without a password.")
    return archive


def unpacked(archive: zipfile.ZipFile, name: str) -> bytes:
    """A member of a packed file. Raises Unreadable."""
    try:
        return archive.read(name)
    except _WHAT_UNPACKING_RAISES as error:
        raise Unreadable("It is damaged: a part of it cannot be unpacked.") from error


def part(archive: zipfile.ZipFile, name: str) -> Element | None:
    """A member as XML; None where there is none. Raises Unreadable."""
    return parsed_xml(unpacked(archive, name)) if name in archive.namelist() else None
