"""How much an account may send and has sent: the rolling daily quota and the send rate."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from pytest_sesmock.account.arguments import is_number
from pytest_sesmock.account.sent_mails import goes_to_simulator
from pytest_sesmock.clock import Clock
from pytest_sesmock.engine import limits
from pytest_sesmock.errors import SesmockError


class Quota:
    """An account's quotas, in recipients: what is not set is as in a fresh account.

    Attributes:
        bucket: The send rate that is kept; None for no limit.
        charges: How often it was charged, for `take_back`.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._max_24_hour_send: float | None = None
        self._ledger = DailyLedger()
        self.bucket: RateBucket | None = None
        self.charges = 0
        # Ledger and rate as they were before the last charge.
        self._before: tuple[tuple[int, int], tuple[float, float] | None] = (0, 0), None

    def max_24_hour_send(self, *, sandbox: bool) -> float:
        """The quota of 24 hours; -1 for no limit."""
        if self._max_24_hour_send is not None:
            return self._max_24_hour_send
        return limits.SANDBOX_MAX_24_HOUR_SEND if sandbox else limits.PRODUCTION_MAX_24_HOUR_SEND

    def set_max_24_hour_send(self, value: float | None) -> None:
        """Set or unset the quota of 24 hours; SesmockError if it is no such number."""
        if value is not None and not (is_number(value) and (value >= 0 or value == -1)):
            raise SesmockError(
                "max_24_hour_send must be a number of recipients, or -1 for no limit, "
                f"not {value!r}"
            )
        self._max_24_hour_send = None if value is None else float(value)

    @property
    def max_send_rate(self) -> float | None:
        """The rate that is kept, per second; None for no limit."""
        return None if self.bucket is None else self.bucket.rate

    def set_max_send_rate(self, value: float | None) -> None:
        """Set or unset the rate; SesmockError if it is no such number."""
        if value is not None and not (is_number(value) and value > 0):
            raise SesmockError(
                f"max_send_rate must be more than 0 recipients per second, or None, not {value!r}"
            )
        self.bucket = None if value is None else RateBucket(float(value), self._clock.time())

    def reported_send_rate(self, *, sandbox: bool) -> float:
        """The rate SES reports, per second."""
        if self.bucket is not None:
            return self.bucket.rate
        return limits.SANDBOX_MAX_SEND_RATE if sandbox else limits.PRODUCTION_MAX_SEND_RATE

    @property
    def sent_last_24_hours(self) -> int:
        """Recipients counted against the quota of 24 hours."""
        return self._ledger.total(self._clock.time())

    def set_sent_last_24_hours(self, value: float) -> None:
        """Count this many recipients, as of now; SesmockError if it is no such number."""
        if not (is_number(value) and value >= 0 and value == int(value)):
            raise SesmockError(
                f"sent_last_24_hours must be a whole number of recipients, 0 or more, not {value!r}"
            )
        self._ledger.reset(self._clock.time(), int(value))

    def is_used_up(self, *, sandbox: bool) -> bool:
        """Whether nothing is left of the quota of 24 hours."""
        quota = self.max_24_hour_send(sandbox=sandbox)
        if quota == -1 or self._ledger.booked_recipients < quota:
            return False
        return self._ledger.total(self._clock.time()) >= quota

    def rate_is_exceeded(self) -> bool:
        """Whether nothing is left of the rate for now."""
        return self.bucket is not None and self.bucket.is_exceeded(self._clock.time())

    def charge(self, now: float, recipients: Sequence[str]) -> None:
        """Book the recipients of a message accepted at a moment (seconds since the epoch).

        Mailbox simulator addresses count in the rate, not in the daily quota [doc-sim-quota].
        """
        bucket = self.bucket
        self._before = self._ledger.state, None if bucket is None else bucket.state
        self.charges += 1
        self._ledger.charge(now, len(recipients) - sum(map(goes_to_simulator, recipients)))
        if bucket is not None:
            bucket.charge(now, len(recipients))

    def take_back(self, charges: int) -> None:
        """Take back the last charge, of which any part may have been booked.

        Args:
            charges: How many there had been before; nothing happens if none has come since.
        """
        if self.charges == charges:
            return
        ledger, rate = self._before
        self._ledger.return_to(*ledger)
        if self.bucket is not None and rate is not None:
            self.bucket.state = rate
        self.charges = charges


class DailyLedger:
    """Recipients charged within the last 24 hours, oldest first."""

    def __init__(self) -> None:
        self._entries: deque[tuple[float, int]] = deque()
        self.booked_recipients = 0
        """Recipients that were booked, among them any whose day has passed since `total`."""

    def charge(self, now: float, recipients: int) -> None:
        """Book recipients at a moment (seconds since the epoch)."""
        if recipients:
            self._entries.append((now, recipients))
            self.booked_recipients += recipients

    def total(self, now: float) -> int:
        """Recipients booked in the 24 hours up to a moment."""
        while self._entries and self._entries[0][0] <= now - limits.QUOTA_WINDOW:
            self.booked_recipients -= self._entries.popleft()[1]
        return self.booked_recipients

    @property
    def state(self) -> tuple[int, int]:
        """How many entries there are, and the recipients in them."""
        return len(self._entries), self.booked_recipients

    def return_to(self, entries: int, recipients: int) -> None:
        """Drop what was booked since `state` was this."""
        while len(self._entries) > entries:
            self._entries.pop()
        self.booked_recipients = recipients

    def reset(self, now: float, recipients: int) -> None:
        """Forget everything and book this many recipients now."""
        self._entries.clear()
        self.booked_recipients = 0
        self.charge(now, recipients)


class RateBucket:
    """A send rate in recipients per second, paid back as SES does it [doc-quota-multi].

    While a whole recipient's worth is left, a call passes with all its recipients; the debt it
    leaves is paid back at the rate: 5 recipients at 1 per second make 5 seconds of refusals.
    """

    # Time is a float of wall seconds: this forgives the rounding of a back-off that fits exactly.
    _ROUNDING = 1e-6

    def __init__(self, rate: float, now: float) -> None:
        self.rate = rate
        self._capacity = max(rate, 1.0)
        self.state = (self._capacity, now)
        """What is left, and as of when: one value, so that no half of it can be changed."""

    def charge(self, now: float, recipients: int) -> None:
        """Spend for this many recipients."""
        self.state = (self._balance(now) - recipients, now)

    def is_exceeded(self, now: float) -> bool:
        """Whether less than one recipient's worth is left."""
        balance = self._balance(now)
        self.state = (balance, now)
        return balance < 1.0 - self._ROUNDING

    def _balance(self, now: float) -> float:
        # A frozen or turned-back wall clock gives nothing back, and takes nothing away.
        balance, updated_at = self.state
        return min(self._capacity, balance + max(0.0, now - updated_at) * self.rate)
