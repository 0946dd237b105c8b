"""Packets onto a wire, byte for byte as they are: through scapy, which opens the raw socket and finds the next hop."""

from __future__ import annotations

import difflib
import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from netkit.errors import AccessError, UsageError

__all__ = ["check_interface", "send"]

ETHERNET, RAW_IP, RAW_IPV4, RAW_IPV6 = 1, 101, 228, 229


def send(data: bytes, link_type: int, *, interface: str | None = None) -> str:
    """Send one packet, and give the name of the interface that it left by.

    An Ethernet frame needs an `interface`. An IP packet goes where the routes lead, in a frame to the next hop, unless an interface is
    named. UsageError for what can't be sent, or an interface that is not there; AccessError where the system does not let it pass.
    """
    if interface is not None:
        check_interface(interface)
    if link_type == ETHERNET:
        if interface is None:
            raise UsageError(
                "by which interface?",
                why="a frame leaves by the interface that it is given to",
                hint=f"--interface {_names()[-1]}",
            )
        return _send_frame(data, interface)
    if link_type not in (RAW_IP, RAW_IPV4, RAW_IPV6):
        raise UsageError(
            f"a packet of link type {link_type} can't be sent",
            why="only Ethernet frames and IP packets can",
            hint="leave its link layer out: begin with ipv4 or ipv6",
        )
    return _send_ip(data, interface)


def _names() -> list[str]:
    """The names of the interfaces of this machine."""
    return [name for _, name in socket.if_nameindex()] or ["lo"]


def check_interface(interface: str) -> None:
    """Nothing for an interface that there is; UsageError for any other name."""
    known = _names()
    if interface not in known:
        near = difflib.get_close_matches(interface, known, n=1)
        there = f"there {'is' if len(known) == 1 else 'are'} {', '.join(known)}"
        hint = f"did you mean {near[0]}?" if near else there
        raise UsageError(f"there is no interface {interface}", why="this machine has none of that name", hint=hint)


def _send_frame(data: bytes, interface: str) -> str:
    with _refusals(interface):
        from scapy.config import conf  # noqa: PLC0415 - it costs a second, and few commands send
        from scapy.layers.l2 import Ether  # noqa: PLC0415

        outlet = conf.L2socket(iface=interface)
        with _closing(outlet):
            outlet.send(Ether(data))
    return interface


def _send_ip(data: bytes, interface: str | None) -> str:
    by = interface or "the network"
    with _refusals(by):
        from scapy.config import conf  # noqa: PLC0415
        from scapy.layers.inet import IP  # noqa: PLC0415
        from scapy.layers.inet6 import IPv6  # noqa: PLC0415

        packet: Any = IPv6(data) if data[:1] and data[0] >> 4 == 6 else IP(data)
        by = interface or str(packet.route()[0] or "")
    with _refusals(by):
        before, conf.raise_no_dst_mac = conf.raise_no_dst_mac, True
        try:
            outlet = conf.L3socket(iface=by)
            with _closing(outlet):
                outlet.send(packet)
        finally:
            conf.raise_no_dst_mac = before
    return by


@contextmanager
def _closing(outlet: Any) -> Iterator[None]:
    try:
        yield
    finally:
        outlet.close()


@contextmanager
def _refusals(interface: str) -> Iterator[None]:
    """What the system, or scapy, says against sending, as an error that says what to do; scapy's own log keeps quiet."""
    log = logging.getLogger("scapy")
    handlers, log.handlers = log.handlers, [logging.NullHandler()]
    try:
        yield
    except PermissionError as error:
        raise AccessError(
            "this user may not send packets made by hand",
            why="a raw socket asks for rights that ordinary users do not have (on Linux: CAP_NET_RAW)",
            hint="sudo netkit packet send …, or in a network of your own: unshare -rn",
        ) from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        hint = (
            f"ip link set {interface} up"
            if "down" in reason
            else "a frame has at most 1,514 bytes on most links"
            if "long" in reason
            else ""
        )
        raise AccessError(
            f"{interface} does not take the packet: {reason}", why="the system said so", hint=hint
        ) from error
    except Exception as error:
        if type(error).__name__ != "ScapyNoDstMacException":
            raise
        raise AccessError(
            f"nobody answers at the next hop behind {interface}",
            why="an IP packet leaves in a frame to the next hop, whose MAC address ARP or neighbour discovery did not find",
            hint="ip route shows the next hop; ethernet destination=… / … says the MAC address yourself",
        ) from error
    finally:
        log.handlers = handlers
