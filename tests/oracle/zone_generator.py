"""Made-up zones, and questions about them: names that lie in each other's way, from a seed.

A world is some zones that one server has: a parent with children and a stranger, with aliases, redirections, wildcards and servers' names
that go across. Few labels make many meetings. Every world lies below a label of its own, so that one server can have many worlds.
"""

import random
from dataclasses import dataclass

import dns.flags
import dns.message
import dns.name

from tests.oracle.name_servers import Question

__all__ = ["World", "questions_of", "world_of"]

LABELS = ("a", "b", "c", "d", "Mail", "WWW", "x", "*", "*", "ns", "_tcp")
TYPES = (
    "A",
    "AAAA",
    "NS",
    "SOA",
    "MX",
    "TXT",
    "CNAME",
    "DNAME",
    "DS",
    "ANY",
    "SRV",
    "PTR",
    "TYPE65280",
    "HTTPS",
    "SVCB",
    "NAPTR",
    "KX",
    "AFSDB",
    "RT",
)
LONG = ".".join(["l" * 63, "m" * 63, "n" * 63, "o" * 40])


@dataclass(frozen=True)
class World:
    """Zones as (text, origin), and the names that stand anywhere in them."""

    label: str
    zones: tuple
    names: tuple


def world_of(seed, number=0):
    """The world of a seed, below a label made of `number`."""
    chance = random.Random(f"{seed}/{number}")
    top = f"w{number}."
    origins = [f"p.{top}"]
    if chance.random() < 0.6:
        origins.append(f"b.p.{top}")
        if chance.random() < 0.4:
            origins.append(chance.choice([f"a.b.p.{top}", f"c.a.b.p.{top}"]))
    if chance.random() < 0.5:
        origins.append(f"o.{top}")
    names = [*origins, f"gone.{top}", f"host.gone.{top}"]
    owners = {origin: [] for origin in origins}
    for origin in origins:
        for _ in range(chance.randint(2, 12)):
            name = _below(chance, chance.choice([origin, origin, *owners[origin]]))
            if name not in owners[origin]:
                owners[origin].append(name)
                names.append(name)
    zones = tuple((_zone(chance, origin, owners[origin], origins, names), origin) for origin in origins)
    return World(top, zones, tuple(names))


def _below(chance, name):
    return ".".join([*chance.choices(LABELS, k=chance.choice([1, 1, 1, 2, 3])), name])


def _zone(chance, origin, owners, origins, names):  # noqa: C901, PLR0912 - one after the other, each kind of record
    """A zone's text: what may not stand beside or below something else (CNAME, DNAME) is left out, as no server would load it."""
    lines = ["$TTL 3600", f"{origin} SOA ns.{origin} host.{origin} 1 7200 900 1209600 {chance.choice([60, 300, 7200])}"]
    lines.append(f"{origin} NS NS1.{origin}")
    lines.append(f"ns1.{origin} A 192.0.2.1")
    other = chance.choice([*names[1:2], f"ns.{origins[0]}", "ns.elsewhere.w0."])
    if not other.endswith("." + origin) and other != origin:  # BIND wants an address for one in the zone
        lines.append(f"{origin} NS {other}")
    if chance.random() < 0.3:
        lines.append(f"ns1.{origin} AAAA 2001:db8::1")
    taken = {origin, f"ns1.{origin}"}
    closed = []
    if origin.startswith("o.") and chance.random() < 0.2:  # a redirected zone: nothing may be below
        return "\n".join(
            [*lines[:1], lines[1], f"{origin} NS ns.gone.w0.", f"{origin} DNAME {chance.choice(names)}", ""]
        )
    for child in origins:  # its delegation
        if child != origin and child.endswith("." + origin) and not _among(child, closed):
            lines += _delegation(chance, child, names)
            taken.add(child.lower())
    for owner in sorted(owners, key=lambda name: name.count(".")):
        lower = owner.lower()
        taken |= {line.split()[0].lower() for line in lines}
        if lower in taken or _among(lower, closed):
            continue
        taken.add(lower)
        kind = chance.choices(("data", "cname", "dname", "cut"), (10, 4, 1.5, 2))[0]
        if kind == "dname" and ("*" in lower.split(".")[:1] or any(one.endswith("." + lower) for one in taken)):
            kind = "data"
        if kind == "cut" and lower.startswith("*."):
            kind = "data"  # BIND takes no NS records at a wildcard
        if kind == "data":
            lines += _data(chance, owner, names)
        elif kind == "cname":
            lines.append(f"{owner} {chance.choice([30, 3600])} CNAME {_target(chance, names)}")
        elif kind == "dname":
            target = chance.choice([_target(chance, names), _target(chance, names), f"{LONG}.{origin}"])
            if target.lower().endswith(lower) and chance.random() < 0.9:  # it would go round
                target = "gone.w0."
            lines.append(f"{owner} DNAME {target}")
            closed.append(lower)
            if chance.random() < 0.3:
                lines.append(f"{owner} TXT redirected")
        else:
            lines += _delegation(chance, owner, names)
    return "\n".join([*lines, ""])


def _among(name, closed):
    return any(name.endswith("." + above) for above in closed)


def _target(chance, names):
    name = chance.choice(names)
    return name.replace("*", chance.choice("*ae")) if chance.random() < 0.8 else _below(chance, name)


def _delegation(chance, cut, names):
    """NS records at the cut, with glue below it, with that of another name, or without."""
    lines = []
    for _ in range(chance.choice([1, 1, 2, 3])):
        server = chance.choice([f"ns.{cut}", f"ns{chance.randint(1, 9)}.a.{cut}", cut, _target(chance, names)])
        lines.append(f"{cut} NS {server}")
        if server.endswith(cut) and chance.random() < 0.8:
            lines.append(f"{server} A 192.0.2.{chance.randint(2, 9)}")
            if chance.random() < 0.5:
                lines.append(f"{server} 7200 AAAA 2001:db8::{chance.randint(2, 9)}")
    if chance.random() < 0.4:
        lines.append(f"{cut} DS 1 8 2 {'ab' * 32}")
    if chance.random() < 0.3:
        lines.append(f"hidden.{cut} TXT hidden")
    if chance.random() < 0.1:
        lines += [f"{cut} NS ns{number}.{'long' * 8}.{cut}" for number in range(20, 32)]
        lines += [f"ns{number}.{'long' * 8}.{cut} A 192.0.2.{number}" for number in range(20, 32)]
    return lines


def _data(chance, owner, names):
    lines = []
    for kind in chance.sample(("A", "AAAA", "MX", "TXT", "SRV", "PTR", "many", "other"), chance.choice([1, 1, 2, 3])):
        if kind == "A":
            lines += [
                f"{owner} A 192.0.2.{number}" for number in chance.sample(range(10, 99), chance.choice([1, 1, 2]))
            ]
        elif kind == "AAAA":
            lines.append(f"{owner} {chance.choice([60, 3600])} AAAA 2001:db8::{chance.randint(10, 99)}")
        elif kind == "MX":
            lines += [f"{owner} MX {number} {_target(chance, names)}" for number in range(chance.choice([1, 1, 3]))]
        elif kind == "TXT":
            lines.append(f'{owner} TXT "Text {chance.randint(1, 9)}"')
        elif kind == "SRV":
            lines.append(f"{owner} SRV 0 0 25 {_target(chance, names)}")
        elif kind == "PTR":
            lines.append(f"{owner} PTR {_target(chance, names)}")
        elif kind == "other":
            form = chance.choice(
                ("HTTPS 1 {}", "SVCB 1 {}", 'NAPTR 1 1 "s" "" "" {}', "KX 1 {}", "AFSDB 1 {}", "RT 1 {}")
            )
            lines.append(f"{owner} {form.format(_target(chance, names))}")
        elif chance.random() < 0.2:
            lines += [f'{owner} TXT "{number} {"long" * chance.choice([10, 50])}"' for number in range(10)]
    return lines or [f"{owner} TXT few"]


def questions_of(world, seed, count):
    """That many questions about a world's names and their neighbours."""
    chance = random.Random(f"{seed}/{world.label}/questions")
    return [_question(chance, world) for _ in range(count)]


def _question(chance, world):
    name = chance.choice(world.names)
    how = chance.random()
    if how < 0.35:
        name = _below(chance, name)
    elif how < 0.45:
        name = name.partition(".")[2]
    elif how < 0.55:
        name = name.replace("*", "e")
    elif how < 0.57:
        name = f"{'k' * 63}.{'j' * 60}.{name}"
    if chance.random() < 0.2:
        name = name.swapcase()
    query = dns.message.make_query(name, chance.choice(TYPES[:13] if chance.random() < 0.85 else TYPES[13:]))
    query.flags = dns.flags.RD if chance.random() < 0.3 else 0
    if chance.random() < 0.5:
        flags = dns.flags.DO if chance.random() < 0.2 else 0
        query.use_edns(0, flags, chance.choice([0, 512, 600, 1232, 4096]))
    return Question(query.to_wire(), tcp=chance.random() < 0.25)
