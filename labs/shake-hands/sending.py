"""Shake hands: a line in two segments, and its answer acknowledged."""

from __future__ import annotations

from netkit.capture.streams.numbers import ACK
from netkit.lab import Question, Situation
from netkit.lab.told import step, texts
from netkit.lab.wire import Mistake, NoneBetween, Sighting
from netkit.lab.wire.tcp import Sent
from netkit.lab.wire.tcp.ported import to_port
from netkit.lab.wire.tcp.traits import (
    acknowledging,
    answer,
    carrying,
    counting,
    from_server,
    from_you,
    that,
    with_flag,
)
from netkit.lab.wire.trait import Trait
from netkit.lab.wire.untold import none, one, several


def line_in_two(now: Situation) -> Question:
    """10.4: seq = ISN_C + 1, then ISN_C + 1 + a, and an ACK for all of it."""
    port, size, whole = (int(now.facts[each]) for each in ("port", "a", "n"))
    line = f"{now.facts['line']}\n".encode()
    return Question(
        because="Packet {first_packet} begins with your byte 1, packet {second_packet} {a} bytes further, and packet {taken_packet} "
        "acknowledges all {n}.",
        working=[
            step("the first byte comes behind the SYN, so its seq is", "ISN_C + 1", said="your first number, plus 1"),
            step(
                "the second segment begins {a} bytes further:",
                "ISN_C + 1 + a",
                said="your first number, plus 1, plus {a}",
            ),
            step(
                "so send:",
                "send('PA', first + 1, got.seq + 1, LINE[:A]); send('PA', first + 1 + A, got.seq + 1, LINE[A:])",
                said='send("PA", first + 1, got.seq + 1, LINE[:A]) and send("PA", first + 1 + A, got.seq + 1, LINE[A:])',
            ),
        ],
        wire=to_port(
            texts(now, "server", "server6"),
            port,
            steps=[
                answer(),
                *halves(line[:size], line[size:]),
                Sighting(
                    name="taken",
                    text="the server's ACK for all of them",
                    traits=[from_server(), acknowledging(1 + whole, wanted="all {n} bytes acknowledged")],
                ),
            ],
            mistakes=seq_mistakes(),
        ),
    )


def halves(front: bytes, back: bytes) -> list[Sighting[Sent]]:
    """The line in two segments, each with the number of its first byte."""
    return [
        Sighting(
            name="first",
            text="the first {a} bytes of the line",
            traits=[
                from_you(),
                carrying([front], wanted="the first {a} bytes of the line"),
                counting(1, wanted="the number of your first byte as seq"),
                acknowledging(1, wanted="the server's SYN acknowledged"),
            ],
            rule="Each byte has a number, the SYN had one, and an ACK without data has none.",
        ),
        Sighting(
            name="second",
            text="the other {b} bytes",
            traits=[
                from_you(),
                carrying([back], wanted="the other {b} bytes"),
                counting(1 + len(front), wanted="the number of the byte that comes next as seq"),
            ],
            rule="seq is the number of a segment's first byte, and the first segment had {a} bytes.",
        ),
    ]


def seq_mistakes() -> list[Mistake[Sent]]:
    """What else than bytes is counted in seq."""
    data = [from_you(), carrying()]
    first = one("first", *data, counting(1))
    # a copy of what was sent already is no second segment
    another: Trait[Sent] = Trait(holds=lambda event, found: event.data != found["first"].data)
    return [
        Mistake(
            slug="ack-counted",
            why="Packet {sent_packet} begins with your byte 2, as if your ACK had used up a number, and packet {packet} still "
            "waits for byte 1. An ACK without data uses none: byte 1 is missing.",
            steps=[
                one("sent", *data, counting(2)),
                one("waits", from_server(), acknowledging(1)),
                none("begun", *data, counting(1)),
            ],
            key="tcp.ack_raw",
        ),
        Mistake(
            slug="counts-segments",
            why="The seq of packet {packet} is that of packet {first_packet} plus 1: segments are not counted, bytes are. Its "
            "bytes overlap those of the first.",
            steps=[first, one("second", *data, counting(2))],
            key="tcp.seq_raw",
        ),
        Mistake(
            slug="same-number",
            why="The seq of packet {packet} is that of packet {first_packet}. The server takes its bytes for the same ones sent "
            "again, and drops those whose numbers it has had.",
            steps=[first, one("second", *data, counting(1), another)],
            key="tcp.seq_raw",
        ),
    ]


def acknowledged_answer(now: Situation) -> Question:
    """10.5: ack = ISN_S + 1 + m, before a second copy of the answer."""
    port, size = (int(now.facts[each]) for each in ("port", "m"))
    return Question(
        because="Packet {ack_packet} names the byte behind the {m} that came in packet {reply_packet}, and the server had no need to "
        "repeat.",
        working=[
            step("the server's first byte has the number", "ISN_S + 1", said="of its SYN, plus 1"),
            step(
                "{m} bytes came, so the next that you wait for is",
                "ISN_S + 1 + m",
                said="the number of its SYN, plus 1, plus {m}",
            ),
            step(
                "so send at once, with what receive() gave:",
                "send('A', first + 1 + len(LINE), got.seq + len(got.payload))",
                said='send("A", first + 1 + len(LINE), got.seq + len(got.payload))',
            ),
        ],
        wire=to_port(texts(now, "server", "server6"), port, steps=taken_in_time(size), mistakes=ack_mistakes(size)),
    )


def taken_in_time(size: int) -> list[Sighting[Sent] | NoneBetween[Sent]]:
    """The server's answer of so many bytes, for the first time, and the learner's ACK before it comes again."""
    sent = [from_server(), carrying(wanted="data")]
    # what was acknowledged in part is sent again from there
    again = [*sent, that(lambda event: event.seq is not None and event.seq <= size)]
    return [
        Sighting(
            name="reply",
            text="the server's answer to your line",
            traits=[*sent, counting(1, wanted="its first byte")],
            rule="The server answers a line once all of it is there, its end included.",
        ),
        NoneBetween(
            name="fresh",
            text="nothing sent by the server before that",
            traits=[*sent, that(is_first_byte)],
            until="reply",
            rule="What is not acknowledged in time is sent again.",
        ),
        Sighting(
            name="ack",
            text="your ACK for all of it",
            traits=[
                from_you(),
                with_flag(ACK, wanted="an ACK", instead="its flags are {flags}", key="tcp.flags"),
                acknowledging(1 + size, wanted="the number of the byte that you wait for next as ack"),
            ],
            rule="ack names the next byte that you wait for.",
        ),
        NoneBetween(
            name="once",
            text="no second copy of the answer before that",
            traits=again,
            since="reply",
            until="ack",
            rule="The server's timer runs for a fifth of a second or so.",
            then="Let the program send the ACK as soon as the answer is there.",
        ),
    ]


def is_first_byte(event: Sent) -> bool:
    """Whether it begins with its side's first byte."""
    return event.seq == 1


def ack_mistakes(size: int) -> list[Mistake[Sent]]:
    """What else than the next byte is named in ack, and that nothing is."""
    sent = [from_server(), carrying(wanted="data"), that(is_first_byte)]
    return [
        acked_with(
            "counts-segments",
            2,
            "Packet {packet} acknowledges the server's first byte only (its SYN plus 2): segments are not counted, bytes are. The "
            "server sends the other bytes again.",
        ),
        acked_with(
            "last-byte-received",
            size,
            "Packet {packet} names the last byte that came as its ack. Name the next byte that you expect: everything before it "
            "is acknowledged, itself not.",
        ),
        Mistake(
            slug="no-ack",
            why="Nothing of yours acknowledges packet {reply_packet}, so the server sends the same bytes again, up to packet "
            "{packet}, and waits longer each time. It cannot know that they came.",
            steps=[
                one("reply", *sent),
                several("again", 2, *sent),
                none("silence", from_you(), with_flag(ACK), that(lambda event: event.ack not in (None, 1))),
            ],
        ),
    ]


def acked_with(slug: str, ack: int, why: str) -> Mistake[Sent]:
    """An answer that is acknowledged with another number."""
    return Mistake(
        slug=slug,
        why=why,
        steps=[one("reply", from_server(), carrying()), one("ack", from_you(), acknowledging(ack))],
        key="tcp.ack_raw",
    )
