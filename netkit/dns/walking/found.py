"""What was found for one question, in the cache or by asking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import dns.name
    import dns.rrset

    from netkit.dns.reason import Reason
    from netkit.dns.step import Outcome

__all__ = ["Found"]


@dataclass(slots=True, kw_only=True)
class Found:
    """What was found for one question: record sets, aliases that lead on to `target`, a denial with its proof, or a failure.

    `failure` says why there is nothing, and is None otherwise, `error` the extended error's number where it is known already. `zone` is
    the zone whose servers said so, in step number `step` of a walk (None where no step tells). `signatures` are the RRSIG sets of the
    records by the name and type that they cover, `no_closer` the NSEC and NSEC3 sets, with their signatures, that came with an answer:
    they show that a wildcard was rightly used.
    """

    outcome: Outcome
    target: dns.name.Name
    records: Sequence[dns.rrset.RRset] = ()
    proof: Sequence[dns.rrset.RRset] = ()
    zone: dns.name.Name | None = None
    step: int | None = None
    failure: Reason | None = None
    error: int | None = None
    no_closer: Sequence[dns.rrset.RRset] = ()
    signatures: dict[tuple[dns.name.Name, int], dns.rrset.RRset] = field(default_factory=dict)
