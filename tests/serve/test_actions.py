"""The buttons of the inbox do what a test can do."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from sending import mail, refusal, ses, sesv2

from pytest_sesmock import SesmockError
from pytest_sesmock.serve.actions import HAPPENINGS, Desk, describe, perform
from pytest_sesmock.serve.remedies import carry_out

REGION = "eu-west-1"
HTML = '<a href="https://a.example/1">one</a> <a href="https://a.example/2">two</a>'
MESSAGE = {"Subject": {"Data": "Welcome"}, "Body": {"Html": {"Data": HTML}}}


def send(desk: Desk, **changes: Any) -> None:
    ses(REGION).send_email(**mail(Message=MESSAGE, **changes))
    desk.inbox.update()


@pytest.mark.parametrize(
    ("event", "more", "types"),
    [
        ("deliver", {}, ["Delivery"]),
        ("delay", {}, ["DeliveryDelay"]),
        ("bounce", {}, ["Bounce"]),
        ("soft-bounce", {}, ["Bounce"]),
        ("complain", {}, ["Delivery", "Complaint"]),
        ("reject", {}, ["Reject"]),
        ("open", {}, ["Delivery", "Open"]),
        ("click", {"link": "https://a.example/2"}, ["Delivery", "Click"]),
    ],
)
def test_what_happens_to_a_message(
    event: str, more: dict[str, str], types: list[str], desk: Desk
) -> None:
    send(desk)
    told = perform(desk, "happen", {"number": 0, "event": event, **more})
    [message] = desk.mock.outbox
    assert [each.type for each in message.events] == ["Send", *types]
    assert told == f"{types[-1]}: ada@example.org"


def test_every_event_is_tried_above() -> None:
    [mark] = test_what_happens_to_a_message.pytestmark  # type: ignore[attr-defined]
    assert {case[0] for case in mark.args[1]} | {"unsubscribe"} == set(HAPPENINGS)


@pytest.mark.parametrize(("event", "kind"), [("bounce", "Permanent"), ("soft-bounce", "Transient")])
def test_the_types_of_bounces(event: str, kind: str, desk: Desk) -> None:
    send(desk)
    perform(desk, "happen", {"number": 0, "event": event})
    assert desk.mock.outbox[0].events[-1].record["bounce"]["bounceType"] == kind


def test_the_link_that_is_clicked(desk: Desk) -> None:
    send(desk)
    perform(desk, "happen", {"number": 0, "event": "click", "link": "https://a.example/2"})
    assert desk.mock.outbox[0].events[-1].record["click"]["link"] == "https://a.example/2"
    with pytest.raises(SesmockError, match=r"no link to 'https://b\.example'"):
        perform(desk, "happen", {"number": 0, "event": "click", "link": "https://b.example"})


def test_to_whom_it_happens(desk: Desk) -> None:
    send(desk, To=["Ada <ada@example.org>", "bob@example.org"])
    one = {"number": 0, "event": "bounce", "recipient": "bob@example.org"}
    assert perform(desk, "happen", one) == "Bounce: bob@example.org"
    send(desk, To=["ada@example.org", "eve@example.org"])
    everybody = {"number": 1, "event": "bounce"}
    assert perform(desk, "happen", everybody) == "Bounce: ada@example.org, eve@example.org"


def test_what_cannot_happen_can_be_forced(desk: Desk) -> None:
    send(desk)
    perform(desk, "happen", {"number": 0, "event": "bounce"})
    with pytest.raises(SesmockError, match="the message has bounced"):
        perform(desk, "happen", {"number": 0, "event": "complain"})
    perform(desk, "happen", {"number": 0, "event": "complain", "force": True})
    assert [each.type for each in desk.mock.outbox[0].events] == ["Send", "Bounce", "Complaint"]


def test_somebody_unsubscribes(desk: Desk) -> None:
    client = sesv2(REGION)
    client.create_contact_list(ContactListName="news")
    client.create_contact(ContactListName="news", EmailAddress="ada@example.org")
    client.send_email(
        FromEmailAddress="noreply@example.com",
        Destination={"ToAddresses": ["ada@example.org"]},
        Content={"Simple": {"Subject": {"Data": "News"}, "Body": {"Text": {"Data": "News"}}}},
        ListManagementOptions={"ContactListName": "news"},
    )
    desk.inbox.update()
    told = perform(desk, "happen", {"number": 0, "event": "unsubscribe"})
    assert told == "Subscription: ada@example.org"


def test_the_account(desk: Desk) -> None:
    def do(action: str, **arguments: Any) -> dict[str, Any]:
        perform(desk, action, arguments)
        return describe(desk)

    assert describe(desk) == {
        "region": REGION,
        "sandbox": False,
        "pausedBy": None,
        "failures": [],
        "identities": [("example.com", "Success")],
        "moreIdentities": 0,
        "sent": 0,
        "quota": 50_000,
    }
    assert do("sending", on=False)["pausedBy"] == "holder"
    assert do("sending", on=True)["pausedBy"] is None
    assert do("sandbox", on=True)["sandbox"] is True
    assert do("sandbox", on=False)["sandbox"] is False
    assert do("verify", identity=" example.net ")["identities"][1] == ("example.net", "Success")
    assert do("fail", code="Throttling", times=2)["failures"] == [["Throttling", 2]]
    with pytest.raises(ClientError, match="Throttling"):
        ses(REGION, config=Config(retries={"total_max_attempts": 1})).send_email(**mail())
    assert describe(desk)["failures"] == [["Throttling", 1]]
    assert do("fail", code="read-timeout", times=1)["failures"][1] == ["read-timeout", 1]
    assert do("succeed")["failures"] == []
    send(desk)
    assert describe(desk)["sent"] == 1
    assert do("advance", seconds=86_400)["sent"] == 0


def test_many_identities_are_told_in_part(desk: Desk) -> None:
    desk.account.verify(*(f"a{number}@example.net" for number in range(201)))
    state = describe(desk)
    assert (len(state["identities"]), state["moreIdentities"]) == (200, 2)


@pytest.mark.parametrize("region", [REGION, "us-east-1"])
def test_the_remedy_of_a_refusal(region: str, desk: Desk) -> None:
    """It arranges the account of the region that the call went to."""
    call = mail(Source="The Shop <me@elsewhere.example>")
    assert refusal(call, region)[0] == "MessageRejected"
    desk.inbox.update()
    perform(desk, "remedy", {"number": 0})
    ses(region).send_email(**call)
    assert desk.mock.account(region).identities["me@elsewhere.example"] == "Success"


def test_a_refusal_without_a_remedy(desk: Desk) -> None:
    with pytest.raises(ClientError):
        ses(REGION).send_email(**mail(To=["ada@example..org"]))
    desk.inbox.update()
    with pytest.raises(SesmockError, match="only changing the call helps"):
        perform(desk, "remedy", {"number": 0})


@pytest.mark.parametrize(
    ("remedy", "why"),
    [
        ("print(1)", "can only be done in a test"),
        ("mock.account", "can only be done in a test"),
        ("import os", "can only be done in a test"),
        ("ses_account._state.clear()", "can only be done in a test"),
        ("ses_account._forget()", "can only be done in a test"),
        ("ses_account._state = None", "can only be done in a test"),
        ("ses_account.verify(__import__('os').getcwd())", "malformed node"),
    ],
)
def test_nothing_else_is_carried_out(remedy: str, why: str, desk: Desk) -> None:
    with pytest.raises((SesmockError, ValueError), match=why):
        carry_out(remedy, desk.account)


@pytest.mark.parametrize(
    ("action", "arguments", "why"),
    [
        ("destroy", {}, "no action 'destroy'"),
        ("verify", {}, "identity must be str, not None"),
        ("verify", {"identity": "no identity"}, "no identity"),
        ("sending", {"on": "yes"}, "on must be bool, not 'yes'"),
        ("fail", {"code": "Throttling", "times": True}, "times must be int, not True"),
        ("fail", {"code": "Throttling", "times": 0}, "times must be a number of calls"),
        ("fail", {"code": "Nonsense", "times": 1}, "Nonsense"),
        ("advance", {"seconds": -1}, "time must run forwards"),
        ("happen", {"number": 9, "event": "bounce"}, "this message is gone"),
        ("happen", {"number": 0, "event": "explode"}, "no event 'explode'"),
        ("happen", {"number": 0, "event": "bounce", "recipient": 1}, "recipient must be"),
        ("happen", {"number": 0, "event": "bounce", "recipient": "eve@a.example"}, "does not go"),
    ],
)
def test_what_is_asked_wrongly(
    action: str, arguments: dict[str, Any], why: str, desk: Desk
) -> None:
    send(desk)
    before = describe(desk)
    with pytest.raises(SesmockError, match=why):
        perform(desk, action, arguments)
    assert describe(desk) == before
