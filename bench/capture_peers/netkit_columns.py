"""netkit: five-tuple, sequence, acknowledgement, flags and length of every packet as columns; prints what all peers print.

python bench/capture_peers/netkit_columns.py FILE [FILTER]
"""

import sys
import time

KEYS = (
    "ip.src", "ip.dst", "ipv6.src", "ipv6.dst", "ip.proto", "ipv6.nxt", "tcp.srcport", "tcp.dstport", "udp.srcport", "udp.dstport",
    "tcp.seq_raw", "tcp.ack_raw", "tcp.flags", "frame.len",
)  # fmt: skip


def main() -> None:
    began = time.perf_counter()
    from netkit.capture.columnar.query import column_chunks

    packets = sequences = lengths = 0
    loaded = time.perf_counter()
    for chunk in column_chunks(sys.argv[1], KEYS, filter=sys.argv[2] if len(sys.argv) > 2 else None):
        packets += chunk.count
        sequences += int(chunk["tcp.seq_raw"].sum(dtype="u8") or 0)
        lengths += int(chunk["frame.len"].sum(dtype="u8") or 0)
    done = time.perf_counter()
    print(packets, sequences, lengths)
    print(f"{loaded - began:.3f} {done - loaded:.3f}", file=sys.stderr)


main()
