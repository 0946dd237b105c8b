"""What the tests of captures share: a tiny writer of both formats, and tshark as the oracle."""

import os
import shutil
import struct
import subprocess

import pytest

PCAP_MAGIC = {"usec": 0xA1B2C3D4, "nsec": 0xA1B23C4D, "modified": 0xA1B2CD34}
SECTION, INTERFACE, OBSOLETE, SIMPLE, NAMES, STATISTICS, ENHANCED = 0x0A0D0D0A, 1, 2, 3, 4, 5, 6


def pad(data):
    return data + bytes(-len(data) % 4)


class Make:
    """Bytes of captures, each number in its place; `order` is `<` or `>`."""

    @staticmethod
    def pcap_header(order="<", kind="usec", link_type=1, snap_length=65535, version=(2, 4)):
        return struct.pack(order + "IHHiIII", PCAP_MAGIC[kind], *version, 0, 0, snap_length, link_type)

    @staticmethod
    def pcap_record(data, seconds=0, fraction=0, original=None, *, captured=None, order="<", kind="usec"):
        captured = len(data) if captured is None else captured
        original = len(data) if original is None else original
        more = struct.pack(order + "IHBB", 3, 0x0800, 4, 0) if kind == "modified" else b""
        return struct.pack(order + "IIII", seconds, fraction, captured, original) + more + data

    @staticmethod
    def block(kind, content, order="<", total=None, after=None):
        content = pad(content)
        total = len(content) + 12 if total is None else total
        after = total if after is None else after
        return struct.pack(order + "II", kind, total) + content + struct.pack(order + "I", after)

    @staticmethod
    def option(code, value, order="<"):
        return struct.pack(order + "HH", code, len(value)) + pad(value)

    @classmethod
    def section(cls, order="<", length=-1, version=(1, 0), options=b""):
        return cls.block(SECTION, struct.pack(order + "IHHq", 0x1A2B3C4D, *version, length) + options, order)

    @classmethod
    def interface(cls, order="<", link_type=1, snap_length=0, options=b""):
        return cls.block(INTERFACE, struct.pack(order + "HHI", link_type, 0, snap_length) + options, order)

    @classmethod
    def enhanced(cls, data, ticks=0, interface=0, *, original=None, captured=None, order="<", options=b""):
        captured = len(data) if captured is None else captured
        original = len(data) if original is None else original
        fixed = struct.pack(order + "IIIII", interface, ticks >> 32, ticks & 0xFFFFFFFF, captured, original)
        return cls.block(ENHANCED, fixed + pad(data) + options, order)

    @classmethod
    def obsolete(cls, data, ticks=0, interface=0, *, original=None, order="<", options=b""):
        original = len(data) if original is None else original
        numbers = (interface, 0xFFFF, ticks >> 32, ticks & 0xFFFFFFFF, len(data), original)
        return cls.block(OBSOLETE, struct.pack(order + "HHIIII", *numbers) + pad(data) + options, order)

    @classmethod
    def simple(cls, data, original=None, order="<"):
        original = len(data) if original is None else original
        return cls.block(SIMPLE, struct.pack(order + "I", original) + pad(data), order)


@pytest.fixture(scope="session")
def make():
    return Make


@pytest.fixture(scope="session")
def tshark():
    """What tshark says of a capture: a list of (number, nanoseconds or None, original, captured, comment)."""
    program = shutil.which("tshark")
    if program is None:
        if os.environ.get("CI") == "true":
            pytest.fail("tshark is not installed, and in CI the oracle has to be there")
        pytest.skip("tshark is not installed")

    def run(path):
        fields = ("frame.number", "frame.time_epoch", "frame.len", "frame.cap_len", "frame.comment")
        command = [program, "-n", "-r", str(path), "-T", "fields", *(word for key in fields for word in ("-e", key))]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        rows = [line.split("\t") for line in done.stdout.splitlines()]
        return [(int(row[0]), nanoseconds(row[1]), int(row[2]), int(row[3]), row[4]) for row in rows]

    return run


def nanoseconds(text):
    """Exactly, without a float; None for no time."""
    if not text:
        return None
    seconds, _, fraction = text.partition(".")
    return int(seconds) * 10**9 + int(fraction.ljust(9, "0"))
