"""What can be wanted of a question and its answer, ready to be put into steps.

Each takes the words for what is wanted, so that a task can say it without telling how: `wanted="a question for an IPv6 address"`. In the
steps of a mistake, which are not told, it needs none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import dns.flags
import dns.name
from dns.rdatatype import RdataType

from netkit.lab.wire.dns.asked import Asked
from netkit.lab.wire.dns.response import Response
from netkit.lab.wire.trait import Trait

__all__ = [
    "among",
    "asks_again_for",
    "brought",
    "brought_record",
    "flagged",
    "named",
    "of_type",
    "over",
    "sent_to",
    "tells_address_of",
    "that",
    "told_by",
]

ADDRESSES = (RdataType.A, RdataType.AAAA)


def _answer(event: Asked) -> int:
    return event.ended


def named(*names: str, wanted: str = "") -> Trait[Asked]:
    """It asks for one of these names, in whatever case."""
    known = frozenset(dns.name.from_text(name) for name in names)
    return Trait(
        holds=lambda event, _: event.name in known,
        wanted=wanted or "a question for {this_name}",
        instead="it asks for {name}",
        key="dns.qry.name",
        facts={"this_name": names[0]},
    )


def among(holds: Callable[[dns.name.Name], bool], *, wanted: str = "") -> Trait[Asked]:
    """The name that it asks for is one of those for which this holds."""
    return Trait(
        holds=lambda event, _: holds(event.name), wanted=wanted, instead="it asks for {name}", key="dns.qry.name"
    )


def of_type(*kinds: str, wanted: str = "") -> Trait[Asked]:
    """It asks for one of these types."""
    known = frozenset(RdataType.from_text(kind) for kind in kinds)
    return Trait(
        holds=lambda event, _: event.type in known, wanted=wanted, instead="it asks for type {type}", key="dns.qry.type"
    )


def sent_to(addresses: Iterable[str], *, wanted: str = "") -> Trait[Asked]:
    """It went to one of these addresses, which are in their shortest form."""
    known = frozenset(addresses)
    return Trait(
        holds=lambda event, _: event.server.address in known,
        wanted=wanted,
        instead="it went to {server}",
    )


def over(transport: str, *, wanted: str = "") -> Trait[Asked]:
    """It went over `udp` or `tcp`."""
    return Trait(holds=lambda event, _: event.transport == transport, wanted=wanted, instead="it went over {transport}")


def flagged(flag: dns.flags.Flag, *, on: bool, wanted: str = "", instead: str = "", key: str = "") -> Trait[Asked]:
    """A flag of the question's header is set, or is not."""
    return Trait(holds=lambda event, _: event.asks(flag) is on, wanted=wanted, instead=instead, key=key)


def brought(*kinds: Response, wanted: str = "") -> Trait[Asked]:
    """What came back is of one of these kinds."""
    return Trait(
        holds=lambda event, _: event.kind in kinds,
        wanted=wanted,
        instead="what came back is: {came}",
        key="dns.flags.rcode",
        packet=_answer,
    )


def brought_record(kind: str, *, covers: str = "", wanted: str = "", instead: str = "") -> Trait[Asked]:
    """There is a record of a type (of signatures: over a type) in the answer."""
    rdtype = RdataType.from_text(kind)
    covered = RdataType.from_text(covers) if covers else RdataType.NONE
    return Trait(
        holds=lambda event, _: event.answers(rdtype, covered), wanted=wanted, instead=instead, key="", packet=_answer
    )


def told_by(step: str, *, wanted: str = "") -> Trait[Asked]:
    """It went to an address that the answer which a step found gave."""
    return Trait(
        holds=lambda event, found: step in found and event.server.address in found[step].addresses,
        wanted=wanted,
        instead="it went to {server}",
    )


def tells_address_of(step: str) -> Trait[Asked]:
    """Its answer gives the address that what a step found went to."""
    return Trait(
        holds=lambda event, found: step in found and found[step].server.address in event.addresses,
        wanted="an answer that gives the server's address",
        instead="what came back does not give it",
        packet=_answer,
    )


def asks_again_for(*steps: str) -> Trait[Asked]:
    """It asks for an address that the answer which one of these steps found gave already."""
    return Trait(
        holds=lambda event, found: (
            event.type in ADDRESSES and any(event.name in found[step].glue for step in steps if step in found)
        ),
        wanted="a question for an address that is known",
        instead="it asks for {name}, type {type}",
        key="dns.qry.name",
    )


def that(holds: Callable[[Asked], bool], *, wanted: str = "", instead: str = "", key: str = "") -> Trait[Asked]:
    """Anything else that can be said of one question and its answer."""
    return Trait(holds=lambda event, _: holds(event), wanted=wanted, instead=instead, key=key)
