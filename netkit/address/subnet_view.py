"""A subnet as a view: its two ends, its mask, its hosts, and all of it in binary."""

from __future__ import annotations

from netkit.address.address import Address
from netkit.address.count import counted, large
from netkit.address.hosts import broadcast_address, host_range
from netkit.address.prefix import Prefix
from netkit.address.text import format_ipv4, format_ipv6
from netkit.view import BitRow, Bits, Block, Fact, Facts, Heading, Json

__all__ = ["subnet_bits", "subnet_blocks", "subnet_json"]


def subnet_json(prefix: Prefix, address: Address) -> dict[str, Json]:
    """A subnet and the place of `address` in it; what there is not (a broadcast address in IPv6) is null."""
    hosts, broadcast = host_range(prefix), broadcast_address(prefix)
    spell = format_ipv4 if prefix.version == 4 else format_ipv6
    return {
        "prefix": str(prefix),
        "network": str(prefix.first_address),
        "prefix_length": prefix.length,
        "mask": spell(prefix.mask),
        "wildcard": spell(prefix.wildcard),
        "broadcast": None if broadcast is None else str(broadcast),
        "last": str(prefix.last_address),
        "first_host": str(hosts.first),
        "last_host": str(hosts.last),
        "hosts": hosts.count,
        "addresses": prefix.size,
        "host_number": address.number & prefix.wildcard,
        "role": _role(prefix, address),
        "subnets_64": prefix.subnets(64) if prefix.version == 6 and prefix.length <= 64 else None,
    }


def _role(prefix: Prefix, address: Address) -> str:
    """What an address is in its subnet: `network`, `broadcast`, `routers` (the anycast address of IPv6) or `host`."""
    if prefix.width - prefix.length < 2:
        return "host"
    if address.number == prefix.number:
        return "network" if prefix.version == 4 else "routers"
    return "broadcast" if prefix.version == 4 and address.number == prefix.last else "host"


def subnet_blocks(prefix: Prefix, address: Address, *, whole: bool) -> list[Block]:
    """The subnet's facts; unless the `whole` prefix is meant, the address's place in it, too."""
    rows = _ipv4_rows(prefix) if prefix.version == 4 else _ipv6_rows(prefix)
    if not whole and (prefix.version == 4 or _role(prefix, address) != "host"):
        rows.append(_place(prefix, address))
    source = "RFC 4632 §3.1" if prefix.version == 4 else "RFC 4291 §2.3"
    return [
        Heading(text=f"The subnet {prefix}", source=source),
        Facts(rows=rows),
        *subnet_bits(prefix, address, whole=whole),
    ]


def _ipv4_rows(prefix: Prefix) -> list[Fact]:
    hosts, broadcast = host_range(prefix), broadcast_address(prefix)
    rows = [
        Fact(label="Network", value=format_ipv4(prefix.number), note="all host bits 0: address AND mask"),
        Fact(
            label="Mask",
            value=format_ipv4(prefix.mask),
            note=f"{counted(prefix.length, 'one', 'ones')}, then {counted(32 - prefix.length, 'zero', 'zeros')}",
        ),
        Fact(label="Wildcard", value=format_ipv4(prefix.wildcard), note="the mask turned over"),
    ]
    if broadcast is not None:
        rows.append(Fact(label="Broadcast", value=str(broadcast), note="all host bits 1: network OR wildcard"))
    if hosts.count > 1:
        rows.append(Fact(label="Hosts", value=f"{hosts.first} – {hosts.last}"))
    rows.append(
        Fact(
            label="How many",
            value=counted(hosts.count, "host", "hosts"),
            note=f"{_sum(prefix)}: {hosts.rule}",
            source=hosts.rfc,
        )
    )
    return rows


def _sum(prefix: Prefix) -> str:
    bits = prefix.width - prefix.length
    return f"2^{bits} − 2 of {large(prefix.size)} addresses" if prefix.version == 4 and bits > 1 else f"2^{bits}"


def _ipv6_rows(prefix: Prefix) -> list[Fact]:
    hosts = host_range(prefix)
    bits = 128 - prefix.length
    rows = [
        Fact(label="From", value=format_ipv6(prefix.number), note=_others(bits, 0)),
        Fact(label="To", value=format_ipv6(prefix.last), note=_others(bits, 1)),
        Fact(label="Addresses", value=large(prefix.size), note=hosts.rule, source=hosts.rfc),
    ]
    if prefix.length < 64:
        count = f"2^{64 - prefix.length} = {prefix.subnets(64):,}" if prefix.length >= 32 else f"2^{64 - prefix.length}"
        rows.append(
            Fact(
                label="Subnets of /64",
                value=count,
                note="two to the number of bits between the prefix and bit 64; none is lost",
            )
        )
    elif prefix.length == 64:
        rows.append(
            Fact(
                label="One link",
                value="a /64",
                note="the size that every link gets, whatever the number of its hosts",
                source="RFC 4291 §2.5.1",
            )
        )
    return rows


def _others(bits: int, value: int) -> str:
    """What the bits behind a prefix are at one of its ends."""
    return f"all {bits} other bits {value}" if bits > 1 else f"its last bit {value}" if bits else ""


def _place(prefix: Prefix, address: Address) -> Fact:
    number = address.number & prefix.wildcard
    told = {
        "network": "the network address: it names the subnet, and no host has it",
        "broadcast": "the broadcast address: it means every host of the subnet",
        "routers": "the anycast address of the subnet's routers",
        "host": f"host number {large(number)}: the {prefix.width - prefix.length} host bits as a number",
    }[_role(prefix, address)]
    return Fact(label="This address", value=str(Address(address.version, address.number)), note=told)


def subnet_bits(prefix: Prefix, address: Address, *, whole: bool) -> list[Block]:
    """The address, the mask and the ends in binary; for IPv6 in hex, and in binary the group in which a prefix ends inside a digit."""
    length, rest = prefix.length, prefix.width - prefix.length
    names = ("network", "host") if prefix.version == 4 else ("prefix", "the rest")
    if prefix.version == 6 and length == 64:
        names = ("prefix", "identifier")
    parts = (
        f"{names[0]}: {length} {'bit' if length == 1 else 'bits'}",
        f"{names[1]}: {rest} {'bit' if rest == 1 else 'bits'}",
    )
    rows = [] if whole else [BitRow(label="address", value=address.number)]
    rows += [
        BitRow(label="mask", value=prefix.mask),
        BitRow(label="network" if prefix.version == 4 else "prefix", value=prefix.number),
    ]
    if prefix.version == 4:
        if broadcast_address(prefix) is not None:
            rows.append(BitRow(label="broadcast", value=prefix.last))
        shown = [BitRow(label=row.label, value=row.value, note=format_ipv4(row.value)) for row in rows]
        return [Bits(rows=shown, width_bits=32, split=length, parts=parts)]
    blocks: list[Block] = [Bits(rows=rows, width_bits=128, split=length, parts=parts, digit_bits=4)]
    if length % 4:
        shift = 112 - length // 16 * 16
        group = [
            BitRow(label=row.label, value=row.value >> shift & 0xFFFF, note=f"{row.value >> shift & 0xFFFF:04x}")
            for row in rows
        ]
        blocks.append(Heading(text=f"The prefix ends inside a hex digit: group {length // 16 + 1} of 8 in binary"))
        blocks.append(Bits(rows=group, width_bits=16, split=length % 16, parts=("prefix", names[1])))
    return blocks
