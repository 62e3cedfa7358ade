"""Who reads the gazette, and what was mailed to them."""

from django.db import models


class Reader(models.Model):
    """Somebody who has subscribed. Nothing is mailed to who is undeliverable."""

    address = models.EmailField(unique=True)
    undeliverable = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.address


class Mail(models.Model):
    """A mail that SES accepted, by the id under which SES tells what became of it."""

    message_id = models.CharField(max_length=100, unique=True)
    reader = models.ForeignKey(Reader, on_delete=models.CASCADE)

    def __str__(self) -> str:
        return self.message_id
