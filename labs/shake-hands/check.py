"""Shake hands: the opening of a connection, segment by segment. See `Wire` in netkit/lab/wire/wire.py."""

from __future__ import annotations

from dataclasses import replace

from netkit.capture.streams.numbers import ACK, RST, SYN
from netkit.lab import Question, Situation
from netkit.lab.told import step, texts
from netkit.lab.wire import Mistake, NoneBetween, Sighting, Wire, single
from netkit.lab.wire.tcp import Sent, connections, segments
from netkit.lab.wire.tcp.ported import to_port
from netkit.lab.wire.tcp.traits import (
    acknowledging,
    answer,
    at_address,
    carrying,
    counting,
    filter_of,
    from_server,
    from_you,
    of_flags,
    syn,
    that,
    with_flag,
)
from netkit.lab.wire.untold import none, one, several
from netkit.packet.checksum import word_sum


def fits_without_addresses(event: Sent) -> bool:
    """Whether the checksum of a segment fits over its own bytes alone, without the pseudo-header."""
    return not event.checksum_fits and word_sum(event.octets) == 0xFFFF


def answered_syn(now: Situation) -> Question:
    """10.1: SYN alone, a checksum that fits, and SYN, ACK for it."""
    port = int(now.facts["port"])
    there = that(
        lambda event: event.run.server.port == port,
        wanted="a segment to port {port}",
        instead="it went to another port",
    )
    opening = syn(text="a SYN to port {port} of {server}")
    return Question(
        because="Packet {syn_packet} has SYN alone, and packet {answer_packet} takes it up: SYN, ACK, with ack one above your seq.",
        working=[
            step("the flag that opens is alone in the segment:", "SYN"),
            step(
                "the checksum covers the segment and, before it, both addresses, the protocol and the length: the",
                "pseudo-header",
            ),
            step("so send it:", "netkit lab hold 40001 -- python3 shake.py 40001"),
        ],
        wire=Wire(
            view=segments(at_address(*texts(now, "server", "server6"))),
            filter=filter_of(*texts(now, "server", "server6")),
            runs=connections,
            apart=True,
            steps=[replace(opening, traits=[*opening.traits, there]), answer()],
            mistakes=syn_mistakes(),
        ),
    )


def syn_mistakes() -> list[Mistake[Sent]]:
    """Why a SYN is met with silence or with a reset."""
    return [
        Mistake(
            slug="checksum-without-pseudo-header",
            why="The checksum of packet {packet} fits the segment's own bytes, without the addresses. The pseudo-header is part "
            "of the sum (RFC 9293 section 3.1), and a segment with a bad checksum is dropped without a word: nothing came back.",
            steps=[
                one("sent", from_you(), that(fits_without_addresses)),
                none("silence", from_server(), since="sent"),
            ],
            key="tcp.checksum",
        ),
        Mistake(
            slug="ack-for-syn",
            why="Packet {sent_packet} has ACK set, and packet {packet} is a reset (RST). Nothing is open yet that could be "
            "acknowledged: a connection begins with SYN alone.",
            steps=[
                one("sent", from_you(), that(lambda event: event.has(ACK) and event is event.run.sent[0])),
                one("reset", from_server(), of_flags(RST)),
            ],
            key="tcp.flags.reset",
        ),
        Mistake(
            slug="closed-port",
            why="Packet {packet} is RST, ACK, and its ack is the seq of your SYN plus one. The machine is there, but no one "
            "listens on the port that packet {sent_packet} went to.",
            steps=[
                one("sent", from_you(), of_flags(SYN)),
                one("reset", from_server(), of_flags(RST | ACK), acknowledging(1)),
            ],
            key="tcp.ack_raw",
        ),
    ]


def no_reset(now: Situation) -> Question:
    """10.2: between the server's SYN, ACK and its greeting nothing of the learner's resets the connection."""
    port = int(now.facts["greeter"])
    return Question(
        because="Between packets {answer_packet} and {greeting_packet} no reset left your port, so the server could greet you.",
        working=[
            step(
                "who resets a connection that your program made by hand?",
                "kernel",
                said="your kernel, which knows of no such connection",
            ),
            step("what keeps it quiet, while a program runs?", "netkit lab hold PORT -- PROGRAM"),
            step(
                "so send SYN, read the answer, send ACK, and go on receiving:",
                "netkit lab hold 40001 -- python3 shake.py 40001",
            ),
        ],
        wire=to_port(
            texts(now, "server", "server6"),
            port,
            steps=[
                syn(text="a SYN to port {greeter} of {server}"),
                answer(),
                third_segment(),
                Sighting(
                    name="greeting",
                    text="the server's greeting",
                    traits=[from_server(), carrying(wanted="data")],
                    rule="The server greets whoever is still there a moment after the opening.",
                    then="Go on receiving, and let nothing reset the connection.",
                ),
                NoneBetween(
                    name="quiet",
                    text="no reset from your port",
                    traits=[from_you(), with_flag(RST)],
                    since="answer",
                    until="greeting",
                    rule="A reset ends the connection at once.",
                ),
            ],
            mistakes=reset_mistakes(),
        ),
    )


def third_segment() -> Sighting[Sent]:
    """The learner's ACK for the server's SYN."""
    return Sighting(
        name="ack",
        text="your ACK",
        traits=[from_you(), of_flags(ACK, wanted="ACK, and no other flag")],
        rule="The third segment opens the connection for the server, too.",
    )


def reset_mistakes() -> list[Mistake[Sent]]:
    """Who resets a connection made by hand, and how one hides too much from the kernel."""
    reset = [from_you(), with_flag(RST)]
    answered = answer().traits
    return [
        Mistake(
            slug="kernel-reset",
            why="Packet {packet} is a reset from your port, right behind the server's packet {answer_packet}, and its seq is that "
            "one's ack. Your program did not send it: your kernel knows of no such connection and says so. Ask the lab shell to "
            "hold the port: netkit lab hold PORT -- python3 shake.py PORT.",
            steps=[
                answer(),
                none("fresh", *answered, until="answer"),
                one("reset", *reset, counting(1)),
                none("again", *answered, since="answer", until="reset"),
                none("before", from_you(), of_flags(ACK), since="answer", until="reset"),
            ],
            key="tcp.flags.reset",
        ),
        Mistake(
            slug="own-reset",
            why="Packet {packet} is a reset from your port, after your own ACK in packet {ack_packet}. Your program, or its "
            "kernel as the program ended, closed what it had opened: keep the port held and go on receiving.",
            steps=[answer(), third_segment(), one("reset", *reset)],
            key="tcp.flags.reset",
        ),
        Mistake(
            slug="filter-too-wide",
            why="The server's SYN, ACK is on the wire, in packet {answer_packet} and again in packet {packet}, and nothing of "
            "yours follows. Your program did not get to see it: the rule that stops the reset also stops the answer. (netkit lab "
            "hold does not: it drops what comes only behind the place where programs read the wire.)",
            steps=[
                answer(),
                several("again", 1, *answered),
                none("silence", from_you(), that(lambda event: not event.has(SYN)), since="answer", until="again"),
            ],
        ),
    ]


def stale(event: Sent) -> bool:
    """Whether its ACK is for the number of a server's SYN in an earlier run."""
    run = event.run.previous
    while run is not None:
        if run.server_initial is not None and event.segment.acknowledgment == (run.server_initial + 1) % 2**32:
            return True
        run = run.previous
    return False


def swapped(event: Sent) -> bool:
    """Whether seq is what ack should be, and ack what seq should be."""
    theirs, mine = event.run.server_initial, event.run.client_initial
    if theirs is None or mine is None:
        return False
    return (event.segment.sequence, event.segment.acknowledgment) == ((theirs + 1) % 2**32, (mine + 1) % 2**32)


def finished_opening(now: Situation) -> Question:
    """10.3: seq = ISN_C + 1, ack = ISN_S + 1, only ACK."""
    port = int(now.facts["port"])
    return Question(
        because="Packet {ack_packet} has your first number plus one as seq, and the server's plus one as ack: both SYNs are counted.",
        working=[
            step("your SYN used up one number, so seq is", "ISN_C + 1", said="the seq of your SYN, plus 1"),
            step(
                "the server's SYN used up one, too, so ack is", "ISN_S + 1", said="the seq of the server's SYN, plus 1"
            ),
            step(
                "so send, with what receive() gave:",
                "send('A', first + 1, got.seq + 1)",
                said='send("A", first + 1, got.seq + 1)',
            ),
        ],
        wire=to_port(
            texts(now, "server", "server6"),
            port,
            steps=[
                syn(text="a SYN to port {port} of {server}"),
                answer(),
                Sighting(
                    name="ack",
                    text="your answer to it",
                    traits=[
                        from_you(),
                        of_flags(ACK, wanted="ACK, and no other flag"),
                        counting(1, wanted="the number after that of your SYN as seq"),
                        acknowledging(1, wanted="the number after that of the server's SYN as ack"),
                    ],
                    rule="Each SYN uses up one number (RFC 9293 section 3.4).",
                    then="Where a reset (RST) of your port stands there that you did not send: netkit lab hold keeps your kernel quiet.",
                ),
            ],
            mistakes=number_mistakes(),
        ),
    )


def number_mistakes() -> list[Mistake[Sent]]:
    """Which wrong numbers the third segment may have."""
    third = [from_you(), that(lambda event: event.has(ACK) and not event.has(SYN))]
    return [
        single(
            "sides-swapped",
            "In packet {packet} seq counts from the server's number, and ack from yours. seq is about your own bytes, ack about "
            "theirs.",
            *third,
            that(swapped),
            key="tcp.seq_raw",
        ),
        single(
            "stale-number",
            "Packet {packet} acknowledges {ack}: that was the server's number plus one in an earlier run. The server takes a new "
            "first number each time: read it from its SYN, ACK.",
            *third,
            that(stale),
            key="tcp.ack_raw",
        ),
        single(
            "syn-not-counted",
            "In packet {packet} seq is {seq} and ack is {ack}: one of them is the number of the SYN itself. A SYN uses up a "
            "number, as if it were a byte.",
            *third,
            that(lambda event: event.ack == 0 or (event.seq == 0 and event.run.server_initial is not None)),
            key="tcp.ack_raw",
        ),
    ]
