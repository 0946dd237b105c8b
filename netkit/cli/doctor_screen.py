"""The probe of the doctor's that looks at where its report goes: letters, colours, width."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator

from netkit.cli.streams import colour_wanted, encoding_of
from netkit.live.doctor.finding import Finding, State
from netkit.render.ascii import can_show

__all__ = ["screen"]

NARROW = 60


def screen() -> Iterator[Finding]:
    """Looks at standard output, and at what the environment says of the terminal."""
    out = sys.stdout
    if out is None:
        return
    encoding = encoding_of(out)
    if all(can_show(sign, encoding) for sign in "é✓→─"):
        yield Finding(
            key="screen.letters", name="every letter", state=State.WORKS, found=f"{encoding}: every sign is shown"
        )
    else:
        mend = "set PYTHONUTF8=1" if sys.platform == "win32" else "export LC_ALL=C.UTF-8"
        yield Finding(
            key="screen.letters",
            name="every letter",
            state=State.PART,
            found=f"{encoding}: signs that it has not are spelled in others",
            mend=mend,
        )
    yield _colour(is_terminal=out.isatty(), wanted=colour_wanted(out))
    columns = shutil.get_terminal_size().columns
    if columns < NARROW:
        yield Finding(
            key="screen.width",
            name="enough columns",
            state=State.PART,
            found=f"{columns} columns: tables stand below one another",
            mend=f"a window of {NARROW} columns or more; COLUMNS says it where the terminal can't",
        )
    else:
        yield Finding(key="screen.width", name="enough columns", state=State.WORKS, found=f"{columns} columns")


def _colour(*, is_terminal: bool, wanted: bool) -> Finding:
    key, name = "screen.colour", "colours"
    if wanted:
        return Finding(key=key, name=name, state=State.WORKS, found="shown; nothing is said by colour alone")
    if os.environ.get("NO_COLOR"):
        return Finding(key=key, name=name, state=State.WORKS, found="none, as NO_COLOR asks for")
    if not is_terminal:
        return Finding(key=key, name=name, state=State.WORKS, found="none: this is no terminal")
    return Finding(
        key=key,
        name=name,
        state=State.PART,
        found="none: this terminal says that it is dumb (TERM)",
        mend="export TERM=xterm-256color, if it is not",
    )
