"""Differences from tshark in the options of IPv4."""

from netkit.packet.network.ipv4 import Ipv4
from netkit.packet.network.ipv4_option import Ipv4Option, UnknownIpv4Option

__all__ = ["NAMED", "names"]

NAMED = {
    "option that tshark skips": "tshark shows nothing of an IPv4 option that it does not know; netkit shows its type, length and data",
    "options that end too early": "after an option with a wrong length tshark shows none of it; netkit reads on as far as it can",
    "source route": "tshark calls the address in the header ip.cur_rt while a source route is not at its end; in netkit it stays ip.dst",
    "security by RFC 791": "a security option of 11 bytes has the form of RFC 791, which RFC 1108 replaced; netkit reads the new one",
    "report of quick-start": "in a report tshark calls the byte behind the rate unused, in a request it is a TTL (RFC 4782 §3.1)",
}


def names(case):
    """The names that fit a difference."""
    option = case.header(Ipv4Option)
    if case.key.startswith("ip.opt.") and isinstance(option, UnknownIpv4Option):
        yield "option that tshark skips"
    if case.key.startswith("ip.opt") and case.rules() & {
        "ipv4.option.length",
        "ipv4.truncated",
        "ipv4.option.truncated",
    }:
        yield "options that end too early"
    if case.key.startswith("ip.opt.type") and case.cut():
        yield "options that end too early"
    ip = case.header(Ipv4)
    if (
        case.key == "ip.dst"
        and ip
        and case.start == ip.start + 16
        and "ip.cur_rt" in {entry.name for entry in case.packet.fields}
    ):
        yield "source route"
    if case.key == "ip.opt.sec_cl" and option.length == 11:
        yield "security by RFC 791"
    if case.key == "ip.opt.qs_ttl" and option.function == 8:
        yield "report of quick-start"
