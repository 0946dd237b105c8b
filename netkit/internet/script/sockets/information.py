"""The numbers of a connection by the names of Linux's `tcp_info`, as far as netkit's endpoint knows them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from netkit.tcp.congestion.control import NO_THRESHOLD
from netkit.tcp.connection.states import State
from netkit.tcp.sending.phase import Phase

if TYPE_CHECKING:
    from netkit.tcp import Endpoint

__all__ = ["CONSTANTS", "information_of"]

NO_LIMIT = 2**31 - 1
"""The slow start threshold before any loss, as Linux has it."""

PHASES: Mapping[Phase, int] = MappingProxyType(
    {Phase.OPEN: 0, Phase.DISORDER: 1, Phase.REDUCING: 2, Phase.RECOVERY: 3, Phase.LOSS: 4}
)
STATES: Mapping[State, int] = MappingProxyType(
    {
        State.ESTABLISHED: 1, State.SYN_SENT: 2, State.SYN_RECEIVED: 3, State.FIN_WAIT_1: 4, State.FIN_WAIT_2: 5, State.TIME_WAIT: 6,
        State.CLOSED: 7, State.CLOSE_WAIT: 8, State.LAST_ACK: 9, State.LISTEN: 10, State.CLOSING: 11,
    }
)  # fmt: skip
CONSTANTS: Mapping[str, int] = MappingProxyType(
    {
        "TCP_CA_Open": 0, "TCP_CA_Disorder": 1, "TCP_CA_CWR": 2, "TCP_CA_Recovery": 3, "TCP_CA_Loss": 4,
        "TCP_ESTABLISHED": 1, "TCP_SYN_SENT": 2, "TCP_SYN_RECV": 3, "TCP_FIN_WAIT1": 4, "TCP_FIN_WAIT2": 5, "TCP_TIME_WAIT": 6,
        "TCP_CLOSE": 7, "TCP_CLOSE_WAIT": 8, "TCP_LAST_ACK": 9, "TCP_LISTEN": 10, "TCP_CLOSING": 11,
        "TCPI_OPT_TIMESTAMPS": 1, "TCPI_OPT_SACK": 2, "TCPI_OPT_WSCALE": 4, "TCPI_OPT_ECN": 8, "TCP_INFINITE_SSTHRESH": NO_LIMIT,
    }
)  # fmt: skip


def information_of(endpoint: Endpoint) -> dict[str, int]:
    """The numbers; times are in microseconds, as in Linux, windows in segments where they are so there."""
    block = endpoint.block
    sender, books = block.sender, block.sender.books
    flight, trip, control = books.flight, books.round_trip, books.control
    options = block.timestamps * 1 + block.sack * 2 + block.scaling * 4 + block.marks * 8
    threshold = NO_LIMIT if control.threshold >= NO_THRESHOLD else control.threshold
    return {
        **CONSTANTS,
        "tcpi_state": STATES[endpoint.state],
        "tcpi_ca_state": PHASES[sender.recovery.phase],
        "tcpi_retransmits": sender.retries,
        "tcpi_probes": sender.asked,
        "tcpi_backoff": trip.backoff,
        "tcpi_options": options,
        "tcpi_snd_wscale": block.their_shift if block.scaling else 0,
        "tcpi_rcv_wscale": block.shift if block.scaling else 0,
        "tcpi_rto": round(trip.timeout * 1e6),
        "tcpi_snd_mss": sender.largest,
        "tcpi_advmss": block.largest - (12 if block.timestamps else 0),
        "tcpi_unacked": len(flight),
        "tcpi_sacked": flight.sacked,
        "tcpi_lost": flight.lost,
        "tcpi_retrans": flight.again,
        "tcpi_rtt": round((trip.smoothed or 0.0) * 1e6),
        "tcpi_rttvar": round(trip.variance * 1e6),
        "tcpi_min_rtt": round((trip.minimum or 0.0) * 1e6),
        "tcpi_snd_ssthresh": threshold,
        "tcpi_snd_cwnd": control.window,
        "tcpi_reordering": books.profile.duplicates,
        "tcpi_reord_seen": int(sender.recovery.losses.rack.reordering_seen),
        "tcpi_bytes_acked": max(0, books.acknowledged - 1),
        "tcpi_bytes_received": block.receiver.total,
        "tcpi_delivered": books.delivered,
        "tcpi_notsent_bytes": max(0, sender.stream.written - max(1, books.next)),
        "tcpi_snd_wnd": max(0, sender.window_end - books.acknowledged),
    }
