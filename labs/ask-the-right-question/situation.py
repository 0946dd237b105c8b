"""Ask the right question: a small internet with its own root for each student, and recorded attempts at asking it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

import dns.reversename

from netkit.address import parse_address
from netkit.internet.room import Held, Machine, NameServer, Resolver, Room
from netkit.lab import Draw, Library, Situation
from netkit.lab.wire import Twin, twin
from netkit.lab.wire.dns.making import Ask, retry_over_tcp
from netkit.lab.wire.dns.recorder import Made, Recorder

BEGIN = 1_767_225_600_000_000_000
SECOND = 1_000_000_000
DOMAINS = (
    "kestrel", "osprey", "plover", "siskin", "wagtail", "bunting", "curlew", "dunlin", "fulmar", "gannet", "heron", "linnet", "merlin",
    "nuthatch", "petrel", "redwing", "sanderling", "teal", "whinchat", "avocet",
)  # fmt: skip
HOSTS = (
    "amber", "basalt", "chalk", "flint", "garnet", "jasper", "marble", "onyx", "opal", "pearl", "quartz", "ruby", "slate", "topaz", "agate",
    "beryl", "coral", "ivory", "jade", "zircon",
)  # fmt: skip
SERVERS = {
    "root": "a.root.test",
    "registry": "ns.test",
    "first": "ns.{d1}.test",
    "second": "ns.{d2}.test",
    "third": "ns.{d4}.test",
}
"""The machines that have zones, by what the texts call them, with their names."""

NETS = {
    "first": (100, 149),
    "second": (150, 199),
    "third": (60, 79),
    "registry": (80, 99),
    "root": (20, 59),
    "hosts": (200, 254),
}
"""The second byte of an IPv4 address says where it belongs, so that no two are the same."""

HEAD = "$ORIGIN {origin}\n$TTL 3600\n@ IN SOA {server}. hostmaster.test. 1 7200 900 1209600 300\n@ IN NS {server}.\n"
DENIALS = "two-answers.pcapng"
LINES = 12
LINE = "line {number:02} of {count}: {words}, and so on, so that it does not fit into a datagram of 1232 bytes with all the others"

Facts = Mapping[str, int | float | str]


def situation(draw: Draw, library: Library) -> Situation:  # noqa: ARG001
    """Names and addresses of this student's own, the servers that know them, and the attempts."""
    facts = names(draw) | addresses(draw)
    facts |= in_some_order(draw, facts, ("gone", "there"), ("one", "other"))
    facts |= in_some_order(draw, facts, ("void", "bare"), ("former", "latter"))
    room = a_room(facts, draw.seed("keys"))
    record = Recorder(room, BEGIN + draw.number("begins", 0, 300 * 86_400) * SECOND)
    denials = record.of(
        *(Ask(name=str(facts[each]), type="AAAA", server=str(facts["first"])) for each in ("former", "latter"))
    )
    return Situation(
        facts=facts | {"denials": DENIALS}, files={DENIALS: denials}, room=room, twins=twins(draw, facts, record)
    )


def in_some_order(
    draw: Draw, facts: Facts, two: tuple[str, str], named: tuple[str, str]
) -> dict[str, int | float | str]:
    """Two facts under other names, which say nothing of which is which."""
    turned = draw.number(f"order of {two[0]} and {two[1]}", 0, 1)
    return dict(zip(named, [facts[each] for each in (two[::-1] if turned else two)], strict=True))


def names(draw: Draw) -> dict[str, int | float | str]:
    """What the domains and hosts are called."""
    domains = sorted(DOMAINS, key=lambda word: draw.seed(f"domain {word}"))
    hosts = sorted(HOSTS, key=lambda word: draw.seed(f"host {word}"))
    d1, d2, d3, d4 = domains[:4]
    facts: dict[str, int | float | str] = {
        "d1": d1,
        "d2": d2,
        "d3": d3,
        "d4": d4,
        "six": f"{hosts[0]}.{d1}.test",
        "below": f"{hosts[1]}.{d1}.test",
        "long": f"{hosts[2]}.{d1}.test",
        "gone": f"{hosts[3]}.{d1}.test",
        "there": f"{hosts[4]}.{d1}.test",
        "void": f"{hosts[17]}.{d1}.test",
        "bare": f"{hosts[18]}.{d1}.test",
        "suffixed": f"{hosts[3]}.{d1}.test.{d1}.test",
        "signed": f"{hosts[5]}.{d2}.test",
        "domain": f"{d2}.test",
        "mail": f"mail.{d2}.test",
        "low": f"{hosts[6]}.{d3}.test",
        "high": f"{hosts[7]}.{d3}.test",
        "named4": f"{hosts[8]}.{d2}.test",
        "named6": f"{hosts[9]}.{d2}.test",
        "far": f"{hosts[10]}.{d4}.test",
        "low_cost": draw.number("low preference", 1, 15),
        "high_cost": draw.number("high preference", 20, 60),
        "words": ", ".join(hosts[11:17]),
    }
    return facts | {f"{part}_name": name.format_map(facts) for part, name in SERVERS.items()}


def addresses(draw: Draw) -> dict[str, int | float | str]:
    """Where the machines and hosts are."""
    near = f"10.{draw.number('near', 1, 19)}.{draw.number('nearer', 0, 255)}"
    near6 = f"2001:db8:{draw.number('near in IPv6', 1, 0xFFE):x}::"
    found: dict[str, int | float | str] = {
        "near": near,
        "near6": near6,
        "student": f"{near}.2",
        "router": f"{near}.1",
        "resolver": f"{near}.53",
    }
    for count, part in enumerate(SERVERS):
        low, high = NETS[part]
        found[part] = (
            f"10.{draw.number(part, low, high)}.{draw.number(f'{part} 3', 0, 255)}.{draw.number(f'{part} 4', 2, 250)}"
        )
        found[f"{part}6"] = f"2001:db8:{0x1000 * (count + 1) + draw.number(f'{part} in IPv6', 0, 0xFFF):x}::53"
    hosts = f"10.{draw.number('hosts', *NETS['hosts'])}.{draw.number('hosts 3', 0, 255)}"
    low = draw.number("numbered", 11, 90)
    tail = ":".join(f"{draw.number(f'group {each}', 0x1000, 0xFFFF):x}" for each in range(4))
    found |= {
        "hosts": hosts,
        "hosts6": f"2001:db8:a{draw.number('hosts in IPv6', 0, 0xFFF):03x}:{draw.number('hosts link', 1, 0xFFF):x}",
        "ip4": f"{hosts}.{low}",
    }
    return found | {"ip6": f"{found['hosts6']}:{tail}"}


def a_room(facts: Facts, key_seed: bytes) -> Room:
    """The student's machine, a resolver, and five servers of names: the root's, those of test, and three below it."""
    served = {"root": [root_zone], "registry": [registry_zone], "first": [first_zone], "third": [third_zone]}
    served["second"] = [second_zone, exchanges_zone, reverse_zone, reverse6_zone]
    abouts = {"root": "the root", "registry": "test", "first": "{d1}.test", "third": "{d4}.test"}
    abouts["second"] = "{d2}.test, {d3}.test, and names of addresses"
    machines = [
        machine(
            str(facts[f"{part}_name"]),
            [facts[part], facts[f"{part}6"]],
            NameServer(
                zones=[zone(facts) for zone in served[part]],
                about=f"names: {abouts[part].format_map(facts)}",
                key_seed=key_seed if part == "second" else b"",
            ),
        )
        for part in SERVERS
    ]
    resolver = Resolver(roots=[(str(facts["root_name"]), str(facts[each])) for each in ("root", "root6")])
    return Room(
        student=[Held(parse_address(str(facts["student"])), 24), Held(parse_address(f"{facts['near6']}2"), 64)],
        router=[Held(parse_address(str(facts["router"])), 24), Held(parse_address(f"{facts['near6']}1"), 64)],
        machines=[machine("resolver", [facts["resolver"], f"{facts['near6']}53"], resolver), *machines],
        resolvers=[parse_address(str(facts["resolver"]))],
        internet=False,
    )


def machine(name: str, where: Sequence[float | str], service: NameServer | Resolver) -> Machine:
    """One machine with its server."""
    return Machine(name=name, addresses=[parse_address(str(each)) for each in where], services=[service])


def zone(origin: str, server: object, lines: Iterable[str], facts: Facts) -> str:
    """A master file: the head, and lines with the facts in their braces."""
    return HEAD.format(origin=origin, server=server) + "".join(f"{line.format_map(facts)}\n" for line in lines)


def host(name: object, facts: Facts, number: int) -> list[str]:
    """The addresses of a host whose name has a dot at its end: the IPv4 and the IPv6 one."""
    return [f"{name}. IN A {facts['hosts']}.{number}", f"{name}. IN AAAA {facts['hosts6']}::{number}"]


def server_lines(part: str) -> list[str]:
    """The addresses of a server."""
    return [f"{{{part}_name}}. IN A {{{part}}}", f"{{{part}_name}}. IN AAAA {{{part}6}}"]


def root_zone(facts: Facts) -> str:
    """The root: test, and what names of addresses hang from."""
    reverse = [f"{name} IN NS {{second_name}}." for name in reverse_names(facts)]
    return zone(
        ".",
        facts["root_name"],
        [*server_lines("root"), "test. IN NS {registry_name}.", *server_lines("registry"), *reverse],
        facts,
    )


def registry_zone(facts: Facts) -> str:
    """Test, with the domains below it."""
    owners = {"{d1}": "first", "{d2}": "second", "{d3}": "second", "{d4}": "third"}
    return zone(
        "test.",
        facts["registry_name"],
        [
            *server_lines("root"),
            *server_lines("registry"),
            *(f"{owner} IN NS {{{part}_name}}." for owner, part in owners.items()),
            *(line for part in ("first", "second", "third") for line in server_lines(part)),
        ],
        facts,
    )


def first_zone(facts: Facts) -> str:
    """The first domain: hosts, one of them without an IPv6 address, and a text that is too long for a datagram."""
    text = [
        f'{{long}}. IN TXT "{LINE.format(number=number + 1, count=LINES, words=facts["words"])}"'
        for number in range(LINES)
    ]
    lines = [
        *server_lines("first"),
        *host("{six}", facts, 101),
        *host("{below}", facts, 102),
        f"{{there}}. IN A {facts['hosts']}.103",
        f"{{bare}}. IN A {facts['hosts']}.110",
        *text,
    ]
    return zone("{d1}.test.".format_map(facts), facts["first_name"], lines, facts)


def second_zone(facts: Facts) -> str:
    """The second domain, which is signed: mail goes elsewhere, although it has a host called mail."""
    lines = [
        *server_lines("second"),
        *host("{domain}", facts, 104),
        "@ IN MX {high_cost} {high}.",
        "@ IN MX {low_cost} {low}.",
        *host("{mail}", facts, 105),
        *host("{signed}", facts, 106),
        "{named4}. IN A {ip4}",
        "{named6}. IN AAAA {ip6}",
    ]
    return zone("{domain}.".format_map(facts), facts["second_name"], lines, facts)


def exchanges_zone(facts: Facts) -> str:
    """Who takes the mail, in another domain, so that their addresses do not come with the MX records."""
    lines = [*host("{low}", facts, 107), *host("{high}", facts, 108)]
    return zone("{d3}.test.".format_map(facts), facts["second_name"], lines, facts)


def third_zone(facts: Facts) -> str:
    """The domain at the end of the walk."""
    lines = [*server_lines("third"), *host("{far}", facts, 109)]
    return zone("{d4}.test.".format_map(facts), facts["third_name"], lines, facts)


def reverse_names(facts: Facts) -> tuple[str, str]:
    """The zones that hold the names of the two addresses: of a /24 and a /64."""
    four, six = (pointer(facts[each]).split(".") for each in ("ip4", "ip6"))
    return ".".join(four[1:]) + ".", ".".join(six[16:]) + "."


def pointer(address: float | str) -> str:
    """The name that an address has below in-addr.arpa or ip6.arpa."""
    return dns.reversename.from_address(str(address)).to_text(omit_final_dot=True)


def reverse_zone(facts: Facts) -> str:
    """The name of the IPv4 address."""
    line = f"{pointer(facts['ip4'])}. IN PTR {{named4}}."
    return zone(reverse_names(facts)[0], facts["second_name"], [line], facts)


def reverse6_zone(facts: Facts) -> str:
    """The name of the IPv6 address."""
    line = f"{pointer(facts['ip6'])}. IN PTR {{named6}}."
    return zone(reverse_names(facts)[1], facts["second_name"], [line], facts)


def twins(draw: Draw, facts: Facts, record: Recorder) -> dict[str, Twin]:
    """The attempts at each task: the right one, and one for each wrong way."""
    text = {name: str(value) for name, value in facts.items()}
    ways = {
        "1": tries_of_one_server(text, record),
        "2": tries_of_a_referral(text, record),
        "3": tries_of_the_whole(text, record),
        "4": tries_of_signatures(text, record),
        "5": tries_of_reversing(text, record),
        "6": tries_of_mail(text, record),
        "7": tries_of_denials(text, record),
        "9": tries_of_a_walk(text, record),
    }
    return {task: twin(draw, task, right, wrong) for task, (right, wrong) in ways.items()}


Ways = tuple[Made, dict[str, Made]]


def tries_of_one_server(text: Mapping[str, str], record: Recorder) -> Ways:
    """9.1."""
    ask = partial(Ask, name=text["six"], server=text["first"])
    return record.of(ask(type="AAAA")), {
        "a-for-aaaa": record.of(ask(type="A")),
        "default-server": record.of(Ask(name=text["six"], type="AAAA", server=text["resolver"])),
        "any-is-all": record.of(ask(type="ANY")),
    }


def tries_of_a_referral(text: Mapping[str, str], record: Recorder) -> Ways:
    """9.2."""
    ask = partial(Ask, name=text["below"], recursion=False, wait=0.05)
    trace = [ask(server=text[part]) for part in ("root", "registry", "first")]
    return record.of(trace[1]), {
        "recursion-left-on": record.of(replace(trace[1], recursion=True)),
        "traced-it-all": record.of(*trace),
        "asked-the-leaf": record.of(trace[2]),
    }


def tries_of_the_whole(text: Mapping[str, str], record: Recorder) -> Ways:
    """9.3."""
    ask = Ask(name=text["long"], type="TXT", server=text["first"])
    return record.of(*retry_over_tcp(ask)), {
        "cut-is-complete": record.of(ask),
        "tcp-at-once": record.of(replace(ask, tcp=True)),
        "bigger-buffer": record.of(ask, replace(ask, payload=4096)),
    }


def tries_of_signatures(text: Mapping[str, str], record: Recorder) -> Ways:
    """9.4."""
    ask = Ask(name=text["signed"], server=text["second"])
    return record.of(replace(ask, signatures=True)), {
        "ad-for-do": record.of(ask),
        "asks-for-rrsig": record.of(replace(ask, type="RRSIG")),
        "cd-for-do": record.of(replace(ask, checking_disabled=True)),
    }


def tries_of_reversing(text: Mapping[str, str], record: Recorder) -> Ways:
    """9.5."""
    ask = partial(Ask, type="PTR", server=text["second"])
    byte_by_byte = ".".join(f"{byte:02x}" for byte in reversed(parse_address(text["ip6"]).data))
    right4, right6 = (ask(name=pointer(text[each])) for each in ("ip4", "ip6"))
    return record.of(right4, right6), {
        "not-reversed": record.of(ask(name=f"{text['ip4']}.in-addr.arpa"), right6),
        "address-as-name": record.of(*(Ask(name=text[each], server=text["second"]) for each in ("ip4", "ip6"))),
        "bytes-not-nibbles": record.of(right4, ask(name=f"{byte_by_byte}.ip6.arpa")),
    }


def tries_of_mail(text: Mapping[str, str], record: Recorder) -> Ways:
    """9.6."""
    ask = partial(Ask, server=text["second"])
    mx = ask(name=text["domain"], type="MX")
    return record.of(mx, ask(name=text["low"])), {
        "mail-to-the-web": record.of(ask(name=text["domain"])),
        "highest-first": record.of(mx, ask(name=text["high"])),
        "guessed-mail": record.of(ask(name=text["mail"])),
    }


def tries_of_denials(text: Mapping[str, str], record: Recorder) -> Ways:
    """9.7."""
    ask = partial(Ask, type="AAAA")
    there = ask(name=text["there"], server=text["first"])
    return record.of(ask(name=text["gone"], server=text["first"]), there), {
        "silence-is-no": record.of(
            ask(name=text["gone"], server=text["router"]), ask(name=text["there"], server=text["second"])
        ),
        "search-list": record.of(ask(name=text["suffixed"], server=text["first"]), there),
    }


def tries_of_a_walk(text: Mapping[str, str], record: Recorder) -> Ways:
    """9.8."""
    ask = partial(Ask, name=text["far"], recursion=False)
    root, registry, third = (ask(server=text[part]) for part in ("root", "registry", "third"))
    return record.of(root, registry, third), {
        "let-it-recurse": record.of(*(replace(each, recursion=True) for each in (root, registry, third))),
        "jumped": record.of(root, third),
        "asked-for-glue": record.of(root, replace(root, name=text["registry_name"]), registry, third),
    }
