"""Along the way: who somebody is outside of a NAT, and for whom inside an answer is."""

from __future__ import annotations

from netkit.lab import Part, Place, Question, Situation
from netkit.lab.parts import row_part
from netkit.lab.told import known, seen, step


def outside_of_the_nat(now: Situation) -> Question:
    """The NAT's outer address, and the port that it chose."""
    before, after = now.packets["out"], now.packets["out_after"]
    address, port = after.value("ip.src"), str(after.value("tcp.srcport"))
    return Question(
        right=(address, port),
        about=after,
        because="It is packet {out_after} of {outside}: the same tcp.seq_raw and the same ip.id, another sender.",
        facts={},
        parts=[outer_address(now), outer_port(now)],
        working=[
            step(
                "packet {out} of {inside} has tcp.seq_raw",
                str(before.value("tcp.seq_raw")),
                place=Place(before, "tcp.seq_raw"),
            ),
            step("in {outside} the packet with this number and the same flags is packet", after.number),
            step("it comes from", f"{address}, port {port}"),
        ],
    )


def outer_address(now: Situation) -> Part:
    """The address that the packet comes from outside."""
    before, after = now.packets["out"], now.packets["out_after"]
    return row_part(
        0,
        "address",
        after.value("ip.src"),
        wrong=[
            known(
                "source-travels",
                before.value("ip.src"),
                "{answer} is the host's address inside. It is a private one: outside nobody could send an answer there.",
            ),
            known(
                "inner-side",
                now.packets["asked_inside"].value("arp.dst.proto_ipv4"),
                "{answer} is the NAT's address on the side of the hosts. Outside it has another.",
            ),
            known(
                "destination-for-source",
                before.value("ip.dst"),
                "{answer} is where the packet goes, which stays; asked is who it comes from.",
            ),
        ],
        why="Look in {outside} for the packet with the same tcp.seq_raw.",
        facts={},
    )


def outer_port(now: Situation) -> Part:
    """The port that it comes from there."""
    before, after = now.packets["out"], now.packets["out_after"]
    return row_part(
        1,
        "port",
        str(after.value("tcp.srcport")),
        wrong=[
            known(
                "port-travels",
                str(before.value("tcp.srcport")),
                "{answer} is the host's port inside. The NAT gives each connection one: two hosts may have taken the same.",
            ),
            known(
                "destination-for-source",
                str(before.value("tcp.dstport")),
                "{answer} is the port that is asked, which stays; wanted is the one that the answers come back to.",
            ),
        ],
        why="Look in {outside} for the packet with the same tcp.seq_raw.",
        facts={},
    )


def for_whom(now: Situation) -> Question:
    """The host whose connection has this port outside, and the packet that the answer is inside."""
    before, after = now.packets["answer_before"], now.packets["answer"]
    host, number = after.value("ip.dst"), str(after.number)
    return Question(
        right=(host, number),
        about=after,
        because="The NAT remembers which connection it gave port {outer_port}, and puts that host's address and port back: packet {answer} "
        "of {inside}.",
        facts={},
        parts=[inner_host(now), inner_packet(now)],
        working=[
            step(
                "packet {answer_before} of {outside} goes to port",
                str(before.value("tcp.dstport")),
                place=Place(before, "tcp.dstport"),
            ),
            step("its tcp.seq_raw, which a NAT leaves as it is, is", str(before.value("tcp.seq_raw")), place=Place(before, "tcp.seq_raw")),
            step("in {inside} the packet with this number and the same tcp.ack_raw is packet", after.number),
            step("and goes to", host),
        ],
    )  # fmt: skip


def inner_host(now: Situation) -> Part:
    """Who gets the answer inside."""
    before, after = now.packets["answer_before"], now.packets["answer"]
    return row_part(
        0,
        "host",
        after.value("ip.dst"),
        wrong=[
            known(
                "nat-is-the-end",
                before.value("ip.dst"),
                "{answer} is the NAT's own address, as the server sees it. The NAT asked for nothing; it passes the answer on.",
            ),
            known(
                "any-host-inside",
                now.packets["other_host"].value("ip.src"),
                "{answer} has a connection, too, but to this port outside belongs another one.",
            ),
            known(
                "server-inside",
                before.value("ip.src"),
                "{answer} is the server, who answers; asked is who gets it.",
            ),
        ],
        why="Follow the port: which host's connection has it outside?",
        facts={},
    )


def inner_packet(now: Situation) -> Part:
    """The packet that it is there."""
    before, after = now.packets["answer_before"], now.packets["answer"]
    return row_part(
        1,
        "packet",
        str(after.number),
        accepts=lambda answer: str(answer).removeprefix("packet").strip(" #") == str(after.number),
        wrong=[
            known(
                "same-number",
                str(before.number),
                "{answer} is its number outside. Inside others went by before it, the questions of ARP among them.",
            ),
            seen(
                "neighbour",
                lambda answer: answer in {str(after.number - 1), str(after.number + 1)},
                "Packet {answer} is one beside it: look for the same tcp.seq_raw, tcp.ack_raw and ip.id.",
            ),
        ],
        why="Look in {inside} for the packet with the same tcp.seq_raw and tcp.ack_raw.",
        facts={},
    )
