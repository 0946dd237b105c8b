"""The numbers that the standards leave to the implementation, or that an implementation has chosen otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

__all__ = ["PROFILES", "Profile"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What an endpoint does by default; times in seconds, windows in segments unless it says bytes.

    `minimum_timeout`, `initial_timeout` and `maximum_timeout` bound the retransmission timer (RFC 6298); where `variance_floor` is set, the
    minimum is laid under the variance, not under the whole. `initial_window` is RFC 6928's. `acknowledge_every` full segments, or after
    `delayed_acknowledgment`, an ACK goes out, the first `quick_acknowledgments` at once. `duplicates` is the threshold of RFC 5681,
    `probe_allowance` the longest that an ACK of a single segment may wait (RFC 8985 section 7.2), `probe_slack` by how much longer than two
    round trips a tail loss probe waits, for the clocks of both sides (Linux: two ticks, of 4 or of 1 ms);
    behind a probe the timer runs from then, or `timer_from_oldest` from when the oldest segment went out. After more SYNs than
    `handshakes_forgiven` the window begins with one segment (RFC 5681 section 3.1). `receive_buffer` and `send_buffer` are in bytes.
    `nagle_for_short` has a short segment wait for short ones only, not for full ones; `dialogue` lets an ACK wait where both sides talk in
    turn, and that of a FIN behind data, which an application may answer by closing. `probe_with_data` asks for a shut window with a byte of
    new data, else with an old number; `reset_at_retries` tells the other side when nothing gets through. `restart_after_idle` says that the
    window begins anew after a silence (RFC 5681 section 4.1). `time_wait` is twice the lifetime of a segment. `user_timeout` ends a
    connection on which nothing gets through (0: never but by `retries`); `user_timeout_from_again` counts it from the first segment that
    the timer sent again. `keep_alive` is the idle time after which one is probed (0: never). With `insist_on_timestamps`
    a segment without those that were agreed on is dropped (RFC 7323 section 3.2), with `last_resort` a sender in recovery without RACK
    sends again what is not known to be lost where it has nothing else (RFC 6675 section 4), with `reduce_from_flight` a loss halves what is
    under way and not the window (RFC 5681 section 3.1); `growth_for_an_ack` is by how many segments the window grows at most for one ACK in
    slow start (0: by as many as it acknowledges); `share_measurements` has the round trips that timestamps tell weigh less, the more there
    are (RFC 7323 section 4.2).
    """

    name: str
    minimum_timeout: float
    initial_timeout: float
    maximum_timeout: float
    variance_floor: bool
    initial_window: int
    acknowledge_every: int
    delayed_acknowledgment: float
    quick_acknowledgments: int
    probe_allowance: float = 0.2
    probe_slack: float = 0.008
    timer_from_oldest: bool = False
    duplicates: int = 3
    congestion: str = "reno"
    sack: bool = True
    timestamps: bool = True
    insist_on_timestamps: bool = True
    window_scaling: bool = True
    rack: bool = True
    last_resort: bool = True
    reduce_from_flight: bool = True
    growth_for_an_ack: int = 1
    share_measurements: bool = True
    tail_loss_probe: bool = True
    forward_recovery: bool = True
    undo: bool = True
    nagle: bool = True
    nagle_for_short: bool = False
    dialogue: bool = False
    probe_with_data: bool = True
    reset_at_retries: bool = True
    restart_after_idle: bool = True
    congestion_marks: bool = False
    receive_buffer: int = 1 << 20
    send_buffer: int = 1 << 22
    time_wait: float = 60.0
    retries: int = 15
    handshake_retries: int = 6
    handshakes_forgiven: int = 1
    user_timeout: float = 0.0
    user_timeout_from_again: bool = False
    keep_alive: float = 0.0
    keep_alive_interval: float = 75.0
    keep_alive_probes: int = 9


PROFILES: Mapping[str, Profile] = MappingProxyType(
    {
        "rfc": Profile(
            name="rfc",
            minimum_timeout=1.0,
            initial_timeout=1.0,
            maximum_timeout=60.0,
            variance_floor=False,
            initial_window=10,
            acknowledge_every=2,
            delayed_acknowledgment=0.2,
            quick_acknowledgments=0,
            handshake_retries=7,
            time_wait=240.0,
            user_timeout=300.0,
        ),
        "linux": Profile(
            name="linux",
            minimum_timeout=0.2,
            initial_timeout=1.0,
            maximum_timeout=120.0,
            variance_floor=True,
            initial_window=10,
            acknowledge_every=2,
            delayed_acknowledgment=0.04,
            quick_acknowledgments=16,
            congestion="cubic",
            insist_on_timestamps=False,
            last_resort=False,
            reduce_from_flight=False,
            growth_for_an_ack=0,
            share_measurements=False,
            handshakes_forgiven=2,
            time_wait=60.0,
        ),
    }
)
