"""`dns.time` and its relatives are keys like any other: in columns and filters, as tshark has them."""

from netkit.capture.columnar.query import columns
from tests.capture.queries import made_messages as making

KEYS = ("dns.response_to", "dns.time", "dns.retransmit_request_in", "dns.retransmit_response_in")


def test_columns_are_tsharks(tmp_path):
    path = tmp_path / "talk.pcap"
    path.write_bytes(making.random_talk(11, 300))
    told = making.told_of(path)
    found = columns(path, KEYS)
    rows = zip(*(found.texts(key) for key in KEYS), strict=True)
    mine = [tuple(str(each[0]) if each else "" for each in row) for row in rows]
    assert mine == [tuple(told[number][key] for key in KEYS) for number in sorted(told)]
    assert sum(bool(row[1]) for row in mine) > 20


def test_a_filter_selects_slow_answers(tmp_path):
    path = tmp_path / "talk.pcap"
    path.write_bytes(making.random_talk(11, 300))
    slow = columns(path, ("frame.number",), "dns.time > 1").texts("frame.number")
    told = making.told_of(path, "-Y", "dns.time > 1")
    assert slow
    assert [number for [number] in slow] == sorted(told)
