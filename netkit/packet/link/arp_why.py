"""What the values of an ARP message make the hosts of a link do."""

from __future__ import annotations

from netkit.packet.why.effect import Effect, Effects, Here, Told

__all__ = ["EFFECTS"]

REQUEST, REPLY = 1, 2
_REVERSE = {
    3: ("the asker has no address yet: a server that knows its interface answers with one", "RFC 903"),
    4: ("the asker takes the target protocol address for its own", "RFC 903"),
    8: ("the asker knows an interface, and wants the address that it has", "RFC 2390 §7"),
    9: ("the asker learns the address of the interface that it asked about", "RFC 2390 §7"),
}
"""Operations that ask the other way round: for the address of an interface."""
_NOBODY = "0.0.0.0"  # noqa: S104 - the address that ARP probes come from, nothing that is listened on


def _operation(here: Here) -> Told:
    asked, asker = here.other("arp.dst.proto_ipv4"), here.other("arp.src.proto_ipv4")
    if here.raw in _REVERSE:
        return _REVERSE[here.raw]
    if asked is None or here.raw not in (REQUEST, REPLY):
        return ""
    if asked == asker:
        return (
            "nobody is asked: everyone who knows the sender's address puts the interface told here in the place of the old",
            "RFC 5227 §2.3",
        )
    if here.raw == REPLY:
        return "the asker has its answer, and sends the packets that had to wait"
    if asker == _NOBODY:
        return f"the asker wants to take {asked}, and does not if anybody answers", "RFC 5227 §2.1.1"
    return f"everyone on the link hears it; only who has {asked} answers"


def _sender(here: Here) -> Told:
    address = here.other("arp.src.proto_ipv4")
    if address is None or address == _NOBODY:
        return ""
    if here.other("arp.opcode") == REPLY:
        return f"the asker sends what is for {address} in frames for this interface from now on"
    return f"who is asked, and who knew {address} before, sends what is for that in frames for this interface"


def _target(here: Here) -> Told:
    if here.other("arp.opcode") == REQUEST:
        return "" if here.raw else "not known yet: it is what is asked for"
    return "the interface that the answer is for"


def _asked(here: Here) -> Told:
    if here.other("arp.opcode") == REQUEST:
        return "the address whose interface is wanted; a host that has another keeps silent"
    return ""


EFFECTS = Effects(
    Effect("arp.opcode", _operation, also=("arp.src.proto_ipv4", "arp.dst.proto_ipv4")),
    Effect("arp.src.hw_mac", _sender, also=("arp.src.proto_ipv4", "arp.opcode")),
    Effect("arp.src.proto_ipv4", {0: "the asker has no address yet, so that nobody writes it down"}, "RFC 5227 §2.1.1"),
    Effect("arp.dst.hw_mac", _target, also=("arp.opcode",)),
    Effect("arp.dst.proto_ipv4", _asked, also=("arp.opcode",)),
    silent=(
        "arp.src.htype", "arp.src.hlen", "arp.src.pln", "arp.dst.htype", "arp.dst.hlen", "arp.dst.pln", "arp.src.stype", "arp.dst.stype",
    ),
)  # fmt: skip
