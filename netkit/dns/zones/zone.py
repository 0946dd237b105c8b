"""A zone: its record sets by name, with the names that exist only because something lies below them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import dns.name
import dns.rdatatype
import dns.rrset
from dns.rdatatype import RdataType

__all__ = ["Node", "Zone"]

Node = Mapping[tuple[RdataType, RdataType], dns.rrset.RRset]
"""The record sets of a name, by type and (for signatures) the type covered; empty for an empty non-terminal."""

WILDCARD = dns.name.Name([b"*"])


@dataclass(frozen=True)
class Zone:
    """The records of one zone; `nodes` has every name that exists, empty non-terminals too (RFC 8499 section 7)."""

    origin: dns.name.Name
    nodes: Mapping[dns.name.Name, Node]
    delegations: frozenset[dns.name.Name] = field(default_factory=frozenset)

    @classmethod
    def of(cls, origin: dns.name.Name, rrsets: Iterable[dns.rrset.RRset]) -> Zone:
        """The zone of these sets; each owner must be at or below `origin`."""
        nodes: dict[dns.name.Name, dict[tuple[RdataType, RdataType], dns.rrset.RRset]] = {origin: {}}
        for rrset in rrsets:
            nodes.setdefault(rrset.name, {})[rrset.rdtype, rrset.covers] = rrset
            above = rrset.name
            while above != origin:
                above = above.parent()
                if above in nodes:
                    break
                nodes[above] = {}
        cuts = frozenset(
            name for name, node in nodes.items() if name != origin and (RdataType.NS, RdataType.NONE) in node
        )
        return cls(origin, nodes, cuts)

    def with_nodes(self, changed: Mapping[dns.name.Name, Node]) -> Zone:
        """The zone with other records at some of its names; which names exist, and which are delegated, stays as it is."""
        return replace(self, nodes={**self.nodes, **changed})

    @property
    def signed(self) -> bool:
        """Whether it has keys or signatures at its origin."""
        apex = self.nodes[self.origin]
        return (RdataType.DNSKEY, RdataType.NONE) in apex or (RdataType.RRSIG, RdataType.SOA) in apex

    @cached_property
    def hashes(self) -> frozenset[dns.name.Name]:
        """The names that only NSEC3 records have; they are no names of the zone (RFC 5155 section 7.2.8)."""
        found = {
            name
            for name, node in self.nodes.items()
            if (RdataType.NSEC3, RdataType.NONE) in node and all(RdataType.NSEC3 in kind for kind in node)
        }
        if found:
            found -= {name.parent() for name in self.nodes if len(name) > len(self.origin) + 1}
        return frozenset(found)

    def find(self, name: dns.name.Name, rdtype: RdataType) -> dns.rrset.RRset | None:
        """The set of this name and type as the file has it: no wildcards, and whether a cut hides it or not."""
        return self.nodes.get(name, {}).get((rdtype, RdataType.NONE))

    @property
    def soa(self) -> dns.rrset.RRset:
        """The set with the SOA record; KeyError where the zone was made without one."""
        return self.nodes[self.origin][RdataType.SOA, RdataType.NONE]

    def path(self, name: dns.name.Name) -> Iterator[dns.name.Name]:
        """The names from the origin down to `name`, both included."""
        for count in range(len(self.origin), len(name) + 1):
            yield dns.name.Name(name.labels[len(name) - count :])

    def cut_above(self, name: dns.name.Name) -> dns.name.Name | None:
        """The delegation at or above `name` that is nearest to the origin."""
        return next((each for each in self.path(name) if each in self.delegations), None)

    @property
    def occluded(self) -> frozenset[dns.name.Name]:
        """Names with data that no answer gives as such: they lie below a cut or a DNAME (RFC 5936 section 3.5); glue is among them."""
        return frozenset(name for name, node in self.nodes.items() if node and self._hidden(name))

    def _hidden(self, name: dns.name.Name) -> bool:
        return any(
            above != name and (above in self.delegations or self.find(above, RdataType.DNAME) is not None)
            for above in self.path(name)
        )
