"""Commands that stand in for the real ones: each fails, prints or reports in its own way."""

import sys

import click

from netkit.cli.help import Command
from netkit.cli.lazy import Entry, LazyGroup
from netkit.cli.output import Form, form, reports, say, show, show_stream
from netkit.errors import ExitCode, LabError, NetkitError
from netkit.view import Document, Fact, Facts, Paragraph, Sentence


@click.group(
    cls=LazyGroup,
    entries=[
        Entry("noun", "things to do with a noun", "tests.cli.standin:noun"),
        Entry("absent", "a command that isn't there", "tests.cli.nowhere:absent"),
    ],
    help="A stand-in for netkit.",
)
def root():
    pass


@click.group(cls=LazyGroup, entries=[Entry("report", "report a thing", "tests.cli.standin:report")])
def noun():
    """Things to do with a noun."""


@click.command(
    cls=Command,
    examples=[("noun report 7", "the seventh thing"), ("noun report 8 --json", "the eighth, for a program")],
)
@click.argument("number", type=int)
@click.option("--wrong", is_flag=True, help="End with 1.")
@reports
def report(number, wrong):
    """Report a thing.

    A longer text about things.
    """
    say(Paragraph(text="words on the side"))
    show(
        Document(
            schema="netkit.noun.report/1",
            data={"number": number, "name": "wire \x1b[2J \u202e → é", "list": (1, 2)},
            blocks=[
                Sentence(text="A thing: \x1b[2J → \u202e"),
                Facts(rows=[Fact(label="Number", value=str(number), note="as you said", place="22")]),
            ],
        )
    )
    return ExitCode.WRONG if wrong else None


@noun.command()
@reports
def stream():
    """Many lines."""
    assert form() is Form.JSON
    show_stream("netkit.noun.stream/1", ({"number": number} for number in range(3)))


@noun.command()
def endless():
    """More than any reader wants."""
    while True:
        click.echo("line after line")


@noun.command()
def tell():
    """Text that many encodings lack."""
    click.echo("→ ✓ é \u202e \udcff")
    click.echo("→ ✓ é \u202e \udcff", err=True)


FAULTS = {
    "netkit": lambda: NetkitError(
        "holiday\x1b[2J.jpg is not a capture",
        where="it begins with ff d8",
        why="pcap files begin with d4 c3",
        hint="do",
    ),
    "lab": lambda: LabError("two tasks\nhave one name"),
    "bug": lambda: RuntimeError("index \u202e out of range"),
    "deep": RecursionError,
    "memory": MemoryError,
    "interrupt": KeyboardInterrupt,
    "abort": click.Abort,
    "missing": lambda: FileNotFoundError(2, "No such file or directory", "a\x1b.pcap"),
    "denied": lambda: PermissionError(13, "Permission denied", "/dev/mem"),
    "click": lambda: click.ClickException("a sentence of click."),
    "exit": lambda: SystemExit(9),
}


@noun.command()
@click.argument("kind", type=click.Choice(list(FAULTS)))
def fail(kind):
    """Fail in one of many ways."""
    click.echo("before")
    error = FAULTS[kind]()
    raise error


if __name__ == "__main__":
    from netkit.cli import main, streams

    streams.prepare()
    sys.exit(main.run(sys.argv[1:], root))
