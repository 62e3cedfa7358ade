"""A run over hostile mails ends as pytest ends: as many failures as there are, each shown."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.slow

INI = """
[pytest]
addopts = -p no:cacheprovider --strict-markers
sesmock_region = us-east-1
sesmock_verified_identities = example.com
sesmock_lint = true
filterwarnings = default
"""

HOSTILE = r"""
import boto3
import pytest
from botocore.exceptions import ClientError

HEAD = b"From: a@example.com\r\nTo: b@example.com\r\n"

def part(fields):
    return HEAD + fields + b"\r\n\r\nhi"

def nested(depth):
    return b"Content-Type: message/rfc822\r\n\r\n" * depth + b"Subject: core\r\n\r\nhi"

def multiparts(depth):
    inner = b"Content-Type: text/plain\r\n\r\nhi"
    for n in range(depth):
        inner = b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n%b\r\n--b%d--" % (
            n, n, inner, n)
    return inner

CHARSETS = [
    "utf-7", "utf-16", "utf-32", "idna", "punycode", "unicode_escape", "raw_unicode_escape",
    "undefined", "hex", "base64", "rot13", "nothing-known", "a b", "\0", "ascii'x", "",
]
RAW = {
    **{
        f"name-{charset!r}": part(
            f"Content-Type: text/plain; name*={charset}''+AH%FF%D8%00.txt".encode()
        )
        for charset in CHARSETS
    },
    **{
        f"file-{charset!r}": part(
            f"Content-Disposition: attachment; filename*={charset}''+AH%ED%A0%80".encode()
        )
        for charset in CHARSETS
    },
    **{
        f"body-{charset!r}": HEAD
        + f"Content-Type: text/html; charset=\"{charset}\"\r\n\r\n".encode()
        + b"+AH\xff\xd8\x00<a href='http://x'>"
        for charset in CHARSETS
    },
    **{
        f"word-{charset!r}": part(f"Subject: =?{charset}?B?K0FI/9g=?= =?{charset}?Q?+AH?=".encode())
        for charset in CHARSETS
    },
    "nested-300": HEAD + nested(300),
    "nested-20": HEAD + nested(20),
    "multiparts-100": HEAD + multiparts(100),
    "subject-80kB": part(b"Subject: " + b"\r\n ".join([b"word " * 18] * 900)),
    "subject-8bit": part(b"Subject: \xff\xfe\xed\xa0\x80 \x1b[2J \x07"),
    "subject-bidi": part("Subject: \u202e\u2066gro.elpmaxe \u200f\ufeff".encode()),
    "no-colon": part(b"what is this"),
    "no-body": HEAD + b"\r\n",
    "no-boundary": HEAD + b"Content-Type: multipart/mixed\r\n\r\n--x\r\n\r\nhi\r\n--x--",
    "two-types": part(b"Content-Type: text/plain\r\nContent-Type: multipart/mixed; boundary=x"),
    "no-type": part(b"Content-Type: \x00/;;;=;\"\\"),
    "base64": HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n=A=B===\xff",
    "quoted": HEAD + b"Content-Transfer-Encoding: quoted-printable\r\n\r\n=\r\n=ZZ=f=\xff=",
    "encoding": HEAD + b"Content-Transfer-Encoding: x-uuencode\r\n\r\nbegin 644 x\r\n#####\r\n",
    "content-id": part(b"Content-ID: =?utf-7?q?+AH?= <<>\r\nContent-Disposition: inline\x00;="),
    "date": part(b"Date: Fri, 99 Foo 99999 99:99:99 +9999\r\nMIME-Version: x (((("),
    "unsubscribe": part(b"List-Unsubscribe: <<<mailto:\xff>,\r\n\t<\r\nPrecedence: bulk\xff"),
    "charset-in-parts": HEAD + b"Content-Type: multipart/alternative; boundary*0*=utf-7''x\r\n\r\n",
}
HTML = {
    "deep": "<div>" * 5000,
    "comments": "<!--" * 20_000,
    "surrogates": "<a href='http://\ud800.example'>\udfff</a>",
    "controls": "\0\x1b]0;owned\x07<img src='cid:\0'>\x85\u2028",
    "bidi": "\u202ehtml\u202c <a href='//[::1'>x</a>",
    "css": "<style>" + "a{" * 5000,
    "template": "{{ \ud83d }} {% \x00 %} None",
}

client = boto3.client("sesv2", region_name="us-east-1")

@pytest.fixture(params=RAW)
def raw(request, ses_outbox):
    try:
        client.send_email(Content={"Raw": {"Data": RAW[request.param]}})
    except ClientError:
        pass

@pytest.fixture(params=HTML)
def html(request, ses_outbox):
    text = {"Data": HTML[request.param]}
    message = {"Subject": {"Data": text["Data"][:900]}, "Body": {"Html": text, "Text": text}}
    try:
        client.send_email(
            FromEmailAddress="a@example.com",
            Destination={"ToAddresses": ["b@example.com"]},
            Content={"Simple": message},
        )
    except ClientError:
        pass

@pytest.mark.parametrize("kind", ["raw", "html"])
def test_kinds(kind):
    pass

def test_raw_passes(raw):
    pass

def test_raw_fails(raw):
    assert 1 == 2

def test_html_passes(html):
    pass

def test_html_fails(html):
    assert 1 == 2
"""


@pytest.mark.parametrize("workers", [[], ["-n2"]], ids=["alone", "xdist"])
def test_hostile_mails(pytester: pytest.Pytester, workers: list[str]) -> None:
    """As many failures as there are, each shown, and all mails in the page and among the files."""
    if workers:
        pytest.importorskip("xdist")
    pytester.makeini(INI)
    pytester.makepyfile(test_it=HOSTILE)
    # Of each character set's mails those with a file are enough for the ways through workers.
    some = ["-k", "not (name- or body- or word-)"] if workers else []
    plain = pytester.runpytest_inprocess("--collect-only", "-q", *some)
    names = [line for line in plain.outlines if line.startswith("test_it.py::")]
    failing = [name for name in names if "_fails[" in name]
    result = pytester.runpytest_subprocess(
        "--sesmock-report=page.html", "--sesmock-eml=eml", "--junitxml=junit.xml", *some, *workers
    )

    assert result.ret == pytest.ExitCode.TESTS_FAILED
    outcomes = result.parseoutcomes()
    outcomes.pop("warnings", None)
    assert outcomes == {"passed": len(names) - len(failing), "failed": len(failing)}
    shown = result.stdout.str()
    assert "INTERNALERROR" not in shown
    assert shown.count("E       assert 1 == 2") == len(failing)
    assert (pytester.path / "page.html").is_file()
    assert len(list((pytester.path / "eml").iterdir())) > len(names) / 2
