"""The solutions of a lab, worked out without its check: right answers, other forms of them, and what misconceptions come to.

They stand in a Python file of their own with one function, `key(given, questions)`: `given` is what the student got (`Given`), `questions`
the text of each task as the student reads it, by the task's id. It returns for each task's id a dictionary, or an object with attributes
of these names:

- `right`: the right answer as it is typed; `forms`: other ways to type it (optional);
- `wrong`: for each misconception's slug what it comes to in this variant, a list of answers as they are typed;
- `shown`: values that explanations may tell although the right answer may happen to be the same (optional).
"""

from __future__ import annotations

import io
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import Any

from netkit import capture
from netkit.errors import LabError
from netkit.lab.traffic import Traffic
from netkit.lab.variant import Variant

__all__ = ["Given", "Key", "Solution", "catalogued", "given_of", "recording_of", "solution_file"]


PCAPNG = b"\x0a\x0d\x0d\x0a"
"""How a capture begins: the first such file is the one whose packets are given."""


@dataclass(frozen=True, kw_only=True)
class Given:
    """What a student got: the capture's name and its packets as bytes, every file, and what the catalogue knows of the recording.

    Packets count from 1. `facts` were set when the capture was recorded, and are none of the check's. Where the capture was made anew for
    the student, `origin` names the recording that it was made from: what was counted then holds, its addresses, names and ports don't.
    """

    file: str = ""
    frames: tuple[bytes, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)
    origin: str = ""

    def frame(self, number: int) -> bytes:
        """A packet's bytes by its number."""
        return self.frames[number - 1]

    def number(self, fits: Callable[[bytes], bool]) -> int:
        """The number of the first packet whose bytes fit."""
        return next(number for number, frame in enumerate(self.frames, 1) if fits(frame))


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """The answers to one task in one variant, as they are typed."""

    right: str
    forms: tuple[str, ...] = ()
    wrong: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    shown: frozenset[str] = frozenset()


def solution_file(where: Path | None, slug: str, folder: Path) -> Path | None:
    """The file of a lab's solutions: `where` itself, or in that folder `SLUG/solutions.py` or `SLUG.py`; None where there is none.

    Without `where`, they are looked for in the folder `solutions` beside the lab's own.
    """
    if where is not None and where.is_file():
        return where
    places = [where] if where is not None else [folder.parent / "solutions"]
    found = [place / name for place in places for name in (f"{slug}/solutions.py", f"{slug}.py")]
    return next((path for path in found if path.is_file()), None)


class Solution:
    """The solutions of one lab, from their file; LabError where it does not run."""

    def __init__(self, path: Path) -> None:
        self._path = path
        module = ModuleType(f"solutions in {path}")
        module.__file__ = str(path)
        try:
            exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), module.__dict__)  # noqa: S102  the author's own
        except Exception as error:
            raise LabError(f"{path} does not run", where=f"{type(error).__name__}: {error}") from error
        self._function = module.__dict__.get("key")
        if not callable(self._function):
            raise LabError(
                f"{path} has no function key", why="it is key(given, questions), and gives the answers to each task"
            )

    def keys(self, given: Given, questions: Mapping[str, str]) -> dict[str, Key]:
        """The answers to each task; LabError where the function fails, or gives something else."""
        try:
            found = self._function(given, questions) if callable(self._function) else {}
        except Exception as error:
            raise LabError(f"key in {self._path} fails", where=f"{type(error).__name__}: {error}") from error
        if not isinstance(found, Mapping):
            raise LabError(
                f"key in {self._path} gives a {type(found).__name__}",
                why="it has to give a dictionary, by the tasks' ids",
            )
        return {str(task): self._key(str(task), one) for task, one in found.items()}

    def _key(self, task: str, found: object) -> Key:
        def part(name: str, otherwise: object) -> Any:
            return found.get(name, otherwise) if isinstance(found, Mapping) else getattr(found, name, otherwise)

        right, wrong = part("right", None), part("wrong", {})
        if right is None or not isinstance(wrong, Mapping):
            raise LabError(
                f"the answers to task {task} in {self._path} are not of the form that is wanted",
                where=repr(found)[:100],
                why='they are {"right": "42", "forms": ["0x2a"], "wrong": {"one-too-far": ["43"]}}',
            )
        return Key(
            right=str(right),
            forms=_texts(part("forms", ())),
            wrong={str(slug): _texts(texts) for slug, texts in wrong.items()},
            shown=frozenset(_texts(part("shown", ()))),
        )


def _texts(found: object) -> tuple[str, ...]:
    if isinstance(found, Sequence | frozenset | set) and not isinstance(found, str | bytes):
        return tuple(map(str, found))
    return (str(found),)


def given_of(variant: Variant) -> Given:
    """What the student of a variant got; of fresh numbers each file under its own name, and under that by which the texts call it."""
    situation, library = variant.situation, variant.library
    files = situation.all_files
    files |= {new: files[old] for old, new in variant.renamed.items() if old in files}
    name = (
        situation.file
        if situation.traffic is not None
        else next((n for n, data in files.items() if data[:4] == PCAPNG), "")
    )
    if name not in files:
        return Given(files=files)
    with capture.open(io.BytesIO(files[name])) as records:
        frames = tuple(record.data for record in records)
    catalogue = catalogued(library.folder)
    known = catalogue.get(sha256(files[name]).hexdigest())
    if known is not None or situation.traffic is None:
        return Given(file=name, frames=frames, facts=(known or {}).get("facts", {}), files=files)
    origin = recording_of(situation.traffic)
    facts = next((entry.get("facts", {}) for entry in catalogue.values() if entry.get("file") == origin), None)
    return Given(file=name, frames=frames, facts=facts or {}, files=files, origin=origin if facts is not None else "")


def recording_of(traffic: Traffic) -> str:
    """The name of the recording that a student's traffic is, or was made from."""
    return traffic.name.partition(" for ")[0]


def catalogued(folder: Path) -> dict[str, Mapping[str, Any]]:
    """What the catalogue in a folder of captures knows of each, under its SHA-256; nothing where there is none."""
    try:
        table = tomllib.loads((folder / "catalogue.toml").read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError):
        return {}
    return {entry["sha256"]: entry for entry in table.get("capture", []) if "sha256" in entry}
