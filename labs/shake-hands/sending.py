"""Shake hands: a line in two segments, and its answer acknowledged."""

from __future__ import annotations

from netkit.capture.streams.numbers import ACK
from netkit.lab import Question, Situation
from netkit.lab.told import step, texts
from netkit.lab.wire import AtLeast, Mistake, NoneBetween, Sighting
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
)
from netkit.lab.wire.trait import Trait


def line_in_two(now: Situation) -> Question:
    """10.4: seq = ISN_C + 1, then ISN_C + 1 + a, and an ACK for all of it."""
    port, size, whole = (int(now.facts[each]) for each in ("port", "a", "n"))
    line = f"{now.facts['line']}\n".encode()
    front, back = (
        carrying([line[:size]], wanted="the first {a} bytes of the line"),
        carrying([line[size:]], wanted="the other {b} bytes"),
    )
    first = Sighting(
        name="first",
        text="the first {a} bytes of the line",
        traits=[
            from_you(),
            front,
            counting(1, wanted="the number of your first byte as seq"),
            acknowledging(1, wanted="the server's SYN acknowledged"),
        ],
        rule="Each byte has a number, the SYN had one, and an ACK without data has none.",
    )
    data = [from_you(), carrying()]
    begun = Sighting(name="first", text="", traits=[*data, counting(1)])
    # a copy of what was sent already is no second segment
    another: Trait[Sent] = Trait(holds=lambda event, found: event.data != found["first"].data, wanted="", instead="")
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
                first,
                Sighting(
                    name="second",
                    text="the other {b} bytes",
                    traits=[
                        from_you(),
                        back,
                        counting(1 + size, wanted="the number of the byte that comes next as seq"),
                    ],
                    rule="seq is the number of a segment's first byte, and the first segment had {a} bytes.",
                ),
                Sighting(
                    name="taken",
                    text="the server's ACK for all of them",
                    traits=[from_server(), acknowledging(1 + whole, wanted="all {n} bytes acknowledged")],
                ),
            ],
            mistakes=[
                Mistake(
                    slug="ack-counted",
                    why="Packet {sent_packet} begins with your byte 2, as if your ACK had used up a number, and packet {packet} still "
                    "waits for byte 1. An ACK without data uses none: byte 1 is missing.",
                    steps=[
                        Sighting(name="sent", text="", traits=[*data, counting(2)]),
                        Sighting(name="waits", text="", traits=[from_server(), acknowledging(1)]),
                        NoneBetween(name="begun", text="", traits=[*data, counting(1)]),
                    ],
                    key="tcp.ack_raw",
                ),
                Mistake(
                    slug="counts-segments",
                    why="The seq of packet {packet} is that of packet {first_packet} plus 1: segments are not counted, bytes are. Its "
                    "bytes overlap those of the first.",
                    steps=[begun, Sighting(name="second", text="", traits=[*data, counting(2)])],
                    key="tcp.seq_raw",
                ),
                Mistake(
                    slug="same-number",
                    why="The seq of packet {packet} is that of packet {first_packet}. The server takes its bytes for the same ones sent "
                    "again, and drops those whose numbers it has had.",
                    steps=[begun, Sighting(name="second", text="", traits=[*data, counting(1), another])],
                    key="tcp.seq_raw",
                ),
            ],
        ),
    )


def acknowledged_answer(now: Situation) -> Question:
    """10.5: ack = ISN_S + 1 + m, before a second copy of the answer."""
    port, size = (int(now.facts[each]) for each in ("port", "m"))
    sent = [from_server(), carrying(wanted="data")]
    first = that(lambda event: event.seq == 1)
    # what was acknowledged in part is sent again from there
    again = [*sent, that(lambda event: event.seq is not None and event.seq <= size)]
    reply = Sighting(
        name="reply",
        text="the server's answer to your line",
        traits=[*sent, counting(1, wanted="its first byte")],
        rule="The server answers a line once all of it is there, its end included.",
    )
    mine = [from_you(), that(lambda event: event.has(ACK))]
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
        wire=to_port(
            texts(now, "server", "server6"),
            port,
            steps=[
                reply,
                NoneBetween(
                    name="fresh",
                    text="nothing sent by the server before that",
                    traits=[*sent, first],
                    until="reply",
                    rule="What is not acknowledged in time is sent again.",
                ),
                Sighting(
                    name="ack",
                    text="your ACK for all of it",
                    traits=[
                        *mine,
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
            ],
            mistakes=[
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
                        Sighting(name="reply", text="", traits=[*sent, first]),
                        AtLeast(name="again", text="", count=2, traits=[*sent, first]),
                        NoneBetween(
                            name="silence", text="", traits=[*mine, that(lambda event: event.ack not in (None, 1))]
                        ),
                    ],
                ),
            ],
        ),
    )


def acked_with(slug: str, ack: int, why: str) -> Mistake[Sent]:
    """An answer that is acknowledged with another number."""
    return Mistake(
        slug=slug,
        why=why,
        steps=[
            Sighting(name="reply", text="", traits=[from_server(), carrying()]),
            Sighting(name="ack", text="", traits=[from_you(), acknowledging(ack)]),
        ],
        key="tcp.ack_raw",
    )
