"""Along the way: which fields change, behind a router over both versions of IP, and behind a NAT."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from netkit.lab import Line, Packet, Place, Question, Situation, Value, Wrong
from netkit.lab.told import seen, step

MACS = ("source MAC", "destination MAC")
ENDS = ("source address", "destination address")
NUMBERS = ("identification", "sequence number")

IPV4: Mapping[str, str] = {
    "destination MAC": "eth.dst", "source MAC": "eth.src", "identification": "ip.id", "time to live": "ip.ttl",
    "header checksum": "ip.checksum", "source address": "ip.src", "destination address": "ip.dst", "source port": "tcp.srcport",
    "destination port": "tcp.dstport", "sequence number": "tcp.seq_raw", "TCP checksum": "tcp.checksum",
}  # fmt: skip
"""What the choices name, as Wireshark has it."""

IPV6: Mapping[str, str] = {
    "destination MAC": "eth.dst", "source MAC": "eth.src", "flow label": "ipv6.flow", "payload length": "ipv6.plen",
    "hop limit": "ipv6.hlim", "source address": "ipv6.src", "destination address": "ipv6.dst", "ICMPv6 checksum": "icmpv6.checksum",
}  # fmt: skip


def changed(one: Packet, other: Packet, names: Mapping[str, str]) -> frozenset[str]:
    """Those of the named fields that two packets have with different values."""
    return frozenset(name for name, key in names.items() if one.value(key) != other.value(key))


def has(*names: str) -> Callable[[Value], bool]:
    """Whether an answer has one of these."""
    return lambda answer: isinstance(answer, frozenset) and bool(answer & set(names))


def lacks(*names: str) -> Callable[[Value], bool]:
    """Whether some of these are missing in an answer."""
    return lambda answer: isinstance(answer, frozenset) and not answer >= set(names)


def whole(names: Iterable[str]) -> Callable[[Value], bool]:
    """Whether an answer has all of these."""
    return lambda answer: isinstance(answer, frozenset) and answer >= set(names)


def macs_travel(first: Packet) -> Wrong:
    """The way of thinking that a frame crosses more than a link, which is the same behind every router."""
    return seen(
        "mac-travels-end-to-end",
        lacks(*MACS),
        "A MAC address is missing. A frame crosses one link only: on the next one it is another frame, from another interface to another.",
        place=Place(first, "eth.dst"),
    )


def ttl_travels(first: Packet) -> Wrong:
    """The way of thinking that a router passes packets on as they are."""
    return seen(
        "ttl-travels",
        lacks("time to live"),
        "Something is missing that every router counts down, so that no packet goes round for ever.",
        place=Place(first, "ip.ttl"),
    )


def checksum_travels(first: Packet) -> Wrong:
    """The same of the header's sum."""
    return seen(
        "checksum-travels",
        lacks("header checksum"),
        "Something is missing that is worked out over the whole header: when one field of that changes, it has to be made anew.",
        place=Place(first, "ip.checksum"),
    )


def lines(*groups: tuple[str, tuple[str, ...]]) -> list[Line]:
    """A working that goes from layer to layer."""
    return [step(text, ", ".join(members), whole(members)) for text, members in groups]


def changed_by_a_router(now: Situation) -> Question:
    """The link's two addresses, TTL, and the header's checksum."""
    first, second = now.packets["page1"], now.packets["page2"]
    return Question(
        right=changed(first, second, IPV4),
        because="A router makes a new frame, takes one from TTL, and makes the header's checksum fit again. All else stays as it came.",
        about=second,
        facts={},
        wrong=[
            macs_travel(first),
            seen(
                "addresses-change-on-the-way",
                has(*ENDS),
                "An IP address is among these. IP addresses name the two ends, whatever link the packet is on: by them routers know where "
                "it goes, and the server whom to answer.",
                place=Place(second, "ip.dst"),
            ),
            seen(
                "tcp-changes-on-the-way",
                has("source port", "destination port", "TCP checksum"),
                "Something of TCP's header is among these. TCP is between the two ends: a router looks at IP's header only.",
                place=Place(second, "tcp.checksum"),
            ),
            seen(
                "numbers-made-anew",
                has(*NUMBERS),
                "A number is among these that the sender gave: it is what the packet can be told by on every link.",
                place=Place(second, "ip.id"),
            ),
            ttl_travels(first),
            checksum_travels(first),
        ],
        working=lines(
            ("each link has a frame of its own, so in Ethernet's header there change", MACS),
            ("of IP's header a router counts down the", ("time to live",)),
            ("and what is worked out over that header:", ("header checksum",)),
        ),
    )


def changed_over_ipv6(now: Situation) -> Question:
    """The link's two addresses and the hop limit: IPv6 has no checksum of its own."""
    first, second = now.packets["six1"], now.packets["six2"]
    return Question(
        right=changed(first, second, IPV6),
        because="IPv6's header has no checksum, so a router has nothing to work out: it counts down one byte, and puts the packet into a "
        "new frame.",
        about=second,
        facts={},
        wrong=[
            seen(
                "ipv6-has-a-header-checksum",
                has("header checksum"),
                "IPv6 has no checksum over its header. The sums of ICMPv6, UDP and TCP cover the addresses, too (RFC 8200 section 8.1), "
                "and each link checks its own frames. Look for the field in the packet.",
                place=Place(first, "ipv6.hlim"),
            ),
            seen(
                "sum-covers-the-hop-limit",
                has("ICMPv6 checksum"),
                "ICMPv6's checksum covers its message and a pseudo-header with the two addresses: nothing of what changes on the way.",
                place=Place(second, "icmpv6.checksum"),
            ),
            seen(
                "addresses-change-on-the-way",
                has(*ENDS),
                "An IP address is among these. The two ends stay the same on every link.",
                place=Place(second, "ipv6.dst"),
            ),
            seen(
                "labels-made-anew",
                has("flow label", "payload length"),
                "A field is among these that the sender set once, for the whole way.",
                place=Place(second, "ipv6.flow"),
            ),
            macs_travel(first),
            seen(
                "ttl-travels",
                lacks("hop limit"),
                "Something is missing that every router counts down, so that no packet goes round for ever.",
                place=Place(first, "ipv6.hlim"),
            ),
        ],
        working=lines(
            ("each link has a frame of its own, so in Ethernet's header there change", MACS),
            ("of IPv6's header a router counts down the", ("hop limit",)),
        ),
    )


def changed_by_a_nat(now: Situation) -> Question:
    """What a router changes, and the sender's address and port, with both checksums over them."""
    first, second = now.packets["out"], now.packets["out_after"]
    return Question(
        right=changed(first, second, IPV4),
        because="A NAT is a router, and puts its own address and a port of its choice in the place of the sender's. TCP's checksum is made "
        "over the ports, and over the addresses by its pseudo-header, so it has to be made to fit, too.",
        about=second,
        facts={},
        wrong=[
            seen(
                "nat-changes-both-ends",
                has("destination address", "destination port"),
                "Where the packet goes is among these. A NAT hides who asks; who is asked has to stay, or the packet would get elsewhere.",
                place=Place(second, "ip.dst"),
            ),
            seen(
                "numbers-made-anew",
                has(*NUMBERS),
                "A number is among these that the sender gave, and that stays: by it the packet can be found again on the other side.",
                place=Place(second, "tcp.seq_raw"),
            ),
            seen(
                "source-travels",
                lacks("source address"),
                "Something is missing of who asks: the inside's addresses are private, and no answer would find its way to one.",
                place=Place(first, "ip.src"),
            ),
            seen(
                "port-travels",
                lacks("source port"),
                "Something is missing by which the NAT tells the hosts behind it apart. Two of them may have the same of it.",
                place=Place(first, "tcp.srcport"),
            ),
            seen(
                "no-pseudo-header",
                lacks("TCP checksum"),
                "Something is missing in TCP's header: its sum covers the ports, and by the pseudo-header the addresses, too.",
                place=Place(first, "tcp.checksum"),
            ),
            macs_travel(first),
            ttl_travels(first),
            checksum_travels(first),
        ],
        working=lines(
            ("a NAT is a router, so in Ethernet's header there change", MACS),
            ("of IP's header it counts down the", ("time to live",)),
            ("in the place of the sender it puts itself:", ("source address", "source port")),
            ("IP's header is another now, and with it the", ("header checksum",)),
            ("and what is made over ports and addresses:", ("TCP checksum",)),
        ),
    )
