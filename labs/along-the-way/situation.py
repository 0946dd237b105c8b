"""Along the way: a recorded way over three links and a recorded NAT, made anew for each student, with their packets by their part."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from netkit.errors import LabError
from netkit.lab import Draw, Library, Packet, Situation, Traffic

LINKS = ("link-1.pcapng", "link-2.pcapng", "link-3.pcapng")
SIDES = ("inside.pcapng", "outside.pcapng")
ECHO_REQUEST, ECHO_REQUEST_6 = 8, 128
TELLS = (
    "ip.src",
    "ip.dst",
    "ip.id",
    "ipv6.src",
    "ipv6.dst",
    "icmp.type",
    "icmpv6.type",
    "tcp.seq_raw",
    "tcp.ack_raw",
    "tcp.flags",
    "ip.len",
)
"""What stays the same from router to router, and tells a packet from all others of these recordings."""


def situation(draw: Draw, library: Library) -> Situation:
    """One way and one NAT of those that were recorded."""
    way = draw.choice("way", library.names("along-[0-9][0-9]-link-1.pcapng"))
    nat = draw.choice("nat", library.names("nat-[0-9][0-9]-inside.pcapng"))
    links = library.anew_together({file: way.replace("link-1.pcapng", file) for file in LINKS}, draw)
    sides = library.anew_together({file: nat.replace("inside.pcapng", file) for file in SIDES}, draw)
    packets = on_the_way(links, draw) | through_the_nat(sides, draw)
    return Situation(
        traffic=links[0],
        file=LINKS[0],
        also=[*links[1:], *sides],
        packets=packets,
        facts=facts_of(packets) | {name: packet.number for name, packet in packets.items()},
    )


def on_the_way(links: Sequence[Traffic], draw: Draw) -> dict[str, Packet]:
    """The questions of ARP, the request for the page on each link, a ping that has another number at the end, and a ping of IPv6."""
    first, second, third = links
    asked = {f"asked{number}": link.find(is_arp_request) for number, link in enumerate(links, 1)}
    page = first.find(lambda packet: packet.value("http.request.method") is not None)
    sent = first.matching(lambda packet: is_ping(packet) and packet.value("ip.dst") == page.value("ip.dst"))
    received = third.matching(is_ping)
    # those that neither their number nor a count of pings finds again
    hidden = [
        place
        for place, ping in enumerate(sent)
        if again(ping, third).number not in (ping.number, received[place].number)
    ]
    place = draw.choice("ping", hidden)
    six = first.find(lambda packet: packet.value("icmpv6.type") == ECHO_REQUEST_6)
    return asked | {
        "page1": page,
        "page2": again(page, second),
        "page3": again(page, third),
        "ping1": sent[place],
        "ping3": again(sent[place], third),
        "counted": received[place],
        "six1": six,
        "six2": again(six, second),
    }


def through_the_nat(sides: Sequence[Traffic], draw: Draw) -> dict[str, Packet]:
    """The opening of one connection on both sides, and an answer in another, whose number differs from side to side."""
    inside, outside = sides
    opened = inside.matching(is_syn)
    back = draw.choice("answered connection", opened[1:])
    out = draw.choice("connection", [each for each in opened if each is not back])
    answers = [
        packet
        for packet in inside.packets
        if packet.value("tcp.dstport") is not None
        and packet.number > back.number
        and (packet.value("ip.dst"), packet.value("tcp.dstport")) == (back.value("ip.src"), back.value("tcp.srcport"))
    ]
    # a connection has five answers, and one that takes the same port later has others
    answer = draw.choice("answer", answers[:5])
    return {
        "asked_inside": inside.find(is_arp_request),
        "out": out,
        "out_after": through(out, outside),
        "answer": answer,
        "answer_before": through(answer, outside),
        "other_host": next(packet for packet in opened if packet.value("ip.src") != answer.value("ip.dst")),
    }


def facts_of(packets: dict[str, Packet]) -> dict[str, int | float | str]:
    """What the texts name, but for the numbers of packets."""
    page, six, out, before = (packets[name] for name in ("page1", "six1", "out", "answer_before"))
    return {
        "link1": LINKS[0],
        "link2": LINKS[1],
        "link3": LINKS[2],
        "inside": SIDES[0],
        "outside": SIDES[1],
        "host": page.value("ip.src"),
        "server": page.value("ip.dst"),
        "gateway": packets["asked1"].value("arp.dst.proto_ipv4"),
        "host_six": six.value("ipv6.src"),
        "server_six": six.value("ipv6.dst"),
        "ttl": page.value("ip.ttl"),
        "hops": page.value("ip.ttl") - packets["page3"].value("ip.ttl"),
        "checksum": f"{page.value('ip.checksum'):04x}",
        "out_host": out.value("ip.src"),
        "out_port": out.value("tcp.srcport"),
        "outer": before.value("ip.dst"),
        "outer_port": before.value("tcp.dstport"),
        "web": out.value("ip.dst"),
        "web_port": out.value("tcp.dstport"),
    }


def is_arp_request(packet: Packet) -> bool:
    """Whether a packet asks by ARP."""
    return packet.value("arp.opcode") == 1


def is_ping(packet: Packet) -> bool:
    """Whether a packet is an echo request of IPv4."""
    return packet.value("icmp.type") == ECHO_REQUEST


def is_syn(packet: Packet) -> bool:
    """Whether a packet opens a connection."""
    return bool(packet.value("tcp.flags.syn")) and not packet.value("tcp.flags.ack")


def again(packet: Packet, link: Traffic) -> Packet:
    """The same packet on another link."""
    return the_one(link, lambda other: all(packet.value(key) == other.value(key) for key in TELLS))


def through(packet: Packet, side: Traffic) -> Packet:
    """The same packet on the other side of a NAT, where TCP's numbers are the same and addresses are not."""
    keys = [key for key in TELLS if key not in ("ip.src", "ip.dst")]
    return the_one(side, lambda other: all(packet.value(key) == other.value(key) for key in keys))


def the_one(traffic: Traffic, fits: Callable[[Packet], bool]) -> Packet:
    """The only packet that fits; LabError where there is none, or more."""
    found = traffic.matching(fits)
    if len(found) != 1:
        raise LabError(f"{traffic.name} has {len(found)} packets that may be one of the first link")
    return found[0]
