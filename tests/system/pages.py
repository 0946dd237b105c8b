"""Pages of captures for the browser's tests; that the command writes the same ones, test_capture_view.py holds."""

import shlex

import pytest

from netkit import capture as captures
from netkit.capture import NewRecord
from netkit.capture.columnar.query import Selection
from netkit.capture.page.choice import choose
from netkit.capture.page.contents import TRACKED_KEYS, contents
from netkit.capture.page.document import html
from tests.capture.streams.making import RAW_IPV4
from tests.system.program import CAPTURES

__all__ = ["page_of", "pages", "record", "written"]


@pytest.fixture(scope="session")
def pages(tmp_path_factory):
    """Gives the page of a shipped capture, which is written once."""
    folder = tmp_path_factory.mktemp("pages")

    def of(name):
        target = folder / f"{name}.html"
        if not target.exists():
            target.write_text(page_of(CAPTURES / name, name), "utf-8")
        return target

    return of


def page_of(path, called, most=10_000):
    """The text of a capture's page; `called` is how the capture is called on a command line."""
    with Selection(path, TRACKED_KEYS) as selection:
        chosen, left_out = choose(selection, None, most=most)
        return html(
            contents(
                chosen,
                title=path.name,
                path=shlex.quote(called),
                first_time=selection.first_time,
                notices=[left_out] if left_out else [],
            )
        )


def written(folder, records, name="made.pcapng", most=10_000):
    """The page of a capture of these records, in a folder of its own."""
    captures.write(folder / name, records)
    target = folder / "page.html"
    target.write_text(page_of(folder / name, name, most), "utf-8")
    return target


def record(data, number=0, link_type=RAW_IPV4, **rest):
    """A packet that came `number` milliseconds after some moment."""
    return NewRecord(data=data, time=10**18 + number * 10**6, link_type=link_type, **rest)
