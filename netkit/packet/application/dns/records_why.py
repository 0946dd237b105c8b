"""What the records of a DNS message make its receiver do; of types that are rare, the table's meaning says it."""

from __future__ import annotations

from netkit.packet.why.effect import Effect, Here, Told, count

__all__ = ["QUESTIONS", "RECORDS", "SILENT_RECORDS"]

OPT, ANY, AXFR, IXFR = 41, 255, 252, 251


def _owner(here: Here) -> str:
    return str(here.other("dns.resp.name") or "the name")


def _asked(here: Here) -> Told:
    if here.other("dns.count.zones") is not None:
        return "the zone that is to be changed", "RFC 2136 §2.3"
    return "the server looks for this name in its zones, and what it remembers"


def _type(here: Here) -> Told:
    if here.other("dns.count.zones") is not None:
        return ""
    if here.raw == ANY:
        return "a server may answer with as little as it likes", "RFC 8482 §4"
    if here.raw in (AXFR, IXFR):
        return "the whole zone is wanted, or what changed in it: for another server of it", "RFC 5936 §2"
    return f"only records of type {here.name}, or an alias, answer the question"


def _keep(here: Here) -> Told:
    if here.other("dns.resp.type") == OPT:
        return ""
    if not here.raw:
        return "for this one question only: nobody keeps it"
    if here.raw > 0x7FFFFFFF:
        return "the highest bit is set, so that it counts as 0", "RFC 2181 §8"
    return (
        f"whoever gets the record may keep it for {count(here.raw, 'second')}, and has to ask again after that",
        "RFC 1034 §3.6",
    )


def _address(here: Here) -> Told:
    return f"what is for {_owner(here)} is sent to {here.value}"


def _alias(here: Here) -> Told:
    return f"{_owner(here)} is only another name: the resolver goes on with {here.value}", "RFC 1034 §3.6.2"


def _server(here: Here) -> Told:
    if here.field.group.startswith("authority") and not here.other("dns.count.answers"):
        return f"questions about {_owner(here)}, and all below it, go on to this server", "RFC 1034 §4.2.1"
    return f"a server that has the zone {_owner(here)} itself"


def _mail(here: Here) -> Told:
    if here.value == ".":
        return f"{_owner(here)} takes no mail", "RFC 7505 §3"
    return f"mail for {_owner(here)} is taken there", "RFC 5321 §5.1"


def _negative(here: Here) -> Told:
    ttl = here.other("dns.resp.ttl")
    if not here.field.group.startswith("authority") or here.other("dns.count.answers") or ttl is None:
        return ""
    return (
        f"that there is no such name, or record, may be remembered for {count(min(here.raw, ttl), 'second')}",
        "RFC 2308 §5",
    )


def _service(here: Here) -> Told:
    return f"clients of {_owner(here)} connect to {here.value}, port {here.other('dns.srv.port')}"


def _payload(here: Here) -> Told:
    size = max(here.raw, 512)
    return (
        f"messages over UDP to this sender may have up to {count(size, 'byte')}; what is longer is cut, and asked for over TCP",
        "RFC 6891 §6.2.3",
    )


QUESTIONS = (
    Effect("dns.qry.name", _asked),
    Effect("dns.qry.type", _type),
)
"""For one server; multicast DNS and LLMNR ask everyone."""

RECORDS = (
    Effect("dns.qry.qu", {1: "whoever answers shall send it to the asker alone"}),
    Effect("dns.resp.ttl", _keep),
    Effect("dns.resp.cache_flush", {1: "these are all the records of the name and type: older ones are forgotten"}),
    Effect("dns.a", _address, also=("dns.resp.name",)),
    Effect("dns.aaaa", _address, also=("dns.resp.name",)),
    Effect("dns.cname", _alias, also=("dns.resp.name",)),
    Effect("dns.ns", _server, also=("dns.resp.name",)),
    Effect("dns.mx.preference", "mail goes to the lowest first, and to the others only if that can't be reached", "RFC 5321 §5.1"),
    Effect("dns.mx.mail_exchange", _mail, also=("dns.resp.name",)),
    Effect("dns.soa.serial_number", "the zone's other servers fetch it when this has grown", "RFC 1034 §4.3.5"),
    Effect("dns.soa.refresh_interval", "after so long, the zone's other servers look whether it has grown", "RFC 1034 §4.3.5"),
    Effect("dns.soa.retry_interval", "after so long, a server that did not get through tries again", "RFC 1034 §4.3.5"),
    Effect("dns.soa.expire_limit", "a server that has not got through for so long stops answering", "RFC 1034 §4.3.5"),
    Effect("dns.soa.minimum_ttl", _negative, also=("dns.resp.ttl",)),
    Effect("dns.srv.priority", "clients try the lowest first, and others only if that can't be reached"),
    Effect("dns.srv.weight", "among servers of the same priority, this one's share of the clients"),
    Effect("dns.srv.target", _service, also=("dns.srv.port", "dns.resp.name")),
    Effect("dns.rr.udp_payload_size", _payload),
    Effect("dns.resp.z.do", {1: "the server adds the signatures and keys of DNSSEC"}, "RFC 4035 §3.2.1"),
    Effect("dns.resp.ext_rcode", lambda here: "with the code in the header it makes a code above 15" if here.raw else ""),
)  # fmt: skip

SILENT_RECORDS = (
    "dns.resp.name", "dns.resp.type", "dns.srv.port", "dns.opt.code", "dns.opt.data", "dns.data", "dns.extraneous.data", "dns.dso.tlv.type",
    "dns.dso.tlv.data", "dns.dso.tlv.encpad.padding", "dns.svcb.svcparam.key", "dns.svcb.svcparam.value", "dns.loc.data", "dns.null",
    "dns.tkey.other_data", "dns.tsig.other_data",
)  # fmt: skip
