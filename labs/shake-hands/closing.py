"""Shake hands: how a connection ends, and that each side ends its own direction."""

from __future__ import annotations

from collections.abc import Sequence

from netkit.capture.streams.numbers import ACK, FIN, RST
from netkit.lab import Question, Situation
from netkit.lab.told import step, texts
from netkit.lab.wire import After, Mistake, NoneBetween, Sighting, single
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
    that,
    with_flag,
)
from netkit.lab.wire.trait import Trait
from netkit.lab.wire.untold import none, one

REPLY_LINE = "The line goes first, and its answer is acknowledged: tasks 4 and 5."


def fin_of_yours(seq: int, wanted: str) -> Sighting[Sent]:
    """The learner's FIN, with ACK as in every segment, at this number."""
    return Sighting(
        name="fin",
        text="your FIN",
        traits=[
            from_you(),
            with_flag(FIN, wanted="a FIN", instead="its flags are {flags}", key="tcp.flags.fin"),
            of_flags(FIN | ACK, wanted="ACK with the FIN"),
            counting(seq, wanted=wanted),
        ],
        rule="A FIN stands behind the last byte, and uses up a number itself.",
    )


def servers_fin() -> Sighting[Sent]:
    """The server's FIN, which ends the other direction."""
    return Sighting(
        name="theirs", text="the server's FIN", traits=[finish(ours=False)], rule="Each side ends its own direction."
    )


def closed_both(now: Situation) -> Question:
    """10.6: FIN, ACK at ISN_C + 1 + n; the server's FIN; ACK with ISN_S + m + 2."""
    port, sent, came = (int(now.facts[each]) for each in ("port", "n", "m"))
    return Question(
        because="Packet {fin_packet} ends your direction, packet {theirs_packet} the server's, and packet {last_packet} counts that FIN, "
        "too.",
        working=[
            step(
                "your {n} bytes are sent, so the seq of your FIN is",
                "ISN_C + 1 + n",
                said="your first number, plus 1, plus {n}",
            ),
            step(
                "the server's FIN comes behind its {m} bytes and uses up one number more, so the last ack is",
                "ISN_S + m + 2",
                said="its first number, plus {m}, plus 2",
            ),
            step(
                "so send, with receive() in between:",
                "send('FA', first + 1 + len(LINE), ack); send('A', first + 2 + len(LINE), ack + 1)",
                said='send("FA", first + 1 + len(LINE), ack) and, once the FIN is there, send("A", first + 2 + len(LINE), ack + 1)',
            ),
        ],
        wire=to_port(
            texts(now, "server", "server6"),
            port,
            steps=end_steps(sent, came),
            mistakes=end_mistakes(came),
        ),
    )


def end_steps(sent: int, came: int) -> list[Sighting[Sent] | NoneBetween[Sent]]:
    """Your FIN behind the bytes sent, the server's behind those that came, and the ACK for it."""
    return [
        Sighting(
            name="reply",
            text="the server's answer to your line",
            traits=[from_server(), carrying(wanted="data")],
            rule=REPLY_LINE,
        ),
        fin_of_yours(1 + sent, "the number behind your {n} bytes as seq"),
        servers_fin(),
        Sighting(
            name="last",
            text="your ACK for it",
            traits=[
                from_you(),
                with_flag(ACK, wanted="an ACK", instead="its flags are {flags}", key="tcp.flags"),
                acknowledging(2 + came, wanted="the number behind the server's FIN as ack"),
            ],
            rule="A FIN uses up a number, as a SYN does.",
        ),
        NoneBetween(
            name="orderly",
            text="no reset from your port",
            traits=[from_you(), with_flag(RST)],
            since="reply",
            until="last",
            rule="A reset throws away.",
        ),
    ]


def end_mistakes(came: int) -> list[Mistake[Sent]]:
    """How a connection is ended otherwise than by a FIN of each side, acknowledged; so many bytes came from the server."""
    return [
        Mistake(
            slug="reset-for-close",
            why="Packet {packet} is a reset (RST) from your port, and no FIN stands before it. A reset throws away what is under "
            "way; FIN says: I have sent all.",
            steps=[
                answer(),
                one("open", from_you(), of_flags(ACK)),
                one("reset", from_you(), with_flag(RST)),
                none("fin", finish(ours=True), until="reset"),
            ],
            key="tcp.flags.reset",
        ),
        Mistake(
            slug="fin-not-counted",
            why="Packet {short_packet} acknowledges the server's {m} bytes, but not its FIN, which uses up a number, too: so the "
            "FIN comes again, in packet {packet}.",
            steps=[
                servers_fin(),
                one("short", from_you(), of_flags(ACK), acknowledging(1 + came)),
                one("again", finish(ours=False)),
            ],
            key="tcp.flags.fin",
        ),
        single(
            "fin-without-ack",
            "Packet {packet} has FIN, but not ACK. After the opening every segment carries ACK, and one without it is dropped "
            "(RFC 9293 section 3.10.7.4): the server has not heard of your end.",
            finish(ours=True),
            that(lambda event: not event.has(ACK)),
            key="tcp.flags.ack",
            unless=[finish(ours=True), that(lambda event: event.has(ACK))],
        ),
    ]


def is_repeated(event: Sent) -> bool:
    """Whether the server sends what it has sent already in this run."""
    if event.ours or not (event.length or event.has(FIN)):
        return False
    earlier = (each for each in event.run.sent if not each.ours and each.number < event.number)
    return any(each.segment.sequence == event.segment.sequence and (each.length or each.has(FIN)) for each in earlier)


def is_gone(event: Sent) -> bool:
    """Whether it shows that nobody takes what the server sends: a reset from the learner's port, or the server repeating itself."""
    return event.has(RST) if event.ours else is_repeated(event)


def one_direction(now: Situation) -> Question:
    """10.7: after the learner's FIN an ACK for each piece that the server sends, and none of their own data."""
    port = int(now.facts["talker"])
    ends = [int(now.facts[f"p{each}"]) for each in (1, 2, 3)]
    return Question(
        because="After your FIN in packet {fin_packet} you took all that the server still said, up to its own FIN in packet "
        "{theirs_packet}.",
        working=[
            step("your FIN ends, of the two directions,", "1", said="yours alone"),
            step(
                "each piece that comes is acknowledged; your own seq is from then on",
                "ISN_C + 2",
                said="your first number, plus 2: SYN and FIN",
            ),
            step(
                "so receive until a FIN comes, and answer each segment:",
                "send('A', first + 2, got.seq + len(got.payload))",
                said='send("A", first + 2, got.seq + len(got.payload)), and one more for its FIN',
            ),
        ],
        wire=to_port(
            texts(now, "server", "server6"),
            port,
            steps=half_closed_steps(ends),
            mistakes=half_closed_mistakes(),
        ),
    )


def half_closed_steps(ends: Sequence[int]) -> list[Sighting[Sent] | NoneBetween[Sent]]:
    """Your FIN, an ACK for each piece that the server still says, by where it ends, and one for its FIN."""
    return [
        answer(),
        fin_of_yours(1, "the number behind your SYN as seq"),
        *(piece_taken(number, ends[number - 1]) for number in (1, 2)),
        Sighting(
            name="theirs",
            text="the server's FIN",
            traits=[finish(ours=False)],
            # it may come with the last piece, or right behind it
            when=[After("fin")],
            then="Go on receiving: the server has more to say, and then ends, too.",
        ),
        Sighting(
            name="last",
            text="your ACK for it",
            traits=[
                from_you(),
                acknowledging(2 + ends[-1], wanted="the number behind the server's FIN as ack"),
            ],
            rule="A FIN uses up a number.",
        ),
        NoneBetween(
            name="silent",
            text="no data of your own after your FIN",
            traits=[data_behind_fin()],
            since="fin",
            until="last",
            rule="You had said that nothing follows.",
        ),
    ]


def piece_taken(number: int, end: int) -> Sighting[Sent]:
    """The learner's ACK for a piece of what the server still says, which ends at this byte."""
    return Sighting(
        name=f"taken{number}",
        text="piece {number} of what the server still says, acknowledged",
        traits=[from_you(), acknowledging(1 + end, wanted="an ACK for all that came so far")],
        rule="What comes is acknowledged, whether you have ended or not.",
        facts={"number": number},
    )


def data_behind_fin() -> Trait[Sent]:
    """It carries data of the learner's with a number behind that of their FIN."""
    return Trait(
        holds=lambda event, found: event.ours and event.length > 0 and (event.seq or 0) > (found["fin"].seq or 0)
    )


def half_closed_mistakes() -> list[Mistake[Sent]]:
    """What is taken for the end of both directions."""
    fin, gone = one("fin", finish(ours=True)), one("gone", that(is_gone))
    taking = [from_you(), of_flags(ACK), that(lambda event: (event.ack or 0) > 1)]
    return [
        Mistake(
            slug="data-after-fin",
            why="Packet {packet} has {length} bytes of data, with a seq behind your FIN in packet {fin_packet}. You had said that "
            "nothing follows.",
            steps=[fin, one("data", data_behind_fin())],
            key="tcp.seq_raw",
        ),
        Mistake(
            slug="fin-closes-both",
            why="After your FIN in packet {fin_packet} nothing of what the server still says is acknowledged: packet {packet} "
            "shows that nobody takes it. You ended one direction; the other still speaks.",
            steps=[fin, gone, none("taking", *taking, since="fin", until="gone")],
        ),
        Mistake(
            slug="closed-too-early",
            why="Packet {taken_packet} still acknowledges, and then no more: packet {packet} shows that nobody takes what the "
            "server sends. Your program ended before the server's FIN was there.",
            steps=[fin, one("taken", *taking), gone, none("after", *taking, since="gone")],
        ),
    ]
