"""Why this user may not hear an interface, and what helps."""

from __future__ import annotations

import errno
import sys

from netkit.errors import AccessError

__all__ = ["interface_is_down", "may_not_sniff", "require_packet_sockets"]

WITHOUT_RIGHTS = "netkit lab shell gives you a network of your own where you may; docs/sniffing.md has other ways"


def require_packet_sockets() -> None:
    """Nothing on Linux; AccessError on any other system."""
    if sys.platform != "linux":
        raise AccessError(
            f"netkit does not record on {sys.platform}",
            why="it reads packets from Linux's packet sockets",
            hint="record with Wireshark, and read the file with netkit; inside of WSL2 or a Lima virtual machine netkit records itself",
        )


def may_not_sniff(interface: str, error: OSError) -> AccessError:
    """The kernel refused a packet socket, or refused to bind it to this interface."""
    reason = (error.strerror or str(error)).lower()
    if error.errno in (errno.EPERM, errno.EACCES):
        return AccessError(
            f"this user may not record at {interface}",
            where=reason,
            why="who hears an interface hears everybody on this machine, so the kernel wants the right CAP_NET_RAW, which root has",
            hint=f"sudo netkit capture sniff -i {interface}; or {WITHOUT_RIGHTS}",
        )
    if error.errno in (errno.EAFNOSUPPORT, errno.EPROTONOSUPPORT):
        return AccessError(
            "this kernel has no packet sockets",
            where=reason,
            why="they are a part of Linux that may be left out (CONFIG_PACKET), and some containers forbid them",
            hint="run netkit outside of the container",
        )
    return AccessError(f"{interface} can't be recorded at: {reason}", why="the kernel said so", hint="netkit doctor")


def interface_is_down(interface: str) -> AccessError:
    """An interface that is switched off."""
    return AccessError(
        f"{interface} is down",
        why="nothing passes an interface that is switched off",
        hint=f"sudo ip link set {interface} up",
    )
