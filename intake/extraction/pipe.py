"""Messages between the process that reads and its caller.

A message is two lengths, a JSON object of the first, and bytes of the second.
"""

import json
import struct
from typing import IO, Any

_LENGTHS = struct.Struct("<II")


def send(stream: IO[bytes], head: dict[str, Any], data: bytes) -> None:
    packed = json.dumps(head).encode()
    stream.write(_LENGTHS.pack(len(packed), len(data)) + packed)
    stream.write(data)
    stream.flush()


def receive(stream: IO[bytes]) -> tuple[dict[str, Any], bytes] | None:
    """The next message; None where there is none, or only a part of one."""
    lengths = stream.read(_LENGTHS.size)
    if len(lengths) < _LENGTHS.size:
        return None
    head_length, data_length = _LENGTHS.unpack(lengths)
    head, data = stream.read(head_length), stream.read(data_length)
    return (json.loads(head), data) if (len(head), len(data)) == (head_length, data_length) else None
