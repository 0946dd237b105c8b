"""The fields that say what a header carries: the number of the next protocol, and the ports that an application is known by."""

from __future__ import annotations

from netkit.packet.building.filling.carrying import SELECTORS, numbers_of, spaces_carrying
from netkit.packet.building.filling.defaults import EPHEMERAL_PORT, EXPERIMENTS, NO_NEXT_HEADER, NOBODYS_PORT, PORTS
from netkit.packet.building.filling.fill import Fill
from netkit.packet.building.frame import Frame
from netkit.packet.field import Field
from netkit.packet.link.llc import SNAP, Snap

__all__ = ["following_of"]


class _Number(Fill):
    """The number of the protocol that follows; before plain bytes any number is right."""

    def __init__(self, space: str) -> None:
        self.space = space

    def value(self, frame: Frame) -> int | None:
        """The usual number of the layer that follows."""
        layer = frame.layer
        if self._said_later(frame):
            return None
        numbers = self._numbers(frame)
        if numbers:
            return self._raw(numbers[0])
        if layer.following is None and self.space == "ipv6.nxt":
            return NO_NEXT_HEADER
        return EXPERIMENTS.get(self.space)

    @staticmethod
    def _said_later(frame: Frame) -> bool:
        """Whether a part of the layer that stands behind this header says what follows."""
        parts = frame.layer.draft.parts
        places = [place for place, part in enumerate(parts, 1) if part is frame.draft]
        return any(part.recipe.selects for part in parts[places[0] if places else 0 :])

    def accepts(self, frame: Frame, raw: int, value: int) -> bool:  # noqa: ARG002
        numbers = self._numbers(frame)
        return not numbers or raw in map(self._raw, numbers)

    def reason(self, frame: Frame, value: int) -> str:  # noqa: ARG002
        following = frame.layer.following
        numbers = " or ".join(self.text(self._raw(number)) for number in self._numbers(frame))
        return f"{following.name if following else 'nothing'} follows, which is {numbers}"

    def _numbers(self, frame: Frame) -> tuple[int, ...]:
        following = frame.layer.following
        return numbers_of(self.space, following.table) if following is not None else ()

    def _raw(self, number: int) -> int:
        shift = getattr(self.field.kind, "shift", 0)  # of a number that has only half of its field
        return int(self.field.kind.parse(number << shift, self.field.width))


class _ServicePoint(_Number):
    """The service of an LLC header: SNAP's where that follows in the same layer."""

    def value(self, frame: Frame) -> int | None:
        if any(part.recipe.table is Snap for part in frame.draft.parts):
            return SNAP
        return super().value(frame)


class _SourceServicePoint(_ServicePoint):
    """The same of the sender's side, as a rule."""

    soft = True


class _Port(Fill):
    """A port: the one that an application is known by on the side of the server, one of its own on the side of the client."""

    soft = True

    def __init__(self, space: str, other: str, *, server: bool) -> None:
        self.space = space
        self.other = other
        self.server = server

    def value(self, frame: Frame) -> int:
        """The client is the source, unless the destination's port was given and is not the application's."""
        following = frame.following
        known = spaces_carrying(following.table).get(self.space, ()) if following is not None else ()
        client, service = EPHEMERAL_PORT, known[0] if known else NOBODYS_PORT
        if following is not None and following.name in PORTS:
            client, service = PORTS[following.name]
            known = (service,)
        draft = frame.draft
        if not draft.has(self.other):
            return service if self.server else client
        of_server = draft.raw(self.other) in known if known else not self.server
        return client if of_server else service


def following_of(field: Field) -> Fill | None:
    """How a field is filled in that says what follows, or None for any other field."""
    match field.key:
        case "llc.dsap":
            return _ServicePoint("llc.dsap")
        case "llc.ssap":
            return _SourceServicePoint("llc.dsap")
        case "tcp.srcport" | "udp.srcport":
            return _Port(f"{field.key[:3]}.port", "destination_port", server=False)
        case "tcp.dstport" | "udp.dstport":
            return _Port(f"{field.key[:3]}.port", "source_port", server=True)
    space = SELECTORS.get(field.key)
    return _Number(space) if space else None
