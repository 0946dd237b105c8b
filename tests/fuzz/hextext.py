"""Fuzz the reading of hex that people paste: `python -m tests.fuzz.hextext --count 1000000 --jobs 2`."""

from pathlib import Path

from netkit.errors import PacketError
from netkit.packet.hexadecimal import looks_like_text, parse_hex
from tests.fuzz.case import Case, Target
from tests.fuzz.mutation import mutated
from tests.fuzz.running import main
from tests.fuzz.seeds import packets

__all__ = ["TARGET"]

PROMISES = """For any text, parse_hex()

1. gives bytes or raises PacketError, and nothing else;
2. gives no more bytes than the text has pairs of hex digits, and at least one;
3. gives the very bytes of a text that is written as xxd, hexdump -C, tcpdump -x, Wireshark or plain hex write it;
4. says of a text that it can't take what is wrong and what to do;
5. takes time in proportion to the text (reported)."""

LONGEST = 400


def plain(data):
    return data.hex()


def spaced(data):
    return data.hex(" ")


def escaped(data):
    return "".join(f"\\x{byte:02x}" for byte in data)


def array(data):
    return "{ " + ", ".join(f"0x{byte:02X}" for byte in data) + " };"


def colons(data):
    return data.hex(":").upper()


def _dump(data, offset, pairs):
    rows = range(0, len(data), 16)
    shown = ["".join(chr(byte) if 0x20 <= byte < 0x7F else "." for byte in data[at : at + 16]) for at in rows]
    return [(offset.format(at), data[at : at + 16].hex(" ", pairs), text) for at, text in zip(rows, shown, strict=True)]


def xxd(data):
    return "\n".join(f"{at}: {pairs:<39}  {text}" for at, pairs, text in _dump(data, "{:08x}", -2))


def hexdump(data):
    lines = [f"{at}  {pairs[:23]:<23}  {pairs[24:]:<23}  |{text}|" for at, pairs, text in _dump(data, "{:08x}", 1)]
    return "\n".join([*lines, f"{len(data):08x}"])


def tcpdump(data):
    return "\n".join(f"\t{at}:  {pairs}" for at, pairs, _ in _dump(data, "0x{:04x}", -2))


def wireshark(data):
    return "\n".join(f"{at}   {pairs:<47}   {text}" for at, pairs, text in _dump(data, "{:04x}", 1))


FORMS = (plain, spaced, escaped, array, colons, xxd, hexdump, tcpdump, wireshark)


def seeds(folder: Path | None = None) -> list[Case]:
    """Packets written in every form."""
    found = [case.data[:LONGEST] for case in packets(folder)[::7] if case.data]
    for data in found:
        for form in FORMS:
            assert parse_hex(form(data)) == data, f"{form.__name__} of {data.hex()}"
    return [Case(form(data).encode()) for data in found for form in FORMS]


def make(cases, chance):
    """A text with something changed."""
    data, other = (cases[int(chance.random() * len(cases))].data for _ in range(2))
    return Case(mutated(data, other, chance))


def check(case, deep):
    """The promises of one text."""
    for text in {case.data.decode("latin-1"), case.data.decode("utf-8", "replace")}:
        try:
            found = parse_hex(text)
        except PacketError as error:
            assert error.what, "an error that does not say what is wrong"
            assert error.hint, f"an error that does not say what to do: {error.what}"
        else:
            digits = sum(character in "0123456789abcdefABCDEF" for character in text)
            assert 0 < len(found) <= digits // 2, f"{len(found)} bytes from {digits} digits"
    if deep and case.data:
        assert isinstance(looks_like_text(case.data), bool)
        for form in FORMS:
            assert parse_hex(form(case.data[:LONGEST])) == case.data[:LONGEST], form.__name__


TARGET = Target("hextext", PROMISES, seeds, make, check, every=50)

if __name__ == "__main__":
    main(TARGET)
