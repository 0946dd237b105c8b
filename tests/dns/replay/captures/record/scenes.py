"""What is recorded: who walks over which servers, and what is asked."""

from dataclasses import dataclass, field

from tests.dns.replay.captures.record.link import FAR, NEAR, NEAR6

ROOT = "@198.51.100.1"


@dataclass(frozen=True, kw_only=True)
class Scene:
    """One capture.

    `servers` is the kind of name servers, `version` the IP version that they speak (0: both). A `tool` walks by itself, on the near side, and
    looks up names at a `resolver` there (`local`: on its own loopback); or the `asked` names go to the resolver from the far side,
    each list of them at once. `more` and `behind` are its settings.
    """

    name: str
    servers: str = "knot"
    version: int = 4
    resolver: str = "unbound"
    here: str = NEAR
    tool: tuple[str, ...] = ()
    asked: tuple[tuple[str, ...], ...] = ()
    options: tuple[str, ...] = ()
    more: str = ""
    behind: str = ""
    validates: bool = False
    narrow: bool = False
    notes: tuple[str, ...] = field(default_factory=tuple)


V4 = 'do-ip6: no\n    module-config: "iterator"'
V6 = 'do-ip4: no\n    module-config: "iterator"'
NO_TRUST = "dnssec-validation no;"

SCENES = (
    Scene(
        name="dig-trace",
        here="127.0.0.1",
        more=V4,
        tool=("dig", "+trace", "+nodnssec", ROOT, "www.example.test", "A"),
    ),
    Scene(
        name="dig-trace-tcp",
        servers="nsd",
        version=0,
        here="127.0.0.1",
        more='module-config: "iterator"',
        tool=("dig", "+trace", "+tcp", ROOT, "www.glueless.test", "AAAA"),
    ),
    Scene(
        name="drill-trace",
        servers="bind",
        here="127.0.0.1",
        more=V4,
        tool=("drill", "-T", "-4", "-r", "{folder}/root.hints", "www.example.test", "A"),
    ),
    Scene(name="unbound", more=V4, asked=(("www.example.test A",),)),
    Scene(
        name="unbound-plain", servers="nsd", more=V4 + "\n    qname-minimisation: no", asked=(("www.glueless.test A",),)
    ),
    Scene(name="unbound-ipv6", servers="nsd", version=6, here=NEAR6, more=V6, asked=(("outer.example.test AAAA",),)),
    Scene(
        name="named",
        resolver="named",
        servers="nsd",
        more=NO_TRUST,
        behind="server ::/0 { bogus yes; };",
        asked=(("outer.example.test A",),),
    ),
    Scene(
        name="named-narrow",
        resolver="named",
        servers="bind",
        more=NO_TRUST + " edns-udp-size 4096;",
        behind="server ::/0 { bogus yes; };",
        asked=(("nothing.example.test A",), ("example.test TXT",)),
        narrow=True,
    ),
    Scene(
        name="unbound-many",
        version=0,
        servers="nsd",
        more='module-config: "iterator"\n    use-caps-for-id: yes\n    prefetch: yes',
        asked=(
            ("www.example.test A", "www.glueless.test AAAA", "nothing.example.test A", "example.test TXT"),
            ("www.lame.test A", "www.quiet.test A", "outer.example.test A"),
        ),
    ),
    Scene(
        name="unbound-validates",
        version=0,
        more='trust-anchor-file: "{folder}/anchor"',
        validates=True,
        asked=(("www.example.test A",), ("nothing.other.example A",)),
    ),
    Scene(
        name="named-validates",
        resolver="named",
        version=0,
        servers="nsd",
        more="dnssec-validation yes;",
        validates=True,
        behind="trust-anchors {{ . static-ds {anchor}; }};",
        asked=(("www.example.test A", "outer.example.test AAAA"),),
    ),
    Scene(
        name="powerdns",
        servers="nsd",
        resolver="pdns_recursor",
        version=0,
        more="dnssec=off",
        asked=(("outer.example.test A",), ("www.glueless.test A",)),
    ),
    Scene(
        name="kresd",
        servers="nsd",
        resolver="kresd",
        version=0,
        asked=(("outer.example.test A",), ("www.glueless.test A",)),
    ),
)

__all__ = ["FAR", "SCENES", "Scene"]
