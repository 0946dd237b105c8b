"""The options of `netkit tcp transfer` that say what is transferred and over which path, and the plan that they make."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

import click

from netkit.cli import quantities
from netkit.cli.content_file import bytes_of
from netkit.cli.tcp_options import (
    CONTROLS,
    MANNER,
    PROFILES,
    WINDOW,
    changes_of,
    drops_of,
    link_of,
    patience_of,
    text_of,
    with_options,
)
from netkit.errors import UsageError

if TYPE_CHECKING:
    from netkit.internet.payload import Payload
    from netkit.internet.plan import Plan

__all__ = ["compared_plans", "plan_of", "sender_options"]

F = TypeVar("F", bound=Callable[..., object])

LARGEST_FILE = 1 << 28
MOST_COMPARED = 4

_SENDER = (
    click.option("--bytes", "count", metavar="SIZE", help="So many made-up bytes in place of a file."),
    click.option(
        "--writes", metavar="SIZE,SIZE…", help="The sizes in which the application writes; the rest goes last."
    ),
    click.option(
        "--read-rate", metavar="SIZE", help="Bytes a second that the receiver reads (0: never); else at once."
    ),
    *WINDOW,
    click.option(
        "--mtu", type=int, metavar="BYTES", help="The largest packet of the path, from which the MSS follows."
    ),
    click.option("-6", "--ipv6", is_flag=True, help="Over IPv6."),
    *MANNER,
)


def sender_options(command: F) -> F:
    """The options about both ends."""
    return with_options(_SENDER, command)


def plan_of(file: str | None, options: Mapping[str, object]) -> Plan:
    """The plan; UsageError for options that can't be, OSError for a file that can't be read."""
    from netkit.internet.plan import Plan  # noqa: PLC0415 - `--help` needs none of it

    payload, writes = _payload(file, text_of(options, "count"), text_of(options, "writes"))
    read_rate = text_of(options, "read_rate")
    plan = Plan(
        payload=payload,
        writes=writes,
        profile=str(options["profile"]),
        changes=changes_of(options),
        mss=options["mss"] if isinstance(options["mss"], int) else None,
        mtu=options["mtu"] if isinstance(options["mtu"], int) else None,
        version=6 if options["ipv6"] else 4,
        link=link_of(options),
        drops=drops_of(options["drops"]),
        seed=str(options["seed"]),
        read_rate=None if not read_rate else float(quantities.bytes_count(read_rate, "--read-rate", least=0)),
        user_timeout=patience_of(options),
    )
    plan.check()
    return plan


def compared_plans(plan: Plan, text: str) -> list[tuple[str, Plan]]:
    """The plan with each of the congestion controls or profiles that `reno,cubic` names."""
    names = [name.strip().lower() for name in text.split(",") if name.strip()]
    if not 2 <= len(set(names)) == len(names) <= MOST_COMPARED:
        raise UsageError(
            f"--compare {text} does not name two runs",
            why=f"it takes two to {MOST_COMPARED} different names with commas between them",
            hint="--compare reno,cubic",
        )
    found = []
    for name in names:
        if name in CONTROLS:
            found.append((name, replace(plan, changes={**plan.changes, "congestion": name})))
        elif name in PROFILES:
            found.append((name, replace(plan, profile=name)))
        else:
            raise UsageError(
                f"there is no congestion control or profile {name}",
                why=f"there are {', '.join((*CONTROLS, *PROFILES))}",
                hint="--compare reno,cubic",
            )
    return found


def _payload(file: str | None, count: str, writes: str) -> tuple[Payload, list[int]]:
    """What is sent, and in which sizes it is written."""
    from netkit.internet.payload import Given, Numbered  # noqa: PLC0415

    if file is not None and count:
        raise UsageError("a file and --bytes exclude each other", why="one of them is sent", hint="leave --bytes out")
    parts = quantities.sizes(writes, "--writes") if writes else []
    if file is not None:
        payload: Payload = Given(bytes_of(file, LARGEST_FILE, "a payload"))
    elif count:
        payload = Numbered(quantities.bytes_count(count, "--bytes", least=0))
    elif parts:
        payload = Numbered(sum(parts))
    else:
        raise UsageError(
            "what is to be transferred?",
            why="there is no file, and neither --bytes nor --writes",
            hint="netkit tcp transfer page.html, or netkit tcp transfer --bytes 20416",
        )
    rest = payload.size - sum(parts)
    if rest < 0:
        raise UsageError(
            f"the writes add up to {sum(parts):,} bytes, and there are {payload.size:,}",
            why="the application can't write more than there is",
            hint="fewer or smaller --writes",
        )
    return payload, [*parts, rest] if parts and rest else parts
