"""What would tell where a copy comes from: old addresses and names, as they stand in bytes and in texts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from netkit.address import format_ipv4, format_ipv6, format_mac
from netkit.capture.anew.names import Labels, address_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netkit.capture.anew.renaming import Renaming
    from netkit.capture.anew.seen import Seen

__all__ = ["traces_of"]

_MOST = 400
"""Addresses and names of each kind that are looked for; in captures with more, chance would find some."""


def traces_of(renaming: Renaming, seen: Seen) -> re.Pattern[bytes] | None:
    """What finds them; None where there are none. Nothing is looked for that is an image of something else."""
    found = set(_addresses(renaming, seen)) | set(_names(renaming, seen))
    if not found:
        return None
    return re.compile(b"|".join(re.escape(each) for each in sorted(found, key=lambda each: (-len(each), each))))


def _addresses(renaming: Renaming, seen: Seen) -> Iterator[bytes]:
    for image, addresses, size, spell in (
        (renaming.ipv4, seen.ipv4, 4, format_ipv4),
        (renaming.ipv6, seen.ipv6, 16, format_ipv6),
        (renaming.mac, seen.macs, 6, format_mac),
    ):
        images = {image(address) for address in addresses}
        for address in sorted(addresses)[:_MOST]:
            packed = address.to_bytes(size, "big")
            if address in images:
                continue
            if packed.count(0) < size - 1:
                yield packed
            if packed.count(0) < size - 1 or size == 4:
                yield spell(address).encode()


def _names(renaming: Renaming, seen: Seen) -> Iterator[bytes]:
    images: set[Labels] = {renaming.names(labels) for labels in seen.names}
    for labels in sorted(seen.names)[:_MOST]:
        if len(labels) > 1 and address_of(labels) is None and renaming.names(labels) != labels and labels not in images:
            yield b".".join(labels)
            if max(map(len, labels)) < 64:
                yield b"".join(bytes((len(label),)) + label for label in labels)
