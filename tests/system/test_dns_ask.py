"""`netkit dns ask` as a student runs it: in the made-up internet, and of servers on this machine."""

from __future__ import annotations

import contextlib
import json
import shutil
import socket
import subprocess
import time

import dns.edns
import dns.message
import pytest

from netkit.cli.main import run
from tests.live.dns.certificates import Authority
from tests.live.dns.scripted import answer, cut, server, silent
from tests.live.dns.test_encrypted import listening, over_https, over_tls
from tests.oracle.requirement import missing
from tests.oracle.tshark import columns
from tests.system.program import assert_error, netkit, report

ZONE = """$TTL 300
$ORIGIN example.test.
@ 300 IN SOA ns hostmaster 1 2 3 4 60
@ IN NS ns
ns IN A 127.0.0.1
www 300 IN A 192.0.2.80
alias 60 IN CNAME www.elsewhere.test.
sub 300 IN NS ns.sub
ns.sub IN A 192.0.2.53
"""


@pytest.fixture
def inside(capfd):
    """Run `netkit WORDS` in this process: a start of its own for each would take longer than all the rest."""

    def ran(*words):
        code = run([str(word) for word in words])
        told = capfd.readouterr()
        return subprocess.CompletedProcess(words, code, told.out, told.err)

    return ran


def joined(done):
    return " ".join(done.stdout.split())


@pytest.mark.parametrize(
    ("words", "code", "outcome", "said"),
    [
        (("www.example.test", "@203.0.113.10"), 0, "answer", "www.example.test → 192.0.2.80"),
        (("www.example.test", "AAAA", "@a.root.test"), 0, "referral", "ask the servers of test"),
        (("192.0.2.80", "@203.0.113.10"), 0, "answer", "80.2.0.192.in-addr.arpa → www.example.test"),
        (("nope.example.test", "@ns1.example.test"), 0, "nxdomain", "nope.example.test does not exist"),
        (("www.example.test", "TYPE65280", "@203.0.113.10"), 0, "nodata", "has no TYPE65280"),
        (("www.lame.test", "@ns1.lame.test"), 1, "refused", "refused"),
        (("www.lame.test", "@ns2.lame.test"), 0, "lame", "the servers of the root"),
        (("www.servfail.test", "@ns1.servfail.test"), 1, "servfail", "SERVFAIL"),
        (("www.no-edns.test", "@ns1.no-edns.test"), 1, "formerr", "FORMERR"),
        (("www.no-edns.test", "@ns1.no-edns.test", "--no-edns"), 0, "answer", "www.no-edns.test →"),
        (("www.truncates.test", "@ns1.truncates.test", "--no-retry"), 0, "truncated", "cut"),
    ],
)
def test_each_kind_of_answer_in_the_made_up_internet(inside, words, code, outcome, said):
    told = json.loads(inside("dns", "ask", *words, "--json").stdout)
    assert (told["schema"], told["outcome"]) == ("netkit.dns.ask/1", outcome)
    assert said in told["reason"]
    done = inside("dns", "ask", *words)
    assert done.returncode == code
    assert " ".join(said.split()).lower() in joined(done).lower()


def test_what_is_said_of_an_answer():
    done = netkit("dns", "ask", "www.example.test", "@203.0.113.10", "--no-recursion", "--plain")
    assert done.returncode == 0
    for part in ("AA", "The server is responsible", "You asked for what the server knows itself", "No error", "300 s"):
        assert part in joined(done)


def test_a_referral_says_whom_to_ask_next(inside):
    done = inside("dns", "ask", "www.example.test", "@a.root.test")
    assert "netkit dns ask www.example.test A @203.0.113.53" in joined(done)


def test_a_cut_answer_is_asked_for_again_over_tcp():
    told = report("dns", "ask", "www.truncates.test", "@ns1.truncates.test")
    assert [each["transport"] for each in told["attempts"]] == ["udp", "tcp"]
    assert told["outcome"] == "answer"


def test_bytes_and_messages(inside):
    done = inside("dns", "ask", "www.example.test", "@203.0.113.10", "--hex")
    assert "03 77 77 77" in done.stdout
    done = inside("dns", "ask", "www.example.test", "@203.0.113.10", "--messages")
    assert "The question · 45 bytes" in joined(done)
    assert "The answer · 61 bytes" in joined(done)


@pytest.mark.parametrize(
    ("words", "code", "parts"),
    [
        (("www.example.test",), 2, ["which server?"]),
        (("@192.0.2.1",), 2, ["which name?"]),
        (("www.example.test", "@ns.nowhere.test"), 2, ["no server's address", "netkit dns trace ns.nowhere.test"]),
        (("www.example.test", "@127.0.0.1:0"), 2, ["is no port"]),
        (("www.example.test", "@127.0.0.1", "@127.0.0.2"), 2, ["one server too many"]),
        (("-x", "www.example.test", "@127.0.0.1"), 2, ["is no address"]),
        (("a", "@127.0.0.1", "--tls", "--https"), 2, ["exclude each other"]),
        (("a", "@127.0.0.1", "--no-edns", "--nsid"), 2, ["exclude each other"]),
        (("a", "@127.0.0.1", "--https", "--https-path", "no"), 2, ["is no path"]),
        (("a", "@127.0.0.1", "--tls", "--tls-host", "a b"), 2, ["is no name"]),
        (("a.test", "@203.0.113.10", "--tls"), 2, ["does not encrypt"]),
        (("www.silent.test", "@ns1.silent.test"), 4, ["gave no answer", "no answer after 2 s"]),
    ],
)
def test_words_that_lead_nowhere(inside, words, code, parts):
    assert_error(inside("dns", "ask", *words), code, *parts)


def test_an_answer_over_udp_cut_and_then_over_tcp_as_a_capture(tmp_path):
    def whole(connection, wire):
        reply = answer(wire).to_wire()
        connection.sendall(len(reply).to_bytes(2, "big") + reply)

    path = tmp_path / "asked.pcapng"
    with server(cut, whole) as port:
        told = report("dns", "ask", "www.example.test", f"@127.0.0.1:{port}", "--pcap", path)
    assert [each["transport"] for each in told["attempts"]] == ["udp", "tcp"]
    fields = ["dns.flags.response", "udp.srcport", "tcp.srcport", "_ws.malformed", "ip.checksum.status"]
    rows = columns(path.read_bytes(), fields, dns__udp__port=str(port), dns__tcp__port=str(port))
    asked_from = [row["udp.srcport"] or row["tcp.srcport"] for row in rows if row["dns.flags.response"]]
    assert [row["dns.flags.response"] for row in rows if row["dns.flags.response"]] == ["0", "1", "0", "1"]
    assert [each == str(port) for each in asked_from] == [False, True, False, True]
    assert not any(row["_ws.malformed"] for row in rows)


def test_silence_is_asked_again_and_told(inside):
    with server(silent) as port:
        done = inside("dns", "ask", "a.test", f"@127.0.0.1:{port}", "--timeout", "0.1", "--tries", "2")
    assert_error(done, 4, "gave no answer", "made-up internet")
    assert done.stderr.count("over UDP") == 2


def test_where_nobody_listens(inside):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert_error(inside("dns", "ask", "a.test", f"@127.0.0.1:{port}", "--tcp"), 4, "nobody listens there")


def test_a_server_that_says_more_with_edns():
    def talkative(opened, wire, peer):
        query = dns.message.from_wire(wire)
        assert query.options[0].otype == dns.edns.OptionType.NSID
        reply = answer(wire)
        options = [dns.edns.NSIDOption(b"one\x1b[31m"), dns.edns.EDEOption(22, "nobody\x1b[31m home")]
        reply.use_edns(0, payload=1400, options=options)
        opened.sendto(reply.to_wire(), peer)

    with server(talkative) as port:
        done = netkit("dns", "ask", "a.test", f"@127.0.0.1:{port}", "--nsid")
        told = report("dns", "ask", "a.test", f"@127.0.0.1:{port}", "--nsid")
    assert "no reachable authority" in joined(done)
    assert "\x1b" not in done.stdout
    assert told["message"]["edns"]["extended_errors"] == [{"code": 22, "text": "nobody\x1b[31m home"}]
    assert told["message"]["edns"]["nsid"] == b"one\x1b[31m".hex()


@pytest.mark.parametrize(("way", "script"), [("--tls", over_tls), ("--https", over_https)])
def test_encrypted(tmp_path, way, script):
    authority = Authority(tmp_path)
    certificate = authority.server("dns.test", "127.0.0.1")
    with listening(certificate, script) as port:
        told = report("dns", "ask", "www.example.test", f"@127.0.0.1:{port}", way, "--ca", authority.path)
    assert (told["outcome"], told["attempts"][0]["transport"]) == ("answer", way[2:])
    with listening(certificate, script) as port:
        done = netkit("dns", "ask", "www.example.test", f"@127.0.0.1:{port}", way)
    assert_error(done, 4, "the certificate has to be valid", "--ca FILE")


@pytest.fixture(scope="module")
def bind(tmp_path_factory):
    """A port at which BIND serves ZONE."""
    if shutil.which("named") is None:
        missing("named", "apt-get install bind9")
    folder = tmp_path_factory.mktemp("bind")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "zone").write_text(ZONE)
    (folder / "named.conf").write_text(
        f'options {{ directory "{folder}"; listen-on port {port} {{ 127.0.0.1; }}; listen-on-v6 {{ none; }}; recursion no; '
        'pid-file none; session-keyfile none; server-id "bind-1"; dnssec-validation no; };\ncontrols { };\n'
        'zone "example.test" { type primary; file "zone"; };\n'
    )
    process = subprocess.Popen(
        ["named", "-g", "-n", "1", "-c", folder / "named.conf"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait(port)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def _wait(port):
    end = time.monotonic() + 10
    while time.monotonic() < end:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.2):
            return
        time.sleep(0.05)
    pytest.fail("BIND did not start")


@pytest.mark.parametrize(
    ("words", "outcome", "keep"),
    [
        (("www.example.test",), "answer", 300),
        (("alias.example.test",), "alias", 60),
        (("www.sub.example.test",), "referral", 300),
        (("nope.example.test", "--tcp"), "nxdomain", 60),
        (("www.example.test", "MX"), "nodata", 60),
        (("elsewhere.org",), "refused", None),
    ],
)
def test_of_bind(inside, bind, words, outcome, keep):
    told = json.loads(inside("dns", "ask", *words, f"@127.0.0.1:{bind}", "--nsid", "--json").stdout)
    assert (told["outcome"], told["keep"]) == (outcome, keep)
    assert bytes.fromhex(told["message"]["edns"]["nsid"]) == b"bind-1"
