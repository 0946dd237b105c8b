"""What no signer would do: faults put into a zone that is signed as it should be, and into DS records."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

import dns.name
import dns.rdatatype
import dns.rrset
from dns.rdatatype import RdataType

from netkit.dns.zones.zone import Zone

if TYPE_CHECKING:
    from dns.rdtypes.ANY.DS import DS

    from netkit.dns.made_up.signing.table import Fault

__all__ = ["broken", "broken_ds"]


def broken(zone: Zone, fault: Fault) -> Zone:
    """The signed zone with a fault; KeyError for a fault that there is not, or that finds nothing to break."""
    name = dns.name.from_text(fault.name, zone.origin)
    return _FAULTS[fault.kind](zone, name, dns.rdatatype.from_text(fault.type or "NONE"))


def broken_ds(record: DS, fault: str) -> DS:
    """The DS record with a fault; KeyError for a fault that there is not."""
    return _DS_FAULTS[fault](record)


def _without_signature(zone: Zone, name: dns.name.Name, rdtype: RdataType) -> Zone:
    """One set has lost its signatures."""
    kept = dict(zone.nodes[name])
    del kept[RdataType.RRSIG, rdtype]
    return zone.with_nodes({name: kept})


def _with_bad_signature(zone: Zone, name: dns.name.Name, rdtype: RdataType) -> Zone:
    """The signatures of one set have a wrong bit, as if the record had been changed after it was signed."""
    node = zone.nodes[name]
    found = node[RdataType.RRSIG, rdtype]
    records = [each.replace(signature=_flipped(each.signature)) for each in found]
    bad = dns.rrset.from_rdata_list(name, found.ttl, records)
    return zone.with_nodes({name: {**node, (RdataType.RRSIG, rdtype): bad}})


def _without_denial(zone: Zone, name: dns.name.Name, _: RdataType) -> Zone:
    """The NSEC record of one name is gone, and so is the proof of what comes after it."""
    kept = dict(zone.nodes[name])
    del kept[RdataType.NSEC, RdataType.NONE], kept[RdataType.RRSIG, RdataType.NSEC]
    return zone.with_nodes({name: kept})


def _without_denials(zone: Zone, name: dns.name.Name, _: RdataType) -> Zone:  # noqa: ARG001  it is all names
    """No name has an NSEC record."""
    kept = {
        each: {kind: node[kind] for kind in node if RdataType.NSEC not in kind} for each, node in zone.nodes.items()
    }
    return zone.with_nodes(kept)


def _other_digest(record: DS) -> DS:
    """The tag is right, and the digest is another's."""
    return cast("DS", record.replace(digest=_flipped(record.digest)))


def _flipped(data: bytes) -> bytes:
    return bytes([*data[:-1], data[-1] ^ 1])


_FAULTS: dict[str, Callable[[Zone, dns.name.Name, RdataType], Zone]] = {
    "missing-signature": _without_signature,
    "bad-signature": _with_bad_signature,
    "missing-denial": _without_denial,
    "no-denials": _without_denials,
}
_DS_FAULTS: dict[str, Callable[[DS], DS]] = {"other-digest": _other_digest}
