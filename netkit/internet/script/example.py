"""A script that comes with netkit, to begin with: a segment is lost, and sent again after three duplicate ACKs."""

from __future__ import annotations

__all__ = ["EXAMPLE"]

EXAMPLE = """\
// A server opens, is asked, and answers with four segments, the first of which is lost.
0   socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0  bind(3, ..., ...) = 0
+0  listen(3, 1) = 0

// The handshake (RFC 9293 section 3.5): a client's SYN comes in, and is answered.
+.1 < S 0:0(0) win 65535 <mss 1000>
+0  > S. 0:0(0) ack 1 <mss 1460>
+.1 < . 1:1(0) ack 1 win 65535
+0  accept(3, ..., ...) = 4

+0  write(4, ..., 4000) = 4000
+0  > P. 1:4001(4000) ack 1

// Each segment behind the lost one brings a duplicate ACK; the third brings the first segment again (RFC 5681 section 3.2).
+.1 < . 1:1(0) ack 1 win 65535
+0  < . 1:1(0) ack 1 win 65535
+0  < . 1:1(0) ack 1 win 65535
+0  > . 1:1001(1000) ack 1
+0  %{ assert tcpi_ca_state == TCP_CA_Recovery }%
+.1 < . 1:1(0) ack 4001 win 65535
"""
