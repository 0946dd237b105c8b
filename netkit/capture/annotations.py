"""What a pcapng file says beside its packets, gathered while it is read, and never more of it than memory has room for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.capture.names import read_names
from netkit.capture.pcapng_format import DECRYPTION_SECRETS, INTERFACE_STATISTICS, NAME_RESOLUTION
from netkit.capture.secrets import read_secrets
from netkit.capture.statistics import Statistics, interface_of, read_statistics

if TYPE_CHECKING:
    from collections.abc import Callable

    from netkit.capture.interface import Interface
    from netkit.capture.interfaces import Clock
    from netkit.capture.parts import OtherBlock, SectionHeader
    from netkit.capture.problem import ProblemLog

__all__ = ["ROOM", "Annotations"]

ROOM = 64 << 20
"""Bytes of memory for all that is gathered of one file, by a rough count."""

_ENTRY = 200
"""Bytes that each entry costs at least, however short it is in the file."""
_MOST_KINDS = 64
"""Kinds of block that are counted by themselves; the others are counted together."""


class Annotations:
    """Sections, interfaces, names, statistics and secrets of one file, as far as it was read."""

    def __init__(self, problems: ProblemLog) -> None:
        self.sections: list[SectionHeader] = []
        self.interfaces: list[Interface] = []
        self.resolutions: set[int] = set()
        self.names: dict[str, list[str]] = {}
        self.statistics: dict[tuple[int, int], Statistics] = {}
        self.secrets: dict[str, tuple[int, int]] = {}
        self.blocks: dict[str, int] = {}
        self._problems = problems
        self._room = ROOM
        self._full = False

    def take_section(self, section: SectionHeader) -> None:
        """Keep what a section says of itself."""
        if self._has_room(sum(len(value) for _, value in section.options)):
            self.sections.append(section)

    def take_interface(self, interface: Interface) -> None:
        """Keep what is said of an interface."""
        if self._has_room(sum(len(value) for _, value in interface.options) * 2 + _ENTRY):
            self.interfaces.append(interface)
            self.resolutions.add(interface.resolution)

    def take_block(self, block: OtherBlock, clock: Callable[[int], Clock | None], offset: int) -> None:
        """Count a block, and keep what it says; `clock` gives that of an interface of its section, `offset` its place."""
        kind = block.name
        if kind not in self.blocks and len(self.blocks) >= _MOST_KINDS:
            kind = "unknown"
        self.blocks[kind] = self.blocks.get(kind, 0) + 1
        order = "<" if block.byte_order == "little" else ">"
        if block.kind == NAME_RESOLUTION:
            self._take_names(block.content, order)
        elif block.kind == INTERFACE_STATISTICS:
            self._take_statistics(block, order, clock, offset)
        elif block.kind == DECRYPTION_SECRETS:
            found = read_secrets(block.content, order)
            if found is None:
                self._cut("decryption secrets", offset)
            elif found[0] in self.secrets or self._has_room(0):
                count, size = self.secrets.get(found[0], (0, 0))
                self.secrets[found[0]] = count + 1, size + found[1]

    def _take_names(self, content: bytes, order: str) -> None:
        for address, name in read_names(content, order):
            known = self.names.get(address)
            if known is not None and name in known[-8:]:
                continue  # programs write what they know again and again
            if not self._has_room(len(name)):
                return
            if known is None:
                self.names[address] = [name]
            else:
                known.append(name)

    def _take_statistics(
        self, block: OtherBlock, order: str, clock: Callable[[int], Clock | None], offset: int
    ) -> None:
        number = interface_of(block.content, order)
        if number is None:
            self._cut("statistics", offset)
            return
        found = clock(number)
        if found is None:
            text = f"statistics are about interface {number}, which this section has not described"
            self._problems.add("pcapng.statistics.no_interface", text, offset)
        elif (block.section, number) in self.statistics or self._has_room(0):
            # counts only grow, so the last block of an interface says all
            self.statistics[block.section, number] = read_statistics(block.content, order, block.section, found)

    def _cut(self, what: str, offset: int) -> None:
        self._problems.add("pcapng.block.content_too_short", f"a block of {what} is cut in its fixed part", offset)

    def _has_room(self, size: int) -> bool:
        self._room -= size + _ENTRY
        if self._room < 0 and not self._full:
            self._full = True
            text = (
                f"the file says more beside its packets than netkit keeps ({ROOM >> 20} MiB); the rest is passed over"
            )
            self._problems.add("pcapng.annotations.too_many", text, 0)
        return self._room >= 0
