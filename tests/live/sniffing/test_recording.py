"""Recording what passes an interface: nothing missing, nothing twice, marked as the kernel knows it, and whole at every moment."""

from __future__ import annotations

import os
import signal
import socket
import struct
import sys

import pytest

from tests.live.sniffing.network import FRAME, cabled, numbered, send_numbered
from tests.oracle import tshark

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="packet sockets are a feature of Linux")

LONG = os.environ.get("NETKIT_LONG") == "1"
TAGGED = FRAME[:12] + bytes.fromhex("8100 6005 0800") + bytes(60)


def recorded(path):
    from netkit import capture

    with capture.open(path) as found:
        records = list(found)
        assert not found.problems
        return records, found


def talk():
    """A connection over loopback: hello, and its end."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        client = socket.create_connection(server.getsockname())
        other, _ = server.accept()
        client.sendall(b"hello")
        assert other.recv(10) == b"hello"
        client.close()
        other.close()
        return {}, []


def test_loopback_is_there_once_and_its_checksums_are_not_called_wrong(namespace, tmp_path):
    from netkit.capture import details
    from netkit.capture.dissecting import dissected
    from netkit.live.sniffing.recording import Recording
    from netkit.packet import dissect

    cabled(namespace)
    path = str(tmp_path / "lo.pcapng")
    with Recording(namespace.run, ["lo"], path) as recording:
        namespace.call(talk)
        told = recording.close()
    records, capture = recorded(path)
    packets = [dissected(each) for each in records]
    assert told.packets == len(records)
    assert [each.value("tcp.flags.syn") for each in packets].count(True) == 2
    assert [each.value("tcp.flags.fin") for each in packets].count(True) == 2
    assert [bytes.fromhex(each.value("tcp.payload") or "") for each in packets].count(b"hello") == 1
    assert told.unfilled == len(records) == sum(each.unfilled for each in records)
    assert {details(each).direction for each in records} == {"inbound"}
    assert not any(each.problems for each in packets)
    assert any(dissect(each.data).problems for each in records), "unmarked, they would be called wrong"
    times = [each.time for each in records]
    assert times == sorted(times)
    assert (capture.statistics[0].received, capture.statistics[0].dropped) == (len(records), 0)


def test_both_ends_of_a_cable_in_the_order_of_time(namespace, tmp_path):
    from netkit.capture import details
    from netkit.live.sniffing.recording import Recording

    cabled(namespace)
    path = str(tmp_path / "both.pcapng")
    with Recording(namespace.run, ["left", "right"], path) as recording:
        namespace.call(lambda: ({"took": send_numbered("left", 300)}, []))
        assert recording.close().packets == 600
    records, _ = recorded(path)
    for name, direction in (("left", "outbound"), ("right", "inbound")):
        here = [each for each in records if each.interface.name == name]
        assert numbered(here) == list(range(300))
        assert {details(each).direction for each in here} == {direction}
    times = [each.time for each in records]
    assert times == sorted(times)


@pytest.mark.parametrize("ring", [True, False])
def test_both_ways_of_reading_give_the_same(namespace, ring):
    """A frame's tag, which the kernel takes out on its way in, is put back."""
    cabled(namespace)

    def work():
        from netkit.live.sniffing.interfaces import interface_called
        from netkit.live.sniffing.tap import Tap

        with Tap(interface_called("right"), ring=ring) as tap:
            send_numbered("left", 50, size=1514)
            with socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0) as opened:
                opened.bind(("left", 0))
                opened.send(TAGGED)
            found = []
            while len(found) < 51:
                found += tap.packets()
            assert tap.count() == 0
            assert (tap.passed, tap.lost) == (51, 0)
        assert numbered(found) == list(range(50))
        assert all(each.original_length == len(each.data) for each in found)
        assert found[-1].data == TAGGED
        return {"frames": len(found)}, []

    assert namespace.call(work)[0] == {"frames": 51}


@pytest.mark.parametrize("ring", [True, False])
def test_what_nobody_had_time_for_is_counted(namespace, ring):
    cabled(namespace)
    sent = 3000

    def work():
        from netkit.live.sniffing.interfaces import interface_called
        from netkit.live.sniffing.tap import Tap

        with Tap(interface_called("right"), room=1 << 19, ring=ring) as tap:
            send_numbered("left", sent, size=1514)
            tap.stop()
            send_numbered("left", 10)
            found = []
            while tap.count():
                found += tap.packets()
            return {"numbers": numbered(found), "lost": tap.lost}, []

    told, _ = namespace.call(work)
    assert 0 < told["lost"] < sent
    assert told["numbers"] == list(range(sent - told["lost"]))


def test_a_kill_leaves_a_whole_file(namespace, tmp_path):
    from netkit.capture import GrowingCapture
    from netkit.live.sniffing.recording import Recording

    cabled(namespace)
    path = str(tmp_path / "killed.pcapng")
    found = []
    with Recording(namespace.run, ["right"], path), GrowingCapture(path) as growing:
        namespace.call(lambda: ({"took": send_numbered("left", 200)}, []))
        while len(found) < 200:
            found += growing.more()
            assert not growing.problems
        os.kill(namespace.keeper, signal.SIGKILL)
    assert numbered(found) == list(range(200))
    assert numbered(recorded(path)[0]) == numbered(found)


def test_it_ends_when_its_interface_is_gone(namespace, tmp_path):
    from netkit.live.sniffing.recorder import Ending
    from netkit.live.sniffing.recording import Recording
    from netkit.live.system_calls import CLONE_NEWNET, unshare

    path = str(tmp_path / "gone.pcapng")

    def work():
        import subprocess

        from netkit.live.sniffing.recording import run_here

        unshare(CLONE_NEWNET)
        ip = ["env", "PATH=/usr/sbin:/sbin:/usr/bin:/bin", "ip", "link"]
        subprocess.run([*ip, "add", "left", "type", "veth", "peer", "name", "right"], check=True)
        subprocess.run([*ip, "set", "left", "up"], check=True)
        recording = Recording(run_here, ["left"], path)
        subprocess.run([*ip, "del", "left"], check=True)
        while recording.is_running():
            pass
        return {"ending": recording.close().ending.value}, []

    cabled(namespace)
    assert namespace.call(work)[0] == {"ending": Ending.GONE.value}
    assert recorded(path)[0] == []


def test_a_quick_wire_loses_nothing_or_says_how_much(namespace, tmp_path):
    """With NETKIT_LONG=1: 20,000 packets a second for ten seconds."""
    from netkit.live.sniffing.recording import Recording

    cabled(namespace)
    count = 200_000 if LONG else 4_000
    path = tmp_path / "quick.pcapng"
    script = f"from tests.live.sniffing.network import send_numbered; send_numbered('left', {count}, rate=20_000)"
    with Recording(namespace.run, ["right"], str(path)) as recording:
        assert namespace.start([sys.executable, "-c", script]).wait(60) == 0
        told = recording.close()
    records, capture = recorded(path)
    numbers = numbered(records)
    assert told.packets == len(numbers) == count - told.lost
    assert len(set(numbers)) == len(numbers)
    assert capture.statistics[0].dropped == told.lost
    if told.lost == 0:
        assert numbers == list(range(count))
    shown = tshark.columns(path.read_bytes(), ["eth.type", "frame.interface_name"])
    assert shown == [{"eth.type": "0x88b5", "frame.interface_name": "right"}] * len(numbers)
    if LONG:
        print(f"{count:,} packets, {told.lost:,} lost, {path.stat().st_size:,} bytes")  # noqa: T201 - for who ran it by hand


def test_what_can_not_be_recorded_is_said(namespace, tmp_path):
    from netkit.errors import AccessError, UsageError
    from netkit.live.sniffing.recording import Recording

    path = str(tmp_path / "out.pcapng")
    with pytest.raises(UsageError, match="there is no interface eht0"):
        Recording(namespace.run, ["eht0"], path)
    with pytest.raises(AccessError, match="lo is down") as caught:
        Recording(namespace.run, ["lo"], path)
    assert "ip link set lo up" in caught.value.hint
    cabled(namespace)
    (tmp_path / "out.pcapng").write_bytes(b"precious")
    with pytest.raises(UsageError, match="already"):
        Recording(namespace.run, ["lo"], path)
    assert (tmp_path / "out.pcapng").read_bytes() == b"precious"
    with Recording(namespace.run, ["lo"], path, replace=True):
        pass
    assert recorded(path)[0] == []


def test_a_full_disk_leaves_whole_blocks(namespace, tmp_path):
    """The largest size that a file may have stands for the disk."""
    import resource

    from netkit.errors import AccessError
    from netkit.live.sniffing.record_file import RecordFile

    path = tmp_path / "full.pcapng"

    def work():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        with RecordFile(str(path)) as file:
            file.write(bytes(600))
            try:
                file.write(bytes(600))
            except AccessError as error:
                return {"told": str(error)}, []
        return {}, []

    assert "holds 600 bytes" in namespace.call(work)[0]["told"]
    assert path.stat().st_size == 600


def test_sizes_of_the_kernels_structures():
    """The ring's layout is a part of Linux's ABI: 48 bytes of a packet's head stand before the address (linux/if_packet.h)."""
    from netkit.live.sniffing import ring

    assert ring.PACKET_HEAD.size <= 48
    assert 48 + struct.calcsize("=HHiH") == ring.KIND
