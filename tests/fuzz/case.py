"""One input of a fuzz target, and how it is written to a file so that it can be tried again."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

__all__ = ["Case", "Target", "load", "save"]


class Case(NamedTuple):
    """Bytes, and for packets where they come from."""

    data: bytes
    link_type: int = 1
    original_length: int | None = None


@dataclass(frozen=True)
class Target:
    """What is fuzzed.

    `seeds` gives the inputs to begin with, from a folder of captures if one is given; `make` draws an input; `check` raises
    AssertionError, or whatever the code raises, where a promise is broken; with `deep` it checks what takes longer, too.
    """

    name: str
    promises: str
    seeds: Callable[[Path | None], Sequence[Case]]
    make: Callable[[Sequence[Case], random.Random], Case]
    check: Callable[[Case, bool], None]
    every: int
    """One of how many cases is checked deeply."""


def save(folder: Path, target: Target, case: Case, name: str, why: str) -> Path:
    """Write a case with what went wrong; the file says how to try it again."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{target.name}-{name}.txt"
    told = "".join(f"# {line}\n" for line in why.splitlines())
    again = f"# python -m tests.fuzz.{target.name} --again {path}\n"
    numbers = f"link_type = {case.link_type}\noriginal_length = {'' if case.original_length is None else case.original_length}\n"
    path.write_text(f"{again}{told}{numbers}hex = {case.data.hex()}\n", encoding="utf-8")
    return path


def load(path: Path) -> Case:
    """The case that `save` wrote."""
    lines = [
        line for line in path.read_text(encoding="utf-8").splitlines() if " = " in line and not line.startswith("#")
    ]
    found = dict(line.split(" = ", 1) for line in lines)
    length = found["original_length"].strip()
    return Case(bytes.fromhex(found["hex"]), int(found["link_type"]), int(length) if length else None)
