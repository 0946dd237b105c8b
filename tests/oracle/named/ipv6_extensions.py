"""Differences from tshark in the extension headers of IPv6."""

from netkit.packet.network.ipv6_option import UnknownOption

__all__ = ["NAMED", "names"]

NAMED = {
    "IPv6 option without table": "netkit has no table for this IPv6 option, whose data tshark shows under keys of its own",
    "IPv6 option beyond its header": "tshark reads an IPv6 option that is longer than its header out of what follows; netkit does not",
    "short jumbogram": "tshark reads nothing of a jumbogram of up to 65,535 bytes (RFC 2675 §3); netkit does, with the problem",
}


def names(case):
    """The names that fit a difference."""
    if case.key == "ipv6.opt.unknown" and case.header(UnknownOption):
        yield "IPv6 option without table"
    if case.key.startswith("ipv6.opt") and "ipv6.option.length" in case.rules():
        yield "IPv6 option beyond its header"
    if "ipv6.jumbo.short" in case.rules() and case.difference.kind in ("ours", "checksum"):
        yield "short jumbogram"
