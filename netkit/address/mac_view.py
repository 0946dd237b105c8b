"""MAC addresses and EUI-64 as a view: what the first byte says, whose they are, and what is made from them."""

from __future__ import annotations

from netkit.address.address import Address
from netkit.address.identifier import link_local_from_mac, mac_from_identifier, modified_eui64, widened
from netkit.address.mac import Mac, NamedMac, ipv4_groups, named_mac
from netkit.address.subject import Eui64Subject, MacSubject
from netkit.address.text import format_eui64, format_mac
from netkit.address.vendor import Vendor, vendor_of
from netkit.view import BitRow, Bits, Block, Fact, Facts, Heading, Json, Sentence

__all__ = ["eui64_blocks", "eui64_json", "mac_blocks", "mac_json"]


def mac_json(subject: MacSubject) -> dict[str, Json]:
    """A MAC address as JSON has it; `vendor` and `named` are null where nothing is known."""
    mac = subject.mac
    named, vendor = named_mac(mac.number), vendor_of(mac)
    station = not mac.group and mac.number != 0
    return {
        "kind": "mac",
        "given": subject.given,
        "address": str(mac),
        "number": mac.number,
        "group": mac.group,
        "local": mac.local,
        "organization": None if mac.local or mac.group else format_mac(mac.number)[:8],
        "vendor": None if vendor is None else {"name": vendor.name, "bits": vendor.bits, "divided": vendor.divided},
        "named": None if named is None else _named_json(named),
        "modified_eui64": format_eui64(modified_eui64(mac.number)) if station else None,
        "link_local": str(link_local_from_mac(mac.number)) if station else None,
        "ipv4_groups": [str(group) for group in ipv4_groups(mac.number)],
    }


def _named_json(named: NamedMac) -> Json:
    return {
        "name": named.name,
        "meaning": named.meaning,
        "source": named.source,
        "first": format_mac(named.first),
        "last": format_mac(named.last),
    }


def mac_blocks(subject: MacSubject) -> list[Block]:
    """The sentence, what the bits say, the maker, and the address that a host could make of it."""
    mac = subject.mac
    named, vendor = named_mac(mac.number), vendor_of(mac)
    rows = [
        Fact(
            label="Group bit",
            value=f"{mac.group:d}",
            note="a group of stations" if mac.group else "one station",
            source="RFC 9542 §2.1",
        ),
        Fact(label="Local bit", value=f"{mac.local:d}", note=_local(mac), source="RFC 9542 §2.1"),
    ]
    if not mac.local and not mac.group and named is None:
        rows.append(_maker(mac, vendor))
    if named is not None:
        rows.append(Fact(label="Meaning", value=named.name, note=named.meaning, source=named.source))
    first = mac.number >> 40
    bits = Bits(
        rows=[
            BitRow(
                label="first byte",
                value=first,
                note=f"{first:02x}: the last bit is the group bit, the one before it the local bit",
            )
        ],
        width_bits=8,
    )
    blocks: list[Block] = [
        Sentence(text=f"{mac} · MAC address · {_sentence(mac, named, vendor)}"),
        Facts(rows=rows),
        bits,
    ]
    if groups := ipv4_groups(mac.number):
        blocks += _group_blocks(groups)
    elif not mac.group and mac.number:
        blocks += _made_from(mac)
    return blocks


def _sentence(mac: Mac, named: NamedMac | None, vendor: Vendor | None) -> str:
    if named is not None:
        return f"{named.name}: {named.meaning}"
    if mac.group:
        return "a group of stations"
    if mac.local:
        return "made up by a program or set by somebody, so it tells no maker"
    return f"made by {vendor.name}" if vendor is not None and not vendor.divided else "given by a maker"


def _local(mac: Mac) -> str:
    if not mac.local:
        return (
            "given by the maker, whom the first three bytes tell"
            if not mac.group
            else "defined by whoever owns the first three bytes"
        )
    if mac.group:
        return "defined by whoever uses it"
    return "drawn by a program (as phones do against tracking, or virtual machines), or set by somebody"


def _maker(mac: Mac, vendor: Vendor | None) -> Fact:
    prefix = str(mac)[:8]
    if vendor is None:
        return Fact(
            label="Maker",
            value="not in the list",
            note=f"netaddr's copy of the IEEE register has no {prefix}; newer ones may",
        )
    if vendor.divided:
        return Fact(
            label="Maker",
            value="one of several",
            note=f"the IEEE gives {prefix} out in smaller pieces, which netaddr's copy does not list",
        )
    return Fact(
        label="Maker",
        value=vendor.name,
        note=f"the IEEE gave them the addresses that begin with {str(mac)[: 8 if vendor.bits == 24 else 14]}",
    )


def _made_from(mac: Mac) -> list[Block]:
    """The modified EUI-64 worked out, and the link-local address with it."""
    number = mac.number
    rows = [
        Fact(label="MAC address", value=str(mac)),
        Fact(label="ff:fe in the middle", value=format_eui64(widened(number)), source="RFC 4291 app. A"),
        Fact(
            label="Local bit turned over",
            value=format_eui64(modified_eui64(number)),
            note=f"{number >> 40:02x} XOR 02 is {number >> 40 ^ 2:02x}",
            source="RFC 2464 §4",
        ),
        Fact(
            label="Link-local address",
            value=str(link_local_from_mac(number)),
            note="if the host makes it so; most draw the identifier instead",
            source="RFC 7217, RFC 8981",
        ),
    ]
    return [Heading(text="The IPv6 identifier that can be made from it (modified EUI-64)"), Facts(rows=rows)]


def _group_blocks(groups: list[Address]) -> list[Block]:
    told = f"{groups[0]}, {groups[1]}, … {groups[-1]}"
    note = "the last 23 bits of the group are in the MAC address; 5 more are not"
    return [Facts(rows=[Fact(label="32 IPv4 groups", value=told, note=note, source="RFC 1112 §6.4")])]


def eui64_json(subject: Eui64Subject) -> dict[str, Json]:
    """An EUI-64 as JSON has it; `mac` is null unless ff:fe is in its middle."""
    mac = mac_from_identifier(subject.number)
    return {
        "kind": "eui64",
        "given": subject.given,
        "address": format_eui64(subject.number),
        "number": subject.number,
        "mac": None if mac is None else format_mac(mac),
        "link_local": str(Address(6, 0xFE80 << 112 | subject.number)),
    }


def eui64_blocks(subject: Eui64Subject) -> list[Block]:
    """The sentence, and the MAC address that an identifier with ff:fe in its middle was made from."""
    mac = mac_from_identifier(subject.number)
    text = format_eui64(subject.number)
    if mac is None:
        return [
            Sentence(
                text=f"{text} · EUI-64 · 64 bits without ff:fe in the middle, so it was not made from a MAC address"
            )
        ]
    rows = [
        Fact(
            label="As an identifier",
            value=format_mac(mac),
            note="the MAC address: ff:fe out of the middle, the local bit turned over",
            source="RFC 4291 app. A",
        ),
        Fact(
            label="Link-local address", value=str(Address(6, 0xFE80 << 112 | subject.number)), source="RFC 4291 §2.5.6"
        ),
    ]
    return [
        Sentence(
            text=f"{text} · EUI-64 · as an IPv6 identifier it looks as if made from the MAC address {format_mac(mac)}"
        ),
        Facts(rows=rows),
    ]
