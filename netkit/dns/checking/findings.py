"""What was found out about a zone and its servers: what the faults are looked for in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

import dns.rdatatype

from netkit.dns.query import Server

if TYPE_CHECKING:
    import dns.name
    import dns.rrset

    from netkit.dns.checking.heard import Heard
    from netkit.dns.trust.link import Checked, Link

__all__ = ["Findings", "NameFound", "NameServer", "NameState", "ParentSays"]


class NameState(Enum):
    """What became of the name of a name server when its address was looked for."""

    FOUND = "found"
    ALIAS = "alias"
    NO_SUCH_NAME = "no such name"
    NO_ADDRESS = "no address"
    CIRCLE = "circle"
    """To find it, the zone itself would have to be found first."""
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class NameFound:
    """What came of looking for a name's address: the addresses, where an alias leads to, and in words why there is none.

    `types` are those of A and AAAA that were asked for and told of: an address of the other kind may be there.
    """

    state: NameState
    addresses: tuple[str, ...] = ()
    types: frozenset[int] = frozenset()
    alias_of: dns.name.Name | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParentSays:
    """What one server of the zone above says of the delegation: the names of the zone's servers, for how many seconds, and their glue."""

    server: Server
    names: tuple[dns.name.Name, ...]
    seconds: int
    glue: Mapping[dns.name.Name, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class NameServer:
    """A server by its name: who names it, the addresses that the parent gives (`glue`), and what its own zone says (`found`)."""

    name: dns.name.Name
    by_parent: bool
    by_zone: bool
    inside: bool
    glue: tuple[str, ...] = ()
    found: NameFound = field(default_factory=lambda: NameFound(state=NameState.UNKNOWN))

    @property
    def addresses(self) -> tuple[str, ...]:
        """All addresses that anybody gives, the glue first."""
        return tuple(dict.fromkeys((*self.glue, *self.found.addresses)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What was found out about `zone`, for which `name` was asked.

    `parent` is the zone above (None for the root, and where it is not known). `delegation` is what its servers say, `at_parent` and
    `at_zone` all that was asked of the servers of the one and the other. `primary` is what came of looking for the zone's primary server
    (SOA MNAME), None where nobody looked. `unusable` are addresses at which nobody can be asked, with the reason. `no_way` are the versions
    of IP over which this machine reaches nobody, `left_out` those that were not wanted, `untold` sentences on what could not be found out.
    `why_not` says why the walk to `name` ended above it, "" where it did not. `exists` is False where there is no such name. `links` and
    `checked` are the walk's, which has them where it was `validated`; `denials` say how it is proven that a name is not there.
    """

    name: dns.name.Name
    zone: dns.name.Name
    parent: dns.name.Name | None = None
    delegation: Sequence[ParentSays] = ()
    at_parent: Sequence[Heard] = ()
    at_zone: Sequence[Heard] = ()
    name_servers: Sequence[NameServer] = ()
    primary: NameFound | None = None
    unusable: Mapping[str, str] = field(default_factory=dict)
    no_way: Sequence[int] = ()
    left_out: Sequence[int] = ()
    untold: Sequence[str] = ()
    why_not: str = ""
    exists: bool = True
    reached: bool = True
    captured: bool = False
    validated: bool = False
    links: Sequence[Link] = ()
    checked: Sequence[Checked] = ()
    denials: Sequence[Checked] = ()

    @property
    def servers(self) -> Sequence[Server]:
        """Every address of the zone's servers that was asked, in the order of their names."""
        asked = {each.server.address for each in self.at_zone}
        found: dict[str, Server] = {}
        for each in self.name_servers:
            for address in each.addresses:
                if address in asked:
                    found.setdefault(address, Server(each.name, address))
        for heard in self.at_zone:
            found.setdefault(heard.server.address, heard.server)
        return list(found.values())

    def of(self, server: Server) -> Iterator[Heard]:
        """All that one server was asked about the zone."""
        return (each for each in self.at_zone if each.server.address == server.address)

    def told(self, server: Server, name: dns.name.Name, rdtype: int) -> dns.rrset.RRset | None:
        """The records of that name and type that a server answered with authority."""
        for each in self.of(server):
            if each.authoritative:
                found = each.answer(name, rdtype)
                if found is None and rdtype in (dns.rdatatype.SOA, dns.rdatatype.NS):
                    found = each.authority(name, rdtype)
                if found is not None:
                    return found
        return None

    def names_told(self, server: Server) -> frozenset[dns.name.Name] | None:
        """The names of the zone's servers (NS) as this one has them; None where it did not say."""
        found = self.told(server, self.zone, dns.rdatatype.NS)
        return None if found is None else frozenset(each.target for each in found)
