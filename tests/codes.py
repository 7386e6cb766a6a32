"""What an authenticator app shows (RFC 6238)."""

import base64
import hashlib
import hmac
import struct
import time


def code(secret: str, steps_from_now: int = 0) -> str:
    """The six digits for this Base32 key, now or some half minutes from now."""
    counter = struct.pack(">Q", int(time.time()) // 30 + steps_from_now)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    [number] = struct.unpack(">I", digest[digest[-1] & 15 :][:4])
    return f"{(number & 0x7FFFFFFF) % 10**6:06d}"
