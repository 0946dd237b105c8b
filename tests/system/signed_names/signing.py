"""The hierarchy, signed from the leaves up: who signs which zone, and on which server it lies."""

from itertools import cycle
from pathlib import Path

import dns.name
import dns.zone

from tests.system.signed_names import signing_by_bind, signing_by_knot, signing_by_ldns
from tests.system.signed_names.hierarchy import LEAVES, ROOT, TEST, ZONES
from tests.system.signed_names.order import Order

__all__ = ["SIGNERS", "TOOLS", "signed_hierarchy"]

SIGNERS = {"bind": signing_by_bind.sign, "knot": signing_by_knot.sign, "ldns": signing_by_ldns.sign}
TOOLS = (*signing_by_bind.TOOLS, *signing_by_knot.TOOLS, *signing_by_ldns.TOOLS)
MOST_OF_BIND = 150
"""dnssec-signzone hashes no more often than that."""


def signed_hierarchy(folder, signer=None):
    """The zones as {address: {zone: text}}, the root's DS records' data, and who signed each; signers take turns where none is named."""
    folder, servers, turn, signers = Path(folder), places(), cycle(SIGNERS), {}
    levels = {address: {} for address in (ROOT, TEST, *LEAVES)}
    pointing = dict.fromkeys(ZONES, "")
    for number, (origin, zone) in enumerate(reversed(ZONES.items())):
        text, pointers = _text(origin, zone, servers[origin], pointing[origin]), ()
        if zone.signed:
            by = signer or next(turn)
            if by == "bind" and zone.hashed is not None and zone.hashed.iterations > MOST_OF_BIND:
                by = "ldns"
            signers[origin] = by
            here = folder / f"{number}-{by}"
            here.mkdir(parents=True)
            order = Order(origin, text, zone.algorithm, zone.single, zone.hashed, zone.days, zone.beside)
            made = SIGNERS[by](order, here)
            text, pointers = made.text, made.pointers
            if zone.fault is not None:
                text = _faulty(text, origin, zone.fault)
        levels[servers[origin]][origin] = f"\n{text}"
        if origin == ".":
            return levels, pointers, signers
        chosen = zone.pointing(pointers) if zone.pointing and pointers else ()
        pointing[parent_of(origin)] += "".join(
            [
                f"{origin} NS ns1.{origin}\nns1.{origin} A {servers[origin]}\n",
                *(f"{origin} DS {each}\n" for each in chosen),
            ]
        )
    raise AssertionError("no root")


def places():
    """The address of each zone's server."""
    turn = cycle(LEAVES)
    found = {".": ROOT, "test.": TEST}
    return {
        origin: found.get(origin) or (next(turn) if zone.place is None else LEAVES[zone.place])
        for origin, zone in ZONES.items()
    }


def parent_of(origin):
    """The zone of the table that `origin` is cut off from."""
    above = [each for each in ZONES if each != origin and f".{origin}".endswith(f".{each.lstrip('.')}")]
    return max(above, key=len)


def _text(origin, zone, address, below):
    apex = "a.root." if origin == "." else f"ns1.{origin}"
    return (
        f"$TTL 600\n@ SOA {apex} hostmaster.{origin.lstrip('.') or 'root.'} 1 1800 900 604800 300\n@ NS {apex}\n{apex} A {address}\n"
        f"{zone.body}\n{below}"
    )


def _faulty(text, origin, fault):
    zone = dns.zone.from_text(text, origin=origin, relativize=False)
    fault(zone)
    return zone.to_text(relativize=False)
