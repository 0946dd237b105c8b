"""How far a walk goes before it stops: an attacker's zones must not make it ask without end."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Limits"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The numbers, close to those of the resolvers in use (Unbound, BIND, PowerDNS, Knot Resolver); seconds and counts.

    `queries` questions and `seconds` are for a whole walk, with all that has to be found out on the way. `address_lookups` servers of one
    zone are looked up at most, and no more once `failed_lookups` of them came to nothing (NXNSAttack); `servers` of one referral are kept.
    `aliases` is the length of a chain of CNAME and DNAME, `depth` how many look-ups may wait for one another, `tries` how many
    questions go to the servers of one zone for one name, `attempts` how often one address is asked the same where it stays silent.
    `minimised` and `one_label` are MAX_MINIMISE_COUNT and MINIMISE_ONE_LAB of RFC 9156 section 2.3. `strays` replies that don't fit are
    passed over before a question goes out again over TCP. `first_timeout` is how long an unknown server is waited for.

    Of signatures `validations_per_set` are checked for one record set and `validations` in a walk, `failed_validations` of which may fail;
    `keys_of_one_tag`, `keys` of a zone and `pointers` (DS records) to them are looked at (KeyTrap, CVE-2023-50387). NSEC3 with more
    `iterations` counts as unsigned (RFC 9276 section 3.2), with more than `iterations_at_all` nothing is hashed to see more, and `hashes`
    names are hashed in a walk (CVE-2023-50868). A bogus answer is asked of `other_servers` more.
    """

    queries: int = 200
    seconds: float = 10.0
    address_lookups: int = 16
    failed_lookups: int = 5
    servers: int = 13
    aliases: int = 11
    depth: int = 7
    tries: int = 32
    attempts: int = 3
    referrals: int = 32
    minimised: int = 10
    one_label: int = 4
    strays: int = 4
    first_timeout: float = 1.0
    udp_payload: int = 1232
    validations_per_set: int = 8
    validations: int = 128
    failed_validations: int = 16
    keys_of_one_tag: int = 4
    keys: int = 64
    pointers: int = 16
    iterations: int = 50
    iterations_at_all: int = 150
    hashes: int = 600
    other_servers: int = 3
