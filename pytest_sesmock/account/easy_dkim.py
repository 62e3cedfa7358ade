"""Easy DKIM: where SES publishes its keys, and what a replica takes over from another region."""

from __future__ import annotations

from typing import NamedTuple

from pytest_sesmock.account.identity import Dkim

_REPLICA = "AWS_SES_"
# https://docs.aws.amazon.com/general/latest/gr/ses.html, "DKIM domains" [dkim-zones].
_REGIONS_WITH_A_ZONE = frozenset(
    {
        "af-south-1",
        "ap-northeast-3",
        "ap-south-2",
        "ap-southeast-3",
        "ap-southeast-5",
        "ca-west-1",
        "eu-central-2",
        "eu-south-1",
        "il-central-1",
        "me-central-1",
        "us-gov-east-1",
    }
)


def hosted_zone(region: str) -> str:
    """The DNS zone in which SES publishes the keys of a region's identities [dkim-zones]."""
    return (
        f"dkim.{region}.amazonses.com" if region in _REGIONS_WITH_A_ZONE else "dkim.amazonses.com"
    )


def parent_region(dkim: Dkim) -> str | None:
    """The region whose identity a replica takes its keys from; None if it is no replica."""
    if not dkim.origin.startswith(_REPLICA):
        return None
    return dkim.origin.removeprefix(_REPLICA).lower().replace("_", "-")


class Replication(NamedTuple):
    """A replica's DKIM, and the VerificationError that keeps it from having its parent's keys."""

    dkim: Dkim
    error: str | None = None


def replicate(replica: Dkim, parent: Dkim | None, *, elsewhere: bool) -> Replication:
    """A replica with the keys of its parent [deed-model].

    Args:
        replica: DKIM of the replica, without keys of its own.
        parent: DKIM of the identity of the same name in the parent region; None if there is none.
        elsewhere: Whether that is another region than the replica's.
    """
    if not elsewhere:
        return Replication(replica, "REPLICATION_PRIMARY_INVALID_REGION")
    if parent is None:
        return Replication(replica, "REPLICATION_PRIMARY_NOT_FOUND")
    if parent.origin == "EXTERNAL":
        return Replication(replica, "REPLICATION_PRIMARY_BYO_DKIM_NOT_SUPPORTED")
    if parent_region(parent) is not None:
        return Replication(replica, "REPLICATION_REPLICA_AS_PRIMARY_NOT_SUPPORTED")
    keys = {
        field: getattr(parent, field)
        for field in ("tokens", "next_key_length", "current_key_length", "generated_at")
    }
    return Replication(replica._replace(**keys))
