"""What a source or destination address makes hosts and routers do: those that are for one host somewhere, and those that are not."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

from netkit.packet.why.effect import Here, Told

__all__ = ["destination", "forwarded", "source"]

_LONGEST = "each router sends it where the longest prefix in its table that fits leads"
_SITE = "a private address: only routers of the same site know a way to it"
_NO_WAY_BACK = "a private address: beyond its site no router knows a way back, unless a NAT puts another in its place"
_MACHINE = "it never leaves the machine"

_DESTINATIONS = tuple(
    (ip_network(prefix), told, rfc)
    for prefix, told, rfc in (
        ("255.255.255.255/32", "every host on this link takes it, and no router passes it on", "RFC 919 §7"),
        ("224.0.0.0/24", "the hosts on this link that have joined the group take it; no router passes it on", "RFC 5771 §4"),
        ("224.0.0.0/4", "every host that has joined the group takes it, wherever it is", "RFC 1112 §4"),
        ("127.0.0.0/8", _MACHINE, "RFC 1122 §3.2.1.3"),
        ("169.254.0.0/16", "a neighbour on this link, for no router passes it on", "RFC 3927 §2.7"),
        ("10.0.0.0/8", _SITE, "RFC 1918 §3"),
        ("172.16.0.0/12", _SITE, "RFC 1918 §3"),
        ("192.168.0.0/16", _SITE, "RFC 1918 §3"),
        ("0.0.0.0/0", _LONGEST, "RFC 1812 §5.2.4.3"),
        ("ff02::1:ff00:0/104", "the hosts on this link whose addresses end in the same 24 bits take it", "RFC 4291 §2.7.1"),
        ("ff02::1/128", "every host on this link takes it, and no router passes it on", "RFC 4291 §2.7.1"),
        ("ff02::2/128", "every router on this link takes it, and none passes it on", "RFC 4291 §2.7.1"),
        ("ff02::/16", "the hosts on this link that have joined the group take it; no router passes it on", "RFC 4291 §2.7"),
        ("ff01::/16", _MACHINE, "RFC 4291 §2.7"),
        ("ff00::/8", "every host that has joined the group takes it, as far as its scope goes", "RFC 4291 §2.7"),
        ("fe80::/10", "a neighbour on this link, for no router passes it on", "RFC 4291 §2.5.6"),
        ("::1/128", _MACHINE, "RFC 4291 §2.5.3"),
        ("fc00::/7", "a unique local address: only routers of the same site know a way to it", "RFC 4193 §3"),
        ("::/0", _LONGEST, "RFC 4291 §2.5"),
    )
)  # fmt: skip

_SOURCES = tuple(
    (ip_network(prefix), told, rfc)
    for prefix, told, rfc in (
        ("0.0.0.0/32", "the sender has no address yet", "RFC 1122 §3.2.1.3"),
        ("127.0.0.0/8", _MACHINE, "RFC 1122 §3.2.1.3"),
        ("224.0.0.0/4", "a group can't send: whoever gets the packet drops it", "RFC 1122 §3.2.1.3"),
        ("255.255.255.255/32", "no host is called so: whoever gets the packet drops it", "RFC 1122 §3.2.1.3"),
        ("169.254.0.0/16", "chosen by the sender itself: answers come from this link alone", "RFC 3927 §2.7"),
        ("10.0.0.0/8", _NO_WAY_BACK, "RFC 1918 §3"),
        ("172.16.0.0/12", _NO_WAY_BACK, "RFC 1918 §3"),
        ("192.168.0.0/16", _NO_WAY_BACK, "RFC 1918 §3"),
        ("::/128", "the sender has no address yet, or asks whether anybody has the one it wants", "RFC 4291 §2.5.2"),
        ("::1/128", _MACHINE, "RFC 4291 §2.5.3"),
        ("fe80::/10", "answers come from this link alone, for no router passes the packet on", "RFC 4291 §2.5.6"),
        ("ff00::/8", "a group can't send", "RFC 4291 §2.7"),
        ("fc00::/7", "a unique local address: beyond its site no router knows a way back", "RFC 4193 §3"),
    )
)  # fmt: skip

_NEVER_FORWARDED = tuple(
    ip_network(prefix)
    for prefix in ("255.255.255.255/32", "224.0.0.0/24", "127.0.0.0/8", "169.254.0.0/16", "fe80::/10", "ff01::/16", "ff02::/16", "::1/128")
)  # fmt: skip


def destination(here: Here) -> Told:
    """Who takes a packet for this address."""
    address = ip_address(here.value)
    return next((told, rfc) for network, told, rfc in _DESTINATIONS if address in network)


def source(here: Here) -> Told:
    """What comes back to this address."""
    address = ip_address(here.value)
    for network, told, rfc in _SOURCES:
        if address in network:
            return told, rfc
    return "answers go there, and what ICMP has to report"


def forwarded(text: str) -> bool:
    """Whether routers pass on what goes to, or comes from, this address."""
    address = ip_address(text)
    return not any(address in network for network in _NEVER_FORWARDED)
