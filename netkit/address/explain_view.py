"""An address, a prefix or a MAC address as a view: what `netkit address explain` shows."""

from __future__ import annotations

from collections.abc import Sequence

from netkit.address.address import Address
from netkit.address.count import counted
from netkit.address.history import address_class
from netkit.address.hosts import host_range
from netkit.address.ipv6_view import form_blocks, form_json, ipv6_blocks, ipv6_json
from netkit.address.mac_view import eui64_blocks, eui64_json, mac_blocks, mac_json
from netkit.address.multicast_mapping import multicast_mac
from netkit.address.prefix import Prefix
from netkit.address.ranges_view import range_blocks, range_json
from netkit.address.reverse import reverse_name, reverse_zones
from netkit.address.special.ipv4 import UPDATED
from netkit.address.special.lookup import globally_reachable, is_multicast, ranges_inside, ranges_of, router_may_forward
from netkit.address.special.range import Range
from netkit.address.subject import Eui64Subject, IpSubject, MacSubject, Subject
from netkit.address.subnet_view import subnet_blocks, subnet_json
from netkit.address.text import format_mac
from netkit.view import BitRow, Bits, Block, Document, Fact, Facts, Heading, Json, Sentence

__all__ = ["SCHEMA", "explain"]

SCHEMA = "netkit.address.explain/1"

_MOST_ZONES = 16
"""Reverse zones that are shown of one prefix."""


def explain(
    subjects: Sequence[Subject], *, everything: bool = False, made: Sequence[tuple[Sequence[Block], Json]] = ()
) -> Document:
    """Each subject: a sentence, its facts with their RFCs, its bits. `everything` adds what a first look can do without.

    `made` has, for each subject, further blocks and their data (addresses made in a prefix), or is empty.
    """
    blocks: list[Block] = []
    entries: list[Json] = []
    for index, subject in enumerate(subjects):
        more, data = made[index] if made else ((), None)
        blocks += [*_blocks(subject, everything=everything), *more]
        entry = _data(subject)
        if data is not None:
            entry["made"] = data
        entries.append(entry)
    return Document(schema=SCHEMA, data={"registry_updated": UPDATED, "explained": entries}, blocks=blocks)


def _data(subject: Subject) -> dict[str, Json]:
    match subject:
        case MacSubject():
            return mac_json(subject)
        case Eui64Subject():
            return eui64_json(subject)
        case IpSubject():
            return _ip_json(subject)


def _blocks(subject: Subject, *, everything: bool) -> list[Block]:
    match subject:
        case MacSubject():
            return mac_blocks(subject)
        case Eui64Subject():
            return eui64_blocks(subject)
        case IpSubject():
            return _ip_blocks(subject, everything=everything)


def _ip_json(subject: IpSubject) -> dict[str, Json]:
    address = Address(subject.address.version, subject.address.number)
    prefix = subject.prefix
    ranges = _ranges(subject)
    data: dict[str, Json] = {
        "kind": "prefix" if subject.is_prefix else "address",
        "version": address.version,
        "given": subject.given,
        "address": str(address),
        "zone": subject.address.zone or None,
        "prefix_length": subject.length,
        "number": address.number,
        "hex": address.data.hex(),
        "reverse_name": None if subject.is_prefix else reverse_name(address),
        "multicast": is_multicast(address),
        "ranges": [range_json(one) for one in ranges],
        "globally_reachable": None if subject.is_prefix else globally_reachable(address),
        "router_may_forward": None if subject.is_prefix else router_may_forward(address),
        "subnet": None if prefix is None else subnet_json(prefix, address),
    }
    if subject.is_prefix and prefix is not None:
        data["reverse_zones"] = list(reverse_zones(prefix))
        data["ranges_inside"] = [range_json(one) for one in ranges_inside(prefix)]
    if address.version == 6:
        data["form"] = form_json(_written(subject), address)
        data["ipv6"] = None if subject.is_prefix else ipv6_json(address)
    else:
        data["multicast_mac"] = format_mac(multicast_mac(address)) if is_multicast(address) else None
    return data


def _written(subject: IpSubject) -> str:
    """The address as it was written, without zone and prefix length."""
    return subject.given.partition("/")[0].partition("%")[0]


def _ranges(subject: IpSubject) -> list[Range]:
    """The ranges that hold the address, or the whole prefix if that is what is meant."""
    prefix = subject.prefix
    found = ranges_of(Address(subject.address.version, subject.address.number))
    if subject.is_prefix and prefix is not None:
        return [one for one in found if one.first <= prefix.number and prefix.last <= one.last]
    return found


def _ip_blocks(subject: IpSubject, *, everything: bool) -> list[Block]:
    address = Address(subject.address.version, subject.address.number)
    prefix, ranges = subject.prefix, _ranges(subject)
    blocks: list[Block] = [Sentence(text=_sentence(subject, ranges))]
    if address.version == 6:
        blocks += form_blocks(_written(subject), address)
    blocks += range_blocks(ranges, everything=everything)
    if subject.is_prefix and prefix is not None:
        blocks += _inside_blocks(prefix, everything=everything)
    if prefix is not None:
        blocks += subnet_blocks(prefix, address, whole=subject.is_prefix)
    if address.version == 6 and not subject.is_prefix:
        blocks += ipv6_blocks(address)
    blocks += _other_forms(subject, everything=everything)
    if prefix is None:
        blocks.append(_bits(address))
    return blocks


def _sentence(subject: IpSubject, ranges: Sequence[Range]) -> str:
    address, prefix = subject.address, subject.prefix
    special = next((one for one in ranges if one.registry != "space"), None)
    if special is None and ranges and ranges[0].name != "Global Unicast":
        special = ranges[0]
    if special is not None:
        told = f"{special.name}: {special.meaning}"
    elif subject.is_prefix and prefix is not None and ranges_inside(prefix):
        told = "ordinary and special addresses"
    else:
        told = "ordinary public addresses" if subject.is_prefix else "an ordinary public address"
    if subject.is_prefix and prefix is not None:
        return f"{prefix} · IPv{prefix.version} prefix · {_size(prefix)} · {told}"
    where = f" in the subnet {prefix}" if prefix is not None else ""
    zone = f", on the link {address.zone}" if address.zone else ""
    return f"{Address(address.version, address.number)} · IPv{address.version} address{where}{zone} · {told}"


def _size(prefix: Prefix) -> str:
    size = counted(prefix.size, "address", "addresses")
    if prefix.version == 6:
        return size if prefix.length >= 64 else f"{counted(prefix.subnets(64), 'subnet', 'subnets')} of /64"
    hosts = host_range(prefix).count
    return size if hosts == prefix.size else f"{size}, {counted(hosts, 'host', 'hosts')}"


def _inside_blocks(prefix: Prefix, *, everything: bool) -> list[Block]:
    """Ranges with a meaning of their own that lie inside a prefix."""
    found = ranges_inside(prefix)
    if not found:
        return []
    shown = found if everything else found[:6]
    rows = [Fact(label=str(one), value=one.name, source=one.rfc) for one in shown]
    more = f", {len(found) - len(shown)} more with --all" if len(found) > len(shown) else ""
    return [Heading(text=f"Special ranges inside it: {len(found)}{more}"), Facts(rows=rows)]


def _other_forms(subject: IpSubject, *, everything: bool) -> list[Block]:
    address = Address(subject.address.version, subject.address.number)
    rows = [_reverse(subject, address)]
    if address.version == 4:
        if is_multicast(address) and not subject.is_prefix:
            rows.append(_in_a_frame(address))
        rows.append(Fact(label="As a number", value=f"0x{address.data.hex()}", note=f"{address.number:,} in decimal"))
        if everything:
            rows.append(_once(address))
    elif everything:
        rows.append(Fact(label="As a number", value=str(address.number)))
    return [Heading(text="In other forms"), Facts(rows=rows)]


def _reverse(subject: IpSubject, address: Address) -> Fact:
    """Where names of addresses are kept: the name of one, the zones of a prefix."""
    source, prefix = "RFC 1035 §3.5" if address.version == 4 else "RFC 3596 §2.5", subject.prefix
    if not subject.is_prefix or prefix is None:
        return Fact(label="Reverse name", value=reverse_name(address), source=source)
    zones = reverse_zones(prefix)
    told = ", ".join(zones[:2]) + (f", … {zones[-1]} ({len(zones)} zones)" if len(zones) > 2 else "")
    is_part = prefix.version == 4 and prefix.length > 24
    note = "its names lie in this zone; RFC 2317 says how a part is lent" if is_part else ""
    return Fact(label="Reverse zone", value=told, note=note, source=source)


def _in_a_frame(group: Address) -> Fact:
    note = "01:00:5e, a zero bit, the last 23 bits: 32 groups share it"
    return Fact(label="in a frame to", value=format_mac(multicast_mac(group)), note=note, source="RFC 1112 §6.4")


def _once(address: Address) -> Fact:
    former = address_class(address.number)
    source = "RFC 791 §2.3" if former.letter in "ABC" else "RFC 1112 §4"
    return Fact(label="Once", value=f"class {former.letter}", note=former.text, source=source)


def _bits(address: Address) -> Block:
    if address.version == 4:
        return Bits(rows=[BitRow(label="in binary", value=address.number)], width_bits=32)
    return Bits(rows=[BitRow(label="all digits", value=address.number)], width_bits=128, digit_bits=4)
