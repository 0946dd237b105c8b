"""`netkit tcp transfer`: bytes on their way through a made-up path, segment by segment, with the reasons."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import click

from netkit.cli.help import Command
from netkit.cli.output import reports, say, show
from netkit.cli.tcp_options import path_options
from netkit.cli.tcp_transfer_plan import compared_plans, plan_of, sender_options
from netkit.errors import ExitCode, UsageError
from netkit.view import Paragraph

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from netkit.internet.transferring import Transfer
    from netkit.view import Ladder, Plot

__all__ = ["run_transfer"]

LONGEST_PATH = 40
"""Letters of states that a line has room for; a longer way is the usual one, to TIME-WAIT."""


@click.command(
    "transfer",
    cls=Command,
    examples=[
        ("netkit tcp transfer page.html --drop data:3", "the third segment is lost: who notices, and how"),
        (
            "netkit tcp transfer page.html --drop data:3 --profile rfc --no-sack --no-rack",
            "as a textbook tells it: duplicate ACKs",
        ),
        ("netkit tcp transfer --bytes 2MB --rate 10mbit --queue 20 --window", "slow start fills a queue"),
        ("netkit tcp transfer --bytes 5MB --loss 1% --compare reno,cubic", "two congestion controls side by side"),
        ("netkit tcp transfer page.html --loss 3% --pcap run.pcapng --at receiver", "as a capture, for Wireshark"),
    ],
)
@click.argument("file", type=click.Path(), required=False)
@click.option("--ladder", "ladder_part", is_flag=True, help="Show the segments from side to side.")
@click.option("--events", "events_part", is_flag=True, help="Show every event of both sides, with reason and rule.")
@click.option("--window", "window_part", is_flag=True, help="Plot the congestion window and the sequence numbers.")
@click.option("--everything", is_flag=True, help="Leave nothing out, however long it is.")
@click.option("--compare", metavar="NAME,NAME", help="Run it once with each of these, such as reno,cubic or rfc,linux.")
@sender_options
@path_options()
@click.option("--pcap", type=click.Path(), metavar="OUT", help="Write the packets to a new capture.")
@click.option(
    "--at",
    "place",
    type=click.Choice(("sender", "receiver", "bottleneck")),
    help="Where the capture is made; else at the sender.",
)
@click.option(
    "--svg", type=click.Path(), metavar="OUT", help="Write the plots (with --ladder the ladder) as SVG files."
)
@click.pass_context
@reports
def run_transfer(ctx: click.Context, /, file: str | None, **options: object) -> None:
    """Send bytes through a made-up path in virtual time, and see what each side does and why.

    FILE is what the application sends, or - for standard input. The same options give the same run, packet for packet. It ends with 0 where
    all bytes have come, and with 1 where the connection was given up.
    """
    from netkit.internet.transferring import transfer  # noqa: PLC0415 - `--help` needs none of it

    _agree(options)
    plan = plan_of(file, options)
    title = "made-up bytes" if file is None else "standard input" if file == "-" else file.rpartition("/")[2]
    if options["compare"]:
        plans = compared_plans(plan, str(options["compare"]))
        runs = [(name, transfer(each)) for name, each in plans]
        _show_compared(runs, title, options)
    else:
        runs = [("", transfer(plan))]
        _show_one(runs[0][1], title, options)
    if any(run.delivered != plan.payload.size or not run.intact for _, run in runs):
        ctx.exit(ExitCode.WRONG)


def _agree(options: Mapping[str, object]) -> None:
    """UsageError for options of which one would say nothing beside the others."""
    if options["place"] and not options["pcap"]:
        raise UsageError("--at is for --pcap", why="it says where the capture is made", hint="add --pcap run.pcapng")
    if options["compare"]:
        beside = [name for name in ("ladder_part", "events_part", "pcap") if options[name]]
        if beside:
            name = beside[0].removesuffix("_part")
            raise UsageError(
                f"--compare and --{name} exclude each other",
                why="a comparison has several runs, and this shows one",
                hint="leave --compare out, and choose with --congestion or --profile",
            )


def _show_one(run: Transfer, title: str, options: Mapping[str, object]) -> None:
    from netkit.internet.crossing import Side  # noqa: PLC0415
    from netkit.internet.states import states_of  # noqa: PLC0415
    from netkit.internet.view.ladder import ladder  # noqa: PLC0415
    from netkit.internet.view.plots import sequence_plot, window_plot  # noqa: PLC0415
    from netkit.internet.view.report import Parts, transfer_view  # noqa: PLC0415

    parts = Parts(
        ladder=bool(options["ladder_part"]),
        events=bool(options["events_part"]),
        window=bool(options["window_part"]),
        everything=bool(options["everything"]),
    )
    following: list[tuple[str, str]] = []
    if options["pcap"]:
        path = str(options["pcap"])
        _write_capture(path, run, str(options["place"] or "sender"))
        following.append((f"netkit capture tcp {shlex.quote(path)} 0", "what a capture shows of it"))
    if options["svg"]:
        path = str(options["svg"])
        if parts.ladder:
            _write_pictures(((path, ladder(run, everything=parts.everything)),))
        else:
            _write_pictures(((path, window_plot(run)), (_beside(path, "sequence"), sequence_plot(run))))
    if not parts.window:
        following.append(("netkit tcp transfer … --window", "the congestion window over time"))
    if not parts.events:
        following.append(("netkit tcp transfer … --events", "every event with its rule"))
    path = ",".join(each.value for each in states_of(run, Side.SENDER))
    marked = "--of sender" if len(path) > LONGEST_PATH else f"--path {path}"
    following.append((f"netkit tcp states {marked}", "the sender's way through the states"))
    show(transfer_view(run, parts, title=title, next_commands=following))


def _show_compared(runs: Sequence[tuple[str, Transfer]], title: str, options: Mapping[str, object]) -> None:
    from netkit.internet.view.plots import compared_plot  # noqa: PLC0415
    from netkit.internet.view.report import compared_view  # noqa: PLC0415

    if options["svg"]:
        _write_pictures(((str(options["svg"]), compared_plot(runs)),))
    name, run = runs[0]
    option = "--profile" if name == run.plan.profile else "--congestion"
    following = [(f"netkit tcp transfer … {option} {name} --window", "one of them alone")]
    show(compared_view(runs, title=title, next_commands=following))


def _write_capture(path: str, run: Transfer, place: str) -> None:
    from netkit import capture  # noqa: PLC0415
    from netkit.capture.form import form_for  # noqa: PLC0415
    from netkit.capture.timed import records_of  # noqa: PLC0415
    from netkit.internet.packets import packets_of  # noqa: PLC0415

    keeps = form_for(path).format == "pcapng"
    count = capture.write(path, records_of(packets_of(run, place), commented=keeps))
    say(Paragraph(text=f"{path} holds {count:,} packets, as they go by at the {place}."))


def _write_pictures(pictures: Sequence[tuple[str, Ladder | Plot]]) -> None:
    from netkit.cli.picture_file import write_svg  # noqa: PLC0415

    for path, picture in pictures:
        write_svg(picture, path)
    names = " and ".join(path for path, _ in pictures)
    say(Paragraph(text=f"{names} {'is' if len(pictures) == 1 else 'are'} written."))


def _beside(path: str, word: str) -> str:
    """`plot-sequence.svg` beside `plot.svg`."""
    stem, dot, ending = path.rpartition(".")
    return f"{stem}-{word}.{ending}" if dot and "/" not in ending and stem else f"{path}-{word}"
