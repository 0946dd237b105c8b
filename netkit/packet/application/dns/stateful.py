"""DNS stateful operations: messages that hold no questions but type, length and value (RFC 8490 §5.4)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.errors import TruncatedError
from netkit.packet.field import as_found, bits
from netkit.packet.header import Header
from netkit.packet.kinds import LENGTH
from netkit.packet.reading import Reading

__all__ = ["read_stateful"]

TYPES: Mapping[int, str] = MappingProxyType(
    {
        1: "keepalive", 2: "retry delay", 3: "encryption padding", 0x40: "subscribe", 0x41: "push", 0x42: "unsubscribe",
        0x43: "reconfirm",
    }
)  # fmt: skip


class StatefulTlv(Header):
    """What every value begins with."""

    key = "dns"
    title = "DNS stateful operation"
    rfc = "RFC 8490 §5.4.4"

    type: int = bits(16, "what the value says", key="dns.dso.tlv.type", names=TYPES, label="Operation")
    length: int = bits(16, "bytes of the value", key="dns.dso.tlv.length", kind=LENGTH, minor=True)


class StatefulKeepalive(Header):
    """How long the connection may be quiet."""

    key = "dns"
    title = "DNS stateful operation keepalive"
    rfc = "RFC 8490 §7.1"

    inactivity_timeout: int = bits(
        32, "ms after which an unused connection is closed", key="dns.dso.tlv.keepalive.inactivity"
    )
    keepalive_interval: int = bits(
        32, "ms after which a quiet connection is tried", key="dns.dso.tlv.keepalive.interval"
    )


class StatefulRetryDelay(Header):
    """How long to stay away."""

    key = "dns"
    title = "DNS stateful operation retry delay"
    rfc = "RFC 8490 §7.2"

    retry_delay: int = bits(32, "ms for which not to connect again", key="dns.dso.tlv.retrydelay.retrydelay")


class StatefulPadding(Header):
    """Bytes that say nothing."""

    key = "dns"
    title = "DNS stateful operation padding"
    rfc = "RFC 8490 §7.3"

    padding: bytes = as_found("says nothing: hides how long the message is", key="dns.dso.tlv.encpad.padding")


class StatefulData(Header):
    """A value that netkit has no table for."""

    key = "dns"
    title = "DNS stateful operation"
    rfc = "RFC 8490 §5.4.4"

    data: bytes = as_found("what the operation says", key="dns.dso.tlv.data")


_VALUES: Mapping[int, type[Header]] = MappingProxyType({1: StatefulKeepalive, 2: StatefulRetryDelay})


def read_stateful(reading: Reading) -> None:
    """Read the values up to the present end."""
    count = 0
    while reading.left:
        count += 1
        group = f"operation {count}"
        head = reading.read(StatefulTlv, group)
        start, size = reading.position, head.length
        if size > reading.left:
            text = f"an operation says that its value has the length {size}, but {reading.left} is what is left"
            reading.report("dns.stateful.truncated", head, "length", text)
            reading.take(StatefulData, group=group)
            return
        outer = reading.narrow(start + size, "dns.dso.tlv.length")
        try:
            _read_value(reading, head.type, group)
            fits = not reading.left
        except TruncatedError:
            fits = False
        finally:
            reading.take(StatefulData, group=group)
            reading.widen(outer)
        if not fits:
            text = f"the value of {TYPES[head.type]} has the length {size}, which it can't have"
            reading.report("dns.stateful.length", head, "length", text)


def _read_value(reading: Reading, number: int, group: str) -> None:
    if number in _VALUES:
        reading.read(_VALUES[number], group)
    else:
        reading.take(StatefulPadding if number == 3 else StatefulData, group=group)
