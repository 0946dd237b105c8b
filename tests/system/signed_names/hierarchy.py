"""A signed root, `test` and its children: what each zone holds, how it is signed, how its parent points at it, and what is broken."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from tests.system.signed_names import faults
from tests.system.signed_names.order import Hashed

__all__ = ["HINT", "LEAVES", "RESOLVER", "ROOT", "TEST", "TRUSTING", "ZONES", "Zone"]

ROOT, TEST = "127.53.1.1", "127.53.1.2"
LEAVES = ("127.53.1.3", "127.53.1.4", "127.53.1.5")
HINT = ("a.root", ROOT)
RESOLVER, TRUSTING = "127.53.1.10", "127.53.1.11"
"""A resolver that validates nothing, for `delv`, and one that does."""


@dataclass(frozen=True)
class Zone:
    """A zone below its parent in the table.

    `body` are its records beside SOA and NS. `pointing` makes the parent's DS records of the true ones (None: it has none, and is signed
    all the same); an unsigned zone has `signed` False. `fault` changes the signed zone, a dnspython zone with whole names. `place` is the
    number of its server among `LEAVES`; left out, it is dealt in turn. `beside` makes a further key of the zone's own.
    """

    body: str = "www A 192.0.2.80"
    algorithm: int = 13
    single: bool = False
    hashed: Hashed | None = None
    days: int = 0
    signed: bool = True
    pointing: Callable | None = field(default=list)
    fault: Callable | None = None
    place: int | None = None
    beside: Callable | None = None


DENIALS = """
www A 192.0.2.80
www TXT "some text"
*.wild A 192.0.2.99
deep.nothing A 192.0.2.7
inner CNAME www
"""

ZONES: Mapping[str, Zone] = MappingProxyType(
    {
        ".": Zone(""),
        "test.": Zone("", algorithm=8),
        "example.test.": Zone(
            DENIALS
            + """
outer CNAME www.hashed.test.
unsafe CNAME www.unsigned.test.
worse CNAME www.stripped.test.
gone CNAME missing.hashed.test.
old DNAME hashed.test.
away DNAME unsigned.test.
""",
            place=0,
        ),
        "same.example.test.": Zone(place=0),
        "naked.example.test.": Zone(signed=False, place=1),
        "hashed.test.": Zone(DENIALS, algorithm=8, hashed=Hashed("abcd", 5), place=1),
        "signed.hashed.test.": Zone(place=2),
        "naked.hashed.test.": Zone(signed=False, place=2),
        "open.test.": Zone(DENIALS, algorithm=15, single=True, hashed=Hashed(opt_out=True), place=2),
        "signed.open.test.": Zone(algorithm=15, place=0),
        "naked.open.test.": Zone(signed=False, place=0),
        "unsigned.test.": Zone(signed=False),
        "single.test.": Zone(single=True),
        "expired.test.": Zone(days=-60),
        "early.test.": Zone(days=60),
        "other-key.test.": Zone(pointing=faults.other_digest),
        "stale.test.": Zone(pointing=faults.other_key),
        "rollover.test.": Zone(pointing=lambda true: [*true, *faults.other_key(true)]),
        "no-ds.test.": Zone(pointing=None),
        "new-algorithm.test.": Zone(pointing=faults.with_algorithm(200)),
        "new-digest.test.": Zone(pointing=faults.with_digest_type(200)),
        "one-known.test.": Zone(pointing=lambda true: [*true, *faults.with_algorithm(200)(true)]),
        "sha1-beside.test.": Zone(pointing=faults.wrong_sha1_beside),
        "stripped.test.": Zone(fault=faults.without_signature("www", "A")),
        "corrupt.test.": Zone(fault=faults.corrupt_signature("www", "A")),
        "changed.test.": Zone(fault=faults.changed("www", "A", "192.0.2.66")),
        "bare-keys.test.": Zone(fault=faults.without_signature("@", "DNSKEY")),
        "no-keys.test.": Zone(fault=faults.without("@", "DNSKEY")),
        "below.no-keys.test.": Zone(),
        "many.test.": Zone(DENIALS, hashed=Hashed("ab", 2500)),
        "hundred.test.": Zone(DENIALS, hashed=Hashed("", 150)),
        "fifty.test.": Zone(DENIALS, hashed=Hashed("", 51)),
        "no-nsec.test.": Zone(DENIALS, fault=faults.without_denials),
        "no-nsec3.test.": Zone(DENIALS, hashed=Hashed(), fault=faults.without_denials),
        "gap.test.": Zone(
            DENIALS + "a A 192.0.2.1\nm A 192.0.2.2\nz A 192.0.2.3\n", fault=faults.without_denial_of("m")
        ),
        "lookalike.test.": Zone(algorithm=8, single=True, beside=faults.lookalike),
    }
)
"""By origin; parents stand before their children."""
