"""Ask the right question: where mail goes, and what is not there."""

from __future__ import annotations

import dns.name

from netkit.lab import Question, Situation
from netkit.lab.told import known, step, texts
from netkit.lab.wire import Anytime, Mistake, Sighting, single
from netkit.lab.wire.dns import Asked, Response
from netkit.lab.wire.dns.questions import questions
from netkit.lab.wire.dns.traits import (
    among,
    brought,
    named,
    of_type,
    that,
)
from netkit.lab.wire.trait import Trait

ADDRESSES = ("A", "AAAA")


def for_mail(now: Situation) -> Question:
    """9.6: MX, then an address of the exchange with the lowest preference."""
    domain, low, high, mail = texts(now, "domain", "low", "high", "mail")
    answer = brought(Response.ANSWER, wanted="an answer")
    steps = [
        Sighting(
            name="where",
            text="a question about where mail for {domain} goes, and the answer",
            traits=[named(domain), of_type("MX", wanted="the type that says where mail goes"), answer],
            rule="Who takes the mail of a domain is a record of its own, and need not be in that domain.",
        ),
        Sighting(
            name="first",
            text="a question for the address of the host that is tried first",
            traits=[
                named(low, wanted="the host that the answer puts first"),
                of_type(*ADDRESSES, wanted="an address"),
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
        wire=questions(
            named(domain, low, high, mail),
            steps=steps,
            mistakes=mail_mistakes(domain, high, mail),
        ),
    )


def mail_mistakes(domain: str, high: str, mail: str) -> list[Mistake[Asked]]:
    """Where else mail is thought to go."""
    address, made_good = of_type(*ADDRESSES), [named(domain), of_type("MX")]
    return [
        single(
            "mail-to-the-web",
            "Packet {packet} asks for the address of {domain} itself. MX decides where mail goes; that address is the fall-back "
            "where there is no MX (RFC 5321 section 5.1).",
            named(domain),
            address,
            key="dns.qry.type",
            unless=made_good,
        ),
        single(
            "highest-first",
            "Packet {packet} asks for the address of {high}, whose preference is the larger one. The number is a cost.",
            named(high),
            address,
            key="dns.qry.name",
        ),
        single(
            "guessed-mail",
            "Packet {packet} asks for the address of {mail}. That name is a habit, not a rule: nothing in the DNS says that mail "
            "goes there.",
            named(mail),
            address,
            key="dns.qry.name",
            unless=made_good,
        ),
    ]


def for_what_is_not_there(now: Situation) -> Question:
    """9.7: NXDOMAIN for one, NODATA for the other."""
    one, other, gone = texts(now, "one", "other", "gone")
    either, longer = named(one, other), with_suffix(gone)
    address6 = of_type("AAAA", wanted="the type that holds IPv6 addresses")
    no_name, no_data = (brought(each, wanted="an answer that says no") for each in (Response.NO_NAME, Response.NO_DATA))
    steps = [
        Sighting(
            name=place,
            text="a question for the IPv6 address of {asked}, and an answer that proves that there is none",
            traits=[named(name), address6, no_name if name == gone else no_data],
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
        wire=questions(
            that(lambda event: either.holds(event, {}) or longer.holds(event, {})),
            steps=steps,
            mistakes=no_mistakes(either, longer),
        ),
    )


def no_mistakes(either: Trait[Asked], longer: Trait[Asked]) -> list[Mistake[Asked]]:
    """What is taken for a no, and another name than the one meant."""
    no = (Response.NO_NAME, Response.NO_DATA)
    said_no: Trait[Asked] = Trait(holds=lambda event, found: event.name == found["event"].name and event.kind in no)
    return [
        single(
            "silence-is-no",
            "Packet {packet} asks {server} for {name}, and what came back is: {came}. No answer, and one that cannot say, prove "
            "nothing.",
            that(lambda event: event.kind in (Response.NOTHING, Response.FAILURE)),
            either,
            unless=[said_no],
        ),
        single(
            "search-list",
            "Packet {packet} asks for {name}. The tool added a suffix to the name: end the name with a dot, and it is asked for as "
            "it is.",
            longer,
            key="dns.qry.name",
            unless=[either, brought(Response.NO_NAME)],
        ),
    ]


def with_suffix(name: str) -> Trait[Asked]:
    """It asks for that name with more than one label behind it."""
    bare = dns.name.from_text(name).relativize(dns.name.root)
    return among(lambda asked: len(asked) > len(bare) + 1 and asked.labels[: len(bare)] == bare.labels)


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
