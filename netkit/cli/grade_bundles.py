"""The bundles in a folder, and the share of them that one of several machines takes."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import click

from netkit.errors import AccessError, UsageError

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
    """Every *.zip in a folder and below, in order; UsageError where there is none. Links are followed by nobody."""
    from netkit.cli.grade_work import Job  # noqa: PLC0415

    if not folder.is_dir():
        raise UsageError(
            f"there is no folder {folder}" if not folder.exists() else f"{folder} is no folder",
            why="bundles are graded that lie in a folder",
            hint="put the files there that students handed in: netkit grade FOLDER --course COURSE",
        )
    found, others = Found(), 0
    for path in _files(folder, DEEPEST):
        if path.suffix.lower() != ".zip":
            others += 1
            continue
        digest = _digest(path)
        if shard is None or shard.takes(digest):
            name = path.relative_to(folder).as_posix()
            found.names.setdefault(digest, []).append(name)
            found.jobs.append(Job(name, digest, str(path)))
    if not found.jobs and shard is None:
        raise UsageError(
            f"there is no bundle in {folder}", why="bundles are zip files", hint="netkit lab submit makes them"
        )
    if others:
        found.notes.append(
            f"{others:,} other {'file' if others == 1 else 'files'} in {folder}: not *.zip, so no bundles."
        )
    return found


def _files(folder: Path, deepest: int) -> Iterator[Path]:
    with os.scandir(folder) as entries:
        inside = sorted(entries, key=lambda entry: entry.name)
    for entry in inside:
        if entry.is_file(follow_symlinks=False):
            yield Path(entry.path)
        elif deepest and entry.is_dir(follow_symlinks=False):
            yield from _files(Path(entry.path), deepest - 1)


def _digest(path: Path) -> str:
    digest = sha256()
    try:
        with path.open("rb") as file:
            while piece := file.read(_STEP):
                digest.update(piece)
    except OSError as error:
        raise AccessError(f"{path} can't be read", why=str(error.strerror)) from error
    return digest.hexdigest()
