"""What netkit finds about TCP segments is what tshark finds: made-up exchanges, and the captures that ship."""

import struct
from pathlib import Path

import pytest

from tests.oracle.exchanges import ADDRESSES, capture_of_exchanges
from tests.oracle.tcp_analysis import KEYS, LABELS, different, ours, theirs

SHIPPED = [path for path in sorted((Path(__file__).parents[2] / "captures").glob("*.pcapng")) if path.stem in (
    "retransmission", "closed-port", "dns-tcp", "fragments", "page-load-01", "page-load-17", "page-load-ipv6-02"
)]  # fmt: skip


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_exchanges(tmp_path, seed):
    path = tmp_path / "exchanges.pcap"
    path.write_bytes(capture_of_exchanges(seed, 300))
    assert different(path) == {}
    found = ours(path)
    seen = {key for values in found.values() for key in values}
    assert LABELS - seen == set(), "no exchange shows these"
    assert set(KEYS) - seen == set()


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped(path):
    assert different(path) == {}


def segment(time, number, size, *, from_server=False, acknowledged=1, flags=16):
    data = struct.pack(
        "!HHIIBBHHH", *((80, 9) if from_server else (9, 80)), number, acknowledged, 0x50, flags, 1000, 0, 0
    ) + bytes(size)
    ends = ADDRESSES[::-1] if from_server else ADDRESSES
    packet = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(data), 1, 0, 64, 6, 0, *ends) + data
    return struct.pack("<IIII", time // 10**9, time % 10**9, len(packet), len(packet)) + packet


HEAD = struct.pack("<IHHiIII", 0xA1B23C4D, 2, 4, 0, 0, 262_144, 101)


def test_named_bytes_before_the_first(tmp_path):
    """Of a capture that begins in the middle: bytes before the first number seen count backwards in tshark, and so not at all."""
    path = tmp_path / "middle.pcap"
    path.write_bytes(HEAD + segment(10**9, 1000, 100) + segment(10**9 + 5_000_000, 800, 200))
    key = "tcp.analysis.bytes_in_flight"
    assert (ours(path)[2][key], theirs(path)[2][key]) == ("300", "100")


def test_named_reset_without_acknowledgment(tmp_path):
    """A reset without ACK has 0 in the field; tshark takes that for an acknowledgment, and may let go of what waits for one."""
    path = tmp_path / "reset.pcap"
    path.write_bytes(
        HEAD
        + segment(10**9, 3_000_000_000, 100)
        + segment(10**9 + 1_000_000, 1, 0, from_server=True, acknowledged=0, flags=4)
        + segment(10**9 + 2_000_000, 1, 0, from_server=True, acknowledged=3_000_000_100)
    )
    key = "tcp.analysis.ack_rtt"
    assert ours(path)[3][key] == "0.002000000"
    assert key not in theirs(path)[3]
