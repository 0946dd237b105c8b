"""`netkit lab shell`: a shell in the lab's own network."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from netkit.cli.help import Command
from netkit.cli.in_lab_shell import FOLDER_VARIABLE, run_around
from netkit.cli.output import Form, form, reports
from netkit.errors import AccessError, ProgressError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from click.shell_completion import CompletionItem

    from netkit.internet.room import Room
    from netkit.lab.student.progress import Progress
    from netkit.sandbox.opening import Opened
    from netkit.view import Json

__all__ = ["shell"]

STATE_SCHEMA = "netkit.lab.shell/1"
BEHIND = "netkit.cli.lab_shell.command"


def _completed(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from netkit.cli.lab_place import LabName  # noqa: PLC0415 - the shell is to be there at once, and labs take their time to load

    return LabName().shell_complete(ctx, param, incomplete)


class _WithProgram(Command):
    """What stands behind the first `--` is a program and its arguments, whatever they look like."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take it off before click looks at the rest."""
        if "--" in args:
            at = args.index("--")
            ctx.meta[BEHIND] = args[at + 1 :]
            args = args[:at]
        return super().parse_args(ctx, args)


@click.command(
    cls=_WithProgram,
    options_metavar="[OPTIONS]",
    examples=[
        ("netkit lab shell", "your shell, in the network of the lab you are in"),
        ("netkit lab shell -- dig www.example.test", "one program in it"),
        ("netkit lab shell ask-the-right-question", "the network of another lab that you began"),
        ("netkit lab shell --commands", "the commands that would make this network"),
    ],
)
@click.argument("name", required=False, default="", shell_complete=_completed, metavar="[LAB] [-- PROGRAM…]")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=".",
    help="Where the lab's folder lies, if not here.",
)
@click.option(
    "--commands", is_flag=True, help="Print the commands (ip, sysctl, ethtool) that make the network, and end."
)
@reports
@click.pass_context
def shell(ctx: click.Context, name: str, folder: Path, commands: bool) -> int:  # noqa: FBT001  click calls it so
    """Open your shell in the lab's own network.

    It is a private network of this machine's kernel, without root: your machine, a cable, and behind it netkit's own small servers. Real
    programs work there as ever (ping, dig, curl, nc, scapy), every packet on the cable is recorded, and nothing of the outside can be
    reached. Behind -- stands a program to run there instead of a shell. Open it in a second terminal, and you are in the same network; it
    ends with the last of them.
    """
    if not commands:
        _refuse_json()
        _not_again()
    begun = _begun(name, folder)
    if commands:
        from netkit.cli.lab_shell_commands import show_commands  # noqa: PLC0415

        show_commands(_room(begun))
        return 0
    program: Sequence[str] = ctx.meta.get(BEHIND, [])
    opened = _opened(begun, meanwhile=_load if program else _load_words)
    code = _run(opened, program, begun)
    told = opened.inside.leave()
    from netkit.cli.lab_shell_told import ended  # noqa: PLC0415

    ended(told, here=Path.cwd(), quiet=bool(program))
    return code


def _run(opened: Opened, program: Sequence[str], begun: _Begun | None) -> int:
    """Go in, run the program, or the person's shell after a word of welcome, and give its exit code."""
    from netkit.live.refusals import no_namespace  # noqa: PLC0415
    from netkit.sandbox.foreground import run_in_foreground  # noqa: PLC0415
    from netkit.sandbox.person_shell import environment_in  # noqa: PLC0415

    environment = {**environment_in(os.environ), FOLDER_VARIABLE: str(opened.folder)}
    command, more = program, dict[str, str]()
    if not program:
        from netkit.cli.lab_shell_told import welcome  # noqa: PLC0415

        command, more = _shell(environment, opened, begun)
        welcome(opened.state, joined=opened.joined)
    try:
        opened.inside.enter()
    except OSError as error:
        raise _with_twin(no_namespace("go into the network that it made", error)) from error
    return run_in_foreground(command, {**environment, **more})


@dataclass(frozen=True, slots=True)
class _Begun:
    """The lab whose network is wanted: its folder, and what its log says."""

    folder: Path
    progress: Progress

    @property
    def room(self) -> Room | None:
        """The plan of its network, kept from the last time or drawn now; None where it has none of its own."""
        from netkit import content  # noqa: PLC0415
        from netkit.lab.student.kept_network import keep_network, kept_network, network_key  # noqa: PLC0415

        key = network_key(Path(self.progress.source or str(content.labs() / self.progress.lab)), self.progress)
        kept = kept_network(self.folder, key)
        if kept is not None:
            return kept[0]
        from netkit.cli.lab_place import labs_folder, library  # noqa: PLC0415 - this takes longer than all the rest
        from netkit.lab.student.folder import find  # noqa: PLC0415

        room = find(labs_folder(), library(), self.folder).variant.situation.room
        keep_network(self.folder, key, room)
        return room


def _begun(name: str, folder: Path) -> _Begun | None:
    """The lab that is meant; None where none is named and none was begun here."""
    from netkit.lab.student.locating import begun_folder  # noqa: PLC0415
    from netkit.lab.student.progress import read  # noqa: PLC0415

    name = name.rstrip(f"/{os.sep}")
    try:
        found = begun_folder(folder.absolute(), name)
        return _Begun(found, read(found))
    except ProgressError:
        if name:
            from netkit.cli.lab_place import labs_folder  # noqa: PLC0415 - this takes longer than all the rest
            from netkit.lab.student.folder import folder_of  # noqa: PLC0415

            folder_of(labs_folder(), folder.absolute(), name)
            raise
        return None


def _room(begun: _Begun | None) -> Room:
    found = begun.room if begun is not None else None
    if found is None:
        from netkit.internet.room import everyday_room  # noqa: PLC0415

        return everyday_room()
    return found


def _load() -> None:
    """What is needed next is loaded while another process brings the network up."""
    import netkit.sandbox.foreground  # noqa: PLC0415
    import netkit.sandbox.person_shell  # noqa: PLC0415, F401


def _load_words() -> None:
    """And what draws the welcome, where there is one."""
    _load()
    import netkit.cli.lab_shell_told  # noqa: PLC0415
    import netkit.render.layout  # noqa: PLC0415, F401


def _opened(begun: _Begun | None, *, meanwhile: Callable[[], None]) -> Opened:
    if sys.platform != "linux":
        from netkit.live.refusals import no_linux  # noqa: PLC0415

        raise _with_twin(no_linux())
    from netkit.sandbox.opening import open_room  # noqa: PLC0415

    slug = begun.progress.lab if begun is not None else ""
    lab_folder = begun.folder if begun is not None else None

    def told(room: Room) -> dict[str, Json]:
        from netkit.internet.room.told import room_json  # noqa: PLC0415 - who joins needs no plan

        return {
            "schema": STATE_SCHEMA,
            "lab": slug or None,
            "folder": str(lab_folder) if lab_folder is not None else None,
            "student": begun.progress.student if begun is not None else None,
            "room": room_json(room),
        }

    try:
        return open_room(slug, lab_folder, lambda: _room(begun), told, meanwhile=meanwhile)
    except AccessError as error:
        raise _with_twin(error) from error


def _with_twin(error: AccessError) -> AccessError:
    """The same, with the way that is open on every machine."""
    way = "each live task has a captured twin of the same worth: netkit lab show; netkit doctor says what this machine can do"
    return AccessError(
        error.what, where=error.where, why=error.why, hint=f"{error.hint}. Without it, {way}" if error.hint else way
    )


def _refuse_json() -> None:
    if form() is Form.JSON:
        raise UsageError(
            "a shell is no report that could be given as JSON",
            why="--json goes with --commands; what is in the network stands in $NETKIT_LAB_SHELL/state.json",
            hint="netkit lab shell --commands --json",
        )


def _not_again() -> None:
    """UsageError in a shell that is one already: a network in a network would not be the lab's."""
    here = run_around()
    if here is not None:
        raise UsageError(
            "this is a lab shell already",
            where=str(here),
            why="programs that you start here are in its network; one inside of another would not be the lab's",
            hint="exit leaves it; in another terminal, netkit lab shell joins it",
        )


def _shell(environment: Mapping[str, str], opened: Opened, begun: _Begun | None) -> tuple[list[str], dict[str, str]]:
    from netkit.sandbox.person_shell import shell_command  # noqa: PLC0415

    if sys.stdin is None or not sys.stdin.isatty():
        return [environment.get("SHELL") or "/bin/sh"], {}
    return shell_command(environment, opened.folder, begun.progress.lab if begun is not None else "netkit")
