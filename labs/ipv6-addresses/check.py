"""IPv6 addresses: questions about how they are made, numbered and used. See `Question` in netkit/lab/question.py."""

from __future__ import annotations

from netkit.address import (
    Address,
    Prefix,
    format_mac,
    link_local_from_mac,
    modified_eui64,
    parse_address,
    parse_ipv6,
    parse_mac,
    parse_prefix,
    router_may_forward,
    solicited_node,
    solicited_node_mac,
)
from netkit.address.identifier import LINK_LOCAL, address_with_identifier
from netkit.lab import Place, Question, Situation
from netkit.lab.told import known, seen, step

IPV6_HEADER = 40


def link_local(now: Situation) -> Question:
    """4.3: fe80:: and the modified EUI-64 (RFC 4291 appendix A)."""
    mac = parse_mac(str(now.facts["mac"]))
    right = str(link_local_from_mac(mac))
    other = 1 << 57

    def made(identifier: int) -> str:
        return str(address_with_identifier(LINK_LOCAL, identifier))

    widened = modified_eui64(mac) ^ other
    wrong_bit = {made(widened ^ 1 << 56), made(widened ^ 0x40 << 56)}
    at_an_end = {
        made(half) for bits in (0, 0x02 << 40) for half in ((mac ^ bits) << 16 | 0xFFFE, 0xFFFE << 48 | mac ^ bits)
    }
    return Question(
        right=right,
        because="fe80::, then the MAC address with ff:fe in its middle and the bit worth 2 of its first byte turned over. (Most systems "
        "today make this half without the MAC address, from a secret or at random, RFC 7217 and 8981: your own may look otherwise.)",
        facts={},
        wrong=[
            known(
                "bit-not-flipped",
                made(widened),
                "ff:fe stands where it should, but the first byte is as it was. The universal/local bit is turned over (RFC 4291, "
                "appendix A).",
            ),
            seen(
                "wrong-bit",
                lambda answer: answer in wrong_bit,
                "Another bit of the first byte was turned over. It is the bit worth 2; the bit worth 1 means a group.",
            ),
            seen(
                "fffe-at-the-end",
                lambda answer: answer in at_an_end,
                "ff:fe stands at an end here. It goes into the middle, between the third byte and the fourth.",
            ),
        ],
        working=[
            step(
                "ff:fe in the middle of the MAC address:",
                f"{widened:016x}",
                lambda answer: parse_ipv6(str(answer)) >> 24 & 0xFFFF == 0xFFFE,
            ),
            step("the bit worth 2 of the first byte turned over:", f"{widened ^ other:016x}"),
            step("in groups, behind fe80::, it is", right),
        ],
    )


def solicitation_mac(now: Situation) -> Question:
    """4.4: 33:33:ff and the last three bytes of the target (RFC 4291 §2.7.1, RFC 2464 §7)."""
    target = parse_address(str(now.facts["target"]))
    packet = now.traffic.packet(1) if now.traffic else None
    right = format_mac(solicited_node_mac(target))
    place = Place(packet, "eth.dst") if packet else None
    return Question(
        right=right,
        about=packet,
        formula=lambda other: other.value("eth.dst"),
        because="The frame follows the group {group}: 33:33, and the group's last four bytes.",
        facts={"group": str(solicited_node(target))},
        wrong=[
            known(
                "broadcast",
                "ff:ff:ff:ff:ff:ff",
                "That would wake every host on the link. IPv6 has no broadcast: only hosts whose address ends like this one's need listen.",
                place=place,
            ),
            known(
                "knows-the-answer",
                str(now.facts["target_mac"]),
                "{answer} is what is being asked for: whoever asks does not know it yet.",
                place=place,
            ),
            known(
                "last-four-of-target",
                format_mac(0x3333 << 32 | target.number & 0xFFFFFFFF),
                "This has the last four bytes of the target. The frame follows the multicast group ff02::1:ff…, so the third byte is that "
                "group's.",
                place=place,
            ),
        ],
        working=[
            step(
                "packet 1 asks for {example}; its eth.dst is",
                now.traffic.packet(1).value("eth.dst") if now.traffic else "",
                place=place,
            ),
            step(
                "the last three bytes of {target}:",
                f"{target.number & 0xFFFFFF:06x}",
                lambda answer: parse_mac(str(answer)) >> 24 == 0x3333FF,
            ),
            step("behind the three bytes that all such frames have:", right),
        ],
    )


def subnet_number(now: Situation) -> Question:
    """4.5: P + k·2^64."""
    block, number = parse_prefix(str(now.facts["block"])), int(now.facts["number"])
    right = str(block.subnet(64, number))

    def numbered(counted: int) -> str:
        return str(Prefix(6, block.number + (counted << 64), 64))

    return Question(
        right=right,
        because="{number} is {hex} in hex, and stands in the {bits} bits between the block's prefix and the host.",
        facts={"hex": f"{number:x}", "bits": 64 - block.length},
        wrong=[
            known(
                "decimal-in-hex",
                numbered(int(str(number), 16)),
                "The digits of {number} stand there as if they were hex. A group is written in hex, where 10 is a.",
            ),
            known(
                "added-to-the-host",
                f"{Address(6, block.number + number)}/64",
                "The number was added at the very end, among the bits of the host. The subnet's number stands before these 64 bits.",
            ),
            known("counted-from-one", numbered(number - 1), "This is the one before it: the first has the number 0."),
        ],
        working=[
            step(
                "bits for the number of a subnet, 64 less {length_of_block}:",
                64 - block.length,
                length_of_block=block.length,
            ),
            step("{number} in hex:", f"{number:x}"),
            step(
                "in the last of the first four groups, behind the block's own bits:",
                right,
            ),
        ],
    )


def how_many(now: Situation) -> Question:
    """4.6: 2^(64−p)."""
    length = int(now.facts["length"])
    bits = 64 - length
    return Question(
        right=1 << bits,
        because="Between bit {length} and bit 64 stand {bits} bits, and each pattern of them is one subnet.",
        facts={"bits": bits},
        wrong=[
            known(
                "addresses-for-subnets",
                1 << 128 - length,
                "2 to the power of {bits} counts the addresses, the hosts' 64 bits included.",
                bits=128 - length,
            ),
            known(
                "bits-for-subnets",
                bits,
                "That is how many bits there are for the number of a subnet. Each of them doubles how many there are.",
            ),
            known(
                "ipv4-ends",
                (1 << bits) - 2,
                "Two were taken away, as of an IPv4 network's addresses. Subnets are counted here, and none of them is lost.",
            ),
        ],
        working=[
            step("bits for the number of a subnet, 64 less {length}:", bits),
            step("two to that power:", 1 << bits),
        ],
    )


def forwarded(now: Situation) -> Question:
    """4.7: all but loopback, unspecified, link-local, and groups of scope 2 or less."""
    listed = [str(now.facts[name]) for name in sorted(now.facts) if name.startswith("destination")]
    right = frozenset(each for each in listed if router_may_forward(parse_address(each)))
    on_link, ours, anywhere, all_nodes = (str(now.facts[name]) for name in ("on_link", "ours", "anywhere", "all_nodes"))
    of_one_link = frozenset((all_nodes, str(now.facts["on_host"])))
    of_a_host = frozenset(("::", "::1"))
    return Question(
        right=right,
        because="The others mean something on one link or one host only: ::, ::1, fe80::/10, and groups of scope 1 and 2.",
        facts={},
        wrong=[
            seen(
                "link-local-routed",
                lambda answer: isinstance(answer, frozenset) and on_link in answer,
                "An fe80 address is among these. It means something on one link only; the same address may be on the next link, too.",
            ),
            seen(
                "ula-not-routed",
                lambda answer: isinstance(answer, frozenset) and anywhere in answer and ours not in answer,
                "One address is missing that begins with fd. Unique local addresses are routed, inside one organisation (RFC 4193).",
            ),
            seen(
                "all-nodes-routed",
                lambda answer: isinstance(answer, frozenset) and bool(answer & of_one_link),
                "A group of one link or one host is among these. The fourth digit of a group is its scope: 1 is the host, 2 is the link.",
            ),
            seen(
                "host-routed",
                lambda answer: isinstance(answer, frozenset) and bool(answer & of_a_host),
                ":: or ::1 is among these. ::1 is the host itself, and :: stands for no address at all: no packet to either "
                "ever crosses a link.",
            ),
        ],
        working=[
            step(
                "unicast that means the same on every link:",
                ", ".join(sorted((ours, anywhere))),
                lambda answer: isinstance(answer, frozenset) and answer >= {ours, anywhere},
            ),
            step("groups whose scope is larger than 2, the link:", str(now.facts["wide"])),
        ],
    )


def data_bytes(now: Situation) -> Question:
    """4.8: ipv6.plen less the extension header less tcp.hdr_len."""
    assert now.traffic is not None  # noqa: S101  the situation has its capture
    packet = now.traffic.packet(2)
    payload, words, tcp = (packet.value(key) for key in ("ipv6.plen", "ipv6.dstopts.len", "tcp.hdr_len"))
    extension = 8 * (words + 1)
    # the field as if it were bytes, with the 8 that it leaves out or without them, or words without these 8
    other_units = {words, words + 8, 8 * words} - {extension}
    places = {key: Place(packet, key) for key in ("ipv6.plen", "ipv6.dstopts.len", "tcp.hdr_len")}
    return Question(
        right=payload - extension - tcp,
        about=packet,
        formula=lambda _: None,
        because="{payload} − {extension} − {tcp}: what follows the IPv6 header, without the extension header and TCP's.",
        facts={"payload": payload, "extension": extension, "tcp": tcp},
        wrong=[
            known(
                "plen-has-the-header",
                payload - extension - tcp - IPV6_HEADER,
                "40 bytes too many are taken away. The payload length leaves out the IPv6 header; in IPv4 the total length has it in.",
                place=places["ipv6.plen"],
            ),
            known(
                "extension-forgotten",
                payload - tcp,
                "The extension header is still in {answer}: it is a part of what the payload length counts.",
                place=places["ipv6.dstopts.len"],
            ),
            known(
                "tcp-header-counted",
                payload - extension,
                "TCP's header is still in {answer}: the extension header was taken away, TCP's was not.",
                place=places["tcp.hdr_len"],
            ),
            known(
                "counted-the-headers",
                payload,
                "{answer} is all that follows the IPv6 header: the extension header and TCP's are still in it.",
                place=places["ipv6.plen"],
            ),
            seen(
                "words-for-bytes",
                lambda answer: isinstance(answer, int) and payload - tcp - answer in other_units,
                "The length of the extension header was taken in another unit. Its field counts words of 8 bytes, and leaves the first 8 "
                "bytes out: {words} means 8 + 8 × {words}, which is {extension}.",
                place=places["ipv6.dstopts.len"],
                words=words,
                extension=extension,
            ),
        ],
        working=[
            step(
                "packet 2: ipv6.plen is",
                payload,
                lambda answer: isinstance(answer, int) and answer <= payload,
                place=places["ipv6.plen"],
            ),
            step(
                "minus the extension header, 8 + 8 × ipv6.dstopts.len:",
                extension,
                lambda answer: isinstance(answer, int) and answer <= payload - extension,
                place=places["ipv6.dstopts.len"],
            ),
            step("minus tcp.hdr_len", tcp, place=places["tcp.hdr_len"]),
        ],
    )
