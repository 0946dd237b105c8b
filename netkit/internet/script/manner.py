"""How a script is run, by the options at its head."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from netkit.internet.script.language.scanner import refused

if TYPE_CHECKING:
    from netkit.internet.script.language.steps import Script

__all__ = ["Manner", "manner_of"]

TOLERANCE = 4000
"""Microseconds by which a segment may come too early or too late: packetdrill's default."""

NO_EFFECT = frozenset(
    {
        "bind_port", "connect_port", "local_ip", "remote_ip", "gateway_ip", "netmask_ip", "local_linux_ip", "speed", "verbose", "debug",
        "dry_run", "non_fatal", "code_format", "code_command", "code_sockopt", "send_omit_free", "init_scripts",
    }
)  # fmt: skip
"""Options that change nothing in virtual time."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a script is run.

    `tolerance` is in microseconds, `tolerance_percent` in hundredths of the time between two steps; `version` is that of IP, `tick` that of
    the timestamp clock in microseconds (0: its values are not compared).
    """

    tolerance: int = TOLERANCE
    tolerance_percent: float = 0.0
    mtu: int = 1500
    version: int = 4
    tick: int = 0
    remarks: tuple[str, ...] = ()

    @property
    def largest(self) -> int:
        """The maximum segment size that the MTU gives (RFC 9293 section 3.7.1)."""
        return self.mtu - (40 if self.version == 4 else 60)


def manner_of(script: Script) -> Manner:
    """The options of a script. UsageError, with the line, for one that netkit does not know or can't follow."""
    found: dict[str, int | float] = {}
    remarks = []
    for name, value, line in script.options:
        match name:
            case "tolerance_usecs" | "mtu" | "tcp_ts_tick_usecs":
                key = {"tolerance_usecs": "tolerance", "mtu": "mtu", "tcp_ts_tick_usecs": "tick"}[name]
                least, most = {"tolerance": (0, 10_000_000), "mtu": (576, 65_535), "tick": (0, 1_000_000)}[key]
                found[key] = _whole(value, line, name, script.name, least, most)
            case "tolerance_percent":
                found["tolerance_percent"] = _whole(value, line, name, script.name, 0, 100)
            case "mss":
                found["mtu"] = _whole(value, line, name, script.name, 88, 65_000) + 40
            case "ip_version":
                if value not in ("ipv4", "ipv6"):
                    raise refused(
                        f"--ip_version={value} is not supported",
                        line=line,
                        name=script.name,
                        why="netkit runs ipv4 and ipv6",
                    )
                found["version"] = int(value[-1])
            case "tcp_ts_ecr_scaled":
                pass
            case _ if name in NO_EFFECT:
                remarks.append(f"--{name} changes nothing in virtual time")
            case _:
                raise refused(
                    f"the option --{name} is not supported",
                    line=line,
                    name=script.name,
                    why="netkit knows tolerance_usecs, tolerance_percent, ip_version, mtu, mss, tcp_ts_tick_usecs and tcp_ts_ecr_scaled",
                )
    return Manner(**found, remarks=tuple(remarks))  # type: ignore[arg-type]


def _whole(value: str, line: int, name: str, script: str, least: int, most: int) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", value) or not least <= int(value) <= most:
        raise refused(
            f"--{name} can't be {value[:40]!r}",
            line=line,
            name=script,
            why=f"it is a number between {least:,} and {most:,}",
        )
    return int(value)
