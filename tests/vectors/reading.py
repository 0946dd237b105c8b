"""The vectors as data: real packets, each with its fields as tshark and the RFCs have them."""

import functools
import tomllib
from dataclasses import dataclass
from pathlib import Path

__all__ = ["PAYLOAD", "Vector", "vectors"]

PAYLOAD = frozenset({"data.data", "tcp.payload", "udp.payload"})
"""What a packet carries for someone else: no vector lists it."""


@dataclass(frozen=True)
class Vector:
    """One packet; `fields` are (key, value, raw, first bit, width) in the order of the bits."""

    protocol: str
    title: str
    tables: tuple[str, ...]
    data: bytes
    fields: tuple[tuple[str, object, object, int, int], ...]
    link_type: int = 1
    problems: tuple[str, ...] = ()
    """The rules that the packet breaks; nearly always none."""

    def __repr__(self):
        return f"{self.protocol}: {self.title}"


@functools.cache
def vectors():
    """Every vector of every protocol."""
    found = []
    for path in sorted(Path(__file__).parent.glob("*.toml")):
        for packet in tomllib.loads(path.read_text(encoding="utf-8"))["packet"]:
            fields = tuple((f["key"], f["value"], f["raw"], f["start_bit"], f["width_bits"]) for f in packet["fields"])
            data = bytes.fromhex(packet["hex"])
            known = tuple(packet.get("problems", ()))
            link_type = packet.get("link_type", 1)
            found.append(Vector(path.stem, packet["title"], tuple(packet["tables"]), data, fields, link_type, known))
    return found
