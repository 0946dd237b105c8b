"""Shake hands: everything comes in its time."""

from __future__ import annotations

from netkit.capture.streams.numbers import ACK, SYN
from netkit.lab import Question, Situation
from netkit.lab.told import step, texts
from netkit.lab.wire import Anytime, Mistake, NoneBetween, Sighting, single
from netkit.lab.wire.tcp import Sent
from netkit.lab.wire.tcp.ported import to_port
from netkit.lab.wire.tcp.traits import (
    acknowledging,
    answer,
    carrying,
    counting,
    finish,
    from_server,
    from_you,
    of_flags,
    syn,
    that,
)
from netkit.lab.wire.trait import Trait
from netkit.lab.wire.untold import none, several


def is_old(event: Sent) -> bool:
    """Whether the server answers with the numbers of the run before, from the same port."""
    run, before = event.run, event.run.previous
    while before is not None and before.client != run.client:
        before = before.previous
    if event.ours or not event.only(ACK) or run.server_initial is not None or before is None:
        return False
    return any(not each.ours and each.segment.acknowledgment == event.segment.acknowledgment for each in before.sent)


def is_early(event: Sent) -> bool:
    """Whether it is the learner's first ACK, and its number was not read from the server's SYN: 0, a guess, or sent before that came."""
    earlier = [each for each in event.run.sent if each.number < event.number]
    first = (
        event.ours
        and event.has(ACK)
        and not event.has(SYN)
        and not any(each.ours and each.has(ACK) for each in earlier)
    )
    if not first or not any(each.ours and each.has(SYN) for each in earlier):
        return False
    return all(each.ours for each in earlier) or event.ack not in (0, 1)


def in_time(now: Situation) -> Question:
    """10.8: t(SYN) < t(SYN, ACK) < t(ACK) <= t(data) < t(FIN)."""
    port = int(now.facts["port"])
    return Question(
        because="SYN in packet {syn_packet}, the answer in {answer_packet}, ACK in {ack_packet}, data from {data_packet} on, and FIN in "
        "{fin_packet}: each after what it needs.",
        working=[
            step(
                "the server's SYN, ACK has the number that your ACK needs, so wait for",
                "SYN, ACK",
                said="it, with receive()",
            ),
            step(
                "a port on which something is still open answers with old numbers, so take",
                "40002",
                said="a new one: 40002, 40003",
            ),
            step(
                "so do it all with one program:",
                "SYN, ACK, LINE, FIN",
                said="SYN, receive(), ACK, the line, receive(), FIN",
            ),
        ],
        wire=to_port(
            texts(now, "server", "server6"),
            port,
            steps=one_after_the_other(),
            mistakes=time_mistakes(),
        ),
    )


def acking() -> list[Trait[Sent]]:
    """What the learner's ACK for the server's SYN is."""
    return [
        from_you(),
        of_flags(ACK, wanted="ACK"),
        counting(1, wanted="the number after your SYN as seq"),
        acknowledging(1, wanted="the number after the server's SYN as ack"),
    ]


def one_after_the_other() -> list[Sighting[Sent] | NoneBetween[Sent]]:
    """Each segment from SYN to FIN after what it needs."""
    twice = [from_server(), of_flags(SYN | ACK)]
    not_before: Trait[Sent] = Trait(
        holds=lambda event, found: event.number >= found["ack"].number,
        wanted="data after your ACK",
        instead="it was sent before",
    )
    return [
        syn(text="a SYN to port {port} of {server}"),
        answer(),
        NoneBetween(name="fresh", text="that answer for the first time", traits=twice, until="answer"),
        Sighting(
            name="ack",
            text="your ACK",
            traits=acking(),
            rule="Its ack is a number that the server's SYN, ACK has told.",
        ),
        NoneBetween(
            name="once",
            text="no second SYN, ACK before it",
            traits=twice,
            since="answer",
            until="ack",
            rule="The server sends its SYN, ACK again after a second.",
        ),
        Sighting(
            name="data",
            text="your line",
            traits=[from_you(), carrying(wanted="data"), not_before],
            when=[Anytime()],
        ),
        Sighting(name="fin", text="your FIN", traits=[finish(ours=True)], rule="FIN comes last: nothing follows it."),
    ]


def time_mistakes() -> list[Mistake[Sent]]:
    """What is sent before its time, or after it."""
    return [
        single(
            "did-not-wait",
            "Packet {packet} acknowledges {ack}, a number that was not read from the server's SYN, ACK. Only that tells it: wait "
            "for it, and read it first.",
            that(is_early),
            key="tcp.ack_raw",
        ),
        single(
            "port-used-again",
            "Packet {packet} is an ACK with the numbers of the run before, and no SYN (RFC 5961 section 4). For the server, the "
            "connection from your port {port} is still open. Take a new port, or reset the old connection.",
            that(is_old),
            key="tcp.ack_raw",
        ),
        Mistake(
            slug="slower-than-the-timer",
            why="The server's SYN, ACK came twice, in packets {answer_packet} and {packet}: its timer ran out before your ACK. "
            "That is no fault of the numbers; send the ACK from the program that reads the answer.",
            steps=[
                answer(),
                several("again", 1, from_server(), of_flags(SYN | ACK)),
                none("acked", *acking(), since="answer", until="again"),
                none("asked", from_you(), of_flags(SYN), since="answer", until="again"),
            ],
        ),
    ]
