"""Sends the gazette."""

from django.core.mail import EmailMessage

from gazette.models import Mail, Reader


def send_issue(subject: str, text: str) -> None:
    """Mail an issue to every reader whose mail arrives."""
    for reader in Reader.objects.filter(undeliverable=False):
        message = EmailMessage(subject, text, to=[reader.address])
        message.send()
        # Where django-ses leaves the id that SES has answered.
        Mail.objects.create(message_id=message.extra_headers["message_id"], reader=reader)
