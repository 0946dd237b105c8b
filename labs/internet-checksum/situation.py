"""What is drawn for a student: a header, a datagram, six headers that arrived, changes to a header, and two captures that show packets."""

from __future__ import annotations

import io
from hashlib import shake_256
from itertools import count

from netkit import capture
from netkit.address import parse_ipv4
from netkit.lab import Draw, Library, Situation, Traffic
from netkit.packet.building import Packet, data, ethernet, ipv4, tcp, udp, wrong
from netkit.packet.checksum import word_sum

ROUTER, SENDER, DATAGRAM = "router.pcapng", "sender.pcapng", "datagram.hex"
CHECKSUM = slice(10, 12)
"""Where IPv4's header has its checksum."""

UDP_CHECKSUM = slice(26, 28)
"""Where UDP's is in a packet without options."""

HEADER = 20
LEAST = 0x0200
"""Checksums between this and its complement: one TTL more or less, or one, then carries nothing."""

LETTERS = "ABCDEF"
CHANGES = "ABCDE"
TEXTS = ("temperature", "wind from", "water level", "pressure", "humidity", "rain since")
AT = "02:00:00:00:00:01", "02:00:00:00:00:0a"
BEYOND = "02:00:00:00:00:02"
"""The router, the sender, and the router behind."""


def situation(draw: Draw, _: Library) -> Situation:
    """One student's packets."""
    sent = packet(draw, "sent")
    facts: dict[str, int | str] = {"header": words(sent[:HEADER]), "router": ROUTER, "sender": SENDER}
    facts |= blank(draw) | arrived(draw) | changes(draw, sent[:HEADER]) | segments(draw) | unseen(draw)
    traffic = Traffic(ROUTER, lambda: forwarded(sent))
    rows = [bytes.fromhex(str(facts["packet"]))[at : at + 16].hex(" ") for at in range(0, int(facts["size"]), 16)]
    files = {
        ROUTER: lambda: traffic.data,
        SENDER: lambda: uploaded(facts),
        DATAGRAM: "".join(f"{row}\n" for row in rows).encode(),
    }
    return Situation(traffic=traffic, file=ROUTER, facts=facts | {"bytes": DATAGRAM}, files=files)


def words(octets: bytes) -> str:
    """Bytes in words of 16 bits, in hex."""
    return octets.hex(" ", -2)


def ends(draw: Draw, label: str) -> dict[str, str]:
    """Two addresses for documentation; none of their words looks like a TTL with UDP's number."""
    return {
        "source": f"192.0.2.{draw.number(f'{label}: source', 1, 254)}",
        "destination": f"198.51.100.{draw.number(f'{label}: destination', 18, 254)}",
    }


def packet(draw: Draw, label: str) -> bytes:
    """A UDP datagram with an odd number of bytes in an IPv4 packet, the first from a drawn identification on that can be asked about."""
    text = f"{draw.choice(f'{label}: text', TEXTS)} {draw.number(f'{label}: number', 100, 998)}"
    text += "." * (1 - len(text) % 2)
    carried = udp(
        source_port=draw.number(f"{label}: port", 49_152, 65_535),
        destination_port=7100 + draw.number(f"{label}: to", 0, 99),
    ) / data(text)
    between, ttl = ends(draw, label), draw.number(f"{label}: ttl", 33, 128)
    first = draw.number(f"{label}: identification", 0x1000, 0xE000)
    for number in count(first):
        made = (ipv4(identification=number, time_to_live=ttl, **between) / carried).encode()
        checksum = int.from_bytes(made[CHECKSUM], "big")
        if (
            LEAST < checksum < 0xFFFF - LEAST
            and made[4] != made[5]
            and len(set(words(made[:HEADER]).split())) == HEADER // 2
        ):
            return made
    raise AssertionError  # never: count does not end


def blank(draw: Draw) -> dict[str, int | str]:
    """A packet without checksums, and its datagram."""
    made = bytearray(packet(draw, "blank"))
    made[CHECKSUM] = made[UDP_CHECKSUM] = b"\0\0"
    datagram = bytes(made[HEADER:])
    rows = [datagram[at : at + 16].hex(" ") for at in range(0, len(datagram), 16)]
    return {
        "packet": made.hex(),
        "size": len(made),
        "blank": words(bytes(made[:HEADER])),
        "datagram": "\n".join(f"  {row}" for row in rows),
        "length": len(datagram),
        "source": ".".join(map(str, made[12:16])),
        "destination": ".".join(map(str, made[16:20])),
    }


def unseen(draw: Draw) -> dict[str, int | str]:
    """Bytes that a function is called with and no text shows: an odd number, very many, and such that a carry brings another one."""
    odd = 2 * draw.number("odd: half", 6, 12) + 1
    many = 2 * draw.number("many: half", 300, 700)
    word = draw.number("twice: word", 0x1000, 0xEFFF)
    # a word and what it lacks to 0xffff are 0xffff together; with one more of that, and a 1, the sum is 0x1ffff
    twice = [word, 0xFFFF, 1, 0xFFFF - word]
    return {
        "odd": drawn(draw, "odd", odd).hex(),
        "many": drawn(draw, "many", many).hex(),
        "twice": "".join(f"{each:04x}" for each in twice),
    }


def drawn(draw: Draw, label: str, size: int) -> bytes:
    """So many bytes, the last of which is not 0."""
    found = shake_256(draw.seed(label)).digest(size)
    return found[:-1] + bytes([found[-1] or 1])


def arrived(draw: Draw) -> dict[str, int | str]:
    """Six headers: some damaged, one with two words in each other's place, the others as they were sent."""
    between, ttl = ends(draw, "arrived"), draw.number("arrived: ttl", 33, 64)
    first, length = draw.number("arrived: identification", 0x1000, 0xE000), draw.number("arrived: length", 40, 1400)
    placed = sorted(range(len(LETTERS)), key=lambda number: draw.number(f"place of {number}", 0, 1 << 32))
    damaged, swapped = set(placed[: draw.number("damaged", 2, 3)]), placed[-1]
    rows = []
    for number, letter in enumerate(LETTERS):
        made = bytearray(
            (ipv4(identification=first + number, time_to_live=ttl, **between) / udp() / data(bytes(length))).encode()[
                :HEADER
            ]
        )
        if number in damaged:
            made[draw.number(f"{letter}: where", 1, HEADER - 1)] ^= draw.number(f"{letter}: how", 1, 255)
        elif number == swapped:
            made[12:14], made[16:18] = made[16:18], made[12:14]
        rows.append(f"  {letter}: {words(bytes(made))}")
    return {"arrived": "\n".join(rows), "swapped": LETTERS[swapped]}


def changes(draw: Draw, header: bytes) -> dict[str, int | str]:
    """Five changes to a header under letters of their own."""
    told = words(header).split()
    whole = [int(word, 16) for word in told]
    zero = told.index("0000")
    # the word with version and length stays; the lengths and the addresses are changed
    up, down = draw.choice("up and down", ((1, 9), (2, 7), (6, 8), (9, 1), (7, 2)))
    one, other = draw.choice("change places", ((1, 4), (2, 6), (4, 8), (7, 9), (6, 8)))
    bytewise = 2
    flipped = draw.choice("flipped word", (1, 4, 6, 7, 8, 9))
    bit = 1 << draw.number("flipped bit", 0, 14)
    texts = {
        "places": f"the words {told[one]} and {told[other]} change places",
        "both": f"{told[up]} becomes {whole[up] + 1:04x}, and {told[down]} becomes {whole[down] - 1:04x}",
        "zero": f"{told[zero]} becomes ffff",
        "bytes": f"{told[bytewise]} becomes {told[bytewise][2:]}{told[bytewise][:2]}",
        "bit": f"{told[flipped]} becomes {whole[flipped] ^ bit:04x}",
    }
    placed = sorted(texts, key=lambda name: draw.number(f"place of {name}", 0, 1 << 32))
    rows = [f"  {letter}: {texts[name]}" for letter, name in zip(CHANGES, placed, strict=True)]
    letters = dict(zip(placed, CHANGES, strict=True))
    return {"changes": "\n".join(rows), "bit_change": letters["bit"], "bytes_change": letters["bytes"]}


def forwarded(sent: bytes) -> bytes:
    """A capture of a packet before a router and behind it."""
    behind = bytearray(sent)
    behind[8] -= 1
    behind[CHECKSUM] = b"\0\0"
    behind[CHECKSUM] = (0xFFFF ^ word_sum(bytes(behind[:HEADER]))).to_bytes(2, "big")
    frames = [
        bytes.fromhex(f"{macs}0800".replace(":", "")) + each
        for macs, each in zip((f"{AT[0]}{AT[1]}", f"{BEYOND}{AT[0]}"), (sent, bytes(behind)), strict=True)
    ]
    return captured(frames)


def captured(frames: list[bytes]) -> bytes:
    """A capture of frames, a hundredth of a second apart."""
    made = io.BytesIO()
    capture.write(
        made, [capture.NewRecord(data=frame, time=number * 10_000_000) for number, frame in enumerate(frames)]
    )
    return made.getvalue()


def segments(draw: Draw) -> dict[str, int | str]:
    """An upload: how it is cut, and which segment is asked about."""
    pairs = draw.number("pairs", 2, 3)
    pair, second = draw.number("pair", 0, pairs - 1), draw.number("which of the pair", 0, 1)
    size = draw.number("segment", 200, 900)
    # three packets open it; then each pair has the client's two segments, the server's own data behind the first, and its ACK
    asked = 4 + 4 * pair + 2 * second
    return {
        "pairs": pairs,
        "asked": asked,
        "proof": 7 + 4 * pair,
        "segment": size,
        "end": 1 + size * (2 * pair + second + 1),
        "client": f"192.0.2.{draw.number('client', 1, 254)}",
        "server": f"203.0.113.{draw.number('server', 1, 254)}",
        "port": draw.number("client's port", 49_152, 65_535),
        "client_first": draw.number("client's first number", 1 << 20, 1 << 31),
        "server_first": draw.number("server's first number", 1 << 20, 1 << 31),
    }


def uploaded(facts: dict[str, int | str]) -> bytes:
    """A capture of the upload at the sender: its own segments have no finished checksum yet."""
    client, server, size = str(facts["client"]), str(facts["server"]), int(facts["segment"])
    counts = [int(facts["client_first"]), int(facts["server_first"])]
    frames: list[bytes] = []

    def add(*, mine: bool, flags: str, carried: bytes = b"", ack: int | None = None) -> None:
        """One packet; `ack` is the acknowledgment number where it is not the other side's whole count."""
        seq, other = counts if mine else counts[::-1]
        source, destination = (client, server) if mine else (server, client)
        ports = (int(facts["port"]), 8080) if mine else (8080, int(facts["port"]))
        length = 20 + len(carried)
        pseudo = b"".join(parse_ipv4(each).to_bytes(4, "big") for each in (source, destination)) + bytes(
            (0, 6, *divmod(length, 256))
        )
        sums = {"checksum": wrong(word_sum(pseudo))} if mine else {}
        header = tcp(
            source_port=ports[0], destination_port=ports[1], flags=flags, sequence_number=seq, window=64_000,
            acknowledgment_number=(other if ack is None else ack) if "A" in flags else 0, **sums,
        )  # fmt: skip
        made: Packet = (
            ethernet(source=AT[not mine], destination=AT[mine])
            / ipv4(
                source=source,
                destination=destination,
                identification=len(frames) + 1,
                dont_fragment=True,
                time_to_live=64 if mine else 57,
            )
            / header
        )
        frames.append((made / data(carried) if carried else made).encode())
        counts[not mine] += len(carried) + ("S" in flags)

    add(mine=True, flags="S")
    add(mine=False, flags="SA")
    add(mine=True, flags="A")
    for number in range(int(facts["pairs"])):
        before = counts[0]
        add(mine=True, flags="A", carried=b"%d" % number * size)
        add(mine=False, flags="PA", carried=b"so far: %d" % number, ack=before)
        add(mine=True, flags="PA", carried=b"." * size)
        add(mine=False, flags="A")
    return captured(frames)
