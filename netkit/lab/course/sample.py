"""The sample course that comes with netkit: a class of three who handed in a lab, to try grading with. Its key is no secret."""

from __future__ import annotations

from importlib.resources.abc import Traversable
from pathlib import Path

from netkit.errors import AccessError, UsageError
from netkit.lab.course.key import write_key

__all__ = ["BUNDLES", "NAME", "write_sample"]

NAME = "sample"
"""What the sample's folder is called where nobody says otherwise."""

BUNDLES = "bundles"
"""The folder in it that has what was handed in."""

_KEY = "course.key"


def write_sample(source: Traversable, folder: Path) -> list[str]:
    """Copy the sample course from `source` into a new folder; gives the names of its bundles.

    UsageError where something lies there already; AccessError where it can't be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise UsageError(
                f"{folder} is not empty",
                why="nothing that is there is written over",
                hint="name another: netkit course new NAME --sample",
            )
        (folder / BUNDLES).mkdir()
        bundles = sorted(each.name for each in (source / BUNDLES).iterdir() if each.name.endswith(".zip"))
        for name in (*(f"{BUNDLES}/{each}" for each in bundles), "course.toml", "roster.csv"):
            (folder / name).write_bytes(source.joinpath(*name.split("/")).read_bytes())
        # as the key of any other course: for its owner alone
        write_key(folder / _KEY, bytes.fromhex((source / _KEY).read_text(encoding="ascii")))
    except OSError as error:
        raise AccessError(f"{error.filename or folder} can't be written", why=str(error.strerror)) from error
    return bundles
