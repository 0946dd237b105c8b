"""The worksheet of build-a-packet: the boxes of an IPv4 header."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from netkit.lab import Box, Part, Question, Situation, Value, Wrong
from netkit.lab.parts import row_part
from netkit.lab.told import seen, step
from netkit.packet.checksum import checksum, word_sum

HEADER, UDP, ETHERNET, PROTOCOL = 20, 8, 14, 17
Facts = Mapping[str, int | float | str]
ROWS = ("version", "length", "total", "ttl", "protocol", "checksum")

WHY = {
    "version": "It is the 4 of IPv4.",
    "length": "It counts words of 4 bytes, without options here.",
    "total": "It counts both headers and the data: see task 2.",
    "ttl": "{ttl4} is wanted, in hex.",
    "protocol": "UDP has the number 17, here in hex.",
    "checksum": "It is over the header alone, with all the other boxes filled in.",
}
"""What is told of any other wrong value in a row."""


def comes_to(*numbers: int) -> Callable[[Value], bool]:
    """Whether a box holds one of these numbers, in hex."""

    def holds(cell: Value) -> bool:
        digits = re.sub(r"^0x|[\s_]", "", str(cell))
        return bool(re.fullmatch("[0-9a-f]{1,8}", digits)) and int(digits, 16) in numbers

    return holds


def boxes(facts: Facts, right: Mapping[str, str]) -> list[Box]:
    """The header as it is drawn on paper: what is given, and the six that are empty."""
    return [
        Box(label="version", bits=4, value=right["version"], row="version"),
        Box(label="length", bits=4, value=right["length"], row="length"),
        Box(label="services", bits=8, value="00"),
        Box(label="total length", bits=16, value=right["total"], row="total"),
        Box(label="identification", bits=16, value=str(facts["identification"])),
        Box(label="flags, fragment offset", bits=16, value="0000"),
        Box(label="time to live", bits=8, value=right["ttl"], row="ttl"),
        Box(label="protocol", bits=8, value=right["protocol"], row="protocol"),
        Box(label="header checksum", bits=16, value=right["checksum"], row="checksum"),
        Box(label="source", bits=32, value=str(facts["source_words"])),
        Box(label="destination", bits=32, value=str(facts["destination_words"])),
    ]


def header_boxes(now: Situation) -> Question:
    """A whole IPv4 header, the boxes of which are 5.1 without options, 5.2, and the checksum of it all."""
    facts = now.facts
    n, ttl = int(facts["n"]), int(facts["ttl4"])
    total = HEADER + UDP + n
    ends = bytes.fromhex(str(facts["source_words"]) + str(facts["destination_words"]))
    header = bytes.fromhex(f"4500{total:04x}{facts['identification']}0000{ttl:02x}{PROTOCOL:02x}0000") + ends
    right = {
        "version": ("4", 4), "length": ("5", 5), "total": (f"{total:04x}", total), "ttl": (f"{ttl:02x}", ttl),
        "protocol": (f"{PROTOCOL:02x}", PROTOCOL), "checksum": (f"{checksum(header):04x}", checksum(header)),
    }  # fmt: skip
    wrong = wrong_boxes(n, ttl, header)
    parts: list[Part] = [
        row_part(
            number,
            name,
            right[name][0],
            accepts=comes_to(right[name][1]),
            wrong=wrong.get(name, []),
            why=WHY[name],
            facts={},
            weight=2 if name == "checksum" else 1,
        )
        for number, name in enumerate(ROWS)
    ]
    return Question(
        right=tuple(right[name][0] for name in ROWS),
        parts=parts,
        boxes=boxes(facts, {name: digits for name, (digits, _) in right.items()}),
        because="With the checksum in it, the ten words of this header come to 0xffff, and every router can see that it is whole.",
        working=[
            step("version and header length, 5 words of 4 bytes:", "45"),
            step("total length, 20 + 8 + {n}:", right["total"][0]),
            step("TTL and protocol, {ttl4} and 17 in hex:", f"{ttl:02x}{PROTOCOL:02x}"),
            step("the words, with their carries, come to", f"0x{word_sum(header):04x}"),
            step("the checksum, every bit of that turned over:", right["checksum"][0]),
        ],
    )


def wrong_boxes(n: int, ttl: int, header: bytes) -> dict[str, list[Wrong]]:
    """The known wrong ways to fill the boxes, for so many bytes of data."""
    total = HEADER + UDP + n
    return {
        "length": [
            seen("ihl-in-bytes", comes_to(0x14, 0x4, 0x20), "{answer} counts bytes. The box has one digit, and counts words of 4."),
        ],
        "total": [
            seen("payload-only", comes_to(UDP + n), "{answer} is UDP's header and the data. IPv4 counts its own header, too."),
            seen("frame-length", comes_to(ETHERNET + total), "{answer} is a whole frame. Ethernet is outside."),
            seen("data-only", comes_to(n), "{answer} is the data alone. The headers count, too."),
            seen("hex-as-decimal", comes_to(int(str(total), 16)), "{answer} is decimal; the boxes are in hex."),
        ],
        "ttl": [seen("hex-as-decimal", comes_to(int(str(ttl), 16)), "{answer} is decimal; the boxes are in hex.")],
        "protocol": [seen("hex-as-decimal", comes_to(0x17), "17 is decimal; the boxes are in hex.")],
        "checksum": [
            seen("not-inverted", comes_to(word_sum(header)), "{answer} is the sum. The field holds its complement: every bit turned over."),
        ],
    }  # fmt: skip
