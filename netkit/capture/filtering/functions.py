"""The functions of the language: what each takes and gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from netkit.capture.columnar.domain import BOOLEAN, MOMENT, NUMBER, PROTOCOL, SIGNED, SPAN, TEXT, Domain

__all__ = ["FUNCTIONS", "Function"]


@dataclass(frozen=True, slots=True)
class Function:
    """`result` gives the domain of what comes out, by the domain of what goes in; None for what can't go in."""

    result: Callable[[Domain], Domain | None]
    takes: str
    example: str
    least: int = 1
    most: int = 1


def _text(domain: Domain) -> Domain | None:
    return TEXT if domain is TEXT else None


def _spelled(domain: Domain) -> Domain | None:
    return None if domain in (TEXT, BOOLEAN, MOMENT, SPAN, PROTOCOL) else TEXT


def _same(domain: Domain) -> Domain | None:
    return SIGNED if domain is NUMBER else domain


def _size(domain: Domain) -> Domain | None:
    return {NUMBER: SIGNED, SIGNED: SIGNED, SPAN: SPAN}.get(domain)


FUNCTIONS: Mapping[str, Function] = MappingProxyType(
    {
        "len": Function(lambda _: NUMBER, "it counts the bytes of a value", "for example len(http.host) > 20"),
        "count": Function(lambda _: NUMBER, "it counts how often a field is there", "for example count(dns.a) > 1"),
        "upper": Function(_text, "it takes texts", 'for example upper(http.host) == "WWW.HARBOUR.TEST"'),
        "lower": Function(_text, "it takes texts", 'for example lower(http.host) == "www.harbour.test"'),
        "string": Function(
            _spelled, "it takes numbers, addresses and bytes", 'for example string(ip.src) matches "[.]1$"'
        ),
        "max": Function(_same, "it takes fields of one sort", "for example max(tcp.port) > 1023", most=20),
        "min": Function(_same, "it takes fields of one sort", "for example min(tcp.port) < 1024", most=20),
        "abs": Function(_size, "it takes numbers", "for example abs(tcp.srcport - tcp.dstport) < 10"),
    }
)
"""Every function by its name."""
