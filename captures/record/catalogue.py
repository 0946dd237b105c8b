"""The catalogue: what each capture shows, its hash, how to make it again, and the truth about it."""

from __future__ import annotations

import hashlib
import platform
import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol, TypedDict

from .processes import run
from .scene import Fact

LINK_TYPE_ETHERNET = 1

_HEAD = """\
# What each recorded capture shows, and the truth about it as set by the script that recorded it.
# Written by `python -m captures.record`; do not edit by hand.
"""

# How each program tells its version, and where the version stands in what it says.
_VERSIONS = {
    "curl": (("curl", "-V"), r"curl (\S+)"),
    "nginx": (("sh", "-c", "nginx -v 2>&1"), r"nginx/(\S+)"),
    "unbound": (("unbound", "-V"), r"Version (\S+)"),
    "nsd": (("sh", "-c", "nsd -v 2>&1"), r"version (\S+)"),
    "dig": (("sh", "-c", "dig -v 2>&1"), r"DiG (\d+(?:\.\d+)*)"),
    "ping": (("ping", "-V"), r"iputils (\S+)"),
    "traceroute": (("sh", "-c", "traceroute -V 2>&1"), r"version (\S+?),"),
    "nft": (("nft", "--version"), r"nftables v(\S+)"),
    "dumpcap": (("dumpcap", "--version"), r"Dumpcap \(Wireshark\) (\d+(?:\.\d+)*)"),
}


class Entry(Protocol):
    """What is known of one file: the scene that it is of, what it shows, and the truth about it."""

    @property
    def name(self) -> str: ...
    @property
    def file(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def shows(self) -> tuple[str, ...]: ...
    def all_facts(self) -> dict[str, Fact]: ...


class Made(TypedDict):
    """What only the recording itself can tell."""

    sha256: str
    records: int
    with_: str


def program_versions(programs: Sequence[str]) -> str:
    """Programs and kernel with their versions, as one line of text."""
    told = []
    for program in programs:
        command, pattern = _VERSIONS[program]
        found = re.search(pattern, run(command))
        told.append(f"{'iputils ' if program == 'ping' else ''}{program} {found[1] if found else 'of unknown version'}")
    kernel = ".".join(platform.release().split(".")[:2])
    return ", ".join([*told, f"Linux {kernel}"])


def sha256(path: Path) -> str:
    """The SHA-256 of a file in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_made(path: Path) -> dict[str, Made]:
    """From an earlier catalogue, by file, what its recording told; recording one scene leaves the others' entries."""
    if not path.exists():
        return {}
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        entry["file"]: Made(sha256=entry["sha256"], records=entry["records"], with_=entry["with"])
        for entry in document.get("capture", [])
    }


def _text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _value(value: Fact) -> str:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, list):
        return f"[{', '.join(_text(item) for item in value)}]"
    return str(value)


def _table(header: str, values: Mapping[str, Fact]) -> str:
    return "\n".join([header, *(f"{key} = {_value(value)}" for key, value in values.items())]) + "\n"


def _entry(scene: Entry, made: Made) -> str:
    values: dict[str, Fact] = {
        "file": scene.file,
        "title": scene.title,
        "shows": list(scene.shows),
        "sha256": made["sha256"],
        "records": made["records"],
        "link_type": LINK_TYPE_ETHERNET,
        "made": "recorded",
        "with": made["with_"],
        "again": f"python -m captures.record --only {scene.name}",
    }
    return _table("[[capture]]", values) + "\n" + _table("[capture.facts]", scene.all_facts())


def write(path: Path, scenes: Sequence[Entry], made: Mapping[str, Made]) -> None:
    """Write the catalogue, sorted by file; the same recordings give the same bytes."""
    known = sorted((scene for scene in scenes if scene.file in made), key=lambda scene: scene.file)
    text = "\n".join([_HEAD, *(_entry(scene, made[scene.file]) for scene in known)])
    draft = path.with_suffix(".toml.new")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)
