"""What the values of an ARP message make the hosts of a link do."""

from __future__ import annotations

from netkit.packet.why.effect import Effect, Effects, Here, Told

__all__ = ["EFFECTS"]

REQUEST, REPLY = 1, 2
_NOBODY = "0.0.0.0"  # noqa: S104 - the address that ARP probes come from, nothing that is listened on


def _operation(here: Here) -> Told:
    asked, asker = here.other("arp.dst.proto_ipv4"), here.other("arp.src.proto_ipv4")
    if asked is None:
        return here.field.meaning
    if here.raw == REQUEST and asker == _NOBODY:
        return f"the asker wants to take {asked}, and does not if anybody answers", "RFC 5227 §2.1.1"
    if asked == asker:
        return (
            "nobody is asked: everyone who knows the sender's address puts the interface told here in the place of the old",
            "RFC 5227 §3",
        )
    if here.raw == REQUEST:
        return f"everyone on the link hears it; only who has {asked} answers"
    if here.raw == REPLY:
        return "the asker has its answer, and sends the packets that had to wait"
    return here.field.meaning


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
