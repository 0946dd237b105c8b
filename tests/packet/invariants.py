"""What holds for every dissection, whatever the bytes: the promises that tests of corpora, mutations and random bytes share."""

from types import NoneType

__all__ = ["broken_promises"]

JSON_TYPES = {bool: "boolean", int: "integer", str: "string"}
PLAIN = (str, int, NoneType)
"""What JSON can say as it is; a bool is an int."""


def broken_promises(dissection, data):
    """The promises that a dissection of `data` breaks, each as a sentence; none if all is well."""
    broken = []
    if dissection.encode() != data:
        broken.append("the dissection re-encodes to other bytes")
    at = 0
    for layer in dissection.layers:
        if layer.start * 8 != at:
            broken.append(f"{layer!r} starts at bit {layer.start * 8}, not {at}")
        begun = at
        for field in layer.fields:
            if field.start_bit != at:
                broken.append(f"{field!r} starts at bit {field.start_bit}, not {at}")
            at = field.start_bit + field.width_bits
            broken += _broken_field(field, dissection, data)
        broken += _unheard_notes(layer)
        if layer.length * 8 != at - begun:
            broken.append(f"{layer!r} says it has {layer.length} bytes, its fields have {at - begun} bits")
    if at != len(data) * 8:
        broken.append(f"the fields end at bit {at}, the packet at bit {len(data) * 8}")
    for problem in dissection.problems:
        broken += _broken_problem(problem, data)
    return broken


def _unheard_notes(layer):
    """What a layer says of values whose fields are not `noted`, so that nobody would hear it."""
    noted = {field.start_bit for field in layer.fields if field.field.noted}
    layer.settle()
    for bit in set(layer._notes or ()) - noted:
        yield f"{layer!r} says something of a value at bit {bit} whose field is not `noted`"


def _broken_problem(problem, data):
    """The promises that one problem breaks."""
    if not 0 <= problem.start_bit <= problem.start_bit + problem.width_bits <= len(data) * 8:
        yield f"{problem} lies outside of the packet"
    if not (problem.rule and problem.text and problem.key):
        yield f"{problem} says too little"
    if problem.rule != problem.rule.lower() or " " in problem.rule or "." not in problem.rule:
        yield f"{problem.rule!r} is no dotted id"


def _broken_field(field, dissection, data):
    """The promises that one field breaks."""
    value, raw, text = field.value, field.raw, field.text
    if not isinstance(value, bool | int | str) or not isinstance(raw, bool | int | str) or not isinstance(text, str):
        yield f"{field!r} has a value, raw or text of the wrong type: {value!r}, {raw!r}, {text!r}"
    told = (field.key, field.name, value, raw, text, field.meaning, field.rfc, field.note)
    if not all([isinstance(each, PLAIN) for each in told]):  # noqa: C419  a generator takes twice as long, a million times
        yield f"{field!r} says what JSON can not: {told!r}"
    if not (field.key and field.name and field.meaning) or (
        not field.rfc and field.key != "data.data" and not field.key.startswith("scapy.")
    ):
        yield f"{field!r} does not say what it is"
    if field.field.kind.json_type != JSON_TYPES[type(value)]:
        yield f"{field!r} has the JSON type {field.field.kind.json_type}, and the value {value!r}"
    if field.width_bits == 1 and not isinstance(value, bool):
        yield f"{field!r} has one bit and is no boolean"
    if isinstance(raw, int) and not 0 <= raw < 1 << field.width_bits:
        yield f"{field!r} has a raw value that {field.width_bits} bits do not hold: {raw}"
    if raw != (bits := _bits(field, data)):
        yield f"{field!r} has the raw value {raw!r}, and the bits {bits!r}"
    for start, width in field.also:
        if not (0 <= start < field.start_bit and width > 0 and start + width <= len(data) * 8):
            yield f"{field!r} points at bits {start} to {start + width}, which do not begin before it"
    if not 0 <= field.start_bit <= field.start_bit + field.width_bits <= len(dissection.data) * 8:
        yield f"{field!r} lies outside of the packet"


def _bits(field, data):
    """What the bits of a field say, by plain arithmetic: a number, or hex where the raw value is text."""
    start, width = field.start_bit, field.width_bits
    first, end = start // 8, -(-(start + width) // 8)
    number = int.from_bytes(data[first:end], "big") >> (end * 8 - start - width)
    number &= (1 << width) - 1
    return number if isinstance(field.raw, int) else f"{number:0{width // 4}x}" if width else ""
