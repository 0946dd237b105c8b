"""The sections of a DNS message: what groups a record's parts in a build line, and where its names may be shortened to pointers."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.application.dns.edns import MulticastOpt, Opt
from netkit.packet.application.dns.header import Dns, DnsUpdate, Llmnr, Mdns
from netkit.packet.application.dns.message import GROUPS, UPDATE_GROUPS
from netkit.packet.application.dns.records.registry import NO_POINTERS
from netkit.packet.application.dns.sections import MulticastRecord, QuestionName, RecordName, ResourceRecord
from netkit.packet.header import Header

__all__ = ["COMPRESSING", "OWNERS", "SECTIONS", "Section", "type_may_point"]


class Section(Header):
    """A record or question in its section: no bytes of its own."""

    key = "dns"
    title = "DNS section"
    rfc = "RFC 1035 §4.1"


def _section(name: str) -> type[Header]:
    """The table of a record in the section of this name."""
    return type(
        f"{name.capitalize()}Section",
        (Section,),
        {"__doc__": f"One entry of a section: {name}.", "__module__": __name__},
    )


SECTIONS: Mapping[str, type[Header]] = MappingProxyType(
    {name: _section(name) for name in dict.fromkeys((*GROUPS, *UPDATE_GROUPS))}
)
"""By the name that the sections have in a dissection, too."""

_TYPE = next(field for field in ResourceRecord.fields if field.name == "type")

COMPRESSING: frozenset[type[Header]] = frozenset({Dns, DnsUpdate, Mdns, Llmnr})
"""Messages in which a name may be a pointer to an earlier one."""

OWNERS: frozenset[type[Header]] = frozenset({QuestionName, RecordName})
"""Names that may always be shortened."""


def type_may_point(table: type[Header], number: int) -> bool | None:
    """Whether names in the data behind the head of a record may be shortened; None for a table that is no such head.

    Those of types from after RFC 1035 must not (RFC 3597 §4), but in multicast DNS they may (RFC 6762 §18.14).
    """
    if table is MulticastRecord:
        return True
    if table is ResourceRecord:
        return number >> _TYPE.shift & _TYPE.mask not in NO_POINTERS
    return False if table in (Opt, MulticastOpt) else None
