"""Packets to begin with: those of the vectors, the examples of problems, the captures that ship, and a folder of captures."""

import os
from pathlib import Path

from docs.generate.examples import packet_examples
from netkit import capture, content
from netkit.errors import NetkitError
from tests.fuzz.case import Case
from tests.vectors.reading import vectors

__all__ = ["capture_files", "packets"]

MOST_OF_A_FILE = 60
LONGEST = 2000
"""Bytes of the longest packet to begin with; long ones cost time, and break in the same ways as short ones."""


def capture_files(folder: Path | None):
    """The captures that ship, and those of a folder."""
    yield from sorted(path for path in Path(str(content.captures())).iterdir() if path.suffix in (".pcap", ".pcapng"))
    if folder is not None:
        yield from sorted(
            path for path in Path(folder).rglob("*") if path.is_file() and path.suffix not in (".tsv", ".md")
        )


def packets(folder: Path | None = None, longest: int = LONGEST) -> list[Case]:
    """Each packet once, with its link type."""
    found = {Case(vector.data, vector.link_type): None for vector in vectors()}
    found |= {Case(example.data, example.link_type): None for example in packet_examples()}
    for path in capture_files(folder):
        try:
            with capture.open(os.fspath(path)) as records:
                for _, record in zip(range(MOST_OF_A_FILE), records, strict=False):
                    found[Case(record.data[:longest], record.link_type)] = None
        except NetkitError:
            continue
    return list(found)
