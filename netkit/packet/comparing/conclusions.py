"""What two packets are to one another, where the bytes of both prove it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from netkit.packet.application.dns.header import Dns
from netkit.packet.comparing.comparison import CHECKSUM_KEYS, HOP_KEYS, Comparison
from netkit.packet.header import Header
from netkit.packet.layer import Layer
from netkit.packet.network.icmp import Icmp
from netkit.packet.network.icmpv6 import Icmpv6
from netkit.packet.transport.carrying import next_number, used
from netkit.packet.transport.tcp import Tcp
from netkit.packet.why.effect import count

__all__ = ["Conclusion", "conclusion"]

_ADDRESSES = ("ip.src", "ip.dst", "ipv6.src", "ipv6.dst")
_PORTS = ("tcp.srcport", "tcp.dstport", "udp.srcport", "udp.dstport", "icmp.ident", "icmpv6.echo.identifier")
_TRANSLATED = HOP_KEYS | CHECKSUM_KEYS | {*_ADDRESSES, *_PORTS}


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What the second packet is to the first: its kind as a word for programs, a sentence, and where it is laid down."""

    kind: str
    text: str
    rfc: str


def conclusion(comparison: Comparison) -> Conclusion | None:
    """The first of these that the bytes prove, or None."""
    if comparison.same:
        return Conclusion("same", "The two packets are the same, byte for byte.", "")
    for prove in _PROOFS:
        if found := prove(comparison):
            return found
    return None


def _forwarded(comparison: Comparison) -> Conclusion | None:
    """Beyond the link only what routers change differs, and the header checksum fits that."""
    hops = comparison.hops
    if hops is None or not comparison.sums_fit:
        return None
    if not hops:
        text = "The same from IP on: only what each link puts around it differs."
        return Conclusion("link", text, "RFC 1812 §5.2.1")
    where = "further on" if hops > 0 else "earlier"
    return Conclusion("forwarded", f"The same packet, {count(abs(hops), 'router')} {where}.", "RFC 1812 §5.2.1")


def _translated(comparison: Comparison) -> Conclusion | None:
    """Only addresses and ports differ, and the checksums fit that: what a NAT does, or somebody who does the same."""
    differing = comparison.beyond_the_link
    changed = [key for key in (*_ADDRESSES, *_PORTS) if key in differing]
    if not changed or not differing <= _TRANSLATED or comparison.opposite:
        return None
    if not comparison.sums or not comparison.sums_fit:
        return None
    a, b = comparison.a, comparison.b
    told = ", ".join(f"{a.value(key)} replaced by {b.value(key)}" for key in changed)
    text = f"The same packet with {told}, and checksums that fit just that: what a NAT makes of it."
    return Conclusion("translated", text, "RFC 3022 §4.1")


def _again(comparison: Comparison) -> Conclusion | None:
    both = comparison.layer(Tcp)
    another = comparison.undamaged and not comparison.beyond_the_link <= HOP_KEYS
    if both is None or not comparison.one_way or not another:
        return None
    data = [packet.value("tcp.payload") for packet in (comparison.a, comparison.b)]
    if data[0] and data[0] == data[1] and both[0].header.sequence_number == both[1].header.sequence_number:
        text = "The same bytes of the stream in another packet: the second sends them again."
        return Conclusion("again", text, "RFC 9293 §3.8.1")
    return None


def _answer(comparison: Comparison) -> Conclusion | None:
    if not comparison.opposite:
        return None
    for table, prove, text, rfc in _ANSWERS:
        both = comparison.layer(table)
        if both is not None and prove(comparison, *both):
            return Conclusion("answer", text, rfc)
    return Conclusion("opposite", "The two directions of one conversation.", "")


def _answers_question(_: Comparison, a: Layer, b: Layer) -> bool:
    return (a.header.identification, a.header.response, b.header.response) == (b.header.identification, False, True)


def _echoes(_: Comparison, a: Layer, b: Layer) -> bool:
    kinds = (a.header.type, b.header.type)
    return kinds in ((8, 0), (128, 129)) and a.encode()[4:8] == b.encode()[4:8]


def _acknowledges(comparison: Comparison, a: Layer, b: Layer) -> bool:
    acknowledged = b.header.acknowledgment and b.header.acknowledgment_number == next_number(comparison.a, a)
    return bool(used(comparison.a, a) and acknowledged)


_ANSWERS: tuple[tuple[type[Header], Callable[[Comparison, Layer, Layer], bool], str, str], ...] = (
    (Dns, _answers_question, "The second has the number of the first's question: it answers it.", "RFC 5452 §9.1"),
    (Icmp, _echoes, "The second is the reply to the first's echo request.", "RFC 792"),
    (Icmpv6, _echoes, "The second is the reply to the first's echo request.", "RFC 4443 §4.2"),
    (Tcp, _acknowledges, "The second answers the first: it acknowledges all of it.", "RFC 9293 §3.4"),
)


def _next(comparison: Comparison) -> Conclusion | None:
    both = comparison.layer(Tcp)
    if both is None or not comparison.one_way:
        return None
    a = comparison.a
    if used(a, both[0]) and next_number(a, both[0]) == both[1].header.sequence_number:
        return Conclusion("next", "The second goes on in the stream where the first ends.", "RFC 9293 §3.4")
    return None


_PROOFS: tuple[Callable[[Comparison], Conclusion | None], ...] = (_forwarded, _translated, _again, _answer, _next)
