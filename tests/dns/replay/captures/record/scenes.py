"""What is recorded: who walks over which servers, and what is asked."""

from dataclasses import dataclass

from tests.dns.replay.captures.record.link import NEAR, NEAR6

HERE = "127.0.0.1"
"""Where a resolver serves its own machine alone, so that what it is asked does not go by on the link."""


@dataclass(frozen=True, kw_only=True)
class Scene:
    """One capture, of the link between a resolver or a tool on the near side and name servers on the far side.

    `servers` is the kind of name servers, `version` the IP version that they speak (0: both). A `tool` walks by itself, and looks up the
    addresses of servers at the `resolver`, which is on the same machine; or the `asked` names go to the resolver from the far side,
    each tuple of them at once. `more` and `behind` are the resolver's settings, inside of the main block and behind it, with `%(folder)s`
    and `%(anchor)s` for what is known later.
    """

    name: str
    servers: str = "nsd"
    version: int = 4
    resolver: str = "unbound"
    here: str = NEAR
    tool: tuple[str, ...] = ()
    asked: tuple[tuple[str, ...], ...] = ()
    more: str = ""
    behind: str = ""
    validates: bool = False
    mtu: int = 1500


PLAIN = 'module-config: "iterator"\n'
IPV4 = f"{PLAIN}    do-ip6: no\n"
IPV6 = f"{PLAIN}    do-ip4: no\n"
NAMED_IPV4 = "server ::/0 { bogus yes; };"

SCENES = (
    Scene(
        name="dig-trace",
        servers="knot",
        here=HERE,
        more=IPV4,
        tool=("dig", "+trace", "+nodnssec", "@198.51.100.1", "www.example.test", "A"),
    ),
    Scene(
        name="dig-trace-tcp",
        version=0,
        here=HERE,
        more=PLAIN,
        tool=("dig", "+trace", "+tcp", "+bufsize=4096", "@198.51.100.1", "www.glueless.test", "AAAA"),
    ),
    Scene(
        name="drill-trace",
        servers="bind",
        here=HERE,
        more=IPV4,
        tool=("drill", "-T", "-4", "-r", "%(folder)s/root.hints", "www.example.test", "A"),
    ),
    Scene(name="unbound", servers="knot", more=IPV4, asked=(("www.example.test A",),)),
    Scene(name="unbound-plain", more=f"{IPV4}    qname-minimisation: no\n", asked=(("www.glueless.test A",),)),
    Scene(name="unbound-ipv6", version=6, here=NEAR6, more=IPV6, asked=(("outer.example.test AAAA",),)),
    Scene(
        name="unbound-many",
        version=0,
        more=f"{PLAIN}    use-caps-for-id: yes\n    prefetch: yes\n",
        asked=(
            ("www.example.test A", "www.glueless.test AAAA", "nothing.example.test A", "example.test TXT"),
            ("www.old.example.test A", "a.b.c.example.test A"),
        ),
    ),
    Scene(name="unbound-troubled", more=IPV4, asked=(("www.lame.test A",), ("www.quiet.test A",))),
    Scene(
        name="unbound-validates",
        servers="knot",
        version=0,
        more='trust-anchor-file: "%(folder)s/anchor"\n',
        validates=True,
        asked=(("www.example.test A",), ("nothing.other.example A",)),
    ),
    Scene(
        name="named",
        resolver="named",
        more="dnssec-validation no;",
        behind=NAMED_IPV4,
        asked=(("outer.example.test A",),),
    ),
    Scene(
        name="named-fragments",
        servers="bind",
        resolver="named",
        more="dnssec-validation no;",
        behind=NAMED_IPV4,
        mtu=600,
        asked=(("nothing.example.test A",), ("long.example.test TXT",), ("example.test TXT",)),
    ),
    Scene(
        name="named-validates",
        version=0,
        resolver="named",
        more="dnssec-validation yes;",
        behind="trust-anchors { . static-ds %(anchor)s; };",
        validates=True,
        asked=(("www.example.test A", "outer.example.test AAAA"),),
    ),
    Scene(
        name="powerdns",
        version=0,
        resolver="pdns_recursor",
        more="dnssec=off",
        asked=(("outer.example.test A",), ("www.glueless.test A",)),
    ),
    Scene(name="kresd", version=0, resolver="kresd", asked=(("outer.example.test A",), ("www.glueless.test A",))),
)
