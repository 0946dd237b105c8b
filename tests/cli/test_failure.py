import os
import subprocess
import sys

import pytest

from netkit.cli.missing_file import missing_file
from tests.conftest import ROOT
from tests.system.program import netkit


def test_the_four_parts_in_their_order(standin):
    assert standin("noun", "fail", "netkit") == (
        3,
        "before\n",
        (
            "error: holiday\\x1b[2J.jpg is not a capture\n"
            "  it begins with ff d8\n"
            "  pcap files begin with d4 c3\n"
            "hint: do\n"
        ),
    )


def test_a_message_of_two_lines(standin):
    assert standin("noun", "fail", "lab")[2] == "error: two tasks\n  have one name\n"


@pytest.mark.parametrize("kind", ["bug", "deep", "memory"])
def test_a_fault_of_ours(standin, kind):
    code, _, err = standin("noun", "fail", kind)
    assert code == 70
    assert err.startswith("error: this is a fault in netkit, not yours\n")
    assert f"netkit noun fail {kind}" in err
    assert "Traceback" not in err
    assert "\u202e" not in err
    assert "Traceback" in standin("noun", "fail", kind, NETKIT_TRACEBACK="1")[2]


def test_a_command_that_cannot_be_imported(standin):
    code, _, err = standin("absent")
    assert code == 70
    assert "ModuleNotFoundError: No module named 'tests.cli.nowhere'" in err


@pytest.mark.parametrize("kind", ["interrupt", "abort"])
def test_interrupted(standin, kind):
    assert standin("noun", "fail", kind) == (130, "before\n", "interrupted\n")


@pytest.mark.parametrize(
    ("kind", "code", "text"),
    [
        ("denied", 4, "error: /dev/mem: permission denied\n"),
        ("click", 2, "error: a sentence of click\nhint: netkit --help shows how it is used\n"),
        ("exit", 9, ""),
    ],
)
def test_what_others_raise(standin, kind, code, text):
    assert standin("noun", "fail", kind) == (code, "before\n", text)


def test_a_file_that_is_not_there(standin):
    code, out, err = standin("noun", "fail", "missing")
    assert (code, out) == (2, "before\n")
    assert err.splitlines()[0] == "error: there is no file a\\x1b.pcap"
    assert "\x1b" not in err


def test_a_missing_file_is_told_with_its_nearest_neighbour(tmp_path):
    (tmp_path / "capture.pcap").touch()
    (tmp_path / "catpure.pcap").mkdir()
    found = missing_file(str(tmp_path / "capure.pcap"))
    assert found.hint == f"did you mean {tmp_path / 'capture.pcap'}?"
    assert missing_file(str(tmp_path / "zebra")).hint == "ls shows what is there"
    assert missing_file(str(tmp_path / "a" / "b" / "c")).hint == f"ls {tmp_path}"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nuon"], "error: there is no command 'nuon' in netkit\nhint: did you mean noun?\n"),
        (
            ["noun", "reprot", "7"],
            "error: there is no command 'reprot' in netkit noun\nhint: did you mean report?\n",
        ),
        (
            ["noun", "report", "7", "--wrogn"],
            "error: there is no option '--wrogn' in netkit noun report\nhint: did you mean --wrong or --json?\n",
        ),
        (
            ["noun", "report"],
            "error: missing argument 'NUMBER'\nhint: noun report 7 · netkit noun report --help shows how it is used\n",
        ),
        (
            ["noun", "report", "http"],
            (
                "error: 'http' is no number\n  NUMBER is a whole number\n"
                "hint: noun report 7 · netkit noun report --help shows how it is used\n"
            ),
        ),
        (
            ["noun", "report", "-7"],
            (
                "error: there is no option '-7' in netkit noun report\n  what begins with - is read as an option\n"
                "hint: netkit noun report --help shows how it is used\n"
            ),
        ),
        (
            ["zzz\x1b\u202e"],
            "error: there is no command 'zzz\\x1b\\u202e' in netkit\nhint: netkit --help shows how it is used\n",
        ),
    ],
)
def test_wrong_usage(standin, arguments, message):
    assert standin(*arguments) == (2, "", message)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("lab hold http", ["'http' is no number", "PORT is a whole number from 1 to 65,535", "netkit lab hold 40000"]),
        ("lab hold 65536", ["PORT can't be 65536", "PORT is a whole number from 1 to 65,535", "netkit lab hold 40000"]),
        (
            "tcp connect 192.0.2.80 http",
            ["'http' is no number", "from 1 to 65,535", "netkit tcp connect 192.0.2.80 80"],
        ),
        ("capture sniff -i lo -c 0", ["--count can't be 0", "--count is a whole number, at least 1", "-c 2"]),
        ("dns ask a.test @192.0.2.1 --timeout soon", ["'soon' is no number", "--timeout is a number from 0.01 to 60"]),
        ("grade", ["missing argument 'FOLDER'", "netkit grade bundles"]),
    ],
)
def test_numbers_are_asked_for_in_plain_words(call, line, told):
    done = call("netkit", *line.split())
    err = " ".join(done.stderr.decode().split())
    assert (done.returncode, done.stdout) == (2, b"")
    assert all(part in err for part in told), err
    assert "valid" not in err
    assert "range" not in err


@pytest.mark.skipif(os.name == "nt", reason="there is no shell with pipes to ask")
@pytest.mark.parametrize(
    ("line", "code", "out"),
    [
        (
            "{python} -m netkit --help | head -1",
            "0",
            "netkit teaches how the Internet works by showing it: every byte, every step,\n",
        ),
        ("{python} -m tests.cli.standin noun endless | head -1", "0", "line after line\n"),
        ("{python} -u -m tests.cli.standin noun endless | head -1", "0", "line after line\n"),
        ("{python} -m netkit --help >&-", "0", ""),
        ("{python} -m netkit nuon 2>&-", "2", ""),
        ("{python} -m tests.cli.standin noun report 7 2>&- >&-", "0", ""),
    ],
)
def test_readers_who_leave(line, code, out):
    script = f"set -o pipefail; {line.format(python=sys.executable)}; echo $? >&3"
    done = subprocess.run(
        ["bash", "-c", f"exec 3>&2; ( {script} ) 3>&3; "],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.stdout, done.stderr) == (out, f"{code}\n")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="only Linux has /dev/full")  # noqa: PTH110
def test_a_full_disk():
    with open("/dev/full", "w") as full:  # noqa: PTH123
        done = subprocess.run(
            [sys.executable, "-m", "netkit"], cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
        mute = subprocess.run([sys.executable, "-m", "netkit", "nuon"], cwd=ROOT, stderr=full, check=False)
    assert done.returncode == 4
    assert done.stderr == "error: no space left on device\nhint: free some space, or write elsewhere\n"
    assert mute.returncode == 2


@pytest.mark.parametrize(
    "words",
    [
        ("lab", "start", "subnets", "--code"),
        ("course", "new"),
        ("grade", "in", "--export"),
    ],
)
def test_a_mistake_in_a_commands_words_names_the_help_of_that_command(words):
    done = netkit(*words)
    noun = " ".join(words[:2] if words[0] != "grade" else words[:1])
    assert done.returncode == 2
    assert f"hint: netkit {noun} --help" in done.stderr
