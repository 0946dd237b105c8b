"""Zones that netkit signed, held against the checkers of BIND, ldns and Knot, and each signature against dnspython."""

import os
import shutil
import subprocess

import dns.dnssec
import dns.name
import dns.rdatatype
import pytest

from netkit.dns.signing import Nsec, Nsec3, Role, key_from_seed, sign_zone
from netkit.dns.zones import read_zone
from netkit.dns.zones.writing import write_zone
from tests.oracle.requirement import missing
from tests.oracle.zone_generator import world_of

ZONE = read_zone(r"""
$ORIGIN Signed.test.
$TTL 3600
@ IN SOA ns1 hostmaster (1 7200 900 1209600 300)
@ IN NS ns1
@ IN NS NS2.elsewhere.example.
@ IN MX 10 Mail
ns1 IN A 192.0.2.1
ns1 IN AAAA 2001:db8::1
Mail IN A 192.0.2.2
*.wild IN TXT "a wildcard" "in Capitals"
host.deep.inside IN A 192.0.2.3
alias IN CNAME Mail
old IN DNAME example.
secure IN NS ns.secure
secure IN DS 12345 13 2 0000000000000000000000000000000000000000000000000000000000000000
ns.secure IN A 192.0.2.4
insecure IN NS ns.insecure
ns.insecure IN A 192.0.2.5
insecure.below.nothing IN NS ns1
same IN NS same
same IN A 192.0.2.6
odd IN TYPE65280 \# 3 010203
odd IN CAA 0 issue "ca.example"
a\.b IN TXT "a dot"
\000 IN TXT "a NUL"
""")
INCEPTION, EXPIRATION = 1_750_000_000, 2_140_000_000  # checkers look at the clock, and ldns at 31 bits

DENIALS = {
    "nsec": Nsec(),
    "nsec3": Nsec3(),
    "nsec3-salt": Nsec3(iterations=5, salt=b"\xab\xcd"),
    "opt-out": Nsec3(opt_out=True),
}
SIGNED = {"nsec": 16 + 14, "nsec3": 17 + 19, "nsec3-salt": 17 + 19, "opt-out": 17 + 14}
"""How many sets are signed, counted by hand: the others, and the denials; opt-out leaves out three delegations and two names above one."""
KEYS = {
    "ecdsa-pair": [(13, Role.KEYS), (13, Role.SETS)],
    "ed25519": [(15, Role.ALL)],
    "rollover": [(13, Role.KEYS), (13, Role.SETS), (15, Role.KEYS), (15, Role.SETS), (15, Role.NOTHING)],
}


@pytest.fixture(params=DENIALS)
def denial(request):
    return request.param


@pytest.fixture(params=KEYS)
def keys(request):
    return request.param


@pytest.fixture
def signed(denial, keys):
    made = [key_from_seed(b"a seed", ZONE.origin, algorithm, role) for algorithm, role in KEYS[keys]]
    return sign_zone(ZONE, made, inception=INCEPTION, expiration=EXPIRATION, denial=DENIALS[denial])


def checked(program, package, *arguments):
    path = shutil.which(program)
    if path is None:
        missing(program, f"apt install {package}")
    done = subprocess.run([path, *arguments], capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def file(signed, tmp_path):
    path = tmp_path / "zone"
    path.write_text(write_zone(signed), "utf-8")
    return path


def test_bind_finds_it_signed_as_it_should_be(file):
    checked("dnssec-verify", "bind9-utils", "-z", "-o", "signed.test.", file)
    checked("named-checkzone", "bind9-utils", "signed.test.", file)


def test_ldns_finds_it_signed_as_it_should_be(file):
    checked("ldns-verify-zone", "ldnsutils", file)


def test_knot_finds_it_signed_as_it_should_be(file, keys):
    if keys == "rollover":
        pytest.skip("kzonecheck wants each set signed by each key, so no zone that changes its keys passes (3.2.6)")
    checked("kzonecheck", "knot-dnssecutils", "-d", "on", "-o", "signed.test.", file)


def test_dnspython_believes_each_signature(signed, denial):
    zone_keys = {signed.origin: signed.nodes[signed.origin][dns.rdatatype.DNSKEY, dns.rdatatype.NONE]}
    count = 0
    for node in signed.nodes.values():
        for (rdtype, covered), rrset in node.items():
            if rdtype == dns.rdatatype.RRSIG:
                dns.dnssec.validate(node[covered, dns.rdatatype.NONE], rrset, zone_keys, now=INCEPTION)
                count += 1
    assert count == SIGNED[denial]


@pytest.mark.parametrize("seed", range(200 if os.environ.get("NETKIT_MANY_ZONES") else 4))
def test_zones_of_all_kinds_are_signed_as_bind_and_ldns_want_it(seed, tmp_path):
    denials = list(DENIALS.values())
    for number, (text, origin) in enumerate(world_of(f"signed {seed}").zones):
        zone = read_zone(text, origin=dns.name.from_text(origin))
        keys = [key_from_seed(b"a seed", zone.origin, 13, role) for role in (Role.KEYS, Role.SETS)]
        denial = denials[(seed + number) % len(denials)]
        path = tmp_path / f"zone{number}"
        signed = sign_zone(zone, keys, inception=INCEPTION, expiration=EXPIRATION, denial=denial)
        path.write_text(write_zone(signed), "utf-8")
        checked("dnssec-verify", "bind9-utils", "-o", origin, path)
        checked("ldns-verify-zone", "ldnsutils", path)
