"""TLS messages that scapy builds and netkit reads, and the other way round: each field has the same value in both."""

import importlib
import itertools
import warnings

import pytest

from netkit.packet import dissect
from tests.oracle.requirement import missing
from tests.packet.invariants import broken_promises
from tests.vectors.reading import vectors


def scapy(module):
    """A module of scapy; what it and cryptography say of algorithms past their time while it is loaded is no business of ours."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return importlib.import_module(f"scapy.layers.{module}")
        except ImportError:
            return missing("scapy", "pip install scapy")


inet, record, handshake, extensions = (
    scapy("inet"),
    scapy("tls.record"),
    scapy("tls.handshake"),
    scapy("tls.extensions"),
)
shares = scapy("tls.keyexchange_tls13")

RANDOM = bytes(range(28))


def quietly(make):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return make()


def read(message):
    content = quietly(lambda: bytes(record.TLS(version=0x0303, msg=[message])))
    packet = bytes(inet.IP(src="192.0.2.1", dst="198.51.100.2") / inet.TCP(sport=49152, dport=443) / content)
    dissection = dissect(packet, 101)
    assert broken_promises(dissection, packet) == []
    assert dissection.problems == []
    return dissection


OFFERS = {
    "server_name": (
        lambda: extensions.TLS_Ext_ServerName(servernames=[extensions.ServerName(servername=b"www.example.test")]),
        {"tls.handshake.extensions_server_name": ["www.example.test"], "tls.handshake.extensions_server_name_len": [16]},
    ),
    "supported_groups": (
        lambda: extensions.TLS_Ext_SupportedGroups(groups=[29, 23, 256]),
        {"tls.handshake.extensions_supported_group": [29, 23, 256]},
    ),
    "ec_point_formats": (
        lambda: extensions.TLS_Ext_SupportedPointFormat(ecpl=[0, 1]),
        {"tls.handshake.extensions_ec_point_format": [0, 1]},
    ),
    "signature_algorithms": (
        lambda: extensions.TLS_Ext_SignatureAlgorithms(sig_algs=[0x0403, 0x0804]),
        {"tls.handshake.sig_hash_alg": [0x0403, 0x0804]},
    ),
    "heartbeat": (
        lambda: extensions.TLS_Ext_Heartbeat(heartbeat_mode=1),
        {"tls.handshake.extension.heartbeat.mode": [1]},
    ),
    "alpn": (
        lambda: extensions.TLS_Ext_ALPN(
            protocols=[extensions.ProtocolName(protocol=b"h2"), extensions.ProtocolName(protocol=b"http/1.1")]
        ),
        {"tls.handshake.extensions_alpn_str": ["h2", "http/1.1"], "tls.handshake.extensions_alpn_str_len": [2, 8]},
    ),
    "padding": (
        lambda: extensions.TLS_Ext_Padding(padding=bytes(20)),
        {"tls.handshake.extensions_padding_data": [bytes(20).hex()]},
    ),
    "extended_master_secret": (extensions.TLS_Ext_ExtendedMasterSecret, {"tls.handshake.extension.len": [0]}),
    "encrypt_then_mac": (extensions.TLS_Ext_EncryptThenMAC, {"tls.handshake.extension.len": [0]}),
    "record_size_limit": (
        lambda: extensions.TLS_Ext_RecordSizeLimit(record_size_limit=16385),
        {"tls.record_size_limit": [16385]},
    ),
    "session_ticket": (
        lambda: extensions.TLS_Ext_SessionTicket(ticket=b"a ticket"),
        {"tls.handshake.extension.data": [b"a ticket".hex()]},
    ),
    "supported_versions": (
        lambda: extensions.TLS_Ext_SupportedVersion_CH(versions=[0x0304, 0x0303]),
        {"tls.handshake.extensions.supported_version": [0x0304, 0x0303]},
    ),
    "cookie": (
        lambda: extensions.TLS_Ext_Cookie(cookie=b"a cookie"),
        {"tls.handshake.extensions.cookie": [b"a cookie".hex()]},
    ),
    "psk_key_exchange_modes": (
        lambda: extensions.TLS_Ext_PSKKeyExchangeModes(kxmodes=[1, 0]),
        {"tls.extension.psk_ke_mode": [1, 0]},
    ),
    "renegotiation_info": (
        lambda: extensions.TLS_Ext_RenegotiationInfo(renegotiated_connection=b""),
        {"tls.handshake.extensions_reneg_info_len": [0]},
    ),
    "key_share": (
        lambda: shares.TLS_Ext_KeyShare_CH(client_shares=[shares.KeyShareEntry(group=29, key_exchange=bytes(range(32)))]),
        {
            "tls.handshake.extensions_key_share_group": [29],
            "tls.handshake.extensions_key_share_key_exchange": [bytes(range(32)).hex()],
        },
    ),
    "pre_shared_key": (
        lambda: shares.TLS_Ext_PreSharedKey_CH(
            identities=[shares.PSKIdentity(identity=b"ticket", obfuscated_ticket_age=7)],
            binders=[shares.PSKBinderEntry(binder=bytes(32))],
        ),
        {
            "tls.handshake.extensions.psk.identity.identity": [b"ticket".hex()],
            "tls.handshake.extensions.psk.identity.obfuscated_ticket_age": [7],
            "tls.handshake.extensions.psk.binders": [(b"\x20" + bytes(32)).hex()],
        },
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", OFFERS)
def test_an_extension_that_scapy_builds(name):
    make, wanted = OFFERS[name]
    hello = handshake.TLSClientHello(
        version=0x0303,
        gmt_unix_time=7,
        random_bytes=RANDOM,
        sid=bytes(8),
        ciphers=[0x1301, 0xC02F],
        ext=[quietly(make)],
    )
    dissection = read(hello)
    assert dissection.values("tls.handshake.ciphersuite") == [0x1301, 0xC02F]
    assert dissection.value("tls.handshake.random") == ((7).to_bytes(4, "big") + RANDOM).hex()
    assert dissection.value("tls.handshake.session_id") == bytes(8).hex()
    assert {key: dissection.values(key) for key in wanted} == wanted


def test_a_server_hello_that_scapy_builds():
    hello = handshake.TLSServerHello(version=0x0303, gmt_unix_time=7, random_bytes=RANDOM, sid=bytes(8), cipher=0xC02F)
    dissection = read(hello)
    assert dissection.value("tls.handshake.type") == 2
    assert dissection.value("tls.handshake.ciphersuite") == 0xC02F
    assert dissection.value("tls.handshake.comp_method") == 0


HELLOS = [vector for vector in vectors() if vector.protocol == "tls" and "client hello" in vector.title]


@pytest.mark.parametrize("vector", HELLOS, ids=repr)
def test_scapy_reads_the_same_of_a_client_hello(vector):
    dissection = dissect(vector.data, vector.link_type)
    start = next(layer.start for layer in dissection.layers if layer.key == "tls")
    (hello,) = quietly(lambda: record.TLS(vector.data[start:])).msg
    assert dissection.values("tls.handshake.ciphersuite") == hello.ciphers
    assert dissection.values("tls.handshake.comp_method") == hello.comp
    assert dissection.value("tls.handshake.session_id_length") == hello.sidlen
    assert dissection.value("tls.handshake.extensions_length") == hello.extlen
    types, lengths = (dissection.values(f"tls.handshake.extension.{part}") for part in ("type", "len"))
    theirs = [(each.type, each.len or 0) for each in hello.ext]
    assert list(itertools.zip_longest(types, lengths)) == theirs
