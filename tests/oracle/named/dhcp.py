"""Differences from tshark in DHCP over IPv4 and IPv6."""

from netkit.packet.application.dhcp.kinds import TEXT
from netkit.packet.application.dhcp.message4 import Dhcp
from netkit.packet.application.dns.name import NAME
from netkit.packet.pictures import KEYS

__all__ = ["NAMED", "names"]

NAMED = {
    "time beyond 2106": "tshark adds up the seconds of a DUID in 32 bits, which are full in 2106",
    "option from its code on": "tshark's field of an option's code reaches over the whole option; netkit's is the code alone",
    "option value twice": "tshark shows the data of each option as dhcp.option.value too, hidden; in netkit each byte has one field",
    "pad and end": "tshark gives padding and the end of the options a dhcp.option.type of 0 beside their own field",
    "seconds of Windows": "tshark turns the seconds round where they would be few then, as Windows wrote them; RFC 2131 §2 knows one order",
    "gave up at an option": "tshark stops at an option that can't be; netkit keeps it whole, with the problem, and reads on",
    "behind the end of a field": "behind the end of options in the fields for names tshark shows nothing; netkit shows the zeros",
    "kind of an identifier": "tshark shows the first byte of a client identifier only before text; netkit always",
    "options of a vendor": "tshark has tables for the options of some vendors (PXE, CableLabs, broadband); netkit keeps them as they are",
    "deeper than a relay goes": "netkit takes options in options apart up to 24 deep (RFC 8415 §7.6 stops relays at 8), tshark deeper",
    "name of one label": "tshark shows a name of one label, the root, or a part of one behind a whole one, under a key of its own",
    "several classes": "tshark shows all vendor classes of an option as one; netkit shows each by its length (RFC 8415 §21.16)",
    "option of a wrong length": "of an option whose length can't be tshark reads what it finds; netkit keeps it whole, with the problem",
    "over the end of an option": "tshark reads suboptions over the end of their option; netkit stops there, with the problem",
    "characters of all kinds": "tshark writes control characters in XML as nowhere else, and drops bytes that are no UTF-8",
    "FQDN where none belongs": "tshark reads no client FQDN in a message of an unknown type",
    "part of a name": "tshark's lengths of a name that breaks off, or of several in one field, are not those of its bytes",
    "name that can't be": "tshark shows a mark in the place of a name that can't be read; netkit keeps the bytes, with the problem",
    "overload that can't be": "of an option overload that is empty, unknown (RFC 2132 §9.3) or there twice tshark reads some fields",
    "address with its room": "tshark's field of an address that is no Ethernet address has all 16 bytes; netkit's only those that count",
    "options without a cookie": "behind BOOTP's vendor area tshark reads options; without the magic number there are none (RFC 2132 §2)",
}

FULL_IN_2106 = (1 << 32) - 946_684_800
CODES = ("dhcp.option.type", "dhcp.option.agent_information_option.suboption")
VALUES = ("dhcp.option.value", "dhcp.option.agent_information_option.value")
OF_VENDORS = frozenset(
    {
        "dhcp.option.vendor.value",
        "dhcp.vendor.suboption",
        "dhcp.vendor.data",
        "dhcp.option.agent_information_option.value",
    }
)
OF_NAMES = ("dhcpv6.root_only_domain_name", "dhcpv6.tld", "dhcpv6.partial_name_preceded_by_fqdn")


def names(case):
    """The names that fit a difference."""
    if case.key.startswith(("dhcp.", "dhcpv6.")):
        yield from _of_both(case)
        yield from _over_ipv4(case) if case.key.startswith("dhcp.") else _over_ipv6(case)


def _of_both(case):
    kind, there = case.difference.kind, case.difference.ours
    rules = case.rules()
    if kind == "ours" and (_gave_up(case) or _in_option_with(case, ".truncated")):
        yield "gave up at an option"
    if kind == "value" and case.field.field.kind in (TEXT, NAME) and "\\" in there:
        yield "characters of all kinds"
    if kind in ("ours", "theirs", "place") and _in_option_with(case, ".length"):
        yield "option of a wrong length"
    if kind == "theirs" and (_in_option_with(case, ".length", over=16) or _in_option_with(case, ".truncated", over=16)):
        yield "over the end of an option"
    if (
        kind == "theirs"
        and there == "dhcp.option.rest"
        and any(rule.startswith(("dns.name.", "dhcp.name.")) for rule in rules)
    ):
        yield "name that can't be"
    if kind == "place" and case.field.field.kind is NAME:
        yield "part of a name"


def _gave_up(case):
    """Whether tshark stopped before this byte."""
    shown = [
        e.start for e in case.packet.fields if e.name.startswith(("dhcp.", "dhcpv6.")) and e.size and e.name in KEYS
    ]
    stopped = {"_ws.malformed", "_ws.short"} & set(case.packet.protocols) or any(
        r.endswith(".truncated") for r in case.rules()
    )
    return stopped and max(shown, default=0) < case.start


def _in_option_with(case, end_of_rule, over=0):
    """Whether the byte lies in an option of which netkit says that it is wrong, or up to `over` bytes behind it."""
    data = case.dissection.data
    for problem in case.dissection.problems:
        if problem.rule.endswith(end_of_rule) and problem.rule.startswith("dhcp"):
            size, at = problem.width_bits // 8, problem.start_bit // 8
            first, last = at, at + size
            if end_of_rule == ".length":
                first, last = at - size, at + size + int.from_bytes(data[at : at + size], "big")
            if first <= case.start < last + over:
                return True
    return False


def _over_ipv4(case):
    kind, key, there = case.difference.kind, case.key, case.difference.ours
    if kind == "place" and key in CODES:
        yield "option from its code on"
    if kind == "theirs" and key in VALUES and there.startswith("dhcp."):
        yield "option value twice"
    if kind == "theirs" and key == "dhcp.option.type" and there in ("dhcp.option.end", "dhcp.option.padding"):
        yield "pad and end"
    if kind == "value" and key == "dhcp.secs" and case.field.raw_value >> 8 and not case.field.raw_value & 0xFF:
        yield "seconds of Windows"
    if kind == "ours" and key == "dhcp.client_id.type":
        yield "kind of an identifier"
    if kind != "value" and OF_VENDORS & {key, there}:
        yield "options of a vendor"
    if kind == "theirs" and there == "data.data" and case.dissection.value("dhcp.cookie") is None:
        yield "options without a cookie"
    if kind == "place" and key == "dhcp.hw.addr":
        yield "address with its room"
    if case.start < case.header(Dhcp).start + 236:
        yield from _in_fields_for_names(case)


def _in_fields_for_names(case):
    kind = case.difference.kind
    unread = "_ws.malformed" in case.packet.protocols and not case.packet.values("dhcp.option.option_overload")
    if kind == "ours" and case.key == "dhcp.option.padding":
        yield "behind the end of a field"
    if kind in ("ours", "theirs") and _overload_is_wrong(case):
        yield "overload that can't be"
    if kind == "ours" and unread:
        yield "gave up at an option"


def _overload_is_wrong(case):
    data = case.dissection.data
    wrong = [problem.start_bit // 8 for problem in case.dissection.problems if problem.rule == "dhcp.option.length"]
    several = len(case.dissection.values("dhcp.option.option_overload")) > 1
    return several or "dhcp.overload.unknown" in case.rules() or any(data[at - 1] == 52 for at in wrong)


def _over_ipv6(case):
    kind, key, there = case.difference.kind, case.key, case.difference.ours
    if kind == "theirs" and there == "dhcpv6.option.rest" and "dhcpv6.nesting.deep" in case.rules():
        yield "deeper than a relay goes"
    if kind == "ours" and (
        case.field.value == "." or any(e.name in OF_NAMES and e.start == case.start for e in case.packet.fields)
    ):
        yield "name of one label"
    if kind == "value" and key == "dhcpv6.duidllt.time" and case.field.raw_value >= FULL_IN_2106:
        yield "time beyond 2106"
    if kind == "place" and key == "dhcpv6.vendorclass.data":
        yield "several classes"
    shown = {entry.name for entry in case.packet.fields}
    if kind == "ours" and key.startswith("dhcpv6.client") and "dhcpv6.clientfqdn.bad_msgtype" in shown:
        yield "FQDN where none belongs"
