"""The longest match beside Linux itself: the same routes in a network namespace, and `ip route get` for each destination."""

from __future__ import annotations

import json
import random
import shutil
import subprocess

import pytest

from netkit.address import Address, Prefix, Table, look_up, parse_address, parse_table
from tests.oracle.requirement import missing

SEED = 20251009


def in_namespace(script):
    """Run a shell script in a network namespace of its own, as an ordinary user may; None where that is not allowed."""
    if shutil.which("unshare") is None or shutil.which("ip") is None:
        return None
    done = subprocess.run(
        ["unshare", "-rn", "sh", "-c", script], capture_output=True, text=True, check=False, timeout=60
    )
    return done.stdout if done.returncode == 0 else None


def routes(version):
    """Routes through neighbours of one link, many of them inside each other; some prefixes twice, with different metrics."""
    chance = random.Random(SEED + version)
    width, base = (32, 0xC6120000) if version == 4 else (128, 0x20010DB8 << 96)
    lines = []
    for _ in range(150):
        length = chance.randint(width - 32 + 15, width)
        at = base + (chance.getrandbits(17) << (0 if version == 4 else chance.choice([0, 90])))
        prefix = Prefix.of(Address(version, at), length)
        hop = f"192.0.2.{chance.randint(2, 250)}" if version == 4 else f"fe80::{chance.randint(2, 250):x}"
        lines.append(f"{prefix} via {hop} dev d0 metric {chance.randint(1, 3)}")
    return sorted(set(lines))


def destinations(version, lines):
    """Addresses in and beside the prefixes of the routes."""
    chance = random.Random(SEED)
    found = []
    for line in chance.sample(lines, 60):
        number = parse_address(line.partition("/")[0]).number
        found += [number, number ^ 1 << chance.randint(0, 16)]
    return [Address(version, number) for number in found]


@pytest.mark.parametrize("version", [4, 6])
def test_linux_chooses_the_same_route(version):
    wanted = routes(version)
    asked = destinations(version, wanted)
    family = f"-{version}"
    setup = (
        "ip link set lo up; ip link add d0 type veth peer name d1; ip link set d0 up; ip link set d1 up; "
        "ip addr add 192.0.2.1/24 dev d0; ip -6 addr add 2001:db8:ffff::1/64 dev d0 nodad;"
    )
    script = (
        f"set -e; {setup} ip {family} -force -batch - 2>/dev/null <<'END' || true\n"
        + "".join(f"route add {line}\n" for line in wanted)
        + f"END\nip {family} route show; echo ---; "
        + "".join(f"ip {family} -json route get {address} 2>/dev/null || echo '[]'; echo ---; " for address in asked)
    )
    output = in_namespace(script)
    if output is None:
        missing("a network namespace", "unshare -rn and ip from iproute2, on Linux")
    shown, *answers = output.split("---\n")
    table = Table(parse_table(shown.splitlines()))
    assert len(table.routes) > 100
    compared = set()
    for address, answer in zip(asked, answers, strict=False):
        told = json.loads(answer or "[]")
        ours = look_up(table, address)
        if not told:
            assert ours.route is None, address
            continue
        if told[0].get("type") in ("local", "multicast", "broadcast"):
            continue
        gateway = told[0].get("gateway")
        hops = [None if route.next_hop is None else str(route.next_hop) for route in ours.chosen]
        assert gateway in hops, (address, told, hops)
        compared.add(ours.route.prefix)
    assert len(compared) > 40
