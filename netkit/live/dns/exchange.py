"""What really went over the network: one question and what came back, with the addresses, ports and times."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["End", "Exchange"]

End = tuple[str, int]
"""An address and a port."""


@dataclass(slots=True, kw_only=True)
class Exchange:
    """One question to one server.

    `time` is when the question went out and `ended` when the exchange was over, in seconds of the driver's clock. `local` and `remote`
    are the ends that were really used (`local` is None where no socket could be opened), `transport` is `udp`, `tcp`, `tls` or
    `https`. `sent` is the question's bytes, `received` each message that came, in order, with its time: over UDP also those that were
    no answer to the question. `failure` says why there is no answer, "" where there is one.
    """

    time: float
    remote: End
    transport: str
    sent: bytes
    local: End | None = None
    received: list[tuple[float, bytes]] = field(default_factory=list)
    ended: float | None = None
    failure: str = ""
