"""A network of made servers for walks: each address is a function from question to reply."""

import dns.flags
import dns.message
import dns.rcode
import dns.rrset

from netkit.dns import Walker

ROOT = ("a.root.test", "198.51.100.4")


class SilenceError(Exception):
    """Nothing comes back; `why` as the walker is told."""

    def __init__(self, why="timeout"):
        super().__init__(why)
        self.why = why


def reply(query, *, answer=(), authority=(), additional=(), aa=False, rcode="NOERROR", tc=False, ra=False):
    """A reply with records in presentation format: `"name ttl type data"`."""
    message = dns.message.make_response(query)
    message.flags |= dns.flags.AA * aa | dns.flags.TC * tc | dns.flags.RA * ra
    message.set_rcode(dns.rcode.from_text(rcode))
    for section, records in (
        (message.answer, answer),
        (message.authority, authority),
        (message.additional, additional),
    ):
        for record in records:
            name, ttl, rdtype, data = record.split(None, 3)
            made = dns.rrset.from_text(name, int(ttl), "IN", rdtype, data)
            same = next((each for each in section if (each.name, each.rdtype) == (made.name, made.rdtype)), None)
            if same is None:
                section.append(made)
            else:
                same.union_update(made)
    return message


def referral(query, zone, *servers):
    """`servers` are `(name, address or None)`."""
    authority = [f"{zone} 3600 NS {name}" for name, _ in servers]
    additional = [f"{name} 3600 {'AAAA' if ':' in address else 'A'} {address}" for name, address in servers if address]
    return reply(query, authority=authority, additional=additional)


class Net:
    """Servers by address, and a log of what was asked: (address, name, type, over TCP, with EDNS)."""

    def __init__(self, servers, *, most=2000):
        self.servers = servers
        self.asked = []
        self.most = most

    def exchange(self, query):
        message = dns.message.from_wire(query.message.to_wire())
        question = message.question[0]
        self.asked.append(
            (
                query.server,
                question.name.to_text(omit_final_dot=True),
                question.rdtype.name,
                query.tcp,
                message.edns >= 0,
            )
        )
        assert len(self.asked) <= self.most, "runaway"
        server = self.servers.get(query.server)
        if server is None:
            raise SilenceError
        return server(message, query)


def walk(servers, name, rdtype="A", *, step=0.02, start=0.0, **settings):
    """Run a walk to its end over `servers`; each exchange takes `step` seconds. The walker, and the net with its log."""
    net = Net(servers)
    settings.setdefault("hints", [ROOT])
    walker = Walker((name, rdtype), now=start, **settings)
    drive(walker, net, step=step, start=start)
    return walker, net


def drive(driven, net, *, step=0.02, start=0.0):
    """Let what asks come to its end over `net`; each exchange takes `step` seconds."""
    now = start
    while not driven.done:
        query = driven.next_query()
        assert query is not None, "nothing is out, and nothing is to be asked"
        try:
            found = net.exchange(query)
        except SilenceError as silence:
            now += query.timeout if silence.why == "timeout" else 0.0
            driven.failed(query, silence.why, now=now)
            continue
        now += step
        if isinstance(found, bytes):
            driven.datagram(found, query, query.server, now=now) or driven.failed(query, "timeout", now=now)
        else:
            driven.receive(found, query=query, now=now)


def outcomes(walker):
    """The steps' outcomes in words."""
    return [each.outcome.value for each in walker.steps]
