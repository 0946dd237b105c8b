"""A handful of zones on a handful of servers, answered as RFC 1034 section 4.3.2 has it: enough for walks to be told."""

from dataclasses import dataclass

import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdatatype
import dns.rrset
import dns.zone

ROOT = "192.0.2.1"
ZONES = {
    ".": (
        [ROOT],
        """
@ 86400 SOA a.root. h.root. 1 2 3 4 300
@ 86400 NS a.root.
a.root. 86400 A 192.0.2.1
test. 3600 NS ns1.nic.test.
test. 3600 NS ns2.nic.test.
ns1.nic.test. 3600 A 203.0.113.53
ns1.nic.test. 3600 AAAA 2001:db8:53::1
ns2.nic.test. 3600 A 203.0.113.54
example. 3600 NS ns1.nic.example.
ns1.nic.example. 3600 A 203.0.113.55
""",
    ),
    "test.": (
        ["203.0.113.53", "203.0.113.54", "2001:db8:53::1"],
        """
@ 3600 SOA ns1.nic h 1 2 3 4 300
@ 3600 NS ns1.nic
@ 3600 NS ns2.nic
ns1.nic 3600 A 203.0.113.53
ns1.nic 3600 AAAA 2001:db8:53::1
ns2.nic 3600 A 203.0.113.54
hosted 3600 NS ns.dns-host.example.
lame 3600 NS ns1.nic.lame
ns1.nic.lame 3600 A 203.0.113.77
""",
    ),
    "example.": (
        ["203.0.113.55"],
        """
@ 3600 SOA ns1.nic h 1 2 3 4 300
@ 3600 NS ns1.nic
ns1.nic 3600 A 203.0.113.55
dns-host 3600 NS ns.dns-host
ns.dns-host 3600 A 198.51.100.53
""",
    ),
    "dns-host.example.": (["198.51.100.53"], "@ 60 SOA ns h 1 2 3 4 60\n@ 60 NS ns\nns 60 A 198.51.100.53\n"),
    "hosted.test.": (
        ["198.51.100.53"],
        "@ 300 SOA ns.dns-host.example. h 1 2 3 4 60\n@ 300 NS ns.dns-host.example.\nwww 300 A 192.0.2.80\nalias 60 CNAME www\n"
        + "".join(f'big 300 TXT "{letter * 200}"\n' for letter in "abcdefghijk"),
    ),
}


@dataclass
class Reply:
    message: dns.message.Message
    round_trip: float


class SmallInternet:
    """`respond` as the made-up internet has it; answers of more than 1232 bytes are cut over UDP."""

    hints = (("a.root", ROOT),)

    def __init__(self):
        self.zones = {
            dns.name.from_text(name): (
                servers,
                dns.zone.from_text(text, origin=name, relativize=False, check_origin=False),
            )
            for name, (servers, text) in ZONES.items()
        }
        self.asked = []

    def respond(self, query, address, *, tcp):
        self.asked.append((address, str(query.question[0].name), tcp))
        asked = query.question[0]
        served = [
            name for name, (servers, _) in self.zones.items() if address in servers and asked.name.is_subdomain(name)
        ]
        if not any(address in servers for servers, _ in self.zones.values()):
            return None
        response = dns.message.make_response(query)
        if not served:
            response.set_rcode(dns.rcode.REFUSED)
            return Reply(response, 0.02)
        origin = max(served, key=len)
        self._answer(self.zones[origin][1], origin, asked.name, asked.rdtype, response)
        if not tcp and len(response.to_wire(max_size=65535, want_shuffle=False)) > 1232:
            response = dns.message.make_response(query)
            response.flags |= dns.flags.TC
        return Reply(dns.message.from_wire(response.to_wire(max_size=65535, want_shuffle=False)), 0.02)

    def _answer(self, zone, origin, name, rdtype, response):
        for labels in range(len(origin) + 1, len(name) + 1):
            cut = zone.get_rrset(name.split(labels)[1], dns.rdatatype.NS)
            if cut is not None:
                response.authority.append(cut)
                for rdata in cut:
                    for kind in (dns.rdatatype.A, dns.rdatatype.AAAA):
                        glue = zone.get_rrset(rdata.target, kind) if rdata.target.is_subdomain(origin) else None
                        if glue is not None:
                            response.additional.append(glue)
                return
        response.flags |= dns.flags.AA
        found = zone.get_rrset(name, rdtype)
        alias = zone.get_rrset(name, dns.rdatatype.CNAME)
        if found is not None:
            response.answer.append(found)
        elif alias is not None:
            response.answer.append(alias)
            self._answer(zone, origin, alias[0].target, rdtype, response)
        else:
            if not any(owner.is_subdomain(name) for owner in zone):
                response.set_rcode(dns.rcode.NXDOMAIN)
            response.authority.append(zone.get_rrset(origin, dns.rdatatype.SOA))
