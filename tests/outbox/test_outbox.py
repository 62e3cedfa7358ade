from __future__ import annotations

import dataclasses
import re
import threading
from typing import TYPE_CHECKING, Any
from unittest.mock import ANY

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outbox_samples import NOW, a_message, a_refusal, an_outbox, record

from pytest_sesmock import contains
from pytest_sesmock.outbox.outbox import Outbox

if TYPE_CHECKING:
    from pytest_sesmock.outbox.message import SentMessage
    from pytest_sesmock.outbox.refused_request import RefusedRequest

# As a sequence


def test_messages_are_in_the_order_of_acceptance() -> None:
    first, second, third = (a_message() for _ in range(3))
    outbox = an_outbox(first, second, third)
    assert list(outbox) == [first, second, third]
    assert list(reversed(outbox)) == [third, second, first]
    assert (outbox[0], outbox[-1], len(outbox)) == (first, third, 3)
    assert second in outbox
    assert outbox.index(second) == 1
    assert a_message() not in outbox


def test_a_slice_is_a_list_of_its_own() -> None:
    message = a_message()
    outbox = an_outbox(message)
    part = outbox[:]
    outbox.clear()
    assert part == [message]


def test_no_message_at_an_index_is_an_index_error() -> None:
    with pytest.raises(IndexError):
        an_outbox()[0]


def test_an_outbox_is_true_when_it_holds_messages() -> None:
    assert not an_outbox(a_refusal())
    assert an_outbox(a_message())


@pytest.mark.parametrize(
    ("records", "text"),
    [
        ((), "<Outbox: no message>"),
        ((a_refusal(),), "<Outbox: no message, 1 refusal>"),
        ((a_message(), a_refusal()), "<Outbox: 1 message, 1 refusal: ada@example.com 'Welcome'>"),
        (
            [a_message(to=(f"{n}@b.de",), subject=f"{n}" * n) for n in range(1, 5)],
            "<Outbox: 4 messages: 1@b.de '1', 2@b.de '22', 3@b.de '333', ...>",
        ),
    ],
)
def test_repr(records: tuple[SentMessage | RefusedRequest, ...], text: str) -> None:
    assert repr(an_outbox(*records)) == text


def test_clear_forgets_messages_and_refusals_in_place() -> None:
    outbox = an_outbox(a_message(), a_refusal())
    outbox.clear()
    assert len(outbox) == 0
    assert outbox.refusals == []
    message = a_message()
    record(outbox, message)
    assert list(outbox) == [message]


def test_refusals_are_in_order_and_apart_from_messages() -> None:
    first, second = a_refusal(), a_refusal(code="Throttling")
    outbox = an_outbox(first, a_message(), second)
    assert outbox.refusals == [first, second]
    outbox.refusals.clear()
    assert outbox.refusals == [first, second]


@pytest.mark.parametrize("direction", [iter, reversed])
def test_iteration_sees_what_was_there_when_it_began(direction: Any) -> None:
    outbox = an_outbox(a_message(), a_message())
    before = outbox[:]
    there = direction(outbox)
    outbox.clear()
    record(outbox, a_message())
    assert list(there) == list(direction(before))


def test_queries_hold_while_other_threads_send() -> None:
    outbox = Outbox()
    message, refused = a_message(), a_refusal()

    def send() -> None:
        for _ in range(2000):
            record(outbox, message)
            record(outbox, refused)

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    seen = 0
    while seen < 8000:
        now = len(outbox.find(subject="Welcome"))
        assert now >= seen
        assert len(list(outbox)) >= now
        seen = now
    for thread in threads:
        thread.join()
    assert len(outbox.refusals) == 8000


# Queries


def test_find_gives_the_matches_in_order() -> None:
    first, other, second = a_message(), a_message(subject="Bye"), a_message()
    outbox = an_outbox(first, other, second)
    assert outbox.find(subject="Welcome") == [first, second]
    assert outbox.find(subject="Hi") == []
    assert outbox.find() == [first, other, second]


def test_several_filters_must_all_fit() -> None:
    message = a_message(subject="Bye", to=("bob@example.com",))
    outbox = an_outbox(a_message(), a_message(subject="Bye"), message)
    assert outbox.find(subject="Bye", to="bob@example.com") == [message]


def test_assert_sent_gives_the_one_match() -> None:
    message = a_message(subject="Bye")
    assert an_outbox(a_message(), message).assert_sent(subject="Bye") is message


def test_assert_refused_gives_the_one_match() -> None:
    refused = a_refusal(code="Throttling", http_status=454)
    outbox = an_outbox(a_refusal(), refused, a_message())
    assert outbox.assert_refused(http_status=454, to="ada@example.com") is refused


def test_so_many_are_refused() -> None:
    first, second = a_refusal(code="Throttling"), a_refusal(code="Throttling")
    outbox = an_outbox(first, a_refusal(), second)
    assert outbox.assert_refused(count=2, code="Throttling") == [first, second]
    assert outbox.unread_refusals == [outbox.refusals[1]]
    assert outbox.assert_refused(count=1, code="MessageRejected") == outbox.refusals[1:2]
    assert outbox.assert_refused(count=0, to="eve@example.com") == []
    outbox.assert_no_refusals(to="eve@example.com")
    an_outbox(a_message()).assert_no_refusals()
    for wrong in (0, 1, 3):
        with pytest.raises(AssertionError):
            outbox.assert_refused(count=wrong, code="Throttling")


@pytest.mark.parametrize(
    ("count", "error"), [(True, TypeError), ("1", TypeError), (-1, ValueError)]
)
def test_a_count_of_refusals_is_a_whole_number(count: Any, error: type[Exception]) -> None:
    with pytest.raises(error, match=f"must be an int, 0 or more, not {count!r}$"):
        an_outbox().assert_refused(count=count)


def test_assertions_that_hold() -> None:
    outbox = an_outbox(a_message(), a_refusal())
    outbox.assert_not_sent(subject="Bye")
    outbox.assert_count(1)
    an_outbox(a_refusal()).assert_empty()
    an_outbox().assert_not_sent()


@pytest.mark.parametrize(
    ("assertion", "arguments", "filters"),
    [
        ("assert_sent", (), {"subject": "Bye"}),
        ("assert_sent", (), {}),
        ("assert_not_sent", (), {"subject": "Welcome"}),
        ("assert_not_sent", (), {}),
        ("assert_empty", (), {}),
        ("assert_count", (3,), {}),
        ("assert_refused", (), {"code": "Throttling"}),
        ("assert_refused", (), {}),
        ("assert_no_refusals", (), {}),
        ("assert_no_refusals", (), {"code": "MessageRejected"}),
    ],
)
def test_assertions_that_fail(
    assertion: str, arguments: tuple[int, ...], filters: dict[str, object]
) -> None:
    outbox = an_outbox(a_message(), a_message(), a_refusal(), a_refusal())
    with pytest.raises(AssertionError):
        getattr(outbox, assertion)(*arguments, **filters)


# Mistakes


@pytest.mark.parametrize("query", ["find", "assert_sent", "assert_not_sent"])
def test_an_unknown_filter_of_messages(query: str) -> None:
    with pytest.raises(
        TypeError,
        match=re.escape("there is no filter 'recipients': did you mean 'recipient'?") + "$",
    ):
        getattr(an_outbox(), query)(recipients="ada@example.com")


def test_an_unknown_filter_of_refusals() -> None:
    """Filters of messages are no filters of refusals; what resembles none has no suggestion."""
    with pytest.raises(
        TypeError,
        match=re.escape(
            "there is no filter 'subject': there are code, message, http_status, rule, "
            "operation, api, region, source, to, cc, bcc, recipient"
        )
        + "$",
    ):
        an_outbox().assert_refused(subject="Welcome")  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("filters", "problem"),
    [
        ({"api": "v2"}, "api must be 'ses', 'sesv2' or 'smtp', not 'v2': did you mean 'sesv2'?"),
        ({"api": "email"}, "api must be 'ses', 'sesv2' or 'smtp', not 'email'"),
        ({"api": "x"}, "api must be 'ses', 'sesv2' or 'smtp', not 'x'"),
        (
            {"operation": "send_email"},
            "operation must be 'SendEmail', 'SendRawEmail', 'SendTemplatedEmail', "
            "'SendBulkTemplatedEmail', 'SendBounce', 'SendCustomVerificationEmail', "
            "'SendBulkEmail' or 'SendSmtpEmail', not 'send_email': did you mean 'SendEmail'?",
        ),
    ],
    ids=str,
)
def test_a_value_that_no_message_can_have(filters: dict[str, object], problem: str) -> None:
    """Without the error `assert_not_sent` would pass whatever was sent."""
    with pytest.raises(TypeError, match=f"^{re.escape(problem)}$"):
        an_outbox(a_message()).assert_not_sent(**filters)


@pytest.mark.parametrize(
    "api", ["ses", re.compile("ses"), lambda name: name != "v2", ANY, contains("ses")]
)
def test_a_closed_set_can_be_asked_for_in_every_way(api: object) -> None:
    outbox = an_outbox(a_message(), a_refusal(operation="CreateTemplate"))

    outbox.assert_sent(api=api)
    outbox.assert_refused(api=api, operation="CreateTemplate")
    with pytest.raises(TypeError, match=r"api must be .* did you mean 'sesv2'"):
        outbox.assert_refused(api="v2")


@pytest.mark.parametrize(
    ("query", "filters", "text"),
    [
        ("find", {"to": {"a@b.de"}}, "to must be str, Pattern, list, tuple, "),
        ("assert_sent", {"tags": "a"}, "tags must be Mapping, "),
        ("assert_not_sent", {"text": b"a"}, "text must be str, Pattern, "),
        ("assert_refused", {"http_status": "4"}, "http_status must be int, "),
    ],
)
def test_a_filter_that_can_match_nothing(query: str, filters: dict[str, Any], text: str) -> None:
    with pytest.raises(TypeError, match=re.escape(text)) as caught:
        getattr(an_outbox(), query)(**filters)
    (value,) = filters.values()
    assert str(caught.value).endswith(
        f"a callable or an object with an == of its own, not {value!r}, which can match nothing"
    )


@pytest.mark.parametrize("count", [1.0, "1", True, None])
def test_a_count_that_is_no_int(count: Any) -> None:
    with pytest.raises(
        TypeError, match=f"must be an int, 0 or more, not {re.escape(repr(count))}$"
    ):
        an_outbox(a_message()).assert_count(count)


def test_a_negative_count() -> None:
    with pytest.raises(ValueError, match=r"must be an int, 0 or more, not -1$"):
        an_outbox().assert_count(-1)


def broken(_: object) -> bool:
    raise LookupError("mine")


def test_what_a_callable_raises_is_raised() -> None:
    for query in ("first", "assert_sent", "assert_not_sent"):
        with pytest.raises(LookupError, match=r"^mine$"):
            getattr(an_outbox(a_message()), query)(subject=broken)


@pytest.mark.parametrize(
    ("query", "arguments", "filters"),
    [
        ("find", (), {"too": "a"}),
        ("first", (), {"subject": broken}),
        ("first", (), {"to": [broken]}),
        ("first", (), {"tags": {"team": broken}}),
        ("last", (), {"subject": "Bye"}),
        ("wait_for", (), {"subject": "Bye", "timeout": 0}),
        ("assert_all", (), {"subject": "Bye"}),
        ("assert_all", (), {"subject": broken}),
        ("assert_sent", (), {"subject": "Bye"}),
        ("assert_not_sent", (), {}),
        ("assert_not_sent", (), {"to": broken}),
        ("assert_empty", (), {}),
        ("assert_count", (-1,), {}),
        ("assert_count", ("1",), {}),
        ("assert_refused", (), {}),
        ("assert_refused", (), {"to": {"a"}}),
        ("assert_refused", (), {"count": 2}),
        ("assert_no_refusals", (), {"rule": None}),
        ("assert_not_sent", (), {"to": ""}),
        ("assert_not_sent", (), {"tags": {"a": 1}}),
        ("assert_not_sent", (), {"timeout": -1}),
        ("find", (), {"contains": [""]}),
    ],
)
def test_a_traceback_ends_at_the_users_line(
    query: str, arguments: tuple[object, ...], filters: dict[str, object]
) -> None:
    """Every frame of the package hides itself; only the user's own frames are shown."""
    with pytest.raises(Exception) as caught:  # noqa: PT011 - of any kind
        getattr(an_outbox(a_message(tags={"team": "growth"})), query)(*arguments, **filters)
    shown = [entry.name for entry in caught.traceback if not entry.ishidden(caught)]
    theirs = ["broken"] if caught.type is LookupError else []
    assert shown == ["test_a_traceback_ends_at_the_users_line", *theirs]


# Refused requests


def test_a_refused_request_tells_who_was_to_get_the_mail() -> None:
    refused = a_refusal(
        request={
            "Source": "shop@example.com",
            "Destination": {
                "ToAddresses": ["a@example.com", "b@example.com"],
                "CcAddresses": ["c@example.com"],
                "BccAddresses": ["d@example.com"],
            },
        }
    )
    assert refused.source == "shop@example.com"
    assert refused.to == ("a@example.com", "b@example.com")
    assert refused.cc == ("c@example.com",)
    assert refused.bcc == ("d@example.com",)
    assert refused.recipients == (
        "a@example.com",
        "b@example.com",
        "c@example.com",
        "d@example.com",
    )


def test_a_refused_request_that_sends_nothing() -> None:
    refused = a_refusal(operation="VerifyEmailIdentity", request={"EmailAddress": "ada"})
    assert refused.source is None
    assert refused.recipients == ()


def test_a_refused_request_is_a_frozen_value() -> None:
    refused = a_refusal()
    assert refused == a_refusal()
    assert hash(refused) == hash(a_refusal())
    assert refused != a_refusal(request={})
    assert refused.refused_at == NOW
    with pytest.raises(dataclasses.FrozenInstanceError):
        refused.code = "Throttling"  # type: ignore[misc]


def test_repr_of_a_refused_request() -> None:
    refused = a_refusal(message="Slow down.")
    assert repr(refused) == "<RefusedRequest SendEmail: MessageRejected: Slow down.>"


# Properties

LOCAL_PARTS = ["ada", "Ada", "bob.b", "o'neil+tag", '"a b"']
DOMAINS = ["example.com", "Mail.Example.ORG", "xn--bcher-kva.example"]
bare = st.builds("{}@{}".format, st.sampled_from(LOCAL_PARTS), st.sampled_from(DOMAINS))
named = st.builds("{} <{}>".format, st.sampled_from(["Ada", '"Lovelace, Ada"']), bare)
address_lists = st.lists(bare | named, max_size=3).map(tuple)
words = st.sampled_from(
    ["", "Welcome", "Bye [1]", "line\r\nend", "grüße \N{SMILING FACE WITH HALO}"]
)
messages = st.builds(
    a_message,
    source=bare | named,
    to=address_lists,
    cc=address_lists,
    bcc=address_lists,
    reply_to=address_lists,
    return_path=st.none() | bare,
    subject=words,
    text=st.none() | words,
    html=st.none() | words,
    tags=st.dictionaries(st.sampled_from(["team", "campaign"]), st.sampled_from(["a", "b"])),
    configuration_set=st.none() | st.just("set"),
)
VALUES = ["source", "return_path", "subject", "text", "html", "configuration_set", "message_id"]
LISTS = ["to", "cc", "bcc", "reply_to"]


def other_domain_case(address: str) -> str:
    local_part, _, domain = address.rpartition("@")
    return f"{local_part}@{domain.swapcase()}"


@st.composite
def own_filters(draw: st.DrawFn, message: SentMessage) -> dict[str, object]:
    """Filters made from the message's own attributes in every form a filter can have."""
    filters: dict[str, object] = {}
    for name in draw(st.lists(st.sampled_from(VALUES), unique=True)):
        value = getattr(message, name)
        forms = [value]
        if value is not None:
            forms += [re.compile(re.escape(value)), value.__eq__]
        if value is not None and name in {"source", "return_path"}:
            forms.append(other_domain_case(value))
        filters[name] = draw(st.sampled_from(forms))
    for name in draw(st.lists(st.sampled_from(LISTS), unique=True)):
        addresses = getattr(message, name)
        forms = [addresses, list(map(other_domain_case, addresses)), addresses.__eq__]
        forms += [*addresses, *(re.compile(re.escape(address)) for address in addresses)]
        forms += [] if addresses else [None]
        filters[name] = draw(st.sampled_from(forms))
    if draw(st.booleans()) and message.recipients:
        filters["recipient"] = draw(st.sampled_from(message.recipients))
    if draw(st.booleans()):
        names = draw(st.sets(st.sampled_from(sorted(message.tags)))) if message.tags else set()
        filters["tags"] = {name: message.tags[name] for name in names}
    return filters


@given(data=st.data(), sent=st.lists(messages, min_size=1, max_size=5))
def test_a_message_is_found_by_its_own_attributes(
    data: st.DataObject, sent: list[SentMessage]
) -> None:
    message = data.draw(st.sampled_from(sent))
    filters: Any = data.draw(own_filters(message))
    outbox = an_outbox(*sent)
    assert message in outbox.find(**filters)
    with pytest.raises(AssertionError):
        outbox.assert_not_sent(**filters)


@given(data=st.data(), sent=st.lists(messages, min_size=1, max_size=5))
def test_all_queries_agree_and_change_nothing(data: st.DataObject, sent: list[SentMessage]) -> None:
    """`assert_sent` holds if and only if `find` has one, `assert_not_sent` if it has none."""
    asked: Any = data.draw(st.sampled_from(sent).flatmap(own_filters))
    outbox = an_outbox(*sent, a_refusal())
    refusals = outbox.refusals
    found = outbox.find(**asked)
    if len(found) == 1:
        assert outbox.assert_sent(**asked) is found[0]
    else:
        with pytest.raises(AssertionError):
            outbox.assert_sent(**asked)
    removed = an_outbox(*(message for message in sent if message not in found))
    removed.assert_not_sent(**asked)
    with pytest.raises(AssertionError):
        outbox.assert_count(len(sent) + 1)
    assert list(outbox) == sent
    assert outbox.refusals == refusals


@given(address=bare, sent=st.lists(messages, max_size=5))
def test_an_address_finds_whom_it_reaches(address: str, sent: list[SentMessage]) -> None:
    """The oracle takes the mailbox out of each address by the form this test gave it."""

    def mailbox(text: str) -> tuple[str, str]:
        inner = text.rpartition("<")[2].removesuffix(">")
        local_part, _, domain = inner.rpartition("@")
        return local_part, domain.casefold()

    wanted = mailbox(address)
    expected = [
        message
        for message in sent
        if wanted in map(mailbox, (*message.to, *message.cc, *message.bcc))
    ]
    assert an_outbox(*sent).find(recipient=address) == expected
