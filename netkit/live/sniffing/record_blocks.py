"""What was heard, as the blocks of a pcapng file (draft-ietf-opsawg-pcapng §4)."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Sequence

from netkit.capture.pcap_format import USUAL_SNAP_LENGTH
from netkit.capture.pcapng_format import (
    FLAG_CHECKSUM_NOT_READY,
    INTERFACE_MAC,
    INTERFACE_NAME,
    INTERFACE_RESOLUTION,
    INTERFACE_STATISTICS,
    PACKET_FLAGS,
    SECTION_APPLICATION,
    SECTION_SYSTEM,
)
from netkit.capture.pcapng_writer import PcapngWriter, text_option
from netkit.capture.statistics import Statistics, statistics_content
from netkit.live.sniffing.interfaces import LinkInterface
from netkit.live.sniffing.packet_sockets import Sniffed

__all__ = ["RecordBlocks"]

NANOSECONDS = b"\x09"
"""if_tsresol: ticks are 10^-9 of a second."""


class RecordBlocks:
    """Makes the blocks of one file, and holds them until they are taken; first those that describe the interfaces."""

    def __init__(self, interfaces: Sequence[LinkInterface], began: int) -> None:
        self._pieces: list[bytes] = []
        self._writer = PcapngWriter(self._pieces.append)
        self._began = began
        self._unfilled = [0] * len(interfaces)
        self._kept = [0] * len(interfaces)
        self._writer.section(
            [
                text_option(SECTION_SYSTEM, f"{platform.system()} {platform.release()}", "the system's name"),
                text_option(SECTION_APPLICATION, "netkit", "the application's name"),
            ]
        )
        for each in interfaces:
            options = [text_option(INTERFACE_NAME, each.name, "the name of an interface")]
            if each.mac is not None:
                options.append((INTERFACE_MAC, bytes.fromhex(each.mac.replace(":", ""))))
            options.append((INTERFACE_RESOLUTION, NANOSECONDS))
            self._writer.interface(each.link_type or 0, USUAL_SNAP_LENGTH, options)

    @property
    def count(self) -> int:
        """Packets so far."""
        return self._writer.count

    @property
    def unfilled(self) -> int:
        """How many of them were seen before their checksum was filled in."""
        return sum(self._unfilled)

    def packets(self, heard: Iterable[tuple[int, Sniffed]]) -> None:
        """Add packets, each with the number of its interface."""
        add = self._writer.packet
        for number, (time, data, length, flags) in heard:
            add(number, time, data, length, ((PACKET_FLAGS, flags.to_bytes(4, "little")),))
            self._kept[number] += 1
            if flags & FLAG_CHECKSUM_NOT_READY:
                self._unfilled[number] += 1

    def statistics(self, number: int, now: int, passed: int, lost: int, *, ended: bool) -> None:
        """Say how many packets passed an interface, and how many of them were lost, up to now."""
        self._writer.block(
            INTERFACE_STATISTICS,
            statistics_content(
                Statistics(
                    section=1,
                    interface=number,
                    time=now,
                    start=self._began,
                    end=now if ended else None,
                    received=passed,
                    dropped=lost,
                    delivered=self._kept[number],
                    comments=_words(passed, lost, self._unfilled[number]) if ended else (),
                ),
                "<",
            ),
        )

    def taken(self) -> bytes:
        """Everything that was added since this was last asked: whole blocks."""
        data = b"".join(self._pieces)
        self._pieces.clear()
        return data


def _words(passed: int, lost: int, unfilled: int) -> tuple[str, ...]:
    told = [
        f"{lost:,} of {passed:,} packets are missing: they came faster than they were read"
        if lost
        else "no packet was lost"
    ]
    if unfilled:
        told.append(
            f"{unfilled:,} packets were seen before their checksum was filled in; bit 9 of their flags says which (epb_flags)"
        )
    return tuple(told)
