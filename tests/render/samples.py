"""Documents that have one of everything, for the goldens and for looking at."""

from netkit.view import (
    BitCell,
    BitDiagram,
    BitRow,
    Bits,
    Block,
    Bytes,
    Card,
    CardLine,
    CheckItem,
    Checklist,
    Chip,
    ChipShape,
    Fact,
    Facts,
    Heading,
    Jump,
    Lane,
    LanePart,
    Lanes,
    Mark,
    Next,
    Outcome,
    Paragraph,
    Remark,
    Remarks,
    Sentence,
    Stage,
    StageLine,
    Stages,
    Standing,
    Table,
    Tree,
    Trouble,
    Wire,
)

FRAME = (
    bytes.fromhex(
        "02000000000a02000000000108004500"
        "05dc1c4640003d062f48c6336450c000"
        "020a00501f90deadbeef0000000a8018"
        "01f68d3c00000101080a000f42400012d687"
    )
    + b"HTTP/1.1 200 OK\r\n"
)


def _ip_facts() -> Facts:
    return Facts(
        rows=[
            Fact(label="Version", value="4", place="14, bits 0–3"),
            Fact(label="Header length", value="20 bytes (5 words of 4)", place="14, bits 4–7"),
            Fact(label="Total length", value="1500 bytes", place="16–17"),
            Fact(
                label="Time to live",
                value="61",
                note="three routers passed, if it left with 64",
                place="22",
                source="RFC 791 §3.1",
            ),
            Fact(label="Header checksum", value="0x2f48", note="right would be 0x2f49", place="24–25", trouble=True),
            Fact(label="Source", value="198.51.100.80", place="26–29"),
            Fact(label="No-operation", value="", note="pads to a multiple of 4 bytes", place="34", group="Options"),
            Fact(label="Timestamps", value="1000000, echo 1234567", place="36–45", group="Options"),
        ]
    )


PACKET: list[Block] = [
    Sentence(
        text="Packet 9 · TCP · the first 1,448 bytes of the HTTP response travel from 198.51.100.80 to 192.0.2.10"
    ),
    Heading(text="Ethernet II", place="bytes 0–13"),
    Facts(
        rows=[
            Fact(label="Destination", value="02:00:00:00:00:0a", place="0–5"),
            Fact(label="Source", value="02:00:00:00:00:01", place="6–11"),
            Fact(label="Type", value="0x0800", note="IPv4", place="12–13"),
        ]
    ),
    Heading(text="IPv4", source="RFC 791", place="bytes 14–33"),
    _ip_facts(),
    Trouble(
        text="TCP checksum is 0x8d3c; right would be 0x5a11",
        place="bytes 50–51",
        source="RFC 9293 §3.1",
        details=[
            (
                "0x8d3c is the sum over the pseudo-header alone. The packet was captured on its way to a network card "
                "(or a virtual link) that fills the checksum in later, so what travelled on was probably right."
            )
        ],
    ),
    Bytes(data=FRAME, rows=[1], marks=[Mark(start_bit=176, width_bits=8, label="time to live")]),
    Next(
        commands=[
            ("netkit packet explain … --why", ""),
            ("netkit capture follow captures/page-load.pcapng 0", ""),
        ]
    ),
]

FACTS: list[Block] = [Heading(text="IPv4", source="RFC 791", place="bytes 14–33"), _ip_facts()]

BYTES: list[Block] = [
    Bytes(
        data=FRAME,
        rows=[1, 2, 4, 9],
        marks=[
            Mark(start_bit=128, width_bits=16, label="total length"),
            Mark(start_bit=176, width_bits=8, label="time to live"),
            Mark(start_bit=192, width_bits=16, label="header checksum"),
            Mark(start_bit=30 * 8, width_bits=4 * 8, label="destination address"),
            Mark(start_bit=46 * 8, width_bits=4, label="header length"),
            Mark(start_bit=78 * 8, width_bits=8 * 8, label="here 8 bytes are missing"),
        ],
    )
]

CHECKS: list[Block] = [
    Sentence(text="first-packets · 4 of 7 tasks right · 11 of 18 points"),
    Checklist(
        items=[
            CheckItem(outcome=Outcome.RIGHT, label="1", text="The client's address", aside="2/2"),
            CheckItem(outcome=Outcome.RIGHT, label="2", text="Whose MAC address the first frame goes to", aside="2/2"),
            CheckItem(outcome=Outcome.PARTIAL, label="3", text="The server's port, and why", aside="1/2"),
            CheckItem(
                outcome=Outcome.WRONG,
                label="6",
                text="How many bytes of the HTTP response are in packet 11?",
                aside="0/3",
                details=[
                    Paragraph(text="1500 is the length of the whole IP packet; the headers are in it too."),
                    Facts(
                        rows=[
                            Fact(label="ip.len", value="1500", place="bytes 16–17"),
                            Fact(label="minus ip.hdr_len", value="20 bytes (5 words of 4)", place="byte 14"),
                            Fact(label="minus tcp.hdr_len", value="?", note="look at byte 46"),
                        ]
                    ),
                    Next(commands=[("netkit lab answer 6 NUMBER", "again"), ("netkit lab hint 6", "help")]),
                ],
            ),
            CheckItem(outcome=Outcome.SKIPPED, label="7", text="(waits for task 6)"),
            CheckItem(outcome=Outcome.UNANSWERED, label="10", text="The page's size", aside="-/3"),
        ]
    ),
]

TABLE: list[Block] = [
    Table(
        caption="Conversations",
        columns=["client", "server", "packets", "bytes", "what it was"],
        right=[2, 3],
        rows=[
            ["192.0.2.10:40001", "198.51.100.80:80", "12", "9,120", "one page by HTTP, then closed by the server"],
            ["192.0.2.10:5353", "192.0.2.53:53", "2", "180", "a question for www.example.test and its answer"],
            ["[2001:db8::a]:40002", "[2001:db8:2::50]:80", "1,204", "1,720,000", ""],
        ],
    )
]

_IPV4 = [
    BitCell(label="Version", width_bits=4, value="4"),
    BitCell(label="Header length", width_bits=4, value="5"),
    BitCell(label="DSCP", width_bits=6, value="0"),
    BitCell(label="ECN", width_bits=2, value="0"),
    BitCell(label="Total length", width_bits=16, value="1500"),
    BitCell(label="Identification", width_bits=16, value="0x1c46"),
    BitCell(label="Reserved", width_bits=1, value="0"),
    BitCell(label="Don't fragment", width_bits=1, value="1"),
    BitCell(label="More fragments", width_bits=1, value="0"),
    BitCell(label="Fragment offset", width_bits=13, value="0"),
    BitCell(label="Time to live", width_bits=8, value="61"),
    BitCell(label="Protocol", width_bits=8, value="6 (TCP)"),
    BitCell(label="Header checksum", width_bits=16, value="0x2f48"),
    BitCell(label="Source address", width_bits=32, value="198.51.100.80"),
    BitCell(label="Destination address", width_bits=32, value="192.0.2.10"),
    BitCell(label="Options", width_bits=None),
]

_TCP_FLAGS = ["CWR", "ECE", "URG", "ACK", "PSH", "RST", "SYN", "FIN"]

DIAGRAMS: list[Block] = [
    BitDiagram(caption="IPv4 header", cells=_IPV4),
    BitDiagram(
        caption="TCP header",
        cells=[
            BitCell(label="Source Port", width_bits=16),
            BitCell(label="Destination Port", width_bits=16),
            BitCell(label="Sequence Number", width_bits=32),
            BitCell(label="Acknowledgment Number", width_bits=32),
            BitCell(label="Data Offset", width_bits=4),
            BitCell(label="Reserved", width_bits=4),
            *(BitCell(label=flag, width_bits=1) for flag in _TCP_FLAGS),
            BitCell(label="Window", width_bits=16),
            BitCell(label="Checksum", width_bits=16),
            BitCell(label="Urgent Pointer", width_bits=16),
            BitCell(label="Options", width_bits=None),
            BitCell(label="Data", width_bits=None),
        ],
    ),
    BitDiagram(
        caption="IPv6 header",
        cells=[
            BitCell(label="Version", width_bits=4),
            BitCell(label="Traffic Class", width_bits=8),
            BitCell(label="Flow Label", width_bits=20),
            BitCell(label="Payload Length", width_bits=16),
            BitCell(label="Next Header", width_bits=8),
            BitCell(label="Hop Limit", width_bits=8),
            BitCell(label="Source Address", width_bits=128, value="2001:db8::a"),
            BitCell(label="Destination Address", width_bits=128),
        ],
    ),
    BitDiagram(
        caption="IPv6 options header",
        cells=[
            BitCell(label="Next Header", width_bits=8),
            BitCell(label="Hdr Ext Len", width_bits=8),
            BitCell(label="Options", width_bits=None),
        ],
    ),
    BitDiagram(
        caption="Ethernet II header",
        cells=[
            BitCell(label="Destination", width_bits=48, value="02:00:00:00:00:0a"),
            BitCell(label="Source", width_bits=48, value="02:00:00:00:00:01"),
            BitCell(label="Type", width_bits=16, value="0x0800"),
        ],
    ),
    BitDiagram(
        caption="DNS header",
        row_bits=16,
        cells=[
            BitCell(label="ID", width_bits=16, value="0x1234"),
            BitCell(label="QR", width_bits=1, value="1"),
            BitCell(label="Opcode", width_bits=4, value="0"),
            *(BitCell(label=flag, width_bits=1, value="0") for flag in ("AA", "TC", "RD", "RA")),
            BitCell(label="Z", width_bits=3, value="0"),
            BitCell(label="RCODE", width_bits=4, value="3"),
        ],
    ),
]

BITS: list[Block] = [
    Bits(
        rows=[
            BitRow(label="address", value=0xC000024D, note="192.0.2.77"),
            BitRow(label="mask", value=0xFFFFFFC0, note="255.255.255.192"),
            BitRow(label="network", value=0xC0000240, note="192.0.2.64, which is address AND mask"),
        ],
        width_bits=32,
        split=26,
        parts=("network: 26 bits", "host: 6 bits"),
    ),
    Bits(
        rows=[
            BitRow(label="203.0.113.77", value=0xCB00714D),
            BitRow(label="203.0.113.0/24", value=0xCB007100, length=24, note="all 24 bits are the same"),
            BitRow(
                label="203.0.113.128/25", value=0xCB007180, length=25, pointer=24, remark="1, and the destination has 0"
            ),
            BitRow(
                label="128.0.0.0/1",
                value=1 << 31,
                length=1,
                pointer=0,
                remark="a remark that needs much more room than there is here beside it",
            ),
            BitRow(label="0.0.0.0/0", value=0, length=0),
        ],
        width_bits=32,
    ),
    Bits(
        rows=[BitRow(label="address", value=0x20010DB8000000010000000000000042, note="2001:db8:0:1::42")],
        width_bits=128,
        split=64,
        parts=("prefix: 64 bits", "interface identifier"),
        digit_bits=4,
    ),
    Bits(rows=[BitRow(label="all of it", value=5)], width_bits=8, split=0, parts=("nothing", "host: 8 bits")),
    Bits(rows=[BitRow(label="none of it", value=5)], width_bits=8, split=8, parts=("network: 8 bits", "nothing")),
]

PROSE: list[Block] = [
    Sentence(text="www.example.test A? · made-up internet · nothing cached"),
    Paragraph(
        text="A wrong answer that nobody foresaw still gets something true: what the bytes say at that place, and which line "
        "of the working it cannot have come from.\n\n  an indented line that is so long that it has to be wrapped somewhere, and "
        "keeps its indent\nlast"
    ),
    Paragraph(text="This may be passed over.", quiet=True),
    Heading(text="A heading"),
    Paragraph(text="Its text."),
    Heading(text="Another", source="RFC 9293 §3.1"),
    Trouble(text="one", place="byte 3"),
    Trouble(text="two \x1b[31mred\u202e", details=["why\nand why"]),
    Next(
        commands=[
            ("netkit lab answer 6 NUMBER", "answer again"),
            (
                "netkit lab hint 6",
                "a worked example on other numbers, then one with a line blank, then the bare question",
            ),
        ]
    ),
]

REMARKS: list[Block] = [
    Heading(text="IPv4", place="bytes 14–33"),
    Remarks(
        rows=[
            Remark(
                label="Time to live",
                value="61",
                text="The next router sends it on with 60; after 60 routers the one behind drops it and sends ICMP time exceeded back.",
                place="22",
                source="RFC 1812 §5.3.1",
            ),
            Remark(
                label="IPv4 header checksum is 0x2f48; right would be 0x2f49",
                value="",
                text="The next router or host drops it without a word, whatever it carries.",
                place="24–25",
                source="RFC 1122 §3.2.1.2",
                trouble=True,
            ),
            Remark(
                label="Canonical name",
                value="edge3.cdn.example",
                text="Only another name.",
                place="88–106",
                group="answer 1",
            ),
            Remark(
                label="Address",
                value="203.0.113.80",
                text="What is for it is sent there.",
                place="119–122",
                group="answer 2",
            ),
        ]
    ),
]


def _owned(text: str, step: int, owners: str) -> Lane:
    """A lane in which each step is one owner's."""
    parts = [
        LanePart(start=at * step, end=(at + 1) * step, sign=sign, text=f"of fragment {sign}")
        for at, sign in enumerate(owners)
    ]
    return Lane(label=text, parts=parts)


LANES: list[Block] = [
    Lanes(
        caption="Who keeps which byte",
        lanes=[
            Lane(label="fragment 1", parts=[LanePart(start=0, end=24, sign="1", text="fragment 1")]),
            Lane(label="fragment 2", parts=[LanePart(start=8, end=40, sign="2", text="fragment 2")], note="the last"),
            Lane(label=""),
            _owned("first", 8, "11122"),
            _owned("last", 8, "12222"),
            Lane(label="linux-6", note="the whole packet is dropped, because two fragments have the same bytes of it"),
            Lane(label="nothing"),
        ],
        start=0,
        end=40,
        unit=8,
    ),
    Lanes(
        lanes=[
            Lane(label="data", parts=[LanePart(start=0, end=65000, sign="=", text="all")]),
            Lane(label="a", parts=[LanePart(start=0, end=1480, sign="a"), LanePart(start=64999, end=65000, sign="z")]),
            Lane(label="an empty one", parts=[LanePart(start=5, end=5, sign="x")], note="empty"),
            Lane(
                label="a label that is much too long to have a column of its own on any page that is no wider than that",
                parts=[LanePart(start=30000, end=40000, sign="·", text="missing")],
            ),
        ],
        start=0,
        end=65000,
    ),
]

STAGES: list[Block] = [
    Stages(
        rows=[
            Stage(
                number=1,
                place=". (root)",
                lines=[
                    StageLine(label="asked", text="a.root.test (198.51.100.4): test A?"),
                    StageLine(
                        label="because", text="nothing closer to the name is known than the root", source="RFC 9609"
                    ),
                    StageLine(label="so", text="on to test"),
                ],
            ),
            Stage(
                number=2,
                place="test",
                depth=1,
                parent=1,
                lines=[
                    StageLine(label="for", text="the address of ns.dns-host.example", quiet=True),
                    StageLine(
                        label="silence", text="nothing came back within a second", source="RFC 1035 §7.2", trouble=True
                    ),
                ],
            ),
            Stage(
                number=10,
                place="a.place.that.is.much.too.long.to.stand.beside.what.is.said.example",
                depth=9,
                parent=2,
                lines=[StageLine(label="a label without end", text="\x1b[31mred\x1b[0m"), StageLine(label="", text="")],
            ),
            Stage(number=11, place="nothing", lines=[]),
        ]
    ),
    Stages(
        rows=[Stage(number=1, place="one line", lines=[StageLine(label="answer", text="192.0.2.80")])], noun="stage"
    ),
]

TREE: list[Block] = [
    Tree(
        caption="www.example.test A?",
        branch="names the servers of",
        wire="vouches for",
        cards=[
            Card(
                title=". (root)",
                standing=Standing.GOOD,
                badge="secure",
                lines=[CardLine(label="asked", text="a.root.test", aside="step 1")],
                chips=[
                    [Chip(key="a", title="KSK 1", text="Ed25519", shape=ChipShape.PILL, standing=Standing.GOOD)],
                    [Chip(key="b", title="ZSK 2", shape=ChipShape.PILL)],
                ],
            ),
            Card(
                title="test",
                parent=0,
                standing=Standing.BROKEN,
                badge="bogus",
                lines=[CardLine(label="asked", text="ns1.nic.test", aside="step 2", standing=Standing.BROKEN)],
                chips=[[Chip(key="c", title="DS 3", text="fits no key", standing=Standing.BROKEN)]],
                remarks=[CardLine(label="bogus", text="no key fits", standing=Standing.BROKEN)],
            ),
            Card(title="a.place.that.is.much.too.long.to.stand.on.a.line.of.a.narrow.page.example", parent=1),
        ],
        wires=[
            Wire(source="a", target="b", label="signs", standing=Standing.GOOD),
            Wire(source="b", target="c", label="signs"),
        ],
        jumps=[Jump(source=2, target=0, label="alias")],
        end=[CardLine(label="bogus", text="\x1b[31mred\x1b[0m", aside="RFC 4035 §5", standing=Standing.BROKEN)],
    ),
]

ALL = {
    "packet": PACKET,
    "facts": FACTS,
    "remarks": REMARKS,
    "bytes": BYTES,
    "checks": CHECKS,
    "table": TABLE,
    "diagrams": DIAGRAMS,
    "bits": BITS,
    "prose": PROSE,
    "lanes": LANES,
    "stages": STAGES,
    "tree": TREE,
}
