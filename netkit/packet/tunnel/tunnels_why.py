"""What the values of a tunnel's header make its ends do."""

from __future__ import annotations

from netkit.packet.why.effect import Effect, Effects, Here, Told

__all__ = ["ESP", "ETHER_IP", "GRE", "UDP_ENCAPSULATION", "VXLAN", "WIREGUARD"]


def _carried(here: Here) -> str:
    return f"the tunnel's end takes this header off, and goes on with {here.name}"


def _when_set(here: Here) -> Told:
    return here.field.meaning if here.raw else ""


def _checksum(here: Here) -> Told:
    if here.field.note != "right":
        return ""
    return "the tunnel's end drops what has another sum"


GRE = Effects(
    Effect("gre.proto", _carried),
    Effect("gre.key", "the tunnel's end knows from it which of several tunnels the packet belongs to"),
    Effect("gre.sequence_number", "the tunnel's end may drop what comes late"),
    Effect("gre.checksum", _checksum),
    Effect("gre.flags.checksum", _when_set),
    Effect("gre.flags.key", _when_set),
    Effect("gre.flags.sequence_number", _when_set),
    Effect("gre.flags.ack", _when_set),
    silent=("gre.routing.address_family", "gre.routing.sre_offset", "gre.routing.src_length", "gre.key.payload_length"),
)

VXLAN = Effects(
    Effect("vxlan.vni", "the tunnel's end gives the frame to machines of network {value} only"),
    Effect("vxlan.next_proto", _carried),
    silent=("vxlan.flag_i", "vxlan.i_bit", "vxlan.p_bit"),
)

ETHER_IP = Effects(silent=("etherip.ver",))

ESP = Effects(
    Effect("esp.spi", "the receiver finds by it the keys with which to read the rest"),
    Effect(
        "esp.sequence",
        "a packet whose number came before is dropped, so that nobody can play one back",
        "RFC 4303 §3.4.3",
    ),
    Effect("esp.encrypted_data", "only who has the keys can read it, and see whether it was changed on the way"),
)

UDP_ENCAPSULATION = Effects(
    Effect(
        "udpencap.nat_keepalive",
        "the receiver throws it away; NATs on the way remember the conversation a while longer",
    ),
    Effect("udpencap.non_esp_marker", "the receiver hands what follows to IKE, which agrees on the keys"),
)

WIREGUARD = Effects(
    Effect(
        "wg.type",
        {
            1: "asks for a session; the receiver answers with a message of type 2",
            2: "answers: with both messages, both ends can make the session's keys",
            3: "the receiver is busy: the asker has to send again, with this cookie",
            4: "a packet of the session, encrypted",
        },
    ),
    Effect("wg.sender", "messages to the sender of this one carry the number as their receiver"),
    Effect("wg.receiver", "the receiver finds the session by it"),
    Effect("wg.counter", "a message whose number came before is dropped, so that nobody can play one back"),
    silent=("wg.nonce", "wg.encrypted_cookie"),
)
