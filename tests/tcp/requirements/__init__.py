"""What RFCs ask of a TCP endpoint, and what holds it: the rows of the TOML files beside this one."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

__all__ = ["Kind", "Requirement", "labelled", "others"]

FOLDER = Path(__file__).parent


class Kind(Enum):
    """What became of a requirement; the value is the column of the data."""

    HELD = "held"
    NOT_OURS = "not_ours"
    LEFT_OUT = "left_out"
    NOT_MET = "not_met"


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One row: `name` is its label in RFC 9293, else its level; `tests` are (file below tests/, name), `why` is for rows without."""

    rfc: str
    name: str
    section: str
    what: str
    kind: Kind
    tests: Sequence[tuple[str, str]] = ()
    why: str = ""


def labelled() -> list[Requirement]:
    """The labels of RFC 9293, in their order."""
    data = _read("rfc9293.toml")
    return list(_rows(str(data["rfc"]), data["rows"], "label"))


def others() -> dict[tuple[str, str], list[Requirement]]:
    """Those of the other RFCs, by number and what the RFC is about."""
    return {
        (rfc, str(entry["title"])): list(_rows(rfc, entry["rows"], "level"))
        for rfc, entry in _read("others.toml").items()
    }


def _read(name: str) -> dict[str, dict[str, object]]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def _rows(rfc: str, rows: object, named: str) -> Iterator[Requirement]:
    for row in rows:  # type: ignore[attr-defined]
        [kind] = [each for each in Kind if each.value in row]
        said = row[kind.value]
        held = kind is Kind.HELD
        yield Requirement(
            rfc=rfc,
            name=row[named],
            section=row["section"],
            what=row["what"],
            kind=kind,
            tests=tuple(_split(each) for each in said) if held else (),
            why="" if held else said,
        )


def _split(test: str) -> tuple[str, str]:
    file, _, name = test.partition("::")
    return file, name
