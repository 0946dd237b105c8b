"""dpkt: the same of every packet, one by one."""

import sys
from pathlib import Path

import dpkt

IP, IP6, TCP, UDP = dpkt.ip.IP, dpkt.ip6.IP6, dpkt.tcp.TCP, dpkt.udp.UDP


def main() -> None:
    packets = sequences = lengths = 0
    kept = []
    with Path(sys.argv[1]).open("rb") as file:
        for _, data in dpkt.pcap.Reader(file):
            packets += 1
            lengths += len(data)
            ip = dpkt.ethernet.Ethernet(data).data
            if not isinstance(ip, IP | IP6):
                continue
            inner = ip.data
            if isinstance(inner, TCP):
                sequences += inner.seq
                kept.append((ip.src, ip.dst, 6, inner.sport, inner.dport, inner.seq, inner.ack, inner.flags, len(data)))
            elif isinstance(inner, UDP):
                kept.append((ip.src, ip.dst, 17, inner.sport, inner.dport, len(data)))
            else:
                kept.append((ip.src, ip.dst, ip.p, len(data)))
            if len(kept) >= 1 << 15:
                kept.clear()
    print(packets, sequences, lengths)


main()
