"""What the quick batch says beside what the plain loop says, key by key."""

import numpy as np

from netkit.capture.columnar.catalog import known_keys
from netkit.capture.columnar.frames import frames_of
from netkit.capture.columnar.plain import PlainBatch
from netkit.capture.columnar.quick import QuickBatch, walked_keys, walked_protocols

__all__ = ["DEEP", "assert_alike", "differences"]

FRAME = ("frame.number", "frame.len", "frame.cap_len", "frame.time")

DEEP = (
    "arp.src.hw", "data", "data.data", "dhcp.ip.your", "dns", "dns.a", "dns.qry.name", "eth.trailer", "gre.key", "http", "http.host",
    "icmp.mtu", "icmpv6.nd.ns.target_address", "ip.opt.len", "ipv6.fraghdr.offset", "ipv6.hopopts", "llc.dsap", "sll.etype", "smtp",
    "tcp.options.mss_val", "tcp.payload", "tls", "tls.handshake.type", "udp.payload", "vlan.trailer", "wg.type",
)  # fmt: skip
"""Keys that no walk gives: of options, trailers and what applications say."""


def differences(records, keys):
    """What two batches of the same records answer differently, a line each."""
    plain, quick = PlainBatch(records), QuickBatch(frames_of(records))
    quick.prepare(keys)
    plain.prepare(keys)
    for key in keys:
        ours, theirs = quick.column(key), plain.column(key)
        if not np.array_equal(ours.rows, theirs.rows) or ours.spelled() != theirs.spelled():
            yield f"{key}: {_shown(ours)} and not {_shown(theirs)}"
        if not np.array_equal(quick.present(key), plain.present(key)):
            yield f"who has {key}"


def assert_alike(records, *, deep=DEEP):
    """Every key that a walk gives, and some that it does not, are the same both ways."""
    walked = [*sorted(walked_keys()), *sorted(walked_protocols()), *FRAME]
    assert not list(differences(records, walked))
    assert not list(differences(records, [key for key in deep if key in known_keys()]))


def _shown(column):
    return list(zip(column.rows.tolist(), column.spelled(), strict=True))[:5]
