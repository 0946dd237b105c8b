"""The last task: a function that works a checksum out, called with bytes that are shown and others that are not."""

from __future__ import annotations

from netkit.lab import Case, Question, Situation, Wrong
from netkit.lab.told import known, step
from netkit.packet.checksum import fold, word_sum
from netkit.packet.checksum import words as words_of

ALL_ONES = 0xFFFF

FUNCTION = """
def checksum(data):
    if len(data) % 2:
        data = data + bytes(1)
    total = sum(data[0::2]) * 256 + sum(data[1::2])
    while total > 0xffff:
        total = (total >> 16) + (total & 0xffff)
    return total ^ 0xffff
"""


def told(number: int) -> str:
    """A number in hex, as a person writes it."""
    return f"-0x{-number:04x}" if number < 0 else f"0x{number:04x}"


def checksum_function(now: Situation) -> Question:
    """2.2 for any bytes: RFC 1071 in the student's own words."""
    header = bytes.fromhex(str(now.facts["blank"]))
    total = sum(words_of(header))
    return Question(
        right=FUNCTION,
        because="Words, carry, complement: so it stands in every router, and in each machine that sends a packet. RFC 1071 shows how "
        "it is made quick.",
        cases=[called(header), *(called(bytes.fromhex(str(now.facts[name]))) for name in ("odd", "twice", "many"))],
        working=[
            step("of the header of task 2 the first two bytes are the word", told(header[0] * 256 + header[1])),
            step("all its words add up to", f"0x{total:x}"),
            step("that shifted right by 16 bits is the carry,", total >> 16),
            step("which goes round as often as there is one, and leaves", told(fold(total))),
            step("with its 16 bits turned over, the function gives", ALL_ONES - fold(total)),
        ],
    )


def called(data: bytes) -> Case:
    """One call, with what the ways of thinking make of these bytes where they come to something else."""
    right = ALL_ONES - word_sum(data)
    wrong = [each for each in ways(data) if each.value != right]
    return Case(arguments=[data], right=right, wrong=wrong)


def ways(data: bytes) -> list[Wrong]:
    """What each way of thinking makes of some bytes."""
    total, alone = sum(words_of(data)), data[-1] if len(data) % 2 else 0
    folded, once = fold(total), (total >> 16) + total % 0x10000
    found = [
        way(
            "carry-dropped",
            ALL_ONES - total % 0x10000,
            "In {hex} the carry is missing: it goes round, before the bits are turned over.",
        ),
        way(
            "not-inverted",
            folded,
            "{hex} is the sum. The field holds its complement, so that the receiver's sum comes to all ones.",
        ),
        way(
            "twos-complement",
            0x10000 - folded,
            "{hex} is the negative of the sum in two's complement. One's complement turns the bits over and adds nothing.",
        ),
        *(
            way(
                "no-width",
                value,
                "{hex} is below 0: Python's ~ knows no width. Only 16 bits are turned over, as ^ 0xffff does it.",
            )
            for value in dict.fromkeys((~folded, ~total))
        ),
        way(
            "odd-byte-low",
            ALL_ONES - fold(total - 255 * alone),
            "In {hex} the last byte is the low one of its word. A zero follows it: it is the high one.",
        ),
        way(
            "odd-byte-dropped",
            ALL_ONES - fold(total - 256 * alone),
            "In {hex} the last byte is missing, which has no partner. A zero follows it, and both are a word.",
        ),
        way(
            "summed-bytes",
            ALL_ONES - fold(sum(data)),
            "{hex} comes from single bytes. Words of 16 bits are added: the first byte of each counts 256 times as much.",
        ),
        way(
            "byte-order",
            int.from_bytes((ALL_ONES - folded).to_bytes(2, "little"), "big"),
            "{hex} has the right bytes, the last one first. The Internet sends the high byte first.",
        ),
    ]
    if once <= ALL_ONES:
        return found
    # who forgets the second carry is off by one, as with two's complement: that is told of other calls
    others = [each for each in found if each.slug != "twos-complement"]
    why = "Here a carry that went round brought a new one, which {hex} does not have: go on until there is none."
    return [*others, *(way("carry-once", value, why) for value in (ALL_ONES - once, ~once & ALL_ONES))]


def way(slug: str, value: int, why: str) -> Wrong:
    """A way of thinking by what it comes to, which is told in hex."""
    return known(slug, value, why, hex=told(value))
