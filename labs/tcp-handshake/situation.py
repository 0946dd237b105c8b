"""The TCP handshake: a short connection made for each student, seen at the server."""

from __future__ import annotations

import io
from typing import NamedTuple

from netkit import capture
from netkit.capture import NewRecord
from netkit.lab import Draw, Library, Situation, Traffic
from netkit.packet.building import Packet, ethernet, ipv4, tcp

FILE = "handshake.pcapng"
ALL = 2**32
STAMPS = 12
SERVER_MAC, ROUTER_MAC = "02:00:00:00:00:50", "02:00:00:00:00:01"
BEGIN = 1_767_225_600_000_000_000
MTUS = (1500, 1492, 1480, 1450)


class Shuffled(NamedTuple):
    """The connection of task 1, which is another one: where both begin to count, how many bytes each sends, and the segments' letters."""

    isn_c: int
    isn_s: int
    n: int
    m: int
    letters: list[str]


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


def shuffled(draw: Draw) -> Shuffled:
    """The connection of task 1; it wraps as often as the recorded one does.

    It says more, so that where both wrap, none of its numbers is one that a later task asks for.
    """
    n = draw.number("shuffled request", 804, 1000)
    wraps = draw.choice("shuffled wraps", (False, False, False, True))
    return Shuffled(
        isn_c=ALL - n // 2 if wraps else draw.number("shuffled client's first", 10**8, ALL - 10**6),
        isn_s=draw.number("shuffled server's first", 10**8, ALL - 10**6),
        n=n,
        m=draw.number("shuffled answer", 1001, 1200),
        letters=sorted("ABCDEFGH", key=lambda letter: draw.number(f"place of {letter}", 0, 10**9)),
    )


def situation(draw: Draw, library: Library) -> Situation:  # noqa: ARG001
    """A connection with the drawn numbers."""
    told, cards_of = Numbers(draw), shuffled(draw)
    data, numbers = recorded(told)
    traffic = Traffic(f"{FILE} {told.client} {told.port} {told.isn_c}", data)
    packets = {name: traffic.packet(number) for name, number in numbers.items()}
    facts: dict[str, int | float | str] = {
        "file": FILE,
        "count": len(traffic.packets),
        "segments": listed(cards_of),
        "mtu": told.mtu,
        "n": told.n,
        "m": told.m,
        "isn_c": told.isn_c,
        "isn_s": told.isn_s,
        "trip": told.trip / 1000,
        "opening": told.thinks / 1000,
        "work": told.works / 1000,
        "order": " ".join(cards_of.letters[:6]),
        "decoys": "".join(cards_of.letters[6:]),
        "by_number": " ".join(by_number(cards_of)),
        **numbers,
    }
    return Situation(traffic=traffic, file=FILE, packets=packets, facts=facts, files={FILE: data})


class Recording:
    """The packets of a connection, as they come by at the server."""

    def __init__(self, told: Numbers) -> None:
        self._told = told
        self._now = BEGIN
        self._clocks = {True: 0, False: 0}
        self.frames: list[NewRecord] = []
        self.numbers: dict[str, int] = {}

    def add(self, name: str, wait: int, *, client: bool, flags: str, seq: int, ack: int | None, size: int = 0) -> None:
        """One packet, `wait` microseconds after the last; numbers count from the SYN's."""
        self._now += wait * 1000
        header = self._header(client=client, flags=flags, seq=seq, ack=ack)
        packet = self._below(client=client) / header
        if size:
            packet = packet / payload(client=client, size=size)
        self.frames.append(NewRecord(data=packet.encode(), time=self._now))
        self.numbers[name] = len(self.frames)

    def _header(self, *, client: bool, flags: str, seq: int, ack: int | None) -> Packet:
        told, opens = self._told, "S" in flags
        mine, theirs = (told.isn_c, told.isn_s) if client else (told.isn_s, told.isn_c)
        return tcp(
            source_port=told.port if client else 80,
            destination_port=80 if client else told.port,
            flags=flags,
            sequence_number=(mine + seq) % ALL,
            acknowledgment_number=0 if ack is None else (theirs + ack) % ALL,
            window=64_240 if opens else told.window_c if client else told.window_s,
            **self._options(client=client, opens=opens),
        )

    def _options(self, *, client: bool, opens: bool) -> dict[str, object]:
        """Timestamps in every segment, and what each side announces in its first."""
        told = self._told
        clock = ((told.clock_c if client else told.clock_s) + (self._now - BEGIN) // 10**6) % ALL
        stamps, self._clocks[client] = [clock, self._clocks[not client]], clock
        if not opens:
            return {"aligned_timestamps": stamps}
        return {
            "maximum_segment_size": told.mss_c if client else told.mss_s,
            "sack_permitted": True,
            "timestamps": stamps,
            "window_scale": told.shift_c if client else told.shift_s,
        }

    def _below(self, *, client: bool) -> Packet:
        """Ethernet on the server's link, and IPv4 from end to end."""
        told = self._told
        ends = (told.client, told.server) if client else (told.server, told.client)
        macs = (ROUTER_MAC, SERVER_MAC) if client else (SERVER_MAC, ROUTER_MAC)
        return ethernet(source=macs[0], destination=macs[1]) / ipv4(
            source=ends[0],
            destination=ends[1],
            time_to_live=60 if client else 64,
            dont_fragment=True,
            identification=len(self.frames) + 1,
        )


def recorded(told: Numbers) -> tuple[bytes, dict[str, int]]:
    """The capture, and the packets' numbers by their part in it."""
    recording = Recording(told)
    add, room = recording.add, min(told.mss_c, told.mss_s) - STAMPS
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
    capture.write(written, recording.frames, format="pcapng")
    return written.getvalue(), recording.numbers


def payload(*, client: bool, size: int) -> bytes:
    """A request or a piece of an answer, filled up to its size."""
    text = b"GET / HTTP/1.1\r\nHost: www.example.test\r\nX-Filled-Up: " if client else b"HTTP/1.0 200 OK\r\n\r\n"
    return (text + b"-" * size)[: size - 4] + b"\r\n\r\n"


def cards(told: Shuffled) -> list[tuple[str, str, int]]:
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


def listed(told: Shuffled) -> str:
    """The segments behind their letters, in the order of the letters."""
    return "\n".join(
        f"{letter}  {who}  {what}" for letter, (who, what, _) in sorted(zip(told.letters, cards(told), strict=True))
    )


def by_number(told: Shuffled) -> list[str]:
    """The six letters in the order of the sequence numbers, as if both sides counted on one line."""
    return [
        letter for letter, _ in sorted(zip(told.letters[:6], cards(told)[:6], strict=True), key=lambda each: each[1][2])
    ]
