"""The examples of problems, `tests/vectors/problems/*.toml`: for each rule what is wrong, and a packet or a file that has just this.

    title = "Any packet"                                   of a file that is about no protocol: the heading on the page

    [[packet]]
    rule = "ipv4.version.wrong"                            the stable id
    what = "the version of a packet that should be IPv4 is not 4"
    example = "a packet that says it is of version 5"
    link_type = 101                                        left out for Ethernet
    original_length = 1514                                 bytes on the wire, where the capture kept fewer
    beyond = true                                          with scapy, for what netkit has no table for
    also = ["udp.checksum.bad"]                            problems that can't be parted from this one
    hex = "…"

    [[fragments]]
    rule, what, example, link_type, also                   the same of fragments taken together
    policy = "bsd"                                         who wins where they overlap; left out for the usual one
    hex = ["…", "…"]                                       each fragment, in the order of arrival

    [[file]]
    rule, what, example, hex                               the same of a capture file; without hex no example is simple

What netkit says, where it points and which RFC it names is not written there: the page asks netkit.
"""

from __future__ import annotations

import io
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from netkit import capture
from netkit.capture.problem import Problem as FileProblem
from netkit.packet import Incomplete, Reassembled, dissect, reassemble
from netkit.packet.dissection import Dissection
from netkit.packet.problem import Problem

__all__ = [
    "FOLDER",
    "FileExample",
    "FragmentsExample",
    "PacketExample",
    "file_examples",
    "fragments_examples",
    "packet_examples",
    "titles",
]

FOLDER = Path(__file__).parents[2] / "tests" / "vectors" / "problems"


@dataclass(frozen=True, slots=True, kw_only=True)
class PacketExample:
    """A packet with one problem; `family` is the name of the file that it stands in."""

    family: str
    rule: str
    what: str
    example: str
    data: bytes
    link_type: int = 1
    original_length: int | None = None
    also: tuple[str, ...] = ()
    beyond: bool = False

    def dissection(self) -> Dissection:
        """The packet, taken apart."""
        return dissect(self.data, self.link_type, original_length=self.original_length, beyond=self.beyond)

    def problem(self) -> Problem:
        """What netkit says is wrong; LookupError where it does not say so."""
        found = self.dissection().problems
        for problem in found:
            if problem.rule == self.rule:
                return problem
        said = ", ".join(problem.rule for problem in found) or "no problem"
        raise LookupError(f"{FOLDER.name}/{self.family}.toml: the example of {self.rule} has {said}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FragmentsExample:
    """Fragments with one problem, or of which nothing comes for one reason."""

    family: str
    rule: str
    what: str
    example: str
    packets: tuple[bytes, ...]
    link_type: int = 1
    policy: str | None = None
    also: tuple[str, ...] = ()

    def result(self) -> Reassembled | Incomplete:
        """What the fragments come to."""
        return reassemble([dissect(packet, self.link_type) for packet in self.packets], self.policy)

    def rules(self) -> list[str]:
        """Every id that netkit names: those of the problems, and that of the reason why nothing comes of them."""
        result = self.result()
        reason = [result.rule] if isinstance(result, Incomplete) else []
        return [*(problem.rule for problem in result.problems), *reason]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileExample:
    """A capture file with one problem; without `data` there is no simple one."""

    family: str
    rule: str
    what: str
    example: str = ""
    data: bytes = b""

    def problems(self) -> tuple[FileProblem, ...]:
        """What netkit says is wrong in the file."""
        with capture.open(io.BytesIO(self.data)) as records:
            for _ in records:
                pass
        return records.problems

    def problem(self) -> FileProblem:
        """The problem that this is an example of; LookupError where netkit does not find it."""
        for problem in self.problems():
            if problem.rule == self.rule:
                return problem
        raise LookupError(f"{FOLDER.name}/{self.family}.toml: the example of {self.rule} does not have it")


def packet_examples() -> list[PacketExample]:
    """Every example of a packet, in the order of the files."""
    return [PacketExample(**found) for found in _entries("packet")]


def fragments_examples() -> list[FragmentsExample]:
    """Every example of fragments, in the order of the file."""
    return [FragmentsExample(**found) for found in _entries("fragments")]


def file_examples() -> list[FileExample]:
    """Every rule for capture files, with its example where there is one."""
    return [FileExample(**found) for found in _entries("file")]


def titles() -> dict[str, str]:
    """The headings that files of examples bring along."""
    return {path.stem: read["title"] for path in _paths() if "title" in (read := _read(path))}


def _entries(kind: str) -> list[dict[str, Any]]:
    found = []
    for path in _paths():
        for entry in _read(path).get(kind, ()):
            if isinstance(entry.get("hex"), list):
                entry["packets"] = tuple(bytes.fromhex(packet) for packet in entry.pop("hex"))
            if "hex" in entry:
                entry["data"] = bytes.fromhex(entry.pop("hex"))
            if "also" in entry:
                entry["also"] = tuple(entry["also"])
            found.append(entry | {"family": path.stem})
    return found


def _paths() -> list[Path]:
    return sorted(FOLDER.glob("*.toml"))


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
