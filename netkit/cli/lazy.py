"""A group that knows its commands by name and one line of help, and imports one only when it runs."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from netkit.cli.help import Group

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Entry", "LazyGroup"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A command by its name, its one line of help, and where it is: `package.module:attribute`."""

    name: str
    help: str
    target: str

    def load(self) -> click.Command:
        """The command itself."""
        module, _, attribute = self.target.partition(":")
        command = getattr(import_module(module), attribute)
        if not isinstance(command, click.Command):
            raise TypeError(f"{self.target} is no command")
        return command


class LazyGroup(Group):
    """A group whose `entries` are imported when they are run, not when they are listed."""

    def __init__(self, *args: Any, entries: Sequence[Entry] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entries = {entry.name: entry for entry in entries}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The entries as declared, then commands added in the ordinary way."""
        return [*self.entries, *(name for name in super().list_commands(ctx) if name not in self.entries)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now if need be."""
        entry = self.entries.get(cmd_name)
        return entry.load() if entry is not None else super().get_command(ctx, cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Names and lines of help, without importing any command."""
        rows = [(name, told) for name, told in self._listed(ctx)]
        if rows:
            with formatter.section("Commands"):
                formatter.write_dl(rows)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[click.shell_completion.CompletionItem]:
        """Names and lines of help for the shell, without importing any command."""
        from click.shell_completion import CompletionItem  # noqa: PLC0415

        found = [CompletionItem(name, help=told) for name, told in self._listed(ctx) if name.startswith(incomplete)]
        return [*found, *click.Command.shell_complete(self, ctx, incomplete)]

    def _listed(self, ctx: click.Context) -> list[tuple[str, str]]:
        listed = []
        for name in self.list_commands(ctx):
            if name in self.entries:
                listed.append((name, self.entries[name].help))
            elif (command := self.commands[name]) and not command.hidden:
                listed.append((name, command.get_short_help_str(200)))
        return listed
