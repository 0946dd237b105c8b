"""The sentences for a packet: what each value makes the network do, and what becomes of the packet where it is broken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from netkit.packet.dissected import DissectedField
from netkit.packet.dissection import Dissection
from netkit.packet.layer import Layer
from netkit.packet.transport_checksum import OFFLOADED
from netkit.packet.why.broken import RECEIVERS
from netkit.packet.why.effect import Effects, Here, Surroundings
from netkit.packet.why.protocols import EFFECTS

__all__ = ["Why", "sentences"]

LONGEST_VALUE = 48
"""Characters of a value that a sentence repeats."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """One sentence: the field that it is about (and `also` those that it rests on), its place, and where it is laid down.

    `name` and `value` are the field's, or a problem's text and nothing; `effect` is what that makes the network do.
    """

    key: str
    name: str
    value: str
    effect: str
    rfc: str
    start_bit: int
    width_bits: int
    layer: Layer
    group: str = ""
    also: tuple[DissectedField, ...] = ()
    trouble: bool = False

    @property
    def text(self) -> str:
        """The whole sentence."""
        return f"{self.name} {self.value}: {self.effect}" if self.value else f"{self.name}: {self.effect}"


def sentences(packet: Dissection) -> list[Why]:
    """Every sentence, in the order of the bytes; a packet that an ICMP message quotes does nothing any more, and has none."""
    broken = list(_broken(packet))
    places = {(why.key, why.start_bit) for why in broken}
    found: list[Why] = []
    for index, layer in enumerate(packet.layers):
        effects = EFFECTS.get(layer.key)
        if effects is not None and not layer.quoted:
            told = _of_layer(Surroundings(packet, index), effects)
            found += [why for why in told if (why.key, why.start_bit) not in places]
    return sorted([*broken, *found], key=lambda why: why.start_bit)


def _of_layer(around: Surroundings, effects: Effects) -> Iterator[Why]:
    for field in around.fields:
        here = Here(field, around)
        for effect in effects.of(field):
            told, rfc = effect.told(here)
            if told:
                yield Why(
                    key=field.key,
                    name=field.name,
                    value=_short(field.text),
                    effect=told,
                    rfc=rfc,
                    start_bit=field.start_bit,
                    width_bits=field.width_bits,
                    layer=around.layer,
                    group=field.group,
                    also=tuple(other for key in effect.also if (other := here.near(key)) is not None),
                )


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"


def _broken(packet: Dissection) -> Iterator[Why]:
    """What a receiver does with a packet that is not as the rules want it."""
    for problem in packet.problems:
        layer = next((each for each in reversed(packet.layers) if each.start * 8 <= problem.start_bit), None)
        if layer is None or layer.quoted or problem.rule not in RECEIVERS:
            continue
        if problem.details == OFFLOADED:
            continue  # what is filled in behind the place of capture arrives as it should
        effect, rfc = RECEIVERS[problem.rule]
        yield Why(
            key=problem.key,
            name=problem.text,
            value="",
            effect=effect,
            rfc=rfc,
            start_bit=problem.start_bit,
            width_bits=problem.width_bits,
            layer=layer,
            trouble=True,
        )
