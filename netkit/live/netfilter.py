"""Whether this kernel filters packets (nf_tables), asked over netlink: the tool nft need not be there."""

from __future__ import annotations

import errno
import os
import socket
import struct

__all__ = ["has_nftables"]

NETLINK_NETFILTER = 12
GET_GENERATION = 10 << 8 | 16
"""The subsystem of nf_tables, and its message NFT_MSG_GETGEN: which version of the rules is in force."""
REQUEST = 1
NLMSG_ERROR = 2


def has_nftables() -> None:
    """Nothing where the kernel answers a question about its rules; OSError where it knows none."""
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW | socket.SOCK_CLOEXEC, NETLINK_NETFILTER) as asked:
        asked.settimeout(1.0)
        asked.send(struct.pack("=IHHIIBBH", 20, GET_GENERATION, REQUEST, 1, 0, 0, 0, 0))
        answer = asked.recv(4096)
    if len(answer) < 20:
        raise OSError(errno.EPROTO, os.strerror(errno.EPROTO))
    if struct.unpack_from("=H", answer, 4)[0] == NLMSG_ERROR:
        code = -struct.unpack_from("=i", answer, 16)[0]
        if code:
            raise OSError(code, os.strerror(code))
