"""Where the name servers of the made-up internet are, for whoever gives a room their addresses."""

from __future__ import annotations

from netkit.dns.made_up.tables import read_servers

__all__ = ["internet_addresses"]


def internet_addresses() -> list[str]:
    """The addresses of all of them, in canonical text, each once."""
    return list(dict.fromkeys(address for server in read_servers() for address in server.addresses))
