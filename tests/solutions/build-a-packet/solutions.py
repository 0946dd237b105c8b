"""Build a packet: the catalogue's formulas over the numbers in the tasks' texts, and the one packet written byte by byte."""

import re
import struct
from dataclasses import replace
from ipaddress import IPv4Address, IPv6Address

from tests.solutions.key import TaskKey


def key(recording, questions):
    found = re.search(r'Your message is "([^"]+)", (\d+) bytes', questions["2"])
    message, n = found[1].encode(), int(found[2])
    assert n == len(message)
    assert f"its {n} bytes" in questions["3"]
    router, h, target = re.search(
        r"and ([\d.]+) is number (\d+) on the way\. You send ([\d.]+) an", questions["4"]
    ).groups()
    _shown(recording.frames, router, int(h), target)
    return {
        "1": _first_byte(int(re.search(r"(\d+) words of 4 bytes", questions["1"])[1])),
        "2": _field(28 + n, {"payload-only": 8 + n, "frame-length": 42 + n, "data-only": n}),
        "3": _field(8 + n, {"data-only": n, "total-length": 28 + n, "half-header": 4 + n}),
        "4": _ttl(int(h)),
        "5": _name(re.search(r"asks for (\S+)\. Which", questions["5"])[1]),
        "6": _offset(questions["6"]),
        "7": _fragment(
            *map(int, re.search(r"MTU of (\d+) .* of fragment (\d+)\?", questions["7"]).groups()), questions["7"]
        ),
        "8": _ipv6(questions["8"], message),
        "9": _boxes(questions["9"], n),
    }


def _shown(frames, router, h, target):
    """What the capture has to show of task 4: the second request leaves with TTL h, and that router says that it ended."""
    asked, said = frames[2], frames[3]
    assert asked[22] == h
    assert ".".join(map(str, asked[30:34])) == target
    assert ".".join(map(str, said[26:30])) == router
    assert said[34:36] == b"\x0b\x00"
    assert [frame[22] for frame in frames[::2]] == [h - 1, h, h + 1]


def _hex(right, wrong, *, digits):
    text = f"{right:0{digits}x}"
    spaced = " ".join(text[at : at + 2] for at in range(0, digits, 2))
    return TaskKey(
        kind="hex",
        right=text,
        forms=(f"0x{text}", text.upper(), f" {spaced} "),
        wrong={slug: (f"{value:0{digits}x}",) for slug, value in wrong.items()},
    )


def _first_byte(k):
    length = 20 + 4 * k
    return _hex(
        0x40 + 5 + k,
        {"nibbles-swapped": 16 * (5 + k) + 4, "ihl-in-bytes": 0x40 + length % 16, "options-uncounted": 0x45},
        digits=2,
    )


def _field(right, wrong):
    found = _hex(right, wrong, digits=4)
    assert 10 <= right < 100
    return replace(
        found,
        wrong={**found.wrong, "high-byte-missing": (f"{right:02x}",), "hex-as-decimal": (str(right), f"{right:04}")},
    )


def _ttl(h):
    return TaskKey(
        kind="number",
        right=str(h),
        forms=(f" {h} ", f"0x{h:x}"),
        wrong={"ttl-from-zero": (str(h - 1),), "ttl-needs-one-more": (str(h + 1),), "from-the-default": (str(64 - h),)},
        shown=frozenset({str(h)}),  # the question says which router it is
    )


def _name(name):
    labels = [label.encode() for label in name.split(".")]
    right = b"".join(struct.pack("B", len(label)) + label for label in labels) + b"\0"
    whole, letters = name.encode(), b"".join(labels)
    return TaskKey(
        kind="hex",
        right=right.hex(),
        forms=(right.hex(" ").upper(), f"0x{right.hex()}", right.upper().hex()),
        wrong={
            "dots-kept": (whole.hex(), (whole + b"\0").hex(), (b"\x03" + whole).hex() if len(name) != 3 else "2e"),
            "no-root": (right[:-1].hex(),),
            "one-length": tuple(
                (struct.pack("B", len(text)) + text + end).hex() for text in (whole, letters) for end in (b"", b"\0")
            ),
        },
    )


def _offset(question):
    o = sum(map(int, re.findall(r"\((\d+) bytes\)", question)))
    assert f"{o} bytes together" in question
    own = (o + 3) // 4
    length = 20 + 4 * own
    return _hex(
        length // 4 * 16,
        {"options-uncounted": 0x50, "offset-in-bytes": length % 16 * 16, "offset-of-options": own * 16},
        digits=2,
    )


def _fragment(mtu, k, question):
    blocks = (mtu - 20) // 8
    assert k * ((mtu - 20) % 8) >= 8
    # there is such a fragment: what is left after those before the last but one does not fit into one packet
    assert int(re.search(r"with (\d+) bytes behind", question)[1]) - (k - 1) * blocks * 8 > mtu - 20
    return TaskKey(
        kind="number",
        right=str(k * blocks),
        forms=(f"0x{k * blocks:x}",),
        wrong={
            "offset-in-bytes": (str(k * 8 * blocks),),
            "not-rounded": (str(k * (mtu - 20) // 8),),
            "header-counted": (str(k * (mtu // 8)),),
        },
        shown=frozenset(map(str, (mtu - 20, blocks, k, k - 1))),
    )


def _ipv6(question, message):
    source, from_port, destination, to_port = re.search(
        r"from (\S+), port (\d+), to (\S+), port (\d+),", question
    ).groups()
    assert f'data "{message.decode()}"' in question
    ends = IPv6Address(source).packed + IPv6Address(destination).packed
    length = 8 + len(message)
    datagram = struct.pack(">4H", int(from_port), int(to_port), length, 0) + message
    checksum = _complement(ends + struct.pack(">2I", length, 17) + datagram)

    def packet(payload=length, field=checksum, hops=64):
        header = struct.pack(">IHBB", 6 << 28, payload, 17, hops) + ends
        return (header + datagram[:6] + struct.pack(">H", field) + message).hex()

    frame = "020000000001" + "02000000000a" + "86dd" + packet()
    line = f'ipv6 source={source} destination={destination} / udp sport={from_port} dport={to_port} / data "{message.decode()}"'
    return TaskKey(
        kind="packet",
        right=packet(),
        forms=(packet().upper(), packet(hops=3), frame, line),
        wrong={
            "counts-40": (packet(payload=40 + length),),
            "counts-20": (packet(payload=20 + length),),
            "checksum-optional": (packet(field=0), line.replace("udp ", "udp checksum=wrong(0) ")),
        },
    )


def _complement(data):
    """One's complement of the sum of 16-bit words, 0 sent as 0xFFFF (RFC 768)."""
    data += b"\0" * (len(data) % 2)
    total = sum(struct.unpack(f">{len(data) // 2}H", data))
    while total > 0xFFFF:
        total = total % 65536 + total // 65536
    return 0xFFFF - total or 0xFFFF


def _boxes(question, n):
    source, destination = (IPv4Address(each).packed for each in re.findall(r"\d+\.\d+\.\d+\.\d+", question)[:2])
    ttl = int(re.search(r"time to live of (\d+)", question)[1])
    identification = bytes.fromhex(re.search(r"identification +([0-9a-f]{4})", question)[1])
    for each in (source, destination):
        assert each.hex(" ", 2) in question
    header = struct.pack(">HH", 0x4500, 28 + n) + identification + bytes((0, 0, ttl, 17, 0, 0)) + source + destination
    checksum = _complement(header)
    cells = {
        "version": "4",
        "length": "5",
        "total": f"{28 + n:04x}",
        "ttl": f"{ttl:02x}",
        "protocol": "11",
        "checksum": f"{checksum:04x}",
    }

    def filled(**others):
        return " ".join(f"{name}={cell}" for name, cell in (cells | others).items())

    return TaskKey(
        kind="table",
        right=filled(),
        forms=(
            filled().upper(),
            " ".join(cells.values()),
            filled(total=f"0x{28 + n:x}"),
            ", ".join(reversed(filled().split())),
        ),
        wrong={
            "ihl-in-bytes": (filled(length="14"), filled(length="20")),
            "payload-only": (filled(total=f"{8 + n:04x}"),),
            "frame-length": (filled(total=f"{42 + n:04x}"),),
            "data-only": (filled(total=f"{n:04x}"),),
            "hex-as-decimal": (filled(protocol="17"), filled(ttl=str(ttl))),
            "not-inverted": (filled(checksum=f"{0xFFFF - checksum:04x}"),),
        },
    )
