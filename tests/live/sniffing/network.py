"""A private network with a virtual cable, and packets on it that are told apart by their numbers."""

from __future__ import annotations

import shutil
import socket
import struct
import subprocess
import time

from tests.oracle.requirement import missing

__all__ = ["FRAME", "cabled", "numbered", "send_numbered"]

FRAME = bytes.fromhex("020000000002 020000000001 88b5")
"""An Ethernet header: to and from made-up addresses, of a type for experiments (IEEE 802, local experimental)."""


def cabled(namespace):
    """Join `left` and `right` in the namespace by a virtual cable, both up and silent but for what is sent by hand."""
    ip = shutil.which("ip") or shutil.which("ip", path="/usr/sbin:/sbin")
    if ip is None:
        missing("ip", "the package iproute2")

    def work():
        for name in ("all", "default"):
            with open(f"/proc/sys/net/ipv6/conf/{name}/disable_ipv6", "w", encoding="ascii") as file:  # noqa: PTH123
                file.write("1")
        for command in (
            "link set lo up",
            "link add left type veth peer name right",
            "link set left up",
            "link set right up",
        ):
            subprocess.run([ip, *command.split()], check=True)
        return {}, []

    namespace.call(work)


def send_numbered(interface, count, *, rate=None, size=100):
    """Send so many frames with numbers from 0 on, `rate` a second (as quickly as possible if None)."""
    filling = bytes(size - len(FRAME) - 4)
    with socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0) as opened:
        opened.bind((interface, 0))
        began = time.perf_counter()
        for number in range(count):
            if rate is not None and number % 20 == 0:
                wait = began + number / rate - time.perf_counter()
                if wait > 0:
                    time.sleep(wait)
            opened.send(FRAME + struct.pack("!I", number) + filling)
        return time.perf_counter() - began


def numbered(records):
    """The numbers of those frames among the records."""
    return [struct.unpack_from("!I", each.data, 14)[0] for each in records if each.data.startswith(FRAME)]
