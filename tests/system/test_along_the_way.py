"""A lab of five captures through the command line: each is named where something is told of it.

What holds for every lab stands in test_every_lab.py.
"""

import re

import pytest

from tests.length import LONG
from tests.system.driven import begun
from tests.system.program import assert_error, netkit

FILES = ("link-1.pcapng", "link-2.pcapng", "link-3.pcapng", "inside.pcapng", "outside.pcapng")
PREDICTED = {"2": "link-2.pcapng", "4": "link-3.pcapng", "1": "link-1.pcapng", "5": "link-3.pcapng"}


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    return begun("along-the-way", tmp_path_factory.mktemp("labs"))


def test_all_captures_are_there_and_named(lab):
    assert all((lab.folder / name).is_file() for name in FILES)
    again = netkit("lab", "start", "along-the-way", cwd=lab.folder.parent).stdout
    assert [line.split("/")[-1] for line in again.splitlines() if "your traffic" in line] == list(FILES)


def test_bytes_are_shown_of_the_capture_that_they_are_in(lab):
    text = lab.key["6"].wrong["counted-the-pings"][0]
    verdict = lab.report("answer", "6", text)["verdict"]
    (evidence,) = verdict["evidence"]
    assert (evidence["file"], evidence["packet"]) == ("link-3.pcapng", int(text))
    shown = lab.answer("6", text).stdout
    assert f"packet {text} of link-3.pcapng:\n" in shown
    tree = netkit("packet", "explain", f"link-3.pcapng:{text}", "--json", cwd=lab.folder).stdout
    assert evidence["hex"][2:] in tree or int(evidence["hex"], 16) in map(int, re.findall(r"\d+", tree))


def test_what_was_predicted_can_be_looked_at_in_its_own_capture(lab):
    for task, file in list(PREDICTED.items())[: None if LONG else 2]:
        text = next(iter(lab.key[task].wrong.values()))[0]
        shown = " ".join(lab.answer(task, text).stdout.split())
        command = re.search(r"netkit (packet explain (\S+?):\d+) saved: now look", shown)
        assert command is not None
        assert command[2] == file
        assert netkit(*command[1].split(), cwd=lab.folder).returncode == 0


def test_words_of_several_words_need_no_commas(lab):
    done = lab.answer("7", lab.key["7"].right.replace(",", ""))
    assert (done.returncode, done.stderr) == (0, "")


def test_fields_may_be_named_by_their_keys_and_what_is_not_understood_is_said(lab):
    assert lab.answer("3", "eth.dst eth.src ttl ip.checksum").returncode == 0
    assert lab.answer("7", "ipv6.hlim, eth.src, dst mac").returncode == 0
    done = lab.answer("10", "ttl, checksum")
    assert_error(done, 2, "'checksum' is said too shortly: it may mean header checksum / TCP checksum")
    assert_error(lab.answer("10", "ttl, moon"), 2, "'moon' is none of these: destination MAC,")
    # strict in substance: TTL alone is not all that changes
    assert lab.answer("10", "ttl").returncode == 1
