"""Whatever servers say, a walk ends within its limits, raises nothing, and gives a message that can be sent."""

import random

import dns.message
import dns.rcode
from hypothesis import given, settings
from hypothesis import strategies as st

from netkit.dns import Limits
from netkit.dns.walking.reasons import RULES
from tests.dns.network import ROOT, SilenceError, reply, walk

NAMES = [
    ".",
    "test.",
    "example.test.",
    "www.example.test.",
    "a.b.www.example.test.",
    "ns.test.",
    "evil.",
    "*.test.",
    "x" * 63 + ".test.",
]
ADDRESSES = [ROOT[1], "203.0.113.1", "203.0.113.2", "2001:db8::1", "127.0.0.1"]
RECORDS = [
    *(f"{name} 60 NS {target}" for name in NAMES for target in ("ns.test.", "evil.", "www.example.test.")),
    *(f"{name} 60 CNAME {target}" for name in NAMES for target in NAMES),
    *(
        f"{name} 60 DNAME {target}"
        for name in NAMES
        for target in ("evil.", "www.example.test.", "x" * 63 + "." + "y" * 63 + ".")
    ),
    *(
        f"{name} {ttl} A {address}"
        for name in NAMES
        for ttl in (0, 60, 2**31)
        for address in ADDRESSES
        if ":" not in address
    ),
    *(f"{name} 60 AAAA 2001:db8::1" for name in NAMES),
    *(f"{name} 60 SOA ns.test. x. 1 1 1 1 {minimum}" for name in NAMES for minimum in (0, 60, 2**31)),
    *(f"{name} 60 TXT hello" for name in NAMES),
]


@st.composite
def behaviours(draw):
    """What a server does with each question, in turn."""
    pick = st.lists(st.sampled_from(RECORDS), max_size=4)
    kinds = st.sampled_from(["say", "say", "say", "silent", "bytes", "unreachable"])
    return [
        {
            "kind": draw(kinds),
            "answer": draw(pick),
            "authority": draw(pick),
            "additional": draw(pick),
            "aa": draw(st.booleans()),
            "ra": draw(st.booleans()),
            "tc": draw(st.booleans()),
            "rcode": draw(
                st.sampled_from(["NOERROR", "NXDOMAIN", "SERVFAIL", "REFUSED", "FORMERR", "YXDOMAIN", "BADVERS"])
            ),
            "cut": draw(st.integers(0, 200)),
        }
        for _ in range(draw(st.integers(1, 5)))
    ]


def servers_of(lists):
    turn = {"count": 0}

    def server(message, query):
        one = lists[turn["count"] % len(lists)]
        turn["count"] += 1
        if one["kind"] in ("silent", "unreachable"):
            raise SilenceError("timeout" if one["kind"] == "silent" else "unreachable")
        fields = {key: one[key] for key in ("answer", "authority", "additional", "aa", "ra", "tc", "rcode")}
        made = reply(message, **fields)
        return made.to_wire()[: one["cut"]] if one["kind"] == "bytes" else made

    return dict.fromkeys(ADDRESSES, server)


@settings(max_examples=150)
@given(
    behaviours(), st.sampled_from(NAMES), st.sampled_from(["A", "AAAA", "NS", "CNAME", "DNAME", "DS", "ANY", "SOA", "TXT"]),
    st.booleans(), st.booleans(),
)  # fmt: skip
def test_it_ends_and_says_why(lists, name, rdtype, qmin, mixed_case):
    walker, net = walk(servers_of(lists), name, rdtype, qmin=qmin, mixed_case=mixed_case)
    assert walker.done
    assert len(net.asked) <= Limits().queries
    assert walker.result.reason.text
    for step in walker.steps:
        assert step.reason
        assert step.concluded[0].rule in RULES
        assert step.ended_at is not None
    for wanted in (True, False):
        message = walker.result.to_message(do=wanted, ad=wanted)
        dns.message.from_wire(message.to_wire(max_size=65535))
    again, _ = walk(servers_of(lists), name, rdtype, qmin=qmin, cache=walker.cache, start=5.0)
    assert again.done


@settings(max_examples=200)
@given(st.binary(max_size=300), st.integers(0, 2**32))
def test_any_datagram_leaves_the_walker_standing(junk, seed):
    def server(message, _):
        chance = random.Random(seed)
        wire = bytearray(reply(message, answer=["www.example.test. 60 A 192.0.2.1"], aa=True).to_wire())
        for _ in range(chance.randrange(6)):
            wire[chance.randrange(2, len(wire))] = chance.randrange(256)
        return bytes(wire) if chance.random() < 0.7 else bytes(wire[:2]) + junk

    walker, _ = walk({ROOT[1]: server}, "www.example.test.", qmin=False)
    assert walker.done
    assert isinstance(walker.result.rcode, dns.rcode.Rcode)
