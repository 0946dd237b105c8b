"""What it means that a field differs between two packets: a sentence where the bytes tell, and its RFC."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from netkit.packet.comparing.alignment import Pair
from netkit.packet.comparing.comparison import Comparison
from netkit.packet.dissected import DissectedField
from netkit.packet.kinds import BYTES
from netkit.packet.transport.carrying import NUMBERS, carried, next_number, used
from netkit.packet.transport.tcp import Tcp
from netkit.packet.transport.udp import Udp
from netkit.packet.why.effect import Told, count

__all__ = ["Change", "change_of"]


@dataclass(frozen=True, slots=True)
class Change:
    """A field that both packets have, with other bits in each."""

    a: DissectedField
    b: DissectedField
    comparison: Comparison

    @property
    def more(self) -> int:
        """How much larger the second number is."""
        return int(self.b.raw_value) - int(self.a.raw_value)


def change_of(pair: Pair, comparison: Comparison) -> tuple[str, str]:
    """The sentence for a field that differs, and its RFC; both empty where there is nothing to say that its values do not."""
    if pair.a is None or pair.b is None:
        return "", ""
    rule = _CHANGES.get(pair.a.key, _bytes if pair.a.field.kind is BYTES else None)
    told = rule(Change(pair.a, pair.b, comparison)) if rule else ""
    return (told, pair.a.rfc if told else "") if isinstance(told, str) else told


def _bytes(change: Change) -> Told:
    """Which of many bytes differ."""
    first, second = bytes.fromhex(str(change.a.raw)), bytes.fromhex(str(change.b.raw))
    differing = [at for at, (one, other) in enumerate(zip(first, second, strict=False)) if one != other]
    extra = len(second) - len(first)
    told = []
    if differing:
        at = differing[0]
        where = f"the first {at:,} bytes in: {first[at]:02x} → {second[at]:02x}"
        told.append(f"{len(differing):,} of {count(min(len(first), len(second)), 'byte')} differ, {where}")
    if extra:
        told.append(f"{count(abs(extra), 'byte')} {'more' if extra > 0 else 'less'} in the second")
    return "; ".join(told)


def _hops(change: Change) -> Told:
    rfc = "RFC 1812 §5.3.1" if change.a.key == "ip.ttl" else "RFC 8200 §3"
    number = abs(change.more)
    if change.comparison.hops is not None:
        routers = count(number, "router")
        return (
            f"{routers} passed it on in between" if change.more < 0 else f"the second was seen {routers} earlier"
        ), rfc
    fewer = "fewer" if change.more < 0 else "more"
    return f"{number:,} {fewer} {'router' if number == 1 else 'routers'} can pass the second on", rfc


def _checksum(change: Change) -> Told:
    update = change.comparison.sums.get((change.a.start_bit, change.b.start_bit))
    if update is None:
        right = change.a.note == change.b.note == "right"
        return "each fits its own packet, for what it covers differs" if right else ""
    before, after = update.before, update.after
    if not update.exchanges:
        wrong = "the second" if before.right else "the first" if after.right else "neither"
        return f"nothing that it covers differs: {wrong} {'is right' if wrong == 'neither' else 'is wrong'}"
    differing = {each.either.key: each.either.name.lower() for each in change.comparison.differing}
    keys = [key for exchange in update.exchanges for key in exchange.word.keys]
    what = dict.fromkeys(differing[key] for key in keys if key in differing)
    words = ", ".join(list(what)[:3]) + (" …" if len(what) > 3 else "")
    if update.checksum == after.covered.stored:
        wrong = "" if before.right else "; both are wrong, by as much"
        return f"just what the words that changed make of it ({words}){wrong}", "RFC 1624 §3"
    if after.right:
        return f"right in the second, wrong in the first: 0x{before.result:04x} would be right there"
    return f"it does not fit what changed: 0x{after.result:04x} would be right in the second"


def _length(change: Change) -> Told:
    told = f"{count(abs(change.more), 'byte')} {'more' if change.more > 0 else 'less'} in the second"
    for table in (Tcp, Udp):
        if (both := change.comparison.layer(table)) is not None:
            sizes = carried(change.comparison.a, both[0]), carried(change.comparison.b, both[1])
            if sizes[0] is None or sizes[1] is None:
                continue
            data = sizes[1] - sizes[0]
            if data == change.more:
                return f"{told}: its data are as much {'longer' if change.more > 0 else 'shorter'}"
            headers = both[1].length - both[0].length
            if data + headers == change.more and headers:
                return f"{told}: {_signed(headers)} of header and {_signed(data)} of data"
    return told


def _signed(number: int) -> str:
    return f"{number:+,}".replace("-", "−")


def _sequence(change: Change) -> Told:
    comparison = change.comparison
    rfc = "RFC 9293 §3.4"
    if not comparison.one_way:
        return ("each direction counts its bytes for itself", rfc) if comparison.opposite else ""
    further = change.more % NUMBERS
    if further >= NUMBERS // 2:
        return f"{count(NUMBERS - further, 'byte')} back in the stream", rfc
    both = comparison.layer(Tcp)
    if both is not None and further == used(comparison.a, both[0]):
        return "the second goes on where the first ends", rfc
    return f"{count(further, 'byte')} further on in the stream", rfc


def _acknowledgment(change: Change) -> Told:
    comparison = change.comparison
    both = comparison.layer(Tcp)
    if both is None:
        return ""
    a, b = both
    rfc = "RFC 9293 §3.4"
    if comparison.opposite and b.header.acknowledgment:
        if b.header.acknowledgment_number == next_number(comparison.a, a) and used(comparison.a, a):
            return "the second acknowledges all of the first", rfc
        return ""
    if (
        comparison.one_way
        and a.header.acknowledgment
        and b.header.acknowledgment
        and change.more % NUMBERS < NUMBERS // 2
    ):
        return f"{count(change.more % NUMBERS, 'more byte', 'more bytes')} have arrived at its sender", rfc
    return ""


def _window(change: Change) -> Told:
    if not change.comparison.one_way:
        return ""
    syn = any(layer.header.synchronize for layer in change.comparison.layer(Tcp) or ())
    scale = "" if syn else ", times the scale that only the SYNs told"
    more = "more" if change.more > 0 else "less"
    return f"its sender has room for {count(abs(change.more), 'byte')} {more}{scale}", "RFC 7323 §2.3"


def _clock(change: Change) -> Told:
    further = change.more % NUMBERS
    if change.comparison.one_way and further < NUMBERS // 2:
        return f"{count(further, 'tick')} of its sender's clock later", "RFC 7323 §4"
    return ("each side has a clock of its own", "RFC 7323 §4") if change.comparison.opposite else ""


def _clock_again(change: Change) -> Told:
    if change.comparison.opposite and change.b.value == change.comparison.a.value("tcp.options.timestamp.tsval"):
        return "the first's own timestamp, sent back", "RFC 7323 §4"
    return ""


def _frame(change: Change) -> Told:
    if change.comparison.hops:
        return "each link has a frame of its own: from the router's interface to the next"
    return "there and back" if change.comparison.opposite else ""


def _way_back(change: Change) -> Told:
    return "the other way round" if change.comparison.opposite else ""


def _identification(change: Change) -> Told:
    if change.comparison.one_way:
        return "another packet of the same sender", "RFC 6864 §4"
    return ""


_CHANGES: Mapping[str, Callable[[Change], Told]] = MappingProxyType(
    {
        "ip.ttl": _hops,
        "ipv6.hlim": _hops,
        "ip.checksum": _checksum,
        "tcp.checksum": _checksum,
        "udp.checksum": _checksum,
        "icmp.checksum": _checksum,
        "icmpv6.checksum": _checksum,
        "ip.len": _length,
        "ipv6.plen": _length,
        "udp.length": _length,
        "tcp.seq_raw": _sequence,
        "tcp.ack_raw": _acknowledgment,
        "tcp.window_size_value": _window,
        "tcp.options.timestamp.tsval": _clock,
        "tcp.options.timestamp.tsecr": _clock_again,
        "eth.src": _frame,
        "eth.dst": _frame,
        "ip.src": _way_back,
        "ip.dst": _way_back,
        "ipv6.src": _way_back,
        "ipv6.dst": _way_back,
        "tcp.srcport": _way_back,
        "tcp.dstport": _way_back,
        "udp.srcport": _way_back,
        "udp.dstport": _way_back,
        "ip.id": _identification,
    }
)
