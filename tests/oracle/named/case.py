"""A difference between netkit and tshark together with the packet that it is in: what a test for its name looks at."""

from dataclasses import dataclass
from typing import Any

__all__ = ["Case"]


@dataclass(frozen=True, slots=True)
class Case:
    """One difference with the packet that it is in."""

    difference: Any
    dissection: Any
    packet: Any

    @property
    def key(self):
        return self.difference.key

    @property
    def start(self):
        return self.difference.start

    @property
    def field(self):
        """netkit's field at the place of the difference, under the same key."""
        return next((f for f in self.dissection.fields if f.key == self.key and f.start_bit // 8 == self.start), None)

    @property
    def layer(self):
        """netkit's innermost layer at the place of the difference."""
        return [layer for layer in self.dissection.layers if layer.start <= self.start][-1]

    def rules(self):
        return {problem.rule for problem in self.dissection.problems}

    def header(self, table):
        """The last header of a table that begins before the difference, or None."""
        parts = [part for layer in self.dissection.layers for part in layer.parts if isinstance(part, table)]
        return next((part for part in reversed(parts) if part.start <= self.start), None)

    def cut(self):
        return self.dissection.original_length > len(self.dissection.data)
