"""What the values of a DHCP message make its receiver do, for IPv4 and IPv6; of rare options, the table's meaning says it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from netkit.packet.why.effect import Effect, Effects, Here, Told, count

__all__ = ["DHCP", "DHCPV6"]

FOREVER = 0xFFFFFFFF
REQUEST = 3

_MESSAGES: Mapping[int, tuple[str, str]] = MappingProxyType(
    {
        1: ("looks for servers: each that has an address to give makes an offer", "RFC 2131 §3.1"),
        2: ("an offer: the client may ask for this address, or for another server's", "RFC 2131 §3.1"),
        3: ("asks for the address: this server lends it, the others take back their offers", "RFC 2131 §3.1"),
        4: ("the address is in use already: the server must not lend it", "RFC 2131 §3.1"),
        5: ("the address is lent: the client may use it from now on", "RFC 2131 §3.1"),
        6: ("the client may not use that address, and has to begin anew", "RFC 2131 §3.1"),
        7: ("the address is given back: the server may lend it to others", "RFC 2131 §3.1"),
        8: ("the client has an address, and wants the other settings only", "RFC 2131 §3.4"),
        9: ("the client shall renew its lease now", "RFC 3203 §2"),
    }
)

_MESSAGES_6: Mapping[int, str] = MappingProxyType(
    {
        1: "looks for servers: each that has addresses to give answers",
        2: "an offer: the client may ask this server, or another",
        3: "asks the chosen server for addresses",
        4: "asks whether its addresses still fit this link",
        5: "asks the server that lent them for more time",
        6: "asks any server for more time, as its own did not answer",
        7: "the answer: what is lent, or the settings that were asked for",
        8: "gives addresses back: the server may lend them to others",
        9: "addresses are in use already: the server must not lend them",
        10: "the client shall ask anew, for something has changed",
        11: "has addresses, and wants the other settings only",
        12: "a relay passes on what a client sent",
        13: "the relay sends what is inside on to the client",
    }
)  # fmt: skip


def _message(here: Here) -> Told:
    return _MESSAGES.get(here.raw, here.field.meaning)


def _message6(here: Here) -> Told:
    return _MESSAGES_6.get(here.raw, here.field.meaning)


def _not_zero(told: str) -> Callable[[Here], Told]:
    """The sentence, unless the address is 0.0.0.0, which says nothing."""
    return lambda here: told.replace("{value}", str(here.value)) if here.raw else ""


def _lease(here: Here) -> Told:
    if here.raw == FOREVER:
        return "the client may keep the address for ever"
    return (
        f"the client may use the address for {count(here.raw, 'second')}; unless it gets more time, it has to stop then",
        "RFC 2131 §4.4.5",
    )


def _until(told: str) -> Callable[[Here], Told]:
    return lambda here: (
        "never, for the lease has no end" if here.raw == FOREVER else f"after {count(here.raw, 'second')} {told}"
    )


def _chosen(told: str) -> Callable[[Here], Told]:
    """As `_until`, but 0 leaves the time to the client (RFC 8415 §21.4)."""
    after = _until(told)
    return lambda here: after(here) if here.raw else "the client chooses itself when to ask"


def _server(here: Here) -> Told:
    if here.other("dhcp.option.dhcp") == REQUEST:
        return "this server is meant: others that made an offer see that theirs is not taken", "RFC 2131 §3.1"
    return "the client names this server when it has to say which one it means"


def _broadcast(here: Here) -> Told:
    if here.raw:
        return "the server answers to everyone on the link, for the client can't take what is for it alone yet"
    return "the server answers to the client's new address and interface, though nobody can ask for that with ARP yet"


DHCP = Effects(
    Effect("dhcp.type", {1: "from a client: servers and relays take it", 2: "from a server: the client takes it"}),
    Effect("dhcp.id", "the client finds its own answer by it, as everybody hears all of them"),
    Effect("dhcp.flags.bc", _broadcast, "RFC 2131 §4.1"),
    Effect("dhcp.ip.client", _not_zero("the client has this address, and can be sent to there")),
    Effect("dhcp.ip.your", _not_zero("the address that the client gets: {value}")),
    Effect("dhcp.ip.relay", _not_zero("the server chooses an address for the network of this relay, and answers to it"), "RFC 2131 §4.3.1"),
    Effect("dhcp.hw.mac_addr", "the server knows the client by it, unless that names itself otherwise"),
    Effect("dhcp.option.dhcp", _message),
    Effect("dhcp.option.requested_ip_address", "the server lends this address, if it may, and refuses or offers another if not"),
    Effect("dhcp.option.ip_address_lease_time", _lease),
    Effect("dhcp.option.renewal_time_value", _until("the client asks its server for more time (T1)"), "RFC 2131 §4.4.5"),
    Effect("dhcp.option.rebinding_time_value", _until("the client asks any server for more time (T2)"), "RFC 2131 §4.4.5"),
    Effect("dhcp.option.dhcp_server_id", _server, also=("dhcp.option.dhcp",)),
    Effect("dhcp.option.subnet_mask", "addresses that agree in these bits are neighbours; to all others the client goes through a router"),
    Effect("dhcp.option.router", "what is not for a neighbour the client sends there", "RFC 2132 §3.5"),
    Effect("dhcp.option.domain_name_server", "the client asks there for names", "RFC 2132 §3.8"),
    Effect("dhcp.option.domain_name", "the client adds it to names without a dot"),
    Effect("dhcp.option.hostname", "the client's name, which the server may enter into DNS"),
    Effect("dhcp.option.request_list_item", "the server adds this option to its answer, if it has a value for it"),
    Effect("dhcp.option.end", "nothing that follows is an option"),
    silent=(
        "dhcp.option.type", "dhcp.option.value", "dhcp.option.rest", "dhcp.hw.type", "dhcp.client_id.type", "dhcp.vendor_specific_options",
        "dhcp.option.part",
    ),
)  # fmt: skip

DHCPV6 = Effects(
    Effect("dhcpv6.msgtype", _message6, "RFC 8415 §7.3"),
    Effect("dhcpv6.xid", "the client finds its own answer by it"),
    Effect("dhcpv6.iaid.t1", _chosen("the client asks the server that lent the addresses for more time (T1)")),
    Effect("dhcpv6.iaid.t2", _chosen("the client asks any server for more time (T2)")),
    Effect("dhcpv6.iaaddr.ip", "the client may use this address"),
    silent=("dhcpv6.option.type", "dhcpv6.option.data", "dhcpv6.duid.data", "dhcpv6.duid.type"),
)
