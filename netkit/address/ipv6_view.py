"""What is IPv6's alone, as a view: the form of the text, what is embedded, the identifier, and the parts of a multicast address."""

from __future__ import annotations

from netkit.address.address import Address
from netkit.address.embedded import find_embedded, teredo_port
from netkit.address.identifier import identifier_of, mac_from_identifier, reserved_identifier
from netkit.address.ipv6_form import Departure, departures
from netkit.address.multicast_mapping import multicast_mac, solicited_node, solicited_node_mac
from netkit.address.special.multicast_ipv6 import MulticastParts, multicast_parts
from netkit.address.text import format_ipv4, format_ipv6, format_mac
from netkit.address.unique_local import UniqueLocalParts, unique_local_parts
from netkit.view import Block, Fact, Facts, Heading, Json

__all__ = ["form_blocks", "form_json", "ipv6_blocks", "ipv6_json", "uses_identifier"]


def form_json(written: str, address: Address) -> Json:
    """How an address was written, how RFC 5952 has it, and each rule that the first does not keep."""
    bare = Address(6, address.number)
    return {
        "given": written,
        "canonical": str(bare),
        "departures": [
            {"rule": one.rule, "start": one.start, "length": one.length, "text": one.text}
            for one in departures(written)
        ],
    }


def form_blocks(written: str, address: Address) -> list[Block]:
    """Where the text differs from the recommended one; nothing if it does not."""
    found = departures(written)
    if not found:
        return []
    rows = [
        Fact(label="It was given as", value=written),
        Fact(label="RFC 5952 has it", value=str(Address(6, address.number))),
    ]
    rows += [
        Fact(label=f"at character {one.start + 1}", value=_piece(written, one), note=one.text, source=one.rule)
        for one in found
    ]
    return [Heading(text="Its text", source="RFC 5952"), Facts(rows=rows)]


def _piece(written: str, departure: Departure) -> str:
    return written[departure.start : departure.start + departure.length]


def uses_identifier(address: Address) -> bool:
    """Whether the last 64 bits are an interface identifier: in unicast addresses that don't begin with 000 (RFC 4291 §2.5.1).

    Not in Teredo's, whose last 64 bits are flags, a port and an IPv4 address (RFC 4380 §4).
    """
    return address.number >> 120 != 0xFF and address.number >> 125 != 0 and address.number >> 96 != 0x2001_0000


def ipv6_json(address: Address) -> dict[str, Json]:
    """The parts that only IPv6 addresses have; null where an address has no such part."""
    number = address.number
    parts = multicast_parts(number)
    found = find_embedded(number)
    identifier = identifier_of(address)
    mac = mac_from_identifier(identifier) if uses_identifier(address) else None
    kept = reserved_identifier(identifier) if uses_identifier(address) else None
    return {
        "embedded": [
            {
                "name": one.name,
                "address": format_ipv4(one.address),
                "start_bit": one.start_bit,
                "inverted": one.inverted,
                "meaning": one.meaning,
                "rfc": one.rfc,
            }
            for one in found
        ],
        "teredo_port": teredo_port(number) if any(one.inverted for one in found) else None,
        "unique_local": _local_json(unique_local_parts(address)),
        "identifier": f"{identifier:016x}" if uses_identifier(address) else None,
        "identifier_mac": None if mac is None else format_mac(mac),
        "identifier_reserved": None if kept is None else kept[0],
        "solicited_node": None if parts is not None else str(solicited_node(address)),
        "solicited_node_mac": None if parts is not None else format_mac(solicited_node_mac(address)),
        "multicast_mac": None if parts is None else format_mac(multicast_mac(address)),
        "multicast": None if parts is None else _parts_json(parts),
    }


def _local_json(parts: UniqueLocalParts | None) -> Json:
    if parts is None:
        return None
    return {
        "local": parts.local,
        "global_id": f"{parts.global_id:010x}",
        "subnet_id": f"{parts.subnet_id:04x}",
        "site": str(parts.site),
    }


def _parts_json(parts: MulticastParts) -> Json:
    return {
        "flags": parts.flags,
        "transient": parts.transient,
        "prefix_based": parts.prefix_based,
        "scope": parts.scope,
        "scope_name": parts.scope_name,
        "prefix": None if parts.prefix is None else str(parts.prefix),
        "rendezvous_point": None if parts.rendezvous is None else format_ipv6(parts.rendezvous),
        "group": f"{parts.group:x}",
    }


def ipv6_blocks(address: Address) -> list[Block]:
    """What the bits of an IPv6 address tell: embedded IPv4 addresses, the identifier, the group that neighbours ask, multicast's parts."""
    parts = multicast_parts(address.number)
    blocks = _embedded_blocks(address)
    if parts is not None:
        return [
            *blocks,
            Heading(text="What the multicast address says", source="RFC 4291 §2.7"),
            Facts(rows=_parts_rows(address, parts)),
        ]
    local = unique_local_parts(address)
    if local is not None:
        blocks += [
            Heading(text="What the unique local address says", source="RFC 4193 §3.1"),
            Facts(rows=_local_rows(local)),
        ]
    rows = _identifier_rows(address) if uses_identifier(address) else []
    if address.number > 1:
        rows += [
            Fact(
                label="Neighbours ask",
                value=str(solicited_node(address)),
                note="solicited-node group: its last 24 bits",
                source="RFC 4291 §2.7.1",
            ),
            Fact(
                label="in a frame to",
                value=format_mac(solicited_node_mac(address)),
                note="33:33 and the group's last 32 bits",
                source="RFC 2464 §7",
            ),
        ]
    if rows:
        blocks += [Heading(text="On its link"), Facts(rows=rows)]
    return blocks


def _local_rows(parts: UniqueLocalParts) -> list[Fact]:
    assigned = "assigned by the site itself" if parts.local else "what 0 means is not defined"
    drawn = f"to be drawn at random, so that two sites hardly ever clash; the site is {parts.site}"
    return [
        Fact(label="L bit", value=f"{parts.local:d}", note=assigned, place="bit 7"),
        Fact(label="Global ID", value=f"{parts.global_id:010x}", note=drawn, place="bits 8–47", source="RFC 4193 §3.2"),
        Fact(
            label="Subnet ID", value=f"{parts.subnet_id:04x}", note="one of the site's 65,536 links", place="bits 48–63"
        ),
    ]


def _embedded_blocks(address: Address) -> list[Block]:
    found = find_embedded(address.number)
    if not found:
        return []
    rows = []
    for one in found:
        place = f"bits {one.start_bit}–{one.start_bit + 31}"
        note = f"{one.meaning}{'; each of its bits is turned over' if one.inverted else ''}"
        rows.append(Fact(label=one.name, value=format_ipv4(one.address), note=note, place=place, source=one.rfc))
    if any(one.inverted for one in found):
        rows.append(
            Fact(
                label="Teredo port",
                value=str(teredo_port(address.number)),
                note="the client's UDP port outside its NAT, turned over as well",
                place="bits 80–95",
                source="RFC 4380 §4",
            )
        )
    return [Heading(text="IPv4 addresses in it"), Facts(rows=rows)]


def _identifier_rows(address: Address) -> list[Fact]:
    identifier = identifier_of(address)
    text = ":".join(f"{identifier >> shift & 0xFFFF:04x}" for shift in (48, 32, 16, 0))
    kept = reserved_identifier(identifier)
    mac = mac_from_identifier(identifier)
    if kept is not None:
        note, source = f"kept for {kept[0]}", kept[1]
    elif mac is not None:
        note, source = (
            f"looks as if made from the MAC address {format_mac(mac)}: ff:fe is in the middle",
            "RFC 4291 app. A",
        )
    else:
        note, source = (
            "it does not say how it was made: by hand, at random (RFC 8981), or with a secret (RFC 7217)",
            "RFC 7136",
        )
    return [Fact(label="Identifier", value=text, note=note, source=source)]


def _parts_rows(address: Address, parts: MulticastParts) -> list[Fact]:
    rows = [
        Fact(label="Flags", value=f"{parts.flags:04b}", note=_flags(parts), place="bits 8–11"),
        Fact(
            label="Scope",
            value=f"{parts.scope:x}",
            note=f"{parts.scope_name}: {parts.scope_meaning}",
            place="bits 12–15",
            source="RFC 7346 §2",
        ),
    ]
    if parts.prefix is not None:
        rows.append(
            Fact(
                label="Prefix",
                value=str(parts.prefix),
                note="the unicast prefix that it was made from",
                place="bits 24–95",
                source="RFC 3306 §4",
            )
        )
    if parts.rendezvous is not None:
        rows.append(
            Fact(
                label="Rendezvous point",
                value=format_ipv6(parts.rendezvous),
                note="the router that sources and receivers meet at",
                source="RFC 3956 §4",
            )
        )
    rows.append(
        Fact(
            label="in a frame to",
            value=format_mac(multicast_mac(address)),
            note="33:33 and the last 32 bits",
            source="RFC 2464 §7",
        )
    )
    return rows


def _flags(parts: MulticastParts) -> str:
    told = ["T: not given out by IANA" if parts.transient else "T is 0: given out by IANA"]
    if parts.prefix_based:
        told.append("P: made from a unicast prefix")
    if parts.flags & 4:
        told.append("R: a rendezvous point's address is in it")
    return "; ".join(told)
