"""The language of build lines: names, values, parts, groups; what each means, by hand or by the RFC."""

import pytest

from netkit.errors import BuildError
from netkit.packet import build, dissect
from netkit.packet.building import parse


def same(*lines):
    """The bytes that all of these lines make."""
    (data,) = {build(line).encode() for line in lines}
    return data


def test_the_example_of_the_help():
    data = build("ipv4 destination=198.51.100.7 ttl=3 / udp dport=53 / dns question=www.example.test").encode()
    # RFC 791, RFC 768 and RFC 1035 by hand; the sums were made with paper and pencil's rules (tests/packet/making.py).
    assert data.hex() == (
        "4500003e000000000311cb73c0000201c6336407"
        "c0000035002a9fb1"
        "000101000001000000000000"
        "03777777076578616d706c6504746573740000010001"
    )
    packet = dissect(data, 101)
    assert packet.problems == []
    assert [layer.key for layer in packet.layers] == ["ip", "udp", "dns"]


def test_a_field_has_the_names_of_the_rfc_of_wireshark_and_of_scapy():
    same(
        "ipv4 time_to_live=3 / udp",
        "ipv4 ip.ttl=3 / udp",
        "ipv4 ttl=3 / udp",
        "IP TTL=3 / UDP",
        "ip time-to-live=3 / udp",
        "ipv4 Time_To_Live=0x3 / udp",
    )
    same(
        "ipv4 / tcp syn",
        "ipv4 / tcp synchronize",
        "ipv4 / tcp tcp.flags.syn=1",
        "ipv4 / tcp flags=S",
        "ipv4 / tcp flags=2",
        "ipv4 / tcp SYN",
    )
    same(
        "ipv4 / tcp syn ack",
        "ipv4 / tcp flags=SA",
        "ipv4 / tcp flags=AS",
        "ipv4 / tcp flags=S,A",
        "ipv4 / tcp flags=0x12",
    )
    same("ipv4 dont_fragment / udp", "ip df / udp", "ip flags=DF / udp", "ip ip.flags.df=true / udp")
    same(
        "ipv4 tos=0xb8 / udp",
        "ipv4 differentiated_services=46 / udp",
        "ipv4 dscp=expedited-forwarding / udp",
        "ip ip.dsfield.dscp=46 / udp",
    )
    same("ethernet / arp operation=2", "Ether / ARP op=reply", "eth / arp opcode=2", "ethernet / arp arp.opcode=reply")


def test_ack_alone_is_the_flag_and_with_a_value_the_number():
    packet = dissect(build("ipv4 / tcp ack=7 ack").encode(), 101)
    assert packet.value("tcp.ack_raw") == 7
    assert packet.value("tcp.flags.ack") is True


def test_under_wiresharks_name_a_length_in_words_is_told_in_bytes():
    same("ipv4 internet_header_length=5 / udp", "ipv4 ihl=5 / udp", "ipv4 ip.hdr_len=20 / udp", "ipv4 hdr_len=20 / udp")
    with pytest.raises(BuildError, match="hdr_len") as caught:
        build("ipv4 hdr_len=21 / udp")
    assert "4 bytes" in caught.value.why


@pytest.mark.parametrize(
    ("line", "key", "value"),
    [
        ("ipv4 id=1_000 / udp", "ip.id", 1000),
        ("ipv4 id=0x3e8 / udp", "ip.id", 1000),
        ("ipv4 id=0b11 / udp", "ip.id", 3),
        ("ipv4 src=10.0.0.1 / udp", "ip.src", "10.0.0.1"),
        ("ethernet src=02-00-00-00-00-0A / arp", "eth.src", "02:00:00:00:00:0a"),
        ("ipv6 src=2001:DB8:0::1 / udp", "ipv6.src", "2001:db8::1"),
        ("ipv4 / icmp type=echo-request", "icmp.type", 8),
        ("ipv4 / icmp type=echo_request", "icmp.type", 8),
        ('ipv4 / icmp type="echo request"', "icmp.type", 8),
        ("ipv4 / udp / dns response rcode=NXDOMAIN question=a.test", "dns.flags.rcode", 3),
        ('ipv4 / udp / dns question="a.test MX"', "dns.qry.type", 15),
        ('ipv4 / udp / dns question="a.test TYPE65280"', "dns.qry.type", 65280),
        ('ipv4 / udp / dns question="a.test TXT CH"', "dns.qry.class", 3),
        ("ethernet / vlan id=7 prio=3 / arp", "vlan.priority", 3),
    ],
)
def test_values_in_every_writing(line, key, value):
    assert build(line).dissect().value(key) == value


def test_text_and_bytes():
    assert build('ipv4 / udp / data "hello"').encode()[28:] == b"hello"
    assert build("ipv4 / udp / data 'it says \"hi\"'").encode()[28:] == b'it says "hi"'
    assert build(r'ipv4 / udp / data "a\r\n\t\\\"\x00\xff"').encode()[28:] == b'a\r\n\t\\"\x00\xff'
    assert build('ipv4 / udp / data "Grüße"').encode()[28:] == "Grüße".encode()
    same("ipv4 / udp / data hex:00ff10", "ipv4 / udp / hex:00ff10", "ipv4 / udp / data hex:00:ff:10", 'ipv4 / udp / data hex:"00 ff 10"',
         "ipv4 / udp / Raw load=hex:00ff10")  # fmt: skip
    same('ipv4 / udp / "hello"', 'ipv4 / udp / data "hello"', 'ipv4 / udp / data data="hello"')
    with pytest.raises(BuildError, match="hello") as caught:
        build("ipv4 / udp / data hello")
    assert "quotes" in caught.value.why


def test_options_have_short_names_and_a_general_form():
    data = same(
        "ipv4 / tcp syn mss=1460 sackok timestamps=1,0 nop wscale=7",
        "ipv4 / tcp syn [maximum_segment_size 1460] [sack_permitted] [timestamps 1 0] [tcp_single_option 1] [window_scale 7]",
        "ipv4 / tcp syn [mss maximum_segment_size=1460] [sackok] [timestamps timestamp_value=1 timestamp_echo_reply=0] nop [wscale 7]",
        "ipv4 / tcp syn options=hex:020405b40402080a00000001000000000103030 7".replace(" 7", "7"),
    )
    # RFC 9293 §3.7.1, RFC 2018 §2, RFC 7323 §3.2 and §2.2
    assert data[40:].hex() == "020405b40402080a000000010000000001030307"


def test_options_are_filled_up_to_whole_words():
    assert build("ipv4 / tcp syn wscale=7").encode()[40:] == bytes((3, 3, 7, 0))
    assert build("ipv4 [unknown_ipv4_option option_number=30 data=hex:01] / udp").encode()[20:24] == bytes(
        (0x1E, 3, 1, 0)
    )
    assert build("ipv6 / hop_by_hop / udp").encode()[40:48] == bytes((17, 0, 1, 4, 0, 0, 0, 0))  # PadN, RFC 8200 §4.2
    assert build("ipv6 / hop_by_hop router_alert=0 / udp").encode()[40:48] == bytes((17, 0, 5, 2, 0, 0, 1, 0))
    assert build("ipv4 / tcp data_offset=wrong(5) bare syn wscale=7").encode()[40:] == bytes((3, 3, 7))


def test_selective_acknowledgments_are_a_list():
    data = build("ipv4 / tcp ack sack=1000,2000,3000,4000").encode()
    assert data[40:].hex() == "0512000003e8000007d000000bb800000fa00000"


def test_messages_of_icmp_take_the_fields_of_their_type():
    assert build('ipv4 / icmp id=7 seq=2 / data "ab"').encode()[20:].hex() == "0800" + "9694" + "00070002" + "6162"
    packet = build("ipv4 / icmp type=5 code=1 gateway=192.0.2.254 / quoted(ipv4 / udp)").dissect()
    assert packet.value("icmp.redir_gw") == "192.0.2.254"
    with pytest.raises(BuildError, match="gateway") as caught:
        build("ipv4 / icmp type=8 gateway=192.0.2.254")
    assert "type 5" in caught.value.why


def test_a_quoted_packet_may_be_cut_and_its_lengths_speak_of_the_whole():
    packet = build(
        "ipv4 / icmp type=11 / quoted(ipv4 ttl=1 total_length=60 checksum=0x1234 / udp length=40 checksum=0xabcd / data hex:00)"
    ).dissect()
    assert packet.values("ip.len") == [57, 60]
    assert packet.values("udp.length") == [40]
    assert packet.problems == []


def test_what_lies_behind_a_packet_is_outside_of_its_group():
    packet = build("ethernet / whole(ipv4 / udp) / ethernet_padding hex:" + "00" * 18).dissect()
    assert packet.value("ip.len") == 28
    assert len(packet.data) == 60
    assert packet.layers[-1].name == "Ethernet padding"


def test_sections_of_dns():
    packet = build(
        'ipv4 / udp sport=53 / dns response question="www.example.test" answer="www.example.test 60 CNAME web.example.test"'
        ' answer="web.example.test A 192.0.2.80" authority="example.test 3600 NS ns.example.test" additional="ns.example.test A 192.0.2.53"'
        " edns=4096"
    ).dissect()
    assert packet.problems == []
    assert [packet.value(f"dns.count.{name}") for name in ("queries", "answers", "auth_rr", "add_rr")] == [1, 2, 1, 2]
    assert packet.values("dns.resp.ttl") == [60, 300, 3600, 300]
    assert packet.values("dns.a") == ["192.0.2.80", "192.0.2.53"]
    assert packet.value("dns.rr.udp_payload_size") == 4096
    # RFC 1035 §4.1.4: a name that was there before is a pointer to it.
    assert packet.data.count(b"\x07example") == 1


def test_lines_of_text_protocols():
    data = build('ipv4 / tcp dport=80 / http "GET / HTTP/1.1" "Host: a.test"').encode()
    assert data[40:] == b"GET / HTTP/1.1\r\nHost: a.test\r\n\r\n"
    data = build('ipv4 / tcp sport=80 / http "HTTP/1.1 200 OK" content="hello"').encode()
    assert data[40:] == b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
    data = build('ipv4 / tcp sport=80 / http "HTTP/1.1 200 OK" "Content-Length: 9" content="hello"').encode()
    assert data[40:] == b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello"
    data = build('ipv4 / tcp sport=25 / smtp "250-mail.example.test" "250 SIZE"').encode()
    assert data[40:] == b"250-mail.example.test\r\n250 SIZE\r\n"


def test_layers_by_the_side_of_each_other():
    """A layer carries all to its right; a second record of TLS lies in TCP, as the first does."""
    packet = build(
        "ipv4 / tcp dport=443 / tls_record content_type=20 [change_cipher_spec hex:01] / tls_record content_type=21 [alert 1 0]"
    ).dissect()
    assert [layer.key for layer in packet.layers] == ["ip", "tcp", "tls", "tls"]
    assert packet.values("tls.record.length") == [1, 2]


@pytest.mark.parametrize(
    ("line", "what", "hint"),
    [
        ("ipv4 ttl = 3", "= can't stand here", "name=value"),
        ("ipv4 ttl 3", "needs a value", "ttl=3"),
        ("ipv4 ttl==3", "one = is enough", "name=value"),
        ("ipv4 ttl=3/udp", "can't be 3/udp", "spaces around"),
        ("ipv4 ttl=3 udp", "no field udp", "put a / before it"),
        ("ipv4 ttl=3 ttl=4", "twice", ""),
        ("ipv4 / [mss 1]", "bracket", "behind the name of its layer"),
        ("ipv4 // udp", "no layer", ""),
        ("ipv4 /", "behind the last /", ""),
        ("", "nothing to build", "netkit packet build"),
        ("ipv4)", "can't stand here", "no bracket is open"),
        ("foo(ipv4)", "no group", ""),
        ("holew(ipv4)", "no group", "whole"),
        ("ipv4 / udp / data hex:0", "no bytes", ""),
        ("ipv4 / udp / data hex:0g", "no hex digit", ""),
        ('ipv4 / udp / data "a', "not closed", ""),
        ('ipv4 / udp / data "a"b', "right behind", "space"),
        ("ipv4 [router_alert 0", "not closed", ""),
        ("ipv4 [mss 1460] / tcp", "no part mss", "/"),
        ("ttl=3", "no protocol ttl", "ipv4"),
        ("udp ttl=3", "no field ttl", "ipv4"),
        ("ipv4 / tcp flags=XY", "flags", ""),
        ("ipv4 / udp / dns question=a..test", "a..test", ""),
        ('ipv4 / udp / dns answer="a.test 300 A 1.2.3"', "record of type A", ""),
        ('ipv4 / udp / dns answer="a.test 300"', "no record", "answer="),
        ("ipv4 / icmpv6 type=packet-too-bigg", "packet-too-bigg", "packet-too-big"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_do(line, what, hint):
    with pytest.raises(BuildError) as caught:
        parse(line)
    error = caught.value
    assert what in error.what + error.why
    assert hint in error.hint + error.why
    assert "^" in error.where


def test_a_long_line_is_shown_around_the_place():
    with pytest.raises(BuildError) as caught:
        build("ipv4 / udp / data hex:" + "00" * 300 + " / udpp dport=3 / data hex:" + "00" * 300)
    shown, carets = caught.value.where.split("\n")
    assert len(shown) < 80
    assert shown[carets.index("^") : carets.rindex("^") + 1] == "udpp"
    assert (shown[0], shown[-1]) == ("…", "…")


def test_what_was_meant_is_kept_and_comes_back():
    line = 'ipv4 dont_fragment time_to_live=3 checksum=wrong(7) / udp source_port=53 / dns question="a.test A"'
    assert parse(line).to_text() == line
    assert repr(parse(line)) == f"<{line}>"
