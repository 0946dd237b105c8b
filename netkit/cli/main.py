"""The command `netkit`: its nouns, and what happens around every command."""

from __future__ import annotations

import errno
import os
import sys
from typing import TYPE_CHECKING, NoReturn

import click

from netkit import __version__
from netkit.cli import streams
from netkit.cli.lazy import Entry, LazyGroup

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["COMPLETE_VARIABLE", "PROGRAM", "main", "netkit", "run"]

PROGRAM = "netkit"
COMPLETE_VARIABLE = "_NETKIT_COMPLETE"

_NOUNS = (
    Entry("packet", "take packets apart, byte by byte", "netkit.cli.packet:packet"),
    Entry(
        "address",
        "understand addresses: what they say, how blocks are divided, which route a packet takes",
        "netkit.cli.address:address",
    ),
    Entry("capture", "read recorded traffic: which packets, which conversations", "netkit.cli.capture:capture"),
    Entry("dns", "find out how a name becomes an address, step by step", "netkit.cli.dns:dns"),
    Entry(
        "tcp",
        "see how bytes become segments, how these arrive, and how they become bytes again",
        "netkit.cli.tcp:tcp",
    ),
    Entry("lab", "learn by doing: tasks, answers, checks that say why", "netkit.cli.lab:lab"),
    Entry("course", "teach a class: handouts, and a report of what they find hard", "netkit.cli.course:course"),
    Entry("grade", "what a class handed in, judged anew from the artefacts", "netkit.cli.grade:grade"),
    Entry("demo", "a two-minute tour: one page load, from the name to the last byte", "netkit.cli.demo:demo"),
    Entry("doctor", "what this machine can do for netkit, and how to mend it", "netkit.cli.doctor:doctor"),
    Entry("completion", "let the TAB key complete netkit's commands in your shell", "netkit.cli.completion:completion"),
)

_EPILOG = """\b
Every command says more with --help. One that reports something takes
--json (for programs) and --plain (sentences, for screen readers).

\b
Exit codes:
  0    fine
  1    an answer is wrong or missing, or a check failed
  2    the command was used wrongly
  3    the input is malformed
  4    the network or a permission stood in the way
  70   netkit itself is at fault: please report it
  130  interrupted
"""


@click.group(
    cls=LazyGroup,
    entries=_NOUNS,
    help="netkit teaches how the Internet works by showing it: every byte, every step, every reason.",
    epilog=_EPILOG,
    options_metavar="",
    subcommand_metavar="COMMAND …",
    examples=[
        ("netkit demo", "a two-minute tour; start here"),
        ("netkit lab start start-here", "your first lab"),
        ("netkit packet explain page-load-01.pcapng:10", "one packet, byte by byte"),
    ],
)
@click.version_option(
    __version__, "--version", prog_name=PROGRAM, message="%(prog)s %(version)s", help="Show the version."
)
def netkit() -> None:
    """The root of all commands."""


def main() -> NoReturn:
    """The entry point: run the command line, and end the process with its exit code."""
    streams.prepare()
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str], command: click.Command = netkit) -> int:
    """Run one command line and tell of whatever goes wrong; the exit code."""
    try:
        code = _complete(command) if os.environ.get(COMPLETE_VARIABLE) else _invoke(command, arguments)
        if sys.stdout is not None:
            sys.stdout.flush()
    except Exception as error:  # noqa: BLE001  the last one who can say something kind
        code = _fail(error, arguments)
    except KeyboardInterrupt as error:
        code = _fail(error, arguments)
    return code


def _invoke(command: click.Command, arguments: Sequence[str]) -> int:
    """The exit code is what the command gives to `ctx.exit` or returns, if that is a number."""
    try:
        with command.make_context(PROGRAM, list(arguments)) as ctx:
            result = command.invoke(ctx)
    except click.exceptions.Exit as end:
        return end.exit_code
    return int(result) if isinstance(result, int) and not isinstance(result, bool) else 0


def _complete(command: click.Command) -> int:
    """Answer a shell that asks what the TAB key could mean; a fault here must not spill into the line being typed."""
    from click.shell_completion import shell_complete  # noqa: PLC0415  only the TAB key needs it

    try:
        return shell_complete(command, {}, PROGRAM, COMPLETE_VARIABLE, os.environ[COMPLETE_VARIABLE])
    except Exception:  # noqa: BLE001
        return 1


def _fail(error: BaseException, arguments: Sequence[str]) -> int:
    # Windows calls a closed pipe EINVAL
    closed = {errno.EPIPE, errno.EINVAL} if os.name == "nt" else {errno.EPIPE}
    if isinstance(error, OSError) and error.errno in closed:
        # the reader of our output has seen enough (`netkit … | head`)
        streams.hush(sys.stdout)
        return 0
    from netkit.cli.failure import report  # noqa: PLC0415  only what fails has to be told of

    code = report(error, arguments)
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except (OSError, ValueError):
        streams.hush(sys.stdout)
    return code
