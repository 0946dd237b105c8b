"""`netkit capture follow`: the streams of a capture, and what both sides said in one of them."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence

import click

from netkit import capture as captures
from netkit.capture import Capture, Problem
from netkit.capture.streams.exchange import follow_datagrams
from netkit.capture.streams.follow_view import counted, follow_view
from netkit.capture.streams.following import CLIENT, SERVER, Followed, follow
from netkit.capture.streams.list_view import list_view
from netkit.capture.streams.listing import list_datagrams, list_streams
from netkit.capture.streams.messages import messages_of
from netkit.capture.streams.messages_view import messages_view
from netkit.capture.view import troubles
from netkit.cli.capture_file import place_of, title_of
from netkit.cli.help import Command
from netkit.cli.output import reports, say, show
from netkit.cli.policy_name import PolicyName
from netkit.errors import ExitCode, UsageError
from netkit.packet.overlap import TCP_POLICIES
from netkit.view import Block, Trouble

__all__ = ["follow_stream"]


@click.command(
    "follow",
    cls=Command,
    examples=[
        ("netkit capture follow page-load-01.pcapng", "which streams there are"),
        ("netkit capture follow page-load-01.pcapng 0", "what both sides said in the first"),
        ("netkit capture follow page-load-01.pcapng 0 --messages", "the messages in it, each whole"),
        ("netkit capture follow page-load-01.pcapng 0 --raw server > page", "the server's bytes, as they are"),
    ],
)
@click.argument("file", type=click.Path())
@click.argument("stream", type=click.IntRange(0), required=False, metavar="[N]")
@click.option("--udp", is_flag=True, help="Follow a stream of UDP: its datagrams in turn.")
@click.option(
    "--policy",
    type=PolicyName(TCP_POLICIES),
    default="first",
    show_default=True,
    metavar="NAME",
    help=f"Who wins where segments overlap: {', '.join(TCP_POLICIES)}.",
)
@click.option("--messages", is_flag=True, help="List the messages in it (HTTP, TLS, DNS, SMTP), put together.")
@click.option("--hex", "as_hex", is_flag=True, help="Show everything as bytes, text too.")
@click.option("--everything", is_flag=True, help="Leave nothing out, however long it is.")
@click.option(
    "--raw",
    type=click.Choice([CLIENT, SERVER]),
    help="Write the bytes of one side as they are; missing ones are left out.",
)
@click.pass_context
@reports
def follow_stream(
    ctx: click.Context,
    file: str,
    stream: int | None,
    policy: str,
    raw: str | None,
    *,
    udp: bool,
    messages: bool,
    as_hex: bool,
    everything: bool,
) -> None:
    """The streams, and what both sides said in one.

    What they said is put together and told in turn.

    FILE is a capture, or - for standard input. N is the stream's number, as Wireshark counts them (tcp.stream, or udp.stream with --udp);
    without it the streams are listed. Fragments and segments that came late, twice or overlapping are put in order, and missing bytes are
    named.
    """
    _agree(file, stream, raw, udp=udp, messages=messages)
    title, protocol = title_of(file), "udp" if udp else "tcp"
    with captures.open(place_of(file)) as records:
        if stream is None:
            entries = list_datagrams(records) if udp else list_streams(records)
            show(list_view(entries, title=title, path=file, protocol=protocol, problems=records.problems))
        else:
            found = _followed(file, records, stream, policy, udp=udp)
            if raw is not None:
                _write(found, raw)
                say(*_told(found, raw), *troubles(records.problems))
            elif messages:
                _show_messages(file, found, title=title, problems=records.problems, everything=everything)
            else:
                told = follow_view(
                    found,
                    title=title,
                    protocol=protocol,
                    problems=records.problems,
                    as_hex=as_hex,
                    everything=everything,
                    next_commands=_next(file, found, udp=udp),
                )
                show(told)
    if records.problems:
        ctx.exit(ExitCode.MALFORMED)


def _agree(file: str, stream: int | None, raw: str | None, *, udp: bool, messages: bool) -> None:
    """UsageError for options that can't go together."""
    if stream is None and (raw or messages):
        option = "--raw" if raw else "--messages"
        raise UsageError(
            f"{option} of which stream?",
            why="it shows one stream, and no number was given",
            hint=f"netkit capture follow {shlex.quote(file)} lists them",
        )
    if udp and messages:
        raise UsageError(
            "--messages is for TCP",
            why="a datagram of UDP is a message by itself, and lies whole in its packet",
            hint=f"netkit capture show {shlex.quote(file)} lists the packets; netkit packet explain takes one apart",
        )


def _show_messages(file: str, found: Followed, *, title: str, problems: Sequence[Problem], everything: bool) -> None:
    read, more = messages_of(found)
    following = _next(file, found, udp=False)[1:]
    show(
        messages_view(
            found, read, more=more, title=title, problems=problems, everything=everything, next_commands=following
        )
    )


def _followed(file: str, records: Capture, stream: int, policy: str, *, udp: bool) -> Followed:
    found, count = follow_datagrams(records, stream) if udp else follow(records, stream, policy=policy)
    if found is None:
        named, option = ("UDP", " --udp") if udp else ("TCP", "")
        there = (
            f"there is no {named} stream in it"
            if not count
            else "there is one, number 0"
            if count == 1
            else f"there are {count:,}, numbers 0 to {count - 1:,}"
        )
        if stream < count:
            there = "only an error quotes a segment of it, or fragments of which some never came: there is nothing to follow"
        raise UsageError(
            f"no {named} stream {stream} in {file}",
            why=there,
            hint=f"netkit capture follow {shlex.quote(file)}{option} lists them",
        )
    return found


def _next(file: str, found: Followed, *, udp: bool) -> list[tuple[str, str]]:
    words = f"netkit capture follow {shlex.quote(file)} {found.number}{' --udp' if udp else ''}"
    as_bytes = (f"{words} --hex", "everything as bytes")
    return [as_bytes] if udp else [(f"{words} --messages", "the messages in it, each whole"), as_bytes]


def _told(found: Followed, side: str) -> list[Block]:
    """What the bytes of one side alone do not say: that some are missing, and other problems."""
    told: list[Block] = [Trouble(text=text) for text in found.problems]
    if missing := found.missing(side):
        told.append(Trouble(text=f"{counted(missing)} of the {side} are missing, and left out"))
    return told


def _write(found: Followed, side: str) -> None:
    """The bytes of one side onto standard output."""
    if sys.stdout is None:
        return
    for _, data in found.data.get(side, ()):
        sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
