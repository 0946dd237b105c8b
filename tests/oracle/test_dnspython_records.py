"""Every type of record and every option of EDNS that dnspython knows: netkit's fields beside dnspython's attributes."""

import base64

import pytest

from netkit.packet import dissect
from netkit.packet.application.dns.codes import RCODES, TYPES
from netkit.packet.application.dns.records.registry import RECORDS
from tests.oracle.requirement import missing
from tests.packet.invariants import broken_promises
from tests.packet.making import over_udp

try:
    import dns.dnssec
    import dns.edns
    import dns.message
    import dns.name
    import dns.rcode
    import dns.rdata
    import dns.rdataclass
    import dns.rdatatype
    import dns.rrset
except ImportError:
    missing("dnspython", "pip install dnspython")


def name(value):
    return value.to_text(omit_final_dot=True) if len(value.labels) > 1 else "."


def text(value):
    return value.decode("ascii", "backslashreplace")


def types_of(data):
    """The types in dnspython's windows, as netkit writes them."""
    numbers = [
        window * 256 + at * 8 + bit
        for window, bitmap in data.windows
        for at, octet in enumerate(bitmap)
        for bit in range(8)
        if octet & 0x80 >> bit
    ]
    return ", ".join(TYPES.get(number, f"type {number}") for number in numbers)


def strings(prefix):
    return lambda data: {f"{prefix}.length": list(map(len, data.strings)), prefix: list(map(text, data.strings))}


def named(key):
    return lambda data: {key: name(data.target)}


def preferred(key, named_key, attribute):
    return lambda data: {key: data.preference, named_key: name(getattr(data, attribute))}


def digest(data):
    return {
        "dns.ds.key_id": data.key_tag, "dns.ds.algorithm": data.algorithm, "dns.ds.digest_type": data.digest_type,
        "dns.ds.digest": data.digest.hex(),
    }  # fmt: skip


def zone_key(data):
    return {
        "dns.dnskey.flags.zone_key": bool(data.flags & 0x100), "dns.dnskey.flags.key_revoked": bool(data.flags & 0x80),
        "dns.dnskey.flags.secure_entry_point": bool(data.flags & 1), "dns.dnskey.protocol": data.protocol,
        "dns.dnskey.algorithm": data.algorithm, "dns.dnskey.public_key": data.key.hex(),
    }  # fmt: skip


def signature(data):
    return {
        "dns.rrsig.type_covered": data.type_covered, "dns.rrsig.algorithm": data.algorithm, "dns.rrsig.labels": data.labels,
        "dns.rrsig.original_ttl": data.original_ttl, "dns.rrsig.key_tag": data.key_tag,
        "dns.rrsig.signers_name": name(data.signer), "dns.rrsig.signature": data.signature.hex(),
    }  # fmt: skip


def binding(data):
    found = {"dns.svcb.svcpriority": data.priority, "dns.svcb.targetname": name(data.target)}
    found["dns.svcb.svcparam.key"] = sorted(int(each) for each in data.params)
    for number, value in data.params.items():
        if number == 0:
            found["dns.svcb.svcparam.mandatory.key"] = [int(each) for each in value.keys]
        elif number == 1:
            found["dns.svcb.svcparam.alpn"] = list(map(text, value.ids))
        elif number == 3:
            found["dns.svcb.svcparam.port"] = value.port
        elif number in (4, 6):
            found[f"dns.svcb.svcparam.ipv{number}hint.ip"] = list(value.addresses)
        elif number == 5:
            found["dns.svcb.svcparam.echconfig"] = value.ech.hex()
        elif value is not None:
            found["dns.svcb.svcparam.value"] = value.value.hex()
    return found


def gateway(data):
    found = {
        "dns.ipseckey.gateway_precedence": data.precedence, "dns.ipseckey.gateway_type": data.gateway_type,
        "dns.ipseckey.gateway_algorithm": data.algorithm, "dns.ipseckey.public_key": data.key.hex(),
    }  # fmt: skip
    kind = {1: "ipv4", 2: "ipv6", 3: "dns"}.get(data.gateway_type)
    if kind:
        found[f"dns.ipseckey.gateway_{kind}"] = name(data.gateway) if kind == "dns" else data.gateway
    return found


def place(data):
    """RFC 1876 §2; dnspython has degrees, minutes, seconds, thousandths and a sign."""
    (latitude, longitude), base = ((data.latitude, data.longitude), 1 << 31)
    found = {}
    for label, (degrees, minutes, seconds, thousandths, sign) in (("latitude", latitude), ("longitude", longitude)):
        found[f"dns.loc.{label}"] = base + sign * (((degrees * 60 + minutes) * 60 + seconds) * 1000 + thousandths)
    found["dns.loc.altitude"] = int(data.altitude) + 10_000_000
    for label, size in (("size", data.size), ("horizontal_precision", data.horizontal_precision)):
        found[f"dns.loc.{label}"] = (int(str(int(size))[0]) << 4) + len(str(int(size))) - 1
    return found


SIGNED = "13 3 300 20300101000000 20240101000000 2143 example.test. MxFcby9k/yvedMfQgKzhH5er0Mu/vILz45IkskceFGgiWCn/GxHhai6VAuHAoNUz"
KEY = "3 13 MxFcby9k/yvedMfQgKzhH5er0Mu/vILz45IkskceFGgiWCn/GxHhai6VAuHAoNUz"
NEXT = "2t7b4g4vsa5smi47k61mv5bv1a22bojr"

CASES = {
    "A": (["192.0.2.7"], lambda data: {"dns.a": data.address}),
    "NS": (["ns1.example.test."], named("dns.ns")),
    "CNAME": (["www.example.test.", "."], named("dns.cname")),
    "SOA": (
        [r"ns1.example.test. host\.master.example.test. 2024010101 7200 3600 1209600 300"],
        lambda data: {
            "dns.soa.mname": name(data.mname), "dns.soa.rname": name(data.rname), "dns.soa.serial_number": data.serial,
            "dns.soa.refresh_interval": data.refresh, "dns.soa.retry_interval": data.retry,
            "dns.soa.expire_limit": data.expire, "dns.soa.minimum_ttl": data.minimum,
        },
    ),
    "WKS": (
        ["192.0.2.1 6 22 25 80", "192.0.2.1 17 53 69"],
        lambda data: {"dns.wks.address": data.address, "dns.wks.protocol": data.protocol, "dns.wks.bitmap": data.bitmap.hex()},
    ),
    "PTR": (["host.example.test."], named("dns.ptr.domain_name")),
    "HINFO": (['"PDP-11/70" "UNIX"'], lambda data: {"dns.hinfo.cpu": text(data.cpu), "dns.hinfo.os": text(data.os)}),
    "MX": (["10 mail.example.test."], preferred("dns.mx.preference", "dns.mx.mail_exchange", "exchange")),
    "TXT": (['"v=spf1 -all" "b"', r'"\195\169 \"x\""'], strings("dns.txt")),
    "RP": (["a.example.test. t.test."], lambda data: {"dns.rp.mailbox": name(data.mbox), "dns.rp.txt_rr": name(data.txt)}),
    "AFSDB": (["1 afs.test."], lambda data: {"dns.afsdb.subtype": data.subtype, "dns.afsdb.hostname": name(data.hostname)}),
    "X25": (['"311061700956"'], lambda data: {"dns.x25.psdn_address": text(data.address)}),
    "ISDN": (
        ['"150862028003217" "004"', '"150862028003217"'],
        lambda data: {"dns.idsn.address": text(data.address), "dns.idsn.sa.address": text(data.subaddress) or []},
    ),
    "RT": (["10 relay.example.test."], preferred("dns.rt.subtype", "dns.rt.intermediate_host", "exchange")),
    "NSAP": (["0x47.0005.80.005a00.0000.0001.e133.ffffff000161.00"], lambda data: {"dns.nsap.rdata": data.address.hex()}),
    "NSAP-PTR": (["foo.example.test."], named("dns.nsap_ptr.owner")),
    "SIG": ([f"NXT {SIGNED}"], signature),
    "KEY": (
        ["512 255 1 AQMFD5ra", "32768 3 13 AQMF"],
        lambda data: {
            "dns.key.flags.authentication": bool(data.flags & 0x8000),
            "dns.key.flags.associated_named_entity": bool(data.flags & 0x200),
            "dns.key.flags.signatory": data.flags & 15, "dns.key.protocol": data.protocol, "dns.key.algorithm": data.algorithm,
            "dns.key.public_key": data.key.hex(),
        },
    ),
    "PX": (
        ["10 a.example.test. b.example.test."],
        lambda data: {
            "dns.px.preference": data.preference, "dns.px.map822": name(data.map822), "dns.px.map400": name(data.mapx400),
        },
    ),
    "GPOS": (
        ["-22.6882 116.8652 250.0"],
        lambda data: {  # RFC 1712 §3 has the longitude first, dnspython (and its text) the latitude; the bytes stand in the same order
            "dns.gpos.longitude": text(data.latitude), "dns.gpos.latitude": text(data.longitude), "dns.gpos.altitude": text(data.altitude),
        },
    ),
    "AAAA": (["2001:db8::1", "::", "::ffff:192.0.2.1"], lambda data: {"dns.aaaa": data.address}),
    "LOC": (["60 9 0.000 N 24 39 0.000 E 10.00m 20m 2000m 20m", "1 2 3.456 S 4 5 6.789 W -100m 1m 10m 2m"], place),
    "SRV": (
        ["1 2 5060 sip.example.test.", "0 0 0 ."],
        lambda data: {
            "dns.srv.priority": data.priority, "dns.srv.weight": data.weight, "dns.srv.port": data.port,
            "dns.srv.target": name(data.target),
        },
    ),
    "NAPTR": (
        ['100 10 "u" "sip+E2U" "!^.*$!sip:info@example.test!" .', '100 50 "s" "http+N2L" "" www.test.'],
        lambda data: {
            "dns.naptr.order": data.order, "dns.naptr.preference": data.preference, "dns.naptr.flags": text(data.flags) or [],
            "dns.naptr.service": text(data.service) or [], "dns.naptr.regex": text(data.regexp) or [],
            "dns.naptr.replacement": name(data.replacement),
        },
    ),
    "KX": (["10 kdc.example.test."], preferred("dns.kx.preference", "dns.kx.key_exchange", "exchange")),
    "CERT": (
        ["PGP 65534 RSASHA256 MxFcby9k"],
        lambda data: {
            "dns.cert.type": data.certificate_type, "dns.cert.key_tag": data.key_tag, "dns.cert.algorithm": data.algorithm,
            "dns.cert.certificate": data.certificate.hex(),
        },
    ),
    "DNAME": (["example.test."], named("dns.dname")),
    "APL": (
        ["1:192.168.32.0/21 !1:192.168.38.0/28 2:ff00:0:0::/8"],
        lambda data: {
            "dns.apl.address_family": [item.family for item in data.items], "dns.apl.coded_prefix": [item.prefix for item in data.items],
            "dns.apl.negation": [bool(item.negation) for item in data.items],
            "dns.apl.afdpart.ipv4": [item.address for item in data.items if item.family == 1],
            "dns.apl.afdpart.ipv6": ["ff00::"],
        },
    ),
    "DS": (["12345 13 2 " + "ab" * 32], digest),
    "SSHFP": (
        ["1 1 " + "aa" * 20],
        lambda data: {
            "dns.sshfp.algorithm": data.algorithm, "dns.sshfp.fingerprint.type": data.fp_type,
            "dns.sshfp.fingerprint": data.fingerprint.hex(),
        },
    ),
    "IPSECKEY": (["10 1 2 192.0.2.38 AQNR", "10 0 2 . AQNR", "10 2 2 2001:db8::1 AQNR", "10 3 2 my.example.test. AQNR"], gateway),
    "RRSIG": ([f"A {SIGNED}"], signature),
    "NSEC": (
        ["b.example.test. A MX RRSIG NSEC TYPE1234", "c.test. A"],
        lambda data: {"dns.nsec.next_domain_name": name(data.next), "text of dns.nsec.type_bitmap": types_of(data)},
    ),
    "DNSKEY": ([f"257 {KEY}", f"256 {KEY}", "385 3 1 AQMFAQMF"], zone_key),
    "DHCID": (["AAIBY2/AuCccgoJbsaxcQc9TUapptP69lOjxfNuVAA2kjEA="], lambda data: {"dns.dhcid.rdata": data.data.hex()}),
    "NSEC3": (
        [f"1 1 12 aabbccdd {NEXT} MX DNSKEY NS SOA NSEC3PARAM RRSIG", f"1 0 0 - {NEXT} A"],
        lambda data: {
            "dns.nsec3.algo": data.algorithm, "dns.nsec3.flags.opt_out": bool(data.flags & 1), "dns.nsec3.iterations": data.iterations,
            "dns.nsec3.salt_value": data.salt.hex() or [], "dns.nsec3.hash_value": data._next_text(),
            "text of dns.nsec.type_bitmap": types_of(data),
        },
    ),
    "NSEC3PARAM": (
        ["1 0 12 aabbccdd"],
        lambda data: {
            "dns.nsec3.algo": data.algorithm, "dns.nsec3param.flags": data.flags, "dns.nsec3.iterations": data.iterations,
            "dns.nsec3.salt_value": data.salt.hex(),
        },
    ),
    "TLSA": (
        ["3 1 1 " + "ee" * 32],
        lambda data: {
            "dns.tlsa.certificate_usage": data.usage, "dns.tlsa.selector": data.selector, "dns.tlsa.matching_type": data.mtype,
            "dns.tlsa.certificate_association_data": data.cert.hex(),
        },
    ),
    "HIP": (
        ["2 200100107B1A74DF365639CC39F1D578 AwEAAbdx rvs1.example.test. rvs2.example.test."],
        lambda data: {
            "dns.hip.hit": data.hit.hex(), "dns.hip.hit.pk.algo": data.algorithm, "dns.hip.pk": data.key.hex(),
            "dns.hip.rendezvous_server": list(map(name, data.servers)),
        },
    ),
    "CDS": (["0 0 0 00", "12345 13 2 " + "ab" * 32], digest),
    "CDNSKEY": ([f"257 {KEY}"], zone_key),
    "OPENPGPKEY": (["mQINBFit2jAA"], lambda data: {"dns.openpgpkey": data.key.hex()}),
    "CSYNC": (
        ["66 3 A NS AAAA"],
        lambda data: {
            "dns.csync.soa": data.serial, "dns.csync.flags.immediate": bool(data.flags & 1),
            "dns.csync.flags.soaminimum": bool(data.flags & 2), "text of dns.csync.type_bitmap": types_of(data),
        },
    ),
    "ZONEMD": (
        ["2018031900 1 1 " + "62" * 48],
        lambda data: {
            "dns.zonemd.serial": data.serial, "dns.zonemd.scheme": data.scheme, "dns.zonemd.hash_algo": data.hash_algorithm,
            "dns.zonemd.digest": data.digest.hex(),
        },
    ),
    "SVCB": (
        [
            "16 foo.test. alpn=h2,h3-19 mandatory=ipv4hint,alpn ipv4hint=192.0.2.1,192.0.2.2", "1 foo.test. port=53", "0 foo.test.",
            "1 . ipv6hint=2001:db8::1,2001:db8::53:1 no-default-alpn alpn=h2", "1 f.test. key667=hello",
        ],
        binding,
    ),
    "HTTPS": (["1 . alpn=h2,h3 ipv4hint=192.0.2.1 ipv6hint=2001:db8::1", "0 svc.test."], binding),
    "SPF": (['"v=spf1 -all"'], strings("dns.spf")),
    "NID": (
        ["10 0014:4fff:ff20:ee64"],
        lambda data: {"dns.ilnp.nid.preference": data.preference, "dns.ilnp.nid": data.nodeid.replace(":", "")},
    ),
    "L32": (["10 10.1.2.0"], lambda data: {"dns.ilnp.l32.preference": data.preference, "dns.ilnp.l32": data.locator32}),
    "L64": (
        ["10 2001:0db8:1140:1000"],
        lambda data: {"dns.ilnp.l64.preference": data.preference, "dns.ilnp.l64": data.locator64.replace(":", "")},
    ),
    "LP": (["10 l64.example.test."], preferred("dns.ilnp.lp.preference", "dns.ilnp.lp", "fqdn")),
    "EUI48": (["00-00-5e-00-53-2a"], lambda data: {"dns.eui48": data.eui.hex(":")}),
    "EUI64": (["00-00-5e-ef-10-00-00-2a"], lambda data: {"dns.eui64": data.eui.hex(":")}),
    "TKEY": (
        ["gss-tsig. 1594203795 1594206664 3 0 KEKEKEKEKEKEKE== KEKEKEKE"],
        lambda data: {
            "dns.tkey.algo_name": name(data.algorithm), "dns.tkey.mode": data.mode, "dns.tkey.error": data.error,
            "dns.tkey.key_data": data.key.hex(), "dns.tkey.other_data": data.other.hex(),
        },
    ),
    "TSIG": (
        ["hmac-sha256. 1594855491 300 32 mAlX0rv+R/x8yZpsUw8IStO1SKLLD4k4JJ4Yw2VkwQw= 12345 0 0"],
        lambda data: {
            "dns.tsig.algorithm_name": name(data.algorithm), "dns.tsig.fudge": data.fudge, "dns.tsig.mac": data.mac.hex(),
            "dns.tsig.original_id": data.original_id, "dns.tsig.error": data.error,
        },
    ),
    "CAA": (
        ['0 issue "ca.example.test"', '128 issuewild ";"', '0 tbs "Unknown"'],
        lambda data: {
            "dns.caa.flags.issuer_critical": bool(data.flags & 0x80), "dns.caa.tag": text(data.tag), "dns.caa.value": text(data.value),
        },
    ),
    "DLV": (["12345 13 2 " + "ab" * 32], digest),
}  # fmt: skip

WHOLE = {
    "SMIMEA": "3 1 1 " + "ee" * 32, "NINFO": '"a" "bc"', "DSYNC": "CDS NOTIFY 5359 scanner.example.test.", "HHIT": "gwppM2Zm",
    "BRID": "owAAAYIE", "URI": '10 1 "ftp://ftp1.example.test/public"', "AVC": '"app-name:WOLFGANG"',
    "AMTRELAY": "10 0 3 amt.example.test.", "RESINFO": '"qnamemin"', "WALLET": '"BTC" "wxyz"',
}  # fmt: skip
"""Types that netkit keeps whole; their text is dnspython's."""


def implemented():
    """The types that dnspython takes apart."""
    generic = dns.rdata.GenericRdata
    known = {
        number
        for number in dns.rdatatype.RdataType
        if dns.rdata.get_rdata_class(dns.rdataclass.IN, number) is not generic
    }
    return {dns.rdatatype.to_text(number) for number in known - {dns.rdatatype.OPT}}


def answer_with(kind, written):
    """netkit's dissection of a message that has this record, and dnspython's record as it stands there."""
    number = dns.rdatatype.from_text(kind)
    data = dns.rdata.from_text(dns.rdataclass.IN, number, written)
    message = dns.message.Message(id=7)
    message.flags = 0x8400
    owner = dns.name.from_text("example.test.")
    message.question.append(dns.rrset.RRset(owner, dns.rdataclass.IN, number))
    # What one message is about has the class ANY, and stands last (RFC 8945 §4.2, RFC 2930 §2).
    records = dns.rrset.RRset(owner, data.rdclass, number)
    records.add(data, 300)
    message.answer.append(records)
    packet = over_udp(message.to_wire(want_shuffle=False))
    dissection = dissect(packet, 101)
    assert broken_promises(dissection, packet) == []
    return dissection, data


def test_every_type_that_dnspython_implements_is_compared():
    assert implemented() == set(CASES) | set(WHOLE)


def test_every_type_has_its_name():
    for number in dns.rdatatype.RdataType:
        if number != dns.rdatatype.TYPE0:
            assert TYPES[number] == dns.rdatatype.to_text(number)


def test_every_type_with_a_table_has_a_name():
    assert set(RECORDS) <= set(TYPES)


def test_every_response_code_has_a_name():
    assert {int(code) for code in dns.rcode.Rcode} <= set(RCODES)


@pytest.mark.parametrize("kind", CASES)
def test_a_record_says_to_netkit_what_dnspython_put_in(kind):
    written, expected = CASES[kind]
    for each in written:
        dissection, data = answer_with(kind, each)
        assert dissection.problems == []
        for wanted, value in expected(data).items():
            key = wanted.removeprefix("text of ")
            found = [field.text if wanted != key else field.value for field in dissection.fields if field.key == key]
            assert found == (value if isinstance(value, list) else [value]), (wanted, each)
        assert "dns.data" not in {field.key for field in dissection.fields}


@pytest.mark.parametrize("kind", WHOLE)
def test_a_record_that_is_kept_whole_has_the_text_of_dnspython(kind):
    dissection, data = answer_with(kind, WHOLE[kind])
    assert dissection.problems == []
    field = dissection.field("dns.data")
    assert field.text == data.to_text()
    assert field.value == data.to_wire().hex()


def test_a_signature_holds_from_one_moment_to_another():
    dissection, _ = answer_with("RRSIG", CASES["RRSIG"][0][0])
    assert dissection.field("dns.rrsig.signature_inception").text == "2024-01-01 00:00:00 UTC"
    assert dissection.field("dns.rrsig.signature_expiration").text == "2030-01-01 00:00:00 UTC"


@pytest.mark.parametrize("written", CASES["DNSKEY"][0])
def test_a_key_has_its_tag(written):
    dissection, data = answer_with("DNSKEY", written)
    assert dissection.field("dns.dnskey.public_key").note == f"key tag {dns.dnssec.key_id(data)}"


def test_openpgp_keys_are_bytes():
    dissection, _ = answer_with("OPENPGPKEY", "mQINBFit2jAA")
    assert dissection.value("dns.openpgpkey") == base64.b64decode("mQINBFit2jAA").hex()


OPTIONS = [
    (dns.edns.GenericOption(65001, b"ab"), {"dns.opt.code": 65001, "dns.opt.data": "6162"}),
    (dns.edns.NSIDOption(b"ns1.fra"), {"dns.opt.code": 3, "dns.opt.data": b"ns1.fra".hex()}),
    (dns.edns.ECSOption("192.0.2.77", 24), {"dns.opt.client.family": 1, "dns.opt.client.netmask": 24, "dns.opt.client.scope": 0,
                                           "dns.opt.client.addr4": "192.0.2.0"}),
    (dns.edns.ECSOption("2001:db8::1", 56, 48), {"dns.opt.client.family": 2, "dns.opt.client.scope": 48,
                                                "dns.opt.client.addr6": "2001:db8::"}),
    (dns.edns.EDEOption(22, "at délegation"), {"dns.opt.ext_error.info_code": 22, "dns.opt.ext_error.extra_text": "at délegation"}),
    (dns.edns.CookieOption(bytes(range(8)), bytes(range(16))), {"dns.opt.cookie.client": bytes(range(8)).hex(),
                                                               "dns.opt.cookie.server": bytes(range(16)).hex()}),
    (dns.edns.ReportChannelOption(dns.name.from_text("report.example.test.")), {"dns.opt.code": 18}),
]  # fmt: skip


@pytest.mark.parametrize(("option", "wanted"), OPTIONS, ids=lambda each: type(each).__name__)
def test_an_option_says_to_netkit_what_dnspython_put_in(option, wanted):
    message = dns.message.make_query("example.test.", "A", use_edns=0, options=[option])
    packet = over_udp(message.to_wire())
    dissection = dissect(packet, 101)
    assert broken_promises(dissection, packet) == []
    assert dissection.problems == []
    for each, value in wanted.items():
        assert dissection.values(each) == [value]
    assert dissection.value("dns.opt.len") == len(option.to_wire())


def test_an_agent_of_reports_is_shown_as_a_name():
    message = dns.message.make_query("example.test.", "A", use_edns=0, options=[OPTIONS[-1][0]])
    assert dissect(over_udp(message.to_wire()), 101).field("dns.opt.data").text == "report.example.test"
