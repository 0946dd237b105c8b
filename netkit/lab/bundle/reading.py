"""A bundle from its bytes: the manifest, the log and the artefacts, and where these are not what the manifest says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from netkit.errors import BundleError
from netkit.lab.bundle import manifest as manifests
from netkit.lab.bundle.archive import read_archive
from netkit.lab.bundle.manifest import Manifest, parse_manifest
from netkit.lab.student import progress as log
from netkit.lab.student.chain import Chain, follow
from netkit.lab.student.progress import Progress

__all__ = ["LOG", "SIGNATURE", "Bundle", "read_bundle"]

LOG = "log.jsonl"
SIGNATURE = "manifest.json.sig"
LARGEST_LOG = 32 << 20
MOST_LINES = 50_000
"""Bytes and lines of a log: every answer in it is judged, and nobody types so many."""


@dataclass(frozen=True)
class Bundle:
    """What somebody handed in. `name` is what messages call it, `artefacts` the files in it but for the manifest and its signature."""

    name: str
    digest: str
    manifest: Manifest
    manifest_data: bytes
    artefacts: Mapping[str, bytes]
    signature: bytes = b""

    @property
    def log(self) -> bytes:
        """The attempt log, as it lies in the bundle."""
        return self.artefacts[LOG]

    @cached_property
    def progress(self) -> Progress:
        """What the log tells."""
        return log.parse(self.log)

    @cached_property
    def chain(self) -> Chain:
        """What the log's chain tells."""
        return follow(self.log)

    @cached_property
    def changed(self) -> list[str]:
        """The artefacts that are missing, not listed, or not what the manifest says, in order."""
        listed = {each.name: each.sha256 for each in self.manifest.artefacts}
        return sorted(
            name
            for name in {*listed, *self.artefacts}
            if listed.get(name) != (sha256(self.artefacts[name]).hexdigest() if name in self.artefacts else None)
        )


def read_bundle(data: bytes, name: str) -> Bundle:
    """The bundle in a file's bytes; BundleError says what it is instead. Nothing of it is believed yet."""
    files = read_archive(data)
    if manifests.FILE not in files or LOG not in files:
        missing = manifests.FILE if manifests.FILE not in files else LOG
        raise BundleError(
            "bundle.part.missing",
            f"the bundle has no {missing}",
            why="netkit lab submit puts a manifest and the log into every bundle",
            hint="hand in the file that netkit lab submit wrote",
        )
    size, lines = len(files[LOG]), files[LOG].count(b"\n")
    if size > LARGEST_LOG or lines > MOST_LINES:
        raise BundleError(
            "bundle.log.large",
            "the bundle's log is too large",
            where=f"{size:,} bytes, {lines:,} lines",
            why=f"at most {LARGEST_LOG:,} bytes and {MOST_LINES:,} lines are read: every answer is judged",
            hint="hand in the bundle that netkit lab submit wrote, or show your instructor the lab's folder",
        )
    told = files.pop(manifests.FILE)
    signature = files.pop(SIGNATURE, b"")
    return Bundle(name, sha256(data).hexdigest(), parse_manifest(told), told, files, signature)
