"""The recorded facts of captures that were made at several places at once, each with how a packet shows it."""


def between(seen):
    """Packets from the host to the server of a way over several links, of both versions of IP."""
    pairs = [(seen.facts["host"], seen.facts["server"]), (seen.facts["host_ipv6"], seen.facts["server_ipv6"])]
    return [p for p in seen.packets if (seen.source(p), seen.destination(p)) in pairs]


def host_ttl(seen, ttl):
    """What the host gave it, less one for each router before this link; inside of a NAT there is none."""
    if "side" in seen.facts:
        hosts = seen.facts["hosts"] if seen.facts["side"] == "inside" else [seen.facts["outer"]]
        sent = [packet for packet in seen.packets if seen.source(packet) in hosts]
        assert {seen.ttl(packet) for packet in sent} == {ttl - (seen.facts["side"] == "outside")}
    else:
        assert {seen.ttl(packet) for packet in between(seen)} == {ttl + 1 - seen.facts["link"]}


def reply_ttl(seen, ttl):
    server = seen.facts["server"]
    assert {seen.ttl(packet) for packet in seen.from_(server)} == {ttl - 3 + seen.facts["link"]}


def macs(seen, pair):
    assert {(packet.value("eth.src"), packet.value("eth.dst")) for packet in between(seen)} == {tuple(pair)}


def asked(seen, address):
    assert seen.values("arp.dst.proto_ipv4")[:1] == [address]
    assert seen.values("arp.opcode") == [1, 2]


def site(seen, name):
    port = "" if seen.facts["port"] == 80 else f":{seen.facts['port']}"
    assert set(seen.values("http.host")) == {f"{name}{port}"}


def listening(seen, number):
    opened = [packet for packet in seen.packets if packet.value("tcp.flags.syn") and not packet.value("tcp.flags.ack")]
    assert {packet.value("tcp.dstport") for packet in opened} == {number}
    assert len(opened) == seen.facts.get("connections", 1)


def hosts(seen, addresses):
    """Both ask, and outside neither shows."""
    sources = {seen.source(packet) for packet in seen.packets} - {seen.facts["server"], None}
    assert sources == (set(addresses) if seen.facts["side"] == "inside" else {seen.facts["outer"]})


def shown_elsewhere(seen, _):
    """Part of another fact's check."""


FACTS_OF_JOURNEYS = {
    "link": shown_elsewhere, "host": shown_elsewhere, "host_ipv6": shown_elsewhere, "server": shown_elsewhere,
    "server_ipv6": shown_elsewhere, "host_ttl": host_ttl, "reply_ttl": reply_ttl, "macs": macs, "asked": asked, "site": site,
    "port": listening, "side": shown_elsewhere, "hosts": hosts, "outer": shown_elsewhere, "connections": shown_elsewhere,
}  # fmt: skip
"""Each fact with how the packets show it."""
