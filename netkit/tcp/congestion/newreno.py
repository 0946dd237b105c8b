"""NewReno: Reno's window, and a recovery that lasts until all that was under way at the loss has arrived (RFC 6582)."""

from __future__ import annotations

from netkit.tcp.congestion.reno import Reno

__all__ = ["NewReno"]


class NewReno(Reno):
    """The same window as Reno's.

    Staying in recovery at a partial ACK is what every sender here does, as in Linux; the name is for those who look for it.
    """

    name = "newreno"
    rfc = "RFC 6582 §3.2"
