"""netkit.capture.columns: what it gives, as its users see it."""

import gzip
import io
import shutil

import numpy as np
import pytest

import netkit.capture
from netkit import content
from netkit.capture.columnar.query import Columns
from netkit.errors import NetkitError

PAGE = content.captures() / "page-load-01.pcapng"
KEYS = ("ip.src", "tcp.dstport", "tcp.flags.syn", "frame.len", "dns.qry.name", "ip.addr")


def test_an_array_has_one_entry_a_packet_and_is_masked_where_there_is_no_value():
    found = netkit.capture.columns(str(PAGE), KEYS)
    with netkit.capture.open(str(PAGE)) as capture:
        lengths = [record.original_length for record in capture]
    assert isinstance(found, Columns)
    assert list(found) == list(KEYS)
    assert found.count == len(lengths) == len(found["ip.src"])
    assert found["frame.len"].tolist() == lengths
    tcp = found["tcp.dstport"]
    assert tcp.mask.sum() + tcp.count() == found.count
    assert set(tcp.compressed()) > {80}
    assert found["tcp.flags.syn"].dtype == bool
    assert found["ip.src"].dtype.kind == "u"


def test_texts_are_spelled_as_in_json_with_every_value():
    found = netkit.capture.columns(str(PAGE), KEYS)
    place = found.texts("dns.qry.name").index(["www.harbour.test"])
    assert len(found.texts("ip.addr")[place]) == 2
    assert found.texts("ip.addr")[place][0] == found.texts("ip.src")[place][0]
    assert found.texts("ip.addr")[0] == []  # an ARP request


def test_the_same_from_pcap_pcapng_gzip_and_a_pipe(tmp_path):
    whole = netkit.capture.columns(str(PAGE), KEYS)
    classic = tmp_path / "classic.pcap"
    with netkit.capture.open(str(PAGE)) as capture:
        netkit.capture.write(classic, capture)
    packed = tmp_path / "packed.pcapng.gz"
    with gzip.open(packed, "wb") as out, open(PAGE, "rb") as file:  # noqa: PTH123
        shutil.copyfileobj(file, out)
    for source in (classic, packed, io.BytesIO(classic.read_bytes())):
        again = netkit.capture.columns(source, KEYS)
        for key in KEYS:
            assert again.texts(key) == whole.texts(key)


def test_chunks_are_the_whole_in_pieces(tmp_path):
    path = tmp_path / "many.pcap"
    with netkit.capture.open(str(PAGE)) as capture:
        records = list(capture)
    netkit.capture.write(path, records * 5000)
    chunks = list(netkit.capture.column_chunks(path, KEYS))
    whole = netkit.capture.columns(path, KEYS)
    assert len(chunks) > 1
    assert sum(chunk.count for chunk in chunks) == whole.count == len(records) * 5000
    assert np.concatenate([chunk["frame.len"] for chunk in chunks]).tolist() == whole["frame.len"].tolist()
    assert whole["frame.len"].tolist() == [len(record.data) for record in records] * 5000


def test_nothing_and_what_is_not_there(tmp_path):
    empty = tmp_path / "empty.pcap"
    netkit.capture.write(empty, [])
    found = netkit.capture.columns(empty, KEYS)
    assert found.count == 0
    assert len(found["ip.src"]) == 0
    assert found.texts("dns.qry.name") == []
    with pytest.raises(KeyError):
        found.column("ip.ttl")
    with pytest.raises(NetkitError):
        netkit.capture.columns(tmp_path / "none.pcap", KEYS)


def test_a_key_that_nothing_has_says_what_was_meant():
    with pytest.raises(NetkitError) as caught:
        netkit.capture.columns(str(PAGE), ["ip.scr"])
    assert "ip.src" in caught.value.hint
