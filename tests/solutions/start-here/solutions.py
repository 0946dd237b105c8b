"""Start here: bytes at the places that the tasks name, read by hand."""

import re

from tests.solutions.key import TaskKey, ipv4, is_ipv4, question_name, swapped, u16


def key(recording, questions):
    question = recording.number(lambda f: is_ipv4(f, 17) and u16(f, 36) == 53)
    answer = recording.number(lambda f: is_ipv4(f, 17) and u16(f, 34) == 53)
    byte, told = map(int, re.search(r"byte (\d+) of packet (\d+)", questions["1"]).groups())
    assert told == answer
    assert f"packet {question}" in questions["3"]
    asks, answers, facts = recording.frame(question), recording.frame(answer), recording.facts
    assert (ipv4(asks, 26), ipv4(asks, 30)) == (facts["client_ipv4"], facts["resolver"])
    assert facts["resolver_ttl"] - answers[22] == facts["resolver_routers"]
    assert question_name(asks) == facts["name"]
    return {
        "1": _byte(answers, byte),
        "2": _ttl(answers[22], asks[22]),
        "3": _whose(int(re.search(r"byte (\d+)", questions["3"])[1])),
        "4": _address(facts["resolver"], facts["client_ipv4"]),
        "5": _port(u16(asks, 34)),
        "6": _name(facts["name"]),
    }


def _byte(frame, byte):
    right = f"{frame[byte]:02x}"
    misread = byte + 6 if byte < 20 else byte + 12
    return TaskKey(
        kind="hex",
        right=right,
        forms=(f"0x{right}", right.upper(), f" {right} "),
        wrong={
            "counted-from-one": (f"{frame[byte - 1]:02x}",),
            "one-too-far": (f"{frame[byte + 1]:02x}",),
            "row-number-is-decimal": (f"{frame[misread]:02x}",),
            "place-for-value": (f"{byte:02x}",),
        },
        shown=frozenset({str(byte), str(byte % 16), f"{byte // 16 * 16}", "10", "sixteen"}),
    )


def _ttl(right, asks):
    high, low = divmod(right, 16)
    wrong = {
        "digits-added": high + low,
        "low-digit-first": low * 16 + high,
        "tens-for-sixteens": high * 10 + low,
    }
    return TaskKey(
        kind="number",
        right=str(right),
        forms=(f"0{right}", f" {right} "),
        wrong={slug: (str(value),) for slug, value in wrong.items() if value != right}
        | {"hex-kept": (f"0x{right:02x}", f"0x{right:02X}")},
        general={"other-direction": (str(asks),), "neighbour-field": ("17",)},
        shown=frozenset(map(str, (high, low, 16, 10, 22))) | {f"{right:x}"},
    )


def _whose(byte):
    # Ethernet II has 14 bytes, IPv4 without options 20, UDP 8 (RFC 894, 791, 768)
    right = "Ethernet" if byte < 14 else "IPv4" if byte < 34 else "UDP" if byte < 42 else "DNS"
    forms = {"Ethernet": "the ethernet header", "IPv4": "ip", "UDP": "udp.", "DNS": "the DNS"}
    wrong = {
        "Ethernet": ("ethernet-goes-on", ("Ethernet", "eth")),
        "IPv4": ("ip-is-all", ("IPv4", "ip")),
        "UDP": ("transport-elsewhere", ("UDP", "udp")),
        "DNS": ("content-elsewhere", ("DNS", "dns.")),
    }
    return TaskKey(
        kind="choice",
        right=right,
        forms=(right.upper(), right.lower() + ".", forms[right]),
        wrong={slug: texts for name, (slug, texts) in wrong.items() if name != right},
    )


def _address(right, source):
    parts = right.split(".")
    kept = ".".join(f"{int(part):02x}" for part in parts)
    return TaskKey(
        kind="ipv4",
        right=right,
        forms=(f" {right}",),
        wrong={
            "source-for-destination": (source,),
            "bytes-reversed": (".".join(reversed(parts)),),
            "hex-kept": (kept, ".".join(f"0x{int(part):02x}" for part in parts)),
        },
        shown=frozenset(parts),
    )


def _port(right):
    high, low = divmod(right, 256)
    return TaskKey(
        kind="number",
        right=str(right),
        forms=(f"{right:,}",),
        wrong={
            "hex-kept": (f"0x{right:04x}", f"{right:04x}"),
            "bytes-added": (str(high + low),),
            "numbers-joined": (f"{high}{low}",),
            "second-byte-only": (str(low),),
            "first-byte-only": (str(high),),
        },
        general={"byte-order": (str(swapped(right)),), "other-direction": ("53",)},
        shown=frozenset(map(str, (high, low, 256))),
    )


def _name(name):
    labels = name.split(".")
    later = [".".join(labels[start:]) for start in range(1, len(labels))]
    return TaskKey(
        kind="name",
        right=name,
        forms=(name.upper(), f"{name}.", f"{name.title()}."),
        wrong={
            "first-part-only": (labels[0],),
            "dots-left-out": ("".join(labels),),
            "begins-too-late": tuple(later),
        },
        shown=frozenset(labels),
    )
