"""What scapy reads for netkit: its layers stand in the tree with exact places, say whose they are, and what it does wrong stays outside."""

import importlib.util
import json
import logging
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from netkit.packet import dissect
from netkit.packet.beyond import bridge
from netkit.packet.beyond.bridge import Beyond
from netkit.packet.beyond.known import ANSWERS, KNOWN, OURS
from netkit.packet.beyond.watch import Watch, WatchError
from netkit.packet.registry import READERS
from netkit.packet.view import explain
from netkit.view import Heading
from tests.oracle.requirement import missing
from tests.packet.invariants import broken_promises
from tests.packet.making import ipv4, over_udp
from tests.packet.mutating import mutations

if importlib.util.find_spec("scapy") is None:
    missing("scapy", "pip install scapy")

ROOT = Path(__file__).parents[2]

NTP = bytes.fromhex("23020a000000000000000000c000020900000000000000000000000000000000 00000000000000000000000000000000")
SNMP = bytes.fromhex("302602010104067075626c6963a019020107020100020100300e300c06082b060102010101000500")
OSPF = bytes.fromhex(
    "0204004cc000020100000000a3440000000000000000000000000001000100010101010101010101800000018a24003000000002"
    "c0000204fffffffc03000001c0000208fffffffc03000002"
)
BEACON = bytes.fromhex(
    "00000e000c00000008000000000080000000ffffffffffff020000000001020000000001000000000000000000006400110000067363686f6f6c01028284"
)
WIRELESS = bytes.fromhex(
    "000009000200000010080000000200000000020200000000010200000000030000aaaa0300000008004500002100010000"
    "4011f6c7c0000201c0000202c3501e61000d564c68656c6c6fc4ed6216"
)
SPANNING_TREE = bytes.fromhex(
    "0180c2000000020000000001002642420300000000000000020000000001000000000000020000000001000001001400"
    "02000f000000000000000000"
)
BGP = bytes.fromhex("ffffffffffffffffffffffffffffffff001d0104fc0000b4c000020100")
TCP = bytes.fromhex("c0de00b300000001000000015018040000000000")

PACKETS = {
    "ntp": (over_udp(NTP, 123), 101),
    "snmp": (over_udp(SNMP, 161), 101),
    "ospf": (ipv4(89, OSPF), 101),
    "beacon": (BEACON, 127),
    "wireless": (WIRELESS, 127),
    "spanning tree": (SPANNING_TREE, 1),
    "bgp": (ipv4(6, TCP + BGP), 101),
}
"""Made with scapy; the values below are those that they were made with."""


def read(name):
    data, link_type = PACKETS[name]
    return dissect(data, link_type, beyond=True)


def spans(dissection, *keys):
    return [
        (field.key.removeprefix("scapy."), field.value, field.start_bit, field.width_bits)
        for field in dissection.fields
        if field.key in [f"scapy.{key}" for key in keys]
    ]


@pytest.mark.parametrize("name", PACKETS)
def test_the_promises_hold(name):
    data, link_type = PACKETS[name]
    dissection = read(name)
    assert any(layer.source == "scapy" for layer in dissection.layers)
    assert broken_promises(dissection, data) == []
    for size in range(len(data)):
        assert broken_promises(dissect(data[:size], link_type, beyond=True), data[:size]) == [], size
        cut = dissect(data[:size], link_type, original_length=len(data), beyond=True)
        assert broken_promises(cut, data[:size]) == [], size


@pytest.mark.parametrize("name", PACKETS)
def test_damaged_packets_are_kept_and_read_alike_each_time(name):
    vector = type("Vector", (), {"data": PACKETS[name][0], "__repr__": lambda _: name})()
    for seed in range(40):
        data = mutations(vector, seed)
        first, second = (dissect(data, PACKETS[name][1], beyond=True) for _ in range(2))
        assert broken_promises(first, data) == [], data.hex()
        assert list(map(repr, first.fields)) == list(map(repr, second.fields))
        assert first.problems == second.problems


@pytest.mark.parametrize("name", PACKETS)
def test_without_being_asked_scapy_says_nothing(name):
    data, link_type = PACKETS[name]
    assert not any(layer.source for layer in dissect(data, link_type).layers)


def test_fields_of_bits_and_bytes_lie_where_the_rfc_has_them():
    """RFC 5905 §7.3."""
    dissection = read("ntp")
    at = 28 * 8
    assert dissection.layers[-1].key == "scapy.ntpheader"
    assert dissection.layers[-1].name == "NTPHeader (scapy)"
    found = spans(
        dissection, "ntpheader.leap", "ntpheader.version", "ntpheader.mode", "ntpheader.stratum", "ntpheader.id"
    )
    assert found == [
        ("ntpheader.leap", 0, at, 2),
        ("ntpheader.version", 4, at + 2, 3),
        ("ntpheader.mode", 3, at + 5, 3),
        ("ntpheader.stratum", 2, at + 8, 8),
        ("ntpheader.id", "192.0.2.9", at + 96, 32),
    ]
    assert dissection.field("scapy.ntpheader.mode").text == "3 (client)"
    assert dissection.field("scapy.ntpheader.mode").raw == 3
    assert dissection.field("scapy.ntpheader.id").raw == "c0000209"
    assert [layer.length for layer in dissection.layers] == [20, 8, 48]


def test_values_of_asn1_lie_where_the_encoding_has_them():
    """RFC 1157 §4.1: the version is 02 01 01, the community 04 06 "public"."""
    dissection = read("snmp")
    at = 28 * 8
    assert spans(dissection, "snmp.version", "snmp.community", "snmpget.id", "snmpvarbind.oid") == [
        ("snmp.version", 1, at + 16, 24),
        ("snmp.community", "public", at + 40, 64),
        ("snmpget.id", 7, at + 120, 24),
        ("snmpvarbind.oid", "1.3.6.1.2.1.1.1.0", at + 224, 80),
    ]


def test_packets_in_the_fields_of_packets_are_told_apart():
    """RFC 2328 §A.4.2: the second link of the first advertisement."""
    dissection = read("ospf")
    at = (20 + 24 + 4 + 24) * 8
    found = [field for field in dissection.fields if field.key == "scapy.ospf_link.id"]
    assert [(field.value, field.start_bit, field.group) for field in found] == [
        ("192.0.2.4", at, "lsalist · linklist 1"),
        ("192.0.2.8", at + 96, "lsalist · linklist 2"),
    ]
    assert [layer.key for layer in dissection.layers] == ["ip", "scapy.ospf_hdr", "scapy.ospf_lsupd"]


def test_layers_follow_one_another_and_numbers_may_begin_with_their_low_byte():
    """IEEE 802.11 §9.3.3.3: a beacon."""
    dissection = read("beacon")
    names = [layer.name.removesuffix(" (scapy)") for layer in dissection.layers]
    assert names == ["RadioTap", "Dot11", "Dot11Beacon", "Dot11Elt", "Dot11EltRates"]
    assert spans(dissection, "radiotap.len", "dot11beacon.beacon_interval", "dot11elt.info") == [
        ("radiotap.len", 14, 16, 16),
        ("dot11beacon.beacon_interval", 100, (14 + 24 + 8) * 8, 16),
        ("dot11elt.info", "school", (14 + 24 + 12 + 2) * 8, 48),
    ]


def test_netkit_reads_on_where_scapy_comes_to_its_tables():
    dissection = read("wireless")
    assert dissection.value("ip.dst") == "192.0.2.2"
    assert dissection.value("udp.payload") == b"hello".hex()
    assert dissection.problems == []
    frame_check = dissection.field("scapy.dot11fcs.fcs")
    assert frame_check.start_bit == (len(WIRELESS) - 4) * 8
    assert frame_check.raw == "c4ed6216"


def test_padding_behind_what_scapy_reads_is_the_frames():
    dissection = read("spanning tree")
    assert (
        dissection.value("scapy.stp.portid") == 0x8002 or dissection.value("scapy.stp.rootmac") == "02:00:00:00:00:01"
    )
    assert dissection.layers[-1].key == "eth"
    assert dissection.value("eth.padding") or dissection.value("eth.trailer")


def test_what_neither_knows_stays_data():
    dissection = dissect(over_udp(b"neither", 7), 101, beyond=True)
    assert dissection.value("udp.payload") == b"neither".hex()
    assert dissection.problems == []
    unknown = dissect(b"neither", 65000, beyond=True)
    assert [layer.key for layer in unknown.layers] == ["data"]
    assert dissect(b"", 127, beyond=True).layers == []


def test_a_fragment_is_not_read():
    packet = bytearray(PACKETS["ospf"][0])
    packet[6:8] = b"\0\1"
    assert not any(layer.source for layer in dissect(bytes(packet), 101, beyond=True).layers)


@pytest.mark.parametrize(("ports", "name"), [((50000, 502), "ModbusADURequest"), ((502, 50000), "ModbusADUResponse")])
def test_the_direction_tells_questions_from_answers(ports, name):
    head = b"".join(port.to_bytes(2, "big") for port in ports)
    packet = ipv4(6, head + TCP[4:] + bytes.fromhex("00010000000601 0300000003"))
    assert dissect(packet, 101, beyond=True).layers[2].name == f"{name} (scapy)"


def test_no_number_is_both_netkits_and_scapys():
    assert [
        (space, number) for space, numbers in KNOWN.items() for number in numbers if (space, number) in READERS
    ] == []
    assert set(OURS.values()) <= set(READERS)


def test_scapy_has_every_class_that_is_named():
    dissect(*PACKETS["ntp"], beyond=True)
    named = {name for numbers in KNOWN.values() for name in numbers.values()} | set(ANSWERS.values())
    with bridge.quiet():
        assert {name for name in named if bridge._class_of(name) is None} == set()


# What it looks like


def test_a_person_and_a_program_are_told_that_it_is_scapy_who_reads():
    document = explain(read("ntp"))
    headings = [block for block in document.blocks if isinstance(block, Heading)]
    assert [heading.source for heading in headings] == ["RFC 791 §3.1", "RFC 768", "as scapy reads it"]
    layers = json.loads(json.dumps(document.data))["layers"]
    assert [layer.get("source") for layer in layers] == [None, None, "scapy"]
    assert all(field["meaning"].startswith("what scapy's NTPHeader calls") for field in layers[2]["fields"])


# What scapy does wrong


class Fake:
    """Stands where a class of scapy's would: called with bytes, it does what a broken one might."""

    def __init__(self, work):
        self.work = work

    def __call__(self, data, **_):
        return self.work(data)


def fails(_):
    raise KeyError("\x1b[31mred\n\u202e")


def fails_to_say_so(_):
    class SilentError(Exception):
        def __str__(self):
            raise RuntimeError

    raise SilentError


def loops(_):
    while True:
        pass


def loops_whatever_is_raised(_):
    while True:
        try:
            loops(_)
        except Exception:  # noqa: BLE001, S112
            continue


def recurses(data):
    return recurses(data)


def recurses_whatever_is_raised(data):
    try:
        return recurses_whatever_is_raised(data)
    except Exception:  # noqa: BLE001
        return recurses_whatever_is_raised(data)


def has_no_memory(_):
    raise MemoryError


def gives_nothing(_):
    return None


@pytest.mark.parametrize(
    ("work", "rule"),
    [
        (fails, "failed"), (fails_to_say_so, "failed"), (has_no_memory, "failed"), (loops, "too_long"),
        (loops_whatever_is_raised, "too_long"), (recurses, "too_long"), (recurses_whatever_is_raised, "too_long"),
        (gives_nothing, None),
    ],
)  # fmt: skip
def test_what_goes_wrong_in_scapy_is_a_problem_and_the_bytes_are_kept(work, rule, monkeypatch):
    monkeypatch.setattr(bridge, "_class_of", lambda _: Fake(work))
    before = sys.gettrace()
    data, link_type = PACKETS["ntp"]
    for _ in range(2):
        dissection = dissect(data, link_type, beyond=True)
        assert sys.gettrace() is before
        assert [problem.rule for problem in dissection.problems] == ([f"scapy.dissection.{rule}"] if rule else [])
        assert all(problem.text.isprintable() for problem in dissection.problems)
        assert broken_promises(dissection, data) == []
        assert dissection.value("udp.payload") == NTP.hex()


def test_a_layer_that_fails_leaves_those_before_it(monkeypatch):
    from scapy.contrib.ospf import OSPF_LSUpd

    monkeypatch.setattr(OSPF_LSUpd, "do_dissect", fails)
    dissection = read("ospf")
    assert [layer.key for layer in dissection.layers] == ["ip", "scapy.ospf_hdr", "data"]
    assert [problem.rule for problem in dissection.problems] == ["scapy.dissection.failed"]
    assert dissection.problems[0].start_bit == (20 + 24) * 8


def test_a_field_that_takes_its_bytes_only_once_makes_its_layer_one_field(monkeypatch):
    from scapy.fields import ByteField, StrFixedLenField
    from scapy.packet import Packet

    class OnlyOnceField(ByteField):
        __slots__ = ("taken",)

        def getfield(self, pkt, s):
            if hasattr(self, "taken"):
                raise ValueError
            self.taken = True
            return super().getfield(pkt, s)

    class Once(Packet):
        fields_desc = (OnlyOnceField("first", 0), StrFixedLenField("second", b"", 47))

    monkeypatch.setattr(bridge, "_class_of", lambda _: Once)
    dissection = read("ntp")
    assert [(field.key, field.width_bits) for field in dissection.layers[-1].fields] == [("scapy.once", 48 * 8)]
    assert broken_promises(dissection, PACKETS["ntp"][0]) == []


def test_fields_whose_lowest_byte_comes_first_are_told_only_together(monkeypatch):
    """Bits that are counted in turned bytes do not lie side by side, unless they fill those bytes."""
    from scapy.fields import BitField, StrField
    from scapy.packet import Packet

    class Turned(Packet):
        fields_desc = (
            BitField("a", 0, 9, tot_size=-2), BitField("b", 0, 7, end_tot_size=-2), BitField("c", 0, -16), BitField("d", 0, 4),
            BitField("e", 0, 4), StrField("rest", b""),
        )  # fmt: skip

    monkeypatch.setattr(bridge, "_class_of", lambda _: Turned)
    data = over_udp(bytes.fromhex("0180 0102 3f 686a"), 123)
    found = [
        (field.key, field.value, field.start_bit - 28 * 8, field.width_bits)
        for field in dissect(data, 101, beyond=True).layers[-1].fields
    ]
    assert found == [
        ("scapy.turned.a__b", "a 256, b 1", 0, 16),
        ("scapy.turned.c", 0x0201, 16, 16),
        ("scapy.turned.d", 3, 32, 4),
        ("scapy.turned.e", 15, 36, 4),
        ("scapy.turned.rest", "hj", 40, 16),
    ]


def test_more_than_a_packet_of_ip_can_hold_is_not_given_to_scapy():
    data = BEACON + bytes(70_000)
    dissection = dissect(data, 127, beyond=True)
    assert [problem.rule for problem in dissection.problems] == ["scapy.dissection.too_long"]
    assert dissection.value("data.data") == data.hex()


def test_all_layers_of_a_packet_share_what_may_be_done():
    """Information elements of two bytes: thousands of layers."""
    data = BEACON + b"\0\0" * 20_000
    dissection = dissect(data, 127, beyond=True)
    assert [problem.rule for problem in dissection.problems] == ["scapy.dissection.too_long"]
    assert 100 < len(dissection.layers) < 5000
    assert broken_promises(dissection, data) == []


@pytest.mark.parametrize("name", PACKETS)
def test_a_usual_packet_needs_a_small_part_of_what_may_be_done(name):
    data, link_type = PACKETS[name]
    read(name)
    asked = Beyond(lines=bridge.LINES // 20)
    before = asked._watch.left
    found = _dissect_with(asked, data, link_type)
    assert not any(problem.rule.startswith("scapy.") for problem in found)
    assert 0 < asked._watch.left < before


def _dissect_with(asked, data, link_type):
    from netkit.packet.reading import Reading

    reading = Reading(data, original_length=len(data))
    step = asked.reader_for(("link_type", (link_type,)), reading)
    while step is not None and reading.left:
        step = asked.reader_for(step(reading), reading)
    return reading.problems


# The watch


def test_the_watch_counts_lines_and_puts_everything_back():
    watch, before = Watch(10_000, 50), sys.gettrace()

    def tracer(*_):
        return None

    assert watch.run(lambda: sum(range(10))) == 45
    assert 9_000 < watch.left < 10_000
    sys.settrace(tracer)
    try:
        with pytest.raises(WatchError):
            watch.run(lambda: loops(0))
        assert sys.gettrace() is tracer
    finally:
        sys.settrace(before)
    assert watch.left == 0
    with pytest.raises(WatchError):
        watch.run(lambda: sum(range(10)))


@pytest.mark.parametrize("deepest", [5, 50, 200])
def test_the_watch_counts_calls_that_are_inside_of_one_another(deepest):
    def call(depth):
        return call(depth - 1) if depth else 0

    assert Watch(10**6, deepest).run(lambda: call(deepest - 2)) == 0
    with pytest.raises(WatchError):
        Watch(10**6, deepest).run(lambda: call(deepest + 1))
    assert Watch(10**6, deepest).run(lambda: [call(2) for _ in range(100)]) == [0] * 100


# What is loaded, and what is left behind


def run(script, *options):
    return subprocess.run(
        [sys.executable, *options, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT, timeout=60
    )


DISSECT = "from netkit.packet import dissect; import sys; packet = dissect(bytes.fromhex({!r}), 101, beyond=True); "


def test_scapy_is_loaded_only_for_what_it_may_know():
    script = "print('scapy' in sys.modules, [layer.name for layer in packet.layers])"
    dns = over_udp(bytes.fromhex("000101000001000000000000 03777777076578616d706c6503636f6d00 00010001"))
    assert run(DISSECT.format(dns.hex()) + script).stdout == "False ['IPv4', 'UDP', 'DNS']\n"
    assert run(DISSECT.format(over_udp(b"neither", 7).hex()) + script).stdout == "False ['IPv4', 'UDP', 'Data']\n"
    ntp = run(DISSECT.format(PACKETS["ntp"][0].hex()) + script).stdout
    assert ntp == "True ['IPv4', 'UDP', 'NTPHeader (scapy)']\n"


def test_without_scapy_it_stays_data():
    blocked = "import sys; sys.modules['scapy'] = None; "
    script = "print([layer.name for layer in packet.layers], packet.problems)"
    assert run(blocked + DISSECT.format(PACKETS["ntp"][0].hex()) + script).stdout == "['IPv4', 'UDP', 'Data'] []\n"


def test_nothing_is_printed():
    loud = "import logging; logging.basicConfig(level=0); from netkit.packet import dissect; "
    each = [f"dissect(bytes.fromhex({data.hex()!r}), {link_type}, beyond=True)" for data, link_type in PACKETS.values()]
    # SOCKS is one of the classes of scapy's that complain
    socks = ipv4(6, TCP[:2] + (1080).to_bytes(2, "big") + TCP[4:] + b"\5\1\0")
    each.append(f"dissect(bytes.fromhex({socks.hex()!r}), 101, beyond=True)")
    done = run(loud + "; ".join(each), "-W", "always")
    assert done.stdout == done.stderr == ""


def test_filters_of_warnings_and_handlers_of_logs_are_as_before():
    read("ntp")
    log = logging.getLogger("scapy")
    before = list(warnings.filters), list(log.handlers), log.propagate, sys.getrecursionlimit()
    read("snmp")
    assert (list(warnings.filters), list(log.handlers), log.propagate, sys.getrecursionlimit()) == before


def test_the_time_zone_changes_nothing():
    script = "print([(field.key, field.value, field.text) for field in packet.fields])"
    packet = over_udp(NTP[:40] + bytes.fromhex("e000000000000000"), 123)
    told = {
        subprocess.run(
            [sys.executable, "-c", DISSECT.format(packet.hex()) + script],
            capture_output=True, text=True, check=True, cwd=ROOT, timeout=60, env={"TZ": zone, "PATH": ""},
        ).stdout
        for zone in ("UTC", "XXX-9")
    }  # fmt: skip
    assert len(told) == 1
