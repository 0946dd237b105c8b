"""What is exported is what netkit says of the packets, in each format, whatever the packets say."""

import csv
import io
import json
import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netkit.capture.columnar.catalog import known_keys
from netkit.capture.columnar.query import Selection, columns
from netkit.capture.destination import destination
from netkit.capture.export.columns import DEFAULT_KEYS, columns_for
from netkit.capture.export.csv_rows import cell, write_csv
from netkit.capture.export.json_lines import write_json_lines
from netkit.capture.export.parquet import write_parquet
from netkit.errors import UsageError
from tests.oracle.tshark import program
from tests.system.program import CAPTURES

PATH = CAPTURES / "page-load-01.pcapng"
KEYS = (
    "frame.number",
    "frame.time",
    "frame.time_relative",
    "frame.len",
    "eth.src",
    "ip.src",
    "tcp.len",
    "tcp.flags.syn",
    "dns.qry.name",
)


def exported(write, keys, *, path=PATH, lists=False, text=None):
    out = io.BytesIO()
    with Selection(path, keys, text) as selection, destination(out, None) as pen:
        count = write(pen, selection, columns_for(keys), lists=lists)
    return out.getvalue(), count


def own(keys, path=PATH):
    found = columns(path, keys)
    texts = {key: found.texts(key) for key in keys}
    return [{key: texts[key][row] for key in keys} for row in range(found.count)]


def test_json_lines_have_every_value():
    data, count = exported(write_json_lines, KEYS, lists=True)
    assert [json.loads(line) for line in data.splitlines()] == own(KEYS)
    assert count == len(own(KEYS))


def test_without_lists_the_first_value_counts():
    keys = ("ip.addr", "tcp.port")
    data, _ = exported(write_json_lines, keys)
    expected = [{key: (values or [None])[0] for key, values in row.items()} for row in own(keys)]
    assert [json.loads(line) for line in data.splitlines()] == expected


def test_csv_is_read_back():
    data, _ = exported(write_csv, KEYS)
    rows = list(csv.reader(io.StringIO(data.decode(), newline="")))
    assert rows[0] == list(KEYS)
    assert data.count(b"\r\n") == len(rows)
    for row, values in zip(rows[1:], own(KEYS), strict=True):
        told = [values[key][0] if values[key] else "" for key in KEYS]
        assert row == [("true" if each else "false") if isinstance(each, bool) else str(each) for each in told]


@given(st.text(max_size=30))
def test_no_cell_of_csv_does_harm(text):
    written = cell([text])
    [[_, read]] = csv.reader(io.StringIO(f"1,{written}\r\n", newline=""))
    assert not read.startswith(("=", "@", "\t", "\r"))
    assert not any(ord(sign) < 32 or ord(sign) == 127 for sign in read)
    assert read[:1] not in "+-" or read[1:].replace(".", "", 1).isdecimal() or not read


@pytest.mark.parametrize("attack", ["=cmd|' /C calc'!A0", "+1+cmd|x", "-2+3", "@SUM(A1)", "=1"])
def test_formulas_become_text(attack):
    assert cell([attack]).strip('"').startswith("'")


def test_parquet_has_the_values_with_their_types():
    pq = pytest.importorskip("pyarrow.parquet")
    data, count = exported(write_parquet, KEYS, lists=True)
    table = pq.read_table(io.BytesIO(data))
    assert table.num_rows == count
    for row, values in zip(_rows(table), own(KEYS), strict=True):
        assert row == values


def _rows(table):
    """The rows as netkit spells them: times as text with nine digits."""
    columns = {}
    for field in table.schema:
        column = table.column(field.name)
        kind = str(field.type)
        if "timestamp" in kind:
            listed = [each.values.cast("int64").to_pylist() for chunk in column.chunks for each in chunk]
            columns[field.name] = [[f"{time // 10**9}.{time % 10**9:09d}" for time in times] for times in listed]
        elif "decimal" in kind:
            columns[field.name] = [[f"{each:.9f}" for each in values] for values in column.to_pylist()]
        else:
            columns[field.name] = column.to_pylist()
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def test_every_key_that_there_is_fits_into_its_column():
    pytest.importorskip("pyarrow")
    keys = sorted(known_keys())[:: 1 if os.environ.get("NETKIT_WHOLE_CORPUS") else 25]
    for name, lists in (("dns-types", False), ("page-load-ipv6-01", True)):
        data, count = exported(write_parquet, keys, path=CAPTURES / f"{name}.pcapng", lists=lists)
        assert count
        assert data[:4] == data[-4:] == b"PAR1"


def test_duckdb_counts_and_sums_as_netkit_and_tshark_do(tmp_path):
    duckdb = pytest.importorskip("duckdb")
    data, _ = exported(write_parquet, DEFAULT_KEYS)
    place = tmp_path / "packets.parquet"
    place.write_bytes(data)
    [(count, size, tcp, stream)] = duckdb.sql(
        f'SELECT count(*), sum("frame.len"), sum("tcp.len"), count(DISTINCT "tcp.stream") FROM \'{place}\''  # noqa: S608
    ).fetchall()
    found = columns(PATH, ("frame.len", "tcp.len", "tcp.stream"))
    assert (count, size, tcp) == (found.count, found["frame.len"].sum(), found["tcp.len"].sum())
    assert stream == len(set(found["tcp.stream"].compressed().tolist()))
    sizes = _tshark("frame.len", "tcp.len")
    assert (count, size, tcp) == (len(sizes), *(sum(int(row[at] or 0) for row in sizes) for at in (0, 1)))


def _tshark(*fields):
    command = [program(), "-n", "-r", str(PATH), "-T", "fields"]
    for each in fields:
        command += ["-e", each]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    return [line.split("\t") for line in lines]


def test_without_pyarrow_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError) as caught:
        exported(write_parquet, KEYS)
    assert "pip install 'netkit-labs[parquet]'" in caught.value.hint
