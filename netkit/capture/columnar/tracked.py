"""Keys whose values only the whole capture tells: a batch is given their columns by who follows the streams."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.capture.columnar.domain import LABEL, NUMBER, SIGNED, SPAN, Domain

__all__ = ["TRACKED"]

_FINDINGS = (
    "ack_lost_segment", "duplicate_ack", "fast_retransmission", "keep_alive", "keep_alive_ack", "lost_segment", "out_of_order",
    "retransmission", "reused_ports", "spurious_retransmission", "window_full", "window_update", "zero_window", "zero_window_probe",
    "zero_window_probe_ack",
)  # fmt: skip

TRACKED: Mapping[str, Domain] = MappingProxyType(
    {
        "dns.response_to": NUMBER,
        "dns.retransmit_request_in": NUMBER,
        "dns.retransmit_response_in": NUMBER,
        "dns.time": SPAN,
        "frame.time_delta": SPAN,
        "frame.time_relative": SPAN,
        "tcp.ack": NUMBER,
        "tcp.analysis": LABEL,
        "tcp.analysis.ack_rtt": SPAN,
        "tcp.analysis.acks_frame": NUMBER,
        "tcp.analysis.bytes_in_flight": NUMBER,
        "tcp.analysis.duplicate_ack_frame": NUMBER,
        "tcp.analysis.duplicate_ack_num": NUMBER,
        "tcp.analysis.flags": LABEL,
        **{f"tcp.analysis.{name}": LABEL for name in _FINDINGS},
        "tcp.analysis.initial_rtt": SPAN,
        "tcp.analysis.push_bytes_sent": NUMBER,
        "tcp.analysis.rto": SPAN,
        "tcp.analysis.rto_frame": NUMBER,
        "tcp.nxtseq": NUMBER,
        "tcp.seq": NUMBER,
        "tcp.stream": NUMBER,
        "tcp.time_delta": SPAN,
        "tcp.time_relative": SPAN,
        "tcp.window_size": NUMBER,
        "tcp.window_size_scalefactor": SIGNED,
        "udp.stream": NUMBER,
    }
)
"""What the values under each are."""
