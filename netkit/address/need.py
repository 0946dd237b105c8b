"""What a subnet has to have room for: a number of hosts (`60`, `office=60`), or a prefix length (`/64`, `site=/56`)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from netkit.address.hosts import host_bits_for
from netkit.address.pointing import pointed, shortened

__all__ = ["MOST_SUBNETS", "Need", "numbered", "parse_need"]

MOST_SUBNETS = 10_000
"""Subnets that one plan has at most."""

_FORM = re.compile(r"(?:(?P<name>[^=]*)=)?(?P<size>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A subnet that is wanted: its name, and either the number of `hosts` (IPv4) or the `length` of its prefix."""

    name: str
    hosts: int | None = None
    length: int | None = None

    def prefix_length(self, width: int) -> int:
        """The longest prefix, for addresses of `width` bits, with room for it."""
        if self.length is not None:
            return self.length
        assert self.hosts is not None  # noqa: S101  one of the two is given
        return width - host_bits_for(self.hosts)

    @property
    def size(self) -> str:
        """What was asked for, in a word."""
        return (
            f"/{self.length}" if self.length is not None else f"{self.hosts:,} {'host' if self.hosts == 1 else 'hosts'}"
        )


def parse_need(text: str, version: int) -> Need:
    """The need that `text` means in a block of this IP version; AddressError points at what is wrong with another text.

    A number counts hosts, and every address that one needs: the router's, too. In IPv6 nobody counts hosts, for a link gets a /64
    whatever is on it (RFC 4291 §2.5.1); there a need is a prefix length.
    """
    match = _FORM.fullmatch(text)
    name, size = (match["name"], match["size"]) if match else (None, text)
    start = len(text) - len(size)
    width = 32 if version == 4 else 128
    what = f"{shortened(text)} is no size of a subnet"
    if name is not None and not name.strip():
        raise pointed(
            what, text, 0, 1, found="no name before the =", why="a name may stand before the =, such as office=60"
        )
    if re.fullmatch(r"/[0-9]{1,3}", size):
        length = int(size[1:])
        if length > width:
            why = f"an IPv{version} address has {width} bits, so a prefix has at most that many"
            raise pointed(what, text, start, len(size), found=f"more than /{width}", why=why)
        return Need(name=name or size, length=length)
    if re.fullmatch(r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,12}", size):
        hosts = int(size.replace(",", ""))
        if version == 6:
            why = "in IPv6 a link gets a /64 whatever the number of its hosts (RFC 4291 §2.5.1), and a site a /56 or a /48 (RFC 6177)"
            hint = f"{name}=/64" if name else "/64, with --count for several"
            raise pointed(what, text, start, len(size), found="a number of hosts", why=why, hint=hint)
        if not 1 <= hosts <= (1 << 32) - 2:
            found = "no host" if not hosts else "more than there are addresses"
            raise pointed(what, text, start, len(size), found=found, why="a subnet is for at least one host")
        return Need(name=name or size, hosts=hosts)
    why = "a size is a number of hosts (60, office=60) or a prefix length (/26, site=/56)"
    raise pointed(what, text, start, len(size), found="neither a number nor a prefix length", why=why)


def numbered(needs: Iterable[Need]) -> list[Need]:
    """The same needs, with a number behind names that occur more than once."""
    listed = list(needs)
    names = [need.name for need in listed]
    seen: dict[str, int] = {}
    found = []
    for need in listed:
        if names.count(need.name) > 1:
            seen[need.name] = seen.get(need.name, 0) + 1
            need = replace(need, name=f"{need.name} #{seen[need.name]}")  # noqa: PLW2901  the same need by a name of its own
        found.append(need)
    return found
