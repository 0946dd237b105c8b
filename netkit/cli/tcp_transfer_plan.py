"""The options of `netkit tcp transfer` that say what is transferred and over which path, and the plan that they make."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import reduce
from typing import TYPE_CHECKING, TypeVar

import click

from netkit.cli import quantities
from netkit.cli.content_file import bytes_of
from netkit.errors import UsageError

if TYPE_CHECKING:
    from netkit.internet.drops import Drop
    from netkit.internet.link import LinkSettings
    from netkit.internet.payload import Payload
    from netkit.internet.plan import Plan

__all__ = ["compared_plans", "path_options", "plan_of", "sender_options"]

F = TypeVar("F", bound=Callable[..., object])

PROFILES = ("rfc", "linux")
CONTROLS = ("reno", "newreno", "cubic", "bbr")
"""The names that netkit.tcp has, so that `--help` need not load it; a test holds them equal."""

LARGEST_FILE = 1 << 28
MOST_COMPARED = 4

_PATH = (
    click.option("--rtt", default="40ms", metavar="TIME", show_default=True, help="The round-trip time of the path."),
    click.option("--rate", metavar="RATE", help="What the bottleneck passes on, such as 10mbit; else all at once."),
    click.option(
        "--queue", metavar="SIZE", help="Packets (20) or bytes (64KiB) that wait before the bottleneck; else no limit."
    ),
    click.option("--loss", default="0", metavar="CHANCE", help="How likely each packet is lost, such as 3%."),
    click.option("--reorder", default="0", metavar="CHANCE", help="How likely each takes a longer way."),
    click.option("--duplicate", default="0", metavar="CHANCE", help="How likely each comes twice."),
    click.option(
        "--drop",
        "drops",
        multiple=True,
        metavar="WHICH",
        help="Lose the N-th segment with data (data:N), the N-th from the receiver (ack:N), the NTH copy of the one at SEQ (copy:SEQ:NTH).",
    ),
    click.option("--seed", default="0", metavar="TEXT", help="What decides all chance: the same seed, the same run."),
)

_SENDER = (
    click.option("--bytes", "count", metavar="SIZE", help="So many made-up bytes in place of a file."),
    click.option(
        "--writes", metavar="SIZE,SIZE…", help="The sizes in which the application writes; the rest goes last."
    ),
    click.option(
        "--read-rate", metavar="SIZE", help="Bytes a second that the receiver reads (0: never); else at once."
    ),
    click.option("--receive-buffer", metavar="SIZE", help="What the receiver has room for: the largest window."),
    click.option("--mss", type=int, metavar="BYTES", help="The maximum segment size that both sides announce."),
    click.option(
        "--mtu", type=int, metavar="BYTES", help="The largest packet of the path, from which the MSS follows."
    ),
    click.option("-6", "--ipv6", is_flag=True, help="Over IPv6."),
    click.option(
        "--profile",
        type=click.Choice(PROFILES),
        default="linux",
        show_default=True,
        help="Whose constants: the RFCs', or those of Linux.",
    ),
    click.option("--congestion", type=click.Choice(CONTROLS), help="The congestion control; else the profile's."),
    click.option(
        "--initial-window", type=click.IntRange(1, 1000), metavar="SEGMENTS", help="The first congestion window."
    ),
    click.option("--no-nagle", is_flag=True, help="Send each write at once (TCP_NODELAY)."),
    click.option("--no-sack", is_flag=True, help="Without selective acknowledgments."),
    click.option("--no-timestamps", is_flag=True, help="Without timestamps."),
    click.option("--no-rack", is_flag=True, help="Count duplicate ACKs, not time, to find losses."),
    click.option("--no-tail-loss-probe", is_flag=True, help="Leave the last segments to the timer."),
    click.option("--user-timeout", metavar="TIME", help="How long either side waits without any progress."),
)


def path_options(command: F) -> F:
    """The options about the path."""
    return _with(_PATH, command)


def sender_options(command: F) -> F:
    """The options about both ends."""
    return _with(_SENDER, command)


def _with(options: tuple[Callable[[F], F], ...], command: F) -> F:
    return reduce(lambda made, option: option(made), reversed(options), command)


def plan_of(file: str | None, options: Mapping[str, object]) -> Plan:
    """The plan; UsageError for options that can't be, OSError for a file that can't be read."""
    from netkit.internet.plan import Plan  # noqa: PLC0415 - `--help` needs none of it

    payload, writes = _payload(file, _text(options, "count"), _text(options, "writes"))
    changes: dict[str, object] = {}
    for option, name in (
        ("no_sack", "sack"), ("no_timestamps", "timestamps"), ("no_rack", "rack"), ("no_tail_loss_probe", "tail_loss_probe"),
        ("no_nagle", "nagle"),
    ):  # fmt: skip
        if options[option]:
            changes[name] = False
    if options["congestion"]:
        changes["congestion"] = options["congestion"]
    if options["initial_window"]:
        changes["initial_window"] = options["initial_window"]
    buffer = _text(options, "receive_buffer")
    if buffer:
        changes["receive_buffer"] = quantities.bytes_count(buffer, "--receive-buffer")
    read_rate, timeout = _text(options, "read_rate"), _text(options, "user_timeout")
    plan = Plan(
        payload=payload,
        writes=writes,
        profile=str(options["profile"]),
        changes=changes,
        mss=options["mss"] if isinstance(options["mss"], int) else None,
        mtu=options["mtu"] if isinstance(options["mtu"], int) else None,
        version=6 if options["ipv6"] else 4,
        link=_link(options),
        drops=_drops(options["drops"]),
        seed=str(options["seed"]),
        read_rate=None if not read_rate else float(quantities.bytes_count(read_rate, "--read-rate", least=0)),
        user_timeout=None if not timeout else _patience(timeout),
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


def _text(options: Mapping[str, object], name: str) -> str:
    value = options[name]
    return value if isinstance(value, str) else ""


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


def _link(options: Mapping[str, object]) -> LinkSettings:
    from netkit.internet.link import LinkSettings  # noqa: PLC0415

    rate, queue = _text(options, "rate"), _text(options, "queue")
    packets = room = None
    if queue.isascii() and queue.isdigit():
        packets = int(queue[:9])
    elif queue:
        room = quantities.bytes_count(queue, "--queue")
    if queue and not rate:
        raise UsageError(
            "--queue needs --rate", why="without a bottleneck nothing waits", hint=f"--rate 10mbit --queue {queue}"
        )
    return LinkSettings(
        delay=quantities.seconds(_text(options, "rtt"), "--rtt") / 2,
        rate=quantities.rate(rate, "--rate") if rate else None,
        queue_packets=packets,
        queue_bytes=room,
        loss=quantities.chance(_text(options, "loss"), "--loss"),
        reorder=quantities.chance(_text(options, "reorder"), "--reorder"),
        duplicate=quantities.chance(_text(options, "duplicate"), "--duplicate"),
    )


def _drops(texts: object) -> list[Drop]:
    from netkit.internet.drops import parse_drop  # noqa: PLC0415

    return [parse_drop(text) for text in texts] if isinstance(texts, tuple) else []


def _patience(text: str) -> float:
    value = quantities.seconds(text, "--user-timeout")
    if value <= 0:
        raise UsageError(
            "--user-timeout 0 leaves no time", why="nothing gets through at once", hint="--user-timeout 30s"
        )
    return value
