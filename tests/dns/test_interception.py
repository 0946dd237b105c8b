"""Signs that somebody else answers: what gives them away, and what does not."""

from __future__ import annotations

import dns.flags
import dns.message
import dns.rcode
import dns.rrset
import pytest

from netkit.dns.interception import NOBODY, noticed, noticed_in
from netkit.dns.root_hints import ROOT_HINTS
from tests.dns.view.test_trace_view import walked

ROOT = "199.7.91.13"


def reply(flags=0, rcode=0, *, answer=False, referral=False):
    message = dns.message.make_response(dns.message.make_query("www.example.com", "A", flags=0))
    message.flags |= flags
    message.set_rcode(rcode)
    if answer:
        message.answer.append(dns.rrset.from_text("www.example.com.", 60, "IN", "A", "192.0.2.80"))
    if referral:
        message.authority.append(dns.rrset.from_text("com.", 60, "IN", "NS", "a.gtld-servers.net."))
    return message


@pytest.mark.parametrize(
    ("message", "rule"),
    [
        (reply(referral=True), None),
        (reply(dns.flags.AA, dns.rcode.NXDOMAIN), None),
        (reply(dns.flags.AA, answer=True), None),
        (reply(dns.flags.RA, dns.rcode.REFUSED), None),
        (reply(dns.flags.RA, answer=True), "interception.root-recursive"),
        (reply(dns.flags.RA, dns.rcode.NXDOMAIN), "interception.root-recursive"),
        (reply(answer=True), "interception.root-recursive"),
    ],
)
def test_what_a_root_server_would_not_say(message, rule):
    finding = noticed_in(message, ROOT)
    assert (finding and finding.rule) == rule
    assert noticed_in(message, "198.51.100.99") is None


def test_an_answer_from_where_nobody_is():
    assert noticed_in(reply(), NOBODY).rule == "interception.nobody-answered"


def test_every_address_of_the_root_is_known():
    assert all(noticed_in(reply(answer=True), address) for _, address in ROOT_HINTS)


def test_an_honest_walk_gives_no_finding_and_a_caught_one_does():
    steps = walked("www.example.test", "A").steps
    assert noticed(steps) is None
    steps[0].server = steps[0].server._replace(address=ROOT)
    assert noticed(steps) is None
    steps[0].response.flags |= dns.flags.RA
    assert ROOT in noticed(steps).seen
