"""Whether this user may hear the interfaces of this machine."""

from __future__ import annotations

import socket
from collections.abc import Iterator

from netkit.errors import NetkitError
from netkit.live.doctor.finding import Finding, State, refused
from netkit.live.sniffing.refusals import may_not_sniff, require_packet_sockets

__all__ = ["capturing"]

KEY, NAME = "capture", "the right to hear interfaces"


def capturing() -> Iterator[Finding]:
    """Opens a packet socket that hears nothing, and closes it."""
    try:
        require_packet_sockets()
        try:
            socket.socket(socket.AF_PACKET, socket.SOCK_RAW | socket.SOCK_CLOEXEC, 0).close()
        except OSError as error:
            raise may_not_sniff("this machine's interfaces", error) from error
    except NetkitError as error:
        found = refused(KEY, NAME, error)
        mend = "sudo netkit capture sniff, or inside of netkit lab shell without sudo; docs/sniffing.md has other ways"
        yield Finding(
            key=KEY,
            name=NAME,
            state=State.MISSING,
            found=found.found.replace("may not record at this", "may not hear this"),
            why=found.why,
            mend=mend if "CAP_NET_RAW" in found.why else found.mend,
        )
        return
    yield Finding(key=KEY, name=NAME, state=State.WORKS, found="this user may")
