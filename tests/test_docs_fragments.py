"""docs/fragments.md shows what the commands really print, and the policies that there are."""

import re
from pathlib import Path

import pytest

from netkit.packet.fragments import LINUX, RFC
from netkit.packet.overlap import IP_POLICIES, TCP_POLICIES
from tests.system.program import netkit

PAGE = (Path(__file__).parents[1] / "docs" / "fragments.md").read_text(encoding="utf-8")

SHOWN = re.findall(r"```console\n\$ netkit ([^\n]+)\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize(("command", "shown"), SHOWN, ids=[command for command, _ in SHOWN])
def test_what_is_shown_is_what_is_printed(command, shown):
    printed = netkit(*command.split()).stdout
    beginning, dots, _ = shown.partition("…\n")
    assert printed == shown or (dots and printed.startswith(beginning))


def test_every_policy_is_in_the_table():
    rows = re.findall(r"^\| `([a-z0-9-]+)` \|", PAGE, re.MULTILINE)
    assert sorted(rows) == sorted(IP_POLICIES)
    assert all(f"`{name}`" in PAGE for name in TCP_POLICIES)


def test_the_limits_are_those_of_the_code():
    row = dict(re.findall(r"^\| ([^|]+?) \| (.+) \|$", PAGE, re.MULTILINE))
    assert f"{RFC.seconds[4]} s" in row["time, from the first fragment on"]
    assert f"{LINUX.seconds[4]} s for IPv4, {LINUX.seconds[6]} s for IPv6" in row["time, from the first fragment on"]
    memory = row["memory, for each version of IP"]
    assert memory.count(f"{RFC.memory >> 20} MiB") == 2
    assert RFC.memory == LINUX.memory
    assert f"{LINUX.distance} (`ipfrag_max_dist`)" in row["other fragments of the same source between two of a packet"]
    assert row["fragments of a packet"].startswith(f"{RFC.fragments} ")
