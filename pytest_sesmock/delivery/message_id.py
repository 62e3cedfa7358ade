"""The ids SES gives to accepted messages."""

from __future__ import annotations

import zlib
from random import Random

# The prefixes that were seen: rows msgid-prefix and msgid-prefix-more of the evidence.
_REGION_PREFIXES = {
    "us-east-1": "0100",
    "us-west-2": "0101",
    "eu-west-1": "0102",
    "sa-east-1": "0103",
    "ap-northeast-1": "0106",
    "eu-central-1": "0107",
    "ap-southeast-2": "0108",
    "ap-south-1": "0109",
    "us-gov-west-1": "010a",
    "eu-west-2": "010b",
    "ap-northeast-2": "010c",
    "ca-central-1": "010d",
    "ap-southeast-1": "010e",
    "us-east-2": "010f",
    "eu-north-1": "0110",
    "us-west-1": "0111",
    "eu-west-3": "0113",
}

# Where a UUID says that it is a random one: version and variant, RFC 9562, 5.4.
_FIXED_BITS = 0xF << 76 | 0b11 << 62
_VERSION_4 = 4 << 76 | 0b10 << 62


def new_message_id(region: str, now: float, random: Random) -> str:
    """A message id as SES makes them [msgid-format].

    Four hex digits of the region, twelve of the moment (milliseconds since the epoch), a UUID and
    `-000000`, 60 characters in all. For regions whose digits nobody has seen, `01` and two digits
    derived from the region's name stand in (inferred).
    """
    prefix = _REGION_PREFIXES.get(region) or f"01{zlib.crc32(region.encode()) & 0x7F | 0x80:02x}"
    # A number of seconds is exact to the microsecond only.
    milliseconds = round(now * 1_000_000) // 1000
    return f"{prefix}{milliseconds:012x}-{new_uuid(random)}-000000"


def new_uuid(random: Random) -> str:
    """A random UUID, from a seeded source so that runs repeat."""
    digits = f"{(random.getrandbits(128) & ~_FIXED_BITS) | _VERSION_4:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
