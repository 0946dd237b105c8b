"""The catalogue of the captures that come with netkit: what each shows, its hash, and how to make it again."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from netkit.errors import ContentError
from netkit.installation import again

__all__ = ["FILE", "Entry", "parse"]

FILE = "catalogue.toml"
"""The catalogue's name in the folder of captures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One capture: `shows` are topics, `made_with` the programs that spoke, `again` the command that makes it anew.

    `facts` are what was set when it was made, and not read from its packets.
    """

    file: str
    title: str
    shows: tuple[str, ...]
    sha256: str
    records: int
    link_type: int
    made: str
    made_with: str
    again: str
    facts: Mapping[str, object]


def parse(text: str) -> list[Entry]:
    """The entries of a catalogue; ContentError where it is damaged."""
    try:
        tables = tomllib.loads(text)["capture"]
        return [
            Entry(
                file=table["file"],
                title=table["title"],
                shows=tuple(table["shows"]),
                sha256=table["sha256"],
                records=table["records"],
                link_type=table["link_type"],
                made=table["made"],
                made_with=table["with"],
                again=table["again"],
                facts=table.get("facts", {}),
            )
            for table in tables
        ]
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise ContentError(
            "the catalogue of captures is damaged",
            where=f"captures/{FILE}: {error}",
            why="it comes with netkit and is not meant to be changed",
            hint=again("--force-reinstall"),
        ) from error
