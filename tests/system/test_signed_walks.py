"""Signed walks over real servers: zones signed by the tools of BIND, Knot and ldns, served by NSD, Knot and BIND, judged by netkit,
Unbound and delv.

The three signers and the three servers take turns in one hierarchy; NETKIT_ALL_SIGNERS=1 has each of the nine pairs sign and serve all of
it, which takes some minutes.
"""

import json
import os
import subprocess
import sys

import pytest

from tests.oracle.requirement import missing
from tests.system.name_servers.namespace import UNSHARE, needs
from tests.system.name_servers.servers import PROGRAMS, program
from tests.system.program import ROOT
from tests.system.signed_names.lessons import BOGUS, INDETERMINATE, INSECURE, LESSONS, SECURE
from tests.system.signed_names.signing import SIGNERS, TOOLS

PAIRS = [("-", "-")]
if os.environ.get("NETKIT_ALL_SIGNERS") == "1":
    PAIRS += [(signer, server) for signer in SIGNERS for server in PROGRAMS]

COSTLY = {"150 iterations: no name", "150 iterations: no type", "51 iterations: no name"}
OPEN = {"open: no name", "open: no name, deeper", "open: a wildcard without the type", "no DS, by opting out"}

UNBOUND = dict.fromkeys(COSTLY, SECURE)
"""Where Unbound 1.17 says something else: it hashes up to 150 times, netkit, as newer versions of BIND and others, up to 50.

What a validator thinks too much is its own choice (RFC 9276 section 3.2).
"""

DELV = {
    # The same limit as Unbound's
    **{each: {SECURE} for each in COSTLY},
    # It says that the records of the proof are validated; with opt-out they don't prove that there is nothing (RFC 5155 section 9.2: no AD)
    **{each: {SECURE} for each in OPEN},
    # One signature that does not fit, and it tries no other key; RFC 4035 section 5.3.1 has it try each (which comes first is chance)
    "two keys with one tag": {SECURE, BOGUS},
}
"""Where delv 9.18 says something else."""

ERRORS = {
    # DNSSEC Bogus; where no record came that should cover the name, 12, NSEC Missing, says more (RFC 8914 section 4.13)
    "no NSEC: a wildcard": 6,
    "no NSEC3: a wildcard": 6,
}
"""Where Unbound's extended error may be another."""

SERVERS = {
    # BIND looks for the record that belongs to a name, and fails itself
    ("bind", "no NSEC: no type"): INDETERMINATE,
}
"""What a server makes of a broken zone, so that nobody sees the fault."""

SIGNED_BY = {
    # ldns gives unsigned delegations a record all the same, which then proves that there is no DS
    ("ldns", "no DS, by opting out"): SECURE,
}
"""What a signer makes otherwise."""


@pytest.fixture(scope="module", params=PAIRS, ids="-".join)
def seen(request, tmp_path_factory):
    """What netkit, Unbound and delv came to with one pair, by lesson."""
    needs(*PROGRAMS.values(), "unbound")
    for tool in (*TOOLS, "delv"):
        if program(tool) is None:
            missing(tool, "apt-get install bind9-dnsutils bind9-utils knot knot-dnssecutils ldnsutils")
    folder = tmp_path_factory.mktemp("signed")
    words = [sys.executable, "-m", "tests.system.signed_names.inside", *request.param, str(folder)]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [*UNSHARE, *words], capture_output=True, text=True, cwd=ROOT, env=env, check=False, timeout=240
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    kinds = ("walks", "answers", "delv")
    by = {zone: (server, found["signers"].get(zone)) for zone, server in found["servers"].items()}
    return {name: (*each, by) for name, *each in zip(LESSONS, *(found[kind] for kind in kinds), strict=True)}


def expected(name, by):
    """The code and the verdict, with the zone in the hands of its server and its signer."""
    owner, rdtype, rcode, verdict = LESSONS[name]
    above = owner.partition(".")[2] if rdtype == "DS" else owner  # the parent speaks of it
    server, signer = by[max((each for each in by if f".{above}.".endswith(f".{each.lstrip('.')}")), key=len)]
    return rcode, SERVERS.get((server, name), SIGNED_BY.get((signer, name), verdict))


@pytest.mark.parametrize("name", LESSONS)
def test_netkit_comes_to_what_the_rfcs_say(seen, name):
    walk, _, _, by = seen[name]
    assert (walk["rcode"], walk["security"]) == expected(name, by), walk["reason"]
    if walk["security"] != SECURE:
        assert walk["errors"] or walk["security"] == INSECURE
        assert walk["reason"]


@pytest.mark.parametrize("name", LESSONS)
def test_unbound_comes_to_the_same(seen, name):
    walk, answer, _, _ = seen[name]
    assert answer["rcode"] == walk["rcode"]
    assert answer["security"] == UNBOUND.get(name, walk["security"]), (walk["reason"], answer["reason"])
    if LESSONS[name][1] != "ANY":  # of which a resolver gives what it has
        assert answer["answer"] == walk["answer"]
    if walk["security"] == BOGUS:
        (ours,), (theirs,) = walk["errors"], answer["errors"]
        assert theirs in {ours, ERRORS.get(name)}, (walk["reason"], answer["reason"])


@pytest.mark.parametrize("name", LESSONS)
def test_delv_comes_to_the_same(seen, name):
    walk, _, delv, _ = seen[name]
    theirs = {INDETERMINATE: BOGUS}.get(
        walk["security"], walk["security"]
    )  # for delv, either is a resolution that failed
    assert delv["security"] in DELV.get(name, {theirs}), (walk["reason"], delv)


def test_a_validated_walk_is_six_exchanges_in_three_round_trips(seen):
    exchanges = seen["example: an address"][0]["exchanges"]
    assert sorted(each[2:5] for each in exchanges) == sorted(
        [kind, name, rdtype]
        for kind, names in {
            "127.53.1.1": [("test.", "A"), (".", "DNSKEY")],
            "127.53.1.2": [("example.test.", "A"), ("test.", "DNSKEY")],
            "127.53.1.3": [("www.example.test.", "A"), ("example.test.", "DNSKEY")],
        }.items()
        for name, rdtype in names
    )
    assert round_trips(exchanges) == 3


@pytest.mark.parametrize("name", LESSONS)
def test_no_walk_asks_the_same_twice(seen, name):
    asked = [tuple(each[2:]) for each in seen[name][0]["exchanges"]]
    assert len(asked) == len(set(asked))


def round_trips(exchanges):
    """How many exchanges follow on one another: each waits for those that were over when it began."""
    depths = []
    for at, (began, *_) in enumerate(exchanges):
        over = [depth for depth, (_, ended, *_) in zip(depths, exchanges[:at], strict=True) if ended <= began]
        depths.append(1 + max(over, default=0))
    return max(depths)
