"""Records and options that scapy builds and netkit reads, and netkit's bytes read by scapy again: the same values in both."""

import importlib
import random
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


dns, inet = scapy("dns"), scapy("inet")

NAME = "name"
CHANCE = random.Random(1035)


def bits(width):
    return CHANCE.randrange(1 << width)


def octets(most=40):
    return CHANCE.randbytes(CHANCE.randrange(1, most))


def name():
    return (
        ".".join(CHANCE.choice(["www", "example", "test", "_tcp", "a-b"]) for _ in range(CHANCE.randrange(1, 5))) + "."
    )


# For each of scapy's classes: its fields with what is drawn for them, and netkit's key of each.
RECORDS = {
    "DNSRRMX": {"preference": ("dns.mx.preference", lambda: bits(16)), "exchange": ("dns.mx.mail_exchange", name)},
    "DNSRRSOA": {
        "mname": ("dns.soa.mname", name), "rname": ("dns.soa.rname", name), "serial": ("dns.soa.serial_number", lambda: bits(32)),
        "refresh": ("dns.soa.refresh_interval", lambda: bits(32)), "retry": ("dns.soa.retry_interval", lambda: bits(32)),
        "expire": ("dns.soa.expire_limit", lambda: bits(32)), "minimum": ("dns.soa.minimum_ttl", lambda: bits(32)),
    },
    "DNSRRSRV": {
        "priority": ("dns.srv.priority", lambda: bits(16)), "weight": ("dns.srv.weight", lambda: bits(16)),
        "port": ("dns.srv.port", lambda: bits(16)), "target": ("dns.srv.target", name),
    },
    "DNSRRDS": {
        "keytag": ("dns.ds.key_id", lambda: bits(16)), "algorithm": ("dns.ds.algorithm", lambda: bits(8)),
        "digesttype": ("dns.ds.digest_type", lambda: bits(8)), "digest": ("dns.ds.digest", octets),
    },
    "DNSRRDLV": {"keytag": ("dns.ds.key_id", lambda: bits(16)), "digest": ("dns.ds.digest", octets)},
    "DNSRRDNSKEY": {"algorithm": ("dns.dnskey.algorithm", lambda: bits(8)), "publickey": ("dns.dnskey.public_key", octets)},
    "DNSRRRSIG": {
        "typecovered": ("dns.rrsig.type_covered", lambda: bits(16)), "algorithm": ("dns.rrsig.algorithm", lambda: bits(8)),
        "labels": ("dns.rrsig.labels", lambda: bits(8)), "originalttl": ("dns.rrsig.original_ttl", lambda: bits(32)),
        "keytag": ("dns.rrsig.key_tag", lambda: bits(16)), "signersname": ("dns.rrsig.signers_name", name),
        "signature": ("dns.rrsig.signature", octets),
    },
    "DNSRRNAPTR": {
        "order": ("dns.naptr.order", lambda: bits(16)), "preference": ("dns.naptr.preference", lambda: bits(16)),
        "replacement": ("dns.naptr.replacement", name),
    },
    "DNSRRNSEC": {"nextname": ("dns.nsec.next_domain_name", name)},
    "DNSRRTSIG": {
        "algo_name": ("dns.tsig.algorithm_name", name), "fudge": ("dns.tsig.fudge", lambda: bits(16)),
        "mac_data": ("dns.tsig.mac", octets), "original_id": ("dns.tsig.original_id", lambda: bits(16)),
        "error": ("dns.tsig.error", lambda: bits(16)),
    },
    "DNSRRSVCB": {"svc_priority": ("dns.svcb.svcpriority", lambda: bits(16)), "target_name": ("dns.svcb.targetname", name)},
}  # fmt: skip

OPTIONS = {
    "EDNS0DAU": {"alg_code": ("dns.opt.dau", lambda: [bits(8) for _ in range(CHANCE.randrange(1, 5))])},
    "EDNS0DHU": {"alg_code": ("dns.opt.dhu", lambda: [bits(8) for _ in range(CHANCE.randrange(1, 5))])},
    "EDNS0N3U": {"alg_code": ("dns.opt.n3u", lambda: [bits(8) for _ in range(CHANCE.randrange(1, 5))])},
    "EDNS0COOKIE": {
        "client_cookie": ("dns.opt.cookie.client", lambda: CHANCE.randbytes(8)),
        "server_cookie": ("dns.opt.cookie.server", lambda: CHANCE.randbytes(CHANCE.randrange(8, 33))),
    },
    "EDNS0ExtendedDNSError": {
        "info_code": ("dns.opt.ext_error.info_code", lambda: bits(16)),
        "extra_text": ("dns.opt.ext_error.extra_text", lambda: b"not today"),
    },
    "EDNS0ClientSubnet": {
        "source_plen": ("dns.opt.client.netmask", lambda: 24), "scope_plen": ("dns.opt.client.scope", lambda: bits(5)),
        "address": ("dns.opt.client.addr4", lambda: f"192.0.{bits(8)}.0"),
    },
}  # fmt: skip


def plain(value, draw):
    """A value of scapy's as netkit gives it."""
    if draw is name:
        return (value if isinstance(value, str) else value.decode()).removesuffix(".") or "."
    return value.hex() if isinstance(value, bytes) else value


def packet_of(message):
    return bytes(inet.IP(src="192.0.2.1", dst="198.51.100.2") / inet.UDP(sport=40000, dport=53) / message)


def read(message):
    packet = packet_of(message)
    dissection = dissect(packet, 101)
    assert broken_promises(dissection, packet) == []
    return dissection


@pytest.mark.parametrize("made", RECORDS)
@pytest.mark.parametrize("_", range(20))
def test_a_record_of_scapy_says_the_same_to_netkit(made, _):
    values = {field: draw() for field, (_, draw) in RECORDS[made].items()}
    answer = getattr(dns, made)(rrname="example.test.", ttl=300, **values)
    dissection = read(dns.DNS(qr=1, qd=[], an=[answer], arcount=0))
    for field, (key, draw) in RECORDS[made].items():
        assert dissection.values(key) == [plain(values[field], draw)], field
    again = inet.IP(dissection.encode())[dns.DNS].an[0]
    assert type(again).__name__ == made
    for field, (_, draw) in RECORDS[made].items():
        assert plain(getattr(again, field), draw) == plain(values[field], draw), field


@pytest.mark.parametrize("made", OPTIONS)
@pytest.mark.parametrize("_", range(20))
def test_an_option_of_scapy_says_the_same_to_netkit(made, _):
    values = {field: draw() for field, (_, draw) in OPTIONS[made].items()}
    options = dns.DNSRROPT(rclass=1232, rdata=[getattr(dns, made)(**values)])
    dissection = read(dns.DNS(qd=[dns.DNSQR(qname="example.test.")], ar=[options]))
    assert dissection.problems == []
    for field, (key, draw) in OPTIONS[made].items():
        wanted = plain(values[field], draw) if key != "dns.opt.ext_error.extra_text" else values[field].decode()
        assert dissection.values(key) == (wanted if isinstance(wanted, list) else [wanted]), field
    again = inet.IP(dissection.encode())[dns.DNS].ar[0].rdata[0]
    assert type(again).__name__ == made
    for field, value in values.items():
        assert getattr(again, field) == value, field


def test_types_in_a_bitmap_are_those_of_scapy():
    for types in ([1], [1, 2, 46, 47], [1, 1234, 65280], list(range(1, 300, 7))):
        dissection = read(dns.DNS(qr=1, qd=[], an=[dns.DNSRRNSEC(rrname="a.", nextname="b.", typebitmaps=types)]))
        bitmap = bytes.fromhex(dissection.value("dns.nsec.type_bitmap"))
        assert dns.bitmap2RRlist(bitmap) == types
        assert dissection.problems == []
