"""Ask the right question: each attempt is read from its bytes, and held against the catalogue's conditions."""

import re
from ipaddress import ip_address
from typing import NamedTuple

import dns.flags
import dns.message
import dns.rcode
from dns.rdatatype import RdataType

from tests.solutions.key import TaskKey, frames_of, u16

A, AAAA, ANY, MX, NS, PTR, RRSIG, SOA, TXT = (
    RdataType.from_text(each) for each in ["A", "AAAA", "ANY", "MX", "NS", "PTR", "RRSIG", "SOA", "TXT"]
)


class Talk(NamedTuple):
    """A question and what came back (None: nothing)."""

    query: dns.message.Message
    response: dns.message.Message | None
    server: str
    tcp: bool

    @property
    def name(self):
        return self.query.question[0].name.to_text(omit_final_dot=True).lower()

    @property
    def type(self):
        return self.query.question[0].rdtype

    def has(self, flag):
        return bool(self.query.flags & flag)

    @property
    def wants_signatures(self):
        return bool(self.query.ednsflags & dns.flags.DO)

    @property
    def cut(self):
        return bool(self.response.flags & dns.flags.TC)

    @property
    def at_home(self):
        return bool(self.response.flags & dns.flags.AA) and bool(self.response.answer)

    @property
    def refers(self):
        response = self.response
        return not response.answer and not response.flags & dns.flags.AA and _types(response.authority) == {NS}

    @property
    def rcode(self):
        return None if self.response is None else int(self.response.rcode())

    def gives(self, *sections):
        """Names with an address each in these sections."""
        return [
            (rrset.name.to_text(omit_final_dot=True), record.address)
            for section in sections
            for rrset in getattr(self.response, section)
            if rrset.rdtype in (A, AAAA)
            for record in rrset
        ]


def _types(section):
    return {rrset.rdtype for rrset in section}


def talks(data):
    """The questions in a capture, in their order, each with what came back."""
    messages = [
        message
        for message in sorted(_datagrams(data) + _streams(data), key=lambda each: each[0])
        if message[-1] is not None
    ]
    found = []
    for at, client, server, tcp, message in messages:
        if message.flags & dns.flags.QR:
            continue
        back = [
            other
            for later, source, target, over, other in messages
            if later > at and (source, target, over, other.id) == (server, client, tcp, message.id)
        ]
        found.append(Talk(message, back[0] if back else None, server[0], tcp))
    return found


def _ends(frame):
    """Addresses of a frame, the protocol, and where its header begins."""
    if frame[12:14] == b"\x08\x00":
        return str(ip_address(frame[26:30])), str(ip_address(frame[30:34])), frame[23], 14 + (frame[14] & 15) * 4
    return str(ip_address(frame[22:38])), str(ip_address(frame[38:54])), frame[20], 54


def _transports(data, protocol):
    for number, frame in enumerate(frames_of(data)):
        source, target, kind, at = _ends(frame)
        if kind == protocol:
            yield number, (source, u16(frame, at)), (target, u16(frame, at + 2)), frame[at:]


def _datagrams(data):
    return [
        (number, source, target, False, dns.message.from_wire(segment[8 : u16(segment, 4)]))
        for number, source, target, segment in _transports(data, 17)
    ]


def _streams(data):
    """Over TCP, the bytes of a direction in order; a message has its length before it (RFC 1035 section 4.2.2)."""
    bytes_of, first = {}, {}
    for number, source, target, segment in _transports(data, 6):
        payload = segment[(segment[12] >> 4) * 4 :]
        if payload:
            first.setdefault((source, target), number)
            bytes_of[source, target] = bytes_of.get((source, target), b"") + payload
    return [
        (first[ends], *ends, True, dns.message.from_wire(stream[2 : 2 + u16(stream, 0)]))
        for ends, stream in bytes_of.items()
    ]


def key(recording, questions):
    known = {data: talks(data) for name, data in recording.files.items() if name.startswith("attempt-")}

    def judged(task, shows):
        """The attempts at a task by what they show."""
        found = {}
        for name, data in recording.files.items():
            if name.startswith(f"attempt-{task}"):
                found.setdefault(shows(known[data]), []).append(name.removesuffix(".pcapng"))
        (right,) = found.pop("")
        return TaskKey(
            kind="capture",
            right=right,
            forms=(right[-1], right.removeprefix("attempt-"), f"./{right}.pcapng", right.upper()),
            wrong={slug: tuple(names) for slug, names in found.items()},
        )

    six = re.search(r"server (\S+) for the IPv6 address of (\S+)\.", questions["1"])
    below = re.search(r"server (\S+), which knows .* for (\S+):", questions["2"])
    long = re.search(r"of (\S+) is long", questions["3"])[1]
    signed = re.search(r"\(A\) of (\S+) in such", questions["4"])[1]
    numbers = re.search(r"belong to (\S+) and to (\S+)\?", questions["5"]).groups()
    domain = re.search(r"someone at (\S+):", questions["6"])[1]
    two = re.search(r"Neither (\S+) nor (\S+) has", questions["7"]).groups()
    far, root = re.search(r"address of (\S+) by hand. Begin at the root, (\S+),", questions["9"]).groups()
    found = {
        "1": judged("1", lambda asked: _address(asked, *six.groups())),
        "2": judged("2", lambda asked: _referral(asked, *below.groups())),
        "3": judged("3", lambda asked: _whole(asked, long)),
        "4": judged("4", lambda asked: _signatures(asked, signed)),
        "5": judged("5", lambda asked: _reverse(asked, numbers)),
        "6": judged("6", lambda asked: _mail(asked, domain)),
        "7": judged("7", lambda asked: _denials(asked, two)),
        "9": judged("9", lambda asked: _walk(asked, far, root)),
    }
    file, *named = re.search(r"^(\S+) holds .* addresses of (\S+) and of (\S+)\. ", questions["8"]).groups()
    rcodes = {talk.name: talk.rcode for talk in talks(recording.files[file])}
    return dict(sorted((found | {"8": _named(named, rcodes)}).items()))


def _address(asked, server, name):
    (talk,) = asked
    assert talk.name == name
    if talk.type == AAAA and talk.server == server and AAAA in _types(talk.response.answer):
        return ""
    return {A: "a-for-aaaa", ANY: "any-is-all"}.get(talk.type, "default-server")


def _referral(asked, server, name):
    assert {talk.name for talk in asked} == {name}
    if any(talk.has(dns.flags.RD) for talk in asked):
        return "recursion-left-on"
    if len({talk.server for talk in asked}) > 1:
        return "traced-it-all"
    (talk,) = asked
    if talk.at_home:
        return "asked-the-leaf"
    assert talk.refers
    assert talk.server == server
    return ""


def _whole(asked, name):
    assert {(talk.name, talk.type) for talk in asked} == {(name, TXT)}
    match [(talk.tcp, talk.cut) for talk in asked]:
        case [(False, True), (True, False)]:
            return ""
        case [(False, True)]:
            return "cut-is-complete"
        case [(True, False)]:
            return "tcp-at-once"
        case [(False, True), (False, True)]:
            assert asked[1].query.payload > asked[0].query.payload
            return "bigger-buffer"


def _signatures(asked, name):
    (talk,) = asked
    assert talk.name == name
    signed = [rrset for rrset in talk.response.answer if rrset.rdtype == RRSIG and rrset.covers == talk.type]
    if talk.wants_signatures:
        assert (talk.type, len(signed)) == (A, 1)
        return ""
    if talk.type == RRSIG:
        return "asks-for-rrsig"
    assert not signed
    return "cd-for-do" if talk.has(dns.flags.CD) else "ad-for-do"


def _reverse(asked, numbers):
    names = [talk.name for talk in asked]
    right = {ip_address(number).reverse_pointer for number in numbers}
    if set(names) == right:
        assert all(talk.type == PTR and PTR in _types(talk.response.answer) for talk in asked)
        return ""
    if any(name.replace("\\", "") in numbers for name in names):
        return "address-as-name"
    if any(name.endswith(".ip6.arpa") and name.count(".") == 17 for name in names):
        return "bytes-not-nibbles"
    assert any(name == f"{number}.in-addr.arpa" for name in names for number in numbers)
    return "not-reversed"


def _mail(asked, domain):
    exchanges = [
        (record.preference, record.exchange.to_text(omit_final_dot=True))
        for talk in asked
        if (talk.name, talk.type) == (domain, MX)
        for rrset in talk.response.answer
        for record in rrset
    ]
    last = asked[-1]
    assert last.type in (A, AAAA)
    assert last.at_home
    if last.name == domain:
        return "mail-to-the-web"
    if last.name == f"mail.{domain}":
        return "guessed-mail"
    return "" if last.name == min(exchanges)[1] else "highest-first"


def _denials(asked, two):
    if {talk.name for talk in asked} != set(two):
        assert any(name in two for talk in asked for name in [".".join(talk.name.split(".")[:3])])
        return "search-list"
    if any(talk.rcode not in (0, 3) for talk in asked):
        return "silence-is-no"
    assert sorted(talk.rcode for talk in asked) == [0, 3]
    assert all(talk.type == AAAA and _types(talk.response.authority) == {SOA} for talk in asked)
    return ""


def _named(two, rcodes):
    (gone,) = (name for name in two if rcodes[name] == 3)
    (there,) = (name for name in two if rcodes[name] == 0)
    return TaskKey(
        kind="choice",
        right=gone,
        forms=(gone.upper(), gone.partition(".")[0]),
        wrong={"nodata-is-nxdomain": ("both",), "nodata-for-nxdomain": (there,), "no-is-no-proof": ("neither",)},
    )


def _walk(asked, far, root):
    if any(talk.has(dns.flags.RD) for talk in asked):
        return "let-it-recurse"
    given, names = {root}, set()
    for talk in asked:
        if talk.server not in given:
            return "jumped"
        if talk.name in names:
            return "asked-for-glue"
        given |= {address for _, address in talk.gives("answer", "additional")}
        names |= {name for name, _ in talk.gives("additional")}
    assert asked[-1].name == far
    assert asked[-1].at_home
    assert [talk.refers for talk in asked] == [True] * (len(asked) - 1) + [False]
    return ""
