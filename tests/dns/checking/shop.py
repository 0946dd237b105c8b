"""A small hierarchy to break: the root delegates shop.test to two servers, whose records and manners a test changes."""

from dataclasses import dataclass, field

import dns.flags
import dns.message
import dns.name

from netkit.dns.checking import Gathering, faults_in
from tests.dns.network import ROOT, Net, SilenceError, drive, reply

FIRST, SECOND = "203.0.113.1", "198.51.100.1"
SOA = "ns1.shop.test. h.shop.test. 7 1 1 1 60"
ZONE = {
    ("shop.test.", "SOA"): [SOA],
    ("shop.test.", "NS"): ["ns1.shop.test.", "ns2.shop.test."],
    ("ns1.shop.test.", "A"): [FIRST],
    ("ns2.shop.test.", "A"): [SECOND],
    ("www.shop.test.", "A"): ["192.0.2.80"],
}
PARENT = {
    "names": ["ns1.shop.test.", "ns2.shop.test."],
    "glue": {"ns1.shop.test.": FIRST, "ns2.shop.test.": SECOND},
    "ttl": 3600,
}


@dataclass
class Manners:
    """How a server answers: `edns` is "yes", "formerr", "ignored" or "silent"; `says` replaces every answer."""

    zone: dict = field(default_factory=lambda: dict(ZONE))
    origin: str = "shop.test."
    aa: bool = True
    ra: bool = False
    tcp: bool = True
    udp: bool = True
    edns: str = "yes"
    cuts: bool = False
    says: object = None
    ttl: int = 3600
    lowers: bool = False

    def __call__(self, message, query):
        if (
            (query.tcp and not self.tcp)
            or (not query.tcp and not self.udp)
            or (message.edns >= 0 and self.edns == "silent")
        ):
            raise SilenceError
        if self.says is not None:
            return self.says(message)
        if message.edns >= 0 and self.edns == "formerr":
            return without_edns(reply(message, rcode="FORMERR"))
        made = reply(message, aa=self.aa, ra=self.ra, tc=True) if self.cuts and not query.tcp else self._answer(message)
        if self.lowers:
            made.question[0].name = dns.name.Name([each.lower() for each in made.question[0].name.labels])
        return without_edns(made) if self.edns == "ignored" else made

    def _answer(self, message):
        asked = message.question[0]
        name, kind = asked.name.to_text().lower(), asked.rdtype.name
        flags = {"aa": self.aa, "ra": self.ra}
        if not asked.name.is_subdomain(dns.name.from_text(self.origin)):
            return reply(message, rcode="REFUSED")
        for wanted in (kind, "CNAME"):
            if (name, wanted) in self.zone:
                records = [f"{name} {self.ttl} {wanted} {data}" for data in self.zone[name, wanted]]
                return reply(message, answer=records, **flags)
        exists = any(owner == name or owner.endswith(f".{name}") for owner, _ in self.zone)
        soa = [f"{self.origin} 60 SOA {data}" for data in self.zone.get((self.origin, "SOA"), [])]
        return reply(message, authority=soa, rcode="NOERROR" if exists else "NXDOMAIN", **flags)


def without_edns(message):
    message.use_edns(False)
    return message


def parent(delegation, others):
    """The root's server: it refers to shop.test, and knows names of other zones."""
    outside = Manners(
        zone={
            (".", "SOA"): [SOA],
            (".", "NS"): ["a.root.test."],
            ("a.root.test.", "A"): [ROOT[1]],
            ("shop.test.", "NS"): ["."],
        }
        | others,
        origin=".",
    )

    def server(message, query):
        name, kind = message.question[0].name, message.question[0].rdtype.name
        if not name.is_subdomain(dns.name.from_text("shop.test")) or kind == "DS":
            return outside(message, query)
        authority = [f"shop.test. {delegation['ttl']} NS {each}" for each in delegation["names"]]
        additional = [
            f"{name} 3600 {'AAAA' if ':' in at else 'A'} {at}"
            for name, given in delegation["glue"].items()
            for at in ([given] if isinstance(given, str) else given)
        ]
        return reply(message, authority=authority, additional=additional)

    return server


def checked(first=None, second=None, *, delegation=None, others=None, name="shop.test", more=None, **settings):
    """The faults of shop.test, by their rules, and the findings; `delegation` changes what the root says."""
    first, second = first or Manners(), second or Manners()
    servers = {ROOT[1]: parent(PARENT | (delegation or {}), others or {}), FIRST: first, SECOND: second, **(more or {})}
    return gathered(servers, name, **settings)


def gathered(servers, name, *, hints=(ROOT,), most=2000, **settings):
    gathering = Gathering(dns.name.from_text(name), hints=hints, now=0.0, **settings)
    net = Net(servers, most=most)
    drive(gathering, net)
    return {each.rule.rule: each for each in faults_in(gathering.findings)}, gathering.findings, net
