"""TCP segments: a file, two transfers and a message in pieces, made for each student, and what is asked about the transfers."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from functools import cache
from typing import NamedTuple

from netkit import capture
from netkit.capture import NewRecord
from netkit.internet import Plan, transfer
from netkit.internet.crossing import Side
from netkit.internet.drops import parse_drop
from netkit.internet.link import LinkSettings
from netkit.internet.packets import packets_of
from netkit.internet.payload import Numbered
from netkit.internet.transferring import Transfer
from netkit.lab import Draw, Library, Packet, Place, Question, Situation, Traffic
from netkit.lab.told import known, seen, step
from netkit.packet.building import ethernet, ipv4, tcp

TEXTBOOK, AT_SENDER, AT_RECEIVER, PIECES = "textbook.pcapng", "at-sender.pcapng", "at-receiver.pcapng", "pieces.pcapng"
BEGIN = 1_767_225_600_000_000_000
SIZES = (1448, 1408, 1388, 1348, 1228)
MOST_RUNS = 40
SEGMENTS = 14
MESSAGES = (
    "every byte has a number of its own",
    "numbers tell where bytes belong",
    "what was lost is sent once more",
    "the next byte is named in an ack",
    "segments may overlap, bytes do not",
    "tcp makes it arrive, ip finds the way",
)


def situation(draw: Draw, library: Library) -> Situation:  # noqa: ARG001
    """A file and its segments, a textbook's transfer, one seen at both ends, and a message in pieces."""
    s = draw.choice("data in a segment", SIZES)
    full = draw.number("full segments", 12, 40)
    rest = 0 if draw.number("no rest", 1, 6) == 1 else draw.number("rest", 100, s - 100)
    k = draw.number("lost", 4, full - 6)
    behind = draw.number("behind", 3, 5)
    textbook = Textbook(
        s,
        draw.number("textbook's loss", 4, 7),
        draw.number("textbook's delay", 10, 40),
        draw.number("textbook", 0, 10**9),
    )
    both = BothEnds(s, draw.number("first loss", 4, 6), draw.number("both", 0, 10**9))
    facts: dict[str, int | float | str] = {
        "n": full * s + rest,
        "s": s,
        "count": full + (rest > 0),
        "rest": rest,
        "k": k,
        "next": k + 1,
        "until": k + behind,
        "behind": behind,
        "textbook": TEXTBOOK,
        "at_sender": AT_SENDER,
        "at_receiver": AT_RECEIVER,
        "pieces": PIECES,
        "message": draw.choice("message", MESSAGES),
        "textbook_lost": textbook.lost,
        "both_lost": both.lost,
        "both_seed": both.seed,
        "moment": draw.number("moment", 18, 26),
        **{f"r{number}": each for number, each in enumerate(spans(s), 1)},
    }
    files: dict[str, bytes | Callable[[], bytes]] = {
        TEXTBOOK: lambda: a_textbook(textbook),
        AT_SENDER: lambda: seen_at_both_ends(both)[0],
        PIECES: in_pieces(draw, str(facts["message"])),
        AT_RECEIVER: lambda: seen_at_both_ends(both)[1],
    }
    return Situation(
        traffic=Traffic(f"{TEXTBOOK} {textbook}", files[TEXTBOOK]), file=TEXTBOOK, facts=facts, files=files
    )


class Textbook(NamedTuple):
    """A transfer by the textbook's sender: bytes in a segment, which segment is lost, milliseconds one way."""

    s: int
    lost: int
    delay: int
    seed: int


class BothEnds(NamedTuple):
    """A transfer that is seen at both ends: bytes in a segment, and which segment is lost."""

    s: int
    lost: int
    seed: int


def spans(s: int) -> list[str]:
    """The ranges of bytes of the transfer that is seen at both ends."""
    return [f"{1 + each * s}-{(each + 1) * s}" for each in range(SEGMENTS)]


def written(run: Transfer, place: str) -> bytes:
    """A transfer as it went by at a place."""
    out = io.BytesIO()
    records = [NewRecord(data=each.data, time=BEGIN + each.time) for each in packets_of(run, place)]
    capture.write(out, records, format="pcapng")
    return out.getvalue()


@cache
def a_textbook(drawn: Textbook) -> bytes:
    """A transfer with one loss by the textbook's sender, as it went by there."""
    plan = Plan(
        payload=Numbered(20 * drawn.s),
        profile="rfc",
        changes={"rack": False, "sack": False, "tail_loss_probe": False},
        mss=drawn.s + 12,
        link=LinkSettings(delay=drawn.delay / 1000),
        drops=[parse_drop(f"data:{drawn.lost}")],
        seed=f"textbook {drawn.seed}",
    )
    return written(transfer(plan), "sender")


def around_the_loss(now: Situation) -> tuple[list[int], int]:
    """The packets of the textbook's transfer with the first ACKs that name the hole, and the one that sends the lost segment again."""
    s, lost = int(now.facts["s"]), int(now.facts["textbook_lost"])
    hole, acks, sendings = 1 + (lost - 1) * s, [], []
    for number, (from_sender, sequence, acknowledgment, length) in enumerate(relatives(of(now).data), 1):
        if from_sender and length and sequence == hole:
            sendings.append(number)
        if not from_sender and acknowledgment == hole:
            acks.append(number)
    return acks[:4], sendings[1]


def of(now: Situation) -> Traffic:
    """The textbook's transfer."""
    return now.traffic or Traffic("", b"")


def relatives(data: bytes) -> Iterable[tuple[bool, int, int, int]]:
    """Of each packet of a transfer: whether the sender sent it, its relative numbers, and how many bytes it carries."""
    first: dict[bool, int] = {}
    packets = Traffic("", data).packets
    sender = packets[0].value("ip.src")
    for packet in packets:
        from_sender = packet.value("ip.src") == sender
        if packet.value("tcp.flags.syn"):
            first[from_sender] = packet.value("tcp.seq_raw")
        sequence = (packet.value("tcp.seq_raw") - first[from_sender]) % 2**32
        acknowledgment = (
            (packet.value("tcp.ack_raw") - first[not from_sender]) % 2**32 if packet.value("tcp.flags.ack") else 0
        )
        yield from_sender, sequence, acknowledgment, data_bytes(packet)


def data_bytes(packet: Packet) -> int:
    """Bytes that TCP carries in a packet."""
    return packet.value("ip.len") - packet.value("ip.hdr_len") - packet.value("tcp.hdr_len")


@cache
def seen_at_both_ends(drawn: BothEnds) -> tuple[bytes, bytes, Transfer]:
    """A transfer with a loss and a copy that was needless, as it went by at the sender and at the receiver."""
    link = LinkSettings(delay=0.02, reorder=0.06)
    for number in range(MOST_RUNS):
        run = transfer(
            Plan(
                payload=Numbered(SEGMENTS * drawn.s),
                mss=drawn.s + 12,
                link=link,
                drops=[parse_drop(f"data:{drawn.lost}")],
                seed=f"both {drawn.seed} {number}",
                changes={"rack": False, "tail_loss_probe": False},
            )
        )
        if any(left > 1 and left == came for left, came in zip(*copies(run, drawn.s), strict=True)):
            break  # something took a longer way, and was sent again for nothing
    return written(run, "sender"), written(run, "receiver"), run


def copies(run: Transfer, s: int) -> tuple[list[int], list[int]]:
    """How often each segment of a transfer left, and how often it came."""
    sent, came = [0] * SEGMENTS, [0] * SEGMENTS
    for each in run.crossings:
        if each.side is Side.SENDER and each.length:
            sent[(each.sequence - 1) // s] += 1
            came[(each.sequence - 1) // s] += len(each.arrivals)
    return sent, came


def in_pieces(draw: Draw, message: str) -> bytes:
    """A message in segments that arrive out of order, two of which overlap, and of one of which only the second copy came."""
    first = draw.number("pieces' first", 10**6, 10**9)
    size = draw.choice("pieces' size", (6, 7, 8))
    spans = [(at, min(len(message), at + size)) for at in range(0, len(message), size)]
    spans[2] = (spans[2][0] - 3, spans[2][1])
    order = [1, 0, 3, 2, *range(4, len(spans))]
    if draw.number("late", 0, 1) and len(spans) > 4:
        order = [0, 2, 1, 4, 3, *range(5, len(spans))]
    frames = [piece(first, b"", flags="S")]
    frames += [piece(first + 1 + spans[each][0], message[slice(*spans[each])].encode(), flags="PA") for each in order]
    out = io.BytesIO()
    records = [NewRecord(data=frame, time=BEGIN + number * 3_000_000) for number, frame in enumerate(frames)]
    capture.write(out, records, format="pcapng")
    return out.getvalue()


def piece(sequence: int, data: bytes, *, flags: str) -> bytes:
    """One packet of the message."""
    ends = ethernet(source="02:00:00:00:00:01", destination="02:00:00:00:00:0a") / ipv4(
        source="192.0.2.7", destination="192.0.2.80", dont_fragment=True
    )
    packet = ends / tcp(source_port=40_000, destination_port=7, sequence_number=sequence, flags=flags, window=502)
    return (packet / data if data else packet).encode()


def what_makes_it_send_again(now: Situation) -> Question:
    """8.5: the third duplicate, the fourth with that number."""
    acks, resent = around_the_loss(now)
    place = Place(of(now).packet(acks[0]), "tcp.ack_raw")
    return Question(
        right=acks[3],
        facts={"first": acks[0]},
        because="Packet {first} was the first with this number, no duplicate; three more make it send again (RFC 5681 section 3.2).",
        wrong=[
            known(
                "first-counted",
                acks[2],
                "{answer} is the third with this number. The first, packet {first}, was news and no duplicate.",
                place=place,
                first=acks[0],
            ),
            known(
                "at-first-sign",
                acks[1],
                "{answer} is the first duplicate: that may be mere reordering, so the sender waits.",
            ),
            known(
                "the-resend-itself", resent, "{answer} is the segment that is sent again. What caused it came before."
            ),
        ],
        working=[
            step("the first ACK with the number of the hole, no duplicate, is packet", acks[0], place=place),
            step("the first duplicate is packet", acks[1]),
            step("the second is packet", acks[2]),
            step("the third is packet", acks[3]),
        ],
    )


def what_was_lost(now: Situation) -> Question:
    """8.7: copies that left and did not come."""
    s, first = int(now.facts["s"]), int(now.facts["both_lost"])
    sent, came = copies(seen_at_both_ends(BothEnds(s, first, int(now.facts["both_seed"])))[2], s)
    ranges = spans(s)
    lost = frozenset(ranges[at] for at in range(SEGMENTS) if sent[at] > came[at])
    again = frozenset(ranges[at] for at in range(SEGMENTS) if sent[at] > 1)
    behind = frozenset(ranges[first:])
    wrong = [
        known("resent-is-lost", again, "Not each of these was lost: one had come, and its second copy was needless."),
        seen(
            "behind-the-hole",
            lambda answer: lost < answer <= lost | behind,
            "Those behind the first loss had arrived; they only waited for it.",
        ),
        seen(
            "sack-is-lost",
            lambda answer: bool(answer) and not answer & lost and answer <= behind,
            "Those had arrived: SACK names what is there behind a hole.",
        ),
    ]
    return Question(
        right=lost,
        because="More copies of it left than came.",
        wrong=wrong,
        working=[
            step("segments of which more copies left than came:", len(lost)),
            step("with the bytes", ", ".join(sorted(lost))),
        ],
    )


def in_flight(now: Situation) -> Question:
    """8.9: sent up to, less acknowledged up to."""
    moment, s = int(now.facts["moment"]), int(now.facts["s"])
    sent = acknowledged = 0
    window = 0
    for number, (from_sender, sequence, acknowledgment, length) in enumerate(relatives(of(now).data), 1):
        if number > moment:
            break
        if from_sender:
            sent = max(sent, sequence + length)
        else:
            acknowledged = max(acknowledged, acknowledgment)
            window = of(now).packet(number).value("tcp.window_size_value")
    right = sent - acknowledged
    shift = (
        of(now)
        .find(lambda p: bool(p.value("tcp.flags.syn") and p.value("tcp.flags.ack")))
        .value("tcp.options.wscale.shift")
    )
    return Question(
        right=right,
        about=of(now).packet(moment),
        formula=lambda _: None,
        because="Sent up to there, less what the highest ACK covers.",
        wrong=[
            seen(
                "window-for-flight",
                lambda answer: answer in {window, window << shift},
                "{answer} is the window of the other side: how much may be under way.",
            ),
            known("all-sent", sent - 1, "{answer} is all that was sent. What is acknowledged has landed."),
            known("counts-segments", right // s, "{answer} counts segments; bytes are asked for."),
        ],
        working=[
            step("the number after the last byte that was sent by then:", sent),
            step("the highest acknowledgment that has come by then:", acknowledged),
            step("between the two lie", right),
        ],
    )
