"""Ask the right question: names of addresses."""

from __future__ import annotations

import dns.name
import dns.reversename

from netkit.address import parse_address
from netkit.lab import Question, Situation
from netkit.lab.told import step, texts
from netkit.lab.wire import Anytime, Mistake, Sighting, single
from netkit.lab.wire.dns import Asked, Response
from netkit.lab.wire.dns.questions import questions
from netkit.lab.wire.dns.traits import among, brought, named, of_type
from netkit.lab.wire.trait import Trait

REVERSE4, REVERSE6 = dns.name.from_text("in-addr.arpa."), dns.name.from_text("ip6.arpa.")
BYTES = 16
"""Labels of an IPv6 address where each byte is one."""


def is_address(name: dns.name.Name, texts: list[str]) -> bool:
    """Whether a name is the text of one of these addresses, however that is written."""
    try:
        return str(parse_address(name.to_text(omit_final_dot=True).replace("\\", ""))) in texts
    except ValueError:
        return False


def forwards(address: str) -> dns.name.Name:
    """The name of an address whose parts stand in the address's own order."""
    right = dns.reversename.from_address(address)
    parts, suffix = right.labels[:-3], right.labels[-3:]
    return dns.name.Name(parts[::-1] + suffix)


def is_below(name: dns.name.Name) -> bool:
    """Whether a name lies where names of addresses are kept."""
    return name.is_subdomain(REVERSE4) or name.is_subdomain(REVERSE6)


def for_names_of_addresses(now: Situation) -> Question:
    """9.5: type PTR, the octets or nibbles reversed."""
    four, six = texts(now, "ip4", "ip6")
    return Question(
        because="Packets {four_packet} and {six_packet} ask for the two names: octets and nibbles from the last to the first.",
        working=[
            step(
                "of an IPv4 address the octets, of an IPv6 address its 32 hex digits, are put in the order", "reversed"
            ),
            step("each is a label, and behind them stand", "in-addr.arpa, ip6.arpa"),
            step(
                "dig does that by itself, with",
                "dig @{second} -x {ip4} and dig @{second} -x {ip6}",
                said="dig @{second} -x {ip4} and dig @{second} -x {ip6}",
            ),
        ],
        wire=questions(
            among(lambda name: is_below(name) or is_address(name, [four, six])),
            steps=[told("four", four), told("six", six)],
            mistakes=order_mistakes(four, six),
        ),
    )


def told(name: str, address: str) -> Sighting[Asked]:
    """The question for the name of one address, and its answer."""
    reverse = dns.reversename.from_address(address).to_text()
    return Sighting(
        name=name,
        text="a question for the name of {address}, and the name in the answer",
        traits=[
            named(reverse, wanted="the name that belongs to this address"),
            of_type("PTR", wanted="the type that holds names of addresses"),
            brought(Response.ANSWER, wanted="an answer"),
        ],
        when=[Anytime()],
        rule="Names of addresses are kept below in-addr.arpa and ip6.arpa, in records of type PTR.",
        facts={"address": address},
    )


def order_mistakes(four: str, six: str) -> list[Mistake[Asked]]:
    """How an address is made a name in another way."""
    rights = [dns.reversename.from_address(address) for address in (four, six)]
    in_order = {forwards(four), forwards(six)}

    def is_of_six(event: Asked) -> bool:
        return event.name.is_subdomain(REVERSE6) or is_address(event.name, [six])

    # what was asked of one address is made good by the right question about the same, not about the other
    made_good: Trait[Asked] = Trait(
        holds=lambda event, found: event.name in rights and is_of_six(event) is is_of_six(found["event"])
    )
    return [
        single(
            "not-reversed",
            "Packet {packet} asks for {name}. Names grow from right to left, addresses from left to right: what is most general "
            "stands last in a name.",
            among(lambda name: name in in_order),
            key="dns.qry.name",
            unless=[made_good],
        ),
        single(
            "address-as-name",
            "Packet {packet} asks for {name} as if that were a name. It is an address: its digits are no labels of the DNS.",
            among(lambda name: is_address(name, [four, six])),
            key="dns.qry.name",
            unless=[made_good],
        ),
        single(
            "bytes-not-nibbles",
            "Packet {packet} has a label for each byte, {bytes} in all. Below ip6.arpa every hex digit is a label: 32.",
            among(lambda name: name.is_subdomain(REVERSE6) and len(name) - len(REVERSE6) == BYTES),
            key="dns.qry.name",
            unless=[made_good],
            bytes=BYTES,
        ),
    ]
