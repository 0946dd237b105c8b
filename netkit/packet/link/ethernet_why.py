"""What the values of an Ethernet frame's header, and of a VLAN tag, make switches and interfaces do."""

from __future__ import annotations

from netkit.packet.why.effect import Effect, Effects, Here, Told

__all__ = ["ETHERNET", "PROVIDER", "VLAN"]

_TO_ALL = (1 << 48) - 1
_URGENCY = {
    1: "background: switches send it on after all others",
    2: "more urgent than usual",
    3: "for applications that matter",
    4: "for pictures that move, which may wait up to 100 ms",
    5: "for voices, which may wait up to 10 ms",
    6: "for what controls several networks together",
    7: "for what controls the network itself: before all others",
}


def _destination(here: Here) -> Told:
    number = here.raw
    if number == _TO_ALL:
        return "switches send it out of every port of the network, and every interface takes it"
    if number >> 4 == 0x0180C200000:
        return "for the next switch itself: no switch passes it on", "IEEE 802.1Q clause 8.6.3"
    if number >> 24 == 0x01005E:
        return "for a group of IPv4: the interfaces that have joined it take it", "RFC 1112 §6.4"
    if number >> 32 == 0x3333:
        return "for a group of IPv6: the interfaces that have joined it take it", "RFC 2464 §7"
    if number >> 40 & 1:
        return "for a group: the interfaces that have joined it take it"
    return "a switch sends it out of the port behind which it has seen this address, or of all; the other interfaces pass over it"


def _type(here: Here) -> str:
    if here.named:
        return f"the receiver hands what follows to {here.named}; one that does not have it drops the frame"
    return "a receiver that does not know this number drops the frame"


def _network(here: Here) -> str:
    if not here.raw:
        return "in no network of its own: the tag only says how urgent the frame is"
    if here.raw == 4095:
        return "reserved: no network may have this number"
    return f"switches keep it inside of network {here.raw}: it goes out of no port that is not in that"


ETHERNET = Effects(
    Effect("eth.dst", _destination, "IEEE 802.1Q clause 8.6"),
    Effect("eth.src", "a switch learns from it behind which of its ports this interface is", "IEEE 802.1Q clause 8.7"),
    Effect("eth.type", _type),
    Effect("eth.len", "the receiver takes so many bytes; what lies behind fills the frame up"),
    Effect("eth.padding", "fills the frame up to 60 bytes, the least that the link carries; the receiver throws it away"),
)  # fmt: skip

VLAN = Effects(
    Effect("vlan.priority", _URGENCY),
    Effect("vlan.dei", {1: "a switch that has too many drops this one before others"}),
    Effect("vlan.id", _network),
    Effect("vlan.etype", _type),
    Effect("vlan.len", "the receiver takes so many bytes; what lies behind fills the frame up"),
)

PROVIDER = Effects(
    Effect("ieee8021ad.priority", _URGENCY),
    Effect("ieee8021ad.dei", {1: "a switch that has too many drops this one before others"}),
    Effect("ieee8021ad.id", _network),
    Effect(
        "ieee8021ad.svid",
        "the provider's switches keep it inside of their network {value}, whatever the customer's number is",
    ),
    Effect("ieee8021ad.cvid", "the customer's switches keep it inside of their network {value}"),
    Effect("ieee8021ah.etype", _type),
    Effect("ieee8021ad.tpid", "the provider's switches look no further: the tag behind is the customer's"),
)
