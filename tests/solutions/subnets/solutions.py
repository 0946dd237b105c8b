"""Subnets: the catalogue's formulas over the addresses in the tasks' texts, with the standard library's ipaddress."""

import re
from ipaddress import IPv4Address, IPv4Interface, IPv4Network, ip_network

from tests.solutions.key import TaskKey

ADDRESS = r"\d+\.\d+\.\d+\.\d+"
ALL = 0xFFFFFFFF


def key(recording, questions):
    host = IPv4Interface(re.search(rf"{ADDRESS}/\d+", questions["1"])[0])
    assert str(host) in questions["2"]
    assert str(host) in questions["3"]
    rows = re.findall(rf"({ADDRESS}/\d+) +via +({ADDRESS}) +metric +(\d+)", questions["5"])
    assert rows == re.findall(r"(\S+) +via +(\S+) +metric +(\d+)", recording.files["routes.txt"].decode())
    return {
        "1": _network(host),
        "2": _mask(host.network),
        "3": _hosts(host.network.prefixlen),
        "4": _arp(questions["4"], recording.frames),
        "5": _hop(re.search(ADDRESS, questions["5"])[0], rows),
        "6": _plan(questions["6"]),
        "7": _summary([IPv4Network(each) for each in re.findall(rf"{ADDRESS}/\d+", questions["7"])]),
        "8": _sources(re.findall(ADDRESS, questions["8"])),
    }


def _network(host):
    number, first = int(host.ip), int(host.ip) >> 24
    classful = 8 if first < 128 else 16 if first < 192 else 24
    right = str(IPv4Address(number & int(host.netmask)))
    return TaskKey(
        kind="ipv4",
        right=right,
        forms=(f" {right} ",),
        wrong={
            "always-slash-24": (str(IPv4Address(number & ALL << 8 & ALL)),),
            "classful": (str(IPv4Address(number & ALL << 32 - classful & ALL)),),
            "broadcast-for-network": (str(host.network.broadcast_address),),
        },
    )


def _mask(network):
    length, right = network.prefixlen, str(network.netmask)
    octets = right.split(".")
    octets[length // 8] = str(2 ** (8 - length % 8))
    return TaskKey(
        kind="ipv4",
        right=right,
        forms=(f"{right} ",),
        wrong={
            "wildcard": (str(network.hostmask),),
            "prefix-as-octet": (f"255.255.255.{length}",),
            "block-for-mask": (".".join(octets),),
        },
    )


def _hosts(length):
    size = 2 ** (32 - length)
    right = str(size - 2)
    return TaskKey(
        kind="number",
        right=right,
        forms=(f"{size - 2:,}", f"{right} hosts", f"{right} addresses", hex(size - 2)),
        wrong={
            "ends-counted": (str(size), f"2^{32 - length}", f"{size:,}"),
            "one-end-counted": (str(size - 1),),
            "prefix-for-host": (str(2**length - 2),),
        },
        shown=frozenset(map(str, (size, length, 32 - length, 32, 2, 31))),
    )


def _arp(question, frames):
    (near, near_gate, near_to), (far, far_gate, far_to) = re.findall(
        rf"({ADDRESS}/\d+), gateway ({ADDRESS}), sends to ({ADDRESS})", question
    )
    hosts = [IPv4Interface(near), IPv4Interface(far)]
    assert (IPv4Address(near_to) in hosts[0].network, IPv4Address(far_to) in hosts[1].network) == (True, False)
    # the catalogue's needs: another third octet on the link, and the same three beyond it
    assert (hosts[0].network.prefixlen < 24, near_to.split(".")[:3] == str(hosts[0].ip).split(".")[:3]) == (True, False)
    assert (hosts[1].network.prefixlen > 24, far_to.split(".")[:3] == str(hosts[1].ip).split(".")[:3]) == (True, True)
    # the capture shows what is to be predicted
    asked = [frame for frame in frames if frame[12:14] == b"\x08\x06" and frame[21] == 1]
    assert [str(IPv4Address(frame[28:32])) for frame in asked] == [str(each.ip) for each in hosts]
    assert [str(IPv4Address(frame[38:42])) for frame in asked] == [near_to, far_gate]
    return TaskKey(
        kind="addresses",
        right=f"{near_to} {far_gate}",
        forms=(f"{near_to}, {far_gate}", f"{near_to} and {far_gate}"),
        wrong={
            "compared-three-octets": (f"{near_gate} {far_to}", f"{near_gate},{far_to}"),
            "arp-for-everyone": (f"{near_to} {far_to}",),
            "gateway-for-everyone": (f"{near_gate} {far_gate}",),
        },
    )


def _hop(destination, rows):
    routes = [(IPv4Network(prefix), hop, int(metric)) for prefix, hop, metric in rows]
    matching = [route for route in routes if IPv4Address(destination) in route[0]]
    right = max(matching, key=lambda route: route[0].prefixlen)[1]
    return TaskKey(
        kind="ipv4",
        right=right,
        forms=(f" {right}",),
        wrong={
            "first-match": (matching[0][1],),
            "default-wins": (next(hop for prefix, hop, _ in routes if not prefix.prefixlen),),
            "metric-first": (min(matching, key=lambda route: route[2])[1],),
            "longest-without-match": tuple(route[1] for route in routes if route not in matching),
        },
    )


def _plan(question):
    block = IPv4Network(re.search(rf"{ADDRESS}/\d+", question)[0])
    groups = [int(each) for each in re.search(r"with (\d+), (\d+), (\d+) and (\d+) hosts", question).groups()]
    bits = [next(n for n in range(2, 32) if 2**n - 2 >= count) for count in groups]
    sizes = [2**n for n in bits]

    def texts(starts, chosen=None):
        return " ".join(
            f"{IPv4Address(start)}/{33 - size.bit_length()}"
            for start, size in zip(starts, chosen or sizes, strict=True)
        )

    def placed(order, start=int(block.network_address)):
        found = {}
        for index in order:
            found[index], start = start, start + sizes[index]
        return [found[index] for index in range(len(sizes))]

    largest_first = sorted(range(4), key=lambda index: -sizes[index])
    right = placed(largest_first)
    last = int(block.broadcast_address) + 1
    backwards = [last - (start - int(block.network_address)) - size for start, size in zip(right, sizes, strict=True)]
    tight = [index for index in range(4) if sizes[index] // 2 >= groups[index] > sizes[index] // 2 - 2]
    assert tight
    forgotten = [size // 2 if index in tight else size for index, size in enumerate(sizes)]
    in_order = placed(range(4))
    assert any(start % size for start, size in zip(in_order, sizes, strict=True))
    same = [right[largest_first[0]]] * 4
    equal = [int(block.network_address) + max(sizes) * index for index in range(4)]
    outside = [start + block.num_addresses for start in right]
    halves = [size // 2 if index == largest_first[0] else size for index, size in enumerate(sizes)]
    doubled = [size * 2 if index == largest_first[-1] else size for index, size in enumerate(sizes)]
    wide = placed(largest_first)
    wrong = {
        "ends-forgotten": (texts(right, forgotten),),
        "misaligned": (texts(in_order),),
        "overlap": (texts(same),),
        "equal-slices": (texts(equal, [max(sizes)] * 4),),
        "outside-the-block": (texts(outside),),
        "one-for-each": (texts(right).rpartition(" ")[0], f"{texts(right)} {block}"),
    }
    if largest_first[0] not in tight:
        wrong["too-small"] = (texts(right, halves),)
    if wide[largest_first[-1]] % (2 * sizes[largest_first[-1]]) == 0:
        wrong["larger-than-needed"] = (texts(wide, doubled),)
    return TaskKey(
        kind="prefixes",
        right=texts(right),
        forms=(texts(right).replace(" ", ", "), texts(backwards), texts(right).replace(" ", "; ")),
        wrong=wrong,
    )


def _summary(networks):
    first, last = min(networks), max(networks)
    length = next(
        n
        for n in range(32, -1, -1)
        if all(each.subnet_of(ip_network((int(first[0]), n), strict=False)) for each in networks)
    )
    right = ip_network((int(first[0]), length), strict=False)
    shorter = first.prefixlen - 2
    assert len(networks) == 4
    assert int(first[0]) % 2 ** (32 - shorter)
    return TaskKey(
        kind="prefix",
        right=str(right),
        forms=(f" {right} ", f"{right[0]}/{right.netmask}"),
        wrong={
            "summary-misaligned": (f"{first[0]}/{shorter}",),
            "covers-too-little": (str(first), str(last), str(ip_network((int(first[0]), shorter), strict=False))),
            "covers-too-much": (str(right.supernet()), "0.0.0.0/0", str(right.supernet(2))),
            "host-bits-kept": (f"{first[0]}/{length}",) if int(first[0]) != int(right[0]) else (),
        },
    )  # fmt: skip


def _sources(listed):
    special = [
        IPv4Network(block)
        for block in (
            "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16", "127.0.0.0/8", "198.18.0.0/15",
        )
    ]  # fmt: skip
    right = [each for each in listed if any(IPv4Address(each) in block for block in special)]
    # ipaddress has the registry, too, but for the shared addresses, which it calls neither
    assert all(IPv4Address(each).is_global is (each not in right) for each in listed)

    def within(block):
        return [each for each in listed if IPv4Address(each) in IPv4Network(block)]

    later = [each for each in within("172.16.0.0/12") if not each.startswith("172.16.")]
    shared = within("100.64.0.0/10")
    public = [each for each in listed if each not in right and each.startswith(("172.", "192."))]
    assert (len(listed), len(right), len(later), len(shared), len(public)) == (9, 6, 1, 1, 2)
    return TaskKey(
        kind="set",
        right=" ".join(right),
        forms=(", ".join(reversed(right)), " and ".join(right)),
        wrong={
            "private-172-is-16": (" ".join(each for each in right if each not in later),),
            "all-172-192": (" ".join([*right, *public]), " ".join([*right, public[0]]), " ".join([*right, public[1]])),
            "shared-is-public": (" ".join(each for each in right if each not in shared),),
        },
    )
