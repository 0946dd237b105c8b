"""What netkit and tshark find about the TCP segments of a capture, side by side."""

import os
import subprocess
import tempfile

from netkit.capture.analysis.analysis import ANALYSED
from netkit.capture.columnar.query import column_chunks
from tests.oracle import tshark

__all__ = ["KEYS", "LABELS", "UNION", "different", "ours", "theirs"]

KEYS = tuple(key for key in ANALYSED if key != "tcp.analysis")
LABELS = frozenset(key for key in KEYS if ANALYSED[key][0].name == "a label")

UNION = frozenset(
    f"tcp.analysis.{name}"
    for name in ("retransmission", "fast_retransmission", "spurious_retransmission", "out_of_order")
)
"""What a segment is called whose bytes came below the greatest."""

MORE = ("tcp.stream", "tcp.window_size", "tcp.window_size_scalefactor", "tcp.time_relative", "tcp.time_delta")


def theirs(path):
    """By packet, the values that tshark shows; with its defaults, under which fragments of IP are put together first."""
    with tempfile.TemporaryDirectory() as folder:
        command = [
            tshark.program(),
            "-n",
            "-r",
            str(path),
            "-Y",
            "tcp",
            "-T",
            "fields",
            "-E",
            "occurrence=a",
            "-e",
            "frame.number",
        ]
        for key in (*KEYS, *MORE):
            command += ["-e", key]
        environment = os.environ | {"WIRESHARK_CONFIG_DIR": folder, "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    found = {}
    for line in done.stdout.splitlines():
        number, *values = line.split("\t")
        # tshark shows some labels twice: in the tree, and as what its expert says.
        found[int(number)] = {
            key: "1" if key in LABELS else value for key, value in zip((*KEYS, *MORE), values, strict=True) if value
        }
    return found


def ours(path):
    """The same by netkit."""
    found = {}
    for chunk in column_chunks(path, ("frame.number", *KEYS, *MORE)):
        texts = {key: chunk.texts(key) for key in ("frame.number", *KEYS, *MORE)}
        for row, (number,) in enumerate(texts["frame.number"]):
            values = {key: ",".join(map(_text, texts[key][row])) for key in (*KEYS, *MORE) if texts[key][row]}
            if "tcp.stream" in values:
                found[number] = values
    return found


def _text(value):
    return "1" if value is True else str(value)


def different(path):
    """Packets with one segment of which the two do not say the same: by number, the keys with both values, theirs first."""
    found = {}
    own = ours(path)
    for number, values in theirs(path).items():
        mine = own.get(number, {})
        if "," in values.get("tcp.stream", ""):
            continue
        unlike = {key: (values.get(key), mine.get(key)) for key in (*KEYS, *MORE) if values.get(key) != mine.get(key)}
        if unlike:
            found[number] = unlike
    return found
