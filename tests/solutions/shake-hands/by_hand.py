"""Segments by hand on a real kernel, as a student sends them: the way that each task asks for, and each wrong way that is known.

    python3 by_hand.py SKELETON PORT WAY…

SKELETON is shake.py or shake_raw.py as the student got it, of which all but its own first SYN is used; README.md beside it names the
ports. The first way is done from PORT, each next one from the port after it. Nothing here uses netkit: a port is held as `netkit lab hold`
does it.
"""

import ctypes
import re
import socket
import struct
import sys
import time
from pathlib import Path

SO_ATTACH_FILTER = 26
ALL = 2**32
REPEATS = 1.7
"""Seconds in which a segment that nobody acknowledges comes three times."""


def held(port):
    """A socket that listens on a port and drops everything."""
    found = socket.socket()
    drop = ctypes.create_string_buffer(struct.pack("HBBI", 6, 0, 0, 0))
    found.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER, struct.pack("HL", 1, ctypes.addressof(drop)))
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    found.bind(("", port))
    found.listen(1)
    return found


class Shake:
    """One try, with the functions of the skeleton; numbers count from each side's first."""

    def __init__(self, skeleton, mine, port=None):
        text = skeleton.read_text(encoding="utf-8")
        body = text[: text.index('send("S", first)')]
        sys.argv = [str(skeleton), str(mine)]
        self.names = {}
        exec(compile(body, str(skeleton), "exec"), self.names)  # noqa: S102 - the student's own file
        if port is not None:
            self.names["PORT"] = port
        self.mine, self.first, self.theirs = mine, self.names["first"], 0
        self.line, self.a = self.names["LINE"], self.names["A"]
        self.n = len(self.line)

    def send(self, flags, seq=0, ack=0, data=b""):
        self.names["send"](flags, self.first + seq, self.theirs + ack if "A" in flags else 0, data)

    def receive(self, seconds=3):
        """The next segment: its flags, its seq, how many bytes of data; None if nothing comes."""
        got = self.names["receive"](seconds)
        if got is None:
            return None
        if "S" in str(got.flags):
            self.theirs = got.seq
        data = got.data if hasattr(got, "data") else bytes(got.payload)
        return str(got.flags), (got.seq - self.theirs) % ALL, len(data)

    def receive_data(self):
        """The next segment with data or a FIN."""
        while (got := self.receive()) is not None:
            if got[2] or "F" in got[0]:
                return got
        raise AssertionError("nothing came")

    def syn(self):
        self.send("S")
        return self.receive()

    def open(self):
        assert set(self.syn()[0]) == {"S", "A"}
        self.send("A", 1, 1)

    def send_line(self, first=1, second=None):
        self.open()
        self.send("PA", first, 1, self.line[: self.a])
        self.send("PA", first + self.a if second is None else second, 1, self.line[self.a :])

    def answered(self):
        """The line is sent and its answer there: how many bytes it has."""
        self.send_line()
        return self.receive_data()[2]

    def acknowledged(self):
        size = self.answered()
        self.send("A", 1 + self.n, 1 + size)
        return size

    def wait_for_repeats(self):
        time.sleep(REPEATS)


def no_reset(shake):
    shake.open()
    shake.send("A", 1, 1 + shake.receive_data()[2])


def acknowledge_with(number):
    def way(shake):
        size = shake.answered()
        shake.send("A", 1 + shake.n, number(size))
        time.sleep(0.3)

    return way


def close_with(counted):
    def way(shake):
        size = shake.acknowledged()
        shake.send("FA", 1 + shake.n, 1 + size)
        while "F" not in shake.receive_data()[0]:
            pass
        shake.send("A", 2 + shake.n, 1 + size + counted)
        if not counted:
            time.sleep(0.6)

    return way


def close_without_ack(shake):
    shake.acknowledged()
    shake.send("F", 1 + shake.n)
    time.sleep(0.3)


def reset_instead(shake):
    shake.acknowledged()
    shake.send("R", 1 + shake.n)


def listen_on(shake, *, early=False, data=b""):
    shake.open()
    shake.send("FA", 1, 1)
    if data:
        shake.send("PA", 2, 1, data)
    while True:
        flags, seq, size = shake.receive_data()
        shake.send("A", 2, seq + size)
        if early:
            shake.wait_for_repeats()
            return
        if "F" in flags:
            shake.send("A", 2, seq + size + 1)
            return


def close_both_at_once(shake):
    shake.open()
    shake.send("FA", 1, 1)
    shake.wait_for_repeats()


def without_pseudo_header(shake):
    """A checksum over the segment alone, through a raw socket."""
    names = shake.names
    head = struct.pack("!HHIIBBHHH", shake.mine, names["PORT"], shake.first, 0, 5 << 4, 2, 64240, 0, 0)
    total = sum(struct.unpack("!10H", head))
    while total > 0xFFFF:
        total = (total & 0xFFFF) + (total >> 16)
    wire = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_TCP)
    wire.sendto(head[:16] + struct.pack("!H", 0xFFFF ^ total) + head[18:], (names["SERVER"], 0))
    assert shake.receive(0.3) is None


def acknowledge_first(shake):
    shake.send("A", 0, 1)
    assert shake.receive()[0] == "R"


def closed_port(shake):
    assert set(shake.syn()[0]) == {"R", "A"}


def own_reset(shake):
    shake.open()
    shake.send("R", 1)


def kernel_reset(shake):
    shake.syn()
    time.sleep(0.05)
    shake.send("A", 1, 1)


def filter_too_wide(shake):
    shake.send("S")
    time.sleep(1.2)


def syn_not_counted(shake):
    shake.syn()
    shake.send("A", 1, 0)


def sides_swapped(shake):
    shake.syn()
    shake.send("A", shake.theirs + 1 - shake.first, shake.first + 1 - shake.theirs)


def stale_number(shake):
    shake.syn()
    before = shake.theirs
    shake.first += 1 << 20
    shake.names["mine"] += 1000
    with held(shake.names["mine"]):
        shake.syn()
        shake.send("A", 1, before + 1 - shake.theirs)


def no_ack(shake):
    shake.answered()
    shake.wait_for_repeats()


def did_not_wait(shake):
    shake.send("S")
    shake.send("A", 1, 0)
    shake.send("PA", 1, 0, shake.line)


def port_used_again(shake):
    shake.acknowledged()
    shake.first += 1 << 24
    shake.theirs = 0
    shake.send("S")
    assert shake.receive()[0] == "A"


def slower_than_the_timer(shake):
    shake.syn()
    time.sleep(1.2)
    shake.send("A", 1, 1)


WAYS = {
    "1": ("port", Shake.syn),
    "1 checksum-without-pseudo-header": ("port", without_pseudo_header),
    "1 ack-for-syn": ("port", acknowledge_first),
    "1 closed-port": ("closed", closed_port),
    "2": ("greeter", no_reset),
    "2 kernel-reset": ("greeter", kernel_reset),
    "2 filter-too-wide": ("greeter", filter_too_wide),
    "2 own-reset": ("greeter", own_reset),
    "3": ("port", Shake.open),
    "3 syn-not-counted": ("port", syn_not_counted),
    "3 sides-swapped": ("port", sides_swapped),
    "3 stale-number": ("port", stale_number),
    "4": ("port", lambda shake: (shake.send_line(), shake.receive_data())),
    "4 ack-counted": ("port", lambda shake: (shake.send_line(2), shake.receive())),
    "4 counts-segments": ("port", lambda shake: shake.send_line(1, 2)),
    "4 same-number": ("port", lambda shake: shake.send_line(1, 1)),
    "5": ("port", Shake.acknowledged),
    "5 no-ack": ("port", no_ack),
    "5 counts-segments": ("port", acknowledge_with(lambda _: 2)),
    "5 last-byte-received": ("port", acknowledge_with(lambda size: size)),
    "6": ("port", close_with(1)),
    "6 reset-for-close": ("port", reset_instead),
    "6 fin-not-counted": ("port", close_with(0)),
    "6 fin-without-ack": ("port", close_without_ack),
    "7": ("talker", listen_on),
    "7 fin-closes-both": ("talker", close_both_at_once),
    "7 data-after-fin": ("talker", lambda shake: listen_on(shake, data=b"still here\n")),
    "7 closed-too-early": ("talker", lambda shake: listen_on(shake, early=True)),
    "8": ("port", close_with(1)),
    "8 did-not-wait": ("port", did_not_wait),
    "8 port-used-again": ("port", port_used_again),
    "8 slower-than-the-timer": ("port", slower_than_the_timer),
}
UNHELD = {"2 kernel-reset"}


def ports_of(readme):
    """The server's ports, by what the README says they do."""
    rows = re.findall(r"^\| `(\d+)` \|", readme.read_text(encoding="utf-8"), re.MULTILINE)
    return dict(zip(("port", "greeter", "talker", "closed"), map(int, rows), strict=True))


def main(skeleton, first, *ways):
    ports = ports_of(skeleton.with_name("README.md"))
    for mine, way in enumerate(ways, first):
        port, do = WAYS[way]
        hold = None if way in UNHELD else held(mine)
        do(Shake(skeleton, mine, ports[port]))
        time.sleep(0.02)
        if hold is not None:
            hold.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:])
