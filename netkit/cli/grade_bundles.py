"""The bundles in a folder, and the share of them that one of several machines takes."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import click

from netkit.errors import AccessError, UsageError
from netkit.lab.bundle.archive import LARGEST_ARCHIVE

if TYPE_CHECKING:
    from netkit.cli.grade_work import Job

__all__ = ["Found", "Shard", "Sharded", "bundles_below"]

DEEPEST = 6
_STEP = 1 << 20


@dataclass(frozen=True, slots=True)
class Shard:
    """One share of `count`; `number` counts from 1."""

    number: int
    count: int

    def takes(self, digest: str) -> bool:
        """Whether a bundle is of this share: that depends on its bytes alone, so it is the same on every machine."""
        return int(digest[:16], 16) % self.count == self.number % self.count


class Sharded(click.ParamType[Shard]):
    """A share, such as `3/8`; a batch system that counts from 0 may say `0/8` for `8/8`."""

    name = "share"

    def convert(self, value: str | Shard, param: click.Parameter | None, ctx: click.Context | None) -> Shard:
        """The share that a text says."""
        if isinstance(value, Shard):
            return value
        match = re.fullmatch(r"(\d{1,6})/(\d{1,6})", value.strip())
        number, count = (int(match[1]), int(match[2])) if match else (0, 0)
        if not count > 0 or number > count:
            self.fail(f"{value!r} is no share: the third of eight is 3/8", param, ctx)
        return Shard(number or count, count)


@dataclass(slots=True)
class Found:
    """The bundles that are there: the work that each file is, the names of each by its SHA-256, and notes about what is no bundle."""

    jobs: list[Job] = field(default_factory=list)
    names: dict[str, list[str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def bundles_below(folder: Path, shard: Shard | None) -> Found:
    """Every *.zip in a folder and below, in order; UsageError where there is none.

    Links are followed by nobody. What can't be read is work, too: its grade says why, and the others are graded.
    """
    from netkit.cli.grade_work import Job  # noqa: PLC0415

    if not folder.is_dir():
        raise UsageError(
            f"there is no folder {folder}" if not folder.exists() else f"{folder} is no folder",
            why="bundles are graded that lie in a folder",
            hint="put the files there that students handed in: netkit grade FOLDER --course COURSE",
        )
    found, others, deep = Found(), 0, 0
    for path, unread in _files(folder, DEEPEST):
        if path == folder:
            raise AccessError(f"{folder} can't be read", why=unread, hint=f"ls -ld {folder} shows who may")
        if unread is _TOO_DEEP:
            deep += 1
            continue
        if path.suffix.lower() != ".zip" and not unread:
            others += 1
            continue
        name = _written(path.relative_to(folder).as_posix())
        digest, why = ("", unread) if unread else _digest(path)
        digest = digest or sha256(f"not read: {name}".encode()).hexdigest()
        if shard is None or shard.takes(digest):
            found.names.setdefault(digest, []).append(name)
            found.jobs.append(Job(name, digest, str(path), unread=why))
    if not found.jobs and shard is None:
        raise UsageError(
            f"there is no bundle in {folder}", why="bundles are zip files", hint="netkit lab submit makes them"
        )
    if others:
        found.notes.append(
            f"{others:,} other {'file' if others == 1 else 'files'} in {folder}: not *.zip, so no bundles."
        )
    if deep:
        found.notes.append(
            f"{deep:,} {'folder is' if deep == 1 else 'folders are'} too deep, and nobody looked in: bundles lie in {DEEPEST} at most."
        )
    return found


_TOO_DEEP = "too deep"


def _files(folder: Path, deepest: int) -> Iterator[tuple[Path, str]]:
    """Every file below a folder, and everything else that nobody can look into but that may be a bundle, with why that is so."""
    try:
        with os.scandir(folder) as entries:
            inside = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        yield folder, f"this folder can't be read: {error.strerror}"
        return
    for entry in inside:
        path = Path(entry.path)
        if entry.is_file(follow_symlinks=False):
            yield path, ""
        elif entry.is_dir(follow_symlinks=False):
            if deepest:
                yield from _files(path, deepest - 1)
            else:
                yield path, _TOO_DEEP
        elif path.suffix.lower() == ".zip":
            kind = "a link, which is not followed" if entry.is_symlink() else _KINDS.get(_kind(entry), "no file")
            yield path, f"it is {kind}"


_KINDS = MappingProxyType(
    {stat.S_IFIFO: "a pipe", stat.S_IFSOCK: "a socket", stat.S_IFCHR: "a device", stat.S_IFBLK: "a device"}
)


def _kind(entry: os.DirEntry[str]) -> int:
    try:
        return stat.S_IFMT(entry.stat(follow_symlinks=False).st_mode)
    except OSError:
        return 0


def _written(name: str) -> str:
    """A file's name as text that can be written; its bytes need not be UTF-8."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _digest(path: Path) -> tuple[str, str]:
    """The SHA-256 of a file, or why it can't be read; of one that is too large for a bundle, that of its beginning and its size."""
    digest = sha256()
    left = LARGEST_ARCHIVE + 1
    try:
        with path.open("rb") as file:
            while left and (piece := file.read(min(_STEP, left))):
                digest.update(piece)
                left -= len(piece)
            if not left:
                digest.update(f" of {os.fstat(file.fileno()).st_size} bytes".encode())
    except OSError as error:
        return "", f"it can't be read: {error.strerror}"
    return digest.hexdigest(), ""
