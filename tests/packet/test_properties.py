"""What holds for every table and every packet, whatever the numbers: nothing is lost, nothing raises, and work stays bounded."""

import re
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import netkit.packet
from netkit.errors import BadFieldError, TruncatedError
from netkit.packet import dissect
from netkit.packet.application.dns.name import NAME
from netkit.packet.header import Header
from netkit.packet.pictures import tables
from tests.length import LONG
from tests.packet.invariants import broken_promises
from tests.packet.making import over_udp
from tests.packet.mutating import mutations
from tests.vectors.reading import vectors

LINK_TYPES = (0, 1, 12, 14, 101, 107, 113, 226, 228, 229, 242, 276, 65535, -1)

# A table with a field whose end only its reader finds (a name, a word of a line) is tested together with that reader.
TABLES = sorted(
    (table for table in set(tables()) if all(entry.width_bits or entry.size for entry in table.fields)),
    key=lambda table: table.__qualname__,
)

FIRST_OF_SHAPE = {
    shape: table
    for table in reversed(TABLES)
    if (shape := tuple((type(entry.kind), entry.width_bits) for entry in table.fields))
}.values()

every_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__qualname__)


def fixed(table):
    return [entry for entry in table.fields if entry.width_bits is not None]


def variable(table):
    return [entry for entry in table.fields if entry.width_bits is None]


@every_table
def test_the_fixed_fields_tile_whole_bytes(table):
    total = sum(entry.width_bits for entry in fixed(table))
    assert total == table.fixed_bytes * 8
    assert table.fields == tuple(fixed(table) + variable(table))
    assert [entry.index for entry in variable(table)] == list(range(len(variable(table))))
    at = 0
    header = table.decode(bytes(table.fixed_bytes + 64))
    for _, _, start, width in header.spans():
        assert start == at
        at += width
    assert at == header.byte_length * 8


@every_table
def test_each_field_says_what_it_is(table):
    for entry in table.fields:
        assert entry.meaning
        assert re.fullmatch(r"[a-z0-9_]+(\.[A-Za-z0-9_-]+)+", entry.key), entry.key
        assert getattr(table, entry.name) is entry
        if table.key != "data":
            assert entry.rfc
    names = [entry.name for entry in table.fields]
    assert len(set(names)) == len(names)


def examples(table):
    """How many to draw: tables of one shape are encoded by the same code, so that the first of each shape has most."""
    return settings(max_examples=15 if LONG or table in FIRST_OF_SHAPE else 4)


@every_table
def test_bytes_survive_a_header_and_a_header_survives_bytes(table):
    @examples(table)
    @given(st.data())
    def survive(data):
        bytes_survive(table, data)

    survive()


def bytes_survive(table, data):
    size = table.fixed_bytes + (data.draw(st.integers(0, 80)) if variable(table) else 0)
    content = data.draw(st.binary(min_size=size, max_size=size))
    before = data.draw(st.binary(max_size=3))
    try:
        header = table.decode(before + content + b"behind", len(before), len(before) + size)
    except TruncatedError as error:
        assert variable(table)
        header = error.partial
        assert header.encode() == content
        return
    assert header.start == len(before)
    assert content.startswith(header.encode())
    assert header.byte_length == len(header.encode()) <= size
    assert header.replace() == header
    assert hash(header.replace()) == hash(header)
    assert repr(header)


@every_table
def test_values_survive_the_bytes(table):
    @examples(table)
    @given(st.data())
    def survive(data):
        values_survive(table, data)

    survive()


def values_survive(table, data):
    raws = {entry.name: data.draw(st.integers(0, (1 << entry.width_bits) - 1)) for entry in fixed(table)}
    values, tail = {}, b""
    for entry in fixed(table):
        values[entry.name] = entry.kind.attribute(raws[entry.name], entry.width_bits)
    for entry in variable(table):
        content = data.draw(st.binary(max_size=40))
        values[entry.name] = entry.kind.attribute(content, len(content) * 8)
        tail += content
    header = table(**values)
    number = 0
    for entry in fixed(table):
        number = number << entry.width_bits | raws[entry.name]
    assert header.encode() == number.to_bytes(table.fixed_bytes, "big") + tail
    assert {name: getattr(header, name) for name in values} == values
    for entry, raw, start, width in header.spans():
        assert isinstance(entry.kind.value(raw, width), bool | int | str)
        assert isinstance(entry.kind.text(raw, width, entry.names), str)
        if entry.width_bits:
            assert start + width <= table.fixed_bytes * 8


def survives(entry, value):
    """Whether a field takes a value, keeps all of it in its bits, and gives it back."""
    try:
        raw = entry.kind.parse(value, entry.width_bits)
    except ValueError:
        return False
    kept = entry.kind.attribute(raw, entry.width_bits)
    if isinstance(kept, bytes):  # a short text is filled up with zeros
        return kept.rstrip(b"\0") == (value.encode() if isinstance(value, str) else value)
    return 0 <= raw < 1 << entry.width_bits and kept == value


@every_table
def test_a_value_that_does_not_fit_is_refused(table):
    good = {entry.name: entry.kind.attribute(0, entry.width_bits) for entry in fixed(table)}
    for entry in fixed(table):
        for bad in (1 << entry.width_bits, -1, None, 1.5, "x", b"", [0]):
            if survives(entry, bad):
                continue  # a number with a sign, a text
            with pytest.raises(BadFieldError) as caught:
                table(**good | {entry.name: bad})
            assert caught.value.field.endswith(f".{entry.name}")
            assert caught.value.rule
    with pytest.raises(TypeError):
        table(**good, no_such_field=1)
    for entry in fixed(table):
        with pytest.raises(AttributeError):
            setattr(table(**good), entry.name, 0)


# Dissections


@settings(max_examples=300)
@given(st.binary(max_size=200), st.sampled_from(LINK_TYPES), st.integers(0, 300))
def test_any_bytes_are_kept(data, link_type, more):
    assert broken_promises(dissect(data, link_type), data) == []
    assert broken_promises(dissect(data, link_type, original_length=len(data) + more), data) == []


STARTS = (
    "",
    "ffffffffffff020000000001",
    "ffffffffffff0200000000010800",
    "ffffffffffff02000000000186dd",
    "ffffffffffff0200000000010806",
    "ffffffffffff02000000000108004500",
    "ffffffffffff020000000001080045000060000000004001f9a4c0000201c0000202",
    "ffffffffffff020000000001080045000060000000004011f994c0000201c0000202003500350040 0000".replace(" ", ""),
    "ffffffffffff020000000001080045000060000000004006f99fc0000201c0000202",
    "ffffffffffff02000000000186dd6000000000403aff" + "20010db8000000000000000000000001" * 2,
)


@settings(max_examples=300)
@given(st.sampled_from(STARTS), st.binary(max_size=120))
def test_any_bytes_behind_a_header_are_kept(start, data):
    packet = bytes.fromhex(start) + data
    assert broken_promises(dissect(packet), packet) == []


@pytest.mark.parametrize("vector", vectors(), ids=repr)
def test_broken_packets_are_kept(vector):
    for seed in range(60 if LONG else 20):
        data = mutations(vector, seed)
        assert broken_promises(dissect(data), data) == [], data.hex()
        assert broken_promises(dissect(data, original_length=len(data) + 1), data) == [], data.hex()


@pytest.mark.parametrize("vector", vectors(), ids=repr)
def test_dissecting_is_a_function_of_the_bytes(vector):
    first, second = dissect(vector.data), dissect(bytearray(vector.data))
    for dissection in (first, second):
        assert dissection.problems == dissection.problems
    assert [repr(field) for field in first.fields] == [repr(field) for field in second.fields]
    assert first.data == vector.data
    assert isinstance(dissect(memoryview(vector.data)).data, bytes)


# Bounded work: lines of netkit that run, which, unlike seconds, are the same on every machine.


def lines_run(function):
    """How many lines of netkit's packet code run while `function` does."""
    folder = netkit.packet.__path__[0]
    count = 0

    def on_line(frame, event, _):
        nonlocal count
        count += event == "line"
        return on_line

    def on_call(frame, event, _):
        return on_line if frame.f_code.co_filename.startswith(folder) else None

    before = sys.gettrace()
    sys.settrace(on_call)
    try:
        function()
    finally:
        sys.settrace(before)
    return count


def dns_header(questions=0, answers=0, authority=0, additional=0):
    counts = b"".join(count.to_bytes(2, "big") for count in (questions, answers, authority, additional))
    return bytes([0, 1, 0x80, 0]) + counts


def pointer(to):
    return (0xC000 | to).to_bytes(2, "big")


def pointer_ladder(size):
    """Each question's name is a label and a pointer to the name before it, so that the last is as long as names may be, and longer."""
    message = bytearray(dns_header(questions=0xFFFF))
    at = len(message)
    message += b"\1a\0" + bytes(4)
    while len(message) < size:
        here = len(message)
        message += b"\1a" + pointer(at) + bytes(4)
        at = here
    return over_udp(bytes(message))


def bare_ladder(size):
    """Pointers to pointers."""
    message = bytearray(dns_header(questions=0xFFFF))
    at = len(message)
    message += b"\0" + bytes(4)
    while len(message) < size:
        here = len(message)
        message += pointer(at) + bytes(4)
        at = here
    return over_udp(bytes(message))


def longest_names(size):
    """Every record's name is a pointer to the longest chain that is allowed."""
    message = bytearray(dns_header(questions=0xFFFF))
    at = 0
    for _ in range(126):
        here = len(message)
        message += b"\1a" + (pointer(at) if at else b"\0") + bytes(4)
        at = here
    while len(message) < size:
        message += pointer(at) + bytes(4)
    return over_udp(bytes(message))


def roots(size):
    """As many records as counts and bytes allow: the root, with no data."""
    return over_udp(dns_header(0, 0xFFFF, 0xFFFF, 0xFFFF) + bytes(size))


def empty_strings(size):
    """TXT records of empty strings."""
    record = b"\0\0\x10\0\1\0\0\0\0" + (1000).to_bytes(2, "big") + bytes(1000)
    return over_udp(dns_header(answers=0xFFFF) + record * (size // len(record)))


def quotes_in_quotes(size):
    """ICMP errors that quote ICMP errors."""
    head = bytes([0x45, 0, 0xFF, 0xFF, 0, 0, 0, 0, 64, 1, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2])
    return (head + bytes([3, 1]) + bytes(6)) * (size // 28)


def quotes_in_quotes_of_ipv6(size):
    head = bytes([0x60, 0, 0, 0, 0xFF, 0xFF, 58, 64]) + bytes(32)
    return (head + bytes([1, 0]) + bytes(6)) * (size // 48)


def messages_over_tcp(size):
    """As many DNS messages in one segment as fit."""
    tcp = bytes([0, 53, 0, 53]) + bytes(8) + bytes([0x50, 0x10]) + bytes(6)
    content = tcp + (b"\0\x0c" + bytes(12)) * (size // 14)
    head = (
        bytes([0x45, 0])
        + (len(content) + 20).to_bytes(2, "big")
        + bytes([0, 0, 0, 0, 64, 6, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2])
    )
    return head + content


ATTACKS = (
    pointer_ladder, bare_ladder, longest_names, roots, empty_strings, quotes_in_quotes, quotes_in_quotes_of_ipv6, messages_over_tcp,
)  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_work_grows_with_the_bytes_and_no_faster(attack):
    small, large = attack(2000), attack(8000)
    assert broken_promises(dissect(large, 101), large) == []

    def work(data):
        return lines_run(lambda: dissect(data, 101).problems)

    few, many = work(small), work(large)
    factor = len(large) / len(small)
    assert many < few * factor * 1.6, f"{factor:.1f} times the bytes took {many / few:.1f} times the work"
    # The longest chain of pointers to follow for two bytes of a name is the dearest thing that there is.
    assert many < len(large) * 1500


@pytest.mark.parametrize("target", range(10, 40))
def test_a_pointer_never_loops(target):
    message = dns_header(questions=2) + b"\1a" + pointer(target) + bytes(4) + pointer(target) + bytes(4)
    data = over_udp(message)
    assert lines_run(lambda: dissect(data, 101).problems) < 20_000
    assert broken_promises(dissect(data, 101), data) == []


def test_every_first_byte_of_a_name():
    for first in range(256):
        data = over_udp(dns_header(questions=1) + bytes([first]) + b"\0" * 70)
        dissection = dissect(data, 101)
        assert broken_promises(dissection, data) == []
        rules = {problem.rule for problem in dissection.problems if problem.rule.startswith("dns.name")}
        if 64 <= first < 192:
            assert rules == {"dns.name.label.type"}  # RFC 1035 §4.1.4: 01 and 10 are reserved


def test_a_name_is_only_what_is_in_front_of_it():
    """RFC 1035 §4.1.4: a pointer leads to a prior occurrence; one into its own labels would run in a circle."""
    for target, rule in (
        (12, "dns.name.pointer.forward"),
        (14, "dns.name.pointer.forward"),
        (20, "dns.name.pointer.forward"),
    ):
        dissection = dissect(over_udp(dns_header(questions=1) + b"\1a" + pointer(target) + bytes(20)), 101)
        assert [problem.rule for problem in dissection.problems] == [rule]
        (problem,) = dissection.problems
        assert problem.rfc == "RFC 1035 §4.1.4"
        assert problem.start_bit == (20 + 8 + 14) * 8


def test_a_name_that_points_at_itself():
    for label in (b"", b"\1a", b"\x3f" + b"a" * 63):
        dissection = dissect(over_udp(dns_header(questions=1) + label + pointer(12) + bytes(20)), 101)
        assert [problem.rule for problem in dissection.problems] == ["dns.name.pointer.forward"]


def test_a_pointer_has_fourteen_bits():
    """RFC 1035 §4.1.4: offsets up to 3fff, in a message that is longer than that."""
    for offset in (0x1FFF, 0x2000, 0x2001, 0x3FFF):
        fill = b"\0\0\x10\0\1" + bytes(4) + (offset - 12 - 11 - 11).to_bytes(2, "big") + bytes(offset - 12 - 11 - 11)
        data = b"\0\0\2\0\1" + bytes(4) + b"\0\x06" + b"\4far!\0"
        names = b"\0\0\2\0\1" + bytes(4) + b"\0\2" + pointer(offset)
        packet = over_udp(dns_header(answers=3) + fill + data + names)
        dissection = dissect(packet, 101)
        assert dissection.problems == []
        first, second = dissection.values("dns.ns")
        assert first == second == "far!"
        assert broken_promises(dissection, packet) == []


def test_a_name_has_255_bytes_at_most():
    """RFC 1035 §2.3.4, the lengths and the root's zero counted."""
    longest = (b"\x3f" + b"a" * 63) * 3 + b"\x3d" + b"a" * 61 + b"\0"
    assert len(longest) == 255
    good = dissect(over_udp(dns_header(questions=1) + longest + bytes([0, 1, 0, 1])), 101)
    assert good.problems == []
    assert len(good.value("dns.qry.name")) == 253
    longer = longest[:-63] + b"\x3e" + b"a" * 62 + b"\0"
    assert len(longer) == 256
    bad = dissect(over_udp(dns_header(questions=1) + longer + bytes([0, 1, 0, 1])), 101)
    assert [problem.rule for problem in bad.problems] == ["dns.name.long"]


def test_flags_are_booleans():
    flags = [(table, entry) for table in TABLES for entry in table.fields if entry.width_bits == 1]
    assert len(flags) > 25
    for table, entry in flags:
        assert entry.kind.json_type == "boolean"
        assert [entry.kind.value(raw, 1) for raw in (0, 1)] == [False, True], (table, entry)
    assert NAME.json_type == "string"
    assert issubclass(TABLES[0], Header)
