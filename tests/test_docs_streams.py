"""The pages on streams, TCP, segments and HTTP show what the commands print, the policies that there are, and what can be found."""

import re
from pathlib import Path

import pytest

from netkit.capture.analysis.finding import FINDINGS
from netkit.capture.analysis.side import MOST_GAPS, MOST_WAITING
from netkit.capture.streams.following import MOST_HELD
from netkit.capture.streams.pieces import MOST_DECISIONS
from netkit.packet.overlap import TCP_POLICIES
from netkit.tcp.reassembly import PIECE_COST
from netkit.tcp.segmentation.cutting import LARGEST_PAYLOAD, MOST_SEGMENTS
from netkit.tcp.segmentation.options import OPTION_NAMES
from tests.system.program import netkit

DOCS = Path(__file__).parents[1] / "docs"
PAGE = (DOCS / "streams.md").read_text(encoding="utf-8")
TCP = (DOCS / "tcp.md").read_text(encoding="utf-8")
SEGMENTS = (DOCS / "tcp-segments.md").read_text(encoding="utf-8")
HTTP = (DOCS / "http.md").read_text(encoding="utf-8")

SHOWN = re.findall(r"```console\n\$ netkit ([^\n]+)\n(?!\$)(.*?)```", PAGE + TCP + SEGMENTS + HTTP, re.DOTALL)


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


def test_every_finding_is_in_the_table():
    rows = re.findall(r"^\| ([^|]+) \| `tcp\.analysis\.([a-z_]+)` \| ([^|]+) \| ([^|]+) \|$", TCP, re.MULTILINE)
    told = [(each.name, str(kind.name).lower(), each.rule, each.rfc) for kind, each in FINDINGS.items()]
    assert rows == told


def test_the_limits_and_options_of_segments_are_those_of_the_code():
    told = " ".join(SEGMENTS.split())
    assert f"A payload has {LARGEST_PAYLOAD >> 20} MiB at most, and makes at most {MOST_SEGMENTS:,} segments" in told
    assert f"stream {MOST_HELD >> 20} MiB are kept, each segment counted with {PIECE_COST} bytes more" in told
    assert f"Of decisions {MOST_DECISIONS:,} are kept" in told
    assert all(f"`{name}`" in SEGMENTS for name in OPTION_NAMES)


def test_the_limits_of_analysis_are_those_of_the_code():
    assert f"{MOST_WAITING:,} segments" in TCP
    assert f"{MOST_GAPS} gaps" in TCP
