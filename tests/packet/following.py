"""A program that follows the working of a checksum line by line, as `netkit packet checksum --json` gives it, and knows nothing else."""

__all__ = ["follow", "places"]


def follow(checksum, data):
    """The value of the field that the lines lead to, each of them worked again from the packet's bytes."""
    total = 0
    for number, line in enumerate(checksum["lines"]):
        if line["step"] == "add":
            word = _word(line, data)
            assert line["word"] == word, (number, line)
            total += word
        elif line["step"] == "fold":
            assert total > 0xFFFF, (number, line)
            total = (total & 0xFFFF) + (total >> 16)
        elif line["step"] == "complement":
            assert total <= 0xFFFF, (number, line)
            total ^= 0xFFFF
        else:
            assert (line["step"], total) == ("not zero", 0), (number, line)
            total = 0xFFFF
        assert (line["sum"], line["carry"]) == (total, total >> 16), (number, line)
    return total


def _word(line, data):
    if line["counts_as_zero"]:
        return 0
    if line["start_bit"] is None:
        return line["word"]
    at, size = line["start_bit"] // 8, line["width_bits"] // 8
    number = int.from_bytes(data[at : at + size], "big")
    return number * 256 if line["padded"] else number


def places(checksum, part="pseudo-header"):
    """The bytes of the lines that belong to a part, or to all but the pseudo-header, in their order."""
    found = []
    for line in checksum["lines"]:
        if line["step"] == "add" and (line["part"] == "pseudo-header") == (part == "pseudo-header"):
            start = line["start_bit"]
            found += [None] if start is None else range(start // 8, (start + line["width_bits"]) // 8)
    return found
