"""Private namespaces: what runs in them, that it ends with them, and what is said where a machine forbids them."""

import errno
import os
import socket
import sys
import time
from pathlib import Path

import pytest

from netkit.address import parse_address
from netkit.errors import AccessError
from tests.system.live_network import need_networks

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="network namespaces are a feature of Linux")

NETWORK = Path("/proc/self/ns/net")
KERNEL = {4: parse_address("192.0.2.80"), 6: parse_address("2001:db8::80")}


@pytest.fixture
def namespace():
    need_networks()
    from netkit.live.namespace import Namespace

    with Namespace() as found:
        yield found


def alive(number):
    """Whether a process runs; one that only waits to be asked how it ended does not."""
    try:
        with open(f"/proc/{number}/stat", encoding="ascii") as file:  # noqa: PTH123
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_it_is_another_network_and_ours_stays(namespace):
    ours = str(NETWORK.readlink())
    told, descriptors = namespace.call(
        lambda: (
            {"net": str(NETWORK.readlink()), "interfaces": socket.if_nameindex(), "user": os.geteuid()},
            [],
        )
    )
    assert told["net"] != ours == str(NETWORK.readlink())
    assert [name for _, name in told["interfaces"]] == ["lo"]
    assert told["user"] == 0
    assert not descriptors


def test_one_stands_in_the_same_folder_and_errors_come_back(namespace, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert namespace.call(lambda: ({"folder": os.getcwd()}, []))[0] == {"folder": str(tmp_path)}  # noqa: PTH109

    def fail():
        raise FileNotFoundError(errno.ENOENT, "gone", "/some/where")

    with pytest.raises(FileNotFoundError) as caught:
        namespace.call(fail)
    assert caught.value.filename == "/some/where"


def test_programs_are_started_and_their_codes_come_back(namespace, tmp_path):
    from netkit.live.child import Streams

    with (tmp_path / "out").open("w+b") as file:
        environment = {**os.environ, "WORD": "hello"}
        child = namespace.start(
            ["sh", "-c", "echo $WORD; exit 7"],
            Streams(output=file.fileno()),
            environment=environment,
        )
        assert child.wait(10) == 7
        file.seek(0)
        assert file.read() == b"hello\n"
    with pytest.raises(OSError, match=r"(?i)no such file|permission"):
        namespace.start(["a-program-that-is-not-there"])
    assert namespace.run(lambda: 3).wait(10) == 3


def test_what_was_started_in_it_ends_with_it_however_it_hides(tmp_path):
    need_networks()
    from netkit.live.namespace import Namespace

    with Namespace() as namespace:
        noted = tmp_path / "numbers"
        script = f"setsid sh -c 'sleep 300 & sleep 300' & sleep 300 & readlink /proc/self/ns/net > {noted}; wait"
        namespace.start(["sh", "-c", script])
        until = time.monotonic() + 10
        while not (noted.exists() and noted.read_text()) and time.monotonic() < until:
            time.sleep(0.01)
        network = noted.read_text().strip()
    assert not users_of(network)


def test_when_it_is_closed_those_are_gone_too_that_started_what_ran_in_it(tmp_path, monkeypatch):
    need_networks()
    from netkit.live.namespace import Namespace

    real = os.waitstatus_to_exitcode
    ours = os.getpid()

    def slow(status):
        if os.getpid() != ours:
            time.sleep(0.3)
        return real(status)

    monkeypatch.setattr(os, "waitstatus_to_exitcode", slow)
    with Namespace() as namespace:
        namespace.start(["sleep", "300"])
        network = namespace.call(lambda: ({"net": str(NETWORK.readlink())}, []))[0]["net"]
        assert users_of(network)
    assert not users_of(network)


def users_of(network):
    """Processes in a network namespace that still run."""
    found = []
    for name in os.listdir("/proc"):  # noqa: PTH208
        try:
            if name.isdigit() and os.readlink(f"/proc/{name}/ns/net") == network and alive(name):  # noqa: PTH115
                found.append(name)
        except OSError:
            continue
    return found


@pytest.mark.parametrize("version", [4, 6])
def test_the_kernel_behind_an_interface_has_its_address_at_once(namespace, version):
    from netkit.live.listening_ports import hears, wait_for_listener
    from netkit.live.tun_network import is_own, private_tun

    def look():
        found = {
            "own": is_own(KERNEL[version]),
            "other": is_own(parse_address("192.0.2.81")),
            "before": hears(KERNEL[version], 80),
        }
        with socket.create_server(
            (str(KERNEL[version]), 80), family=socket.AF_INET if version == 4 else socket.AF_INET6
        ):
            found["after"] = wait_for_listener(KERNEL[version], 80, 0)
        return found, []

    with private_tun(namespace, KERNEL[version]) as tun:
        assert tun.read() is None
        assert not tun.write(bytes(20))
        assert namespace.call(look)[0] == {"own": True, "other": False, "before": False, "after": True}


SETTINGS = [
    ({"/proc/sys/user/max_user_namespaces": "0"}, "the number of user namespaces is limited"),
    ({"/proc/sys/kernel/unprivileged_userns_clone": "0"}, "kernel.unprivileged_userns_clone is 0"),
    ({"/proc/sys/kernel/apparmor_restrict_unprivileged_userns": "1"}, "AppArmor takes the rights away"),
    ({}, "the kernel refused it"),
]


@pytest.mark.parametrize(("settings", "why"), SETTINGS)
def test_a_machine_that_forbids_them_is_understood(monkeypatch, settings, why):
    from netkit.live import refusals, system_calls
    from netkit.live.namespace import Namespace

    def refuse(_):
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(system_calls, "unshare", refuse)
    monkeypatch.setattr(refusals, "setting", lambda path: settings.get(path, ""))
    monkeypatch.setattr(refusals, "container", lambda: "")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(AccessError) as caught:
        Namespace()
    assert "does not let netkit make namespaces" in caught.value.what
    assert why in caught.value.why
    assert "root" in caught.value.hint


def test_another_system_is_told_what_would_help(monkeypatch):
    from netkit.live.namespace import Namespace

    monkeypatch.setattr(sys, "platform", "darwin")
    with pytest.raises(AccessError, match="there are no network namespaces on darwin"):
        Namespace()


@pytest.mark.parametrize(
    ("number", "what"),
    [(errno.ENOENT, "this machine has no /dev/net/tun"), (errno.EPERM, "this machine gives no TUN interface")],
)
def test_a_missing_device_is_told(monkeypatch, number, what):
    from netkit.live import tun_network

    def refuse(_):
        raise OSError(number, os.strerror(number), "/dev/net/tun")

    monkeypatch.setattr(tun_network, "open_tun", refuse)
    monkeypatch.setattr(os, "access", lambda *_: True)
    with pytest.raises(AccessError) as caught:
        tun_network.tun_here([KERNEL[4]])
    assert caught.value.what.startswith(what)
    assert caught.value.hint
