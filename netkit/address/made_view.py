"""Addresses made in a /64, as a view: from a MAC address (modified EUI-64), or from a secret (RFC 7217), with the working."""

from __future__ import annotations

from netkit.address.identifier import address_with_identifier, modified_eui64, widened
from netkit.address.prefix import Prefix
from netkit.address.stable_identifier import make_stable_identifier
from netkit.address.text import format_eui64, format_mac
from netkit.view import Block, Fact, Facts, Heading, Json, Paragraph

__all__ = ["made_from_mac", "made_from_secret"]


def made_from_mac(prefix: Prefix, mac: int) -> tuple[list[Block], Json]:
    """The address that a host makes from its MAC address in a /64 (RFC 4291 appendix A), its working and its data."""
    identifier = modified_eui64(mac)
    address = address_with_identifier(prefix, identifier)
    rows = [
        Fact(label="MAC address", value=format_mac(mac)),
        Fact(label="ff:fe in the middle", value=format_eui64(widened(mac))),
        Fact(
            label="Local bit turned over",
            value=format_eui64(identifier),
            note=f"{mac >> 40:02x} XOR 02 is {mac >> 40 ^ 2:02x}",
        ),
        Fact(label="behind the prefix", value=str(address)),
    ]
    data: Json = {
        "how": "modified-eui64", "rfc": "RFC 4291 appendix A", "prefix": str(prefix), "mac": format_mac(mac),
        "identifier": f"{identifier:016x}", "address": str(address),
    }  # fmt: skip
    return [Heading(text="Its address made from the MAC address", source="RFC 4291 app. A"), Facts(rows=rows)], data


def made_from_secret(
    prefix: Prefix, *, secret: str, interface: str, network_id: str, counter: int
) -> tuple[list[Block], Json]:
    """The stable address that RFC 7217 makes with a secret in a /64, its working and its data; the secret itself is in neither."""
    made = make_stable_identifier(
        prefix,
        secret=secret.encode("utf-8", "surrogateescape"),
        interface=interface,
        network_id=network_id,
        counter=counter,
    )
    rows = [
        Fact(label="Prefix", value=str(prefix), note="so another network gives another identifier"),
        Fact(label="Net_Iface", value=interface, note="so two interfaces differ"),
        Fact(label="Network_ID", value=network_id or "none", note="such as a Wi-Fi's name"),
        Fact(label="DAD_Counter", value=str(made.counter), note=_counted(made.skipped)),
        Fact(label="secret_key", value="yours", note="so nobody else can work it out"),
        Fact(label="hashed", value=made.message.hex(" "), note="prefix, interface, 00, network, 00, counter"),
        Fact(label="HMAC-SHA-256", value=made.digest.hex(" ", 8)),
        Fact(label="Identifier", value=format_eui64(made.identifier), note="its last 64 bits"),
        Fact(label="Address", value=str(made.address)),
    ]
    data: Json = {
        "how": "stable", "rfc": "RFC 7217 §5", "prefix": str(prefix), "interface": interface, "network_id": network_id,
        "counter": made.counter, "hashed": made.message.hex(), "digest": made.digest.hex(),
        "identifier": f"{made.identifier:016x}", "address": str(made.address),
    }  # fmt: skip
    told = (
        "F(Prefix, Net_Iface, Network_ID, DAD_Counter, secret_key) is the same whenever the host comes back to this network, another in "
        "another network, and tells no MAC address. The RFC leaves F open; netkit takes HMAC-SHA-256. A temporary address (RFC 8981) is "
        "drawn anew instead, each day or so, for connections that the host begins."
    )
    return [Heading(text="Its stable address", source="RFC 7217 §5"), Facts(rows=rows), Paragraph(text=told)], data


def _counted(skipped: int) -> str:
    return (
        "one more for each address that is somebody else's already"
        if not skipped
        else f"{skipped} identifiers were reserved (RFC 5453)"
    )
