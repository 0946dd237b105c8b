"""The Internet checksum: seven questions about the sums of a student's own packets. See `Question` in netkit/lab/question.py."""

from __future__ import annotations

from netkit.address import parse_ipv4
from netkit.lab import Question, Situation
from netkit.lab.parts import row_part
from netkit.lab.told import known, seen, step
from netkit.packet.checksum import fold, word_sum
from netkit.packet.checksum import words as words_of

ALL_ONES = 0xFFFF
CHECKSUM = 5
"""Which of the header's words it is, counted from 0."""

UDP = 17
UDP_CHECKSUM = slice(6, 8)


def two_bytes(number: int) -> str:
    """A field of 16 bits in hex."""
    return f"{number:04x}"


def told(number: int) -> str:
    """A number in hex, for a line of a working."""
    return f"0x{number:04x}"


def numbers(text: object) -> list[int]:
    """Words in hex as numbers."""
    return [int(word, 16) for word in str(text).split()]


def without_checksum(text: object) -> list[int]:
    """The words of a header, its checksum as 0."""
    found = numbers(text)
    found[CHECKSUM] = 0
    return found


def bytes_of(found: list[int]) -> bytes:
    """Words as bytes."""
    return b"".join(word.to_bytes(2, "big") for word in found)


def sum_of_header(now: Situation) -> Question:
    """2.1: fold(S)."""
    found = without_checksum(now.facts["header"])
    total = sum(found)
    return Question(
        right=two_bytes(fold(total)),
        because="{whole} has a carry of {carry}, which goes round. (The header's own checksum with its bits turned over is the same.)",
        facts={"whole": f"0x{total:x}", "carry": total >> 16},
        wrong=[
            known(
                "carry-dropped",
                two_bytes(total % 0x10000),
                "0x{answer} lacks the carry. What does not fit into 16 bits goes round and is added at the low end.",
            ),
            known(
                "summed-bytes",
                two_bytes(sum(bytes_of(found))),
                "0x{answer} is the sum of single bytes. Words of 16 bits are added: the first byte of each counts 256 times as much.",
            ),
            known(
                "checksum-counted",
                "ffff",
                "0xffff is the sum with the checksum in it, as a receiver makes it. The field counts as 0 while the checksum is computed.",
            ),
        ],
        working=[
            step("the ten words, the checksum as 0, add up to", f"0x{total:x}"),
            step("what lies above 16 bits, the carry, is", total >> 16),
            step("without it there is", told(total % 0x10000)),
            step("and with the carry added at the low end", told(fold(total))),
        ],
    )


def header_checksum(now: Situation) -> Question:
    """2.2: C."""
    total = sum(without_checksum(now.facts["blank"]))
    return Question(
        right=two_bytes(ALL_ONES - fold(total)),
        because="It is the sum {sum} with every bit turned over: added to that sum it makes 0xffff.",
        facts={"sum": told(fold(total))},
        wrong=[
            known(
                "not-inverted",
                two_bytes(fold(total)),
                "0x{answer} is the sum. The field holds its complement, so that the receiver's sum comes to all ones.",
            ),
            known(
                "twos-complement",
                two_bytes((0x10000 - fold(total)) % 0x10000),
                "0x{answer} is the negative of the sum in two's complement, as computers count. One's complement turns the bits over and "
                "adds nothing.",
            ),
            known(
                "carry-dropped",
                two_bytes(ALL_ONES - total % 0x10000),
                "In 0x{answer} the carry is missing: it goes round, before the bits are turned over.",
            ),
        ],
        working=[
            step("the ten words add up to", f"0x{total:x}"),
            step("with the carry added at the low end:", told(fold(total))),
            step("every bit turned over, which is 0xffff less that:", two_bytes(ALL_ONES - fold(total))),
        ],
    )


def rows(text: object) -> dict[str, str]:
    """What stands behind each letter."""
    return {letter.strip(): row.strip() for letter, _, row in (line.partition(":") for line in str(text).splitlines())}


def damaged_headers(now: Situation) -> Question:
    """2.3: those whose words, the checksum among them, do not come to 0xFFFF."""
    headers = {letter: fold(sum(numbers(row))) for letter, row in rows(now.facts["arrived"]).items()}
    right = frozenset(letter for letter, total in headers.items() if total != ALL_ONES)
    swapped = str(now.facts["swapped"])
    return Question(
        right=right,
        because="Only these come to something else than 0xffff. In {swapped} two words changed places, and no sum can see that.",
        facts={},
        wrong=[
            known(
                "intact-is-zero",
                frozenset(headers),
                "No sum here is 0, and none has to be: with its checksum an intact header gives 0xffff, whose complement is 0.",
            ),
            known(
                "picked-the-intact",
                frozenset(headers) - right,
                "These are the good ones: with the checksum their words come to 0xffff.",
            ),
            known(
                "swapped-words-damaged",
                right | {swapped},
                "In {swapped} two words stand in each other's place, that is true, but it comes to 0xffff all the same: a sum does not see "
                "the order. By its checksum nobody can tell it from one that is intact.",
            ),
        ],
        working=[
            step(
                "in a header as it was sent, all words, the checksum among them, come with their carries to",
                told(ALL_ONES),
            ),
            step("of these six, so many come to something else:", len(right), lambda answer: len(answer) == len(right)),
            step("these are", ", ".join(sorted(right))),
        ],
    )


def behind_a_router(now: Situation) -> Question:
    """2.4: fold(C + 0x0100) (RFC 1624)."""
    words = numbers(now.facts["header"])
    checksum = words[CHECKSUM]
    right = fold(checksum + 0x0100)
    return Question(
        right=two_bytes(right if right != ALL_ONES else 0),
        about=now.traffic.packet(2) if now.traffic else None,
        because="TTL is the high byte of its word: that word fell by 0x0100, so the checksum grew by as much. Packet 2 of {router} is "
        "the packet behind the router.",
        facts={},
        wrong=[
            known(
                "checksum-travels",
                two_bytes(checksum),
                "0x{answer} is the old one. TTL fell by one, and it is part of the header: every router makes a new checksum.",
            ),
            known(
                "sum-for-complement",
                two_bytes(fold(checksum - 0x0100)),
                "0x{answer} is smaller by 0x0100. The words got smaller, so the sum does, but the complement of it gets larger.",
            ),
            known(
                "ttl-is-a-word",
                two_bytes(checksum + 1),
                "0x{answer} is larger by 1. TTL is the high byte of its word: one less there is 0x0100 less in the sum.",
            ),
        ],
        working=[
            step("the checksum before the router is", told(checksum)),
            step("TTL, the high byte of its word, falls by 1; so the sum of the words falls by", told(0x0100)),
            step("and its complement grows by as much, to", two_bytes(right)),
        ],
    )


def complement(total: int) -> int:
    """The checksum for a sum, as UDP sends it: 0xFFFF for 0 (RFC 768)."""
    return ALL_ONES - fold(total) or ALL_ONES


def udp_checksum(now: Situation) -> Question:
    """2.5: the complement of the sum over pseudo-header, header and data."""
    whole = bytes.fromhex(str(now.facts["packet"]))
    datagram, length = whole[20:], len(whole) - 20
    addresses = [
        word for name in ("source", "destination") for word in divmod(parse_ipv4(str(now.facts[name])), 0x10000)
    ]
    pseudo = sum(addresses) + UDP + length
    header, carried = sum(words_of(datagram[:8])), sum(words_of(datagram[8:]))
    total = pseudo + header + carried
    odd = datagram[-1]
    return Question(
        right=two_bytes(complement(total)),
        because="Addresses, protocol, length, header and data: all of it is summed, and the bits of the sum are turned over.",
        wrong=[
            known(
                "no-pseudo-header",
                two_bytes(complement(header + carried)),
                "0x{answer} comes out without the addresses, the protocol and the length before the datagram. They are summed, too, so "
                "that a datagram that reaches the wrong host is noticed.",
            ),
            known(
                "header-only",
                two_bytes(complement(pseudo + header)),
                "0x{answer} comes out without the data. IPv4's checksum covers its header only; UDP's covers the data, too.",
            ),
            known(
                "odd-byte-low",
                two_bytes(complement(total - (odd << 8) + odd)),
                "In 0x{answer} the last byte, {odd}, was added as 00{odd}. An odd byte is the high one of its word; a zero follows it.",
                odd=f"{odd:02x}",
            ),
            known(
                "ip-length",
                two_bytes(complement(total - length + len(whole))),
                "0x{answer} has IP's total length, {size}, in the pseudo-header. There it is UDP's own length.",
            ),
        ],
        working=[
            step("the pseudo-header, {source}, {destination}, 17 and {length}, adds up to", f"0x{pseudo:x}"),
            step("with the words of UDP's header, the checksum as 0:", f"0x{pseudo + header:x}"),
            step("with the data, the odd byte at the end as {last}:", f"0x{total:x}", last=f"{odd:02x}00"),
            step("with the carries added at the low end:", told(fold(total))),
            step("every bit turned over:", two_bytes(complement(total))),
        ],
    )


def changed(header: list[int], text: str) -> list[int]:
    """A header's words after a change, as a task words it."""
    found = list(header)
    if "change places" in text:
        one, other = (header.index(int(word, 16)) for word in (text.split()[2], text.split()[4]))
        found[one], found[other] = found[other], found[one]
        return found
    for each in text.split(", and "):
        old, _, new = each.partition(" becomes ")
        found[header.index(int(old, 16))] = int(new, 16)
    return found


def unnoticed(now: Situation) -> Question:
    """2.6: the changes after which the sum is still 0xFFFF."""
    facts = now.facts
    header = numbers(facts["header"])
    right = frozenset(
        letter
        for letter, text in rows(facts["changes"]).items()
        if word_sum(bytes_of(changed(header, text))) == ALL_ONES
    )
    bit, bytewise = str(facts["bit_change"]), str(facts["bytes_change"])
    return Question(
        right=right,
        because="Order does not count in a sum, what is added and taken cancels out, and 0xffff is one's complement's other zero.",
        wrong=[
            known(
                "checksum-sees-all",
                frozenset(),
                "There are far more headers than checksums: 16 bits can't tell all of them apart, so it does not show every change.",
            ),
            seen(
                "one-bit-may-pass",
                lambda answer: isinstance(answer, frozenset) and bit in answer,
                "In {bit_change} one bit is flipped. That adds or takes a power of two, and always changes the sum.",
            ),
            seen(
                "bytes-commute",
                lambda answer: isinstance(answer, frozenset) and bytewise in answer,
                "In {bytes_change} the two bytes of a word change places. They weigh 256 and 1, so the sum is another.",
            ),
        ],
        working=[
            step("the words of your header, the checksum among them, come to", told(ALL_ONES)),
            step(
                "a change goes unnoticed if they still do. So many of the five do that:",
                len(right),
                lambda answer: len(answer) == len(right),
            ),
            step("these are", ", ".join(sorted(right))),
        ],
    )


def checksum_at_the_sender(now: Situation) -> Question:
    """2.7: intact, and the first acknowledgment that covers it."""
    proof = str(now.facts["proof"])
    return Question(
        right=("intact", proof),
        because="Packet {proof} is the first from the other side whose ACK covers all of packet {asked}: it arrived whole. The sender's "
        "card, or its virtual link, finishes the sum behind the place where the capture was made.",
        facts={},
        parts=[
            row_part(
                0,
                "segment",
                "intact",
                why="One of damaged, dropped, repaired and intact is wanted.",
                facts={},
                wrong=[
                    known(
                        "damaged-on-the-way",
                        "damaged",
                        "The capture was made before the wire, and the other side acknowledges the bytes; damaged ones it would not.",
                    ),
                    known(
                        "dropped-by-receiver", "dropped", "Then it would have been sent again. It is there once only."
                    ),
                    known(
                        "routers-repair-tcp",
                        "repaired",
                        "Routers do not touch it: the sender's card (or virtual link) finishes the sum behind the capture point.",
                    ),
                ],
            ),
            row_part(
                1,
                "proof",
                proof,
                accepts=lambda answer: str(answer).removeprefix("packet").strip(" #") == proof,
                weight=3,
                why="It has to come from the other side, and be the first whose ACK reaches the number behind the segment's last byte: its "
                "sequence number and its bytes together.",
                facts={},
            ),
        ],
        working=[
            step(
                "packet {asked} has, counted from the connection's first byte, the bytes up to",
                int(now.facts["end"]) - 1,
            ),
            step("to acknowledge all of them, an ACK has to be at least", int(now.facts["end"])),
            step("the first packet from the other side with such an ACK is", proof),
        ],
    )
