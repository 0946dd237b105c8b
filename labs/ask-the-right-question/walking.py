"""Ask the right question: a walk from the root, by hand."""

from __future__ import annotations

import dns.flags

from netkit.lab import Question, Situation
from netkit.lab.told import step, texts
from netkit.lab.wire import Mistake, NoneBetween, Sighting, single
from netkit.lab.wire.dns import Asked, Response
from netkit.lab.wire.dns.questions import questions
from netkit.lab.wire.dns.traits import (
    asks_again_for,
    brought,
    flagged,
    named,
    sent_to,
    tells_address_of,
    that,
    told_by,
)
from netkit.lab.wire.step import Step
from netkit.lab.wire.trait import Trait
from netkit.lab.wire.untold import none, one

RECURSION = "dns.flags.recdesired"


def for_a_walk(now: Situation) -> Question:
    """9.8: from the root down, each server out of the answer before."""
    far, d4, registry_name, third_name = texts(now, "far", "d4", "registry_name", "third_name")
    roots = texts(now, "root", "root6")
    on_the_way = [far, f"{d4}.test", "test"]
    by_hand = [
        named(*on_the_way, wanted="a question on the way to {far}"),
        flagged(dns.flags.RD, on=False, wanted="RD off", instead="RD is set", key=RECURSION),
    ]
    return Question(
        because="Packets {root_packet}, {registry_packet} and {home_packet}: each server's address stood in the answer before, and the "
        "last one answers with AA.",
        working=[
            step("the walk begins at the root's address", "{root}", said="{root}"),
            step("so that nobody walks instead, each question has", "+norecurse"),
            step(
                "so ask the root, then the address in the additional section of each referral:",
                "dig @{root} {far} +norecurse, dig @{registry} {far} +norecurse, dig @{third} {far} +norecurse",
                said="dig @{root} {far} +norecurse, dig @{registry} {far} +norecurse, dig @{third} {far} +norecurse",
            ),
        ],
        wire=questions(
            named(*on_the_way, registry_name, third_name),
            steps=walk_steps(far, roots, by_hand),
            mistakes=walk_mistakes(roots, by_hand),
        ),
    )


def walk_steps(far: str, roots: list[str], by_hand: list[Trait[Asked]]) -> list[Step[Asked]]:
    """The root, the registry and the name's own server, each asked by hand, and each address out of the answer before."""
    _, alone = by_hand
    referral = brought(Response.REFERRAL, wanted="a referral")
    return [
        Sighting(
            name="root",
            text="the root asked, and its referral",
            traits=[*by_hand, sent_to(roots, wanted="a question to the root, {root}"), referral],
            rule="A walk begins at the root, whose address one has to know.",
        ),
        Sighting(
            name="registry",
            text="a server asked whose address the root gave, and its referral",
            traits=[*by_hand, told_by("root", wanted="an address that the root's referral has"), referral],
            rule="A referral names the servers of the zone below, with their addresses.",
        ),
        Sighting(
            name="home",
            text="a server asked whose address that one gave, and its answer with AA",
            traits=[
                named(far, wanted="a question for {far}"),
                alone,
                told_by("registry", wanted="an address that the referral before has"),
                that(lambda event: event.authoritative, wanted="an answer with AA", instead="AA is not set"),
                brought(Response.ANSWER, wanted="an answer"),
            ],
            rule="The walk ends where the name is at home.",
        ),
        NoneBetween(
            name="by hand",
            text="nobody asked to walk instead",
            traits=[flagged(dns.flags.RD, on=True)],
            since="root",
            until="home",
        ),
        NoneBetween(
            name="once",
            text="no address asked for that had come already",
            traits=[asks_again_for("root", "registry")],
            since="root",
            until="home",
        ),
    ]


def walk_mistakes(roots: list[str], by_hand: list[Trait[Asked]]) -> list[Mistake[Asked]]:
    """Who walks instead, and where an address came from that was not told, or told already."""
    begun_anew = [*by_hand, sent_to(roots)]
    away = that(lambda event: event.server.address not in roots)
    return [
        single(
            "let-it-recurse",
            "In packet {packet}, which asks {server} for {name}, RD is set: that asks the server to walk. By hand, you ask each "
            "one yourself, without it.",
            flagged(dns.flags.RD, on=True),
            key=RECURSION,
            unless=begun_anew,
        ),
        Mistake(
            slug="jumped",
            lasting=True,
            why="Packet {packet} asks {server}. No answer before it gave that address. How did you know it? In a walk, the answer "
            "before says whom to ask.",
            steps=[
                one("jump", *by_hand, away),
                none("told", tells_address_of("jump"), until="jump"),
                none("anew", *begun_anew, since="jump"),
            ],
            key="ip.dst",
        ),
        Mistake(
            slug="asked-for-glue",
            lasting=True,
            why="Packet {packet} asks for the address of {name}. You had it already: it stood in the additional section of packet "
            "{referral_answer_packet}.",
            steps=[
                one("referral", brought(Response.REFERRAL)),
                one("again", asks_again_for("referral")),
                none("anew", *begun_anew, since="again"),
            ],
            key="dns.qry.name",
        ),
    ]
