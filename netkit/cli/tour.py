"""The scenes of `netkit demo`: one real page load, told along the sentence that netkit follows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.resources import as_file

from netkit import capture as captures
from netkit import content
from netkit.capture import Record
from netkit.packet import Dissection, dissect
from netkit.packet.place import byte_range
from netkit.packet.summary import brief, ends_of
from netkit.view import Block, Bytes, Fact, Facts, Heading, Mark, Next, Paragraph, Sentence, Table

__all__ = ["CAPTURE", "SCHEMA", "Scene", "scenes"]

SCHEMA = "netkit.demo/1"
CAPTURE = "page-load-01.pcapng"


@dataclass(frozen=True, slots=True)
class Scene:
    """One stop of the tour: what is told, and the commands that show the same."""

    title: str
    blocks: Sequence[Block]
    commands: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class _Packet:
    """A packet of the page load, with its number and time in nanoseconds."""

    record: Record
    dissection: Dissection

    def value(self, key: str) -> object:
        return self.dissection.value(key)


def scenes() -> list[Scene]:
    """The tour, made from the packets of the capture that comes with netkit."""
    with as_file(content.captures() / CAPTURE) as path, captures.open(path) as records:
        packets = [_Packet(record, dissect(record.data, record.link_type)) for record in records]
    question = _first(packets, lambda packet: packet.value("dns.flags.response") is False)
    answer = _first(packets, lambda packet: packet.value("dns.flags.response") is True)
    data = _first(packets, lambda packet: packet.value("tcp.srcport") == 80 and bool(packet.value("tcp.payload")))
    return [
        _welcome(question, packets),
        _name_becomes_address(question, answer),
        _data_becomes_packets(data),
        _tcp_makes_it_arrive(packets),
        _ip_finds_the_way(data),
        _goodbye(),
    ]


def _first(packets: Sequence[_Packet], fits: Callable[[_Packet], bool]) -> _Packet:
    return next(packet for packet in packets if fits(packet))


def _welcome(question: _Packet, packets: Sequence[_Packet]) -> Scene:
    times = [packet.record.time for packet in packets if packet.record.time is not None]
    thousandths = max(1, round((max(times) - min(times)) / 1_000_000)) if times else 1
    title = "One page load, from the name to the last byte"
    text = (
        f"Somebody typed http://{question.value('dns.qry.name')}/ and pressed Enter. A real program asked, real servers answered, "
        f"and every packet was recorded. Here is what happened in about {thousandths} thousandths of a second:"
    )
    sentence = (
        "a name becomes an address, data becomes packets, TCP breaks it down and makes it arrive, IP finds the way."
    )
    return Scene(title, [Sentence(text=f"netkit · {title}"), Paragraph(text=text), Paragraph(text=sentence)])


def _name_becomes_address(question: _Packet, answer: _Packet) -> Scene:
    number = answer.record.number
    records = [field for field in answer.dissection.fields if field.key in ("dns.cname", "dns.a")]
    rows = [
        Fact(label=f"packet {question.record.number}", value=brief(question.dissection)),
        Fact(label=f"packet {number}", value=brief(answer.dissection)),
    ]
    rows += [
        Fact(label=field.name, value=field.text, note=field.meaning, place=_place(field.start_bit, field.width_bits))
        for field in records
    ]
    server = ends_of(question.dissection)[1]
    text = f"Computers find each other by address, people by name. So the first packets ask a name server, {server}:"
    title = "1  A name becomes an address"
    return Scene(
        title,
        [Heading(text=title, source="DNS, RFC 1035"), Paragraph(text=text), Facts(rows=rows), _more(number)],
        [f"netkit packet explain {CAPTURE}:{number}"],
    )


def _data_becomes_packets(data: _Packet) -> Scene:
    layers = data.dissection.layers
    jobs = {
        "eth": "from one interface to the next on this link",
        "ip": "from one end of the Internet to the other",
        "tcp": "which piece of the stream this is",
        "data": "a piece of the server's answer, the HTTP response",
    }
    rows = [
        Fact(
            label=layer.name,
            value=f"{layer.length:,} bytes",
            note=jobs.get(layer.key, ""),
            place=byte_range(layer.start, layer.length),
        )
        for layer in layers
    ]
    marks = [
        Mark(start_bit=layer.start * 8, width_bits=min(layer.length, 16) * 8, label=layer.name) for layer in layers[:4]
    ]
    title = "2  Data becomes packets"
    number = data.record.number
    text = f"Packet {number} carries the beginning of the HTTP response. Each layer puts its own header before what it carries:"
    return Scene(
        title,
        [
            Heading(text=title, source="IPv4, RFC 791"),
            Paragraph(text=text),
            Facts(rows=rows),
            Bytes(data=data.dissection.data, marks=marks, rows=range(6)),
            _more(number),
        ],
        [f"netkit packet explain {CAPTURE}:{number}"],
    )


def _tcp_makes_it_arrive(packets: Sequence[_Packet]) -> Scene:
    segments = [packet for packet in packets if packet.value("tcp.srcport") is not None]
    rows = []
    for packet in segments:
        sender = "client" if packet.value("tcp.dstport") == 80 else "server"
        rows.append([str(packet.record.number), sender, brief(packet.dissection).partition(": ")[2], _job(packet)])
    title = "3  TCP breaks it down and makes it arrive"
    text = (
        "The response is longer than one packet may be, so TCP cuts it into segments. It numbers every byte, and the other side "
        "acknowledges what has come; what is not acknowledged is sent again:"
    )
    return Scene(
        title,
        [
            Heading(text=title, source="TCP, RFC 9293"),
            Paragraph(text=text),
            Table(columns=["packet", "from", "what", "which means"], rows=rows, right=(0,)),
            Next(commands=[(f"netkit capture show {CAPTURE}", "all packets, a line each")]),
        ],
        [f"netkit capture show {CAPTURE}"],
    )


def _job(packet: _Packet) -> str:
    """What a segment is for, in the words of a conversation."""
    syn, ack, fin = (packet.value(f"tcp.flags.{name}") for name in ("syn", "ack", "fin"))
    if syn:
        return "yes, and my bytes count from here" if ack else "may we talk? my bytes count from here"
    if packet.value("tcp.payload"):
        return "the request: GET …" if packet.value("tcp.dstport") == 80 else "a piece of the response"
    return "I have sent everything" if fin else "all came, up to here"


def _ip_finds_the_way(data: _Packet) -> Scene:
    number = data.record.number
    field = data.dissection.field("ip.ttl")
    rows = (
        []
        if field is None
        else [
            Fact(
                label=field.name,
                value=field.text,
                note=field.note,
                place=_place(field.start_bit, field.width_bits),
                source=field.rfc,
            )
        ]
    )
    marks = [] if field is None else [Mark(start_bit=field.start_bit, width_bits=field.width_bits, label=field.name)]
    title = "4  IP finds the way"
    text = (
        "Between the two ends stand routers. Each looks at the destination address, passes the packet on, and takes 1 from its time "
        f"to live; so a packet can't circle for ever, and one byte of packet {number} tells how far it came:"
    )
    return Scene(
        title,
        [
            Heading(text=title, source="IPv4, RFC 791"),
            Paragraph(text=text),
            Facts(rows=rows),
            Bytes(data=data.dissection.data, marks=marks, rows=[1]),
            Next(commands=[(f"netkit packet explain {CAPTURE}:{number} --mark ip.ttl", "")]),
        ],
        [f"netkit packet explain {CAPTURE}:{number} --mark ip.ttl"],
    )


def _goodbye() -> Scene:
    title = "Now you"
    text = "The first lab takes ten minutes, and you need to know nothing before. A wrong answer is told why, from your own bytes."
    commands = [
        ("netkit lab start start-here", "read your first bytes"),
        ("netkit lab list", "all labs"),
        ("netkit demo --list", "the captures that come with netkit"),
    ]
    return Scene(
        title,
        [Heading(text=title), Paragraph(text=text), Next(commands=commands)],
        [command for command, _ in commands],
    )


def _place(start_bit: int, width_bits: int) -> str:
    return byte_range(start_bit // 8, width_bits // 8)


def _more(number: int) -> Next:
    return Next(commands=[(f"netkit packet explain {CAPTURE}:{number}", "the same packet, every layer")])
