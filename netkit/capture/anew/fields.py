"""What stands in a field's place, as its nature says; all but numbers, which `flow.py` knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.capture.anew.names import labels_of
from netkit.capture.rewriting.natures import Nature, as_network, is_network, is_no_address, nature_of

if TYPE_CHECKING:
    from netkit.capture.anew.renaming import Renaming
    from netkit.capture.anew.texts import Texts
    from netkit.packet import DissectedField

__all__ = ["Fields"]

_LONGEST_LABEL = 63
_SHORTEST_TEXT = 4


class Fields:
    """The new bytes of fields, as many as they had."""

    def __init__(self, renaming: Renaming, texts: Texts) -> None:
        self._renaming = renaming
        self._texts = texts

    def of(self, found: DissectedField, old: bytes) -> bytes:
        """The bytes for a field that has `old`."""
        nature = nature_of(found.field)
        if nature is Nature.NUMBER:
            return old
        if nature is Nature.NAME:
            return self._name(labels_of(found.raw_value.text), old)
        if nature in (Nature.TEXT, Nature.BYTES):
            return self._texts.replaced(old) if len(old) >= _SHORTEST_TEXT else old
        return self._address(nature, found.key, old)

    def _address(self, nature: Nature, key: str, old: bytes) -> bytes:
        if nature is Nature.ROUTE:
            return old[:1] + self._prefix(old[1:-4], 4) + self._image(old[-4:])
        if nature is Nature.IPV4_PREFIX:
            return self._prefix(old, 4)
        if nature is Nature.IPV6_PREFIX:
            return self._prefix(old, 16)
        if nature is Nature.EUI64:
            return self._renaming.eui64(int.from_bytes(old, "big")).to_bytes(8, "big")
        if is_no_address(key, old):
            return old
        return self._prefix(old, len(old)) if is_network(key) else self._image(old)

    def _prefix(self, old: bytes, size: int) -> bytes:
        """The image of an address of which only the first bytes are there."""
        return as_network(old, self._image(old.ljust(size, b"\0"))[: len(old)]) if len(old) <= size else old

    def _image(self, old: bytes) -> bytes:
        number = int.from_bytes(old, "big")
        image = {4: self._renaming.ipv4, 6: self._renaming.mac, 16: self._renaming.ipv6}.get(len(old))
        return image(number).to_bytes(len(old), "big") if image else old

    def _name(self, labels: tuple[bytes, ...], old: bytes) -> bytes:
        """The labels of a name as it stands in a message, up to its zero or to its pointer, which stay."""
        here: list[bytes] = []
        position = 0
        while position < len(old) and 0 < old[position] <= _LONGEST_LABEL:
            here.append(old[position + 1 : position + 1 + old[position]])
            position += 1 + old[position]
        small = tuple(label.lower() for label in here)
        whole = (*here, *labels[len(here) :]) if labels[: len(here)] == small else (*here, b"")
        images = self._renaming.names(whole)[: len(here)]
        if not here or [*map(len, images)] != [*map(len, here)]:
            return old
        return b"".join(bytes((len(label),)) + label for label in images) + old[position:]
