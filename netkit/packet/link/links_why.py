"""What the values of other links make their ends do: LLC and SNAP, captures without a link of their own, PPP and PPPoE."""

from __future__ import annotations

from netkit.packet.why.effect import Effect, Effects, Here

__all__ = [
    "BACKBONE", "CISCO_HDLC", "COOKED", "FRAME_RELAY", "INFINIBAND", "IPNET", "LLC", "NULL", "PPP", "PPPOE_DISCOVERY", "PPPOE_SESSION",
]  # fmt: skip

_CODES = {
    0x09: "looks for the provider's machines: each that has the service answers",
    0x07: "offers the service; the host may take it, or another's offer",
    0x19: "takes this offer; the machine gives the session a number",
    0x65: "the session begins, with the number given here",
    0xA7: "ends the session: nothing more of it may be sent",
}


def _type(here: Here) -> str:
    if not here.named:
        return "a receiver that does not know this number drops the frame"
    return f"the receiver hands what follows to {here.named}"


def _service(here: Here) -> str:
    return _type(here) if here.raw else ""


def _control(here: Here) -> str:
    return (
        "a frame by itself, without a number; nobody acknowledges it" if here.raw & 0xEF == 0x03 else here.field.meaning
    )


def _direction(here: Here) -> str:
    return f"the capture's own note, not a part of the packet: {here.name}"


LLC = Effects(
    Effect("llc.dsap", _service),
    Effect("llc.ssap", lambda here: "answers go to this one" if here.raw else ""),
    Effect("llc.control", _control),
    Effect("llc.oui", "says who numbered the protocol that follows"),
    Effect("llc.type", _type),
    silent=("llc.pad",),
)

COOKED = Effects(
    Effect("sll.pkttype", _direction),
    Effect("sll.ifindex", "the capture's own note: the interface's number on the machine that captured"),
    Effect("sll.etype", _type),
    Effect("sll.ltype", _type),
    Effect("sll.gretype", _type),
    silent=("sll.hatype", "sll.halen", "sll.trailer"),
)

NULL = Effects(Effect("null.family", _type), Effect("null.type", _type))

PPP = Effects(Effect("ppp.protocol", _type))

CISCO_HDLC = Effects(Effect("chdlc.protocol", _type))

PPPOE_SESSION = Effects(
    Effect("pppoe.code", {0: "data of the session"}),
    Effect("pppoe.session_id", "with both interfaces' addresses it names the session: others' frames are passed over"),
    Effect("pppoe.payload_length", "the receiver takes so many bytes; what lies behind fills the frame up"),
)

PPPOE_DISCOVERY = Effects(
    Effect("pppoe.code", _CODES),
    Effect("pppoe.session_id", lambda here: "the frames of the session have this number" if here.raw else ""),
    silent=("pppoe.payload_length", "pppoed.tags.type", "pppoed.tags.length", "pppoed.tags.unknown"),
)

BACKBONE = Effects(
    Effect(
        "ieee8021ah.isid",
        "the provider's bridges take the frame out again where service {value} has another end, and nowhere else",
    ),
    Effect(
        "ieee8021ah.cdst", "the customer's own switches look at it; the provider's do not", "IEEE 802.1Q clause 9.7"
    ),
    Effect("ieee8021ah.etype", _type),
)

FRAME_RELAY = Effects(
    Effect("fr.upper_dlci", "with the bits behind, the number by which the next switch sends the frame on"),
    Effect("fr.fecn", {1: "the receiver learns that there is too much traffic on the way"}),
    Effect("fr.becn", {1: "the sender of this connection should send more slowly"}),
    Effect("fr.de", {1: "a switch that has too many drops this one before others"}),
    Effect("fr.nlpid", _type),
    Effect("fr.snaptype", _type),
    Effect("fr.chdlctype", _type),
)

INFINIBAND = Effects(
    Effect("ipoib.dgid", "the interface with this address takes the packet"),
    Effect("ipoib.type", _type),
)

IPNET = Effects(
    Effect("ipnet.family", _type),
    Effect("ipnet.htype", _direction),
    Effect("ipnet.pktlen", "the capture's own note: so many bytes of the packet follow"),
)
