"""`netkit tcp connect` and `netkit tcp listen` against this machine's own kernel, in networks made for it."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from netkit import capture
from netkit.packet import dissect
from tests.oracle import tshark
from tests.system.live_network import as_user, environment, need_networks, start, told
from tests.system.program import assert_error

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="network namespaces are a feature of Linux")

SERVER = {4: "192.0.2.80", 6: "2001:db8::80"}
HARD_PATH = ("--rtt", "5ms", "--loss", "5%", "--reorder", "5%", "--duplicate", "5%")


@pytest.fixture(autouse=True, scope="module")
def _networks():
    need_networks()


@pytest.fixture
def call(capfd, monkeypatch):
    """Run `netkit tcp WORDS` in this process, and see that it leaves none behind that it has started."""
    from netkit.cli.main import run

    mark = f"{os.getpid()}-{time.monotonic_ns()}"
    monkeypatch.setenv("NETKIT_TESTS_MARK", mark)
    monkeypatch.setenv("COLUMNS", "100")

    def call(*words):
        code = run(["tcp", *map(str, words)])
        out, err = capfd.readouterr()
        assert not marked(mark)
        return subprocess.CompletedProcess(words, code, out, err)

    return call


def marked(mark):
    """The processes whose environment has this mark, but for this one: it got it too late for /proc to show."""
    found = []
    for process in Path("/proc").iterdir():
        try:
            if process.name.isdigit() and mark.encode() in (process / "environ").read_bytes():
                found.append(process.name)
        except OSError:
            continue
    return found


def python_server(program):
    """The words of a server."""
    return ["--", sys.executable, "-S", "-c", program]


LISTENING = "import socket,struct,time; s=socket.socket(); s.setsockopt(1,2,1); s.bind(('0.0.0.0',80)); s.listen(); c,_=s.accept(); "


@pytest.mark.parametrize("version", [4, 6])
def test_a_megabyte_comes_from_the_kernel_through_a_bad_path(call, version):
    found = told(call("connect", SERVER[version], "80", "--bytes", "1MB", *HARD_PATH, "--json"))
    assert found["schema"] == "netkit.tcp.connect/1"
    assert (found["intact"], found["body_bytes"], found["ending"]["kind"]) == (True, 1_000_000, "closed")
    lost = [each["side"] for each in found["segments"] if each["lost"]]
    assert lost.count("kernel") > 10
    assert lost.count("netkit") > 10
    assert any(len(each["arrivals"]) == 2 for each in found["segments"])
    assert {"out-of-order", "duplicate"} <= {each["kind"] for each in found["events"]}


@pytest.mark.parametrize("version", [4, 6])
def test_a_megabyte_goes_to_the_kernel_through_a_bad_path(call, version):
    words = ["-6"] if version == 6 else []
    found = told(call("listen", *words, "--bytes", "1MB", *HARD_PATH, "--json"))
    assert found["schema"] == "netkit.tcp.listen/1"
    assert (found["intact"], found["client_code"], found["ending"]["kind"]) == (True, 0, "closed")
    assert found["client_bytes"] > 1_000_000
    assert len(found["retransmissions"]) > 10
    assert all(each["reason"] and each["rfc"] for each in found["retransmissions"])
    assert found["states"][:4] == ["CLOSED", "LISTEN", "SYN-RECEIVED", "ESTABLISHED"]


def test_a_page_is_told_segment_by_segment_and_written_as_a_capture(call, tmp_path):
    path, page = tmp_path / "run.pcapng", tmp_path / "page"
    done = call("connect", SERVER[4], "80", "--mtu", "1000", "--rtt", "4ms", "--pcap", path, "--output", page)
    assert done.returncode == 0, done.stderr
    said = " ".join(done.stdout.split())
    assert "nothing leaves this machine" in said
    assert "offers MSS 1,460, SACK, timestamps" in said
    assert "SYN and ACK come: from SYN-SENT to ESTABLISHED" in said
    assert "the router in the middle drops a packet of 1,500 bytes" in said
    assert "too big for the path" in said
    assert "byte for byte those of the page" in said
    assert page.stat().st_size == 20_416
    records = list(capture.open(path))
    assert records[0].link_type == 101
    assert abs(records[0].time / 1e9 - time.time()) < 60
    for record in records:
        assert not [each for each in dissect(record.data, 101).problems if each.rule != "http.cut"], record.number
    statuses = ["ip.checksum.status", "tcp.checksum.status", "_ws.malformed"]
    rows = tshark.columns(path.read_bytes(), [*statuses, "frame.number"])
    assert len(rows) == len(records)
    assert {tuple(row[each] for each in statuses) for row in rows} == {("1", "1", "")}


def test_netkit_heeds_the_router_too(call):
    found = told(call("listen", "--mtu", "1000", "--rtt", "4ms", "--json"))
    assert found["intact"]
    assert found["retransmissions"][0]["trigger"] == "too_big"
    assert "size" in {each["lost"] for each in found["segments"]}
    assert max(each["length"] for each in found["segments"] if not each["lost"]) == 1000 - 52


def test_bytes_go_out_and_come_back(call, tmp_path):
    path, back = tmp_path / "sent", tmp_path / "back"
    path.write_bytes(bytes(range(256)) * 400)
    echo = LISTENING + "\nwhile d := c.recv(65536): c.sendall(d)"
    done = call("connect", SERVER[4], "80", "--send", path, "--output", back, "--plain", *python_server(echo))
    assert done.returncode == 0, done.stderr
    assert back.read_bytes() == path.read_bytes()
    assert "netkit, 192.0.2.81:49152 to kernel" in done.stdout


def test_nginx_serves_and_curl_fetches(call, tmp_path):
    nginx, curl = shutil.which("nginx", path="/usr/sbin:/usr/bin"), shutil.which("curl")
    if not nginx or not curl:
        pytest.skip("nginx or curl is missing (Debian: nginx-light, curl)")
    (tmp_path / "page.html").write_bytes(b"<p>Hello.</p>\n" * 1458)
    temporary = "".join(
        f"{kind}_temp_path {tmp_path}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.geteuid() == 0 else ""
    (tmp_path / "nginx.conf").write_text(
        f"{user} daemon off; pid {tmp_path}/pid; error_log stderr; events {{}}"
        f"http {{ access_log off; {temporary} server {{ listen 80; root {tmp_path}; }} }}",
        encoding="utf-8",
    )
    got = tmp_path / "got"
    words = ["--get", "/page.html", "--output", got, "--json", "--", "nginx", "-c", tmp_path / "nginx.conf"]
    found = told(call("connect", SERVER[4], "80", *words))
    assert found["status"] == "HTTP/1.1 200 OK"
    assert got.read_bytes() == (tmp_path / "page.html").read_bytes()

    words = [
        "8080",
        "--file",
        tmp_path / "page.html",
        "--json",
        "--",
        "curl",
        "-s",
        f"http://{SERVER[4]}:8080/page.html",
    ]
    found = told(call("listen", *words))
    assert (found["intact"], found["client_code"], found["client_bytes"]) == (True, 0, 20_412)


def test_an_ordinary_user_needs_no_root():
    found = told(as_user("tcp", "connect", SERVER[6], "80", "--json"))
    assert (found["intact"], found["ending"]["kind"]) == (True, "closed")


def test_a_device_that_the_user_may_not_open_is_named():
    if os.geteuid() != 0:
        pytest.skip("only root can take the device away from others")
    done = as_user("tcp", "connect", SERVER[4], "80", rights="600")
    assert_error(done, 4, "this user may not open /dev/net/tun (crw-------)", "sudo chmod 666 /dev/net/tun")


def test_nobody_listens_there():
    """Where the machine has the address itself it happens there, and its kernel answers with RST."""
    script = f"ip link set lo up 2>/dev/null; ip addr add 10.0.0.1/32 dev lo; exec {sys.executable} -m netkit tcp connect 10.0.0.1 81"
    if os.geteuid() != 0 or not shutil.which("ip"):
        pytest.skip("needs root and ip")
    done = subprocess.run(
        ["unshare", "--net", "sh", "-c", script],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env=environment(),
    )
    assert_error(done, 4, "the SYN was answered by RST: nobody listens at that port")
    assert "this machine's own network" in " ".join(done.stdout.split())


@pytest.mark.parametrize(
    ("program", "words", "parts"),
    [
        (
            "c.recv(9); c.setsockopt(1,13,struct.pack('ii',1,0)); c.close()",
            [],
            ["the other side has reset the connection"],
        ),
        ("time.sleep(60)", ["--user-timeout", "300ms"], ["nothing got through for 0.3 s"]),
    ],
)
def test_servers_that_misbehave(call, program, words, parts):
    assert_error(call("connect", SERVER[4], "80", *words, *python_server(LISTENING + program)), 4, *parts)


@pytest.mark.parametrize(
    ("words", "code", "parts"),
    [
        (
            ["connect", "192.0.2.80", "80", "--", "false"],
            4,
            ["false ended with code 1 before it listened at 192.0.2.80 port 80"],
        ),
        (["connect", "192.0.2.80", "80", "--", "no-such-program"], 2, ["no-such-program can't be started"]),
        (
            ["connect", "192.0.2.80", "80", "--loss", "100%", "--user-timeout", "300ms"],
            4,
            ["nothing got through for 0.3 s"],
        ),
        (["listen", "--", "true"], 4, ["true ended with code 0, and has not connected"]),
        (["listen", "--user-timeout", "300ms", "--", "sleep", "60"], 4, ["nobody has connected for 0.3 s"]),
    ],
)
def test_what_can_go_wrong_is_told(call, words, code, parts):
    assert_error(call(*words), code, *parts)


@pytest.mark.parametrize(
    ("words", "code", "parts"),
    [
        (["connect", "example.com", "80"], 3, ["is no IPv4 address"]),
        (["connect", "93.184.216.34", "80"], 2, ["is an address of the Internet"]),
        (["connect", "127.0.0.1", "80"], 2, ["netkit can't connect to 127.0.0.1"]),
        (["connect", "fe80::1", "80"], 2, ["netkit can't connect to fe80::1"]),
        (["connect", "224.0.0.1", "80"], 2, ["netkit can't connect to 224.0.0.1"]),
        (["connect", "10.9.8.7", "80", "--here"], 2, ["10.9.8.7 is no address of this machine"]),
        (["connect", "192.0.2.80", "70000"], 2, ["70000"]),
        (["connect", "192.0.2.80", "80", "--mtu", "9000"], 2, ["is more than the path's ends have"]),
        (["connect", "192.0.2.80", "80", "--mss", "1500"], 2, ["does not fit an interface"]),
        (["connect", "192.0.2.80", "80", "--get", "x y"], 2, ["is no path of a page"]),
        (["connect", "192.0.2.80", "80", "--bytes", "1GB"], 2, ["is too large"]),
        (
            ["connect", "192.0.2.80", "80", "--bytes", "9", "--", "nginx"],
            2,
            ["--bytes is for the page of netkit's own server"],
        ),
        (["listen", "99999"], 2, ["99999 is no port"]),
        (["listen", "--address", "192.0.2.80", "-6"], 2, ["is no IPv6 address"]),
        (["listen", "--wait", "--", "curl"], 2, ["--wait and a client exclude each other"]),
    ],
)
def test_words_that_can_not_be(words, code, parts, capsys):
    from netkit.cli.main import run

    assert run(["tcp", *words]) == code
    err = " ".join(capsys.readouterr().err.split())
    assert err.startswith("error:")
    for part in parts:
        assert part in err


def waiting():
    """A `listen --wait` that listens, and what it has said of how to come in."""
    process = start("tcp", "listen", "8080", "--wait", "--plain")
    line = ""
    while "curl" not in line:
        more = process.stderr.readline()
        assert more, process.poll()
        line += more
    while "from CLOSED to LISTEN" not in process.stdout.readline():
        assert process.poll() is None
    return process, line


def test_ctrl_c_ends_it_with_what_was_seen():
    process, _ = waiting()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "0 segments sent" in " ".join(out.split())
    assert err.strip().endswith("interrupted")


def test_a_killed_one_leaves_nothing_behind():
    """Killed outright it can tidy nothing up; the kernel ends what is in its namespaces, and with that they are gone."""
    process, line = waiting()
    keeper = int(line.split("--target ")[1].split()[0])
    namespace = str(Path(f"/proc/{keeper}/ns/net").readlink())
    assert namespace in networks()
    process.kill()
    process.communicate(timeout=20)
    until = time.monotonic() + 10
    while time.monotonic() < until and namespace in networks():
        time.sleep(0.02)
    assert namespace not in networks()


def networks():
    """The network namespaces that some process is in."""
    found = set()
    for process in Path("/proc").iterdir():
        if process.name.isdigit():
            try:
                found.add(str((process / "ns" / "net").readlink()))
            except OSError:
                continue
    return found


def test_no_escape_sequence_of_a_server_reaches_the_terminal(call):
    evil = "c.recv(99); c.sendall(b'HTTP/1.1 200 \\x1b[31mOK\\r\\n\\r\\n\\x1b]0;title\\x07\\xe2\\x80\\xae evil'); c.close(); time.sleep(9)"
    done = call("connect", SERVER[4], "80", *python_server(LISTENING + evil))
    assert done.returncode == 0, done.stderr
    assert "evil" in done.stdout
    assert not set(done.stdout) & {"\x1b", "\x07", "\u202e"}
