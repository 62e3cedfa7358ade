from unittest.mock import MagicMock

import pytest
from botocore.exceptions import ClientError
from orders import confirm


@pytest.fixture
def ses():
    client = MagicMock()
    client.send_email.return_value = {"MessageId": "1"}
    return client


def test_confirmation(ses):
    confirm(ses, 17, "ada@example.org")

    arguments = ses.send_email.call_args.kwargs
    assert arguments["Destination"] == {"ToAddresses": ["ada@example.org"]}
    assert arguments["Message"]["Subject"] == {"Data": "Order 17"}
    assert arguments["Message"]["Body"]["Text"] == {"Data": "Thank you for order 17."}


def test_refused(ses):
    error = {"Code": "MessageRejected", "Message": "Address is on a list."}
    ses.send_email.side_effect = ClientError({"Error": error}, "SendEmail")

    with pytest.raises(ClientError, match="Address is on a list"):
        confirm(ses, 17, "ada@example.org")


def test_what_amazon_ses_refuses(ses):
    confirm(ses, 17, "ada@example..org")  # passes
