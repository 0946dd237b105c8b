"""A task that is answered with a function, by commands: a function that loops is waited for once, and answered again it is called again."""

import json

import pytest

from netkit.live.namespace import available
from tests.system.driven import begun
from tests.system.program import netkit

needs_room = pytest.mark.skipif(available() is not None, reason=f"no namespaces here: {available()}")
LOOPS = "def checksum(data):\n    while True: pass\n"


@needs_room
def test_no_command_waits_again_for_a_function_that_loops(tmp_path):
    lab = begun("internet-checksum", tmp_path)
    done = lab.answer("8", LOOPS)
    assert done.returncode == 1
    assert "it had not come back when its time was over" in " ".join(done.stdout.split())
    kept = lab.folder / ".calls.json"
    had = kept.read_bytes()
    for command in (["check"], ["status"], ["show", "8"]):
        said = netkit("lab", *command, cwd=lab.folder)
        assert said.returncode in (0, 1)
    assert kept.read_bytes() == had
    # what the commands say comes from what was kept
    table = json.loads(had)
    (text,) = table["calls"]
    (asked,) = table["calls"][text]
    table["calls"][text][asked][0][2] = "it was kept"
    kept.write_text(json.dumps(table), "utf-8")
    assert "it was kept" in " ".join(lab.run("check", "8").stdout.split())
    # answered with once more, it is called once more
    assert "it was kept" not in " ".join(lab.answer("8", LOOPS).stdout.split())
