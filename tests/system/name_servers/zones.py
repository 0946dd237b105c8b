"""Three levels of a small internet on loopback addresses, for real servers, and delegations that are broken."""

PORT, OTHER_PORT = 53, 5300
"""Every server answers at both; a resolver that follows delegations can only ask at the first."""

HINT = ("a.root", "127.53.0.1")
RESOLVER = "127.53.0.10"
SILENT = "127.53.0.9"
"""Takes questions, and says nothing."""

LONG_TEXT = " ".join(f'"{letter * 200}"' for letter in "abcdefghij")
"""More than the 1,232 bytes that a question over UDP leaves room for."""

ROOT = f"""
$TTL 86400
@ SOA a.root. hostmaster.root. 1 1800 900 604800 300
@ NS a.root.
a.root. A {HINT[1]}
test. NS ns1.nic.test.
ns1.nic.test. A 127.53.0.2
"""

TEST = f"""
$TTL 3600
@ SOA ns1.nic hostmaster.nic 1 1800 900 604800 300
@ NS ns1.nic
ns1.nic A 127.53.0.2
example NS ns1.example
ns1.example A 127.53.0.3
hosted NS ns1.example
lame NS ns1.lame
ns1.lame A 127.53.0.3
silent NS ns1.silent
ns1.silent A {SILENT}
unglued NS ns1.unglued
"""

EXAMPLE = f"""
$TTL 600
@ SOA ns1 hostmaster 1 1800 900 604800 300
@ NS ns1
@ MX 10 mail
@ MX 20 mail.hosted.test.
@ TXT {LONG_TEXT}
ns1 A 127.53.0.3
mail A 192.0.2.25
www A 192.0.2.80
www A 192.0.2.81
www AAAA 2001:db8::80
* A 192.0.2.99
a.b.c A 192.0.2.7
*.deep.er A 192.0.2.98
inner CNAME www
outer CNAME www.hosted.test.
gone CNAME nothing.hosted.test.
old DNAME hosted.test.
ring CNAME gnir
gnir CNAME ring
"""

HOSTED = """
$TTL 600
@ SOA ns1.example.test. hostmaster.example.test. 1 1800 900 604800 300
@ NS ns1.example.test.
www A 192.0.2.180
mail A 192.0.2.125
"""

LEVELS = {
    HINT[1]: {".": ROOT},
    "127.53.0.2": {"test.": TEST},
    "127.53.0.3": {"example.test.": EXAMPLE, "hosted.test.": HOSTED},
}
"""The zones of the server at each address."""
