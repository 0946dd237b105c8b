"""`ask-the-right-question` in the real lab shell: with dig and with `netkit dns ask`, each wrong way, and nothing at all."""

import json
import os
import shlex
import shutil
import subprocess
import sys

import dns.reversename
import pytest

from netkit.address import parse_address
from netkit.lab.judging.judgement import judge
from tests.lab.students import LABS, variant
from tests.length import LONG
from tests.oracle.requirement import missing
from tests.system.live_network import as_user, environment, need_networks
from tests.system.program import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="rooms are brought up on Linux")

LAB, STUDENT = "ask-the-right-question", "ada"
POINTS = 23

DIG = {
    "1": ["dig @{first} {six} AAAA"],
    "2": ["dig @{registry} {below} +norecurse"],
    "3": ["dig @{first} {long} TXT"],
    "4": ["dig @{second6} {signed} A +dnssec"],
    "5": ["dig @{second} -x {ip6}", "dig @{second} -x {ip4}"],
    "6": ["dig @{second} {domain} MX", "dig @{second} {low} AAAA"],
    "7": ["dig @{first} {other} AAAA", "dig @{first} {one} AAAA"],
    "9": ["dig @{root} {far} +norecurse", "dig @{registry6} {far} +norecurse", "dig @{third} {far} +norecurse"],
}
ASK = {
    "1": ["netkit dns ask {six} AAAA @{first}"],
    "2": ["netkit dns ask {below} @{registry} --no-recursion"],
    "3": ["netkit dns ask {long} TXT @{first}"],
    "4": ["netkit dns ask {signed} A @{second} --dnssec"],
    "5": ["netkit dns ask -x {ip4} @{second}", "netkit dns ask {ip6} @{second}"],
    "6": ["netkit dns ask {domain} MX @{second}", "netkit dns ask {low} A @{second}"],
    "7": ["netkit dns ask {one} AAAA @{first}", "netkit dns ask {other} AAAA @{first}"],
    "9": [f"netkit dns ask {{far}} @{{{server}}} --no-recursion" for server in ("root", "registry", "third")],
}
WRONG = {
    "1": {
        "a-for-aaaa": ["dig @{first} {six}"],
        "default-server": ["dig {six} AAAA"],
        "any-is-all": ["dig @{first} {six} ANY"],
    },
    "2": {
        "recursion-left-on": ["dig @{registry} {below}"],
        "traced-it-all": ["dig {below} +trace +nodnssec"],
        "asked-the-leaf": ["dig @{first} {below} +norecurse"],
    },
    "3": {
        "tcp-at-once": ["dig @{first} {long} TXT +tcp"],
        "cut-is-complete": ["dig @{first} {long} TXT +ignore"],
        "bigger-buffer": ["dig @{first} {long} TXT +ignore", "dig @{first} {long} TXT +ignore +bufsize=4096"],
    },
    "4": {
        "ad-for-do": ["dig @{second} {signed}"],
        "asks-for-rrsig": ["dig @{second} {signed} RRSIG"],
        "cd-for-do": ["dig @{second} {signed} +cdflag"],
    },
    "5": {
        "bytes-not-nibbles": ["dig @{second} {bytes}.ip6.arpa PTR"],
        "not-reversed": ["dig @{second} {ip4}.in-addr.arpa PTR", "dig @{second} -x {ip6}"],
        "address-as-name": ["dig @{second} {ip6}", "dig @{second} {ip4}"],
    },
    "6": {
        "mail-to-the-web": ["dig @{second} {domain}"],
        "guessed-mail": ["dig @{second} {mail} AAAA"],
        "highest-first": ["dig @{second} {domain} MX", "dig @{second} {high}"],
    },
    "7": {
        "search-list": ["dig @{first} {suffixed} AAAA", "dig @{first} {there} AAAA"],
        "silence-is-no": ["dig @{router} {gone} AAAA +tries=1 +timeout=1", "dig @{second} {there} AAAA"],
    },
    "9": {
        "jumped": ["dig @{root} {far} +norecurse", "dig @{third} {far} +norecurse"],
        "let-it-recurse": ["dig @{root} {far}", "dig @{registry} {far}", "dig @{third} {far}"],
        "asked-for-glue": [
            "dig @{root} {far} +norec",
            "dig @{root} {registry_name} +norec",
            "dig @{registry} {far} +norec",
        ],
    },
}
ROUNDS = 3
"""Each task goes wrong in three ways, at most."""


@pytest.fixture(scope="module")
def facts():
    """The student's names and addresses, and the name of the IPv6 address byte by byte."""
    found = dict(variant(LAB, STUDENT).situation.facts)
    found["bytes"] = ".".join(f"{byte:02x}" for byte in reversed(parse_address(found["ip6"]).data))
    assert dns.reversename.from_address(found["ip4"]).to_text().endswith(".in-addr.arpa.")
    return found


def typed(commands, facts):
    return [command.format_map(facts).split() for command in commands]


def a_round(number, facts):
    """One wrong way of each task, one after the other."""
    steps = [{"pause": True}]
    for task, ways in WRONG.items():
        slug = list(ways)[number % len(ways)]
        steps.append({"do": typed(ways[slug], facts), "task": task, "slug": slug})
    return steps


def solved(way, facts):
    """Every task done, and the one that is a choice answered."""
    steps = [{"do": typed(commands, facts), "task": task, "slug": None} for task, commands in way.items()]
    return [{"pause": True}, *steps, {"task": "8", "answer": facts["void"], "slug": None}]


def driven(plan, *, as_other):
    """What the driver says, as who runs the tests or as an ordinary user."""
    words = [LAB, STUDENT, json.dumps(plan)]
    if as_other:
        done = as_user(*words, module="tests.system.live_lab", timeout=300)
    else:
        command = [sys.executable, "-m", "tests.system.live_lab", *words]
        done = subprocess.run(
            command, capture_output=True, text=True, env=environment(), cwd=ROOT, check=False, timeout=300
        )
    assert done.returncode == 0, (done.stdout, done.stderr)
    return json.loads(done.stdout)


def need_dig():
    need_networks()
    if shutil.which("dig") is None:
        missing("dig", "the package bind9-dnsutils")


@pytest.mark.parametrize(
    ("tool", "who", "rounds"),
    [(DIG, "who runs the tests", [0, 1, 2] if LONG else [0]), (ASK, "an ordinary user", [0, 1, 2] if LONG else [])],
    ids=["dig", "netkit dns ask"],
)
def test_nothing_then_wrong_ways_then_the_solution(tool, who, rounds, facts):
    need_dig()
    plan = [{"task": "1", "wait": "0.2s"}]
    for number in rounds:
        plan += a_round(number, facts)
    plan += solved(tool, facts)
    told = driven(plan, as_other=who == "an ordinary user")
    assert "steps" in told, told["failed"]
    nothing, *steps = told["steps"]
    assert (nothing["code"], nothing["out"]) == (2, "")
    assert "nothing that has to do with task 1" in nothing["err"]
    for step, came in zip(plan[1:], steps, strict=True):
        if "task" in step:
            verdict = json.loads(came["out"])["verdict"]
            assert verdict["misconception"] == step["slug"], (step, came)
            assert (verdict["outcome"] == "right") is (step["slug"] is None), (step, came)
            if step["slug"] is not None:
                assert explained_alike(step["task"], step["slug"], verdict), (step, verdict)
    check = json.loads(told["check"]["out"])
    assert (told["check"]["code"], check["score"], check["max_score"]) == (0, POINTS, POINTS)
    assert told["kept"]
    if os.geteuid() == 0:
        assert told["user"] == (65534 if who == "an ordinary user" else 0)


def explained_alike(task, slug, verdict):
    """Whether the live way is told what its captured twin is told, but for numbers of packets, servers and types."""
    mine = variant(LAB, STUDENT)
    asked = LABS[LAB].task(task)
    twin = judge(asked, mine.situation.twins[task].names[slug], mine)
    own, other = (set(text.split()) for text in (verdict["explanation"], twin.explanation))
    return len(own & other) >= 0.6 * len(other)


def test_every_wrong_way_of_the_check_is_tried():
    for task, ways in WRONG.items():
        question = variant(LAB, STUDENT).question(LABS[LAB].task(task))
        assert set(ways) == {wrong.slug for wrong in question.wrong}
    assert max(map(len, WRONG.values())) == ROUNDS
    assert all(shlex.split(command) for ways in WRONG.values() for commands in ways.values() for command in commands)
