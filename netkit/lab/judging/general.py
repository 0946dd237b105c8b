"""The general misconceptions, tried after a task's own: ways in which a number goes wrong whatever is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from netkit.lab.definition import Task
from netkit.lab.packet import Packet
from netkit.lab.question import Place, Question
from netkit.lab.value import Value, spell
from netkit.lab.variant import Variant

__all__ = ["GENERAL", "Found", "General"]


@dataclass(frozen=True, slots=True)
class Found:
    """A general misconception that an answer fits: the sentence, and the field that it speaks of."""

    slug: str
    why: str
    place: Place | None = None


General = Callable[[Value, Question, Task, Variant], Found | None]


MANY = 8
"""How many different right answers there must be among all variants, before one of them can be told to be somebody else's."""

LARGEST_NUMBER = 8
"""Bytes of a field that is a number; longer ones are something else."""


def byte_order(answer: Value, question: Question, task: Task, variant: Variant) -> Found | None:
    """The bytes of the right value, read from the low end."""
    right = question.right
    if task.kind == "hex":
        return _bytes_reversed(answer, question, variant)
    if not isinstance(right, int) or not isinstance(answer, int):
        return None
    bits = question.place.field.width_bits if question.place else 0
    size = bits // 8 if bits and bits % 8 == 0 else max(2, (right.bit_length() + 7) // 8)
    if size < 2 or right.bit_length() > size * 8 or answer != int.from_bytes(right.to_bytes(size, "big"), "little"):
        return None
    if answer == right:
        return None
    why = variant.language.say(
        "general.byte-order",
        "{answer} is what the bytes say when they are read from the last to the first. The Internet sends the high byte first.",
        answer=spell(answer),
    )
    return Found("byte-order", why, question.place)


def _bytes_reversed(answer: Value, question: Question, variant: Variant) -> Found | None:
    """The same for a field that is answered in hex."""
    right = question.right
    if not isinstance(right, str) or not isinstance(answer, str) or len(right) > 2 * LARGEST_NUMBER:
        return None
    if answer == right or bytes.fromhex(answer)[::-1] != bytes.fromhex(right):
        return None
    why = variant.language.say(
        "general.bytes-reversed",
        "These are the right bytes, the last one first. The Internet sends the high byte first.",
    )
    return Found("byte-order", why, question.place)


def hex_as_decimal(answer: Value, question: Question, _: Task, variant: Variant) -> Found | None:
    """Hex digits read as decimal ones, or the reverse."""
    right = question.right
    if not isinstance(right, int) or not isinstance(answer, int) or right < 10:
        return None
    digits = f"{right:x}"
    if digits.isdigit() and answer == int(digits):
        why = variant.language.say(
            "general.hex-as-decimal",
            "These are the right digits, {digits}, but they are base 16: each place is worth 16 times the one behind it, not 10.",
            digits=f"0x{digits}",
        )
        return Found("hex-as-decimal", why, question.place)
    if answer == int(str(right), 16):
        why = variant.language.say(
            "general.decimal-as-hex", "This number was taken for hex and turned once too often: it is decimal already."
        )
        return Found("hex-as-decimal", why, question.place)
    return None


def bits_not_bytes(answer: Value, question: Question, _: Task, variant: Variant) -> Found | None:
    """Eight times the right value, or an eighth of it."""
    right = question.right
    if not isinstance(right, int) or not isinstance(answer, int) or not right:
        return None
    if answer == right * 8:
        why = variant.language.say(
            "general.bits", "{answer} is the number of bits; a byte has 8 of them.", answer=spell(answer)
        )
        return Found("bits-not-bytes", why, question.place)
    if right % 8 == 0 and answer == right // 8:
        why = variant.language.say(
            "general.eighth",
            "{answer} is an eighth of it, as if bits were asked to be counted in bytes.",
            answer=spell(answer),
        )
        return Found("bits-not-bytes", why, question.place)
    return None


def other_direction(answer: Value, question: Question, _: Task, variant: Variant) -> Found | None:
    """The same thing in the other direction of the conversation."""
    packet = question.packet
    traffic = variant.situation.traffic_of(packet.file) if packet is not None else None
    if packet is None or traffic is None:
        return None
    for other in traffic.around(packet.number):
        if _is_answer_to(packet, other) and question.for_packet(other) == answer:
            why = variant.language.say(
                "general.other-direction",
                "{answer} is the one of {packet}, which goes the other way. The two directions of a conversation count for themselves.",
                answer=spell(answer),
                packet=other.told(variant.language),
            )
            return Found("other-direction", why, Place(other, question.place.key) if question.place else None)
    return None


def other_packet(answer: Value, question: Question, _: Task, variant: Variant) -> Found | None:
    """The same thing in the packet before or after, in the capture or in its own direction of the conversation."""
    packet = question.packet
    if packet is None:
        return None
    for other in _next_to(packet, variant):
        if question.for_packet(other) == answer:
            why = variant.language.say(
                "general.other-packet",
                "{answer} belongs to {other}; the task is about {packet}.",
                answer=spell(answer),
                other=other.told(variant.language),
                packet=packet.told(variant.language),
            )
            return Found("other-packet", why, Place(other, question.place.key) if question.place else None)
    return None


def neighbour_field(answer: Value, question: Question, _: Task, variant: Variant) -> Found | None:
    """The field before or after in the header."""
    if question.place is None:
        return None
    packet = question.place.packet
    wanted = question.place.field
    # a field of no bytes (options that are not there) lies between none
    fields = [found for found in packet.fields if found.width_bits]
    index = next(number for number, found in enumerate(fields) if found.start_bit == wanted.start_bit)
    for number in (index - 1, index + 1):
        if 0 <= number < len(fields) and _same(fields[number].value, answer):
            why = variant.language.say(
                "general.neighbour-field",
                "{answer} is the field {name} ({key}), the neighbour of the one that is asked for; that one begins at byte {byte}.",
                answer=spell(answer),
                name=fields[number].name,
                key=fields[number].key,
                byte=wanted.start_bit // 8,
            )
            return Found("neighbour-field", why, Place(packet, fields[number].key))
    return None


def other_numbers(answer: Value, _: Question, task: Task, variant: Variant) -> Found | None:
    """Right for somebody else's numbers."""
    rights = set(variant.others_rights(task))
    if task.kind in ("choice", "packets", "set", "order", "sequence", "table") or len(rights) < MANY:
        # where few answers are possible, a hit means nothing
        return None
    if answer in rights:
        why = variant.language.say(
            "general.other-numbers",
            "This fits other numbers than yours: check that you looked at your own capture, in your own folder.",
        )
        return Found("other-numbers", why)
    return None


def one_off(answer: Value, question: Question, _: Task, variant: Variant) -> Found | None:
    """The right value plus or minus one."""
    right = question.right
    if isinstance(right, int) and isinstance(answer, int) and abs(answer - right) == 1:
        why = variant.language.say(
            "general.one-off", "One away: does the count start at 0 or at 1, are both ends in it, or did a digit slip?"
        )
        return Found("one-off", why, question.place)
    return None


GENERAL: Sequence[General] = (
    byte_order, hex_as_decimal, bits_not_bytes, other_direction, other_packet, neighbour_field, other_numbers, one_off,
)  # fmt: skip
"""In the order in which they are tried."""


def _next_to(packet: Packet, variant: Variant) -> list[Packet]:
    """The packets before and after, in the capture and in the packet's own direction of its conversation."""
    traffic = variant.situation.traffic_of(packet.file)
    others = [] if traffic is None else list(traffic.around(packet.number))
    found = []
    for after in (False, True):
        side = [other for other in others if (other.number > packet.number) is after]
        found += side[:1] + [other for other in side[1:] if _goes_with(packet, other)][:1]
    return found


def _same(value: object, answer: Value) -> bool:
    return not isinstance(value, bool) and value == answer


_ENDS = (("ip.src", "ip.dst"), ("ipv6.src", "ipv6.dst"))
_PORTS = (("tcp.srcport", "tcp.dstport"), ("udp.srcport", "udp.dstport"))


def _goes_with(packet: Packet, other: Packet) -> bool:
    """Whether two packets belong to one direction of one conversation."""
    pairs = [pair for pair in (*_ENDS, *_PORTS) if packet.value(pair[0]) is not None]
    return bool(pairs) and all(packet.value(key) == other.value(key) for pair in pairs for key in pair)


def _is_answer_to(packet: Packet, other: Packet) -> bool:
    """Whether two packets belong to one conversation and go opposite ways."""
    pairs = [pair for pair in (*_ENDS, *_PORTS) if packet.value(pair[0]) is not None]
    return bool(pairs) and all(
        (packet.value(source), packet.value(destination)) == (other.value(destination), other.value(source))
        for source, destination in pairs
    )
