"""What a DHCP message says in a few words: who looks for an address, who offers one, what was agreed (RFC 2131 §3.1, RFC 8415 §5)."""

from __future__ import annotations

from netkit.packet.application.dhcp.codes4 import MESSAGE_TYPES as TYPES4
from netkit.packet.application.dhcp.codes6 import MESSAGE_TYPES as TYPES6
from netkit.packet.dissection import Dissection

__all__ = ["dhcp6_brief", "dhcp6_said", "dhcp_brief", "dhcp_said"]

DISCOVER, OFFER, REQUEST, DECLINE, ACKNOWLEDGE, REFUSE, RELEASE, INFORM = range(1, 9)

NOBODY = "0.0.0.0"  # noqa: S104 - the address of a host that has none, not one to listen at


def dhcp_said(packet: Dissection) -> str:
    """A message of DHCP as a sentence without its end."""
    kind = packet.value("dhcp.option.dhcp")
    client = packet.value("dhcp.hw.mac_addr") or "a host"
    server = packet.value("dhcp.option.dhcp_server_id") or "a server"
    given = packet.value("dhcp.ip.your")
    asked = packet.value("dhcp.option.requested_ip_address") or packet.value("dhcp.ip.client")
    wanted = f" for {asked}" if asked and asked != NOBODY else ""
    told = {
        DISCOVER: f"{client} has no address yet, and looks for somebody who gives one (DHCP discover)",
        OFFER: f"{server} offers {given} to {client} (DHCP offer)",
        REQUEST: f"{client} asks{wanted} (DHCP request)",
        DECLINE: f"{client} does not take{wanted.replace(' for', '')}: somebody has it already (DHCP decline)",
        ACKNOWLEDGE: f"{server} {_granted(packet, client)} (DHCP acknowledge)",
        REFUSE: f"{server} refuses what {client} asked for (DHCP refuse)",
        RELEASE: f"{client} gives {packet.value('dhcp.ip.client')} back (DHCP release)",
        INFORM: f"{client} has an address, and asks for the other settings (DHCP inform)",
    }
    asks = packet.value("dhcp.type") == 1
    return told.get(kind, f"{client} {'asks' if asks else 'is told'} by {dhcp_brief(packet)}")


def dhcp_brief(packet: Dissection) -> str:
    """A message of DHCP in a list that names both ends already."""
    kind = packet.value("dhcp.option.dhcp")
    if kind is None:
        return "BOOTP"
    given = packet.value("dhcp.ip.your")
    return f"DHCP {TYPES4.get(kind, f'type {kind}')}{f': {given}' if given not in (None, NOBODY) else ''}"


def dhcp6_said(packet: Dissection) -> str:
    """A message of DHCPv6, without who sends it to whom."""
    address = packet.value("dhcpv6.iaaddr.ip")
    kind = TYPES6.get(packet.value("dhcpv6.msgtype"), "message")
    return f"a DHCPv6 {kind}{f' with {address}' if address else ''} travels"


def dhcp6_brief(packet: Dissection) -> str:
    """A message of DHCPv6 in a list that names both ends already."""
    kind = packet.value("dhcpv6.msgtype")
    address = packet.value("dhcpv6.iaaddr.ip")
    return f"DHCPv6 {TYPES6.get(kind, f'type {kind}')}{f': {address}' if address else ''}"


def _granted(packet: Dissection, client: object) -> str:
    """What an acknowledgment gives: an address, for how long, or only settings, to a host that has one."""
    given = packet.value("dhcp.ip.your")
    if given in (None, NOBODY):
        return f"tells {client} the network's settings"
    lease = packet.field("dhcp.option.ip_address_lease_time")
    return f"gives {given}{f' for {lease.text}' if lease else ''} to {client}"
