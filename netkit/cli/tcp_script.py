"""`netkit tcp script`: scripts that inject segments and expect others, on netkit's endpoint in virtual time."""

from __future__ import annotations

import shlex

import click

from netkit.cli.help import Command
from netkit.cli.output import reports, show
from netkit.cli.text_file import text_of
from netkit.errors import ExitCode, UsageError
from netkit.tcp.profile import PROFILES

__all__ = ["script"]

COMMAND = "netkit tcp script"


@click.command(
    "script",
    cls=Command,
    examples=[
        (f"{COMMAND} --example", "a script that comes with netkit: a lost segment is sent again"),
        (f"{COMMAND} handshake.pkt", "each step, and where it goes wrong: what came, and why"),
        (f"{COMMAND} --quiet *.pkt", "many at once: only those that go wrong are told in full"),
        (f"{COMMAND} --profile rfc handshake.pkt", "an endpoint by the letter of the RFCs, not as Linux does it"),
        (f"{COMMAND} --json handshake.pkt", "for programs, and for grading"),
    ],
    epilog="""\
A script in packetdrill's language reads like this: +0 < S 0:0(0) win 65535 <mss 1460> injects a SYN now, and +0 > S. 0:0(0) ack 1 <...>
expects the answer to it. docs/tcp-scripts.md tells the language, and how to write one in five minutes.
""",
)
@click.argument("files", metavar="[FILE…]", type=click.Path(), nargs=-1)
@click.option("--example", "built_in", is_flag=True, help="Run a script that comes with netkit.")
@click.option(
    "--profile",
    type=click.Choice(tuple(PROFILES)),
    default="linux",
    show_default=True,
    help="The numbers of the endpoint where a script sets none.",
)
@click.option("--quiet", is_flag=True, help="Of scripts that go well tell one line.")
@click.pass_context
@reports
def script(ctx: click.Context, files: tuple[str, ...], profile: str, *, built_in: bool, quiet: bool) -> None:
    """Run scripts that inject segments, call sockets, and expect segments at their times.

    FILE is a script in packetdrill's language, or - for standard input. It runs on netkit's own endpoint in virtual time: nothing waits,
    nothing is sent, and no command in it is executed. The first step that is not as the script says ends it, with what was expected, what
    came, and why the endpoint sent it. The exit code is 1 if a script goes wrong, and 2 if one can't be read or asks for what netkit
    can't do.
    """
    from netkit.internet.script.language.reading import read_script  # noqa: PLC0415
    from netkit.internet.script.result import Outcome  # noqa: PLC0415
    from netkit.internet.script.running import run_script  # noqa: PLC0415
    from netkit.internet.script.view import runs_view  # noqa: PLC0415

    if built_in == bool(files):
        raise UsageError(
            "which script?",
            why="--example brings one of its own" if built_in else "give the file of one, or --example",
            hint=f"{COMMAND} --example · {COMMAND} handshake.pkt",
        )
    if built_in:
        from netkit.internet.script.example import EXAMPLE  # noqa: PLC0415

        scripts = [read_script(EXAMPLE, name="the example")]
    else:
        scripts = [read_script(text_of(file), name="standard input" if file == "-" else file) for file in files]
    runs = [run_script(each, profile=profile) for each in scripts]
    failed = [run for run in runs if run.outcome is not Outcome.PASSED]
    following = []
    if failed and len(runs) > 1:
        following.append((f"{COMMAND} {shlex.quote(failed[0].script.name)}", "the first of those that went wrong"))
    show(runs_view(runs, quiet=quiet, next_commands=following))
    if any(run.outcome is Outcome.FAILED for run in runs):
        ctx.exit(ExitCode.WRONG)
    if failed:
        ctx.exit(ExitCode.USAGE)
