"""`netkit tcp reassemble`: the segments of a capture put together, piece by piece."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence

import click

from netkit import capture as captures
from netkit.capture import Problem
from netkit.capture.streams.follow_view import counted
from netkit.capture.streams.following import CLIENT, SERVER
from netkit.capture.streams.list_view import list_view
from netkit.capture.streams.listing import list_streams
from netkit.capture.streams.pieces import Pieces, Recorded, pieces_of, record_stream
from netkit.capture.streams.pieces_example import example_stream
from netkit.capture.streams.pieces_view import pieces_view, policies_view
from netkit.capture.view import troubles
from netkit.cli.capture_file import place_of, title_of
from netkit.cli.help import Command
from netkit.cli.output import Form, form, reports, say, show
from netkit.cli.policy_name import ALL, PolicyName
from netkit.errors import ExitCode, UsageError
from netkit.packet.overlap import TCP_POLICIES
from netkit.view import Paragraph

__all__ = ["reassemble"]

COMMAND = "netkit tcp reassemble"


@click.command(
    cls=Command,
    examples=[
        (f"{COMMAND} retransmission.pcapng", "which segment brought which bytes"),
        (f"{COMMAND} retransmission.pcapng 0 --of client", "the client's bytes"),
        (f"{COMMAND} --example --policy all", "overlapping segments: each system reads other bytes"),
        (f"{COMMAND} page-load-01.pcapng 0 --output page", "the bytes, put together, into a file"),
    ],
    epilog="""\
For what both sides said in turn, and the messages in it, there is netkit capture follow: it is about the conversation, this about the
pieces that it came in. Both put together in the same way.
""",
)
@click.argument("file", metavar="CAPTURE", type=click.Path(), required=False)
@click.argument("stream", type=click.IntRange(0), required=False, metavar="[STREAM]")
@click.option(
    "--policy",
    type=PolicyName(TCP_POLICIES, several=True),
    default="first",
    show_default=True,
    metavar="NAME",
    help=f"Who wins where segments overlap: {', '.join(TCP_POLICIES)}, or all.",
)
@click.option("--of", "side", type=click.Choice((CLIENT, SERVER)), help="Whose bytes; else of who sent more.")
@click.option(
    "--output",
    "target",
    type=click.Path(),
    metavar="OUT",
    help="Write the bytes to a file, or - to a pipe; missing ones are left out.",
)
@click.option(
    "--example", "built_in", is_flag=True, help="Take segments that overlap in every way, to compare policies."
)
@click.option("--everything", is_flag=True, help="Leave nothing out, however long it is.")
@click.pass_context
@reports
def reassemble(
    ctx: click.Context,
    file: str | None,
    stream: int | None,
    policy: str,
    side: str | None,
    target: str | None,
    *,
    built_in: bool,
    everything: bool,
) -> None:
    """Put the segments of a capture together, and see which brought which bytes.

    CAPTURE is a file, or - for standard input. STREAM is its number, as Wireshark counts them (tcp.stream); it may be left out where there
    is only one, and else the streams are listed. Segments may have come in any order, twice, or overlapping: each is shown in the order
    of arrival, with what it brought, what was there already, and who keeps bytes that came twice and differ.
    """
    _check_target(target, policy)
    if built_in == (file is not None):
        raise UsageError(
            "which segments?",
            why="--example brings segments of its own" if built_in else "give a capture, or --example",
            hint=f"{COMMAND} retransmission.pcapng · {COMMAND} --example --policy all",
        )
    problems: Sequence[Problem] = ()
    if file is None:
        recorded, count = example_stream(), 1
    else:
        with captures.open(place_of(file)) as records:
            recorded, count = record_stream(records, stream or 0)
            problems = records.problems
        if stream is None and count > 1:
            _list(file, count, target)
            return
    results = [pieces_of(recorded, name) for name in (TCP_POLICIES if policy == ALL else (policy,))]
    chosen = [_side(sides, side) for sides in results if sides is not None]
    if not chosen:
        raise _no_stream(file or "", stream or 0, count)
    if target is not None:
        _write(chosen[0], target, problems)
    if target != "-":
        _show(file, chosen, recorded, problems, policy=policy, everything=everything)
    if problems:
        ctx.exit(ExitCode.MALFORMED)


def _check_target(target: str | None, policy: str) -> None:
    if target is not None and policy == ALL:
        raise UsageError(
            "--output with which policy?",
            why="each policy may give other bytes, and one file holds those of one",
            hint=f"--policy first; there are {', '.join(TCP_POLICIES)}",
        )
    if target == "-" and sys.stdout is not None and sys.stdout.isatty():
        raise UsageError(
            "the bytes of a stranger are not put on a terminal as they are",
            why="they could steer it; without --output they are shown in a safe form",
            hint="--output FILE, or a pipe: … --output - | less",
        )


def _side(sides: dict[str, Pieces], side: str | None) -> Pieces:
    """The side that was asked for, or the one with more bytes."""
    if side is not None:
        return sides[side]
    return max(sides.values(), key=lambda pieces: sum(each.length for each in pieces.arrivals))


def _list(file: str, count: int, target: str | None) -> None:
    """Which streams there are, where none was chosen."""
    if file == "-" or target is not None:
        raise UsageError(
            f"which of the {count:,} TCP streams?",
            why="one stream is put together, and no number was given",
            hint=f"{COMMAND} {shlex.quote(file)} 0 is the first; numbers go up to {count - 1:,}",
        )
    with captures.open(place_of(file)) as records:
        entries = list_streams(records)
    show(
        list_view(
            entries,
            title=title_of(file),
            path=file,
            protocol="tcp",
            problems=records.problems,
            command=(COMMAND, "which segment brought which bytes"),
        )
    )


def _no_stream(file: str, stream: int, count: int) -> UsageError:
    there = "there is no TCP stream in it"
    if count:
        there = "there is one, number 0" if count == 1 else f"there are {count:,}, numbers 0 to {count - 1:,}"
    if stream < count:
        there = "only an error quotes a segment of it, or fragments of which some never came: there is nothing to put together"
    return UsageError(
        f"no TCP stream {stream} in {title_of(file)}",
        why=there,
        hint=f"netkit capture follow {shlex.quote(file)} lists them",
    )


def _show(
    file: str | None,
    chosen: Sequence[Pieces],
    recorded: Recorded,
    problems: Sequence[Problem],
    *,
    policy: str,
    everything: bool,
) -> None:
    first = chosen[0]
    words = f"{COMMAND} --example" if file is None else f"{COMMAND} {shlex.quote(file)} {recorded.number}"
    title = "An example" if file is None else title_of(file)
    other = CLIENT if first.side == SERVER else SERVER
    if policy == ALL:
        commands = [(f"{words} --of {first.side} --policy bsd", "one of them, with the reasons")]
        show(
            policies_view(
                chosen,
                title=title,
                left_out=recorded.left_out,
                problems=problems,
                for_programs=form() is Form.JSON,
                next_commands=commands,
            )
        )
        return
    commands = [] if file is None else [(f"{words} --of {other}", f"the {other}'s bytes")]
    if any(each.differ for each in first.decisions):
        commands.insert(0, (f"{words} --of {first.side} --policy all", "what other systems make of it"))
    show(
        pieces_view(
            first,
            title=title,
            left_out=recorded.left_out,
            problems=problems,
            everything=everything,
            for_programs=form() is Form.JSON,
            next_commands=commands,
        )
    )


def _write(pieces: Pieces, target: str, problems: Sequence[Problem]) -> None:
    """The bytes, holes left out, into a file or a pipe."""
    from netkit.capture.destination import destination  # noqa: PLC0415 - only who writes needs it

    if target == "-":
        if sys.stdout is not None:
            for _, data in pieces.data:
                sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
        say(*troubles(problems))
    else:
        with destination(target, None) as pen:
            for _, data in pieces.data:
                pen.write(data)
    missing = sum(end - start for start, end in pieces.holes)
    gaps = f"; {counted(missing)} in {counted(len(pieces.holes), 'hole')} are left out" if missing else ""
    where = "" if target == "-" else f"{target} holds "
    if where or gaps:
        say(Paragraph(text=f"{where}{counted(pieces.said)} of the {pieces.side}{gaps}"))
