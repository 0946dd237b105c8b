"""What a receiver does with a packet that is not as the rules want it, by the rule that is broken.

Rules whose breach changes nothing that the bytes prove are not here: then the problem's own text has said all.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["RECEIVERS"]

_DROPPED = "whoever gets it drops it without a word"
_FORMAT_ERROR = "a server answers with the code 1, format error; a resolver passes over such an answer"
_REFUSED = "a server answers 400 Bad Request, for two readers could take it for different messages"

RECEIVERS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "ipv4.truncated": (_DROPPED, "RFC 1812 §5.2.2"),
        "ipv4.version.wrong": (_DROPPED, "RFC 1122 §3.2.1.1"),
        "ipv4.header_length.short": (_DROPPED, "RFC 1812 §5.2.2"),
        "ipv4.total_length.short": (_DROPPED, "RFC 1812 §5.2.2"),
        "ipv4.total_length.long": ("whoever gets it drops it; a router may say so with ICMP parameter problem", "RFC 1812 §5.2.2"),
        "ipv4.checksum.bad": ("the next router or host drops it without a word, whatever it carries", "RFC 1122 §3.2.1.2"),
        "ipv4.option.length": ("who reads the options drops it, and sends ICMP parameter problem back", "RFC 1122 §3.2.2.5"),
        "ipv4.option.truncated": ("who reads the options drops it, and sends ICMP parameter problem back", "RFC 1122 §3.2.2.5"),
        "ipv4.fragment.large": ("the receiver can't put it together, and drops it", "RFC 791 §3.1"),
        "ipv6.fragment.length": ("the receiver drops it and sends ICMPv6 parameter problem back", "RFC 8200 §4.5"),
        "ipv6.fragment.large": ("the receiver drops it and sends ICMPv6 parameter problem back", "RFC 8200 §4.5"),
        "ipv6.jumbo.missing": ("who understands jumbograms drops it and sends ICMPv6 parameter problem back", "RFC 2675 §3"),
        "ipv6.jumbo.needless": ("who understands jumbograms drops it and sends ICMPv6 parameter problem back", "RFC 2675 §3"),
        "ipv6.jumbo.short": ("who understands jumbograms drops it and sends ICMPv6 parameter problem back", "RFC 2675 §3"),
        "ipv6.routing.deprecated": ("while nodes are left to visit, it is dropped, and ICMPv6 parameter problem sent back", "RFC 5095 §3"),
        "ipv6.hop_by_hop.place": ("who comes to it drops the packet and sends ICMPv6 parameter problem back", "RFC 8200 §4"),
        "icmp.checksum.bad": (_DROPPED, "RFC 792"),
        "icmpv6.checksum.bad": (_DROPPED, "RFC 4443 §2.3"),
        "icmpv6.option.short": (_DROPPED, "RFC 4861 §4.6"),
        "udp.checksum.bad": ("the receiver drops it without a word, and nobody sends it again", "RFC 1122 §4.1.3.4"),
        "udp.checksum.missing": ("the receiver drops it, unless both ends have agreed to do without (as some tunnels do)", "RFC 8200 §8.1"),
        "udp.length.short": (_DROPPED, "RFC 768"),
        "tcp.checksum.bad": ("the receiver drops it without a word; as no acknowledgment goes back, it is sent again", "RFC 9293 §3.1"),
        "tcp.header_length.short": (_DROPPED, "RFC 9293 §3.1"),
        "tcp.flags.no_ack": ("on a connection that is open, the receiver drops it", "RFC 9293 §3.10.7.4"),
        "tcp.option.length": ("the receiver may reset the connection", "RFC 9293 §3.1"),
        "tcp.option.window_scale.large": ("the receiver counts with 14, the largest that may be", "RFC 7323 §2.3"),
        "gre.checksum.bad": (_DROPPED, "RFC 2784 §2.5"),
        "dns.truncated": (_FORMAT_ERROR, "RFC 1035 §4.1.1"),
        "dns.name.pointer.forward": (_FORMAT_ERROR, "RFC 1035 §4.1.4"),
        "dns.edns.version": ("a server that does not know this version answers with the code 16", "RFC 6891 §6.1.3"),
        "http.request_line.malformed": ("a server answers 400 Bad Request", "RFC 9112 §3"),
        "http.host.missing": ("a server answers 400 Bad Request", "RFC 9112 §3.2"),
        "http.host.repeated": ("a server answers 400 Bad Request", "RFC 9112 §3.2"),
        "http.header.space": (_REFUSED, "RFC 9112 §5.1"),
        "http.content_length.malformed": (_REFUSED, "RFC 9112 §6.3"),
        "http.content_length.repeated": (_REFUSED, "RFC 9112 §6.3"),
        "http.length.twice": ("a server may refuse it, and closes the connection behind its answer", "RFC 9112 §6.1"),
        "tls.record.length.long": ("the receiver ends the connection with the alert record_overflow", "RFC 8446 §5.2"),
    }
)  # fmt: skip
