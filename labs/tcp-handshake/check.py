"""The TCP handshake: eight questions about one short connection, made for each student, seen at the server."""

from __future__ import annotations

import io

from netkit import capture
from netkit.capture import NewRecord
from netkit.lab import Draw, Library, Line, Place, Question, Situation, Traffic, Wrong
from netkit.packet.building import ethernet, ipv4, tcp

FILE = "handshake.pcapng"
ALL = 2**32
STAMPS = 12
SERVER_MAC, ROUTER_MAC = "02:00:00:00:00:50", "02:00:00:00:00:01"
BEGIN = 1_767_225_600_000_000_000
MTUS = (1500, 1492, 1480, 1450)


class Numbers:
    """What is drawn: who talks, where they begin to count, what they announce, how long things take."""

    def __init__(self, draw: Draw) -> None:
        self.client = f"198.51.100.{draw.number('client', 2, 250)}"
        self.server = f"203.0.113.{draw.number('server', 2, 250)}"
        self.port = draw.number("port", 32_768, 60_999)
        self.n = draw.number("request", 60, 400)
        self.m = draw.number("answer", 1500, 2500)
        wraps = draw.choice("wraps", (False, False, False, True))
        near = draw.choice("how near", (3, 4, self.n // 2))
        self.isn_c = ALL - near if wraps else draw.number("client's first", 10**8, ALL - 10**6)
        self.isn_s = draw.number("server's first", 10**8, ALL - 10**6)
        self.mtu = draw.choice("mtu", MTUS)
        self.mss_c, self.mss_s = self.mtu - 40, draw.choice("server's mss", (1220, 1300, 1360, 1380))
        self.shift_c, self.shift_s = draw.number("client's shift", 2, 9), draw.number("server's shift", 2, 9)
        self.window_c, self.window_s = (
            draw.number("client's window", 400, 900),
            draw.number("server's window", 300, 800),
        )
        self.trip = draw.number("round trip", 14_000, 90_000)
        self.thinks, self.works = draw.number("opening", 40, 300), draw.number("work", 100_000, 300_000)
        self.clock_c, self.clock_s = (
            draw.number("client's clock", 10**6, 10**9),
            draw.number("server's clock", 10**6, 10**9),
        )
        self.letters = sorted("ABCDEFGH", key=lambda letter: draw.number(f"place of {letter}", 0, 10**9))


def situation(draw: Draw, library: Library) -> Situation:  # noqa: ARG001
    """A connection with the drawn numbers."""
    told = Numbers(draw)
    data, numbers = recorded(told)
    traffic = Traffic(f"{FILE} {told.client} {told.port} {told.isn_c}", data)
    packets = {name: traffic.packet(number) for name, number in numbers.items()}
    facts: dict[str, int | float | str] = {
        "file": FILE, "count": len(traffic.packets), "segments": listed(told), "mtu": told.mtu, "n": told.n, "m": told.m,
        "isn_c": told.isn_c, "isn_s": told.isn_s, "trip": told.trip / 1000, "opening": told.thinks / 1000, "work": told.works / 1000,
        "order": " ".join(told.letters[:6]), "decoys": "".join(told.letters[6:]), "by_number": " ".join(by_number(told)), **numbers,
    }  # fmt: skip
    return Situation(traffic=traffic, file=FILE, packets=packets, facts=facts, files={FILE: data})


def recorded(told: Numbers) -> tuple[bytes, dict[str, int]]:
    """The capture, and the packets' numbers by their part in it."""
    frames: list[NewRecord] = []
    numbers: dict[str, int] = {}
    at = BEGIN
    sent = {True: (told.isn_c, told.isn_s), False: (told.isn_s, told.isn_c)}
    clocks = {True: 0, False: 0}
    room = min(told.mss_c, told.mss_s) - STAMPS

    def add(name: str, wait: int, *, client: bool, flags: str, seq: int, ack: int | None, size: int = 0) -> None:
        """One packet, `wait` microseconds after the last; numbers count from the SYN's."""
        nonlocal at
        at += wait * 1000
        mine, theirs = sent[client]
        clock = ((told.clock_c if client else told.clock_s) + (at - BEGIN) // 10**6) % ALL
        echo, clocks[client] = clocks[not client], clock
        opens = "S" in flags
        header = tcp(
            source_port=told.port if client else 80, destination_port=80 if client else told.port, flags=flags,
            sequence_number=(mine + seq) % ALL, acknowledgment_number=0 if ack is None else (theirs + ack) % ALL,
            window=64_240 if opens else told.window_c if client else told.window_s,
            **({"maximum_segment_size": told.mss_c if client else told.mss_s, "sack_permitted": True, "timestamps": [clock, echo],
                "window_scale": told.shift_c if client else told.shift_s} if opens else {"aligned_timestamps": [clock, echo]}),
        )  # fmt: skip
        ends = (told.client, told.server) if client else (told.server, told.client)
        macs = (ROUTER_MAC, SERVER_MAC) if client else (SERVER_MAC, ROUTER_MAC)
        packet = ethernet(source=macs[0], destination=macs[1]) / ipv4(
            source=ends[0], destination=ends[1], time_to_live=60 if client else 64, dont_fragment=True,
            identification=len(frames) + 1,
        ) / header  # fmt: skip
        frames.append(
            NewRecord(data=(packet / payload(client=client, size=size) if size else packet).encode(), time=at)
        )
        numbers[name] = len(frames)

    add("syn", 0, client=True, flags="S", seq=0, ack=None)
    add("synack", told.thinks, client=False, flags="SA", seq=0, ack=1)
    add("ack", told.trip, client=True, flags="A", seq=1, ack=1)
    add("request", 20, client=True, flags="PA", seq=1, ack=1, size=told.n)
    add("heard", 30, client=False, flags="A", seq=1, ack=1 + told.n)
    add("answer", told.works, client=False, flags="A", seq=1, ack=1 + told.n, size=room)
    add("rest", 10, client=False, flags="PA", seq=1 + room, ack=1 + told.n, size=told.m - room)
    add("fin", 40, client=False, flags="FA", seq=1 + told.m, ack=1 + told.n)
    add("got", told.trip, client=True, flags="A", seq=1 + told.n, ack=1 + told.m)
    add("last", 30, client=True, flags="A", seq=1 + told.n, ack=2 + told.m)
    add("bye", 400, client=True, flags="FA", seq=1 + told.n, ack=2 + told.m)
    add("end", 20, client=False, flags="A", seq=2 + told.m, ack=2 + told.n)
    written = io.BytesIO()
    capture.write(written, frames, format="pcapng")
    return written.getvalue(), numbers


def payload(*, client: bool, size: int) -> bytes:
    """A request or a piece of an answer, filled up to its size."""
    text = b"GET / HTTP/1.1\r\nHost: www.example.test\r\nX-Filled-Up: " if client else b"HTTP/1.0 200 OK\r\n\r\n"
    return (text + b"-" * size)[: size - 4] + b"\r\n\r\n"


def cards(told: Numbers) -> list[tuple[str, str, int]]:
    """The eight segments of task 1: who, what, and the sequence number; the last two never travelled."""
    request, answer = (told.isn_c + 1) % ALL, (told.isn_s + 1) % ALL
    heard = (request + told.n) % ALL
    return [
        ("C to S", f"SYN, seq {told.isn_c}", told.isn_c),
        ("S to C", f"SYN and ACK, seq {told.isn_s}, ack {request}", told.isn_s),
        ("C to S", f"ACK, seq {request}, ack {answer}", request),
        ("C to S", f"{told.n} bytes, seq {request}, ack {answer}", request),
        ("S to C", f"{told.m} bytes, seq {answer}, ack {heard}", answer),
        ("C to S", f"ACK, seq {heard}, ack {(answer + told.m) % ALL}", heard),
        ("S to C", f"ACK alone, seq {told.isn_s}, ack {request}", told.isn_s),
        ("S to C", f"SYN alone, seq {told.isn_s}", told.isn_s),
    ]


def listed(told: Numbers) -> str:
    """The segments behind their letters, in the order of the letters."""
    return "\n".join(
        f"{letter}  {who}  {what}" for letter, (who, what, _) in sorted(zip(told.letters, cards(told), strict=True))
    )


def by_number(told: Numbers) -> list[str]:
    """The six letters in the order of the sequence numbers, as if both sides counted on one line."""
    return [
        letter for letter, _ in sorted(zip(told.letters[:6], cards(told)[:6], strict=True), key=lambda each: each[1][2])
    ]


def in_order(now: Situation) -> Question:
    """7.1: by cause."""
    right = tuple(str(now.facts["order"]).split())
    swapped = (*right[:2], right[3], right[2], *right[4:])
    return Question(
        right=right,
        because="Each ack names what had come before it, and each side's seq grows by what that side has sent.",
        wrong=[
            Wrong(slug="four-way-opening", fits=lambda answer: bool(set(answer) & set(str(now.facts["decoys"]))), facts={},
                  why="{answer} has a segment in it that never travelled: the server's SYN and its ACK go in one."),
            Wrong(slug="request-before-ack", value=swapped, facts={},
                  why="The request comes before the opening is finished there. The third segment finishes it, then data may follow."),
            Wrong(slug="one-number-line", value=tuple(str(now.facts["by_number"]).split()), facts={},
                  why="That is the order of the numbers, as if both sides counted on one line. Each side counts for itself."),
        ],
        working=[
            Line(text="the first acknowledges nothing: it is the SYN,", value=right[0], possible=lambda answer: answer[0] == right[0]),
            Line(text="the next acknowledges it and begins the server's own count:", value=right[1],
                 possible=lambda answer: answer[:2] == right[:2]),
            Line(text="then the opening is finished, before any data:", value=right[2], possible=lambda answer: answer[:3] == right[:3]),
            Line(text="then the request, what answers it, and what acknowledges that:", value=" ".join(right[3:])),
        ],
    )  # fmt: skip


def ack_of_the_syn(now: Situation) -> Question:
    """7.2: ISN_C + 1."""
    isn_c, isn_s = int(now.facts["isn_c"]), int(now.facts["isn_s"])
    place = Place(now.packets["synack"], "tcp.ack_raw")
    return Question(
        right=(isn_c + 1) % ALL, place=place, facts={},
        because="It is the number after the SYN's own, for the SYN uses up one.",
        wrong=[
            Wrong(slug="no-wrap", fits=lambda answer: answer >= ALL, facts={},
                  why="{answer} does not fit into 32 bits. After 4,294,967,295 comes 0.", place=Place(now.packets["syn"], "tcp.seq_raw")),
            Wrong(slug="syn-not-counted", value=isn_c, facts={}, place=Place(now.packets["syn"], "tcp.seq_raw"),
                  why="{answer} is the SYN's own number, which has arrived. A SYN uses up one number."),
            Wrong(slug="own-number", value=(isn_s + 1) % ALL, facts={}, place=Place(now.packets["synack"], "tcp.seq_raw"),
                  why="{answer} comes from the server's own number. One acknowledges the other side's."),
        ],
        working=[
            Line(text="the SYN, packet {syn}, has the number", value=isn_c, place=Place(now.packets["syn"], "tcp.seq_raw"), facts={}),
            Line(text="it uses up that number, so the next that is expected is", value=(isn_c + 1) % ALL),
        ],
    )  # fmt: skip


def first_byte(now: Situation) -> Question:
    """7.3: ISN_C + 1."""
    isn_c = int(now.facts["isn_c"])
    return Question(
        right=(isn_c + 1) % ALL, place=Place(now.packets["request"], "tcp.seq_raw"),
        because="The SYN used up one number; the ACK before the data used up none.",
        wrong=[
            Wrong(slug="syn-not-counted", value=isn_c, facts={}, place=Place(now.packets["syn"], "tcp.seq_raw"),
                  why="{answer} is the SYN's number. The SYN uses it up, so the first byte has the next one."),
            Wrong(slug="ack-counted", value=(isn_c + 2) % ALL, facts={}, place=Place(now.packets["ack"], "tcp.seq_raw"),
                  why="One number too far: an ACK without data, packet {ack}, uses up none."),
            Wrong(slug="relative-for-raw", value=1, facts={},
                  why="1 is how Wireshark shows it. On the wire it is larger by the number that the client began with."),
        ],
        working=[
            Line(text="the SYN, packet {syn}, has the number", value=isn_c, place=Place(now.packets["syn"], "tcp.seq_raw"), facts={}),
            Line(text="numbers that the ACK behind the handshake uses up:", value=0),
            Line(text="so the first byte has", value=(isn_c + 1) % ALL),
        ],
    )  # fmt: skip


def ack_of_the_request(now: Situation) -> Question:
    """7.4: ISN_C + 1 + n."""
    isn_c, isn_s, n = int(now.facts["isn_c"]), int(now.facts["isn_s"]), int(now.facts["n"])
    return Question(
        right=(isn_c + 1 + n) % ALL, place=Place(now.packets["heard"], "tcp.ack_raw"), facts={},
        because="The SYN and {n} bytes were used up; the next byte is expected.",
        wrong=[
            Wrong(slug="no-wrap", fits=lambda answer: answer >= ALL, facts={},
                  why="{answer} does not fit into 32 bits. After 4,294,967,295 comes 0.", place=Place(now.packets["syn"], "tcp.seq_raw")),
            Wrong(slug="last-byte-received", value=(isn_c + n) % ALL, facts={},
                  why="{answer} is the last byte that came, or the SYN was not counted. ACK names the next byte that is expected."),
            Wrong(slug="counts-segments", value=(isn_c + 2) % ALL, facts={},
                  why="{answer} counts the request as one. Bytes are numbered, not segments, and it has {n}."),
            Wrong(slug="adds-to-own", value=(isn_s + 1 + n) % ALL, facts={}, place=Place(now.packets["synack"], "tcp.seq_raw"),
                  why="{answer} adds to the server's own number. One acknowledges the other side's."),
        ],
        working=[
            Line(text="the SYN, packet {syn}, has the number", value=isn_c, place=Place(now.packets["syn"], "tcp.seq_raw"), facts={}),
            Line(text="so the request's first byte has", value=(isn_c + 1) % ALL),
            Line(text="{n} bytes further, the next that is expected is", value=(isn_c + 1 + n) % ALL, facts={}),
        ],
    )  # fmt: skip


def last_ack(now: Situation) -> Question:
    """7.5: ISN_S + m + 2."""
    isn_s, m = int(now.facts["isn_s"]), int(now.facts["m"])
    return Question(
        right=(isn_s + m + 2) % ALL, place=Place(now.packets["last"], "tcp.ack_raw"), facts={},
        because="SYN, {m} bytes and FIN: {m} and two numbers behind the first.",
        wrong=[
            Wrong(slug="fin-not-counted", value=(isn_s + m + 1) % ALL, facts={}, place=Place(now.packets["fin"], "tcp.seq_raw"),
                  why="{answer} is the number of the FIN itself. A FIN uses up a number, as a SYN does."),
            Wrong(slug="neither-counted", value=(isn_s + m) % ALL, facts={},
                  why="{answer} counts the bytes alone. SYN and FIN use up a number each."),
            Wrong(slug="ack-counted", value=(isn_s + m + 3) % ALL, facts={},
                  why="One too far: an ACK without data uses up no number."),
        ],
        working=[
            Line(text="the SYN-ACK, packet {synack}, has the number", value=isn_s, place=Place(now.packets["synack"], "tcp.seq_raw"), facts={}),
            Line(text="the number behind the SYN and {m} bytes is", value=(isn_s + 1 + m) % ALL, facts={}),
            Line(text="the FIN stands there and uses it up, so the next that is expected is", value=(isn_s + m + 2) % ALL),
        ],
    )  # fmt: skip


def window_offered(now: Situation) -> Question:
    """7.6: the field, shifted by what its own sender announced."""
    request, syn, synack = (now.packets[name] for name in ("request", "syn", "synack"))
    value = request.value("tcp.window_size_value")
    mine, other = syn.value("tcp.options.wscale.shift"), synack.value("tcp.options.wscale.shift")
    return Question(
        right=value << mine, about=request, facts={"value": value, "shift": mine},
        because="{value} shifted by {shift} bits to the left, as the client announced in its SYN.",
        wrong=[
            Wrong(slug="window-unscaled", value=value, facts={}, place=Place(request, "tcp.window_size_value"),
                  why="{answer} is what the 16 bits hold. The field is too small for today's windows: a shift was agreed on."),
            Wrong(slug="shift-as-factor", value=value * mine, facts={"shift": mine}, place=Place(syn, "tcp.options.wscale.shift"),
                  why="{answer} is the field times {shift}. It is a shift: each step doubles."),
            Wrong(slug="other-sides-shift", value=value << other, facts={}, place=Place(synack, "tcp.options.wscale.shift"),
                  why="{answer} uses the server's shift. Each side announces its own, for the windows that it offers itself."),
        ],
        working=[
            Line(text="packet {request} has tcp.window_size_value", value=value, place=Place(request, "tcp.window_size_value"), facts={}),
            Line(text="its sender is the client, whose SYN, packet {syn}, announced the shift", value=mine,
                 place=Place(syn, "tcp.options.wscale.shift"), facts={}),
            Line(text="the field doubled so many times is", value=value << mine),
        ],
    )  # fmt: skip


def near(wanted: float) -> object:
    """Whether a time is within five in a hundred of this one."""
    return lambda answer: abs(answer - wanted) <= 0.05 * wanted


def round_trip(now: Situation) -> Question:
    """7.7: from the SYN-ACK to the ACK."""
    trip = float(now.facts["trip"])
    return Question(
        right=trip, accepts=near(trip), about=now.packets["ack"], facts={},
        because="From the SYN-ACK, packet {synack}, which left here, to its ACK, packet {ack}, which came back: {trip} ms.",
        wrong=[
            Wrong(slug="wrong-end", fits=near(float(now.facts["opening"])), facts={},
                  why="From the SYN to the SYN-ACK. At the client that would be a round trip; here it is the server's own time."),
            Wrong(slug="one-way", fits=near(trip / 2), facts={}, why="That is half of it. A round trip goes there and back."),
            Wrong(slug="request-response", fits=near(float(now.facts["work"])), facts={},
                  why="From the request to the answer. The server's work is in it."),
        ],
        working=[
            Line(text="what left the server first and was answered from the other end is packet", value=now.packets["synack"].number),
            Line(text="what answers it is packet", value=now.packets["ack"].number),
            Line(text="between the two there are, in ms,", value=trip),
        ],
    )  # fmt: skip


def largest_segment(now: Situation) -> Question:
    """7.8: the smaller of both limits, less the timestamps."""
    mtu = int(now.facts["mtu"])
    place = Place(now.packets["synack"], "tcp.options.mss_val")
    other, own = now.packets["synack"].value("tcp.options.mss_val"), now.packets["syn"].value("tcp.options.mss_val")
    least = min(other, mtu - 40)
    return Question(
        right=least - STAMPS, about=now.packets["synack"], facts={"least": least},
        because="{least} less the 12 bytes that the timestamps take in every segment.",
        wrong=[
            Wrong(slug="options-uncounted", value=least, facts={}, place=Place(now.packets["request"], "tcp.options.timestamp.tsval"),
                  why="{answer} leaves no room for the timestamps, which take 12 bytes in every segment of this connection."),
            Wrong(slug="own-mss", fits=lambda answer: answer in {own, own - STAMPS}, facts={}, place=Place(now.packets["syn"], "tcp.options.mss_val"),
                  why="{answer} comes from the client's own option. An MSS says what its sender can receive."),
            Wrong(slug="mtu-for-mss", fits=lambda answer: answer in {1500, mtu}, facts={},
                  why="{answer} is an MTU: the headers of IP and TCP are in that."),
        ],
        working=[
            Line(text="the server's SYN-ACK, packet {synack}, says MSS", value=other, place=place, facts={}),
            Line(text="behind both headers the client's link has room for", value=mtu - 40),
            Line(text="the smaller of the two is", value=least),
            Line(text="less the timestamps' 12 bytes:", value=least - STAMPS),
        ],
    )  # fmt: skip
