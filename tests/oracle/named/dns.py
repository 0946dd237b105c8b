"""Differences from tshark in DNS, multicast DNS and LLMNR."""

from netkit.packet.application.dns.header import Dns, Llmnr, Mdns
from netkit.packet.application.dns.name import NAME
from netkit.packet.application.dns.records.dnssec import OldKey
from netkit.packet.application.dns.records.kinds import CHARACTERS, IPV6_PREFIX, IPV6_SUFFIX, UTF8

__all__ = ["NAMED", "names"]

NAMED = {
    "flags of answers": "tshark leaves the flags that only answers have out of questions (RFC 1035 §4.1.1)",
    "types in a bitmap": "tshark shows each type of a bitmap as dns.resp.type; in netkit the bitmap is one field, whose text has them",
    "record breaks off": "tshark drops a record whose data are not all there; netkit shows what stands before them",
    "name that can't be read": "tshark shows a text about it in its place; netkit says what is wrong, and keeps the bytes",
    "flags of no key": "without a key (both upper bits set) tshark shows no further flags of KEY (RFC 2535 §3.1.2)",
    "empty subaddress": "tshark shows nothing of an ISDN subaddress of no digits, not even its length",
    "hash of another length": "tshark's base 32 of a hash that is no multiple of 5 bytes goes on with bits from behind it, or stops",
    "part of a message": "a DNS message over TCP that goes on in the next segment is payload in netkit until streams are put together",
    "record that does not fit": "tshark reads on behind the end that a record's length sets, or stops there; netkit says so",
    "option twice": "tshark shows an EDNS option's data whole and taken apart; in netkit each bit has one field",
    "text of unusual bytes": "netkit writes a name's as \\DDD (RFC 1035 §5.1) and a text's as \\xNN; tshark loses those that are no UTF-8",
    "name taken for text": "tshark shows the wire form of EDNS chain's name as text, length bytes and all (RFC 7901 §4)",
    "code without value": "tshark has no value for dns.tsig.mac; netkit has its bytes",
    "owner of SRV": "tshark shows the owner of SRV as dns.srv.service, dns.srv.proto and dns.srv.name, and has no dns.resp.name for it",
    "update of another protocol": "only DNS itself has updates; with opcode 5 tshark calls the counts of multicast DNS and LLMNR so, too",
    "address of another class": "type A in class CH is a name and a number (RFC 1035 §3.4.1 is for IN alone); tshark reads an IPv4 address",
    "IPv4-compatible prefix": "tshark ends prefixes of ::/96 in dotted decimal, which RFC 5952 §5 asks for only with a well-known prefix",
}

COUNTS_OF_UPDATES = ("dns.count.zones", "dns.count.prerequisites", "dns.count.updates")
COUNTS = ("dns.count.queries", "dns.count.answers", "dns.count.auth_rr")
FLAGS_OF_KEYS = tuple(field.key for field in OldKey.fields[2:-2])
FLAGS = ("dns.flags.authoritative", "dns.flags.recavail", "dns.flags.rcode")

MISFITS = (
    "dns.bitmap.block.length", "dns.bitmap.truncated", "dns.edns.client_subnet.length", "dns.edns.option.length",
    "dns.edns.option.truncated", "dns.name.label.type", "dns.name.long", "dns.name.pointer.forward", "dns.record_data.long",
    "dns.record_data.short", "dns.stateful.length", "dns.stateful.truncated", "dns.svcb.parameter.length",
    "dns.svcb.parameter.truncated",
)  # fmt: skip
"""Problems after which tshark reads other bytes than netkit, or none at all."""


def _head(case):
    return case.header(Llmnr) or case.header(Dns)


def _misfit(case):
    """Whether the difference lies behind the beginning of a record that does not fit its own lengths."""
    starts = [problem.start_bit // 8 for problem in case.dissection.problems if problem.rule in MISFITS]
    return bool(starts) and case.start >= min(map(_beginning(case), starts))


def _beginning(case):
    """Where the record begins that a byte lies in."""
    owners = [
        field.start_bit // 8 for field in case.dissection.fields if field.key in ("dns.qry.name", "dns.resp.name")
    ]
    return lambda byte: max((start for start in owners if start <= byte), default=byte)


def _ours(case):
    key, field, head = case.key, case.field, _head(case)
    if key in FLAGS and not head.response:
        yield "flags of answers"
    if key == "dns.flags.authenticated" and not head.response and field.value is False:
        yield "flags of answers"
    if field.group == case.layer.fields[-1].group and _breaks_off(case):
        yield "record breaks off"
    if key in FLAGS_OF_KEYS and case.header(OldKey).no_authentication and case.header(OldKey).no_confidentiality:
        yield "flags of no key"
    if key == "dns.idsn.sa.length" and field.value == 0:
        yield "empty subaddress"
    if key == "dns.nsec3.hash_value" and field.width_bits % 40:
        yield "hash of another length"
    if key == "dns.resp.name" and any(
        e.name == "dns.srv.service" and e.start == case.start for e in case.packet.fields
    ):
        yield "owner of SRV"
    if key in COUNTS and head.operation_code == 5 and isinstance(head, Mdns | Llmnr):
        yield "update of another protocol"
    if key == "dns.data" and any(e.name == "dns.a" and e.start == case.start for e in case.packet.fields):
        yield "address of another class"


def _theirs(case):
    key, there = case.key, case.difference.ours
    if key == "dns.resp.type" and there.endswith(".type_bitmap"):
        yield "types in a bitmap"
    if key == "dns.opt.data" and there.startswith("dns.opt."):
        yield "option twice"
    if key in COUNTS_OF_UPDATES and there in COUNTS:
        yield "update of another protocol"
    if key == "dns.a" and there == "dns.data":
        yield "address of another class"
    if there == "data.data" and any(rule.startswith("dns.name.") for rule in case.rules()):
        yield "name that can't be read"
    if there == "tcp.payload" and _part_of_a_message(case):
        yield "part of a message"


def _value(case):
    kind = case.field.field.kind
    if kind in (NAME, CHARACTERS, UTF8) and ("\\" in case.difference.ours or "\ufffd" in case.difference.theirs):
        yield "text of unusual bytes"
    if case.key == "dns.opt.chain.fqdn":
        yield "name taken for text"
    if case.key == "dns.nsec3.hash_value" and case.field.width_bits % 40:
        yield "hash of another length"
    if case.key == "dns.tsig.mac":
        yield "code without value"
    if kind in (IPV6_PREFIX, IPV6_SUFFIX) and case.difference.ours.startswith("'::") and "." in case.difference.theirs:
        yield "IPv4-compatible prefix"


_KINDS = {"ours": _ours, "theirs": _theirs, "value": _value}


def names(case):
    """The names that fit a difference."""
    if case.key.startswith("dns."):
        yield from _KINDS.get(case.difference.kind, lambda _: ())(case)
        if _misfit(case):
            yield "record that does not fit"


def _breaks_off(case):
    """Whether the message ends inside a record: by a fault of its own, or where a fragment or a capture ends."""
    rest = case.dissection.layers[case.dissection.layers.index(case.layer) + 1 :]
    truncated = {"dns.truncated", "mdns.truncated", "llmnr.truncated"}
    return bool(case.rules() & truncated) or case.cut() or bool(rest and rest[0].key == "data")


def _part_of_a_message(case):
    payload = next((f.raw_value for f in case.dissection.fields if f.key == "tcp.payload"), b"")
    return int.from_bytes(payload[:2], "big") > len(payload) - 2
