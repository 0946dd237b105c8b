"""A walk through the DNS: how many questions it takes, and how long what was learned may be kept."""

from __future__ import annotations

from netkit.lab import Place, Question, Situation, Traffic
from netkit.lab.told import known, step

TTL, MINIMUM, REFRESH = "dns.resp.ttl", "dns.soa.minimum_ttl", "dns.soa.refresh_interval"
ANSWERED = 14


def of(now: Situation) -> Traffic:
    """The recorded walk."""
    return now.traffic or Traffic("", b"")


def cold_walk(now: Situation) -> Question:
    """6.4: the zones from the root to the answer's."""
    count, labels = int(now.facts["k_count"]), int(now.facts["k_labels"])
    return Question(
        right=count,
        facts={},
        look=str(now.facts["cold"]),
        because="One server of each zone on the way is asked, the root's first.",
        wrong=[
            known(
                "labels-are-zones",
                labels + 1,
                "{answer} counts the labels, and the root. Some of them begin no zone of their own: a dot is not always a cut.",
            ),
            known(
                "root-is-known",
                count - 1,
                "{answer} leaves the root out. The resolver knows the addresses of its servers, and not what they have to say.",
            ),
            known("packets-for-questions", 2 * count, "{answer} counts packets: the responses are no questions."),
        ],
        working=[
            step("zones below the root on the way:", count - 1),
            step("and the root itself is asked, too:", count),
        ],
    )


def asked_again(now: Situation) -> Question:
    """6.5: 0 while the answer is kept, else 1 and the cuts below the deepest zone that is still known."""
    return from_the_cache(now) if int(now.facts["k_after"]) < int(now.facts["k_answer"]) else asked_below(now)


def from_the_cache(now: Situation) -> Question:
    """6.5 while the answer is kept."""
    return Question(
        right=0,
        facts={},
        look=str(now.facts["again"]),
        name="kept",
        because="The answer may be kept for {k_answer} s, and {k_after} s have passed: it comes from the cache.",
        wrong=[
            known(
                "cold-again",
                int(now.facts["k_count"]),
                "{answer} is what it takes a resolver that knows nothing. This one remembers the answer and the name servers.",
            ),
            known(
                "forgets-the-answer",
                1,
                "{answer} would be to ask the last server again. Not only name servers are kept: the answer is, too.",
            ),
        ],
        working=[
            step("the answer may be kept for so many seconds:", int(now.facts["k_answer"])),
            step("of these have passed", int(now.facts["k_after"])),
            step("so it sends so many questions:", 0),
        ],
    )


def asked_below(now: Situation) -> Question:
    """6.5 when the answer is forgotten, and some name servers are still known."""
    cold, after, answer = (int(now.facts[name]) for name in ("k_count", "k_after", "k_answer"))
    times = [int(time) for time in str(now.facts["k_times"]).split()]
    zones = ["", *str(now.facts["k_zones"]).split(", ")]
    deepest = max((depth for depth, time in enumerate(times, 1) if time > after), default=0)
    right = cold - deepest
    wrong = [
        known(
            "cache-forgets-delegations",
            cold,
            "{answer} is a walk from the root. The answer is forgotten; some name servers are still known.",
        ),
        known(
            "cache-for-ever",
            0,
            "{answer} would be right if the answer were still kept. It might be kept for {k_answer} s, and {k_after} s have passed.",
        ),
    ]
    if right > 1:
        wrong.append(
            known(
                "delegations-for-ever",
                1,
                "{answer} would do if the deepest zone's name servers were still known. They are kept for a time as well.",
            )
        )
    return Question(
        right=right,
        facts={"deepest": zones[deepest]},
        look=str(now.facts["again"]),
        name="forgotten",
        because="It begins at {deepest}, the deepest zone whose name servers it still knows, and goes down from there.",
        wrong=wrong,
        working=[
            step("the answer could be kept for so many seconds, which are over:", answer, name="over"),
            step("the deepest zone whose servers are still known:", zones[deepest], name="deepest"),
            step("zones below it on the way:", right - 1, name="below"),
            step("and its own question:", right, name="questions"),
        ],
    )


def chain_holds(now: Situation) -> Question:
    """6.6: min(TTLs) - a."""
    times = [int(now.facts[f"ttl{number}"]) for number in (1, 2, 3)]
    first, second, last = times
    aged, shortest = int(now.facts["aged"]), min(times)
    packet = of(now).packet(ANSWERED)
    places = [Place(packet, TTL, nth) for nth in range(3)]
    wrong = [
        known(
            "last-ttl",
            last - aged,
            "{answer} counts from the address's TTL alone. The chain breaks at the first of its records to expire.",
            place=places[2],
        ),
        known(
            "ttl-starts-again",
            shortest,
            "{answer} is the time that the record had when it came. It is counted down in the cache, and {aged} s have passed.",
            place=places[times.index(shortest)],
        ),
        known("ttls-add", sum(times) - aged, "{answer} adds the times up. All records are counted down at once."),
    ]
    if first != shortest:
        wrong.append(
            known(
                "first-ttl",
                first - aged,
                "{answer} counts from the TTL of the first alias alone. Another record of the chain expires before.",
                place=places[0],
            )
        )
    return Question(
        right=shortest - aged,
        about=packet,
        formula=lambda _: None,
        facts={},
        because="The record that expires first is counted down from its TTL; then the chain has a gap.",
        wrong=wrong,
        working=[
            step("the TTL of the first alias is", first, place=places[0]),
            step("that of the second", second, place=places[1]),
            step("that of the address", last, place=places[2]),
            step("the first of the three to expire had", shortest),
            step("less the {aged} s that have passed:", shortest - aged),
        ],
    )


def no_such_name(now: Situation) -> Question:
    """6.9: min(TTL of the SOA record, its minimum) (RFC 2308 section 5)."""
    packet = of(now).packet(int(now.facts["nxdomain"]))
    kept, minimum, refresh = (packet.value(key) for key in (TTL, MINIMUM, REFRESH))
    smaller, larger = (TTL, MINIMUM) if kept < minimum else (MINIMUM, TTL)
    return Question(
        right=packet.value(smaller),
        place=Place(packet, smaller),
        facts={},
        because="The TTL of the SOA record and its minimum field both limit it: the smaller one counts (RFC 2308 section 5).",
        wrong=[
            known(
                "the-other",
                packet.value(larger),
                "{answer} is one of the two numbers that matter. The other one is smaller, and ends it sooner.",
                place=Place(packet, larger),
            ),
            known(
                "refresh-for-minimum",
                refresh,
                "{answer} is after how many seconds a secondary server looks for a new version of the zone.",
                place=Place(packet, REFRESH),
            ),
            known(
                "not-cached",
                0,
                "That there is no such name is kept, too, or each slip of the pen would ask the servers anew.",
            ),
        ],
        working=[
            step("the response to that question is packet", packet.number),
            step("the TTL of its SOA record is", kept, place=Place(packet, TTL)),
            step("the minimum field, the last of its data:", minimum, place=Place(packet, MINIMUM)),
            step("the smaller one:", packet.value(smaller)),
        ],
    )
