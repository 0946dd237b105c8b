"""The TCP handshake: what follows what, and which numbers are used up."""

from __future__ import annotations

from netkit.lab import Line, Place, Question, Situation, Wrong
from netkit.lab.told import known, seen, step

ALL = 2**32
RELATIVE_C = (
    "{answer} is counted from the client's SYN, as Wireshark shows it (relative numbers). On the wire one counts on from the number "
    "that the client began with."
)
RELATIVE_S = (
    "{answer} is counted from the server's SYN, as Wireshark shows it (relative numbers). On the wire one counts on from the number "
    "that the server began with."
)


def no_wrap(now: Situation) -> Wrong:
    """The way of thinking that sequence numbers go on for ever."""
    return seen(
        "no-wrap",
        lambda answer: answer >= ALL,
        "{answer} does not fit into 32 bits. After 4,294,967,295 comes 0.",
        place=Place(now.packets["syn"], "tcp.seq_raw"),
    )


def number_of_the_syn(now: Situation) -> Line:
    """Where the client begins to count: the first line of each working about its numbers."""
    syn = now.packets["syn"]
    return step("the SYN, packet {syn}, has the number", int(now.facts["isn_c"]), place=Place(syn, "tcp.seq_raw"))


def in_order(now: Situation) -> Question:
    """7.1: by cause."""
    right = tuple(str(now.facts["order"]).split())
    swapped = (*right[:2], right[3], right[2], *right[4:])
    return Question(
        right=right,
        because="Each ack names what had come before it, and each side's seq grows by what that side has sent.",
        wrong=[
            seen(
                "four-way-opening",
                lambda answer: bool(set(answer) & set(str(now.facts["decoys"]))),
                "{answer} has a segment in it that never travelled: the server's SYN and its ACK go in one.",
            ),
            known(
                "request-before-ack",
                swapped,
                "The request comes before the opening is finished there. The third segment finishes it, then data may follow.",
            ),
            known(
                "one-number-line",
                tuple(str(now.facts["by_number"]).split()),
                "That is the order of the numbers, as if both sides counted on one line. Each side counts for itself.",
            ),
        ],
        working=[
            step("the first acknowledges nothing: it is the SYN,", right[0], lambda answer: answer[0] == right[0]),
            step(
                "the next acknowledges it and begins the server's own count:",
                right[1],
                lambda answer: answer[:2] == right[:2],
            ),
            step("then the opening is finished, before any data:", right[2], lambda answer: answer[:3] == right[:3]),
            step("then the request, what answers it, and what acknowledges that:", " ".join(right[3:])),
        ],
    )


def ack_of_the_syn(now: Situation) -> Question:
    """7.2: ISN_C + 1."""
    isn_c, isn_s = int(now.facts["isn_c"]), int(now.facts["isn_s"])
    place = Place(now.packets["synack"], "tcp.ack_raw")
    return Question(
        right=(isn_c + 1) % ALL,
        place=place,
        facts={},
        because="It is the number after the SYN's own, for the SYN uses up one.",
        wrong=[
            no_wrap(now),
            known(
                "syn-not-counted",
                isn_c,
                "{answer} is the SYN's own number, which has arrived. A SYN uses up one number.",
                place=Place(now.packets["syn"], "tcp.seq_raw"),
            ),
            known(
                "own-number",
                (isn_s + 1) % ALL,
                "{answer} comes from the server's own number. One acknowledges the other side's.",
                place=Place(now.packets["synack"], "tcp.seq_raw"),
            ),
            known("relative-for-raw", 1, RELATIVE_C),
        ],
        working=[
            number_of_the_syn(now),
            step("it uses up that number, so the next that is expected is", (isn_c + 1) % ALL),
        ],
    )


def first_byte(now: Situation) -> Question:
    """7.3: ISN_C + 1."""
    isn_c = int(now.facts["isn_c"])
    return Question(
        right=(isn_c + 1) % ALL,
        place=Place(now.packets["request"], "tcp.seq_raw"),
        because="The SYN used up one number; the ACK before the data used up none.",
        wrong=[
            known(
                "syn-not-counted",
                isn_c,
                "{answer} is the SYN's number. The SYN uses it up, so the first byte has the next one.",
                place=Place(now.packets["syn"], "tcp.seq_raw"),
            ),
            known(
                "ack-counted",
                (isn_c + 2) % ALL,
                "One number too far: an ACK without data, packet {ack}, uses up none.",
                place=Place(now.packets["ack"], "tcp.seq_raw"),
            ),
            known(
                "relative-for-raw",
                1,
                RELATIVE_C,
            ),
        ],
        working=[
            number_of_the_syn(now),
            step("numbers that the ACK behind the handshake uses up:", 0),
            step("so the first byte has", (isn_c + 1) % ALL),
        ],
    )


def ack_of_the_request(now: Situation) -> Question:
    """7.4: ISN_C + 1 + n."""
    isn_c, isn_s, n = int(now.facts["isn_c"]), int(now.facts["isn_s"]), int(now.facts["n"])
    return Question(
        right=(isn_c + 1 + n) % ALL,
        place=Place(now.packets["heard"], "tcp.ack_raw"),
        facts={},
        because="The SYN and {n} bytes were used up; the next byte is expected.",
        wrong=[
            no_wrap(now),
            known(
                "last-byte-received",
                (isn_c + n) % ALL,
                "{answer} is the last byte that came, or the SYN was not counted. ACK names the next byte that is expected.",
            ),
            known(
                "counts-segments",
                (isn_c + 2) % ALL,
                "{answer} counts the request as one. Bytes are numbered, not segments, and it has {n}.",
            ),
            known(
                "adds-to-own",
                (isn_s + 1 + n) % ALL,
                "{answer} adds to the server's own number. One acknowledges the other side's.",
                place=Place(now.packets["synack"], "tcp.seq_raw"),
            ),
            known("relative-for-raw", 1 + n, RELATIVE_C),
        ],
        working=[
            number_of_the_syn(now),
            step("so the request's first byte has", (isn_c + 1) % ALL),
            step("{n} bytes further, the next that is expected is", (isn_c + 1 + n) % ALL),
        ],
    )


def last_ack(now: Situation) -> Question:
    """7.5: ISN_S + m + 2."""
    isn_s, m = int(now.facts["isn_s"]), int(now.facts["m"])
    return Question(
        right=(isn_s + m + 2) % ALL,
        place=Place(now.packets["last"], "tcp.ack_raw"),
        facts={},
        because="SYN, {m} bytes and FIN: {m} and two numbers behind the first.",
        wrong=[
            known(
                "fin-not-counted",
                (isn_s + m + 1) % ALL,
                "{answer} is the number of the FIN itself. A FIN uses up a number, as a SYN does.",
                place=Place(now.packets["fin"], "tcp.seq_raw"),
            ),
            known(
                "neither-counted",
                (isn_s + m) % ALL,
                "{answer} counts the bytes alone. SYN and FIN use up a number each.",
            ),
            known("ack-counted", (isn_s + m + 3) % ALL, "One too far: an ACK without data uses up no number."),
            known("relative-for-raw", m + 2, RELATIVE_S),
        ],
        working=[
            step(
                "the SYN-ACK, packet {synack}, has the number", isn_s, place=Place(now.packets["synack"], "tcp.seq_raw")
            ),
            step("the number behind the SYN and {m} bytes is", (isn_s + 1 + m) % ALL),
            step("the FIN stands there and uses it up, so the next that is expected is", (isn_s + m + 2) % ALL),
        ],
    )
