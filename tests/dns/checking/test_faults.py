"""Each fault, shown by servers that were made to have it; without it nothing is found."""

import re

import dns.message
import dns.name
import dns.rdatatype
import pytest

from netkit.dns.checking import RULES, Findings, Severity, faults_in
from netkit.dns.checking.asking import MOST_SERVERS
from netkit.dns.checking.delegated import MOST_NAMES
from netkit.dns.query import Question
from netkit.dns.reason import Reason
from netkit.dns.result import Security
from netkit.dns.trust.link import Checked, Link
from tests.dns.checking.shop import FIRST, PARENT, SECOND, SOA, ZONE, Manners, checked, gathered, parent
from tests.dns.network import SilenceError, reply

THIRD = "192.0.2.99"
NAMES = ["ns1.shop.test.", "ns2.shop.test."]
KEY = "257 3 13 " + "A" * 86 + "=="
OTHER_KEY = "257 3 13 " + "B" * 86 + "=="
REFERRED_UP = lambda message: reply(message, authority=[". 60 NS a.root.test."])  # noqa: E731
REFUSED = lambda message: reply(message, rcode="REFUSED")  # noqa: E731
FAILED = lambda message: reply(message, rcode="SERVFAIL")  # noqa: E731
KNOWS_ABOVE = lambda message: reply(message, aa=True, rcode="NXDOMAIN", authority=[f"test. 60 SOA {SOA}"])  # noqa: E731
MANGLED = lambda message: message.to_wire()[:2] + b"\x80\x00\x00\x01" + bytes(7)  # noqa: E731


def zone(**changed):
    """The zone with other records, written name__TYPE; None takes them out."""
    made = dict(ZONE)
    for key, data in changed.items():
        owner, _, kind = key.rpartition("__")
        at = ("shop.test." if owner == "apex" else f"{owner}.shop.test.", kind)
        made.pop(at, None)
        if data is not None:
            made[at] = data
    return made


def out(zone):
    """A server outside of the zone that it serves."""
    return {"names": ["ns1.shop.test.", zone], "glue": {"ns1.shop.test.": FIRST}}


BOTH_OUT = zone(apex__NS=["ns1.shop.test.", "ns.host."], ns2__A=None)
CASES = {
    "refused": ("delegation.lame", {"second": Manners(says=REFUSED)}, "REFUSED"),
    "failed": ("delegation.lame", {"second": Manners(says=FAILED)}, "SERVFAIL"),
    "referred up": ("delegation.lame", {"second": Manners(says=REFERRED_UP)}, "the root"),
    "knows a zone above": ("delegation.lame", {"second": Manners(says=KNOWS_ABOVE)}, "NXDOMAIN"),
    "without authority": ("delegation.lame", {"second": Manners(aa=False)}, "no AA"),
    "a resolver": ("server.recursive", {"second": Manners(aa=False, ra=True)}, "RA"),
    "offers recursion": ("server.offers-recursion", {"second": Manners(ra=True)}, "RA"),
    "silent": ("server.silent", {"second": Manners(tcp=False, udp=False)}, "no answer"),
    "mangled": ("server.malformed", {"second": Manners(says=MANGLED)}, "no answer"),
    "loopback": (
        "server.address-unusable",
        {"delegation": {"glue": PARENT["glue"] | {"ns2.shop.test.": "127.0.0.1"}}},
        "127.0.0.1",
    ),
    "no TCP": ("server.no-tcp", {"second": Manners(tcp=False)}, "not over TCP"),
    "small letters": ("server.case-lost", {"second": Manners(lowers=True)}, "SHOP.TEST"),
    "cuts": ("server.cuts", {"second": Manners(cuts=True)}, "TC"),
    "EDNS is an error": ("server.no-edns", {"second": Manners(edns="formerr")}, "FORMERR"),
    "EDNS is ignored": ("server.no-edns", {"second": Manners(edns="ignored")}, "as if it had none"),
    "EDNS is dropped": ("server.edns-silent", {"second": Manners(edns="silent")}, "said nothing"),
    "no such server": (
        "server.name-missing",
        {"delegation": out("ns.nowhere."), "first": Manners(zone=zone(apex__NS=["ns1.shop.test.", "ns.nowhere."]))},
        "no such name",
    ),
    "a server without address": (
        "server.name-missing",
        {
            "delegation": out("ns.host."),
            "first": Manners(zone=BOTH_OUT),
            "others": {("ns.host.", "TXT"): ["x"]},
        },
        "no address",
    ),
    "an alias outside": (
        "server.name-alias",
        {
            "delegation": out("ns.host."),
            "first": Manners(zone=BOTH_OUT),
            "others": {("ns.host.", "CNAME"): ["real.host."], ("real.host.", "A"): [SECOND]},
            "second": Manners(zone=BOTH_OUT),
        },
        "real.host",
    ),
    "an alias inside": (
        "server.name-alias",
        {
            "first": Manners(zone=zone(ns2__A=None, ns2__CNAME=["ns1.shop.test."])),
            "second": Manners(zone=zone(ns2__A=None, ns2__CNAME=["ns1.shop.test."])),
        },
        "ns1.shop.test",
    ),
    "glue is missing": (
        "delegation.glue-missing",
        {"delegation": {"glue": {"ns1.shop.test.": FIRST}}},
        "without an address",
    ),
    "glue differs": (
        "delegation.glue-differs",
        {"delegation": {"glue": PARENT["glue"] | {"ns2.shop.test.": THIRD}}, "more": {THIRD: Manners()}},
        THIRD,
    ),
    "glue is incomplete": (
        "delegation.glue-incomplete",
        {
            "first": Manners(zone=zone(ns2__AAAA=["2001:db8::2"])),
            "second": Manners(zone=zone(ns2__AAAA=["2001:db8::2"])),
            "more": {"2001:db8::2": Manners(zone=zone(ns2__AAAA=["2001:db8::2"]))},
        },
        "2001:db8::2",
    ),
    "the parent names another": (
        "delegation.differs",
        {
            "delegation": {"names": [*NAMES, "ns3.shop.test."], "glue": PARENT["glue"] | {"ns3.shop.test.": THIRD}},
            "more": {THIRD: Manners(zone=zone(ns3__A=[THIRD]))},
        }
        | {each: Manners(zone=zone(ns3__A=[THIRD])) for each in ("first", "second")},
        "only the root names ns3.shop.test",
    ),
    "the zone names another": (
        "delegation.differs",
        {each: Manners(zone=zone(apex__NS=[*NAMES, "ns3.shop.test."], ns3__A=[THIRD])) for each in ("first", "second")}
        | {"more": {THIRD: Manners(zone=zone(apex__NS=[*NAMES, "ns3.shop.test."], ns3__A=[THIRD]))}},
        "only shop.test itself names ns3.shop.test",
    ),
    "times to live": ("delegation.ttl-differs", {"first": Manners(ttl=20), "second": Manners(ttl=20)}, "20 s"),
    "serials": (
        "zone.serials-differ",
        {"second": Manners(zone=zone(apex__SOA=[SOA.replace(" 7 ", " 6 ")]))},
        "serial number 6",
    ),
    "servers": (
        "zone.servers-differ",
        {"second": Manners(zone=zone(apex__NS=["ns2.shop.test."]))},
        "names ns2.shop.test",
    ),
    "keys": (
        "zone.keys-differ",
        {"first": Manners(zone=zone(apex__DNSKEY=[KEY])), "second": Manners(zone=zone(apex__DNSKEY=[OTHER_KEY]))},
        "1 key",
    ),
    "keys on one alone": ("zone.keys-differ", {"first": Manners(zone=zone(apex__DNSKEY=[KEY]))}, "no key"),
    "signed in vain": (
        "trust.missing-ds",
        {each: Manners(zone=zone(apex__DNSKEY=[KEY])) for each in ("first", "second")},
        "no DS record",
    ),
    "addresses": (
        "zone.answers-differ",
        {
            "second": Manners(zone=zone(ns2__A=[SECOND, THIRD])),
            "more": {THIRD: Manners(zone=zone(ns2__A=[SECOND, THIRD]))},
        },
        THIRD,
    ),
    "an alias at the apex": (
        "zone.alias-at-apex",
        {
            each: Manners(zone=zone(apex__CNAME=["www.shop.test."], apex__SOA=None, apex__NS=None))
            for each in ("first", "second")
        },
        "www.shop.test",
    ),
    "no primary": (
        "zone.primary-missing",
        {each: Manners(zone=zone(apex__SOA=[SOA.replace("ns1.shop", "gone.shop")])) for each in ("first", "second")},
        "no such name",
    ),
    "the zone as its primary": (
        "zone.primary-missing",
        {each: Manners(zone=zone(apex__SOA=[SOA.replace("ns1.shop", "shop")])) for each in ("first", "second")},
        "shop.test",
    ),
    "one server": (
        "delegation.one-server",
        {
            "delegation": {"names": NAMES[:1], "glue": {"ns1.shop.test.": FIRST}},
            "first": Manners(zone=zone(apex__NS=NAMES[:1])),
        },
        FIRST,
    ),
}
ALLOWED = {
    "zone.servers-differ": {"delegation.differs"},
    "delegation.differs": {"delegation.differs"},
    "server.address-unusable": {"delegation.glue-differs"},
    "an alias inside": {"server.name-alias"},
    "a server without address": {"server.name-missing"},
    "zone.answers-differ": {"delegation.glue-incomplete"},
}
"""What a fault brings along by its nature."""


def test_nothing_is_found_where_nothing_is_wrong():
    faults, findings, net = checked()
    assert faults == {}
    assert findings.untold == ()
    assert len(net.asked) < 40


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_fault_is_found_and_no_other(case):
    rule, made, seen = CASES[case]
    faults, findings, _ = checked(**made)
    assert rule in faults, sorted(faults)
    assert set(faults) - {rule} <= ALLOWED.get(rule, set()) | ALLOWED.get(case, set()) | REMARKS, sorted(faults)
    fault = faults[rule]
    assert any(seen in each for each in fault.seen), fault.seen
    for text in (fault.headline, fault.breaks, fault.mend, *fault.seen):
        assert "{" not in text
        assert not {"none", "None"} & set(text.removesuffix(" as if it had none").split())
    assert findings.zone == dns.name.from_text("shop.test")


REMARKS = {each.rule for each in RULES if each.severity is Severity.REMARK}


def test_servers_of_the_parent_that_differ():

    other = "198.51.100.5"
    servers = {
        "198.51.100.4": parent(PARENT, {}),
        other: parent(PARENT | {"names": NAMES[:1]}, {}),
        FIRST: Manners(),
        SECOND: Manners(),
    }
    faults, _, _ = gathered(servers, "shop.test", hints=[("a.root.test", "198.51.100.4"), ("b.root.test", other)])
    assert set(faults) == {"delegation.parents-differ"}


def test_servers_in_one_network():
    first, second = "9.9.9.1", "9.9.9.2"
    records = zone(ns1__A=[first], ns2__A=[second])
    faults, _, _ = checked(
        delegation={"glue": {"ns1.shop.test.": first, "ns2.shop.test.": second}},
        more={first: Manners(zone=records), second: Manners(zone=records)},
    )
    assert set(faults) == {"delegation.one-network"}
    assert "9.9.9.0/24" in faults["delegation.one-network"].seen[0]


def test_a_circle():
    delegation = {"names": ["ns.other.test."], "glue": {}}

    def root(message, query):
        if message.question[0].name.is_subdomain(dns.name.from_text("other.test")):
            return reply(message, authority=["other.test. 60 NS ns.shop.test."])
        return parent(PARENT | delegation, {})(message, query)

    faults, _, _ = gathered({"198.51.100.4": root}, "shop.test")
    assert set(faults) == {"delegation.circular"}


ZONE_NAME = dns.name.from_text("shop.test")
WHY = Reason("trust.ds-fits-no-key", "no key of shop.test fits the DS record", "RFC 4035 §5.2")


@pytest.mark.parametrize(
    "found",
    [
        {"links": (Link(zone=ZONE_NAME, security=Security.BOGUS, reason=WHY, mend="take the DS out"),)},
        {
            "checked": (
                Checked(
                    name=ZONE_NAME, type=dns.rdatatype.SOA, security=Security.BOGUS, reason=WHY, mend="take the DS out"
                ),
            )
        },
    ],
    ids=["a link", "a record set"],
)
def test_a_chain_of_trust_that_breaks(found):
    (fault,) = faults_in(Findings(name=ZONE_NAME, zone=ZONE_NAME, **found))
    assert fault.rule.rule == "trust.broken"
    assert "no key of shop.test fits" in fault.seen[0]
    assert fault.mend == "take the DS out"


def test_every_rule_is_shown_somewhere():
    shown = {rule for rule, *_ in CASES.values()}
    shown |= {
        "delegation.parents-differ",
        "delegation.one-network",
        "delegation.circular",
        "server.name-unfindable",
        "trust.broken",
        "trust.denial-broken",
        "trust.too-many-iterations",
    }
    assert {each.rule for each in RULES} == shown


@pytest.mark.parametrize("rule", RULES, ids=lambda each: each.rule)
def test_rules_are_told_alike(rule):
    assert re.fullmatch(r"(delegation|server|zone|trust)\.[a-z-]+", rule.rule)
    assert re.fullmatch(r"RFC \d+ §[\d.]+", rule.rfc)
    assert rule.who
    for text in (rule.title, rule.headline, rule.breaks, rule.mend):
        assert not text.endswith(".")


def test_a_name_inside_the_zone():
    _, findings, _ = checked(name="www.shop.test")
    assert (findings.name, findings.zone) == (dns.name.from_text("www.shop.test"), ZONE_NAME)


def test_a_name_that_does_not_exist():
    _, findings, _ = checked(name="nowhere.shop.test")
    assert not findings.exists
    assert findings.zone == ZONE_NAME


def test_nobody_answers():
    _, findings, _ = checked(more={"198.51.100.4": Manners(tcp=False, udp=False)})
    assert not findings.reached


def test_a_parent_that_serves_the_zone_too_hides_the_delegation():
    def both(message, query):
        return Manners(zone=ZONE | {(".", "SOA"): [SOA], ("test.", "TXT"): ["x"]}, origin=".")(message, query)

    faults, findings, _ = checked(more={"198.51.100.4": both})
    assert "the delegation can't be seen" in findings.untold[0]
    assert findings.zone == ZONE_NAME
    assert faults.keys() <= REMARKS


def test_a_machine_without_one_version_of_ip_blames_nobody():

    def unreachable(*_):
        raise SilenceError("unreachable")

    records = zone(ns2__AAAA=["2001:db8::2"])
    faults, findings, _ = checked(
        Manners(zone=records),
        Manners(zone=records),
        delegation={"glue": PARENT["glue"] | {"ns2.shop.test.": [SECOND, "2001:db8::2"]}},
        more={"2001:db8::2": unreachable},
    )
    assert faults == {}
    assert findings.no_way == (6,)
    assert "no way over IPv6" in findings.untold[0]


def test_one_family_alone():
    _, findings, net = checked(
        ipv6=False, delegation={"glue": PARENT["glue"] | {"ns2.shop.test.": [SECOND, "2001:db8::2"]}}
    )
    assert all(":" not in address for address, *_ in net.asked)
    assert Question(ZONE_NAME, dns.rdatatype.SOA) in {each.question for each in findings.at_zone}


def test_a_delegation_to_a_thousand_names_asks_few():
    delegation = {"names": [f"ns{number}.victim." for number in range(1500)], "glue": {}}
    _, findings, net = checked(delegation=delegation, most=200)
    assert len(findings.name_servers) == MOST_NAMES
    assert len(net.asked) < 100


def test_a_delegation_to_a_thousand_addresses_asks_few():
    glue = {"ns1.shop.test.": [f"203.0.113.{number}" for number in range(1, 250)]}
    _, findings, net = checked(delegation={"names": ["ns1.shop.test."], "glue": glue}, most=1500)
    assert len(findings.servers) <= MOST_SERVERS
    assert len(net.asked) < 500


def test_the_parent_says_itself_which_zone_it_is():
    def root(message, query):
        if message.question[0].rdtype == dns.rdatatype.DS:
            return reply(message, aa=True, authority=[f"test. 60 SOA {SOA}"])
        return parent(PARENT, {})(message, query)

    _, findings, _ = checked(more={"198.51.100.4": root})
    assert findings.parent == dns.name.from_text("test")
