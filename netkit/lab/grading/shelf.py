"""Labs by name and version: those that come with netkit, and folders of others, with older versions in `archive/VERSION/NAME`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from netkit import content
from netkit.errors import BundleError, NetkitError
from netkit.lab.bundle.content import content_hash
from netkit.lab.definition import Lab, load
from netkit.lab.script import Script
from netkit.lab.traffic import Library

__all__ = ["ARCHIVE", "Shelf", "Shelved"]

ARCHIVE = "archive"
"""The folder of older versions in a folder of labs: `archive/1.0/subnets` is version 1.0 of the lab subnets."""


class Shelved:
    """One version of a lab, its script run once, and its content's hash."""

    def __init__(self, lab: Lab) -> None:
        self.lab = lab
        self.script = Script(lab)
        self.content = content_hash(lab)


class Shelf:
    """Where labs are looked for: in `folders` first, then among those that come with netkit; `library` has the recorded captures."""

    def __init__(self, folders: Sequence[Path] = (), library: Library | None = None) -> None:
        self.shipped = Path(str(content.labs()))
        self._folders = (*folders, self.shipped)
        self.library = library or Library(Path(str(content.captures())))
        self._found: dict[tuple[str, str], Shelved] = {}

    def lab(self, slug: str, version: str) -> Shelved:
        """A version of a lab; BundleError where it is not here, LabError where it is broken."""
        if (slug, version) not in self._found:
            self._found[slug, version] = Shelved(load(self._place(slug, version)))
        return self._found[slug, version]

    def lacks(self, slug: str, version: str) -> str:
        """What is missing of a lab that a course lays down, in words; empty where it is here (broken or not)."""
        try:
            self._place(slug, version)
        except BundleError as error:
            return f"{error.what} ({error.where})"
        except NetkitError:
            return ""
        return ""

    def _place(self, slug: str, version: str) -> Path:
        there: list[str] = []
        for folder in self._folders:
            for place in (folder / slug, folder / ARCHIVE / version / slug):
                if (place / "lab.toml").is_file():
                    found = load(place).version
                    if found == version:
                        return place
                    there.append(found)
        if not there:
            raise BundleError(
                "bundle.lab.unknown",
                f"there is no lab {slug} here",
                where=f"looked in {', '.join(map(str, self._folders))}",
                why="the bundle is of that lab, and only the lab can judge it",
                hint='folders = ["labs"] in course.toml says where your own labs lie',
            )
        raise BundleError(
            "bundle.version.unknown",
            f"version {version} of {slug} is not here",
            where=f"there is {', '.join(there)}; its place is {ARCHIVE}/{version}/{slug} in a folder of labs of the course",
            why="answers are judged by the version that the student had, whose numbers are others",
            hint=f"put it into {ARCHIVE}/{version}/{slug} in a folder of labs that course.toml names (folders)",
        )
