"""`netkit completion`: the script by which a shell completes netkit's commands."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from netkit.cli.help import Command
from netkit.errors import UsageError

__all__ = ["completion"]

_SHELLS = ("bash", "zsh", "fish", "powershell")


@click.command(
    cls=Command,
    short_help="let the TAB key complete netkit's commands in your shell",
    examples=[
        ('eval "$(netkit completion bash)"', "try it in this bash, until it ends"),
        ("netkit completion bash > ~/.local/share/bash-completion/completions/netkit", "bash, for good"),
        ("netkit completion zsh > ~/.zfunc/_netkit", "zsh, for good (see below)"),
        ("netkit completion fish > ~/.config/fish/completions/netkit.fish", "fish, for good"),
        ("netkit completion powershell >> $PROFILE", "PowerShell, for good"),
    ],
)
@click.argument("shell", type=click.Choice(_SHELLS), metavar="SHELL")
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the script that lets the TAB key complete netkit's commands in your shell.

    SHELL is bash, zsh, fish or powershell. A new shell then knows the commands.

    bash needs version 4.4 or newer, and the folder has to exist (mkdir -p makes it).

    zsh looks into ~/.zfunc if ~/.zshrc says: fpath+=~/.zfunc; autoload -Uz compinit; compinit
    """
    from netkit.cli.main import COMPLETE_VARIABLE, PROGRAM  # noqa: PLC0415  main knows this module

    completer = get_completion_class(shell)
    if completer is None:
        raise UsageError(
            f"the installed click can't complete in {shell}",
            hint="pip install --upgrade click (PowerShell needs 8.5 or newer)",
        )
    click.echo(completer(ctx.find_root().command, {}, PROGRAM, COMPLETE_VARIABLE).source())
