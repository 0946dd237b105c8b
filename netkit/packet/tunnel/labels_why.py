"""What the values of labels, of paths and of a provider's tunnels make the routers and machines on the way do."""

from __future__ import annotations

from netkit.packet.why.effect import Effect, Effects, Here, Told

__all__ = [
    "ASSOCIATED_CHANNEL",
    "CONTROL_WORD",
    "ERSPAN",
    "GENEVE",
    "GTP",
    "GTP_PRIME",
    "L2TP",
    "MPLS",
    "NSH",
    "TEREDO",
]

_RESERVED = 16
"""Labels below this mean the same everywhere (RFC 7274 §6)."""


def _carried(here: Here) -> str:
    return f"the tunnel's end takes this header off, and goes on with {here.name}"


def _label(here: Here) -> Told:
    if here.raw >= _RESERVED:
        return "the next router looks it up, puts another in its place or takes it off, and sends the packet on: it looks at no address"
    return f"means the same to every router: {here.named}" if here.named else ""


def _hops(here: Here) -> Told:
    if here.raw > 1:
        return f"the next router sends the packet on with {here.raw - 1}", "RFC 3032 §2.4.2"
    return "the next router drops the packet", "RFC 3032 §2.4.2"


def _services(here: Here) -> Told:
    if here.raw:
        return f"the next machine that passes packets on sends it with {here.raw - 1}", "RFC 8300 §2.2"
    return "counts as 63, as some older machines wrote it", "RFC 8300 §2.2"


def _when_set(here: Here) -> Told:
    return here.field.meaning if here.raw else ""


def _sequence(here: Here) -> Told:
    return "the other end may drop what comes late" if here.raw else "nobody counts: frames are taken in any order"


MPLS = Effects(
    Effect("mpls.label", _label, "RFC 3031 §3.10"),
    Effect("mpls.bottom", {0: "another label follows", 1: "who takes this label off finds the packet itself"}),
    Effect("mpls.ttl", _hops),
)

CONTROL_WORD = Effects(Effect("pweth.cw.sequence_number", _sequence, "RFC 4448 §4.6"))

ASSOCIATED_CHANNEL = Effects(
    Effect("pwach.channel_type", "the path's end hands what follows to who looks after the path: {name}")
)

GENEVE = Effects(
    Effect("geneve.vni", "the tunnel's end gives the packet to machines of network {value} only"),
    Effect("geneve.proto_type", _carried),
    Effect("geneve.flags.critical", _when_set),
    Effect("geneve.flags.oam", _when_set),
)

NSH = Effects(
    Effect("nsh.spi", "with the index behind it tells which service the packet goes to next", "RFC 8300 §2.3"),
    Effect(
        "nsh.si", "each service takes one off before it sends the packet on; at zero it is dropped", "RFC 8300 §2.3"
    ),
    Effect("nsh.ttl", _services),
    Effect("nsh.nextproto", "the path's end takes this header off, and goes on with {name}"),
)

ERSPAN = Effects(
    Effect("erspan.spanid", "whoever collects the copies tells by it which of the watches this one belongs to"),
    Effect("erspan.vlan", lambda here: f"the frame was in network {here.raw}" if here.raw else ""),
    Effect("erspan.direction", {0: "the frame was coming into the switch", 1: "the frame was leaving the switch"}),
    Effect("erspan.truncated", _when_set),
)

_GTP = (
    Effect("gtp.message", {1: "the other end has to answer it", 255: "the other end sends on what follows"}),
    Effect("gtp.teid", "the receiver knows from it which telephone, and which of its connections, the packet is for"),
    Effect("gtp.tid", "the receiver knows from it which telephone the packet is for"),
    Effect("gtp.length", "the receiver takes so many bytes behind the header"),
)

GTP = Effects(*_GTP)

GTP_PRIME = Effects(*_GTP)

L2TP = Effects(
    Effect(
        "l2tp.type",
        {0: "a frame of PPP follows", 1: "says something about the tunnel or a session, and is acknowledged"},
    ),
    Effect("l2tp.tunnel", "the receiver's own number for the tunnel", "RFC 2661 §3.1"),
    Effect(
        "l2tp.session",
        lambda here: "the receiver's own number for the session" if here.raw else "about the tunnel as a whole",
    ),
    Effect("l2tp.length", "the receiver takes so many bytes"),
)

TEREDO = Effects(
    Effect(
        "teredo.orig.port",
        "the receiver learns how the sender's NAT writes it, and can send to it from there on",
        "RFC 4380 §5.2.3",
    ),
    Effect("teredo.orig.addr", "with the port, where the sender can be reached through its NAT", "RFC 4380 §5.2.3"),
    Effect("teredo.auth.nonce", "an answer with another value is thrown away", "RFC 4380 §5.2.2"),
)
