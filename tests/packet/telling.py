"""What holds for the sentences of every packet, whatever its bytes."""

import json

from netkit.packet.why import sentences
from netkit.packet.why.view import told, why_json

__all__ = ["broken_sentences"]


def broken_sentences(packet):
    """The promises that the sentences of a packet break, each as a sentence; none if all is well."""
    broken = []
    found = sentences(packet)
    size = len(packet.data) * 8
    fields = {(field.key, field.start_bit, field.width_bits) for field in packet.fields}
    for why in found:
        if not (0 <= why.start_bit <= why.start_bit + why.width_bits <= size):
            broken.append(f"{why.text!r} lies outside of the packet")
        if not why.trouble and (why.key, why.start_bit, why.width_bits) not in fields:
            broken.append(f"{why.text!r} points at no field")
        broken += [
            f"{why.text!r} rests on no field of the packet: {other}"
            for other in why.also
            if (other.key, other.start_bit, other.width_bits) not in fields
        ]
        if not why.rfc:
            broken.append(f"{why.text!r} does not say where it is laid down")
        if not why.effect or why.effect != why.effect.strip() or why.effect.endswith((".", ";", ", ", "; ", " :")):
            broken.append(f"{why.effect!r} is no half sentence")
        if any(sign in why.effect for sign in ("{value}", "{name}", "{meaning}", " None ", "()")):
            broken.append(f"{why.effect!r} has a place that was not filled")
        if why.layer.quoted:
            broken.append(f"{why.text!r} speaks of a packet that is only quoted")
    if [why.start_bit for why in found] != sorted(why.start_bit for why in found):
        broken.append("the sentences are not in the order of the bytes")
    json.dumps(why_json(found))
    if sum(len(block.rows) for block in told(packet, found) if hasattr(block, "rows")) != len(found):
        broken.append("the view does not show every sentence once")
    return broken
