"""What netkit builds, as tshark sees it: nothing wrong that was not asked for, and every value where netkit says that it put it."""

import pytest

from netkit.packet import build, dissect
from netkit.packet.building import from_dissection
from tests.oracle import tshark
from tests.oracle.comparison import compare
from tests.oracle.named import name_of
from tests.vectors.reading import vectors

LINES = """\
ethernet / ipv4 / udp / data "hello"
ethernet / ipv6 / udp / data "hello"
ethernet / ipv4 / tcp
ethernet / ipv4 src=192.0.2.3 / tcp / data "hello"
ethernet / ipv4 src=192.0.2.4 / tcp syn mss=1460 sackok timestamps=1,0 nop wscale=7
ethernet / ipv4 src=192.0.2.5 / tcp dport=80 / http "GET / HTTP/1.1" "Host: www.example.test"
ethernet / ipv4 src=192.0.2.6 / tcp sport=80 / http "HTTP/1.1 200 OK" content="hello"
ethernet / ipv4 / icmp / data "hello"
ethernet / ipv6 / icmpv6 / data "hello"
ethernet / ipv4 / icmp type=11 / quoted(ipv4 dst=203.0.113.9 ttl=1 / udp dport=33434 / data "probe")
ethernet / ipv4 / icmp type=3 code=4 next_hop_mtu=1400 / quoted(ipv4 df / udp)
ethernet / ipv4 / icmp type=5 gateway=192.0.2.254 / quoted(ipv4 / udp)
ethernet / ipv6 / icmpv6 type=packet-too-big mtu=1280 / quoted(ipv6 / tcp ack / data "abc")
ethernet / ipv6 hlim=255 / icmpv6 type=neighbor-solicitation target=2001:db8::2 slla=02:00:00:00:00:01
ethernet / ipv6 hlim=255 / icmpv6 type=neighbor-advertisement target=2001:db8::2 solicited tlla=02:00:00:00:00:02
ethernet / arp
ethernet / arp operation=reply target_hardware_address=02:00:00:00:00:02
ethernet / whole(arp) / ethernet_padding hex:000000000000000000000000000000000000
ethernet / vlan id=7 / ipv4 / udp / data "x"
ethernet / provider_tag id=5 / vlan id=7 / ipv4 / udp / data "x"
ethernet / ipv4 / udp / dns id=7 question=www.example.test
ethernet / ipv4 / udp / dns id=8 question="www.example.test AAAA" edns
ethernet / ipv4 / udp sport=53 / dns id=9 response ra question=a.test answer="a.test A 192.0.2.80" authority="test NS ns.test" edns
ethernet / ipv4 / udp sport=53 / dns id=10 response question="a.test MX" answer="a.test MX 10 mail.a.test" answer="a.test TXT hello"
ethernet / ipv4 src=0.0.0.0 dst=255.255.255.255 / udp / dhcp message_type=discover parameter_request_list=1,3,6
ethernet / ipv4 / udp sport=67 / dhcp op=2 yiaddr=192.0.2.9 message_type=offer lease_time=3600 subnet_mask=255.255.255.0 routers=192.0.2.1
ethernet / ipv4 / gre / ipv4 / udp / data "x"
ethernet / ipv4 / gre key=5 [gre_sequence 1] / ipv6 / udp / data "x"
ethernet / ipv4 / gre [gre_checksum] / ipv4 / udp / data "x"
ethernet / ipv4 / ipv4 / udp / data "x"
ethernet / ipv4 / ipv6 / udp / data "x"
ethernet / ipv6 / ipv4 / udp / data "x"
ethernet / ipv4 / udp / vxlan / ethernet / ipv4 / udp / data "x"
ethernet / ipv6 / hop_by_hop router_alert=0 / icmpv6 / data "x"
ethernet / ipv6 / destination_options [tunnel_limit 4] / udp / data "x"
ethernet / ipv6 / ipv6_fragment identification=7 / udp / data "x"
ethernet / ipv4 more_fragments / udp length=24 checksum=0 / data "12345678"
ethernet / ipv4 router_alert=0 / udp / data "x"
ethernet / ipv4 src=192.0.2.7 / tcp dport=25 / smtp "EHLO client.example.test"
ethernet / ipv4 src=192.0.2.8 / tcp sport=25 / smtp "250-mail.example.test" "250 SIZE"
ethernet / ipv4 / data "hello"
ethernet / ipv6 / data "hello"
ethernet / data "hello"
ethernet / ipv4 src=192.0.2.9 / tcp / dns_length / dns id=11 question=www.example.test
ethernet / ipv4 dst=224.0.0.251 ttl=255 / udp / mdns question=printer.local
ethernet / ipv4 dst=224.0.0.252 ttl=1 / udp / llmnr identification=12 question=printer
ipv4 / udp / data "x"
ipv6 / udp / data "x"
cooked / ipv4 / udp / data "x"
loopback / ipv4 / udp / data "x"
null_family / ipv6 / udp / data "x"
ppp / ipv4 / udp / data "x"
ieee8023 / llc [snap] [snap_type] / ipv4 / udp / data "x"
ethernet / ipv4 / esp [esp_payload "0123456789abcdef"]
ethernet / ipv4 / authentication_header / udp / data "x"
ethernet / ipv4 src=192.0.2.10 / tcp dport=443 / tls_record content_type=21 [alert 1 0]
""".splitlines()

SAID = {
    "dns_records: TKEY and TSIG": "what it says of the signature is that it does not know the algorithm",
    "esp: through address translation": "the packet before has the same number: they are not of one conversation",
    "http: two requests in one segment, an empty line between them": "there is an empty line too much, which is what it is about",
    "icmp: time exceeded with extensions": "it reads the quoted packet's rest as part of its content",
    "icmpv6: unreachable": "the packet that is quoted is cut, and so is its checksum",
    "icmpv6: unreachable with extensions": "the packet that is quoted is cut, and so is its checksum",
    "icmpv6: redirect with its packet": "the packet that is quoted is cut, and so is its checksum",
    "llc: numbered information, to be answered at once": "the content is no NetBIOS, whose service point it names",
    "tcp: reset without options": "a reset is a warning",
    "tcp: two SACK blocks": "a block that acknowledges twice is a warning",
    "tcp: multipath data sequence": "falling back is a warning",
}
"""What tshark's expert says of vectors, and why it is no fault of the building: they are as they were recorded."""


@pytest.fixture(scope="module")
def built():
    """Every vector without problems, built from its line, and the lines above: name, link type, bytes."""
    found = []
    for vector in vectors():
        if not vector.problems:
            line = from_dissection(dissect(vector.data, vector.link_type)).to_text()
            found.append((repr(vector), vector.link_type, build(line).encode()))
    for line in LINES:
        packet = build(line)
        found.append((line, packet.link_type, packet.encode()))
    return found


def test_nothing_is_wrong_that_was_not_asked_for(built):
    capture = tshark.capture_of([(link_type, len(data), data) for _, link_type, data in built])
    told = {built[number][0]: messages for number, messages in tshark.experts(capture).items()}
    assert {name: messages for name, messages in told.items() if name not in SAID} == {}
    assert set(told) == set(SAID), "a reason is there for what tshark says no more"


def test_every_value_is_where_netkit_says_that_it_put_it():
    packets = [build(line) for line in LINES]
    capture = tshark.capture_of([(packet.link_type, len(packet.encode()), packet.encode()) for packet in packets])
    unnamed = [
        (line, difference)
        for line, built, packet in zip(LINES, packets, tshark.packets(capture), strict=True)
        for difference in compare(built.dissect(), packet)
        if name_of(difference, built.dissect(), packet) is None
    ]
    assert unnamed == []


def test_what_is_wrong_on_purpose_is_wrong_to_tshark_too():
    lines = [
        "ipv4 checksum=wrong(1) / udp",
        'ipv4 / udp checksum=wrong(0x1234) / data "x"',
        "ipv4 total_length=wrong(10) / udp",
    ]
    packets = [build(line) for line in lines]
    told = tshark.experts(tshark.capture_of([(101, len(packet.encode()), packet.encode()) for packet in packets]))
    assert sorted(told) == [0, 1, 2]
