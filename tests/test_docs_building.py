"""docs/building.md is true: each command in it prints what stands there, and each line in it can be built."""

import re
import shlex

import pytest

from netkit.packet import build
from netkit.packet.building import dns, ipv4, maximum_segment_size, tcp, udp, wrong
from tests.system.program import ROOT, netkit

PAGE = (ROOT / "docs" / "building.md").read_text(encoding="utf-8")

BLOCKS = re.findall(r"```(\w*)\n(.*?)```", PAGE, re.DOTALL)


def commands():
    """Each command of the page with what it prints; lines that are too long for the page are broken there."""
    for language, text in BLOCKS:
        if language == "console":
            for command in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
                words, _, printed = command.partition("\n")
                yield words, printed


@pytest.mark.parametrize(("command", "printed"), list(commands()))
def test_the_commands_print_what_the_page_says(command, printed):
    program, *words = shlex.split(command)
    assert program == "netkit"
    done = netkit(*words)
    assert "".join((done.stdout + done.stderr).split()) == "".join(printed.split())


@pytest.mark.parametrize("line", [line for language, text in BLOCKS if not language for line in text.splitlines()])
def test_the_lines_can_be_built(line):
    assert build(line).encode()


def test_python():
    packet = ipv4(destination="198.51.100.7", ttl=3) / udp(dport=53) / dns(question="www.example.test")
    assert (
        "packet = " + 'ipv4(destination="198.51.100.7", ttl=3) / udp(dport=53) / dns(question="www.example.test")'
        in PAGE
    )
    assert build(packet.to_text()) == build(packet.dissect() and packet.to_text())
    assert (ipv4() / udp(checksum=wrong(0x1234)) / b"hello").encode()[26:28] == b"\x12\x34"
    assert (ipv4() / tcp(maximum_segment_size(1460), synchronize=True)).encode() == (
        ipv4() / tcp(mss=1460, syn=True)
    ).encode()
