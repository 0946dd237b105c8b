"""What comes of fragments: the whole packet, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from netkit.packet.dissection import Dissection, dissect
from netkit.packet.fragments.arrival import Fragment
from netkit.packet.fragments.problems import FragmentProblem
from netkit.packet.overlap import Decision, Piece, Policy

__all__ = ["Incomplete", "LeftOut", "Reassembled"]

LINK_TYPES = {4: 228, 6: 229}
"""LINKTYPE_IPV4 and LINKTYPE_IPV6, for a packet that begins with its IP header."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A fragment that is none of this packet's: its number among those given, and why."""

    number: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What is known either way: the fragments in the order of arrival, who has which byte of the data, what was decided, what is wrong.

    `pieces` cover the data, `decisions` tell of each byte that came twice, `left_out` are fragments of other packets.
    """

    policy: Policy
    fragments: Sequence[Fragment]
    pieces: Sequence[Piece]
    decisions: Sequence[Decision]
    problems: Sequence[FragmentProblem]
    left_out: Sequence[LeftOut]

    @property
    def numbers(self) -> list[int]:
        """The numbers of the packet's fragments, in the order of arrival."""
        return [fragment.number for fragment in self.fragments]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reassembled(_Told):
    """The whole packet: its header, made from the first fragment's, and its data.

    `whole_with` is the number of the fragment with which nothing was missing any more; a host passes the packet on then, and counts what
    comes later to the next one with these numbers.
    """

    version: int
    header: bytes
    data: bytes
    whole_with: int

    def encode(self) -> bytes:
        """The packet's bytes, from its IP header on."""
        return self.header + self.data

    @property
    def link_type(self) -> int:
        """The LINKTYPE number under which `encode()` is read."""
        return LINK_TYPES[self.version]

    def dissect(self, *, beyond: bool = False) -> Dissection:
        """The packet taken apart."""
        return dissect(self.encode(), self.link_type, beyond=beyond)


@dataclass(frozen=True, slots=True, kw_only=True)
class Incomplete(_Told):
    """No packet: `reason` says why in words, `rule` as a stable id, and `rfc` where the rule stands.

    `holes` are the stretches of the data that are missing, as (start, end); where the last fragment has not come, nobody knows what is
    missing behind the last of them.
    """

    reason: str
    rule: str
    rfc: str
    holes: Sequence[tuple[int, int]] = ()
