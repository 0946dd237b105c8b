"""The filter box of the page that `netkit capture view` writes: held against netkit's own engine, in a real browser."""

import os
import re
from itertools import islice

import pytest

from netkit import capture as captures
from netkit.capture import NewRecord
from netkit.capture.columnar.query import Selection
from netkit.capture.filtering import compile_filter
from netkit.capture.page.contents import TRACKED_KEYS
from netkit.errors import NetkitError
from tests.system.browser import Watched
from tests.system.pages import written
from tests.system.program import CAPTURES, ROOT

TRIED = """(filters) => filters.map((text) => {
  const box = document.getElementById('filter');
  box.value = text;
  box.form.requestSubmit();
  if (box.getAttribute('aria-invalid') === 'true') return document.getElementById('filter-told').innerText;
  return [...document.querySelectorAll('[data-number]')].map((row) => Number(row.dataset.number)).sort((one, other) => one - other);
})"""

FILTERS = [
    line
    for line in (ROOT / "tests" / "oracle" / "filters.txt").read_text().splitlines()
    if line.strip() and not line.startswith("#")
]
STEP = 1 if os.environ.get("NETKIT_WHOLE_CORPUS") == "1" else 2

MORE_FILTERS = r"""
tcp.flags.sny
ip.ttl == 300
ip.src == 1.2.3
ip.src == 192.0.2.0/33
tcp.port in {}
tcp.port in {80
ip.ttl
(tcp
tcp)
tcp and
tcp or or udp
TCP
tcp AND udp
host 192.0.2.1
tcp.port = 80
80 == tcp.port
tcp.port == http
ip.src contains 1
http.host matches www
http.host matches "("
ip.src == ip.ttl
dns.qry.name == "a\q"
'ab' == tcp
eth.src == 1
ip.ttl == "64"
not
!
tcp.flags.syn == 2
tcp.flags.syn == maybe
frame.time > yesterday
any tcp
tcp.port == 80 == 80
tcp.port in {1..70000}
frame.number == -1
frame.time_relative < 0.001
frame.time_relative > -1
tcp.stream == 0
udp.stream == 0
tcp.seq == 1 and tcp.len > 0
frame.interface_name == "eth0"
frame.protocols contains "dns"
ip.proto == udp or icmp
tcp.ack > 1 and tcp.nxtseq > 1
tcp.flags.str contains "S"
dns.qry.name matches "[w-z]{3}\\."
frame matches "\\s\\d+"
http.user_agent matches "curl/[^7]"
frame contains "\xff\xff"
((tcp.port)) == 80
ip.ttl == 0x40 or ip.ttl == 077
icmp.type == 11 and icmp
!(ip.ttl > 1)
ip.ttl#2 == 1
http.file_data contains "html"
aaaaaaaaaaaaaaaaaaaa
tcp.port == 99999999999999999999
""".strip("\n").split("\n")


MIXED = (
    "page-load-01",
    "dns-types",
    "traceroute",
    "fragments",
    "page-load-ipv6-01",
    "closed-port",
    "ping-ipv6",
    "hello-03",
)


@pytest.fixture(scope="module")
def mixed(tmp_path_factory):
    """A capture of all sorts of packets, and its page."""
    folder = tmp_path_factory.mktemp("mixed")
    records = []
    for name in MIXED:
        with captures.open(CAPTURES / f"{name}.pcapng") as found:
            records += [
                NewRecord(data=each.data, time=each.time, link_type=each.link_type, interface=each.interface.name or "")
                for each in islice(found, 20)
            ]
    return folder / "made.pcapng", written(folder, records)


def test_filters_agree_with_the_engine(mixed, browser):
    capture, path = mixed
    watched = Watched(browser, viewport={"width": 1300, "height": 9000})
    page = watched.open(path)
    page.evaluate("document.getElementById('list').style.maxHeight = 'none'")
    page.wait_for_selector('[data-number="100"]')
    tried = FILTERS[::STEP] + MORE_FILTERS
    elsewhere = 0
    with Selection(capture, TRACKED_KEYS) as selection:
        batches = list(selection)
    for text, found in zip(tried, page.evaluate(TRIED, tried), strict=True):
        filter_, wrong = _compiled(text)
        if filter_ is None:
            # Where the page says that something is wrong, it is so for the engine, too, and it is the same thing.
            assert isinstance(found, str), (text, found)
            assert not found.startswith("Wrong: ") or _same(wrong, found), (text, wrong, found)
        elif isinstance(found, str):
            assert found.startswith("Not here: "), (text, found)
            assert "netkit capture show " in found
            elsewhere += 1
        else:
            wanted = [number for batch in batches for number in batch.frames.number[filter_.rows(batch)].tolist()]
            assert found == wanted, text
    assert elsewhere < len(tried) / 3
    assert watched.said == []
    watched.close()


def _compiled(text):
    """What the engine makes of a filter, and what it says is wrong."""
    try:
        return compile_filter(text), ""
    except NetkitError as error:
        return None, error.what


def _same(what, found):
    """Whether two sentences speak of one fault: they share most of their words."""
    words = set(re.findall(r"[\w.]+", what))
    return len(words & set(re.findall(r"[\w.]+", found))) >= len(words) / 2


def test_a_wrong_filter_says_what_and_where_and_keeps_the_list(pages, watched):
    page = watched.open(pages("page-load-01.pcapng"))
    page.fill("#filter", "dns and tcp.flags.sny == 1")
    page.wait_for_selector("#filter[aria-invalid=true]")
    told = page.inner_text("#filter-told")
    assert "there is no field tcp.flags.sny" in told
    assert "did you mean tcp.flags.syn" in told
    assert page.inner_text("#filter-told mark") == "tcp.flags.sny"
    assert page.locator("[data-number]").count() > 10
    page.fill("#filter", "tcp[13] & 0x02")
    page.wait_for_selector("text=Not here")
    assert "netkit capture show page-load-01.pcapng -Y 'tcp[13] & 0x02'" in page.inner_text("#filter-told")
    page.fill("#filter", "tcp.flags.syn == 1")
    page.wait_for_selector("#filter:not([aria-invalid])")
    assert page.inner_text(".count") == "2 of 16 packets"
    assert page.locator("[data-number]").evaluate_all("rows => rows.map(row => row.dataset.number)") == ["5", "6"]


def test_a_field_gives_the_filter_that_finds_it(pages, watched):
    page = watched.open(pages("page-load-01.pcapng"))
    page.click('[data-number="8"]')
    for key, text in (
        ("ip.ttl", "ip.ttl == 64"),
        ("http.host", 'http.host == "www.harbour.test"'),
        ("eth.src", "eth.src == 02:b2:02:7b:87:f1"),
    ):
        page.locator(f'[data-key="{key}"]').first.click()
        page.click("#meaning button")
        assert page.input_value("#filter") == text
        assert "8" in page.locator("[data-number]").evaluate_all("rows => rows.map(row => row.dataset.number)")
        page.click("text=Clear")
        assert page.inner_text(".count") == "16 packets"
