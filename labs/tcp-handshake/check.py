"""The TCP handshake: what follows what, and which numbers are used up."""

from __future__ import annotations

from netkit.lab import Line, Place, Question, Situation, Wrong

ALL = 2**32


def in_order(now: Situation) -> Question:
    """7.1: by cause."""
    right = tuple(str(now.facts["order"]).split())
    swapped = (*right[:2], right[3], right[2], *right[4:])
    return Question(
        right=right,
        because="Each ack names what had come before it, and each side's seq grows by what that side has sent.",
        wrong=[
            Wrong(
                slug="four-way-opening",
                fits=lambda answer: bool(set(answer) & set(str(now.facts["decoys"]))),
                facts={},
                why="{answer} has a segment in it that never travelled: the server's SYN and its ACK go in one.",
            ),
            Wrong(
                slug="request-before-ack",
                value=swapped,
                facts={},
                why="The request comes before the opening is finished there. The third segment finishes it, then data may follow.",
            ),
            Wrong(
                slug="one-number-line",
                value=tuple(str(now.facts["by_number"]).split()),
                facts={},
                why="That is the order of the numbers, as if both sides counted on one line. Each side counts for itself.",
            ),
        ],
        working=[
            Line(
                text="the first acknowledges nothing: it is the SYN,",
                value=right[0],
                possible=lambda answer: answer[0] == right[0],
            ),
            Line(
                text="the next acknowledges it and begins the server's own count:",
                value=right[1],
                possible=lambda answer: answer[:2] == right[:2],
            ),
            Line(
                text="then the opening is finished, before any data:",
                value=right[2],
                possible=lambda answer: answer[:3] == right[:3],
            ),
            Line(text="then the request, what answers it, and what acknowledges that:", value=" ".join(right[3:])),
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
            Wrong(
                slug="no-wrap",
                fits=lambda answer: answer >= ALL,
                facts={},
                why="{answer} does not fit into 32 bits. After 4,294,967,295 comes 0.",
                place=Place(now.packets["syn"], "tcp.seq_raw"),
            ),
            Wrong(
                slug="syn-not-counted",
                value=isn_c,
                facts={},
                place=Place(now.packets["syn"], "tcp.seq_raw"),
                why="{answer} is the SYN's own number, which has arrived. A SYN uses up one number.",
            ),
            Wrong(
                slug="own-number",
                value=(isn_s + 1) % ALL,
                facts={},
                place=Place(now.packets["synack"], "tcp.seq_raw"),
                why="{answer} comes from the server's own number. One acknowledges the other side's.",
            ),
        ],
        working=[
            Line(
                text="the SYN, packet {syn}, has the number",
                value=isn_c,
                place=Place(now.packets["syn"], "tcp.seq_raw"),
                facts={},
            ),
            Line(text="it uses up that number, so the next that is expected is", value=(isn_c + 1) % ALL),
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
            Wrong(
                slug="syn-not-counted",
                value=isn_c,
                facts={},
                place=Place(now.packets["syn"], "tcp.seq_raw"),
                why="{answer} is the SYN's number. The SYN uses it up, so the first byte has the next one.",
            ),
            Wrong(
                slug="ack-counted",
                value=(isn_c + 2) % ALL,
                facts={},
                place=Place(now.packets["ack"], "tcp.seq_raw"),
                why="One number too far: an ACK without data, packet {ack}, uses up none.",
            ),
            Wrong(
                slug="relative-for-raw",
                value=1,
                facts={},
                why="1 is how Wireshark shows it. On the wire it is larger by the number that the client began with.",
            ),
        ],
        working=[
            Line(
                text="the SYN, packet {syn}, has the number",
                value=isn_c,
                place=Place(now.packets["syn"], "tcp.seq_raw"),
                facts={},
            ),
            Line(text="numbers that the ACK behind the handshake uses up:", value=0),
            Line(text="so the first byte has", value=(isn_c + 1) % ALL),
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
            Wrong(
                slug="no-wrap",
                fits=lambda answer: answer >= ALL,
                facts={},
                why="{answer} does not fit into 32 bits. After 4,294,967,295 comes 0.",
                place=Place(now.packets["syn"], "tcp.seq_raw"),
            ),
            Wrong(
                slug="last-byte-received",
                value=(isn_c + n) % ALL,
                facts={},
                why="{answer} is the last byte that came, or the SYN was not counted. ACK names the next byte that is expected.",
            ),
            Wrong(
                slug="counts-segments",
                value=(isn_c + 2) % ALL,
                facts={},
                why="{answer} counts the request as one. Bytes are numbered, not segments, and it has {n}.",
            ),
            Wrong(
                slug="adds-to-own",
                value=(isn_s + 1 + n) % ALL,
                facts={},
                place=Place(now.packets["synack"], "tcp.seq_raw"),
                why="{answer} adds to the server's own number. One acknowledges the other side's.",
            ),
        ],
        working=[
            Line(
                text="the SYN, packet {syn}, has the number",
                value=isn_c,
                place=Place(now.packets["syn"], "tcp.seq_raw"),
                facts={},
            ),
            Line(text="so the request's first byte has", value=(isn_c + 1) % ALL),
            Line(text="{n} bytes further, the next that is expected is", value=(isn_c + 1 + n) % ALL, facts={}),
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
            Wrong(
                slug="fin-not-counted",
                value=(isn_s + m + 1) % ALL,
                facts={},
                place=Place(now.packets["fin"], "tcp.seq_raw"),
                why="{answer} is the number of the FIN itself. A FIN uses up a number, as a SYN does.",
            ),
            Wrong(
                slug="neither-counted",
                value=(isn_s + m) % ALL,
                facts={},
                why="{answer} counts the bytes alone. SYN and FIN use up a number each.",
            ),
            Wrong(
                slug="ack-counted",
                value=(isn_s + m + 3) % ALL,
                facts={},
                why="One too far: an ACK without data uses up no number.",
            ),
        ],
        working=[
            Line(
                text="the SYN-ACK, packet {synack}, has the number",
                value=isn_s,
                place=Place(now.packets["synack"], "tcp.seq_raw"),
                facts={},
            ),
            Line(text="the number behind the SYN and {m} bytes is", value=(isn_s + 1 + m) % ALL, facts={}),
            Line(
                text="the FIN stands there and uses it up, so the next that is expected is", value=(isn_s + m + 2) % ALL
            ),
        ],
    )
