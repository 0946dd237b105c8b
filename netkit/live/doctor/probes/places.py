"""Whether there is room for what netkit writes: labs in the folder that one stands in, and what is only for a moment."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from netkit.live.doctor.finding import Finding, State

__all__ = ["places"]

ENOUGH = 50 << 20
"""Bytes that a lab with its captures takes at the most."""


def places() -> Iterator[Finding]:
    """Asks for the rights and the room; nothing is written but an empty file, which is gone at once."""
    try:
        here = Path.cwd()
    except OSError:
        yield Finding(
            key="write.here",
            name="a folder to write into",
            state=State.MISSING,
            found="it is gone",
            mend="cd to a folder that is there",
        )
    else:
        yield _folder(here)
    yield _temporary()


def _folder(here: Path) -> Finding:
    key, name = "write.here", "a folder to write into"
    if not os.access(here, os.W_OK | os.X_OK):
        return Finding(
            key=key,
            name=name,
            state=State.MISSING,
            found=f"you may not write into {here}",
            why="netkit lab start makes the lab's folder where you stand",
            mend="cd to a folder of your own: cd ~",
        )
    free = shutil.disk_usage(here).free
    if free < ENOUGH:
        return Finding(
            key=key,
            name=name,
            state=State.PART,
            found=f"{here} has {free >> 20:,} MiB left",
            why="a lab with its captures takes some ten MiB",
            mend="free some space",
        )
    return Finding(key=key, name=name, state=State.WORKS, found=f"{here}: you may write, {free >> 20:,} MiB are free")


def _temporary() -> Finding:
    key, name = "write.temporary", "a place for what lasts a moment"
    try:
        with tempfile.TemporaryFile():
            return Finding(key=key, name=name, state=State.WORKS, found=tempfile.gettempdir())
    except OSError as error:
        return Finding(
            key=key,
            name=name,
            state=State.MISSING,
            found=f"there is none: {(error.strerror or str(error)).lower()}",
            why="students' programs run in a folder that is thrown away",
            mend="export TMPDIR=~/tmp, after mkdir ~/tmp",
        )
