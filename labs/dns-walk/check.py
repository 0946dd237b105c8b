"""A walk through the DNS: whom the resolver asks, and what the responses are. See `Question` in netkit/lab/question.py."""

from __future__ import annotations

from netkit.lab import Line, Packet, Part, Place, Question, Situation, Traffic, Wrong
from netkit.lab.parts import row_part
from netkit.lab.told import known, seen, step

AUTHORITY = "dns.flags.authoritative"
NOTHING = "–"
"""Stands for a section without records."""


def of(now: Situation) -> Traffic:
    """The recorded walk."""
    return now.traffic or Traffic("", b"")


def texts(now: Situation, letter: str, count: int) -> list[str]:
    """Facts that are counted from 1."""
    return [str(now.facts[f"{letter}{number}"]) for number in range(1, count + 1)]


def is_below(name: str, zone: str) -> bool:
    """Whether a name lies in a zone, label by label."""
    return name == zone or name.endswith(f".{zone}")


def asked_next(now: Situation) -> Question:
    """6.1: any address in the additional section that belongs to a name in the authority section."""
    addresses = str(now.facts["glue"]).split()
    roots, web = str(now.facts["roots"]).split(), str(now.facts["web"])
    return Question(
        right=addresses[0],
        accepts=lambda answer: answer in addresses,
        look=f"{now.facts['walk']}:6",
        facts={},
        because="The referral names the servers of {org} and has their addresses: the resolver goes there itself.",
        wrong=[
            known(
                "server-asks-on",
                str(now.facts["tld_server"]),
                "{answer} is the server that has just answered. It was not asked to recurse: it says who knows, and is done. Whoever asks "
                "goes there itself.",
            ),
            seen(
                "back-to-the-root",
                lambda answer: answer in roots,
                "{answer} is a server of the root. It has told what it knows, the servers of {tld}: one goes on from where one is.",
            ),
            known(
                "asks-the-web-server",
                web,
                "{answer} is the address that the whole walk finds in the end. At this step nobody has said it yet.",
            ),
            known(
                "resolver-asks-itself",
                str(now.facts["resolver"]),
                "{answer} is the resolver itself, which asks here.",
            ),
            known(
                "answers-the-client",
                str(now.facts["client"]),
                "{answer} is the client, which waits for the answer: a referral is of no use to it, so the resolver goes on.",
            ),
        ],
        working=[
            step("packet {referral} has AA 0, no answer, and names servers of the zone", str(now.facts["org"])),
            step("name servers in its authority section:", 5),
            step("of these, so many have an address in its additional section:", len(addresses)),
            step("each of these is as good; one is", addresses[0]),
        ],
    )  # fmt: skip


KINDS = "Look at its code and at AA, at what its answer section holds, and for NS or SOA in its authority section."
"""How a kind is known."""

KINDS_TAKEN = {
    ("referral", "NODATA"): (
        "referral-is-nodata",
        "There is no answer in it, and still it is no NODATA: NS records of a zone below, AA 0 and no SOA record say \"ask them\".",
    ),
    ("NODATA", "NXDOMAIN"): (
        "nodata-is-nxdomain",
        "The response code is 0: the name exists, and has no record of the type that was asked for.",
    ),
    ("referral", "answer"): (
        "referral-is-answer",
        "The records in it point the way, and the answer section is empty; AA is 0.",
    ),
    ("NXDOMAIN", "NODATA"): (
        "nxdomain-is-nodata",
        "The response code is 3: there is no such name at all, whatever type one asks for.",
    ),
    ("alias", "answer"): (
        "alias-is-answer",
        "It has a CNAME record alone: the address is still to be found, under the other name.",
    ),
    ("answer", "alias"): (
        "answer-is-alias",
        "It begins with a CNAME record, and goes on to the address: nothing is left to be asked.",
    ),
}  # fmt: skip
"""One kind taken for another."""


def kind_of(packet: Packet) -> str:
    """The kind of a response."""
    if packet.value("dns.flags.rcode") == 3:
        return "NXDOMAIN"
    if packet.value("dns.count.answers"):
        return "answer" if packet.value("dns.a") else "alias"
    return "NODATA" if packet.value("dns.soa.mname") else "referral"


def kinds(now: Situation) -> Question:
    """6.2: the kind of each response."""
    rows = texts(now, "r", 6)
    packets = [of(now).packet(int(row)) for row in rows]
    found = [kind_of(packet) for packet in packets]
    parts = [
        row_part(number, f"packet {row}", kind, wrong=taken(kind), why=KINDS)
        for number, (row, kind) in enumerate(zip(rows, found, strict=True))
    ]
    return Question(
        right=tuple(found),
        parts=parts,
        because="Code, AA, the answer section, and NS or SOA in the authority section: these four tell the kinds apart.",
        working=[
            *(features(packet) for packet in packets),
            step("so they are", ", ".join(f"{row}: {kind}" for row, kind in zip(rows, found, strict=True))),
        ],
    )  # fmt: skip


def features(packet: Packet) -> Line:
    """What the kind of a response is known by, in a line."""
    types = [name for key, name in (("dns.cname", "CNAME"), ("dns.a", "A")) if packet.value(key)]
    authority = "SOA" if packet.value("dns.soa.mname") else "NS" if packet.value("dns.ns") else NOTHING
    return step(
        "packet {number}: code {code}, AA {aa}, answer {answer}, authority",
        authority,
        number=packet.number,
        code=packet.value("dns.flags.rcode"),
        aa=int(bool(packet.value(AUTHORITY))),
        answer=", ".join(types) if packet.value("dns.count.answers") else NOTHING,
    )


def taken(kind: str) -> list[Wrong]:
    """What one kind is taken for."""
    return [known(slug, cell, why) for (right, cell), (slug, why) in KINDS_TAKEN.items() if right == kind]


def needs_glue(now: Situation) -> Question:
    """6.3: s = Z, or s ends in "." and Z (RFC 9471 section 2.1)."""
    zone, parent, names = str(now.facts["org"]), str(now.facts["tld"]), texts(now, "s", 5)
    right = frozenset(name for name in names if is_below(name, zone))
    letters = frozenset(name for name in names if name.endswith(zone))
    beside = frozenset(name for name in names if is_below(name, parent))
    return Question(
        right=right,
        facts={},
        because="They lie in {org} itself: to ask for their addresses one would have to know them (RFC 9471 section 2.1).",
        wrong=[
            known(
                "letters-not-labels",
                letters,
                "One of these ends in the letters of {org}, and lies in a zone beside it: names are compared label by label.",
            ),
            known(
                "all-need-glue",
                frozenset(names),
                "Some of these lie elsewhere: their addresses can be found by asking, as those of any name.",
            ),
            seen(
                "siblings-need-glue",
                lambda answer: right < answer <= beside,
                "Those beside {org}, in the zone {tld} or below it, can be found by asking there. Glue for them helps, and is not needed.",
            ),
            known(
                "own-name-needs-none",
                frozenset(name for name in right if name != zone),
                "A zone's own name may be that of a name server, too: its address could be asked for nowhere but there.",
            )
            if zone in right
            else known("none-needs-glue", frozenset(), "Without any address nobody would get to those that lie in the zone itself."),
        ],
        working=[
            step("the zone's labels, from the right:", ", ".join(reversed(zone.split(".")))),
            step("name servers of the zone:", len(names)),
            step("of these, so many lie in {tld}, label by label:", len(beside)),
            step("and so many in the zone itself:", len(right)),
            step("these are", ", ".join(sorted(right))),
        ],
    )  # fmt: skip


def with_authority(now: Situation) -> Question:
    """6.7: dns.flags.authoritative = 1."""
    responses = of(now).matching(lambda packet: bool(packet.value("dns.flags.response")))
    right = frozenset(packet.number for packet in responses if packet.value(AUTHORITY))
    resolvers = frozenset(packet.number for packet in responses if packet.value("dns.flags.recavail"))
    servers = frozenset(packet.number for packet in responses) - resolvers
    root, last = responses[0], of(now).packet(max(resolvers))
    return Question(
        right=right,
        facts={},
        because="AA is 1 there, and nowhere else: each of them comes from a server of the zone that the answer lies in.",
        wrong=[
            seen(
                "records-are-authority",
                lambda answer: answer in (servers, servers | resolvers),
                "All of these have records. A parent repeats the names and addresses of the servers below it, without authority: AA is 0.",
                place=Place(of(now).packet(int(now.facts["referral"])), AUTHORITY),
            ),
            known(
                "root-is-authority",
                right | {root.number},
                "The first comes from the root. It has authority for the root zone, and none for the servers of {tld} that it names.",
                place=Place(root, AUTHORITY),
            ),
            seen(
                "resolver-is-authority",
                lambda answer: right < answer <= right | resolvers,
                "Some of these are the resolver's own: it repeats what it has in its cache. AA is 0 there, and RA 1.",
                place=Place(last, AUTHORITY),
            ),
        ],
        working=[
            step("responses in the capture:", len(responses)),
            step("of these, so many are the resolver's to its client, which have RA 1:", len(resolvers)),
            step("of the others, so many have AA 1:", len(right), place=Place(responses[0], AUTHORITY)),
            step("these are", ", ".join(map(str, sorted(right)))),
        ],
    )  # fmt: skip


def may_be_used(now: Situation) -> Question:
    """6.8: in the zone whose server was asked (RFC 5452 section 6), and the address of a name server that it names."""
    zone, below, names = str(now.facts["o_zone"]), str(now.facts["o_below"]), texts(now, "o", 6)
    servers = str(now.facts["o_servers"]).split()
    inside = frozenset(name for name in names if is_below(name, zone))
    right = inside & frozenset(servers)
    letters = frozenset(name for name in servers if name.endswith(zone))
    return Question(
        right=right,
        facts={},
        because="They lie in {o_zone}, for which this server speaks, and are servers that it names (RFC 5452 section 6).",
        wrong=[
            known(
                "anything-sent",
                frozenset(names),
                "If all of it were believed, any server could speak for any name. It may speak for its own zone.",
            ),
            known(
                "only-below-the-question",
                frozenset(name for name in names if is_below(name, below)),
                "A server may speak for all of its zone, {o_zone}, and not only for what lies in {o_below}.",
            ),
            known(
                "letters-not-labels",
                letters,
                "One of these ends in the letters of {o_zone}, and lies beside it: names are compared label by label.",
            ),
            known(
                "all-the-servers",
                frozenset(servers),
                "All of these are name servers of {o_below}. For the names of some of them a server of {o_zone} can't speak: "
                "who needs their addresses asks for them.",
            ),
            known(
                "all-of-the-zone",
                inside,
                "All of these lie in {o_zone}. One is no name server of {o_below}: nobody asked for its address.",
            ),
        ],
        working=[
            step("names with an address in the additional section:", len(names)),
            step("of these, so many lie in {o_zone}, label by label:", len(inside)),
            step("and so many of those are name servers of {o_below}:", len(right)),
            step("these are", ", ".join(sorted(right))),
        ],
    )  # fmt: skip


def chain_of_trust(now: Situation) -> Question:
    """6.10: what each step says; three statements are those of misconceptions."""
    signed, rrsig, anchor, tag, dnskey, hidden, ds = texts(now, "t", 7)
    wrong = [
        known(
            "parent-signs-the-key",
            signed,
            "{t_parent} signs the DS record: the digest of a key, and not the key, which stands in {t_zone} and is signed there.",
        ),
        known(
            "key-tag-is-identity",
            tag,
            "A tag is a hint of 16 bits, to find the key quickly: two keys may share one. What proves it is the digest, or the signature "
            "(RFC 4034 appendix B).",
        ),
        known(
            "signature-hides",
            hidden,
            "Nothing here is encrypted: everybody can read it. A signature shows who said it, and that nothing was changed.",
        ),
    ]
    why = {
        "anchor": "It is what the resolver knows before it asks anybody.",
        "DS": "It stands in the parent's zone, with the parent's signature, and speaks of the child's key.",
        "DNSKEY": "The keys of a zone stand in the zone itself; one of them signs the set.",
        "RRSIG": "It is the signature on the record that was asked for.",
    }
    right = {"anchor": anchor, "DS": ds, "DNSKEY": dnskey, "RRSIG": rrsig}
    parts: list[Part] = [
        row_part(number, name, letter, wrong=wrong, why=why[name])
        for number, (name, letter) in enumerate(right.items())
    ]
    return Question(
        right=tuple(right.values()),
        parts=parts,
        facts={},
        because="From the root's digest to the keys of {t_parent}, from its DS record to those of {t_zone}, from these to the address.",
        working=[
            step("known beforehand is a digest of a key of", ".", said="the root"),
            step("the DS record for {t_zone} stands, with its signature, in the zone", str(now.facts["t_parent"])),
            step("the DNSKEY set with its signature stands in the zone", str(now.facts["t_zone"])),
            step("the RRSIG that came with the answer covers a record of type", "A"),
            step("so they say, from the anchor to the RRSIG:", ", ".join(right.values())),
        ],
    )  # fmt: skip
