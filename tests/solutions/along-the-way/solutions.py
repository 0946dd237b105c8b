"""Along the way: a packet is found again by its bytes, and what is asked is read where it lies in them."""

import re
import struct

from tests.solutions.key import TaskKey, frames_of, ipv4, shape, shapes, u16, u32

TTL, CHECKSUM, HOP_LIMIT = 22, slice(24, 26), 21
ROUTERS = 2
ROUTED = ("destination MAC", "source MAC", "time to live", "header checksum")
TRANSLATED = (*ROUTED, "source address", "source port", "TCP checksum")
SIX = ("destination MAC", "source MAC", "hop limit")


def key(recording, questions):
    links = [list(frames_of(recording.files[f"link-{number}.pcapng"])) for number in (1, 2, 3)]
    inside, outside = (list(frames_of(recording.files[f"{side}.pcapng"])) for side in ("inside", "outside"))
    page, later = numbers(r"Packet (\d+) of link-1\S* is packet (\d+) of link-2", questions["3"])
    first = links[0][page - 1]
    second, third = (links[n][again(first, links[n]) - 1] for n in (1, 2))
    assert links[1][later - 1] == second
    assert again(first, links[1]) == later
    hold(recording, links, first, third)
    (ping,) = numbers(r"Packet (\d+) of link-1", questions["6"])
    six, beyond = numbers(r"Packet (\d+) of link-1\S* is a ping over IPv6, and packet (\d+) of link-2", questions["7"])
    assert again_six(links[0][six - 1], links[1]) == beyond
    (out,) = numbers(r"Packet (\d+) of inside", questions["8"])
    (answer,) = numbers(r"Packet (\d+) of outside", questions["9"])
    assert ipv4(outside[answer - 1], 30) not in questions["9"]  # task 8 asks for it
    assert numbers(r"packet (\d+) of inside", questions["10"]) == [out]
    return {
        "1": _asked(links, first),
        "2": TaskKey(
            kind="choice",
            right="second router",
            forms=("the second router", "Second Router", "second"),
            wrong={
                "mac-travels-end-to-end": ("server", "the server"),
                "frame-travels-on": ("first router",),
                "source-for-destination": ("host",),
            },
        ),
        "3": _routed(differing(first, second)),
        "4": _time_to_live(first, third),
        "5": _checksum(first, second, third),
        "6": _ping(links, ping),
        "7": _over_ipv6(),
        "8": _outside(inside, outside, out),
        "9": _for_whom(inside, outside, answer),
        "10": _translated(differing(inside[out - 1], outside[through(inside[out - 1], outside) - 1])),
    }


def numbers(pattern, text):
    """The numbers in a sentence of a question."""
    return [int(each) for each in re.search(pattern, text).groups()]


def again(frame, frames):
    """The number of the packet whose bytes behind Ethernet are the same, but for TTL and the header's checksum."""
    wanted = _without(frame)
    found = [number for number, other in enumerate(frames, 1) if _without(other) == wanted]
    assert len(found) == 1
    return found[0]


def _without(frame):
    return frame[14:TTL] + frame[TTL + 1 : CHECKSUM.start] + frame[CHECKSUM.stop :]


def again_six(frame, frames):
    """The same of IPv6, but for the hop limit alone."""
    wanted = frame[14:HOP_LIMIT] + frame[HOP_LIMIT + 1 :]
    (found,) = [n for n, other in enumerate(frames, 1) if other[14:HOP_LIMIT] + other[HOP_LIMIT + 1 :] == wanted]
    return found


def through(frame, frames):
    """The number of the packet with the same identification, TCP numbers, flags and all behind the checksum."""
    wanted = (frame[16:20], frame[38:50], frame[52:])
    (found,) = [n for n, f in enumerate(frames, 1) if f[23:24] == b"\x06" and (f[16:20], f[38:50], f[52:]) == wanted]
    return found


def differing(one, other):
    """The named fields of two frames with TCP over IPv4 that have different bytes."""
    places = {
        "destination MAC": (0, 6), "source MAC": (6, 12), "identification": (18, 20), "time to live": (22, 23), "header checksum": (24, 26),
        "source address": (26, 30), "destination address": (30, 34), "source port": (34, 36), "destination port": (36, 38),
        "sequence number": (38, 42), "TCP checksum": (50, 52),
    }  # fmt: skip
    return {name for name, (start, end) in places.items() if one[start:end] != other[start:end]}


def summed(data):
    """The Internet checksum of bytes (RFC 1071)."""
    data += bytes(len(data) % 2)
    total = sum(struct.unpack(f">{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return 0xFFFF - total


def hold(recording, links, first, third):
    """The bytes agree with what was known when they were recorded and still holds, and nobody who was there then is left."""
    origin = shapes()[shape(tuple(links[0]))]
    facts = origin["facts"]
    assert re.fullmatch(r"along-\d\d-link-1\.pcapng", origin["file"])
    assert first[TTL] == facts["host_ttl"]
    assert facts["host_ttl"] - third[TTL] == ROUTERS
    assert summed(third[14:34]) == 0
    # those of the NAT were made anew by themselves: there an address may be anybody's
    everything = b"".join(recording.files[f"link-{number}.pcapng"] for number in (1, 2, 3))
    for name in ("host", "server"):
        assert bytes(map(int, facts[name].split("."))) not in everything
    for mac in facts["macs"]:
        assert bytes.fromhex(mac.replace(":", "")) not in everything
    assert facts["site"].encode() not in everything
    assert all(len(frames) > 20 for frames in links)


def arp_target(frames):
    """The address that the first question of ARP is about."""
    return ipv4(next(f for f in frames if f[12:14] == b"\x08\x06" and u16(f, 20) == 1), 38)


def _asked(links, first):
    return TaskKey(
        kind="ipv4",
        right=arp_target(links[0]),
        forms=(f" {arp_target(links[0])} ",),
        wrong={
            "arp-for-everyone": (ipv4(first, 30),),
            "asks-for-itself": (ipv4(first, 26),),
            "arp-for-the-next-router": (arp_target(links[1]),),
        },
    )


def _set(right, wrong):
    return TaskKey(
        kind="set",
        right=", ".join(right),
        forms=(", ".join(reversed(right)).upper(), "\n".join(right)),
        wrong=wrong,
    )


def without(right, *names):
    return ", ".join(name for name in right if name not in names)


def plus(right, *names):
    return ", ".join([*right, *names])


def _routed(found):
    assert found == set(ROUTED)
    return _set(
        ROUTED,
        {
            "mac-travels-end-to-end": (without(ROUTED, "source MAC"), "time to live, header checksum"),
            "addresses-change-on-the-way": (plus(ROUTED, "source address"), plus(ROUTED, "destination address")),
            "tcp-changes-on-the-way": (plus(ROUTED, "TCP checksum"), plus(ROUTED, "source port")),
            "numbers-made-anew": (plus(ROUTED, "identification"), plus(ROUTED, "sequence number")),
            "ttl-travels": (without(ROUTED, "time to live"),),
            "checksum-travels": (without(ROUTED, "header checksum"),),
        },
    )


def _time_to_live(first, third):
    right, ttl = third[TTL], first[TTL]
    assert right == ttl - ROUTERS
    return TaskKey(
        kind="number",
        right=str(right),
        forms=(f"0x{right:x}",),
        wrong={
            "ttl-travels": (str(ttl),),
            "receiver-counts": (str(ttl - ROUTERS - 1),),
            "ttl-counts-up": (str(ttl + ROUTERS),),
            "ttl-is-hops": (str(ROUTERS),),
        },
        shown=frozenset((str(ttl), str(ROUTERS))),
    )


def _checksum(first, second, third):
    old = u16(first, 24)
    right = third[CHECKSUM].hex()
    # RFC 1624: each router's TTL is less by one, which is 0x0100 in its word
    assert int(right, 16) % 0xFFFF == (old + 0x0200) % 0xFFFF
    whole = third[14 : CHECKSUM.start] + bytes(2) + third[CHECKSUM.stop : 14 + u16(third, 16)]
    wrong = {
        "checksum-travels": old,
        "one-router": u16(second, 24),
        "sum-for-complement": (old - 0x0200) % 0xFFFF,
        "ttl-is-a-word": (old + 2 - 1) % 0xFFFF + 1,
        "covers-the-data": summed(whole),
    }
    return TaskKey(
        kind="hex",
        right=right,
        forms=(f"0x{right}", right.upper(), f"{right[:2]} {right[2:]}"),
        wrong={slug: (f"0x{value:04x}",) for slug, value in wrong.items()},
        general={"byte-order": (f"{right[2:]}{right[:2]}",)} if right[:2] != right[2:] else {},
    )


def _ping(links, ping):
    first, _, last = links
    mine = first[ping - 1]
    sent = [n for n, f in enumerate(first, 1) if is_ping(f) and f[30:34] == mine[30:34]]
    received = [n for n, f in enumerate(last, 1) if is_ping(f)]
    right, counted = again(mine, last), received[sent.index(ping)]
    wrong = {"counted-the-pings": (str(counted),)}
    if ping != counted:
        wrong["same-number"] = (str(ping),)
    if right + 1 not in (ping, counted):
        wrong["reply-for-request"] = (str(right + 1),)
    return TaskKey(kind="packets", right=str(right), forms=(f"packet {right}", f"#{right}"), wrong=wrong)


def is_ping(frame):
    return frame[12:14] == b"\x08\x00" and frame[23] == 1 and frame[34] == 8


def _over_ipv6():
    return _set(
        SIX,
        {
            "ipv6-has-a-header-checksum": (plus(SIX, "header checksum"),),
            "sum-covers-the-hop-limit": (plus(SIX, "ICMPv6 checksum"),),
            "addresses-change-on-the-way": (plus(SIX, "source address"), plus(SIX, "destination address")),
            "labels-made-anew": (plus(SIX, "flow label"), plus(SIX, "payload length")),
            "mac-travels-end-to-end": (without(SIX, "destination MAC"), "hop limit,"),
            "ttl-travels": (without(SIX, "hop limit"),),
        },
    )


def _outside(inside, outside, out):
    before = inside[out - 1]
    after = outside[through(before, outside) - 1]
    address, port = ipv4(after, 26), u16(after, 34)
    return TaskKey(
        kind="table",
        right=f"address={address} port={port}",
        forms=(f"{address} {port}", f"{address}, {port}", f"port={port}, address={address}"),
        wrong={
            "source-travels": (f"{ipv4(before, 26)} {port}",),
            "inner-side": (f"address={arp_target(inside)} port={port}",),
            "destination-for-source": (f"{ipv4(before, 30)} {port}", f"{address} {u16(before, 36)}"),
            "port-travels": (f"{address} {u16(before, 34)}",),
        },
    )


def _for_whom(inside, outside, answer):
    before = outside[answer - 1]
    number = through(before, inside)
    host = ipv4(inside[number - 1], 30)
    hosts = {ipv4(f, 26) for f in inside if f[12:14] == b"\x08\x00" and f[47] & 0x12 == 0x02}
    (other,) = hosts - {host}
    assert u32(before, 38) == u32(inside[number - 1], 38)
    return TaskKey(
        kind="table",
        right=f"host={host} packet={number}",
        forms=(f"{host} {number}", f"{host}, {number}", f"host={host} packet=#{number}"),
        wrong={
            "nat-is-the-end": (f"{ipv4(before, 30)} {number}",),
            "any-host-inside": (f"{other} {number}",),
            "server-inside": (f"{ipv4(before, 26)} {number}",),
            "same-number": (f"host={host} packet={answer}",),
            "neighbour": (f"{host} {number + 1}", *((f"{host} {number - 1}",) if number - 1 != answer else ())),
        },
    )


def _translated(found):
    assert found == set(TRANSLATED)
    return _set(
        TRANSLATED,
        {
            "nat-changes-both-ends": (plus(TRANSLATED, "destination port"), plus(TRANSLATED, "destination address")),
            "numbers-made-anew": (plus(TRANSLATED, "sequence number"), plus(TRANSLATED, "identification")),
            "source-travels": (without(TRANSLATED, "source address"),),
            "port-travels": (without(TRANSLATED, "source port"),),
            "no-pseudo-header": (without(TRANSLATED, "TCP checksum"),),
            "mac-travels-end-to-end": (without(TRANSLATED, "source MAC"), without(TRANSLATED, "source MAC", "destination MAC")),
            "ttl-travels": (without(TRANSLATED, "time to live"),),
            "checksum-travels": (without(TRANSLATED, "header checksum"),),
        },
    )  # fmt: skip
