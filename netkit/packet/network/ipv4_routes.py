"""Options of IPv4 that routers fill in as the packet passes: routes and times (RFC 791 §3.1)."""

from __future__ import annotations

from types import MappingProxyType

from netkit.packet.field import bits
from netkit.packet.header import Header
from netkit.packet.kinds import ADDRESS_IPV4, HEXADECIMAL
from netkit.packet.network.ipv4_option import Ipv4Option, Ipv4OptionRest
from netkit.packet.reading import Reading

__all__ = ["RecordRoute", "SourceRoute", "TimestampOption"]

ADDRESS_BYTES = 4

_FORMS = MappingProxyType({0: "times", 1: "addresses and times", 3: "times of the addresses given"})


def _address(name: str, meaning: str, field_key: str) -> type[Header]:
    """A table of one address in a route."""

    class Route(Header):
        __doc__ = f"One address of a route: {meaning}."
        key = "ip"
        title = f"IPv4 {name}"
        rfc = "RFC 791 §3.1"
        address: str = bits(32, meaning, key=field_key, kind=ADDRESS_IPV4, label=name.capitalize())

    return Route


Recorded = _address("recorded address", "a router that the packet passed", "ip.rec_rt")
Empty = _address("empty place", "room for the address of a router still to come", "ip.empty_rt")
ToVisit = _address("address to visit", "the packet still has to go there", "ip.src_rt")
Final = _address("final destination", "where the packet goes in the end", "ip.dst")


class _Route(Ipv4Option):
    """What all options with a list of addresses have: a pointer to the next address."""

    pointer: int = bits(8, "where in this option the next address is, counted from 1", key="ip.opt.ptr")

    def usable(self, reading: Reading, first: int) -> bool:
        """Whether the pointer leads to an address or behind the last; the rest is kept whole where it does not."""
        if self.pointer >= first and (self.pointer - first) % ADDRESS_BYTES == 0:
            return True
        text = f"the pointer is {self.pointer}; addresses begin at {first} and have 4 bytes each"
        reading.report("ipv4.option.pointer", self, "pointer", text)
        return False


class RecordRoute(_Route):
    """Each router on the way writes its address down, as long as there is room."""

    title = "IPv4 record route"

    def read_rest(self, reading: Reading, stop: int, group: str) -> None:
        """Read the addresses before the pointer, which are written, and those from it on, which are empty."""
        if not self.usable(reading, 4):
            reading.take(Ipv4OptionRest, stop, group)
        while reading.position + ADDRESS_BYTES <= stop:
            written = reading.position - self.start + 1 < self.pointer
            reading.read(Recorded if written else Empty, group)


class SourceRoute(_Route):
    """The sender names routers that the packet has to pass; most networks drop such packets today (RFC 7126 §4.3)."""

    title = "IPv4 source route"

    def read_rest(self, reading: Reading, stop: int, group: str) -> None:
        """Read the addresses that were passed, those still to visit, and the last, which is the destination."""
        if not self.usable(reading, 4):
            reading.take(Ipv4OptionRest, stop, group)
        while reading.position + ADDRESS_BYTES <= stop:
            if reading.position - self.start + 1 < self.pointer:
                reading.read(Recorded, group)
            else:
                reading.read(ToVisit if reading.position + 2 * ADDRESS_BYTES <= stop else Final, group)


class TimestampOption(Ipv4Option):
    """Each router on the way writes down when the packet passed, in ms since midnight."""

    title = "IPv4 timestamp"

    pointer: int = bits(8, "where in this option the next entry is, counted from 1", key="ip.opt.ptr")
    overflow: int = bits(4, "routers that found no room", key="ip.opt.overflow")
    flag: int = bits(4, "what an entry has", key="ip.opt.flag", kind=HEXADECIMAL, names=_FORMS)

    def read_rest(self, reading: Reading, stop: int, group: str) -> None:
        """Read the entries: times, or addresses with times."""
        if self.flag not in _FORMS:
            reading.take(Ipv4OptionRest, stop, group)
        entry: tuple[type[Header], ...] = (Time,) if not self.flag else (TimedAddress, Time)
        while reading.position + ADDRESS_BYTES * len(entry) <= stop:
            for table in entry:
                reading.read(table, group)


class Time(Header):
    """One time of a timestamp option."""

    key = "ip"
    title = "IPv4 time"
    rfc = "RFC 791 §3.1"

    time: int = bits(32, "ms since midnight, or another clock where the first bit is set", key="ip.opt.time_stamp")


class TimedAddress(Header):
    """The router that a time is from."""

    key = "ip"
    title = "IPv4 address with a time"
    rfc = "RFC 791 §3.1"

    address: str = bits(32, "the router that the next time is from", key="ip.opt.time_stamp_addr", kind=ADDRESS_IPV4)
