"""Ask the right question: names of addresses, where mail goes, and what is not there."""

from __future__ import annotations

import dns.flags
import dns.name
import dns.reversename

from netkit.address import parse_address
from netkit.lab import Question, Situation
from netkit.lab.told import known, step, texts
from netkit.lab.wire import Anytime, Sighting, Wire, single
from netkit.lab.wire.dns import FILTER, Asked, Response, asked, bursts
from netkit.lab.wire.dns.traits import (
    among,
    brought,
    named,
    of_type,
    that,
)
from netkit.lab.wire.trait import Trait

REVERSE4, REVERSE6 = dns.name.from_text("in-addr.arpa."), dns.name.from_text("ip6.arpa.")
ADDRESSES = ("A", "AAAA")
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


def for_names_of_addresses(now: Situation) -> Question:
    """9.5: type PTR, the octets or nibbles reversed."""
    four, six = texts(now, "ip4", "ip6")
    in_order = {forwards(four), forwards(six)}
    pointer = of_type("PTR", wanted="the type that holds names of addresses")
    answer = brought(Response.ANSWER, wanted="an answer")

    def told(name: str, address: str) -> Sighting[Asked]:
        reverse = dns.reversename.from_address(address).to_text()
        return Sighting(
            name=name,
            text="a question for the name of {address}, and the name in the answer",
            traits=[named(reverse, wanted="the name that belongs to this address"), pointer, answer],
            when=[Anytime()],
            rule="Names of addresses are kept below in-addr.arpa and ip6.arpa, in records of type PTR.",
            facts={"address": address},
        )

    def is_of_six(event: Asked) -> bool:
        return event.name.is_subdomain(REVERSE6) or is_address(event.name, [six])

    rights = [dns.reversename.from_address(address) for address in (four, six)]
    # what was asked of one address is made good by the right question about the same, not about the other
    made_good: Trait[Asked] = Trait(
        holds=lambda event, found: event.name in rights and is_of_six(event) is is_of_six(found["event"]),
        wanted="",
        instead="",
    )

    def in_question(event: Asked) -> bool:
        below = event.name.is_subdomain(REVERSE4) or event.name.is_subdomain(REVERSE6)
        return below or is_address(event.name, [four, six])

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
        wire=Wire(
            view=asked,
            filter=FILTER,
            runs=bursts,
            about=in_question,
            steps=[told("four", four), told("six", six)],
            mistakes=[
                single(
                    "not-reversed",
                    "Packet {packet} asks for {name}. Names grow from right to left, addresses from left to right: what is most general "
                    "stands last in a name.",
                    among(lambda name: name in in_order, wanted=""),
                    key="dns.qry.name",
                    unless=[made_good],
                ),
                single(
                    "address-as-name",
                    "Packet {packet} asks for {name} as if that were a name. It is an address: its digits are no labels of the DNS.",
                    among(lambda name: is_address(name, [four, six]), wanted=""),
                    key="dns.qry.name",
                    unless=[made_good],
                ),
                single(
                    "bytes-not-nibbles",
                    "Packet {packet} has a label for each byte, {bytes} in all. Below ip6.arpa every hex digit is a label: 32.",
                    among(lambda name: name.is_subdomain(REVERSE6) and len(name) - len(REVERSE6) == BYTES, wanted=""),
                    key="dns.qry.name",
                    unless=[made_good],
                    bytes=BYTES,
                ),
            ],
        ),
    )


def for_mail(now: Situation) -> Question:
    """9.6: MX, then an address of the exchange with the lowest preference."""
    domain, low, high, mail = (named(name) for name in texts(now, "domain", "low", "high", "mail"))
    address, answer = of_type(*ADDRESSES, wanted="an address"), brought(Response.ANSWER, wanted="an answer")
    mx = of_type("MX", wanted="the type that says where mail goes")
    steps = [
        Sighting(
            name="where",
            text="a question about where mail for {domain} goes, and the answer",
            traits=[domain, mx, answer],
            rule="Who takes the mail of a domain is a record of its own, and need not be in that domain.",
        ),
        Sighting(
            name="first",
            text="a question for the address of the host that is tried first",
            traits=[
                named(str(now.facts["low"]), wanted="the host that the answer puts first"),
                address,
                answer,
            ],
            rule="The records have a number each, and one of them says who is tried first (RFC 5321 section 5.1).",
        ),
    ]
    return Question(
        because="Packet {where_answer_packet} has two exchanges: {low_cost} is less than {high_cost}, so {low} is tried first.",
        working=[
            step("the type that says where mail goes is", "MX"),
            step("its number is a cost, so first is tried the exchange with the", "lowest"),
            step(
                "so ask for the records, then for that one's address:",
                "dig @{second} {domain} MX, then dig @{second} {low} A",
                said="dig @{second} {domain} MX, then dig @{second} {low} A",
            ),
        ],
        wire=Wire(
            view=asked,
            filter=FILTER,
            runs=bursts,
            about=lambda event: any(each.holds(event, {}) for each in (domain, low, high, mail)),
            steps=steps,
            mistakes=[
                single(
                    "mail-to-the-web",
                    "Packet {packet} asks for the address of {domain} itself. MX decides where mail goes; that address is the fall-back "
                    "where there is no MX (RFC 5321 section 5.1).",
                    domain,
                    address,
                    key="dns.qry.type",
                    unless=[domain, mx],
                ),
                single(
                    "highest-first",
                    "Packet {packet} asks for the address of {high}, whose preference is the larger one. The number is a cost.",
                    high,
                    address,
                    key="dns.qry.name",
                ),
                single(
                    "guessed-mail",
                    "Packet {packet} asks for the address of {mail}. That name is a habit, not a rule: nothing in the DNS says that mail "
                    "goes there.",
                    mail,
                    address,
                    key="dns.qry.name",
                    unless=[domain, mx],
                ),
            ],
        ),
    )


def for_what_is_not_there(now: Situation) -> Question:
    """9.7: NXDOMAIN for one, NODATA for the other."""
    one, other = texts(now, "one", "other")
    either = named(one, other)
    missing = dns.name.from_text(str(now.facts["gone"])).relativize(dns.name.root)

    def with_more(name: dns.name.Name) -> bool:
        return len(name) > len(missing) + 1 and name.labels[: len(missing)] == missing.labels

    address6 = of_type("AAAA", wanted="the type that holds IPv6 addresses")
    no_name, no_data = (brought(each, wanted="an answer that says no") for each in (Response.NO_NAME, Response.NO_DATA))
    said_no: Trait[Asked] = Trait(
        holds=lambda event, found: (
            event.name == found["event"].name and event.kind in (Response.NO_NAME, Response.NO_DATA)
        ),
        wanted="",
        instead="",
    )
    steps = [
        Sighting(
            name=place,
            text="a question for the IPv6 address of {asked}, and an answer that proves that there is none",
            traits=[named(name), address6, no_name if name == now.facts["gone"] else no_data],
            when=[Anytime()],
            rule="Only a server that knows the zone can say no.",
            facts={"asked": name},
        )
        for place, name in (("one", one), ("other", other))
    ]
    return Question(
        because="Packets {one_answer_packet} and {other_answer_packet} both say no, and have the zone's SOA to say so; their rcodes "
        "differ.",
        working=[
            step("the server that knows the zone of both names is", "{first}", said="{first}"),
            step("the type that is asked for is", "AAAA"),
            step(
                "so ask",
                "dig @{first} {one} AAAA and dig @{first} {other} AAAA",
                said="dig @{first} {one} AAAA and dig @{first} {other} AAAA",
            ),
        ],
        wire=Wire(
            view=asked,
            filter=FILTER,
            runs=bursts,
            about=lambda event: either.holds(event, {}) or with_more(event.name),
            steps=steps,
            mistakes=[
                single(
                    "silence-is-no",
                    "Packet {packet} asks {server} for {name}, and what came back is: {came}. No answer, and one that cannot say, prove "
                    "nothing.",
                    that(lambda event: event.kind in (Response.NOTHING, Response.FAILURE), wanted="", instead=""),
                    either,
                    unless=[said_no],
                ),
                single(
                    "search-list",
                    "Packet {packet} asks for {name}. The tool added a suffix to the name: end the name with a dot, and it is asked for as "
                    "it is.",
                    among(with_more, wanted=""),
                    key="dns.qry.name",
                    unless=[either, no_name],
                ),
            ],
        ),
    )


def which_does_not_exist(now: Situation) -> Question:
    """9.7, what the answers say: rcode 3 means that there is no such name."""
    gone, there = texts(now, "void", "bare")
    return Question(
        right=gone,
        facts={},
        because="Its answer has rcode 3, NXDOMAIN: no such name. The other one has rcode 0: the name exists, and has no record of this "
        "type.",
        wrong=[
            known(
                "nodata-is-nxdomain",
                "both",
                "One of the two exists: its answer has rcode 0, and says only that there is no record of the type that was asked for.",
            ),
            known(
                "nodata-for-nxdomain",
                there,
                "The answer for {answer} has rcode 0: it exists, and has no record of this type. The other's rcode is another.",
            ),
            known("no-is-no-proof", "neither", "One of the two answers has rcode 3, and that means: no such name."),
        ],
        working=[
            step("the rcode of an answer that says no such name is", 3),
            step("the rcode of one that has no record of the type is", 0),
            step("rcode 3 came for", gone),
        ],
    )
