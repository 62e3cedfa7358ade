"""SendEmail under anything: a fuzz property, and a state machine against a plain model of SES."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, ParamValidationError
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sending import ses

from pytest_sesmock import SESMock
from pytest_sesmock.api.v1.codes import CODES

pytestmark = pytest.mark.slow

# Fuzz

KNOWN_CODES = {code for code, _ in CODES.values()}

text = st.text(max_size=30)
addresses = st.one_of(
    text,
    st.sampled_from(
        [
            "a@example.com",
            "Ada <a@example.com>",
            '"a b"@example.com',
            "success@simulator.amazonses.com",
            "G: a@example.com, b@example.com;",
            "@r1,@r2:a@example.com",
            "a@[1.2.3.4]",
        ]
    ),
    st.text(alphabet='ab.@<>()[]",;:\\ \té', max_size=20),
)
contents = st.fixed_dictionaries(
    {"Data": st.text()}, optional={"Charset": st.sampled_from(["UTF-8", "latin-1", "x", ""])}
)
arns = st.one_of(
    text,
    st.builds(
        "arn:aws:ses:us-east-1:{}:identity/{}".format,
        st.sampled_from(["123456789012", "999999999999"]),
        st.sampled_from(["example.com", "a@example.com", "", "{"]),
    ),
)
calls = st.fixed_dictionaries(
    {
        "Source": addresses,
        "Destination": st.fixed_dictionaries(
            {},
            optional={
                f"{name}Addresses": st.lists(addresses, max_size=4) for name in ("To", "Cc", "Bcc")
            },
        ),
        "Message": st.fixed_dictionaries(
            {
                "Subject": contents,
                "Body": st.fixed_dictionaries({}, optional={"Text": contents, "Html": contents}),
            }
        ),
    },
    optional={
        "ReplyToAddresses": st.lists(addresses, max_size=2),
        "ReturnPath": addresses,
        "SourceArn": arns,
        "ReturnPathArn": arns,
        "Tags": st.lists(st.fixed_dictionaries({"Name": text, "Value": text}), max_size=2),
        "ConfigurationSetName": st.one_of(text, st.sampled_from(["news", "paused"])),
    },
)


@pytest.fixture(scope="module")
def client() -> Any:
    return ses()


@given(call=calls, sandbox=st.booleans())
@settings(suppress_health_check=[])
def test_any_call_is_accepted_or_refused_in_sess_terms(
    client: Any, call: dict[str, Any], sandbox: bool
) -> None:
    """A MessageId or a ClientError with a code SES knows; the outbox grows by the accepted ones."""
    with SESMock(
        region="us-east-1",
        verified_identities=["example.com"],
        sandbox=sandbox,
        configuration_sets=["news", "paused"],
    ) as mock:
        mock.account().pause_configuration_set("paused")
        try:
            message_id = client.send_email(**call)["MessageId"]
        except ParamValidationError:
            assert (len(mock.outbox), len(mock.outbox.refusals)) == (0, 0)
        except ClientError as error:
            assert error.response["Error"]["Code"] in KNOWN_CODES
            assert (len(mock.outbox), len(mock.outbox.refusals)) == (0, 1)
        else:
            assert (len(mock.outbox), len(mock.outbox.refusals)) == (1, 0)
            assert mock.outbox[0].message_id == message_id
            assert mock.outbox[0].request == call
            assert len(mock.outbox[0].mime["Message-ID"]) > len(message_id)


# State machine

DOMAINS = ("example.com", "example.org")
ADDRESSES = ("a@example.com", "b@example.com", "a@example.org", "c@sub.example.org")
SIMULATOR = "success@simulator.amazonses.com"
DAY = 24 * 60 * 60
QUOTA = 20


class Sending(RuleBasedStateMachine):
    """Client calls, verification, pauses, quota and clock, against a model in a few lines."""

    def __init__(self) -> None:
        super().__init__()
        self.mock = SESMock(region="us-east-1", max_24_hour_send=QUOTA)
        self.mock.__enter__()
        self.client = ses(config=Config(retries={"total_max_attempts": 1}))
        self.verified: set[str] = set()
        self.pending: set[str] = set()
        self.paused: str | None = None
        self.sandbox = False
        self.sets: dict[str, bool] = {}
        self.charges: list[tuple[float, int]] = []
        self.elapsed = 0.0
        self.accepted: list[str] = []
        self.refused: list[str] = []

    def teardown(self) -> None:
        self.mock.__exit__(None, None, None)

    @initialize()
    def start(self) -> None:
        assert self.client.list_identities()["Identities"] == []

    @rule(identity=st.sampled_from(DOMAINS + ADDRESSES))
    def verify(self, identity: str) -> None:
        self.mock.account().verify(identity)
        self.verified.add(identity)
        self.pending.discard(identity)

    @rule(identity=st.sampled_from(DOMAINS + ADDRESSES))
    def ask_for_verification(self, identity: str) -> None:
        if "@" in identity:
            self.client.verify_email_identity(EmailAddress=identity)
        else:
            self.client.verify_domain_identity(Domain=identity)
        if identity not in self.verified:
            self.pending.add(identity)

    @rule(identity=st.sampled_from(DOMAINS + ADDRESSES))
    def delete(self, identity: str) -> None:
        self.client.delete_identity(Identity=identity)
        self.verified.discard(identity)
        self.pending.discard(identity)

    @rule(by=st.sampled_from(["holder", "aws"]))
    def pause(self, by: Any) -> None:
        self.mock.account().pause_sending(by=by)
        self.paused = by

    @rule(enabled=st.booleans())
    def update_sending(self, enabled: bool) -> None:
        self.client.update_account_sending_enabled(Enabled=enabled)
        if self.paused != "aws":
            self.paused = None if enabled else "holder"

    @rule()
    def resume(self) -> None:
        self.mock.account().resume_sending()
        self.paused = None

    @rule(sandbox=st.booleans())
    def enter_or_leave_the_sandbox(self, sandbox: bool) -> None:
        self.mock.account().sandbox = sandbox
        self.sandbox = sandbox

    @rule(enabled=st.booleans())
    def switch_set(self, enabled: bool) -> None:
        if "news" not in self.sets:
            self.client.create_configuration_set(ConfigurationSet={"Name": "news"})
        self.client.update_configuration_set_sending_enabled(
            ConfigurationSetName="news", Enabled=enabled
        )
        self.sets["news"] = enabled

    @precondition(lambda self: "news" in self.sets)
    @rule()
    def delete_set(self) -> None:
        self.client.delete_configuration_set(ConfigurationSetName="news")
        del self.sets["news"]

    @rule(seconds=st.sampled_from([1, 3600, DAY / 2, DAY]))
    def let_time_pass(self, seconds: float) -> None:
        self.mock.clock.advance(seconds)
        self.elapsed += seconds

    def covered(self, address: str) -> bool:
        domain = address.partition("@")[2]
        parents = {domain, domain.partition(".")[2]}
        return address in self.verified or bool(parents & self.verified)

    def sent_today(self) -> int:
        # Wall time passes too, by much less than a second: charges and edges are seconds apart.
        return sum(count for at, count in self.charges if at > self.elapsed - DAY + 0.5)

    def expected(self, source: str, recipients: list[str], set_name: str | None) -> str | None:
        if not recipients:
            return "InvalidParameterValue"
        if set_name is not None and set_name not in self.sets:
            return "ConfigurationSetDoesNotExist"
        if set_name is not None and not self.sets[set_name]:
            return "ConfigurationSetSendingPausedException"
        if self.paused == "aws":
            return "MessageRejected"
        if self.paused == "holder":
            return "AccountSendingPausedException"
        checked = [source, *(r for r in recipients if self.sandbox and r != SIMULATOR)]
        if not all(map(self.covered, checked)):
            return "MessageRejected"
        if self.sent_today() >= QUOTA:
            return "Throttling"
        return None

    @rule(
        source=st.sampled_from(ADDRESSES),
        recipients=st.lists(st.sampled_from([*ADDRESSES, SIMULATOR]), max_size=12),
        set_name=st.sampled_from([None, None, "news"]),
    )
    def send(self, source: str, recipients: list[str], set_name: str | None) -> None:
        code = self.expected(source, recipients, set_name)
        call: dict[str, Any] = {
            "Source": source,
            "Destination": {"ToAddresses": recipients[::2], "BccAddresses": recipients[1::2]},
            "Message": {"Subject": {"Data": "s"}, "Body": {"Text": {"Data": "t"}}},
        }
        if set_name is not None:
            call["ConfigurationSetName"] = set_name
        try:
            message_id = self.client.send_email(**call)["MessageId"]
        except ClientError as error:
            assert error.response["Error"]["Code"] == code
            self.refused.append(code)
        else:
            assert code is None
            counted = sum(recipient != SIMULATOR for recipient in recipients)
            self.charges.append((self.elapsed, counted))
            self.accepted.append(message_id)

    @invariant()
    def outbox_is_the_history(self) -> None:
        assert [message.message_id for message in self.mock.outbox] == self.accepted
        assert [refused.code for refused in self.mock.outbox.refusals] == self.refused
        assert len(set(self.accepted)) == len(self.accepted)

    @invariant()
    def account_agrees(self) -> None:
        identities = dict.fromkeys(self.verified, "Success") | dict.fromkeys(
            self.pending, "Pending"
        )
        assert self.mock.account().identities == identities
        assert self.client.get_send_quota()["SentLast24Hours"] == self.sent_today()
        assert self.client.get_account_sending_enabled()["Enabled"] is (self.paused is None)


TestSending = Sending.TestCase
TestSending.settings = settings(max_examples=30, stateful_step_count=40)


@given(now=st.datetimes(datetime(2010, 1, 1), datetime(2100, 1, 1)), times=st.integers(1, 5))
def test_message_ids_tell_region_and_moment(now: datetime, times: int) -> None:
    """[msgid-format]: four hex digits of the region, twelve of milliseconds since the epoch."""
    with SESMock(region="eu-west-1", verified_identities=["example.com"]) as mock:
        moment = now.replace(tzinfo=timezone.utc)
        mock.clock.time = moment.timestamp  # type: ignore[method-assign]
        client = ses("eu-west-1")
        ids = [
            client.send_email(
                Source="a@example.com",
                Destination={"ToAddresses": ["a@example.com"]},
                Message={"Subject": {"Data": "s"}, "Body": {"Text": {"Data": "t"}}},
            )["MessageId"]
            for _ in range(times)
        ]
        assert len(set(ids)) == times
        for each in ids:
            assert each.startswith("0102")
            assert abs(int(each[4:16], 16) - moment.timestamp() * 1000) < 1
            assert len(each) == 60
            assert each.endswith("-000000")
