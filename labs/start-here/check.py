"""Start here: six first looks at the bytes of a name question and its answer."""

from __future__ import annotations

from netkit.lab import Draw, Library, Packet, Place, Question, Situation, Wrong
from netkit.lab.told import known, seen, step

FILE = "hello.pcapng"


def situation(draw: Draw, library: Library) -> Situation:
    """One of the recorded greetings, and which bytes are asked about."""
    traffic = library.traffic(draw.choice("greeting", library.names("hello-[0-9][0-9].pcapng")))
    question = traffic.find(lambda p: p.value("dns.flags.response") is False)
    answer = traffic.find(lambda p: p.value("dns.flags.response") is True)
    byte = draw.number("byte", 17, 29)
    owned = draw.number("owned byte", 0, len(question.dissection.data) - 1)
    return Situation(
        traffic=traffic,
        file=FILE,
        packets={"question": question, "answer": answer},
        facts={
            "file": FILE,
            "count": len(traffic.packets),
            "question": question.number,
            "answer": answer.number,
            "byte": byte,
            "owned": owned,
        },
    )


def hex_at(packet: Packet, byte: int) -> str:
    """One byte of a packet as two hex digits."""
    return f"{packet.dissection.data[byte]:02x}"


def place_at(packet: Packet, byte: int) -> Place:
    """The field that a byte belongs to."""
    found = next(field for field in packet.fields if field.start_bit <= byte * 8 < field.start_bit + field.width_bits)
    return Place(packet, found.key)


def row_of(byte: int) -> str:
    """How the row of a byte begins in the dump."""
    return f"{byte // 16 * 16:04x}"


def read_a_byte(now: Situation) -> Question:
    """The byte itself; its neighbours are the answers of counting from 1, or one too far."""
    packet, byte = now.packets["answer"], int(now.facts["byte"])
    row, column = row_of(byte), byte % 16
    first = byte - column
    return Question(
        right=hex_at(packet, byte),
        because="It stands in the row {row}, {column} places after its beginning.",
        facts={"row": row, "column": column},
        wrong=[
            known(
                "counted-from-one",
                hex_at(packet, byte - 1),
                "{answer} is byte {before}. The first byte of a packet is byte 0, not byte 1.",
                place=place_at(packet, byte - 1),
                before=byte - 1,
            ),
            known(
                "one-too-far",
                hex_at(packet, byte + 1),
                "{answer} is byte {after}, one place too far.",
                place=place_at(packet, byte + 1),
                after=byte + 1,
            ),
            known(
                "row-number-is-decimal",
                hex_at(packet, byte + 6 if byte < 20 else byte + 12),
                "The row {row} begins with byte {first}: its number is written in hex, where 10 means sixteen.",
                row=row,
                first=int(row, 16),
            ),
            known(
                "place-for-value",
                f"{byte:02x}",
                "That is the byte's number, {byte}, in hex: where it stands. What stands there is asked.",
            ),
        ],
        working=[
            step(
                "packet {packet}: byte {byte} stands in the row of bytes {first} to {last}, which begins with",
                row,
                packet=packet.number,
                first=first,
                last=first + 15,
            ),
            step("so many places after the row's first byte:", column),
            step("there stands", hex_at(packet, byte)),
        ],
    )


def from_hex(now: Situation) -> Question:
    """The time to live, in decimal."""
    packet = now.packets["answer"]
    ttl = packet.value("ip.ttl")
    high, low = divmod(ttl, 16)
    digits = f"{ttl:02x}"
    place = Place(packet, "ip.ttl")
    wrong = [
        known(
            "digits-added",
            high + low,
            "{answer} is {high} + {low}. The left digit counts sixteens: it is worth 16 times as much.",
            place=place,
            high=high,
            low=low,
        ),
        known(
            "low-digit-first",
            low * 16 + high,
            "{answer} is 0x{turned}: the digits are the other way round. The left one counts the sixteens.",
            place=place,
            turned=digits[::-1],
        ),
        known(
            "tens-for-sixteens",
            high * 10 + low,
            "{answer} is {high} × 10 + {low}. In hex the left digit counts sixteens, not tens.",
            place=place,
            high=high,
            low=low,
        ),
        Wrong(
            slug="hex-kept",
            kind="text",
            fits=lambda answer: str(answer).removeprefix("0x").zfill(2) == digits,
            why="{digits} are the right digits, still in hex. In decimal they are written otherwise.",
            place=place,
            facts={"digits": digits},
        ),
    ]
    return Question(
        right=ttl,
        place=place,
        because="0x{digits} is {high} × 16 + {low}.",
        facts={"digits": digits, "high": high, "low": low},
        wrong=[one for one in wrong if one.value != ttl],
        working=[
            step("byte 22 in hex is", digits),
            step("its left digit is", high),
            step("its right digit is", low),
            step("16 times the left one, and the right one, come to", ttl),
        ],
    )


def whose_byte(now: Situation) -> Question:
    """The header that a byte belongs to: Ethernet's 0 to 13, IPv4's 14 to 33, UDP's 34 to 41, DNS's message behind them."""
    packet, byte = now.packets["question"], int(now.facts["owned"])
    end = len(packet.dissection.data) - 1
    owners = {"Ethernet": (0, 13), "IPv4": (14, 33), "UDP": (34, 41), "DNS": (42, end)}
    right = next(name for name, (first, last) in owners.items() if first <= byte <= last)
    first, last = owners[right]
    told = {
        "Ethernet": (
            "ethernet-goes-on",
            "Ethernet's header ends with the two bytes that say what it carries: it has bytes {first} to {last}.",
            "eth.type",
        ),
        "IPv4": ("ip-is-all", "IPv4's header ends with its two addresses: it has bytes {first} to {last}.", "ip.src"),
        "UDP": (
            "transport-elsewhere",
            "UDP's header is the shortest, two ports and two more fields: it has bytes {first} to {last}.",
            "udp.srcport",
        ),
        "DNS": ("content-elsewhere", "The message of DNS comes last: it has bytes {first} to {last}.", "dns.id"),
    }
    return Question(
        right=right,
        place=place_at(packet, byte),
        because="{right} has bytes {first} to {last}; byte {owned} belongs to its field {field}.",
        facts={"right": right, "first": first, "last": last, "field": place_at(packet, byte).field.name},
        wrong=[
            known(slug, name, why, place=Place(packet, key, whole=True), first=owners[name][0], last=owners[name][1])
            for name, (slug, why, key) in told.items()
            if name != right
        ],
        working=[
            step("the four lie one behind the other; they end with bytes", end, said="13, 33, 41 and {end}", end=end),
            step("so byte {owned} belongs to", right),
        ],
    )


def an_address(now: Situation) -> Question:
    """The destination address of the question."""
    packet = now.packets["question"]
    place = Place(packet, "ip.dst")
    right = packet.value("ip.dst")
    parts = place.hex.split()
    return Question(
        right=right,
        place=place,
        because="{bytes} in decimal, with dots.",
        facts={"bytes": place.hex},
        wrong=[
            known(
                "source-for-destination",
                packet.value("ip.src"),
                "{answer} stands in bytes 26 to 29: the address that the packet comes from.",
                place=Place(packet, "ip.src"),
            ),
            known(
                "bytes-reversed",
                ".".join(reversed(right.split("."))),
                "The four numbers are right, and the other way round: the first byte is the first number.",
                place=place,
            ),
            Wrong(
                slug="hex-kept",
                kind="name",
                fits=lambda answer: [part.removeprefix("0x").zfill(2) for part in str(answer).split(".")] == parts,
                why="These are the right bytes, still in hex. People write addresses in decimal: each of the four has to be turned.",
                place=place,
                facts={},
            ),
        ],
        working=[
            step("byte 30 is {byte}, in decimal", int(parts[0], 16), byte=parts[0]),
            step("byte 31 is {byte}, in decimal", int(parts[1], 16), byte=parts[1]),
            step("bytes 32 and 33, turned in the same way, make it", right),
        ],
    )


def two_bytes(now: Situation) -> Question:
    """The source port: 256 times the first byte, and the second."""
    packet = now.packets["question"]
    place = Place(packet, "udp.srcport")
    right = packet.value("udp.srcport")
    high, low = divmod(right, 256)
    digits = f"{right:04x}"
    return Question(
        right=right,
        place=place,
        because="{high} × 256 + {low}.",
        facts={"high": high, "low": low},
        wrong=[
            known(
                "bytes-added",
                high + low,
                "{answer} is {high} + {low}. The first byte counts 256s: it is worth 256 times as much.",
                place=place,
                high=high,
                low=low,
            ),
            known(
                "numbers-joined",
                int(f"{high}{low}"),
                "That is {high} and {low} written side by side. Each step to the left is worth 256 here, not 10.",
                place=place,
                high=high,
                low=low,
            ),
            Wrong(
                slug="hex-kept",
                kind="text",
                fits=lambda answer: str(answer).removeprefix("0x").replace(" ", "") == digits,
                why="{digits} are the right digits, still in hex. Turn both bytes into decimal.",
                place=place,
                facts={"digits": digits},
            ),
            known(
                "second-byte-only",
                low,
                "{answer} is byte 35 alone. Byte 34 belongs to the number, too.",
                place=place,
            ),
            known(
                "first-byte-only",
                high,
                "{answer} is byte 34 alone. Byte 35 belongs to the number, too.",
                place=place,
            ),
        ],
        working=[
            step("byte 34 in decimal is", high),
            step("byte 35 in decimal is", low),
            step("256 times the first, and the second, come to", right),
        ],
    )


def a_name(now: Situation) -> Question:
    """The name in the question."""
    packet = now.packets["question"]
    place = Place(packet, "dns.qry.name")
    name = packet.value("dns.qry.name")
    labels = name.split(".")
    return Question(
        right=name,
        place=place,
        because="Where people write a dot, the packet has the length of the next part.",
        facts={},
        wrong=[
            known(
                "first-part-only",
                labels[0],
                "{answer} is the name's first part; the length byte behind it says that another follows.",
                place=place,
            ),
            known(
                "dots-left-out",
                "".join(labels),
                "All the letters are there. Between the parts of a name people write a dot, where the packet has a length.",
                place=place,
            ),
            seen(
                "begins-too-late",
                lambda answer: (
                    len(labels) > 1 and answer in {".".join(labels[start:]) for start in range(1, len(labels))}
                ),
                "The name begins earlier: its first part is missing.",
                place=place,
            ),
        ],
        working=[
            step("byte 54 is the length of the first part:", len(labels[0])),
            step("so its letters are", labels[0]),
            step("and the whole name, up to the length 0, is", name),
        ],
    )
