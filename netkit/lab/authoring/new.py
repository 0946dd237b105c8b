"""A new lab: a folder with two tasks that work, and its solutions, to be changed into what its author has in mind."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

from netkit.errors import AccessError, UsageError

__all__ = ["write_new"]

_FILES = ("lab.toml", "README.md", "check.py")
_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
LONGEST = 40


def write_new(parent: Path, slug: str) -> tuple[Path, Path]:
    """Write a lab's folder in `parent` and its solutions in `solutions` beside it; gives the folder and the solutions' file.

    UsageError for a name that can't be a lab's, or where something is there already; nothing is written over.
    """
    if not _NAME.fullmatch(slug) or len(slug) > LONGEST:
        raise UsageError(
            f"{slug[:60]!r} can't be the name of a lab",
            why=f"it is what students type: small letters, digits and single hyphens, {LONGEST} at most",
            hint="netkit lab new my-first-lab",
        )
    folder, solutions = parent / slug, parent / "solutions" / f"{slug}.py"
    for path in (folder, solutions):
        if path.exists():
            raise UsageError(
                f"{path} is there already", why="nothing is written over", hint="take another name, or move it away"
            )
    title = slug.replace("-", " ").capitalize()
    try:
        folder.mkdir(parents=True)
        solutions.parent.mkdir(exist_ok=True)
        for name in _FILES:
            (folder / name).write_text(_filled(name, title), encoding="utf-8")
        solutions.write_text(_filled("key.py", title), encoding="utf-8")
    except OSError as error:
        raise AccessError(
            f"{error.filename or folder} can't be written",
            why=str(error.strerror),
            hint="netkit lab new NAME --folder PATH",
        ) from error
    return folder, solutions


def _filled(name: str, title: str) -> str:
    # a template of Python is no module of netkit's own
    stored = f"{name}.txt" if name.endswith(".py") else name
    return (
        resources.files("netkit.lab.authoring").joinpath("scaffold", stored).read_text("utf-8").replace("TITLE", title)
    )
