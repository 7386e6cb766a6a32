"""Formats in which other bodies publish ready records: their fields are told, not guessed from the text."""

from intake.formats import cap, reliefweb
from intake.formats.composing import Record

__all__ = ["Record", "records"]


def records(data: bytes) -> tuple[Record, ...] | None:
    """The records in `data`; None where it is in none of these formats. Raises Unreadable where it is a broken one."""
    if cap.is_meant(data):
        return cap.read(data)
    return reliefweb.read(data) if reliefweb.is_meant(data) else None
