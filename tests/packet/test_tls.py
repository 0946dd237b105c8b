"""TLS: records that go on elsewhere, lengths that lie, versions that are past, and what one sentence says of a segment."""

import pytest

from netkit.packet import dissect
from netkit.packet.summary import brief, summary
from tests.length import LONG
from tests.packet.invariants import broken_promises
from tests.packet.making import ipv4
from tests.packet.steps import steps
from tests.vectors.reading import vectors

RANDOM = bytes(range(32))
KEY_SHARE, VERSIONS, ALPN, GROUPS = 51, 43, 16, 10


def vector(size, content):
    return len(content).to_bytes(size, "big") + content


def numbers(*values):
    return b"".join(value.to_bytes(2, "big") for value in values)


def record(kind, content, version=0x0303):
    return bytes([kind]) + numbers(version) + vector(2, content)


def handshake(kind, content):
    return bytes([kind]) + vector(3, content)


def extension(kind, content=b""):
    return numbers(kind) + vector(2, content)


def client_hello(*extensions, version=0x0303, session_id=b""):
    offers = vector(2, numbers(0x1301, 0xC02F)) + vector(1, b"\0")
    begin = numbers(version) + RANDOM + vector(1, session_id) + offers
    return handshake(1, begin + (vector(2, b"".join(extensions)) if extensions else b""))


def server_hello(*extensions, version=0x0303):
    begin = numbers(version) + RANDOM + vector(1, b"") + numbers(0x1301) + b"\0"
    return handshake(2, begin + vector(2, b"".join(extensions)))


def offered(*versions):
    return extension(VERSIONS, vector(1, numbers(*versions)))


def server_name(name):
    return extension(0, vector(2, b"\0" + vector(2, name)))


def read(payload, source=40000, destination=443, **more):
    ports = numbers(source, destination)
    packet = ipv4(6, ports + bytes.fromhex("00000001 00000001 5018 ffff 0000 0000") + payload)
    dissection = dissect(packet, 101, **more)
    assert broken_promises(dissection, packet) == []
    return dissection


def rules(dissection):
    return [problem.rule for problem in dissection.problems if problem.rule != "tcp.checksum.bad"]


def keys(dissection):
    return [field.key for field in dissection.fields if field.key.startswith(("tls.", "tcp.payload", "data."))]


WHOLE = record(22, client_hello(server_name(b"www.example.test"), offered(0x0304, 0x0303)))


@pytest.mark.parametrize(
    ("hello", "wanted"),
    [
        (client_hello(version=0x0300), "RFC 7568 §3"),
        (client_hello(version=0x0301), "RFC 8996 §4"),
        (client_hello(version=0x0302), "RFC 8996 §4"),
        (client_hello(version=0x0303), None),
        (client_hello(offered(0x0302, 0x0301)), "RFC 8996 §4"),
        (client_hello(offered(0x8A8A, 0x0301)), "RFC 8996 §4"),
        (client_hello(offered(0x0301, 0x0304)), None),
        (client_hello(offered(0x7F1C)), None),
        (server_hello(version=0x0301), "RFC 8996 §4"),
        (server_hello(version=0x0303), None),
        (server_hello(extension(VERSIONS, numbers(0x0304))), None),
    ],
)
def test_only_the_highest_version_that_is_meant_counts(hello, wanted):
    found = [problem for problem in read(record(22, hello, 0x0301)).problems if problem.rule == "tls.version.obsolete"]
    assert [problem.rfc for problem in found] == ([wanted] if wanted else [])


def test_a_record_of_a_hello_may_say_an_old_version():
    assert rules(read(record(22, client_hello(offered(0x0304)), 0x0301))) == []


def test_a_record_that_goes_on_in_the_next_segment_is_no_fault():
    for stop in range(5, len(WHOLE)):
        dissection = read(WHOLE[:stop])
        assert rules(dissection) == []
        assert keys(dissection)[:3] == ["tls.record.content_type", "tls.record.version", "tls.record.length"]
    told = read(WHOLE[: WHOLE.index(b"www") + 16])
    assert told.value("tls.handshake.extensions_server_name") == "www.example.test"


def test_what_follows_a_record_and_is_the_beginning_of_another_is_a_piece():
    dissection = read(WHOLE + b"\x17\x03\x03")
    assert rules(dissection) == []
    assert dissection.value("tls.segment.data") == "170303"


def test_a_segment_that_begins_inside_a_record_is_payload():
    for payload in (WHOLE[7:], WHOLE[:4], b"\x17\x03", b"SSH-2.0-any\r\n", bytes(40), b"\x16\x05\x05\0\1\0"):
        assert keys(read(payload)) == ["tcp.payload"]


def test_a_record_is_known_on_any_port():
    assert read(WHOLE, destination=12345).value("tls.handshake.extensions_server_name") == "www.example.test"
    assert keys(read(b"\x15\x03\x03\0\2\2\x28", destination=12345))[-1] == "tls.alert_message.desc"
    assert keys(read(b"\x14\x03\x03\0\1\1", destination=12345))[-1] == "tls.change_cipher_spec"
    for payload in (b"\x14\x03\x03\0\5\1", b"\x15\x03\x03\5\2\2\x28", b"\x16\x03\x03\0\0", b"\x18\x03\x03\0\2\1\1"):
        assert keys(read(payload, destination=12345)) == ["tcp.payload"]


@pytest.mark.parametrize("port", [443, 465, 636, 853, 993, 995, 5061, 8883])
def test_ports(port):
    assert read(b"\x18\x03\x03\0\2\1\1", destination=port).value("tls.record.content_type") == 24


@pytest.mark.parametrize("at", [1, 2, 3, 4, 5, 60])
def test_a_message_in_several_records_is_shown_in_pieces(at):
    hello = client_hello(server_name(b"www.example.test"), offered(0x0304))
    content = hello + handshake(14, b"")
    dissection = read(record(22, content[:at]) + record(22, content[at:70]) + record(22, content[70:]))
    assert rules(dissection) == []
    # After the last piece the next message is read again.
    assert dissection.values("tls.handshake.type") == [14]
    assert len(dissection.values("tls.handshake")) == 3


def test_content_that_can_be_no_message_is_encrypted():
    for content in (bytes.fromhex("f3") + bytes(39), bytes(40), bytes.fromhex("01ffffff") + bytes(36)):
        dissection = read(record(20, b"\1") + record(22, content))
        assert rules(dissection) == []
        assert dissection.value("tls.handshake") == content.hex()
        assert dissection.field("tls.handshake").note.startswith("encrypted")


def test_a_message_behind_the_change_of_cipher_is_read_where_it_is_open():
    """A client of TLS 1.3 that is asked for another hello sends the empty word before it (RFC 8446 appendix D.4)."""
    dissection = read(record(20, b"\1") + WHOLE)
    assert dissection.value("tls.handshake.type") == 1


def test_behind_a_server_hello_of_tls_1_3_the_type_is_hidden():
    hello = record(
        22, server_hello(extension(VERSIONS, numbers(0x0304)), extension(KEY_SHARE, numbers(29) + vector(2, RANDOM)))
    )
    dissection = read(hello + record(20, b"\1") + record(23, bytes(30)), source=443, destination=40000)
    assert dissection.values("tls.record.content_type") == [22, 20]
    assert dissection.values("tls.record.opaque_type") == [23]


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        (client_hello(session_id=bytes(32)), []),
        (client_hello(session_id=bytes(33)), ["tls.session_id.long"]),
        (client_hello(extension(GROUPS, vector(2, numbers(29)))), []),
        (client_hello(extension(GROUPS, vector(2, numbers(29) + b"\0"))), ["tls.vector.truncated"]),
        (client_hello(extension(GROUPS, b"\0\4\0\x1d")), ["tls.extension.truncated"]),
        (client_hello(extension(GROUPS, vector(2, numbers(29)) + b"\0")), ["tls.extension.trailing"]),
        (client_hello(extension(23, b"\0")), ["tls.extension.trailing"]),
        (client_hello(extension(1234, b"any"), extension(1234)), ["tls.extension.repeated"]),
        (client_hello(extension(0x0A0A), extension(0x1A1A)), []),
        (client_hello(numbers(1, 500)), ["tls.extension.truncated"]),
        (client_hello(b"\0\1\0"), ["tls.vector.truncated"]),
        (client_hello()[:-1] + b"\0\0", ["tls.handshake.truncated"]),
        (handshake(14, b""), []),
        (handshake(14, b"\0"), ["tls.handshake.trailing"]),
        (handshake(2, bytes(10)), ["tls.handshake.truncated"]),
        (handshake(11, vector(3, vector(3, b"no certificate"))), []),
        (handshake(11, b"\0\0\x09" + vector(3, b"no")), ["tls.handshake.truncated"]),
    ],
)
def test_lengths_that_lie_are_told(content, wanted):
    if content[1:4] != (len(content) - 4).to_bytes(3, "big"):
        content = content[:1] + vector(3, content[4:])
    dissection = read(record(22, content))
    assert rules(dissection) == wanted


def test_a_lie_in_one_list_does_not_hide_what_follows():
    groups = extension(GROUPS, vector(2, numbers(29) + b"\0"))
    dissection = read(record(22, client_hello(groups, server_name(b"www.example.test"))))
    assert rules(dissection) == ["tls.vector.truncated"]
    assert dissection.value("tls.handshake.extensions_server_name") == "www.example.test"


@pytest.mark.parametrize(("length", "wanted"), [(2**14 + 2048, []), (2**14 + 2049, ["tls.record.length.long"])])
def test_the_longest_record(length, wanted):
    assert rules(read(b"\x17\x03\x03" + numbers(length) + bytes(10))) == wanted


@pytest.mark.parametrize(("kind", "wrong"), [(20, True), (21, True), (22, True), (23, False), (24, False)])
def test_an_empty_record(kind, wrong):
    assert rules(read(record(kind, b""))) == (["tls.record.length.zero"] if wrong else [])


@pytest.mark.parametrize(("size", "wrong"), [(4, False), (5, True), (16384, True)])
def test_a_heartbeat_that_asks_for_more_than_it_has(size, wrong):
    dissection = read(record(24, b"\1" + numbers(size) + bytes(20)))
    assert rules(dissection) == (["tls.heartbeat.payload_length.long"] if wrong else [])


def test_pre_shared_key_is_the_last():
    psk = extension(41, vector(2, vector(2, b"ticket") + bytes(4)) + vector(2, vector(1, bytes(32))))
    assert rules(read(record(22, client_hello(offered(0x0304), psk)))) == []
    assert rules(read(record(22, client_hello(psk, offered(0x0304))))) == ["tls.pre_shared_key.not_last"]


TWO_SPECS = bytes.fromhex("00000a 0700c0")


def ssl2(version, specs=TWO_SPECS, challenge=bytes(16), session=b""):
    sizes = numbers(version, len(specs), len(session), len(challenge))
    content = b"\1" + sizes + specs + session + challenge
    return numbers(0x8000 | len(content)) + content


@pytest.mark.parametrize("version", [0x0002, 0x0300, 0x0301, 0x0303])
def test_a_hello_of_ssl_2(version):
    dissection = read(ssl2(version, session=bytes(16)))
    assert rules(dissection) == ["tls.version.obsolete"]
    assert dissection.value("tls.record.length") == 47
    assert dissection.values("tls.handshake.cipherspec") == [0x0A, 0x0700C0]
    assert dissection.value("tls.handshake.session_id") == bytes(16).hex()
    assert dissection.value("tls.handshake.challenge") == bytes(16).hex()


@pytest.mark.parametrize(
    "payload", [ssl2(0x0400), ssl2(0x0301, specs=b"\0\0"), ssl2(0x0301)[:-1], ssl2(0x0301, challenge=b"")]
)
def test_what_only_looks_like_a_hello_of_ssl_2(payload):
    assert keys(read(payload)) == ["tcp.payload"]


CERTIFICATE = bytes.fromhex("3082015a30820101a003020102020203f7300a06082a8648ce3d0403023011310f300d06035504030c06")


def test_a_certificate_says_whose_it_is():
    (packet,) = [each for each in vectors() if each.title == "a certificate with several names, RSA key exchange"]
    fields = [
        field for field in dissect(packet.data, packet.link_type).fields if field.key == "tls.handshake.certificate"
    ]
    names = "for www.example.test, example.test, a.example.test, b.example.test and 1 more"
    assert [field.text for field in fields] == [
        f"of www.example.test, issued by Example Test CA, {names}, valid from 2024-01-01 to 2034-01-01",
        "of Example Test CA, issued by Example Test CA, valid from 2024-01-01 to 2034-01-01",
    ]


def test_a_certificate_that_can_t_be_read_is_bytes():
    for content in (b"", b"\x30", CERTIFICATE, bytes(300), bytes.fromhex("30 80") + bytes(200)):
        field = read(record(22, handshake(11, vector(3, vector(3, content))))).field("tls.handshake.certificate")
        assert (field.text if field else "") == (
            f"{len(content)} bytes: {content.hex()[:24]}…" if len(content) > 16 else content.hex()
        )


@pytest.mark.parametrize(
    ("payload", "said", "short"),
    [
        (
            record(
                22,
                client_hello(
                    server_name(b"www.example.test"),
                    extension(ALPN, vector(2, vector(1, b"h2") + vector(1, b"http/1.1"))),
                ),
            ),
            "192.0.2.1 asks for www.example.test (TLS ClientHello, offers h2, http/1.1)",
            "TLS ClientHello for www.example.test, offers h2, http/1.1",
        ),
        (
            record(22, client_hello()),
            "192.0.2.1 asks for 198.51.100.2 (TLS ClientHello)",
            "TLS ClientHello",
        ),
        (
            record(22, server_hello(extension(VERSIONS, numbers(0x0304)))),
            "192.0.2.1 answers 198.51.100.2 with a ServerHello (TLS 1.3, TLS_AES_128_GCM_SHA256)",
            "TLS ServerHello (TLS 1.3, TLS_AES_128_GCM_SHA256)",
        ),
        (
            record(22, handshake(16, vector(1, RANDOM))) + record(20, b"\1") + record(22, b"\xf0" * 40),
            "192.0.2.1 sends 198.51.100.2 ClientKeyExchange, ChangeCipherSpec, encrypted handshake",
            "TLS ClientKeyExchange, ChangeCipherSpec, encrypted handshake",
        ),
        (
            record(23, bytes(1000)) + record(23, bytes(200)),
            "192.0.2.1 sends 198.51.100.2 1,200 encrypted bytes",
            "TLS 1,200 encrypted bytes",
        ),
        (
            record(21, b"\2\x28"),
            "192.0.2.1 sends 198.51.100.2 alert: handshake failure",
            "TLS alert: handshake failure",
        ),
        (record(21, bytes(26)), "192.0.2.1 sends 198.51.100.2 encrypted alert", "TLS encrypted alert"),
        (record(22, bytes(1))[:5], "192.0.2.1 sends 198.51.100.2 a piece of a TLS record", "TLS piece of a record"),
    ],
)
def test_one_sentence(payload, said, short):
    dissection = read(payload)
    assert (summary(dissection), brief(dissection)) == (said, short)


@pytest.mark.parametrize(
    "payload",
    [
        record(23, b"") * 12000,
        record(22, handshake(14, b"") * 15000),
        record(22, client_hello(*[extension(1000 + number % 2) for number in range(15000)])),
        record(22, client_hello(extension(GROUPS, vector(2, bytes(60000))))),
        record(22, handshake(11, vector(3, vector(3, b"") * 20000))),
    ],
    ids=["records", "messages", "extensions", "groups", "certificates"],
)
def test_many_small_things_take_as_much_more_work_as_they_are_more(payload):
    """Four times the bytes take about four times the steps, not sixteen times."""
    sizes = (16_000, 64_000) if LONG else (5000, 20_000)
    assert len(payload) > 2 * sizes[0]
    taken = [steps(lambda size=size: list(read(payload[:size]).fields)) for size in sizes]
    assert len(taken[1][1]) > 100
    assert taken[1][0] < 6 * taken[0][0]
