"""A port that is held, on a real kernel: what answers a SYN made by hand, and who still sees the answer."""

from __future__ import annotations

import contextlib
import os
import socket
import sys
from pathlib import Path

import pytest

from netkit.packet import build
from tests.system.live_network import environment, need_networks

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="socket filters are a feature of Linux")

PORT, SERVER = 40_000, 8080
AT = {4: "127.0.0.1", 6: "::1"}
FAMILY = {4: socket.AF_INET, 6: socket.AF_INET6}


@pytest.fixture
def namespace():
    need_networks()
    from netkit.live.namespace import Namespace
    from netkit.live.rtnetlink import Rtnetlink

    def up():
        with Rtnetlink() as rtnetlink:
            rtnetlink.link_up("lo")
        return {}, []

    with Namespace() as found:
        found.call(up)
        yield found


def syn(version):
    """The TCP segment that opens a connection from the port to the server."""
    network = f"ipv{version} src={AT[version]} dst={AT[version]}"
    packet = build(f"{network} / tcp sport={PORT} dport={SERVER} seq=1000 flags=S").encode()
    return packet[20 if version == 4 else 40 :]


def flags_seen(version, hold):
    """Send the SYN while a server listens, and give the flags of what passed loopback: the kernel is done when sending is done."""
    from netkit.live.sniffing.tap import open_tap
    from netkit.packet import dissect

    with contextlib.ExitStack() as stack:
        server = stack.enter_context(socket.create_server((AT[version], SERVER), family=FAMILY[version]))
        assert server
        if hold:
            from netkit.live.holding import Hold

            assert set(stack.enter_context(Hold(PORT)).versions) >= {version}
        tap = stack.enter_context(open_tap("lo", ring=False))
        raw = stack.enter_context(socket.socket(FAMILY[version], socket.SOCK_RAW, socket.IPPROTO_TCP))
        raw.sendto(syn(version), (AT[version], 0))
        tap.stop()
        found = []
        while tap.count():
            found += tap.packets()
        return [
            [name for name in ("syn", "ack", "reset") if dissect(each.data).value(f"tcp.flags.{name}")]
            for each in found
        ]


@pytest.mark.parametrize("version", [4, 6])
def test_only_a_held_port_is_not_reset(namespace, version):
    answered = [["syn"], ["syn", "ack"]]
    told, _ = namespace.call(lambda: ({"without": flags_seen(version, False), "held": flags_seen(version, True)}, []))
    assert told == {"without": [*answered, ["reset"]], "held": answered}


def test_who_uses_the_port_is_named(namespace):
    from netkit.errors import UsageError
    from netkit.live.holding import Hold

    def work():
        with socket.create_server(("127.0.0.1", PORT)):
            try:
                Hold(PORT).close()
            except UsageError as error:
                return {"what": error.what, "where": error.where, "hint": error.hint}, []
        return {}, []

    told = namespace.call(work)[0]
    assert told["what"] == f"port {PORT} is in use"
    assert f"listens at 127.0.0.1:{PORT}" in told["where"]
    assert "another port" in told["hint"]


def test_ports_of_root_are_roots():
    """In a process of an ordinary user, outside of any namespace of its own."""
    from netkit.live.sniffing.recording import run_here

    def work():
        from netkit.errors import AccessError
        from netkit.live.holding import Hold

        if os.geteuid() == 0:
            os.setgid(65534)
            os.setuid(65534)
        try:
            Hold(81).close()
        except AccessError as error:
            return 0 if "netkit lab shell" in error.hint and "kept for root" in error.why else 1
        return 2

    if int(Path("/proc/sys/net/ipv4/ip_unprivileged_port_start").read_text(encoding="ascii")) < 82:
        pytest.skip("here port 81 is everybody's")
    assert run_here(work).wait(20) == 0


def test_the_command_holds_while_a_program_runs(namespace, tmp_path):
    """The program is the same command once more, which finds the port in use and names the first."""
    from netkit.live.child import Streams

    command = [sys.executable, "-m", "netkit", "lab", "hold", str(PORT)]
    with (tmp_path / "said").open("w+b") as said:
        streams = Streams(output=said.fileno(), errors=said.fileno())
        child = namespace.start([*command, "--", *command], streams, environment=environment())
        assert child.wait(60) == 2
        said.seek(0)
        told = " ".join(said.read().decode().split())
    assert f"holding TCP port {PORT} over IPv4 and IPv6" in told
    assert f"port {PORT} is in use" in told
    assert "lab hold 40000" in told.partition("in use")[2]
    assert "Traceback" not in told
