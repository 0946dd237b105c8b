"""docs/streams.md shows what the commands really print, and the policies that there are."""

import re
from pathlib import Path

import pytest

from netkit.capture.streams.following import MOST_HELD
from netkit.packet.overlap import TCP_POLICIES
from tests.system.program import netkit

PAGE = (Path(__file__).parents[1] / "docs" / "streams.md").read_text(encoding="utf-8")

SHOWN = re.findall(r"```console\n\$ netkit ([^\n]+)\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize(("command", "shown"), SHOWN, ids=[command for command, _ in SHOWN])
def test_what_is_shown_is_what_is_printed(command, shown):
    printed = netkit(*command.split()).stdout
    beginning, dots, _ = shown.partition("…\n")
    assert printed == shown or (dots and printed.startswith(beginning))


def test_every_policy_is_in_the_table_with_its_rule():
    rows = dict(re.findall(r"^\| `([a-z0-9-]+)` \| (.+) \|$", PAGE, re.MULTILINE))
    assert rows == {name: policy.rule for name, policy in TCP_POLICIES.items()}


def test_the_limit_is_that_of_the_code():
    assert f"{MOST_HELD >> 20} MiB" in PAGE
