"""Where the folder of a lab lies that was begun: the one named, the one in which one stands, the only one, or the last worked on."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

from netkit.errors import ProgressError, UsageError
from netkit.lab.student import progress as log
from netkit.lab.student.progress import Progress

__all__ = ["begun_folder", "no_such_lab", "progress_or_none"]


def progress_or_none(folder: Path) -> Progress | None:
    """What was done in a folder; None if nothing was, or if the line is lost that says for which lab."""
    try:
        return log.read(folder)
    except ProgressError:
        return None


def begun_folder(place: Path, slug: str = "") -> Path:
    """The folder, seen from `place`; ProgressError where there is none."""
    around = [place, *place.parents]
    if slug:
        for folder in (place / slug, *around, *(above / slug for above in around)):
            if folder.name == slug and (folder / log.FILE).is_file():
                return folder
        raise _nothing(place, slug)
    for folder in around:
        # a log that names no lab may be somebody else's file, but not in the very folder one stands in
        if progress_or_none(folder) is not None or (folder == place and (folder / log.FILE).is_file()):
            return folder
    found = [path.parent for path in place.glob(f"*/{log.FILE}")]
    if not found:
        raise _nothing(place, "NAME")
    return max(found, key=lambda folder: (folder / log.FILE).stat().st_mtime_ns)


def _nothing(place: Path, slug: str) -> ProgressError:
    return ProgressError(
        f"no lab was started here{f' by the name of {slug}' if slug != 'NAME' else ''}",
        where=f"looked in {place}, above it, and in the folders inside it",
        why="what you do in a lab is kept in its folder",
        hint=f"netkit lab start {slug} begins one · netkit lab list shows which there are",
    )


def no_such_lab(place: Path, slug: str, known: Sequence[str]) -> UsageError:
    """A name that is neither one of the `known` labs nor of one begun here, with the nearest of both."""
    here = [path.parent.name for path in place.glob(f"*/{log.FILE}")]
    near = get_close_matches(slug, [*known, *here], n=1, cutoff=0.4)
    meant = f"did you mean {near[0]}? · " if near else ""
    return UsageError(
        f"there is no lab {slug[:60]!r}",
        where=f"none of that name comes with netkit, and none was begun in {place}, above it, or in the folders inside it",
        hint=f"{meant}netkit lab list shows which there are",
    )
