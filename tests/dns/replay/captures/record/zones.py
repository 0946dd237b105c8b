"""A small internet on documentation addresses (RFC 5737, RFC 3849): a root, two top-level zones, and leaves with something to follow."""

import subprocess
from pathlib import Path

ROOT_SERVER = ("a.root.test", "198.51.100.1", "2001:db8:100::1")

SILENT = "203.0.113.30"
"""Takes questions, and says nothing."""

LONG_TEXT = " ".join(f'"{letter * 200}"' for letter in "abcdefghij")
"""More than the 1,232 bytes that a question over UDP leaves room for; its first 812 characters are four strings."""

ROOT = """
$TTL 86400
@ SOA a.root.test. hostmaster.root.test. 1 1800 900 604800 300
@ NS a.root.test.
a.root.test. A 198.51.100.1
a.root.test. AAAA 2001:db8:100::1
test. NS ns1.nic.test.
test. NS ns2.nic.test.
ns1.nic.test. A 198.51.100.2
ns1.nic.test. AAAA 2001:db8:100::2
ns2.nic.test. A 198.51.100.3
example. NS ns.nic.example.
ns.nic.example. A 198.51.100.4
ns.nic.example. AAAA 2001:db8:100::4
"""

TEST = f"""
$TTL 3600
@ SOA ns1.nic hostmaster.nic 1 1800 900 604800 300
@ NS ns1.nic
@ NS ns2.nic
a.root A 198.51.100.1
a.root AAAA 2001:db8:100::1
ns1.nic A 198.51.100.2
ns1.nic AAAA 2001:db8:100::2
ns2.nic A 198.51.100.3
example NS ns1.example
example NS ns2.example
ns1.example A 203.0.113.10
ns1.example AAAA 2001:db8:113::10
ns2.example A 203.0.113.11
glueless NS ns.other.example.
lame NS ns1.lame
lame NS ns.other.example.
ns1.lame A 198.51.100.4
quiet NS ns1.quiet
quiet NS ns.other.example.
ns1.quiet A {SILENT}
"""

EXAMPLE_TOP = """
$TTL 3600
@ SOA ns.nic hostmaster.nic 1 1800 900 604800 300
@ NS ns.nic
ns.nic A 198.51.100.4
ns.nic AAAA 2001:db8:100::4
other NS ns.other
ns.other A 203.0.113.20
ns.other AAAA 2001:db8:113::20
"""

EXAMPLE = f"""
$TTL 600
@ SOA ns1 hostmaster 1 1800 900 604800 300
@ NS ns1
@ NS ns2
@ MX 10 mail
@ TXT {LONG_TEXT}
long TXT {LONG_TEXT[:812]}
ns1 A 203.0.113.10
ns1 AAAA 2001:db8:113::10
ns2 A 203.0.113.11
mail A 192.0.2.25
www A 192.0.2.80
www A 192.0.2.81
www AAAA 2001:db8:2::80
outer CNAME www.other.example.
a.b.c A 192.0.2.7
*.wild A 192.0.2.99
old DNAME other.example.
"""

OTHER = """
$TTL 600
@ SOA ns hostmaster 1 1800 900 604800 300
@ NS ns
ns A 203.0.113.20
ns AAAA 2001:db8:113::20
www A 192.0.2.180
www AAAA 2001:db8:2::180
"""

GLUELESS = """
$TTL 600
@ SOA ns.other.example. hostmaster 1 1800 900 604800 300
@ NS ns.other.example.
www A 192.0.2.190
www AAAA 2001:db8:2::190
"""

LAME = """
$TTL 600
@ SOA ns.other.example. hostmaster 1 1800 900 604800 300
@ NS ns1
@ NS ns.other.example.
ns1 A 198.51.100.4
www A 192.0.2.200
"""

QUIET = f"""
$TTL 600
@ SOA ns.other.example. hostmaster 1 1800 900 604800 300
@ NS ns1
@ NS ns.other.example.
ns1 A {SILENT}
www A 192.0.2.210
"""

ZONES = {
    ".": ROOT,
    "test.": TEST,
    "example.": EXAMPLE_TOP,
    "example.test.": EXAMPLE,
    "other.example.": OTHER,
    "glueless.test.": GLUELESS,
    "lame.test.": LAME,
    "quiet.test.": QUIET,
}

SERVED = {
    "198.51.100.1": (".",),
    "198.51.100.2": ("test.",),
    "198.51.100.3": ("test.",),
    "198.51.100.4": ("example.",),
    "203.0.113.10": ("example.test.",),
    "203.0.113.11": ("example.test.",),
    "203.0.113.20": ("other.example.", "glueless.test.", "lame.test.", "quiet.test."),
    "2001:db8:100::1": (".",),
    "2001:db8:100::2": ("test.",),
    "2001:db8:100::4": ("example.",),
    "2001:db8:113::10": ("example.test.",),
    "2001:db8:113::20": ("other.example.", "glueless.test."),
}
"""The zones that the server at each address has authority for."""

PARENTS = {"test.": ".", "example.": ".", "example.test.": "test.", "other.example.": "example."}
"""What is signed, and where its DS stands; the other zones have no signatures."""


def levels(zones, version):
    """The zones' texts by the address of their server, of one version of IP."""
    return {
        address: {each: zones[each] for each in names}
        for address, names in SERVED.items()
        if (":" in address) == (version == 6)
    }


def signed(folder):
    """The zones, signed from the leaves up by BIND's tools; also the root's DS, as a trust anchor."""
    made = dict(ZONES)
    for zone in sorted([*PARENTS, "."], key=lambda each: -len(each.split(".")) if each != "." else 0):
        file = Path(folder) / f"to-sign-{zone.rstrip('.') or 'root'}"
        words = ("dnssec-keygen", "-q", "-K", folder, "-a", "ECDSAP256SHA256", "-f", "KSK", zone)
        key = Path(folder) / (_printed(*words).strip() + ".key")
        file.write_text(f"$ORIGIN {zone}{made[zone]}\n{key.read_text()}")
        _printed(
            "dnssec-signzone",
            "-q",
            "-z",
            "-K",
            folder,
            "-d",
            folder,
            "-O",
            "full",
            "-o",
            zone,
            "-f",
            f"{file}.signed",
            file,
            key,
        )
        made[zone] = "\n" + Path(f"{file}.signed").read_text()
        pointer = _printed("dnssec-dsfromkey", "-2", key)
        if zone == ".":
            return made, pointer.strip()
        made[PARENTS[zone]] += pointer
    raise AssertionError("the root comes last")


def _printed(*words):
    return subprocess.run([str(each) for each in words], check=True, capture_output=True, text=True).stdout
