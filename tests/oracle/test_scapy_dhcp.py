"""DHCP messages that scapy builds and netkit reads, and that scapy reads again from what netkit writes: the same values each time."""

import importlib
import warnings

import pytest

from netkit.packet import dissect
from tests.oracle.requirement import missing
from tests.packet.invariants import broken_promises


def scapy(module):
    """A module of scapy; what it and cryptography say of algorithms past their time while it is loaded is no business of ours."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return importlib.import_module(f"scapy.layers.{module}")
        except ImportError:
            return missing("scapy", "pip install scapy")


l2, inet, inet6, dhcp, dhcp6 = scapy("l2"), scapy("inet"), scapy("inet6"), scapy("dhcp"), scapy("dhcp6")

ETHERNET = {"src": "02:00:00:00:00:01", "dst": "02:00:00:00:00:02"}
MAC = bytes.fromhex("020000000001")

OPTIONS = [
    (("message-type", "discover"), "dhcp.option.dhcp", [1]),
    (("message-type", "ack"), "dhcp.option.dhcp", [5]),
    (("subnet_mask", "255.255.255.0"), "dhcp.option.subnet_mask", ["255.255.255.0"]),
    (("router", "192.0.2.1", "192.0.2.2"), "dhcp.option.router", ["192.0.2.1", "192.0.2.2"]),
    (("name_server", "192.0.2.53"), "dhcp.option.domain_name_server", ["192.0.2.53"]),
    (("hostname", b"host"), "dhcp.option.hostname", ["host"]),
    (("domain", b"example.com"), "dhcp.option.domain_name", ["example.com"]),
    (("requested_addr", "192.0.2.10"), "dhcp.option.requested_ip_address", ["192.0.2.10"]),
    (("lease_time", 3600), "dhcp.option.ip_address_lease_time", [3600]),
    (("server_id", "192.0.2.1"), "dhcp.option.dhcp_server_id", ["192.0.2.1"]),
    (("param_req_list", [1, 3, 6, 15]), "dhcp.option.request_list_item", [1, 3, 6, 15]),
    (("max_dhcp_size", 1472), "dhcp.option.dhcp_max_message_size", [1472]),
    (("renewal_time", 1800), "dhcp.option.renewal_time_value", [1800]),
    (("rebinding_time", 3150), "dhcp.option.rebinding_time_value", [3150]),
    (("vendor_class_id", b"client"), "dhcp.option.vendor_class_id", ["client"]),
    (("broadcast_address", "192.0.2.255"), "dhcp.option.broadcast_address", ["192.0.2.255"]),
    (("NTP_server", "192.0.2.123"), "dhcp.option.ntp_server", ["192.0.2.123"]),
    (("interface-mtu", 1400), "dhcp.option.interface_mtu", [1400]),
    (("client_id", b"\x01" + MAC), "dhcp.hw.mac_addr", ["02:00:00:00:00:01"] * 2),
]


@pytest.mark.parametrize(("option", "key", "values"), OPTIONS, ids=lambda each: str(each)[:40])
def test_options_over_ipv4_have_the_same_values(option, key, values):
    bootp = dhcp.BOOTP(op=2, xid=0x12345678, yiaddr="192.0.2.10", giaddr="192.0.2.254", chaddr=MAC, flags="B")
    built = l2.Ether(**ETHERNET) / inet.IP() / inet.UDP(sport=67, dport=68) / bootp / dhcp.DHCP(options=[option, "end"])
    packet = dissect(bytes(built))
    assert broken_promises(packet, bytes(built)) == []
    assert packet.problems == []
    assert packet.values(key) == values
    header = [packet.value(f"dhcp.{name}") for name in ("type", "id", "ip.your", "ip.relay", "flags.bc")]
    assert header == [2, 0x12345678, "192.0.2.10", "192.0.2.254", True]
    again = l2.Ether(packet.encode())
    assert again[dhcp.DHCP].options == l2.Ether(bytes(built))[dhcp.DHCP].options


def options6():
    """(scapy's option, netkit's key, values)."""
    duid = dhcp6.DUID_LLT(timeval=5, lladdr="02:00:00:00:00:01")
    address = dhcp6.DHCP6OptIAAddress(addr="2001:db8::10", preflft=3600, validlft=7200)
    prefix = dhcp6.DHCP6OptIAPrefix(prefix="2001:db8:1::", plen=56, preflft=3600, validlft=7200)
    return [
        (dhcp6.DHCP6OptClientId(duid=duid), "dhcpv6.duidllt.link_layer_addr", ["02:00:00:00:00:01"]),
        (dhcp6.DHCP6OptServerId(duid=dhcp6.DUID_EN(enterprisenum=9, id=b"ab")), "dhcpv6.duiden.enterprise", [9]),
        (dhcp6.DHCP6OptIA_NA(iaid=1, T1=5, T2=6, ianaopts=[address]), "dhcpv6.iaaddr.ip", ["2001:db8::10"]),
        (dhcp6.DHCP6OptIA_NA(iaid=1, T1=5, T2=6, ianaopts=[address]), "dhcpv6.iaid.t2", [6]),
        (dhcp6.DHCP6OptIA_TA(iaid=7), "dhcpv6.iata", ["00000007"]),
        (dhcp6.DHCP6OptIA_PD(iaid=1, iapdopt=[prefix]), "dhcpv6.iaprefix.pref_len", [56]),
        (dhcp6.DHCP6OptOptReq(reqopts=[23, 24]), "dhcpv6.requested_option_code", [23, 24]),
        (dhcp6.DHCP6OptPref(prefval=255), "dhcpv6.option_preference", [255]),
        (dhcp6.DHCP6OptElapsedTime(elapsedtime=100), "dhcpv6.elapsed_time", [1000]),
        (dhcp6.DHCP6OptStatusCode(statuscode=2, statusmsg=b"none"), "dhcpv6.status_msg", ["none"]),
        (dhcp6.DHCP6OptDNSServers(dnsservers=["2001:db8::53"]), "dhcpv6.dns_server", ["2001:db8::53"]),
        (dhcp6.DHCP6OptDNSDomains(dnsdomains=["example.com"]), "dhcpv6.search_list_entry", ["example.com."]),
        (dhcp6.DHCP6OptSNTPServers(sntpservers=["2001:db8::123"]), "dhcpv6.sntp_server", ["2001:db8::123"]),
        (dhcp6.DHCP6OptIfaceId(ifaceid=b"eth0"), "dhcpv6.interface_id", [b"eth0".hex()]),
        (dhcp6.DHCP6OptInfoRefreshTime(reftime=600), "dhcpv6.lifetime", [600]),
        (dhcp6.DHCP6OptReconfMsg(msgtype=5), "dhcpv6.reconf_msg", [5]),
        (dhcp6.DHCP6OptServerUnicast(srvaddr="2001:db8::1"), "dhcpv6.unicast", ["2001:db8::1"]),
        (dhcp6.DHCP6OptRapidCommit(), "dhcpv6.option.type", [14]),
    ]


@pytest.mark.parametrize(("option", "key", "values"), options6(), ids=lambda each: getattr(each, "name", str(each)))
def test_options_over_ipv6_have_the_same_values(option, key, values):
    built = l2.Ether(**ETHERNET) / inet6.IPv6(src="fe80::1", dst="fe80::2") / inet.UDP(sport=546, dport=547)
    built = l2.Ether(bytes(built / dhcp6.DHCP6_Request(trid=0x123456) / option))
    packet = dissect(bytes(built))
    assert broken_promises(packet, bytes(built)) == []
    assert packet.problems == []
    assert packet.values(key) == values
    assert (packet.value("dhcpv6.msgtype"), packet.value("dhcpv6.xid")) == (3, 0x123456)
    again = l2.Ether(packet.encode())
    assert again[type(option)] == built[type(option)]


def test_a_relayed_message_is_the_same_in_both():
    inner = dhcp6.DHCP6_Solicit(trid=1) / dhcp6.DHCP6OptElapsedTime(elapsedtime=1)
    relay = dhcp6.DHCP6_RelayForward(hopcount=2, linkaddr="2001:db8::1", peeraddr="fe80::1")
    carried = relay / dhcp6.DHCP6OptRelayMsg(message=inner)
    built = l2.Ether(**ETHERNET) / inet6.IPv6(src="2001:db8::1", dst="2001:db8::2") / inet.UDP(sport=547, dport=547)
    data = bytes(built / carried)
    packet = dissect(data)
    assert packet.values("dhcpv6.msgtype") == [12, 1]
    assert packet.value("dhcpv6.hopcount") == 2
    assert packet.value("dhcpv6.linkaddr") == "2001:db8::1"
    assert packet.value("dhcpv6.elapsed_time") == 10
    assert broken_promises(packet, data) == []
