"""What pip writes down of where a distribution is from (PEP 610), and the hints that follow from it."""

import json
import shlex
from importlib import metadata

import pytest

from netkit import installation

FOLDER = {"url": "file:///home/ada/my%20netkit", "dir_info": {}}
EDITABLE = {"url": "file:///home/ada/netkit", "dir_info": {"editable": True}}
GIT = {"url": "https://git.example/netkit.git", "vcs_info": {"vcs": "git", "commit_id": "0" * 40}}
WHEEL = {"url": "https://files.example/netkit_labs-1-py3-none-any.whl", "archive_info": {}}


@pytest.fixture
def installed(monkeypatch):
    """`installed(text)`: netkit was installed, and pip wrote this text down (None: nothing, it came from an index)."""

    class Distribution:
        def __init__(self, text):
            self._text = text

        def read_text(self, name):
            assert name == "direct_url.json"
            return self._text

    return lambda text: monkeypatch.setattr(metadata, "distribution", lambda _: Distribution(text))


@pytest.mark.parametrize(
    ("record", "again", "newer", "others"),
    [
        (None, "pip install --upgrade netkit-labs", "pip install --upgrade netkit-labs", "pip install netkit-labs"),
        (
            FOLDER,
            "pip install --force-reinstall --no-deps '/home/ada/my netkit'",
            "bring /home/ada/my netkit up to date, then pip install --force-reinstall --no-deps '/home/ada/my netkit'",
            "ask your teacher for netkit's folder; in it, python3 -m venv .venv && .venv/bin/pip install .",
        ),
        (
            EDITABLE,
            "pip install --force-reinstall --no-deps -e /home/ada/netkit",
            "bring /home/ada/netkit up to date, then pip install --force-reinstall --no-deps -e /home/ada/netkit",
            "ask your teacher for netkit's folder; in it, python3 -m venv .venv && .venv/bin/pip install .",
        ),
        (
            GIT,
            "pip install --force-reinstall --no-deps git+https://git.example/netkit.git",
            "pip install --force-reinstall --no-deps git+https://git.example/netkit.git",
            "pip install git+https://git.example/netkit.git",
        ),
        (
            WHEEL,
            f"pip install --force-reinstall --no-deps {WHEEL['url']}",
            f"pip install --force-reinstall --no-deps {WHEEL['url']}",
            f"pip install {WHEEL['url']}",
        ),
    ],
)
def test_hints_lead_to_where_this_netkit_is_from(installed, record, again, newer, others):
    installed(None if record is None else json.dumps(record))
    assert installation.again("--upgrade") == again
    assert installation.newer() == newer
    assert installation.for_others() == others
    assert shlex.split(again)[:2] == ["pip", "install"]


@pytest.mark.parametrize(
    ("url", "folder"),
    [
        ("file:///home/ada/netkit", "/home/ada/netkit"),
        ("file://localhost/home/ada/netkit", "/home/ada/netkit"),
        ("file:///home/ad%C3%A4/a%25b", "/home/adä/a%b"),
        ("file:///C:/Users/ada/netkit", "C:/Users/ada/netkit"),
    ],
)
def test_the_folder_of_an_address(installed, url, folder):
    installed(json.dumps({"url": url, "dir_info": {}}))
    assert installation.source().folder == folder


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"url": 7}', '{"url": "x", "dir_info": 1}', "null"])
def test_a_record_that_says_nothing_is_no_fault(installed, text):
    installed(text)
    assert installation.again() in ("pip install netkit-labs", "pip install --force-reinstall --no-deps 7")


def test_a_checkout_that_was_not_installed(monkeypatch):
    def nothing(_):
        raise metadata.PackageNotFoundError

    monkeypatch.setattr(metadata, "distribution", nothing)
    found = installation.source()
    assert (found.folder, found.editable) == (str(installation.Path(__file__).parents[1]), False)
