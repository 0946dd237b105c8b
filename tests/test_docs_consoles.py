"""Pages whose commands are shown with what they print: each is run again, and prints just that."""

import re
import shlex
from pathlib import Path

import pytest

from tests.system.program import ROOT, netkit

PAGES = [
    ROOT / "docs" / name
    for name in (
        "captures.md",
        "checksums.md",
        "conversations.md",
        "filters.md",
        "live-dns.md",
        "queries.md",
        "tcp-scripts.md",
        "tcp-transfers.md",
    )
]
CONSOLE = re.compile(r"```console\n\$ netkit (?P<command>.+)\n(?P<output>(?:.*\n)*?)```")
SHOWN = [
    (path.name, found["command"], found["output"])
    for path in PAGES
    for found in CONSOLE.finditer(Path(path).read_text(encoding="utf-8"))
]


def test_each_page_shows_commands():
    assert {name for name, _, _ in SHOWN} == {path.name for path in PAGES}


@pytest.mark.parametrize(("page", "command", "output"), SHOWN, ids=[command[:40] for _, command, _ in SHOWN])
def test_a_command_prints_what_the_page_shows(page, command, output):
    done = netkit(*shlex.split(command))
    assert (done.returncode, done.stdout) == (0, output), page
