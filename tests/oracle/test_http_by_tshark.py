"""Requests and answers of HTTP are paired as tshark pairs them, and take as long: `http.time`, over the shipped captures and the corpus."""

import os
import subprocess
import tempfile
from pathlib import Path

import pytest

import netkit.capture
from netkit.capture.requests.exchanges import exchanges_of
from netkit.capture.requests.gathering import gather
from tests.oracle import tshark

ROOT = Path(__file__).parents[2]
CORPUS = Path(os.environ.get("NETKIT_CORPUS") or ROOT.parent / "shared" / "corpus")
SHIPPED = [
    ROOT / "captures" / f"{name}.pcapng"
    for name in ("page-load-01", "page-load-09", "retransmission", "page-load-ipv6-03")
]
OTHERS = (
    "http-basic-auth-with-extra-space.pcap", "http-deeply-nested-mime.pcap", "http-http-filename.pcap", "http-multipart.pcap",
    "http-http-non-printable-characters.pcap", "http-missing-zlib-header.pcap", "http-no-uri.pcap", "http-post.pcap", "http-qinq-0.pcap",
)  # fmt: skip


def theirs(path):
    """By the packet in which tshark shows a request: the seconds to the answer's last packet, and its status."""
    with tempfile.TemporaryDirectory() as folder:
        command = [tshark.program(), "-n", "-r", str(path), "-Y", "http.time", "-T", "fields"]
        for key in ("http.request_in", "http.time", "http.response.code"):
            command += ["-e", key]
        environment = os.environ | {"WIRESHARK_CONFIG_DIR": folder, "LC_ALL": "C.UTF-8"}
        done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    return sorted((int(asked), f"{float(took):.9f}", int(code)) for asked, took, code in rows)


@pytest.mark.parametrize("path", [*SHIPPED, *(CORPUS / "zeek" / name for name in OTHERS)], ids=lambda path: path.stem)
def test_pairs_and_times(path):
    if not path.exists():
        pytest.skip(f"no corpus of captures: {path} is not there (NETKIT_CORPUS names another folder)")
    with netkit.capture.open(path) as records:
        found = exchanges_of(gather(records))
    # tshark shows a request in the packet that completes it.
    own = sorted((each.whole_packet, f"{each.took / 1e9:.9f}", each.status) for each in found if each.took is not None)
    assert own == theirs(path)
    assert own
