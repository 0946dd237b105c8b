"""The differences between netkit and tshark that are meant: each with its name, its reason, and the test by which it is told.

Each module has `NAMED`, the reason of each name, and `names(case)`, which gives the names that fit a difference. docs/differences.md is
written from them.
"""

from tests.oracle.named import (
    basics,
    dhcp,
    dns,
    encapsulations,
    http,
    icmp,
    ipv4_options,
    ipv6_extensions,
    links,
    own_keys,
    tcp,
    tls,
)
from tests.oracle.named.case import Case

__all__ = ["MODULES", "NAMED", "name_of"]

MODULES = (own_keys, basics, dhcp, tcp, ipv4_options, ipv6_extensions, icmp, dns, http, links, encapsulations, tls)

NAMED = {name: reason for module in MODULES for name, reason in module.NAMED.items()}


def name_of(difference, dissection, packet):
    """The name of a difference that is meant, or None."""
    case = Case(difference, dissection, packet)
    return next((name for module in MODULES for name in module.names(case)), None)
