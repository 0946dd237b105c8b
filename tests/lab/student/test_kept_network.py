"""The plan of a lab's network is kept for whom and for what it was drawn, and never used for another."""

import json

import pytest

from netkit.internet.room import everyday_room
from netkit.lab.student.kept_network import FILE, keep_network, kept_network, network_key
from netkit.lab.student.progress import Progress

ADA = Progress(lab="a-lab", student="ada")


@pytest.fixture
def lab(tmp_path):
    folder = tmp_path / "lab"
    folder.mkdir()
    (folder / "lab.toml").write_text("format = 1")
    (folder / "check.py").write_text("x = 1")
    return folder


def test_it_comes_back_under_its_key_alone(lab, tmp_path):
    keep_network(tmp_path, "key", everyday_room())
    assert kept_network(tmp_path, "key") == (everyday_room(),)
    assert kept_network(tmp_path, "other") is None
    keep_network(tmp_path, "key", None)
    assert kept_network(tmp_path, "key") == (None,)


def test_the_key_says_whose_and_of_what(lab):
    keys = [network_key(lab, ADA), network_key(lab, Progress(lab="a-lab", student="bob"))]
    keys.append(network_key(lab, Progress(lab="a-lab", student="ada", course="x", key="y")))
    (lab / "check.py").write_text("x = 2")
    keys.append(network_key(lab, ADA))
    (lab / "more.py").write_text("")
    keys.append(network_key(lab, ADA))
    assert len(set(keys)) == 5
    assert network_key(lab, ADA) == network_key(lab, Progress(lab="a-lab", student="ada", version="9"))


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"key": "key"}', '{"key": "key", "room": {"is": "Room"}}', "[" * 100_000]
)
def test_what_can_not_be_read_is_drawn_anew(tmp_path, text):
    (tmp_path / FILE).write_text(text)
    assert kept_network(tmp_path, "key") is None


def test_a_folder_that_can_not_be_written(tmp_path):
    keep_network(tmp_path / "gone", "key", None)
    assert kept_network(tmp_path / "gone", "key") is None


def test_it_holds_no_more_than_the_plan(tmp_path):
    keep_network(tmp_path, "key", everyday_room())
    assert set(json.loads((tmp_path / FILE).read_text())) == {"key", "room"}
