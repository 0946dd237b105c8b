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
