"""Packets as a host reads them: what was stamped comes back, tshark agrees, and hostile bytes are only ignored."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netkit import capture
from netkit.address import parse_address
from netkit.internet.host.answers import echo_reply, too_big
from netkit.internet.host.reading import EchoRequest, ErrorReport, Ignored, TcpPacket, read_packet
from netkit.internet.stamping import Stamper
from netkit.packet import dissect
from netkit.packet.building import parse, quoted
from netkit.tcp import Flag, Segment
from netkit.tcp.connection.network_error import Severity
from netkit.tcp.segment import Timestamps
from netkit.tcp.segmentation.ends import End
from tests.oracle import tshark

HERE, THERE, ROUTER = (
    {4: parse_address(four), 6: parse_address(six)}
    for four, six in (("192.0.2.1", "2001:db8::1"), ("192.0.2.2", "2001:db8::2"), ("192.0.2.3", "2001:db8::3"))
)
VERSIONS = (4, 6)

numbers = st.integers(0, 2**32 - 1)
stamps = st.none() | st.builds(Timestamps, numbers, numbers)
plain = st.builds(
    Segment,
    sequence=numbers,
    acknowledgment=numbers,
    flags=st.sampled_from([Flag.ACK, Flag.ACK | Flag.PSH, Flag.ACK | Flag.FIN, Flag.RST, Flag.RST | Flag.ACK]),
    window=st.integers(0, 65535),
    payload=st.binary(max_size=100),
    timestamps=stamps,
)
opening = st.builds(
    Segment,
    sequence=numbers,
    flags=st.just(Flag.SYN),
    window=st.integers(0, 65535),
    largest=st.integers(0, 65535),
    shift=st.none() | st.integers(0, 14),
    sack_permitted=st.booleans(),
    timestamps=stamps,
)
selective = st.builds(
    Segment,
    sequence=numbers,
    acknowledgment=numbers,
    flags=st.just(Flag.ACK),
    sack=st.lists(st.tuples(numbers, numbers), min_size=1, max_size=3).map(tuple),
    timestamps=stamps,
)


def packet_of(segment, version=4, identification=1):
    stamper = Stamper(End(HERE[version], 1000), End(THERE[version], 80), hops=64)
    return stamper.packet(segment, segment.payload, identification)


@given(st.one_of(plain, opening, selective), st.sampled_from(VERSIONS))
def test_what_was_stamped_is_read(segment, version):
    found = read_packet(packet_of(segment, version))
    assert isinstance(found, TcpPacket)
    assert found.segment == segment
    assert (found.source, found.destination) == (End(HERE[version], 1000), End(THERE[version], 80))


@given(st.sampled_from(VERSIONS), st.data())
def test_no_changed_byte_of_a_segment_is_believed(version, data):
    """The checksums cover everything but IPv6's traffic class, flow label and hop limit, whose change matters to nobody here."""
    packet = bytearray(packet_of(Segment(sequence=5, acknowledgment=6, flags=Flag.ACK, payload=b"hello"), version))
    at = data.draw(st.integers(0 if version == 4 else 8, len(packet) - 1))
    packet[at] ^= data.draw(st.integers(1, 255))
    assert isinstance(read_packet(bytes(packet)), Ignored)


@given(
    st.binary(max_size=120),
    st.sampled_from([b"", b"\x45\0\0\x50", b"\x60\0\0\0\0\x20"]),
    st.sampled_from([b"", b"\x06", b"\x01", b"\x3a"]),
)
def test_hostile_bytes_are_ignored(data, beginning, protocol):
    packet = beginning + data[: 9 - len(beginning)] + protocol + data
    assert isinstance(read_packet(packet), Ignored | TcpPacket | EchoRequest | ErrorReport)


@pytest.mark.parametrize("version", VERSIONS)
@given(st.data())
def test_every_shorter_packet_is_ignored(version, data):
    packet = packet_of(Segment(sequence=5, acknowledgment=6, flags=Flag.ACK, payload=b"hello"), version)
    assert isinstance(read_packet(packet[: data.draw(st.integers(0, len(packet) - 1))]), Ignored)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_router_says_what_was_too_big(version):
    big = packet_of(Segment(sequence=77, acknowledgment=6, flags=Flag.ACK, payload=b"x" * 1400), version)
    found = read_packet(too_big(big, 1300, ROUTER[version], HERE[version]))
    assert isinstance(found, ErrorReport)
    assert (found.local, found.remote, found.router) == (
        End(HERE[version], 1000),
        End(THERE[version], 80),
        ROUTER[version],
    )
    assert (found.error.severity, found.error.mtu, found.error.sequence) == (Severity.TOO_BIG, 1300, 77)
    assert found.error.size == len(big)


ERRORS = [
    (4, "icmp type=3 code=0", Severity.SOFT),
    (4, "icmp type=3 code=1", Severity.SOFT),
    (4, "icmp type=3 code=5", Severity.SOFT),
    (4, "icmp type=11 code=0", Severity.SOFT),
    (4, "icmp type=12 code=0 pointer=0", Severity.SOFT),
    (4, "icmp type=3 code=2", Severity.HARD),
    (4, "icmp type=3 code=3", Severity.HARD),
    (4, "icmp type=4 code=0", None),
    (6, "icmpv6 type=1 code=0", Severity.SOFT),
    (6, "icmpv6 type=1 code=3", Severity.SOFT),
    (6, "icmpv6 type=3 code=0", Severity.SOFT),
    (6, "icmpv6 type=4 code=1 pointer=0", Severity.SOFT),
    (6, "icmpv6 type=1 code=1", Severity.HARD),
    (6, "icmpv6 type=1 code=4", Severity.HARD),
]


@pytest.mark.parametrize(("version", "text", "severity"), ERRORS)
def test_soft_and_hard_errors_are_told_apart(version, text, severity):
    """RFC 9293 section 3.9.2.2; a source quench is passed over in silence."""
    quote = packet_of(Segment(sequence=9, acknowledgment=6, flags=Flag.ACK, payload=b"x"), version)
    ends = f"source={ROUTER[version]} destination={HERE[version]}"
    packet = (parse(f"ipv{version} {ends} / {text}") / quoted(quote)).encode()
    found = read_packet(packet)
    if severity is None:
        assert found == Ignored()
    else:
        assert isinstance(found, ErrorReport)
        assert (found.error.severity, found.error.sequence) == (severity, 9)


@pytest.mark.parametrize("version", VERSIONS)
def test_tshark_finds_nothing_wrong_with_what_a_host_says(version, tmp_path):
    segments = [
        Segment(sequence=1, flags=Flag.SYN, largest=1460, shift=7, sack_permitted=True, timestamps=Timestamps(1, 2)),
        Segment(sequence=1, acknowledgment=2, flags=Flag.ACK, sack=((1, 2), (5, 9)), timestamps=Timestamps(1, 2)),
        Segment(sequence=1, acknowledgment=2, flags=Flag.ACK | Flag.PSH, payload=b"odd"),
        Segment(sequence=1, flags=Flag.RST),
    ]
    packets = [packet_of(each, version) for each in segments]
    packets.append(too_big(packet_of(segments[2], version), 1280, ROUTER[version], HERE[version]))
    packets.append(echo_reply(EchoRequest(HERE[version], THERE[version], b"\0\1\0\2abcdefg")))
    for packet in packets:
        assert not [each for each in dissect(packet, link_type=101).problems if "checksum" in each.rule]
    path = tmp_path / "said.pcapng"
    capture.write(path, (capture.NewRecord(data=each, link_type=101) for each in packets))
    statuses = ["ip.checksum.status", "tcp.checksum.status", "icmp.checksum.status", "icmpv6.checksum.status"]
    rows = tshark.columns(path.read_bytes(), [*statuses, "_ws.malformed", "frame.number"])
    assert len(rows) == len(packets)
    for row in rows:
        assert not row["_ws.malformed"], row
        assert "0" not in [row[each] for each in statuses], row  # 0 is bad, 1 is good
