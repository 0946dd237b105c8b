"""A walk through the DNS: the catalogue's formulas over the messages in the six captures, which dnspython reads, and the tasks' texts."""

import re

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype

from tests.solutions.key import TaskKey, frames_of, ipv4


class Said:
    """A message in its packet: the number, who sent it to whom, and what dnspython reads."""

    def __init__(self, number, frame):
        self.number = number
        self.source, self.target = ipv4(frame, 26), ipv4(frame, 30)
        self.message = dns.message.from_wire(frame[42:])
        self.answers = bool(self.message.flags & dns.flags.QR)
        self.aa = bool(self.message.flags & dns.flags.AA)
        self.ra = bool(self.message.flags & dns.flags.RA)
        self.asks_servers = not self.answers and not self.message.flags & dns.flags.RD
        self.name = self.message.question[0].name.to_text(omit_final_dot=True)

    def records(self, section, rdtype):
        """Owner, time to live and data of each record of a type in a section."""
        kind = dns.rdatatype.from_text(rdtype)
        return [
            (rrset.name.to_text(omit_final_dot=True), rrset.ttl, record)
            for rrset in getattr(self.message, section)
            if rrset.rdtype == kind
            for record in rrset
        ]

    def servers(self):
        return [record.target.to_text(omit_final_dot=True) for _, _, record in self.records("authority", "NS")]

    def addresses(self):
        """The addresses in the additional section by their owners."""
        return {owner: record.address for owner, _, record in self.records("additional", "A")}


def said_in(data):
    return [Said(number, frame) for number, frame in enumerate(frames_of(data), 1)]


def is_below(name, zone):
    return name.split(".")[-len(zone.split(".")) :] == zone.split(".")


def key(recording, questions):
    walk, first, cold, again, offer = (
        said_in(recording.files[f"{name}.pcapng"]) for name in ("walk", "first-steps", "cold", "again", "offered")
    )
    return {
        "1": _asked_next(walk, first),
        "2": _kinds(walk, questions["2"]),
        "3": _needs_glue(first[-1]),
        "4": _cold(cold),
        "5": _again(cold, again, questions["5"]),
        "6": _chain(walk, questions["6"]),
        "7": _with_authority(walk),
        "8": _offered(offer[-1], questions["8"]),
        "9": _nothing(walk, questions["9"]),
        "10": _trust(questions["10"]),
    }


def _number(right, wrong, shown, forms=()):
    return TaskKey(
        kind="number",
        right=str(right),
        forms=(f"{right:,}", f"0x{right:x}", *forms),
        shown=frozenset(map(str, shown)),
        wrong={slug: (str(value),) for slug, value in wrong.items()},
    )


def listed(names):
    return ", ".join(sorted(names))


def _set(right, wrong):
    return TaskKey(
        kind="set",
        right=listed(right),
        forms=(
            " ".join(sorted(right, reverse=True)),
            "\n".join(name.upper() for name in right),
            f"{{{listed(right)}}}",
        ),
        wrong={slug: tuple(listed(names) or "none" for names in sets) for slug, sets in wrong.items()},
    )


def _asked_next(walk, first):
    referral = first[-1]
    known = referral.addresses()
    good = [known[name] for name in referral.servers() if name in known]
    assert walk[len(first)].target in good
    client, resolver = walk[0].source, walk[0].target
    answered = next(one for one in walk if one.ra)
    ((_, _, web),) = answered.records("answer", "A")
    # the root's second server stands in no packet: only the one that was asked is known
    return TaskKey(
        kind="ipv4",
        right=good[0],
        forms=tuple(good),
        wrong={
            "server-asks-on": (referral.source,),
            "back-to-the-root": (first[1].target,),
            "asks-the-web-server": (web.address,),
            "resolver-asks-itself": (resolver,),
            "answers-the-client": (client,),
        },
    )


def kind_of(one):
    if one.message.rcode() == dns.rcode.NXDOMAIN:
        return "NXDOMAIN"
    if one.records("answer", "A"):
        return "answer"
    if one.records("answer", "CNAME"):
        return "alias"
    if one.records("authority", "SOA"):
        assert one.aa
        return "NODATA"
    assert one.servers()
    assert not one.aa
    return "referral"


def _kinds(walk, question):
    # the rows are those that the task names; what is in them is read from the packets
    rows = (5, 7, 9, 13, 17, 21)
    kinds = [kind_of(walk[row - 1]) for row in rows]

    def table(cells):
        return " ".join(f"{row}={cell}" for row, cell in zip(rows, cells, strict=True))

    taken = {
        "referral-is-nodata": ("referral", "NODATA"),
        "nodata-is-nxdomain": ("NODATA", "NXDOMAIN"),
        "referral-is-answer": ("referral", "answer"),
        "nxdomain-is-nodata": ("NXDOMAIN", "NODATA"),
        "alias-is-answer": ("alias", "answer"),
        "answer-is-alias": ("answer", "alias"),
    }
    return TaskKey(
        kind="table",
        right=table(kinds),
        forms=(", ".join(kinds), " ".join(kinds).lower(), table(kinds).replace(" ", ", ")),
        wrong={
            slug: (
                table([after if each == before else each for each in kinds]),
                table([after if number == kinds.index(before) else each for number, each in enumerate(kinds)]),
            )
            for slug, (before, after) in taken.items()
        },
    )


def _needs_glue(referral):
    ((zone, *_), *_) = referral.records("authority", "NS")
    parent = zone.partition(".")[2]
    servers = referral.servers()
    right = {name for name in servers if is_below(name, zone)}
    letters = {name for name in servers if name.endswith(zone)}
    beside = {name for name in servers if is_below(name, parent)}
    wrong = {
        "letters-not-labels": [letters],
        "all-need-glue": [set(servers)],
        "siblings-need-glue": [beside, right | (beside - letters)],
    }
    if zone in right:
        wrong["own-name-needs-none"] = [right - {zone}]
    else:
        wrong["none-needs-glue"] = [set()]
    return _set(right, wrong)


def _cold(cold):
    right = sum(one.asks_servers for one in cold)
    labels = len(cold[0].name.split("."))
    return _number(
        right,
        {"labels-are-zones": labels + 1, "root-is-known": right - 1, "packets-for-questions": 2 * right},
        {right - 1},
        (f"{right} questions",),
    )


def _again(cold, again, question):
    first = sum(one.asks_servers for one in cold)
    right = sum(one.asks_servers for one in again)
    after = int(re.search(r"(\d+) seconds after", question)[1])
    ((_, answer, _),) = cold[-1].records("answer", "A")
    times = [ttl for one in cold for _, ttl, _ in one.records("authority", "NS")]
    assert first == len(times) + 1
    # "does the count start at 0 or at 1" is asked of whoever is one away
    shown = {after, answer, right - 1, 0, 1, *times}
    if after < answer:
        assert right == 0
        return _number(right, {"cold-again": first, "forgets-the-answer": 1}, shown, ("0 questions",))
    assert right == first - max(depth for depth, ttl in enumerate(times, 1) if ttl > after)
    wrong = {"cache-forgets-delegations": first, "cache-for-ever": 0}
    return _number(right, wrong | ({"delegations-for-ever": 1} if right > 1 else {}), shown, (f"{right} questions",))


def _chain(walk, question):
    aged = int(re.search(r"(\d+) seconds later", question)[1])
    answered = walk[int(re.search(r"Packet (\d+) of", question)[1]) - 1]
    aliases = [ttl for _, ttl, _ in answered.records("answer", "CNAME")]
    ((_, last, _),) = answered.records("answer", "A")
    first, second = aliases
    shortest = min(*aliases, last)
    assert shortest != last
    right = shortest - aged
    wrong = {"last-ttl": last - aged, "ttl-starts-again": shortest, "ttls-add": first + second + last - aged}
    if first != shortest:
        wrong["first-ttl"] = first - aged
    return _number(right, wrong, {first, second, last, aged, shortest}, (f"{right} s", f"{right} seconds"))


def _with_authority(walk):
    responses = [one for one in walk if one.answers]
    right = {one.number for one in responses if one.aa}
    resolvers = {one.number for one in responses if one.ra}
    all_of_them = {one.number for one in responses}

    def typed(numbers):
        return " ".join(map(str, sorted(numbers)))

    return TaskKey(
        kind="packets",
        right=typed(right),
        forms=(", ".join(map(str, sorted(right, reverse=True))), f"packets {typed(right)}"),
        wrong={
            "records-are-authority": (typed(all_of_them), typed(all_of_them - resolvers)),
            "root-is-authority": (typed(right | {3}),),
            "resolver-is-authority": (typed(right | resolvers), typed(right | {min(resolvers)})),
        },
    )


def _offered(offer, question):
    zone, below = re.search(r"a server of (\S+) refers to (\S+),", question).groups()
    servers, names = set(offer.servers()), set(offer.addresses())
    assert {owner for owner, *_ in offer.records("authority", "NS")} == {below}
    inside = {name for name in names if is_below(name, zone)}
    return _set(
        inside & servers,
        {
            "anything-sent": [names],
            "only-below-the-question": [{name for name in names if is_below(name, below)}],
            "letters-not-labels": [{name for name in names & servers if name.endswith(zone)}],
            "all-the-servers": [servers],
            "all-of-the-zone": [inside],
        },
    )


def _nothing(walk, question):
    missing = re.search(r"asked for (\S+) ", question)[1]
    told = next(one for one in walk if one.name == missing and one.answers)
    ((_, ttl, soa),) = told.records("authority", "SOA")
    right = min(ttl, soa.minimum)
    assert ttl != soa.minimum
    return _number(
        right,
        {"the-other": max(ttl, soa.minimum), "refresh-for-minimum": soa.refresh, "not-cached": 0},
        {ttl, soa.minimum},
        (f"{right} s",),
    )


def _trust(question):
    """The statements are known by their words; the letters are the student's."""
    statements = dict(re.findall(r"^  ([A-Z])  (.*(?:\n {5}.*)*)", question, re.MULTILINE))

    def letter(words):
        (found,) = (each for each, text in statements.items() if re.search(words, " ".join(text.split())))
        return found

    right = {
        "anchor": letter("beforehand"),
        "DS": letter("says, and signs .* this is the digest"),
        "DNSKEY": letter("^These are the keys"),
        "RRSIG": letter("^A key of .* has signed the address"),
    }
    wrong = {
        "parent-signs-the-key": ("DS", letter("has signed the key of")),
        "key-tag-is-identity": ("DNSKEY", letter("tags are equal")),
        "signature-hides": ("RRSIG", letter("encrypted")),
    }

    def table(cells):
        return " ".join(f"{row}={cell}" for row, cell in cells.items())

    return TaskKey(
        kind="table",
        right=table(right),
        forms=(" ".join(right.values()), ", ".join(right.values()).lower()),
        wrong={slug: (table(right | {row: cell}),) for slug, (row, cell) in wrong.items()},
    )
