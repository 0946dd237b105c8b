import os
import shutil
import subprocess
import sys

import pytest
from click.shell_completion import get_completion_class

from tests.conftest import ROOT


def completed(call, words, number, module="netkit"):
    done = call(module, _NETKIT_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=str(number))
    assert done.returncode == 0
    assert done.stderr == b""
    return done.stdout.decode().split()


NOUNS = ("packet", "address", "capture", "dns", "tcp", "lab", "course", "grade", "demo", "doctor", "completion")


def test_nouns(call):
    assert completed(call, "netkit ", 1) == [f"plain,{noun}" for noun in NOUNS]
    assert completed(call, "netkit c", 1) == ["plain,capture", "plain,course", "plain,completion"]


def test_verbs_options_and_values(call):
    module = "tests.cli.standin"
    assert completed(call, "netkit noun re", 2, module) == ["plain,report"]
    assert "plain,--json" in completed(call, "netkit noun report --j", 3, module)
    assert completed(call, "netkit noun fail m", 3, module) == ["plain,memory", "plain,missing"]
    assert completed(call, "netkit completion f", 2) == ["plain,fish"]


def test_completing_a_noun_imports_no_command(call):
    done = call(
        "netkit",
        python=["-X", "importtime"],
        _NETKIT_COMPLETE="zsh_complete",
        COMP_WORDS="netkit ",
        COMP_CWORD="1",
    )
    assert b"take packets apart, byte by byte" in done.stdout
    assert b"netkit.cli.packet" not in done.stderr


def test_a_fault_does_not_spill_into_the_line(call):
    done = call("tests.cli.standin", _NETKIT_COMPLETE="bash_complete", COMP_WORDS="netkit absent x", COMP_CWORD="2")
    assert done.stderr == b""


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_scripts(call, shell):
    if get_completion_class(shell) is None:
        pytest.skip(f"the installed click can't complete in {shell}")
    done = call("netkit", "completion", shell)
    assert done.returncode == 0
    assert b"_NETKIT_COMPLETE" in done.stdout


@pytest.mark.skipif(os.name == "nt" or not shutil.which("bash"), reason="needs bash")
def test_in_bash(call, tmp_path):
    netkit = tmp_path / "netkit"
    netkit.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -m netkit "$@"\n')
    netkit.chmod(0o755)
    (tmp_path / "script").write_bytes(call("netkit", "completion", "bash").stdout)
    done = subprocess.run(
        [
            "bash",
            "-c",
            f'source {tmp_path}/script; COMP_WORDS=(netkit comp); COMP_CWORD=1; _netkit_completion netkit; echo "${{COMPREPLY[@]}}"',
        ],
        env={**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "completion\n"
