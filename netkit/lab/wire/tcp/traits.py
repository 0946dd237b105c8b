"""What can be wanted of a segment, ready to be put into steps; numbers count from each side's first, flags are SYN, FIN, RST and ACK."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from netkit.address import parse_address
from netkit.capture.streams.numbers import ACK, FIN, SYN
from netkit.lab.wire.step import Sighting
from netkit.lab.wire.tcp.segments import Sent
from netkit.lab.wire.trait import Trait

if TYPE_CHECKING:
    from netkit.capture.streams.end import End

__all__ = [
    "acknowledging",
    "answer",
    "at_address",
    "carrying",
    "counting",
    "filter_of",
    "finish",
    "from_server",
    "from_you",
    "of_flags",
    "syn",
    "that",
    "with_flag",
]

SEQUENCE_KEY, ACKNOWLEDGMENT_KEY = "tcp.seq_raw", "tcp.ack_raw"


def at_address(*addresses: str) -> Callable[[End], bool]:
    """Knows the ends at these addresses, whatever their port."""
    known = frozenset(parse_address(each).data for each in addresses)
    return lambda end: end.packed in known


def filter_of(*addresses: str) -> str:
    """The display filter of the segments from and to these addresses."""
    keys = ("ip.addr" if parse_address(each).version == 4 else "ipv6.addr" for each in addresses)
    return f"tcp && ({' || '.join(f'{key} == {each}' for key, each in zip(keys, addresses, strict=True))})"


def that(holds: Callable[[Sent], bool], *, wanted: str = "", instead: str = "", key: str = "") -> Trait[Sent]:
    """Anything that can be said of one segment and the run that it is of."""
    return Trait(holds=lambda event, _: holds(event), wanted=wanted, instead=instead, key=key)


def from_you() -> Trait[Sent]:
    """It comes from the learner's port."""
    return that(lambda event: event.ours, wanted="a segment from you", instead="the server sent it")


def from_server() -> Trait[Sent]:
    """It comes from the server."""
    return that(lambda event: not event.ours, wanted="a segment from the server", instead="it came from you")


def of_flags(*allowed: int, wanted: str = "") -> Trait[Sent]:
    """It has just these flags, or just one of several such sets."""
    return that(
        lambda event: any(event.only(flags) for flags in allowed),
        wanted=wanted,
        instead="its flags are {flags}",
    )


def with_flag(flag: int, *, wanted: str = "", instead: str = "", key: str = "") -> Trait[Sent]:
    """It has this flag, whatever others it has."""
    return that(lambda event: event.has(flag), wanted=wanted, instead=instead, key=key)


def counting(seq: int, *, wanted: str = "") -> Trait[Sent]:
    """Its first byte has this number."""
    return that(lambda event: event.seq == seq, wanted=wanted, instead="its seq is {seq}", key=SEQUENCE_KEY)


def acknowledging(ack: int, *, wanted: str = "") -> Trait[Sent]:
    """It says that everything before this number is there."""
    return that(lambda event: event.ack == ack, wanted=wanted, instead="its ack is {ack}", key=ACKNOWLEDGMENT_KEY)


def carrying(
    data: Collection[bytes] = (), *, wanted: str = "", instead: str = "it has {length} bytes of data"
) -> Trait[Sent]:
    """It carries one of these data; any, where none are given."""
    return that(lambda event: event.data in data if data else event.length > 0, wanted=wanted, instead=instead)


def finish(*, ours: bool) -> Trait[Sent]:
    """It is the last of its side: a FIN."""
    return that(
        lambda event: event.ours is ours and event.has(FIN),
        wanted="a FIN",
        instead="its flags are {flags}",
        key="tcp.flags.fin",
    )


def syn(*, text: str) -> Sighting[Sent]:
    """The learner's SYN, as a server takes it."""
    return Sighting(
        name="syn",
        text=text,
        traits=[
            from_you(),
            of_flags(SYN, wanted="SYN, and no other flag"),
            that(
                lambda event: event.checksum_fits,
                wanted="a checksum that fits",
                instead="it does not",
                key="tcp.checksum",
            ),
        ],
        rule="A connection begins with a segment that has the flag SYN alone (RFC 9293 section 3.5).",
        then="netkit lab hold PORT -- python3 shake.py PORT sends one, from a port that is new for each try.",
    )


def answer(*, text: str = "the server's SYN, ACK") -> Sighting[Sent]:
    """The server's answer to it."""
    return Sighting(
        name="answer",
        text=text,
        traits=[
            from_server(),
            of_flags(SYN | ACK, wanted="SYN and ACK"),
            that(
                lambda event: event.ack == 1,
                wanted="the number after yours",
                instead="its ack is {ack}",
                key=ACKNOWLEDGMENT_KEY,
            ),
        ],
        rule="A server answers a SYN with one of its own, if somebody listens at the port and nothing is open there already.",
    )
