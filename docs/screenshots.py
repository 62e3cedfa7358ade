"""Take the screenshots of the pages: `python docs/screenshots.py`, with Chromium on the path.

Runs the tests below in a temporary directory, opens their report and writes the PNG files that the
how-to page shows. For the inbox, it sends the same mails to a development server.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tests" / "browser"))

from chromium import Browser, chromium  # noqa: E402 - found by the line above

MAIL = """\
<!doctype html>
<html>
<head>
<meta name="color-scheme" content="light dark">
<style>
body { margin: 0; background: #f3f1ec; color: #2c2a26; font: 16px/1.5 Arial, sans-serif }
.card { max-width: 460px; margin: 28px auto; padding: 28px 32px; background: #fff;
  border-radius: 10px }
h1 { margin: 0 0 8px; font-size: 22px }
table { width: 100%; border-collapse: collapse; margin: 16px 0 }
td { padding: 7px 0; border-top: 1px solid #e5e1d8 }
td:last-child { text-align: right }
.button { display: inline-block; padding: 10px 18px; background: #a4432d; color: #fff;
  border-radius: 6px; text-decoration: none }
@media (prefers-color-scheme: dark) {
  body { background: #191816; color: #eae6dd }
  .card { background: #26241f }
  td { border-color: #3a372f }
}
@media (max-width: 480px) { .card { margin: 0; border-radius: 0; padding: 20px } }
</style>
</head>
<body><div class="card">
<h1>Thank you, Ada</h1>
Your order <b>$order</b> is on its way.
<table>
<tr><td>200 x punched card</td><td>€10.00</td></tr>
<tr><td>1 x engine &amp; spares</td><td>€17,000.00</td></tr>
<tr><td><b>Total</b></td><td><b>€17,010.00</b></td></tr>
</table>
<a class="button" href="https://shop.example/orders/$order">See your order</a>
</div></body>
</html>
"""

TESTS = """\
from pathlib import Path
from string import Template

import boto3
import pytest

ses = boto3.client("ses", region_name="eu-west-1")
RECEIPT = Template(Path(__file__).with_name("mail.html").read_text(encoding="utf-8"))

ADA = "Ada Lovelace <ada@lovelace.example>"

pytestmark = pytest.mark.sesmock(region="eu-west-1", verified_identities=["shop.example"])


def send(subject, to=ADA, html=None, kind="account", configuration_set=None):
    more = {"ConfigurationSetName": configuration_set} if configuration_set else {}
    ses.send_email(
        Source="The Shop <hello@shop.example>",
        Destination={"ToAddresses": [to]},
        Message={
            "Subject": {"Data": subject},
            "Body": {"Text": {"Data": f"{subject}."}, **({"Html": {"Data": html}} if html else {})},
        },
        Tags=[{"Name": "kind", "Value": kind}],
        **more,
    )


def send_receipt(order, to=ADA, configuration_set=None):
    send(f"Your order {order}", to, RECEIPT.substitute(order=order), "receipt", configuration_set)


class TestSignUp:
    def test_a_link_confirms_the_address(self, ses_outbox):
        send("Please confirm your address")

    def test_the_second_mail_welcomes(self, ses_outbox):
        send("Please confirm your address")
        send("Welcome to the shop")


class TestReceipt:
    def test_it_lists_what_was_bought(self, ses_outbox):
        send_receipt("A-1815")
        assert ses_outbox[0].subject == "Your order A-1851"

    def test_an_address_typed_wrong(self, ses_outbox):
        with pytest.raises(ses.exceptions.ClientError):
            send_receipt("A-1816", to="ada@lovelace..example")

    @pytest.mark.sesmock(verified_identities=[])
    def test_the_shop_has_to_be_verified(self, ses_outbox):
        with pytest.raises(ses.exceptions.MessageRejected):
            send_receipt("A-1817")


@pytest.mark.sesmock(configuration_sets=["orders"])
def test_a_bounce_reaches_the_webhook(ses_outbox, ses_account):
    boto3.client("sesv2", region_name="eu-west-1").create_configuration_set_event_destination(
        ConfigurationSetName="orders",
        EventDestinationName="webhook",
        EventDestination={
            "Enabled": True,
            "MatchingEventTypes": ["DELIVERY", "BOUNCE"],
            "SnsDestination": {"TopicArn": "arn:aws:sns:eu-west-1:123456789012:ses-events"},
        },
    )
    send_receipt("A-1818", configuration_set="orders")
    ses_outbox[0].bounce()


@pytest.mark.parametrize("week", [1, 2, 3])
def test_newsletter(ses_outbox, week):
    for name in ("ada@lovelace.example", "charles@engine.example"):
        send(f"News of week {week}", to=name, kind="news")
"""

SIZE = (1280, 800)
PHONE = (390, 800)


def write(directory: Path) -> None:
    """Write the screenshots to a directory."""
    with tempfile.TemporaryDirectory() as temporary:
        project = Path(temporary, "shop")
        project.mkdir()
        (project / "test_shop.py").write_text(TESTS, encoding="utf-8")
        (project / "mail.html").write_text(MAIL, encoding="utf-8")
        (project / "pytest.ini").write_text("[pytest]\n")
        report = project / "mails.html"
        arguments = ["-q", "-p", "no:cacheprovider", f"--sesmock-report={report}"]
        environment = {**os.environ, "AWS_EC2_METADATA_DISABLED": "true"}
        subprocess.run(
            [sys.executable, "-m", "pytest", *arguments],
            cwd=project,
            env=environment,
            check=False,  # one of the tests fails, to be shown
            stdout=subprocess.DEVNULL,
        )
        with chromium() as browser:
            browser.look(*SIZE)
            take(browser, report, "#4", directory / "report.png")
            browser.look(*SIZE, "dark")
            take(browser, report, "#6", directory / "report-refusal.png")
            browser.look(*SIZE)
            take(browser, report, "#7", directory / "report-events.png", "Events")
            browser.look(*PHONE)
            take(browser, report, "#4", directory / "report-phone.png")
            browser.look(*SIZE)
            take_inbox(browser, project, directory / "serve.png")


def take(
    browser: Browser, report: Path, fragment: str, picture: Path, tab: str = "Preview"
) -> None:
    browser.open(report, fragment)
    browser.wait_for("document.querySelector('.stage iframe')")
    browser.run(f"document.getElementById('tab-{tab}').click()")
    browser.run("return new Promise((resolve) => setTimeout(resolve, 500))")  # it has been drawn
    picture.write_bytes(browser.screenshot())


SENDING = """\
from contextlib import suppress
import test_shop

test_shop.send("Please confirm your address")
test_shop.send("Welcome to the shop")
test_shop.send_receipt("A-1815")
with suppress(Exception):
    test_shop.send_receipt("A-1816", to="ada@lovelace..example")
test_shop.send("News of week 1", to="charles@engine.example", kind="news")
"""


def take_inbox(browser: Browser, project: Path, picture: Path) -> None:
    environment = {**os.environ, "AWS_EC2_METADATA_DISABLED": "true"}
    serve = [sys.executable, "-m", "pytest_sesmock", "serve", "--port", "0"]
    options = ["--verified", "shop.example", "--region", "eu-west-1"]
    with subprocess.Popen(
        [*serve, *options], env=environment, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        lines = iter(server.stdout.readline, "Verified identities: shop.example\n")
        exports = dict(re.findall(r"export (\w+)=(\S+)", "".join(lines)))
        browser.visit(exports["AWS_ENDPOINT_URL_SES"])
        subprocess.run(
            [sys.executable, "-c", SENDING], cwd=project, env=environment | exports, check=True
        )
        browser.wait_for("index.mails.length === 5")
        browser.run("list.select(2, { read: true })")
        browser.wait_for("document.querySelector('.stage iframe')")
        browser.run("return request('happen', { number: 1, event: 'bounce' })")
        browser.run("document.getElementById('told').hidden = true")
        browser.run("return new Promise((resolve) => setTimeout(resolve, 500))")
        picture.write_bytes(browser.screenshot())
        browser.visit("about:blank")
        server.terminate()


if __name__ == "__main__":
    write(HERE / "how-to")
