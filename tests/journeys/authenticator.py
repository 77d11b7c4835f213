"""The app on somebody's phone: codes by RFC 6238, worked out apart from the library that checks them."""

import base64
import hashlib
import hmac
import struct
import time

PERIOD = 30


def code(secret: str, periods_ahead: int = 0) -> str:
    counter = int(time.time()) // PERIOD + periods_ahead
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    mac = hmac.new(key, struct.pack(">Q", counter), hashlib.sha1).digest()
    offset = mac[-1] & 15
    number = struct.unpack(">I", mac[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06}"
