"""Signatures of Amazon SNS: RSA with the padding of PKCS #1 v1.5, over named fields.

There are two versions, which differ in the digest alone [evs-sns-string-to-sign].
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Mapping
from typing import Literal, TypeAlias

from pytest_sesmock.delivery.signing_key import EXPONENT, P, Q

SignatureVersion: TypeAlias = Literal["1", "2"]

_SIZE = 256
# Signing by the primes, each half as long as the modulus, takes a quarter of the time.
_D_P, _D_Q, _Q_INVERSE = pow(EXPONENT, -1, P - 1), pow(EXPONENT, -1, Q - 1), pow(Q, -1, P)

# Of each version the digest, and the DER of its name before it (RFC 8017, 9.2).
_SHA1, _SHA256 = "3021300906052b0e03021a05000414", "3031300d060960864801650304020105000420"

# A notification has some of them and a confirmation others, in this order.
_SIGNED_FIELDS = (
    *("Message", "MessageId", "Subject", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"),
)


def string_to_sign(envelope: Mapping[str, str]) -> str:
    """What of an envelope is signed: its fields, each name and value on lines of their own."""
    return "".join(f"{name}\n{envelope[name]}\n" for name in _SIGNED_FIELDS if name in envelope)


def sign(text: str, version: SignatureVersion) -> str:
    """The signature of a text by the test key, in base64."""
    data = text.encode()
    if version == "1":
        digest = bytes.fromhex(_SHA1) + hashlib.sha1(data, usedforsecurity=False).digest()
    else:
        digest = bytes.fromhex(_SHA256) + hashlib.sha256(data).digest()
    padding = b"\xff" * (_SIZE - len(digest) - 3)
    number = int.from_bytes(b"\x00\x01" + padding + b"\x00" + digest, "big")
    of_p, of_q = pow(number % P, _D_P, P), pow(number % Q, _D_Q, Q)
    signature = of_q + (of_p - of_q) * _Q_INVERSE % P * Q
    return b64encode(signature.to_bytes(_SIZE, "big")).decode("ascii")
