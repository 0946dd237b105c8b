"""Keys whose values only the whole capture tells: a batch is given their columns by who follows the streams."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.capture.columnar.domain import NUMBER, SPAN, Domain

__all__ = ["TRACKED"]

TRACKED: Mapping[str, Domain] = MappingProxyType(
    {
        "dns.response_to": NUMBER,
        "dns.retransmit_request_in": NUMBER,
        "dns.retransmit_response_in": NUMBER,
        "dns.time": SPAN,
        "frame.time_delta": SPAN,
        "frame.time_relative": SPAN,
        "tcp.ack": NUMBER,
        "tcp.nxtseq": NUMBER,
        "tcp.seq": NUMBER,
        "tcp.stream": NUMBER,
        "tcp.window_size": NUMBER,
        "udp.stream": NUMBER,
    }
)
"""What the values under each are."""
