"""Shake hands: each attempt is read from its bytes, and held against the catalogue's conditions."""

import re
from ipaddress import ip_address
from typing import NamedTuple

from tests.solutions.key import TaskKey, frames_of, u16, u32

FIN, SYN, RST, ACK = 1, 2, 4, 16
ALL = 2**32


class Sent(NamedTuple):
    """A segment: whether the learner sent it, their port and the server's, and what stands in it."""

    ours: bool
    mine: int
    port: int
    flags: int
    seq: int
    ack: int
    data: bytes
    sums: tuple[int, int]
    """The ones' complement sum with the pseudo-header, and without it."""


def summed(data):
    data += bytes(len(data) % 2)
    total = sum(u16(data, at) for at in range(0, len(data), 2))
    while total > 0xFFFF:
        total = (total & 0xFFFF) + (total >> 16)
    return total


def segments(data, server):
    found = []
    for frame in frames_of(data):
        assert frame[12:15] == b"\x08\x00\x45"
        assert frame[23] == 6
        segment = frame[34 : 14 + u16(frame, 16)]
        ours = ip_address(frame[30:34]) == server
        ports = u16(segment, 0), u16(segment, 2)
        pseudo = frame[26:34] + bytes([0, 6]) + len(segment).to_bytes(2, "big")
        found.append(
            Sent(
                ours, *(ports if ours else ports[::-1]), segment[13] & 0x17, u32(segment, 4), u32(segment, 8),
                segment[(segment[12] >> 4) * 4 :], (summed(pseudo + segment), summed(segment)),
            )
        )  # fmt: skip
    return found


def relative(sent):
    """The same with numbers that count from each side's SYN of the last run."""
    mine = [each for each in sent if each.ours and each.flags & (SYN | ACK) == SYN][-1:] or sent[:1]
    theirs = [each for each in sent if not each.ours and each.flags & SYN and each.mine == mine[0].mine][:1]
    own, other = mine[0].seq, theirs[0].seq if theirs else 0
    return [
        each._replace(
            seq=(each.seq - (own if each.ours else other)) % ALL, ack=(each.ack - (other if each.ours else own)) % ALL
        )
        for each in sent
    ]


def key(recording, questions):
    server = ip_address(re.search(r"of (\d+\.\d+\.\d+\.\d+)", questions["1"])[1])
    port = int(re.search(r"port (\d+)", questions["1"])[1])
    line, n, a, b = re.search(
        r'"([^"]+)" with its end.* (\d+) bytes in all.* first with (\d+) bytes.*second with (\d+)',
        questions["4"],
        re.DOTALL,
    ).groups()
    n, a, b = int(n), int(a), int(b)
    line = f"{line}\n".encode()
    assert n == a + b == len(line)

    def judged(task, shows):
        """The attempts at a task by what they show."""
        found = {}
        for name, data in recording.files.items():
            if name.startswith(f"attempt-{task}"):
                found.setdefault(shows(segments(data, server)), []).append(name.removesuffix(".pcapng"))
        (right,) = found.pop("")
        return TaskKey(
            kind="capture",
            right=right,
            forms=(right[-1], right.removeprefix("attempt-"), f"./{right}.pcapng", right.upper()),
            wrong={slug: tuple(names) for slug, names in found.items()},
        )

    return {
        "1": judged("1", lambda sent: _syn(sent, port)),
        "2": judged("2", _quiet),
        "3": judged("3", _opened),
        "4": judged("4", lambda sent: _line(relative(sent), line, a)),
        "5": judged("5", lambda sent: _acknowledged(relative(sent))),
        "6": judged("6", lambda sent: _closed(relative(sent), n)),
        "7": judged("7", lambda sent: _listened(relative(sent))),
        "8": judged("8", _in_time),
    }


def _syn(sent, port):
    first, *more = sent
    if first.sums[0] != 0xFFFF:
        assert first.sums[1] == 0xFFFF
        assert not more
        return "checksum-without-pseudo-header"
    (answer,) = more
    if first.flags & ACK:
        assert answer.flags == RST
        return "ack-for-syn"
    assert answer.ack == (first.seq + 1) % ALL
    if answer.flags == RST | ACK:
        assert first.port != port
        return "closed-port"
    assert (first.flags, answer.flags, first.port) == (SYN, SYN | ACK, port)
    return ""


def _quiet(sent):
    answer = next(at for at, each in enumerate(sent) if not each.ours and each.flags == SYN | ACK)
    after = [each for each in sent[answer + 1 :] if each.ours]
    if not after:
        assert [each.flags for each in sent[answer:]].count(SYN | ACK) > 1
        return "filter-too-wide"
    if after[0].flags == RST:
        assert after[0].seq == sent[answer].ack
        return "kernel-reset"
    return "own-reset" if any(each.flags & RST for each in after) else ""


def _opened(sent):
    third = next(each for each in sent if each.ours and each.flags & ACK)
    syn, answer = [each for each in sent if each.mine == third.mine][:2]
    numbers = third.seq, third.ack
    if numbers == ((syn.seq + 1) % ALL, (answer.seq + 1) % ALL):
        return ""
    if numbers == ((answer.seq + 1) % ALL, (syn.seq + 1) % ALL):
        return "sides-swapped"
    if any((each.seq + 1) % ALL == third.ack for each in sent if not each.ours and each.mine != third.mine):
        return "stale-number"
    assert third.ack == answer.seq or third.seq == syn.seq
    return "syn-not-counted"


def _line(sent, line, a):
    first, second = (each for each in sent if each.ours and each.data)
    assert (first.data, second.data) == (line[:a], line[a:])
    upto = max(each.ack for each in sent if not each.ours)
    if (first.seq, second.seq) == (1, 1 + a):
        assert upto == 1 + len(line)
        return ""
    if first.seq == 2:
        assert upto == 1
        return "ack-counted"
    return {first.seq + 1: "counts-segments", first.seq: "same-number"}[second.seq]


def _acknowledged(sent):
    at = next(at for at, each in enumerate(sent) if not each.ours and each.data)
    m = len(sent[at].data)
    copies = [each for each in sent[at + 1 :] if not each.ours and each.data]
    acks = [each.ack for each in sent[at:] if each.ours]
    if acks == [1 + m]:
        assert not copies
        return ""
    assert len(copies) > 1
    return {(): "no-ack", (2,): "counts-segments", (m,): "last-byte-received"}[tuple(acks)]


def _closed(sent, n):
    m = sum(len(each.data) for each in sent if not each.ours)
    ends = [each for each in sent if each.ours and each.flags & (FIN | RST)]
    theirs = [at for at, each in enumerate(sent) if not each.ours and each.flags & FIN]
    if ends[0].flags & RST:
        return "reset-for-close"
    assert ends[0].seq == 1 + n
    if not ends[0].flags & ACK:
        assert not theirs
        return "fin-without-ack"
    last = next(each for each in sent[theirs[0] :] if each.ours)
    if last.ack == m + 2:
        assert len(theirs) == 1
        return ""
    assert last.ack == m + 1
    assert len(theirs) > 1
    return "fin-not-counted"


def _listened(sent):
    end = next(at for at, each in enumerate(sent) if each.ours and each.flags & FIN)
    after = [each for each in sent[end + 1 :] if each.ours]
    if any(each.data for each in after):
        return "data-after-fin"
    if not after:
        return "fin-closes-both"
    says = {each.seq: len(each.data) for each in sent if not each.ours and each.data}
    fin = next((each for each in sent if not each.ours and each.flags & FIN), None)
    if fin is None:
        return "closed-too-early"
    grown = [seq + size for seq, size in sorted(says.items())]
    assert [each.ack for each in after] == [*grown, grown[-1] + 1]
    return ""


def _in_time(sent):
    runs = [at for at, each in enumerate(sent) if each.ours and each.flags == SYN]
    if len(runs) > 1:
        before, (again, answer) = sent[: runs[1]], sent[runs[1] :]
        assert again.mine == before[0].mine
        assert answer.flags == ACK
        assert answer.ack in {each.ack for each in before if not each.ours}
        return "port-used-again"
    opens = [at for at, each in enumerate(sent) if each.flags == SYN | ACK]
    acks = [at for at, each in enumerate(sent) if each.ours and each.flags & ACK]
    if acks[0] < opens[0] or sent[acks[0]].ack != (sent[opens[0]].seq + 1) % ALL:
        return "did-not-wait"
    if len(opens) > 1:
        assert opens[1] < acks[0]
        return "slower-than-the-timer"
    data = [at for at, each in enumerate(sent) if each.ours and each.data]
    fin = [at for at, each in enumerate(sent) if each.ours and each.flags & FIN]
    assert opens[0] < acks[0] <= data[0] <= data[-1] < fin[0]
    return ""
