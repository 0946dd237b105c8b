"""Shake hands: a server and a line for each student, and recorded attempts at talking TCP with it by hand."""

from __future__ import annotations

from typing import NamedTuple

from netkit.address import parse_address
from netkit.internet.room import Held, Machine, Room, Scripted
from netkit.lab import Draw, Library, Situation
from netkit.lab.wire import Twin, twin
from netkit.lab.wire.tcp.recorder import Attempt, Desk, Hand, Recorder

BEGIN, SECOND = 1_767_225_600_000_000_000, 1_000_000_000
WORDS = (
    "amber", "basalt", "chalk", "flint", "garnet", "jasper", "marble", "onyx", "opal", "pearl", "quartz", "ruby", "slate", "topaz", "agate",
    "beryl", "coral", "ivory", "jade", "zircon",
)  # fmt: skip
LATE, PAUSE = 0.2, 0.4
"""Seconds until the server answers, and between the pieces of what it still has to say."""

REPEATS = 1.6
"""Seconds in which a segment that nobody acknowledges is sent at least three times."""

SKELETON = '''"""Your own segments. In the lab shell: netkit lab hold 40001 -- python3 shake.py 40001  (a new port for each try)"""
import random, select, sys
try:
    from scapy.all import IP, TCP, conf
except ImportError:
    sys.exit("this Python has no scapy: shake_raw.py does the same without it")

SERVER, PORT, LINE, A = "{server}", {port}, {line_bytes!r}, {a}
ports = [int(each) for each in sys.argv[1:] if each.isdecimal() and 0 < int(each) < 65536]
if not ports:
    sys.exit("from which port of yours, 1 to 65535? netkit lab hold 40001 -- python3 shake.py 40001")
mine, first = ports[0], random.getrandbits(32)
wire = conf.L3socket()

def send(flags, seq, ack=0, data=b""):
    numbers = dict(seq=seq % 2**32, ack=ack % 2**32)
    wire.send(IP(dst=SERVER) / TCP(sport=mine, dport=PORT, flags=flags, **numbers) / data)

def receive(seconds=3):
    while select.select([wire], [], [], seconds)[0]:
        packet = wire.recv()
        if packet and TCP in packet and packet[TCP].dport == mine:
            return packet[TCP]  # .seq  .ack  .flags  len(.payload); None: nothing came

send("S", first)
got = receive()
print(got and (str(got.flags), got.seq, got.ack))
'''
RAW_SOCKET = '''"""The same without scapy: a raw socket. In the lab shell: netkit lab hold 40001 -- python3 shake_raw.py 40001"""
import random, select, socket, struct, sys
from types import SimpleNamespace

SERVER, PORT, LINE, A = "{server}", {port}, {line_bytes!r}, {a}
ports = [int(each) for each in sys.argv[1:] if each.isdecimal() and 0 < int(each) < 65536]
if not ports:
    sys.exit("from which port of yours, 1 to 65535? netkit lab hold 40001 -- python3 shake_raw.py 40001")
mine, first = ports[0], random.getrandbits(32)
wire = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_TCP)
wire.connect((SERVER, 0))
FLAGS = {{"F": 1, "S": 2, "R": 4, "P": 8, "A": 16}}

def checksum(data):
    total = sum(struct.unpack(f"!{{(len(data) + 1) // 2}}H", data + bytes(len(data) % 2)))
    while total > 0xFFFF:
        total = (total & 0xFFFF) + (total >> 16)
    return 0xFFFF ^ total

def send(flags, seq, ack=0, data=b""):
    bits = sum(FLAGS[each] for each in flags)
    head = struct.pack("!HHIIBBHHH", mine, PORT, seq % 2**32, ack % 2**32, 5 << 4, bits, 64240, 0, 0)
    ends = socket.inet_aton(wire.getsockname()[0]) + socket.inet_aton(SERVER)
    filled = checksum(ends + struct.pack("!HH", 6, len(head + data)) + head + data)
    wire.send(head[:16] + struct.pack("!H", filled) + head[18:] + data)

def receive(seconds=3):
    while select.select([wire], [], [], seconds)[0]:
        data = wire.recv(65535)[20:]
        _, to, seq, ack, size, flags = struct.unpack_from("!HHIIBB", data)
        if to == mine:
            names = "".join(name for name, bit in FLAGS.items() if flags & bit)
            return SimpleNamespace(seq=seq, ack=ack, flags=names, data=data[size // 16 * 4:])

send("S", first)
got = receive()
print(got and (str(got.flags), got.seq, got.ack))
'''
PROGRAMS = {"shake.py": SKELETON, "shake_raw.py": RAW_SOCKET}


def situation(draw: Draw, library: Library) -> Situation:  # noqa: ARG001
    """Addresses, ports, a line and sizes of this student's own, the server, and the attempts."""
    facts, line, says = drawn(draw)
    room = a_room(facts, says)
    record = Recorder(room, draw.seed("attempts"), BEGIN + draw.number("begins", 0, 300 * 86_400) * SECOND)
    return Situation(
        facts=facts,
        room=room,
        files={name: text.format(**facts, line_bytes=line).encode() for name, text in PROGRAMS.items()},
        twins=twins(draw, Case(facts, line), record),
    )


class Case(NamedTuple):
    """What attempts are made of: the variant's facts and the line that is sent."""

    facts: dict[str, int | float | str]
    line: bytes

    def number(self, name: str) -> int:
        """A fact that is a number."""
        return int(self.facts[name])

    def hand(self, desk: Desk, port: str = "port", *, own: int | None = None) -> Hand:
        """A port of the learner's, for one of the server's."""
        return desk.hand(parse_address(str(self.facts["server"])), self.number(port), own=own)


def drawn(draw: Draw) -> tuple[dict[str, int | float | str], bytes, dict[str, bytes]]:
    """The facts of a variant, its line, and what its servers say."""
    words = sorted(WORDS, key=lambda word: draw.seed(f"word {word}"))
    line = f"{' '.join(words[:5])}\n".encode()
    near, far = draw.number("near", 1, 99), draw.number("far", 100, 254)
    network, host = draw.number("network", 0, 255), draw.number("host", 2, 250)
    ports = sorted(range(1, 5), key=lambda each: draw.seed(f"port {each}"))
    base = 10 * draw.number("ports", 700, 899)
    texts = {
        "greeting": f"welcome, {words[5]}\n".encode(),
        "answer": (" ".join(words[6 : 6 + draw.number("words of the answer", 5, 12)]) + "\n").encode(),
        **{f"piece{each}": f"{words[12 + each]} {words[15 + each]}\n".encode() for each in (1, 2, 3)},
    }
    pieces = [len(texts[f"piece{each}"]) for each in (1, 2, 3)]
    facts: dict[str, int | float | str] = {
        "student": f"10.{near}.{network}.2",
        "router": f"10.{near}.{network}.1",
        "server": f"10.{far}.{network}.{host}",
        "near6": f"2001:db8:{near:x}::",
        "server6": f"2001:db8:{far:x}::{host:x}",
        "port": base + ports[0],
        "greeter": base + ports[1],
        "talker": base + ports[2],
        "closed": base + ports[3],
        "line": line.decode().rstrip(),
        "a": (first := draw.number("a", 6, len(line) - 8)),
        "b": len(line) - first,
        "n": len(line),
        "m": len(texts["answer"]),
        "g": len(texts["greeting"]),
        "p1": pieces[0],
        "p2": pieces[0] + pieces[1],
        "p3": sum(pieces),
    }
    return facts, line, texts


def a_room(facts: dict[str, int | float | str], says: dict[str, bytes]) -> Room:
    """The learner's machine, and one server with three ports that are open."""
    pieces = [says[f"piece{each}"] for each in (1, 2, 3)]
    services = [
        Scripted(port=int(facts["port"]), answer=says["answer"], late=LATE, about="answers a line"),
        Scripted(port=int(facts["greeter"]), greeting=says["greeting"], late=LATE, about="speaks first"),
        Scripted(
            port=int(facts["talker"]), farewell=pieces, pause=PAUSE, about="goes on speaking after you have ended"
        ),
    ]
    where = [parse_address(str(facts[each])) for each in ("server", "server6")]
    return Room(
        student=[Held(parse_address(str(facts["student"])), 24), Held(parse_address(f"{facts['near6']}2"), 64)],
        router=[Held(parse_address(str(facts["router"])), 24), Held(parse_address(f"{facts['near6']}1"), 64)],
        machines=[Machine(name="server", addresses=where, services=services)],
        internet=False,
    )


def twins(draw: Draw, case: Case, record: Recorder) -> dict[str, Twin]:
    """The attempts at each task: the right one, and one for each wrong way."""
    ways = {
        "1": tries_of_a_syn(case),
        "2": tries_of_no_reset(case),
        "3": tries_of_opening(case),
        "4": tries_of_sending(case),
        "5": tries_of_acknowledging(case),
        "6": tries_of_closing(case),
        "7": tries_of_listening_on(case),
        "8": tries_of_timing(case),
    }
    return {
        task: twin(draw, task, record.of(right), {slug: record.of(way) for slug, way in wrong.items()})
        for task, (right, wrong) in ways.items()
    }


Ways = tuple[Attempt, dict[str, Attempt]]


def tries_of_a_syn(case: Case) -> Ways:
    """10.1."""
    return lambda desk: case.hand(desk).send("S"), {
        "checksum-without-pseudo-header": lambda desk: case.hand(desk).send("S", pseudo_header=False),
        "ack-for-syn": lambda desk: case.hand(desk).send("A", 0, 1),
        "closed-port": lambda desk: case.hand(desk, "closed").send("S"),
    }


def tries_of_no_reset(case: Case) -> Ways:
    """10.2."""

    def right(desk: Desk) -> None:
        hand = case.hand(desk, "greeter")
        hand.open()
        desk.wait(LATE)
        hand.send("A", 1, 1 + case.number("g"))

    def kernel_reset(desk: Desk) -> None:
        hand = case.hand(desk, "greeter")
        hand.send("S", pause=0.0002)
        hand.send("R", 1)
        hand.send("A", 1, 1)

    def filter_too_wide(desk: Desk) -> None:
        case.hand(desk, "greeter").send("S")
        desk.wait(4 * REPEATS)

    def own_reset(desk: Desk) -> None:
        hand = case.hand(desk, "greeter")
        hand.open()
        hand.send("R", 1)

    return right, {"kernel-reset": kernel_reset, "filter-too-wide": filter_too_wide, "own-reset": own_reset}


def tries_of_opening(case: Case) -> Ways:
    """10.3."""

    def syn_not_counted(desk: Desk) -> None:
        hand = case.hand(desk)
        hand.send("S")
        hand.send("A", 1, 0)

    def sides_swapped(desk: Desk) -> None:
        hand = case.hand(desk)
        hand.send("S")
        hand.send("A", hand.theirs + 1 - hand.first, hand.first + 1 - hand.theirs)

    def stale_number(desk: Desk) -> None:
        before = case.hand(desk)
        before.send("S")
        desk.wait(0.5)
        hand = case.hand(desk)
        hand.send("S")
        hand.send("A", 1, before.theirs + 1 - hand.theirs)

    return lambda desk: case.hand(desk).open(), {
        "syn-not-counted": syn_not_counted,
        "sides-swapped": sides_swapped,
        "stale-number": stale_number,
    }


def two_segments(case: Case, desk: Desk, first: int, second: int) -> Hand:
    """The line in two segments with these numbers."""
    hand, size = case.hand(desk), case.number("a")
    hand.open()
    hand.send("AP", first, 1, case.line[:size])
    hand.send("AP", second, 1, case.line[size:])
    return hand


def tries_of_sending(case: Case) -> Ways:
    """10.4."""
    size = case.number("a")
    return lambda desk: two_segments(case, desk, 1, 1 + size), {
        "ack-counted": lambda desk: two_segments(case, desk, 2, 2 + size),
        "counts-segments": lambda desk: two_segments(case, desk, 1, 2),
        "same-number": lambda desk: two_segments(case, desk, 1, 1),
    }


def answered(case: Case, desk: Desk) -> Hand:
    """The line is sent, and the server's answer is there."""
    hand = two_segments(case, desk, 1, 1 + case.number("a"))
    desk.wait(LATE)
    return hand


def acknowledged(case: Case, desk: Desk, ack: int) -> None:
    """The server's answer is acknowledged with this number, and it has time to send it again."""
    answered(case, desk).send("A", 1 + case.number("n"), ack)
    desk.wait(REPEATS)


def tries_of_acknowledging(case: Case) -> Ways:
    """10.5."""

    def no_ack(desk: Desk) -> None:
        answered(case, desk)
        desk.wait(REPEATS)

    size = case.number("m")
    return lambda desk: acknowledged(case, desk, 1 + size), {
        "no-ack": no_ack,
        "counts-segments": lambda desk: acknowledged(case, desk, 2),
        "last-byte-received": lambda desk: acknowledged(case, desk, size),
    }


def closing(case: Case, desk: Desk) -> Hand:
    """The line is sent, and the answer acknowledged."""
    hand = answered(case, desk)
    hand.send("A", 1 + case.number("n"), 1 + case.number("m"))
    return hand


def tries_of_closing(case: Case) -> Ways:
    """10.6."""
    mine, theirs = 1 + case.number("n"), 1 + case.number("m")

    def closed(desk: Desk, last: int) -> None:
        hand = closing(case, desk)
        hand.send("AF", mine, theirs)
        hand.send("A", mine + 1, last)
        desk.wait(REPEATS)

    def fin_without_ack(desk: Desk) -> None:
        closing(case, desk).send("F", mine)
        desk.wait(REPEATS)

    return lambda desk: closed(desk, theirs + 1), {
        "reset-for-close": lambda desk: closing(case, desk).send("R", mine),
        "fin-not-counted": lambda desk: closed(desk, theirs),
        "fin-without-ack": fin_without_ack,
    }


def ended(case: Case, desk: Desk) -> Hand:
    """A connection to the server that goes on, and the learner's FIN."""
    hand = case.hand(desk, "talker")
    hand.open()
    hand.send("AF", 1, 1)
    return hand


def pieces_taken(case: Case, desk: Desk, hand: Hand, count: int) -> None:
    """So many pieces of what the server still says are acknowledged."""
    for each in range(1, count + 1):
        desk.wait(PAUSE - 0.02 if each > 1 else PAUSE)
        hand.send("A", 2, 1 + case.number(f"p{each}"))


def tries_of_listening_on(case: Case) -> Ways:
    """10.7."""

    def right(desk: Desk) -> None:
        hand = ended(case, desk)
        pieces_taken(case, desk, hand, 3)
        hand.send("A", 2, 2 + case.number("p3"))

    def fin_closes_both(desk: Desk) -> None:
        ended(case, desk)
        desk.wait(REPEATS)

    def data_after_fin(desk: Desk) -> None:
        hand = ended(case, desk)
        hand.send("AP", 2, 1, case.line)
        pieces_taken(case, desk, hand, 3)

    def closed_too_early(desk: Desk) -> None:
        pieces_taken(case, desk, ended(case, desk), 1)
        desk.wait(REPEATS)

    return right, {
        "fin-closes-both": fin_closes_both,
        "data-after-fin": data_after_fin,
        "closed-too-early": closed_too_early,
    }


def tries_of_timing(case: Case) -> Ways:
    """10.8."""

    def right(desk: Desk) -> None:
        hand = closing(case, desk)
        hand.send("AF", 1 + case.number("n"), 1 + case.number("m"))
        hand.send("A", 2 + case.number("n"), 2 + case.number("m"))

    def did_not_wait(desk: Desk) -> None:
        hand = case.hand(desk)
        hand.send("S", pause=0)
        hand.send("A", 1, 0)
        hand.send("AP", 1, 0, case.line)

    def port_used_again(desk: Desk) -> None:
        before = closing(case, desk)
        desk.wait(1.0)
        case.hand(desk, own=before.here.port).send("S")

    def slower_than_the_timer(desk: Desk) -> None:
        hand = case.hand(desk)
        hand.send("S")
        desk.wait(REPEATS)
        hand.send("A", 1, 1)

    return right, {
        "did-not-wait": did_not_wait,
        "port-used-again": port_used_again,
        "slower-than-the-timer": slower_than_the_timer,
    }
