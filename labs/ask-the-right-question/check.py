"""Ask the right question: one question to one server, and what its flags and its type make of the answer."""

from __future__ import annotations

from collections.abc import Sequence

import dns.flags

from netkit.lab import Question, Situation
from netkit.lab.told import step, texts
from netkit.lab.wire import Mistake, NoneBetween, Sighting, single
from netkit.lab.wire.dns import Asked, Response
from netkit.lab.wire.dns.questions import questions
from netkit.lab.wire.dns.traits import brought, brought_record, flagged, named, of_type, over, sent_to, that
from netkit.lab.wire.trait import Trait
from netkit.lab.wire.untold import none, one

RECURSION = "dns.flags.recdesired"


def to_one_server(now: Situation) -> Question:
    """9.1: type AAAA, at the server that is named."""
    name, *first = texts(now, "six", "first", "first6")
    ours = named(name)
    wanted = Sighting(
        name="asked",
        text="a question for the IPv6 address of {six} to {first}, and the address in the answer",
        traits=[
            ours,
            of_type("AAAA", wanted="the type that holds IPv6 addresses"),
            sent_to(first, wanted="a question to {first}"),
            brought(Response.ANSWER, wanted="an answer"),
        ],
        rule="Each type of record is asked for by itself, and the question says which server it goes to.",
    )
    return Question(
        because="Packet {packet} asks for AAAA, and packet {answer_packet} has the address: 16 bytes.",
        working=[
            step("the server is named behind @:", "@{first}", said="@{first}"),
            step("the type of record that holds an IPv6 address is", "AAAA"),
            step("so ask", "dig @{first} {six} AAAA", said="dig @{first} {six} AAAA"),
        ],
        wire=questions(
            ours,
            steps=[wanted],
            mistakes=one_server_mistakes(first),
        ),
    )


def one_server_mistakes(first: Sequence[str]) -> list[Mistake[Asked]]:
    """What is asked for in place of an IPv6 address, or of whom else than the first server."""
    return [
        single(
            "a-for-aaaa",
            "Packet {packet} asks for type A. A asks for IPv4: its record has 4 bytes, that of an IPv6 address 16, and a type of "
            "its own.",
            of_type("A"),
            key="dns.qry.type",
        ),
        single(
            "default-server",
            "Packet {packet} went to {server}, and not to {first}. Where no server is named, the machine's own resolver is asked: "
            "@{first} names another.",
            that(lambda event: event.server.address not in first),
            key="ip.dst",
        ),
        single(
            "any-is-all",
            "Packet {packet} asks for type ANY. A server may answer ANY with as little as it likes (RFC 8482), so whether the "
            "address comes is luck. Ask for the one type that is wanted.",
            of_type("ANY"),
            key="dns.qry.type",
        ),
    ]


def for_a_referral(now: Situation) -> Question:
    """9.2: without RD, to the one server that refers."""
    name, *registry = texts(now, "below", "registry", "registry6")
    ours = named(name)
    wanted = Sighting(
        name="asked",
        text="a question for {below} to {registry} that wants no recursion, and a referral",
        traits=[
            ours,
            sent_to(registry, wanted="a question to {registry}"),
            flagged(dns.flags.RD, on=False, wanted="RD off", instead="RD is set", key=RECURSION),
            brought(Response.REFERRAL, wanted="a referral"),
        ],
        rule="A referral has no answer: it names the servers of the zone below, and their addresses.",
    )
    alone = NoneBetween(
        name="alone",
        text="no other server asked for it in the same run",
        traits=[that(lambda event: event.server.address not in registry)],
        rule="One question to one server is wanted.",
        then="Wait a few seconds, and ask once more.",
    )
    return Question(
        because="Packet {asked_packet} has RD off, and packet {asked_answer_packet} is a referral: no answer, but who is asked next.",
        working=[
            step("the server that is above is", "@{registry}", said="@{registry}"),
            step("RD, recursion desired, is turned off by", "+norecurse"),
            step("so ask", "dig @{registry} {below} +norecurse", said="dig @{registry} {below} +norecurse"),
        ],
        wire=questions(
            ours,
            apart=True,
            steps=[wanted, alone],
            mistakes=referral_mistakes(ours),
        ),
    )


def referral_mistakes(ours: Trait[Asked]) -> list[Mistake[Asked]]:
    """Who walks in the learner's place, and what answers in place of a referral."""
    elsewhere: Trait[Asked] = Trait(
        holds=lambda event, found: "one" in found and event.server.address != found["one"].server.address
    )
    return [
        single(
            "recursion-left-on",
            "In packet {packet} RD is set: it asks {server} to walk for you. Turn it off to see what the server knows itself.",
            flagged(dns.flags.RD, on=True),
            key=RECURSION,
        ),
        Mistake(
            slug="traced-it-all",
            why="{one_server} and {another_server} were asked within one run. The tool walked; one question to {registry} was "
            "wanted.",
            steps=[one("one", ours), one("another", elsewhere)],
        ),
        single(
            "asked-the-leaf",
            "Packet {answer_packet}, of {server}, has AA set and an answer. This server is at home there: ask one that is above.",
            that(lambda event: event.authoritative),
            brought(Response.ANSWER),
        ),
    ]


def for_the_whole(now: Situation) -> Question:
    """9.3: a cut answer over UDP, and the same question over TCP."""
    (name,) = texts(now, "long")
    ours, text = named(name), of_type("TXT", wanted="the type that holds text")
    cut = Sighting(
        name="cut",
        text="a question over UDP, and an answer that is cut",
        traits=[ours, text, over("udp", wanted="UDP"), brought(Response.CUT, wanted="an answer that is cut")],
        rule="A datagram has only so much room; the flag TC says that not everything was in it.",
    )
    whole = Sighting(
        name="whole",
        text="the same question once more, so that everything comes",
        traits=[ours, text, over("tcp", wanted="TCP"), brought(Response.ANSWER, wanted="the whole answer")],
        rule="TC says that records are missing, and how one gets them (RFC 7766).",
    )
    return Question(
        because="Packet {cut_answer_packet} was cut (TC), so the same was asked over TCP: packet {whole_answer_packet} has all of it.",
        working=[
            step("a datagram that is too small for the answer has set the flag", "TC"),
            step("a stream has no such limit: that is the transport", "TCP"),
            step(
                "so ask, and watch dig ask twice",
                "dig @{first} {long} TXT",
                said="dig @{first} {long} TXT",
            ),
        ],
        wire=questions(
            ours,
            steps=[cut, whole],
            mistakes=cut_mistakes(ours, cut),
        ),
    )


def cut_mistakes(ours: Trait[Asked], cut: Sighting[Asked]) -> list[Mistake[Asked]]:
    """What is done about a cut answer, other than asking once more over TCP."""
    udp, tcp = [ours, over("udp")], [ours, over("tcp")]
    larger: Trait[Asked] = Trait(holds=lambda event, found: event.query.payload > found["cut"].query.payload)
    return [
        Mistake(
            slug="bigger-buffer",
            why="Packet {cut_packet} takes answers of {cut_payload} bytes over UDP, packet {packet} of {payload}, and is cut all "
            "the same. This server stops at its own limit, as many do at 1232.",
            steps=[cut, one("larger", *udp, of_type("TXT"), brought(Response.CUT), larger)],
            key="dns.rr.udp_payload_size",
        ),
        Mistake(
            slug="cut-is-complete",
            why="Packet {answer_packet} has TC set, and nothing was asked over TCP after it. The flag says that records are "
            "missing.",
            steps=[cut, none("alone", *tcp, since="cut")],
            key="dns.flags.truncated",
            packet=lambda event: event.ended,
        ),
        Mistake(
            slug="tcp-at-once",
            why="Packet {packet} asks over TCP, and nothing was asked over UDP before. It works; this task wants to see why it is "
            "needed.",
            steps=[
                one("whole", *tcp),
                none("before", *udp, until="whole"),
            ],
        ),
    ]


def for_signatures(now: Situation) -> Question:
    """9.4: DO in the question, RRSIG in the answer."""
    (name,) = texts(now, "signed")
    ours, address = named(name), of_type("A", wanted="the type of an IPv4 address")
    wanted = Sighting(
        name="asked",
        text="a question for the IPv4 address of {signed} that wants signatures, too, and an answer with both",
        traits=[
            ours,
            address,
            that(
                lambda event: event.asks_for_signatures,
                wanted="a question that wants the records of DNSSEC",
                instead="nothing in it says so",
            ),
            brought(Response.ANSWER, wanted="an answer"),
            brought_record(
                "RRSIG", covers="A", wanted="a signature over the address", instead="there is none in the answer"
            ),
        ],
        rule="Signatures are sent only to those who say that they want them.",
    )
    return Question(
        because="Packet {packet} has DO set, and packet {answer_packet} brings the address with the signature over it (RRSIG).",
        working=[
            step("the records that hold signatures are of type", "RRSIG"),
            step("they come with what they sign if the question has, in its OPT record, the bit", "DO"),
            step("so ask", "dig @{second} {signed} A +dnssec", said="dig @{second} {signed} A +dnssec"),
        ],
        wire=questions(
            ours,
            steps=[wanted],
            mistakes=signature_mistakes(address),
        ),
    )


def signature_mistakes(address: Trait[Asked]) -> list[Mistake[Asked]]:
    """What is asked for, or which flag is set, in place of DO."""
    without = that(lambda event: not event.asks_for_signatures)
    return [
        single(
            "asks-for-rrsig",
            "Packet {packet} asks for type RRSIG. Signatures come with the data they sign: ask for the data, and say that you want "
            "them.",
            of_type("RRSIG"),
            key="dns.qry.type",
        ),
        single(
            "cd-for-do",
            "Packet {packet} has CD set, and not DO. CD says: don't check. It brings no signatures.",
            address,
            flagged(dns.flags.CD, on=True),
            without,
            key="dns.flags.checkdisable",
        ),
        single(
            "ad-for-do",
            "Packet {packet} has AD set (dig does so by itself), and not DO. AD is about a verdict: somebody checked. DO asks for "
            "the records.",
            address,
            flagged(dns.flags.AD, on=True),
            without,
            key="dns.flags.authenticated",
        ),
    ]
