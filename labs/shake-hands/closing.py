"""Shake hands: how a connection ends, and that everything comes in its time."""

from __future__ import annotations

from netkit.capture.streams.numbers import ACK, FIN, RST, SYN
from netkit.lab import Question, Situation
from netkit.lab.told import step, texts
from netkit.lab.wire import After, Anytime, AtLeast, Mistake, NoneBetween, Sighting, single
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

REPLY_LINE = "The line goes first, and its answer is acknowledged: tasks 4 and 5."


def fin_of_yours(seq: int, wanted: str) -> Sighting[Sent]:
    """The learner's FIN, with ACK as in every segment, at this number."""
    return Sighting(
        name="fin",
        text="your FIN",
        traits=[
            from_you(),
            that(lambda event: event.has(FIN), wanted="a FIN", instead="its flags are {flags}", key="tcp.flags.fin"),
            of_flags(FIN | ACK, wanted="ACK with the FIN"),
            counting(seq, wanted=wanted),
        ],
        rule="A FIN stands behind the last byte, and uses up a number itself.",
    )


def closed_both(now: Situation) -> Question:
    """10.6: FIN, ACK at ISN_C + 1 + n; the server's FIN; ACK with ISN_S + m + 2."""
    port, sent, came = (int(now.facts[each]) for each in ("port", "n", "m"))
    reset = [from_you(), that(lambda event: event.has(RST))]
    theirs = Sighting(
        name="theirs", text="the server's FIN", traits=[finish(ours=False)], rule="Each side ends its own direction."
    )
    short = Sighting(name="short", text="", traits=[from_you(), of_flags(ACK), acknowledging(1 + came)])
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
            steps=[
                Sighting(
                    name="reply",
                    text="the server's answer to your line",
                    traits=[from_server(), carrying(wanted="data")],
                    rule=REPLY_LINE,
                ),
                fin_of_yours(1 + sent, "the number behind your {n} bytes as seq"),
                theirs,
                Sighting(
                    name="last",
                    text="your ACK for it",
                    traits=[
                        from_you(),
                        that(
                            lambda event: event.has(ACK),
                            wanted="an ACK",
                            instead="its flags are {flags}",
                            key="tcp.flags",
                        ),
                        acknowledging(2 + came, wanted="the number behind the server's FIN as ack"),
                    ],
                    rule="A FIN uses up a number, as a SYN does.",
                ),
                NoneBetween(
                    name="orderly",
                    text="no reset from your port",
                    traits=reset,
                    since="reply",
                    until="last",
                    rule="A reset throws away.",
                ),
            ],
            mistakes=[
                Mistake(
                    slug="reset-for-close",
                    why="Packet {packet} is a reset (RST) from your port, and no FIN stands before it. A reset throws away what is under "
                    "way; FIN says: I have sent all.",
                    steps=[
                        answer(),
                        Sighting(name="open", text="", traits=[from_you(), of_flags(ACK)]),
                        Sighting(name="reset", text="", traits=reset),
                        NoneBetween(name="fin", text="", traits=[finish(ours=True)], until="reset"),
                    ],
                    key="tcp.flags.reset",
                ),
                Mistake(
                    slug="fin-not-counted",
                    why="Packet {short_packet} acknowledges the server's {m} bytes, but not its FIN, which uses up a number, too: so the "
                    "FIN comes again, in packet {packet}.",
                    steps=[theirs, short, Sighting(name="again", text="", traits=theirs.traits)],
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
            ],
        ),
    )


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
    fin = Sighting(name="fin", text="", traits=[finish(ours=True)])
    gone = Sighting(name="gone", text="", traits=[that(is_gone)])
    taking = [from_you(), of_flags(ACK), that(lambda event: (event.ack or 0) > 1)]
    behind: Trait[Sent] = Trait(
        holds=lambda event, found: event.ours and event.length > 0 and (event.seq or 0) > (found["fin"].seq or 0),
        wanted="",
        instead="",
    )

    def taken(number: int) -> Sighting[Sent]:
        return Sighting(
            name=f"taken{number}",
            text="piece {number} of what the server still says, acknowledged",
            traits=[from_you(), acknowledging(1 + ends[number - 1], wanted="an ACK for all that came so far")],
            rule="What comes is acknowledged, whether you have ended or not.",
            facts={"number": number},
        )

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
            steps=[
                answer(),
                fin_of_yours(1, "the number behind your SYN as seq"),
                *(taken(each) for each in (1, 2)),
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
                    traits=[behind],
                    since="fin",
                    until="last",
                    rule="You had said that nothing follows.",
                ),
            ],
            mistakes=[
                Mistake(
                    slug="data-after-fin",
                    why="Packet {packet} has {length} bytes of data, with a seq behind your FIN in packet {fin_packet}. You had said that "
                    "nothing follows.",
                    steps=[fin, Sighting(name="data", text="", traits=[behind])],
                    key="tcp.seq_raw",
                ),
                Mistake(
                    slug="fin-closes-both",
                    why="After your FIN in packet {fin_packet} nothing of what the server still says is acknowledged: packet {packet} "
                    "shows that nobody takes it. You ended one direction; the other still speaks.",
                    steps=[
                        fin,
                        gone,
                        NoneBetween(name="taking", text="", traits=taking, since="fin", until="gone"),
                    ],
                ),
                Mistake(
                    slug="closed-too-early",
                    why="Packet {taken_packet} still acknowledges, and then no more: packet {packet} shows that nobody takes what the "
                    "server sends. Your program ended before the server's FIN was there.",
                    steps=[
                        fin,
                        Sighting(name="taken", text="", traits=taking),
                        gone,
                        NoneBetween(name="after", text="", traits=taking, since="gone"),
                    ],
                ),
            ],
        ),
    )


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
    acked = [
        from_you(),
        of_flags(ACK, wanted="ACK"),
        counting(1, wanted="the number after your SYN as seq"),
        acknowledging(1, wanted="the number after the server's SYN as ack"),
    ]
    twice = [from_server(), of_flags(SYN | ACK)]
    not_before: Trait[Sent] = Trait(
        holds=lambda event, found: event.number >= found["ack"].number,
        wanted="data after your ACK",
        instead="it was sent before",
    )
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
            steps=[
                syn(text="a SYN to port {port} of {server}"),
                answer(),
                NoneBetween(name="fresh", text="that answer for the first time", traits=twice, until="answer"),
                Sighting(
                    name="ack",
                    text="your ACK",
                    traits=acked,
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
                Sighting(
                    name="fin", text="your FIN", traits=[finish(ours=True)], rule="FIN comes last: nothing follows it."
                ),
            ],
            mistakes=[
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
                        AtLeast(name="again", text="", count=1, traits=twice),
                        NoneBetween(name="acked", text="", traits=acked, since="answer", until="again"),
                        NoneBetween(
                            name="asked", text="", traits=[from_you(), of_flags(SYN)], since="answer", until="again"
                        ),
                    ],
                ),
            ],
        ),
    )
