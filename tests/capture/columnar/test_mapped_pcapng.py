"""Mapped pcapng files: runs of plain packets, and everything that interrupts them, as the reader of the format finds them."""

import random
import struct

import pytest

from netkit.capture.columnar import lock_step, mapped_pcapng, reading
from tests.capture.columnar.read_both_ways import both_ways

TICKS = 1_700_000_000_000_000


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """Windows so small that a short file has many of them, and ways so short that guesses are made."""
    monkeypatch.setattr(mapped_pcapng, "WINDOW", 1 << 16)
    monkeypatch.setattr(lock_step, "WORTH_IT", 1 << 12)
    monkeypatch.setattr(lock_step, "CHAINS", 16)
    monkeypatch.setattr(reading, "LONG_RUN", 4)


def packets(make, chance, count, order="<", interfaces=1, **more):
    """Blocks of packets, many of which look like blocks inside."""
    lure = make.enhanced(bytes(20), TICKS, order=order)
    made = []
    for number in range(count):
        size = chance.choice((0, 1, 59, 60, 90, 600, 1514, 3000))
        data = (lure * (size // len(lure) + 1))[:size] if chance.random() < 0.5 else chance.randbytes(size)
        made.append(make.enhanced(data, TICKS + number, chance.randrange(interfaces), order=order, **more))
    return made


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_long_run(tmp_path, make, order):
    chance = random.Random(order)
    path = tmp_path / "file.pcapng"
    path.write_bytes(make.section(order) + make.interface(order) + b"".join(packets(make, chance, 900, order)))
    plain, quick, problems, found = both_ways(path)
    assert len(plain) == 900
    assert quick == plain
    assert found == problems == ()


def test_everything_between(tmp_path, make):
    """Comments, other blocks, simple and obsolete packets, an interface with a clock of its own, a section in the other byte order."""
    chance = random.Random(5)
    slow = make.option(9, b"\x03") + make.option(14, struct.pack("<q", 86_400)) + make.option(0, b"")
    blocks = [make.section(), make.interface(), *packets(make, chance, 200)]
    blocks += packets(make, chance, 3, options=make.option(1, b"look here") + make.option(0, b""))
    blocks += packets(make, chance, 150)
    blocks += [make.interface(link_type=101, options=slow), *packets(make, chance, 200, interfaces=2)]
    blocks += [
        make.simple(bytes(60)),
        make.obsolete(bytes(64), TICKS),
        make.block(0x777, bytes(44)),
        make.block(5, bytes(12)),
    ]
    blocks += packets(make, chance, 120, interfaces=2)
    blocks += [make.section(">"), make.interface(">", link_type=113), *packets(make, chance, 200, ">")]
    path = tmp_path / "file.pcapng"
    path.write_bytes(b"".join(blocks))
    plain, quick, problems, found = both_ways(path)
    assert quick == plain
    assert len(plain) == 875
    assert found == problems
    assert {each[5][:3] for each in quick} == {(1, 0, 1), (1, 1, 101), (2, 0, 113)}


def test_packets_with_options_everywhere_are_still_read(tmp_path, make):
    chance = random.Random(6)
    path = tmp_path / "file.pcapng"
    noted = packets(make, chance, 300, options=make.option(2, bytes(4)) + make.option(0, b""))
    path.write_bytes(make.section() + make.interface() + b"".join(noted))
    plain, quick, problems, found = both_ways(path)
    assert quick == plain
    assert (len(plain), problems) == (300, found)


@pytest.mark.parametrize(
    "damage",
    [
        lambda make: make.enhanced(bytes(60), TICKS)[:-9],
        lambda make: make.block(6, bytes(80), after=99),
        lambda make: make.enhanced(bytes(60), TICKS, captured=5000),
        lambda make: make.enhanced(bytes(60), TICKS, 7),
        lambda _: struct.pack("<II", 6, 0) + bytes(200),
        lambda _: struct.pack("<II", 6, 0xFFFFFFFC) + bytes(200),
        lambda _: struct.pack("<II", 6, 45) + bytes(200),
        lambda make: make.enhanced(bytes(60), (1 << 64) - 1),
        lambda make: make.section()[:12] + bytes(16),
    ],
    ids=[
        "cut",
        "lengths differ",
        "claims more",
        "no interface",
        "length 0",
        "length 4 GB",
        "odd length",
        "latest time",
        "bad section",
    ],
)
def test_damage_gives_what_is_whole_and_the_same_problems(tmp_path, make, damage):
    chance = random.Random(7)
    path = tmp_path / "file.pcapng"
    around = b"".join(packets(make, chance, 100))
    path.write_bytes(make.section() + make.interface() + around + damage(make) + around)
    plain, quick, problems, found = both_ways(path)
    assert len(plain) >= 100
    assert [each[:1] + each[2:] for each in quick] == [each[:1] + each[2:] for each in plain]
    assert found == problems
