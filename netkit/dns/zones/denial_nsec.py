"""What NSEC records prove for an answer (RFC 4035 sections 3.1.3 and 3.1.4)."""

from __future__ import annotations

from collections.abc import Iterator

from netkit.dns.name_text import name_text
from netkit.dns.zones.chain import PlainChain
from netkit.dns.zones.proof import Looked, Proof, proven
from netkit.dns.zones.search import Kind
from netkit.dns.zones.zone import WILDCARD

__all__ = ["plain_proofs"]


def plain_proofs(chain: PlainChain, looked: Looked) -> Iterator[Proof]:
    """The NSEC sets that the end of a search needs, each with its reason; one may come twice."""
    name, found = looked.name, looked.found
    if found.kind is Kind.REFERRAL:
        yield from proven(chain.at(found.at), "no-ds", f"{name_text(found.at)} has no DS", "RFC 4035 section 3.1.4")
        return
    if found.wildcard is not None or found.kind is Kind.NO_NAME:
        text = f"no name exists where {name_text(name)} would be"
        section = {Kind.NO_NAME: "3.1.3.2", Kind.NO_DATA: "3.1.3.4"}.get(found.kind, "3.1.3.3")
        yield from proven(chain.covering(name), "no-closer", text, f"RFC 4035 section {section}")
    if found.kind is Kind.NO_NAME:
        wildcard = WILDCARD.concatenate(found.at)
        text = f"no wildcard {name_text(wildcard)} could stand for it"
        yield from proven(chain.covering(wildcard), "no-wildcard", text, "RFC 4035 section 3.1.3.2")
    elif found.kind is Kind.NO_DATA:
        here = chain.at(found.at)
        if here is not None:
            section = "3.1.3.4" if found.wildcard is not None else "3.1.3.1"
            text = f"{name_text(found.at)} has other types, not this one"
            yield from proven(here, "no-type", text, f"RFC 4035 section {section}")
        else:
            text = f"{name_text(found.at)} has no records at all: it exists because the next name lies below it"
            yield from proven(chain.covering(found.at), "empty", text, "RFC 4035 section 3.1.3.2")
