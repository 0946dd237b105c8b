"""IPv6 addresses: the catalogue's formulas over the texts of the tasks and the bytes of the capture, with the standard library alone."""

import re
from ipaddress import IPv6Address, IPv6Interface, IPv6Network

from tests.solutions.key import TaskKey, u16

HEX = r"[0-9a-f:]*::?[0-9a-f:]*[0-9a-f]|[0-9a-f:]+::"
MAC = r"(?:[0-9a-f]{2}:){5}[0-9a-f]{2}"


def key(recording, questions):
    first, second = recording.frames
    return {
        "1": _form(questions["1"].rpartition(" ")[2].splitlines()[0]),
        "2": _bytes(re.search(r"How does (\S+) stand", questions["2"])[1]),
        "3": _link_local(bytes.fromhex(re.search(MAC, questions["3"])[0].replace(":", ""))),
        "4": _solicited(questions["4"], first),
        "5": _subnet(*re.search(r"in (\S+), .* number (\d+)\?", questions["5"]).groups()),
        "6": _count(int(re.search(r"block of length (\d+)", questions["6"])[1])),
        "7": _forwarded(questions["7"].splitlines()[-1].split(", ")),
        "8": _data(second),
    }


def _form(full):
    groups = [int(group, 16) for group in full.split(":")]
    assert len(full) == 39
    text = [f"{group:x}" for group in groups]
    runs = [
        (match.start(), len(match[0]))
        for match in re.finditer("0+", "".join("0" if not group else "x" for group in groups))
    ]
    assert len(runs) == 2
    assert runs[0][1] < runs[1][1]
    assert any(group and group % 16 == 0 for group in groups)

    def with_gaps(text, *chosen):
        found, at = "", 0
        for start, length in chosen:
            found, at = f"{found}{':'.join(text[at:start])}::", start + length
        return found + ":".join(text[at:])

    right = str(IPv6Address(full))
    assert right == with_gaps(text, runs[1])
    return TaskKey(
        kind="form",
        right=right,
        forms=(f" {right} ",),
        wrong={
            "two-gaps": (with_gaps(text, *runs),),
            "trailing-zeros-dropped": (with_gaps([group.rstrip("0") or "0" for group in text], runs[1]),),
            "first-gap": (with_gaps(text, runs[0]),),
            "leading-zeros-kept": (full, *([re.sub(r"\b([0-9a-f]{1,3})\b", r"0\1", right)])),
            "zeros-written-out": (":".join(text),),
            "capital-letters": (right.upper(),) if right.upper() != right else (),
        },
        shown=frozenset({":".join(text)}),
    )  # fmt: skip


def _bytes(short):
    right = IPv6Address(short).packed
    left, _, behind = short.partition("::")
    before, after = ([group for group in side.split(":") if group] for side in (left, behind))
    missing = 8 - len(before) - len(after)
    assert missing > 1

    def joined(fill, gap):
        return "".join([*(fill(group) for group in before), "0000" * gap, *(fill(group) for group in after)])

    swapped = b"".join(right[at : at + 2][::-1] for at in range(0, 16, 2))
    return TaskKey(
        kind="hex",
        right=right.hex(),
        forms=(right.hex(" "), right.hex(":").upper(), f"0x{right.hex()}", IPv6Address(short).exploded),
        wrong={
            "gap-is-one-group": (joined(lambda group: group.zfill(4), 1),),
            "left-justified": (joined(lambda group: group.ljust(4, "0"), missing),),
            "group-swapped": (swapped.hex(), swapped.hex(" ")),
        },
    )


def _link_local(mac):
    def address(half):
        return str(IPv6Address(b"\xfe\x80" + bytes(6) + half))

    def turned(bit):
        return bytes([mac[0] ^ bit]) + mac[1:]

    def middle(mac):
        return address(mac[:3] + b"\xff\xfe" + mac[3:])

    right = middle(turned(2))
    return TaskKey(
        kind="ipv6",
        right=right,
        forms=(right.upper(), IPv6Address(right).exploded, f" {right}"),
        wrong={
            "bit-not-flipped": (middle(mac),),
            "wrong-bit": (middle(turned(1)), middle(turned(0x40))),
            "fffe-at-the-end": tuple(
                address(half) for made in (turned(2), mac) for half in (made + b"\xff\xfe", b"\xff\xfe" + made)
            ),
        },
    )


def _solicited(question, frame):
    target, card, example = re.search(
        rf"to send to (\S+) on .* MAC address ({MAC}), but .* another address, (\S+)\.\)", question
    ).groups()
    last = IPv6Address(target).packed
    # the capture's solicitation is for the other address, and its frame goes where the rule says
    assert (frame[54], IPv6Address(frame[62:78])) == (135, IPv6Address(example))
    assert frame[:6] == b"\x33\x33\xff" + frame[75:78]
    assert frame[38:54] == IPv6Address("ff02::1:ff00:0").packed[:13] + frame[75:78]
    right = (b"\x33\x33\xff" + last[-3:]).hex(":")
    return TaskKey(
        kind="mac",
        right=right,
        forms=(right.upper(), right.replace(":", "-"), f" {right}"),
        wrong={
            "broadcast": ("ff:ff:ff:ff:ff:ff", "FF-FF-FF-FF-FF-FF"),
            "knows-the-answer": (card,),
            "last-four-of-target": ((b"\x33\x33" + last[-4:]).hex(":"),),
        },
    )


def _subnet(block, number):
    block, counted = IPv6Network(block), int(number)
    start = int(block.network_address)
    assert 10 <= counted < 2 ** (64 - block.prefixlen)
    right = f"{IPv6Address(start + (counted << 64))}/64"
    return TaskKey(
        kind="prefix",
        right=right,
        forms=(right.upper(), IPv6Network(right).exploded, f" {right}"),
        wrong={
            "decimal-in-hex": (f"{IPv6Address(start + (int(number, 16) << 64))}/64",),
            "added-to-the-host": (str(IPv6Interface((start + counted, 64))),),
            "counted-from-one": (f"{IPv6Address(start + ((counted - 1) << 64))}/64",),
        },
    )


def _count(length):
    bits = 64 - length
    return TaskKey(
        kind="number",
        right=str(2**bits),
        forms=(f"2^{bits}", f"2**{bits}", f"{2**bits:,}", hex(2**bits), f"{2**bits} subnets"),
        wrong={
            "addresses-for-subnets": (str(2 ** (128 - length)), f"2^{128 - length}"),
            "bits-for-subnets": (str(bits),),
            "ipv4-ends": (str(2**bits - 2),),
        },
        shown=frozenset(map(str, (bits, length, 64, 2))),
    )


def _forwarded(listed):
    addresses = {each: IPv6Address(each) for each in listed}
    assert len(listed) == 8

    def stays(address):
        scope = address.packed[1] & 15 if address.is_multicast else 15
        return address.is_loopback or address.is_unspecified or address.is_link_local or scope <= 2

    right = [each for each, address in addresses.items() if not stays(address)]
    # nobody's registry speaks against those: 2001:db8::/32, for examples, is "not forwardable" in IANA's (RFC 6890)
    assert all(addresses[each].is_global for each in right if not each.startswith("f"))
    ours = next(each for each in listed if each.startswith("fd"))
    link_local = next(each for each in listed if each.startswith("fe80"))
    groups = [each for each in listed if addresses[each].is_multicast and each not in right]
    assert "ff02::1" in groups
    return TaskKey(
        kind="set",
        right=" ".join(right),
        forms=(
            ", ".join(reversed(right)), " ".join(right).upper(), " ".join(addresses[each].exploded for each in right),
        ),
        wrong={
            "link-local-routed": (" ".join([*right, link_local]), " ".join(listed)),
            "ula-not-routed": (" ".join(each for each in right if each != ours),),
            "all-nodes-routed": (" ".join([*right, "ff02::1"]), " ".join([*right, *groups])),
            "host-routed": (" ".join([*right, "::1"]), " ".join([*right, "::", "::1"]), " ".join([*right, "::"])),
        },
    )  # fmt: skip


def _data(frame):
    payload, extension = u16(frame, 18), 8 * (frame[55] + 1)
    assert (frame[20], frame[54]) == (60, 6)
    tcp = (frame[54 + extension + 12] >> 4) * 4
    right = payload - extension - tcp
    # the field as if it were bytes, without the eight that it leaves out, or both
    units = {frame[55], frame[55] + 8, 8 * frame[55]}
    assert frame[-right:] == (b"what TCP carries " * 90)[:right]
    return TaskKey(
        kind="number",
        right=str(right),
        forms=(f"{right:,}", f"{right} bytes", hex(right)),
        wrong={
            "plen-has-the-header": (str(right - 40),),
            "extension-forgotten": (str(payload - tcp),),
            "tcp-header-counted": (str(payload - extension),),
            "counted-the-headers": (str(payload),),
            "words-for-bytes": tuple(str(payload - each - tcp) for each in units - {0, extension}),
        },
        shown=frozenset(map(str, (payload, extension, tcp, 8, 40))),
    )
