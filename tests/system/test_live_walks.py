"""Walks over real servers: what NSD, Knot and BIND answer, walked by netkit and by Unbound, in a network namespace."""

import json

import pytest

from tests.oracle import tshark
from tests.system.name_servers.namespace import needs, seen_inside
from tests.system.name_servers.servers import PROGRAMS
from tests.system.name_servers.zones import HINT, LEVELS

NOERROR, SERVFAIL, NXDOMAIN = 0, 2, 3

WWW = ["192.0.2.80", "192.0.2.81"]
CASES = {
    "an address": ("www.example.test", "A", NOERROR, WWW),
    "an IPv6 address": ("www.example.test", "AAAA", NOERROR, ["2001:db8::80"]),
    "mail": ("example.test", "MX", NOERROR, ["10 mail.example.test.", "20 mail.hosted.test."]),
    "too long for UDP": ("example.test", "TXT", NOERROR, None),
    "name servers": ("example.test", "NS", NOERROR, ["ns1.example.test."]),
    "no data": ("www.example.test", "TXT", NOERROR, []),
    "no data: only names below": ("b.c.example.test", "A", NOERROR, []),
    "below it": ("a.b.c.example.test", "A", NOERROR, ["192.0.2.7"]),
    "no name": ("nothing.hosted.test", "A", NXDOMAIN, []),
    "no zone": ("www.nothing.test", "A", NXDOMAIN, []),
    "no name at the top": ("www.nothing", "A", NXDOMAIN, []),
    "wildcard": ("anything.example.test", "A", NOERROR, ["192.0.2.99"]),
    "wildcard, deeper": ("x.y.z.example.test", "A", NOERROR, ["192.0.2.99"]),
    "wildcard without the type": ("anything.example.test", "AAAA", NOERROR, []),
    "wildcard below a name": ("x.deep.er.example.test", "A", NOERROR, ["192.0.2.98"]),
    "alias": ("inner.example.test", "A", NOERROR, ["www.example.test.", *WWW]),
    "alias of another zone": ("outer.example.test", "A", NOERROR, ["www.hosted.test.", "192.0.2.180"]),
    "alias of nothing": ("gone.example.test", "A", NXDOMAIN, ["nothing.hosted.test."]),
    "the alias itself": ("outer.example.test", "CNAME", NOERROR, ["www.hosted.test."]),
    "DNAME": ("www.old.example.test", "A", NOERROR, ["hosted.test.", "www.hosted.test.", "192.0.2.180"]),
    "DNAME to nothing": ("nothing.old.example.test", "A", NXDOMAIN, ["hosted.test.", "nothing.hosted.test."]),
    "lame": ("www.lame.test", "A", SERVFAIL, []),
    "silent": ("www.silent.test", "A", SERVFAIL, []),
    "without needed glue": ("www.unglued.test", "A", SERVFAIL, []),
}
"""Name, type, and what the zones say: the code, and the data of the answer (None where it is judged elsewhere)."""

ORDER = list(CASES)


@pytest.fixture(scope="module", params=sorted(PROGRAMS))
def seen(request, tmp_path_factory):
    """What walks, wire and Unbound came to with one kind of server, and the folder with the capture."""
    needs(PROGRAMS[request.param], "unbound")
    folder = tmp_path_factory.mktemp(request.param)
    return seen_inside(request.param, folder, [CASES[each][:2] for each in ORDER]), folder


def test_root_top_level_and_leaf_are_three_exchanges(seen):
    walk = seen[0]["walks"][ORDER.index("an address")]
    assert walk["asked"] == walk["wire"] == list(LEVELS)
    assert walk["outcomes"] == ["referral", "referral", "answer"]


def test_the_driver_counts_what_is_on_the_wire(seen):
    for name, walk in zip(ORDER, seen[0]["walks"], strict=True):
        over_udp = [at for at, kind in zip(walk["asked"], walk["transports"], strict=True) if kind == "udp"]
        assert over_udp == walk["wire"], name


@pytest.mark.parametrize("name", ORDER)
def test_the_answer_is_unbounds_and_the_zones(seen, name):
    walk, answer = (seen[0][each][ORDER.index(name)] for each in ("walks", "answers"))
    _, _, rcode, data = CASES[name]
    assert (walk["rcode"], walk["answer"]) == (answer["rcode"], answer["answer"])
    assert walk["rcode"] == rcode
    if data is not None:
        assert sorted(each[2] for each in walk["answer"]) == sorted(data)


def test_a_long_answer_comes_over_tcp(seen):
    walk = seen[0]["walks"][ORDER.index("too long for UDP")]
    assert walk["transports"] == ["udp", "udp", "udp", "tcp"]
    assert walk["outcomes"][-2:] == ["truncated", "answer"]
    assert len(walk["answer"][0][2]) > 2000


def test_the_command_walks_them(seen):
    trace = seen[0]["trace"]
    assert trace["code"] == 0, trace["err"]
    told = json.loads(trace["out"])
    assert [each["server"]["address"] for each in told["steps"]] == [HINT[1], *list(LEVELS)[1:]]
    assert sorted(each["data"] for each in told["answer"]["records"]) == WWW


def test_the_captured_walk_is_whole(seen):
    data = (seen[1] / "walk.pcapng").read_bytes()
    rows = tshark.columns(data, ("ip.src", "ip.dst", "dns.flags.response", "dns.qry.name", "_ws.malformed"))
    assert [each["ip.dst"] for each in rows[::2]] == list(LEVELS)
    assert [each["ip.src"] for each in rows[1::2]] == list(LEVELS)
    assert [each["dns.flags.response"] for each in rows] == ["0", "1"] * len(LEVELS)
    assert rows[-1]["dns.qry.name"] == "www.example.test"
    assert not any(each["_ws.malformed"] for each in rows)
    assert tshark.experts(data) == {}
