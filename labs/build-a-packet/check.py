"""Build a packet: eight questions about the bytes of headers. See `Question` in netkit/lab/question.py."""

from __future__ import annotations

from collections.abc import Mapping

from netkit.lab import Part, Question, Situation, Value, Wrong
from netkit.lab.parts import field_part
from netkit.lab.told import known, seen, step
from netkit.packet import dissect
from netkit.packet.building import data, ipv6, udp

RAW_IP = 101
IPV4, UDP, IPV6, ETHERNET = 20, 8, 40, 14
"""Bytes of the headers."""

BLOCK = 8
WORD = 4


def byte(number: int) -> str:
    """One byte in hex."""
    return f"{number:02x}"


def two_bytes(number: int) -> str:
    """A field of 16 bits in hex."""
    return f"{number:04x}"


def first_byte(now: Situation) -> Question:
    """5.1: 0x40 + 5 + k."""
    k = int(now.facts["option_words"])
    words = IPV4 // WORD + k
    return Question(
        right=byte(0x40 + words),
        because="Version 4, then {words} words of 4 bytes, which is {size} bytes: the options are part of the header.",
        facts={"words": words, "size": words * WORD},
        wrong=[
            known(
                "nibbles-swapped",
                byte(16 * words + 4),
                "In 0x{answer} the length comes first and the version second. The version is the high half of the byte.",
            ),
            known(
                "ihl-in-bytes",
                byte(0x40 + words * WORD % 16),
                "{size} bytes are counted in 0x{answer}, and cut off at 4 bits. The length counts words of 4; not even the 20 bytes "
                "without options would fit into 4 bits.",
                size=words * WORD,
            ),
            known(
                "options-uncounted",
                "45",
                "0x45 is a header without options: 5 words. Options belong to the header.",
            ),
        ],
        working=[
            step("the version, in the high half of the byte:", 4),
            step("words of 4 bytes in the fixed part of 20 bytes:", IPV4 // WORD),
            step("and words of options, {option_words} of them, make a low half of", f"0x{words:x}"),
            step("both halves in one byte:", byte(0x40 + words)),
        ],
    )


def not_as_bytes(right: int) -> list[Wrong]:
    """A number that is right, and not written as the two bytes of its field in hex."""
    return [
        seen(
            "high-byte-missing",
            lambda answer: answer == byte(right),
            "0x{answer} is one byte. The field has two, and both are asked: which one stands before it?",
        ),
        seen(
            "hex-as-decimal",
            lambda answer: str(answer).lstrip("0") == str(right),
            "The digits {answer} are decimal. Bytes are written in hex, in which each place is worth 16 times the one behind it.",
        ),
    ]


def total_length(now: Situation) -> Question:
    """5.2: 20 + 8 + n."""
    n = int(now.facts["n"])
    right = IPV4 + UDP + n
    return Question(
        right=two_bytes(right),
        because="20 of IPv4, 8 of UDP and {n} of data are {right} bytes.",
        facts={"right": right},
        wrong=[
            known(
                "payload-only",
                two_bytes(UDP + n),
                "0x{answer} is {bytes}: UDP's header and the data. IPv6 counts so; IPv4 counts its own header, too.",
                bytes=UDP + n,
            ),
            known(
                "frame-length",
                two_bytes(ETHERNET + right),
                "0x{answer} is {bytes}, a whole frame. Ethernet is outside: IP does not know what will carry it.",
                bytes=ETHERNET + right,
            ),
            known("data-only", two_bytes(n), "0x{answer} is {n}, the data alone. The headers count, too."),
            *not_as_bytes(right),
        ],
        working=[
            step("bytes of the IPv4 header:", IPV4),
            step("with UDP's header:", IPV4 + UDP, lambda answer: int(str(answer), 16) > n),
            step("with {n} bytes of data, in two bytes:", two_bytes(right)),
        ],
    )


def udp_length(now: Situation) -> Question:
    """5.3: 8 + n."""
    n = int(now.facts["n"])
    return Question(
        right=two_bytes(UDP + n),
        because="8 of its own header and {n} of data are {right}.",
        facts={"right": UDP + n},
        wrong=[
            known(
                "data-only",
                two_bytes(n),
                "0x{answer} is {n}, the data alone. The 8 bytes of UDP's own header count, too.",
            ),
            known(
                "total-length",
                two_bytes(IPV4 + UDP + n),
                "0x{answer} is {bytes}: IPv4's header is in it. That is IP's length, not UDP's.",
                bytes=IPV4 + UDP + n,
            ),
            known(
                "half-header",
                two_bytes(WORD + n),
                "0x{answer} is {bytes}: only half of UDP's header is in it. It has four fields of two bytes.",
                bytes=WORD + n,
            ),
            *not_as_bytes(UDP + n),
        ],
        working=[
            step("bytes of each field of the UDP header:", 2),
            step("it has four: two ports, length, checksum; bytes of all four:", UDP),
            step("with {n} bytes of data, in two bytes:", two_bytes(UDP + n)),
        ],
    )


def last_hop(now: Situation) -> Question:
    """5.4: h."""
    h = int(now.facts["h"])
    return Question(
        right=h,
        about=now.traffic.packet(3) if now.traffic else None,
        because="Router 1 takes 1 away, router 2 the next, and router {h} the last: in {file}, packet 3 leaves with it, and packet 4 is "
        "what {router} says.",
        facts={},
        wrong=[
            known(
                "ttl-from-zero",
                h - 1,
                "A packet with TTL {answer} ends one router earlier. Router 1 takes TTL 1 to 0, and answers.",
            ),
            known(
                "ttl-needs-one-more",
                h + 1,
                "With TTL {answer} there is 1 left when router {h} has taken its own, so that it passes the packet on.",
            ),
            known(
                "from-the-default",
                64 - h,
                "{answer} is 64 less {h}. The TTL says how many routers are left, not how many have been passed.",
            ),
        ],
        working=[
            step("the TTL that ends at router 1 is", 1),
            step("each router further needs one more; routers behind the first, up to {router}:", h - 1),
            step("so the TTL is", h),
        ],
    )


def on_the_wire(name: str) -> bytes:
    """A name as DNS writes it: each label with its length before it, then the empty label of the root (RFC 1035 §3.1)."""
    return b"".join(bytes([len(label)]) + label.encode() for label in name.split(".")) + b"\0"


def name_in_bytes(now: Situation) -> Question:
    """5.5: each label with its length before it, then 0."""
    name = str(now.facts["name"])
    right = on_the_wire(name)
    labels = name.split(".")

    def one_length(answer: object) -> bool:
        found = bytes.fromhex(str(answer)).lower().removesuffix(b"\0")
        text = [name.encode(), "".join(labels).encode()]
        return found[1:] in text and found[:1] in (bytes([len(each)]) for each in text)

    return Question(
        right=right.hex(),
        accepts=lambda answer: bytes.fromhex(str(answer)).lower() == right,
        because="{count} labels, each with its length before it, and the length 0 of the root at the end.",
        facts={"count": len(labels)},
        wrong=[
            seen(
                "dots-kept",
                lambda answer: b"." in bytes.fromhex(str(answer)) and not one_length(answer),
                "There is a 2e in these bytes, which is a dot. On the wire there are none: lengths stand where the dots were.",
            ),
            known(
                "no-root",
                right[:-1].hex(),
                "The labels are right, but nothing says that the name ends there: the empty label of the root does.",
            ),
            seen(
                "one-length",
                one_length,
                "One length stands before the whole name here. Every label has its own, and no dot is written.",
            ),
        ],
        working=[
            step("the labels are", " ".join(labels)),
            step("the first has the length", len(labels[0])),
            step("so it is written", right[: len(labels[0]) + 1].hex(" ")),
            step("the others follow in the same way, and the root's length, 0:", right.hex(" ")),
        ],
    )


def data_offset(now: Situation) -> Question:
    """5.6: (20 + 4·ceil(o/4)) / 4, in the high half of the byte."""
    o = int(now.facts["o"])
    own = -(-o // WORD)
    words = IPV4 // WORD + own
    return Question(
        right=byte(16 * words),
        because="20 bytes and {padded} of options, padding included, are {words} words of 4 bytes.",
        facts={"padded": own * WORD, "words": words},
        wrong=[
            known(
                "options-uncounted",
                "50",
                "0x50 says 5 words, a header without options. Then the options would be data.",
            ),
            known(
                "offset-in-bytes",
                byte(16 * (words * WORD % 16)),
                "0x{answer} comes from a number of bytes, cut off at 4 bits. The offset counts words of 4.",
            ),
            known(
                "offset-of-options",
                byte(16 * own),
                "0x{answer} counts the options alone. The offset counts from the beginning of the header.",
            ),
        ],
        working=[
            step("bytes of options:", o),
            step("with padding up to a full word of 4:", own * WORD),
            step("with the 20 bytes of the fixed part:", words * WORD),
            step("as words of 4, in the high half of the byte:", byte(16 * words)),
        ],
    )


def fragment_offset(now: Situation) -> Question:
    """5.7: k · floor((mtu − 20)/8)."""
    mtu, k = int(now.facts["mtu"]), int(now.facts["k"])
    blocks = (mtu - IPV4) // BLOCK
    return Question(
        right=k * blocks,
        because="{k} fragments lie before it, each of {blocks} blocks of 8 bytes.",
        facts={"blocks": blocks},
        wrong=[
            known(
                "offset-in-bytes",
                k * BLOCK * blocks,
                "{answer} is where its data begin, in bytes. The field counts blocks of 8, for it has 13 bits only.",
            ),
            known(
                "not-rounded",
                k * (mtu - IPV4) // BLOCK,
                "{answer} comes out if each fragment carries {room} bytes. All but the last carry a multiple of 8, and that is none.",
                room=mtu - IPV4,
            ),
            known(
                "header-counted",
                k * (mtu // BLOCK),
                "{answer} comes out if data fill the whole MTU of {mtu} bytes. Each fragment needs its own header.",
            ),
        ],
        working=[
            step("bytes of the MTU less a header of 20:", mtu - IPV4),
            step(
                "whole blocks of 8 in that:",
                blocks,
                lambda answer: isinstance(answer, int) and (answer % k != 0 or answer == k * blocks),
            ),
            step("times {k}, for the fragments 0 to {last}:", k * blocks, last=k - 1),
        ],
    )


def over_ipv6(now: Situation) -> Question:
    """5.8: payload length 8 + n, and a checksum that is not 0."""
    facts = now.facts
    n = int(facts["n"])
    packet = (
        ipv6(source=facts["source"], destination=facts["destination"])
        / udp(source_port=facts["source_port"], destination_port=facts["destination_port"])
        / data(str(facts["message"]))
    ).encode()
    checksum = next(found.value for found in dissect(packet, RAW_IP).fields if found.key == "udp.checksum")
    return Question(
        right=packet.hex(),
        because="The payload length is 8 + {n}, and the checksum is there: over IPv6 nothing else would notice a damaged address.",
        facts={},
        parts=ipv6_parts(facts, checksum),
        working=[
            step("bytes that follow the IPv6 header, UDP's own and the data:", UDP + n),
            step("the first 8 bytes, with a hop limit of 64:", packet[:8].hex(" ")),
            step("then the two addresses, then UDP's ports and length:", packet[40:46].hex(" ")),
            step("then the checksum, and the data behind it:", packet[46:].hex(" ")),
        ],
    )  # fmt: skip


def ipv6_parts(facts: Mapping[str, int | float | str], checksum: Value) -> list[Part]:
    """The fields of the packet over IPv6, each with its own points."""
    n, text = int(facts["n"]), str(facts["message"])
    return [
        field_part("ipv6.version", 6, name="version", why="An IPv6 packet begins with the digit 6.", facts={}),
        field_part(
            "ipv6.plen",
            UDP + n,
            name="payload length",
            weight=2,
            why="It counts all that follows the IPv6 header, in bytes.",
            facts={},
            wrong=[
                known("counts-40", IPV6 + UDP + n, "{answer} has the fixed header of 40 bytes in it, which is not counted."),
                known("counts-20", IPV4 + UDP + n, "{answer} was IPv4's total length. IPv6 does not count its own header."),
            ],
        ),
        field_part("ipv6.nxt", 17, name="next header", why="UDP has the number 17, which is 11 in hex.", facts={}),
        field_part("ipv6.src", str(facts["source"]), name="source", why="{source} is wanted.", facts={}),
        field_part("ipv6.dst", str(facts["destination"]), name="destination", why="{destination} is wanted.", facts={}),
        field_part("udp.srcport", int(facts["source_port"]), name="source port", why="{source_port} is wanted.", facts={}),
        field_part(
            "udp.dstport", int(facts["destination_port"]), name="destination port", why="{destination_port} is wanted.", facts={}
        ),
        field_part("udp.length", UDP + n, name="UDP length", why="It is the same as over IPv4: see task 3.", facts={}),
        field_part(
            "udp.checksum",
            checksum,
            name="UDP checksum",
            weight=2,
            why="It is the sum of both addresses, the length, 17 and the datagram, every bit turned over; all the other fields have "
            "to be right first.",
            facts={},
            wrong=[
                known(
                    "checksum-optional",
                    0,
                    "0 says that there is no checksum. Over IPv4 that is allowed; IPv6 has no header checksum to fall back on, and "
                    "forbids it but for some tunnels (RFC 8200 §8.1).",
                )
            ],
        ),
        field_part("udp.payload", text.encode().hex(), name="data", why='"{message}" is wanted, {n} bytes.', facts={}),
    ]  # fmt: skip
