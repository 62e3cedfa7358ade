"""TLS for the SMTP door: a certificate for this machine, and its key.

The key is public: it stands here for everybody to read. Whoever trusts its certificate trusts
anybody on this machine.
"""

from __future__ import annotations

import ssl
import tempfile
from base64 import encodebytes
from pathlib import Path

# The two primes of an RSA key of 2048 bits.
_P = int(
    "fe444812a490d305f8c30abc765919db862f2425523fc09aa80deb41d01a402b"
    "baf9f01f1585fae9cfc52c7dc3a7c8e48d6d675a32460f9ec19e9c89ac7fdec6"
    "d8771666d898892fe322a78adc326dfbed7dfe4267fb208ab824158c633269af"
    "1961b6c0be5323b0c90bdf1fdb2635f50ca81a93ed28b75ae82bb51ad4b33b2b",
    16,
)
_Q = int(
    "fc5a7ac6dfc2931b04dd58037a06377524f94716a0a05d446ce74d7e9a8e81c8"
    "425fee7f08a0809133c7dc6e96941a99998f761bded5d1f137ec75832488fab5"
    "3210f54e8759bec09824b6a223703aa66fbee69c3532c8b481dd9ca9f1e249f7"
    "526f323b76104bd853f946087024e87d2cc2d99702fdcbb6eac30d5a1d576699",
    16,
)
_EXPONENT = 65537

CERTIFICATE = """\
-----BEGIN CERTIFICATE-----
MIIDTTCCAjWgAwIBAgIBATANBgkqhkiG9w0BAQsFADAZMRcwFQYDVQQDDA5weXRl
c3Qtc2VzbW9jazAgFw0yMDAxMDEwMDAwMDBaGA8yMDk5MTIzMTAwMDAwMFowGTEX
MBUGA1UEAwwOcHl0ZXN0LXNlc21vY2swggEiMA0GCSqGSIb3DQEBAQUAA4IBDwAw
ggEKAoIBAQD6pRTlwfPIH0Rzl9S21NS2SrQu45arrLNeHIo3obR9aWIxmXO9VX22
9KMKSSOzY1EVXC7eyGSyjgy/DuEAXNU+wnC4afi2eDhM2lnA480hmOQkSIi+wO1H
94mUjCOr/ayXrYCdENGSxDldXpGvsQ7EqmlcQ7g5+/p/0ZVgsIKaUZjb4rTh3Rcn
4VOqKJSW88DKkp+t8mRlzHH1vIoBag+iCoADHxSoilF0KeuL6iTlSMvlFMqMR8gy
zLrZRGD51J2fVQKDlmx2VcEoRL6upUsScz1IsE2qDqTsGcojtEMWI+Z10oIQONYJ
a9DLc9FRmcEPmuXKCteyngNDgIODTn6zAgMBAAGjgZ0wgZowNAYDVR0RBC0wK4IJ
bG9jYWxob3N0ghhlbWFpbC1zbXRwLmFtYXpvbmF3cy5jb22HBH8AAAEwEgYDVR0T
AQH/BAgwBgEB/wIBADAOBgNVHQ8BAf8EBAMCAqQwHQYDVR0OBBYEFLEReHk52r7m
v1Fn71tIiFw1P52MMB8GA1UdIwQYMBaAFLEReHk52r7mv1Fn71tIiFw1P52MMA0G
CSqGSIb3DQEBCwUAA4IBAQBcdbkxkIpW0gDYlF1e67X2FHV1qcOtNzpachI68Ipm
0gaKVdCBus8QIgJ3QsUR9rh/GVbru6UjXntzJl+3JoAUe/uS/cyWALg9Em2Wb8ny
UJSm6Vi3fYs5L1DylzfClwd23uYk0uo7kLKUeVp0QsbfgNPobpdbg+LmhmMKnVHr
mYSAJQal19mSBCrK0PgBZCUaIO/eNHZQGMvF5xWrLJSKHiFrqj4ck1FH7NoAz3QS
6/jYNSrLYAZHkYIjzyz+G0GifRwrdJyVKGaiUvBvThfiavzF4DiHhnMlaFTFZLwK
61V53jI7g1BoghsccDHKpMbwQepsMr+Lioxj9DsDkwmc
-----END CERTIFICATE-----
"""
"""Made out to localhost, 127.0.0.1 and email-smtp.amazonaws.com; signed by itself, until 2099."""


def server_context() -> ssl.SSLContext:
    """What a server begins TLS with."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory() as folder:  # Python reads keys from files only
        file = Path(folder, "certificate.pem")
        file.write_text(CERTIFICATE + _key(), encoding="ascii")
        context.load_cert_chain(file)
    return context


def _key() -> str:
    """The private key as PEM, in the form of PKCS #1."""
    phi = (_P - 1) * (_Q - 1)
    private = pow(_EXPONENT, -1, phi)
    numbers = (
        *(0, _P * _Q, _EXPONENT, private, _P, _Q),
        *(private % (_P - 1), private % (_Q - 1), pow(_Q, -1, _P)),
    )
    der = _encode(0x30, b"".join(map(_integer, numbers)))
    label = "RSA PRIVATE KEY"
    return f"-----BEGIN {label}-----\n{encodebytes(der).decode()}-----END {label}-----\n"


def _integer(number: int) -> bytes:
    return _encode(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def _encode(tag: int, content: bytes) -> bytes:
    """A value in ASN.1's DER."""
    length = len(content)
    if length < 0x80:
        return bytes([tag, length]) + content
    size = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(size)]) + size + content
