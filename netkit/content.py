"""Where the labs, captures and the sample course that come with netkit lie: inside the wheel, or beside the package in a checkout."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from netkit.errors import ContentError
from netkit.installation import again

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

__all__ = ["captures", "labs", "sample_course"]


def labs() -> Traversable:
    """The folder of labs, one folder each."""
    return _folder("labs")


def captures() -> Traversable:
    """The folder of captures and of their catalogue."""
    return _folder("captures")


def sample_course() -> Traversable:
    """The folder of the sample course: its course.toml, key, class list and bundles."""
    return _folder("sample-course", "docs/sample-course")


def _folder(name: str, in_checkout: str = "") -> Traversable:
    package = files("netkit")
    bundled = package / "_bundled"
    if bundled.is_dir():
        folder = bundled / name
    elif (
        isinstance(package, Path)
        and (package.parent / "pyproject.toml").is_file()
        and (package.parent / "labs").is_dir()
    ):
        folder = package.parent / (in_checkout or name)
    else:
        raise _missing(name)
    if not folder.is_dir():
        raise _missing(name)
    return folder


def _missing(name: str) -> ContentError:
    return ContentError(
        f"{name} is missing, which comes with netkit",
        where=f"looked beside {files('netkit')}",
        hint=again("--force-reinstall"),
    )
