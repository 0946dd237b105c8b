"""Segments and ICMP messages as a script writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.internet.script.language.scanner import Kind, Token
from netkit.internet.script.language.steps import Expected, Icmp, Injected, Moment, Options, SegmentSpec, Step
from netkit.tcp.segment import Flag

if TYPE_CHECKING:
    from netkit.internet.script.language.cursor import Cursor

__all__ = ["read_packet"]

FLAGS = {
    "F": Flag.FIN,
    "S": Flag.SYN,
    "R": Flag.RST,
    "P": Flag.PSH,
    ".": Flag.ACK,
    "U": Flag.URG,
    "E": Flag.ECE,
    "W": Flag.CWR,
}
MARKS = ("noecn", "ect0", "ect1", "ect01", "ce")
WIDE, SHORT, BYTE = 2**32 - 1, 2**16 - 1, 2**8 - 1
MOST_BLOCKS, ROOM = 4, 40
"""SACK blocks and bytes of options that a header has room for (RFC 2018 section 3, RFC 9293 section 3.1)."""

NOT_HERE = "netkit's endpoint speaks TCP and nothing else"


def read_packet(cursor: Cursor, moment: Moment, start: Token) -> Step:
    """What stands behind `<` or `>`: a segment, or an ICMP message. UsageError for what is not understood."""
    outbound = cursor.take().text == ">"
    for word in ("ipv4", "ipv6", "gre", "GREv0", "mpls", "udp"):
        if cursor.sees(word):
            raise cursor.refuse(f"{word} is not supported", why=NOT_HERE)
    mark = _mark(cursor, outbound=outbound)
    if cursor.sees("udp"):
        raise cursor.refuse("udp is not supported", why=NOT_HERE)
    if cursor.took("icmp"):
        return _icmp(cursor, moment, start, outbound=outbound)
    ports = None
    if cursor.token.kind is Kind.WHOLE and cursor.following.text == ">":
        source = cursor.number("a source port", largest=SHORT)
        cursor.need(">")
        ports = (source, cursor.number("a destination port", largest=SHORT))
    flags = _flags(cursor)
    sequence, length = _sequence(cursor)
    acknowledgment = cursor.number("an acknowledgment number", largest=WIDE) if cursor.took("ack") else 0
    window = cursor.number("a window", largest=SHORT) if cursor.took("win") else None
    if window is None and not outbound and not flags & Flag.RST:
        raise cursor.refuse(
            "a segment that comes in says its window: win 65535", start, why="without one its sender had no room at all"
        )
    if cursor.took("urg") and cursor.number("an urgent pointer", largest=SHORT):
        raise cursor.refuse(
            "urgent data is not supported", why="netkit's endpoint has no urgent pointer (RFC 6093 advises against it)"
        )
    options: Options | None = Options()
    if cursor.sees("<") and cursor.following.kind is not Kind.END:
        options = _options(cursor, outbound=outbound)
    if cursor.sees("{"):
        raise cursor.refuse(
            "a segment that is spoilt on its way is not supported", why="segments come in as they are written"
        )
    spec = SegmentSpec(
        flags=flags, sequence=sequence, length=length, acknowledgment=acknowledgment, window=window, options=options, mark=mark,
        ports=ports,
    )  # fmt: skip
    made = Expected if outbound else Injected
    return made(line=start.line, moment=moment, text=cursor.since(start), segment=spec)


def _mark(cursor: Cursor, *, outbound: bool) -> str:
    """The mark in the IP header, in brackets."""
    if not cursor.sees("[", "("):
        return ""
    closing = "]" if cursor.take().text == "[" else ")"
    token = cursor.need_kind(Kind.WORD, "a mark of the IP header", "there are " + ", ".join(MARKS))
    if token.text not in MARKS:
        raise cursor.refuse(
            f"{token.text!r} of the IP header is not supported", token, why="netkit knows the marks " + ", ".join(MARKS)
        )
    if token.text == "ect01" and not outbound:
        raise cursor.refuse(
            "a segment that comes in is marked ect0 or ect1", token, why="ect01 says that either will do"
        )
    cursor.need(closing)
    return token.text


def _flags(cursor: Cursor) -> Flag:
    token = cursor.take()
    if token.kind is Kind.SIGN and token.text == "-":
        return Flag(0)
    letters = token.text
    if token.kind is Kind.WORD and cursor.sees("."):
        letters += cursor.take().text
    if token.kind is Kind.DECIMAL or (cursor.token.kind is Kind.DECIMAL and cursor.token.start == token.end):
        raise cursor.refuse(
            "numbers among the flags are not supported", token, why="they are accurate ECN's (RFC 9768)"
        )
    found = Flag(0)
    for letter in letters:
        if letter == "A":
            raise cursor.refuse(
                "the flag A is not supported",
                token,
                why="it is accurate ECN's (RFC 9768); ACK is written as a full stop",
            )
        if token.kind not in (Kind.WORD, Kind.SIGN) or letter not in FLAGS:
            raise cursor.refuse(
                f"flags belong here, and {token.text[:40]!r} stands here",
                token,
                why="they are S, F, R, P, U, E (ECE), W (CWR), a full stop for ACK, or - for none",
            )
        found |= FLAGS[letter]
    return found


def _sequence(cursor: Cursor) -> tuple[int, int]:
    """`first:last(length)`; the number and the length."""
    start = cursor.token
    first = cursor.number("the first sequence number", largest=WIDE)
    cursor.need(":")
    end = cursor.number("the sequence number after the last", largest=WIDE)
    cursor.need("(")
    length = cursor.number("the length of the payload", largest=SHORT)
    cursor.need(")")
    if end != first + length:
        raise cursor.refuse(
            f"{first}:{end}({length}) does not add up",
            start,
            why=f"{first} and {length} bytes end at {first + length}; SYN and FIN are not counted",
        )
    return first, length


def _options(cursor: Cursor, *, outbound: bool) -> Options | None:
    """`<…>` behind a segment; None for `<...>`, which is any."""
    start = cursor.need("<")
    if cursor.token.kind is Kind.ELLIPSIS:
        cursor.take()
        cursor.need(">")
        if not outbound:
            raise cursor.refuse(
                "a segment that comes in says which options it has", start, why="<...> means any options"
            )
        return None
    found: dict[str, object] = {}
    size = 0
    while True:
        size += _option(cursor, found)
        if size > ROOM:
            raise cursor.refuse("these options don't fit into a header", start, why=f"it has {ROOM} bytes for them")
        if not cursor.took(","):
            break
    cursor.need(">")
    return Options(**found)  # type: ignore[arg-type]


def _option(cursor: Cursor, found: dict[str, object]) -> int:
    """One option; how many bytes it takes."""
    token = cursor.need_kind(
        Kind.WORD, "an option", "such as mss 1460, sackOK, TS val 1 ecr 2, nop, wscale 7, sack 1:1001"
    )
    match token.text:
        case "nop" | "eol":
            return 1
        case "mss":
            found["largest"] = cursor.number("a maximum segment size", largest=SHORT)
            return 4
        case "wscale":
            found["shift"] = cursor.number("a window scale", largest=BYTE)
            return 3
        case "sackOK":
            found["sack_permitted"] = True
            return 2
        case "TS":
            cursor.need("val")
            value = cursor.number("a timestamp", largest=WIDE)
            cursor.need("ecr")
            found["timestamps"] = (value, cursor.number("a timestamp's echo", largest=WIDE))
            return 10
        case "sack":
            blocks = []
            while cursor.token.kind is Kind.WHOLE:
                left = cursor.number("the left edge of a block", largest=WIDE)
                cursor.need(":")
                blocks.append((left, cursor.number("the right edge of a block", largest=WIDE)))
            if not 1 <= len(blocks) <= MOST_BLOCKS:
                raise cursor.refuse(
                    f"SACK with {len(blocks)} blocks", token, why="there are one to four (RFC 2018 section 3)"
                )
            found["sack"] = tuple(blocks)
            return 2 + 8 * len(blocks)
    why = {
        "FO": "TCP Fast Open (RFC 7413) is not built",
        "FOEXP": "TCP Fast Open (RFC 7413) is not built",
        "md5": "signatures of segments (RFC 2385) are not built",
    }.get(token.text, "netkit knows mss, sackOK, TS, nop, wscale, sack and eol")
    raise cursor.refuse(f"the option {token.text!r} is not supported", token, why=why)


def _icmp(cursor: Cursor, moment: Moment, start: Token, *, outbound: bool) -> Icmp:
    kind = cursor.need_kind(Kind.WORD, "the type of the ICMP message", "such as unreachable").text
    code, mtu, quoted = "", None, None
    if cursor.token.kind is Kind.WORD and not cursor.sees("mtu", "id"):
        code = cursor.take().text
    if cursor.took("mtu"):
        mtu = cursor.number("an MTU", largest=WIDE)
    if cursor.took("id"):
        cursor.number("an identifier", largest=SHORT)
    if cursor.took("["):
        quoted = _sequence(cursor)
        cursor.need("]")
    return Icmp(
        line=start.line,
        moment=moment,
        text=cursor.since(start),
        outbound=outbound,
        type=kind,
        code=code,
        mtu=mtu,
        quoted=quoted,
    )
