"""The parts that a header does not come without, added where they were not given: a message's body, addresses, padding."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from netkit.errors import BuildError
from netkit.packet.application.dhcp.message4 import BootFile, BootpVendorArea, ClientMac, Dhcp, MagicCookie, ServerName
from netkit.packet.application.dhcp.option4 import DhcpEnd
from netkit.packet.application.http.message import Http, Ssdp
from netkit.packet.building.draft import Draft
from netkit.packet.building.messages.lines import END_OF_HEADER, lines
from netkit.packet.building.naming.names import fields_of
from netkit.packet.building.recipe import Recipe, recipe_of
from netkit.packet.header import Header
from netkit.packet.link.arp import Arp, ArpAddresses
from netkit.packet.link.cooked import Cooked, CookedEthernetAddress, CookedType, CookedUnused
from netkit.packet.link.frame_relay import FrameRelay, FrameRelayControl, FrameRelayProtocol
from netkit.packet.link.infiniband import InfinibandAddress, InfinibandRoute, InfinibandType
from netkit.packet.network.icmp import Icmp
from netkit.packet.network.icmp_messages import BODIES as ICMP_BODIES
from netkit.packet.network.icmp_messages import IcmpUnreachable
from netkit.packet.network.icmpv6 import BODIES as ICMPV6_BODIES
from netkit.packet.network.icmpv6 import Icmpv6
from netkit.packet.network.ipv4 import Ipv4
from netkit.packet.network.ipv4_option import Ipv4SingleOption
from netkit.packet.network.ipv4_options import Ipv4OptionPadding
from netkit.packet.network.ipv6_extensions import DestinationOptions, HopByHop
from netkit.packet.network.ipv6_option import PadN, PadOne
from netkit.packet.network.neighbor_option import NeighborOption
from netkit.packet.transport.tcp import Tcp
from netkit.packet.transport.tcp_option import TcpSingleOption
from netkit.packet.tunnel.l2tp import L2tp, L2tpIdentifiers
from netkit.packet.tunnel.teredo import TeredoAuthentication, TeredoNonce

__all__ = ["comes_alone", "companion_names", "companion_of", "companions", "complete"]

Make = Callable[[Recipe, Sequence[tuple[str | None, Any]], Recipe | None], Draft]
"""Makes a draft from names and values, for a part of a layer."""

Values = Sequence[tuple[str | None, Any]]


def complete(draft: Draft, values: Values, make: Make) -> Draft:
    """The draft with the parts that it lacks; `values` are those given for fields of such a part.

    A bare draft stays as it is. BuildError where a value is for a part that does not go with this header.
    """
    complete_it = _COMPLETIONS.get(draft.table)
    if complete_it is None or draft.bare:
        return draft
    return complete_it(draft, values, make)


def comes_alone(table: type[Header]) -> bool:
    """Whether nothing is added to a header of this table that has no parts."""
    return _COMPLETIONS.get(table, _to_words_of_4) is _to_words_of_4


def companion_of(table: type[Header], name: str) -> bool:
    """Whether a part that goes with this header has a field of this name."""
    return any(name in fields_of(companion)[0] for companion in _COMPANIONS.get(table, ()))


def companions(table: type[Header]) -> tuple[type[Header], ...]:
    """The parts whose fields may be given as if they were the header's own."""
    return _COMPANIONS.get(table, ())


def companion_names(table: type[Header]) -> Iterable[str]:
    """The names of the fields of the parts that go with this header."""
    return (name for companion in _COMPANIONS.get(table, ()) for name in fields_of(companion)[0] if "." not in name)


def _with_body(draft: Draft, values: Values, make: Make) -> Draft:
    """A message of ICMP with the body of its type."""
    bodies = _BODIES[draft.table]
    if any(not issubclass(part.table, NeighborOption) for part in draft.parts):
        return draft
    kind = draft.raw("type")
    body = bodies.get(kind)
    for name, _ in values:
        if body is None or name not in fields_of(body)[0]:
            others = [number for number, other in bodies.items() if name in fields_of(other)[0]]
            field = draft.recipe.fields["type"]
            raise BuildError(
                f"{draft.name} type={field.kind.text(kind, 8, field.names)} has no field {name}",
                why=f"messages of type {', '.join(map(str, others))} have it",
                draft=draft,
                field=name or "",
            )
    if body is None:
        return draft
    return draft.changed(parts=(make(recipe_of(body), values, draft.recipe), *draft.parts))


def _with_addresses(draft: Draft, values: Values, make: Make) -> Draft:
    """ARP for IPv4 on Ethernet with its addresses."""
    if draft.parts or (draft.raw("hardware_length"), draft.raw("protocol_length")) != (6, 4):
        return draft
    return draft.changed(parts=(make(recipe_of(ArpAddresses), values, draft.recipe),))


def _with_cookie(draft: Draft, values: Values, make: Make) -> Draft:
    """DHCP with the rest of its header before its options, and their end behind them."""
    if any(part.table in _DHCP_ENDS for part in draft.parts):
        return draft
    head = []
    for table in (ClientMac, ServerName, BootFile, MagicCookie):
        own = [(name, value) for name, value in values if name in fields_of(table)[0]]
        head.append(make(recipe_of(table), own, draft.recipe))
    return draft.changed(parts=(*head, *draft.parts, make(recipe_of(DhcpEnd), (), draft.recipe)))


def _size(draft: Draft) -> int:
    own = 0 if draft.only_tail else draft.recipe.size
    return own + sum(map(len, draft.tail)) + sum(map(_size, draft.parts))


def _to_words_of_4(draft: Draft, values: Values, make: Make) -> Draft:  # noqa: ARG001
    """Options that fill whole words of 4 bytes: an end of options, and zeros behind it (RFC 791 §3.1, RFC 9293 §3.2)."""
    missing = -sum(map(_size, draft.parts)) % 4
    if not missing:
        return draft
    if draft.table is Tcp:
        end = [make(recipe_of(TcpSingleOption), (("kind", 0),), draft.recipe)] * missing
    else:
        end = [make(recipe_of(Ipv4SingleOption), (("option_number", 0),), draft.recipe)]
        if missing > 1:
            end.append(make(recipe_of(Ipv4OptionPadding), (("padding", bytes(missing - 1)),), draft.recipe))
    return draft.changed(parts=(*draft.parts, *end))


def _to_words_of_8(draft: Draft, values: Values, make: Make) -> Draft:  # noqa: ARG001
    """Options that fill whole words of 8 bytes, with the padding of IPv6 (RFC 8200 §4.2)."""
    missing = -(draft.recipe.size + sum(map(_size, draft.parts))) % 8
    if not missing:
        return draft
    padding = recipe_of(PadOne) if missing == 1 else recipe_of(PadN)
    given = () if missing == 1 else (("padding", bytes(missing - 2)),)
    return draft.changed(parts=(*draft.parts, make(padding, given, draft.recipe)))


def _cooked(draft: Draft, values: Values, make: Make) -> Draft:  # noqa: ARG001
    """A cooked header with an Ethernet address and the number of what follows."""
    if draft.parts:
        return draft
    unused = make(recipe_of(CookedUnused), (("unused", bytes(2)),), draft.recipe)
    rest = (
        make(recipe_of(CookedEthernetAddress), (), draft.recipe),
        unused,
        make(recipe_of(CookedType), (), draft.recipe),
    )
    return draft.changed(parts=rest)


def _with_the_rest(draft: Draft, values: Values, make: Make) -> Draft:
    """A header with the parts that always stand behind it."""
    if draft.parts:
        return draft
    rest = _RESTS[draft.table]
    given = [[(name, value) for name, value in values if name in fields_of(table)[0]] for table in rest]
    return draft.changed(
        parts=tuple(make(recipe_of(table), own, draft.recipe) for table, own in zip(rest, given, strict=True))
    )


def _with_empty_line(draft: Draft, values: Values, make: Make) -> Draft:  # noqa: ARG001
    """A message of HTTP with the empty line that ends its header."""
    text = draft.parts[0].tail[0] if draft.parts else b""
    return draft if not text or END_OF_HEADER in text else draft.changed(parts=(lines(text + b"\r\n"),))


_BODIES: Mapping[type[Header], Mapping[int, type[Header]]] = MappingProxyType(
    {Icmp: {3: IcmpUnreachable, **ICMP_BODIES}, Icmpv6: ICMPV6_BODIES}
)

_RESTS: Mapping[type[Header], tuple[type[Header], ...]] = MappingProxyType(
    {
        FrameRelay: (FrameRelayControl, FrameRelayProtocol),
        InfinibandAddress: (InfinibandType,),
        InfinibandRoute: (InfinibandType,),
        L2tp: (L2tpIdentifiers,),
        TeredoAuthentication: (TeredoNonce,),
    }
)
"""The parts that always stand behind a header."""

_COMPANIONS: Mapping[type[Header], tuple[type[Header], ...]] = MappingProxyType(
    {
        **{table: tuple(dict.fromkeys(bodies.values())) for table, bodies in _BODIES.items()},
        **_RESTS,
        Arp: (ArpAddresses,),
        Dhcp: (ClientMac, ServerName, BootFile),
    }
)
"""The parts whose fields may be given as if they were the header's own."""

_DHCP_ENDS = frozenset({MagicCookie, ServerName, BootpVendorArea})

_COMPLETIONS: Mapping[type[Header], Callable[[Draft, Values, Make], Draft]] = MappingProxyType(
    {
        **dict.fromkeys(_RESTS, _with_the_rest),
        Arp: _with_addresses,
        Cooked: _cooked,
        DestinationOptions: _to_words_of_8,
        Dhcp: _with_cookie,
        HopByHop: _to_words_of_8,
        Http: _with_empty_line,
        Icmp: _with_body,
        Icmpv6: _with_body,
        Ipv4: _to_words_of_4,
        Ssdp: _with_empty_line,
        Tcp: _to_words_of_4,
    }
)
