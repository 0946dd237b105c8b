"""The question that goes where nobody is: silence is as it should be, an answer is a finding."""

from __future__ import annotations

import dns.message
import dns.rcode

from netkit.live.dns.probing import probe

from .scripted import plain, server, silent


def refusing(opened, wire, peer):
    reply = dns.message.make_response(dns.message.from_wire(wire))
    reply.set_rcode(dns.rcode.REFUSED)
    opened.sendto(reply.to_wire(), peer)


def test_silence_is_no_finding():
    with server(silent) as port:
        assert probe("127.0.0.1", port=port, timeout=0.1) is None


def test_any_answer_is_one():
    for script in (plain, refusing):
        with server(script) as port:
            assert probe("127.0.0.1", port=port).rule == "interception.nobody-answered"
