"""The same from Python: layers on one another with `/`, values of Python's own types."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netkit.errors import BuildError
from netkit.packet import build, building, dissect
from netkit.packet.building import (
    Packet,
    cut,
    data,
    dns,
    ethernet,
    fast_open,
    from_dissection,
    ipv4,
    ipv6,
    maximum_segment_size,
    quoted,
    tcp,
    udp,
    whole,
    wrong,
)
from netkit.packet.building.assembly import Assembly


def test_it_reads_as_the_line_does_and_gives_the_same():
    packet = ipv4(destination="198.51.100.7", ttl=3) / udp(dport=53) / dns(question="www.example.test")
    line = "ipv4 destination=198.51.100.7 ttl=3 / udp dport=53 / dns question=www.example.test"
    assert packet == build(line)
    assert packet.encode() == bytes(packet) == build(line).encode()
    assert packet.link_type == 101
    assert packet.dissect().value("dns.qry.name") == "www.example.test"
    assert packet.to_python() == (
        "ipv4(time_to_live=3, destination='198.51.100.7') / udp(destination_port=53) / dns(question='www.example.test A')"
    )


def test_layers_lie_on_one_another_in_any_grouping():
    segment = tcp(dport=80, syn=True)
    assert (
        (ipv4() / segment) / b"ab"
        == ipv4() / (segment / b"ab")
        == ipv4() / segment / data(b"ab")
        == ipv4() / segment / "ab"
    )
    assert hash(ipv4() / segment) == hash(ipv4() / tcp(dport=80, syn=True))
    with pytest.raises(TypeError):
        ipv4() / 7
    assert ipv4() not in ("ipv4", ipv6())


def test_values_of_all_types():
    assert ipv4(flags="DF") / udp() == ipv4(reserved=0, dont_fragment=True, more_fragments=False) / udp()
    assert ipv4(protocol="udp").encode()[9] == ipv4(protocol=17).encode()[9] == 17
    assert tcp(flags=0x12) == tcp(flags="SA")
    assert tcp(ack=7, syn=True).layers[0].raw("acknowledgment_number") == 7
    assert tcp(ack=True).layers[0].raw("acknowledgment") == 1
    assert (ipv4() / tcp(maximum_segment_size(1460), syn=True)).encode() == (ipv4() / tcp(syn=True, mss=1460)).encode()
    assert (ipv4() / tcp(syn=True, sackok=True, timestamps=(1, 0), nop=True, wscale=7)).encode() == build(
        "ipv4 / tcp syn sackok timestamps=1,0 nop wscale=7"
    ).encode()
    assert ethernet(source=bytes(range(6))).layers[0].raw("source") == 0x000102030405
    assert dns(question=["a.test", "b.test AAAA"]).encode()[4:6] == b"\0\2"
    assert fast_open.cookie(b"1234").encode() == b"1234"


def test_groups():
    frame = ethernet() / whole(ipv4() / udp()) / building.ethernet_padding(bytes(18))
    assert frame.dissect().value("ip.len") == 28
    error = ipv4() / building.icmp(type=11) / quoted(ipv4(total_length=60) / udp(length=40))
    assert error.dissect().problems == []
    assert cut(ipv4(total_length=60)).encode()[2:4] == b"\0\x3c"
    assert eval(frame.to_python(), {}, building_names()) == frame  # noqa: S307


def building_names():
    return {name: getattr(building, name) for name in ("ethernet", "whole", "ipv4", "udp", "ethernet_padding")}


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: ipv4(ttll=3), "ttll"),
        (lambda: ipv4(ttl=300), "300"),
        (lambda: ipv4(ttl=-1), "-1"),
        (lambda: ipv4(ttl="three"), "three"),
        (lambda: ipv4(ttl=True), "ttl"),
        (lambda: ipv4(ttl=None), "None"),
        (lambda: ipv4(destination="1.2.3"), "1.2.3"),
        (lambda: ipv4(destination=b"123"), "destination"),
        (lambda: ipv4(7), "without a name"),
        (lambda: ipv4(ttl=1, time_to_live=2), "twice"),
        (lambda: data("a", "b"), "without a name"),
        (lambda: dns(question=7), "question"),
        (lambda: tcp(flags="XY"), "flags"),
        (lambda: udp(checksum=wrong(70000)), "70000"),
    ],
)
def test_what_can_not_be_is_an_error_at_once(make, said):
    with pytest.raises(BuildError) as caught:
        make()
    assert said in caught.value.what
    assert caught.value.why or caught.value.hint


def test_a_name_that_is_none():
    with pytest.raises(AttributeError, match="did you mean ipv4"):
        building.ipv44  # noqa: B018
    with pytest.raises(AttributeError, match="no field cooky"):
        fast_open.cooky  # noqa: B018


VALUES = {
    "ttl": st.integers(0, 255),
    "id": st.integers(0, 65535),
    "dont_fragment": st.booleans(),
    "source": st.integers(0, 2**32 - 1).map(
        lambda number: ".".join(str(number >> shift & 255) for shift in (24, 16, 8, 0))
    ),
    "dscp": st.integers(0, 63),
}
SEGMENTS = {
    "sport": st.integers(0, 65535),
    "dport": st.integers(0, 65535),
    "seq": st.integers(0, 2**32 - 1),
    "push": st.booleans(),
    "fin": st.booleans(),
    "window": st.integers(0, 65535),
    "urgptr": st.integers(0, 65535),
}


@settings(max_examples=150, deadline=None)
@given(
    st.fixed_dictionaries({}, optional=VALUES),
    st.fixed_dictionaries({"acknowledgment": st.just(True)}, optional=SEGMENTS),
    st.fixed_dictionaries({}, optional={name: SEGMENTS[name] for name in ("sport", "dport")}),
    st.binary(max_size=40),
    st.sampled_from(["tcp", "udp", "alone"]),
)
def test_the_quick_way_gives_what_the_other_gives(below, segment, datagram, payload, kind):
    """Headers of the usual shape are written at once; the general way, which looks at everything, must give the same."""
    above = {"tcp": tcp(**segment), "udp": udp(**datagram), "alone": None}[kind]
    packet = ipv4(**below) / payload if above is None else ipv4(**below) / above / payload
    assembly = Assembly()
    assembly.write(packet.layers)
    assert packet.encode() == bytes(assembly.data)
    # And it is what a line with the same values gives.
    words = [" ".join([name, *(f"{key}={int(value) if isinstance(value, bool) else value}" for key, value in given.items())])
             for name, given in (("ipv4", below), (kind, segment if kind == "tcp" else datagram))]  # fmt: skip
    line = " / ".join([*words[: 1 if above is None else 2], f"hex:{payload.hex()}"])
    assert build(line).encode() == packet.encode()
    found = dissect(packet.encode(), 101)
    headers = len(packet.encode()) - len(payload)
    assert [problem for problem in found.problems if problem.start_bit < headers * 8] == []
    assert from_dissection(found).encode() == packet.encode()


def test_it_is_a_value():
    packet = ipv4() / udp()
    longer = packet / b"more"
    assert len(packet.layers) == 2
    assert len(longer.layers) == 3
    assert isinstance(packet, Packet)
    assert {packet, ipv4() / udp()} == {packet}
