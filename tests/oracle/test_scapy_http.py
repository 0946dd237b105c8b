"""HTTP messages that scapy builds and netkit reads, and the other way round: each line has the same text in both."""

import importlib
import warnings

import pytest

from netkit.packet import dissect
from tests.oracle.requirement import missing
from tests.packet.invariants import broken_promises


def scapy(module):
    """A module of scapy; what it and cryptography say of algorithms past their time while it is loaded is no business of ours."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return importlib.import_module(f"scapy.layers.{module}")
        except ImportError:
            return missing("scapy", "pip install scapy")


http, inet = scapy("http"), scapy("inet")

LINES = {
    "Host": "http.host", "User_Agent": "http.user_agent", "Accept": "http.accept", "Accept_Encoding": "http.accept_encoding",
    "Cookie": "http.cookie", "Referer": "http.referer", "Connection": "http.connection", "Cache_Control": "http.cache_control",
    "Authorization": "http.authorization", "Content_Type": "http.content_type", "Content_Length": "http.content_length_header",
    "Server": "http.server", "Date": "http.date", "Location": "http.location", "Set_Cookie": "http.set_cookie",
    "ETag": "http.header.ETag", "Last_Modified": "http.last_modified", "Vary": "http.header.Vary",
    "Transfer_Encoding": "http.transfer_encoding", "WWW_Authenticate": "http.www_authenticate", "Upgrade": "http.upgrade",
}  # fmt: skip
"""scapy's names of fields that requests or responses have, with netkit's keys."""


def of(table):
    return [name for name in LINES if name in {field.name for field in table.fields_desc}]


MESSAGES = [
    (
        http.HTTPRequest,
        {"Method": "http.request.method", "Path": "http.request.uri", "Http_Version": "http.request.version"},
    ),
    (http.HTTPResponse, {"Http_Version": "http.response.version", "Reason_Phrase": "http.response.phrase"}),
]


@pytest.mark.parametrize(("table", "words"), MESSAGES, ids=["request", "response"])
def test_what_scapy_builds(table, words):
    values = {name: f"value of {name}".encode() for name in of(table) if name != "Content_Length"}
    message = http.HTTP() / table(**values)
    packet = bytes(inet.IP(src="192.0.2.1", dst="198.51.100.2") / inet.TCP(dport=80) / message)
    dissection = dissect(packet, 101)
    assert broken_promises(dissection, packet) == []
    built = table(bytes(message.getlayer(table)))
    for name, key in words.items():
        assert dissection.value(key).encode() == getattr(built, name)
    assert {name: dissection.value(LINES[name]).encode() for name in values} == values


@pytest.mark.parametrize(("table", "words"), MESSAGES, ids=["request", "response"])
def test_what_netkit_reads_scapy_reads_too(table, words):
    start = b"POST /a?b=c HTTP/1.1" if table is http.HTTPRequest else b"HTTP/1.1 200 OK"
    lines = [
        name.replace("_", "-").encode() + b": " + f"value of {name}".encode()
        for name in of(table)
        if name != "Content_Length"
    ]
    message = b"\r\n".join([start, *lines, b"Content-Length: 3", b"", b"abc"])
    packet = bytes(inet.IP(src="192.0.2.1", dst="198.51.100.2") / inet.TCP(dport=80) / message)
    ours, theirs = dissect(packet, 101), http.HTTP(message).getlayer(table)
    for name, key in words.items():
        assert ours.value(key).encode() == getattr(theirs, name)
    for name in of(table):
        assert ours.value(LINES[name]).encode() == getattr(theirs, name)
    assert bytes.fromhex(ours.value("http.file_data")) == bytes(theirs.payload) == b"abc"
