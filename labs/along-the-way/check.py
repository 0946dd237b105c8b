"""Along the way: who is asked, who is addressed, and what a packet has become two routers on. See `Question` in netkit/lab/question.py."""

from __future__ import annotations

from netkit.lab import Place, Question, Situation
from netkit.lab.told import known, seen, step
from netkit.packet.checksum import checksum, fold

ALL_ONES = 0xFFFF
ETHERNET, CHECKSUM = 14, slice(10, 12)
"""The bytes of Ethernet's header, and where IPv4's has its checksum."""


def two_bytes(number: int) -> str:
    """A number of 16 bits as hex digits."""
    return f"{number:04x}"


def asked_first(now: Situation) -> Question:
    """The gateway: what is not on one's own link goes to the next router."""
    first, second = now.packets["asked1"], now.packets["asked2"]
    place = Place(first, "arp.dst.proto_ipv4")
    return Question(
        right=first.value("arp.dst.proto_ipv4"),
        about=first,
        because="The server is on another link, so the frame has to go to the router that leads there: it is the router's MAC address "
        "that is wanted.",
        facts={},
        wrong=[
            known(
                "arp-for-everyone",
                str(now.facts["server"]),
                "{answer} is where the packet goes in the end. ARP does not pass a router: nobody on link 1 would answer for the server.",
                place=Place(now.packets["page1"], "ip.dst"),
            ),
            known(
                "asks-for-itself",
                str(now.facts["host"]),
                "{answer} is the host's own address: it stands in the question as the one who asks.",
                place=Place(first, "arp.src.proto_ipv4"),
            ),
            known(
                "arp-for-the-next-router",
                second.value("arp.dst.proto_ipv4"),
                "{answer} is the second router's, on link 2. The host is not on that link; whoever is there will have to ask.",
                place=Place(second, "arp.dst.proto_ipv4"),
            ),
        ],
        working=[
            step("the packet is for", str(now.facts["server"])),
            step("that is not in the subnet of {host}, so the host gives the packet to its", "gateway"),
            step("packet {asked1} of {link1} asks for", place.field.text, place=place),
        ],
    )


def frame_on_the_second_link(now: Situation) -> Question:
    """The second router's: each link has a frame of its own."""
    first, second = now.packets["page1"], now.packets["page2"]
    return Question(
        right="second router",
        about=second,
        because="The first router put the packet into a new frame, from itself to the next one who has to take it: {mac}.",
        facts={"mac": second.value("eth.dst")},
        wrong=[
            known(
                "mac-travels-end-to-end",
                "server",
                "The server is not on link 2, and a frame crosses one link only. The server's IP address goes all the way; its MAC address "
                "is known on the last link alone.",
                place=Place(second, "ip.dst"),
            ),
            known(
                "frame-travels-on",
                "first router",
                "That is the destination on link 1. The first router took that frame off; on link 2 it is the one who sends.",
                place=Place(first, "eth.dst"),
            ),
            known(
                "source-for-destination",
                "host",
                "The host sends, and it sends on link 1: neither is its MAC address a destination here, nor does it get past the first "
                "router.",
                place=Place(first, "eth.src"),
            ),
        ],
        working=[
            step("on link 1 the frame goes from the host to the", "first router", place=Place(first, "eth.dst")),
            step("that one takes it off, looks where the packet goes, and sends it on over", "link 2"),
            step("there the next one who passes it on is the", "second router"),
        ],
    )


def time_to_live_on_the_third_link(now: Situation) -> Question:
    """What it was on the first link, less one for each router."""
    first, third = now.packets["page1"], now.packets["page3"]
    ttl, hops = first.value("ip.ttl"), int(now.facts["hops"])
    place = Place(first, "ip.ttl")
    return Question(
        right=ttl - hops,
        about=third,
        formula=lambda packet: packet.value("ip.ttl"),
        because="{ttl} less one for each of the {hops} routers that passed it on.",
        facts={},
        wrong=[
            known(
                "ttl-travels",
                ttl,
                "{answer} is what the host gave it. Each router takes one away, so that no packet goes round for ever.",
                place=place,
            ),
            known(
                "receiver-counts",
                ttl - hops - 1,
                "{answer} takes one away for the server or for each link, too. Only those who pass the packet on count.",
                place=place,
            ),
            known(
                "ttl-counts-up",
                ttl + hops,
                "{answer} is more than the host gave it. TTL is what is left; it falls.",
                place=place,
            ),
            known(
                "ttl-is-hops",
                hops,
                "{answer} is how many routers the packet has passed. TTL is how many it may still meet.",
                place=place,
            ),
        ],
        working=[
            step("on link 1 packet {page1} has ip.ttl", ttl, lambda answer: isinstance(answer, int) and answer <= ttl, place=place),
            step("between link 1 and link 3 there are this many routers:", hops),
            step("each takes one away, which leaves", ttl - hops),
        ],
    )  # fmt: skip


def header_checksum_on_the_third_link(now: Situation) -> Question:
    """fold(C + 0x0100 for each router) (RFC 1624)."""
    first, third = now.packets["page1"], now.packets["page3"]
    old, hops = first.value("ip.checksum"), int(now.facts["hops"])
    place = Place(first, "ip.checksum")
    packet = third.dissection.data[ETHERNET : ETHERNET + third.value("ip.len")]
    blank = packet[: CHECKSUM.start] + bytes(2) + packet[CHECKSUM.stop :]
    return Question(
        right=two_bytes(third.value("ip.checksum")),
        about=third,
        because="TTL is the high byte of its word: each router makes that word smaller by 0x0100, so the checksum, which is a complement, "
        "grows by as much.",
        facts={},
        wrong=[
            known(
                "checksum-travels",
                two_bytes(old),
                "0x{answer} is the one of link 1. TTL is part of the header, and it fell: every router makes a new checksum.",
                place=place,
            ),
            known(
                "one-router",
                two_bytes(fold(old + 0x0100)),
                "0x{answer} is what it is on link 2, behind one router. One more lies before link 3.",
                place=Place(now.packets["page2"], "ip.checksum"),
            ),
            known(
                "sum-for-complement",
                two_bytes((old - 0x0100 * hops) % ALL_ONES),
                "0x{answer} is smaller. The words got smaller, and so did their sum, but the complement of it gets larger.",
                place=place,
            ),
            known(
                "ttl-is-a-word",
                two_bytes(fold(old + hops)),
                "0x{answer} is larger by as many as there are routers. TTL is the high byte of its word: one less there is 0x0100 less.",
                place=Place(first, "ip.ttl"),
            ),
            known(
                "covers-the-data",
                two_bytes(checksum(blank)),
                "0x{answer} is made over the whole packet. IPv4's checksum covers its header only; what is behind it has its own.",
                place=place,
            ),
        ],
        working=[
            step("on link 1 packet {page1} has ip.checksum", f"0x{two_bytes(old)}", place=place),
            step("TTL, the high byte of its word, falls by 1 at each router; two of them make", "0x0200"),
            step("and the complement grows by as much, a carry added at the low end, to", f"0x{two_bytes(third.value('ip.checksum'))}"),
        ],
    )  # fmt: skip


def found_again(now: Situation) -> Question:
    """The packet with the same addresses and the same identification."""
    first, third = now.packets["ping1"], now.packets["ping3"]
    reply = third.number + 1
    return Question(
        right=frozenset({third.number}),
        about=third,
        because="Source, destination and identification are the same, and no other packet of {link3} has all three. The number is only "
        "a place in a file.",
        facts={},
        wrong=[
            known(
                "counted-the-pings",
                frozenset({now.packets["counted"].number}),
                "That one has the same place among the pings, but another ip.id: over link 3 go pings, too, that never saw link 1.",
                place=Place(now.packets["counted"], "ip.id"),
            ),
            seen(
                "same-number",
                lambda answer: answer == frozenset({first.number}),
                "The number only tells how many packets went by before. On each link others go by, too.",
                place=Place(first, "ip.id"),
            ),
            seen(
                "reply-for-request",
                lambda answer: answer == frozenset({reply}),
                "That is the reply to it: it comes from the server. A router passes a packet on; it does not turn it round.",
                place=Place(now.packets["ping3"], "ip.src"),
            ),
        ],
        working=[
            step("packet {ping1} of {link1} comes from", first.value("ip.src"), place=Place(first, "ip.src")),
            step("its ip.id, which no router changes, is", f"0x{first.value('ip.id'):04x}", place=Place(first, "ip.id")),
            step("in {link3} the packet from there with this ip.id has the number", third.number),
        ],
    )  # fmt: skip
