"""The signature of SNS, as others compute it."""

from __future__ import annotations

import base64

import pytest
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from hypothesis import example, given
from hypothesis import strategies as st

from pytest_sesmock.delivery import envelopes
from pytest_sesmock.delivery.signature import SignatureVersion, sign, string_to_sign
from pytest_sesmock.delivery.signing_key import CERTIFICATE, EXPONENT, P, Q

ALGORITHMS: dict[SignatureVersion, hashes.HashAlgorithm] = {
    "1": hashes.SHA1(),  # noqa: S303 - SNS's
    "2": hashes.SHA256(),
}
certificate = x509.load_pem_x509_certificate(CERTIFICATE.encode())
key = certificate.public_key()


def test_the_certificate_is_of_the_key() -> None:
    assert isinstance(key, rsa.RSAPublicKey)
    assert key.public_numbers() == rsa.RSAPublicNumbers(EXPONENT, P * Q)
    assert key.key_size == 2048


def test_the_certificate_is_made_out_as_awss_and_says_that_it_is_for_tests() -> None:
    comment = x509.ObjectIdentifier("2.16.840.1.113730.1.13")  # Netscape's, shown by OpenSSL

    assert certificate.subject.rfc4514_string() == "CN=sns.amazonaws.com"
    certificate.verify_directly_issued_by(certificate)
    assert certificate.not_valid_before_utc.year == 2020
    assert certificate.not_valid_after_utc.year == 2099
    said = certificate.extensions.get_extension_for_oid(comment).value
    assert isinstance(said, x509.UnrecognizedExtension)
    assert b"Public test key of pytest-sesmock" in said.value


def test_the_certificates_name_is_its_digest() -> None:
    digest = certificate.fingerprint(hashes.SHA256()).hex()

    assert f"SimpleNotificationService-{digest[:32]}.pem" == envelopes.CERTIFICATE_FILE


@pytest.mark.parametrize("version", ALGORITHMS)
@given(text=st.text(st.characters(codec="utf-8")))
@example(text="Message\nHello\n")
def test_a_signature_verifies(version: SignatureVersion, text: str) -> None:
    """And with no other digest."""
    assert isinstance(key, rsa.RSAPublicKey)
    signature = base64.b64decode(sign(text, version), validate=True)

    key.verify(signature, text.encode(), padding.PKCS1v15(), ALGORITHMS[version])
    for other in ALGORITHMS.keys() - {version}:
        with pytest.raises(InvalidSignature):
            key.verify(signature, text.encode(), padding.PKCS1v15(), ALGORITHMS[other])


@pytest.mark.parametrize("version", ALGORITHMS)
def test_a_signature_is_the_same_each_time(version: SignatureVersion) -> None:
    """Its bytes follow from the text alone, as those that cryptography makes of the same key."""
    d = pow(EXPONENT, -1, (P - 1) * (Q - 1))
    private = rsa.RSAPrivateNumbers(
        P,
        Q,
        d,
        rsa.rsa_crt_dmp1(d, P),
        rsa.rsa_crt_dmq1(d, Q),
        rsa.rsa_crt_iqmp(P, Q),
        rsa.RSAPublicNumbers(EXPONENT, P * Q),
    ).private_key()
    expected = private.sign(b"Hello", padding.PKCS1v15(), ALGORITHMS[version])

    assert sign("Hello", version) == base64.b64encode(expected).decode()


def test_a_notification_is_signed_by_its_fields() -> None:
    """Those of [evs-sns-string-to-sign], in that order, whatever the order in the envelope."""
    envelope = {
        "Type": "Notification",
        "MessageId": "id",
        "TopicArn": "topic",
        "Subject": "subject",
        "Message": "{}\n",
        "Timestamp": "now",
        "SignatureVersion": "1",
        "Signature": "signature",
        "SigningCertURL": "https://",
        "UnsubscribeURL": "https://",
    }
    text = (
        "Message\n{}\n\nMessageId\nid\nSubject\nsubject\nTimestamp\nnow\nTopicArn\ntopic\n"
        "Type\nNotification\n"
    )

    assert string_to_sign(envelope) == text
    del envelope["Subject"]
    assert string_to_sign(envelope) == text.replace("Subject\nsubject\n", "")


def test_a_confirmation_is_signed_by_its_fields() -> None:
    envelope = {
        "Type": "SubscriptionConfirmation",
        "MessageId": "id",
        "Token": "token",
        "TopicArn": "topic",
        "Message": "Hello",
        "SubscribeURL": "https://",
        "Timestamp": "now",
    }

    assert string_to_sign(envelope) == (
        "Message\nHello\nMessageId\nid\nSubscribeURL\nhttps://\nTimestamp\nnow\nToken\ntoken\n"
        "TopicArn\ntopic\nType\nSubscriptionConfirmation\n"
    )
