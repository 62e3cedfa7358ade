"""A key that signs as Amazon SNS does, in tests alone, and the certificate that it verifies with.

The key is public: it stands here for everybody to read. Whoever trusts its certificate trusts
anybody.
"""

from __future__ import annotations

# The two primes of an RSA key of 2048 bits.
P = int(
    "ca8b7ed2538d4a87373ed522fd4edfc31d6cb591a436c9594a5384ea0baa4447"
    "fb7a3b4603d127bb35fed729ddef46f169bed83ee963b6fd6b326d7682526e7f"
    "0f623c05526072cc9adf3174fd893d7c86d00d787d61cb9a01622c374ed8af66"
    "47cd09e15e654fc38d38e936fe85b0bb35fa045b1e92e58d049d9ae56eaa6033",
    16,
)
Q = int(
    "bf8abc4cd2043ff798736fc113e1b65b25e39f01ba5ecc66e0c4bbb1558f01c5"
    "e8cacf72b900924e7d22a9233b6bd3b4804b1d017fcd0f4a567f7ec9b36c5bd6"
    "ce6baa72d9af9dd23af900df996aa5ac1779fffcb866fede9af29d0856c39313"
    "33e07ddc288b2743b9654afd5bdf832a4d3c5375e0703a1d8d16a335b4f15487",
    16,
)
EXPONENT = 65537

# Made out to sns.amazonaws.com, as that of AWS is [evs-sns-cert]; signed by itself, and valid until
# the end of 2099.
CERTIFICATE = """\
-----BEGIN CERTIFICATE-----
MIIDTTCCAjWgAwIBAgIUPJVPUbti4o8BgQT5iWG0NC1v+JwwDQYJKoZIhvcNAQEL
BQAwHDEaMBgGA1UEAwwRc25zLmFtYXpvbmF3cy5jb20wIBcNMjAwMTAxMDAwMDAw
WhgPMjA5OTEyMzEyMzU5NTlaMBwxGjAYBgNVBAMMEXNucy5hbWF6b25hd3MuY29t
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAl4vXzIJtW2RdB5LTHBof
kH9zUtxvZR15A2z5O7kab90F+f6NnjDjs46vEm+ZLFtF5s87nmZ+Uj9DviQr7Unr
aPkNjqI1DLOlPDy+fo1KhN1sOE2oA6Yj6vYLmkwBicPO2Reh4DOll+WfZLeJQLl3
hvAvMWbTTG2+3XB5DtotR45qjznjLzKiCvH3KztUdYboacYsTFHwntpwcCc+I8y9
Qb8UoBfyCBhJIKIPbKIVtkjYyup0kzxU1L6R0gbHDnpBKzquLtj0sneR1hfb5JXj
O0BMotWtnyBcMgddinrFDyXjiJpDP7uxngLXiMdgL867YfNN2mkecIcJpVTkr2x2
5QIDAQABo4GEMIGBMBwGA1UdEQQVMBOCEXNucy5hbWF6b25hd3MuY29tMAwGA1Ud
EwEB/wQCMAAwDgYDVR0PAQH/BAQDAgeAMEMGCWCGSAGG+EIBDQQ2FjRQdWJsaWMg
dGVzdCBrZXkgb2YgcHl0ZXN0LXNlc21vY2suIFRydXN0IGl0IG5vd2hlcmUuMA0G
CSqGSIb3DQEBCwUAA4IBAQAmSj2Z0/Kq/dbslXm/sNkWFm32AZOl9BVnTF4zrf0E
ysfBPT7BXlojFco109yMv2v3KaT5SoilqAZxW3liJxtRqeBxa0iLfC+bWjeVNTJK
IX2jCz0oz5pQAocVwNMx+bHt6/97NlcOjw50+qJuR1kD4XpfAUjT5LDE8WN9fIkw
AWxCtz8RBhIhU/lu0yrsEY+JdrEdhvVVaiZm2pgqEGVKPm8ffEgXCBJuHiWaG1C4
8V+gHZ8UTV+fsss1mqsb3k4wtLtZoc90WjZJ88E1i6nD/R6ez8sbWVctbPnz/UAP
WhirBjQTNwEQ9bBWxgQb+SYy6J834zhr1nuUcj6p5OEB
-----END CERTIFICATE-----
"""
