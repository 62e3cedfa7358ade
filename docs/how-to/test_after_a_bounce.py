import boto3
import pytest
from bounces import handle, send_news, set_up, subscribers, work

pytestmark = pytest.mark.sesmock(verified_identities=["example.com"])

BOUNCE = "bounce@simulator.amazonses.com"
TOPIC = "arn:aws:sns:us-east-1:123456789012:bounces"


@pytest.fixture(autouse=True)
def credentials(monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    subscribers.clear()


@pytest.fixture
def queue():
    moto = pytest.importorskip("moto")
    with moto.mock_aws():
        sqs = boto3.client("sqs", region_name="us-east-1")
        url = sqs.create_queue(QueueName="bounces")["QueueUrl"]
        sns = boto3.client("sns", region_name="us-east-1")
        sns.create_topic(Name="bounces")
        arn = "arn:aws:sqs:us-east-1:123456789012:bounces"
        sns.subscribe(TopicArn=TOPIC, Protocol="sqs", Endpoint=arn)
        yield url


def test_what_is_published(ses_outbox):
    set_up(TOPIC)
    send_news("ada@example.org", BOUNCE)

    bounce = ses_outbox.assert_published(type="Bounce", to=BOUNCE, destination=TOPIC)
    assert bounce.record["bounce"]["bounceType"] == "Permanent"
    ses_outbox.assert_not_published(to="ada@example.org")


def test_a_callback(ses_account, ses_outbox):
    ses_account.on_event(lambda event: handle(event.notification or {}))
    send_news("ada@example.org", BOUNCE)

    ses_outbox.deliver_events()

    assert subscribers == {"ada@example.org"}


def test_disorder(ses_account, ses_outbox):
    ses_account.on_event(lambda event: handle(event.notification or {}))
    send_news("ada@example.org", BOUNCE)

    ses_outbox.deliver_events(order="shuffled", duplicates=1)

    assert subscribers == {"ada@example.org"}


@pytest.mark.sesmock(publish="moto")
def test_through_sns_and_sqs(ses_outbox, queue):
    set_up(TOPIC)
    send_news("ada@example.org", BOUNCE)

    work(queue)

    assert subscribers == {"ada@example.org"}


def test_disorder_through_sqs(sesmock, ses_outbox, queue):
    sesmock.publish_to(sns=boto3.client("sns", region_name="us-east-1"))
    set_up(TOPIC)
    send_news("ada@example.org", BOUNCE)

    ses_outbox.deliver_events(order="reversed", duplicates=1)
    work(queue)

    assert subscribers == {"ada@example.org"}


def test_feedback(ses_outbox):
    send_news(BOUNCE)

    (mail,) = ses_outbox.feedback
    assert (mail.sender, mail.recipient) == ("MAILER-DAEMON@amazonses.com", "news@example.com")
    assert mail.mime["Subject"] == "Delivery Status Notification (Failure)"
