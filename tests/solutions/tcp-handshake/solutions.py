"""The TCP handshake: the catalogue's formulas over the bytes of the twelve packets, and the texts that the student reads."""

import re
import struct

from tests.solutions.key import TaskKey, u16, u32

ALL = 2**32
SYN, ACK, FIN = 0x02, 0x10, 0x01


def parts(frame):
    """Source port, sequence number, acknowledgment number, flags, window, options, bytes of data."""
    header = (frame[46] >> 4) * 4
    found, at, options = frame[54 : 34 + header], 0, {}
    while at < len(found):
        kind = found[at]
        if kind in (0, 1):
            at += 1
            continue
        options[kind] = found[at + 2 : at + found[at + 1]]
        at += found[at + 1]
    return {
        "port": u16(frame, 34),
        "seq": u32(frame, 38),
        "ack": u32(frame, 42),
        "flags": frame[47],
        "window": u16(frame, 48),
        "options": options,
        "data": u16(frame, 16) - 20 - header,
    }


def key(recording, questions):
    packets = [parts(frame) for frame in recording.frames]
    syn, synack, ack = packets[:3]
    assert (syn["flags"], synack["flags"], ack["flags"]) == (SYN, SYN | ACK, ACK)
    client = syn["port"]
    isn_c, isn_s = syn["seq"], synack["seq"]
    n = sum(each["data"] for each in packets if each["port"] == client)
    m = sum(each["data"] for each in packets if each["port"] != client)
    assert f"has {n} bytes" in questions["4"]
    assert f"has {m} bytes" in questions["5"]
    request = next(each for each in packets if each["port"] == client and each["data"])
    times = _times(recording)
    mtu = int(re.search(r"MTU of (\d+) bytes", questions["8"])[1])
    return {
        "1": _order(questions["1"], isn_c, n),
        "2": _number(
            (isn_c + 1) % ALL,
            {"syn-not-counted": isn_c, "own-number": (isn_s + 1) % ALL, "no-wrap": ALL + 7, "relative-for-raw": 1},
            {isn_c},
        ),
        "3": _number(
            (isn_c + 1) % ALL,
            {"syn-not-counted": isn_c, "ack-counted": (isn_c + 2) % ALL, "relative-for-raw": 1},
            {isn_c, 0},
        ),
        "4": _number(
            (isn_c + 1 + n) % ALL,
            {
                "last-byte-received": (isn_c + n) % ALL,
                "counts-segments": (isn_c + 2) % ALL,
                "adds-to-own": (isn_s + 1 + n) % ALL,
                "no-wrap": ALL + (isn_c + 1 + n) % ALL,
                "relative-for-raw": n + 1,
            },
            {isn_c, (isn_c + 1) % ALL, n},
        ),
        "5": _number(
            (isn_s + m + 2) % ALL,
            {
                "fin-not-counted": (isn_s + m + 1) % ALL,
                "neither-counted": (isn_s + m) % ALL,
                "ack-counted": (isn_s + m + 3) % ALL,
                "relative-for-raw": m + 2,
            },
            {isn_s, m, (isn_s + m + 1) % ALL},
        ),
        "6": _number(
            request["window"] << syn["options"][3][0],
            {
                "window-unscaled": request["window"],
                "shift-as-factor": request["window"] * syn["options"][3][0],
                "other-sides-shift": request["window"] << synack["options"][3][0],
            },
            {request["window"], syn["options"][3][0]},
        ),
        "7": _time(times),
        "8": _largest(u16(synack["options"][2], 0), u16(syn["options"][2], 0), mtu),
    }


def _times(recording):
    """The packets' times in nanoseconds, out of the capture's blocks."""
    data, at, found = recording.files[recording.file], 0, []
    while at < len(data):
        kind, length = struct.unpack_from("<II", data, at)
        if kind == 6:
            high, low = struct.unpack_from("<II", data, at + 12)
            found.append(high << 32 | low)
        at += length
    return found


def _order(question, recorded_isn_c, recorded_n):
    """What each letter is, out of the text, and the order by cause."""
    cards = dict(re.findall(r"(?:^|\n)([A-H])  ([CS] to [CS]  [^\n]*)", question))
    assert len(cards) == 8
    text = "\n".join(cards.values())
    isn_c, isn_s = (int(re.search(rf"{way}  SYN.*, seq (\d+)", text)[1]) for way in ("C to S", "S to C"))
    n, m = (int(re.search(rf"{way}  (\d+) bytes", text)[1]) for way in ("C to S", "S to C"))
    # the numbers that tasks 2 to 4 ask for stand nowhere in it, and each answer is one segment
    later = {(recorded_isn_c + 1) % ALL, (recorded_isn_c + 1 + recorded_n) % ALL}
    assert not later & set(map(int, re.findall(r"\d+", text)))
    assert n < m < 1208
    c, s = (isn_c + 1) % ALL, (isn_s + 1) % ALL
    heard = (c + n) % ALL
    travelled = [
        f"C to S  SYN, seq {isn_c}",
        f"S to C  SYN and ACK, seq {isn_s}, ack {c}",
        f"C to S  ACK, seq {c}, ack {s}",
        f"C to S  {n} bytes, seq {c}, ack {s}",
        f"S to C  {m} bytes, seq {s}, ack {heard}",
        f"C to S  ACK, seq {heard}, ack {(s + m) % ALL}",
    ]
    letters = {text: letter for letter, text in cards.items()}
    right = [letters[text] for text in travelled]
    alone = [letters[f"S to C  ACK alone, seq {isn_s}, ack {c}"], letters[f"S to C  SYN alone, seq {isn_s}"]]
    numbers = [isn_c, isn_s, c, c, s, heard]
    by_number = [letter for _, letter in sorted(zip(numbers, right, strict=True), key=lambda each: each[0])]
    four = [right[0], *alone, *right[2:]]
    early = [*right[:2], right[3], right[2], *right[4:]]
    return TaskKey(
        kind="sequence",
        right=" ".join(right),
        forms=(",".join(right), " → ".join(right).lower(), ", ".join(right)),
        wrong={
            "four-way-opening": (" ".join(four),),
            "request-before-ack": (" ".join(early),),
            "one-number-line": (" ".join(by_number),),
        },
    )


def _number(right, wrong, shown):
    return TaskKey(
        kind="number",
        right=str(right),
        forms=(f"{right:,}", f"0x{right:x}", f" {right} "),
        wrong={slug: (str(value),) for slug, value in wrong.items()},
        shown=frozenset(map(str, shown)),
    )


def _time(times):
    trip, opening, work = (times[2] - times[1]) / 1e6, (times[1] - times[0]) / 1e6, (times[5] - times[3]) / 1e6
    return TaskKey(
        kind="milliseconds",
        right=f"{trip:.3f}",
        forms=(
            f"{trip:.3f} ms",
            f"{trip / 1000:.6f} s",
            f"{trip * 1000:.0f} us",
            f"{trip * 1.04:.3f}",
            f"{trip * 0.96:.3f}",
        ),
        wrong={
            "wrong-end": (f"{opening:.4f} ms",),
            "one-way": (f"{trip / 2:.3f}", f"{trip / 2 * 1.04:.3f}"),
            "request-response": (f"{work:.3f}",),
        },
    )


def _largest(other, own, mtu):
    least = min(other, mtu - 40)
    return _number(
        least - 12, {"options-uncounted": least, "own-mss": own - 12, "mtu-for-mss": mtu}, {other, mtu - 40, least, 12}
    )
