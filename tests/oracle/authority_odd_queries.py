"""Queries that are no plain question, and where netkit is meant to answer them otherwise than two of NSD, Knot and BIND."""

from dataclasses import dataclass

import dns.message
import dns.name
import dns.opcode

from tests.oracle.name_servers import Question

__all__ = ["ODD", "ODD_DIFFERENCES", "ZONE", "OddDifference"]

ZONE = """$TTL 3600
zone. SOA ns.zone. host.zone. 1 2 3 4 60
zone. NS ns.zone.
ns.zone. A 192.0.2.1
"""


@dataclass(frozen=True)
class OddDifference:
    """What differs, who does what, why netkit does as it does, and the rcodes that NSD, Knot and BIND give to each query of the kind."""

    id: str
    what: str
    who: str
    why: str
    rcodes: dict


def _odd(name="ns.zone.", rdtype="A", *, opcode=dns.opcode.QUERY, count=1, rdclass="IN", edns=-1, flags=0, tcp=False):
    query = dns.message.make_query(name, rdtype, rdclass, use_edns=edns)
    query.flags = flags
    wire = bytearray(query.to_wire())
    wire[2] |= opcode << 3
    wire[5] = count
    end = 12 + len(dns.name.from_text(name).to_wire()) + 4
    return Question(bytes(wire[:12] + wire[12:end] * count + wire[end:]), tcp)


ODD = {
    "no question": _odd(count=0),
    "no question, EDNS": _odd(count=0, edns=0),
    "two questions": _odd(count=2),
    "two questions, EDNS": _odd(count=2, edns=0),
    "STATUS": _odd(opcode=dns.opcode.STATUS),
    "IQUERY": _odd(opcode=dns.opcode.IQUERY),
    "opcode 6": _odd(opcode=6),
    "EDNS 1": _odd(edns=1),
    "CH A": _odd(rdclass="CH"),
    "CH ANY": _odd(rdclass="CH", rdtype="ANY"),
    "CH TXT id.server": _odd("id.server.", "TXT", rdclass="CH"),
    "CH TXT version.bind": _odd("version.bind.", "TXT", rdclass="CH"),
    "HS A": _odd(rdclass="HS"),
    "class NONE": _odd(rdclass="NONE"),
    "class ANY, A": _odd(rdclass="ANY"),
    "class ANY, ANY": _odd(rdclass="ANY", rdtype="ANY"),
    "class ANY, no such name": _odd("a.ns.zone.", rdclass="ANY"),
    "class ANY, elsewhere": _odd("elsewhere.", rdclass="ANY"),
    "TC set": _odd(flags=0x0300),
    "type NULL": _odd(rdtype="NULL"),
    "type MAILB": _odd(rdtype=253),
    "type 0": _odd(rdtype=0),
    "type OPT": _odd(rdtype="OPT"),
    "nothing here": _odd("elsewhere."),
    "the root": _odd(".", "NS"),
    "DS of a zone alone": _odd("zone.", "DS"),
    "NOTIFY": _odd("zone.", "SOA", opcode=dns.opcode.NOTIFY),
    "NOTIFY elsewhere": _odd("elsewhere.", "SOA", opcode=dns.opcode.NOTIFY),
    "NOTIFY without a question": _odd(count=0, opcode=dns.opcode.NOTIFY),
    "UPDATE": _odd("zone.", "SOA", opcode=dns.opcode.UPDATE),
    "UPDATE elsewhere": _odd("elsewhere.", "SOA", opcode=dns.opcode.UPDATE),
    "UPDATE without a zone": _odd(count=0, opcode=dns.opcode.UPDATE),
    "AXFR": _odd("zone.", "AXFR"),
    "AXFR below": _odd("ns.zone.", "AXFR"),
    "AXFR elsewhere": _odd("elsewhere.", "AXFR"),
    "IXFR elsewhere": _odd("elsewhere.", "IXFR"),
    "IXFR": _odd("zone.", "IXFR"),
    "AXFR over TCP": _odd("zone.", "AXFR", tcp=True),
    "AXFR over TCP, EDNS": _odd("zone.", "AXFR", edns=0, tcp=True),
    "AXFR below, over TCP": _odd("ns.zone.", "AXFR", tcp=True),
    "AXFR elsewhere, over TCP": _odd("elsewhere.", "AXFR", tcp=True),
    "IXFR over TCP": _odd("zone.", "IXFR", tcp=True),
    "IXFR elsewhere, over TCP": _odd("elsewhere.", "IXFR", tcp=True),
    "NOTIFY over TCP": _odd("zone.", "SOA", opcode=dns.opcode.NOTIFY, tcp=True),
    "UPDATE over TCP": _odd("zone.", "SOA", opcode=dns.opcode.UPDATE, tcp=True),
    "CH ANY over TCP": _odd(rdclass="CH", rdtype="ANY", tcp=True),
    "class ANY, ANY over TCP": _odd(rdclass="ANY", rdtype="ANY", tcp=True),
}
"""Each is sent as it is; TCP is asked only what no server answers by silence."""

ODD_DIFFERENCES = (
    OddDifference(
        "edns-beside-errors",
        "FORMERR for two questions has an OPT record where the query has one",
        "NSD and BIND leave it out; Knot says nothing at all",
        "RFC 6891 says: who finds an OPT record in a query puts one into the response",
        {"two questions, EDNS": ("FORMERR", None, "FORMERR")},
    ),
    OddDifference(
        "no-notify",
        "NOTIFY is not implemented (NOTIMP)",
        "NSD says REFUSED or NXDOMAIN, Knot NOTAUTH, BIND NOERROR for a zone of its own and NOTAUTH for others",
        "RFC 1035 section 4.1.1: NOTIMP is what a server says that does not support a kind of query; zones here come from nowhere",
        {
            "NOTIFY": ("REFUSED", "NOTAUTH", "NOERROR"),
            "NOTIFY elsewhere": ("NXDOMAIN", "NOTAUTH", "NOTAUTH"),
            "NOTIFY over TCP": ("REFUSED", "NOTAUTH", "NOERROR"),
        },
    ),
    OddDifference(
        "no-update",
        "UPDATE is not implemented (NOTIMP)",
        "NSD says the same, Knot NOTAUTH, BIND REFUSED, or NOTAUTH where it has no such zone",
        "RFC 1035 section 4.1.1, as for NOTIFY: zones here are read once and never change",
        {
            "UPDATE": ("NOTIMP", "NOTAUTH", "REFUSED"),
            "UPDATE elsewhere": ("NOTIMP", "NOTAUTH", "NOTAUTH"),
            "UPDATE over TCP": ("NOTIMP", "NOTAUTH", "REFUSED"),
        },
    ),
    OddDifference(
        "no-transfers",
        "AXFR over TCP, and IXFR, of a zone that is here are refused",
        "NSD says REFUSED too, Knot NOTAUTH (it has no key for who asks), BIND gives the zone to everybody",
        "RFC 5936 leaves it to the server whom it gives a zone; for teaching, `netkit dns zones --file` prints it",
        {
            "AXFR over TCP": ("REFUSED", "NOTAUTH", "NOERROR"),
            "AXFR over TCP, EDNS": ("REFUSED", "NOTAUTH", "NOERROR"),
            "IXFR": ("REFUSED", "NOTAUTH", "FORMERR"),
            "IXFR over TCP": ("REFUSED", "NOTAUTH", "FORMERR"),
        },
    ),
    OddDifference(
        "no-chaos",
        "id.server and version.bind of the class CH are refused as everything of it",
        "all three tell about themselves there",
        "it is no part of the DNS that is taught here, and a server need not say (RFC 4892)",
        {
            "CH TXT id.server": ("NOERROR", "NOERROR", "NOERROR"),
            "CH TXT version.bind": ("NOERROR", "NOERROR", "NOERROR"),
        },
    ),
    OddDifference(
        "any-class",
        "QCLASS=* is answered from the class IN, without AA",
        "NSD does the same, but denies without the SOA record; Knot sets AA; BIND says FORMERR",
        "RFC 1035 section 6.2: such a response should never be authoritative, for of other classes nothing is known",
        {"class ANY, no such name": ("NXDOMAIN", "NXDOMAIN", "FORMERR")},
    ),
)
