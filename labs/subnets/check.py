"""Subnets: questions about prefixes, masks, the next hop, and special addresses. See `Question` in netkit/lab/question.py."""

from __future__ import annotations

from netkit.address import (
    Prefix,
    Table,
    classful_length,
    format_ipv4,
    globally_reachable,
    look_up,
    mask_number,
    on_link,
    parse_address,
    parse_table,
)
from netkit.address.text import format_ipv4_bits
from netkit.lab import Question, Situation
from netkit.lab.told import known, seen, step


def number_of(address: object) -> int:
    """An address as a number."""
    return parse_address(str(address)).number


def subnet_of(now: Situation, name: str = "") -> Prefix:
    """The subnet of a host of the situation."""
    return Prefix.of(parse_address(str(now.facts[f"{name}host"])), int(now.facts[f"{name}length"]))


def network_address(now: Situation) -> Question:
    """3.1: address AND mask."""
    subnet, number = subnet_of(now), number_of(now.facts["host"])
    old = classful_length(number) or 0
    right = str(subnet.first_address)
    return Question(
        right=right,
        because="Its first {length} bits are those of {host}, and all behind them are 0: address AND mask.",
        facts={},
        wrong=[
            known(
                "always-slash-24",
                format_ipv4(number & mask_number(24)),
                "{answer} keeps the first 24 bits. The prefix here ends at bit {length}, inside an octet.",
            ),
            known(
                "classful",
                format_ipv4(number & mask_number(old)),
                "{answer} keeps the first {old} bits, as the old class of the address had it. Classes ended in 1993 (RFC 1519); since "
                "then the length of the prefix is written behind the slash.",
                old=old,
            ),
            known(
                "broadcast-for-network",
                str(subnet.last_address),
                "In {answer} all host bits are one: that is the broadcast address. In the network's own they are all zero.",
            ),
        ],
        working=[
            step("in binary, a bar behind bit {length}:", format_ipv4_bits(number, subnet.length)),
            step(
                "all behind the bar made 0:",
                format_ipv4_bits(subnet.number, subnet.length),
                lambda answer: not number_of(answer) & subnet.wildcard,
            ),
            step("as four decimal numbers:", right),
        ],
    )


def mask(now: Situation) -> Question:
    """3.2: 2^32 − 2^(32−p)."""
    subnet = subnet_of(now)
    full, rest = divmod(subnet.length, 8)
    right, octet = format_ipv4(subnet.mask), 256 - (1 << 8 - rest)
    block = subnet.mask & mask_number(8 * full) | (1 << 8 - rest) << 24 - 8 * full
    return Question(
        right=right,
        because="{length} ones from the left, then zeros: ones where the network is, zeros where the host is.",
        facts={},
        wrong=[
            known(
                "wildcard",
                format_ipv4(subnet.wildcard),
                "{answer} has its ones where the host is. A mask has them where the network is.",
            ),
            known(
                "prefix-as-octet",
                f"255.255.255.{subnet.length}",
                "{length} is no octet of the mask: it counts the one-bits, over all four octets.",
            ),
            known(
                "block-for-mask",
                format_ipv4(block),
                "{size} is the size of a block in the octet in which the prefix ends; the octet itself is 256 less that.",
                size=1 << 8 - rest,
            ),
        ],
        working=[
            step(
                "{length} ones fill this many octets with 255:",
                full,
                lambda answer: number_of(answer) & mask_number(8 * full) == mask_number(8 * full),
            ),
            step("ones left for the next octet:", rest),
            step(
                "this many ones from the left in an octet are, as a number,",
                octet,
                lambda answer: number_of(answer) == subnet.mask,
            ),
            step("so, with zeros behind it, the mask is", right),
        ],
    )


def hosts(now: Situation) -> Question:
    """3.3: 2^(32−p) − 2."""
    length = int(now.facts["length"])
    size = 1 << 32 - length
    return Question(
        right=size - 2,
        because="{bits} host bits count {size} addresses; the first names the network, and the last is broadcast.",
        facts={"bits": 32 - length, "size": size},
        wrong=[
            known(
                "ends-counted",
                size,
                "2 to the power of {bits} counts every address. The first names the network, the last is broadcast: no host has either. "
                "(Only a link of two, a /31, uses both: RFC 3021.)",
                bits=32 - length,
            ),
            known(
                "one-end-counted",
                size - 1,
                "Only one end is left out here. Both are taken: one names the network, one is broadcast.",
            ),
            known(
                "prefix-for-host",
                (1 << length) - 2,
                "This takes two to the power of {length}. The first {length} bits are the network's; hosts are told apart by the rest.",
            ),
        ],
        working=[
            step("bits that tell the hosts apart, 32 less {length}:", 32 - length),
            step("two to that power:", size, lambda answer: isinstance(answer, int) and size - 4 < answer <= size),
            step("less the two ends:", size - 2),
        ],
    )


def asked_by_arp(now: Situation) -> Question:
    """3.4: the destination itself if it is in the sender's subnet, else the gateway."""
    near, far = str(now.facts["near"]), str(now.facts["far"])
    gateways = str(now.facts["near_gateway"]), str(now.facts["far_gateway"])
    right = tuple(
        target if on_link(parse_address(str(now.facts[f"{name}host"])), int(now.facts[f"{name}length"]), parse_address(target)) else gateway
        for name, target, gateway in (("near_", near, gateways[0]), ("far_", far, gateways[1]))
    )  # fmt: skip
    return Question(
        right=right,
        because="Each host holds the destination against its own mask: inside, it asks for the destination itself; outside, for its "
        "gateway. The requests stand in {arp}.",
        facts={},
        wrong=[
            known(
                "compared-three-octets",
                (gateways[0], far),
                "Both go by the first three octets. It is the mask that decides, not the dots: here one prefix ends before the third "
                "dot, and one behind it.",
            ),
            known(
                "arp-for-everyone",
                (near, far),
                "Both are the destination itself. ARP does not pass a router: outside one's own subnet nobody would hear the question.",
            ),
            known(
                "gateway-for-everyone",
                gateways,
                "Both are the gateway. Inside its own subnet a host delivers itself, without a router.",
            ),
        ],
        working=[
            step("{near_host}/{near_length} lies in the subnet", str(subnet_of(now, "near_"))),
            step(
                "{near} is inside it or outside:",
                "inside",
                lambda answer: isinstance(answer, tuple) and answer[0] == right[0],
                said="inside",
            ),
            step("{far_host}/{far_length} lies in the subnet", str(subnet_of(now, "far_"))),
            step(
                "{far} is inside it or outside:",
                "outside",
                lambda answer: isinstance(answer, tuple) and answer[1:] == right[1:],
                said="outside",
            ),
            step("inside, one asks for the destination, outside for the gateway:", right),
        ],
    )


def next_hop(now: Situation) -> Question:
    """3.5: the next hop of the longest prefix that matches."""
    routes = parse_table(str(now.facts["table"]).splitlines())
    found = look_up(Table(routes), parse_address(str(now.facts["destination"])))
    matches = sorted(found.matches, key=lambda route: route.order)
    longest = found.matches[0]
    default = found.matches[-1]
    hops = {str(route.next_hop) for route in matches}
    others = {str(route.next_hop) for route in routes} - hops
    return Question(
        right=str(longest.next_hop),
        because="Of the {count} rows that match, the one of {prefix} has the longest prefix.",
        facts={"count": len(matches), "prefix": str(longest.prefix)},
        wrong=[
            known(
                "first-match",
                str(matches[0].next_hop),
                "That is the first row that matches. The order of the rows does not count.",
            ),
            known(
                "default-wins",
                str(default.next_hop),
                "That is the row of 0.0.0.0/0. It matches every address, and is used when nothing longer does.",
            ),
            known(
                "metric-first",
                str(min(matches, key=lambda route: route.metric or 0).next_hop),
                "That is the row with the lowest metric of those that match. The metric only decides between rows of the same prefix.",
            ),
            seen(
                "longest-without-match",
                lambda answer: answer in others,
                "The row of {answer} has a long prefix, but {destination} is not in it: some bit before its end is another.",
            ),
        ],
        working=[
            step(
                "rows whose prefix {destination} lies in:",
                ", ".join(str(route.prefix) for route in matches),
                lambda answer: answer in hops,
            ),
            step("the longest of these prefixes:", str(longest.prefix)),
            step("its next hop:", str(longest.next_hop)),
        ],
    )


def never_outside(now: Situation) -> Question:
    """3.8: the sources that are not globally reachable by IANA's special-purpose registry (RFC 6890)."""
    listed = [str(now.facts[name]) for name in sorted(now.facts) if name.startswith("source")]
    right = frozenset(each for each in listed if globally_reachable(parse_address(each)) is False)
    first, second, of192, shared = (str(now.facts[name]) for name in ("of172a", "of172b", "of192", "shared"))
    public = frozenset(str(now.facts[name]) for name in ("public172", "public192"))
    other = str(now.facts["other"])
    last = {
        "169": ("link", "169.254.0.0/16 is for one link only:"),
        "127": ("host", "127.0.0.0/8 never leaves its host:"),
        "198": ("tests", "198.18.0.0/15 is for tests:"),
    }
    blocks = (
        ("10", "of 10.0.0.0/8, for private use:", [str(now.facts["of10"])]),
        ("172", "of 172.16.0.0/12, for private use:", [first, second]),
        ("192", "of 192.168.0.0/16, for private use:", [of192]),
        ("nat", "of 100.64.0.0/10, for the NAT of providers:", [shared]),
        (*last[other.partition(".")[0]], [other]),
    )
    return Question(
        right=right,
        because="IANA's registry of special addresses (RFC 6890) has these as not globally reachable; the others are ordinary ones.",
        facts={},
        wrong=[
            seen(
                "private-172-is-16",
                lambda answer: isinstance(answer, frozenset) and first in answer and second not in answer,
                "One of the private addresses is missing: the private block is 172.16.0.0/12, and that goes on to 172.31.255.255.",
            ),
            seen(
                "all-172-192",
                lambda answer: isinstance(answer, frozenset) and bool(answer & public),
                "An ordinary address is among these: of 172.0.0.0/8 and 192.0.0.0/8 only parts are special.",
            ),
            seen(
                "shared-is-public",
                lambda answer: isinstance(answer, frozenset) and of192 in answer and shared not in answer,
                "One address is missing that providers use inside their own NAT: 100.64.0.0/10 is shared by all of them (RFC 6598).",
            ),
        ],
        working=[
            step(
                text,
                ", ".join(members),
                lambda answer, members=members: isinstance(answer, frozenset) and answer >= set(members),
                name=name,
            )
            for name, text, members in blocks
        ],
    )
