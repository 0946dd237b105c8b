"""What a script sets before it begins: those commands for the shell that have a counterpart in a profile.

No command is ever executed: it is read, what it would set is set in the profile, and the rest is said.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING

from netkit.internet.script.language.steps import Call, Command, Expected, Number
from netkit.tcp.congestion import CONTROLS
from netkit.tcp.segment import Flag

if TYPE_CHECKING:
    from netkit.internet.script.language.steps import Script

__all__ = ["DEFAULTS", "Setting", "assumed_buffer", "settings_of"]

LARGEST_BUFFER, MOST_SEGMENTS, MOST_TRIES, LONGEST = 1 << 26, 1000, 255, 86_400 * 30
LARGEST_SHIFT, TYPICAL = 10, 49_152
"""The largest window scale that a buffer is assumed for, and how large a window is that needs no scale, but nearly."""


@dataclass(slots=True)
class Setting:
    """What a command sets: changes of a profile, and what is said of the rest."""

    changes: dict[str, object] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    listener_marks: bool | None = None


def _flag(key: str) -> Callable[[int], dict[str, object]]:
    return lambda value: {key: value != 0}


def _number(key: str, least: int, most: int, scale: float = 1) -> Callable[[int], dict[str, object]]:
    def change(value: int) -> dict[str, object]:
        bounded = min(max(value, least), most)
        return {key: bounded * scale if scale != 1 else bounded}

    return change


SYSCTLS: Mapping[str, Callable[[int], dict[str, object]]] = MappingProxyType(
    {
        "tcp_sack": _flag("sack"),
        "tcp_timestamps": _flag("timestamps"),
        "tcp_window_scaling": _flag("window_scaling"),
        "tcp_frto": _flag("forward_recovery"),
        "tcp_recovery": lambda value: {"rack": bool(value & 1)},
        "tcp_early_retrans": lambda value: {"tail_loss_probe": value >= 3},
        "tcp_reordering": _number("duplicates", 1, 300),
        "tcp_ecn": lambda value: {"congestion_marks": value == 1},
        "tcp_syn_retries": _number("handshake_retries", 1, MOST_TRIES),
        "tcp_retries2": _number("retries", 1, MOST_TRIES),
        "tcp_slow_start_after_idle": _flag("restart_after_idle"),
        "tcp_keepalive_time": _number("keep_alive_idle", 1, LONGEST),
        "tcp_keepalive_intvl": _number("keep_alive_interval", 1, LONGEST),
        "tcp_keepalive_probes": _number("keep_alive_probes", 1, MOST_TRIES),
        "tcp_rto_min_us": _number("minimum_timeout", 1, 60_000_000, 1e-6),
        "tcp_rto_max_ms": _number("maximum_timeout", 1000, 120_000, 1e-3),
    }
)
"""Settings of Linux that have a counterpart; `keep_alive_idle` is told apart because SO_KEEPALIVE turns it on."""

IDLE = ("tc", "sleep", "true", "modprobe", "ethtool")
"""Programs that change nothing in virtual time."""

DEFAULTS = (
    "tcp_timestamps=1", "tcp_syn_retries=5", "tcp_frto=2", "tcp_sack=1", "tcp_reordering=3", "tcp_congestion_control=cubic",
    "tcp_slow_start_after_idle=0", "tcp_early_retrans=4", "tcp_recovery=1", "tcp_ecn=0", "tcp_rmem=4096 540000 15728640",
)  # fmt: skip
"""What the file defaults.sh sets that comes with packetdrill's and Linux's own scripts, as far as it has a counterpart."""

SILENT = frozenset(
    {
        "tcp_dsack=1", "tcp_fack=0", "tcp_pacing_ss_ratio", "tcp_pacing_ca_ratio", "tcp_tso_win_divisor", "tcp_min_tso_segs",
        "tcp_no_metrics_save", "tcp_limit_output_bytes", "tcp_moderate_rcvbuf", "tcp_wmem", "tcp_autocorking", "tcp_notsent_lowat",
    }
)  # fmt: skip
"""Settings that change nothing here: nothing is said of them."""


def settings_of(command: str) -> Setting:
    """What a command would set, as far as a profile has it."""
    found = Setting()
    for part in re.split(r"[\n;]|&&", command):
        words = _words(part)
        if not words:
            continue
        program = words[0].rpartition("/")[2]
        if program == "defaults.sh":
            for each in DEFAULTS:
                _set(found, *each.split("=", 1))
        elif program in ("sysctl", "set_sysctls.py"):
            for word in words[1:]:
                name, equals, value = word.partition("=")
                if equals:
                    _set(found, name.replace("/", ".").rpartition(".")[2], value)
        elif words[0] == "ip" and len(words) > 3 and "route".startswith(words[1]):
            _route(found, words)
        elif program == "echo" and len(words) == 4 and words[2] == ">":
            _set(found, words[3].rpartition("/")[2], words[1])
        elif words[:2] == ["ip", "tcp_metrics"] or program.startswith("sysctl_restore") or program in IDLE:
            continue
        else:
            found.remarks.append(f"not executed, as no command ever is: {' '.join(words)[:80]}")
    return found


def assumed_buffer(script: Script) -> int | None:
    """The receive buffer that a script takes for granted: one that gives the window scale which it expects. None where it says which.

    How large a kernel's buffers may grow depends on the machine and its release, so a script that sets nothing was written for another one.
    """
    for step in script.steps:
        if isinstance(step, Command) and "receive_buffer" in settings_of(step.command).changes:
            return None
        if isinstance(step, Call) and any(
            isinstance(each, Number) and "RCVBUF" in each.text for each in step.arguments
        ):
            return None
        if isinstance(step, Expected) and step.segment.flags & Flag.SYN:
            shift = None if step.segment.options is None else step.segment.options.shift
            return None if shift is None or shift > LARGEST_SHIFT else TYPICAL << shift
    return None


def _words(part: str) -> list[str]:
    try:
        return shlex.split(part, comments=True)
    except ValueError:
        return part.split()


def _set(found: Setting, name: str, value: str) -> None:
    """One setting of Linux."""
    value = value.strip()
    if name == "tcp_congestion_control":
        if value in CONTROLS:
            found.changes["congestion"] = value
        else:
            found.remarks.append(
                f"no congestion control {value[:40]!r} in netkit, which has {', '.join(CONTROLS)}: not set"
            )
        return
    if name == "tcp_rmem":
        sizes = [_product(each) for each in re.split(r"[\s,]+(?![^(]*\))", value)]
        if len(sizes) == 3 and sizes[2]:
            found.changes["receive_buffer"] = min(max(sizes[2], 2048), LARGEST_BUFFER)
            return
    change = SYSCTLS.get(name)
    if change is not None and re.fullmatch(r"0x[0-9a-fA-F]{1,8}|[0-9]{1,10}", value):
        found.changes |= change(int(value, 16 if value.startswith("0x") else 10))
        if name == "tcp_ecn":
            found.listener_marks = value in ("1", "2")
    elif name not in SILENT and f"{name}={value}" not in SILENT:
        found.remarks.append(f"{name[:40]} has no counterpart in netkit: not set")


def _product(text: str) -> int:
    """A number, or `$((15*1024*1024))`; 0 for what is neither."""
    text = text.removeprefix("$((").removesuffix("))").replace(" ", "")
    if not re.fullmatch(r"[0-9]{1,10}(\*[0-9]{1,10}){0,3}", text):
        return 0
    result = 1
    for factor in text.split("*"):
        result *= int(factor)
    return result


def _route(found: Setting, words: list[str]) -> None:
    """`ip route change … initcwnd N`."""
    for name, value in pairwise(words):
        if name == "initcwnd" and re.fullmatch(r"[0-9]{1,9}", value):
            found.changes["initial_window"] = min(max(int(value), 1), MOST_SEGMENTS)
        elif name == "rto_min" and (match := re.fullmatch(r"([0-9]{1,9})(ms|s)?", value)):
            found.changes["minimum_timeout"] = int(match[1]) * (1.0 if match[2] == "s" else 0.001)
        elif name == "congctl" and value in CONTROLS:
            found.changes["congestion"] = value
        elif name in ("initrwnd", "quickack", "advmss", "cwnd", "mtu"):
            found.remarks.append(f"{name} of a route has no counterpart in netkit: not set")
