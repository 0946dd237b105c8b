"""Walks of the made-up internet with chains of trust made by hand: a secure, an insecure, a bogus and an indeterminate one."""

import dataclasses

import dns.name
import dns.rcode
import dns.rdatatype

from netkit.dns import Walker
from netkit.dns.made_up import ORIGIN, MadeUpInternet
from netkit.dns.reason import Reason
from netkit.dns.result import ExtendedError, Security
from netkit.dns.trust.link import Checked, Key, Link, Pointer, PointerKind

__all__ = ["KINDS", "bogus", "indeterminate", "insecure", "secure", "unchecked", "validated"]

INTERNET = MadeUpInternet()

ROOT, TEST, EXAMPLE = (dns.name.from_text(text) for text in (".", "test.", "example.test."))
WWW = dns.name.from_text("www.example.test.")
ECDSA, SHA256 = 13, 2
INCEPTION, EXPIRATION = 1_766_620_800, 1_768_435_200


def unchecked(name="www.example.test", kind="A"):
    """A walk that asked for no signatures: its result and its steps."""
    return walked(name, kind, 0.0, ())


def validated(name="www.example.test", kind="A"):
    """A walk that was validated, with the made-up internet's own keys."""
    return walked(name, kind, float(ORIGIN), INTERNET.trust_anchors)


def walked(name, kind, now, anchors):
    walker = Walker((name, kind), hints=INTERNET.hints, now=now, trust_anchors=anchors)
    while (query := walker.next_query()) is not None:
        reply = INTERNET.respond(query.message, query.server, tcp=query.tcp)
        now += query.timeout if reply is None else reply.round_trip
        if reply is None:
            walker.failed(query, "timeout", now=now)
        else:
            walker.receive(reply.message, query=query, now=now)
    return walker.result, walker.steps


def key(tag, *, entry=False, meant=None, signs=None, algorithm=ECDSA):
    meant, signs = entry if meant is None else meant, entry if signs is None else signs
    return Key(tag=tag, algorithm=algorithm, entry_point=entry, revoked=False, pointed_at=meant, signs_keys=signs)


def pointer(tag, kind=PointerKind.DS, *, matches=True, supported=True, algorithm=ECDSA):
    return Pointer(kind=kind, tag=tag, algorithm=algorithm, digest_type=SHA256, matches=matches, supported=supported)


LINKS = {
    ROOT: Link(
        zone=ROOT,
        security=Security.SECURE,
        reason=Reason("keys.anchored", "the root's key 20326 is a trust anchor; it signs the root's own key set", "RFC 4035 §4.4"),
        pointers=[pointer(20326, PointerKind.ANCHOR)],
        keys=[key(20326, entry=True), key(60301)],
        keys_step=1,
    ),
    TEST: Link(
        zone=TEST,
        security=Security.SECURE,
        reason=Reason(
            "keys.vouched",
            "the DS for test, a digest of its key 4711, is signed by the root's key 60301; key 4711 signs test's own key set",
            "RFC 4035 §5.2",
        ),
        parent=ROOT,
        pointers=[pointer(4711)],
        signed_with=60301,
        keys=[key(4711, entry=True), key(11)],
        step=1,
        keys_step=2,
    ),
    EXAMPLE: Link(
        zone=EXAMPLE,
        security=Security.SECURE,
        reason=Reason("keys.vouched", "the DS for example.test is signed; key 815 signs its own key set", "RFC 4035 §5.2"),
        parent=TEST,
        pointers=[pointer(815), pointer(816, matches=False)],
        signed_with=11,
        keys=[key(815, entry=True), key(42)],
        step=2,
        keys_step=3,
    ),
}  # fmt: skip


def checked(security=Security.SECURE, **changes):
    values = {
        "name": WWW,
        "type": dns.rdatatype.A,
        "security": security,
        "reason": Reason("signature.holds", "www.example.test A is signed by example.test's key 42", "RFC 4035 §5.3.3"),
        "signer": EXAMPLE,
        "tag": 42,
        "inception": INCEPTION,
        "expiration": EXPIRATION,
        "step": 3,
    }
    return Checked(**(values | changes))


def secure():
    """Every link holds."""
    result, steps = unchecked()
    result.security, result.links, result.checked = Security.SECURE, list(LINKS.values()), [checked()]
    return result, steps


def insecure():
    """`test` proves that it has no DS for the zone of the answer."""
    result, steps = unchecked()
    told = "test proves that it has no DS for example.test: from there on nothing is signed"
    reason = Reason("zone.insecure", told, "RFC 4035 §5.2")
    link = Link(zone=EXAMPLE, security=Security.INSECURE, reason=reason, parent=TEST, signed_with=11, step=2)
    result.security, result.links = Security.INSECURE, [LINKS[ROOT], LINKS[TEST], link]
    blank = {"signer": None, "tag": None, "inception": None, "expiration": None}
    result.checked = [checked(Security.INSECURE, reason=reason, **blank)]
    return result, steps


def bogus():
    """The DS of the zone means a key that it does not have."""
    result, steps = unchecked()
    reason = Reason(
        "keys.none-meant", "none of example.test's keys is the one that is meant (key 999)", "RFC 4035 §5.2"
    )
    mend = "the owner of example.test has to give the parent, through the registrar, the DS of a key that is in use"
    link = dataclasses.replace(
        LINKS[EXAMPLE],
        security=Security.BOGUS,
        reason=reason,
        error=9,
        mend=mend,
        pointers=[pointer(999, matches=False)],
        keys=[key(815, entry=True, meant=False, signs=False), key(42)],
    )
    result.rcode, result.reason, result.answer = dns.rcode.SERVFAIL, reason, ()
    result.security, result.links, result.mend = Security.BOGUS, [LINKS[ROOT], LINKS[TEST], link], mend
    result.extended_errors = [ExtendedError(9, reason.text)]
    blank = {"signer": None, "tag": None, "inception": None, "expiration": None}
    result.checked = [checked(Security.BOGUS, reason=reason, error=9, mend=mend, **blank)]
    return result, steps


def indeterminate():
    """No trust anchor stands above the name."""
    result, steps = unchecked()
    reason = Reason("anchor.none", "no trust anchor is known for www.example.test or a zone above it", "RFC 4033 §5")
    result.security = Security.INDETERMINATE
    result.links = [Link(zone=WWW, security=Security.INDETERMINATE, reason=reason)]
    blank = {"signer": None, "tag": None, "inception": None, "expiration": None}
    result.checked = [checked(Security.INDETERMINATE, reason=reason, **blank)]
    return result, steps


KINDS = {"secure": secure, "insecure": insecure, "bogus": bogus, "indeterminate": indeterminate}
