"""Pages of captures, written by the command as a user would."""

import pytest

from netkit import capture as captures
from netkit.capture import NewRecord
from tests.capture.streams.making import RAW_IPV4
from tests.system.program import netkit

__all__ = ["pages", "record", "written"]


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Pages of shipped captures, each written once."""
    folder = tmp_path_factory.mktemp("pages")

    def page_of(name, *words):
        target = folder / f"{name}.html"
        if not target.exists():
            done = netkit("capture", "view", name, "-o", target, *words)
            assert done.returncode == 0, done.stderr
        return target

    return page_of


def written(folder, records, name="made.pcapng", words=()):
    captures.write(folder / name, records)
    target = folder / f"{len(list(folder.iterdir()))}.html"
    done = netkit("capture", "view", folder / name, "-o", target, *words)
    assert done.returncode == 0, done.stderr
    return target


def record(data, number=0, link_type=RAW_IPV4, **rest):
    return NewRecord(data=data, time=10**18 + number * 10**6, link_type=link_type, **rest)
