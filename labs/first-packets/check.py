"""First packets: seven questions about one recorded page load. See `Situation` and `Question` in netkit/lab/question.py."""

from __future__ import annotations

from netkit.lab import Draw, Library, Packet, Place, Question, Situation, Value, Wrong
from netkit.lab.told import known, seen, step

FILE = "page-load.pcapng"


def situation(draw: Draw, library: Library) -> Situation:
    """One of the recorded page loads made anew for this student, with its packets by their part in it."""
    traffic = library.anew(draw.choice("page load", library.names("page-load-[0-9][0-9].pcapng")), draw)
    query = traffic.find(lambda p: p.value("dns.flags.response") is False)
    response = traffic.find(
        lambda p: p.value("dns.flags.response") is True and p.value("dns.id") == query.value("dns.id")
    )
    syn = traffic.find(lambda p: p.value("tcp.flags.syn") is True and not p.value("tcp.flags.ack"))
    synack = traffic.find(lambda p: bool(p.value("tcp.flags.syn") and p.value("tcp.flags.ack")))
    ack = traffic.find(lambda p: p.number > synack.number and p.value("tcp.srcport") == syn.value("tcp.srcport"))
    web = syn.value("tcp.dstport")
    data = traffic.matching(lambda p: p.value("tcp.srcport") == web and data_bytes(p) > 0)
    request = traffic.find(lambda p: p.value("tcp.dstport") == web and data_bytes(p) > 0)
    packets = {
        "query": query,
        "response": response,
        "syn": syn,
        "synack": synack,
        "ack": ack,
        "request": request,
        "d1": data[0],
        "d2": data[1],
    }
    return Situation(
        traffic=traffic,
        file=FILE,
        packets=packets,
        facts={
            "file": FILE,
            "count": len(traffic.packets),
            "web": syn.value("ip.dst"),
            "resolver": query.value("ip.dst"),
            **{name: packet.number for name, packet in packets.items()},
        },
    )


def data_bytes(packet: Packet) -> int:
    """Bytes that TCP carries in a packet: ip.len less both headers (0 where there is no TCP)."""
    lengths = [packet.value(key) for key in ("ip.len", "ip.hdr_len", "tcp.hdr_len")]
    return 0 if None in lengths else lengths[0] - lengths[1] - lengths[2]


def client_address(now: Situation) -> Question:
    """1.1: ip.src of the SYN."""
    syn, query = now.packets["syn"], now.packets["query"]
    place = Place(syn, "ip.src")
    return Question(
        right=syn.value("ip.src"),
        place=place,
        because="It is the source address of the SYN, packet {syn}, and of every IP packet that the client sends.",
        facts={},
        wrong=[
            known(
                "server-for-client",
                syn.value("ip.dst"),
                "{answer} is the destination of the SYN, packet {syn}. The destination is who is asked; the asker is the source.",
                place=Place(syn, "ip.dst"),
            ),
            known(
                "resolver-for-client",
                query.value("ip.dst"),
                "{answer} is where the name question goes, packet {query}. That machine answers name questions.",
                place=Place(query, "ip.dst"),
            ),
            Wrong(
                slug="mac-for-ip",
                kind="mac",
                value=syn.value("eth.src"),
                why="{answer} names an interface on one link, and is known there only; the IP address names the client "
                "beyond that link, too.",
                place=Place(syn, "eth.src"),
                facts={},
            ),
        ],
        working=[
            step("packet {syn}, the SYN, comes from the client; its ip.src is", place.field.text, place=place),
        ],
    )


def frame_destination(now: Situation) -> Question:
    """1.2: the router's, because a frame crosses one link only."""
    syn, query, response = now.packets["syn"], now.packets["query"], now.packets["response"]
    mac = syn.value("eth.dst")
    return Question(
        right="router",
        place=Place(syn, "eth.dst"),
        because="The same MAC address, {mac}, stands on the frame to the resolver (packet {query}), though the IP destinations differ: "
        "the router takes both, and passes them on over other links in other frames.",
        facts={"mac": mac},
        wrong=[
            known(
                "mac-travels-end-to-end",
                "web server",
                "The same MAC address, {mac}, stands on the frame to the resolver (packet {query}), though the IP destinations differ: "
                "a frame only crosses one link.",
                place=Place(query, "eth.dst"),
                mac=mac,
            ),
            known(
                "resolver-forwards",
                "resolver",
                "The resolver gave an address (packet {response}); it does not carry the page.",
                place=Place(response, "ip.src"),
            ),
            known(
                "source-for-destination",
                "client",
                "That is eth.src, {mac}, in bytes 6–11; the destination comes first.",
                place=Place(syn, "eth.src"),
                mac=syn.value("eth.src"),
            ),
        ],
        working=[
            step("packet {query}, to the resolver: eth.dst is", query.value("eth.dst"), place=Place(query, "eth.dst")),
            step("packet {syn}, to the web server: eth.dst is", mac, place=Place(syn, "eth.dst")),
            step("who on this link passes packets on for others? the", "router"),
        ],
    )


def name_asked(now: Situation) -> Question:
    """1.3: dns.qry.name of the question."""
    query, response = now.packets["query"], now.packets["response"]
    name = query.value("dns.qry.name")
    answers = {str(value) for key in ("dns.cname", "dns.a") for value in response.values(key)}
    place = Place(query, "dns.qry.name")
    return Question(
        right=name,
        place=place,
        because="It stands in packet {query} label by label (the parts between the dots), each with its length before it.",
        facts={},
        wrong=[
            seen(
                "answer-for-question",
                lambda answer: answer in answers,
                "That is what came back, in packet {response}; the question is what was asked.",
                place=Place(response, "dns.a"),
            ),
            known(
                "domain-for-name",
                name.partition(".")[2],
                "The whole name is asked for: its first label, the part before the first dot, is missing here.",
                place=place,
            ),
            seen(
                "url-for-name",
                lambda answer: is_url_of(answer, name),
                "Only the host part is looked up; the scheme is the browser's, and the path is sent later, in HTTP.",
                place=place,
            ),
        ],
        working=[step("packet {query} is the question; its dns.qry.name is", name, place=place)],
    )


def is_url_of(answer: Value, name: str) -> bool:
    """Whether a text is an address of the web whose host is this name: with a scheme, a port or a path."""
    text = str(answer)
    host = text.partition("://")[2] or text
    return text != name and host.partition("/")[0].partition(":")[0].removesuffix(".") == name


def client_port(now: Situation) -> Question:
    """1.4: tcp.srcport of the SYN."""
    syn, query = now.packets["syn"], now.packets["query"]
    place = Place(syn, "tcp.srcport")
    web, asks, asked = syn.value("tcp.dstport"), query.value("udp.srcport"), query.value("udp.dstport")
    return Question(
        right=syn.value("tcp.srcport"),
        place=place,
        because="The client's system took a free one; the answers come back to it.",
        facts={},
        wrong=[
            known(
                "well-known-port",
                web,
                "{port} is where the server listens; the client took a free one.",
                place=Place(syn, "tcp.dstport"),
                port=web,
            ),
            known(
                "one-port-for-all",
                asks,
                "{port} is the client's port in packet {query}. The DNS question is another conversation with a port of its own.",
                place=Place(query, "udp.srcport"),
                port=asks,
            ),
            known(
                "port-of-other-direction",
                asked,
                "{port} is the name server's (packet {query}).",
                place=Place(query, "udp.dstport"),
                port=asked,
            ),
        ],
        working=[
            step("packet {syn}, the SYN, comes from the client; its tcp.srcport is", place.field.text, place=place),
        ],
    )


def start_of(ttl: int) -> int:
    """What a packet's time to live began with: the smallest of the usual starts not below it."""
    return next(start for start in (64, 128, 255) if start >= ttl)


def routers_passed(now: Situation) -> Question:
    """1.5: the usual start not below ip.ttl, less ip.ttl."""
    d1 = now.packets["d1"]
    ttl = d1.value("ip.ttl")
    start = start_of(ttl)
    return Question(
        right=start - ttl,
        about=d1,
        formula=lambda packet: (
            None if packet.value("ip.ttl") is None else start_of(packet.value("ip.ttl")) - packet.value("ip.ttl")
        ),
        because="It must have left with {start}, and came with {ttl}: each router took 1 away.",
        facts={"start": start, "ttl": ttl},
        wrong=[
            known(
                "ttl-is-hops",
                ttl,
                "{answer} is the time to live that packet {d1} has left: it tells how far it could still go, not how far it came.",
                place=Place(d1, "ip.ttl"),
            ),
            known(
                "ttl-starts-at-255",
                255 - ttl,
                "Most systems start at 64 or 128; {answer} routers would be a very long way.",
                place=Place(d1, "ip.ttl"),
            ),
            known(
                "receiver-counts",
                start - ttl + 1,
                "The receiver does not subtract; only those who forward do.",
                place=Place(d1, "ip.ttl"),
            ),
        ],
        working=[
            step("packet {d1} came with ip.ttl", ttl, place=Place(d1, "ip.ttl")),
            step("the nearest usual start that is not below it, of 64, 128 and 255, is", start),
            step("so the routers took away", start - ttl),
        ],
    )


def bytes_of_the_response(now: Situation) -> Question:
    """1.6: ip.len less ip.hdr_len less tcp.hdr_len."""
    d2 = now.packets["d2"]
    total, ip_header, tcp_header = (d2.value(key) for key in ("ip.len", "ip.hdr_len", "tcp.hdr_len"))
    ip_words, tcp_words = ip_header // 4, tcp_header // 4
    return Question(
        right=total - ip_header - tcp_header,
        about=d2,
        formula=lambda packet: data_bytes(packet) or None,
        because="{total} − {ip_header} − {tcp_header}: the packet without its two headers.",
        facts={"total": total, "ip_header": ip_header, "tcp_header": tcp_header},
        wrong=length_mistakes(d2),
        working=[
            step(
                "packet {d2}: ip.len is",
                total,
                lambda answer: isinstance(answer, int) and answer <= total,
                place=Place(d2, "ip.len"),
            ),
            step(
                "minus ip.hdr_len",
                ip_header,
                lambda answer: isinstance(answer, int) and answer <= total - ip_header,
                place=Place(d2, "ip.hdr_len"),
                said="{bytes} bytes ({words} words of 4)",
                bytes=ip_header,
                words=ip_words,
            ),
            step(
                "minus tcp.hdr_len",
                tcp_header,
                place=Place(d2, "tcp.hdr_len"),
                said="{bytes} bytes ({words} words of 4)",
                bytes=tcp_header,
                words=tcp_words,
            ),
        ],
    )


def length_mistakes(packet: Packet) -> list[Wrong]:
    """What else is taken for the bytes of data in a packet."""
    total, ip_header, tcp_header = (packet.value(key) for key in ("ip.len", "ip.hdr_len", "tcp.hdr_len"))
    ip_words, tcp_words = ip_header // 4, tcp_header // 4
    in_words = {
        total - ip_words - tcp_words,
        total - ip_header - tcp_words,
        total - ip_words - tcp_header,
        total - ip_words,
    }
    return [
        known(
            "counted-the-headers",
            total,
            "{answer} is the length of the whole IP packet; the headers are in it too.",
            place=Place(packet, "ip.len"),
        ),
        known(
            "counted-the-frame",
            total + 14,
            "{answer} is the length of the whole frame: the Ethernet header of 14 bytes, and the IP packet.",
            place=Place(packet, "ip.len"),
        ),
        known(
            "tcp-header-counted",
            total - ip_header,
            "In {answer} the TCP header is still counted: IP's is taken away, TCP's is not.",
            place=Place(packet, "tcp.hdr_len"),
        ),
        known(
            "header-always-20",
            total - 40,
            "{answer} takes 20 bytes for each header. This TCP header is longer: it carries options.",
            place=Place(packet, "tcp.hdr_len"),
        ),
        seen(
            "words-for-bytes",
            lambda answer: answer in in_words,
            "A header length was taken for bytes where it counts words: the 4 bits hold the number of words of 4 bytes, "
            "so {ip_words} means {ip_header} bytes, and {tcp_words} means {tcp_header}.",
            place=Place(packet, "tcp.hdr_len"),
            ip_words=ip_words,
            ip_header=ip_header,
            tcp_words=tcp_words,
            tcp_header=tcp_header,
        ),
    ]


def opening(now: Situation) -> Question:
    """1.7: the SYN, the SYN with ACK, and the ACK."""
    syn, synack, ack, request = (now.packets[part] for part in ("syn", "synack", "ack", "request"))
    names = {packet.number for packet in now.traffic.packets if packet.value("dns.id") is not None}
    first_two = frozenset({syn.number, synack.number})
    return Question(
        right=first_two | {ack.number},
        because="The client asks, the server agrees and asks back, the client confirms. Now each side knows that its number arrived.",
        facts={},
        wrong=[
            known(
                "two-way-handshake",
                first_two,
                "After two packets the server does not know yet that its number arrived; the third tells it.",
                place=Place(synack, "tcp.flags.syn"),
            ),
            known(
                "request-is-third",
                first_two | {request.number},
                "Packet {request} is the request, the first data; it comes after the opening.",
                place=Place(request, "http.request.method"),
            ),
            seen(
                "dns-opens-tcp",
                lambda answer: isinstance(answer, frozenset) and bool(answer & names),
                "The DNS exchange found the address; it is over UDP and stands before the connection.",
                place=Place(now.packets["query"], "udp.dstport"),
            ),
        ],
        working=[
            step(
                "the first asks: in byte 47 SYN is set and ACK is not: packet",
                syn.number,
                lambda answer: isinstance(answer, frozenset) and syn.number in answer,
            ),
            step(
                "the second agrees and asks back: SYN and ACK are set: packet",
                synack.number,
                lambda answer: isinstance(answer, frozenset) and synack.number in answer,
            ),
            step("the third confirms: ACK is set, SYN is not, and there are no data: packet", ack.number),
        ],
    )
