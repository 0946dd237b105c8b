"""Differences from tshark in what carries a packet over a link, and in tunnels."""

from netkit.packet.link.arp import Arp
from netkit.packet.link.cooked import Cooked, Cooked2
from netkit.packet.network.ipv4 import Ipv4
from netkit.packet.network.ipv6 import Ipv6
from netkit.packet.tunnel.gre import CDMA2000_PACKET, CDMA2000_STREAM

__all__ = ["NAMED", "names"]

NAMED = {
    "encrypted": "tshark shows nothing of what ESP encrypts, unless it has the keys; netkit gives the bytes a field that says why",
    "ISL": "tshark takes frames for 01:00:0c:00:00 and 03:00:0c:00:00 for Cisco's ISL; netkit reads what an Ethernet frame has there",
    "trailer taken apart": "tshark recognises a trailer that a machine on the way added, or guesses so and fails",
    "reserved bits apart": "tshark shows the reserved bits of VXLAN, which lie apart, as one number; netkit shows each run of them",
    "protocol 94": "tshark keeps what IP carries as protocol 94 (IPIP, an older number of 4) as data",
    "netlink": "tshark shows the cooked header of a netlink message under keys of netlink's own",
    "another link inside": "tshark reads what the kind of link says (Frame Relay, radiotap), for which netkit has no table",
    "not version 6": "tshark shows no field of an IPv6 packet whose version is another",
    "inside of the other version": "tshark reads on in an IPv4 packet whose version is 6; netkit says that the version is wrong, and stops",
    "DRARP error": "tshark reads the address in an error of dynamic reverse ARP (RFC 1931) as the error's number",
    "PPP without its escapes": "tshark takes the escapes out of the stream that a tunnel of 3GPP2's carries, and shows what is left",
    "header breaks off early": "tshark shows no field of a header that is not all there; netkit shows those that are",
    "tag of unusual bytes": "netkit writes a byte of a text that is not ASCII as \\xNN, tshark in other ways, and ends the text at a zero",
    "tag beyond the end": "tshark reads a tag of PPPoE on behind the end that the frame's length sets",
    "nested deeper": "netkit does not take apart what lies inside of more than 64 layers",
}

ISL = ("01:00:0c:00:00", "03:00:0c:00:00")

TRAILERS = frozenset({"f5ethtrailer", "gmhdr", "gmtrailer", "ixiatrailer", "vssmonitoring", "_ws.malformed"})

NETLINK = 824

OWN = (
    "arp.",
    "erspan.",
    "esp.",
    "fr.",
    "geneve.",
    "gre.",
    "gtp.",
    "ieee8021",
    "ipnet.",
    "ipoib.",
    "l2tp.",
    "llc.",
    "mpls.",
    "nsh.",
    "ppp",
    "pw",
    "sll.",
    "teredo.",
    "vlan.",
    "vxlan.",
    "wg.",
)

FRAME_RELAY, RADIOTAP = 770, 803

DRARP_ERROR = 7


def names(case):
    """The names that fit a difference."""
    if _inside_of_94(case):
        yield "protocol 94"
    if "ipv6.version.wrong" in case.rules() and (case.key.startswith("ipv6.") or case.key == "data.data"):
        yield "not version 6"
    yield from {"ours": _ours, "theirs": _theirs, "value": _value, "place": _place}.get(case.difference.kind, _none)(
        case
    )
    cooked = case.header(Cooked) or case.header(Cooked2)
    if cooked and cooked.hardware_type in (FRAME_RELAY, RADIOTAP):
        yield "another link inside"


def _none(_):
    return ()


def _ours(case):
    key, arp, cooked = case.key, case.header(Arp), case.header(Cooked)
    if key == "esp.encrypted_data":
        yield "encrypted"
    if str(case.dissection.value("eth.dst")).startswith(ISL):
        yield "ISL"
    if key.endswith(".trailer") and TRAILERS & set(case.packet.protocols):
        yield "trailer taken apart"
    if key.startswith("sll.") and cooked and cooked.hardware_type == NETLINK:
        yield "netlink"
    if key.startswith("arp.dst.proto") and arp and arp.operation == DRARP_ERROR:
        yield "DRARP error"
    if key.startswith(OWN) and _broken(case) and _nothing_follows(case):
        yield "header breaks off early"


def _theirs(case):
    there = case.difference.ours
    if case.key == "data.data" and {CDMA2000_STREAM, CDMA2000_PACKET} & set(case.dissection.values("gre.proto")):
        yield "PPP without its escapes"
    if case.key.startswith(OWN) and _broken(case) and there in ("data.data", "udp.payload"):
        yield "header breaks off"
    if "ipv4.version.wrong" in case.rules() and there == "data.data":
        yield "inside of the other version"
    if "packet.nesting.deep" in case.rules():
        yield "nested deeper"


def _value(case):
    if case.key == "vxlan.flags_reserved":
        yield "reserved bits apart"
    if case.key.startswith("pppoed.tags.") and "\\" in case.difference.ours:
        yield "tag of unusual bytes"


def _place(case):
    if case.key.startswith("pppoed.tags.") and _broken(case):
        yield "tag beyond the end"


def _broken(case):
    """Whether the bytes end too early, or a length says that they do."""
    return case.cut() or any(rule.endswith((".truncated", ".long", ".zero")) for rule in case.rules())


def _nothing_follows(case):
    """Whether the bytes behind the layer are no more than what is left of it."""
    layers = case.dissection.layers
    behind = layers[layers.index(case.layer) + 1 :]
    return all(layer.key == "data" or layer.protocol.__name__.endswith(("Padding", "Trailer")) for layer in behind)


def _inside_of_94(case):
    """Whether a packet of protocol 94 lies around the difference."""
    around = [
        layer.header for layer in case.dissection.layers if layer.start < case.layer.start or layer is not case.layer
    ]
    return any(
        (isinstance(header, Ipv4) and header.protocol == 94) or (isinstance(header, Ipv6) and header.next_header == 94)
        for header in around
        if header.start < case.start
    )
