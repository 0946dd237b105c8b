"""The Internet checksum: the catalogue's formulas over the bytes in the tasks' texts and in the two captures."""

import re
import struct
from ipaddress import IPv4Address

from tests.solutions.key import TaskKey, frames_of, u16

WORDS = r"[0-9a-f]{4}(?: [0-9a-f]{4}){9}"


def key(recording, questions):
    header = _words(re.search(WORDS, questions["1"])[0])
    blank = _words(re.search(WORDS, questions["2"])[0])
    assert _fold(sum(header)) == 0xFFFF
    assert blank[5] == 0
    for task in ("4", "6"):
        assert _words(re.search(WORDS, questions[task])[0]) == header
    _shown(frames_of(recording.files["router.pcapng"]), header)
    whole = bytes.fromhex(recording.files["datagram.hex"].decode())
    assert list(struct.unpack(">10H", whole[:20])) == blank
    return {
        "1": _sum(header),
        "2": _checksum(blank),
        "3": _damaged(dict(re.findall(rf"([A-F]): ({WORDS})", questions["3"]))),
        "4": _forwarded(header[5]),
        "5": _udp(questions["5"], whole),
        "6": _unnoticed(header, dict(re.findall(r"(?m)^ *([A-E]): (.+)$", questions["6"]))),
        "7": _offloaded(questions["7"], frames_of(recording.files["sender.pcapng"])),
        "8": _function(questions["8"], blank),
    }


def _words(text):
    return [int(word, 16) for word in text.split()]


def _fold(total):
    while total > 0xFFFF:
        total = (total & 0xFFFF) + (total >> 16)
    return total


def _two(right, wrong, shown=()):
    text = f"{right:04x}"
    return TaskKey(
        kind="hex",
        right=text,
        forms=(f"0x{text}", text.upper(), f" {text[:2]} {text[2:]} ", f"{text[:2]}:{text[2:]}"),
        wrong={slug: (f"{value:04x}", f"0x{value:04X}") for slug, value in wrong.items()},
        general={"byte-order": (text[2:] + text[:2],)} if text[2:] != text[:2] else {},
        shown=frozenset(shown),
    )


def _sum(header):
    counted = [*header[:5], 0, *header[6:]]
    total = sum(counted)
    assert total > 0xFFFF
    assert _fold(total) != total % 65536
    wrong = {
        "carry-dropped": total % 65536,
        "summed-bytes": sum(struct.pack(">10H", *counted)),
        "checksum-counted": _fold(sum(header)),
    }
    return _two(_fold(total), wrong)


def _checksum(blank):
    total = sum(blank)
    right = 0xFFFF - _fold(total)
    wrong = {"not-inverted": _fold(total), "twos-complement": right + 1, "carry-dropped": 0xFFFF - total % 65536}
    return _two(right, wrong)


def _damaged(rows):
    assert sorted(rows) == list("ABCDEF")
    sums = {letter: _fold(sum(_words(row))) for letter, row in rows.items()}
    right = {letter for letter, found in sums.items() if found != 0xFFFF}
    # the header that is whole but for the order: its source begins as the others' destination
    (swapped,) = (letter for letter in set(rows) - right if rows[letter].split()[6] != "c000")
    return TaskKey(
        kind="set",
        right=" ".join(sorted(right)),
        forms=(
            ", ".join(sorted(right, reverse=True)),
            " and ".join(sorted(right)).lower(),
            "{" + ",".join(right) + "}",
        ),
        wrong={
            "intact-is-zero": ("A B C D E F",),
            "picked-the-intact": (" ".join(set(rows) - right),),
            "swapped-words-damaged": (" ".join(right | {swapped}),),
        },
    )


def _shown(frames, header):
    """The capture of task 4: the packet before the router and behind it, where only TTL and checksum differ, and the sum is right."""
    before, behind = (frame[14:34] for frame in frames)
    assert list(struct.unpack(">10H", before)) == header
    assert behind[8] == before[8] - 1
    assert behind[:8] + behind[9:10] + behind[12:] == before[:8] + before[9:10] + before[12:]
    assert _fold(sum(struct.unpack(">10H", behind))) == 0xFFFF
    assert f"{u16(behind, 10):04x}" == _forwarded(header[5]).right


def _forwarded(checksum):
    right = _fold(checksum + 0x0100) % 0xFFFF
    assert checksum > 0x0100
    wrong = {"checksum-travels": checksum, "sum-for-complement": checksum - 0x0100, "ttl-is-a-word": checksum + 1}
    return _two(right, wrong)


def _udp(question, whole):
    datagram = bytes.fromhex("".join(re.findall(r"(?m)^ +((?:[0-9a-f]{2} ?)+)$", question)))
    assert whole[20:] == datagram
    length = len(datagram)
    assert length % 2
    assert u16(datagram, 4) == length
    assert u16(datagram, 6) == 0
    assert f"of {length} bytes" in question
    assert f"has {len(whole)} bytes" in question
    source, destination = (IPv4Address(each).packed for each in re.findall(r"\d+\.\d+\.\d+\.\d+", question)[:2])
    assert source + destination == whole[12:20]

    def comes_to(*, pseudo=True, said=length, carried=datagram[8:] + b"\0"):
        before = source + destination + struct.pack(">HH", 17, said) if pseudo else b""
        data = before + datagram[:8] + carried
        return 0xFFFF - _fold(sum(struct.unpack(f">{len(data) // 2}H", data))) or 0xFFFF

    wrong = {
        "no-pseudo-header": comes_to(pseudo=False),
        "header-only": comes_to(carried=b""),
        "odd-byte-low": comes_to(carried=datagram[8:-1] + b"\0" + datagram[-1:]),
        "ip-length": comes_to(said=len(whole)),
    }
    return _two(comes_to(), wrong)


def _unnoticed(header, changes):
    assert len(changes) == 5
    kinds = {}
    right = set()
    for letter, text in changes.items():
        after = list(header)
        words = [int(word, 16) for word in re.findall(r"\b[0-9a-f]{4}\b", text)]
        if "change places" in text:
            kinds["places"] = letter
            one, other = map(header.index, words)
            after[one], after[other] = after[other], after[one]
        else:
            for old, new in zip(words[::2], words[1::2], strict=True):
                after[header.index(old)] = new
            old, new = words[:2]
            one_bit = (old ^ new).bit_count() == 1 and len(words) == 2
            kinds[
                "both" if len(words) == 4 else "zero" if (old, new) == (0, 0xFFFF) else "bit" if one_bit else "bytes"
            ] = letter
        if _fold(sum(after)) == 0xFFFF:
            right.add(letter)
    assert right == {kinds["places"], kinds["both"], kinds["zero"]}
    bit, swapped = kinds["bit"], kinds["bytes"]
    return TaskKey(
        kind="set",
        right=" ".join(sorted(right)),
        forms=(",".join(sorted(right)).lower(),),
        wrong={
            "checksum-sees-all": ("none", "{}"),
            "one-bit-may-pass": (bit, " ".join(right | {bit}), "A B C D E"),
            "bytes-commute": (swapped, " ".join(right | {swapped})),
        },
    )


def _offloaded(question, frames):
    asked = int(re.search(r"checksum of packet (\d+)", question)[1])
    segment = frames[asked - 1]
    size = u16(segment, 16) - 40
    assert f"with {size} bytes" in question
    mine = segment[26:30]
    pseudo = segment[26:34] + struct.pack(">HH", 6, 20 + size)
    assert u16(segment, 50) == _fold(sum(struct.unpack(">6H", pseudo)))
    (end,) = struct.unpack_from(">I", segment, 38)
    covering = [
        number
        for number, frame in enumerate(frames, 1)
        if number > asked and frame[26:30] != mine and struct.unpack_from(">I", frame, 42)[0] - end >= size
    ]
    proof = covering[0]
    slugs = {"damaged": "damaged-on-the-way", "dropped": "dropped-by-receiver", "repaired": "routers-repair-tcp"}
    return TaskKey(
        kind="table",
        right=f"segment=intact proof={proof}",
        forms=(f"intact {proof}", f"proof={proof}, segment=Intact", f"segment=intact, proof=packet {proof}"),
        wrong={slug: (f"segment={word} proof={proof}", f"{word} {asked}") for word, slug in slugs.items()},
    )


FUNCTION = """
import struct

def checksum(data):
    {pad}
    total = sum(struct.unpack(f"{order}{{len(data) // 2}}H", data))
    {carry}
    return {result}
"""
"""The checksum as a program; what stands in the braces is where it goes right or wrong."""

RIGHT = {
    "pad": "data = data + bytes(len(data) % 2)",
    "order": ">",
    "carry": "while total >> 16: total = (total & 0xffff) + (total >> 16)",
    "result": "total ^ 0xffff",
}


def _with(**other):
    return FUNCTION.format(**(RIGHT | other))


def _function(question, blank):
    assert _words(re.search(WORDS, question)[0]) == blank
    assert "checksum(data)" in question
    bytewise = "def checksum(data):\n    total = sum(data)\n    return 0xffff - (total % 65536 + total // 65536)\n"
    by_hand = """
def checksum(data):
    total = 0
    for at in range(0, len(data), 2):
        total += data[at] << 8
        if at + 1 < len(data):
            total += data[at + 1]
        if total > 65535:
            total -= 65535
    return 65535 - total
"""
    return TaskKey(
        kind="code",
        right=_with(),
        forms=(by_hand,),
        wrong={
            "carry-dropped": (_with(carry="total &= 0xffff"),),
            "not-inverted": (_with(result="total"),),
            "twos-complement": (_with(result="-total & 0xffff"),),
            "no-width": (_with(result="~total"), _with(carry="", result="~total"), _with(result="-1 - total")),
            "odd-byte-low": (_with(pad="data = data if len(data) % 2 == 0 else data[:-1] + bytes(1) + data[-1:]"),),
            "odd-byte-dropped": (_with(pad="data = data[:len(data) // 2 * 2]"),),
            "summed-bytes": (bytewise,),
            "byte-order": (_with(order="<"),),
            "carry-once": (
                _with(carry="total = (total & 0xffff) + (total >> 16)", result="~total & 0xffff"),
                _with(carry="total = (total & 0xffff) + (total >> 16)", result="0xffff - total"),
            ),
        },
    )
