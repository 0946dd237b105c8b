"""A person's own shell in a room: the one they are used to, with a word in front of its prompt that says where they are."""

from __future__ import annotations

import os
import pwd
import shlex
from collections.abc import Mapping
from pathlib import Path

__all__ = ["environment_in", "shell_command"]

SYSTEM_FOLDERS = ("/usr/local/sbin", "/usr/sbin", "/sbin")
"""Where ip, tc and ethtool lie, and ordinary users do not look."""


def environment_in(given: Mapping[str, str]) -> dict[str, str]:
    """The variables of a program in a room, where there are tools that only an administrator finds elsewhere."""
    places = given.get("PATH", "/usr/local/bin:/usr/bin:/bin").split(os.pathsep)
    path = os.pathsep.join([*places, *(each for each in SYSTEM_FOLDERS if each not in places)])
    return {**given, "PATH": path}


def shell_command(given: Mapping[str, str], folder: Path, word: str) -> tuple[list[str], dict[str, str]]:
    """The person's shell as it is started, and variables that it needs; `word` stands before its prompt."""
    shell = given.get("SHELL") or _login_shell()
    name, mark = Path(shell).name, f"({word}) "
    if name == "bash":
        file = folder / "bashrc"
        file.write_text(f'[ -r ~/.bashrc ] && . ~/.bashrc\nPS1={shlex.quote(mark)}"$PS1"\n', encoding="utf-8")
        return [shell, "--rcfile", str(file), "-i"], {}
    if name == "fish":
        begin = "functions -q fish_prompt; and functions -c fish_prompt __netkit_prompt; or function __netkit_prompt; echo '> '; end"
        return [shell, "-C", f"{begin}; function fish_prompt; echo -n {shlex.quote(mark)}; __netkit_prompt; end"], {}
    if name == "zsh":
        return _zsh(shell, given, folder, mark)
    return [shell, "-i"], {"PS1": f"{mark}$ "}


def _zsh(shell: str, given: Mapping[str, str], folder: Path, mark: str) -> tuple[list[str], dict[str, str]]:
    """It reads its settings from a folder; from the room's, which has it read the person's own first."""
    own = given.get("ZDOTDIR") or given.get("HOME", "")
    text = (
        f"ZDOTDIR={shlex.quote(own)}\n[ -r $ZDOTDIR/.zshrc ] && . $ZDOTDIR/.zshrc\nPROMPT={shlex.quote(mark)}$PROMPT\n"
    )
    (folder / ".zshrc").write_text(text, encoding="utf-8")
    return [shell, "-i"], {"ZDOTDIR": str(folder)}


def _login_shell() -> str:
    try:
        found = pwd.getpwuid(os.getuid()).pw_shell
    except KeyError:
        found = ""
    return found or "/bin/sh"
