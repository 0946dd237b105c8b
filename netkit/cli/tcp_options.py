"""The options that all commands with a TCP endpoint of netkit's share: the path before it, and how it behaves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from typing import TYPE_CHECKING, TypeVar

import click

from netkit.cli import quantities
from netkit.errors import UsageError

if TYPE_CHECKING:
    from netkit.internet.drops import Drop
    from netkit.internet.link import LinkSettings

__all__ = [
    "CONTROLS",
    "MANNER",
    "PROFILES",
    "WINDOW",
    "changes_of",
    "drops_of",
    "link_of",
    "path_options",
    "patience_of",
    "text_of",
    "with_options",
]  # fmt: skip

F = TypeVar("F", bound=Callable[..., object])
Option = Callable[[F], F]

PROFILES = ("rfc", "linux")
CONTROLS = ("reno", "newreno", "cubic", "bbr")
"""The names that netkit.tcp has, so that `--help` need not load it; a test holds them equal."""

_PATH = (
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

WINDOW = (
    click.option("--receive-buffer", metavar="SIZE", help="What the receiver has room for: the largest window."),
    click.option("--mss", type=int, metavar="BYTES", help="The maximum segment size that both sides announce."),
)

MANNER = (
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


def path_options(rtt: str = "40ms") -> Callable[[F], F]:
    """The options about the path, whose round trip takes so long if nothing else is said."""
    first = click.option(
        "--rtt", default=rtt, metavar="TIME", show_default=True, help="The round-trip time of the path."
    )
    return lambda command: with_options((first, *_PATH), command)


def with_options(options: tuple[Callable[[F], F], ...], command: F) -> F:
    """A command with these options, in their order."""
    return reduce(lambda made, option: option(made), reversed(options), command)


def changes_of(options: Mapping[str, object]) -> dict[str, object]:
    """The numbers of a profile that the options replace."""
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
    buffer = text_of(options, "receive_buffer")
    if buffer:
        changes["receive_buffer"] = quantities.bytes_count(buffer, "--receive-buffer")
    return changes


def text_of(options: Mapping[str, object], name: str) -> str:
    """An option's text; "" where it is not given."""
    value = options[name]
    return value if isinstance(value, str) else ""


def link_of(options: Mapping[str, object]) -> LinkSettings:
    """How each direction of the path is."""
    from netkit.internet.link import LinkSettings  # noqa: PLC0415

    rate, queue = text_of(options, "rate"), text_of(options, "queue")
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
        delay=quantities.seconds(text_of(options, "rtt"), "--rtt") / 2,
        rate=quantities.rate(rate, "--rate") if rate else None,
        queue_packets=packets,
        queue_bytes=room,
        loss=quantities.chance(text_of(options, "loss"), "--loss"),
        reorder=quantities.chance(text_of(options, "reorder"), "--reorder"),
        duplicate=quantities.chance(text_of(options, "duplicate"), "--duplicate"),
    )


def drops_of(texts: object) -> list[Drop]:
    """The packets that are to be lost."""
    from netkit.internet.drops import parse_drop  # noqa: PLC0415

    return [parse_drop(text) for text in texts] if isinstance(texts, tuple) else []


def patience_of(options: Mapping[str, object]) -> float | None:
    """How long to wait without any progress, in seconds; None where nothing is said."""
    text = text_of(options, "user_timeout")
    if not text:
        return None
    value = quantities.seconds(text, "--user-timeout")
    if value <= 0:
        raise UsageError(
            "--user-timeout 0 leaves no time", why="nothing gets through at once", hint="--user-timeout 30s"
        )
    return value
