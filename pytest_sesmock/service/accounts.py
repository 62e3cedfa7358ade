"""The accounts of a mock, one for each region, and how the default region's is arranged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from random import Random
from threading import RLock
from typing import Any

from pytest_sesmock import options
from pytest_sesmock.account.account import Account
from pytest_sesmock.account.announcements import Publisher
from pytest_sesmock.account.identities import Identities
from pytest_sesmock.account.planned_failures import Answer
from pytest_sesmock.account.state import State
from pytest_sesmock.api.apis import load_api, load_apis
from pytest_sesmock.clock import Clock
from pytest_sesmock.errors import SesmockError


class Accounts:
    """The accounts by region, each made when first asked for.

    Args:
        settings: The options of the mock, checked.
        clock: The mock's clock.
        lock: The mock's lock.
        random: The mock's source of ids.
        find_region: Looks up the default region if the options name none.
        publisher: Publishes what SES has to tell.
    """

    __slots__ = (
        "_accounts",
        "_clock",
        "_find_region",
        "_identities_by_region",
        "_lock",
        "_names",
        "_publisher",
        "_random",
        "_region",
        "_settings",
        "_states",
        "_verified_everywhere",
    )

    def __init__(
        self,
        settings: Mapping[str, Any],
        *,
        clock: Clock,
        lock: RLock,
        random: Random,
        find_region: Callable[[], str],
        publisher: Publisher,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._lock = lock
        self._random = random
        self._find_region = find_region
        self._publisher = publisher
        self._region: str | None = settings["region"]
        self._accounts: dict[str, Account] = {}
        self._states: dict[str, State] = {}
        self._identities_by_region: dict[str, Identities] = {}
        self._names = ("mock.account()", "mock.account({!r})")
        self._verified_everywhere: tuple[str, ...] = ()
        # A wrong value fails here, at the user's line. The account itself is made when first asked
        # for: only then is the default region looked up, which fixtures of the test may still set.
        if options.has_arrangements(settings):
            options.arrange(Account(self._new_state(self._region or "us-east-1")), settings)

    def __iter__(self) -> Iterator[Account]:
        """The accounts that were asked for or called so far."""
        with self._lock:
            return iter(tuple(self._accounts.values()))

    @property
    def region(self) -> str:
        """The default region: the one of the options, else the configured one."""
        if self._region is None:
            self._region = self._find_region()
        return self._region

    def account(self, region: str) -> Account:
        """The account in a region, as tests arrange it; always the same object."""
        self.state(region)
        return self._accounts[region]

    def state(self, region: str) -> State:
        """What SES remembers of the account in a region; always the same object."""
        state = self._states.get(region)
        if state is None:
            with self._lock:
                state = self._states.get(region) or self._make(region)
        return state

    def _make(self, region: str) -> State:
        state = self._new_state(region)
        account = Account(state)
        options.arrange(account, self._settings, is_default=region == self.region)
        _verify(account, self._verified_everywhere)
        # Known once it is arranged: it is looked up without the lock.
        self._accounts[region] = account
        self._states[region] = state
        self._identities_by_region[region] = state.identities
        if region != self.region:  # a refusal there may tell what the options verify here
            self.state(self.region)
        return state

    def verify_everywhere(self, senders: Iterable[str]) -> None:
        """Verify addresses in the accounts of all regions, those to come as well.

        One that cannot be an identity is left for SES to refuse, should it ever send.
        """
        self._verified_everywhere = tuple(senders)
        for account in self:
            _verify(account, self._verified_everywhere)

    def set_names(self, default: str, other: str) -> None:
        """Set how a test calls accounts: the default region's, and another's (`{!r}`: region)."""
        self._names = (default, other)

    def use_names_of_fixtures(self) -> None:
        """Call accounts what a test calls them that has them from the fixtures."""
        self.set_names("ses_account", "sesmock.account({!r})")

    def name_of(self, region: str) -> str:
        """How a test calls the account in a region."""
        default, other = self._names
        return default if region == self.region else other.format(region)

    def _new_state(self, region: str) -> State:
        return State(
            region,
            clock=self._clock,
            lock=self._lock,
            random=self._random,
            plan=_plan,
            sends=_sends,
            identities_by_region=self._identities_by_region,
            publisher=self._publisher,
        )


def _verify(account: Account, senders: Iterable[str]) -> None:
    for sender in senders:
        with suppress(SesmockError):
            account.verify(sender)


def _plan(*args: Any, **kwargs: Any) -> Mapping[str, Answer]:
    """What each API answers for a planned failure."""
    __tracebackhide__ = True  # what is wrong is shown at the test's own line
    from pytest_sesmock.api.planning import plan_answers  # noqa: PLC0415 - few tests plan any

    return plan_answers(load_apis(), *args, **kwargs)


def _sends(call: Any) -> bool:
    """Whether a call sends mail."""
    return load_api(call.api).operations[call.operation].sends
