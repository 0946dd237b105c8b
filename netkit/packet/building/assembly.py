"""A packet while it is written: the headers from the outermost in, then what was not given is filled in from the innermost out."""

from __future__ import annotations

from netkit.errors import BuildError
from netkit.packet.building.draft import Draft, Group, Layers
from netkit.packet.building.filling.fill import Fill
from netkit.packet.building.filling.sums import Sum
from netkit.packet.building.frame import Frame
from netkit.packet.building.labels import Compressor, Labels
from netkit.packet.building.messages.sections import COMPRESSING, OWNERS, type_may_point
from netkit.packet.reading import Network

__all__ = ["Assembly"]

LARGEST_IPV4 = 0xFFFF
"""Bytes of what a checksum over IPv4 can cover: the pseudo-header has 16 bits for their number."""


class Assembly:
    """The bytes so far, and a frame for each header in them, in the order of the bytes.

    With `check`, given values that contradict the packet are errors unless they are wrong on purpose.
    """

    def __init__(self, *, check: bool = True) -> None:
        self.data = bytearray()
        self.frames: list[Frame] = []
        self.check = check
        self._names: Compressor | None = None
        self._origin = 0
        self._summed: list[Frame] = []
        self._may_point = True

    def write(self, layers: Layers, network: Network | None = None, *, partial: bool = False) -> None:
        """Write layers, each carrying those behind it."""
        open_frames: list[Frame] = []
        behind = iter(layers[1:])
        for layer in layers:
            following = next(behind, None)
            if isinstance(layer, Group):
                self.write(layer.layers, network, partial=partial or layer.partial)
                continue
            recipe = layer.recipe
            frame = Frame(layer, len(self.data), network, None, partial=partial)
            if following is not None:
                frame.following = following.recipe
            open_frames.append(frame)
            self._head(frame)
            if recipe.network is not None:
                network = recipe.network(layer, network)
            if recipe.is_fragment is not None and recipe.is_fragment(layer):
                partial = True
        end = len(self.data)
        for frame in reversed(open_frames):
            frame.end = end
            self._finish(frame)

    def _head(self, frame: Frame) -> None:
        """Write the header of a layer with its parts."""
        draft = frame.draft
        data = self.data
        self.frames.append(frame)
        if not draft.only_tail:
            data += draft.number.to_bytes(draft.recipe.size, "big")
        if draft.tail or draft.parts:
            if draft.recipe.table in COMPRESSING:
                self._names, self._origin = Compressor(), frame.start
            self._tail(draft)
            frame.tail_end = len(data)
            for part in draft.parts:
                self._part(part, frame)
            self._names = None
        frame.own_end = len(data)

    def _part(self, draft: Draft, layer: Frame) -> None:
        frame = Frame(draft, len(self.data), layer.network, layer, partial=layer.partial)
        self.frames.append(frame)
        if not draft.only_tail:
            self.data += draft.number.to_bytes(draft.recipe.size, "big")
        if self._names is not None and (said := type_may_point(draft.recipe.table, draft.number)) is not None:
            self._may_point = said
        if draft.tail:
            self._tail(draft)
        frame.tail_end = len(self.data)
        for part in draft.parts:
            self._part(part, layer)
        frame.own_end = frame.end = len(self.data)
        if draft.recipe.filled and not draft.only_tail:
            self._fill(frame)
            if draft.recipe.sums:
                self._summed.append(frame)

    def _tail(self, draft: Draft) -> None:
        for raw in draft.tail:
            self.data += self._name(draft, raw) if type(raw) is Labels else raw

    def _name(self, draft: Draft, name: Labels) -> bytes:
        if self._names is None:
            return bytes(name)
        may_point = self._may_point or draft.recipe.table in OWNERS
        return self._names.write(name, len(self.data) - self._origin, may_point=may_point)

    def _finish(self, frame: Frame) -> None:
        """Fill in what a layer did not give, now that all inside of it is written."""
        recipe = frame.draft.recipe
        if recipe.fills and not frame.draft.only_tail:
            self._fill(frame)
        while self._summed and self._summed[-1].layer is frame:
            self._sum(self._summed.pop())
        if recipe.sums:
            self._sum(frame)

    def _fill(self, frame: Frame) -> None:
        draft = frame.draft
        number, given = draft.number, draft.given
        for bits, shift, mask, fill in draft.recipe.fills:
            if given & bits:
                if self.check and not fill.soft and not draft.wrong & bits:
                    self._compare(frame, fill, fill.value(frame))
            elif value := fill.value(frame):
                if value > mask:
                    raise _too_large(frame, fill, value)
                number |= value << shift
        size = draft.recipe.size
        self.data[frame.start : frame.start + size] = number.to_bytes(size, "big")

    def _sum(self, frame: Frame) -> None:
        draft, data = frame.draft, self.data
        for fill in draft.recipe.sums:
            at = frame.start + fill.field.offset // 8
            if not draft.given & fill.bits:
                data[at : at + 2] = self._sum_of(frame, fill).to_bytes(2, "big")
            elif self.check and not draft.wrong & fill.bits:
                self._compare(frame, fill, self.right_sum(frame, fill))

    def _sum_of(self, frame: Frame, fill: Sum) -> int:
        """The checksum of bytes that have zeros for the field itself; BuildError where there can be none."""
        summed = frame.layer if fill.of_layer else frame
        own, carried = self.data[summed.start : summed.own_end], self.data[summed.own_end : summed.end]
        network = frame.network
        if fill.protocol is not None:
            if network is None:
                raise _no_network(frame)
            if network.version == 4 and len(own) + len(carried) > LARGEST_IPV4:
                raise _too_large(frame, fill, len(own) + len(carried))
        return fill.of(bytes(own), bytes(carried), network)

    def right_sum(self, frame: Frame, fill: Sum) -> int | None:
        """The checksum that would be right where one was given; None where there can be none."""
        at = frame.start + fill.field.offset // 8
        given = bytes(self.data[at : at + 2])
        self.data[at : at + 2] = b"\0\0"
        try:
            return self._sum_of(frame, fill)
        except BuildError:
            return None
        finally:
            self.data[at : at + 2] = given

    def _compare(self, frame: Frame, fill: Fill, value: int | None) -> None:
        """BuildError where a given value contradicts the packet, and was not called wrong."""
        draft = frame.draft
        raw = draft.number >> fill.shift & fill.mask
        if value is None or raw == value or frame.partial or draft.bare or fill.accepts(frame, raw, value):
            return
        name = fill.field.name.rstrip("_")
        raise BuildError(
            f"{draft.name} {name} can't be {fill.text(raw)}",
            why=fill.reason(frame, value),
            hint=f"leave it out, and it is filled in; or say {name}=wrong({raw}) if you mean it",
            draft=draft,
            field=name,
        )


def _no_network(frame: Frame) -> BuildError:
    name = frame.draft.name
    return BuildError(
        f"{name} can't have its checksum filled in here",
        why="the sum covers the addresses of the IP header, and there is none below it",
        hint=f"put an IP header before it, as in ipv4 / {name}, or give its checksum",
        draft=frame.draft,
    )


def _too_large(frame: Frame, fill: Fill, value: int) -> BuildError:
    name, most = fill.field.name, fill.mask
    return BuildError(
        f"{frame.draft.name} is too long for its {name}",
        why=f"it would be {value:,}, but {fill.field.width} bits hold at most {most:,}",
        hint="carry less",
        draft=frame.draft,
    )
