"""The course's secret key: a file of its own, from which every student's key is made, and which nobody else gets."""

from __future__ import annotations

import os
from pathlib import Path

from netkit.errors import AccessError, CourseError
from netkit.lab.course.definition import Course

__all__ = ["LENGTH", "is_open", "read_key", "write_key"]

LENGTH = 32
"""Bytes of a key."""


def read_key(course: Course) -> bytes:
    """The key of a course; CourseError where its file holds none."""
    path = course.path(course.key_file)
    try:
        with path.open("rb") as file:
            text = file.read(4096).decode("ascii", "replace").strip()
    except FileNotFoundError:
        raise CourseError(
            f"the course's key {path} is not there",
            why="every student's numbers are made from it",
            hint="put back the file that netkit course new made; with a new key everybody's numbers would be others",
        ) from None
    except OSError as error:
        raise AccessError(f"{path} can't be read", why=str(error.strerror)) from error
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != LENGTH:
        raise CourseError(
            f"{path} holds no key",
            why=f"a key is {2 * LENGTH} hex digits",
            hint="put back the file that netkit course new made",
        )
    return key


def write_key(path: Path, key: bytes) -> None:
    """Write a key where none is yet, for its owner alone; OSError as the system has it."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(key.hex().encode() + b"\n")


def is_open(course: Course) -> bool:
    """Whether others on this machine may read the key's file."""
    return os.name == "posix" and bool(course.path(course.key_file).stat().st_mode & 0o077)
