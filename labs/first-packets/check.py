"""First packets: seven questions about one recorded page load. See `Situation` and `Question` in netkit/lab/question.py."""

from __future__ import annotations

from netkit.lab import Draw, Library, Line, Packet, Place, Question, Situation, Value, Wrong

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
    return Situation(
        traffic=traffic,
        file=FILE,
        packets={
            "query": query,
            "response": response,
            "syn": syn,
            "synack": synack,
            "ack": ack,
            "request": request,
            "d1": data[0],
            "d2": data[1],
        },
        facts={
            "file": FILE,
            "count": len(traffic.packets),
            "web": syn.value("ip.dst"),
            "resolver": query.value("ip.dst"),
            "d1": data[0].number,
            "d2": data[1].number,
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
        because=f"It is the source address of the SYN, packet {syn.number}, and of every packet that the client sends.",
        wrong=[
            Wrong(
                slug="server-for-client",
                value=syn.value("ip.dst"),
                why=f"{syn.value('ip.dst')} is the destination of the SYN, packet {syn.number}. The destination is who is asked; "
                "the asker is the source.",
                place=Place(syn, "ip.dst"),
            ),
            Wrong(
                slug="resolver-for-client",
                value=query.value("ip.dst"),
                why=f"{query.value('ip.dst')} is where the name question goes, packet {query.number}. That machine answers name questions.",
                place=Place(query, "ip.dst"),
            ),
            Wrong(
                slug="mac-for-ip",
                kind="mac",
                value=syn.value("eth.src"),
                why=f"{syn.value('eth.src')} names an interface on one link; the IP address is what the other end sees.",
                place=Place(syn, "eth.src"),
            ),
        ],
        working=[
            Line(
                text=f"packet {syn.number}, the SYN, comes from the client; its ip.src is",
                value=place.field.text,
                place=place,
            )
        ],
    )


def frame_destination(now: Situation) -> Question:
    """1.2: the router's, because a frame crosses one link only."""
    syn, query = now.packets["syn"], now.packets["query"]
    same = (
        f"The same MAC address, {syn.value('eth.dst')}, stands on the frame to the resolver (packet {query.number}), though the IP "
        "destinations differ"
    )
    return Question(
        right="router",
        place=Place(syn, "eth.dst"),
        because=f"{same}: the router takes both, and passes them on over other links in other frames.",
        wrong=[
            Wrong(
                slug="mac-travels-end-to-end",
                value="web server",
                why=f"{same}: a frame only crosses one link.",
                place=Place(query, "eth.dst"),
            ),
            Wrong(
                slug="resolver-forwards",
                value="resolver",
                why=f"The resolver gave an address (packet {now.packets['response'].number}); it does not carry the page.",
                place=Place(now.packets["response"], "ip.src"),
            ),
            Wrong(
                slug="source-for-destination",
                value="client",
                why=f"That is eth.src, {syn.value('eth.src')}, in bytes 6–11; the destination comes first.",
                place=Place(syn, "eth.src"),
            ),
        ],
        working=[
            Line(
                text=f"packet {query.number}, to the resolver: eth.dst is",
                value=query.value("eth.dst"),
                place=Place(query, "eth.dst"),
            ),
            Line(
                text=f"packet {syn.number}, to the web server: eth.dst is",
                value=syn.value("eth.dst"),
                place=Place(syn, "eth.dst"),
            ),
            Line(text="who on this link passes packets on for others? the", value="router"),
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
        because=f"It stands in packet {query.number} label by label, each with its length before it.",
        wrong=[
            Wrong(
                slug="answer-for-question",
                fits=lambda answer: answer in answers,
                why=f"That is what came back, in packet {response.number}; the question is what was asked.",
                place=Place(response, "dns.a"),
            ),
            Wrong(
                slug="domain-for-name",
                value=name.partition(".")[2],
                why="The whole name is asked, label by label: its first label is missing here.",
                place=place,
            ),
            Wrong(
                slug="url-for-name",
                fits=lambda answer: is_url_of(answer, name),
                why="Only the host part is looked up; the scheme is the browser's, and the path is sent later, in HTTP.",
                place=place,
            ),
        ],
        working=[Line(text=f"packet {query.number} is the question; its dns.qry.name is", value=name, place=place)],
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
    web = syn.value("tcp.dstport")
    return Question(
        right=syn.value("tcp.srcport"),
        place=place,
        because="The client's system took a free one; the answers come back to it.",
        wrong=[
            Wrong(
                slug="well-known-port",
                value=web,
                why=f"{web} is where the server listens; the client took a free one.",
                place=Place(syn, "tcp.dstport"),
            ),
            Wrong(
                slug="one-port-for-all",
                value=query.value("udp.srcport"),
                why=f"{query.value('udp.srcport')} is the client's port in packet {query.number}. The DNS question is another "
                "conversation with a port of its own.",
                place=Place(query, "udp.srcport"),
            ),
            Wrong(
                slug="port-of-other-direction",
                value=query.value("udp.dstport"),
                why=f"{query.value('udp.dstport')} is the name server's (packet {query.number}).",
                place=Place(query, "udp.dstport"),
            ),
        ],
        working=[
            Line(
                text=f"packet {syn.number}, the SYN, comes from the client; its tcp.srcport is",
                value=place.field.text,
                place=place,
            )
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
        because=f"It left with {start} and came with {ttl}: each router took 1 away.",
        wrong=[
            Wrong(
                slug="ttl-is-hops",
                value=ttl,
                why=f"{ttl} is the time to live that packet {d1.number} has left: it tells how far it could still go, not how far it came.",
                place=Place(d1, "ip.ttl"),
            ),
            Wrong(
                slug="ttl-starts-at-255",
                value=255 - ttl,
                why=f"Most systems start at 64 or 128; {255 - ttl} routers would be a very long way.",
                place=Place(d1, "ip.ttl"),
            ),
            Wrong(
                slug="receiver-counts",
                value=start - ttl + 1,
                why="The receiver does not subtract; only those who forward do.",
                place=Place(d1, "ip.ttl"),
            ),
        ],
        working=[
            Line(text=f"packet {d1.number} came with ip.ttl", value=ttl, place=Place(d1, "ip.ttl")),
            Line(text="the nearest usual start that is not below it, of 64, 128 and 255, is", value=start),
            Line(text="so the routers took away", value=start - ttl),
        ],
    )


def bytes_of_the_response(now: Situation) -> Question:
    """1.6: ip.len less ip.hdr_len less tcp.hdr_len."""
    d2 = now.packets["d2"]
    total, ip_header, tcp_header = (d2.value(key) for key in ("ip.len", "ip.hdr_len", "tcp.hdr_len"))
    in_words = {
        total - ip_header // 4 - tcp_header // 4,
        total - ip_header - tcp_header // 4,
        total - ip_header // 4 - tcp_header,
        total - ip_header // 4,
    }
    return Question(
        right=total - ip_header - tcp_header,
        about=d2,
        formula=lambda packet: data_bytes(packet) or None,
        because=f"{total} − {ip_header} − {tcp_header}: the packet without its two headers.",
        wrong=[
            Wrong(
                slug="counted-the-headers",
                value=total,
                why=f"{total} is the length of the whole IP packet; the headers are in it too.",
                place=Place(d2, "ip.len"),
            ),
            Wrong(
                slug="counted-the-frame",
                value=total + 14,
                why=f"{total + 14} is the length of the whole frame: the Ethernet header of 14 bytes, and the IP packet.",
                place=Place(d2, "ip.len"),
            ),
            Wrong(
                slug="tcp-header-counted",
                value=total - ip_header,
                why=f"In {total - ip_header} the TCP header is still counted: IP's is taken away, TCP's is not.",
                place=Place(d2, "tcp.hdr_len"),
            ),
            Wrong(
                slug="header-always-20",
                value=total - 40,
                why=f"{total - 40} takes 20 bytes for each header. This TCP header is longer: it carries options.",
                place=Place(d2, "tcp.hdr_len"),
            ),
            Wrong(
                slug="words-for-bytes",
                fits=lambda answer: answer in in_words,
                why="A header length was taken for bytes where it counts words: the 4 bits hold the number of words of 4 bytes, "
                f"so {ip_header // 4} means {ip_header} bytes, and {tcp_header // 4} means {tcp_header}.",
                place=Place(d2, "tcp.hdr_len"),
            ),
        ],
        working=[
            Line(
                text=f"packet {d2.number}: ip.len is",
                value=total,
                place=Place(d2, "ip.len"),
                possible=lambda answer: isinstance(answer, int) and answer <= total,
            ),
            Line(
                text="minus ip.hdr_len",
                value=d2.field("ip.hdr_len").text,
                place=Place(d2, "ip.hdr_len"),
                possible=lambda answer: isinstance(answer, int) and answer <= total - ip_header,
            ),
            Line(text="minus tcp.hdr_len", value=d2.field("tcp.hdr_len").text, place=Place(d2, "tcp.hdr_len")),
        ],
    )


def opening(now: Situation) -> Question:
    """1.7: the SYN, the SYN with ACK, and the ACK."""
    syn, synack, ack, request = (now.packets[part] for part in ("syn", "synack", "ack", "request"))
    names = {packet.number for packet in now.traffic.packets if packet.value("dns.id") is not None}
    first_two = frozenset({syn.number, synack.number})
    return Question(
        right=first_two | {ack.number},
        because="The client asks, the server agrees and asks back, the client confirms. Now each side knows that its number arrived.",
        wrong=[
            Wrong(
                slug="two-way-handshake",
                value=first_two,
                why="After two packets the server does not know yet that its number arrived; the third tells it.",
                place=Place(synack, "tcp.flags.syn"),
            ),
            Wrong(
                slug="request-is-third",
                value=first_two | {request.number},
                why=f"Packet {request.number} is the request, the first data; it comes after the opening.",
                place=Place(request, "http.request.method"),
            ),
            Wrong(
                slug="dns-opens-tcp",
                fits=lambda answer: isinstance(answer, frozenset) and bool(answer & names),
                why="The DNS exchange found the address; it is over UDP and stands before the connection.",
                place=Place(now.packets["query"], "udp.dstport"),
            ),
        ],
        working=[
            Line(
                text="the first asks: in byte 47 SYN is set and ACK is not: packet",
                value=syn.number,
                possible=lambda answer: isinstance(answer, frozenset) and syn.number in answer,
            ),
            Line(
                text="the second agrees and asks back: SYN and ACK are set: packet",
                value=synack.number,
                possible=lambda answer: isinstance(answer, frozenset) and synack.number in answer,
            ),
            Line(text="the third confirms: ACK is set, SYN is not, and there are no data: packet", value=ack.number),
        ],
    )
