"""Whether somebody on the way answers in the servers' place: a question goes where no name server can be."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

import dns.name
import dns.rdatatype

from netkit.dns.attempt import Manner, query_for
from netkit.dns.interception import NOBODY, answered_by_nobody
from netkit.dns.query import Question, Server
from netkit.live.dns.asking import ask_once
from netkit.live.dns.udp import UdpQuestion

if TYPE_CHECKING:
    import dns.message

    from netkit.dns.interception import Finding

__all__ = ["ask_for_root", "probe"]

DNS_PORT = 53


def probe(address: str = NOBODY, *, port: int = DNS_PORT, timeout: float = 1.0) -> Finding | None:
    """Ask `address`, at which nobody should be, for the root's servers; the finding where it answers within `timeout` seconds.

    Silence and "no way there" are as it should be. An answer of any kind tells: also a refusal comes from somebody.
    """
    return None if ask_for_root(address, port=port, timeout=timeout) is None else answered_by_nobody(address)


def ask_for_root(address: str, *, port: int = DNS_PORT, timeout: float = 1.0) -> dns.message.Message | None:
    """What `address` answers within `timeout` seconds when it is asked for the root's servers; None where it keeps silent."""
    query = query_for(
        Question(dns.name.root, dns.rdatatype.NS),
        Server(None, address),
        Manner(),
        identification=secrets.randbelow(1 << 16),
        tcp=False,
        timeout=timeout,
    )
    return ask_once(query, port, UdpQuestion, "udp").response
