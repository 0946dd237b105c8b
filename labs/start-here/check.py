"""Start here: six first looks at the bytes of a name question and its answer."""

from __future__ import annotations

from netkit.lab import Draw, Library, Line, Packet, Place, Question, Situation, Wrong

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
        because=f"It stands in the row {row}, {column} places after its beginning.",
        wrong=[
            Wrong(
                slug="counted-from-one",
                value=hex_at(packet, byte - 1),
                why=f"{hex_at(packet, byte - 1)} is byte {byte - 1}. The first byte of a packet is byte 0, not byte 1.",
                place=place_at(packet, byte - 1),
            ),
            Wrong(
                slug="one-too-far",
                value=hex_at(packet, byte + 1),
                why=f"{hex_at(packet, byte + 1)} is byte {byte + 1}, one place too far.",
                place=place_at(packet, byte + 1),
            ),
            Wrong(
                slug="row-number-is-decimal",
                value=hex_at(packet, byte + 6 if byte < 20 else byte + 12),
                why=f"The row {row} begins with byte {int(row, 16)}: its number is written in hex, where 10 means sixteen.",
            ),
            Wrong(
                slug="place-for-value",
                value=f"{byte:02x}",
                why=f"That is the byte's number, {byte}, in hex: where it stands. What stands there is asked.",
            ),
        ],
        working=[
            Line(
                text=f"packet {packet.number}: byte {byte} stands in the row of bytes {first} to {first + 15}, which begins with",
                value=row,
            ),
            Line(text="so many places after the row's first byte:", value=column),
            Line(text="there stands", value=hex_at(packet, byte)),
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
        Wrong(
            slug="digits-added",
            value=high + low,
            why=f"{high + low} is {high} + {low}. The left digit counts sixteens: it is worth 16 times as much.",
            place=place,
        ),
        Wrong(
            slug="low-digit-first",
            value=low * 16 + high,
            why=f"{low * 16 + high} is 0x{digits[::-1]}: the digits are the other way round. The left one counts the sixteens.",
            place=place,
        ),
        Wrong(
            slug="tens-for-sixteens",
            value=high * 10 + low,
            why=f"{high * 10 + low} is {high} × 10 + {low}. In hex the left digit counts sixteens, not tens.",
            place=place,
        ),
    ]
    wrong.append(
        Wrong(
            slug="hex-kept",
            kind="text",
            fits=lambda answer: str(answer).removeprefix("0x").zfill(2) == digits,
            why=f"{digits} are the right digits, still in hex. In decimal they are written otherwise.",
            place=place,
        )
    )
    return Question(
        right=ttl,
        place=place,
        because=f"0x{digits} is {high} × 16 + {low}.",
        wrong=[one for one in wrong if one.value != ttl],
        working=[
            Line(text="byte 22 in hex is", value=digits, place=place),
            Line(text="its left digit is", value=high),
            Line(text="its right digit is", value=low),
            Line(text="16 times the left one, and the right one, come to", value=ttl),
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
            "Ethernet's header ends with the two bytes that say what it carries",
            "eth.type",
        ),
        "IPv4": ("ip-is-all", "IPv4's header ends with its two addresses", "ip.src"),
        "UDP": (
            "transport-elsewhere",
            "UDP's header is the shortest: two ports and two more fields",
            "udp.srcport",
        ),
        "DNS": ("content-elsewhere", "the message of DNS comes last", "dns.id"),
    }
    return Question(
        right=right,
        place=place_at(packet, byte),
        because=f"{right} has bytes {first} to {last}; byte {byte} belongs to its field {place_at(packet, byte).field.name}.",
        wrong=[
            Wrong(
                slug=slug,
                value=name,
                why=f"{why}: it has bytes {owners[name][0]} to {owners[name][1]}.",
                place=Place(packet, key),
            )
            for name, (slug, why, key) in told.items()
            if name != right
        ],
        working=[
            Line(text="the four lie one behind the other; they end with bytes", value=f"13, 33, 41 and {end}"),
            Line(text=f"so byte {byte} belongs to", value=right),
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
        because=f"{place.hex} in decimal, with dots.",
        wrong=[
            Wrong(
                slug="source-for-destination",
                value=packet.value("ip.src"),
                why=f"{packet.value('ip.src')} stands in bytes 26 to 29: the address that the packet comes from.",
                place=Place(packet, "ip.src"),
            ),
            Wrong(
                slug="bytes-reversed",
                value=".".join(reversed(right.split("."))),
                why="The four numbers are right, and the other way round: the first byte is the first number.",
                place=place,
            ),
            Wrong(
                slug="hex-kept",
                kind="name",
                fits=lambda answer: [part.removeprefix("0x").zfill(2) for part in str(answer).split(".")] == parts,
                why="These are the right bytes, still in hex. People write addresses in decimal: each of the four has to be turned.",
                place=place,
            ),
        ],
        working=[
            Line(text="byte 30 is", value=f"{parts[0]}, in decimal {int(parts[0], 16)}"),
            Line(text="byte 31 is", value=f"{parts[1]}, in decimal {int(parts[1], 16)}"),
            Line(text="bytes 32 and 33, turned in the same way, make it", value=right),
        ],
    )


def two_bytes(now: Situation) -> Question:
    """The source port: 256 times the first byte, and the second."""
    packet = now.packets["question"]
    place = Place(packet, "udp.srcport")
    right = packet.value("udp.srcport")
    high, low = divmod(right, 256)
    return Question(
        right=right,
        place=place,
        because=f"{high} × 256 + {low}.",
        wrong=[
            Wrong(
                slug="bytes-added",
                value=high + low,
                why=f"{high + low} is {high} + {low}. The first byte counts 256s: it is worth 256 times as much.",
                place=place,
            ),
            Wrong(
                slug="numbers-joined",
                value=int(f"{high}{low}"),
                why=f"That is {high} and {low} written side by side. Each step to the left is worth 256 here, not 10.",
                place=place,
            ),
            Wrong(
                slug="hex-kept",
                kind="text",
                fits=lambda answer: str(answer).removeprefix("0x").replace(" ", "") == f"{right:04x}",
                why=f"{right:04x} are the right digits, still in hex. Turn both bytes into decimal.",
                place=place,
            ),
            Wrong(
                slug="second-byte-only",
                value=low,
                why=f"{low} is byte 35 alone. Byte 34 belongs to the number, too.",
                place=place,
            ),
            Wrong(
                slug="first-byte-only",
                value=high,
                why=f"{high} is byte 34 alone. Byte 35 belongs to the number, too.",
                place=place,
            ),
        ],
        working=[
            Line(text="byte 34 in decimal is", value=high),
            Line(text="byte 35 in decimal is", value=low),
            Line(text="256 times the first, and the second, come to", value=right),
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
        wrong=[
            Wrong(
                slug="first-part-only",
                value=labels[0],
                why=f"{labels[0]} is the name's first part; the length byte behind it says that another follows.",
                place=place,
            ),
            Wrong(
                slug="dots-left-out",
                value="".join(labels),
                why="All the letters are there. Between the parts of a name people write a dot, where the packet has a length.",
                place=place,
            ),
            Wrong(
                slug="begins-too-late",
                fits=lambda answer: (
                    len(labels) > 1 and answer in {".".join(labels[start:]) for start in range(1, len(labels))}
                ),
                why="The name begins earlier: its first part is missing.",
                place=place,
            ),
        ],
        working=[
            Line(text="byte 54 is the length of the first part:", value=len(labels[0])),
            Line(text="so its letters are", value=labels[0]),
            Line(text="and the whole name, up to the length 0, is", value=name),
        ],
    )
