"""Paths through the labs: which lab builds on which, ready orders to take them in, and what comes next for somebody."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from netkit.errors import LabError
from netkit.lab.definition import Lab

__all__ = ["FILE", "LabPath", "check_prerequisites", "next_lab", "open_prerequisites", "read_paths"]

FILE = "paths.toml"
"""The name of the file of paths, beside the labs' folders."""

FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class LabPath:
    """An order in which labs can be taken: its id (`top-down`), what it is in a few words, and the names of its labs."""

    id: str
    title: str
    labs: tuple[str, ...]


def read_paths(folder: Path, labs: Sequence[Lab]) -> list[LabPath]:
    """The paths that a folder of labs comes with, none if it has no file of them.

    LabError where the file is none of this form, names a lab that there is not or one twice, or has a lab before one that it builds on.
    """
    file = folder / FILE
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    except OSError as error:
        raise LabError(f"{file} can't be read", why=str(error.strerror)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LabError(f"{file} is not TOML", where=str(error)) from error
    if table.get("format") != FORMAT or isinstance(table["format"], bool):
        raise LabError(
            f"{file} does not say format = {FORMAT}", why="so an older netkit knows that it can't read a newer file"
        )
    paths = [_path(entry, file) for entry in _tables(table.get("paths"), file)]
    for path in paths:
        _check_path(path, {lab.slug: lab for lab in labs}, file)
    return paths


def _tables(found: object, file: Path) -> list[Mapping[str, object]]:
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
        raise LabError(f"{file} has no [[paths]]", why="each path is a table of its own, with id, title and labs")
    return found


def _path(entry: Mapping[str, object], file: Path) -> LabPath:
    name, title, labs = (entry.get(key) for key in ("id", "title", "labs"))
    if isinstance(name, str) and isinstance(title, str) and isinstance(labs, list) and _are_names(labs):
        return LabPath(id=name, title=title, labs=tuple(labs))
    raise LabError(
        f"{file}: a path is not of the form that is wanted",
        where=repr(entry)[:120],
        why='it has id = "…", title = "…" and labs = ["…", "…"]',
    )


def _are_names(found: Sequence[object]) -> bool:
    return bool(found) and all(isinstance(name, str) for name in found)


def _check_path(path: LabPath, known: Mapping[str, Lab], file: Path) -> None:
    seen: list[str] = []
    for slug in path.labs:
        if slug not in known:
            raise _unknown(slug, known, f"{file}: the path {path.id}")
        if slug in seen:
            raise LabError(f"{file}: the path {path.id} has {slug} twice")
        late = [need for need in known[slug].prerequisites if need in path.labs and need not in seen]
        if late:
            raise LabError(
                f"{file}: the path {path.id} has {slug} before {late[0]}",
                why=f"{slug} builds on {late[0]}, as its lab.toml says",
                hint=f"move {late[0]} before {slug}",
            )
        seen.append(slug)


def check_prerequisites(labs: Sequence[Lab]) -> None:
    """LabError where a lab builds on one that there is not, or where labs build on each other in a circle."""
    known = {lab.slug: lab for lab in labs}
    for lab in labs:
        for need in lab.prerequisites:
            if need not in known:
                raise _unknown(need, known, f"{lab.folder / 'lab.toml'}: prerequisites of {lab.slug}")
    for lab in labs:
        circle = _circle(lab.slug, known)
        if circle:
            raise LabError(
                f"{lab.folder / 'lab.toml'}: labs build on each other in a circle",
                where=", which builds on ".join(circle),
                why="nobody could begin with any of them",
                hint="take one of them out of the prerequisites of another",
            )


def _circle(start: str, known: Mapping[str, Lab]) -> list[str]:
    """The labs from one back to itself along prerequisites; empty if it is in no circle."""
    trails, seen = [[start]], set()
    while trails:
        trail = trails.pop()
        for need in known[trail[-1]].prerequisites:
            if need == start:
                return [*trail, start]
            if need in known and need not in seen:
                seen.add(need)
                trails.append([*trail, need])
    return []


def _unknown(slug: str, known: Mapping[str, Lab], where: str) -> LabError:
    near = difflib.get_close_matches(slug, known, n=1)
    return LabError(
        f"{where} names the lab {slug!r}, which is not there",
        why=f"there are {', '.join(sorted(known))}",
        hint=f"did you mean {near[0]}?" if near else "",
    )


def open_prerequisites(lab: Lab, labs: Sequence[Lab], scores: Mapping[str, int]) -> list[str]:
    """The labs that a lab builds on and that are not done yet; `scores` are the points reached, by lab."""
    points = {each.slug: each.points for each in labs}
    return [need for need in lab.prerequisites if scores.get(need, 0) < points.get(need, 0)]


def next_lab(labs: Sequence[Lab], paths: Sequence[LabPath], scores: Mapping[str, int]) -> Lab | None:
    """What to do next: the lab that was begun and is not done; else the first of a path whose prerequisites are done; None after all.

    `labs` are in their own order, which counts where there are no paths.
    """
    known = {lab.slug: lab for lab in labs}
    order = list(dict.fromkeys([*(slug for path in paths for slug in path.labs), *known]))
    left = [known[slug] for slug in order if scores.get(slug, 0) < known[slug].points]
    begun = [lab for lab in left if lab.slug in scores]
    ready = [lab for lab in left if not open_prerequisites(lab, labs, scores)]
    return next(iter([*begun, *ready, *left]), None)
