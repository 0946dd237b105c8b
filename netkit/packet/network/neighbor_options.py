"""The options of neighbour discovery (RFC 4861 §4.6 and later ones): link-layer addresses, prefixes, name servers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from netkit.errors import TruncatedError
from netkit.packet.application.dns.name import BadNameError, name_field, read_name
from netkit.packet.field import variable
from netkit.packet.header import Header
from netkit.packet.network.neighbor_option import (
    AdvertisementInterval,
    CaptivePortal,
    FlagsExpansion,
    HomeAgentInformation,
    MtuInformation,
    NeighborNonce,
    NeighborOption,
    Pref64,
    PrefixInformation,
    RecursiveServer,
    RedirectedHeader,
    RouteInformation,
    SearchList,
    ServerList,
    SourceLinkAddress,
    TargetLinkAddress,
    UnknownNeighborOption,
)
from netkit.packet.reading import Next, Reading
from netkit.packet.run import run_of

__all__ = ["NeighborOptionRest", "read_neighbor_options"]

WORD = 8
REDIRECTED, SERVERS, SEARCH = 4, 25, 31

TABLES: Mapping[int, type[Header]] = MappingProxyType(
    {
        1: SourceLinkAddress, 2: TargetLinkAddress, 3: PrefixInformation, 4: RedirectedHeader, 5: MtuInformation,
        7: AdvertisementInterval, 8: HomeAgentInformation, 14: NeighborNonce, 24: RouteInformation, 25: ServerList, 26: FlagsExpansion,
        31: SearchList, 37: CaptivePortal, 38: Pref64,
    }
)  # fmt: skip


class NeighborOptionRest(Header):
    """Bytes of an option that its table leaves over, or that can't be read."""

    key = "icmpv6"
    title = "Neighbor discovery option data"
    rfc = "RFC 4861 §4.6"

    rest: bytes = variable("what is left of the option", key="icmpv6.nd.opt.rest", size=lambda _: 0)


def read_neighbor_options(reading: Reading) -> Next:
    """Read the options up to the present end; one quotes the packet that a redirect is about, which is read next."""
    count = 0
    while reading.left:
        count += 1
        start, group = reading.position, f"option {count}"
        words = reading.data[start + 1] if reading.left >= 2 else 0
        stop = start + words * WORD
        if not words or stop > reading.end:
            _stuck(reading, words, group)
            return None
        outer = reading.narrow(stop, "icmpv6.opt.length")
        try:
            following = _read_option(reading, stop, group)
        finally:
            reading.widen(outer)
        if following:
            reading.read_trailer = _read_options_behind
            reading.limit(stop, "icmpv6.opt.length")
            reading.quoted = True
            reading.part = True
            return following
    return None


def _stuck(reading: Reading, words: int, group: str) -> None:
    """Keep the options from here on whole: the length of this one can't be."""
    start, left = reading.position, reading.left
    if left < 2:
        text = "an option begins in the last byte, so its length does not fit any more"
    elif not words:
        text = "the option says that it is 0 bytes long: such a message must be dropped, because reading on would never end"
    else:
        text = f"the option says that it is {words * WORD} bytes long, but only {left} are there"
    if reading.complete:
        reading.report_bytes(
            "icmpv6.option.length", start, min(2, left), text, key="icmpv6.opt.length", rfc="RFC 4861 §4.6"
        )
    if left >= NeighborOption.fixed_bytes:
        reading.read(NeighborOption, group)
    reading.take(NeighborOptionRest, group=group)


def _read_option(reading: Reading, stop: int, group: str) -> Next:
    """Read one option up to byte `stop`; what does not fit its table is kept whole, with the problem."""
    start = reading.position
    kind = reading.data[start]
    table = TABLES.get(kind, UnknownNeighborOption)
    if kind in (1, 2) and stop - start != WORD:
        table = UnknownNeighborOption  # the address of a link whose addresses have more than 6 bytes
    try:
        reading.read(table, group)
        if read_rest := _RESTS.get(kind):
            read_rest(reading, stop, group)
    except (TruncatedError, BadNameError):
        text = f"the option is {stop - start} bytes long, which is too short for its kind"
        reading.report_bytes("icmpv6.option.short", start, stop - start, text, key="icmpv6.opt.length", rfc=table.rfc)
        if reading.position == start:
            reading.read(NeighborOption, group)
    if kind == REDIRECTED and reading.position < stop and not reading.quoted:
        return "eth.type", (0x86DD,)
    reading.take(NeighborOptionRest, stop, group)
    return None


def _read_options_behind(reading: Reading, end: int) -> None:  # noqa: ARG001 - the reading has the end
    """Read the options behind a quoted packet."""
    reading.quoted = False
    reading.begin(NeighborOption)
    read_neighbor_options(reading)


def _read_servers(reading: Reading, stop: int, group: str) -> None:
    while reading.position + RecursiveServer.fixed_bytes <= stop:
        reading.read(RecursiveServer, group)


def _read_names(reading: Reading, stop: int, group: str) -> None:
    """Read the domain names; zeros fill the option up."""
    while reading.position < stop and reading.data[reading.position]:
        name = read_name(reading.data, reading.position, stop, reading.position)
        reading.add(run_of(SearchName.fields[0], name, reading.position), group)


class SearchName(Header):
    """One domain of a search list."""

    key = "icmpv6"
    title = "Search domain"
    rfc = "RFC 8106 §5.2"

    domain: str = name_field("put behind names that are not whole", key="icmpv6.opt.dnssl")


_RESTS: Mapping[int, Callable[[Reading, int, str], None]] = MappingProxyType(
    {SERVERS: _read_servers, SEARCH: _read_names}
)
