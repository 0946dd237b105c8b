"""The Python that runs netkit, and whether another package has put its files among netkit's."""

from __future__ import annotations

import platform
import re
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from netkit.installation import DISTRIBUTION as OURS
from netkit.installation import again
from netkit.live.doctor.finding import Finding, State

__all__ = ["installation"]

OLDEST = (3, 11)
FOLDER = "netkit"


def installation() -> Iterator[Finding]:
    """Reads what is written about the installed packages."""
    here = "in a virtual environment" if sys.prefix != sys.base_prefix else "of the whole system"
    found = f"Python {platform.python_version()} {here} ({sys.executable})"
    if sys.version_info >= OLDEST:
        yield Finding(key="python", name="Python", state=State.WORKS, found=found)
    else:
        yield Finding(
            key="python", name="Python", state=State.MISSING, found=found, mend="netkit needs Python 3.11 or newer"
        )
    yield _alone()


def _alone() -> Finding:
    key, name = "installation", "netkit's own files"
    where = Path(__file__).parents[3]
    others = sorted(set(_others()))
    if not others:
        return Finding(key=key, name=name, state=State.WORKS, found=f"{where}, and nobody else's among them")
    names, python = " and ".join(others), Path(sys.executable).name
    told = "installs files into netkit/, too" if len(others) == 1 else "install files into netkit/, too"
    return Finding(
        key=key,
        name=name,
        state=State.MISSING,
        found=f"{names} {told}",
        why="two packages of one folder overwrite each other's files, and taking one away breaks the other",
        mend=f"{python} -m pip uninstall {' '.join(others)} {OURS}; then {python} -m {again()}",
    )


def _others() -> Iterator[str]:
    """The names of the installed packages that have files in netkit's folder, and are not netkit."""
    for each in metadata.distributions():
        name = each.metadata["Name"] or ""
        if re.sub(r"[-_.]+", "-", name).lower() == OURS:
            continue
        if any(file.parts[:1] == (FOLDER,) for file in each.files or ()):
            yield name or "a package without a name"
