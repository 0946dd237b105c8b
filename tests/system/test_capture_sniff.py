"""`netkit capture sniff` on a real kernel, in a private network."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time

import pytest

from tests.live.sniffing.network import FRAME, cabled, numbered, send_numbered
from tests.system.live_network import as_user, environment, need_networks
from tests.system.program import ROOT, assert_error, netkit

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="packet sockets are a feature of Linux")

PING = FRAME[:12] + bytes.fromhex("0800 4500001c0001000040018f4ec0000201c00002020800f7fd00010001")
"""An echo request from 192.0.2.1 to 192.0.2.2, its checksums right."""


@pytest.fixture
def namespace():
    need_networks()
    from netkit.live.namespace import Namespace

    with Namespace() as found:
        cabled(found)
        yield found


class Running:
    """`netkit capture sniff WORDS` in a namespace, listening; what it says goes into files."""

    def __init__(self, namespace, folder, *words, script='exec "$@"'):
        from netkit.live.child import Streams

        self.out, self.err = (folder / name for name in ("out", "err"))
        command = [sys.executable, "-m", "netkit", "capture", "sniff", *words]
        reading, self.stdin = os.pipe()
        with self.out.open("wb") as out, self.err.open("wb") as err:
            streams = Streams(input=reading, output=out.fileno(), errors=err.fileno())
            variables = environment() | {"COLUMNS": "80"}
            self.child = namespace.start(["sh", "-c", script, "sh", *command], streams, environment=variables)
        os.close(reading)
        until = time.monotonic() + 60
        while " ends " not in " ".join(self.err.read_text().split()):
            assert self.child.poll() is None, self.err.read_text()
            assert time.monotonic() < until
            time.sleep(0.01)

    def ended(self):
        """Its exit code, output and words, once it has ended."""
        os.close(self.stdin)
        return self.child.wait(60), self.out.read_text(), self.err.read_text()


def ping(namespace, count, *, other=0):
    """Send so many echo requests by `left`, behind other frames."""

    def work():
        import socket

        send_numbered("left", other)
        with socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0) as opened:
            opened.bind(("left", 0))
            for _ in range(count):
                opened.send(PING)
        return {}, []

    namespace.call(work)


def test_a_line_for_each_packet_that_a_filter_selects(namespace, tmp_path):
    running = Running(namespace, tmp_path, "-i", "right", "-Y", "icmp.type == 8", "-c", "3")
    ping(namespace, 4, other=5)
    code, out, err = running.ended()
    assert code == 0, err
    head, *lines = out.splitlines()
    assert head.split() == ["packet", "seconds", "from", "to", "what", "it", "is"]
    assert [line.split()[0] for line in lines] == ["6", "7", "8"]
    assert all(line.split()[2:] == ["192.0.2.1", "192.0.2.2", "ICMP", "echo", "request"] for line in lines)
    assert "3 packets; none was lost." in err


def test_lines_for_programs(namespace, tmp_path):
    running = Running(namespace, tmp_path, "-i", "right", "-c", "1", "--json", "-e", "ip.dst")
    ping(namespace, 1)
    code, out, _ = running.ended()
    row = json.loads(out)
    assert code == 0
    assert (row["schema"], row["number"], row["fields"]) == ("netkit.capture.show/1", 1, {"ip.dst": ["192.0.2.2"]})


def test_what_is_selected_goes_into_a_file(namespace, tmp_path):
    from netkit import capture

    path = tmp_path / "some.pcapng"
    running = Running(namespace, tmp_path, "-i", "right", "-Y", "icmp", "-c", "2", "-w", str(path), "--json")
    ping(namespace, 2, other=10)
    code, out, err = running.ended()
    told = json.loads(out)
    assert code == 0, err
    assert (told["schema"], told["packets"], told["lost"]) == ("netkit.capture.sniff/1", 2, 0)
    with capture.open(path) as found:
        records = list(found)
        assert [each.data for each in records] == [PING, PING]
        assert [each.interface.name for each in records] == ["right"] * 2
        assert found.statistics[0].received >= 12
        assert not found.problems


def test_a_signal_ends_it_cleanly(namespace, tmp_path):
    from netkit import capture

    path = tmp_path / "all.pcapng"
    script = '"$@" & read line; kill -TERM $!; wait $!'
    running = Running(namespace, tmp_path, "-i", "right", "-i", "left", "-w", str(path), script=script)
    namespace.call(lambda: ({"took": send_numbered("left", 30)}, []))
    code, out, err = running.ended()
    assert code == 0, err
    assert "60 packets; none was lost." in " ".join(out.split())
    with capture.open(path) as found:
        assert len(numbered(found)) == 60
        assert [each.dropped for each in found.statistics] == [0, 0]


def test_a_pipe_whose_reader_leaves_ends_it(namespace, tmp_path):
    script = '"$@" | head -c 10 >/dev/null'
    running = Running(namespace, tmp_path, "-i", "right", "-w", "-", script=script)
    for _ in range(5):
        namespace.call(lambda: ({"took": send_numbered("left", 10)}, []))
        if running.child.wait(2) is not None:
            break
    assert running.ended()[0] == 0


def test_what_can_not_be(namespace, tmp_path):
    from netkit.live.child import Streams

    def said(*words):
        with (tmp_path / "err").open("w+b") as err:
            command = [sys.executable, "-m", "netkit", "capture", "sniff", *words]
            code = namespace.start(command, Streams(errors=err.fileno()), environment=environment()).wait(60)
            err.seek(0)
            return subprocess.CompletedProcess(command, code, "", err.read().decode())

    assert_error(said("-i", "rihgt"), 2, "there is no interface rihgt", "did you mean right?")
    assert_error(said(), 2, "at which interface?", "are up", "lo is what this machine says to itself")
    assert_error(said("-i", "right", "-Y", "ip.sorce"), 2, "ip.sorce")
    assert_error(said("-i", "right", "-w", "x.pcapng", "-e", "ip.src"), 2, "-w writes whole packets")
    assert_error(said("-i", "right", "-w", "x.pcap"), 2, "x.pcap would be pcap", "netkit capture convert")


def test_an_ordinary_user_hears_what_is_missing():
    need_networks()
    done = as_user("capture", "sniff", "-i", "lo")
    assert_error(done, 4, "may not record at lo", "CAP_NET_RAW", "sudo netkit capture sniff -i lo", "netkit lab shell")


def test_the_list_of_interfaces():
    done = netkit("capture", "sniff", "--list", "--json", cwd=ROOT)
    names = [each["name"] for each in json.loads(done.stdout)["interfaces"]]
    assert "lo" in names
    assert "what this machine says to itself" in netkit("capture", "sniff", "--list").stdout


def test_a_checksum_that_was_still_to_be_filled_in_is_not_called_wrong(tmp_path):
    """The same packet twice, with the sum over the pseudo-header in place of the checksum, and marked as such the second time."""
    from netkit.live.sniffing.interfaces import LinkInterface
    from netkit.live.sniffing.packet_sockets import Sniffed
    from netkit.live.sniffing.record_blocks import RecordBlocks
    from netkit.packet import build

    line = "ethernet / ipv4 src=192.0.2.1 dst=192.0.2.2 / udp sport=1000 dport=2000 checksum=wrong(0x8438) / data hex:00112233"
    data = build(line).encode()
    interface = LinkInterface(name="eth0", index=1, link_type=1, is_up=True, is_loopback=False, mac=None)
    blocks = RecordBlocks([interface], 0)
    blocks.packets([(0, Sniffed(1, data, len(data), flags)) for flags in (1, 1 | 1 << 9)])
    path = tmp_path / "marked.pcapng"
    path.write_bytes(blocks.taken())
    for number, problems in ((1, ["udp.checksum.bad"]), (2, [])):
        done = netkit("packet", "explain", f"{path}:{number}", "--json")
        assert [each["rule"] for each in json.loads(done.stdout)["problems"]] == problems
    told = netkit("packet", "explain", f"{path}:2", COLUMNS="120").stdout
    assert "not filled in yet when it was recorded" in told
