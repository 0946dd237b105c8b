"""Why a display filter selects a packet in netkit and not in tshark, or the other way round: each reason is told by the packet itself.

A reason never names a file: what is recognised here is recognised in any capture.
"""

from dataclasses import dataclass
from typing import Any

from netkit.packet.registry import READERS

__all__ = ["REASONS", "Selected", "reason_of"]

REASONS = {
    "link type without a table": "tshark reads a kind of link that netkit has no table for, and what it carries",
    "length of zero": "where IPv4's length is 0, for a network card that cuts segments itself, tshark counts the bytes that are there",
    "another version": "tshark reads on in an IPv4 packet whose version is 6; netkit says that the version is wrong, and stops",
    "data of a reset": "tshark shows the data of a reset as tcp.reset_cause (RFC 9293 §3.10.7.4 allows data as text)",
    "owner of an SRV record": "tshark shows the owner of an SRV record under dns.srv.name alone",
    "extensions of ICMPv6": "the extensions of an ICMPv6 message are ICMP's, which netkit counts as such, and tshark does not",
    "times far apart": "tshark 4.0 compares times that are more than 2³¹ seconds apart as if the one were before the other",
    "told by more than the packet": (
        "what carries no number of its own is guessed: tshark goes by the packets before, by what a conversation was once, by heuristics; "
        "netkit by the port and the first bytes"
    ),
    "put together": "tshark shows fragments and segments as a whole at the packet that completes it; netkit shows each packet by itself",
    "breaks off": "of a header that is not all there tshark shows the fields up to the end; netkit keeps its bytes as data",
    "frames that are no packets": "tshark counts some blocks of pcapng as frames, which have numbers and a time of 1970",
    "tshark gives up": "tshark fails at the packet, and shows it to no filter",
}

APPLICATIONS = ("dns", "http", "tls", "dhcp")

BROKEN = (".truncated", ".short", ".long", ".length", ".zero")
"""How the rules of problems end after which the two do not read the same bytes."""

HALF = 1 << 31


@dataclass(frozen=True, slots=True)
class Selected:
    """One packet about which one filter differs: its dissection, tshark's protocols, and the protocols and keys that the filter asks for.

    `seen` tells whether tshark shows the packet to any filter, `apart` how many seconds lie between it and what it is compared with,
    `whole` whether tshark puts packets together.
    """

    ours: Any
    theirs: frozenset[str]
    keys: frozenset[str]
    seen: bool = True
    apart: float = 0
    whole: bool = False
    other_frames: bool = False

    @property
    def asked(self):
        """The protocols that the filter asks for."""
        return {key.partition(".")[0] for key in self.keys}

    def has(self, key):
        return any(layer.key == key for layer in self.ours.layers)


def reason_of(case):
    """The name of the first reason that fits, or None."""
    return next((name for name in REASONS if _TESTS[name](case)), None)


def _rules(case):
    return {problem.rule for problem in case.ours.problems}


def _told_otherwise(case):
    """Whether one of the two readings has a message of an application that the filter asks for, and the other does not."""
    told = {name for name in APPLICATIONS if case.has(name) != (name in case.theirs)}
    # Of a message that goes on in the next segment, only who knows the one before can show a field.
    going_on = {
        name for name in APPLICATIONS if name in case.theirs and any(key.startswith(f"{name}.") for key in case.keys)
    }
    return bool(case.asked & (told | going_on))


def _put_together(case):
    fragment = any(
        getattr(layer.header, "more_fragments", False) or getattr(layer.header, "fragment_offset", 0)
        for layer in case.ours.layers
        if layer.key in ("ip", "ipv6.fraghdr")
    )
    return case.whole and (fragment or (case.has("tcp") and _told_otherwise(case)))


def _breaks_off(case):
    cut = case.ours.original_length > len(case.ours.data)
    return cut or any(rule.endswith(BROKEN) for rule in _rules(case))


_TESTS = {
    "tshark gives up": lambda case: not case.seen,
    "frames that are no packets": lambda case: case.other_frames and "frame" in case.asked,
    "link type without a table": lambda case: ("link_type", case.ours.link_type) not in READERS,
    "length of zero": lambda case: "ipv4.total_length.zero" in _rules(case) and "ip.len" in case.keys,
    "another version": lambda case: "ipv4.version.wrong" in _rules(case),
    "data of a reset": lambda case: "tcp.payload" in case.keys and case.ours.value("tcp.flags.reset") is True,
    "owner of an SRV record": lambda case: "dns.resp.name" in case.keys and 33 in case.ours.values("dns.resp.type"),
    "extensions of ICMPv6": lambda case: "icmp" in case.keys and case.has("icmpv6") and case.has("icmp"),
    "times far apart": lambda case: abs(case.apart) >= HALF and any(key.startswith("frame.time") for key in case.keys),
    "put together": _put_together,
    "told by more than the packet": _told_otherwise,
    "breaks off": _breaks_off,
}
