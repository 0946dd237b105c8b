"""Differences from tshark in what carries packets through another network: labels, mobile networks, a provider's bridges."""

from netkit.packet.link.backbone import BackboneTag

__all__ = ["NAMED", "names"]

NAMED = {
    "a word for one byte": "tshark gives the time to live of a label the place of the whole label; netkit gives it its own byte",
    "options as a whole": "tshark shows GENEVE's options once more under one key for all of them",
    "type of 802.1ah elsewhere": "tshark says that the type behind a customer's addresses stands where it does not",
    "another version of the tunnel": "tshark shows the flags of versions of ERSPAN, L2TP and GTP that netkit does not read",
    "Teredo without IPv6": "tshark takes whatever comes by Teredo's port for IPv6",
    "type on InfiniBand": "tshark reads IP and ARP on InfiniBand, and nothing else; netkit reads every type that it has a table for",
    "extension taken apart": "tshark takes the extensions of GTP apart; netkit keeps what they say as bytes",
    "digits that are none": "tshark writes a space where a user's number has a digit from ten on; netkit writes it as hexadecimal",
    "longer than the capture": "tshark shows nothing behind a header that says that more follows than the capture has",
}

OTHERS = ("erspan.version", "l2tp.", "gtp.")


def names(case):
    """The names that fit a difference."""
    key, kind = case.key, case.difference.kind
    around = {layer.key for layer in case.dissection.layers if layer.start <= case.start}
    if key == "mpls.ttl" and kind == "place":
        yield "a word for one byte"
    if key == "geneve.options" and kind == "theirs":
        yield "options as a whole"
    if key == "ieee8021ah.etype" and case.header(BackboneTag):
        yield "type of 802.1ah elsewhere"
    if kind == "theirs" and key.startswith(OTHERS) and case.difference.ours in ("data.data", "udp.payload"):
        yield "another version of the tunnel"
    if kind == "theirs" and 3544 in case.dissection.values("udp.dstport") + case.dissection.values("udp.srcport"):
        yield "Teredo without IPv6"
    if kind == "ours" and "ipoib" in around and case.dissection.value("ipoib.type") not in (0x0800, 0x0806, 0x86DD):
        yield "type on InfiniBand"
    if kind == "theirs" and case.difference.ours == "gtp.ext_hdr.content":
        yield "extension taken apart"
    if kind == "value" and key == "gtp.tid":
        yield "digits that are none"
    if kind == "ours" and {"ipnet.length.long"} & case.rules():
        yield "longer than the capture"
