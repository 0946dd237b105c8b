"""How a question is put, from the options of the command line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from netkit.dns.attempt import Manner

__all__ = ["manner_of"]


def manner_of(options: Mapping[str, Any]) -> Manner:
    """The manner that the options of `netkit dns ask` mean."""
    return Manner(
        recursion=options["recursion"],
        dnssec=options["dnssec"],
        checking_disabled=options["checking_disabled"],
        edns=not options["no_edns"],
        payload=options["bufsize"],
        nsid=options["nsid"],
    )
