"""`netkit lab shell` as a student uses it: real programs in a network of its own, and nothing of it left at the end."""

import contextlib
import json
import os
import pty
import re
import select
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from netkit import capture
from tests.length import LONG
from tests.oracle.requirement import missing
from tests.oracle.tshark import columns
from tests.system.lab_shell_storm import keeper_of, netkit, processes_with, storm
from tests.system.live_network import as_user, environment, need_networks
from tests.system.program import ROOT, assert_error
from tests.test_docs_consoles import CONSOLE

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="rooms are brought up on Linux")

PAGE = ROOT / "docs" / "lab-shell.md"
STARTS = 100 if LONG else 5

PROGRAMS = {"ping": "iputils-ping", "dig": "bind9-dnsutils", "curl": "curl", "nc": "netcat-openbsd"}

WORK = """
for v in 4 6; do
  ping -$v -c 1 -W 5 -q www.example.test | grep received
  curl -$v -s http://www.example.test/ | head -n 1
  curl -$v -s http://www.example.test/long | wc -l
  printf 'QUIT\\r\\n' | nc -$v -w 5 -N mail.example.test 25 | tr -d '\\r'
  printf 'there and back' | nc -$v -w 5 -N echo 7; echo
done
dig +short +tries=2 www.example.test A
dig +short www.example.test AAAA @203.0.113.10
dig +short www.example.test AAAA @2001:db8:53::a
dig +short +tcp large.example.test TXT | wc -l
dig +trace +nodnssec @198.51.100.4 www.example.test | grep -c Received
id -u
"""
WANTED = """
1 packets transmitted, 1 received, 0% packet loss, time 0ms
This is a page of the made-up internet, sent by netkit's own small web server.
400
220 mail.example.test ESMTP netkit; what comes is taken and forgotten
221 mail.example.test closes the connection
there and back
"""
NAMED = """192.0.2.80
2001:db8:80::80
2001:db8:80::80
6
4
"""


@pytest.fixture
def lab(tmp_path, monkeypatch):
    """A lab's folder, and a runtime folder of its own."""
    need_networks()
    (tmp_path / "run").mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    done = run("lab", "start", "start-here", "--folder", tmp_path)
    assert done.returncode == 0, done.stderr
    yield tmp_path / "start-here"
    until = time.monotonic() + 10
    while processes_with(str(tmp_path / "run").encode()) and time.monotonic() < until:
        time.sleep(0.01)
    assert not processes_with(str(tmp_path / "run").encode())


def run(*words, cwd=None, **more):
    command = [sys.executable, "-m", "netkit", *map(str, words)]
    return subprocess.run(
        command, capture_output=True, text=True, env=environment() | more, cwd=cwd, check=False, timeout=60,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip


def inside(lab, *words):
    return run("lab", "shell", "start-here", "--folder", lab, "--", *words, cwd=lab)


def need_programs():
    for name, package in PROGRAMS.items():
        if shutil.which(name) is None:
            missing(name, f"the package {package}")


def without_times(text):
    return re.sub(r"time \d+ms", "time 0ms", text)


@pytest.mark.parametrize("who", ["who runs the tests", "an ordinary user"])
def test_real_programs_work_in_both_versions(who, tmp_path):
    need_networks()
    need_programs()
    words = ["lab", "shell", "--", "sh", "-c", WORK]
    done = as_user(*words) if who == "an ordinary user" else run(*words, cwd=tmp_path)
    user = os.geteuid() or (65534 if who == "an ordinary user" else 0)
    assert without_times(done.stdout).strip() == f"{WANTED.strip()}\n{WANTED.strip()}\n{NAMED}{user}", done.stderr
    assert done.returncode == 0
    assert not done.stderr


def test_what_is_recorded_is_what_a_wire_would_carry(lab):
    """No segment above the MTU, no checksum that is missing or wrong; nothing is lost."""
    need_programs()
    upload = "head -c 20000 /dev/zero | nc -w 5 -N echo 7 | wc -c"
    done = inside(lab, "sh", "-c", f"for v in 4 6; do curl -$v -s http://www.example.test/long; done | wc -c; {upload}")
    assert done.stdout.split() == ["21600", "20000"], done.stderr
    (recording,) = (lab / "recordings").iterdir()
    records = list(capture.open(recording))
    assert max(len(record.data) for record in records) == 1514
    assert len(records) > 40
    sums = ["ip.checksum.status", "tcp.checksum.status", "udp.checksum.status"]
    told = columns(recording.read_bytes(), sums)
    assert {row[name] for row in told for name in sums} == {"", "1"}
    assert sum(row["tcp.checksum.status"] == "1" for row in told) > 40


def test_the_kernel_can_ask_whether_a_neighbour_is_still_there(lab):
    """It asks from a link-local address; without one, IPv6 is silent after some ten seconds (RFC 4861 section 7.3.3)."""
    done = inside(lab, "sh", "-c", "ip -6 -br address show dev eth0; ping -6 -c 1 -W 5 -q fe80::ff:fe00:1%eth0")
    assert "fe80::ff:fe00:2/64" in done.stdout
    assert "1 received" in done.stdout


def test_nothing_outside_can_be_reached(lab):
    script = (
        "ip -j route; ip -j -6 route; ping -c 1 -W 1 192.0.2.200; getent hosts localhost echo; cat /etc/resolv.conf"
    )
    done = inside(lab, "sh", "-c", script)
    assert "Unreachable" in done.stdout or "unreachable" in done.stdout, done.stdout
    routes = re.findall(r'"dst":"(default|[0-9a-f:./]+)"', done.stdout)
    assert {each for each in routes if each != "default"} <= {"10.0.0.0/24", "2001:db8:a::/64", "fe80::/64"}
    assert "nameserver 10.0.0.53" in done.stdout
    assert "2001:db8:a::7" in done.stdout


def test_exit_codes_and_programs_that_are_not_there(lab):
    assert inside(lab, "sh", "-c", "exit 7").returncode == 7
    assert inside(lab, "sh", "-c", "kill -TERM $$").returncode == 128 + signal.SIGTERM
    assert_error(inside(lab, "a-program-that-is-not-there"), 2, "can't be started", "no such file")
    assert_error(inside(lab, "/etc/passwd"), 2, "can't be started", "permission denied")


def test_one_stands_where_one_stood_and_files_are_ones_own(lab):
    done = inside(
        lab,
        "sh",
        "-c",
        "pwd; echo mine > notes.txt; echo $NETKIT_LAB_SHELL; case $PATH in */usr/sbin*) echo found;; esac",
    )
    here, folder, found = done.stdout.split()
    assert (here, found) == (str(lab), "found")
    assert (lab / "notes.txt").read_text() == "mine\n"
    assert (lab / "notes.txt").stat().st_uid == os.geteuid()
    assert not Path(folder).exists()


def test_the_run_is_told_to_programs_in_it(lab):
    done = inside(
        lab,
        "sh",
        "-c",
        "cat $NETKIT_LAB_SHELL/state.json; ls -ld $NETKIT_LAB_SHELL; ls -L $NETKIT_LAB_SHELL/wire.pcapng",
    )
    state = json.loads(done.stdout[: done.stdout.rindex("}") + 1])
    assert state["schema"] == "netkit.lab.shell/1"
    assert (state["lab"], state["folder"], state["student"]) == ("start-here", str(lab), "practice")
    assert state["room"]["student"] == ["10.0.0.2/24", "2001:db8:a::2/64"]
    assert "drwx------" in done.stdout
    assert state["missing"] == []


def test_netkit_asks_the_made_up_internet_over_the_wire(lab):
    ask = f"{sys.executable} -m netkit dns ask www.example.test AAAA @203.0.113.10 --json"
    done = inside(lab, "sh", "-c", ask)
    assert done.returncode == 0, done.stderr
    assert "2001:db8:80::80" in done.stdout
    (recording,) = (lab / "recordings").iterdir()
    asked = [record for record in capture.open(recording) if b"\x03www\x07example\x04test\0\0\x1c" in record.data]
    assert len(asked) == 2


def test_a_second_shell_joins_the_first_and_the_last_one_ends_it(lab):
    first = netkit("lab", "shell", "start-here", "--folder", lab, "--", "sh", "-c", "readlink /proc/self/ns/net > one; sleep 30",
                   env=environment(), cwd=lab)  # fmt: skip
    until = time.monotonic() + 20
    while not ((lab / "one").exists() and (lab / "one").read_text()) and time.monotonic() < until:
        time.sleep(0.01)
    done = inside(lab, "sh", "-c", "readlink /proc/self/ns/net; pkill sleep; ls $NETKIT_LAB_SHELL")
    assert done.stdout.split()[0] == (lab / "one").read_text().strip() != os.readlink("/proc/self/ns/net")  # noqa: PTH115
    assert "state.json" in done.stdout
    first.communicate(timeout=20)
    assert first.returncode == 128 + signal.SIGTERM


def test_a_shell_in_a_shell_is_refused_and_says_what_to_do(lab):
    again = f"exec {sys.executable} -m netkit lab shell start-here --folder {lab} -- true"
    done = inside(lab, "sh", "-c", again)
    assert_error(done, 2, "this is a lab shell already", "exit leaves it")


def test_the_plan_is_kept_for_the_next_time_and_drawn_anew_where_it_is_none(lab):
    room = "cat $NETKIT_LAB_SHELL/state.json | grep -A 3 router"
    first = inside(lab, "sh", "-c", room)
    kept = lab / ".network.json"
    before = kept.read_bytes()
    assert inside(lab, "sh", "-c", room).stdout == first.stdout
    kept.write_text("nonsense")
    assert inside(lab, "sh", "-c", room).stdout == first.stdout
    assert kept.read_bytes() == before


def test_programs_left_running_end_with_it(lab):
    done = inside(lab, "sh", "-c", "setsid sh -c 'trap : HUP; sleep 60; sleep 60' & echo $NETKIT_LAB_SHELL")
    assert done.returncode == 0
    assert not Path(done.stdout.strip()).exists()
    assert not processes_with(f"NETKIT_LAB_SHELL={done.stdout.strip()}".encode())


def test_who_dies_takes_the_network_along(lab, tmp_path):
    runs = tmp_path / "run" / "netkit"
    for which in ("shell", "keeper"):
        started = lab / f"started-{which}"
        process = netkit("lab", "shell", "start-here", "--folder", lab, "--", "sh", "-c", f"touch {started}; sleep 60",
                         env=environment(), cwd=lab)  # fmt: skip
        until = time.monotonic() + 20
        while not started.exists() and time.monotonic() < until:
            time.sleep(0.01)
        number = process.pid if which == "shell" else keeper_of(runs)
        os.kill(number, signal.SIGKILL)
        process.communicate(timeout=20)
        # who keeps the network takes it along: the program is hung up on, or killed, whichever comes first
        assert process.returncode in (
            [-signal.SIGKILL] if which == "shell" else [128 + signal.SIGHUP, 128 + signal.SIGKILL]
        )
    assert inside(lab, "true").returncode == 0
    assert list(runs.iterdir()) == []


class Terminal:
    """A terminal with `netkit WORDS` in it."""

    def __init__(self, *words, cwd, **more):
        self.number, self.file = pty.fork()
        if self.number == 0:
            os.chdir(cwd)
            os.execve(sys.executable, [sys.executable, "-m", "netkit", *map(str, words)], environment() | more)  # noqa: S606
        self.said = ""

    def type(self, text):
        os.write(self.file, text.encode())

    def until(self, text, seconds=20):
        """Read on until this is there, and give all that came before."""
        end = time.monotonic() + seconds
        while text not in self.said:
            readable, _, _ = select.select([self.file], [], [], max(0, end - time.monotonic()))
            assert readable, f"no {text!r} in {self.said!r}"
            assert time.monotonic() < end, f"no {text!r} in {self.said!r}"
            try:
                self.said += os.read(self.file, 65536).decode(errors="replace")
            except OSError:
                raise AssertionError(f"no {text!r} in {self.said!r}") from None
        before, _, self.said = self.said.partition(text)
        return before

    def interrupt(self, prompt):
        """Ctrl-C, and the prompt comes back."""
        self.type("\x03")
        return self.until(prompt)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        with contextlib.suppress(OSError):
            os.close(self.file)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.number, 0)

    def code(self):
        with contextlib.suppress(OSError):
            while os.read(self.file, 65536):
                pass
        _, status = os.waitpid(self.number, 0)
        return os.waitstatus_to_exitcode(status)


@pytest.mark.parametrize("name", ["bash", "dash", "zsh"])
def test_at_a_terminal_it_is_the_students_own_shell(lab, name):
    shell = shutil.which(name)
    if shell is None:
        pytest.skip(f"{name} is not here")
    with Terminal("lab", "shell", cwd=lab, SHELL=shell, HOME=str(lab), NO_COLOR="1", TERM="dumb") as terminal:
        welcome = terminal.until("(start-here) ")
        assert "your machine" in welcome
        assert "10.0.0.2, 2001:db8:a::2" in welcome
        # the program itself says that it has begun: a shell that is interrupted while it starts one may lose its terminal
        terminal.type("sh -c 'echo a$((40+1))b; exec sleep 100'\n")
        terminal.until("a41b")
        terminal.interrupt("(start-here) ")
        terminal.type("echo a$((40+2))b; ping -c 1 -W 5 echo >/dev/null && exit 3\n")
        terminal.until("a42b")
        said = terminal.until("packets, is kept")
        assert "The network is gone" in said
        assert terminal.code() == 3


def test_closing_the_terminal_ends_it(lab, tmp_path):
    with Terminal("lab", "shell", cwd=lab, SHELL="/bin/sh", NO_COLOR="1", TERM="dumb") as terminal:
        terminal.until("(start-here) ")
    until = time.monotonic() + 10
    while list((tmp_path / "run" / "netkit").iterdir()) and time.monotonic() < until:
        time.sleep(0.01)
    assert list((tmp_path / "run" / "netkit").iterdir()) == []


def test_where_no_network_is_given_it_says_why_and_offers_the_twin(tmp_path):
    need_networks()
    refuse = 'for name in net user; do echo 0 > /proc/sys/user/max_${name}_namespaces; done; exec "$@"'
    done = subprocess.run(
        ["unshare", "-Ur", "sh", "-c", refuse, "sh", sys.executable, "-m", "netkit", "lab", "shell"],
        capture_output=True, text=True, env=environment() | {"COLUMNS": "60"}, cwd=tmp_path, check=False, timeout=60,
    )  # fmt: skip
    assert_error(
        done,
        4,
        "this machine gives no private network",
        "number of user namespaces is limited",
        "captured twin",
        "netkit doctor",
    )


def test_a_shell_is_no_report(tmp_path):
    assert_error(run("lab", "shell", "--json", cwd=tmp_path), 2, "no report", "--commands --json")


def test_the_commands_are_printed_for_people_and_programs(tmp_path):
    done = run("lab", "shell", "--commands", cwd=tmp_path)
    assert done.returncode == 0
    assert "ip netns add student" in done.stdout
    assert "ethtool -K eth0 tx off tso off gso off gro off" in done.stdout
    told = json.loads(run("lab", "shell", "--commands", "--json", cwd=tmp_path).stdout)
    assert told["schema"] == "netkit.lab.shell.commands/1"
    every = [command for step in told["steps"] for command in step["commands"]]
    assert every[0] == "ip netns add student"
    assert [line for line in done.stdout.splitlines() if line and not line.startswith("#")] == every


@pytest.mark.parametrize(
    ("command", "output"),
    [(each["command"], each["output"]) for each in CONSOLE.finditer(PAGE.read_text(encoding="utf-8"))],
)
def test_a_command_prints_what_its_page_shows(command, output, tmp_path):
    need_networks()
    need_programs()
    done = run(*shlex.split(command), cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, output)


@pytest.mark.parametrize("who", ["who runs the tests", "an ordinary user"])
def test_many_starts_some_killed_leave_nothing_and_lose_nothing(who):
    need_networks()
    if who == "an ordinary user":
        done = as_user(
            "--count",
            STARTS,
            "--seed",
            "an ordinary user's",
            module="tests.system.lab_shell_storm",
            timeout=20 * STARTS,
        )
        assert done.returncode == 0, done.stderr
        found = json.loads(done.stdout)
    else:
        found = storm(STARTS, "a storm")
    assert found["last"] == [0, ""]
    assert found["errors"] == []
    assert found["processes"] == []
    assert found["files"] == []
    assert not found["mounts"]
    assert found["log_kept"]
    assert found["unreached"] == []
    assert all(problems in ([], ["pcapng.truncated"]) for _, problems in found["recordings"]), found["recordings"]
